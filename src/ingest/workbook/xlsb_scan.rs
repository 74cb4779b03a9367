//! A look at the records of an XLSB file before calamine reads it.
//!
//! Calamine takes the data of a record that is too short from the one before it, looks shared strings up unchecked, and
//! passes over errors that formulas give and over rich text. So the records are gone through one cell ahead of it: they
//! are complete and within the limits when it meets them, and what it passes over is read here.

use std::collections::BTreeMap;
use std::io::{BufRead as _, Read as _};

use super::binary::{error_name, f64_at, u32_at, utf16_at};
use super::ooxml::Relationship;
use super::package::{Package, Part, from_io};
use super::report::CellAddress;
use super::{Limits, WorkbookError};

const BRT_ROW_HDR: u16 = 0;
const BRT_CELL_RK: u16 = 2;
const BRT_CELL_ST: u16 = 6;
const BRT_CELL_ISST: u16 = 7;
const BRT_CELL_REAL: u16 = 5;
const BRT_FMLA_STRING: u16 = 8;
const BRT_FMLA_NUM: u16 = 9;
const BRT_FMLA_ERROR: u16 = 11;
const BRT_SST_ITEM: u16 = 19;
const BRT_CELL_R_STRING: u16 = 62;
const BRT_BEGIN_SHEET_DATA: u16 = 145;
const BRT_END_SHEET_DATA: u16 = 146;
const BRT_BUNDLE_SH: u16 = 156;
const BRT_MERGE_CELL: u16 = 176;

/// Checks the shared strings of a part and counts them.
pub(super) fn check_strings(
    package: &mut Package,
    name: &str,
    limits: &Limits,
) -> Result<u64, WorkbookError> {
    let Some(part) = package.part(name, limits)? else {
        return Ok(0);
    };
    let mut records = Records::new(part, limits);
    let (mut strings, mut bytes) = (0_u64, 0_u64);
    while let Some(kind) = records.next()? {
        if kind == BRT_SST_ITEM {
            let Some((text, _)) = utf16_at(&records.data, 1) else {
                return Err(WorkbookError::damaged(
                    name,
                    format!("shared string {strings} is too short"),
                ));
            };
            strings += 1;
            bytes += text.len() as u64;
            check_count(strings, limits)?;
            check_text(bytes, limits)?;
        }
    }
    Ok(strings)
}

/// Refuses more shared strings than the limit allows.
fn check_count(strings: u64, limits: &Limits) -> Result<(), WorkbookError> {
    if strings <= limits.max_shared_strings {
        return Ok(());
    }
    Err(WorkbookError::TooLarge {
        what: "the table of shared strings".to_owned(),
        size: strings,
        unit: "strings or more",
        limit: "max_shared_strings",
        max: limits.max_shared_strings,
    })
}

/// Refuses more text in shared strings than the limit allows.
fn check_text(bytes: u64, limits: &Limits) -> Result<(), WorkbookError> {
    if bytes <= limits.max_held_bytes {
        return Ok(());
    }
    Err(WorkbookError::bytes(
        "the text of the shared strings",
        bytes,
        "max_held_bytes",
        limits.max_held_bytes,
    ))
}

/// The parts of the sheets, in order, by the ids that the list of sheets names. A module of code has none.
pub(super) fn sheet_parts(
    package: &mut Package,
    main: &str,
    related: &BTreeMap<String, Relationship>,
    limits: &Limits,
) -> Result<Vec<String>, WorkbookError> {
    let Some(part) = package.small_part(main, limits)? else {
        return Err(WorkbookError::damaged(main, "the part is missing"));
    };
    let mut records = Records::new(part, limits);
    let mut parts = Vec::new();
    while let Some(kind) = records.next()? {
        if kind != BRT_BUNDLE_SH || u32_at(&records.data, 8) == Some(u32::MAX) {
            continue;
        }
        let id = utf16_at(&records.data, 8).map(|(id, _)| id);
        let Some(relationship) = id.and_then(|id| related.get(&id)) else {
            return Err(WorkbookError::damaged(main, "no part is named for a sheet"));
        };
        parts.push(relationship.target.clone());
    }
    Ok(parts)
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Content {
    /// A value that calamine will give next.
    Calamines,
    /// An error that a formula gave.
    Error(&'static str),
    /// Rich text.
    Text(String),
}

/// A cell of a sheet.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ScannedCell {
    pub(super) address: CellAddress,
    /// The first after a row's header.
    pub(super) starts_row: bool,
    /// In a row that the workbook hides.
    pub(super) hidden: bool,
    pub(super) content: Content,
}

/// The cells of a sheet.
pub(super) struct SheetScan<'p> {
    records: Records<'p>,
    strings: u64,
    in_data: bool,
    seen_data: bool,
    row: u64,
    starts_row: bool,
    hidden: bool,
    /// The corners of merged ranges, which come after the cells: complete when there are no more cells.
    pub(super) merged: Vec<(CellAddress, CellAddress)>,
}

impl<'p> SheetScan<'p> {
    /// A sheet of a workbook with so many shared strings.
    pub(super) fn new(part: Part<'p>, strings: u64, limits: &Limits) -> Self {
        Self {
            records: Records::new(part, limits),
            strings,
            in_data: false,
            seen_data: false,
            row: 1,
            starts_row: true,
            hidden: false,
            merged: Vec::new(),
        }
    }

    /// The next cell that holds something; `None` after the last, when the part has been read to its end.
    pub(super) fn next_cell(&mut self) -> Result<Option<ScannedCell>, WorkbookError> {
        while let Some(kind) = self.records.next()? {
            match kind {
                BRT_BEGIN_SHEET_DATA => {
                    self.in_data = true;
                    self.seen_data = true;
                }
                BRT_END_SHEET_DATA => self.in_data = false,
                BRT_ROW_HDR if self.in_data => {
                    let row = u32_at(&self.records.data, 0)
                        .ok_or_else(|| self.damaged("a row has no number".to_owned()))?;
                    self.row = u64::from(row) + 1;
                    self.starts_row = true;
                    // Row, style, height, and then flags (MS-XLSB 2.4.741), of which the fifth bit of the second byte hides.
                    self.hidden = self
                        .records
                        .data
                        .get(11)
                        .is_some_and(|flags| flags & 0x10 != 0);
                }
                BRT_CELL_RK..=BRT_FMLA_ERROR | BRT_CELL_R_STRING if self.in_data => {
                    let cell = self.cell(kind)?;
                    self.starts_row = false;
                    return Ok(Some(cell));
                }
                12..=18 if self.in_data => {
                    return Err(WorkbookError::Unsupported {
                        what: format!("cells in the short form ({})", self.records.part.name()),
                    });
                }
                BRT_MERGE_CELL => {
                    let at = |place| u32_at(&self.records.data, place);
                    let corner = |row: Option<u32>, column: Option<u32>| {
                        Some(CellAddress {
                            row: u64::from(row?) + 1,
                            column: column?,
                        })
                    };
                    let corners = corner(at(0), at(8)).zip(corner(at(4), at(12)));
                    self.merged.extend(corners);
                }
                _ => {}
            }
        }
        if self.seen_data && !self.in_data {
            Ok(None)
        } else {
            Err(WorkbookError::Truncated {
                detail: format!("{} ends before its cells do", self.records.part.name()),
            })
        }
    }

    /// The cell of the record at hand: column, style, then the value.
    fn cell(&self, kind: u16) -> Result<ScannedCell, WorkbookError> {
        let data = &self.records.data;
        let content = match kind {
            BRT_CELL_RK => u32_at(data, 8).map(|_| Content::Calamines),
            BRT_CELL_REAL | BRT_FMLA_NUM => f64_at(data, 8).map(|_| Content::Calamines),
            BRT_CELL_ST | BRT_FMLA_STRING => utf16_at(data, 8).map(|_| Content::Calamines),
            // Rich text has a byte of flags before its letters.
            BRT_CELL_R_STRING => utf16_at(data, 9).map(|(text, _)| Content::Text(text)),
            BRT_CELL_ISST => u32_at(data, 8).map(|_| Content::Calamines),
            BRT_FMLA_ERROR => data.get(8).map(|&code| Content::Error(error_name(code))),
            _ => data.get(8).map(|_| Content::Calamines),
        };
        let (Some(column), Some(content)) = (u32_at(data, 0), content) else {
            return Err(self.damaged(format!("a cell of row {} is too short", self.row)));
        };
        let address = CellAddress {
            row: self.row,
            column,
        };
        if kind == BRT_CELL_ISST
            && let Some(index) = u32_at(data, 8)
            && u64::from(index) >= self.strings
        {
            return Err(WorkbookError::damaged(
                format!("cell {address}"),
                format!(
                    "it refers to shared string {index}, and there are {}",
                    self.strings
                ),
            ));
        }
        Ok(ScannedCell {
            address,
            starts_row: self.starts_row,
            hidden: self.hidden,
            content,
        })
    }

    fn damaged(&self, detail: String) -> WorkbookError {
        WorkbookError::damaged(self.records.part.name(), detail)
    }
}

/// The records of a part.
struct Records<'p> {
    part: Part<'p>,
    /// The data of the record that was read last.
    data: Vec<u8>,
    max: u64,
}

impl<'p> Records<'p> {
    fn new(part: Part<'p>, limits: &Limits) -> Self {
        Self {
            part,
            data: Vec::new(),
            max: limits.max_cell_bytes,
        }
    }

    /// Reads the next record and gives its type; `None` after the last.
    fn next(&mut self) -> Result<Option<u16>, WorkbookError> {
        self.part.start_event();
        let at_end = match self.part.fill_buf() {
            Ok(bytes) => bytes.is_empty(),
            Err(fault) => return Err(from_io(fault, self.part.name())),
        };
        if at_end {
            return Ok(None);
        }
        let kind = self.varint(2)?;
        let length = self.varint(4)?;
        if u64::from(length) > self.max {
            return Err(WorkbookError::bytes(
                format!("a record of {}", self.part.name()),
                u64::from(length),
                "max_cell_bytes",
                self.max,
            ));
        }
        self.data.clear();
        let read = (&mut self.part)
            .take(u64::from(length))
            .read_to_end(&mut self.data)
            .map_err(|fault| from_io(fault, self.part.name()))?;
        if read < length as usize {
            return Err(self.truncated());
        }
        Ok(Some(kind as u16))
    }

    fn varint(&mut self, bytes: u32) -> Result<u32, WorkbookError> {
        let mut value = 0;
        for place in 0..bytes {
            let mut byte = [0];
            match self.part.read(&mut byte) {
                Ok(0) => return Err(self.truncated()),
                Ok(_) => {}
                Err(fault) => return Err(from_io(fault, self.part.name())),
            }
            let [byte] = byte;
            // The two bytes of a type are kept as MS-XLSB numbers them: 617 is E9 04.
            value |= u32::from(byte & 0x7F) << (7 * place);
            if byte & 0x80 == 0 {
                break;
            }
        }
        Ok(value)
    }

    fn truncated(&self) -> WorkbookError {
        WorkbookError::Truncated {
            detail: format!("{} ends inside a record", self.part.name()),
        }
    }
}
