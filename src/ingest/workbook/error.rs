//! Why a workbook cannot be read, and what to do about it.

use std::io;

use thiserror::Error;

/// Why a workbook, or a sheet of it, cannot be read.
///
/// Each message says what the file is and what to do. The file's name is not in it: the caller knows the name.
#[derive(Debug, Error)]
pub enum WorkbookError {
    /// The operating system refuses.
    #[error("the file cannot be read: {0}")]
    Io(#[from] io::Error),
    /// No bytes at all.
    #[error("the file is empty (0 bytes); export it again")]
    Empty,
    /// Protected by a password.
    #[error(
        "the workbook is encrypted with a password; open it in Excel, WPS or LibreOffice, remove the password and save it again"
    )]
    Encrypted,
    /// A web page with a workbook's name, as many portals export.
    #[error(
        "the file is a web page (HTML) under a workbook's name; open it in Excel or WPS and save it as .xlsx, or export CSV"
    )]
    Html,
    /// Text with a workbook's name.
    #[error(
        "the file is plain text under a workbook's name; rename it to .csv, or to .tsv if tabs part its columns"
    )]
    PlainText,
    /// A kind of file that is known, and no workbook that this program reads.
    #[error("the file is {what}; save it as .xlsx")]
    OtherFormat {
        /// What it is, with its article.
        what: &'static str,
    },
    /// Nothing known.
    #[error(
        "the file is no workbook: its first bytes are not those of XLSX, XLSM, XLSB, XLS or ODS; export it again"
    )]
    NotAWorkbook,
    /// The end is missing.
    #[error(
        "the file is cut off ({detail}); copy, download or export it again, and check its size against the original"
    )]
    Truncated {
        /// What is missing.
        detail: String,
    },
    /// Larger than a limit allows.
    #[error(
        "{what} takes {size} {unit}, and the limit {limit} is {max}; if the file is to be trusted, raise {limit}"
    )]
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
    #[error(
        "{part} unpacks from {packed} to {unpacked} bytes, {ratio} times its size, as zip bombs do, and the limit max_ratio is {max}; if the file is to be trusted, raise max_ratio"
    )]
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
    #[error(
        "the workbook holds {what}, which is not supported; open it in Excel, WPS or LibreOffice and save it as .xlsx"
    )]
    Unsupported {
        /// What is not supported.
        what: String,
    },
    /// No such sheet.
    #[error("the workbook has no sheet {name}; it has {sheets}")]
    SheetNotFound {
        /// The name asked for.
        name: String,
        /// The names there are.
        sheets: String,
    },
    /// A sheet without cells.
    #[error("the sheet {name} is a {kind} and holds no rows; name a worksheet")]
    NotAWorksheet {
        /// The sheet's name.
        name: String,
        /// What it is.
        kind: &'static str,
    },
    /// Contradicts its own format.
    #[error(
        "the workbook is damaged ({place}: {detail}); open it in Excel, WPS or LibreOffice, let it be repaired, and save it again"
    )]
    Damaged {
        /// The part, stream or cell.
        place: String,
        /// What is wrong.
        detail: String,
    },
}

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
