//! XLS: the workbook stream of Excel 5 to 2003 (MS-XLS), read record by record.
//!
//! The stream is held in memory, and of a sheet the places of its cells, which are sorted: writers may put cells in any
//! order. Both are bounded by the size of the file. Older editions are refused.
//!
//! This format is not left to calamine, which makes a grid of every sheet when it opens a file: two cells in the corners
//! of a sheet, in a file of a few kB, ask for all the cells between them. To refuse that beforehand takes the compound
//! file, the records and the cells' places, which is most of this reader, and would refuse sparse sheets that read here.

use std::collections::{BTreeMap, BTreeSet};

use encoding_rs::{Encoding, UTF_16LE, WINDOWS_1252};

use super::binary::{error_name, f64_at, rk_number, u16_at, u32_at};
use super::compound::Compound;
use super::dates::{NumberKind, built_in, format_code};
use super::report::CellAddress;
use super::sink::{Each, RowSink, Slot};
use super::texts::Texts;
use super::{Limits, SheetInfo, SheetKind, SheetReport, WorkbookError};

/// An open XLS file.
pub(super) struct Xls {
    stream: Vec<u8>,
    sheets: Vec<SheetInfo>,
    /// Where each sheet's records start.
    starts: Vec<usize>,
    strings: Texts,
    formats: Vec<NumberKind>,
    letters: Letters,
    date_1904: bool,
}

/// How texts are written.
#[derive(Debug, Clone, Copy)]
struct Letters {
    /// Excel 97 and later: a byte of flags, then Latin-1 or UTF-16 units.
    unicode: bool,
    /// Before: bytes of the code page.
    page: &'static Encoding,
}

impl Xls {
    pub(super) fn open(mut compound: Compound, limits: &Limits) -> Result<Self, WorkbookError> {
        let stream = match compound.stream("Workbook", limits)? {
            Some(stream) => stream,
            None => compound.stream("Book", limits)?.unwrap_or_default(),
        };
        let mut book = Self {
            stream: Vec::new(),
            sheets: Vec::new(),
            starts: Vec::new(),
            strings: Texts::default(),
            formats: Vec::new(),
            letters: Letters {
                unicode: true,
                page: WINDOWS_1252,
            },
            date_1904: false,
        };
        book.read_globals(&stream, limits)?;
        book.stream = stream;
        Ok(book)
    }

    pub(super) fn sheets(&self) -> &[SheetInfo] {
        &self.sheets
    }

    pub(super) fn date_1904(&self) -> bool {
        self.date_1904
    }

    fn read_globals(&mut self, stream: &[u8], limits: &Limits) -> Result<(), WorkbookError> {
        let mut records = Records { stream, at: 0 };
        let mut own: BTreeMap<u16, NumberKind> = BTreeMap::new();
        let mut formats = Vec::new();
        let mut seen_start = false;
        while let Some(record) = records.next()? {
            match record.kind {
                BOF if !seen_start => {
                    seen_start = true;
                    self.letters.unicode = match u16_at(record.data, 0) {
                        Some(0x0600) => true,
                        Some(0x0500) => false,
                        _ => return Err(too_old()),
                    };
                }
                FILE_PASS => return Err(WorkbookError::Encrypted),
                CODE_PAGE => self.letters.page = code_page(u16_at(record.data, 0).unwrap_or(1252)),
                DATE_MODE => self.date_1904 = u16_at(record.data, 0) == Some(1),
                FORMAT => {
                    let code = if self.letters.unicode {
                        self.letters.long(record.data, 2)
                    } else {
                        self.letters.short(record.data, 2)
                    };
                    if let (Some(id), Some(code)) = (u16_at(record.data, 0), code) {
                        own.insert(id, format_code(&code));
                    }
                }
                XF => formats.push(u16_at(record.data, 2).unwrap_or(0)),
                BOUND_SHEET => {
                    let (Some(start), Some(&state), Some(&kind)) = (
                        u32_at(record.data, 0),
                        record.data.get(4),
                        record.data.get(5),
                    ) else {
                        return Err(WorkbookError::damaged(
                            "the list of sheets",
                            "an entry is too short",
                        ));
                    };
                    self.starts.push(start as usize);
                    self.sheets.push(SheetInfo {
                        name: self.letters.short(record.data, 6).unwrap_or_default(),
                        hidden: state & 3 != 0,
                        kind: match kind {
                            0 => SheetKind::Worksheet,
                            1 => SheetKind::Macro,
                            2 => SheetKind::Chart,
                            _ => SheetKind::Other,
                        },
                    });
                }
                SST => self.read_strings(record.data, &mut records, limits)?,
                EOF => break,
                _ => {}
            }
        }
        if !seen_start {
            return Err(too_old());
        }
        self.formats = formats
            .into_iter()
            .map(|id| {
                own.get(&id)
                    .copied()
                    .unwrap_or_else(|| built_in(u32::from(id)))
            })
            .collect();
        Ok(())
    }

    /// The table of shared strings, which goes on over records of the kind `CONTINUE`.
    fn read_strings<'s>(
        &mut self,
        first: &'s [u8],
        records: &mut Records<'s>,
        limits: &Limits,
    ) -> Result<(), WorkbookError> {
        let unique = u32_at(first, 4).unwrap_or(0);
        let mut pieces = Pieces {
            data: first.get(8..).unwrap_or_default(),
            records,
        };
        for index in 0..unique {
            if pieces.shared_string(self.strings.buffer())?.is_none() {
                return Err(WorkbookError::Truncated {
                    detail: format!("shared string {index} of {unique} is missing"),
                });
            }
            self.strings.finish(limits)?;
        }
        Ok(())
    }

    pub(super) fn rows(
        &self,
        index: usize,
        limits: &Limits,
        each: Each<'_>,
    ) -> Result<SheetReport, WorkbookError> {
        let start = self.starts.get(index).copied().unwrap_or(usize::MAX);
        if start >= self.stream.len() {
            return Err(WorkbookError::Truncated {
                detail: format!("sheet {} lies beyond its end", index + 1),
            });
        }
        let mut sheet = SheetCells::default();
        let mut records = Records {
            stream: &self.stream,
            at: start,
        };
        sheet.read(&mut records, self)?;
        let mut sink = RowSink::new(limits, self.date_1904, each);
        for &(first, last) in &sheet.merged {
            sink.report.note_merged(first, last);
        }
        // Stable, so that of two values for a cell the later one counts.
        sheet.cells.sort_by_key(|cell| (cell.row, cell.column));
        for cell in &sheet.cells {
            let row = u64::from(cell.row) + 1;
            if sink.go_to_row(row, false)?.is_break() {
                return Ok(sink.report);
            }
            if sheet.hidden.contains(&cell.row) {
                sink.hide_row();
            }
            let column = u32::from(cell.column);
            match cell.value {
                Stored::Shared(index) => {
                    let Some(text) = self.strings.get(index as usize) else {
                        return Err(WorkbookError::damaged(
                            format!("cell {}", sink.address(column)),
                            format!(
                                "it refers to shared string {index}, and there are {}",
                                self.strings.len()
                            ),
                        ));
                    };
                    sink.put_shared(column, text);
                }
                Stored::Text(start, end) => {
                    sink.put_text(column, sheet.text.get(start..end).unwrap_or_default());
                }
                Stored::Bool(truth) => sink.put(column, Slot::Bool(truth)),
                Stored::Error(code) => sink.put(column, Slot::ErrorCode(error_name(code))),
                Stored::Number(number, style) => {
                    let kind = self.formats.get(usize::from(style)).copied();
                    let kind = kind.unwrap_or(NumberKind::Plain);
                    sink.put_formatted(column, number, kind, self.date_1904);
                }
            }
        }
        Ok(sink.finish())
    }
}

const FORMULA: u16 = 0x0006;
const EOF: u16 = 0x000A;
const DATE_MODE: u16 = 0x0022;
const FILE_PASS: u16 = 0x002F;
const CONTINUE: u16 = 0x003C;
const CODE_PAGE: u16 = 0x0042;
const BOUND_SHEET: u16 = 0x0085;
const MUL_RK: u16 = 0x00BD;
const R_STRING: u16 = 0x00D6;
const XF: u16 = 0x00E0;
const MERGE_CELLS: u16 = 0x00E5;
const SST: u16 = 0x00FC;
const LABEL_SST: u16 = 0x00FD;
const NUMBER: u16 = 0x0203;
const LABEL: u16 = 0x0204;
const BOOL_ERR: u16 = 0x0205;
const STRING: u16 = 0x0207;
const ROW: u16 = 0x0208;
const RK: u16 = 0x027E;
const FORMAT: u16 = 0x041E;
const BOF: u16 = 0x0809;

/// One cell of a sheet.
#[derive(Debug, Clone, Copy)]
struct StoredCell {
    row: u16,
    column: u16,
    value: Stored,
}

#[derive(Debug, Clone, Copy)]
enum Stored {
    Number(f64, u16),
    Shared(u32),
    Text(usize, usize),
    Bool(bool),
    Error(u8),
}

#[derive(Debug, Default)]
struct SheetCells {
    cells: Vec<StoredCell>,
    text: String,
    /// The corners of merged ranges.
    merged: Vec<(CellAddress, CellAddress)>,
    /// Rows that the workbook hides.
    hidden: BTreeSet<u16>,
    /// The cell of a formula whose text comes in a record of its own.
    awaits_text: Option<(u16, u16)>,
}

impl SheetCells {
    fn read(&mut self, records: &mut Records<'_>, book: &Xls) -> Result<(), WorkbookError> {
        // Charts within the sheet have streams of their own, with records that look like cells.
        let mut depth = 0_u32;
        while let Some(record) = records.next()? {
            match record.kind {
                BOF => depth += 1,
                EOF => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return Ok(());
                    }
                }
                _ if depth > 1 => {}
                STRING => {
                    if let Some((row, column)) = self.awaits_text.take() {
                        let start = self.text.len();
                        let mut pieces = Pieces {
                            data: record.data,
                            records: &mut *records,
                        };
                        let text = book.letters.formula_text(&mut pieces)?;
                        self.text.push_str(&text);
                        let value = Stored::Text(start, self.text.len());
                        self.cells.push(StoredCell { row, column, value });
                    }
                }
                MERGE_CELLS => self.read_merged(record.data),
                // Row, columns, height and more, and then flags, of which the sixth hides.
                ROW if record.data.get(12).is_some_and(|flags| flags & 0x20 != 0) => {
                    self.hidden.extend(u16_at(record.data, 0));
                }
                NUMBER | RK | MUL_RK | LABEL | R_STRING | LABEL_SST | BOOL_ERR | FORMULA => {
                    let place = u16_at(record.data, 0).zip(u16_at(record.data, 2));
                    let read =
                        place.and_then(|(row, column)| self.read_cell(&record, row, column, book));
                    if read.is_none() {
                        return Err(WorkbookError::damaged(
                            format!("byte {} of the workbook stream", record.at),
                            "a cell is too short",
                        ));
                    }
                }
                _ => {}
            }
        }
        Err(WorkbookError::Truncated {
            detail: "a sheet has no end".to_owned(),
        })
    }

    /// Merged ranges: their count, then first and last row, first and last column of each.
    fn read_merged(&mut self, data: &[u8]) {
        let count = usize::from(u16_at(data, 0).unwrap_or(0));
        let ranges = data.get(2..).unwrap_or_default().chunks_exact(8);
        self.merged.extend(ranges.take(count).filter_map(|range| {
            let corner = |row, column| {
                Some(CellAddress {
                    row: u64::from(u16_at(range, row)?) + 1,
                    column: u32::from(u16_at(range, column)?),
                })
            };
            corner(0, 4).zip(corner(2, 6))
        }));
    }

    /// Reads one cell record: row, column, style, value. `None` if it is too short.
    fn read_cell(&mut self, record: &Record<'_>, row: u16, column: u16, book: &Xls) -> Option<()> {
        let data = record.data;
        let value = match record.kind {
            NUMBER => Some(Stored::Number(f64_at(data, 6)?, u16_at(data, 4)?)),
            RK => Some(Stored::Number(
                rk_number(u32_at(data, 6)?),
                u16_at(data, 4)?,
            )),
            MUL_RK => {
                // The column of the last one stands at the end.
                let values = data.get(4..data.len().checked_sub(2)?)?;
                for (offset, value) in values.chunks_exact(6).enumerate() {
                    self.cells.push(StoredCell {
                        row,
                        column: column.checked_add(u16::try_from(offset).ok()?)?,
                        value: Stored::Number(rk_number(u32_at(value, 2)?), u16_at(value, 0)?),
                    });
                }
                None
            }
            LABEL_SST => Some(Stored::Shared(u32_at(data, 6)?)),
            LABEL | R_STRING => {
                let start = self.text.len();
                self.text.push_str(&book.letters.long(data, 6)?);
                Some(Stored::Text(start, self.text.len()))
            }
            BOOL_ERR => Some(if *data.get(7)? == 0 {
                Stored::Bool(*data.get(6)? != 0)
            } else {
                Stored::Error(*data.get(6)?)
            }),
            // A formula's result is a number, or by its last two bytes something else.
            _ => match (u16_at(data, 12)?, *data.get(6)?) {
                (0xFFFF, 0) => {
                    self.awaits_text = Some((row, column));
                    None
                }
                (0xFFFF, 1) => Some(Stored::Bool(*data.get(8)? != 0)),
                (0xFFFF, 2) => Some(Stored::Error(*data.get(8)?)),
                (0xFFFF, _) => None,
                _ => Some(Stored::Number(f64_at(data, 6)?, u16_at(data, 4)?)),
            },
        };
        if let Some(value) = value {
            self.cells.push(StoredCell { row, column, value });
        }
        Some(())
    }
}

/// One record: what it is, and its data.
struct Record<'s> {
    kind: u16,
    data: &'s [u8],
    at: usize,
}

struct Records<'s> {
    stream: &'s [u8],
    at: usize,
}

impl<'s> Records<'s> {
    fn next(&mut self) -> Result<Option<Record<'s>>, WorkbookError> {
        let at = self.at;
        let (Some(kind), Some(length)) = (u16_at(self.stream, at), u16_at(self.stream, at + 2))
        else {
            return Ok(None);
        };
        let end = at + 4 + usize::from(length);
        let Some(data) = self.stream.get(at + 4..end) else {
            return Err(WorkbookError::Truncated {
                detail: format!("the record at byte {at} of the workbook stream ends beyond it"),
            });
        };
        self.at = end;
        Ok(Some(Record { kind, data, at }))
    }

    /// The next record's data if it continues the last.
    fn next_piece(&mut self) -> Result<Option<&'s [u8]>, WorkbookError> {
        if u16_at(self.stream, self.at) == Some(CONTINUE) {
            return Ok(self.next()?.map(|record| record.data));
        }
        Ok(None)
    }
}

/// Data that goes on over several records.
struct Pieces<'r, 's> {
    data: &'s [u8],
    records: &'r mut Records<'s>,
}

impl<'s> Pieces<'_, 's> {
    /// Up to `count` bytes, as many as the record still has, or the next one if it has none; `None` after the last.
    fn some(&mut self, count: usize) -> Result<Option<&'s [u8]>, WorkbookError> {
        while self.data.is_empty() {
            match self.records.next_piece()? {
                Some(data) => self.data = data,
                None => return Ok(None),
            }
        }
        let (taken, rest) = self.data.split_at(count.min(self.data.len()));
        self.data = rest;
        Ok(Some(taken))
    }

    fn number(&mut self, bytes: usize) -> Result<Option<usize>, WorkbookError> {
        let mut number = 0;
        for place in 0..bytes {
            let Some(&[byte]) = self.some(1)? else {
                return Ok(None);
            };
            number |= usize::from(byte) << (8 * place);
        }
        Ok(Some(number))
    }

    /// Letters of a text; where a new record starts among them, it starts with flags of its own.
    fn letters(
        &mut self,
        count: usize,
        mut wide: bool,
        text: &mut String,
    ) -> Result<Option<()>, WorkbookError> {
        let mut left = count;
        // A pair of units may be parted by a record, so units are gathered before they are decoded.
        let mut units: Vec<u16> = Vec::with_capacity(count.min(1 << 16));
        while left > 0 {
            if self.data.is_empty() {
                let Some(flags) = self.number(1)? else {
                    return Ok(None);
                };
                wide = flags & 1 == 1;
                continue;
            }
            let width = if wide { 2 } else { 1 };
            let taken = left.min(self.data.len() / width);
            if taken == 0 {
                return Ok(None);
            }
            let Some(bytes) = self.some(taken * width)? else {
                return Ok(None);
            };
            if wide {
                units.extend(bytes.chunks_exact(2).filter_map(|unit| u16_at(unit, 0)));
            } else {
                units.extend(bytes.iter().map(|&byte| u16::from(byte)));
            }
            left -= taken;
        }
        text.extend(
            char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)),
        );
        Ok(Some(()))
    }

    /// A string of the table, without its runs of rich text and its phonetic guide.
    fn shared_string(&mut self, text: &mut String) -> Result<Option<()>, WorkbookError> {
        let (Some(count), Some(flags)) = (self.number(2)?, self.number(1)?) else {
            return Ok(None);
        };
        let mut trailing = 0_usize;
        if flags & 8 == 8 {
            let Some(runs) = self.number(2)? else {
                return Ok(None);
            };
            trailing += runs * 4;
        }
        if flags & 4 == 4 {
            let Some(extra) = self.number(4)? else {
                return Ok(None);
            };
            trailing = trailing.saturating_add(extra);
        }
        if self.letters(count, flags & 1 == 1, text)?.is_none() {
            return Ok(None);
        }
        while trailing > 0 {
            let Some(skipped) = self.some(trailing)? else {
                return Ok(None);
            };
            trailing -= skipped.len();
        }
        Ok(Some(()))
    }
}

impl Letters {
    /// A text with its length in one byte.
    fn short(self, data: &[u8], at: usize) -> Option<String> {
        let count = usize::from(*data.get(at)?);
        self.counted(data.get(at + 1..)?, count)
    }

    /// A text with its length in two bytes.
    fn long(self, data: &[u8], at: usize) -> Option<String> {
        let count = usize::from(u16_at(data, at)?);
        self.counted(data.get(at + 2..)?, count)
    }

    fn counted(self, data: &[u8], count: usize) -> Option<String> {
        if !self.unicode {
            let (text, _) = self.page.decode_without_bom_handling(data.get(..count)?);
            return Some(text.into_owned());
        }
        let (&flags, letters) = data.split_first()?;
        if flags & 1 == 1 {
            let (text, _) = UTF_16LE.decode_without_bom_handling(letters.get(..count * 2)?);
            Some(text.into_owned())
        } else {
            Some(
                letters
                    .get(..count)?
                    .iter()
                    .map(|&byte| char::from(byte))
                    .collect(),
            )
        }
    }

    /// The text that a formula gave, which may go on over several records.
    fn formula_text(self, pieces: &mut Pieces<'_, '_>) -> Result<String, WorkbookError> {
        let short = || WorkbookError::Truncated {
            detail: "the text of a formula is missing".to_owned(),
        };
        let count = pieces.number(2)?.ok_or_else(short)?;
        if !self.unicode {
            let bytes = pieces.some(count)?.unwrap_or_default();
            return Ok(self.page.decode_without_bom_handling(bytes).0.into_owned());
        }
        let mut text = String::new();
        let flags = if count == 0 {
            0
        } else {
            pieces.number(1)?.ok_or_else(short)?
        };
        pieces
            .letters(count, flags & 1 == 1, &mut text)?
            .ok_or_else(short)?;
        Ok(text)
    }
}

/// The encoding of a code page; Western where it is unknown.
fn code_page(number: u16) -> &'static Encoding {
    match number {
        874 => encoding_rs::WINDOWS_874,
        932 => encoding_rs::SHIFT_JIS,
        936 => encoding_rs::GBK,
        949 => encoding_rs::EUC_KR,
        950 => encoding_rs::BIG5,
        1250 => encoding_rs::WINDOWS_1250,
        1251 => encoding_rs::WINDOWS_1251,
        1253 => encoding_rs::WINDOWS_1253,
        1254 => encoding_rs::WINDOWS_1254,
        54936 => encoding_rs::GB18030,
        _ => WINDOWS_1252,
    }
}

fn too_old() -> WorkbookError {
    WorkbookError::Unsupported {
        what: "sheets of Excel 4 or older".to_owned(),
    }
}
