//! Workbooks of every format, real, hostile and mutated.
//!
//! `tests/fixtures/workbooks/README.md` says where the files came from.

mod agree;
mod hostile;
mod mutated;
mod ods;
mod real;
mod strangers;
mod xls;
mod xlsb;
mod xlsx;

use crate::words::Speak;
use std::fmt::Write as _;
use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::{Limits, SheetReport, Workbook, WorkbookError};
use crate::ingest::cell::Cell;

/// The file of that name among the fixtures.
fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/workbooks")
        .join(name)
}

/// A cell as one word: `text`, `=number`, `@serial`, `?truth`, `!error`.
fn word(cell: &Cell<'_>) -> String {
    match cell {
        Cell::Blank => String::new(),
        Cell::Text(text) => (*text).to_owned(),
        Cell::Number(number) => format!("={number}"),
        // To the second, since no serial is exact below a day.
        Cell::Serial(serial) => format!("@{}", (serial * 86_400.0).round() / 86_400.0),
        Cell::Bool(truth) => format!("?{truth}"),
        Cell::Error(name) => format!("!{name}"),
    }
}

/// The rows of a sheet, a line each: `4: a|b`.
fn shown_within(
    path: &Path,
    sheet: &str,
    limits: &Limits,
) -> Result<(String, SheetReport), WorkbookError> {
    let mut lines = String::new();
    let report = super::rows(path, sheet, limits, &mut |row, cells| {
        let words: Vec<String> = cells.iter().map(word).collect();
        writeln!(lines, "{row}: {}", words.join("|")).unwrap();
        ControlFlow::Continue(())
    })?;
    Ok((lines, report))
}

fn shown(path: &Path, sheet: &str) -> (String, SheetReport) {
    shown_within(path, sheet, &Limits::default()).unwrap()
}

/// The sheets, a word each: `name`, `(hidden name)`, `name:kind` if it is no worksheet.
fn tabs(path: &Path) -> String {
    let book = Workbook::open(path, &Limits::default()).unwrap();
    let tabs: Vec<String> = book
        .sheets()
        .iter()
        .map(|sheet| {
            let mut tab = sheet.name.clone();
            if sheet.kind != super::SheetKind::Worksheet {
                tab = format!("{tab}:{}", sheet.kind.saying());
            }
            if sheet.hidden {
                format!("({tab})")
            } else {
                tab
            }
        })
        .collect();
    tabs.join(" ")
}

/// Why a workbook does not open.
fn refused(path: &Path) -> String {
    match Workbook::open(path, &Limits::default()) {
        Ok(_) => panic!("{} opens", path.display()),
        Err(fault) => fault.to_string(),
    }
}

/// A file with these bytes, which goes away when dropped.
fn file_of(bytes: &[u8]) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    file.flush().unwrap();
    file
}

/// A zip package of these parts.
fn package_of(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated);
    for (name, content) in parts {
        zip.start_file(*name, options).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The parts of an XLSX file besides its sheets: relationships for one sheet, strings and styles, and the workbook.
fn xlsx_frame(workbook: &str) -> Vec<(&'static str, String)> {
    vec![
        (
            "_rels/.rels",
            format!(
                r#"<Relationships><Relationship Id="r" Type="{RELATION}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                r#"<Relationships><Relationship Id="r1" Type="{RELATION}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{RELATION}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="r3" Type="{RELATION}/styles" Target="styles.xml"/><Relationship Id="r4" Type="{RELATION}/chartsheet" Target="chartsheets/sheet1.xml"/></Relationships>"#
            ),
        ),
        ("xl/workbook.xml", workbook.to_owned()),
    ]
}

const WORKBOOK: &str =
    r#"<workbook><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>"#;

/// An XLSX file whose only sheet, S, has this XML, with further parts.
fn xlsx_with(
    workbook: &str,
    sheet: &str,
    more: &[(&'static str, &str)],
) -> tempfile::NamedTempFile {
    let mut parts = xlsx_frame(workbook);
    parts.push(("xl/worksheets/sheet1.xml", sheet.to_owned()));
    parts.extend(
        more.iter()
            .map(|&(name, content)| (name, content.to_owned())),
    );
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(name, content)| (*name, content.as_bytes()))
        .collect();
    file_of(&package_of(&parts))
}

/// An XLSX file whose only sheet, S, has these rows.
fn xlsx_of(rows: &str) -> tempfile::NamedTempFile {
    xlsx_with(
        WORKBOOK,
        &format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"),
        &[],
    )
}

/// An ODS file with this in its spreadsheet element.
fn ods_of(tables: &str) -> tempfile::NamedTempFile {
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    );
    file_of(&package_of(&[
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
        ),
        ("META-INF/manifest.xml", b"<manifest:manifest/>"),
        ("content.xml", content.as_bytes()),
    ]))
}

/// Why the sheet S cannot be read.
fn fault(path: &Path, limits: &Limits) -> String {
    match shown_within(path, "S", limits) {
        Ok((rows, _)) => panic!("it reads: {rows}"),
        Err(fault) => fault.to_string(),
    }
}
