//! From files to typed rows: discovery, encodings, CSV and workbooks, headers, cells.

mod blocks;
pub mod cell;
mod encoding;
pub mod fold;
mod header;
mod name;
pub mod options;
mod records;
pub mod row;
mod table;
pub mod workbook;

pub use cell::Cell;
pub use fold::Fold;
pub use options::ReadOptions;
pub use table::Counts;
