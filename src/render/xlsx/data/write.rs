//! Writes the chart data: the trends of the cards, then a table a chart.

use std::collections::BTreeMap;

use rust_xlsxwriter::{FormatAlign, Worksheet, XlsxError};

use super::{Data, Placed, Trend, body_formats, charts, has_trend, kpis, spans};
use crate::chart::{Chart, ChartKind};
use crate::metrics::ledger::{ChartFormulas, Formula};
use crate::render::chart_table::chart_table;
use crate::render::xlsx::cells::{write_day, write_text};
use crate::render::xlsx::formats::{Look, bare_format, cell_number};
use crate::render::xlsx::grid::Grid;
use crate::render::xlsx::page::{Page, Shared};
use crate::render::xlsx::refs::{NOW, Refs, write_formula};
use crate::report::document::{Document, Kpi};
use crate::say;
use crate::value::Value;

/// Writes every chart and trend of the Document to `sheet`, which has this name.
pub(in crate::render::xlsx) fn write(
    document: &Document,
    formulas: &ChartFormulas,
    (look, refs): (&Look, &Refs<'_>),
    sheet: &mut Worksheet,
    name: &str,
) -> Result<Data, XlsxError> {
    let mut data = Data {
        sheet: name.to_owned(),
        ..Data::default()
    };
    let none = Data::default();
    let shared = Shared {
        look,
        refs,
        data: &none,
    };
    let mut widths = vec![30.0];
    widths.resize(41, 13.0);
    let mut page = Page::new(sheet, name, shared, Grid::with(0, widths))?;
    let title = say!(look.lang, "workbook.link.charts");
    write_text(page.sheet, (0, 0), title, &look.heading(3))?;
    let remark = say!(look.lang, "workbook.chart_data_note");
    write_text(page.sheet, (1, 0), remark, &look.remark())?;
    page.row = 4;
    data.write_trends(document, &mut page)?;
    let no_formulas = BTreeMap::new();
    for chart in charts(document) {
        if !data.charts.contains_key(&chart.id) {
            let formulas = formulas.get(&chart.id).unwrap_or(&no_formulas);
            data.write_chart(chart, formulas, &mut page)?;
        }
    }
    page.sheet.set_freeze_panes(0, 1)?;
    Ok(data)
}

impl Data {
    fn write_trends(&mut self, document: &Document, page: &mut Page<'_>) -> Result<(), XlsxError> {
        let (look, refs) = (page.look, page.refs);
        let kpis: Vec<&Kpi> = kpis(document).filter(|kpi| has_trend(kpi)).collect();
        let Some(months) = kpis.iter().map(|kpi| kpi.trend.len()).max() else {
            return Ok(());
        };
        let title = say!(look.lang, "workbook.trends");
        page.sheet
            .write_string_with_format(page.row, 0, title, &look.heading(4))?;
        page.row += 1;
        let head = say!(look.lang, "workbook.card.metric");
        page.sheet.write_string_with_format(
            page.row,
            0,
            head,
            &look.column_head(FormatAlign::Left),
        )?;
        let columns = u16::try_from(months).unwrap_or(u16::MAX);
        for (ago, col) in (0..columns).rev().zip(1..) {
            let month = document.month.plus(-i32::from(ago));
            let format = look.column_head(FormatAlign::Right);
            write_day(
                page.sheet,
                (page.row, col),
                month.first_day(),
                "yyyy-mm",
                &format,
            )?;
        }
        page.row += 1;
        let (text, number) = body_formats(look);
        for kpi in kpis {
            if self.trends.contains_key(&kpi.id) {
                continue;
            }
            write_text(page.sheet, (page.row, 0), &kpi.name, &text)?;
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
                    write_formula(
                        page.sheet,
                        (page.row, col),
                        &formula,
                        (*value, *unit),
                        &format,
                    )?;
                } else {
                    let value = cell_number(*value, *unit);
                    page.sheet
                        .write_number_with_format(page.row, col, value, &format)?;
                }
            }
            let trend = Trend {
                row: page.row,
                first: 1,
                last: columns,
            };
            self.trends.insert(kpi.id.clone(), trend);
            page.row += 1;
        }
        page.row += 1;
        Ok(())
    }

    fn write_chart(
        &mut self,
        chart: &Chart,
        formulas: &BTreeMap<(usize, usize), Formula>,
        page: &mut Page<'_>,
    ) -> Result<(), XlsxError> {
        let look = page.look;
        let mut table = chart_table(chart, look.lang);
        for (place, row) in table.rows.iter_mut().enumerate() {
            for (i, cell) in row.cells.iter_mut().enumerate() {
                cell.formula = formulas.get(&(place, i)).cloned().map(Box::new);
                if cell.value == Value::Absent {
                    // An empty cell, which a chart leaves as a gap.
                    cell.value = Value::text("");
                }
            }
        }
        let caption = std::mem::take(&mut table.caption);
        write_text(page.sheet, (page.row, 0), &caption, &look.heading(4))?;
        page.row += 1;
        let head = page.row;
        page.table(&table)?;
        let placed = Placed {
            head,
            first: head + 1,
            last: page.row - 2,
            helper: u16::try_from(table.columns.len()).unwrap_or(u16::MAX),
        };
        let sheet = &mut *page.sheet;
        match &chart.kind {
            ChartKind::Waterfall(waterfall) => {
                spans::write_waterfall(waterfall, placed, look, sheet)?;
            }
            ChartKind::Timeline(timeline) => spans::write_timeline(timeline, placed, look, sheet)?,
            _ => {}
        }
        if placed.last > head {
            self.charts.insert(chart.id.clone(), placed);
        }
        Ok(())
    }
}
