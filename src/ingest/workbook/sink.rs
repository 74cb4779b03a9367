//! Gathers the cells of a row, whatever order they come in, and hands the row on.
//!
//! Every format's reader puts its cells here, so that limits, blanks, trailing blanks and row numbers are the same for all.

use std::ops::ControlFlow;

use super::{
    Limits, WorkbookError,
    report::{CellAddress, SheetReport},
};
use crate::ingest::cell::Cell;

/// Texts one after the other in one string, found by number: a workbook's shared strings.
#[derive(Debug, Default)]
pub(super) struct Texts {
    text: String,
    ends: Vec<u32>,
}

impl Texts {
    /// Ends the text that was written with [`Texts::buffer`] and numbers it.
    pub(super) fn finish(&mut self, limits: &Limits) -> Result<(), WorkbookError> {
        let size = self.text.len() as u64;
        let max = limits.max_held_bytes.min(u64::from(u32::MAX));
        if size > max {
            return Err(WorkbookError::bytes(
                "the text of the shared strings",
                size,
                "max_held_bytes",
                max,
            ));
        }
        self.ends.push(self.text.len() as u32);
        if self.ends.len() as u64 > limits.max_shared_strings {
            return Err(WorkbookError::TooLarge {
                what: "the table of shared strings".to_owned(),
                size: self.ends.len() as u64,
                unit: "strings or more",
                limit: "max_shared_strings",
                max: limits.max_shared_strings,
            });
        }
        Ok(())
    }

    /// Where to write the next text.
    pub(super) fn buffer(&mut self) -> &mut String {
        &mut self.text
    }

    /// Where the text that is being written starts.
    pub(super) fn start(&self) -> usize {
        self.ends.last().map_or(0, |&end| end as usize)
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)? as usize;
        let start = match index.checked_sub(1) {
            Some(before) => *self.ends.get(before)? as usize,
            None => 0,
        };
        self.text.get(start..end)
    }
}

/// A cell that waits for the end of its row. Texts lie in the row's buffer or among the shared strings.
#[derive(Debug, Clone, Copy)]
pub(super) enum Slot {
    Blank,
    Shared(u32),
    Text(usize, usize),
    Number(f64),
    Serial(f64),
    Bool(bool),
    Error(usize, usize),
    ErrorCode(&'static str),
}

/// The receiver of rows: the row's number and its cells from column A.
pub(super) type Each<'e> = &'e mut dyn FnMut(u64, &[Cell<'_>]) -> ControlFlow<()>;

/// Gathers one row after the other.
pub(super) struct RowSink<'a> {
    limits: &'a Limits,
    strings: &'a Texts,
    each: Each<'a>,
    slots: Vec<Slot>,
    text: String,
    row: u64,
    /// The counts at the start of the row.
    before: [u64; 3],
    /// What was found so far.
    pub(super) report: SheetReport,
}

impl<'a> RowSink<'a> {
    pub(super) fn new(
        limits: &'a Limits,
        strings: &'a Texts,
        date_1904: bool,
        each: Each<'a>,
    ) -> Self {
        Self {
            limits,
            strings,
            each,
            slots: Vec::new(),
            text: String::new(),
            row: 0,
            before: [0; 3],
            report: SheetReport {
                date_1904,
                ..SheetReport::default()
            },
        }
    }

    /// What was seen so far, to be counted again for every row that a row stands for.
    fn counts(&self) -> [u64; 3] {
        let report = &self.report;
        [
            report.beyond_limits.count,
            report.errors.count,
            report.formulas_without_value.count,
        ]
    }

    /// Starts a row. Rows must come in order: a second row of the same number would silently replace or double the first.
    pub(super) fn start_row(&mut self, row: u64) -> Result<(), WorkbookError> {
        if row <= self.row {
            return Err(WorkbookError::damaged(
                format!("row {row}"),
                format!("it comes after row {}", self.row),
            ));
        }
        self.row = row;
        self.before = self.counts();
        Ok(())
    }

    /// The row that was started last.
    pub(super) fn row(&self) -> u64 {
        self.row
    }

    pub(super) fn address(&self, column: u32) -> CellAddress {
        CellAddress {
            row: self.row,
            column,
        }
    }

    /// Puts a value into the row.
    pub(super) fn put(&mut self, column: u32, slot: Slot) {
        if matches!(slot, Slot::Blank) {
            return;
        }
        if matches!(slot, Slot::Error(..) | Slot::ErrorCode(_)) {
            self.report.errors.note(self.address(column));
        }
        if column >= self.limits.max_columns || self.row > self.limits.max_rows {
            self.report.beyond_limits.note(self.address(column));
            return;
        }
        let index = column as usize;
        if index >= self.slots.len() {
            self.slots.resize(index + 1, Slot::Blank);
        }
        if let Some(place) = self.slots.get_mut(index) {
            *place = slot;
        }
    }

    /// Keeps a text, or an error's name, until the end of the row, for as many cells as hold it.
    pub(super) fn hold(&mut self, text: &str, error: bool) -> Slot {
        let start = self.text.len();
        self.text.push_str(text);
        let end = self.text.len();
        match (start == end, error) {
            (true, _) => Slot::Blank,
            (false, true) => Slot::Error(start, end),
            (false, false) => Slot::Text(start, end),
        }
    }

    /// Puts a text into the row; an empty one is a blank.
    pub(super) fn put_text(&mut self, column: u32, text: &str) {
        let slot = self.hold(text, false);
        self.put(column, slot);
    }

    /// Puts a shared string into the row, if there is one of that number.
    pub(super) fn put_shared(&mut self, column: u32, index: usize) -> Result<(), WorkbookError> {
        match self.strings.get(index) {
            Some("") => Ok(()),
            Some(_) => {
                self.put(column, Slot::Shared(index as u32));
                Ok(())
            }
            None => Err(WorkbookError::damaged(
                format!("cell {}", self.address(column)),
                format!(
                    "it refers to shared string {index}, and there are {}",
                    self.strings.len()
                ),
            )),
        }
    }

    /// Puts an error into the row by its name.
    pub(super) fn put_error(&mut self, column: u32, name: &str) {
        let slot = self.hold(name, true);
        self.put(column, slot);
    }

    /// Notes a formula without a result.
    pub(super) fn formula_without_value(&mut self, column: u32) {
        let address = self.address(column);
        self.report.formulas_without_value.note(address);
    }

    /// Hands the row on, `times` over in consecutive rows, unless it is blank, and gets ready for the next.
    pub(super) fn end_row(&mut self, times: u64) -> ControlFlow<()> {
        let first = self.row;
        let after = self.counts();
        let more = |which: usize| {
            let seen = after.get(which).zip(self.before.get(which));
            seen.map_or(0, |(after, before)| {
                (after - before).saturating_mul(times.saturating_sub(1))
            })
        };
        let (beyond, errors, formulas) = (more(0), more(1), more(2));
        self.report.beyond_limits.add(beyond);
        self.report.errors.add(errors);
        self.report.formulas_without_value.add(formulas);
        self.row = first.saturating_add(times.saturating_sub(1));
        while matches!(self.slots.last(), Some(Slot::Blank)) {
            self.slots.pop();
        }
        if self.slots.is_empty() {
            self.text.clear();
            return ControlFlow::Continue(());
        }
        let cells: Vec<Cell<'_>> = self
            .slots
            .iter()
            .map(|&slot| match slot {
                Slot::Blank => Cell::Blank,
                Slot::Shared(index) => self
                    .strings
                    .get(index as usize)
                    .map_or(Cell::Blank, Cell::Text),
                Slot::Text(start, end) => self.text.get(start..end).map_or(Cell::Blank, Cell::Text),
                Slot::Number(number) => Cell::Number(number),
                Slot::Serial(serial) => Cell::Serial(serial),
                Slot::Bool(truth) => Cell::Bool(truth),
                Slot::Error(start, end) => {
                    self.text.get(start..end).map_or(Cell::Blank, Cell::Error)
                }
                Slot::ErrorCode(name) => Cell::Error(name),
            })
            .collect();
        let mut flow = ControlFlow::Continue(());
        for row in first..=self.row {
            if row > self.limits.max_rows {
                // Only a repeated row gets here: `put` keeps cells of later rows out.
                let first = cells
                    .iter()
                    .position(|&cell| cell != Cell::Blank)
                    .unwrap_or(0);
                let filled = cells.iter().filter(|&&cell| cell != Cell::Blank).count() as u64;
                self.report.beyond_limits.first.get_or_insert(CellAddress {
                    row,
                    column: first as u32,
                });
                self.report
                    .beyond_limits
                    .add(filled.saturating_mul(self.row - row + 1));
                break;
            }
            self.report.rows += 1;
            self.report.last_row = row;
            flow = (self.each)(row, &cells);
            if flow.is_break() {
                self.report.stopped = true;
                break;
            }
        }
        drop(cells);
        self.slots.clear();
        self.text.clear();
        flow
    }
}
