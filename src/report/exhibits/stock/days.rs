//! The days each category of stock lasts, as a chart.

use super::{category_name, present, stock_days, turns};
use crate::chart::{BarChart, Chart, ChartKind, Emphasis};
use crate::dataset::inventory::Category;
use crate::facts::inventory::InventoryFacts;
use crate::metrics::ledger::Formula;
use crate::report::desk::Desk;
use crate::report::exhibits::{in_series, series};
use crate::value::{NumberStyle, Unit};
use crate::words::LangTag;

/// The categories with their days of stock, the slowest first, without scrap.
fn by_days(desk: &Desk<'_>, facts: &InventoryFacts) -> Vec<(Category, f64)> {
    let mut rows: Vec<(Category, f64)> = present(facts)
        .iter()
        .filter(|(category, _)| *category != Category::Scrap)
        .filter_map(|(category, stock)| Some((*category, stock_days(desk, stock)?)))
        .collect();
    rows.sort_by(|a, b| b.1.total_cmp(&a.1));
    rows
}

/// What the bars of the days of stock follow from, and the line of all stock behind them.
pub(super) fn follow(
    desk: &Desk<'_>,
    facts: &InventoryFacts,
    last: Option<&InventoryFacts>,
) -> Vec<((usize, usize), Formula)> {
    let rows = by_days(desk, facts);
    let base = rows.iter().any(|(category, _)| {
        let stock = last.map(|last| last.sum(|c| c == *category));
        stock.is_some_and(|stock| turns(&stock).is_some_and(|turns| turns > 0.0))
    });
    let days = rows.iter().map(|(category, _)| {
        let sum = |group: &str| Formula::sum(format!("inventory.{group}.{}", category.id()));
        let mean = (sum("opening_value") + sum("closing_value")) / 2.0;
        Formula::entry("month.calendar.days") / (sum("issued_value") / mean)
    });
    let mut formulas: Vec<_> = in_series(days, base).collect();
    let reference = if base { 3 } else { 2 };
    let all = (0..rows.len()).map(|row| ((row, reference), Formula::metric("inventory.days")));
    formulas.extend(all);
    formulas
}

pub(super) fn chart(
    desk: &Desk<'_>,
    facts: &InventoryFacts,
    last: Option<&InventoryFacts>,
) -> Option<Chart> {
    let rows = by_days(desk, facts);
    let (slowest, most) = *rows.first()?;
    let overall = desk.figures.value("inventory.days");
    let base: Vec<Option<f64>> = rows
        .iter()
        .map(|(category, _)| {
            let stock = last?.sum(|c| c == *category);
            let turns = turns(&stock).filter(|turns| *turns > 0.0)?;
            Some(f64::from(desk.month().previous().days()) / turns)
        })
        .collect();
    let name = category_name(slowest, desk.lang);
    let days = desk.print(Some(most), Unit::Days);
    let title = match (desk.lang.tag(), overall) {
        (LangTag::Zh, Some(all)) => {
            format!(
                "{name}周转最慢，{days}；全部库存 {}",
                desk.print(Some(all), Unit::Days)
            )
        }
        (LangTag::Zh, None) => format!("{name}周转最慢，{days}"),
        (LangTag::En, _) => format!("{name} turn slowest: {days}"),
    };
    let mut all = vec![series(
        desk.month_name(desk.month()),
        rows.iter().map(|(_, days)| Some(*days)).collect(),
        Emphasis::Main,
    )];
    if base.iter().any(Option::is_some) {
        all.push(series(
            desk.month_name(desk.month().previous()),
            base,
            Emphasis::Base,
        ));
    }
    let style = NumberStyle::fit(Unit::Days, most);
    Some(Chart {
        id: "stock_days".into(),
        alt: title.clone(),
        title,
        kind: ChartKind::Bars(BarChart {
            labels: rows
                .iter()
                .map(|(category, _)| category_name(*category, desk.lang).to_owned())
                .collect(),
            series: all,
            style,
            unit_label: style.unit_label(desk.lang),
            horizontal: true,
            reference: overall.map(|days| (days, desk.t("全部库存", "all stock").to_owned())),
            highlight: vec![0],
        }),
    })
}
