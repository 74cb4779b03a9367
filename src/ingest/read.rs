//! Reading a source into what its rows are folded into: the entry of this stage.
//!
//! In: a [`Source`] that [`discover`](super::discover::discover) found. Out: its rows folded, and a [`SourceSummary`]. Bad cells and
//! rows go to the diagnostics; only a file that cannot be read at all is an error.

use std::fs::File;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use thiserror::Error;

use super::blocks::{self, Halt, Manner};
use super::cell::{Cell, date};
use super::discover::{Form, Source};
use super::encoding::{Guess, Utf16Reader};
use super::fold::Fold;
use super::header::Plan;
use super::options::{Encoding, ReadOptions};
use super::quick::Compiled;
use super::records::Dialect;
use super::table::{Counts, Part};
use super::workbook::{Seen, SheetReport, Workbook};
use crate::dataset::Kind;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::words::{Filling, Saying, Speak};
use crate::{displays_as_said, saying};

/// Why reading cannot go on.
#[derive(Debug, Error)]
pub enum ReadError {
    /// The operating system refuses a file or folder.
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        #[source]
        error: io::Error,
    },
}

impl Speak for ReadError {
    fn saying(&self) -> Saying {
        match self {
            Self::Io { path, error } => {
                saying!("errors.unreadable", path = path, error = error.saying())
            }
        }
    }
}

displays_as_said!(ReadError);

impl ReadError {
    pub(crate) fn io(path: &Path, error: io::Error) -> Self {
        Self::Io {
            path: path.to_owned(),
            error,
        }
    }
}

/// What was read of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceSummary {
    /// The file as it was named or found.
    pub file: String,
    /// The sheet, of a workbook.
    pub sheet: Option<String>,
    /// The dataset's id.
    pub dataset: &'static str,
    /// What became of its rows.
    pub counts: Counts,
    /// The file's bytes.
    pub bytes: u64,
    /// The encoding of a text file.
    pub encoding: Option<Encoding>,
    /// The SHA-256 of the file, in hexadecimal.
    pub sha256: String,
}

/// Reads a source into what `start` makes, which is asked anew where the reading has to begin again. `progress` is told the bytes read since it was last called, from this thread; a file that turns out to be of
/// another encoding is read, and told, twice.
///
/// # Errors
/// Where the file cannot be read. A file that can, but whose bytes make no sense, is told to the diagnostics, and what was read of it is left out.
pub fn fold_source<F: Fold>(
    start: impl Fn() -> F,
    source: &Source,
    options: &ReadOptions,
    progress: &dyn Fn(u64),
    diagnostics: &mut Diagnostics,
) -> Result<(F, SourceSummary), ReadError> {
    let (mut part, encoding, sha256) = match source.form {
        Form::Text { guess, dialect } => {
            let (part, encoding, sha256) =
                fold_text_file(&start, source, guess, dialect, options, progress)?;
            (part, Some(encoding), sha256)
        }
        Form::Sheet => {
            let sha256 = hash_file(&source.path, progress, source.bytes)?;
            (fold_sheet(&start, source, options), None, sha256)
        }
    };
    part.fold.finish_file();
    diagnostics.merge(part.diagnostics);
    let summary = SourceSummary {
        file: source.origin.file.clone(),
        sheet: source.origin.sheet.clone(),
        dataset: source.dataset().id,
        counts: part.counts,
        bytes: source.bytes,
        encoding,
        sha256,
    };
    Ok((part.fold, summary))
}

/// A file as it is read: hashed and told to the progress.
struct Watched<'p> {
    file: File,
    sha256: Sha256,
    progress: &'p dyn Fn(u64),
}

impl<'p> Watched<'p> {
    fn open(path: &Path, progress: &'p dyn Fn(u64)) -> Result<Self, ReadError> {
        Ok(Self {
            file: File::open(path).map_err(|error| ReadError::io(path, error))?,
            sha256: Sha256::new(),
            progress,
        })
    }

    fn hex(self) -> String {
        use std::fmt::Write as _;
        self.sha256
            .finalize()
            .iter()
            .fold(String::new(), |mut hex, byte| {
                // Writing to a string does not fail.
                let _ = write!(hex, "{byte:02x}");
                hex
            })
    }
}

impl Read for Watched<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.file.read(buffer)?;
        self.sha256.update(buffer.get(..n).unwrap_or_default());
        (self.progress)(n as u64);
        Ok(n)
    }
}

fn fold_text_file<F: Fold>(
    start: &impl Fn() -> F,
    source: &Source,
    guess: Guess,
    dialect: Dialect,
    options: &ReadOptions,
    progress: &dyn Fn(u64),
) -> Result<(Part<F>, Encoding, String), ReadError> {
    let threads = std::thread::available_parallelism().map_or(2, |n| n.get().min(8));
    let compiled = Compiled::new(&source.plan);
    let attempt = |encoding: Encoding, strict: bool| {
        let mut file = Watched::open(&source.path, progress)?;
        let mut mark = vec![0; guess.mark];
        file.read_exact(&mut mark)
            .map_err(|error| ReadError::io(&source.path, error))?;
        let manner = Manner {
            plan: &source.plan,
            compiled: &compiled,
            origin: &source.origin,
            dialect,
            encoding,
            strict,
            limits: &options.limits,
            threads,
        };
        let outcome = match encoding {
            Encoding::Utf8 | Encoding::Gb18030 => blocks::fold(start(), &mut file, manner),
            Encoding::Utf16Le | Encoding::Utf16Be => {
                blocks::fold(start(), Utf16Reader::new(&mut file, encoding), manner)
            }
        };
        // A row without an end stops the reading; the hash is of the whole file all the same.
        io::copy(&mut file, &mut io::sink()).map_err(|error| ReadError::io(&source.path, error))?;
        match outcome {
            Ok(part) => Ok(Some((part, encoding, file.hex()))),
            Err(Halt::Encoding) => Ok(None),
            Err(Halt::Io(error)) => Err(ReadError::io(&source.path, error)),
            Err(Halt::LongRow(line)) => {
                let mut part = Part::new(start());
                let most = options.limits.row_bytes;
                let told = Diagnostic::error("endless-row").with("most", most);
                part.diagnostics.add(told.at(Place {
                    row: Some(line),
                    ..source.origin.place()
                }));
                Ok(Some((part, encoding, file.hex())))
            }
        }
    };
    let strict: &[Encoding] = match guess.encoding {
        // Nothing but ASCII so far: either may still turn out.
        Encoding::Utf8 if guess.open => &[Encoding::Utf8, Encoding::Gb18030],
        _ => &[guess.encoding],
    };
    for encoding in strict {
        if let Some(done) = attempt(*encoding, true)? {
            return Ok(done);
        }
    }
    // Neither throughout: damaged bytes, told row by row.
    Ok(attempt(guess.encoding, false)?
        .unwrap_or_else(|| (Part::new(start()), guess.encoding, String::new())))
}

fn hash_file(path: &Path, progress: &dyn Fn(u64), bytes: u64) -> Result<String, ReadError> {
    // The hash reads far faster than the workbook is; its bytes are told at once, when it is done.
    let mut file = Watched::open(path, &|_| ())?;
    io::copy(&mut file, &mut io::sink()).map_err(|error| ReadError::io(path, error))?;
    let hex = file.hex();
    progress(bytes);
    Ok(hex)
}

fn fold_sheet<F: Fold>(start: &impl Fn() -> F, source: &Source, options: &ReadOptions) -> Part<F> {
    let mut part = Part::new(start());
    let origin = &source.origin;
    let plan = &source.plan;
    let report = Workbook::open(&source.path, &options.limits.workbook).and_then(|workbook| {
        let shift = if workbook.date_1904() { 1_462.0 } else { 0.0 };
        let name = origin.sheet.as_deref().unwrap_or_default();
        workbook.rows(name, &mut |number, cells| {
            if number > plan.row {
                let texts = written_out(plan, cells);
                let cells = settled(plan, cells, &texts, shift);
                part.row(plan, origin, &cells, number, false);
            }
            ControlFlow::Continue(())
        })
    });
    match report {
        Ok(report) => tell_report(&report, source, options, &mut part.diagnostics),
        Err(error) => {
            // Half a table would pass for a whole one.
            part = Part::new(start());
            let told = Diagnostic::error("bad-workbook").variant("sheet");
            let told = told.with("error", error.saying());
            part.diagnostics.add(told.at(origin.place()));
        }
    }
    part
}

/// By column, the text of numbers and dates that stand where text is wanted; `None` where there is nothing to write out.
fn written_out(plan: &Plan, cells: &[Cell<'_>]) -> Vec<Option<String>> {
    let mut texts = Vec::new();
    for (field, column) in plan.dataset.fields.iter().zip(&plan.columns) {
        let (Kind::Text | Kind::Id, Some(column)) = (field.kind, *column) else {
            continue;
        };
        let text = match cells.get(column) {
            // Spreadsheets keep 15 digits; what is longer has lost the rest, and `Row` tells so.
            Some(Cell::Number(number)) if number.abs() < 1e15 => number.to_string(),
            Some(Cell::Serial(serial)) => match date::from_serial(*serial) {
                Some(moment) if serial.fract() == 0.0 => moment.date().to_string(),
                Some(moment) => moment.to_string().replace('T', " "),
                None => continue,
            },
            Some(Cell::Bool(truth)) => if *truth { "TRUE" } else { "FALSE" }.to_owned(),
            _ => continue,
        };
        if texts.len() <= column {
            texts.resize(column + 1, None);
        }
        if let Some(place) = texts.get_mut(column) {
            *place = Some(text);
        }
    }
    texts
}

/// The cells with what was written out in its place, and dates without a date format shifted to the 1900 system.
fn settled<'a>(
    plan: &Plan,
    cells: &[Cell<'a>],
    texts: &'a [Option<String>],
    shift: f64,
) -> Vec<Cell<'a>> {
    let mut settled: Vec<Cell<'a>> = cells
        .iter()
        .enumerate()
        .map(|(column, cell)| match texts.get(column) {
            Some(Some(text)) => Cell::Text(text),
            _ => *cell,
        })
        .collect();
    if shift > 0.0 {
        for (field, column) in plan.dataset.fields.iter().zip(&plan.columns) {
            let dates = matches!(field.kind, Kind::Date | Kind::DateTime | Kind::Month);
            let cell = column.and_then(|column| settled.get_mut(column));
            if let (true, Some(cell)) = (dates, cell)
                && let Cell::Number(number) = *cell
                && number < 110_000.0
            {
                *cell = Cell::Serial(number + shift);
            }
        }
    }
    settled
}

fn tell_report(
    report: &SheetReport,
    source: &Source,
    options: &ReadOptions,
    diagnostics: &mut Diagnostics,
) {
    let mut tell = |seen: &Seen, told: Diagnostic| {
        let Some(first) = seen.first else {
            return;
        };
        let told = told
            .with("count", seen.count)
            .with("first", Filling::shown(first));
        diagnostics.add(told.at(Place {
            row: Some(first.row),
            column: Some(first.column + 1),
            ..source.origin.place()
        }));
    };
    let limits = &options.limits.workbook;
    tell(
        &report.beyond_limits,
        Diagnostic::warning("cells-beyond-limits")
            .with("columns", limits.max_columns)
            .with("rows", limits.max_rows),
    );
    tell(
        &report.formulas_without_value,
        Diagnostic::warning("formula-without-value"),
    );
}
