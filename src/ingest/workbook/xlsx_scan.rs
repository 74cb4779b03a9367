//! The cells of an XLSX sheet, in one pass over its part as it is unpacked: values, limits, damage, merged and hidden rows.
//!
//! Nearly all cells have one of two forms, `<c r="B7" s="1" t="s"><v>12</v></c>` and the one for texts in line. They are read
//! by their bytes ([`plain_cell`]); what is not exactly so (prefixes, formulas, runs of text, further attributes, cells that
//! the buffer ends in) is read tag by tag, with the same result. `<dimension>`, counts and spans are advice and not looked at.

use std::ops::ControlFlow;

use memchr::{memchr, memchr2};

use super::dates::{NumberKind, iso_moment};
use super::markup::{Markup, Token, decode, settle, unescape};
use super::package::Part;
use super::report::{CellAddress, parse_address};
use super::sink::{RowSink, Slot};
use super::texts::Texts;
use super::xml::attributes_in;
use super::{Limits, SheetReport, WorkbookError};

/// Far beyond what spreadsheets have.
const MAX_ROW: u64 = 1 << 31;
const MAX_COLUMN: u32 = 1 << 24;

/// What the sheets of a workbook share.
#[derive(Debug, Default)]
pub(super) struct Contents {
    pub(super) strings: Texts,
    /// By cell style, what it makes of a number.
    pub(super) formats: Vec<NumberKind>,
    pub(super) date_1904: bool,
}

/// What the type of a cell says its value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// No type: a number, or what else is there as text.
    Unsaid,
    Number,
    Shared,
    Bool,
    Error,
    Text,
    Date,
    Inline,
    Unknown,
}

impl Form {
    fn named(name: &[u8]) -> Self {
        match name {
            b"n" => Self::Number,
            b"s" => Self::Shared,
            b"b" => Self::Bool,
            b"e" => Self::Error,
            b"str" => Self::Text,
            b"d" => Self::Date,
            b"inlineStr" | b"is" => Self::Inline,
            _ => Self::Unknown,
        }
    }
}

/// The tag of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct CellTag {
    place: Option<CellAddress>,
    style: usize,
    form: Form,
}

impl CellTag {
    const PLAIN: Self = Self {
        place: None,
        style: 0,
        form: Form::Unsaid,
    };
}

/// What a plain cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Body<'t> {
    Nothing,
    Value(&'t [u8]),
    /// A text, and whether the spaces around it are to be preserved.
    Inline(&'t [u8], bool),
}

/// A sheet that is being read.
pub(super) struct SheetScan<'p, 'a> {
    markup: Markup<'p>,
    cells: Cells<'a>,
    /// The text of the cell at hand.
    text: String,
}

impl<'p, 'a> SheetScan<'p, 'a> {
    pub(super) fn new(
        part: Part<'p>,
        contents: &'a Contents,
        limits: &'a Limits,
        sink: RowSink<'a>,
    ) -> Self {
        Self {
            markup: Markup::new(part, limits.max_cell_bytes),
            cells: Cells {
                contents,
                sink,
                row: 1,
                column: 0,
                starts_row: true,
                hidden: false,
            },
            text: String::new(),
        }
    }

    /// Hands all rows on, and reads the part to its end.
    pub(super) fn run(mut self) -> Result<SheetReport, WorkbookError> {
        let (mut in_data, mut seen_data) = (false, false);
        loop {
            if in_data && self.plain_cells()?.is_break() {
                return Ok(self.cells.sink.report);
            }
            match self.markup.next()? {
                Token::Start(tag) => match tag.name {
                    b"c" if in_data => {
                        let tag = cell_tag(tag.attributes()?)?;
                        if self.cell(tag)?.is_break() {
                            return Ok(self.cells.sink.report);
                        }
                    }
                    b"row" if in_data => self.cells.start_row(tag.attributes()?)?,
                    b"sheetData" => {
                        in_data = true;
                        seen_data = true;
                    }
                    b"mergeCell" => {
                        let range = attributes_in(tag.attributes()?).flatten();
                        let corners =
                            range
                                .filter(|(name, _)| *name == "ref")
                                .find_map(|(_, range)| {
                                    let (first, last) = range.split_once(':')?;
                                    Some((parse_address(first)?, parse_address(last)?))
                                });
                        match corners {
                            Some((first, last)) => self.cells.sink.report.note_merged(first, last),
                            None => self.cells.sink.report.merged_ranges += 1,
                        }
                    }
                    _ => {}
                },
                Token::End(b"row") if in_data => self.cells.end_row(),
                Token::End(b"sheetData") => in_data = false,
                Token::Eof if seen_data => return Ok(self.cells.sink.finish()),
                Token::Eof => {
                    return Err(WorkbookError::damaged(
                        self.markup.name(),
                        "the sheet has no sheetData",
                    ));
                }
                _ => {}
            }
        }
    }

    /// Reads the plain cells ahead, up to what is something else.
    fn plain_cells(&mut self) -> Result<ControlFlow<()>, WorkbookError> {
        while let Some((tag, body, length)) = plain_cell(self.markup.ahead()) {
            let address = match self.cells.place(tag)? {
                ControlFlow::Continue(address) => address,
                ControlFlow::Break(()) => return Ok(ControlFlow::Break(())),
            };
            match body {
                Body::Nothing => {}
                Body::Value(raw) => self.cells.put(address, tag, raw)?,
                Body::Inline(raw, preserve) => self.cells.put_inline(address, raw, preserve)?,
            }
            self.markup.skip(length);
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Reads the rest of a cell tag by tag.
    fn cell(&mut self, tag: CellTag) -> Result<ControlFlow<()>, WorkbookError> {
        let outside = self.markup.depth().saturating_sub(1);
        let address = match self.cells.place(tag)? {
            ControlFlow::Continue(address) => address,
            ControlFlow::Break(()) => return Ok(ControlFlow::Break(())),
        };
        let place = || format!("cell {address}");
        let (mut formula, mut valued) = (false, false);
        while self.markup.depth() > outside {
            let Token::Start(child) = self.markup.next()? else {
                continue;
            };
            match child.name {
                b"v" => {
                    let text = &mut self.text;
                    text.clear();
                    self.markup.text(text, &place)?;
                    // A formula whose result is an empty text has the form for texts and an empty value.
                    valued |= tag.form == Form::Text || !text.trim_ascii().is_empty();
                    self.cells.put(address, tag, text.as_bytes())?;
                }
                b"is" => {
                    self.text.clear();
                    self.markup.rich_text(&mut self.text, &place)?;
                    valued = true;
                    self.cells.sink.put_text(address.column, &self.text);
                }
                b"f" => {
                    formula = true;
                    self.leave()?;
                }
                b"extLst" => self.leave()?,
                name => {
                    let name = String::from_utf8_lossy(name);
                    return Err(WorkbookError::damaged(
                        place(),
                        format!("<{name}> does not belong there"),
                    ));
                }
            }
        }
        if formula && !valued {
            self.cells.sink.report.formulas_without_value.note(address);
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Goes to the end of the element that has begun.
    fn leave(&mut self) -> Result<(), WorkbookError> {
        let outside = self.markup.depth().saturating_sub(1);
        while self.markup.depth() > outside {
            self.markup.next()?;
        }
        Ok(())
    }
}

/// Where the next cell stands, and the row that it goes to.
struct Cells<'a> {
    contents: &'a Contents,
    sink: RowSink<'a>,
    row: u64,
    column: u32,
    starts_row: bool,
    hidden: bool,
}

impl Cells<'_> {
    fn start_row(&mut self, attributes: &str) -> Result<(), WorkbookError> {
        self.starts_row = true;
        self.hidden = false;
        for attribute in attributes_in(attributes) {
            match attribute? {
                ("r", value) => {
                    let row = value.parse().ok();
                    self.row = row
                        .filter(|row| (1..=MAX_ROW).contains(row))
                        .ok_or_else(|| {
                            WorkbookError::damaged(
                                format!("after row {}", self.row.saturating_sub(1)),
                                format!("a row has the number {value}"),
                            )
                        })?;
                }
                ("hidden", value) => self.hidden = matches!(value, "1" | "true"),
                _ => {}
            }
        }
        Ok(())
    }

    fn end_row(&mut self) {
        self.row += 1;
        self.column = 0;
    }

    /// Goes to the place of a cell; breaks where the receiver of rows wants no more.
    fn place(&mut self, tag: CellTag) -> Result<ControlFlow<(), CellAddress>, WorkbookError> {
        let address = tag.place.unwrap_or(CellAddress {
            row: self.row,
            column: self.column,
        });
        self.column = address.column + 1;
        let starts = std::mem::take(&mut self.starts_row);
        if self.sink.go_to_row(address.row, starts)?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
        if starts && self.hidden {
            self.sink.hide_row();
        }
        Ok(ControlFlow::Continue(address))
    }

    /// Puts a value into the row by its cell's type. `raw`: references are replaced, escapes are not.
    fn put(&mut self, address: CellAddress, tag: CellTag, raw: &[u8]) -> Result<(), WorkbookError> {
        let column = address.column;
        let damaged = |what: &str| {
            let value = String::from_utf8_lossy(raw);
            let shown: String = value.trim().chars().take(40).collect();
            WorkbookError::damaged(format!("cell {address}"), format!("{shown} {what}"))
        };
        let text = || simdutf8::basic::from_utf8(raw).map_err(|_| damaged("is not UTF-8"));
        let trimmed = raw.trim_ascii();
        if trimmed.is_empty() && tag.form != Form::Text {
            return Ok(());
        }
        match tag.form {
            Form::Unsaid | Form::Number => match number(trimmed) {
                Some(number) => self.put_number(column, number, tag.style),
                None if tag.form == Form::Unsaid => self.sink.put_text(column, text()?),
                None => return Err(damaged("is no number")),
            },
            Form::Shared => {
                let strings = &self.contents.strings;
                let index = whole(trimmed).ok_or_else(|| damaged("is no shared string"))?;
                let Some(text) = strings.get(index) else {
                    return Err(WorkbookError::damaged(
                        format!("cell {address}"),
                        format!(
                            "it refers to shared string {index}, and there are {}",
                            strings.len()
                        ),
                    ));
                };
                self.sink.put_shared(column, text);
            }
            Form::Bool => {
                let truth = match trimmed {
                    b"0" => false,
                    b"1" => true,
                    _ if trimmed.eq_ignore_ascii_case(b"false") => false,
                    _ if trimmed.eq_ignore_ascii_case(b"true") => true,
                    _ => return Err(damaged("is no truth value")),
                };
                self.sink.put(column, Slot::Bool(truth));
            }
            Form::Error => self.sink.put_error(column, text()?.trim()),
            Form::Text => {
                let text = text()?;
                self.sink.put_written(column, |out| {
                    let start = out.len();
                    out.push_str(text);
                    unescape(out, start);
                    Ok::<_, WorkbookError>(())
                })?;
            }
            // An ISO date names its day, whatever the workbook counts from.
            Form::Date => {
                let text = text()?;
                match iso_moment(text) {
                    Some(serial) => self.sink.put(column, Slot::Serial(serial)),
                    None => self.sink.put_text(column, text),
                }
            }
            // The value is in the text beside it.
            Form::Inline => {}
            Form::Unknown => return Err(damaged("has a type that is not known")),
        }
        Ok(())
    }

    fn put_number(&mut self, column: u32, number: f64, style: usize) {
        let kind = self.contents.formats.get(style).copied();
        let kind = kind.unwrap_or(NumberKind::Plain);
        self.sink
            .put_formatted(column, number, kind, self.contents.date_1904);
    }

    fn put_inline(
        &mut self,
        address: CellAddress,
        raw: &[u8],
        preserve: bool,
    ) -> Result<(), WorkbookError> {
        self.sink
            .put_written(address.column, |out| {
                let start = out.len();
                decode(raw, out)?;
                settle(out, start, preserve);
                Ok(())
            })
            .map_err(|detail: String| WorkbookError::damaged(format!("cell {address}"), detail))
    }
}

/// A cell in a plain form, if the bytes begin with a whole one, and its length.
fn plain_cell(bytes: &[u8]) -> Option<(CellTag, Body<'_>, usize)> {
    let mut rest = bytes.strip_prefix(b"<c")?;
    let mut tag = CellTag::PLAIN;
    loop {
        match rest {
            [b' ', b'r', b'=', b'"', after @ ..] => {
                let (address, length) = plain_address(after)?;
                tag.place = Some(address);
                rest = after.get(length..)?;
            }
            [b' ', name @ (b's' | b't'), b'=', b'"', after @ ..] => {
                // The longest type is inlineStr.
                let end = after.iter().take(12).position(|&byte| byte == b'"')?;
                let value = after.get(..end)?;
                if *name == b's' {
                    tag.style = whole(value)?;
                } else {
                    tag.form = Form::named(value);
                }
                rest = after.get(end + 1..)?;
            }
            [b'/', b'>', after @ ..] => {
                return Some((tag, Body::Nothing, bytes.len() - after.len()));
            }
            [b'>', after @ ..] => {
                rest = after;
                break;
            }
            _ => return None,
        }
    }
    let (body, after) = if let Some(value) = rest.strip_prefix(b"<v>") {
        let (value, after) = value.split_at_checked(memchr(b'<', value)?)?;
        if memchr2(b'&', b'\r', value).is_some() {
            return None;
        }
        (Body::Value(value), after.strip_prefix(b"</v></c>")?)
    } else if tag.form == Form::Inline {
        let text = rest.strip_prefix(b"<is><t")?;
        let (text, preserve) = match text.strip_prefix(b">") {
            Some(text) => (text, false),
            None => (text.strip_prefix(b" xml:space=\"preserve\">")?, true),
        };
        let (text, after) = text.split_at_checked(memchr(b'<', text)?)?;
        let after = after.strip_prefix(b"</t></is></c>")?;
        (Body::Inline(text, preserve), after)
    } else {
        return None;
    };
    Some((tag, body, bytes.len() - after.len()))
}

/// An address such as `B7` and the length with the quote after it; others are read by [`parse_address`].
fn plain_address(bytes: &[u8]) -> Option<(CellAddress, usize)> {
    let (mut column, mut row, mut at) = (0_u32, 0_u64, 0);
    while let Some(letter @ b'A'..=b'Z') = bytes.get(at) {
        column = column * 26 + u32::from(letter - b'A') + 1;
        at += 1;
    }
    let letters = at;
    while let Some(digit @ b'0'..=b'9') = bytes.get(at) {
        row = row * 10 + u64::from(digit - b'0');
        at += 1;
        if at > 12 {
            return None;
        }
    }
    let column = column.checked_sub(1)?;
    let fits = (1..=4).contains(&letters) && (1..=MAX_ROW).contains(&row);
    (fits && bytes.get(at) == Some(&b'"')).then_some((CellAddress { row, column }, at + 1))
}

/// The tag of a cell by its attributes.
fn cell_tag(attributes: &str) -> Result<CellTag, WorkbookError> {
    let mut tag = CellTag::PLAIN;
    for attribute in attributes_in(attributes) {
        let (name, value) = attribute?;
        match name {
            "r" => {
                let place = parse_address(value).filter(|place| {
                    (1..=MAX_ROW).contains(&place.row) && place.column <= MAX_COLUMN
                });
                tag.place = Some(place.ok_or_else(|| {
                    WorkbookError::damaged("a cell's address", format!("{value} is none"))
                })?);
            }
            "s" => tag.style = whole(value.as_bytes()).unwrap_or(0),
            "t" => tag.form = Form::named(value.as_bytes()),
            _ => {}
        }
    }
    Ok(tag)
}

/// A whole number of digits alone.
fn whole(digits: &[u8]) -> Option<usize> {
    if digits.is_empty() || digits.len() > 18 {
        return None;
    }
    digits.iter().try_fold(0, |number: usize, digit| {
        let digit = digit.is_ascii_digit().then(|| usize::from(digit - b'0'))?;
        number.checked_mul(10)?.checked_add(digit)
    })
}

/// Powers of ten that an `f64` holds exactly.
const TENS: [f64; 16] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
];

/// A number. Up to 15 digits are put together here: both they and the power of ten are exact, so their quotient is the
/// nearest number there is, as parsing gives it.
fn number(text: &[u8]) -> Option<f64> {
    let (negative, digits) = match text.strip_prefix(b"-") {
        Some(digits) => (true, digits),
        None => (false, text),
    };
    let (mut mantissa, mut fraction) = (0_u64, None);
    let plain = digits.len() <= 16
        && digits.iter().enumerate().all(|(place, byte)| match byte {
            b'0'..=b'9' => {
                mantissa = mantissa * 10 + u64::from(byte - b'0');
                true
            }
            b'.' if fraction.is_none() && place > 0 => {
                fraction = Some(digits.len() - place - 1);
                true
            }
            _ => false,
        })
        && !digits.is_empty()
        && digits.len() - usize::from(fraction.is_some()) <= 15;
    let Some(ten) = TENS.get(fraction.unwrap_or(0)).filter(|_| plain) else {
        return std::str::from_utf8(text).ok()?.parse().ok();
    };
    let number = mantissa as f64 / ten;
    Some(if negative { -number } else { number })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_that_parsing_gives() {
        for text in [
            "0",
            "-0",
            "1",
            "-1",
            "45748",
            "0.1",
            "1234.5",
            "99999999999999.9",
            "123456789012345",
            "45748.378472222219",
            "1E3",
            "-1.25E3",
            "1e999",
            "0.000000000000001",
            "12.",
            "1.7976931348623157E308",
            "9007199254740993",
            "00012",
            "4.35",
            "2.675",
        ] {
            let parsed: f64 = text.parse().unwrap();
            let read = number(text.as_bytes()).unwrap();
            assert_eq!(read.to_bits(), parsed.to_bits(), "{text}");
        }
        for text in ["", "-", ".", "abc", "1,5", "1.2.3", "12 3", "0x10"] {
            assert_eq!(number(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn plain_cells_are_read_whole_or_not_at_all() {
        let address = CellAddress { row: 7, column: 1 };
        let tag = CellTag {
            place: Some(address),
            style: 3,
            form: Form::Shared,
        };
        let cell = br#"<c r="B7" s="3" t="s"><v>12</v></c>"#;
        assert_eq!(
            plain_cell(&[&cell[..], b"<c"].concat()),
            Some((tag, Body::Value(b"12"), cell.len()))
        );
        for end in 0..cell.len() {
            assert_eq!(plain_cell(&cell[..end]), None, "{end}");
        }
        let inline = br#"<c r="B7" t="inlineStr"><is><t xml:space="preserve"> a&amp;</t></is></c>"#;
        let (_, body, length) = plain_cell(inline).unwrap();
        assert_eq!(
            (body, length),
            (Body::Inline(b" a&amp;", true), inline.len())
        );
        let empty = br#"<c r="B7" s="3"/>"#;
        assert_eq!(plain_cell(empty).unwrap().1, Body::Nothing);
        for other in [
            &br#"<c r="b7"><v>1</v></c>"#[..],
            br#"<c r="B7" cm="1"><v>1</v></c>"#,
            br#"<c  r="B7"><v>1</v></c>"#,
            br"<c r='B7'><v>1</v></c>",
            br#"<c r="B7"><f>1</f><v>1</v></c>"#,
            br#"<c r="B7" t="str"><v>a&amp;b</v></c>"#,
            br#"<c r="ABCDE7"><v>1</v></c>"#,
            br#"<c r="B0"><v>1</v></c>"#,
            br#"<col r="B7"/>"#,
        ] {
            let shown = String::from_utf8_lossy(other);
            assert_eq!(plain_cell(other), None, "{shown}");
        }
    }
}
