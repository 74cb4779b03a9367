//! Faults found in the month that stand at its end.

use crate::findings::cause::{By, Cause, Kind, Label, Why};
use crate::findings::causes::split;
use crate::findings::finding::{AnsweredBy, Finding, HeldAgainst, Judge, Rule};
use crate::findings::grounds::Grounds;
use crate::findings::measures;
use crate::findings::topic::Topic;
use crate::value::{Noun, Severity, Unit};

pub static RULE: Rule = Rule {
    id: "faults-unfixed",
    topic: Some(Topic::Faults),
    held_against: HeldAgainst::AtMost,
    judge,
    cause,
    measures: measures::of_topic,
    answered_by: AnsweredBy::Words,
    bears_on: &[],
};

fn judge(judge: &mut Judge<'_>) {
    let Some((metric, figure)) = judge.figure("inspection.fix_rate") else {
        return;
    };
    let figures = judge.grounds.figures;
    let (books, month) = (figures.books(), figures.month());
    let open = books.open_fault_count(month);
    if open > 0 {
        let value = (open as f64, figure.rows);
        let before = month.previous();
        let known = books.inspections.covers(before);
        judge.find(Finding {
            previous: known.then(|| books.open_fault_count(before) as f64),
            unit: Unit::Count(Noun::Items),
            ..judge.finding(metric, value, 0.0, Severity::Medium)
        });
    }
}

/// The faults that stand, by asset.
fn cause(grounds: &Grounds<'_>, _: &Finding) -> Cause {
    let figures = grounds.figures;
    let (books, month) = (figures.books(), figures.month());
    let faults = books.open_faults(month);
    let parts: Vec<(Label, f64)> = faults
        .iter()
        .map(|open| (Label::Name(open.fault.asset.to_string()), 1.0))
        .collect();
    let end = month.next().first_day();
    let worn = books
        .replacements(month)
        .iter()
        .filter(|replacement| replacement.end_of_life < end)
        .filter(|replacement| {
            faults
                .iter()
                .any(|open| *open.fault.asset == *replacement.asset)
        })
        .count();
    let kind = if worn > 0 {
        (Kind::Resources, Why::count("worn-out", worn))
    } else {
        (Kind::Systems, Why::of("faulty"))
    };
    let split = split::level(By::Asset, Unit::Count(Noun::Items), &parts);
    Cause::known(split, vec![kind])
}
