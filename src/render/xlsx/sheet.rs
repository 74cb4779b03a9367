//! A sheet of the workbook alone: its blocks from top to bottom, its leading table with filter and head in view; or one
//! table from the first column on.

use rust_xlsxwriter::utility::row_col_to_cell_absolute;
use rust_xlsxwriter::{FormatAlign, Table, TableColumn, TableStyle, Workbook, XlsxError};

use super::cells::write_text;
use super::grid::{self, FIRST, Grid};
use super::names::quoted;
use super::page::{Page, Shared};
use super::print::{self, DEEPEST_LEAD, Lead};
use super::refs::FIRST_ROW;
use super::section;
use crate::report::document::{self, Block, Document, Layout, Sheet};

/// Writes the sheet to the worksheet of that name.
pub(super) fn write(
    workbook: &mut Workbook,
    sheet: &Sheet,
    name: &str,
    document: &Document,
    shared: Shared<'_>,
    overview: &str,
) -> Result<(), XlsxError> {
    if let Layout::Plain { .. } = &sheet.layout {
        return plain(workbook, sheet, name, document, shared, overview);
    }
    let worksheet = workbook.worksheet_from_name(name)?;
    let grid = Grid::with(FIRST, sheet.widths.clone());
    let mut page = Page::new(worksheet, name, shared, grid)?;
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

/// Writes one table from the first column on, under a heading, a remark and the way back.
fn plain(
    workbook: &mut Workbook,
    sheet: &Sheet,
    name: &str,
    document: &Document,
    shared: Shared<'_>,
    overview: &str,
) -> Result<(), XlsxError> {
    let (
        Layout::Plain {
            heading,
            remark,
            table: excel,
            pages,
            is_source,
        },
        Some(Block::Table(table)),
    ) = (&sheet.layout, sheet.blocks.first())
    else {
        return Ok(());
    };
    let look = shared.look;
    let worksheet = workbook.worksheet_from_name(name)?;
    print::headed(worksheet, sheet.widths.len(), (heading, remark), look)?;
    let grid = Grid::with(0, sheet.widths.clone());
    let is_wide = grid.is_wide();
    let mut page = Page::new(worksheet, name, shared, grid)?;
    page.row = FIRST_ROW - 1;
    let Some(stood) = page.table(table)? else {
        return Ok(());
    };
    page.settle()?;
    let end = page.row - 2;
    let (worksheet, head, right) = (page.sheet, stood.head, stood.last_col);
    print::set_up_plain(worksheet, (2, 0), overview, document, look)?;
    // A table has a row at least.
    let last = stood.last.max(head + 1);
    if let Some(excel) = excel {
        let columns = table.columns.iter().map(|column| {
            TableColumn::new()
                .set_header(grid::head(column, look.lang))
                .set_header_format(look.column_head(grid::align(column.kind)))
        });
        let excel = Table::new()
            .set_name(excel)
            .set_style(TableStyle::None)
            .set_columns(&columns.collect::<Vec<_>>());
        worksheet.add_table(head, 0, last, right, &excel)?;
    } else {
        worksheet.autofilter(head, 0, last, right)?;
    }
    worksheet.set_freeze_panes(head + 1, sheet.keeps)?;
    worksheet.set_repeat_rows(head, head)?;
    worksheet.set_print_area(0, 0, end.max(last), right)?;
    if is_wide {
        worksheet.set_landscape();
    }
    if *pages > 1 {
        worksheet.set_repeat_columns(0, sheet.keeps.max(1) - 1)?;
        worksheet.set_print_fit_to_pages(*pages, 0);
    }
    if *is_source {
        worksheet.set_tab_color(look.colours.grey);
    }
    Ok(())
}

/// Writes the numbers that may be changed, each above its column; says under which name and where each stands.
fn inputs(
    page: &mut Page,
    sheet: &Sheet,
    table: &document::Table,
) -> Result<Vec<(&'static str, String)>, XlsxError> {
    let mut names = Vec::new();
    let place = super::live::Place::of(table, FIRST, page.row, page.row);
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
