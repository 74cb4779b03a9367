//! XLSB from records written by hand.

use super::{RELATION, file_of, package_of, refused, shown, tabs};
use crate::ingest::workbook::Limits;

/// A record: type and length seven bits a byte.
fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let mut bytes = if kind < 128 {
        vec![kind as u8]
    } else {
        vec![(kind & 0x7F) as u8 | 0x80, (kind >> 7) as u8]
    };
    let mut length = data.len();
    while length > 127 {
        bytes.push((length & 0x7F) as u8 | 0x80);
        length >>= 7;
    }
    bytes.push(length as u8);
    bytes.extend(data);
    bytes
}

fn text(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut bytes = (units.len() as u32).to_le_bytes().to_vec();
    bytes.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
    bytes
}

fn cell(kind: u16, column: u32, style: u32, value: &[u8]) -> Vec<u8> {
    record(
        kind,
        &[&column.to_le_bytes()[..], &style.to_le_bytes(), value].concat(),
    )
}

fn row(number: u32) -> Vec<u8> {
    record(0, &[&number.to_le_bytes()[..], &[0; 13]].concat())
}

/// The parts of a workbook whose visible sheet S has these records between the start and the end of its cells.
pub(super) fn book_of(date_1904: bool, cells: &[Vec<u8>]) -> Vec<u8> {
    let top = format!(
        r#"<Relationships><Relationship Id="r" Type="{RELATION}/officeDocument" Target="xl/workbook.bin"/></Relationships>"#
    );
    let rels = format!(
        r#"<Relationships><Relationship Id="r1" Type="{RELATION}/worksheet" Target="worksheets/sheet1.bin"/><Relationship Id="r2" Type="{RELATION}/sharedStrings" Target="sharedStrings.bin"/><Relationship Id="r3" Type="{RELATION}/styles" Target="styles.bin"/></Relationships>"#
    );
    let bundle = |state: u32, name: &str| {
        record(
            156,
            &[
                &state.to_le_bytes()[..],
                &1_u32.to_le_bytes(),
                &text("r1"),
                &text(name),
            ]
            .concat(),
        )
    };
    let workbook = [
        record(131, &[]),
        record(153, &[u8::from(date_1904), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        record(143, &[]),
        bundle(0, "S"),
        bundle(2, "隐"),
        record(144, &[]),
        record(132, &[]),
    ]
    .concat();
    let strings = [
        record(159, &[2, 0, 0, 0, 2, 0, 0, 0]),
        record(19, &[&[0][..], &text("零")].concat()),
        record(19, &[&[1][..], &text("月报"), &[0; 4]].concat()),
        record(160, &[]),
    ]
    .concat();
    let xf = |format: u16| record(47, &[&[0, 0][..], &format.to_le_bytes(), &[0; 12]].concat());
    let styles = [
        record(278, &[]),
        record(615, &[1, 0, 0, 0]),
        record(44, &[&164_u16.to_le_bytes()[..], &text("[h]:mm")].concat()),
        record(616, &[]),
        record(626, &[1, 0, 0, 0]),
        xf(14),
        record(627, &[]),
        record(617, &[3, 0, 0, 0]),
        xf(0),
        xf(14),
        xf(164),
        record(618, &[]),
        record(279, &[]),
    ]
    .concat();
    let sheet = [
        record(129, &[]),
        record(148, &[0; 16]),
        record(145, &[]),
        cells.concat(),
        record(146, &[]),
        record(176, &[0; 16]),
        record(130, &[]),
    ]
    .concat();
    package_of(&[
        ("_rels/.rels", top.as_bytes()),
        ("xl/workbook.bin", &workbook),
        ("xl/_rels/workbook.bin.rels", rels.as_bytes()),
        ("xl/sharedStrings.bin", &strings),
        ("xl/styles.bin", &styles),
        ("xl/worksheets/sheet1.bin", &sheet),
    ])
}

/// Cells of every kind.
pub(super) fn cells() -> Vec<Vec<u8>> {
    let formula = [0, 0, 0, 0, 0, 0];
    vec![
        row(1),
        cell(7, 1, 0, &1_u32.to_le_bytes()),
        cell(2, 2, 0, &0x004B_5647_u32.to_le_bytes()),
        cell(5, 3, 1, &45748.0_f64.to_le_bytes()),
        cell(5, 4, 2, &1.5_f64.to_le_bytes()),
        cell(1, 5, 0, &[]),
        row(3),
        cell(4, 0, 0, &[1]),
        cell(3, 1, 0, &[0x2A]),
        cell(6, 2, 0, &text("行")),
        cell(8, 3, 0, &[&text("式")[..], &formula].concat()),
        cell(9, 4, 0, &[&2.5_f64.to_le_bytes()[..], &formula].concat()),
        cell(10, 5, 0, &[&[0][..], &formula].concat()),
        cell(11, 6, 0, &[&[7][..], &formula].concat()),
        cell(62, 7, 0, &[&[0][..], &text("富")].concat()),
        cell(3, 8, 0, &[0x3A]),
    ]
}

#[test]
fn every_record_that_holds_a_cell() {
    let bytes = book_of(false, &cells());
    let book = file_of(&bytes);
    assert_eq!(tabs(book.path()), "S (隐)");
    let (rows, report) = shown(book.path(), "S");
    assert_eq!(
        rows,
        "2: |月报|=12343.21|@45748|@1.5\n4: ?true|!#N/A|行|式|=2.5|?false|!#DIV/0!|富|!#ERROR\n"
    );
    assert_eq!(report.merged_ranges, 1);
    assert_eq!(report.errors.count, 3);
}

#[test]
fn dates_of_1904_are_shifted() {
    let cells = [
        row(0),
        cell(5, 0, 1, &44286.0_f64.to_le_bytes()),
        cell(5, 1, 2, &36.5_f64.to_le_bytes()),
    ];
    let (rows, report) = shown(file_of(&book_of(true, &cells)).path(), "S");
    assert_eq!(rows, "1: @45748|@36.5\n");
    assert!(report.date_1904);
}

#[test]
fn short_and_missing_data_is_told() {
    let fault = |cells: &[Vec<u8>]| {
        super::fault(file_of(&book_of(false, cells)).path(), &Limits::default())
    };
    assert!(fault(&[row(0), cell(5, 0, 0, &[1, 2])]).contains("a cell of row 1 is too short"));
    assert!(
        fault(&[row(0), cell(7, 0, 0, &9_u32.to_le_bytes())])
            .contains("refers to shared string 9, and there are 2")
    );
    assert!(
        fault(&[row(4), cell(4, 0, 0, &[1]), row(2), cell(4, 0, 0, &[1])])
            .contains("row 3: it comes after row 5")
    );
    assert!(fault(&[row(0), record(13, &[0; 8])]).contains("cells in the short form"));
    let mut endless = row(0);
    endless.extend([5, 0xFF, 0xFF, 0xFF, 0x7F]);
    assert!(
        fault(&[endless]).contains("a record of xl/worksheets/sheet1.bin takes 268435455 bytes")
    );
    assert!(
        refused(file_of(&package_of(&[("xl/workbook.bin", &record(156, &[0; 8]))])).path())
            .contains("no part is named")
    );
}
