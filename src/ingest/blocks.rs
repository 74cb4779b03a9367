//! A text file read in blocks that end at record ends, folded by several threads at once.
//!
//! In: a file, its encoding, dialect and plan. Out: one folded [`Part`], the same whatever the threads did when. Memory is bounded by
//! the blocks under way. Refused: a row without an end within the limits, bytes that are not of the encoding.

use std::io::{self, Read};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError, mpsc};

use memchr::memchr;

use super::cell::Cell;
use super::encoding::decode;
use super::fold::Fold;
use super::header::Plan;
use super::options::{Encoding, Limits};
use super::quick::Compiled;
use super::records::{Dialect, Records};
use super::row::Origin;
use super::split::Ends;
use super::table::Part;
use crate::diagnostic::Diagnostic;

/// Bytes of a block: large enough that handing it over costs nothing beside parsing it, small enough for the cache.
const BLOCK: usize = 1 << 20;

/// How a text file is read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Manner<'p> {
    pub(crate) plan: &'p Plan,
    pub(crate) compiled: &'p Compiled<'p>,
    pub(crate) origin: &'p Origin,
    pub(crate) dialect: Dialect,
    pub(crate) encoding: Encoding,
    /// Whether bytes that are not of the encoding end the reading, or become U+FFFD.
    pub(crate) strict: bool,
    pub(crate) limits: &'p Limits,
    pub(crate) threads: usize,
}

/// Why a file was not read to its end.
#[derive(Debug)]
pub(crate) enum Halt {
    Io(io::Error),
    /// The bytes are not of the encoding.
    Encoding,
    /// The row that starts on this line does not end within the limits.
    LongRow(u64),
}

#[derive(Debug)]
struct Block {
    bytes: Vec<u8>,
    line: u64,
}

struct Blocks<R> {
    input: R,
    dialect: Dialect,
    row_bytes: usize,
    carried: Vec<u8>,
    line: u64,
    ended: bool,
}

impl<R: Read> Blocks<R> {
    /// The next block, in a buffer that was used before.
    fn next(&mut self, mut bytes: Vec<u8>) -> Result<Option<Block>, Halt> {
        bytes.clear();
        bytes.append(&mut self.carried);
        loop {
            if !self.ended {
                let read = (&mut self.input)
                    .take(BLOCK as u64)
                    .read_to_end(&mut bytes)
                    .map_err(Halt::Io)?;
                self.ended = read < BLOCK;
            }
            let cut = self.dialect.last_record_end(&bytes, self.ended);
            if cut == 0 && !self.ended {
                if bytes.len() > self.row_bytes {
                    return Err(Halt::LongRow(self.line));
                }
                continue;
            }
            if bytes.is_empty() {
                return Ok(None);
            }
            self.carried
                .extend_from_slice(bytes.get(cut..).unwrap_or_default());
            bytes.truncate(cut);
            let line = self.line;
            self.line += self.dialect.lines(&bytes);
            return Ok(Some(Block { bytes, line }));
        }
    }
}

/// Folds everything that `input` holds. Its byte order mark must have been read already.
pub(crate) fn fold<F: Fold>(
    into: F,
    input: impl Read,
    manner: Manner<'_>,
) -> Result<Part<F>, Halt> {
    let mut blocks = Blocks {
        input,
        dialect: manner.dialect,
        row_bytes: manner.limits.row_bytes,
        carried: Vec::new(),
        line: 1,
        ended: false,
    };
    let mut part = Part::new(into);
    let Some(first) = blocks.next(Vec::new())? else {
        return Ok(part);
    };
    if blocks.ended && blocks.carried.is_empty() {
        // One block: no thread is worth its start.
        return if fold_block(&first, manner, &mut Ends::default(), &mut part) {
            Ok(part)
        } else {
            Err(Halt::Encoding)
        };
    }
    let wrong = AtomicBool::new(false);
    let (send, receive) = mpsc::sync_channel::<Block>(manner.threads.max(1) * 2);
    let receive = Mutex::new(receive);
    let spare: Mutex<Vec<Vec<u8>>> = Mutex::default();
    let work = |fold: F| {
        let mut part = Part::new(fold);
        let mut ends = Ends::default();
        loop {
            let block = receive
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .recv();
            let Ok(block) = block else {
                return part;
            };
            // After a failure the rest is only drained, so that the reader never waits for room.
            if !wrong.load(Ordering::Relaxed) && !fold_block(&block, manner, &mut ends, &mut part) {
                wrong.store(true, Ordering::Relaxed);
            }
            spare
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(block.bytes);
        }
    };
    let halt = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..manner.threads.max(1))
            .map(|_| {
                let fold = part.fold.another();
                scope.spawn(|| work(fold))
            })
            .collect();
        let mut next = Ok(Some(first));
        let halt = loop {
            match next {
                Ok(Some(block)) => {
                    if wrong.load(Ordering::Relaxed) || send.send(block).is_err() {
                        break None;
                    }
                }
                Ok(None) => break None,
                Err(halt) => break Some(halt),
            }
            let buffer = spare.lock().unwrap_or_else(PoisonError::into_inner).pop();
            next = blocks.next(buffer.unwrap_or_default());
        };
        drop(send);
        for worker in workers {
            match worker.join() {
                Ok(other) => part.merge(other),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        halt
    });
    match halt {
        // A wrong encoding also shifts where rows end, so it is the first thing to say.
        _ if wrong.into_inner() => Err(Halt::Encoding),
        Some(halt) => Err(halt),
        None => Ok(part),
    }
}

/// Folds a block: row by row as quickly as may be, those that the quick reader is not sure of exactly. Gives whether the block's
/// bytes are of the encoding.
fn fold_block<F: Fold>(
    block: &Block,
    manner: Manner<'_>,
    ends: &mut Ends,
    part: &mut Part<F>,
) -> bool {
    let Some(text) = decode(&block.bytes, manner.encoding, manner.strict) else {
        return false;
    };
    let bytes = text.as_bytes();
    let odd = memchr(0, bytes).is_some() || !manner.strict && text.contains('\u{fffd}');
    if odd || !ends.find(bytes, manner.dialect) {
        fold_text(&text, block.line, manner, part);
        return true;
    }
    let (mut start, mut first, mut line) = (0, 0, block.line);
    for last in &ends.records {
        let last = *last as usize;
        let cells = ends.cells.get(first..=last).unwrap_or_default();
        let stop = cells.last().map_or(bytes.len(), |end| *end as usize);
        let mut row = manner.compiled.row(&text, start, cells, ends.quoted, line);
        let folded = row.as_mut().is_some_and(|row| part.quick(row));
        if !folded {
            let record = text.get(start..bytes.len().min(stop + 1));
            fold_text(record.unwrap_or_default(), line, manner, part);
        }
        line += 1;
        if ends.quoted {
            line += manner
                .dialect
                .lines(bytes.get(start..stop).unwrap_or_default());
        }
        start = stop + 1;
        first = last + 1;
    }
    true
}

fn fold_text<F: Fold>(text: &str, line: u64, manner: Manner<'_>, part: &mut Part<F>) {
    let Manner {
        plan,
        origin,
        dialect,
        ..
    } = manner;
    let nuls = memchr(0, text.as_bytes()).is_some();
    let replaced = !manner.strict && text.contains('\u{fffd}');
    let mut records = Records::new(text, dialect, line, manner.limits.columns);
    let mut cells = Vec::new();
    while let Some(record) = records.next(&mut cells) {
        let number = record.line;
        if number <= plan.row {
            continue;
        }
        let unreadable = if let Some(unclosed) = record.unclosed {
            Some(Diagnostic::error("unclosed-quote").with("column", unclosed.column + 1))
        } else if record.cut > 0 {
            let most = manner.limits.columns;
            let told = Diagnostic::error("too-many-cells").with("cells", record.cut + most);
            Some(told.with("most", most))
        } else if nuls && holds(&cells, '\0') {
            Some(Diagnostic::error("nul-byte"))
        } else if replaced && holds(&cells, '\u{fffd}') {
            let encoding = manner.encoding.name();
            Some(Diagnostic::error("bad-bytes").with("encoding", encoding))
        } else {
            None
        };
        if let Some(told) = unreadable {
            part.unreadable(origin, number, told);
            continue;
        }
        if records.doubled().is_empty() {
            part.row(plan, origin, &cells, number, true);
        } else {
            let single: Vec<String> = records
                .doubled()
                .iter()
                .map(|&column| match cells.get(column) {
                    Some(Cell::Text(text)) => text.replace("\"\"", "\""),
                    _ => String::new(),
                })
                .collect();
            let mut cells = cells.clone();
            for (&column, text) in records.doubled().iter().zip(&single) {
                if let Some(cell) = cells.get_mut(column) {
                    *cell = Cell::Text(text);
                }
            }
            part.row(plan, origin, &cells, number, true);
        }
    }
}

fn holds(cells: &[Cell<'_>], c: char) -> bool {
    cells
        .iter()
        .any(|cell| matches!(cell, Cell::Text(text) if text.contains(c)))
}

#[cfg(test)]
mod tests;
