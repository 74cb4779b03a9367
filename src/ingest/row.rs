//! One row of a dataset: its cells by field, read as the field's type.

use jiff::civil::{Date, DateTime};

use super::cell::Cell;
use crate::dataset::Dataset;
use crate::money::Money;
use crate::month::Month;

/// A row about to be read. `'a` is the life of the block its text lies in.
///
/// Each reader takes the field's place in [`Dataset::fields`] and gives `None` where the cell is blank, or
/// bad: a bad cell, or a blank in a required field, is told to the diagnostics and [`Row::accept`] then refuses the row.
#[derive(Debug)]
pub struct Row<'a, 'r> {
    dataset: &'static Dataset,
    cells: &'r [Cell<'a>],
    bad: bool,
}

impl<'a> Row<'a, '_> {
    /// Text, trimmed.
    pub fn text(&mut self, field: usize) -> Option<&'a str> {
        let _ = (field, self.dataset, self.cells);
        None
    }
    /// A whole number.
    pub fn int(&mut self, field: usize) -> Option<i64> {
        let _ = field;
        None
    }
    /// A decimal, in ten-thousandths.
    pub fn num(&mut self, field: usize) -> Option<Money> {
        let _ = field;
        None
    }
    /// Money.
    pub fn money(&mut self, field: usize) -> Option<Money> {
        let _ = field;
        None
    }
    /// A day.
    pub fn date(&mut self, field: usize) -> Option<Date> {
        let _ = field;
        None
    }
    /// A moment.
    pub fn datetime(&mut self, field: usize) -> Option<DateTime> {
        let _ = field;
        None
    }
    /// A truth value.
    pub fn bool(&mut self, field: usize) -> Option<bool> {
        let _ = field;
        None
    }
    /// A month.
    pub fn month(&mut self, field: usize) -> Option<Month> {
        let _ = field;
        None
    }
    /// The place of a choice in its values.
    pub fn choice(&mut self, field: usize) -> Option<usize> {
        let _ = field;
        None
    }
    /// Tells that a field's value contradicts another (`closed_at` before `created_at`); refuses the row.
    pub fn refuse(&mut self, field: usize, code: &'static str, expected: &str) {
        let _ = (field, code, expected);
        self.bad = true;
    }
    /// Tells something about a field that does not refuse the row.
    pub fn warn(&mut self, field: usize, code: &'static str, expected: &str) {
        let _ = (field, code, expected);
    }
    /// The record, unless a cell of the row was bad.
    pub fn accept<T>(&mut self, record: T) -> Option<T> {
        (!self.bad).then_some(record)
    }
}
