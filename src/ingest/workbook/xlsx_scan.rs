//! A look at the XML of an XLSX file before calamine reads it.
//!
//! Calamine keeps shared strings, styles and one tag or text in memory, however large they are, makes room for as many
//! strings as a count in the file says, and passes over formulas without a result. So the strings and styles are gone
//! through first, and a sheet is gone through with calamine one cell ahead of it: then nothing that it meets is larger
//! than the limits, an end that is missing is told, and every cell's address is one. Values are not read here.

use quick_xml::events::{BytesStart, Event};

use super::package::{Package, Part};
use super::report::{CellAddress, parse_address};
use super::xml::{Xml, attributes, local_attribute};
use super::{Limits, WorkbookError};

/// Calamine counts rows and columns in 32 bits, unchecked.
const MAX_ROW: u64 = 1 << 31;
const MAX_COLUMN: u32 = 1 << 24;

/// Checks the shared strings of a part.
pub(super) fn check_strings(
    package: &mut Package,
    name: &str,
    limits: &Limits,
) -> Result<(), WorkbookError> {
    let Some(part) = package.part(name, limits)? else {
        return Ok(());
    };
    let mut xml = Xml::new(part);
    let (mut strings, mut bytes) = (0_u64, 0_u64);
    loop {
        match xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "si" => strings += 1,
                "sst" => {
                    let count = local_attribute(&element, "uniqueCount").unwrap_or_default();
                    // Calamine takes no notice of a count that is no number.
                    if !count.is_empty() && count.bytes().all(|digit| digit.is_ascii_digit()) {
                        let count = count.parse().unwrap_or(u64::MAX);
                        check_count(count, "strings by its own count", limits)?;
                    }
                }
                _ => {}
            },
            Event::Text(text) => bytes += text.len() as u64,
            Event::CData(text) => bytes += text.len() as u64,
            Event::Eof => return Ok(()),
            _ => {}
        }
        check_count(strings, "strings or more", limits)?;
        check_text(bytes, limits)?;
    }
}

/// Refuses more shared strings than the limit allows.
pub(super) fn check_count(
    strings: u64,
    unit: &'static str,
    limits: &Limits,
) -> Result<(), WorkbookError> {
    if strings <= limits.max_shared_strings {
        return Ok(());
    }
    Err(WorkbookError::TooLarge {
        what: "the table of shared strings".to_owned(),
        size: strings,
        unit,
        limit: "max_shared_strings",
        max: limits.max_shared_strings,
    })
}

/// Refuses more text in shared strings than the limit allows.
pub(super) fn check_text(bytes: u64, limits: &Limits) -> Result<(), WorkbookError> {
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

/// Checks the styles of a part. Calamine copies font, fill and format code into every cell style, so that a long code and
/// many styles together take their product.
pub(super) fn check_styles(
    package: &mut Package,
    name: &str,
    limits: &Limits,
) -> Result<(), WorkbookError> {
    let Some(part) = package.small_part(name, limits)? else {
        return Ok(());
    };
    let mut xml = Xml::new(part);
    let (mut styles, mut longest) = (0_u64, 0_u64);
    loop {
        match xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "xf" => styles += 1,
                "numFmt" | "name" | "family" | "charset" | "scheme" => {
                    longest = longest.max(element.len() as u64);
                }
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    let size = styles.saturating_mul(longest);
    if size > limits.max_held_bytes {
        return Err(WorkbookError::bytes(
            "the cell styles with their formats",
            size,
            "max_held_bytes",
            limits.max_held_bytes,
        ));
    }
    Ok(())
}

/// A cell that calamine will give next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ScannedCell {
    pub(super) address: CellAddress,
    /// The first of its row element.
    pub(super) starts_row: bool,
    /// A formula whose result is not in the file.
    pub(super) formula_without_value: bool,
}

/// The cells of a sheet.
pub(super) struct SheetScan<'p> {
    xml: Xml<'p>,
    max_cell_bytes: u64,
    in_data: bool,
    row: u64,
    column: u32,
    starts_row: bool,
    /// Merged ranges, which come after the cells: complete when there are no more cells.
    pub(super) merged_ranges: u64,
}

impl<'p> SheetScan<'p> {
    pub(super) fn new(part: Part<'p>, limits: &Limits) -> Self {
        Self {
            xml: Xml::new(part),
            max_cell_bytes: limits.max_cell_bytes,
            in_data: false,
            row: 1,
            column: 0,
            starts_row: true,
            merged_ranges: 0,
        }
    }

    /// The next cell; `None` after the last, when the part has been read to its end.
    pub(super) fn next_cell(&mut self) -> Result<Option<ScannedCell>, WorkbookError> {
        let mut seen_data = self.in_data;
        loop {
            match self.xml.next()? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "c" if self.in_data => {
                        let (place, form_text) = cell_attributes(&element)?;
                        let address = place.unwrap_or(CellAddress {
                            row: self.row,
                            column: self.column,
                        });
                        self.column = address.column + 1;
                        let formula_without_value = self.rest_of_cell(address, form_text)?;
                        return Ok(Some(ScannedCell {
                            address,
                            starts_row: std::mem::take(&mut self.starts_row),
                            formula_without_value,
                        }));
                    }
                    "row" if self.in_data => {
                        self.starts_row = true;
                        if let Some(row) = row_number(&element, self.row)? {
                            self.row = row;
                        }
                    }
                    "sheetData" => {
                        self.in_data = true;
                        seen_data = true;
                    }
                    "mergeCell" => self.merged_ranges += 1,
                    _ => {}
                },
                Event::End(element) => match element.local_name().as_ref() {
                    "row" if self.in_data => {
                        self.row += 1;
                        self.column = 0;
                    }
                    "sheetData" => self.in_data = false,
                    _ => {}
                },
                Event::Eof if seen_data => return Ok(None),
                Event::Eof => {
                    return Err(WorkbookError::damaged(
                        self.xml.name(),
                        "the sheet has no sheetData",
                    ));
                }
                _ => {}
            }
        }
    }

    /// Goes to the end of a cell; tells whether it holds a formula and no result. A formula whose result is an empty
    /// text has the form for texts and an empty value.
    fn rest_of_cell(
        &mut self,
        address: CellAddress,
        form_text: bool,
    ) -> Result<bool, WorkbookError> {
        let outside = self.xml.depth().saturating_sub(1);
        let (mut formula, mut in_value, mut has_value) = (false, false, false);
        let mut text_bytes = 0_u64;
        while self.xml.depth() > outside {
            match self.xml.next()? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "f" => formula = true,
                    "v" | "t" => {
                        in_value = true;
                        has_value |= form_text;
                    }
                    _ => {}
                },
                Event::End(element) if matches!(element.local_name().as_ref(), "v" | "t") => {
                    in_value = false;
                }
                Event::Text(text) => {
                    has_value |= in_value && !text.is_empty();
                    text_bytes += text.len() as u64;
                }
                Event::CData(text) => text_bytes += text.len() as u64,
                Event::GeneralRef(_) => has_value |= in_value,
                Event::Eof => break,
                _ => {}
            }
            // A text of many runs is longer than each of its events.
            if text_bytes > self.max_cell_bytes {
                return Err(WorkbookError::bytes(
                    format!("the text of cell {address}"),
                    text_bytes,
                    "max_cell_bytes",
                    self.max_cell_bytes,
                ));
            }
        }
        Ok(formula && !has_value)
    }
}

/// A cell's address, where it has one, and whether its value has the form for texts of formulas.
fn cell_attributes(element: &BytesStart<'_>) -> Result<(Option<CellAddress>, bool), WorkbookError> {
    let (mut place, mut form_text) = (None, false);
    for attribute in attributes(element) {
        let (name, value) = attribute?;
        match name {
            "r" => {
                let found = parse_address(value).filter(|place| {
                    (1..=MAX_ROW).contains(&place.row) && place.column <= MAX_COLUMN
                });
                place = Some(found.ok_or_else(|| {
                    WorkbookError::damaged("a cell's address", format!("{value} is none"))
                })?);
            }
            "t" => form_text = value == "str",
            _ => {}
        }
    }
    Ok((place, form_text))
}

/// A row's number, where it has one.
fn row_number(element: &BytesStart<'_>, next: u64) -> Result<Option<u64>, WorkbookError> {
    for attribute in attributes(element) {
        let (name, value) = attribute?;
        if name == "r" {
            let row = value
                .parse::<u64>()
                .ok()
                .filter(|row| (1..=MAX_ROW).contains(row));
            return match row {
                Some(row) => Ok(Some(row)),
                None => Err(WorkbookError::damaged(
                    format!("after row {}", next.saturating_sub(1)),
                    format!("a row has the number {value}"),
                )),
            };
        }
    }
    Ok(None)
}
