//! 满意度调查结果: dimensions, segments, channels, NPS.

use serde_json::{Value as Json, json};

use super::Exhibits;
use super::drawn::{Drawn, Numbers};
use crate::chart::{BarChart, ChartKind, StackedChart};
use crate::facts::surveys::SurveyFacts;
use crate::metrics::catalog::Better;
use crate::metrics::ledger::{self, Formula, When};
use crate::report::desk::Desk;
use crate::report::document::Table;
use crate::report::phrases;
use crate::say;
use crate::value::{Noun, NumberStyle, Tone, Unit};

const DIMENSIONS: [&str; 5] = [
    "csat.attitude",
    "csat.efficiency",
    "csat.environment",
    "csat.queueing",
    "csat.proficiency",
];
const ANSWERS: Unit = Unit::Count(Noun::Questionnaires);

/// What a score is of: a dimension, or the customers asked.
fn score_name(desk: &Desk<'_>, id: &str) -> &'static str {
    let of = id.trim_start_matches("csat.");
    desk.lang.text(&format!("choices.csat.{of}"))
}

/// Works the section's exhibits out and gives what its prose needs.
pub fn build(desk: &Desk<'_>, exhibits: &mut Exhibits) -> Json {
    let surveys = desk.figures.view(desk.month()).surveys().ok();
    let mut scores: Vec<(&'static str, f64)> = DIMENSIONS
        .iter()
        .filter_map(|id| Some((*id, desk.figures.value(id)?)))
        .collect();
    // Weakest first; ties keep the questionnaire's order.
    scores.sort_by(|a, b| a.1.total_cmp(&b.1));
    let dimensions = std::iter::once("csat.overall").chain(DIMENSIONS);
    exhibits.table(
        "satisfaction",
        score_table(desk, "satisfaction", dimensions),
    );
    exhibits.drawn("satisfaction_bars", bars(desk, &scores));
    let segments = ["csat.high", "csat.standard", "csat.senior"].into_iter();
    let segments = score_table(desk, "satisfaction_segments", segments);
    exhibits.table("satisfaction_segments", segments);
    let channels = surveys.and_then(|s| channels(desk, s));
    exhibits.table("satisfaction_channels", channels);
    exhibits.drawn("nps_bar", surveys.and_then(|_| nps(desk)));
    let Some(surveys) = surveys else {
        return Json::Null;
    };
    let weakest: Vec<String> = scores
        .iter()
        .take(2)
        .map(|(id, score)| {
            let name = score_name(desk, id);
            format!("{name} {}", desk.print(Some(*score), Unit::PointsOf100))
        })
        .collect();
    let (promoters, passives, detractors) = SurveyFacts::recommendation(&surveys.nps);
    let answered = promoters + passives + detractors;
    let share = |n: u64| {
        let share = (answered > 0).then(|| n as f64 / answered as f64);
        desk.print(share, Unit::Ratio)
    };
    let margin = desk.figures.value("nps.margin");
    let change = desk.figures.mom(desk.metric("nps"));
    json!({
        "rows": desk.print(Some(surveys.rows as f64), ANSWERS),
        "answered": answered,
        "promoters": share(promoters),
        "passives": share(passives),
        "detractors": share(detractors),
        "margin": desk.print(margin, Unit::Points),
        // A change within the margin of error is no news.
        "within_margin": matches!((change, margin), (Some(c), Some(m)) if c.abs() <= m),
        "has_change": change.is_some(),
        "weakest": if scores.len() > 2 { phrases::list(&weakest, desk.lang) } else { String::new() },
        "scores": scores.len(),
    })
}

fn score_table(
    desk: &Desk<'_>,
    id: &str,
    ids: impl Iterator<Item = &'static str>,
) -> Option<Table> {
    let ids: Vec<&'static str> = ids.filter(|id| desk.figures.value(id).is_some()).collect();
    let points = (Unit::PointsOf100, Better::Higher);
    let change = |id: &'static str, since| ledger::change(desk.metric(id), since);
    desk.table(id, &ids)
        .text("name", |id| score_name(desk, id))
        .number("answers", ANSWERS, |id| {
            Formula::entry(format!("{id}.below"))
        })
        .number("score", Unit::PointsOf100, |id| Formula::metric(id))
        .change("mom", points, |id| change(id, When::LastMonth))
        .change("yoy", points, |id| change(id, When::LastYear))
        .done()
}

fn channels(desk: &Desk<'_>, surveys: &SurveyFacts) -> Option<Table> {
    let all = surveys.channels.sorted();
    let of = |amount: &str, name: &str| Formula::entry(format!("surveys.channel_{amount}.{name}"));
    desk.table("satisfaction_channels", &all)
        .text("channel", |(name, _)| *name)
        .number("answers", ANSWERS, |(name, _)| of("count", name))
        .number("overall", Unit::PointsOf100, |(name, answers)| {
            (
                answers.scores[0].mean(),
                of("score", name) / of("scored", name),
            )
        })
        .number("nps", Unit::Points, |(name, _)| {
            let (promoters, detractors) = (of("promoters", name), of("detractors", name));
            let answered = promoters.clone() + of("passives", name) + detractors.clone();
            (promoters - detractors) / answered * 100.0
        })
        .done()
}

/// The dimensions, the best first as drawn.
fn bars(desk: &Desk<'_>, weakest_first: &[(&'static str, f64)]) -> Option<Drawn> {
    let lang = desk.lang;
    let (id, least) = weakest_first.first()?;
    let shown: Vec<&'static str> = weakest_first.iter().rev().map(|(id, _)| *id).collect();
    let points = |number: f64| desk.print(Some(number), Unit::PointsOf100);
    let (name, score) = (score_name(desk, id), points(*least));
    let overall = desk.figures.value("csat.overall").filter(|all| all > least);
    let title = if let Some(all) = overall {
        let gap = points(all - least);
        say!(
            lang,
            "charts.satisfaction_bars.below",
            name = name,
            score = score,
            gap = gap
        )
    } else {
        say!(
            lang,
            "charts.satisfaction_bars.lowest",
            name = name,
            score = score
        )
    };
    let numbers = Numbers::of_months(desk, shown.iter().map(|id| Formula::metric(id)));
    let count = shown.len();
    let labels = shown.iter().map(|id| score_name(desk, id).to_owned());
    let chart = BarChart {
        labels: labels.collect(),
        series: numbers.series,
        style: NumberStyle::fit(Unit::PointsOf100, 100.0),
        unit_label: say!(lang, "charts.points_of_100").to_owned(),
        horizontal: true,
        reference: None,
        highlight: vec![count.saturating_sub(2), count.saturating_sub(1)],
    };
    let kind = ChartKind::Bars(chart);
    Some(Drawn::new("satisfaction_bars", title, kind).following(numbers.follows))
}

/// Promoters, passives and detractors, a bar a month.
fn nps(desk: &Desk<'_>) -> Option<Drawn> {
    let lang = desk.lang;
    let parts = [
        ("promoters", Tone::Good),
        ("passives", Tone::Neutral),
        ("detractors", Tone::Bad),
    ];
    let sum = |part: &str| Formula::sum(format!("surveys.{part}"));
    let answers = sum("promoters") + sum("passives") + sum("detractors");
    let months = [
        (When::Now, desk.month()),
        (When::LastMonth, desk.month().previous()),
    ];
    let share = |part: &str, when| (sum(part) / answers.clone()).at(when);
    let known = |when| desk.value(&answers.at(when)).is_some_and(|n| n > 0.0);
    let bars: Vec<_> = months
        .into_iter()
        .filter(|(when, _)| known(*when))
        .collect();
    if !known(When::Now) {
        return None;
    }
    let mut follows = Vec::new();
    let mut segments = Vec::new();
    for (column, (part, tone)) in (1..).zip(parts) {
        let formulas: Vec<Formula> = bars.iter().map(|(when, _)| share(part, *when)).collect();
        let values = formulas
            .iter()
            .map(|one| desk.value(one).unwrap_or_default());
        let name = lang.text(&format!("charts.nps_bar.{part}"));
        segments.push((name.to_owned(), values.collect(), tone));
        let formulas = formulas.into_iter().enumerate();
        follows.extend(formulas.map(|(row, formula)| ((row, column), formula)));
    }
    let percent = |part| desk.print(desk.value(&share(part, When::Now)), Unit::Ratio);
    let title = say!(
        lang,
        "charts.nps_bar.shares",
        promoters = percent("promoters"),
        detractors = percent("detractors"),
        nps = desk.fig("nps")
    );
    let chart = StackedChart {
        labels: bars
            .iter()
            .map(|(_, month)| desk.month_name(*month))
            .collect(),
        segments,
        style: NumberStyle::fit(Unit::Ratio, 1.0),
    };
    Some(Drawn::new("nps_bar", title, ChartKind::Stacked(chart)).following(follows))
}
