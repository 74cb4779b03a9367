//! XLS from records written by hand, for what no program at hand still writes.

use super::{file_of, refused, shown, shown_within, tabs};
use crate::ingest::workbook::{Limits, MergedRange, Workbook};

/// A compound file with one stream: the sector table, the directory, the stream.
pub(super) fn compound_of(name: &str, stream: &[u8]) -> Vec<u8> {
    let mut stream = stream.to_vec();
    // Shorter streams lie among the small sectors.
    stream.resize(stream.len().max(4096).next_multiple_of(512), 0);
    let sectors = stream.len() / 512;
    assert!(sectors <= 126, "one sector of the table holds 128 places");
    let mut file = vec![0; 512];
    file[..8].copy_from_slice(&crate::ingest::workbook::compound::SIGNATURE);
    file[24..32].copy_from_slice(&[0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0]);
    file[32] = 6;
    file[44] = 1;
    file[48] = 1;
    file[56..60].copy_from_slice(&4096_u32.to_le_bytes());
    file[60..64].copy_from_slice(&0xFFFF_FFFE_u32.to_le_bytes());
    file[68..72].copy_from_slice(&0xFFFF_FFFE_u32.to_le_bytes());
    file[76..512].fill(0xFF);
    file[76..80].fill(0);
    let mut table = vec![0xFFFF_FFFD_u32, 0xFFFF_FFFE];
    for sector in 0..sectors as u32 {
        let last = sector as usize + 1 == sectors;
        table.push(if last { 0xFFFF_FFFE } else { sector + 3 });
    }
    table.resize(128, 0xFFFF_FFFF);
    file.extend(table.iter().flat_map(|place| place.to_le_bytes()));
    let mut directory = vec![0; 512];
    let mut entry = |at: usize, name: &str, kind: u8, start: u32, size: u32| {
        let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        directory[at..at + units.len()].copy_from_slice(&units);
        directory[at + 64] = units.len() as u8 + 2;
        directory[at + 66] = kind;
        directory[at + 116..at + 120].copy_from_slice(&start.to_le_bytes());
        directory[at + 120..at + 124].copy_from_slice(&size.to_le_bytes());
    };
    entry(0, "Root Entry", 5, 0xFFFF_FFFE, 0);
    entry(128, name, 2, 2, stream.len() as u32);
    file.extend(directory);
    file.extend(stream);
    file
}

/// A record.
fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let mut bytes = kind.to_le_bytes().to_vec();
    bytes.extend((data.len() as u16).to_le_bytes());
    bytes.extend(data);
    bytes
}

/// Row, column and style of a cell.
fn at(row: u16, column: u16, style: u16) -> Vec<u8> {
    [row, column, style]
        .iter()
        .flat_map(|part| part.to_le_bytes())
        .collect()
}

/// A workbook stream: the globals' records, one sheet named S, its records.
fn stream_of(version: u16, globals: &[Vec<u8>], sheet: &[Vec<u8>]) -> Vec<u8> {
    let mut start = version.to_le_bytes().to_vec();
    start.extend([5, 0, 0, 0, 0, 0]);
    let name: &[u8] = if version == 0x0600 {
        &[1, 0, b'S']
    } else {
        &[1, b'S']
    };
    let globals: Vec<u8> = [record(0x0809, &start)]
        .concat()
        .into_iter()
        .chain(globals.concat())
        .collect();
    let sheet_at = globals.len() + 4 + 6 + name.len() + 4;
    let mut bound = (sheet_at as u32).to_le_bytes().to_vec();
    bound.extend([0, 0]);
    bound.extend(name);
    let mut stream = globals;
    stream.extend(record(0x0085, &bound));
    stream.extend(record(0x000A, &[]));
    assert_eq!(stream.len(), sheet_at);
    stream.extend(record(0x0809, &start));
    stream.extend(sheet.concat());
    stream.extend(record(0x000A, &[]));
    stream
}

fn book_of(version: u16, globals: &[Vec<u8>], sheet: &[Vec<u8>]) -> tempfile::NamedTempFile {
    let name = if version == 0x0600 {
        "Workbook"
    } else {
        "Book"
    };
    file_of(&compound_of(name, &stream_of(version, globals, sheet)))
}

/// Style 0 a number, 1 the built-in date 14, 2 the own format 164.
fn styles() -> Vec<Vec<u8>> {
    [0_u16, 14, 164]
        .iter()
        .map(|format| {
            record(
                0x00E0,
                &[&[0, 0], &format.to_le_bytes()[..], &[0; 16]].concat(),
            )
        })
        .collect()
}

#[test]
fn every_record_that_holds_a_cell() {
    // h"时" in UTF-16, as a format of its own.
    let format = [&164_u16.to_le_bytes()[..], &[4, 0, 1], &utf16("h\"时\"")].concat();
    let mut globals = vec![record(0x041E, &format)];
    globals.extend(styles());
    // Three strings: "ab"; "月报" parted by a record after its first letter, with a run of rich text; "c" with a guide.
    globals.push(record(
        0x00FC,
        &[
            &[3, 0, 0, 0, 3, 0, 0, 0][..],
            &[2, 0, 0, b'a', b'b'],
            &[2, 0, 9, 1, 0][..],
            &utf16("月"),
        ]
        .concat(),
    ));
    globals.push(record(
        0x003C,
        &[
            &[1][..],
            &utf16("报"),
            &[0, 0, 0, 0],
            &[1, 0, 4, 3, 0, 0, 0, b'c', 7, 7, 7],
        ]
        .concat(),
    ));
    let number = |row, column, style, value: f64| {
        record(
            0x0203,
            &[&at(row, column, style)[..], &value.to_le_bytes()].concat(),
        )
    };
    let formula = |row, column, result: &[u8; 8]| {
        record(0x0006, &[&at(row, column, 0)[..], result, &[0; 8]].concat())
    };
    let sheet = [
        // Out of order, as some writers put them.
        number(4, 0, 0, 2.5),
        number(1, 1, 1, 45748.0),
        record(
            0x027E,
            &[&at(1, 2, 0)[..], &0x004B_5647_u32.to_le_bytes()].concat(),
        ),
        record(
            0x00BD,
            &[
                &[2, 0, 3, 0, 0, 0][..],
                &0x3FF0_0000_u32.to_le_bytes(),
                &[2, 0],
                &0x3FE0_0000_u32.to_le_bytes(),
                &[4, 0],
            ]
            .concat(),
        ),
        record(0x00FD, &[&at(2, 0, 0)[..], &[1, 0, 0, 0]].concat()),
        record(0x00FD, &[&at(2, 1, 0)[..], &[2, 0, 0, 0]].concat()),
        record(0x0204, &[&at(2, 2, 0)[..], &[2, 0, 0, 0xE9, b'x']].concat()),
        record(0x0205, &[&at(3, 0, 0)[..], &[1, 0]].concat()),
        record(0x0205, &[&at(3, 1, 0)[..], &[0x2A, 1]].concat()),
        formula(3, 2, &7.0_f64.to_le_bytes()),
        formula(3, 3, &[1, 0, 0, 0, 0, 0, 0xFF, 0xFF]),
        formula(3, 4, &[2, 0, 7, 0, 0, 0, 0xFF, 0xFF]),
        formula(3, 5, &[3, 0, 0, 0, 0, 0, 0xFF, 0xFF]),
        formula(3, 6, &[0, 0, 0, 0, 0, 0, 0xFF, 0xFF]),
        record(0x0207, &[&[2, 0, 1][..], &utf16("月报")].concat()),
        // A chart within the sheet, whose numbers are none of its cells.
        record(0x0809, &[0, 6, 0x20, 0]),
        number(9, 9, 0, 1.0),
        record(0x000A, &[]),
        record(
            0x00E5,
            &[
                &[2, 0][..],
                &[2, 0, 4, 0, 0, 0, 1, 0],
                &[1, 0, 1, 0, 0, 0, 3, 0],
            ]
            .concat(),
        ),
    ];
    let book = book_of(0x0600, &globals, &sheet);
    assert_eq!(tabs(book.path()), "S");
    let (rows, report) = shown(book.path(), "S");
    assert_eq!(
        rows,
        "2: |@45748|=12343.21\n3: 月报|c|éx|=1|@0.5\n4: ?true|!#N/A|=7|?false|!#DIV/0!||月报\n5: =2.5\n"
    );
    assert_eq!(report.merged_ranges, 2);
    assert_eq!(
        report.merged_down,
        [MergedRange {
            first_row: 3,
            last_row: 5,
            column: 0
        }]
    );
    assert_eq!(report.errors.count, 2);
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

#[test]
fn excel_5_writes_in_a_code_page() {
    // 月 is D4 C2 in GBK, 936.
    let globals = [
        record(0x0042, &936_u16.to_le_bytes()),
        record(0x0022, &[1, 0]),
    ]
    .into_iter()
    .chain(styles())
    .collect::<Vec<_>>();
    let sheet = [
        record(
            0x0204,
            &[&at(0, 0, 0)[..], &[3, 0, 0xD4, 0xC2, b'1']].concat(),
        ),
        record(
            0x0203,
            &[&at(0, 1, 1)[..], &44286.0_f64.to_le_bytes()].concat(),
        ),
    ];
    let (rows, report) = shown(book_of(0x0500, &globals, &sheet).path(), "S");
    assert_eq!(rows, "1: 月1|@45748\n");
    assert!(report.date_1904);
}

#[test]
fn an_encrypted_stream_and_an_old_one_say_so() {
    let book = book_of(0x0600, &[record(0x002F, &[1, 0, 1, 0])], &[]);
    assert!(refused(book.path()).contains("encrypted with a password"));
    let book = book_of(0x0400, &[], &[]);
    assert!(refused(book.path()).contains("Excel 4 or older"));
    let book = file_of(&compound_of("WordDocument", &[]));
    assert!(refused(book.path()).contains("a Word document"));
    let book = file_of(&compound_of("Other", &[]));
    assert!(refused(book.path()).contains("a compound file without a workbook"));
}

#[test]
fn counts_and_chains_that_lie_are_bounded() {
    // Four thousand million strings, and none there.
    let table = record(0x00FC, &[0xFF; 8]);
    assert!(
        refused(book_of(0x0600, &[table], &[]).path())
            .contains("shared string 0 of 4294967295 is missing")
    );
    // The last sector of the stream leads to its first.
    let mut bytes = compound_of("Workbook", &stream_of(0x0600, &[], &[]));
    bytes[512 + 4 * 9..512 + 4 * 10].copy_from_slice(&2_u32.to_le_bytes());
    let size = 512 + 512 + 128 + 120;
    bytes[size..size + 4].copy_from_slice(&100_000_000_u32.to_le_bytes());
    assert!(refused(file_of(&bytes).path()).contains("a chain of sectors runs in a circle"));
    bytes[size..size + 4].copy_from_slice(&u32::MAX.to_le_bytes());
    assert!(refused(file_of(&bytes).path()).contains("the limit max_held_bytes is 268435456"));
    // The directory's chain leads to itself.
    let mut bytes = compound_of("Workbook", &stream_of(0x0600, &[], &[]));
    bytes[512 + 4..512 + 8].copy_from_slice(&1_u32.to_le_bytes());
    assert!(refused(file_of(&bytes).path()).contains("a chain of sectors runs in a circle"));
}

#[test]
fn cells_in_the_corners_allocate_no_grid() {
    let sheet = [
        record(0x0203, &[&at(0, 0, 0)[..], &1.0_f64.to_le_bytes()].concat()),
        record(
            0x0203,
            &[&at(65535, 65535, 0)[..], &2.0_f64.to_le_bytes()].concat(),
        ),
    ];
    let book = book_of(0x0600, &styles(), &sheet);
    let (rows, report) = shown_within(book.path(), "S", &Limits::default()).unwrap();
    assert_eq!(rows, "1: =1\n");
    assert_eq!(report.beyond_limits.first.unwrap().to_string(), "CRXP65536");
    let book = Workbook::open(book.path(), &Limits::default()).unwrap();
    assert!(!book.date_1904());
    assert!(
        book.rows("T", &mut |_, _| std::ops::ControlFlow::Continue(()))
            .is_err()
    );
}
