//! From files to typed rows: discovery, encodings, CSV and workbooks, headers, cells.

mod blocks;
mod book;
pub mod cell;
mod cells;
pub mod discover;
mod encoding;
mod error;
pub mod fold;
#[cfg(test)]
mod fuzz;
mod header;
mod name;
pub mod options;
mod quick;
pub mod read;
mod records;
pub mod row;
mod sheet;
mod split;
mod table;
#[cfg(test)]
mod tests;
pub mod workbook;

pub use cell::Cell;
pub use cells::Cells;
pub use discover::{Source, discover};
pub use error::ReadError;
pub use fold::Fold;
pub use options::ReadOptions;
pub use read::{SourceSummary, fold_source};
pub use table::Counts;
