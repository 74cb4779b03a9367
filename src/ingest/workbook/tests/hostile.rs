//! Files made to hurt, and files that are something else.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use super::{
    Limits, WORKBOOK, fault, file_of, fixture, ods_of, package_of, refused, shown, shown_within,
    xlsx_frame, xlsx_of, xlsx_with,
};

#[test]
fn a_far_cell_costs_nothing_and_is_told() {
    let book = xlsx_of(
        r#"<row r="1"><c r="A1"><v>1</v></c><c r="AMK1"><v>2</v></c></row><row r="1048576"><c r="XFD1048576"><v>3</v></c></row>"#,
    );
    let (rows, report) = shown(book.path(), "S");
    assert_eq!(rows, "1: =1\n");
    assert_eq!(report.beyond_limits.count, 2);
    assert_eq!(report.beyond_limits.first.unwrap().to_string(), "AMK1");
    let limits = Limits {
        max_rows: 3,
        ..Limits::default()
    };
    let book = xlsx_of(
        r#"<row r="3"><c r="A3"><v>1</v></c></row><row r="4"><c r="A4"><v>2</v></c><c r="B4"/></row>"#,
    );
    let (rows, report) = shown_within(book.path(), "S", &limits).unwrap();
    assert_eq!(rows, "3: =1\n");
    assert_eq!(report.beyond_limits.first.unwrap().to_string(), "A4");
    assert_eq!(report.beyond_limits.count, 1);
}

#[test]
fn blank_rows_cost_little() {
    let started = Instant::now();
    let mut rows = String::new();
    for row in 1..=200_000 {
        write!(rows, "<row r=\"{row}\"/>").unwrap();
    }
    rows.push_str(r#"<row r="200001"><c r="A200001"><v>1</v></c></row>"#);
    assert_eq!(shown(xlsx_of(&rows).path(), "S").0, "200001: =1\n");
    let table = r#"<table:table table:name="S"><table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row><table:table-row><table:table-cell office:value-type="float" office:value="1"/></table:table-row></table:table>"#;
    assert_eq!(shown(ods_of(table).path(), "S").0, "1000001: =1\n");
    // Unoptimised and beside other tests; both take a tenth of this alone.
    assert!(
        started.elapsed() < Duration::from_secs(60),
        "{:?}",
        started.elapsed()
    );
}

#[test]
fn zip_bombs_are_refused_by_what_they_declare() {
    // 40 MiB of spaces pack to 40 kB.
    let spaces = " ".repeat(40 << 20);
    let book = xlsx_with(
        WORKBOOK,
        &format!("<worksheet>{spaces}<sheetData/></worksheet>"),
        &[],
    );
    let message = fault(book.path(), &Limits::default());
    assert!(
        message.contains("xl/worksheets/sheet1.xml unpacks from "),
        "{message}"
    );
    assert!(
        message.contains("as zip bombs do, and the limit max_ratio is 250"),
        "{message}"
    );
    let limits = Limits {
        max_part_bytes: 1 << 20,
        ..Limits::default()
    };
    assert_eq!(
        fault(book.path(), &limits),
        "the part xl/worksheets/sheet1.xml takes 41943075 bytes, and the limit max_part_bytes is 1048576; \
         if the file is to be trusted, raise max_part_bytes"
    );
    let limits = Limits {
        max_total_bytes: 1 << 20,
        ..Limits::default()
    };
    assert!(fault(book.path(), &limits).contains("max_total_bytes"));
    let limits = Limits {
        max_file_bytes: 100,
        ..Limits::default()
    };
    assert!(fault(book.path(), &limits).contains("max_file_bytes"));
}

#[test]
fn zip_directories_that_lie_gain_nothing() {
    let sheet = format!("<worksheet><sheetData/>{}</worksheet>", " ".repeat(500_000));
    let mut parts = xlsx_frame(WORKBOOK);
    parts.push(("xl/worksheets/sheet1.xml", sheet.clone()));
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(name, text)| (*name, text.as_bytes()))
        .collect();
    let mut bytes = package_of(&parts);
    // The directory and the local header declare 1,000 bytes.
    let declared = (sheet.len() as u32).to_le_bytes();
    let mut lies = 0;
    for at in 0..bytes.len() - 4 {
        if bytes[at..at + 4] == declared {
            bytes[at..at + 4].copy_from_slice(&1000_u32.to_le_bytes());
            lies += 1;
        }
    }
    assert!(lies >= 1);
    let message = fault(file_of(&bytes).path(), &Limits::default());
    assert!(
        message.contains(
            "xl/worksheets/sheet1.xml: File is larger than its declared uncompressed size"
        ),
        "{message}"
    );
}

#[test]
fn long_tags_texts_and_strings_are_bounded() {
    let limits = Limits {
        max_cell_bytes: 10_000,
        ..Limits::default()
    };
    // The parser reads 64 KiB at a time, and tells at the next reading.
    let long = "x".repeat(200_000);
    for rows in [
        format!(r#"<row><c t="inlineStr"><is><t>{long}</t></is></c></row>"#),
        format!(r#"<row><c {long}="1"/></row>"#),
        format!("<row><!-- {long} --></row>"),
        format!(
            r#"<row><c t="inlineStr"><is>{}</is></c></row>"#,
            "<r><t>0123456789</t></r>".repeat(1001)
        ),
    ] {
        let message = fault(xlsx_of(&rows).path(), &limits);
        assert!(
            message.contains("the limit max_cell_bytes is 10000"),
            "{message}"
        );
    }
    let strings = format!("<sst>{}</sst>", "<si><t>ab</t></si>".repeat(11));
    let book = xlsx_with(
        WORKBOOK,
        "<worksheet><sheetData/></worksheet>",
        &[("xl/sharedStrings.xml", &strings)],
    );
    let limits = Limits {
        max_shared_strings: 10,
        ..Limits::default()
    };
    assert_eq!(
        fault(book.path(), &limits),
        "the table of shared strings takes 11 strings or more, and the limit max_shared_strings is 10; \
         if the file is to be trusted, raise max_shared_strings"
    );
    let limits = Limits {
        max_held_bytes: 20,
        ..Limits::default()
    };
    assert!(fault(book.path(), &limits).contains("max_held_bytes"));
}

#[test]
fn deep_nesting_and_entities_are_not_followed() {
    let deep = format!("{}{}", "<a>".repeat(300), "</a>".repeat(300));
    assert!(
        fault(xlsx_of(&deep).path(), &Limits::default())
            .contains("elements nest more than 256 deep")
    );
    let laughs = r#"<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><worksheet><sheetData><row><c t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>"#;
    let message = fault(xlsx_with(WORKBOOK, laughs, &[]).path(), &Limits::default());
    assert!(
        message.contains("cell A1: unrecognized entity `&b;`"),
        "{message}"
    );
}

#[test]
fn counts_of_shared_strings_that_lie_cost_nothing() {
    for count in ["0", "10000001", "99999999999999999999999", "-1", "many"] {
        let strings =
            format!(r#"<sst count="{count}" uniqueCount="{count}"><si><t>a</t></si></sst>"#);
        let book = xlsx_with(
            WORKBOOK,
            r#"<worksheet><sheetData><row><c t="s"><v>0</v></c></row></sheetData></worksheet>"#,
            &[("xl/sharedStrings.xml", &strings)],
        );
        assert_eq!(shown(book.path(), "S").0, "1: a\n", "{count}");
    }
}

#[test]
fn many_styles_with_a_long_format_cost_a_byte_each() {
    let code = "0".repeat(100_000);
    let styles = format!(
        r#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="{code}"/></numFmts><cellXfs>{}</cellXfs></styleSheet>"#,
        r#"<xf numFmtId="164"/>"#.repeat(3000)
    );
    let book = xlsx_with(
        WORKBOOK,
        r#"<worksheet><sheetData><row><c s="2999"><v>1</v></c></row></sheetData></worksheet>"#,
        &[("xl/styles.xml", &styles)],
    );
    assert_eq!(shown(book.path(), "S").0, "1: =1\n");
    let limits = Limits {
        max_held_bytes: 100_000,
        ..Limits::default()
    };
    let message = fault(book.path(), &limits);
    assert!(message.contains("xl/styles.xml"), "{message}");
    assert!(message.contains("max_held_bytes"), "{message}");
}

#[test]
fn two_parts_of_one_name_are_refused() {
    let mut parts = xlsx_frame(WORKBOOK);
    parts.push((
        "xl/worksheets/sheet1.xml",
        "<worksheet><sheetData/></worksheet>".to_owned(),
    ));
    parts.push(("XL\\Worksheets\\sheet1.xml", "<worksheet/>".to_owned()));
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(name, text)| (*name, text.as_bytes()))
        .collect();
    let message = refused(file_of(&package_of(&parts)).path());
    assert!(message.contains("two parts have this name"), "{message}");
}

#[test]
fn encrypted_workbooks_say_so() {
    let manifest = br#"<manifest:manifest><manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>"#;
    let ods = file_of(&package_of(&[
        ("META-INF/manifest.xml", manifest),
        ("content.xml", b"\x8F\x12"),
    ]));
    for path in [&fixture("encrypted.xlsx"), ods.path()] {
        let message = refused(path);
        assert!(
            message.starts_with("the workbook is encrypted with a password; open it in Excel"),
            "{message}"
        );
    }
}

#[test]
fn files_of_another_kind_say_what_they_are() {
    let said = |bytes: &[u8]| refused(file_of(bytes).path());
    assert_eq!(said(b""), "the file is empty (0 bytes); export it again");
    assert!(said(b"<html><table><tr><td>1</td></tr></table></html>").contains("web page (HTML)"));
    assert!(said("日期\t金额\n".as_bytes()).contains("rename it to .csv"));
    assert!(said(&package_of(&[("word/document.xml", b"<w/>")])).contains("a Word document"));
    assert!(said(&package_of(&[("notes.txt", b"x")])).contains("a zip archive without a workbook"));
    assert!(
        said(&package_of(&[
            ("mimetype", b"application/vnd.oasis.opendocument.text"),
            ("content.xml", b"<x/>")
        ]))
        .contains("an OpenDocument text or presentation")
    );
}

#[test]
fn truncated_workbooks_say_so() {
    for name in ["hall.xlsx", "hall.xls", "hall.ods"] {
        let whole = std::fs::read(fixture(name)).unwrap();
        for share in [1, 5, 9] {
            let cut = file_of(&whole[..whole.len() * share / 10]);
            let message = match super::super::Workbook::open(cut.path(), &Limits::default()) {
                Err(fault) => fault.to_string(),
                Ok(book) => {
                    let sheet = book.sheets().first().unwrap().name.clone();
                    book.rows(&sheet, &mut |_, _| std::ops::ControlFlow::Continue(()))
                        .unwrap_err()
                        .to_string()
                }
            };
            assert!(
                message.starts_with("the file is cut off ("),
                "{name} {share}: {message}"
            );
        }
    }
}
