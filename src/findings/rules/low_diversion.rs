//! Too few transactions online or by self-service.

use crate::findings::finding::{AnsweredBy, HeldAgainst, Rule};
use crate::findings::topic::Topic;
use crate::findings::{causes, measures};
use crate::value::Severity;

pub static RULE: Rule = Rule {
    id: "low-diversion",
    topic: Some(Topic::Diversion),
    held_against: HeldAgainst::AtLeast,
    judge: |judge| {
        let limit = judge.grounds.thresholds.diverted;
        judge.below("service.diverted_share", limit, Severity::Medium);
    },
    cause: |grounds, _| causes::visits::diversion(grounds),
    measures: measures::of_topic,
    answered_by: AnsweredBy::Words,
    bears_on: measures::QUEUE_TARGETS,
};
