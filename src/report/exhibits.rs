//! Exhibits: the typed tables, charts, cards and findings that templates place by name.
//!
//! One file a section works them out; [`Exhibits`] holds them. One that is registered without data leaves no block.

pub(crate) mod actions;
pub(crate) mod appendix;
pub(crate) mod attainment;
pub(crate) mod causes;
pub(crate) mod collaboration;
pub(crate) mod complaints;
mod drawn;
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

use std::collections::{BTreeMap, BTreeSet};

use super::document::{Block, Kpi, Table, Text};
use super::parse::ParseError;
use crate::chart::Chart;
use crate::discreet;
use crate::metrics::ledger::{ChartFormulas, Formula};
use drawn::Drawn;

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

    /// Registers a chart with what its numbers follow from.
    fn drawn(&mut self, id: &str, drawn: Option<Drawn>) {
        let (chart, follows) = drawn.map(|drawn| (drawn.chart, drawn.follows)).unzip();
        self.chart(id, chart);
        let of_chart = self.chart_formulas.entry(id.to_owned()).or_default();
        of_chart.extend(follows.unwrap_or_default());
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

/// An entry of a group, or the sum of them all.
fn part(group: &str, item: Option<&str>) -> Formula {
    match item {
        Some(item) => Formula::entry(format!("{group}.{item}")),
        None => Formula::sum(group),
    }
}

/// How many halls there are among `names`.
fn halls<'a>(names: impl Iterator<Item = &'a str>) -> usize {
    names.collect::<BTreeSet<_>>().len()
}
