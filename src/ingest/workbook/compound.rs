//! The compound file (MS-CFB) that holds an XLS workbook, or an encrypted XLSX one.
//!
//! A file is sectors chained by a table, like a disk. Chains are followed for as many sectors as the file has and no
//! further, so one that bites its tail ends.

use std::io::{Read, Seek, SeekFrom};

use super::binary::{u16_at, u32_at};
use super::view::FileView;
use super::{Limits, WorkbookError};

/// The first bytes of every compound file.
pub(super) const SIGNATURE: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// Sector numbers from here on are marks: free, end of chain, table.
const FIRST_MARK: u32 = 0xFFFF_FFFA;
/// Streams shorter than this lie in sectors of 64 bytes, within the stream of the root.
const MINI_LIMIT: u64 = 4096;
const MINI_SECTOR: usize = 64;
const ENTRY: usize = 128;

/// An open compound file.
pub(super) struct Compound {
    file: FileView,
    sector: usize,
    sectors: u32,
    table: Vec<u32>,
    entries: Vec<Entry>,
    mini_table: Vec<u32>,
}

struct Entry {
    name: String,
    kind: u8,
    start: u32,
    size: u64,
}

impl Compound {
    /// Reads the header, the sector table and the directory.
    pub(super) fn open(mut file: FileView, limits: &Limits) -> Result<Self, WorkbookError> {
        let length = file.seek(SeekFrom::End(0))?;
        let mut header = Vec::new();
        file.seek(SeekFrom::Start(0))?;
        (&mut file).take(512).read_to_end(&mut header)?;
        let field = |at: usize| u32_at(&header, at).ok_or_else(|| cut_off("its header"));
        let sector = match u16_at(&header, 30) {
            Some(9) => 512,
            Some(12) => 4096,
            Some(shift) => {
                return Err(damaged(format!("sectors of 2^{shift} bytes")));
            }
            None => return Err(cut_off("its header")),
        };
        let large = u16_at(&header, 26) == Some(4);
        // Sector 0 follows the header, which takes a whole sector.
        let sectors =
            u32::try_from(length.div_ceil(sector as u64).saturating_sub(1)).unwrap_or(u32::MAX);
        let mut compound = Self {
            file,
            sector,
            sectors,
            table: Vec::new(),
            entries: Vec::new(),
            mini_table: Vec::new(),
        };
        compound.read_table(&header, field(68)?)?;
        let directory = compound.chain(field(48)?, limits.max_held_bytes)?;
        compound.entries = directory
            .chunks_exact(ENTRY)
            .map(|entry| read_entry(entry, large))
            .collect();
        let mini_table = compound.chain(field(60)?, limits.max_held_bytes)?;
        compound.mini_table = numbers(&mini_table).collect();
        Ok(compound)
    }

    /// The table of sectors: the header names its first 109 sectors, a chain of further ones the others.
    fn read_table(&mut self, header: &[u8], first_more: u32) -> Result<(), WorkbookError> {
        let mut places: Vec<u32> = numbers(header.get(76..512).unwrap_or_default()).collect();
        let mut more = first_more;
        let mut steps = 0;
        while more < FIRST_MARK {
            steps += 1;
            if steps > self.sectors {
                return Err(damaged("the list of its table runs in a circle".to_owned()));
            }
            let mut list: Vec<u32> = numbers(&self.read_sector(more)?).collect();
            more = list.pop().unwrap_or(FIRST_MARK);
            places.extend(list);
        }
        for place in places.into_iter().filter(|&place| place < FIRST_MARK) {
            if self.table.len() > self.sectors as usize {
                break;
            }
            let sector = self.read_sector(place)?;
            self.table.extend(numbers(&sector));
        }
        Ok(())
    }

    /// Whether there is a stream or storage of that name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    fn find(&self, name: &str) -> Option<&Entry> {
        self.entries
            .iter()
            .find(|entry| entry.kind != 0 && entry.name.eq_ignore_ascii_case(name))
    }

    /// The bytes of a stream; `None` if there is none of that name.
    pub(super) fn stream(
        &mut self,
        name: &str,
        limits: &Limits,
    ) -> Result<Option<Vec<u8>>, WorkbookError> {
        let Some(&Entry { start, size, .. }) = self.find(name) else {
            return Ok(None);
        };
        if size > limits.max_held_bytes {
            return Err(WorkbookError::bytes(
                format!("the stream {name}"),
                size,
                "max_held_bytes",
                limits.max_held_bytes,
            ));
        }
        let mut bytes = if size < MINI_LIMIT {
            self.mini_chain(start, size, limits)?
        } else {
            self.chain(start, size)?
        };
        if (bytes.len() as u64) < size {
            return Err(cut_off(&format!("the stream {name}")));
        }
        bytes.truncate(size as usize);
        Ok(Some(bytes))
    }

    fn read_sector(&mut self, number: u32) -> Result<Vec<u8>, WorkbookError> {
        if number >= self.sectors {
            return Err(cut_off(&format!("sector {number} of {}", self.sectors)));
        }
        let mut bytes = Vec::with_capacity(self.sector);
        let at = (u64::from(number) + 1) * self.sector as u64;
        self.file.seek(SeekFrom::Start(at))?;
        (&mut self.file)
            .take(self.sector as u64)
            .read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// The bytes of a chain of sectors, until there are `enough`.
    fn chain(&mut self, start: u32, enough: u64) -> Result<Vec<u8>, WorkbookError> {
        let mut bytes = Vec::new();
        let mut sector = start;
        let mut steps = 0;
        while sector < FIRST_MARK && (bytes.len() as u64) < enough {
            steps += 1;
            if steps > self.sectors {
                return Err(damaged("a chain of sectors runs in a circle".to_owned()));
            }
            bytes.extend(self.read_sector(sector)?);
            sector = *self
                .table
                .get(sector as usize)
                .ok_or_else(|| damaged(format!("sector {sector} is not in its table")))?;
        }
        Ok(bytes)
    }

    fn mini_chain(
        &mut self,
        start: u32,
        size: u64,
        limits: &Limits,
    ) -> Result<Vec<u8>, WorkbookError> {
        let root = self
            .entries
            .first()
            .map_or((FIRST_MARK, 0), |root| (root.start, root.size));
        let minis = self.chain(root.0, root.1.min(limits.max_held_bytes))?;
        let mut bytes = Vec::new();
        let mut sector = start;
        while sector < FIRST_MARK && (bytes.len() as u64) < size {
            let at = sector as usize * MINI_SECTOR;
            let Some(mini) = minis.get(at..minis.len().min(at + MINI_SECTOR)) else {
                return Err(cut_off("its stream of small sectors"));
            };
            if mini.is_empty() {
                return Err(cut_off("its stream of small sectors"));
            }
            bytes.extend_from_slice(mini);
            sector = *self
                .mini_table
                .get(sector as usize)
                .ok_or_else(|| damaged(format!("small sector {sector} is not in its table")))?;
        }
        Ok(bytes)
    }
}

fn read_entry(entry: &[u8], large: bool) -> Entry {
    // The length of the name in bytes, with its final zero.
    let length = usize::from(u16_at(entry, 64).unwrap_or(0))
        .saturating_sub(2)
        .min(62);
    let units: Vec<u16> = (0..length / 2)
        .filter_map(|unit| u16_at(entry, unit * 2))
        .collect();
    let low = u64::from(u32_at(entry, 120).unwrap_or(0));
    // Version 3 files leave rubbish in the upper half.
    let high = if large {
        u64::from(u32_at(entry, 124).unwrap_or(0))
    } else {
        0
    };
    Entry {
        name: String::from_utf16_lossy(&units),
        kind: entry.get(66).copied().unwrap_or(0),
        start: u32_at(entry, 116).unwrap_or(FIRST_MARK),
        size: low | high << 32,
    }
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.chunks_exact(4).filter_map(|number| u32_at(number, 0))
}

fn damaged(detail: String) -> WorkbookError {
    WorkbookError::damaged("the compound file", detail)
}

fn cut_off(what: &str) -> WorkbookError {
    WorkbookError::Truncated {
        detail: format!("{what} lies beyond its end"),
    }
}
