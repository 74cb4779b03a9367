//! Gathers the cells of a row, whatever order they come in, and hands the row on.
//!
//! Every format's reader puts its cells here, so that limits, blanks, trailing blanks and row numbers are the same for all.

use std::ops::ControlFlow;

use super::dates::{NumberKind, serial_1900};
use super::{
    Limits, WorkbookError,
    report::{CellAddress, SheetReport},
};
use crate::ingest::cell::Cell;

/// A cell that waits for the end of its row. Texts lie in the row's buffer or among the shared strings.
#[derive(Debug, Clone, Copy)]
pub(super) enum Slot<'a> {
    Blank,
    Shared(&'a str),
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
    each: Each<'a>,
    slots: Vec<Slot<'a>>,
    text: String,
    /// Room for the cells of a row, kept from one row to the next.
    room: Vec<Cell<'static>>,
    row: u64,
    hidden: bool,
    /// What was found so far.
    pub(super) report: SheetReport,
}

impl<'a> RowSink<'a> {
    pub(super) fn new(limits: &'a Limits, date_1904: bool, each: Each<'a>) -> Self {
        Self {
            limits,
            each,
            slots: Vec::new(),
            text: String::new(),
            room: Vec::new(),
            row: 0,
            hidden: false,
            report: SheetReport {
                date_1904,
                ..SheetReport::default()
            },
        }
    }

    /// Starts a row. Rows must come in order: a second row of the same number would silently replace or double the first.
    fn start_row(&mut self, row: u64) -> Result<(), WorkbookError> {
        if row <= self.row {
            return Err(WorkbookError::damaged(
                format!("row {row}"),
                format!("it comes after row {}", self.row),
            ));
        }
        self.row = row;
        self.hidden = false;
        Ok(())
    }

    /// Marks the row at hand as hidden. It is handed on all the same.
    pub(super) fn hide_row(&mut self) {
        self.hidden = true;
    }

    /// Hands the last row on and gives what was found.
    pub(super) fn finish(mut self) -> SheetReport {
        if self.row > 0 && !self.report.stopped {
            let _ = self.end_row();
        }
        self.report
    }

    pub(super) fn address(&self, column: u32) -> CellAddress {
        CellAddress {
            row: self.row,
            column,
        }
    }

    /// Puts a value into the row.
    pub(super) fn put(&mut self, column: u32, slot: Slot<'a>) {
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

    /// Keeps a text, or an error's name, until the end of the row.
    fn hold(&mut self, text: &str, error: bool) -> Slot<'a> {
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

    /// Puts a text into the row that `write` puts at the end of the texts; an empty one is a blank.
    pub(super) fn put_written<E>(
        &mut self,
        column: u32,
        write: impl FnOnce(&mut String) -> Result<(), E>,
    ) -> Result<(), E> {
        let start = self.text.len();
        write(&mut self.text)?;
        let end = self.text.len();
        if start < end {
            self.put(column, Slot::Text(start, end));
        }
        Ok(())
    }

    /// Puts a text into the row that outlives it; an empty one is a blank.
    pub(super) fn put_shared(&mut self, column: u32, text: &'a str) {
        if !text.is_empty() {
            self.put(column, Slot::Shared(text));
        }
    }

    /// Puts a number into the row. One beyond what numbers hold is the error that a spreadsheet shows for it.
    pub(super) fn put_number(&mut self, column: u32, number: f64) {
        self.put(
            column,
            if number.is_finite() {
                Slot::Number(number)
            } else {
                Slot::ErrorCode("#NUM!")
            },
        );
    }

    /// Puts a number into the row as its format shows it, as far as that is more than its looks.
    pub(super) fn put_formatted(
        &mut self,
        column: u32,
        number: f64,
        kind: NumberKind,
        date_1904: bool,
    ) {
        match kind {
            NumberKind::Padded(digits)
                if number.fract() == 0.0 && (0.0..1e15).contains(&number) =>
            {
                let digits = usize::from(digits);
                self.put_text(column, &format!("{number:0digits$}"));
            }
            NumberKind::Plain | NumberKind::Padded(_) => self.put_number(column, number),
            NumberKind::Moment | NumberKind::Elapsed => {
                let serial = serial_1900(number, kind, date_1904);
                if serial.is_finite() {
                    self.put(column, Slot::Serial(serial));
                } else {
                    self.put_number(column, serial);
                }
            }
        }
    }

    /// Puts an error into the row by its name.
    pub(super) fn put_error(&mut self, column: u32, name: &str) {
        let slot = self.hold(name, true);
        self.put(column, slot);
    }

    /// Hands the row on, unless it is blank, and gets ready for the next.
    fn end_row(&mut self) -> ControlFlow<()> {
        while matches!(self.slots.last(), Some(Slot::Blank)) {
            self.slots.pop();
        }
        if self.slots.is_empty() {
            self.text.clear();
            return ControlFlow::Continue(());
        }
        let mut cells: Vec<Cell<'_>> = std::mem::take(&mut self.room);
        cells.extend(self.slots.iter().map(|&slot| match slot {
            Slot::Blank => Cell::Blank,
            Slot::Shared(text) => Cell::Text(text),
            Slot::Text(start, end) => self.text.get(start..end).map_or(Cell::Blank, Cell::Text),
            Slot::Number(number) => Cell::Number(number),
            Slot::Serial(serial) => Cell::Serial(serial),
            Slot::Bool(truth) => Cell::Bool(truth),
            Slot::Error(start, end) => self.text.get(start..end).map_or(Cell::Blank, Cell::Error),
            Slot::ErrorCode(name) => Cell::Error(name),
        }));
        self.report.rows += 1;
        self.report.last_row = self.row;
        if self.hidden {
            self.report.hidden_rows.note(self.row);
        }
        let flow = (self.each)(self.row, &cells);
        if flow.is_break() {
            self.report.stopped = true;
        }
        cells.clear();
        // Nothing is left that could outlive the row: only the room is.
        self.room = cells.into_iter().map(|_| Cell::Blank).collect();
        self.slots.clear();
        self.text.clear();
        flow
    }

    /// Ends the row at hand, if a cell comes in another, and starts that one. A cell that `starts` a row must not come
    /// in the row at hand.
    pub(super) fn go_to_row(
        &mut self,
        row: u64,
        starts: bool,
    ) -> Result<ControlFlow<()>, WorkbookError> {
        if row == self.row && !starts {
            return Ok(ControlFlow::Continue(()));
        }
        if self.row > 0 && self.end_row().is_break() {
            return Ok(ControlFlow::Break(()));
        }
        self.start_row(row)?;
        Ok(ControlFlow::Continue(()))
    }
}
