//! The sheet 数据 (Data): the numbers that native charts and sparklines refer to.
//!
//! One block a chart: its message, its heads, its rows, in base units; an unknown number is an empty
//! cell, which a chart leaves as a gap. Waterfalls and timelines have columns more, which only place
//! their bars. Heat maps stand as ranges in their section and are not repeated here.

mod spans;
mod write;

use std::collections::BTreeMap;

use rust_xlsxwriter::FormatAlign;

use super::formats::Look;
pub(super) use spans::{Bar, bars};
pub(super) use write::write;

use crate::chart::{Chart, ChartKind};
use crate::report::document::{Block, Document, Kpi};
use crate::value::{Tone, Value};

/// Where the data sheet holds what.
#[derive(Debug, Default)]
pub(super) struct Data {
    /// The sheet's name.
    pub(super) sheet: String,
    charts: BTreeMap<String, Placed>,
    trends: BTreeMap<String, Trend>,
}

/// A chart's rows: column 0 the labels, then its numbers as in its table, then its helper columns.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placed {
    /// The row of the heads.
    pub(super) head: u32,
    /// The first row of numbers.
    pub(super) first: u32,
    /// The last.
    pub(super) last: u32,
    /// The first helper column.
    pub(super) helper: u16,
}

/// A KPI's months: one row, oldest first.
#[derive(Debug, Clone, Copy)]
pub(super) struct Trend {
    pub(super) row: u32,
    pub(super) first: u16,
    pub(super) last: u16,
}

impl Data {
    /// Whether there is anything on the sheet.
    pub(super) fn is_needed(document: &Document) -> bool {
        charts(document).next().is_some() || kpis(document).any(has_trend)
    }

    /// Where the chart's numbers are; none for heat maps and charts without a row.
    pub(super) fn chart(&self, id: &str) -> Option<Placed> {
        self.charts.get(id).copied()
    }

    /// Where the KPI's months are; none where fewer than two are known.
    pub(super) fn trend(&self, id: &str) -> Option<Trend> {
        self.trends.get(id).copied()
    }
}

fn charts(document: &Document) -> impl Iterator<Item = &Chart> {
    let blocks = document.sections.iter().flat_map(|section| &section.blocks);
    blocks.filter_map(|block| match block {
        Block::Chart(chart) if !matches!(chart.kind, ChartKind::Heatmap(_)) => Some(chart),
        _ => None,
    })
}

/// Every KPI card, the cover's first.
pub(super) fn kpis(document: &Document) -> impl Iterator<Item = &Kpi> {
    let blocks = document.sections.iter().flat_map(|section| &section.blocks);
    document.cover.iter().chain(
        blocks
            .filter_map(|block| match block {
                Block::Kpis(kpis) => Some(kpis),
                _ => None,
            })
            .flatten(),
    )
}

fn has_trend(kpi: &Kpi) -> bool {
    let known = kpi.trend.iter().flatten().filter(|value| value.is_finite());
    matches!(kpi.value, Value::Number(..)) && known.count() >= 2
}

fn body_formats(look: &Look) -> (rust_xlsxwriter::Format, rust_xlsxwriter::Format) {
    (
        look.cell(FormatAlign::Left, Tone::Neutral, false, false),
        look.cell(FormatAlign::Right, Tone::Neutral, false, false),
    )
}
