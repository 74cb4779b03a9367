//! ODS: tables of XML (OASIS OpenDocument 1.3 part 3), read cell by cell.
//!
//! A row or a cell may stand for many (`number-rows-repeated`): blank ones cost nothing, filled ones are handed on as
//! often as they stand for, up to the limits. Cells under a merged one are blank, as they look.

use std::collections::BTreeSet;
use std::io::Read;
use std::ops::ControlFlow;

use quick_xml::events::{BytesStart, Event};

use super::dates::{iso_duration, iso_moment};
use super::package::{Package, from_io};
use super::sink::{Each, RowSink, Slot, Texts};
use super::xml::{Xml, attribute, attributes, plain, push_reference};
use super::{Limits, SheetInfo, SheetKind, SheetReport, WorkbookError};

const CONTENT: &str = "content.xml";
const MIMETYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";

/// An open ODS file.
pub(super) struct Ods {
    package: Package,
    sheets: Vec<SheetInfo>,
}

impl Ods {
    /// Finds the tables; this reads the content once, without keeping it.
    pub(super) fn open(mut package: Package, limits: &Limits) -> Result<Self, WorkbookError> {
        if is_encrypted(&mut package, limits)? {
            return Err(WorkbookError::Encrypted);
        }
        let sheets = {
            let Some(part) = package.part(CONTENT, limits)? else {
                return Err(WorkbookError::damaged(CONTENT, "the part is missing"));
            };
            read_tables(&mut Xml::new(part))?
        };
        Ok(Self { package, sheets })
    }

    pub(super) fn sheets(&self) -> &[SheetInfo] {
        &self.sheets
    }

    pub(super) fn rows(
        &mut self,
        index: usize,
        limits: &Limits,
        each: Each<'_>,
    ) -> Result<SheetReport, WorkbookError> {
        let Some(part) = self.package.part(CONTENT, limits)? else {
            return Err(WorkbookError::damaged(CONTENT, "the part is missing"));
        };
        let mut xml = Xml::new(part);
        let mut next = 0;
        loop {
            let start = match xml.next()? {
                Event::Start(element) if element.name().as_ref() == "table:table" => true,
                Event::Eof => return Err(WorkbookError::damaged(CONTENT, "a table is missing")),
                _ => false,
            };
            if start && xml.depth() == TABLE_DEPTH {
                if next == index {
                    break;
                }
                next += 1;
                xml.skip()?;
            }
        }
        let texts = Texts::default();
        let mut table = TableReader {
            sink: RowSink::new(limits, &texts, false, each),
            limits,
            xml,
            cell: CellParts::default(),
        };
        table.read()?;
        Ok(table.sink.report)
    }
}

/// document-content, body, spreadsheet, table. Tables elsewhere are in charts, tracked changes and links to other files.
const TABLE_DEPTH: usize = 4;

/// Whether the package's manifest says that parts are encrypted.
fn is_encrypted(package: &mut Package, limits: &Limits) -> Result<bool, WorkbookError> {
    let Some(part) = package.small_part("META-INF/manifest.xml", limits)? else {
        return Ok(false);
    };
    let mut xml = Xml::new(part);
    loop {
        match xml.next()? {
            Event::Start(element) if element.local_name().as_ref() == "encryption-data" => {
                return Ok(true);
            }
            Event::Eof => return Ok(false),
            _ => {}
        }
    }
}

/// What kind of document an OpenDocument package says it is.
pub(super) fn is_spreadsheet(
    package: &mut Package,
    limits: &Limits,
) -> Result<bool, WorkbookError> {
    let Some(part) = package.small_part("mimetype", limits)? else {
        return Ok(true);
    };
    let mut kind = String::new();
    part.take(256)
        .read_to_string(&mut kind)
        .map_err(|fault| from_io(fault, "mimetype"))?;
    Ok(kind.trim().starts_with(MIMETYPE))
}

/// The tables in order. The style of a hidden one says that it is not displayed; styles stand before the tables.
fn read_tables(xml: &mut Xml<'_>) -> Result<Vec<SheetInfo>, WorkbookError> {
    let mut sheets = Vec::new();
    let mut hidden_styles = BTreeSet::new();
    let mut style = String::new();
    loop {
        let mut table = None;
        match xml.next()? {
            Event::Start(element) => match element.name().as_ref() {
                "style:style" => {
                    style = attribute(&element, "style:name")
                        .unwrap_or_default()
                        .into_owned();
                }
                "style:table-properties"
                    if attribute(&element, "table:display")
                        .is_some_and(|display| display == "false") =>
                {
                    hidden_styles.insert(style.clone());
                }
                "table:table" => {
                    let name = attribute(&element, "table:name")
                        .unwrap_or_default()
                        .into_owned();
                    let hidden = attribute(&element, "table:style-name")
                        .is_some_and(|style| hidden_styles.contains(style.as_ref()));
                    table = Some(SheetInfo {
                        name,
                        hidden,
                        kind: SheetKind::Worksheet,
                    });
                }
                _ => {}
            },
            Event::Eof => return Ok(sheets),
            _ => {}
        }
        if let Some(table) = table.filter(|_| xml.depth() == TABLE_DEPTH) {
            sheets.push(table);
            xml.skip()?;
        }
    }
}

/// What a cell's attributes and text say.
#[derive(Debug, Default)]
struct CellParts {
    kind: Option<String>,
    value: String,
    text: String,
    error: bool,
    formula: bool,
    covered: bool,
    repeated: u32,
    paragraphs: u32,
}

struct TableReader<'a, 'p> {
    sink: RowSink<'a>,
    limits: &'a Limits,
    xml: Xml<'p>,
    cell: CellParts,
}

impl TableReader<'_, '_> {
    fn read(&mut self) -> Result<(), WorkbookError> {
        let mut next_row: u64 = 1;
        let mut repeated: u64 = 1;
        let mut column: u32 = 0;
        let mut in_cell = false;
        let mut in_text = false;
        loop {
            match self.xml.next()? {
                Event::Start(element) => match element.name().as_ref() {
                    "table:table-row" if !in_cell => {
                        repeated = repeat(&element, "table:number-rows-repeated")?;
                        self.sink.start_row(next_row)?;
                        column = 0;
                    }
                    "table:table-cell" | "table:covered-table-cell"
                        if !in_cell && self.sink.row() > 0 =>
                    {
                        in_cell = true;
                        start_cell(&element, &mut self.cell)?;
                        let spans =
                            |name| attribute(&element, name).is_some_and(|count| count != "1");
                        if spans("table:number-columns-spanned")
                            || spans("table:number-rows-spanned")
                        {
                            self.sink.report.merged_ranges += 1;
                        }
                    }
                    "text:p" if in_cell => {
                        in_text = true;
                        self.cell.paragraphs += 1;
                        if self.cell.paragraphs > 1 {
                            self.cell.text.push('\n');
                        }
                    }
                    "text:s" if in_text => {
                        let spaces = repeat(&element, "text:c")?.min(self.limits.max_cell_bytes);
                        for _ in 0..spaces {
                            self.cell.text.push(' ');
                        }
                    }
                    "text:tab" if in_text => self.cell.text.push('\t'),
                    "text:line-break" if in_text => self.cell.text.push('\n'),
                    // Comments, drawings and tables within cells are not the cell's text.
                    "office:annotation" | "table:shapes" | "draw:frame" | "draw:object"
                    | "table:table" | "text:ruby-text" => {
                        self.xml.skip()?;
                    }
                    _ => {}
                },
                Event::Text(text) if in_text => self.cell.text.push_str(&text.xml10_content()),
                Event::CData(text) if in_text => self.cell.text.push_str(&text),
                Event::GeneralRef(reference) if in_text => {
                    push_reference(&reference, &mut self.cell.text);
                }
                Event::End(element) => match element.name().as_ref() {
                    "text:p" => in_text = false,
                    "table:table-cell" | "table:covered-table-cell" if in_cell => {
                        in_cell = false;
                        in_text = false;
                        self.end_cell(column);
                        column = column.saturating_add(self.cell.repeated);
                    }
                    "table:table-row" if !in_cell => {
                        if self.sink.end_row(repeated) == ControlFlow::Break(()) {
                            return Ok(());
                        }
                        next_row = self.sink.row().saturating_add(1);
                    }
                    "table:table" => return Ok(()),
                    _ => {}
                },
                Event::Eof => return Err(WorkbookError::damaged(CONTENT, "a table does not end")),
                _ => {}
            }
            if self.cell.text.len() as u64 > self.limits.max_cell_bytes {
                return Err(WorkbookError::bytes(
                    format!("the text of cell {}", self.sink.address(column)),
                    self.cell.text.len() as u64,
                    "max_cell_bytes",
                    self.limits.max_cell_bytes,
                ));
            }
        }
    }

    /// Puts the cell into its row, as often as it stands for.
    fn end_cell(&mut self, column: u32) {
        let cell = &self.cell;
        if cell.covered {
            return;
        }
        let kind = cell.kind.as_deref();
        // A formula whose result is an empty text has an empty paragraph.
        if cell.formula && kind.is_none() && cell.paragraphs == 0 {
            self.sink.formula_without_value(column);
            return;
        }
        let number = || {
            cell.value
                .trim()
                .parse::<f64>()
                .ok()
                .filter(|number| number.is_finite())
        };
        let slot = match kind {
            _ if cell.error => None,
            Some("float" | "percentage" | "currency") => number().map(Slot::Number),
            Some("date") => iso_moment(&cell.value).map(Slot::Serial),
            Some("time") => iso_duration(&cell.value).map(Slot::Serial),
            Some("boolean") => match cell.value.as_str() {
                "true" => Some(Slot::Bool(true)),
                "false" => Some(Slot::Bool(false)),
                _ => None,
            },
            _ => None,
        };
        // What cannot be read as its kind says is taken as it stands.
        let text = if cell.error || cell.value.is_empty() {
            &cell.text
        } else {
            &cell.value
        };
        if slot.is_none() && text.is_empty() {
            return;
        }
        let slot = slot.unwrap_or_else(|| self.sink.hold(text, cell.error));
        let last = column.saturating_add(cell.repeated);
        for at in column..last {
            if at > column && at >= self.limits.max_columns {
                self.sink.report.beyond_limits.add(u64::from(last - at));
                let address = self.sink.address(at);
                self.sink.report.beyond_limits.first.get_or_insert(address);
                break;
            }
            self.sink.put(at, slot);
        }
    }
}

fn start_cell(element: &BytesStart<'_>, cell: &mut CellParts) -> Result<(), WorkbookError> {
    cell.kind = None;
    cell.value.clear();
    cell.text.clear();
    cell.error = false;
    cell.formula = false;
    cell.paragraphs = 0;
    cell.covered = element.name().as_ref() == "table:covered-table-cell";
    cell.repeated =
        u32::try_from(repeat(element, "table:number-columns-repeated")?).unwrap_or(u32::MAX);
    for found in attributes(element) {
        let (name, value) = found?;
        match name {
            "office:value-type" => cell.kind = Some(value.to_owned()),
            "office:value"
            | "office:date-value"
            | "office:time-value"
            | "office:boolean-value"
            | "office:string-value" => {
                cell.value.push_str(&plain(value));
            }
            "calcext:value-type" => cell.error = value == "error",
            "table:formula" => cell.formula = true,
            _ => {}
        }
    }
    Ok(())
}

/// How many an element stands for.
fn repeat(element: &BytesStart<'_>, name: &str) -> Result<u64, WorkbookError> {
    for found in attributes(element) {
        let (found, count) = found?;
        if found == name {
            return count
                .trim()
                .parse::<u64>()
                .ok()
                .filter(|&count| count > 0)
                .ok_or_else(|| WorkbookError::damaged(CONTENT, format!("{name} is {count}")));
        }
    }
    Ok(1)
}
