//! 关键指标达成率: every targeted metric, worst first; cost ratios and margin against the industry.

use serde_json::{Value as Json, json};

use super::Exhibits;
use crate::chart::{BulletChart, BulletRow, Chart, ChartKind};
use crate::metrics::catalog::{self, Metric};
use crate::metrics::figures::Attainment;
use crate::metrics::ledger::{self, Formula};
use crate::report::desk::Desk;
use crate::report::document::{Bullet, Cell, Column, ColumnKind, Table};
use crate::report::draft::Draft;
use crate::report::phrases::{self, Basis};
use crate::value::{NumberStyle, Tone, Unit, Value};
use crate::words::LangTag;

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
    all.sort_by(|a, b| {
        let key = |t: &Targeted| t.attainment.ratio.unwrap_or(f64::INFINITY);
        key(a).total_cmp(&key(b))
    });
    all
}

/// Works the section's exhibits out and gives what its prose needs.
pub fn build(desk: &Desk<'_>, exhibits: &mut Exhibits) -> Json {
    let all = targeted(desk);
    exhibits.table("targets", table(desk, &all));
    exhibits.chart("attainment", bullets(desk, &all));
    // The column after the printed actual and target.
    let drawn = all.iter().filter(|t| t.attainment.met().is_some());
    let ratios = drawn.map(|t| ledger::attainment(t.metric));
    exhibits.chart_follows(
        "attainment",
        ratios.enumerate().map(|(row, ratio)| ((row, 3), ratio)),
    );
    exhibits.table("margins", margins(desk));
    exhibits.table(
        "service_levels",
        desk.metric_table(
            "service_levels",
            desk.t("服务口碑与时效", "Service reputation and speed"),
            &["nps", "complaints.within_24h_rate", "service.rating"],
        ),
    );
    let judged: Vec<&Targeted> = all
        .iter()
        .filter(|t| t.attainment.met().is_some())
        .collect();
    let names = |met: bool| -> String {
        let chosen: Vec<String> = judged
            .iter()
            .filter(|t| t.attainment.met() == Some(met))
            .map(|t| t.metric.name(desk.lang).to_owned())
            .collect();
        phrases::list(&chosen, desk.lang)
    };
    let met = judged
        .iter()
        .filter(|t| t.attainment.met() == Some(true))
        .count();
    json!({
        "given": all.len(),
        "judged": judged.len(),
        "met": met,
        "missed": judged.len() - met,
        "missed_names": names(false),
    })
}

/// The word for met or missed.
#[must_use]
pub fn verdict(desk: &Desk<'_>, met: Option<bool>) -> (String, Tone) {
    match met {
        Some(true) => (desk.t("达成", "met").to_owned(), Tone::Good),
        Some(false) => (desk.t("未达成", "missed").to_owned(), Tone::Bad),
        None => (desk.t("未判定", "not judged").to_owned(), Tone::Neutral),
    }
}

fn table(desk: &Desk<'_>, all: &[Targeted]) -> Option<Table> {
    let mixed = |key: &str, label: &str| Column::of(key, label, ColumnKind::Mixed);
    let change = |basis| -> Vec<Cell> {
        let cells = all.iter().map(|t| desk.change_cell(t.metric, basis));
        cells.collect()
    };
    let ratios: Vec<Cell> = all
        .iter()
        .map(|t| {
            let (_, tone) = verdict(desk, t.attainment.met());
            Cell::number(t.attainment.ratio, Unit::Ratio).tone(tone)
        })
        .collect();
    let caption = desk.t(
        "有目标的指标，达成率低的在前",
        "Metrics with targets, worst attained first",
    );
    Draft::new("targets", caption)
        .texts(
            "metric",
            desk.t("指标", "Metric"),
            all.iter().map(|t| t.metric.name(desk.lang)),
        )
        .cells(
            mixed("target", desk.t("目标", "Target")),
            all.iter()
                .map(|t| Cell::number(Some(t.attainment.target), t.metric.unit))
                .collect(),
        )
        .formulas(all.iter().map(|t| Formula::Target(t.metric.id)))
        .cells(
            mixed("actual", desk.t("实际", "Actual")),
            all.iter()
                .map(|t| Cell::number(t.actual, t.metric.unit).bold())
                .collect(),
        )
        .formulas(all.iter().map(|t| Formula::metric(t.metric.id)))
        .cells(
            Column::number(
                "attainment",
                desk.t("达成率", "Attainment"),
                NumberStyle::fit(Unit::Ratio, 1.0),
            ),
            ratios,
        )
        .formulas(all.iter().map(|t| ledger::attainment(t.metric)))
        .cells(
            Column::of(
                "bullet",
                desk.t("实际与目标", "Actual and target"),
                ColumnKind::Bullet,
            ),
            all.iter().map(bullet).collect(),
        )
        .cells(
            mixed("mom", desk.t("环比", "On month")),
            change(Basis::Month),
        )
        .cells(mixed("yoy", desk.t("同比", "On year")), change(Basis::Year))
        .words(
            "met",
            desk.t("结果", "Result"),
            all.iter()
                .map(|t| verdict(desk, t.attainment.met()))
                .collect(),
        )
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

fn bullets(desk: &Desk<'_>, all: &[Targeted]) -> Option<Chart> {
    let rows: Vec<BulletRow> = all
        .iter()
        .filter_map(|t| {
            let met = t.attainment.met()?;
            let ratio = t.attainment.ratio?;
            Some(BulletRow {
                label: t.metric.name(desk.lang).to_owned(),
                actual_text: desk.print(t.actual, t.metric.unit),
                target_text: desk.print(Some(t.attainment.target), t.metric.unit),
                actual_over_target: ratio,
                met,
            })
        })
        .collect();
    let worst = all.iter().find(|t| t.attainment.met().is_some())?;
    let name = worst.metric.name(desk.lang);
    let ratio = desk.print(worst.attainment.ratio, Unit::Ratio);
    let missed = rows.iter().filter(|row| !row.met).count();
    let title = match (desk.lang.tag(), missed) {
        (LangTag::Zh, 0) => format!("{} 项目标全部达成", rows.len()),
        (LangTag::Zh, _) => format!(
            "{} 项目标中 {missed} 项未达成，达成率最低的是{name}，{ratio}",
            rows.len()
        ),
        (LangTag::En, 0) => format!("All {} targets met", rows.len()),
        (LangTag::En, _) => {
            format!(
                "{missed} of {} targets missed; lowest attainment: {name}, {ratio}",
                rows.len()
            )
        }
    };
    Some(Chart {
        id: "attainment".into(),
        alt: title.clone(),
        title,
        kind: ChartKind::Bullet(BulletChart {
            rows,
            target_label: desk.t("目标", "target").to_owned(),
        }),
    })
}

/// Cost ratios and margin, beside the industry's where the config gives them.
fn margins(desk: &Desk<'_>) -> Option<Table> {
    let ids = [
        "cost.marketing.ratio",
        "cost.labour.ratio",
        "profit.margin",
        "sales.gross_margin",
    ];
    let shown: Vec<&'static Metric> = ids
        .iter()
        .map(|id| desk.metric(id))
        .filter(|metric| desk.figures.now(metric).is_ok())
        .collect();
    let values: Vec<Option<f64>> = shown.iter().map(|m| desk.figures.value(m.id)).collect();
    let benchmarks: Vec<Option<f64>> = shown
        .iter()
        .map(|m| desk.config.benchmarks.get(m.id).copied())
        .collect();
    let cells = |basis| shown.iter().map(|m| desk.change_cell(m, basis)).collect();
    let actual = |m: &&'static Metric| Formula::metric(m.id);
    let caption = desk.t("费用率与利润率", "Cost ratios and margins");
    let mut draft = Draft::new("margins", caption)
        .texts(
            "metric",
            desk.t("指标", "Metric"),
            shown.iter().map(|m| m.name(desk.lang)),
        )
        .numbers("value", desk.t("本月", "This month"), Unit::Ratio, &values)
        .formulas(shown.iter().map(actual))
        .cells(
            Column::of("mom", desk.t("环比", "On month"), ColumnKind::Mixed),
            cells(Basis::Month),
        )
        .cells(
            Column::of("yoy", desk.t("同比", "On year"), ColumnKind::Mixed),
            cells(Basis::Year),
        );
    if benchmarks.iter().any(Option::is_some) {
        let gaps: Vec<Option<f64>> = values
            .iter()
            .zip(&benchmarks)
            .map(|(value, benchmark)| Some((*value)? - (*benchmark)?))
            .collect();
        draft =
            draft
                .numbers(
                    "benchmark",
                    desk.t("行业基准", "Industry"),
                    Unit::Ratio,
                    &benchmarks,
                )
                .styled(
                    "gap",
                    desk.t("与基准之差", "Against it"),
                    NumberStyle::fit(Unit::PercentPoints, 0.0).signed(),
                    &gaps,
                )
                .formulas(shown.iter().zip(&benchmarks).map(|(metric, benchmark)| {
                    Some(actual(metric) - Formula::Number((*benchmark)?))
                }));
    }
    draft.done()
}
