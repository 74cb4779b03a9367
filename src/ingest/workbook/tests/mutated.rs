//! Small workbooks of every format with bytes changed at random: whatever comes, it is rows or an error.
//!
//! `PROPTEST_CASES=100000 cargo test mutated` tries for minutes. Overflow is checked in this build.

use std::io::{Read as _, Seek as _, Write as _};
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use proptest::collection::vec;
use proptest::prelude::*;

use super::{Limits, Workbook, fixture, package_of, xlsb};

/// Limits as for a small file, so that a case that asks for more is refused and does not take its time.
fn limits() -> Limits {
    Limits {
        max_part_bytes: 4 << 20,
        max_total_bytes: 16 << 20,
        max_held_bytes: 4 << 20,
        max_rows: 10_000,
        ..Limits::default()
    }
}

/// Reads everything there is, and fails if that takes long.
fn read_all(bytes: &[u8]) {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file.rewind().unwrap();
    let started = Instant::now();
    if let Ok(book) = Workbook::from_file(file, &limits()) {
        let names: Vec<String> = book
            .sheets()
            .iter()
            .take(8)
            .map(|sheet| sheet.name.clone())
            .collect();
        for name in names {
            let mut last = 0;
            let report = book.rows(&name, &mut |row, cells| {
                assert!(row > last && !cells.is_empty());
                last = row;
                ControlFlow::Continue(())
            });
            if let Ok(report) = report {
                assert_eq!(report.last_row, last);
            }
        }
    }
    assert!(
        started.elapsed() < Duration::from_secs(20),
        "{:?}",
        started.elapsed()
    );
}

/// One change, at a place given as a share of the length.
#[derive(Debug, Clone)]
enum Change {
    Put(u32, u8),
    Flip(u32, u8),
    Delete(u32, u16),
    Repeat(u32, u16),
    Insert(u32, Vec<u8>),
    Cut(u32),
}

fn change() -> impl Strategy<Value = Change> {
    let telling = prop_oneof![
        Just(b"99999999999999999999".to_vec()),
        Just(b"-1".to_vec()),
        Just(b"<row>".to_vec()),
        Just(b"</c>".to_vec()),
        Just(b"\"".to_vec()),
        Just(b"&#0;".to_vec()),
        Just(vec![0xFF; 4]),
        Just(vec![0; 8]),
        vec(any::<u8>(), 1..6),
    ];
    prop_oneof![
        4 => (any::<u32>(), any::<u8>()).prop_map(|(at, byte)| Change::Put(at, byte)),
        4 => (any::<u32>(), 0_u8..8).prop_map(|(at, bit)| Change::Flip(at, 1 << bit)),
        1 => (any::<u32>(), 1_u16..200).prop_map(|(at, count)| Change::Delete(at, count)),
        1 => (any::<u32>(), 1_u16..200).prop_map(|(at, count)| Change::Repeat(at, count)),
        2 => (any::<u32>(), telling).prop_map(|(at, bytes)| Change::Insert(at, bytes)),
        1 => any::<u32>().prop_map(Change::Cut),
    ]
}

fn apply(bytes: &mut Vec<u8>, change: &Change) {
    let place = |at: u32| ((u64::from(at) * bytes.len() as u64) >> 32) as usize;
    let span = |at: u32, count: u16| {
        let start = place(at);
        start..(start + usize::from(count)).min(bytes.len())
    };
    match change {
        _ if bytes.is_empty() => {}
        Change::Put(at, byte) => {
            let at = place(*at);
            bytes[at] = *byte;
        }
        Change::Flip(at, bit) => {
            let at = place(*at);
            bytes[at] ^= bit;
        }
        Change::Delete(at, count) => {
            let span = span(*at, *count);
            bytes.drain(span);
        }
        Change::Repeat(at, count) => {
            let span = span(*at, *count);
            let copy = bytes[span.clone()].to_vec();
            bytes.splice(span.end..span.end, copy);
        }
        Change::Insert(at, insert) => {
            let at = place(*at);
            bytes.splice(at..at, insert.iter().copied());
        }
        Change::Cut(at) => {
            let at = place(*at);
            bytes.truncate(at);
        }
    }
}

/// The files as they are.
fn whole() -> Vec<Vec<u8>> {
    let mut files: Vec<Vec<u8>> = ["hall.xlsx", "hall-1904.xls", "hall.ods", "encrypted.xlsx"]
        .iter()
        .map(|name| std::fs::read(fixture(name)).unwrap())
        .collect();
    files.push(xlsb::book_of(true, &xlsb::cells()));
    files
}

/// The parts of a package, unpacked.
fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    (0..zip.len())
        .map(|index| {
            let mut part = zip.by_index(index).unwrap();
            let mut content = Vec::new();
            part.read_to_end(&mut content).unwrap();
            (part.name().unwrap().into_owned(), content)
        })
        .filter(|(name, _)| !name.contains(".png") && !name.starts_with("Configurations2"))
        .collect()
}

#[test]
fn unchanged_they_read() {
    for bytes in whole() {
        read_all(&bytes);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    /// Bytes of the file: of a zip container its headers and packed data, of XLS everything.
    #[test]
    fn changed_files(which in 0_usize..5, changes in vec(change(), 1..6)) {
        let mut bytes = whole().swap_remove(which);
        for change in &changes {
            apply(&mut bytes, change);
        }
        read_all(&bytes);
    }

    /// Bytes of an unpacked part, which is then packed anew, so that the reader of the part meets them.
    #[test]
    fn changed_parts(which in prop_oneof![Just(0_usize), Just(2), Just(4)], part in any::<prop::sample::Index>(), changes in vec(change(), 1..6)) {
        let mut parts = parts(&whole().swap_remove(which));
        let index = part.index(parts.len());
        for change in &changes {
            apply(&mut parts[index].1, change);
        }
        let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect();
        read_all(&package_of(&parts));
    }
}

/// Few by default, so that the tests stay quick.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(200)
}
