//! Workbooks: XLSX, XLSM, XLSB, XLS and ODS, row by row.
//!
//! Input: a file, known by its content and not by its name. Output: its sheets, and of a sheet the rows that hold
//! something, in order, with the row numbers and columns that a spreadsheet shows, as [`Cell`]s; then a [`SheetReport`] of
//! what was left out or looks wrong. Refused, with what to do about it: encrypted, truncated and damaged workbooks, web
//! pages and text under a workbook's name, Excel 4 and older, and whatever exceeds the [`Limits`].
//!
//! Who reads what: XLSX and XLSM are read here altogether, list of sheets, strings, styles and cells, in one pass over each
//! part as it is unpacked (see `xlsx` and `xlsx_scan`), and XLS as well (see `xls`). [calamine] does the parsing of XLSB and
//! ODS. What it trusts in a file is checked before it sees it: the sizes that parts unpack to, the counts it makes room for,
//! the area of an ODS table; a panic in it is an error of the file. XLSX and XLSB are streamed: memory holds the shared
//! strings and one row. Of ODS it holds the grids of all tables, up to [`Limits::max_grid_cells`].
//!
//! [calamine]: https://docs.rs/calamine

mod binary;
mod calamine_call;
mod compound;
mod dates;
mod error;
mod limits;
mod markup;
mod ods;
mod ods_scan;
mod ooxml;
mod package;
mod report;
mod sink;
mod sniff;
mod texts;
mod view;
mod xls;
mod xlsb;
mod xlsb_scan;
mod xlsx;
mod xlsx_scan;
mod xml;

#[cfg(test)]
mod tests;

use std::fs::File;
use std::io;
use std::ops::ControlFlow;
use std::path::Path;

pub use error::WorkbookError;
pub use limits::Limits;
pub use report::{CellAddress, MergedRange, RowRuns, Seen, SheetReport};

use self::compound::Compound;
use self::ods::Ods;
use self::package::Package;
use self::sniff::Container;
use self::view::{Buffered, FileView};
use self::xls::Xls;
use self::xlsb::Xlsb;
use self::xlsx::Xlsx;
use super::cell::Cell;
use crate::words::{Saying, Speak};

/// What a sheet holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetKind {
    /// Rows of cells.
    Worksheet,
    /// One chart.
    Chart,
    /// Macros of Excel 4.
    Macro,
    /// A dialog of Excel 5.
    Dialog,
    /// Something else, such as a module of code.
    Other,
}

impl Speak for SheetKind {
    fn saying(&self) -> Saying {
        Saying::new(
            match self {
                Self::Worksheet => "errors.sheet.worksheet",
                Self::Chart => "errors.sheet.chart",
                Self::Macro => "errors.sheet.macro",
                Self::Dialog => "errors.sheet.dialog",
                Self::Other => "errors.sheet.other",
            },
            Vec::new(),
        )
    }
}

/// A sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetInfo {
    /// The name on its tab.
    pub name: String,
    /// Whether it is hidden, or hidden so that only code can show it.
    pub hidden: bool,
    /// What it holds. Only a worksheet has rows.
    pub kind: SheetKind,
}

/// An open workbook. Shared strings, formats and the tables of ODS are read once, the other rows anew every time. Several
/// sheets may be read at the same time, but those of XLSB one after the other.
pub struct Workbook {
    book: Book,
    limits: Limits,
    file: FileView,
}

enum Book {
    Xlsx(Xlsx),
    Xlsb(Xlsb),
    Xls(Xls),
    Ods(Ods),
}

impl Workbook {
    /// Opens a workbook and reads its list of sheets.
    ///
    /// # Errors
    /// [`WorkbookError`] when the file is no workbook, is encrypted, damaged or above a limit.
    pub fn open(path: &Path, limits: &Limits) -> Result<Self, WorkbookError> {
        Self::from_file(File::open(path)?, limits)
    }

    fn from_file(mut file: File, limits: &Limits) -> Result<Self, WorkbookError> {
        let size = file.metadata()?.len();
        if size > limits.max_file_bytes {
            return Err(WorkbookError::bytes(
                "the file",
                size,
                "max_file_bytes",
                limits.max_file_bytes,
            ));
        }
        let container = sniff::container(&mut file)?;
        let view = FileView::new(file);
        let book = match container {
            Container::Zip => open_package(&view, limits)?,
            Container::Compound => Book::Xls(open_compound(
                Compound::open(view.clone(), limits)?,
                limits,
            )?),
        };
        Ok(Self {
            book,
            limits: limits.clone(),
            file: view,
        })
    }

    /// The file's bytes from its start on, as they were opened.
    #[must_use]
    pub fn bytes(&self) -> impl io::Read + use<> {
        self.file.clone()
    }

    /// About how many bytes of memory it holds while it is open.
    #[must_use]
    pub fn held(&self) -> u64 {
        match &self.book {
            Book::Xlsx(book) => book.held(),
            Book::Xlsb(_) | Book::Xls(_) | Book::Ods(_) => u64::MAX,
        }
    }

    /// The sheets in the order of their tabs, the hidden ones too.
    #[must_use]
    pub fn sheets(&self) -> &[SheetInfo] {
        match &self.book {
            Book::Xlsx(book) => book.sheets(),
            Book::Xlsb(book) => book.sheets(),
            Book::Xls(book) => book.sheets(),
            Book::Ods(book) => book.sheets(),
        }
    }

    /// Whether a day is counted from 1904. A [`Cell::Serial`] is already shifted; a [`Cell::Number`] in a column of
    /// dates (a date without a date format) is not, and needs 1,462 added. ODS writes dates out, and gives false.
    #[must_use]
    pub fn date_1904(&self) -> bool {
        match &self.book {
            Book::Xlsx(book) => book.date_1904(),
            Book::Xlsb(book) => book.date_1904(),
            Book::Xls(book) => book.date_1904(),
            Book::Ods(_) => false,
        }
    }

    /// Hands the rows of a sheet on, in order: the row's number as a spreadsheet shows it (from 1), and its cells from
    /// column A to the last that holds something. Rows that hold nothing are not handed on. Stops when `each` breaks.
    ///
    /// # Errors
    /// [`WorkbookError`] when there is no such worksheet, or it is damaged or above a limit; the rows before
    /// the damage have been handed on by then.
    pub fn rows(
        &self,
        sheet: &str,
        each: &mut dyn FnMut(u64, &[Cell<'_>]) -> ControlFlow<()>,
    ) -> Result<SheetReport, WorkbookError> {
        let sheets = self.sheets();
        let Some(index) = sheets.iter().position(|info| info.name == sheet) else {
            return Err(WorkbookError::SheetNotFound {
                name: sheet.to_owned(),
                sheets: sheets.iter().map(|info| info.name.clone()).collect(),
            });
        };
        if let Some(info) = sheets.get(index)
            && info.kind != SheetKind::Worksheet
        {
            return Err(WorkbookError::NotAWorksheet {
                name: info.name.clone(),
                kind: info.kind,
            });
        }
        match &self.book {
            Book::Xlsx(book) => book.rows(index, &self.limits, each),
            Book::Xlsb(book) => book.rows(index, &self.limits, each),
            Book::Xls(book) => book.rows(index, &self.limits, each),
            Book::Ods(book) => book.rows(index, &self.limits, each),
        }
    }
}

fn open_package(view: &FileView, limits: &Limits) -> Result<Book, WorkbookError> {
    let mut package = Package::open(Buffered::new(view.clone()), limits)?;
    if package.has("content.xml") {
        if !ods::is_spreadsheet(&mut package, limits)? {
            return Err(WorkbookError::OtherFormat {
                what: "an OpenDocument text or presentation",
            });
        }
        return Ok(Book::Ods(Ods::open(package, view, limits)?));
    }
    let other = [
        ("word/", "a Word document"),
        ("ppt/", "a PowerPoint presentation"),
        ("index/", "an Apple Numbers workbook"),
    ]
    .into_iter()
    .find(|(folder, _)| package.has_folder(folder));
    match (ooxml::main_part(&mut package, limits)?, other) {
        (_, Some((_, what))) => Err(WorkbookError::OtherFormat { what }),
        (Some(main), None) if main.to_lowercase().ends_with(".bin") => {
            Ok(Book::Xlsb(Xlsb::open(package, view, limits)?))
        }
        (Some(main), None) => Ok(Book::Xlsx(Xlsx::open(package, &main, limits)?)),
        // LibreOffice encrypts a whole package into one part.
        (None, None) if package.has("encrypted-package") => Err(WorkbookError::Encrypted),
        (None, None) => Err(WorkbookError::OtherFormat {
            what: "a zip archive without a workbook",
        }),
    }
}

fn open_compound(compound: Compound, limits: &Limits) -> Result<Xls, WorkbookError> {
    if compound.has("EncryptedPackage") {
        return Err(WorkbookError::Encrypted);
    }
    if compound.has("Workbook") || compound.has("Book") {
        return Xls::open(compound, limits);
    }
    let what = [
        ("WordDocument", "a Word document"),
        ("PowerPoint Document", "a PowerPoint presentation"),
    ]
    .into_iter()
    .find(|(stream, _)| compound.has(stream))
    .map_or("a compound file without a workbook", |(_, what)| what);
    Err(WorkbookError::OtherFormat { what })
}

/// The sheets of a workbook, as [`Workbook::sheets`] gives them.
///
/// # Errors
/// As [`Workbook::open`].
pub fn sheets(path: &Path, limits: &Limits) -> Result<Vec<SheetInfo>, WorkbookError> {
    Ok(Workbook::open(path, limits)?.sheets().to_vec())
}

/// The rows of one sheet, as [`Workbook::rows`] gives them.
///
/// # Errors
/// As [`Workbook::open`] and [`Workbook::rows`].
pub fn rows(
    path: &Path,
    sheet: &str,
    limits: &Limits,
    each: &mut dyn FnMut(u64, &[Cell<'_>]) -> ControlFlow<()>,
) -> Result<SheetReport, WorkbookError> {
    Workbook::open(path, limits)?.rows(sheet, each)
}
