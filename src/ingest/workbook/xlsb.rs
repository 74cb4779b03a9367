//! XLSB: the parts of XLSX as binary records (MS-XLSB), read record by record.
//!
//! A record is a type (one or two bytes) and a length (one to four), seven bits a byte, then its data. Records that hold
//! nothing this program needs are passed over.

use std::collections::BTreeMap;
use std::io::{BufRead, Read};
use std::ops::ControlFlow;

use super::binary::{error_name, f64_at, rk_number, u16_at, u32_at, utf16_at};
use super::dates::{NumberKind, built_in, format_code, serial_1900};
use super::ooxml::{Relationship, relationships, sheet_kind};
use super::package::{Package, Part, from_io};
use super::sink::{Each, RowSink, Slot, Texts};
use super::{Limits, SheetInfo, SheetReport, WorkbookError};

/// An open XLSB file.
pub(super) struct Xlsb {
    package: Package,
    sheets: Vec<SheetInfo>,
    /// The sheets' parts, in the same order.
    parts: Vec<String>,
    strings_part: Option<String>,
    strings: Option<Texts>,
    formats: Vec<NumberKind>,
    date_1904: bool,
}

impl Xlsb {
    pub(super) fn open(
        mut package: Package,
        main: &str,
        limits: &Limits,
    ) -> Result<Self, WorkbookError> {
        let related = relationships(&mut package, main, limits)?;
        let mut book = Self {
            package,
            sheets: Vec::new(),
            parts: Vec::new(),
            strings_part: None,
            strings: None,
            formats: Vec::new(),
            date_1904: false,
        };
        book.read_workbook(main, &related, limits)?;
        let of_kind = |kind: &str| {
            related
                .values()
                .find(|relationship| relationship.kind == kind)
                .map(|relationship| relationship.target.clone())
        };
        book.strings_part = of_kind("sharedStrings");
        if let Some(styles) = of_kind("styles") {
            book.formats = read_styles(&mut book.package, &styles, limits)?;
        }
        Ok(book)
    }

    pub(super) fn sheets(&self) -> &[SheetInfo] {
        &self.sheets
    }

    pub(super) fn date_1904(&self) -> bool {
        self.date_1904
    }

    fn read_workbook(
        &mut self,
        main: &str,
        related: &BTreeMap<String, Relationship>,
        limits: &Limits,
    ) -> Result<(), WorkbookError> {
        let Some(part) = self.package.small_part(main, limits)? else {
            return Err(WorkbookError::damaged(main, "the part is missing"));
        };
        let mut records = Records::new(part, limits);
        while let Some(kind) = records.next()? {
            match kind {
                BRT_WB_PROP => self.date_1904 = u32_at(&records.data, 0).unwrap_or(0) & 1 == 1,
                BRT_BUNDLE_SH => {
                    let state = u32_at(&records.data, 0).unwrap_or(0);
                    let found = utf16_at(&records.data, 8).and_then(|(id, next)| {
                        let (name, _) = utf16_at(&records.data, next)?;
                        Some((name, related.get(&id)?))
                    });
                    let Some((name, relationship)) = found else {
                        return Err(WorkbookError::damaged(main, "no part is named for a sheet"));
                    };
                    self.sheets.push(SheetInfo {
                        name,
                        hidden: state != 0,
                        kind: sheet_kind(relationship),
                    });
                    self.parts.push(relationship.target.clone());
                }
                _ => {}
            }
        }
        Ok(())
    }

    pub(super) fn rows(
        &mut self,
        index: usize,
        limits: &Limits,
        each: Each<'_>,
    ) -> Result<SheetReport, WorkbookError> {
        if self.strings.is_none() {
            self.strings = Some(match &self.strings_part {
                Some(name) => read_strings(&mut self.package, name, limits)?,
                None => Texts::default(),
            });
        }
        let empty = Texts::default();
        let strings = self.strings.as_ref().unwrap_or(&empty);
        let name = self.parts.get(index).map_or("", String::as_str);
        let Some(part) = self.package.part(name, limits)? else {
            return Err(WorkbookError::damaged(name, "the part is missing"));
        };
        let mut records = Records::new(part, limits);
        let mut sink = RowSink::new(limits, strings, self.date_1904, each);
        let mut in_data = false;
        let mut seen_data = false;
        while let Some(kind) = records.next()? {
            match kind {
                BRT_BEGIN_SHEET_DATA => {
                    in_data = true;
                    seen_data = true;
                }
                BRT_END_SHEET_DATA => {
                    in_data = false;
                    if sink.row() > 0 && sink.end_row(1) == ControlFlow::Break(()) {
                        return Ok(sink.report);
                    }
                }
                BRT_ROW_HDR if in_data => {
                    if sink.row() > 0 && sink.end_row(1) == ControlFlow::Break(()) {
                        return Ok(sink.report);
                    }
                    let row = u32_at(&records.data, 0)
                        .ok_or_else(|| WorkbookError::damaged(name, "a row has no number"))?;
                    sink.start_row(u64::from(row) + 1)?;
                }
                BRT_CELL_RK..=BRT_FMLA_ERROR | BRT_CELL_R_STRING if in_data => {
                    let read = put_cell(
                        kind,
                        &records.data,
                        &self.formats,
                        self.date_1904,
                        &mut sink,
                    )?;
                    let Some(()) = read else {
                        return Err(WorkbookError::damaged(
                            name,
                            format!("a cell of row {} is too short", sink.row()),
                        ));
                    };
                }
                12..=18 if in_data => {
                    return Err(WorkbookError::Unsupported {
                        what: format!("cells in the short form ({name})"),
                    });
                }
                BRT_MERGE_CELL => sink.report.merged_ranges += 1,
                _ => {}
            }
        }
        if seen_data && !in_data {
            Ok(sink.report)
        } else {
            Err(WorkbookError::Truncated {
                detail: format!("{name} ends before its cells do"),
            })
        }
    }
}

const BRT_ROW_HDR: u16 = 0;
const BRT_CELL_RK: u16 = 2;
const BRT_CELL_ERROR: u16 = 3;
const BRT_CELL_BOOL: u16 = 4;
const BRT_CELL_REAL: u16 = 5;
const BRT_CELL_ST: u16 = 6;
const BRT_CELL_ISST: u16 = 7;
const BRT_FMLA_STRING: u16 = 8;
const BRT_FMLA_NUM: u16 = 9;
const BRT_FMLA_BOOL: u16 = 10;
const BRT_FMLA_ERROR: u16 = 11;
const BRT_SST_ITEM: u16 = 19;
const BRT_FMT: u16 = 44;
const BRT_XF: u16 = 47;
const BRT_CELL_R_STRING: u16 = 62;
const BRT_BEGIN_SHEET_DATA: u16 = 145;
const BRT_END_SHEET_DATA: u16 = 146;
const BRT_WB_PROP: u16 = 153;
const BRT_BUNDLE_SH: u16 = 156;
const BRT_MERGE_CELL: u16 = 176;
const BRT_BEGIN_CELL_XFS: u16 = 617;
const BRT_END_CELL_XFS: u16 = 618;

/// Puts a cell into its row; `None` if its record is too short. Column, style (24 bits), then the value.
fn put_cell(
    kind: u16,
    data: &[u8],
    formats: &[NumberKind],
    date_1904: bool,
    sink: &mut RowSink<'_>,
) -> Result<Option<()>, WorkbookError> {
    let (Some(column), Some(style)) = (u32_at(data, 0), u32_at(data, 4)) else {
        return Ok(None);
    };
    let number = |value: f64| {
        let kind = formats.get((style & 0x00FF_FFFF) as usize).copied();
        match kind.unwrap_or(NumberKind::Plain) {
            NumberKind::Plain => Slot::Number(value),
            kind => Slot::Serial(serial_1900(value, kind, date_1904)),
        }
    };
    let slot = match kind {
        BRT_CELL_RK => u32_at(data, 8).map(|rk| number(rk_number(rk))),
        BRT_CELL_REAL | BRT_FMLA_NUM => f64_at(data, 8).map(number),
        BRT_CELL_BOOL | BRT_FMLA_BOOL => data.get(8).map(|&truth| Slot::Bool(truth != 0)),
        BRT_CELL_ERROR | BRT_FMLA_ERROR => {
            data.get(8).map(|&code| Slot::ErrorCode(error_name(code)))
        }
        BRT_CELL_ISST => {
            let Some(index) = u32_at(data, 8) else {
                return Ok(None);
            };
            sink.put_shared(column, index as usize)?;
            return Ok(Some(()));
        }
        BRT_CELL_ST | BRT_FMLA_STRING | BRT_CELL_R_STRING => {
            // Rich text has a byte of flags before its letters.
            let at = if kind == BRT_CELL_R_STRING { 9 } else { 8 };
            let Some((text, _)) = utf16_at(data, at) else {
                return Ok(None);
            };
            sink.put_text(column, &text);
            return Ok(Some(()));
        }
        _ => return Ok(Some(())),
    };
    Ok(slot.map(|slot| sink.put(column, slot)))
}

fn read_strings(
    package: &mut Package,
    name: &str,
    limits: &Limits,
) -> Result<Texts, WorkbookError> {
    let mut texts = Texts::default();
    let Some(part) = package.part(name, limits)? else {
        return Ok(texts);
    };
    let mut records = Records::new(part, limits);
    while let Some(kind) = records.next()? {
        if kind == BRT_SST_ITEM {
            let Some((text, _)) = utf16_at(&records.data, 1) else {
                return Err(WorkbookError::damaged(
                    name,
                    format!("shared string {} is too short", texts.len()),
                ));
            };
            texts.buffer().push_str(&text);
            texts.finish(limits)?;
        }
    }
    Ok(texts)
}

fn read_styles(
    package: &mut Package,
    name: &str,
    limits: &Limits,
) -> Result<Vec<NumberKind>, WorkbookError> {
    let mut formats = Vec::new();
    let Some(part) = package.small_part(name, limits)? else {
        return Ok(formats);
    };
    let mut records = Records::new(part, limits);
    let mut own: BTreeMap<u16, NumberKind> = BTreeMap::new();
    let mut in_cell_formats = false;
    while let Some(kind) = records.next()? {
        match kind {
            BRT_FMT => {
                if let (Some(id), Some((code, _))) =
                    (u16_at(&records.data, 0), utf16_at(&records.data, 2))
                {
                    own.insert(id, format_code(&code));
                }
            }
            BRT_BEGIN_CELL_XFS => in_cell_formats = true,
            BRT_END_CELL_XFS => in_cell_formats = false,
            BRT_XF if in_cell_formats => {
                let id = u16_at(&records.data, 2).unwrap_or(0);
                formats.push(
                    own.get(&id)
                        .copied()
                        .unwrap_or_else(|| built_in(u32::from(id))),
                );
            }
            _ => {}
        }
    }
    Ok(formats)
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
