//! ODS through calamine, which makes a grid of every table: the grids are measured first, and then held.
//!
//! A table's rows and columns count from the first to the last that holds something; blank ones before and after cost
//! nothing. The 1904 date system does not matter here, since ODS writes dates out.

use std::collections::BTreeMap;
use std::io::Read as _;

use calamine::{Data, DataRef, Range, Reader as _};
use quick_xml::events::Event;

use super::calamine_call::{calling, from_ods, put_value, sheet_infos, source};
use super::ods_scan::{TableNotes, scan};
use super::package::{Package, from_io};
use super::sink::{Each, RowSink};
use super::view::FileView;
use super::xml::Xml;
use super::{Limits, SheetInfo, SheetReport, WorkbookError};

const CONTENT: &str = "content.xml";
const MIMETYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";

/// An open ODS file.
pub(super) struct Ods {
    sheets: Vec<SheetInfo>,
    /// The sheets' cells, in the same order.
    grids: Vec<Range<Data>>,
    notes: BTreeMap<String, TableNotes>,
}

impl Ods {
    pub(super) fn open(
        mut package: Package,
        view: &FileView,
        limits: &Limits,
    ) -> Result<Self, WorkbookError> {
        package.check_held(&["manifest.xml", "meta.xml", "mimetype"], limits)?;
        if is_encrypted(&mut package, limits)? {
            return Err(WorkbookError::Encrypted);
        }
        let Some(part) = package.part(CONTENT, limits)? else {
            return Err(WorkbookError::damaged(CONTENT, "the part is missing"));
        };
        let notes = scan(part, limits)?;
        let source = source(view);
        let mut book = calling(CONTENT, || calamine::Ods::new(source))?
            .map_err(|fault| from_ods(fault, CONTENT))?;
        let sheets = sheet_infos(book.sheets_metadata());
        let mut grids = Vec::new();
        for sheet in &sheets {
            // A copy; the book, with the formulas besides the cells, goes away.
            let grid = calling(CONTENT, || book.worksheet_range(&sheet.name))?
                .map_err(|fault| from_ods(fault, CONTENT))?;
            grids.push(grid);
        }
        Ok(Self {
            sheets,
            grids,
            notes,
        })
    }

    pub(super) fn sheets(&self) -> &[SheetInfo] {
        &self.sheets
    }

    pub(super) fn rows(
        &self,
        index: usize,
        limits: &Limits,
        each: Each<'_>,
    ) -> Result<SheetReport, WorkbookError> {
        let mut sink = RowSink::new(limits, false, each);
        let name = self.sheets.get(index).map_or("", |info| info.name.as_str());
        let notes = self.notes.get(name);
        if let Some(notes) = notes {
            sink.report.formulas_without_value = notes.formulas_without_value;
            for &(first, last) in &notes.merged {
                sink.report.note_merged(first, last);
            }
        }
        let mut hidden = notes.map_or(&[][..], |notes| notes.hidden.as_slice());
        let Some((grid, (first_row, first_column))) = self
            .grids
            .get(index)
            .and_then(|grid| Some((grid, grid.start()?)))
        else {
            return Ok(sink.finish());
        };
        for (row, cells) in (u64::from(first_row) + 1..).zip(grid.rows()) {
            if sink.go_to_row(row, true)?.is_break() {
                return Ok(sink.report);
            }
            while let Some(((first, last), after)) = hidden.split_first() {
                if (*first..=*last).contains(&row) {
                    sink.hide_row();
                }
                if *last > row {
                    break;
                }
                hidden = after;
            }
            for (column, cell) in (first_column..).zip(cells) {
                let value = match cell {
                    Data::String(text) if is_error(text) => {
                        sink.put_error(column, text);
                        continue;
                    }
                    // A text of the grid outlives the row, as a shared string does.
                    Data::String(text) => DataRef::SharedString(text),
                    Data::Int(number) => DataRef::Int(*number),
                    Data::Float(number) => DataRef::Float(*number),
                    Data::Bool(truth) => DataRef::Bool(*truth),
                    Data::DateTime(moment) => DataRef::DateTime(*moment),
                    Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
                    Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
                    Data::Error(error) => DataRef::Error(error.clone()),
                    Data::Empty => continue,
                };
                put_value(&mut sink, column, &value, false);
            }
        }
        Ok(sink.finish())
    }
}

/// Whether a text is one that spreadsheets show for an error; calamine gives the errors of ODS as texts.
fn is_error(text: &str) -> bool {
    let known = [
        "#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!",
    ];
    known.contains(&text)
        || text
            .strip_prefix("Err:")
            .is_some_and(|code| code.len() == 3 && code.bytes().all(|digit| digit.is_ascii_digit()))
}

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
