//! The example: one hall's exports for the 14 months to April 2025, mixed as halls have them.
//!
//! Sales, visits and a few others come as workbooks with a title row; subscribers and tickets as GB18030 files, from older
//! systems; what the hall keeps itself as UTF-8; the targets with canonical heads.

use std::path::{Path, PathBuf};

use super::{Encoding, Form, Headers, SampleError, SampleOptions, write_in};
use crate::month::Month;

/// The seed of the example, picked for a month whose figures tell one story.
const SEED: u64 = 36;

/// Writes the tables of `examples/chengnan` into `dir`. They hold exactly what the example holds, byte for byte.
///
/// # Errors
/// [`SampleError`] where a file cannot be written.
pub fn chengnan(dir: &Path, progress: &mut dyn FnMut(u64)) -> Result<Vec<PathBuf>, SampleError> {
    write_in(dir, &options()?, |_, table| form(table), progress)
}

/// What is made.
pub(super) fn options() -> Result<SampleOptions, SampleError> {
    let month = Month::new(2025, 4).ok_or(SampleError::Options("April 2025 is a month"))?;
    Ok(SampleOptions {
        seed: SEED,
        ..SampleOptions::new(month)
    })
}

/// The form of a table.
pub(super) fn form(table: &str) -> Form {
    let workbook = matches!(
        table,
        "sales" | "services" | "surveys" | "costs" | "inspections" | "actions"
    );
    Form {
        headers: if table == "targets" {
            Headers::En
        } else {
            Headers::Zh
        },
        encoding: if matches!(table, "subscribers" | "complaints") {
            Encoding::Gb18030
        } else {
            Encoding::Utf8
        },
        xlsx: workbook,
    }
}
