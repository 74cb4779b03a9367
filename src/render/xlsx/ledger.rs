//! The sheets 数据_*: the ledger's entries, one table a dataset, three months side by side.
//!
//! Each is an Excel table; the formulas of the other sheets refer to its cells. An unknown value is an empty cell, which
//! sums and means pass over.

use rust_xlsxwriter::{FormatAlign, Table, TableColumn, TableStyle, Worksheet, XlsxError};

use super::cells::write_text;
use super::formats::{Look, bare_format, cell_number};
use super::kpis::unit_of;
use super::print::headed;
use super::refs::{FIRST_ROW, NOW};
use crate::format;
use crate::metrics::ledger::LedgerTable;
use crate::month::Month;
use crate::say;
use crate::value::Tone;
use crate::words::Lang;

/// The widths of the columns, in characters.
const WIDTHS: [f64; 6] = [26.0, 34.0, 8.0, 17.0, 17.0, 17.0];

/// The heads of the three months: `2025年4月`.
pub(super) fn month_heads(month: Month, lang: Lang) -> [String; 3] {
    [month, month.previous(), month.year_ago()].map(|month| format::month(month, lang))
}

/// Writes a table of the ledger to its sheet.
pub(super) fn write(
    sheet: &mut Worksheet,
    table: &LedgerTable,
    month: Month,
    look: &Look,
) -> Result<(), XlsxError> {
    let lang = look.lang;
    let title = say!(lang, "workbook.data_title", table = table.name);
    let note = say!(lang, "workbook.data_note");
    headed(sheet, &WIDTHS, (&title, note), look)?;

    let text = look.cell(FormatAlign::Left, Tone::Neutral, false, false);
    let unit = text.clone().set_font_color(look.colours.muted);
    let number = look.cell(FormatAlign::Right, Tone::Neutral, false, false);
    let mut row = FIRST_ROW;
    for entry in &table.entries {
        write_text(sheet, (row, 0), &entry.group, &text)?;
        write_text(sheet, (row, 1), &entry.name, &text)?;
        write_text(sheet, (row, 2), &unit_of(entry.unit, lang), &unit)?;
        for (value, col) in entry.values.into_iter().zip(NOW..) {
            let Some(value) = value else {
                sheet.write_blank(row, col, &number)?;
                continue;
            };
            let shown = number
                .clone()
                .set_num_format(bare_format(entry.unit, value));
            sheet.write_number_with_format(row, col, cell_number(value, entry.unit), &shown)?;
        }
        row += 1;
    }
    let months = month_heads(month, lang);
    let left = look.column_head(FormatAlign::Left);
    let right = look.column_head(FormatAlign::Right);
    let mut columns = vec![
        head(say!(lang, "workbook.entry.group"), &left),
        head(say!(lang, "workbook.entry.item"), &left),
        head(say!(lang, "workbook.entry.unit"), &left),
    ];
    columns.extend(months.iter().map(|month| head(month, &right)));
    // A table has a row at least.
    let last = (row.max(FIRST_ROW + 1)) - 1;
    let excel = Table::new()
        .set_name(format!("data_{}", table.id))
        .set_style(TableStyle::None)
        .set_columns(&columns);
    sheet.add_table(FIRST_ROW - 1, 0, last, 5, &excel)?;
    sheet.set_freeze_panes(FIRST_ROW, 2)?;
    sheet.set_repeat_rows(FIRST_ROW - 1, FIRST_ROW - 1)?;
    sheet.set_print_area(0, 0, last, 5)?;
    Ok(())
}

/// A column of an Excel table by its head.
pub(super) fn head(text: &str, format: &rust_xlsxwriter::Format) -> TableColumn {
    TableColumn::new()
        .set_header(text)
        .set_header_format(format)
}
