//! A look at the content of an ODS file before calamine reads it.
//!
//! Calamine makes a grid of every table at once and fills it with what stands for many rows and columns, so the grids and
//! their texts are measured first. It waits for the end of a table without end, drops rows below 1,048,576, and mistakes
//! a table within a table for its end: those are refused. Counted here too is what it does not tell: merged ranges and
//! formulas without a result.

use std::collections::BTreeMap;

use quick_xml::events::{BytesStart, Event};

use super::package::Part;
use super::report::{CellAddress, Seen};
use super::xml::{Xml, attributes, plain};
use super::{Limits, WorkbookError};

const CONTENT: &str = "content.xml";
/// The rows and columns of a spreadsheet, which calamine keeps to.
const MAX_ROWS: u64 = 1 << 20;
const MAX_COLUMNS: u64 = 1 << 14;

/// What a table holds besides its values.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct TableNotes {
    /// The corners of merged ranges.
    pub(super) merged: Vec<(CellAddress, CellAddress)>,
    /// The first and last row of those that are hidden, in order.
    pub(super) hidden: Vec<(u64, u64)>,
    pub(super) formulas_without_value: Seen,
}

/// The place and size of what a table holds.
#[derive(Debug, Default)]
struct Extent {
    next_row: u64,
    /// The first and last row that hold something, from 1.
    rows: Option<(u64, u64)>,
    /// The first column that holds something, and the one after the last.
    columns: Option<(u64, u64)>,
    /// Cells up to the last filled one of each row as written.
    written: u64,
}

/// A cell as written.
#[derive(Debug, Default)]
struct CellParts {
    filled: bool,
    formula: bool,
    kind: bool,
    paragraph: bool,
    /// The rows and columns that it is merged over.
    spanned: Option<(u64, u64)>,
    repeated: u64,
    held: u64,
}

/// Checks the tables of the content and gives their notes by name. Of two tables of one name, calamine keeps the later.
pub(super) fn scan(
    part: Part<'_>,
    limits: &Limits,
) -> Result<BTreeMap<String, TableNotes>, WorkbookError> {
    let mut scan = Scan {
        xml: Xml::new(part),
        limits,
        cells: 0,
        held: 0,
    };
    let mut tables = BTreeMap::new();
    loop {
        let name = match scan.xml.next()? {
            Event::Start(element) if element.name().as_ref() == "table:table" => {
                let mut name = String::new();
                for found in attributes(&element) {
                    if let ("table:name", value) = found? {
                        name = plain(value).into_owned();
                    }
                }
                name
            }
            Event::Eof => return Ok(tables),
            _ => continue,
        };
        let notes = scan.table(&name)?;
        tables.insert(name, notes);
    }
}

struct Scan<'p, 'l> {
    xml: Xml<'p>,
    limits: &'l Limits,
    /// Cells of all grids so far.
    cells: u64,
    /// Bytes of text in them, repeated as often as it is.
    held: u64,
}

impl Scan<'_, '_> {
    fn table(&mut self, name: &str) -> Result<TableNotes, WorkbookError> {
        let outside = self.xml.depth().saturating_sub(1);
        let mut notes = TableNotes::default();
        let mut extent = Extent {
            next_row: 1,
            ..Extent::default()
        };
        while self.xml.depth() > outside {
            let repeated = match self.xml.next()? {
                Event::Start(element) if element.name().as_ref() == "table:table-row" => {
                    let repeated = repeat(&element, "table:number-rows-repeated")?;
                    let hides = |&(name, value): &(&str, &str)| {
                        name == "table:visibility" && matches!(value, "collapse" | "filter")
                    };
                    if attributes(&element).flatten().any(|found| hides(&found)) {
                        let last = extent.next_row.saturating_add(repeated - 1);
                        notes.hidden.push((extent.next_row, last));
                    }
                    repeated
                }
                Event::Start(element) if element.name().as_ref() == "table:table" => {
                    return Err(nested(name));
                }
                Event::Eof => {
                    return Err(WorkbookError::damaged(CONTENT, "a table does not end"));
                }
                _ => continue,
            };
            self.row(name, repeated, &mut extent, &mut notes)?;
        }
        let (rows, columns) = (span(extent.rows, 1), span(extent.columns, 0));
        if let Some((_, last)) = extent.rows
            && (last > MAX_ROWS || extent.columns.is_some_and(|(_, end)| end > MAX_COLUMNS))
        {
            return Err(WorkbookError::Unsupported {
                what: format!("cells beyond XFD1048576 (sheet {name})"),
            });
        }
        self.cells = self
            .cells
            .saturating_add(rows.saturating_mul(columns).max(extent.written));
        self.check(name)?;
        Ok(notes)
    }

    fn row(
        &mut self,
        name: &str,
        repeated: u64,
        extent: &mut Extent,
        notes: &mut TableNotes,
    ) -> Result<(), WorkbookError> {
        let outside = self.xml.depth().saturating_sub(1);
        let mut column = 0_u64;
        let mut filled: Option<(u64, u64)> = None;
        let mut held = 0_u64;
        while self.xml.depth() > outside {
            let mut cell = match self.xml.next()? {
                Event::Start(element)
                    if matches!(
                        element.name().as_ref(),
                        "table:table-cell" | "table:covered-table-cell"
                    ) =>
                {
                    cell_parts(&element)?
                }
                Event::Start(element) if element.name().as_ref() == "table:table" => {
                    return Err(nested(name));
                }
                _ => continue,
            };
            let address = CellAddress {
                row: extent.next_row,
                column: u32::try_from(column).unwrap_or(u32::MAX),
            };
            self.rest_of_cell(name, address, &mut cell)?;
            if let Some((rows, columns)) = cell.spanned {
                let last = CellAddress {
                    row: address.row.saturating_add(rows.saturating_sub(1)),
                    column: u32::try_from(column.saturating_add(columns)).unwrap_or(u32::MAX),
                };
                notes.merged.push((address, last));
            }
            if cell.formula && !cell.kind && !cell.paragraph {
                notes.formulas_without_value.note(address);
            }
            let end = column.saturating_add(cell.repeated);
            if cell.filled {
                filled = Some((filled.map_or(column, |(first, _)| first), end));
                held = held.saturating_add(cell.held.saturating_mul(cell.repeated));
            }
            column = end;
        }
        let last = extent.next_row.saturating_add(repeated.saturating_sub(1));
        if let Some((start, end)) = filled {
            extent.written = extent.written.saturating_add(end.min(MAX_COLUMNS));
            extent.rows = Some((
                extent.rows.map_or(extent.next_row, |(first, _)| first),
                last,
            ));
            let (first, longest) = extent.columns.unwrap_or((start, end));
            extent.columns = Some((first.min(start), longest.max(end)));
            self.held = self.held.saturating_add(held.saturating_mul(repeated));
            // Rows as written are held before the grid is made.
            if self.cells.saturating_add(extent.written) > self.limits.max_grid_cells
                || self.held > self.limits.max_held_bytes
            {
                self.cells = self.cells.saturating_add(extent.written);
                self.check(name)?;
            }
        }
        extent.next_row = last.saturating_add(1);
        Ok(())
    }

    /// Goes to the end of a cell and measures its text.
    fn rest_of_cell(
        &mut self,
        name: &str,
        address: CellAddress,
        cell: &mut CellParts,
    ) -> Result<(), WorkbookError> {
        let outside = self.xml.depth().saturating_sub(1);
        let mut text = 0_u64;
        while self.xml.depth() > outside {
            match self.xml.next()? {
                Event::Start(element) => match element.name().as_ref() {
                    "text:p" => {
                        // A line end before each paragraph but the first.
                        text += u64::from(cell.paragraph);
                        cell.paragraph = true;
                    }
                    "text:s" => text = text.saturating_add(repeat(&element, "text:c")?),
                    "table:table" => return Err(nested(name)),
                    _ => {}
                },
                Event::Text(part) => text = text.saturating_add(part.len() as u64),
                Event::Eof => break,
                _ => {}
            }
            if text > self.limits.max_cell_bytes {
                return Err(WorkbookError::bytes(
                    format!("the text of cell {address}"),
                    text,
                    "max_cell_bytes",
                    self.limits.max_cell_bytes,
                ));
            }
        }
        cell.held = cell.held.saturating_add(text);
        Ok(())
    }

    fn check(&self, name: &str) -> Result<(), WorkbookError> {
        if self.cells > self.limits.max_grid_cells {
            return Err(WorkbookError::TooLarge {
                what: format!("the tables of the workbook up to the sheet {name}"),
                size: self.cells,
                unit: "cells from the first to the last that holds something",
                limit: "max_grid_cells",
                max: self.limits.max_grid_cells,
            });
        }
        if self.held > self.limits.max_held_bytes {
            return Err(WorkbookError::bytes(
                format!("the text of the cells up to the sheet {name}"),
                self.held,
                "max_held_bytes",
                self.limits.max_held_bytes,
            ));
        }
        Ok(())
    }
}

fn nested(name: &str) -> WorkbookError {
    WorkbookError::Unsupported {
        what: format!("a table within a cell or drawing (sheet {name})"),
    }
}

/// How many there are from the first on; `past` is 1 if the second is the last, and 0 if it is the one after.
fn span(extent: Option<(u64, u64)>, past: u64) -> u64 {
    extent.map_or(0, |(first, last)| {
        last.saturating_add(past).saturating_sub(first)
    })
}

fn cell_parts(element: &BytesStart<'_>) -> Result<CellParts, WorkbookError> {
    let mut cell = CellParts {
        repeated: repeat(element, "table:number-columns-repeated")?,
        ..CellParts::default()
    };
    for found in attributes(element) {
        let (name, value) = found?;
        match name {
            "office:value-type" => {
                cell.kind = true;
                cell.filled = true;
            }
            "office:date-value" | "office:time-value" | "office:string-value" => {
                cell.filled = true;
                cell.held += value.len() as u64;
            }
            "office:value" | "office:boolean-value" => cell.filled = true,
            "table:formula" => {
                cell.formula = true;
                cell.filled = true;
                cell.held += value.len() as u64;
            }
            "table:number-columns-spanned" | "table:number-rows-spanned" if value != "1" => {
                let (mut rows, mut columns) = cell.spanned.unwrap_or((1, 1));
                let spanned = value.parse().unwrap_or(1);
                if name == "table:number-rows-spanned" {
                    rows = spanned;
                } else {
                    columns = spanned;
                }
                cell.spanned = Some((rows, columns));
            }
            _ => {}
        }
    }
    Ok(cell)
}

/// How many an element stands for.
fn repeat(element: &BytesStart<'_>, name: &str) -> Result<u64, WorkbookError> {
    for found in attributes(element) {
        let (found, count) = found?;
        if found == name {
            return count
                .parse::<u64>()
                .ok()
                .filter(|&count| count > 0)
                .ok_or_else(|| WorkbookError::damaged(CONTENT, format!("{name} is {count}")));
        }
    }
    Ok(1)
}
