//! A targeted metric below its target.

use crate::findings::finding::{AnsweredBy, HeldAgainst, Judge, Rule};
use crate::findings::{causes, measures};
use crate::metrics::catalog;
use crate::value::Severity;

pub static RULE: Rule = Rule {
    id: "target-missed",
    topic: None,
    held_against: HeldAgainst::Target,
    judge,
    cause: causes::of_metric_and_halls,
    measures: measures::of_topic,
    answered_by: AnsweredBy::Metric,
    bears_on: &[],
};

fn judge(judge: &mut Judge<'_>) {
    for metric in catalog::all() {
        let Some(attainment) = judge.grounds.figures.attainment(metric) else {
            continue;
        };
        if let Some((_, figure)) = judge.figure(metric.id)
            && let Some(ratio) = attainment.ratio.filter(|ratio| *ratio < 1.0)
        {
            // A tenth of a target missed is grave; less is to be solved.
            let severity = if ratio < 0.9 {
                Severity::High
            } else {
                Severity::Medium
            };
            let value = (figure.value, figure.rows);
            judge.find(judge.finding(metric, value, attainment.target, severity));
        }
    }
}
