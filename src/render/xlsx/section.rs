//! One section → one sheet, its blocks in reading order.

use rust_xlsxwriter::XlsxError;

use super::cells::write_text;
use super::grid::FIRST;
use super::page::Page;
use super::print::{DEEPEST_LEAD, Lead};
use super::table::{LONG, Stood};
use crate::format;
use crate::report::document::{Block, Document, Section};
use crate::say;

/// The first row below the sheet's heading.
const BODY: u32 = 3;

/// Writes heading, way back and blocks; says what leads the sheet, for panes and print titles.
pub(super) fn write(
    page: &mut Page,
    document: &Document,
    section: &Section,
    overview: &str,
) -> Result<Lead, XlsxError> {
    open(page, document, &super::section_title(section), overview)?;
    let mut tables = section
        .blocks
        .iter()
        .filter(|block| matches!(block, Block::Table(_)));
    let only_table = tables.next().is_some() && tables.next().is_none();
    let mut lead = Lead::Title;
    for block in &section.blocks {
        match block {
            Block::Table(table) if only_table => {
                let stood = page.table(table)?;
                // A short table needs no room below it.
                let leads = |stood: &Stood| stood.head <= DEEPEST_LEAD && table.rows.len() >= LONG;
                if let Some(stood) = stood.filter(leads) {
                    lead = Lead::Table(stood.head, 0);
                }
            }
            _ => page.block(block)?,
        }
    }
    Ok(lead)
}

/// Writes a sheet's heading, what it is of, and the way back; the next row is the first of its body.
pub(super) fn open(
    page: &mut Page,
    document: &Document,
    title: &str,
    overview: &str,
) -> Result<(), XlsxError> {
    let lang = page.look.lang;
    let head = page.look.sheet_head();
    write_text(page.sheet, (0, FIRST), title, &head)?;
    for col in FIRST + 1..=page.grid.last() {
        page.sheet.write_blank(0, col, &head)?;
    }
    page.sheet.set_row_height(0, 30)?;
    let muted = page.look.body().set_font_color(page.look.colours.muted);
    let month = format::month(document.month, lang);
    let of = say!(
        lang,
        "workbook.hall_month",
        hall = document.hall,
        month = month
    );
    write_text(page.sheet, (1, FIRST), &of, &muted)?;
    let back = say!(lang, "workbook.back");
    page.link((1, page.grid.page_end()), overview, back)?;
    page.row = BODY;
    Ok(())
}
