//! The sheet 数据 (Data): the numbers that native charts and sparklines refer to.
//!
//! One block a chart: its message, its heads, its rows, in base units; an unknown number is an empty
//! cell, which a chart leaves as a gap. Waterfalls and timelines have columns more, which only place
//! their bars. Heat maps stand as ranges in their section and are not repeated here.

mod spans;

use std::collections::BTreeMap;

use rust_xlsxwriter::{FormatAlign, Worksheet, XlsxError};

use super::cells::{write_day, write_text};
use super::formats::{Look, bare_format, base_style, cell_number, number_format};
use super::refs::{NOW, Refs, write_formula, write_live};
pub(super) use spans::{Bar, bars};

use crate::chart::{Chart, ChartKind};
use crate::metrics::ledger::{ChartFormulas, Formula};
use crate::render::chart_table::chart_table;
use crate::report::document::{Block, ColumnKind, Document, Kpi};
use crate::say;
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

    /// Writes every chart and trend of the Document to `sheet`.
    pub(super) fn write(
        document: &Document,
        formulas: &ChartFormulas,
        look: &Look,
        refs: &Refs<'_>,
        sheet: &mut Worksheet,
    ) -> Result<Self, XlsxError> {
        let none = BTreeMap::new();
        let mut data = Self {
            sheet: sheet.name(),
            charts: BTreeMap::new(),
            trends: BTreeMap::new(),
        };
        let title = say!(look.lang, "workbook.link.charts");
        sheet.write_string_with_format(0, 0, title, &look.heading(3))?;
        let remark = say!(look.lang, "workbook.chart_data_note");
        sheet.write_string_with_format(
            1,
            0,
            remark,
            &look.body().set_font_color(look.colours.muted),
        )?;
        let mut row = 4;
        data.write_trends(document, look, refs, sheet, &mut row)?;
        for chart in charts(document) {
            if !data.charts.contains_key(&chart.id) {
                let of_chart = formulas.get(&chart.id).unwrap_or(&none);
                data.write_chart(chart, of_chart, look, refs, sheet, &mut row)?;
            }
        }
        sheet.set_column_width(0, 30)?;
        sheet.set_column_range_width(1, 40, 13)?;
        sheet.set_freeze_panes(0, 1)?;
        Ok(data)
    }

    fn write_trends(
        &mut self,
        document: &Document,
        look: &Look,
        refs: &Refs<'_>,
        sheet: &mut Worksheet,
        row: &mut u32,
    ) -> Result<(), XlsxError> {
        let kpis: Vec<&Kpi> = kpis(document).filter(|kpi| has_trend(kpi)).collect();
        let Some(months) = kpis.iter().map(|kpi| kpi.trend.len()).max() else {
            return Ok(());
        };
        let title = say!(look.lang, "workbook.trends");
        sheet.write_string_with_format(*row, 0, title, &look.heading(4))?;
        *row += 1;
        let head = say!(look.lang, "workbook.card.metric");
        sheet.write_string_with_format(*row, 0, head, &look.column_head(FormatAlign::Left))?;
        let columns = u16::try_from(months).unwrap_or(u16::MAX);
        for (ago, col) in (0..columns).rev().zip(1..) {
            let month = document.month.plus(-i32::from(ago));
            let format = look.column_head(FormatAlign::Right);
            write_day(sheet, (*row, col), month.first_day(), "yyyy-mm", &format)?;
        }
        *row += 1;
        let (text, number) = body_formats(look);
        for kpi in kpis {
            if self.trends.contains_key(&kpi.id) {
                continue;
            }
            write_text(sheet, (*row, 0), &kpi.name, &text)?;
            let skipped = u16::try_from(months - kpi.trend.len()).unwrap_or(0);
            for (value, col) in kpi.trend.iter().zip(1 + skipped..) {
                let (Some(value), Value::Number(_, unit)) = (value, &kpi.value) else {
                    continue;
                };
                if !value.is_finite() {
                    continue;
                }
                let format = number.clone().set_num_format(bare_format(*unit, *value));
                // Of the other months the workbook holds nothing but the value.
                let formula = match columns - col {
                    0 => refs.figure(&kpi.id, &self.sheet),
                    1 => refs.metric(&kpi.id, NOW + 1, &self.sheet),
                    12 => refs.metric(&kpi.id, NOW + 2, &self.sheet),
                    _ => None,
                };
                if let Some(formula) = formula {
                    write_formula(sheet, (*row, col), &formula, (*value, *unit), &format)?;
                } else {
                    let value = cell_number(*value, *unit);
                    sheet.write_number_with_format(*row, col, value, &format)?;
                }
            }
            let trend = Trend {
                row: *row,
                first: 1,
                last: columns,
            };
            self.trends.insert(kpi.id.clone(), trend);
            *row += 1;
        }
        *row += 1;
        Ok(())
    }

    fn write_chart(
        &mut self,
        chart: &Chart,
        formulas: &BTreeMap<(usize, usize), Formula>,
        look: &Look,
        refs: &Refs<'_>,
        sheet: &mut Worksheet,
        row: &mut u32,
    ) -> Result<(), XlsxError> {
        let table = chart_table(chart, look.lang);
        write_text(sheet, (*row, 0), &table.caption, &look.heading(4))?;
        *row += 1;
        let head = *row;
        let (text, number) = body_formats(look);
        for (column, col) in table.columns.iter().zip(0..) {
            let (label, align) = match column.kind {
                ColumnKind::Number(style) => (
                    base_style(style).head(&column.label, look.lang),
                    FormatAlign::Right,
                ),
                ColumnKind::Text | ColumnKind::Word | ColumnKind::Bullet => {
                    (column.label.clone(), FormatAlign::Left)
                }
                _ => (column.label.clone(), FormatAlign::Right),
            };
            write_text(sheet, (head, col), &label, &look.column_head(align))?;
        }
        let mut last = head;
        for (place, line) in table.rows.iter().enumerate() {
            last += 1;
            let cells = line.cells.iter().zip(&table.columns).enumerate();
            for ((i, (cell, column)), col) in cells.zip(0..) {
                let (shown, format) = match column.kind {
                    ColumnKind::Number(style) => (number_format(style), &number),
                    ColumnKind::Text | ColumnKind::Word | ColumnKind::Bullet => {
                        (String::new(), &text)
                    }
                    _ => (String::new(), &number),
                };
                if cell.value == Value::Absent {
                    sheet.write_blank(last, col, format)?;
                    continue;
                }
                let formula = match (&cell.value, formulas.get(&(place, i))) {
                    (Value::Number(_, unit), Some(formula)) => {
                        refs.print_in(*unit, formula, &self.sheet)
                    }
                    _ => None,
                };
                let value = (&cell.value, formula.as_deref());
                write_live(sheet, (last, col), value, &shown, format, look)?;
            }
        }
        let placed = Placed {
            head,
            first: head + 1,
            last,
            helper: u16::try_from(table.columns.len()).unwrap_or(u16::MAX),
        };
        match &chart.kind {
            ChartKind::Waterfall(waterfall) => {
                spans::write_waterfall(waterfall, placed, look, sheet)?;
            }
            ChartKind::Timeline(timeline) => spans::write_timeline(timeline, placed, look, sheet)?,
            _ => {}
        }
        if last > head {
            self.charts.insert(chart.id.clone(), placed);
        }
        *row = last + 2;
        Ok(())
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
