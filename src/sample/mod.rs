//! Made-up exports of any size: what `yuebao sample` writes, to try yuebao with and to measure it by.
//!
//! Input: [`SampleOptions`]. Output: one file a dataset, all thirteen, in a folder. The data is invented throughout, but
//! plausible in every figure, and the tables agree with one another: stock leaves with the devices sold, costs follow sales,
//! SIM cards follow new subscribers. The last month has something to tell: churn among newly won campus customers, queues at
//! the peak hour, slow stock, targets missed. The same options give the same bytes. It refuses no or too many halls or months, a month
//! outside the years 1901 to 9998, and a workbook in GB18030.
//!
//! Rows stream to disk; memory follows the halls, the months and one day's visits, not the rows.

// Counts of days, seconds, pieces and fen are far below 2⁶³, the lengths of tables too.
#![allow(clippy::cast_possible_wrap)]

mod actions;
mod calendar;
mod chengnan;
mod complaints;
mod costs;
mod goods;
mod inspections;
mod inventory;
mod issues;
mod names;
mod plan;
mod rng;
mod sales;
mod services;
mod staff;
mod subscribers;
mod surveys;
mod table;
mod targets;
mod training;
mod workbook;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

pub use self::chengnan::chengnan;
use self::plan::Plan;
use self::table::Target;
use crate::month::Month;

/// Sales rows of an ordinary hall in an ordinary month, of which everything else takes its size: such a hall has about
/// 12,000 subscribers, 2,800 visits and 9 members of staff.
pub const ROWS_A_HALL_AND_MONTH: u64 = 3_000;

/// Up to so many sales rows, workbooks keep each text once.
const SHARED_TEXT_ROWS: u64 = 100_000;

/// What is to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleOptions {
    /// Sales rows in all, over every hall and month: exactly so many are written. The other tables are sized to match.
    pub rows: u64,
    /// Halls, 1 to 10,000.
    pub halls: u32,
    /// Months, 1 to 1,200; 14 give every figure its month before and its year before.
    pub months: u32,
    /// The last month.
    pub month: Month,
    /// What the random numbers start from.
    pub seed: u64,
    /// The language of file names, headers and enum values.
    pub headers: Headers,
    /// The encoding of CSV files.
    pub encoding: Encoding,
    /// Workbooks instead of CSV.
    pub xlsx: bool,
    /// Sales and visits name staff of any hall, which is the hardest to count by hall.
    pub staff_anywhere: bool,
}

/// The language of file names, headers and enum values. Product and other names are Chinese in both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Headers {
    /// Chinese: `销售明细.csv`, `实收金额`, `终端`, `95%`.
    Zh,
    /// The canonical names: `sales.csv`, `amount`, `device`, `0.95`.
    En,
}

/// The encoding of CSV files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8 without a byte order mark.
    Utf8,
    /// GB18030, which reads as GBK here.
    Gb18030,
}

/// Why no sample was made.
#[derive(Debug, thiserror::Error)]
pub enum SampleError {
    /// The options contradict themselves or ask for nothing.
    #[error("{0}")]
    Options(&'static str),
    /// A file could not be written.
    #[error("cannot write {path}")]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A workbook could not be written.
    #[error("cannot write the workbook {path}")]
    Workbook {
        /// The file.
        path: PathBuf,
        /// Why.
        source: Box<rust_xlsxwriter::XlsxError>,
    },
}

impl SampleError {
    fn file(path: &Path, source: std::io::Error) -> Self {
        let path = path.to_owned();
        Self::File { path, source }
    }

    fn book(path: &Path, source: rust_xlsxwriter::XlsxError) -> Self {
        let path = path.to_owned();
        let source = Box::new(source);
        Self::Workbook { path, source }
    }
}

impl SampleOptions {
    /// One ordinary hall's 14 months to `month`: 42,000 sales rows, Chinese headers, CSV in UTF-8.
    #[must_use]
    pub const fn new(month: Month) -> Self {
        Self {
            rows: 14 * ROWS_A_HALL_AND_MONTH,
            halls: 1,
            months: 14,
            month,
            seed: 1,
            headers: Headers::Zh,
            encoding: Encoding::Utf8,
            xlsx: false,
            staff_anywhere: false,
        }
    }

    /// The sales rows that so many ordinary halls have in so many months.
    #[must_use]
    pub const fn ordinary_rows(halls: u32, months: u32) -> u64 {
        ROWS_A_HALL_AND_MONTH * halls as u64 * months as u64
    }

    fn check(&self) -> Result<(), SampleError> {
        let wrong = if !(1..=10_000).contains(&self.halls) {
            "a sample has 1 to 10,000 halls"
        } else if !(1..=1_200).contains(&self.months) {
            "a sample has 1 to 1,200 months"
        } else if self.xlsx && self.encoding == Encoding::Gb18030 {
            "a workbook has no encoding to choose: leave out `--encoding gb18030` or `--xlsx`"
        } else if self.month.year() > 9998 || plan::first(self).year() < 1901 {
            "the months of a sample lie within 1901 and 9998"
        } else {
            return Ok(());
        };
        Err(SampleError::Options(wrong))
    }
}

/// Writes the files of a sample into `dir`, which is made where it is missing; files of the same names are replaced,
/// others stay, and whoever reads the folder reads them too.
/// Gives their paths in the order written. `progress` is told, every 1,024 rows, how many rows of all tables are written so far.
///
/// # Errors
/// [`SampleError`] where the options ask for nothing sensible or a file cannot be written.
pub fn write(
    dir: &Path,
    options: &SampleOptions,
    progress: &mut dyn FnMut(u64),
) -> Result<Vec<PathBuf>, SampleError> {
    options.check()?;
    write_in(dir, options, |target, _| target.usual, progress)
}

/// How a table is written.
#[derive(Debug, Clone, Copy)]
struct Form {
    headers: Headers,
    encoding: Encoding,
    xlsx: bool,
}

/// Writes a sample, each table in the form that `form` gives for its id.
fn write_in<'a>(
    dir: &'a Path,
    options: &SampleOptions,
    form: fn(&Target<'a>, &str) -> Form,
    progress: &'a mut dyn FnMut(u64),
) -> Result<Vec<PathBuf>, SampleError> {
    std::fs::create_dir_all(dir).map_err(|e| SampleError::file(dir, e))?;
    let plan = Plan::new(options);
    // One hall's workbooks bear its name in their title rows.
    let owner = match plan.halls.as_slice() {
        [hall] => hall.name.clone(),
        _ => String::new(),
    };
    let target = &mut Target {
        dir,
        form,
        usual: Form {
            headers: options.headers,
            encoding: options.encoding,
            xlsx: options.xlsx,
        },
        month: options.month,
        shared: options.rows <= SHARED_TEXT_ROWS,
        progress,
        rows: 0,
        written: Vec::new(),
    };
    let books = sales::write(&plan, target, &owner)?;
    let moves = subscribers::write(&plan, target, &owner)?;
    complaints::write(&plan, &moves, target, &owner)?;
    inventory::write(&plan, &books, &moves, target, &owner)?;
    targets::write(&plan, &books, &moves, target, &owner)?;
    surveys::write(&plan, target, &owner)?;
    services::write(&plan, target, &owner)?;
    costs::write(&plan, &books, target, &owner)?;
    staff::write(&plan, &books, target, &owner)?;
    training::write(&plan, target, &owner)?;
    inspections::write(&plan, target, &owner)?;
    issues::write(&plan, target, &owner)?;
    actions::write(&plan, target, &owner)?;
    Ok(std::mem::take(&mut target.written))
}
