//! Text files: encoding, line ends, delimiter, header.

use super::header_choice::{Rows, Verdict, judge, plan};
use super::{Form, Found, Source};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ingest::cell::Cell;
use crate::ingest::encoding::{self, Guess, NoText};
use crate::ingest::header::HEADER_ROWS;
use crate::ingest::options::{Encoding, ReadOptions};
use crate::ingest::records::{Dialect, Records};

pub(super) fn look(
    found: &Found<'_>,
    start: &[u8],
    options: &ReadOptions,
    diagnostics: &mut Diagnostics,
    sources: &mut Vec<Source>,
) {
    let evidence = found.evidence();
    let own: Vec<_> = found
        .told
        .iter()
        .filter_map(|dataset| options.datasets.get(dataset.id))
        .collect();
    let told = own.iter().find_map(|own| own.encoding);
    let whole = start.len() as u64 == found.bytes;
    let guess = match encoding::guess(start, whole, told) {
        Ok(guess) => guess,
        Err(no_text) => {
            let told = Diagnostic::error("bad-encoding").variant(match no_text {
                NoText::UnmarkedUtf16 => "utf-16",
                NoText::Utf32 => "utf-32",
            });
            diagnostics.add(told.at(found.origin.place()));
            return;
        }
    };
    let rows_wanted = own
        .iter()
        .filter_map(|own| own.header_row)
        .max()
        .map_or(HEADER_ROWS, |row| HEADER_ROWS.max(row as usize));
    let mut guesses = vec![guess];
    if guess.encoding == Encoding::Gb18030 && told.is_none() {
        // Perhaps UTF-8 with damaged bytes, in which a reading as GB18030 would find other words.
        guesses.push(Guess {
            encoding: Encoding::Utf8,
            ..guess
        });
    }
    let mut best: Option<Reading> = None;
    for guess in guesses {
        let text = encoding::decode_start(start, guess);
        if text.trim().is_empty() {
            continue;
        }
        let replaced = text.matches('\u{fffd}').count();
        for delimiter in [b',', b'\t', b';'] {
            let dialect = Dialect {
                delimiter,
                line_end: if text.contains('\n') { b'\n' } else { b'\r' },
                cell_bytes: options.limits.cell_bytes,
            };
            let rows = first_rows(&text, dialect, options.limits.columns, rows_wanted);
            let verdict = judge(&rows, &evidence, options);
            let reading = Reading {
                rank: (verdict.rank(), std::cmp::Reverse(replaced)),
                verdict,
                rows,
                dialect,
                guess,
            };
            if best.as_ref().is_none_or(|best| reading.rank > best.rank) {
                best = Some(reading);
            }
        }
    }
    let Some(Reading {
        verdict,
        rows,
        dialect,
        guess,
        ..
    }) = best
    else {
        diagnostics.add(Diagnostic::warning("empty-file").at(found.origin.place()));
        return;
    };
    if let Some(plan) = plan(verdict, &rows, &found.origin, options, diagnostics) {
        sources.push(Source {
            path: found.path.to_owned(),
            bytes: found.bytes,
            origin: found.origin.clone(),
            plan,
            form: Form::Text { guess, dialect },
        });
    }
}

/// The start of a file, read in one of the ways it may be meant.
struct Reading {
    /// The better, the more heads are known, then the fewer bytes are damaged.
    rank: ((u8, usize), std::cmp::Reverse<usize>),
    verdict: Verdict,
    rows: Rows,
    dialect: Dialect,
    guess: Guess,
}

/// The first rows that hold anything.
fn first_rows(text: &str, dialect: Dialect, columns: usize, wanted: usize) -> Rows {
    let mut records = Records::new(text, dialect, 1, columns);
    let mut cells = Vec::new();
    let mut rows = Vec::new();
    while rows.len() < wanted {
        let Some(record) = records.next(&mut cells) else {
            break;
        };
        let words: Vec<String> = cells
            .iter()
            .map(|cell| match cell {
                Cell::Text(text) => text.replace("\"\"", "\""),
                _ => String::new(),
            })
            .collect();
        if record.unclosed.is_none() && words.iter().any(|word| !word.trim().is_empty()) {
            rows.push((record.line, words));
        }
    }
    rows
}
