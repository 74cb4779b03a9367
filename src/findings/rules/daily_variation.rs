//! Traffic that varies from day to day.

use crate::findings::finding::{AnsweredBy, HeldAgainst, Rule};
use crate::findings::topic::Topic;
use crate::findings::{causes, measures};

pub static RULE: Rule = Rule {
    id: "daily-variation",
    topic: Some(Topic::Waiting),
    held_against: HeldAgainst::AtMost,
    judge: |judge| judge.above("service.daily_cv", judge.grounds.thresholds.daily_cv),
    cause: |grounds, _| causes::visits::peak(grounds),
    measures: measures::of_topic,
    answered_by: AnsweredBy::Words,
    bears_on: measures::QUEUE_TARGETS,
};
