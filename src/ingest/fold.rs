//! What rows are folded into.

use super::cells::Cells;
use crate::dataset::Dataset;
use crate::merge::Merge;

/// An aggregate of a dataset's rows that merges exactly: the result is the same in whatever order and chunks rows come.
///
/// `ingest` folds each thread's rows into one of its own, merges a file's, calls [`Fold::finish_file`] once a file (or sheet), and
/// merges the files'.
pub trait Fold: Merge + Default + Send {
    /// The dataset whose rows it takes.
    fn dataset() -> &'static Dataset;
    /// Reads a row (through the dataset's record) and adds it; gives whether the row was accepted. A row that is not leaves
    /// nothing behind.
    fn row<'a>(&mut self, row: &mut impl Cells<'a>) -> bool;
    /// One for another thread of the same file, to be merged with this one.
    #[must_use]
    fn another(&self) -> Self {
        Self::default()
    }
    /// Settles what only the whole file shows (a survey column that stays within 1–5).
    fn finish_file(&mut self) {}
}
