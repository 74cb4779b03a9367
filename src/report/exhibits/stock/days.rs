//! The days each category of stock lasts, as a chart.

use super::{present, stock_days};
use crate::chart::{BarChart, ChartKind};
use crate::dataset::inventory::Category;
use crate::facts::inventory::InventoryFacts;
use crate::metrics::ledger::Formula;
use crate::report::desk::Desk;
use crate::report::exhibits::drawn::{Drawn, Numbers};
use crate::say;
use crate::value::{NumberStyle, Unit};

/// The categories with their days of stock, the slowest first, the line of all stock behind them.
pub(super) fn chart(desk: &Desk<'_>, facts: &InventoryFacts) -> Option<Drawn> {
    let lang = desk.lang;
    let known = present(facts).into_iter();
    let known = known.filter_map(|c| Some((c, desk.value(&stock_days(Some(c)))?)));
    let mut rows: Vec<(Category, f64)> = known.filter(|(_, days)| *days > 0.0).collect();
    rows.sort_by(|a, b| b.1.total_cmp(&a.1));
    let (slowest, most) = *rows.first()?;
    let all = Formula::metric("inventory.days");
    let overall = desk.value(&all);
    let (name, days) = (slowest.name(lang), desk.print(Some(most), Unit::Days));
    let title = if overall.is_some() {
        let all = desk.print(overall, Unit::Days);
        say!(
            lang,
            "charts.stock_days.of_all",
            name = name,
            days = days,
            all = all
        )
    } else {
        say!(lang, "charts.stock_days.slowest", name = name, days = days)
    };
    let numbers = Numbers::of_months(desk, rows.iter().map(|(c, _)| stock_days(Some(*c))));
    let mut follows = numbers.follows;
    let reference = numbers.series.len() + 1;
    follows.extend((0..rows.len()).map(|row| ((row, reference), all.clone())));
    let style = NumberStyle::fit(Unit::Days, most);
    let labels = rows
        .iter()
        .map(|(category, _)| category.name(lang).to_owned());
    let reference = say!(lang, "charts.stock_days.all").to_owned();
    let bars = BarChart {
        labels: labels.collect(),
        series: numbers.series,
        style,
        unit_label: style.unit_label(lang),
        horizontal: true,
        reference: overall.map(|days| (days, reference)),
        highlight: vec![0],
    };
    Some(Drawn::new("stock_days", title, ChartKind::Bars(bars)).following(follows))
}
