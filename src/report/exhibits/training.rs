//! 培训实施效果: courses, who took them, with what result; waiting and repair times beside them.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use super::Exhibits;
use crate::facts::training::{CourseTraining, Results, TrainingFacts};
use crate::metrics::ledger::{Formula, Formulas};
use crate::report::desk::Desk;
use crate::report::document::Table;
use crate::report::draft::Draft;
use crate::report::phrases;
use crate::value::{Noun, Unit};

const PEOPLE: Unit = Unit::Count(Noun::People);
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
    absent
        .into_iter()
        .map(|(_, name)| name.to_owned())
        .collect()
}

fn table(desk: &Desk<'_>, facts: &TrainingFacts) -> Option<Table> {
    let mark = desk.config.training.pass_mark;
    let mut names: Vec<String> = facts.courses.keys().map(ToString::to_string).collect();
    let courses = facts.courses.values();
    let mut people: Vec<usize> = courses.clone().map(CourseTraining::people).collect();
    let mut results: Vec<Results> = courses.map(CourseTraining::results).collect();
    let several = names.len() > 1;
    if several {
        names.push(
            desk.t("合计（人数不重复计）", "Total (people once)")
                .to_owned(),
        );
        people.push(facts.staff().len());
        results.push(facts.results());
    }
    let column = |of: &dyn Fn(&Results) -> Option<f64>| -> Vec<Option<f64>> {
        results.iter().map(of).collect()
    };
    let people: Vec<Option<f64>> = people.into_iter().map(|n| Some(n as f64)).collect();
    let given = results.iter().any(|all| all.hours.n > 0);
    let of = |amount: &str| Formulas::with_sum(&format!("training.{amount}"), facts.courses.keys());
    let people_of = Formulas::entries("training.people", facts.courses.keys())
        .and(Formula::entry("training.all.people"));
    let mut draft = Draft::new("training", desk.t("培训与考核", "Training and results"))
        .texts("course", desk.t("课程", "Course"), names)
        .numbers("people", desk.t("参训", "People"), PEOPLE, &people)
        .formulas(people_of);
    if given {
        draft = draft
            .numbers(
                "hours",
                desk.t("学时合计", "Hours in all"),
                Unit::Hours,
                &column(&|all| (all.hours.n > 0).then(|| all.hours.total())),
            )
            .formulas(of("hours"));
    }
    draft = draft
        .numbers(
            "results",
            desk.t("有考核结果", "Results"),
            Unit::Count(Noun::Occurrences),
            &column(&|all| Some(all.passed(mark).of as f64)),
        )
        .formulas(of("results"))
        .numbers(
            "pass_rate",
            desk.t("通过率", "Pass rate"),
            Unit::Ratio,
            &column(&|all| all.passed(mark).ratio()),
        )
        .formulas(of("passed").over(&of("results")))
        .numbers(
            "score",
            desk.t("平均成绩", "Mean score"),
            Unit::PointsOf100,
            &column(&|all| all.scores.mean()),
        )
        .formulas(of("score").over(&of("scored")))
        .numbers(
            "uplift",
            desk.t("平均提分", "Mean uplift"),
            Unit::PointsOf100,
            &column(&|all| all.uplift.mean()),
        )
        .formulas(of("gain").over(&of("gained")));
    if several {
        draft = draft.total_last();
    }
    draft.done()
}
