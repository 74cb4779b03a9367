//! The first sheet: what the report is about, links to its sheets, the KPI table, the summary's
//! lists, and the first chart of the first sections.

use rust_xlsxwriter::{FormatAlign, XlsxError};

use super::cells::write_value;
use super::data::kpis;
use super::grid::FIRST;
use super::page::{Page, ROW_PIXELS};
use crate::chart::{Chart, ChartKind};
use crate::report::document::{Block, Document, Kpi, Section};
use crate::say;
use crate::value::Value;

/// The section whose blocks stand on the overview rather than on a sheet of their own.
pub(super) const SUMMARY: &str = "summary";

/// How many charts the overview shows.
const CHARTS: usize = 2;

/// The blocks of the summary, or none.
pub(super) fn summary(document: &Document) -> &[Block] {
    let section = document.sections.iter().find(|one| one.id == SUMMARY);
    section.map_or(&[], |section| &section.blocks)
}

/// Writes the overview; `links` are (sheet, text) of the other sheets.
pub(super) fn write(
    page: &mut Page,
    document: &Document,
    links: &[(String, String)],
) -> Result<(), XlsxError> {
    let lang = page.look.lang;
    let title = page.look.title();
    super::cells::write_text(page.sheet, (0, FIRST), &document.title, &title)?;
    page.sheet.set_row_height(0, 34)?;
    page.row = 2;
    let top = page.row;
    particulars(page, document)?;
    let below = write_links(page, links, top)?;
    page.row = page.row.max(below) + 1;

    let blocks = summary(document);
    let leads = blocks
        .iter()
        .filter(|block| matches!(block, Block::Lead(_)));
    for block in leads {
        page.block(block)?;
    }
    let cards = cards(document, blocks);
    if !cards.is_empty() {
        page.heading(3, say!(lang, "workbook.key_figures"))?;
        page.kpis(&cards)?;
    }
    for block in blocks {
        if !matches!(block, Block::Lead(_) | Block::Kpis(_)) {
            page.block(block)?;
        }
    }
    dashboard(page, document)
}

fn particulars(page: &mut Page, document: &Document) -> Result<(), XlsxError> {
    let lang = page.look.lang;
    let mut lines = vec![
        (say!(lang, "page.hall"), Value::text(&document.hall)),
        (say!(lang, "page.month"), Value::Month(document.month)),
    ];
    if let Some(presenter) = &document.presenter {
        lines.push((say!(lang, "page.presenter"), Value::text(presenter)));
    }
    if let Some(date) = document.date {
        lines.push((say!(lang, "page.date"), Value::Date(date)));
    }
    let label = page.look.body().set_font_color(page.look.colours.muted);
    let format = page.look.body().set_align(FormatAlign::Left);
    for (name, value) in lines {
        page.sheet
            .write_string_with_format(page.row, FIRST, name, &label)?;
        write_value(
            page.sheet,
            (page.row, FIRST + 1),
            &value,
            "",
            &format,
            page.look,
        )?;
        page.row += 1;
    }
    Ok(())
}

/// Links in two columns to the right of the particulars; returns the row below them.
fn write_links(page: &mut Page, links: &[(String, String)], top: u32) -> Result<u32, XlsxError> {
    let rows = links.len().div_ceil(2).max(1);
    let mut below = top;
    for (i, (sheet, text)) in links.iter().enumerate() {
        let row = top + u32::try_from(i % rows).unwrap_or(0);
        let col = if i < rows { FIRST + 4 } else { FIRST + 6 };
        page.link((row, col), sheet, text)?;
        below = below.max(row + 1);
    }
    Ok(below)
}

/// The cover's and the summary's figures, each once; where there are none, every figure there is.
fn cards(document: &Document, summary: &[Block]) -> Vec<Kpi> {
    let of_summary = summary.iter().filter_map(|block| match block {
        Block::Kpis(kpis) => Some(kpis),
        _ => None,
    });
    // The summary's order is the reading order; the cover only adds what it lacks.
    let mut cards = once_each(of_summary.flatten().chain(&document.cover));
    if cards.is_empty() {
        cards = once_each(kpis(document));
    }
    cards
}

fn once_each<'a>(kpis: impl Iterator<Item = &'a Kpi>) -> Vec<Kpi> {
    let mut seen: Vec<Kpi> = Vec::new();
    for kpi in kpis {
        if !seen.iter().any(|one| one.id == kpi.id) {
            seen.push(kpi.clone());
        }
    }
    seen
}

/// The first charts of the first sections, side by side.
fn dashboard(page: &mut Page, document: &Document) -> Result<(), XlsxError> {
    let charts: Vec<&Chart> = document
        .sections
        .iter()
        .filter(|section| section.id != SUMMARY)
        .filter_map(first_chart)
        .take(CHARTS)
        .collect();
    if charts.is_empty() {
        return Ok(());
    }
    let width = (page.grid.pixels() / CHARTS as u32)
        .saturating_sub(10)
        .min(480);
    let mut tallest = 0;
    for (chart, i) in charts.into_iter().zip(0..) {
        // Both hang from the first column, so that their places do not depend on the columns' widths.
        let height = page.place(chart, FIRST, i * (width + 12), width)?;
        tallest = tallest.max(height.unwrap_or(0));
    }
    page.row += tallest.div_ceil(ROW_PIXELS) + 1;
    Ok(())
}

fn first_chart(section: &Section) -> Option<&Chart> {
    section.blocks.iter().find_map(|block| match block {
        Block::Chart(chart) if !matches!(chart.kind, ChartKind::Heatmap(_)) => Some(chart),
        _ => None,
    })
}
