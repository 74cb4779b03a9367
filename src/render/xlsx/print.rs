//! Panes, filters and the printed page of a sheet.

use rust_xlsxwriter::{IgnoreError, Url, Worksheet, XlsxError};

use super::cells::write_text;
use super::formats::{Look, clean, cut};
use super::names::quoted;
use super::page::Page;
use crate::format;
use crate::report::document::Document;
use crate::say;

const A4: u8 = 9;

/// A head further down leaves too little room below it on a small screen to be kept in view.
pub(super) const DEEPEST_LEAD: u32 = 9;

/// What stays in view and is repeated on every printed page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lead {
    /// The sheet's heading.
    Title,
    /// Everything down to the head of a table, in this row, and the columns before this one.
    Table(u32, u16),
}

/// Sets up a written sheet: A4, one page wide, its heading or head repeated; a filter on the longest table.
pub(super) fn set_up(page: &mut Page, document: &Document, lead: Lead) -> Result<(), XlsxError> {
    let wide = page.grid.is_wide();
    let (last_row, last_col) = (page.row.max(1) - 1, page.grid.last());
    let sheet = &mut *page.sheet;
    match lead {
        Lead::Title => {
            sheet.set_freeze_panes(1, 0)?;
            sheet.set_repeat_rows(0, 0)?;
        }
        Lead::Table(head, col) => {
            sheet.set_freeze_panes(head + 1, col)?;
            sheet.set_repeat_rows(head, head)?;
        }
    }
    if wide {
        sheet.set_landscape();
    }
    sheet.set_print_area(0, 0, last_row, last_col)?;
    // Texts that are digits (masked numbers, codes) are meant as texts: no green corners.
    sheet.ignore_error_range(0, 0, last_row, last_col, IgnoreError::NumberStoredAsText)?;
    common(sheet, &of(document));
    // A sheet has one filter: the longest table's.
    let longest = page
        .filters
        .iter()
        .max_by_key(|(head, last, _)| last - head);
    if let Some((head, last, last_col)) = longest {
        page.sheet
            .autofilter(*head, super::grid::FIRST, *last, *last_col)?;
    }
    Ok(())
}

/// The heading of a sheet that is one table: a ruled title over its columns, a remark below.
pub(super) fn headed(
    sheet: &mut Worksheet,
    columns: usize,
    (title, remark): (&str, &str),
    look: &Look,
) -> Result<(), XlsxError> {
    let format = look.sheet_head();
    for col in 0..u16::try_from(columns).unwrap_or(u16::MAX) {
        sheet.write_blank(0, col, &format)?;
    }
    write_text(sheet, (0, 0), title, &format)?;
    sheet.set_row_height(0, 30)?;
    write_text(sheet, (1, 0), remark, &look.remark())
}

/// Sets up a sheet that is one table, and gives it a way back in the cell `at`.
pub(super) fn set_up_plain(
    sheet: &mut Worksheet,
    (row, col): (u32, u16),
    overview: &str,
    document: &Document,
    look: &Look,
) -> Result<(), XlsxError> {
    common(sheet, &of(document));
    let url = Url::new(format!("internal:{}!A1", quoted(overview)));
    let text = say!(look.lang, "workbook.back");
    sheet.write_url_with_options(row, col, url, text, "", Some(&look.link()))?;
    Ok(())
}

/// `城南营业厅 · 2025年4月`
fn of(document: &Document) -> String {
    let month = format::month(document.month, document.lang);
    say!(
        document.lang,
        "workbook.hall_month",
        hall = document.hall,
        month = month
    )
}

fn common(sheet: &mut Worksheet, left: &str) {
    // `&` starts a code in headers and footers.
    let left = cut(&clean(left), 120).replace('&', "&&");
    sheet
        .set_paper_size(A4)
        .set_print_fit_to_pages(1, 0)
        .set_margins(0.5, 0.5, 0.6, 0.6, 0.3, 0.3)
        .set_footer(format!("&L&8{left}&R&8&P / &N"));
}
