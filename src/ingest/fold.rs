//! What rows are folded into.

use super::row::Row;
use crate::dataset::Dataset;
use crate::merge::Merge;

/// An aggregate of a dataset's rows that merges exactly: the result is the same in whatever order and chunks rows come.
///
/// `ingest` makes one a block with `Default`, folds the block's rows into it, merges a file's blocks, calls
/// [`Fold::finish_file`] once a file (or sheet), and merges the files'.
pub trait Fold: Default + Send + Merge {
    /// The dataset whose rows it takes.
    fn dataset() -> &'static Dataset;
    /// Reads a row (through the dataset's record) and adds it; gives whether the row was accepted.
    fn row(&mut self, row: &mut Row<'_, '_>) -> bool;
    /// Settles what only the whole file shows (a survey column that stays within 1–5).
    fn finish_file(&mut self) {}
}
