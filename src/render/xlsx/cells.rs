//! One typed value → one typed cell: numbers as numbers, dates as dates, texts never as formulas.

use jiff::civil::{Date, DateTime};
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, Worksheet, XlsxError};

use super::formats::{Look, cell_number, clean, looks_like_formula};
use crate::format::ABSENT;
use crate::say;
use crate::value::Value;

/// A cell's place, both counted from 0.
pub(super) type At = (u32, u16);

/// Writes `value`; a number in the number format given (none: the format's own), dates and months in their own.
pub(super) fn write_value(
    sheet: &mut Worksheet,
    (row, col): At,
    value: &Value,
    number_format: &str,
    format: &Format,
    look: &Look,
) -> Result<(), XlsxError> {
    match value {
        Value::Number(number, unit) if number.is_finite() => {
            let number = cell_number(*number, *unit);
            if number_format.is_empty() {
                sheet.write_number_with_format(row, col, number, format)?;
            } else {
                let format = format.clone().set_num_format(number_format);
                sheet.write_number_with_format(row, col, number, &format)?;
            }
        }
        Value::Number(..) | Value::Absent => {
            let format = format
                .clone()
                .set_align(FormatAlign::Right)
                .set_font_color(look.colours.muted);
            sheet.write_string_with_format(row, col, ABSENT, &format)?;
        }
        Value::Text(text) => write_text(sheet, (row, col), text, format)?,
        Value::Date(day) => write_day(sheet, (row, col), *day, "yyyy-mm-dd", format)?,
        Value::Month(month) => {
            let shown = say!(look.lang, "workbook.month_format");
            write_day(sheet, (row, col), month.first_day(), shown, format)?;
        }
        Value::Moment(moment) => match excel_moment(*moment) {
            Some(serial) => {
                let format = format.clone().set_num_format("yyyy-mm-dd hh:mm");
                sheet.write_datetime_with_format(row, col, &serial, &format)?;
            }
            None => write_text(sheet, (row, col), &crate::format::moment(*moment), format)?,
        },
    }
    Ok(())
}

/// Writes a text as a text, whatever it begins with.
pub(super) fn write_text(
    sheet: &mut Worksheet,
    (row, col): At,
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    let text = clean(text);
    if looks_like_formula(&text) {
        // The cell is a string either way; the prefix keeps it one when somebody edits it.
        let format = format.clone().set_quote_prefix();
        sheet.write_string_with_format(row, col, text, &format)?;
    } else {
        sheet.write_string_with_format(row, col, text, format)?;
    }
    Ok(())
}

/// Writes a day as a date; as its ISO text where it lies before Excel's calendar.
pub(super) fn write_day(
    sheet: &mut Worksheet,
    at: At,
    day: Date,
    shown: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    match excel_day(day) {
        Some(serial) => {
            let format = format.clone().set_num_format(shown);
            sheet.write_datetime_with_format(at.0, at.1, &serial, &format)?;
            Ok(())
        }
        None => write_text(sheet, at, &day.to_string(), format),
    }
}

/// The day in Excel's calendar, which counts right from 1 March 1900 on.
pub(super) fn excel_day(day: Date) -> Option<ExcelDateTime> {
    if (day.year(), day.month()) < (1900, 3) {
        return None;
    }
    let year = u16::try_from(day.year()).ok()?;
    let (month, day) = (day.month().unsigned_abs(), day.day().unsigned_abs());
    ExcelDateTime::from_ymd(year, month, day).ok()
}

fn excel_moment(moment: DateTime) -> Option<ExcelDateTime> {
    let part = |part: i8| u16::from(part.unsigned_abs());
    excel_day(moment.date())?
        .and_hms(
            part(moment.hour()),
            moment.minute().unsigned_abs(),
            f64::from(moment.second()),
        )
        .ok()
}
