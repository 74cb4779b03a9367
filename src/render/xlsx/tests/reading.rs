//! Reading a workbook back: cells through calamine, parts through zip, XML through quick-xml.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use calamine::{Data as Read, Reader, Xlsx};

use super::bare;
use crate::report::document::Document;

pub(super) type Workbook = Xlsx<Cursor<Vec<u8>>>;

pub(super) fn opened(document: &Document) -> Workbook {
    calamine::open_workbook_from_rs(Cursor::new(bare(document).unwrap())).unwrap()
}

/// The rows of a sheet below the one whose first content cell is `head`, up to the first empty one.
pub(super) fn rows_below(
    workbook: &mut Workbook,
    sheet: &str,
    first_col: usize,
    head: &str,
) -> Vec<Vec<Read>> {
    let range = workbook.worksheet_range(sheet).unwrap();
    let start = usize::try_from(range.start().unwrap().1).unwrap();
    let first_col = first_col - start;
    let mut rows = range
        .rows()
        .skip_while(|row| row[first_col] != Read::String(head.to_owned()));
    rows.next()
        .unwrap_or_else(|| panic!("no `{head}` on {sheet}"));
    rows.take_while(|row| row[first_col] != Read::Empty)
        .map(|row| {
            let cells = &row[first_col..];
            let used = cells.iter().rposition(|cell| *cell != Read::Empty).unwrap();
            cells[..=used].to_vec()
        })
        .collect()
}

pub(super) fn text(text: &str) -> Read {
    Read::String(text.to_owned())
}

pub(super) fn day(serial: f64) -> Read {
    Read::DateTime(calamine::ExcelDateTime::new(
        serial,
        calamine::ExcelDateTimeType::DateTime,
        false,
    ))
}

/// Every part of the package, by name.
pub(super) fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..zip.len())
        .map(|i| {
            let mut entry = zip.by_index(i).unwrap();
            let mut text = String::new();
            entry.read_to_string(&mut text).unwrap();
            (entry.name().unwrap().into_owned(), text)
        })
        .collect()
}

pub(super) fn assert_well_formed(parts: &BTreeMap<String, String>) {
    for (name, text) in parts {
        let mut reader = quick_xml::Reader::from_str(text);
        loop {
            match reader.read_event() {
                Ok(quick_xml::events::Event::Eof) => break,
                Ok(quick_xml::events::Event::Start(tag) | quick_xml::events::Event::Empty(tag)) => {
                    for attribute in tag.attributes() {
                        attribute.unwrap_or_else(|error| panic!("{name}: {error}"));
                    }
                }
                Ok(_) => {}
                Err(error) => panic!("{name}: {error}"),
            }
        }
        let allowed = |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t');
        assert!(
            text.chars().all(allowed),
            "{name} holds a control character"
        );
    }
}

/// The number format of a cell, found the way a reader finds it: cell → style → format code.
pub(super) fn number_format_of(
    parts: &BTreeMap<String, String>,
    sheet: usize,
    cell: &str,
) -> String {
    let sheet = &parts[&format!("xl/worksheets/sheet{sheet}.xml")];
    let after = |text: &str, mark: &str| -> String {
        let (_, rest) = text.split_once(mark).unwrap_or_else(|| panic!("no {mark}"));
        rest.split('"').next().unwrap().to_owned()
    };
    let style: usize = after(sheet, &format!("<c r=\"{cell}\" s=\""))
        .parse()
        .unwrap();
    let styles = &parts["xl/styles.xml"];
    let (_, cell_styles) = styles.split_once("<cellXfs").unwrap();
    let one = cell_styles.split("<xf ").nth(style + 1).unwrap();
    let id = after(one, "numFmtId=\"");
    match id.as_str() {
        "0" => "General".to_owned(),
        "3" => "#,##0".to_owned(),
        "4" => "#,##0.00".to_owned(),
        id => after(styles, &format!("<numFmt numFmtId=\"{id}\" formatCode=\"")),
    }
}
