//! From files to typed rows: discovery, encodings, CSV and workbooks, headers, cells.

pub mod cell;
pub mod fold;
pub mod row;
pub mod workbook;

pub use cell::Cell;
pub use fold::Fold;
