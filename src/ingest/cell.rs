//! Cells as files hold them, before their field's type is known.

/// One cell. Text borrows from the block of the file that is being read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    /// Nothing there.
    Blank,
    /// Text as it stands, not trimmed.
    Text(&'a str),
    /// A workbook's number.
    Number(f64),
    /// A workbook's date or time, as a serial number of the 1900 date system (1904 already shifted).
    Serial(f64),
    /// A workbook's truth value.
    Bool(bool),
    /// A workbook's error: `#N/A`.
    Error(&'a str),
}
