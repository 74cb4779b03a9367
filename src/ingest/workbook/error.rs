//! Why a workbook cannot be read, and what to do about it.

use std::io;

use thiserror::Error;

use super::SheetKind;
use crate::words::{Filling, Saying, Speak};
use crate::{displays_as_said, saying};

/// Why a workbook, or a sheet of it, cannot be read.
///
/// Each message says what the file is and what to do. The file's name is not in it: the caller knows the name.
#[derive(Debug, Error)]
pub enum WorkbookError {
    /// The operating system refuses.
    Io(#[from] io::Error),
    /// No bytes at all.
    Empty,
    /// Protected by a password.
    Encrypted,
    /// A web page with a workbook's name, as many portals export.
    Html,
    /// Text with a workbook's name.
    PlainText,
    /// A kind of file that is known, and no workbook that this program reads.
    OtherFormat {
        /// What it is, with its article.
        what: &'static str,
    },
    /// Nothing known.
    NotAWorkbook,
    /// The end is missing.
    Truncated {
        /// What is missing.
        detail: String,
    },
    /// Larger than a limit allows.
    TooLarge {
        /// What is large.
        what: String,
        /// How large it is, or says to be.
        size: u64,
        /// What is counted.
        unit: &'static str,
        /// The name of the limit in [`super::Limits`].
        limit: &'static str,
        /// The limit.
        max: u64,
    },
    /// Unpacks to far more than a real export does.
    ZipBomb {
        /// The part of the package.
        part: String,
        /// Its packed size in bytes.
        packed: u64,
        /// Its unpacked size in bytes.
        unpacked: u64,
        /// The one by the other.
        ratio: u64,
        /// The limit.
        max: u64,
    },
    /// A workbook whose form is not supported.
    Unsupported {
        /// What is not supported.
        what: String,
    },
    /// No such sheet.
    SheetNotFound {
        /// The name asked for.
        name: String,
        /// The names there are.
        sheets: Vec<String>,
    },
    /// A sheet without cells.
    NotAWorksheet {
        /// The sheet's name.
        name: String,
        /// What it is.
        kind: SheetKind,
    },
    /// Contradicts its own format.
    Damaged {
        /// The part, stream or cell.
        place: String,
        /// What is wrong.
        detail: String,
    },
}

impl Speak for WorkbookError {
    fn saying(&self) -> Saying {
        match self {
            Self::Io(error) => saying!("errors.workbook.io", error = error.saying()),
            Self::Empty => saying!("errors.workbook.empty"),
            Self::Encrypted => saying!("errors.workbook.encrypted"),
            Self::Html => saying!("errors.workbook.html"),
            Self::PlainText => saying!("errors.workbook.plain_text"),
            Self::OtherFormat { what } => saying!("errors.workbook.other_format", what = *what),
            Self::NotAWorkbook => saying!("errors.workbook.no_workbook"),
            Self::Truncated { detail } => saying!("errors.workbook.truncated", detail = detail),
            Self::TooLarge {
                what,
                size,
                unit,
                limit,
                max,
            } => saying!(
                "errors.workbook.too_large",
                what = what,
                size = *size,
                unit = *unit,
                limit = *limit,
                max = *max
            ),
            Self::ZipBomb {
                part,
                packed,
                unpacked,
                ratio,
                max,
            } => saying!(
                "errors.workbook.zip_bomb",
                part = part,
                packed = *packed,
                unpacked = *unpacked,
                ratio = *ratio,
                max = *max
            ),
            Self::Unsupported { what } => saying!("errors.workbook.unsupported", what = what),
            Self::SheetNotFound { name, sheets } if sheets.is_empty() => {
                saying!("errors.workbook.no_sheets", name = name)
            }
            Self::SheetNotFound { name, sheets } => {
                let sheets = Filling::list(sheets);
                saying!("errors.workbook.no_sheet", name = name, sheets = sheets)
            }
            Self::NotAWorksheet { name, kind } => {
                let kind = kind.saying();
                saying!("errors.workbook.no_worksheet", name = name, kind = kind)
            }
            Self::Damaged { place, detail } => {
                saying!("errors.workbook.damaged", place = place, detail = detail)
            }
        }
    }
}

displays_as_said!(WorkbookError);

impl WorkbookError {
    /// A contradiction in a part of the file.
    pub(super) fn damaged(place: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::Damaged {
            place: place.into(),
            detail: detail.into(),
        }
    }

    /// Bytes over a limit.
    pub(super) fn bytes(what: impl Into<String>, size: u64, limit: &'static str, max: u64) -> Self {
        Self::TooLarge {
            what: what.into(),
            size,
            unit: "bytes",
            limit,
            max,
        }
    }
}
