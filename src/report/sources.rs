//! Where the figures come from: the files read and what was wrong with them.

use crate::diagnostic::Diagnostics;

/// A file (or sheet) read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Its path as given or found.
    pub name: String,
    /// The sheet, of a workbook.
    pub sheet: Option<String>,
    /// The dataset it holds.
    pub dataset: &'static str,
    /// Data rows read, those rejected included.
    pub rows: u64,
    /// Rows left out for errors.
    pub rejected: u64,
    /// Of the whole file, in hexadecimal.
    pub sha256: String,
}

/// All files read and everything told about them.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// The files, in the order read.
    pub files: Vec<SourceFile>,
    /// What was wrong.
    pub diagnostics: Diagnostics,
}
