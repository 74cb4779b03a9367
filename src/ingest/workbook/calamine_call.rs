//! Calls into calamine: a panic in it is an error here, and its errors and sheets are put into this program's words.

use std::cell::Cell;
use std::io::BufReader;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

use calamine::{DataRef, OdsError, Sheet, SheetType, SheetVisible, XlsbError};

use super::dates::{NumberKind, iso_duration, iso_moment, serial_1900};
use super::package::{from_io, from_zip};
use super::sink::{RowSink, Slot};
use super::view::FileView;
use super::{SheetInfo, SheetKind, WorkbookError};

/// What calamine reads from.
pub(super) type Source = BufReader<FileView>;

/// A source for calamine.
pub(super) fn source(view: &FileView) -> Source {
    BufReader::with_capacity(64 * 1024, view.clone())
}

thread_local! {
    static CALLING: Cell<bool> = const { Cell::new(false) };
}

/// Calls calamine. It indexes and adds unchecked in places, and a damaged file can make it panic: that is an error of the
/// file, and nothing is printed of it. What panicked must not be called again.
pub(super) fn calling<T>(place: &str, call: impl FnOnce() -> T) -> Result<T, WorkbookError> {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let usual = take_hook();
        set_hook(Box::new(move |panic| {
            if !CALLING.get() {
                usual(panic);
            }
        }));
    });
    CALLING.set(true);
    let result = catch_unwind(AssertUnwindSafe(call));
    CALLING.set(false);
    result.map_err(|_| WorkbookError::damaged(place, "it cannot be read"))
}

/// Says why calamine refuses an XLSB file.
pub(super) fn from_xlsb(fault: XlsbError, place: &str) -> WorkbookError {
    match fault {
        XlsbError::Password => WorkbookError::Encrypted,
        XlsbError::Io(fault) => from_io(fault, place),
        XlsbError::Zip(fault) => from_zip(fault, place),
        other => WorkbookError::damaged(place, other.to_string()),
    }
}

/// Says why calamine refuses an ODS file.
pub(super) fn from_ods(fault: OdsError, place: &str) -> WorkbookError {
    match fault {
        OdsError::Password => WorkbookError::Encrypted,
        OdsError::Io(fault) => from_io(fault, place),
        OdsError::Zip(fault) => from_zip(fault, place),
        other => WorkbookError::damaged(place, other.to_string()),
    }
}

/// The sheets as calamine lists them, where there are as many as the scan of `main` found parts for.
pub(super) fn sheets_of_parts(
    sheets: &[Sheet],
    parts: &[String],
    main: &str,
) -> Result<Vec<SheetInfo>, WorkbookError> {
    if sheets.len() == parts.len() {
        Ok(sheet_infos(sheets))
    } else {
        Err(WorkbookError::damaged(
            main,
            "its list of sheets is ambiguous",
        ))
    }
}

/// The sheets as calamine lists them.
pub(super) fn sheet_infos(sheets: &[Sheet]) -> Vec<SheetInfo> {
    sheets
        .iter()
        .map(|sheet| SheetInfo {
            name: sheet.name.clone(),
            hidden: sheet.visible != SheetVisible::Visible,
            kind: match sheet.typ {
                SheetType::WorkSheet => SheetKind::Worksheet,
                SheetType::ChartSheet => SheetKind::Chart,
                SheetType::MacroSheet => SheetKind::Macro,
                SheetType::DialogSheet => SheetKind::Dialog,
                SheetType::Vba => SheetKind::Other,
            },
        })
        .collect()
}

/// Puts a value into the row. ISO dates name their day, whatever the workbook counts from; one that cannot be read is
/// taken as text.
pub(super) fn put_value<'a>(
    sink: &mut RowSink<'a>,
    column: u32,
    value: &DataRef<'a>,
    date_1904: bool,
) {
    let moment = |text: &str, serial: Option<f64>, sink: &mut RowSink<'a>| match serial {
        Some(serial) => sink.put(column, Slot::Serial(serial)),
        None => sink.put_text(column, text),
    };
    match value {
        DataRef::Empty => {}
        DataRef::Int(number) => sink.put_number(column, *number as f64),
        DataRef::Float(number) => sink.put_number(column, *number),
        DataRef::String(text) => sink.put_text(column, text),
        DataRef::SharedString(text) => sink.put_shared(column, text),
        DataRef::Bool(truth) => sink.put(column, Slot::Bool(*truth)),
        DataRef::DateTime(moment) => {
            let kind = if moment.is_duration() {
                NumberKind::Elapsed
            } else {
                NumberKind::Moment
            };
            let serial = serial_1900(moment.as_f64(), kind, date_1904);
            if serial.is_finite() {
                sink.put(column, Slot::Serial(serial));
            } else {
                sink.put_number(column, serial);
            }
        }
        DataRef::DateTimeIso(text) => moment(text, iso_moment(text), sink),
        DataRef::DurationIso(text) => moment(text, iso_duration(text), sink),
        DataRef::Error(error) => sink.put_error(column, &error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error_of_the_file() {
        let fault = calling("sheet1.xml", || -> u8 { panic!("index out of bounds") });
        assert_eq!(
            fault.unwrap_err().to_string(),
            "the workbook is damaged (sheet1.xml: it cannot be read); open it in Excel, WPS or LibreOffice, let it be \
             repaired, and save it again"
        );
        assert_eq!(calling("sheet1.xml", || 3).unwrap(), 3);
        assert!(!CALLING.get());
    }
}
