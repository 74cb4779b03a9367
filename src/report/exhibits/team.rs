//! 员工绩效排名: the staff score with its parts, and who leads in efficiency, service and sales.

use serde_json::{Value as Json, json};

use super::{Exhibits, series};
use crate::chart::{BarChart, Chart, ChartKind, Emphasis};
use crate::config::ScoreWeights;
use crate::format;
use crate::metrics::score::{self, Ranking, StaffScore};
use crate::money::Money;
use crate::report::desk::Desk;
use crate::report::document::{Cell, Column, ColumnKind, Table};
use crate::report::draft::Draft;
use crate::report::phrases;
use crate::value::{Noun, NumberStyle, Tone, Unit, Value};
use crate::words::LangTag;

/// How many people the section ranks; the appendix has everybody.
const TOP: usize = 5;
/// How many people each part's list names.
const BEST: usize = 3;
/// How many bars the chart has at most.
const BARS: usize = 15;

/// How many of the whole ranking are printed.
const PRINTED: usize = 40;

const PEOPLE: Unit = Unit::Count(Noun::People);

/// Works the sub-item's exhibits out and gives what its prose needs.
pub fn build(desk: &Desk<'_>, people: &[StaffScore], exhibits: &mut Exhibits) -> Json {
    let weights = desk.config.score;
    let several_halls = people.windows(2).any(|pair| match pair {
        [a, b] => a.hall != b.hall,
        _ => false,
    });
    let top = people.get(..TOP).unwrap_or(people);
    let caption = desk.t("综合得分前五", "The five best scores");
    exhibits.table(
        "staff_top",
        list(desk, "staff_top", caption, top, several_halls),
    );
    let whole = (people.len() > TOP).then_some(people);
    let caption = desk.t("员工排名", "All staff by score");
    exhibits.table(
        "staff_all",
        whole.and_then(|all| {
            let mut table = list(desk, "staff_all", caption, all, several_halls)?;
            table.printed = Some(PRINTED);
            Some(table)
        }),
    );
    exhibits.table("staff_best", best(desk, people));
    exhibits.chart("staff_scores", bars(desk, people));
    let count = |n: usize| desk.print(Some(n as f64), PEOPLE);
    let first = leaders(people);
    let targeted = people.iter().filter(|person| person.attainment.is_some());
    let targeted = targeted.count();
    let reached = people.iter().filter_map(|person| person.attainment);
    let reached = reached.filter(|attainment| *attainment >= 1.0).count();
    json!({
        "count": people.len(),
        "count_text": count(people.len()),
        "first": names(desk, &first),
        "first_score": first.first().map_or(String::new(), |person| points(person.score)),
        "first_leads": match first.as_slice() {
            [person] if people.len() > 1 => leads(desk, person),
            _ => String::new(),
        },
        "weights": weights_text(weights),
        // What the sales part counts by: plain sales in a hall where anybody who sold has no target.
        "all_targets": people.iter().all(|p| p.sales.is_none() || p.attainment.is_some())
            && targeted > 0,
        "several_halls": several_halls,
        "top": top.len(),
        "all": whole.is_some(),
        "targeted": targeted,
        "targeted_text": count(targeted),
        "reached": reached,
        "reached_text": count(reached),
        "missed_text": count(targeted - reached),
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
    let names = [
        desk.t("办理时长", "handling time"),
        desk.t("评分", "rating"),
        desk.t("受理量", "records"),
        desk.t("销售", "sales"),
    ];
    let led = names.iter().zip(person.parts);
    let led = led.filter(|(_, part)| part.is_some_and(|part| part >= 100.0));
    let led: Vec<String> = led.map(|(name, _)| (*name).to_owned()).collect();
    phrases::list(&led, desk.lang)
}

fn list(
    desk: &Desk<'_>,
    id: &str,
    caption: &str,
    people: &[StaffScore],
    several_halls: bool,
) -> Option<Table> {
    let column = |of: &dyn Fn(&StaffScore) -> Option<f64>| -> Vec<Option<f64>> {
        people.iter().map(of).collect()
    };
    let mut draft = Draft::new(id, caption)
        .styled(
            "rank",
            desk.t("名次", "Rank"),
            NumberStyle::fit(Unit::Bare, 1.0).places(0),
            &column(&|person| person.rank.map(|rank| rank as f64)),
        )
        .texts("name", desk.t("员工", "Name"), people.iter().map(name));
    if several_halls {
        draft = draft.texts(
            "hall",
            desk.t("营业厅", "Hall"),
            people.iter().map(|p| p.hall.as_str()),
        );
    }
    if people.iter().any(|person| person.role.is_some()) {
        let roles = people.iter().map(|person| {
            let role = person.role.as_deref();
            Cell::new(role.map_or(Value::Absent, Value::text))
        });
        draft = draft.cells(
            Column::text("role", desk.t("岗位", "Role")),
            roles.collect(),
        );
    }
    draft = draft
        .numbers(
            "records",
            desk.t("受理", "Records"),
            Unit::Count(Noun::Visits),
            &column(&|person| Some(person.records as f64)),
        )
        .numbers(
            "minutes",
            desk.t("平均办理", "Mean time"),
            Unit::Minutes,
            &column(&|person| person.minutes),
        )
        .numbers(
            "rating",
            desk.t("评分", "Rating"),
            Unit::PointsOf5,
            &column(&|person| person.rating),
        )
        .numbers(
            "sales",
            desk.t("销售额", "Sales"),
            Unit::Money,
            &column(&|person| person.sales.map(Money::to_f64)),
        );
    if people.iter().any(|person| person.attainment.is_some()) {
        let cells = people.iter().map(|person| {
            let missed = person.attainment.is_some_and(|attainment| attainment < 1.0);
            Cell::number(person.attainment, Unit::Ratio).tone(if missed {
                Tone::Bad
            } else {
                Tone::Neutral
            })
        });
        draft = draft.cells(
            Column::number(
                "attainment",
                desk.t("目标完成率", "Of target"),
                NumberStyle::fit(Unit::Ratio, 1.0),
            ),
            cells.collect(),
        );
    }
    let scores = people
        .iter()
        .map(|person| Cell::number(person.score, Unit::Points).bold());
    draft
        .cells(
            Column::number(
                "score",
                desk.t("综合得分", "Score"),
                NumberStyle::fit(Unit::Points, 100.0),
            ),
            scores.collect(),
        )
        .done()
}

/// What a person is ranked by.
type Of = fn(&StaffScore) -> Option<f64>;

/// The best three in handling time, rating and sales. Of people who tie at the third place those first by staff id are listed.
fn best(desk: &Desk<'_>, people: &[StaffScore]) -> Option<Table> {
    let mut parts: Vec<&str> = Vec::new();
    let mut best: Vec<(usize, &StaffScore, Cell)> = Vec::new();
    let lists: [(&str, Ranking, Unit, Of); 3] = [
        (
            desk.t("效率（平均办理时长）", "Efficiency (mean handling time)"),
            Ranking::Efficiency,
            Unit::Minutes,
            |person| person.minutes,
        ),
        (
            desk.t("服务（评分）", "Service (rating)"),
            Ranking::Service,
            Unit::PointsOf5,
            |person| person.rating,
        ),
        (
            desk.t("销售（销售额）", "Sales (amount)"),
            Ranking::Sales,
            Unit::Money,
            |person| person.sales.map(Money::to_f64),
        ),
    ];
    for (part, by, unit, of) in lists {
        for (rank, person) in score::ranking(people, by).into_iter().take(BEST) {
            parts.push(part);
            best.push((rank, person, Cell::number(of(person), unit)));
        }
    }
    let whole = NumberStyle::fit(Unit::Bare, 1.0).places(0);
    let ranks: Vec<Option<f64>> = best.iter().map(|(rank, ..)| Some(*rank as f64)).collect();
    let overall: Vec<Option<f64>> = best
        .iter()
        .map(|(_, person, _)| person.rank.map(|rank| rank as f64))
        .collect();
    Draft::new("staff_best", desk.t("分项前三", "The best three by part"))
        .captioned()
        .texts("part", desk.t("分项", "Part"), parts)
        .styled("rank", desk.t("名次", "Rank"), whole, &ranks)
        .texts(
            "name",
            desk.t("员工", "Name"),
            best.iter().map(|(_, person, _)| name(person)),
        )
        .cells(
            Column::of("value", desk.t("成绩", "Figure"), ColumnKind::Mixed),
            best.iter().map(|(.., cell)| cell.clone()).collect(),
        )
        .styled(
            "overall",
            desk.t("综合名次", "Overall rank"),
            whole,
            &overall,
        )
        .done()
}

/// The scores as bars, the mean as a line across them.
fn bars(desk: &Desk<'_>, people: &[StaffScore]) -> Option<Chart> {
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
    let (first, level) = (names(desk, &first), first.len() == scored.len());
    let score = points(Some(*best));
    let ahead = format::decimal(best - mean, 1, false);
    let title = match (desk.lang.tag(), level) {
        (LangTag::Zh, true) => format!("{first}得分相同，均为 {score} 分"),
        (LangTag::En, true) => format!("{first} all score {score} points"),
        (LangTag::Zh, false) => format!("{first}得分最高，{score} 分，高出平均 {ahead} 分"),
        (LangTag::En, false) => {
            format!("Best: {first} with {score} points, {ahead} above the mean")
        }
    };
    let cut = match desk.lang.tag() {
        _ if scored.len() == shown.len() => String::new(),
        LangTag::Zh => format!("（图列前 {BARS} 人）"),
        LangTag::En => format!(" (first {BARS} shown)"),
    };
    let title = title + &cut;
    let label = desk.t("平均", "mean").to_owned() + " " + &points(Some(mean));
    Some(Chart {
        id: "staff_scores".into(),
        alt: title.clone(),
        title,
        kind: ChartKind::Bars(BarChart {
            labels: shown.iter().map(|(p, _)| name(p).to_owned()).collect(),
            series: vec![series(
                desk.t("综合得分", "Score"),
                shown.iter().map(|(_, score)| Some(*score)).collect(),
                Emphasis::Main,
            )],
            style: NumberStyle::fit(Unit::Points, 100.0),
            unit_label: desk.t("分（满分 100）", "points of 100").to_owned(),
            horizontal: true,
            reference: Some((mean, label)),
            highlight: (0..leaders(people).len().min(shown.len())).collect(),
        }),
    })
}
