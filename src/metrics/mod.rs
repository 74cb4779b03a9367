//! Metrics: every figure of the report, from facts, by the catalog's formulas.
//!
//! In: [`Books`], the facts of the halls reported on, rolled up. Out: [`Figures`], the value of any metric in any
//! month with its change on the month and the year, its target and attainment, or why it is absent. Ratios
//! are worked out from added numerators and denominators, never averaged.

pub mod archive;
pub mod books;
pub mod catalog;
mod compute;
pub mod figures;
pub mod hall_parts;
pub mod ledger;
mod operations;
pub mod score;

pub use archive::Archive;
pub use books::{Books, Settings};
pub use catalog::{Better, Metric};
pub use figures::{Absent, Figure, Figures, Outcome, Past};
pub use operations::{Batch, OpenFault, Replacement};
