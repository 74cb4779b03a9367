//! XLSB through calamine, cell by cell: nothing is held but the shared strings and one row.

use std::sync::{Mutex, PoisonError};

use calamine::{Reader as _, XlsbError};

use super::binary::error_name;
use super::calamine_call::{Source, calling, from_xlsb, put_value, sheets_of_parts, source};
use super::ooxml::relationships;
use super::package::Package;
use super::sink::{Each, RowSink};
use super::view::FileView;
use super::xlsb_scan::{Content, SheetScan, check_strings, sheet_parts};
use super::{CellAddress, Limits, SheetInfo, SheetReport, WorkbookError};

/// The parts where calamine looks for them.
const MAIN: &str = "xl/workbook.bin";
const STRINGS: &str = "xl/sharedStrings.bin";

/// An open XLSB file.
pub(super) struct Xlsb {
    /// Calamine reads one sheet at a time.
    book: Box<Mutex<calamine::Xlsb<Source>>>,
    package: Package,
    date_1904: bool,
    sheets: Vec<SheetInfo>,
    /// The sheets' parts, in the same order.
    parts: Vec<String>,
    strings: u64,
}

impl Xlsb {
    pub(super) fn open(
        mut package: Package,
        view: &FileView,
        limits: &Limits,
    ) -> Result<Self, WorkbookError> {
        let strings = check_strings(&mut package, STRINGS, limits)?;
        package.check_held(&[".rels", "workbook.bin", "styles.bin"], limits)?;
        let related = relationships(&mut package, MAIN, limits)?;
        let parts = sheet_parts(&mut package, MAIN, &related, limits)?;
        let source = source(view);
        let book = calling(MAIN, || calamine::Xlsb::new(source))?
            .map_err(|fault| from_xlsb(fault, MAIN))?;
        let sheets = sheets_of_parts(book.sheets_metadata(), &parts, MAIN)?;
        Ok(Self {
            package,
            date_1904: book.has_1904_epoch(),
            book: Box::new(Mutex::new(book)),
            sheets,
            parts,
            strings,
        })
    }

    pub(super) fn sheets(&self) -> &[SheetInfo] {
        &self.sheets
    }

    pub(super) fn date_1904(&self) -> bool {
        self.date_1904
    }

    /// Hands on the rows of a sheet. The scan is always a cell ahead of calamine, and both must agree about the cells.
    pub(super) fn rows(
        &self,
        index: usize,
        limits: &Limits,
        each: Each<'_>,
    ) -> Result<SheetReport, WorkbookError> {
        let date_1904 = self.date_1904;
        let name = self.parts.get(index).map_or("", String::as_str);
        let sheet = self.sheets.get(index).map_or("", |info| info.name.as_str());
        let mut package = self.package.clone();
        let Some(part) = package.part(name, limits)? else {
            return Err(WorkbookError::damaged(name, "the part is missing"));
        };
        let mut scan = SheetScan::new(part, self.strings, limits);
        let mut sink = RowSink::new(limits, date_1904, each);
        let mut scanned = scan.next_cell()?;
        // A panic in calamine has become an error by the time the lock is left.
        let mut book = self.book.lock().unwrap_or_else(PoisonError::into_inner);
        let mut cells = calling(name, || book.worksheet_cells_reader(sheet))?
            .map_err(|fault| from_xlsb(fault, name))?;
        while let Some(cell) = scanned {
            let address = cell.address;
            if sink.go_to_row(address.row, cell.starts_row)?.is_break() {
                return Ok(sink.report);
            }
            if cell.hidden {
                sink.hide_row();
            }
            match cell.content {
                Content::Error(error) => sink.put_error(address.column, error),
                Content::Text(text) => sink.put_text(address.column, &text),
                Content::Calamines => match calling(name, || cells.next_cell())? {
                    Ok(Some(read)) => {
                        let (row, column) = read.get_position();
                        if (u64::from(row) + 1, column) != (address.row, address.column) {
                            return Err(misplaced(address));
                        }
                        put_value(&mut sink, column, read.get_value(), date_1904);
                    }
                    Err(XlsbError::CellError(code)) => {
                        sink.put_error(address.column, error_name(code));
                    }
                    Ok(None) => return Err(misplaced(address)),
                    Err(fault) => return Err(from_xlsb(fault, &format!("cell {address}"))),
                },
            }
            scanned = scan.next_cell()?;
        }
        for (first, last) in scan.merged {
            sink.report.note_merged(first, last);
        }
        Ok(sink.finish())
    }
}

fn misplaced(address: CellAddress) -> WorkbookError {
    WorkbookError::damaged(format!("cell {address}"), "it is not where cells are")
}
