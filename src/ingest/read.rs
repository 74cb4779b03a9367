//! Reading a source into what its rows are folded into: the entry of this stage.
//!
//! In: a [`Source`] that [`discover`](super::discover::discover) found. Out: its rows folded, and a [`SourceSummary`]. Bad cells and
//! rows go to the diagnostics; only a file that cannot be read at all is an error.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::blocks::{self, Halt, Manner};
use super::discover::{Form, Source};
use super::encoding::{Guess, Utf16Reader};
use super::error::ReadError;
use super::fold::Fold;
use super::options::{Encoding, ReadOptions};
use super::quick::Compiled;
use super::records::Dialect;
use super::sheet;
use super::table::{Counts, Part};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};

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
    let (mut part, encoding, sha256) = match &source.form {
        Form::Text { guess, dialect } => {
            let (part, encoding, sha256) =
                fold_text_file(&start, source, *guess, *dialect, options, progress)?;
            (part, Some(encoding), sha256)
        }
        Form::Sheet(book) => {
            let workbook = book.open(&options.limits.workbook);
            let sha256 = book
                .sha256(|| match &workbook {
                    Ok(workbook) => hash(workbook.bytes()),
                    Err(_) => hash(File::open(&source.path)?),
                })
                .map_err(|error| ReadError::io(&source.path, error))?;
            let part = sheet::fold(&start, workbook, source, options);
            book.sheet_done();
            progress(source.bytes);
            (part, None, sha256)
        }
    };
    part.tell_halls(&source.plan, &source.origin);
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
        hex(&self.sha256.finalize())
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

/// The SHA-256 of what is left to read.
pub(super) fn hash(mut input: impl Read) -> io::Result<String> {
    let mut sha256 = Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match input.read(&mut buffer)? {
            0 => return Ok(hex(&sha256.finalize())),
            read => sha256.update(buffer.get(..read).unwrap_or_default()),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut hex, byte| {
        // Writing to a string does not fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
