//! More subscribers lost than last month.

use crate::findings::finding::{AnsweredBy, HeldAgainst, Judge, Rule};
use crate::findings::topic::Topic;
use crate::findings::{causes, measures};
use crate::value::Severity;

pub static RULE: Rule = Rule {
    id: "churn-up",
    topic: Some(Topic::Churn),
    held_against: HeldAgainst::LastMonth,
    judge,
    cause: causes::of_metric,
    measures: measures::of_topic,
    answered_by: AnsweredBy::Metric,
    bears_on: &[],
};

fn judge(judge: &mut Judge<'_>) {
    let Some((metric, figure)) = judge.figure("subs.churn_rate") else {
        return;
    };
    let figures = judge.grounds.figures;
    let previous = match figures.at(metric, figures.month().previous()) {
        Ok(previous) => previous.value,
        Err(why) => return judge.lacks(metric.id, why),
    };
    // A tenth more, as for any figure: a rate of 1 % never moves by three points. Of 0 nothing is a tenth more; an
    // export that begins with a month often holds nobody who left before it.
    if previous > 0.0 && figure.value > previous * (1.0 + judge.grounds.thresholds.worse_ratio) {
        let value = (figure.value, figure.rows);
        judge.find(judge.finding(metric, value, previous, Severity::Medium));
    }
}
