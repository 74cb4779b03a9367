//! Training: who took which course, with what result.

use super::named::{self, Amount, Months};
use super::ratios;
use crate::facts::Share;
use crate::facts::training::{Results, TrainingFacts};
use crate::metrics::ledger::Draft;
use crate::value::{Noun, Unit};

const PEOPLE: Unit = Unit::Count(Noun::People);
const TIMES: Unit = Unit::Count(Noun::Occurrences);

/// A course in a month.
#[derive(Default)]
struct Course {
    people: usize,
    results: Results,
    passed: Share,
}

const COURSES: [Amount<Course>; 8] = [
    ("people", ("参训人数", "People"), PEOPLE, |course| {
        Some(course.people as f64)
    }),
    (
        "hours",
        ("学时合计", "Hours in all"),
        Unit::Hours,
        |course| (course.results.hours.n > 0).then(|| course.results.hours.total()),
    ),
    (
        "results",
        ("有考核结果", "Results given"),
        TIMES,
        |course| Some(course.passed.of as f64),
    ),
    ("passed", ("通过", "Passed"), TIMES, |course| {
        Some(course.passed.yes as f64)
    }),
    (
        "score",
        ("成绩合计", "Scores in all"),
        Unit::Points,
        |course| Some(course.results.scores.total()),
    ),
    ("scored", ("成绩已填", "Scores given"), TIMES, |course| {
        Some(course.results.scores.n as f64)
    }),
    (
        "gain",
        ("提分合计", "Score gains in all"),
        Unit::Points,
        |course| Some(course.results.uplift.total()),
    ),
    (
        "gained",
        ("前后成绩均有", "Scores given before and after"),
        TIMES,
        |course| Some(course.results.uplift.n as f64),
    ),
];

pub(super) fn write(draft: &mut Draft<'_>) {
    draft.table("training", "培训", "Training");
    let mark = draft.figures.settings().pass_mark;
    let months: Months<'_, Course> = draft.each_month(|view| {
        let courses = view.training().ok()?.courses.iter();
        let courses = courses.map(|(name, course)| {
            let results = course.results();
            let passed = results.passed(mark);
            let course = Course {
                people: course.people(),
                results,
                passed,
            };
            (&**name, course)
        });
        Some(courses.collect())
    });
    let by = ("training.", "，按课程", ", by course");
    named::write(draft, by, &months, &COURSES);
    let people = |facts: &TrainingFacts| facts.staff().len() as f64;
    draft
        .group("training.all", "全部课程", "All courses")
        .entry(
            "people",
            ("参训人数，不重复计", "People, each counted once"),
            PEOPLE,
            |view| view.training().ok().map(people),
        );
    ratios::write(draft, ratios::TRAINING);
}
