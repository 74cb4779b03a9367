//! 关键指标达成率: every targeted metric, worst first; cost ratios and margin against the industry.

use serde_json::{Value as Json, json};

use super::Exhibits;
use super::drawn::Drawn;
use crate::chart::{BulletChart, BulletRow, ChartKind};
use crate::metrics::catalog::{self, Metric};
use crate::metrics::figures::Attainment;
use crate::metrics::ledger::{self, Formula};
use crate::report::desk::Desk;
use crate::report::document::{Bullet, Cell, ColumnKind, Table};
use crate::report::phrases::{self, Basis};
use crate::say;
use crate::value::{NumberStyle, Tone, Unit, Value};

/// What tells what customers think of the service, and how fast it is.
const SERVICE: &[&str] = &["nps", "complaints.within_24h_rate", "service.rating"];
/// What is set beside the industry's figures.
const MARGINS: [&str; 4] = [
    "cost.marketing.ratio",
    "cost.labour.ratio",
    "profit.margin",
    "sales.gross_margin",
];

/// A targeted metric of the month.
#[derive(Debug, Clone, Copy)]
pub struct Targeted {
    /// The metric.
    pub metric: &'static Metric,
    /// Its value, where there is one.
    pub actual: Option<f64>,
    /// Its target and attainment.
    pub attainment: Attainment,
}

/// Every targeted metric, the worst attained first; those that cannot be judged last.
#[must_use]
pub fn targeted(desk: &Desk<'_>) -> Vec<Targeted> {
    let figures = desk.figures;
    let mut all: Vec<Targeted> = catalog::all()
        .filter_map(|metric| {
            Some(Targeted {
                metric,
                actual: figures.now(metric).ok().map(|figure| figure.value),
                attainment: figures.attainment(metric)?,
            })
        })
        .collect();
    let key = |t: &Targeted| t.attainment.ratio.unwrap_or(f64::INFINITY);
    all.sort_by(|a, b| key(a).total_cmp(&key(b)));
    all
}

/// Works the section's exhibits out and gives what its prose needs.
pub fn build(desk: &Desk<'_>, exhibits: &mut Exhibits) -> Json {
    let all = targeted(desk);
    exhibits.table("targets", table(desk, &all));
    exhibits.drawn("attainment", bullets(desk, &all));
    exhibits.table("margins", margins(desk));
    exhibits.table(
        "service_levels",
        desk.metric_table("service_levels", SERVICE),
    );
    let judged = |met: bool| -> Vec<String> {
        let of = all.iter().filter(|t| t.attainment.met() == Some(met));
        of.map(|t| t.metric.name(desk.lang).to_owned()).collect()
    };
    let (met, missed) = (judged(true), judged(false));
    json!({
        "given": all.len(),
        "judged": met.len() + missed.len(),
        "met": met.len(),
        "missed": missed.len(),
        "missed_names": phrases::list(&missed, desk.lang),
    })
}

/// The word for met or missed.
#[must_use]
pub fn verdict(desk: &Desk<'_>, met: Option<bool>) -> (&'static str, Tone) {
    match met {
        Some(true) => (say!(desk.lang, "choices.verdict.met"), Tone::Good),
        Some(false) => (say!(desk.lang, "choices.verdict.missed"), Tone::Bad),
        None => (say!(desk.lang, "choices.verdict.open"), Tone::Neutral),
    }
}

fn table(desk: &Desk<'_>, all: &[Targeted]) -> Option<Table> {
    let style = NumberStyle::fit(Unit::Ratio, 1.0);
    desk.table("targets", all)
        .text("metric", |t| t.metric.name(desk.lang))
        .mixed("target", |t| (Formula::Target(t.metric.id), t.metric.unit))
        .mixed("actual", |t| (Formula::metric(t.metric.id), t.metric.unit))
        .bold()
        .cells("attainment", ColumnKind::Number(style), |t| {
            let ratio = (t.attainment.ratio, ledger::attainment(t.metric));
            let (_, tone) = verdict(desk, t.attainment.met());
            desk.cell(ratio, Unit::Ratio).tone(tone)
        })
        .cells("bullet", ColumnKind::Bullet, bullet)
        .cells("mom", ColumnKind::Mixed, |t| {
            desk.change_cell(t.metric, Basis::Month)
        })
        .cells("yoy", ColumnKind::Mixed, |t| {
            desk.change_cell(t.metric, Basis::Year)
        })
        .words("met", |t| verdict(desk, t.attainment.met()))
        .done()
}

/// The target stands at two thirds of the cell; the bar ends where the actual lies on the same scale.
fn bullet(targeted: &Targeted) -> Cell {
    let mut cell = Cell::new(Value::Absent);
    let target = targeted.attainment.target;
    if let (Some(actual), Some(met)) = (targeted.actual, targeted.attainment.met())
        && target > 0.0
    {
        cell.bullet = Some(Bullet {
            actual: (actual / target * 2.0 / 3.0).clamp(0.0, 1.0),
            target: 2.0 / 3.0,
            met,
        });
    }
    cell
}

fn bullets(desk: &Desk<'_>, all: &[Targeted]) -> Option<Drawn> {
    let lang = desk.lang;
    let drawn: Vec<(&Targeted, BulletRow)> = all
        .iter()
        .filter_map(|t| {
            let met = t.attainment.met()?;
            let ratio = t.attainment.ratio?;
            let row = BulletRow {
                label: t.metric.name(lang).to_owned(),
                actual_text: desk.print(t.actual, t.metric.unit),
                target_text: desk.print(Some(t.attainment.target), t.metric.unit),
                actual_over_target: ratio,
                met,
            };
            Some((t, row))
        })
        .collect();
    let (worst, _) = drawn.first()?;
    let (count, missed) = (
        drawn.len(),
        drawn.iter().filter(|(_, row)| !row.met).count(),
    );
    let title = if missed == 0 {
        say!(lang, "charts.attainment.all_met", count = count)
    } else {
        let name = worst.metric.name(lang);
        let ratio = desk.print(worst.attainment.ratio, Unit::Ratio);
        say!(
            lang,
            "charts.attainment.missed",
            count = count,
            missed = missed,
            name = name,
            ratio = ratio
        )
    };
    // The column after the printed actual and target.
    let follows = drawn.iter().enumerate();
    let follows = follows.map(|(row, (t, _))| ((row, 3), ledger::attainment(t.metric)));
    let follows = follows.collect();
    let chart = BulletChart {
        rows: drawn.into_iter().map(|(_, row)| row).collect(),
        target_label: say!(lang, "charts.attainment.target").to_owned(),
    };
    Some(Drawn::new("attainment", title, ChartKind::Bullet(chart)).following(follows))
}

/// Cost ratios and margin, beside the industry's where the config gives them.
fn margins(desk: &Desk<'_>) -> Option<Table> {
    let shown = MARGINS.iter().map(|id| desk.metric(id));
    let shown: Vec<&'static Metric> = shown.filter(|m| desk.figures.now(m).is_ok()).collect();
    let benchmark = |metric: &Metric| desk.config.benchmarks.get(metric.id).copied();
    desk.table("margins", &shown)
        .text("metric", |metric| metric.name(desk.lang))
        .number("value", Unit::Ratio, |metric| Formula::metric(metric.id))
        .cells("mom", ColumnKind::Mixed, |m| {
            desk.change_cell(m, Basis::Month)
        })
        .cells("yoy", ColumnKind::Mixed, |m| {
            desk.change_cell(m, Basis::Year)
        })
        .when(shown.iter().any(|m| benchmark(m).is_some()), |columns| {
            columns
                .number("benchmark", Unit::Ratio, |metric| benchmark(metric))
                .signed("gap", Unit::PercentPoints, |metric| {
                    let benchmark = Formula::Number(benchmark(metric)?);
                    Some(Formula::metric(metric.id) - benchmark)
                })
        })
        .done()
}
