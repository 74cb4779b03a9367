//! Measures past their due day.

use crate::findings::cause::{By, Cause, Kind, Label, Why};
use crate::findings::causes::split;
use crate::findings::finding::{AnsweredBy, Finding, HeldAgainst, Judge, Rule};
use crate::findings::grounds::Grounds;
use crate::findings::topic::Topic;
use crate::metrics::catalog;
use crate::metrics::figures::Absent;
use crate::value::{Noun, Severity, Unit};

pub static RULE: Rule = Rule {
    id: "actions-late",
    topic: Some(Topic::Actions),
    held_against: HeldAgainst::AtMost,
    judge,
    cause,
    measures: |_| &[],
    answered_by: AnsweredBy::Words,
    bears_on: &[],
};

fn judge(judge: &mut Judge<'_>) {
    let figures = judge.grounds.figures;
    let actions = &figures.books().actions;
    let Some(metric) = catalog::by_id("issues.open") else {
        return;
    };
    if actions.is_empty() {
        judge.lacks("actions", Absent::NoTable("actions"));
        return;
    }
    let end = figures.month().next().first_day();
    let late = actions.iter().filter(|action| action.is_late(end)).count();
    if late > 0 {
        let value = (late as f64, actions.len() as u64);
        judge.find(Finding {
            // Counted straight from the table of actions.
            id: RULE.id.to_owned(),
            metric: "actions",
            previous: None,
            unit: Unit::Count(Noun::Items),
            ..judge.finding(metric, value, 0.0, Severity::Low)
        });
    }
}

/// The measures past due, by title.
fn cause(grounds: &Grounds<'_>, _: &Finding) -> Cause {
    let figures = grounds.figures;
    let end = figures.month().next().first_day();
    let actions = figures.books().actions.iter();
    let late = actions.filter(|action| action.is_late(end));
    let parts: Vec<(Label, f64)> = late
        .map(|action| (Label::Name(action.title.to_string()), 1.0))
        .collect();
    let split = split::level(By::Action, Unit::Count(Noun::Items), &parts);
    Cause::known(split, vec![(Kind::Appraisal, Why::of("due-days-passed"))])
}
