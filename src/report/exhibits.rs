//! Exhibits: the typed tables, charts, cards and findings that templates place by name.
//!
//! One file a section works them out; [`Exhibits`] holds them. One that is registered without data leaves no block.

pub(crate) mod actions;
pub(crate) mod appendix;
pub(crate) mod attainment;
pub(crate) mod causes;
pub(crate) mod collaboration;
pub(crate) mod complaints;
mod decided;
pub(crate) mod discreet;
mod equipment;
mod groups;
pub(crate) mod hours;
pub(crate) mod inspections;
pub(crate) mod measures;
pub(crate) mod plan;
pub(crate) mod problems;
pub(crate) mod sales;
pub(crate) mod satisfaction;
pub(crate) mod stock;
pub(crate) mod subscribers;
pub(crate) mod summary;
pub(crate) mod team;
pub(crate) mod training;

#[cfg(test)]
mod small_hall;

use crate::words::LangTag;
use std::collections::BTreeMap;

use super::document::{Block, Kpi, Table, Text};
use super::ledger::{ChartFormulas, Formula, When};
use super::parse::ParseError;
use crate::chart::{Chart, LineChart, Series};
use crate::words::Lang;

/// How many rows a table whose rows grow with the halls shows in print.
const PRINTED: usize = 20;

/// The exhibits of a report by kind and name: `table categories`, `chart daily_sales`.
#[derive(Debug, Default)]
pub struct Exhibits {
    blocks: BTreeMap<String, Vec<Block>>,
    /// How the numbers of charts follow from the ledger.
    pub chart_formulas: ChartFormulas,
}

impl Exhibits {
    /// Registers a table.
    pub fn table(&mut self, id: &str, table: Option<Table>) {
        let blocks = table.map(Block::Table).into_iter().collect();
        self.blocks.insert(format!("table {id}"), blocks);
    }

    /// Registers a chart. One that would show nothing is its message as a sentence.
    pub fn chart(&mut self, id: &str, chart: Option<Chart>) {
        let block = chart.map(|chart| {
            if chart.is_worth_drawing() {
                Block::Chart(chart)
            } else {
                Block::Prose(Text::plain(chart.title))
            }
        });
        self.blocks
            .insert(format!("chart {id}"), block.into_iter().collect());
    }

    /// Says how the numbers of a chart follow from the ledger: (row, column) of its table, whose column 0 holds the labels.
    pub fn chart_follows(
        &mut self,
        id: &str,
        formulas: impl IntoIterator<Item = ((usize, usize), Formula)>,
    ) {
        let of_chart = self.chart_formulas.entry(id.to_owned()).or_default();
        of_chart.extend(formulas);
    }

    /// Registers a row of cards.
    pub fn kpis(&mut self, id: &str, kpis: Vec<Kpi>) {
        let block = (!kpis.is_empty()).then_some(Block::Kpis(kpis));
        self.blocks
            .insert(format!("kpis {id}"), block.into_iter().collect());
    }

    /// Registers blocks of any kind.
    pub fn blocks(&mut self, name: &str, blocks: Vec<Block>) {
        self.blocks.insert(name.to_owned(), blocks);
    }

    /// The blocks of a name, as a template's fence gives it.
    pub fn named(&self, name: &str) -> Result<Vec<Block>, ParseError> {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        match self.blocks.get(&name) {
            Some(blocks) => Ok(blocks.clone()),
            None => Err(ParseError::UnknownExhibit(name)),
        }
    }
}

/// The formulas of a chart's first series, and with `base` those of the second, the same a month before.
fn in_series(
    rows: impl IntoIterator<Item = Formula>,
    base: bool,
) -> impl Iterator<Item = ((usize, usize), Formula)> {
    let rows = rows.into_iter().enumerate();
    rows.flat_map(move |(row, formula)| {
        let before = base.then(|| ((row, 2), formula.at(When::LastMonth)));
        std::iter::once(((row, 1), formula)).chain(before)
    })
}

/// A label a day: `1日`, in English `1`.
fn day_labels(days: usize, lang: Lang) -> Vec<String> {
    let day = |day: usize| match lang.tag() {
        LangTag::Zh => format!("{day}日"),
        LangTag::En => day.to_string(),
    };
    (1..=days).map(day).collect()
}

/// A series of a line or bar chart.
fn series(
    name: impl Into<String>,
    values: Vec<Option<f64>>,
    emphasis: crate::chart::Emphasis,
) -> Series {
    Series {
        name: name.into(),
        values,
        emphasis,
    }
}

/// A line chart that starts at 0, without annotations.
fn line(
    labels: Vec<String>,
    series: Vec<Series>,
    style: crate::value::NumberStyle,
    unit_label: String,
) -> LineChart {
    LineChart {
        labels,
        series,
        style,
        unit_label,
        annotations: Vec::new(),
        from_zero: true,
    }
}
