//! A metric worse than last month.

use crate::findings::finding::{AnsweredBy, HeldAgainst, Judge, Rule};
use crate::findings::{causes, measures};
use crate::metrics::catalog::{self, Better};
use crate::metrics::figures;
use crate::value::{Severity, Tone, Unit};

pub static RULE: Rule = Rule {
    id: "worse",
    topic: None,
    held_against: HeldAgainst::LastMonth,
    judge,
    cause: causes::of_metric_and_halls,
    measures: measures::of_topic,
    answered_by: AnsweredBy::Metric,
    bears_on: &[],
};

/// Figures that say the same as another one, which is judged in their place.
const ECHOES: &[&str] = &[
    "subs.retention_rate",
    "subs.churned",
    "subs.net",
    "subs.closing",
    "subs.clv",
    "complaints.per_10k",
    "complaints.p90_close_hours",
    "inventory.turnover",
    "inventory.device.turnover",
    "inventory.value",
    "sales.ticket",
    "sales.device.ticket",
    "sales.customers",
    "service.top5_share",
    "cost.total",
];

fn judge(judge: &mut Judge<'_>) {
    let thresholds = judge.grounds.thresholds;
    for metric in catalog::all() {
        if metric.better == Better::Neither
            || ECHOES.contains(&metric.id)
            || judge.has_found(metric)
        {
            continue;
        }
        let (Ok(figure), Some(previous)) =
            (judge.grounds.figures.now(metric), judge.previous(metric))
        else {
            continue;
        };
        let Some(change) = figures::change(metric, figure.value, previous) else {
            continue;
        };
        if figures::tone(metric.better, change) != Tone::Bad {
            continue;
        }
        let limit = match metric.unit {
            Unit::Ratio => thresholds.worse_points / 100.0,
            _ if metric.differs() => thresholds.worse_points,
            _ => thresholds.worse_ratio,
        };
        if change.abs() > limit {
            let value = (figure.value, figure.rows);
            judge.find(judge.finding(metric, value, previous, Severity::Low));
        }
    }
}
