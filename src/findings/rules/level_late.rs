//! A severity level with too few tickets handled in time.

use crate::findings::cause::{By, Cause, Label};
use crate::findings::causes::{split, tickets};
use crate::findings::finding::{AnsweredBy, Finding, HeldAgainst, Judge, Rule};
use crate::findings::grounds::Grounds;
use crate::findings::measures;
use crate::findings::topic::Topic;
use crate::value::{Noun, Severity, Unit};

pub static RULE: Rule = Rule {
    id: "level-late",
    topic: Some(Topic::Lateness),
    held_against: HeldAgainst::Required,
    judge,
    cause,
    measures: measures::of_topic,
    answered_by: AnsweredBy::Metric,
    bears_on: &["complaints.within_24h_rate", "complaints.per_10k"],
};

const LEVELS: [&str; 3] = [
    "complaints.red.in_time_rate",
    "complaints.yellow.in_time_rate",
    "complaints.blue.in_time_rate",
];

fn judge(judge: &mut Judge<'_>) {
    let severities = [Severity::High, Severity::Medium, Severity::Medium];
    for (id, severity) in LEVELS.into_iter().zip(severities) {
        judge.below(id, judge.grounds.thresholds.in_time, severity);
    }
}

/// The late tickets of the levels found out, by category. A level has few tickets a month; how many were late in each
/// category says more than how their rates moved.
fn cause(grounds: &Grounds<'_>, finding: &Finding) -> Cause {
    let figures = grounds.figures;
    let Ok(now) = figures.view(figures.month()).complaints() else {
        return Cause::unsplit(true, Vec::new());
    };
    let found = LEVELS.map(|level| {
        let mut all = std::iter::once(finding).chain(&finding.also);
        all.any(|finding| finding.metric == level)
    });
    let categories: Vec<(Label, f64)> = now
        .categories
        .sorted()
        .into_iter()
        .map(|(name, tickets)| {
            let late: u64 = tickets
                .levels
                .iter()
                .zip(found)
                .filter(|(_, found)| *found)
                .map(|(level, _)| level.of - level.yes)
                .sum();
            (Label::Name(name.to_owned()), late as f64)
        })
        .collect();
    let unit = Unit::Count(Noun::Tickets);
    match split::level(By::ComplaintCategory, unit, &categories) {
        Some(split) => Cause::of(split, vec![tickets::flow_kind(now)]),
        None => Cause::unsplit(true, Vec::new()),
    }
}
