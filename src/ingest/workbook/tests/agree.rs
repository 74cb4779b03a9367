//! Generated workbooks, read by this program's scanner and by calamine: both find the same cells.
//!
//! Not generated is what calamine reads otherwise: a reference within a number (`1&#48;` is 10, and 1 to it), blanks around
//! one, a value before its formula.
//!
//! `PROPTEST_CASES=20000 cargo test agree` tries for minutes.

use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::path::Path;

use calamine::DataRef;
use proptest::collection::vec;
use proptest::prelude::*;
use rust_xlsxwriter as writer;

use super::{WORKBOOK, shown, word, xlsx_with};
use crate::ingest::cell::Cell;
use crate::ingest::workbook::{Limits, Workbook};

/// A cell as calamine gives it, as one word.
fn calamines(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => format!("={number}"),
        DataRef::Float(number) => word(&Cell::Number(*number)),
        DataRef::DateTime(moment) => word(&Cell::Serial(moment.as_f64())),
        DataRef::Bool(truth) => format!("?{truth}"),
        DataRef::Error(error) => format!("!{error}"),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => format!("iso {text}"),
    }
}

/// What calamine finds: a line a filled cell.
fn by_calamine(path: &Path, sheet: &str) -> String {
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(path).unwrap();
    let mut cells = book.worksheet_cells_reader(sheet).unwrap();
    let mut lines = String::new();
    while let Some(cell) = cells.next_cell().unwrap() {
        let (row, column) = cell.get_position();
        let value = calamines(cell.get_value());
        if !value.is_empty() {
            writeln!(lines, "{} {column} {value}", row + 1).unwrap();
        }
    }
    lines
}

/// What is found here, likewise.
fn by_scanner(path: &Path, sheet: &str) -> String {
    let mut lines = String::new();
    super::super::rows(path, sheet, &Limits::default(), &mut |row, cells| {
        for (column, cell) in cells.iter().enumerate() {
            let value = word(cell);
            if !value.is_empty() {
                writeln!(lines, "{row} {column} {value}").unwrap();
            }
        }
        ControlFlow::Continue(())
    })
    .unwrap();
    lines
}

/// What is written into a cell.
#[derive(Debug, Clone)]
enum Written {
    Nothing,
    Number(f64),
    Text(String),
    Runs(String, String),
    Truth(bool),
    Moment(f64),
    Sum(f64),
    Word(String),
    Format,
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z月厅0-9]{1,8}",
        "[ \\t\\n&<>\"'a月]{1,12}",
        Just("_x000D_".to_owned()),
        Just("a]]>b".to_owned()),
        Just("营业厅 & <东>".to_owned()),
        Just("x".repeat(4_000)),
    ]
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        (-1_000_000_i64..1_000_000).prop_map(|number| number as f64),
        (-100_000_000_i64..100_000_000).prop_map(|number| number as f64 / 100.0),
        any::<f64>().prop_filter("a number", |number| number.is_finite()),
    ]
}

fn written() -> impl Strategy<Value = Written> {
    prop_oneof![
        Just(Written::Nothing),
        number().prop_map(Written::Number),
        text().prop_map(Written::Text),
        (text(), text()).prop_map(|(first, second)| Written::Runs(first, second)),
        any::<bool>().prop_map(Written::Truth),
        (1.0..60_000.0).prop_map(Written::Moment),
        number().prop_map(Written::Sum),
        "[a-z&<月]{0,5}".prop_map(Written::Word),
        Just(Written::Format),
    ]
}

/// A workbook with these rows, as rust_xlsxwriter writes it: texts shared, or in line where memory is constant.
fn book_of(rows: &[Vec<Written>], constant: bool) -> tempfile::NamedTempFile {
    let mut book = writer::Workbook::new();
    let moment = writer::Format::new().set_num_format("yyyy-mm-dd hh:mm");
    let bold = writer::Format::new().set_bold();
    let sheet = if constant {
        book.add_worksheet_with_constant_memory().unwrap()
    } else {
        book.add_worksheet()
    };
    sheet.set_name("S").unwrap();
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            match cell {
                Written::Nothing => Ok(&mut *sheet),
                Written::Number(number) => sheet.write_number(row, column, *number),
                Written::Text(text) => sheet.write_string(row, column, text),
                Written::Runs(first, second) => {
                    let plain = writer::Format::default();
                    sheet.write_rich_string(row, column, &[(&plain, first), (&bold, second)])
                }
                Written::Truth(truth) => sheet.write_boolean(row, column, *truth),
                Written::Moment(serial) => {
                    sheet.write_number_with_format(row, column, *serial, &moment)
                }
                Written::Sum(result) => {
                    let sum = writer::Formula::new("=1+1").set_result(result.to_string());
                    sheet.write_formula(row, column, sum)
                }
                Written::Word(result) => {
                    let word = writer::Formula::new("=\"<\"&A1").set_result(result);
                    sheet.write_formula(row, column, word)
                }
                Written::Format => sheet.write_blank(row, column, &moment),
            }
            .unwrap();
        }
    }
    let file = tempfile::NamedTempFile::new().unwrap();
    book.save(file.path()).unwrap();
    file
}

/// A cell as other programs write it: with a prefix, in other quotes, with further attributes, comments, runs.
fn foreign_cell() -> impl Strategy<Value = String> {
    let value = prop_oneof![
        (-1000_i32..1000).prop_map(|number| format!("<v>{number}</v>")),
        Just("<f>A1&amp;B1</f><v>3.5</v>".to_owned()),
        Just("<v></v>".to_owned()),
        Just("<v/>".to_owned()),
    ];
    let tag = prop_oneof![
        Just("<c>"),
        Just("<c s='1'>"),
        Just("<c  s=\"1\" >"),
        Just("<c cm=\"1\" s=\"0\">"),
        Just("<c t=\"n\">"),
        Just("<c\n s=\"2\" ph=\"1\">"),
    ];
    let inline = prop_oneof![
        Just("<is><t>a &amp; b</t></is>"),
        Just("<is><t xml:space='preserve'> a </t></is>"),
        Just("<is><t> a\r\nb </t></is>"),
        Just(
            "<is><r><rPr><b/></rPr><t>x</t></r><!-- > --><r><t>&#x6708;</t></r><rPh sb=\"0\" eb=\"1\"><t>y</t></rPh></is>"
        ),
        Just("<is><t><![CDATA[<a>]]></t></is>"),
        Just("<is><t/></is>"),
        Just("<is/>"),
    ];
    prop_oneof![
        (tag, value).prop_map(|(tag, value)| format!("{tag}{value}</c>")),
        inline.prop_map(|inline| format!("<c t=\"inlineStr\">{inline}</c>")),
        prop_oneof![
            Just("<c t=\"s\"><v>1</v></c>"),
            Just("<c t=\"b\"><v>true</v></c>"),
            Just("<c t=\"e\"><v>#N/A</v></c>"),
            Just("<c t=\"str\"><f>X()</f><v>a_x000A_&lt;</v></c>"),
            Just("<c/>"),
            Just("<c s=\"1\"></c>"),
        ]
        .prop_map(str::to_owned),
    ]
}

const STRINGS: &str = "<sst><si><t>zero</t></si><si><r><t>ri</t></r><r><t>ch</t></r></si></sst>";
const STYLES: &str = r#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[h]:mm"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>"#;

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn both_find_the_same_in_what_is_written(
        rows in vec(vec(written(), 0..6), 0..12),
        constant in any::<bool>(),
    ) {
        let file = book_of(&rows, constant);
        prop_assert_eq!(by_scanner(file.path(), "S"), by_calamine(file.path(), "S"));
    }

    #[test]
    fn both_find_the_same_in_what_others_write(
        rows in vec(vec(foreign_cell(), 0..6), 0..12),
        prefix in any::<bool>(),
        gap in prop_oneof![Just(""), Just("\n  "), Just("<!-- a > b -->"), Just("<?x <c> ?>")],
    ) {
        let mut cells = String::new();
        for row in &rows {
            write!(cells, "<row>{gap}{}</row>{gap}", row.join(gap)).unwrap();
        }
        let mut sheet = format!("<worksheet><sheetData>{cells}</sheetData></worksheet>");
        if prefix {
            for name in ["worksheet", "sheetData", "row"] {
                sheet = sheet
                    .replace(&format!("<{name}>"), &format!("<x:{name}>"))
                    .replace(&format!("</{name}>"), &format!("</x:{name}>"));
            }
        }
        let file = xlsx_with(
            WORKBOOK,
            &sheet,
            &[("xl/sharedStrings.xml", STRINGS), ("xl/styles.xml", STYLES)],
        );
        prop_assert_eq!(by_scanner(file.path(), "S"), by_calamine(file.path(), "S"));
    }
}

/// Few by default, so that the tests stay quick.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(100)
}

#[test]
fn cells_that_the_buffer_ends_in_are_read_like_others() {
    // Cells of every length, so that each byte of one comes to lie at the buffer's end, of 64 KiB and twice that.
    let rows: Vec<Vec<Written>> = (0..4_000)
        .map(|row| {
            vec![
                Written::Number(f64::from(row)),
                Written::Text("月".repeat(row as usize % 17 + 1)),
                Written::Moment(45_748.0 + f64::from(row)),
            ]
        })
        .collect();
    for constant in [false, true] {
        let file = book_of(&rows, constant);
        assert_eq!(by_scanner(file.path(), "S"), by_calamine(file.path(), "S"));
    }
}

#[test]
fn sheets_are_read_side_by_side() {
    let mut book = writer::Workbook::new();
    for sheet in 0..8 {
        let sheet = book.add_worksheet().set_name(format!("S{sheet}")).unwrap();
        for row in 0..3_000 {
            sheet.write_string(row, 0, format!("{row}")).unwrap();
        }
    }
    let file = tempfile::NamedTempFile::new().unwrap();
    book.save(file.path()).unwrap();
    let alone = shown(file.path(), "S0").0;
    let book = Workbook::open(file.path(), &Limits::default()).unwrap();
    std::thread::scope(|scope| {
        let readers: Vec<_> = (0..8)
            .map(|sheet| {
                let (book, alone) = (&book, &alone);
                scope.spawn(move || {
                    let mut lines = String::new();
                    book.rows(&format!("S{sheet}"), &mut |row, cells| {
                        let words: Vec<String> = cells.iter().map(word).collect();
                        writeln!(lines, "{row}: {}", words.join("|")).unwrap();
                        ControlFlow::Continue(())
                    })
                    .unwrap();
                    assert_eq!(lines, *alone);
                })
            })
            .collect();
        for reader in readers {
            reader.join().unwrap();
        }
    });
}
