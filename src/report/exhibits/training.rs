//! 培训实施效果: courses, who took them, with what result; waiting and repair times beside them.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use super::{Exhibits, part};
use crate::facts::training::{CourseTraining, Results, TrainingFacts};
use crate::metrics::ledger::Formula;
use crate::report::desk::Desk;
use crate::report::document::Table;
use crate::report::phrases;
use crate::value::{Noun, Unit};

/// Up to how many people who took no course are named.
const NAMED: usize = 5;

/// Works the table out and gives what its prose needs.
pub fn build(desk: &Desk<'_>, exhibits: &mut Exhibits) -> Json {
    let facts = desk.figures.view(desk.month()).training().ok();
    exhibits.table("training", facts.and_then(|facts| table(desk, facts)));
    let Some(facts) = facts else {
        return Json::Null;
    };
    let all = facts.results();
    let passed = all.passed(desk.config.training.pass_mark);
    let count = |n: u64, noun| desk.print(Some(n as f64), Unit::Count(noun));
    let absent = untrained(desk, facts);
    let below = facts
        .courses
        .iter()
        .filter_map(|(course, taken)| {
            let share = taken.results().passed(desk.config.training.pass_mark);
            Some((&**course, share.ratio()?))
        })
        .min_by(|a, b| a.1.total_cmp(&b.1));
    json!({
        "rows": all.rows,
        "rows_text": count(all.rows, Noun::People),
        "courses": facts.courses.len(),
        "people": facts.staff().len(),
        "people_text": count(facts.staff().len() as u64, Noun::People),
        "failed": passed.of - passed.yes,
        "failed_text": count(passed.of - passed.yes, Noun::Occurrences),
        "weakest": below.filter(|(_, rate)| *rate < 1.0 && facts.courses.len() > 1).map(|(course, rate)| {
            json!({ "course": course, "rate": desk.print(Some(rate), Unit::Ratio) })
        }),
        "untrained": absent.len(),
        "untrained_text": count(absent.len() as u64, Noun::People),
        "untrained_names": if absent.len() <= NAMED { phrases::list(&absent, desk.lang) } else { String::new() },
    })
}

/// The names of the roster's staff who took no course in the month.
fn untrained(desk: &Desk<'_>, facts: &TrainingFacts) -> Vec<String> {
    let books = desk.figures.books();
    let trained = facts.staff();
    let roster = books.staff.members();
    let reported = roster.filter(|(_, hall, _)| books.scope.takes(hall));
    let absent: BTreeSet<(&str, &str)> = reported
        .filter(|(staff_id, ..)| !trained.contains(staff_id))
        .map(|(staff_id, _, member)| (staff_id, &*member.name))
        .collect();
    let names = absent.into_iter().map(|(_, name)| name.to_owned());
    names.collect()
}

/// The courses and, of several, all of them together.
fn table(desk: &Desk<'_>, facts: &TrainingFacts) -> Option<Table> {
    let courses = facts.courses.iter();
    let mut rows: Vec<(Option<&str>, Results)> = courses
        .map(|(name, course)| (Some(&**name), CourseTraining::results(course)))
        .collect();
    if rows.len() > 1 {
        rows.push((None, facts.results()));
    }
    let of = |amount: &str, name: Option<&str>| part(&format!("training.{amount}"), name);
    let timed = rows.iter().any(|(_, results)| results.hours.n > 0);
    let points = Unit::PointsOf100;
    desk.table("training", &rows)
        .named("course", |(name, _)| *name)
        .number(
            "people",
            Unit::Count(Noun::People),
            |(name, _)| match name {
                Some(_) => of("people", *name),
                // Each counted once.
                None => Formula::entry("training.all.people"),
            },
        )
        .when(timed, |columns| {
            columns.number("hours", Unit::Hours, |(name, _)| of("hours", *name))
        })
        .number("results", Unit::Count(Noun::Occurrences), |(name, _)| {
            of("results", *name)
        })
        .number("pass_rate", Unit::Ratio, |(name, _)| {
            of("passed", *name) / of("results", *name)
        })
        .number("score", points, |(name, _)| {
            of("score", *name) / of("scored", *name)
        })
        .number("uplift", points, |(name, _)| {
            of("gain", *name) / of("gained", *name)
        })
        .done()
}
