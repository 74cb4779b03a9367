//! What is to be done about a finding, with the effect worked out from the month's own data.
//!
//! Input: a finding with its cause, the figures and facts of its month, the measures that the hall has decided. Output: the
//! hall's own countermeasures that name it, else those that its rule proposes. A measure whose figures are missing is not proposed.

use std::collections::BTreeMap;

use super::finding::{Finding, Judgement};
use super::grounds::Grounds;
use super::remedy::{Detail, Propose, Remedy};
use super::topic::Topic;
use crate::dataset::actions::{ActionKind, Status};
use crate::facts::actions::Measure;
use crate::metrics::catalog;
use crate::month::Month;
use crate::value::Severity;

mod customers;
mod roster;
pub mod visits;

#[cfg(test)]
mod tests;

/// The targets that queues at the counters bear on.
pub const QUEUE_TARGETS: &[&str] = &["service.avg_wait_minutes", "csat.queueing", "csat.overall"];

/// What may be done about what a finding is about.
#[must_use]
pub fn of_topic(finding: &Finding) -> &'static [Propose] {
    match finding.topic() {
        Some(Topic::Waiting) => &[roster::dynamic, visits::redesign],
        Some(Topic::Handling) => &[visits::redesign],
        Some(Topic::Diversion) => &[visits::divert],
        Some(Topic::Churn) => &[customers::call_back],
        Some(Topic::Skills) => &[customers::train],
        Some(Topic::Sales) if finding.metric == "sales.vas" => &[customers::train],
        Some(Topic::Lateness) => &[customers::supervise],
        Some(Topic::Safety) => &[customers::restock],
        Some(Topic::SlowStock) => &[customers::clear],
        Some(Topic::Complaints) => &[customers::fewer_tickets],
        Some(Topic::Faults) => &[customers::fix],
        _ => &[],
    }
}

/// Finds the measures of every finding that is more than worth knowing; a measure of the hall goes to one finding alone.
pub fn fill(grounds: &Grounds<'_>, judgement: &mut Judgement) {
    let actions = &grounds.figures.books().actions;
    let month = grounds.figures.month();
    let halls = grounds.figures.books().halls.get(&month);
    let several = halls.is_some_and(|halls| halls.keys().filter(|h| !h.is_empty()).count() > 1);
    let mut open: Vec<&Measure> = actions
        .iter()
        .filter(|action| action.kind == ActionKind::Countermeasure && is_of(action, month))
        .collect();
    let mut proposed: Vec<(String, Remedy)> = Vec::new();
    for finding in &mut judgement.findings {
        // Many halls have measures for the same problem.
        let mut known: BTreeMap<Option<&str>, bool> = BTreeMap::new();
        let (named, rest): (Vec<&Measure>, Vec<&Measure>) = open.into_iter().partition(|action| {
            let problem = action.problem.as_deref();
            *known
                .entry(problem)
                .or_insert_with(|| names(action, finding))
        });
        open = rest;
        let named = named.into_iter();
        finding.measures = named.map(|action| decided(action, several)).collect();
        if finding.severity > Severity::Low {
            // What is decided comes first; beside it the foremost of the rule, whose figures it can be held against.
            let most = if finding.measures.is_empty() { 2 } else { 1 };
            let proposals = (finding.rule.measures)(finding).iter();
            let found: Vec<Remedy> = proposals
                .filter_map(|propose| propose(grounds, finding))
                .take(most)
                .collect();
            for remedy in found {
                let before = proposed.iter().find(|(_, known)| *known == remedy);
                // Told once in full.
                let remedy = if let Some((id, _)) = before {
                    Remedy {
                        detail: Detail::Same {
                            finding: id.clone(),
                        },
                        ..remedy
                    }
                } else {
                    proposed.push((finding.id.clone(), remedy.clone()));
                    remedy
                };
                finding.measures.push(remedy);
            }
        }
    }
}

/// Whether a measure belongs to a month's report: begun by the end of the month after it, and not over before it began.
fn is_of(action: &Measure, month: Month) -> bool {
    let over = action.due.is_some_and(|due| due < month.first_day());
    let later = action
        .start
        .is_some_and(|start| start > month.next().last_day());
    !(later || over && action.is_done())
}

/// Whether a measure's problem names the finding: its id, its metric's name in either language, or a word of its topic.
fn names(action: &Measure, finding: &Finding) -> bool {
    let Some(problem) = action.problem.as_deref() else {
        return false;
    };
    let problem = problem.to_lowercase();
    let metric = catalog::by_id(finding.metric);
    let mut names = metric
        .iter()
        .flat_map(|metric| [metric.id, metric.zh, metric.en]);
    problem.contains(&finding.id)
        || names.any(|name| problem.contains(&name.to_lowercase()))
        || finding
            .topic()
            .is_some_and(|topic| topic.is_named_by(&problem))
}

/// A measure that the hall has decided.
fn decided(action: &Measure, several: bool) -> Remedy {
    Remedy {
        id: "action",
        effect: None,
        detail: Detail::Action {
            title: action.title.to_string(),
            hall: (several && !action.hall.is_empty()).then(|| action.hall.to_string()),
            owner: action.owner.as_deref().map(str::to_owned),
            due: action.due,
            done: action.is_done(),
            progress: match (action.status, action.progress) {
                (_, Some(progress)) => Some(progress.to_f64()),
                (Some(Status::Planned), None) => Some(0.0),
                (_, None) => None,
            },
            expected: action.expected.as_deref().map(str::to_owned),
        },
    }
}
