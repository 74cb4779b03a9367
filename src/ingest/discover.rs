//! Which files and sheets there are, and which dataset each of them holds.
//!
//! In: files and folders as named on the command line, and the config. Out: [`Source`]s, each with its header found and its columns
//! assigned. The config decides, else the name, else the heads; a tie, a missing column and a table that is nothing known are told,
//! never guessed.

mod header_choice;
mod sheets;
mod text;
mod walk;

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::book::{Book, Shelf};
use super::error::ReadError;
use super::header::Plan;
use super::name::key;
use super::options::{ReadOptions, fits};
use super::records::Dialect;
use super::row::Origin;
use crate::dataset::{self, Dataset};
use crate::diagnostic::Diagnostics;

use self::header_choice::Evidence;
use super::encoding::Guess;

/// A file or sheet that holds (a part of) a dataset.
#[derive(Debug, Clone)]
pub struct Source {
    /// The file.
    pub path: PathBuf,
    /// Its bytes, for telling how far reading is. Of a workbook's sheets the first bears them all.
    pub bytes: u64,
    pub(crate) origin: Origin,
    pub(crate) plan: Plan,
    pub(crate) form: Form,
}

/// How a source is stored.
#[derive(Debug, Clone)]
pub(crate) enum Form {
    Text { guess: Guess, dialect: Dialect },
    Sheet(Book),
}

impl Source {
    /// The dataset.
    #[must_use]
    pub const fn dataset(&self) -> &'static Dataset {
        self.plan.dataset
    }

    /// The file as it was named or found.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.origin.file
    }

    /// The sheet, of a workbook.
    #[must_use]
    pub fn sheet(&self) -> Option<&str> {
        self.origin.sheet.as_deref()
    }

    /// The row its heads stand in, from 1.
    #[must_use]
    pub const fn header_row(&self) -> u64 {
        self.plan.row
    }

    /// The fields that a column was found for, each with its head.
    pub fn columns(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.plan
            .dataset
            .fields
            .iter()
            .zip(&self.plan.columns)
            .filter_map(|(field, column)| {
                let head = self.plan.heads.get((*column)?)?;
                Some((field.name, head.as_str()))
            })
    }

    /// The heads that no field was found for.
    pub fn unknown_heads(&self) -> impl Iterator<Item = &str> {
        self.plan
            .heads
            .iter()
            .enumerate()
            .filter(|(column, head)| {
                !head.trim().is_empty() && !self.plan.columns.contains(&Some(*column))
            })
            .map(|(_, head)| head.as_str())
    }
}

/// Finds every source in `inputs`, folders searched in the order of their names.
///
/// A file that is nothing known is told to the diagnostics and left out, one that cannot be opened is an error.
pub fn discover(
    inputs: &[PathBuf],
    options: &ReadOptions,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<Source>, ReadError> {
    let shelf = Shelf::default();
    let paths = walk::files(inputs, diagnostics)?;
    let look = |path: &PathBuf| {
        let (mut found, mut told) = (Vec::new(), Diagnostics::default());
        look(path, options, &shelf, &mut told, &mut found).map(|()| (found, told))
    };
    let found: Vec<_> = paths.par_iter().map(look).collect::<Result<_, _>>()?;
    let mut sources = Vec::new();
    for (found, told) in found {
        sources.extend(found);
        diagnostics.merge(told);
    }
    Ok(sources)
}

/// Bytes of a text file that are looked at for its header.
const START: u64 = 256 << 10;

fn look(
    path: &Path,
    options: &ReadOptions,
    shelf: &Shelf,
    diagnostics: &mut Diagnostics,
    sources: &mut Vec<Source>,
) -> Result<(), ReadError> {
    let failed = |error| ReadError::io(path, error);
    let mut start = Vec::new();
    let file = File::open(path).map_err(failed)?;
    let bytes = file.metadata().map_err(failed)?.len();
    file.take(START).read_to_end(&mut start).map_err(failed)?;
    let origin = Origin {
        file: path.display().to_string(),
        sheet: None,
    };
    let told: Vec<&'static Dataset> = dataset::ALL
        .iter()
        .copied()
        .filter(|dataset| {
            options
                .datasets
                .get(dataset.id)
                .is_some_and(|own| own.files.iter().any(|p| fits(p, &origin.file)))
        })
        .collect();
    let found = Found {
        path,
        bytes,
        origin,
        told,
        named: path
            .file_stem()
            .and_then(|stem| named(&stem.to_string_lossy())),
    };
    let workbook_name = path
        .extension()
        .is_some_and(|e| walk::is_workbook(&e.to_string_lossy()));
    let zip_or_compound = start.starts_with(b"PK\x03\x04")
        || start.starts_with(b"PK\x05\x06")
        || start.starts_with(b"\xd0\xcf\x11\xe0");
    // Portals export delimited text under a workbook's name; it is read as what it is.
    let plain = !start.is_empty()
        && !start.contains(&0)
        && !start.trim_ascii_start().starts_with(b"<")
        && !start.starts_with(b"%PDF")
        && !start.starts_with(b"{\\rtf");
    if zip_or_compound || (workbook_name && !plain) {
        sheets::look(&found, options, shelf, diagnostics, sources);
    } else {
        text::look(&found, &start, options, diagnostics, sources);
    }
    Ok(())
}

/// A file about to be looked into.
struct Found<'f> {
    path: &'f Path,
    bytes: u64,
    origin: Origin,
    /// The datasets whose patterns in the config the file fits.
    told: Vec<&'static Dataset>,
    /// The dataset that the file's name bears.
    named: Option<&'static Dataset>,
}

impl Found<'_> {
    /// What decides, when the sheet (if any) does not say.
    fn evidence(&self) -> Evidence {
        match (self.told.as_slice(), self.named) {
            ([], Some(named)) => Evidence::FileName(named),
            ([], None) => Evidence::Nothing,
            (told, _) => Evidence::Config(told.to_vec()),
        }
    }
}

/// The dataset whose id or name stands in a file's or sheet's name: the longest that does, none where two are as long.
fn named(name: &str) -> Option<&'static Dataset> {
    let whole = key(name);
    let words: Vec<String> = name
        .split(|c: char| !c.is_alphabetic())
        .map(key)
        .filter(|word| !word.is_empty())
        .collect();
    let mut best: Option<(usize, &'static Dataset)> = None;
    let mut tied = false;
    for dataset in dataset::ALL.iter().copied() {
        let by_id = words
            .iter()
            .any(|word| word == dataset.id)
            .then_some(dataset.id.len());
        let by_name = dataset
            .names
            .iter()
            .filter(|name| whole.contains(&key(name)))
            .map(|name| name.chars().count());
        let Some(length) = by_name.chain(by_id).max() else {
            continue;
        };
        match best {
            Some((longest, _)) if length < longest => {}
            Some((longest, _)) if length == longest => tied = true,
            _ => {
                best = Some((length, dataset));
                tied = false;
            }
        }
    }
    best.filter(|_| !tied).map(|(_, dataset)| dataset)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_the_dataset() {
        for (name, id) in [
            ("sales-2025-04", "sales"),
            ("销售明细", "sales"),
            ("城南营业厅销售2025年4月", "sales"),
            ("用户投诉工单", "complaints"),
            ("Complaints", "complaints"),
            ("2025_inventory_v2", "inventory"),
            ("员工花名册", "staff"),
        ] {
            assert_eq!(named(name).map(|dataset| dataset.id), Some(id), "{name}");
        }
        for name in ["Sheet1", "wholesales", "员工培训", "2025-04"] {
            assert_eq!(named(name).map(|dataset| dataset.id), None, "{name}");
        }
    }
}
