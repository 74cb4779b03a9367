//! The zip container of XLSX, XLSM, XLSB and ODS, with a bound on what its parts may unpack to.
//!
//! The sizes that the zip directory declares are checked against the limits before a part is opened, here or by calamine,
//! which reads the same names: no two parts may have one. While a part is read,
//! the zip library lets no part give more bytes than it declared, so a directory that lies gains nothing.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Read};
use std::sync::Arc;

use thiserror::Error;
use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

use super::view::Buffered;
use super::{Limits, WorkbookError};

/// Parts up to this size may have any ratio: they cannot hurt, and blank sheets compress very well.
const RATIO_FLOOR: u64 = 16 << 20;

/// An open package. A clone shares the directory and reads parts beside the others.
#[derive(Clone)]
pub(super) struct Package {
    archive: ZipArchive<Buffered>,
    /// Place by name in lower case with `/`: some programs write `xl\SharedStrings.xml`.
    places: Arc<BTreeMap<String, usize>>,
}

impl Package {
    /// Reads the directory of the parts.
    pub(super) fn open(file: Buffered, limits: &Limits) -> Result<Self, WorkbookError> {
        let archive =
            ZipArchive::new(file).map_err(|fault| from_zip(fault, "the zip directory"))?;
        let mut places = BTreeMap::new();
        let mut total: u64 = 0;
        for index in 0..archive.len() {
            let entry = archive
                .by_index_data(index)
                .map_err(|fault| from_zip(fault, "the zip directory"))?;
            total = total.saturating_add(entry.size());
            let name = String::from_utf8_lossy(entry.name_raw());
            // Two parts of one name: which of them is checked, and which is read?
            if places.insert(key(&name), index).is_some() {
                return Err(WorkbookError::damaged(name, "two parts have this name"));
            }
        }
        if total > limits.max_total_bytes {
            return Err(WorkbookError::bytes(
                "the unpacked workbook",
                total,
                "max_total_bytes",
                limits.max_total_bytes,
            ));
        }
        Ok(Self {
            archive,
            places: Arc::new(places),
        })
    }

    /// Whether there is such a part.
    pub(super) fn has(&self, name: &str) -> bool {
        self.places.contains_key(&key(name))
    }

    /// Whether some part's name, in lower case, starts so.
    pub(super) fn has_folder(&self, prefix: &str) -> bool {
        self.places
            .range(prefix.to_owned()..)
            .next()
            .is_some_and(|(name, _)| name.starts_with(prefix))
    }

    /// The names of the parts whose name, in lower case, ends so.
    pub(super) fn ending_with(&self, end: &str) -> Vec<String> {
        self.places
            .keys()
            .filter(|name| name.ends_with(end))
            .cloned()
            .collect()
    }

    /// Checks the parts that a library will hold in memory: those whose names, in lower case, end so.
    pub(super) fn check_held(
        &mut self,
        ends: &[&str],
        limits: &Limits,
    ) -> Result<(), WorkbookError> {
        for end in ends {
            for name in self.ending_with(end) {
                self.small_part(&name, limits)?;
            }
        }
        Ok(())
    }

    /// Opens a part that is streamed; `None` if there is none.
    pub(super) fn part<'p>(
        &'p mut self,
        name: &str,
        limits: &Limits,
    ) -> Result<Option<Part<'p>>, WorkbookError> {
        self.bounded(name, limits, limits.max_part_bytes, "max_part_bytes")
    }

    /// Opens a part whose content will be held in memory.
    pub(super) fn small_part<'p>(
        &'p mut self,
        name: &str,
        limits: &Limits,
    ) -> Result<Option<Part<'p>>, WorkbookError> {
        self.bounded(name, limits, limits.max_held_bytes, "max_held_bytes")
    }

    fn bounded<'p>(
        &'p mut self,
        name: &str,
        limits: &Limits,
        max: u64,
        limit: &'static str,
    ) -> Result<Option<Part<'p>>, WorkbookError> {
        let Some(&index) = self.places.get(&key(name)) else {
            return Ok(None);
        };
        let file = self
            .archive
            .by_index(index)
            .map_err(|fault| from_zip(fault, name))?;
        let (packed, unpacked) = (file.compressed_size(), file.size());
        if unpacked > max {
            return Err(WorkbookError::bytes(
                format!("the part {name}"),
                unpacked,
                limit,
                max,
            ));
        }
        let ratio = unpacked / packed.max(1);
        if unpacked > RATIO_FLOOR && ratio > limits.max_ratio {
            return Err(WorkbookError::ZipBomb {
                part: name.to_owned(),
                packed,
                unpacked,
                ratio,
                max: limits.max_ratio,
            });
        }
        Ok(Some(Part {
            name: name.to_owned(),
            file,
            buffer: vec![0; 64 * 1024],
            at: 0,
            filled: 0,
            event: 0,
            max_event: limits.max_cell_bytes,
        }))
    }
}

/// Says why a zip file or a part of it cannot be read.
pub(super) fn from_zip(fault: ZipError, place: &str) -> WorkbookError {
    match fault {
        ZipError::Io(fault) => from_io(fault, place),
        ZipError::CompressionMethodNotSupported(method) => WorkbookError::Unsupported {
            what: format!("a part packed by zip method {method} ({place})"),
        },
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => WorkbookError::Encrypted,
        ZipError::UnsupportedArchive(detail) => WorkbookError::Unsupported {
            what: format!("a zip feature ({place}: {detail})"),
        },
        // The directory is at the end: without it the file is a beginning.
        ZipError::InvalidArchive(_) if place == "the zip directory" => WorkbookError::Truncated {
            detail: "the zip directory at its end is missing or broken".to_owned(),
        },
        other => WorkbookError::damaged(place, other.to_string()),
    }
}

/// Says why bytes of a part cannot be read; finds the [`Excess`] that [`Part`] raised.
pub(super) fn from_io(fault: io::Error, place: &str) -> WorkbookError {
    if let Some(excess) = fault
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<Excess>())
    {
        return excess.error(place);
    }
    match fault.kind() {
        io::ErrorKind::UnexpectedEof => WorkbookError::Truncated {
            detail: format!("{place} ends too soon"),
        },
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::Other => {
            WorkbookError::damaged(place, fault.to_string())
        }
        _ => WorkbookError::Io(fault),
    }
}

fn key(name: &str) -> String {
    name.trim_start_matches(['/', '\\'])
        .replace('\\', "/")
        .to_lowercase()
}

/// One tag or text is longer than a cell may be: so many bytes.
#[derive(Debug, Clone, Copy, Error)]
#[error("a tag or text of more than {0} bytes")]
pub(super) struct Excess(u64);

impl Excess {
    pub(super) fn error(self, place: &str) -> WorkbookError {
        WorkbookError::bytes(
            format!("a tag or text of {place}"),
            self.0.saturating_add(1),
            "max_cell_bytes",
            self.0,
        )
    }
}

/// A part that is being read.
pub(super) struct Part<'p> {
    name: String,
    file: ZipFile<'p, Buffered>,
    buffer: Vec<u8>,
    at: usize,
    filled: usize,
    event: u64,
    max_event: u64,
}

impl Part<'_> {
    /// The part's name, for messages.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Starts counting the bytes of a tag or text anew. The parser keeps one in memory until its end, however far that is.
    pub(super) fn start_event(&mut self) {
        self.event = 0;
    }

    /// What has been unpacked and not yet read.
    pub(super) fn ahead(&self) -> &[u8] {
        self.buffer.get(self.at..self.filled).unwrap_or_default()
    }

    /// Unpacks on behind [`Part::ahead`]; false at the end of the part. What is ahead is held until it is skipped, and may
    /// not be longer than a tag or text.
    pub(super) fn more(&mut self) -> Result<bool, WorkbookError> {
        if (self.filled - self.at) as u64 > self.max_event {
            return Err(self.excess());
        }
        self.buffer.copy_within(self.at..self.filled, 0);
        self.filled -= self.at;
        self.at = 0;
        if self.filled == self.buffer.len() {
            self.buffer.resize(2 * self.filled, 0);
        }
        let free = self.buffer.get_mut(self.filled..).unwrap_or_default();
        let read = self
            .file
            .read(free)
            .map_err(|fault| from_io(fault, &self.name))?;
        self.filled += read;
        Ok(read > 0)
    }

    /// Goes past what has been read of [`Part::ahead`], and gives it.
    pub(super) fn skip(&mut self, length: usize) -> &[u8] {
        let start = self.at;
        self.at = (start + length).min(self.filled);
        self.buffer.get(start..self.at).unwrap_or_default()
    }

    /// A tag or text is longer than a cell may be.
    pub(super) fn excess(&self) -> WorkbookError {
        Excess(self.max_event).error(&self.name)
    }
}

impl BufRead for Part<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.event > self.max_event {
            return Err(io::Error::other(Excess(self.max_event)));
        }
        if self.at >= self.filled {
            self.at = 0;
            self.filled = 0;
            self.filled = self.file.read(&mut self.buffer)?;
        }
        Ok(self.buffer.get(self.at..self.filled).unwrap_or_default())
    }

    fn consume(&mut self, amount: usize) {
        self.at = (self.at + amount).min(self.filled);
        self.event += amount as u64;
    }
}

impl Read for Part<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.event = 0;
        let mut available = self.fill_buf()?;
        let read = available.read(out)?;
        self.consume(read);
        Ok(read)
    }
}
