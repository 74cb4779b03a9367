//! A sheet of the workbook alone: its blocks from top to bottom, its leading table with filter and head in view.

use rust_xlsxwriter::utility::row_col_to_cell_absolute;
use rust_xlsxwriter::{FormatAlign, Workbook, XlsxError};

use super::cells::write_text;
use super::grid::{FIRST, Grid};
use super::names::quoted;
use super::page::{Page, Shared};
use super::print::{self, DEEPEST_LEAD, Lead};
use super::section;
use crate::report::document::{Block, Document, Sheet, Table};

/// Writes the sheet to the worksheet of that name.
pub(super) fn write(
    workbook: &mut Workbook,
    sheet: &Sheet,
    name: &str,
    document: &Document,
    shared: Shared<'_>,
    overview: &str,
) -> Result<(), XlsxError> {
    let worksheet = workbook.worksheet_from_name(name)?;
    let mut page = Page::new(worksheet, name, shared, Grid::with(sheet.widths.clone()))?;
    section::open(&mut page, document, name, overview)?;
    let (mut lead, mut names) = (Lead::Title, Vec::new());
    for block in &sheet.blocks {
        match block {
            Block::Table(table) if table.id == sheet.leads => {
                names = inputs(&mut page, sheet, table)?;
                if let Some(stood) = page.table(table)? {
                    if stood.head <= DEEPEST_LEAD {
                        let keeps = if sheet.keeps > 0 {
                            FIRST + sheet.keeps
                        } else {
                            0
                        };
                        lead = Lead::Table(stood.head, keeps);
                    }
                    page.filters = vec![(stood.head, stood.last, stood.last_col)];
                    page.filters.retain(|(head, last, _)| last > head);
                }
            }
            Block::Table(table) => {
                let filters = page.filters.clone();
                page.table(table)?;
                page.filters = filters;
            }
            _ => page.block(block)?,
        }
    }
    page.settle()?;
    print::set_up(&mut page, document, lead)?;
    page.sheet.set_tab_color(shared.look.colours.navy);
    for (input, cell) in names {
        workbook.define_name(input, &format!("={}!{cell}", quoted(name)))?;
    }
    Ok(())
}

/// Writes the numbers that may be changed, each above its column; says under which name and where each stands.
fn inputs(
    page: &mut Page,
    sheet: &Sheet,
    table: &Table,
) -> Result<Vec<(&'static str, String)>, XlsxError> {
    let mut names = Vec::new();
    let place = super::live::Place::of(table, page.row, page.row);
    let body = page.look.body().set_align(FormatAlign::Right);
    let label = body.clone().set_font_color(page.look.colours.muted);
    let format = body
        .set_bold()
        .set_font_color(page.look.colours.navy)
        .set_background_color(page.look.colours.panel)
        .set_num_format("0.##");
    for input in &sheet.inputs {
        let Some(col) = place.column(input.column) else {
            continue;
        };
        if names.is_empty() {
            write_text(page.sheet, (page.row, col - 1), &sheet.inputs_are, &label)?;
        }
        page.sheet
            .write_number_with_format(page.row, col, input.value, &format)?;
        names.push((input.name, row_col_to_cell_absolute(page.row, col)));
    }
    page.row += u32::from(!names.is_empty());
    Ok(names)
}
