//! 员工绩效排名: the staff score with its parts, and who leads in efficiency, service and sales.

use std::ops::Not as _;

use serde_json::{Value as Json, json};

use super::drawn::{Drawn, series};
use super::{Exhibits, halls};
use crate::chart::{BarChart, ChartKind, Emphasis};
use crate::config::ScoreWeights;
use crate::format;
use crate::metrics::score::{self, Ranking, StaffScore};
use crate::money::Money;
use crate::report::columns::Columns;
use crate::report::desk::Desk;
use crate::report::document::Table;
use crate::report::phrases;
use crate::say;
use crate::value::{Noun, NumberStyle, Unit};

/// How many people the section ranks; the appendix has everybody.
const TOP: usize = 5;
/// How many people each part's list names.
const BEST: usize = 3;
/// How many bars the chart has at most.
const BARS: usize = 15;
/// How many of the whole ranking are printed.
const PRINTED: usize = 40;

const PEOPLE: Unit = Unit::Count(Noun::People);
/// A place in a ranking.
const RANK: (Unit, u8) = (Unit::Bare, 0);

/// Works the sub-item's exhibits out and gives what its prose needs.
pub fn build(desk: &Desk<'_>, people: &[StaffScore], exhibits: &mut Exhibits) -> Json {
    let several_halls = halls(people.iter().map(|person| person.hall.as_str())) > 1;
    let top = people.get(..TOP).unwrap_or(people);
    exhibits.table(
        "staff_top",
        list(desk, "staff_top", top, several_halls).done(),
    );
    let whole = (people.len() > TOP).then(|| list(desk, "staff_all", people, several_halls));
    let all = whole.is_some();
    exhibits.table(
        "staff_all",
        whole.and_then(|table| table.printed(PRINTED).done()),
    );
    exhibits.table("staff_best", best(desk, people));
    exhibits.drawn("staff_scores", bars(desk, people));
    let count = |n: usize| desk.print(Some(n as f64), PEOPLE);
    let first = leaders(people);
    let attained: Vec<f64> = people
        .iter()
        .filter_map(|person| person.attainment)
        .collect();
    let reached = attained
        .iter()
        .filter(|attainment| **attainment >= 1.0)
        .count();
    json!({
        "count": people.len(),
        "count_text": count(people.len()),
        "first": names(desk, &first),
        "first_score": first.first().map_or(String::new(), |person| points(person.score)),
        "first_leads": match first.as_slice() {
            [person] if people.len() > 1 => leads(desk, person),
            _ => String::new(),
        },
        "weights": weights_text(desk.config.score),
        // What the sales part counts by: plain sales in a hall where anybody who sold has no target.
        "all_targets": people.iter().all(|p| p.sales.is_none() || p.attainment.is_some())
            && attained.is_empty().not(),
        "several_halls": several_halls,
        "top": top.len(),
        "all": all,
        "targeted": attained.len(),
        "targeted_text": count(attained.len()),
        "reached": reached,
        "reached_text": count(reached),
        "missed_text": count(attained.len() - reached),
        "sellers": people.iter().any(|person| person.sales.is_some()),
        "visitors": people.iter().any(|person| person.records > 0),
    })
}

/// Those in the first place: several where they tie.
fn leaders(people: &[StaffScore]) -> Vec<&StaffScore> {
    let first = people.iter().take_while(|person| person.rank == Some(1));
    first.collect()
}

/// The names of a few people; of many, how many they are.
fn names(desk: &Desk<'_>, people: &[&StaffScore]) -> String {
    if people.len() > BEST {
        return desk.print(Some(people.len() as f64), PEOPLE);
    }
    let names: Vec<String> = people.iter().map(|p| name(p).to_owned()).collect();
    phrases::list(&names, desk.lang)
}

/// The name, or the staff id of somebody whom the roster does not know.
pub(super) fn name(person: &StaffScore) -> &str {
    person.name.as_deref().unwrap_or(&person.staff_id)
}

/// A score without its unit, which the sentence gives.
fn points(score: Option<f64>) -> String {
    score.map_or(format::ABSENT.to_owned(), |score| {
        format::decimal(score, 1, false)
    })
}

/// `25:30:20:25`: minutes, rating, records, sales.
fn weights_text(weights: ScoreWeights) -> String {
    let all = [
        weights.minutes,
        weights.rating,
        weights.records,
        weights.sales,
    ];
    let places = usize::from(all.iter().any(|weight| weight.fract() != 0.0));
    all.map(|weight| format::decimal(weight, places, false))
        .join(":")
}

/// The parts in which a person is the best of the hall, of those with others to compare with.
fn leads(desk: &Desk<'_>, person: &StaffScore) -> String {
    let parts = ["minutes", "rating", "records", "sales"].into_iter();
    let led = parts.zip(person.parts);
    let led = led.filter(|(_, part)| part.is_some_and(|part| part >= 100.0));
    let name = |part: &str| desk.lang.text(&format!("choices.score_part.{part}"));
    let led: Vec<String> = led.map(|(part, _)| name(part).to_owned()).collect();
    phrases::list(&led, desk.lang)
}

fn list<'d>(
    desk: &'d Desk<'_>,
    id: &str,
    people: &'d [StaffScore],
    several_halls: bool,
) -> Columns<'d, StaffScore> {
    desk.table(id, people)
        .places("rank", RANK, |person| person.rank.map(|rank| rank as f64))
        .text("name", name)
        .when(several_halls, |columns| {
            columns.text("hall", |person| person.hall.as_str())
        })
        .when(
            people.iter().any(|person| person.role.is_some()),
            |columns| columns.known("role", |person| person.role.as_deref()),
        )
        .number("records", Unit::Count(Noun::Visits), |person| {
            person.records
        })
        .number("minutes", Unit::Minutes, |person| person.minutes)
        .number("rating", Unit::PointsOf5, |person| person.rating)
        .number("sales", Unit::Money, |person| {
            person.sales.map(Money::to_f64)
        })
        .when(
            people.iter().any(|person| person.attainment.is_some()),
            |columns| {
                columns
                    .number("attainment", Unit::Ratio, |person| person.attainment)
                    .toned(|attainment, _| attainment.is_some_and(|attainment| attainment < 1.0))
            },
        )
        .number("score", Unit::Points, |person| person.score)
        .bold()
}

/// One of the best in a part.
struct Best<'a> {
    part: &'static str,
    rank: usize,
    person: &'a StaffScore,
    value: (Option<f64>, Unit),
}

/// What a person is ranked by.
type Of = fn(&StaffScore) -> Option<f64>;

/// The best three in handling time, rating and sales. Of people who tie at the third place those first by staff id are listed.
fn best(desk: &Desk<'_>, people: &[StaffScore]) -> Option<Table> {
    let lists: [(&'static str, Ranking, Unit, Of); 3] = [
        ("efficiency", Ranking::Efficiency, Unit::Minutes, |person| {
            person.minutes
        }),
        ("service", Ranking::Service, Unit::PointsOf5, |person| {
            person.rating
        }),
        ("sales", Ranking::Sales, Unit::Money, |person| {
            person.sales.map(Money::to_f64)
        }),
    ];
    let mut best: Vec<Best<'_>> = Vec::new();
    for (part, by, unit, of) in lists {
        let ranking = score::ranking(people, by).into_iter().take(BEST);
        best.extend(ranking.map(|(rank, person)| Best {
            part,
            rank,
            person,
            value: (of(person), unit),
        }));
    }
    desk.table("staff_best", &best)
        .captioned()
        .text("part", |best| {
            let part = best.part;
            desk.lang.text(&format!("choices.ranking.{part}"))
        })
        .places("rank", RANK, |best| best.rank)
        .text("name", |best| name(best.person))
        .mixed("value", |best| best.value)
        .places("overall", RANK, |best| {
            best.person.rank.map(|rank| rank as f64)
        })
        .done()
}

/// The scores as bars, the mean as a line across them.
fn bars(desk: &Desk<'_>, people: &[StaffScore]) -> Option<Drawn> {
    let lang = desk.lang;
    let scored: Vec<(&StaffScore, f64)> = people
        .iter()
        .filter_map(|person| Some((person, person.score?)))
        .collect();
    let [(_, best), _, ..] = scored.as_slice() else {
        return None;
    };
    let mean = scored.iter().map(|(_, score)| score).sum::<f64>() / scored.len() as f64;
    let shown = scored.get(..BARS).unwrap_or(&scored);
    let first = leaders(people);
    let (names, score) = (names(desk, &first), points(Some(*best)));
    let mut title = if first.len() == scored.len() {
        say!(
            lang,
            "charts.staff_scores.level",
            names = names,
            score = score
        )
    } else {
        let ahead = format::decimal(best - mean, 1, false);
        say!(
            lang,
            "charts.staff_scores.best",
            names = names,
            score = score,
            ahead = ahead
        )
    };
    if scored.len() > shown.len() {
        title += &say!(lang, "charts.staff_scores.cut", shown = BARS);
    }
    let label = points(Some(mean));
    let label = say!(lang, "charts.mean", number = label);
    let values = shown.iter().map(|(_, score)| Some(*score)).collect();
    let chart = BarChart {
        labels: shown.iter().map(|(p, _)| name(p).to_owned()).collect(),
        series: vec![series(
            say!(lang, "charts.staff_scores.series"),
            values,
            Emphasis::Main,
        )],
        style: NumberStyle::fit(Unit::Points, 100.0),
        unit_label: say!(lang, "charts.points_of_100").to_owned(),
        horizontal: true,
        reference: Some((mean, label)),
        highlight: (0..first.len().min(shown.len())).collect(),
    };
    Some(Drawn::new("staff_scores", title, ChartKind::Bars(chart)))
}
