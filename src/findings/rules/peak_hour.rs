//! Too many visits in the busiest hour.

use crate::findings::finding::{AnsweredBy, HeldAgainst, Rule};
use crate::findings::topic::Topic;
use crate::findings::{causes, measures};

pub static RULE: Rule = Rule {
    id: "peak-hour",
    topic: Some(Topic::Waiting),
    held_against: HeldAgainst::AtMost,
    judge: |judge| judge.above("service.peak_ratio", judge.grounds.thresholds.peak_ratio),
    cause: |grounds, _| causes::visits::peak(grounds),
    measures: measures::of_topic,
    answered_by: AnsweredBy::Words,
    bears_on: measures::QUEUE_TARGETS,
};
