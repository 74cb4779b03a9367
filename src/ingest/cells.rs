//! What a record of a dataset is read from.

use jiff::civil::{Date, DateTime};

use crate::diagnostic::Diagnostic;
use crate::money::Money;
use crate::month::Month;

/// The cells of one row by field. `'a` is the life of the block its text lies in.
///
/// Each reader takes the field's place in [`Dataset::fields`](crate::dataset::Dataset::fields) and gives `None` where the cell
/// is blank or bad. A row with a bad cell, or a blank in a required field, is not accepted. There are two of these:
/// [`Row`](super::row::Row) reads every form and tells what is wrong; [`Quick`](super::quick::Quick) reads the common forms and
/// leaves a row that it is not sure of to the other.
pub trait Cells<'a> {
    /// Text, trimmed.
    fn text(&mut self, field: usize) -> Option<&'a str>;
    /// A whole number.
    fn int(&mut self, field: usize) -> Option<i64>;
    /// A decimal, in ten-thousandths.
    fn num(&mut self, field: usize) -> Option<Money>;
    /// Money.
    fn money(&mut self, field: usize) -> Option<Money>;
    /// A day.
    fn date(&mut self, field: usize) -> Option<Date>;
    /// A moment.
    fn datetime(&mut self, field: usize) -> Option<DateTime>;
    /// A truth value.
    fn bool(&mut self, field: usize) -> Option<bool>;
    /// A month.
    fn month(&mut self, field: usize) -> Option<Month>;
    /// The place of a choice in its values.
    fn choice(&mut self, field: usize) -> Option<usize>;
    /// Tells something about a field: that its value contradicts another's. An error refuses the row.
    fn tell(&mut self, field: usize, told: Diagnostic);
    /// Tells that a moment is on the wrong side of another field's (`closed_at` before `created_at`); `variant` says what was expected.
    /// Refuses the row.
    fn out_of_order(&mut self, field: usize, variant: &'static str, other: &'static str) {
        let told = Diagnostic::error("dates-out-of-order").variant(variant);
        self.tell(field, told.with("other", other));
    }
    /// The record, unless a cell of the row was bad.
    fn accept<T>(&mut self, record: T) -> Option<T>;
    /// The row's number, from 1; of a text file the line it starts on.
    fn number(&self) -> u64;
    /// A field's column, from 1, and its head as the file has it; `None` where the table has no such column.
    fn column(&self, field: usize) -> Option<(u32, String)>;
}
