//! XLSX and XLSM: worksheets of XML, read cell by cell (ECMA-376 part 1, 18.3).
//!
//! Elements are known by their local names, so that transitional and strict files, and files with a prefix, read alike.
//! Nothing is held but the shared strings, one number format a style, and one row.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use quick_xml::events::{BytesStart, Event};

use super::dates::{NumberKind, built_in, format_code, iso_moment, serial_1900};
use super::ooxml::{Relationship, relationships, sheet_kind};
use super::package::Package;
use super::report::parse_address;
use super::sink::{Each, RowSink, Slot, Texts};
use super::xml::{Xml, attributes, local_attribute, push_reference};
use super::{Limits, SheetInfo, SheetReport, WorkbookError};

/// An open XLSX or XLSM file.
pub(super) struct Xlsx {
    package: Package,
    sheets: Vec<SheetInfo>,
    /// The sheets' parts, in the same order.
    parts: Vec<String>,
    strings_part: Option<String>,
    strings: Option<Texts>,
    formats: Vec<NumberKind>,
    date_1904: bool,
}

impl Xlsx {
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
        let mut xml = Xml::new(part);
        loop {
            match xml.next()? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "workbookPr" => {
                        // An extension has an element of this name without the attribute.
                        if let Some(value) = local_attribute(&element, "date1904") {
                            self.date_1904 = is_true(&value);
                        }
                    }
                    "sheet" => {
                        let name = local_attribute(&element, "name")
                            .unwrap_or_default()
                            .into_owned();
                        let id = local_attribute(&element, "id");
                        let Some(relationship) = id.and_then(|id| related.get(id.as_ref())) else {
                            return Err(WorkbookError::damaged(
                                main,
                                format!("no part is named for the sheet {name}"),
                            ));
                        };
                        let state = local_attribute(&element, "state");
                        self.sheets.push(SheetInfo {
                            hidden: state.is_some_and(|state| state != "visible"),
                            kind: sheet_kind(relationship),
                            name,
                        });
                        self.parts.push(relationship.target.clone());
                    }
                    _ => {}
                },
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
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
        let mut sheet = SheetReader {
            xml: Xml::new(part),
            sink: RowSink::new(limits, strings, self.date_1904, each),
            formats: &self.formats,
            date_1904: self.date_1904,
            max_cell_bytes: limits.max_cell_bytes,
            cell: CellParts::default(),
        };
        sheet.read()?;
        Ok(sheet.sink.report)
    }
}

fn is_true(value: &str) -> bool {
    matches!(value.trim(), "1" | "true" | "on")
}

/// The texts of the shared string table, without phonetic guides; runs of rich text are joined.
fn read_strings(
    package: &mut Package,
    name: &str,
    limits: &Limits,
) -> Result<Texts, WorkbookError> {
    let mut texts = Texts::default();
    let Some(part) = package.part(name, limits)? else {
        return Ok(texts);
    };
    let mut xml = Xml::new(part);
    let mut in_text = false;
    loop {
        match xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "t" => in_text = true,
                "rPh" => xml.skip()?,
                _ => {}
            },
            Event::Text(text) if in_text => texts.buffer().push_str(&text.xml10_content()),
            Event::CData(text) if in_text => texts.buffer().push_str(&text),
            Event::GeneralRef(reference) if in_text => push_reference(&reference, texts.buffer()),
            Event::End(element) => match element.local_name().as_ref() {
                "t" => in_text = false,
                "si" => {
                    let start = texts.start();
                    decode_escapes(texts.buffer(), start);
                    texts.finish(limits)?;
                }
                _ => {}
            },
            Event::Eof => return Ok(texts),
            _ => {}
        }
        // Checked before the string ends too, for a string of many runs.
        if texts.buffer().len() as u64 > limits.max_held_bytes {
            texts.finish(limits)?;
        }
    }
}

/// What each cell style's number format shows.
fn read_styles(
    package: &mut Package,
    name: &str,
    limits: &Limits,
) -> Result<Vec<NumberKind>, WorkbookError> {
    let mut formats = Vec::new();
    let Some(part) = package.small_part(name, limits)? else {
        return Ok(formats);
    };
    let mut xml = Xml::new(part);
    let mut own: BTreeMap<u32, NumberKind> = BTreeMap::new();
    let mut in_cell_formats = false;
    let id_of = |element: &BytesStart<'_>| {
        local_attribute(element, "numFmtId").and_then(|id| id.trim().parse::<u32>().ok())
    };
    loop {
        match xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "numFmt" => {
                    if let (Some(id), Some(code)) =
                        (id_of(&element), local_attribute(&element, "formatCode"))
                    {
                        own.insert(id, format_code(&code));
                    }
                }
                "cellXfs" => in_cell_formats = true,
                "xf" if in_cell_formats => {
                    let id = id_of(&element).unwrap_or(0);
                    formats.push(own.get(&id).copied().unwrap_or_else(|| built_in(id)));
                }
                _ => {}
            },
            Event::End(element) if element.local_name().as_ref() == "cellXfs" => {
                in_cell_formats = false;
            }
            Event::Eof => return Ok(formats),
            _ => {}
        }
    }
}

/// Replaces `_x000D_` by the character it stands for, from a place in the text on (ECMA-376 part 1, 22.4.2.4).
fn decode_escapes(text: &mut String, start: usize) {
    let Some(raw) = text.get(start..) else {
        return;
    };
    if !raw.contains("_x") {
        return;
    }
    let mut decoded = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find("_x") {
        let (before, escape) = rest.split_at(at);
        decoded.push_str(before);
        let letter = escape
            .get(2..6)
            .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
            .filter(|_| escape.get(6..7) == Some("_"))
            .and_then(|digits| u32::from_str_radix(digits, 16).ok())
            .and_then(char::from_u32);
        if let Some(letter) = letter {
            decoded.push(letter);
            rest = escape.get(7..).unwrap_or_default();
        } else {
            decoded.push_str("_x");
            rest = escape.get(2..).unwrap_or_default();
        }
    }
    decoded.push_str(rest);
    text.truncate(start);
    text.push_str(&decoded);
}

/// How a cell's value is written: its `t` attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Form {
    #[default]
    Number,
    Shared,
    Inline,
    FormulaText,
    Bool,
    Error,
    Date,
    /// A form that no edition of the standard names: its value is taken as it stands.
    Unknown,
}

/// What was read of a cell.
#[derive(Debug, Default)]
struct CellParts {
    column: u32,
    style: usize,
    form: Form,
    value: String,
    formula: bool,
    /// There was a `v` or `is`.
    has_value: bool,
}

struct SheetReader<'a, 'p> {
    xml: Xml<'p>,
    sink: RowSink<'a>,
    formats: &'a [NumberKind],
    date_1904: bool,
    max_cell_bytes: u64,
    cell: CellParts,
}

impl SheetReader<'_, '_> {
    fn read(&mut self) -> Result<(), WorkbookError> {
        let mut in_data = false;
        let mut seen_data = false;
        let mut in_cell = false;
        let mut in_value = false;
        // A row without a number gets it from its first cell, or follows the last row.
        let mut row_open = false;
        let mut next_row: u64 = 1;
        let mut next_column: u32 = 0;
        loop {
            match self.xml.next()? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "c" if in_data && !in_cell => {
                        let place = start_cell(&element, &mut self.cell)?;
                        if !row_open {
                            let row = place
                                .filter(|place| place.row > 0)
                                .map_or(next_row, |place| place.row);
                            self.sink.start_row(row)?;
                            row_open = true;
                        }
                        self.cell.column = place.map_or(next_column, |place| place.column);
                        next_column = self.cell.column.saturating_add(1);
                        in_cell = true;
                    }
                    "v" if in_cell => {
                        in_value = !matches!(self.cell.form, Form::Inline) || !self.cell.has_value;
                        self.cell.has_value = true;
                    }
                    "f" if in_cell => self.cell.formula = true,
                    "is" if in_cell => {
                        self.cell.value.clear();
                        self.cell.has_value = true;
                    }
                    "t" if in_cell => in_value = true,
                    "rPh" | "extLst" if in_cell => self.xml.skip()?,
                    "row" if in_data => {
                        row_open = false;
                        next_column = 0;
                        let mut number = None;
                        for attribute in attributes(&element) {
                            let (name, value) = attribute?;
                            if name == "r" {
                                number = Some(value);
                            }
                        }
                        if let Some(number) = number {
                            let Some(row) =
                                number.trim().parse::<u64>().ok().filter(|&row| row > 0)
                            else {
                                return Err(WorkbookError::damaged(
                                    format!("after row {}", self.sink.row()),
                                    format!("a row has the number {number}"),
                                ));
                            };
                            self.sink.start_row(row)?;
                            row_open = true;
                        }
                    }
                    "sheetData" => {
                        in_data = true;
                        seen_data = true;
                    }
                    "mergeCell" => self.sink.report.merged_ranges += 1,
                    _ => {}
                },
                Event::Text(text) if in_value => self.cell.value.push_str(&text.xml10_content()),
                Event::CData(text) if in_value => self.cell.value.push_str(&text),
                Event::GeneralRef(reference) if in_value => {
                    push_reference(&reference, &mut self.cell.value);
                }
                Event::End(element) => match element.local_name().as_ref() {
                    "v" | "t" => in_value = false,
                    "c" if in_cell => {
                        in_cell = false;
                        in_value = false;
                        self.end_cell()?;
                    }
                    "row" if in_data => {
                        if !row_open {
                            self.sink.start_row(next_row)?;
                        }
                        next_row = self.sink.row().saturating_add(1);
                        if self.sink.end_row(1) == ControlFlow::Break(()) {
                            return Ok(());
                        }
                    }
                    "sheetData" => in_data = false,
                    _ => {}
                },
                Event::Eof if seen_data => return Ok(()),
                Event::Eof => {
                    return Err(WorkbookError::damaged(
                        self.xml.name(),
                        "the sheet has no sheetData",
                    ));
                }
                _ => {}
            }
            // A text of many runs is longer than each of its events.
            if self.cell.value.len() as u64 > self.max_cell_bytes {
                return Err(WorkbookError::bytes(
                    format!("the text of cell {}", self.sink.address(self.cell.column)),
                    self.cell.value.len() as u64,
                    "max_cell_bytes",
                    self.max_cell_bytes,
                ));
            }
        }
    }

    /// Puts the cell into its row.
    fn end_cell(&mut self) -> Result<(), WorkbookError> {
        let cell = &mut self.cell;
        let column = cell.column;
        // A formula whose result is an empty text has the form for formula texts and an empty value.
        let empty_result = cell.form == Form::FormulaText && cell.has_value;
        if cell.formula && cell.value.is_empty() && !empty_result {
            self.sink.formula_without_value(column);
            return Ok(());
        }
        if cell.value.is_empty() {
            return Ok(());
        }
        match cell.form {
            Form::Shared => {
                let Ok(index) = cell.value.trim().parse::<usize>() else {
                    return Err(WorkbookError::damaged(
                        format!("cell {}", self.sink.address(column)),
                        "its shared string has no number",
                    ));
                };
                self.sink.put_shared(column, index)?;
            }
            Form::Inline | Form::FormulaText => {
                decode_escapes(&mut cell.value, 0);
                self.sink.put_text(column, &cell.value);
            }
            Form::Bool => match cell.value.trim() {
                "1" | "true" | "TRUE" => self.sink.put(column, Slot::Bool(true)),
                "0" | "false" | "FALSE" => self.sink.put(column, Slot::Bool(false)),
                _ => self.sink.put_text(column, &cell.value),
            },
            Form::Error => self.sink.put_error(column, cell.value.trim()),
            Form::Date => match iso_moment(&cell.value) {
                Some(serial) => self.sink.put(column, Slot::Serial(serial)),
                None => self.sink.put_text(column, &cell.value),
            },
            Form::Number => match cell.value.trim().parse::<f64>() {
                Ok(number) if number.is_finite() => {
                    let kind = self
                        .formats
                        .get(cell.style)
                        .copied()
                        .unwrap_or(NumberKind::Plain);
                    let slot = match kind {
                        NumberKind::Plain => Slot::Number(number),
                        kind => Slot::Serial(serial_1900(number, kind, self.date_1904)),
                    };
                    self.sink.put(column, slot);
                }
                _ => self.sink.put_text(column, &cell.value),
            },
            Form::Unknown => self.sink.put_text(column, &cell.value),
        }
        Ok(())
    }
}

/// Reads a cell's attributes; gives its address, where it has one.
fn start_cell(
    element: &BytesStart<'_>,
    cell: &mut CellParts,
) -> Result<Option<super::CellAddress>, WorkbookError> {
    cell.value.clear();
    cell.style = 0;
    cell.form = Form::Number;
    cell.formula = false;
    cell.has_value = false;
    let mut place = None;
    for attribute in attributes(element) {
        let (name, value) = attribute?;
        match name {
            "r" => {
                place = Some(parse_address(value).ok_or_else(|| {
                    WorkbookError::damaged("a cell's address", format!("{value} is none"))
                })?);
            }
            "s" => cell.style = value.trim().parse().unwrap_or(0),
            "t" => {
                cell.form = match value {
                    "n" => Form::Number,
                    "s" => Form::Shared,
                    "inlineStr" => Form::Inline,
                    "str" => Form::FormulaText,
                    "b" => Form::Bool,
                    "e" => Form::Error,
                    "d" => Form::Date,
                    _ => Form::Unknown,
                }
            }
            _ => {}
        }
    }
    Ok(place)
}
