//! The forms of XLSX cells, each from XML written by hand.

use super::{WORKBOOK, fault, shown, tabs, xlsx_of, xlsx_with};
use crate::ingest::workbook::Limits;

const STYLES: &str = r#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[h]:mm"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="31"/><xf numFmtId="164"/></cellXfs></styleSheet>"#;

#[test]
fn every_form_of_a_value() {
    let rows = r#"<row r="1">
        <c r="A1" t="s"><v>1</v></c><c r="B1" t="inlineStr"><is><t xml:space="preserve">in </t><r><t>line</t></r><rPh sb="0" eb="1"><t>x</t></rPh></is></c>
        <c r="C1" t="str"><f>A1</f><v>a &amp;lt; &#98;</v></c><c r="D1" t="b"><v>1</v></c><c r="E1" t="e"><v>#SPILL!</v></c>
        <c r="F1" t="d"><v>2025-04-01T06:00:00</v></c><c r="G1" s="1"><v>45748</v></c><c r="H1" s="2"><v>1.5</v></c>
        <c r="I1" t="n"><v>-1.25E3</v></c><c r="J1"><v>1e999</v></c><c r="K1"><v>abc</v></c>
        <c r="M1" t="s"><v>2</v></c><c r="N1" t="inlineStr"><v>only v</v></c><c r="O1"/></row>"#;
    let strings = "<sst><si><t>zero</t></si><si><r><t>ri</t></r><r><t>ch</t></r><rPh sb=\"0\" eb=\"1\"><t>x</t></rPh></si><si><t>a_x000A_b_x005F_x000D_ _x</t></si></sst>";
    let book = xlsx_with(
        WORKBOOK,
        &format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"),
        &[("xl/sharedStrings.xml", strings), ("xl/styles.xml", STYLES)],
    );
    let (rows, report) = shown(book.path(), "S");
    assert_eq!(
        rows,
        "1: rich|in line|a &lt; b|?true|!#SPILL!|@45748.25|@45748|@1.5|=-1250|!#NUM!|abc||a\nb_x000D_ _x\n"
    );
    assert_eq!(report.errors.first.unwrap().to_string(), "E1");
}

#[test]
fn errors_newer_than_2007_are_errors_and_unknown_forms_are_damage() {
    let book = xlsx_of(
        r#"<row r="1"><c r="A1" t="e"><v>#SPILL!</v></c><c r="B1" t="e"><f>X()</f><v>#BLOCKED!</v></c><c r="C1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>"#,
    );
    let (rows, report) = shown(book.path(), "S");
    assert_eq!(rows, "1: !#SPILL!|!#BLOCKED!|=1\n2: =2\n");
    assert_eq!(report.errors.count, 2);
    for cell in [
        r#"<c r="B1" t="new"><v>x</v></c>"#,
        r#"<c r="B1" t="n"><v>abc</v></c>"#,
        r#"<c r="B1"><x/></c>"#,
    ] {
        let book = xlsx_of(&format!(r#"<row r="1">{cell}</row>"#));
        let message = fault(book.path(), &Limits::default());
        assert!(
            message.starts_with("the workbook is damaged (cell B1: "),
            "{message}"
        );
    }
}

#[test]
fn strict_files_with_prefixes_read_alike() {
    let sheet = r#"<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData><x:row r="2"><x:c r="B2" t="inlineStr"><x:is><x:t>月</x:t></x:is></x:c><x:c r="C2" t="d"><x:v>2025-04-01</x:v></x:c></x:row></x:sheetData></x:worksheet>"#;
    let relation = "http://purl.oclc.org/ooxml/officeDocument/relationships";
    let rels = format!(
        r#"<Relationships><Relationship Id="r1" Type="{relation}/worksheet" Target="/xl/worksheets/sheet1.xml"/></Relationships>"#
    );
    let top = format!(
        r#"<Relationships><Relationship Id="r" Type="{relation}/officeDocument" Target="/xl/workbook.xml"/></Relationships>"#
    );
    let workbook = r#"<x:workbook><x:workbookPr date1904="true"/><x:sheets><x:sheet name="S" r:id="r1"/></x:sheets></x:workbook>"#;
    let book = super::file_of(&super::package_of(&[
        ("_rels/.rels", top.as_bytes()),
        ("xl/_rels/workbook.xml.rels", rels.as_bytes()),
        ("xl\\Workbook.xml", workbook.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ]));
    let (rows, report) = shown(book.path(), "S");
    // An ISO date names its day, whatever the workbook counts from.
    assert_eq!(rows, "2: |月|@45748\n");
    assert!(report.date_1904);
}

#[test]
fn dates_of_1904_are_shifted_and_times_are_not() {
    let workbook = r#"<workbook><workbookPr date1904="1"/><sheets><sheet name="S" r:id="r1"/></sheets></workbook>"#;
    let sheet = r#"<worksheet><sheetData><row><c s="1"><v>44286</v></c><c s="1"><v>0.5</v></c><c s="2"><v>36.5</v></c><c><v>44286</v></c></row></sheetData></worksheet>"#;
    let book = xlsx_with(workbook, sheet, &[("xl/styles.xml", STYLES)]);
    assert_eq!(shown(book.path(), "S").0, "1: @45748|@0.5|@36.5|=44286\n");
}

#[test]
fn formulas_without_a_result_are_told() {
    let book = xlsx_of(
        r#"<row r="3"><c r="A3"><v>1</v></c><c r="B3"><f>A3*2</f></c><c r="C3"><f t="shared" si="0"/><v></v></c><c r="D3" t="str"><f>""</f><v></v></c><c r="E3"><f>1</f><v>1</v></c></row>"#,
    );
    let (rows, report) = shown(book.path(), "S");
    assert_eq!(rows, "3: =1||||=1\n");
    assert_eq!(report.formulas_without_value.count, 2);
    assert_eq!(
        report.formulas_without_value.first.unwrap().to_string(),
        "B3"
    );
}

#[test]
fn rows_and_cells_without_addresses_follow_each_other() {
    let book = xlsx_of(
        r#"<row><c><v>1</v></c><c><v>2</v></c></row><row r="5"><c><v>3</v></c><c r="D5"><v>4</v></c><c><v>5</v></c></row><row/><row><c r="B9"><v>6</v></c></row><row><c r="B10"><v>8</v></c><c r="A10"><v>7</v></c></row>"#,
    );
    assert_eq!(
        shown(book.path(), "S").0,
        "1: =1|=2\n5: =3|||=4|=5\n9: |=6\n10: =7|=8\n"
    );
}

#[test]
fn rows_out_of_order_are_damage() {
    let book = xlsx_of(r#"<row r="2"><c><v>1</v></c></row><row r="2"><c><v>2</v></c></row>"#);
    assert!(fault(book.path(), &Limits::default()).contains("row 2: it comes after row 2"));
    let book = xlsx_of(r#"<row r="0"><c><v>1</v></c></row>"#);
    assert!(fault(book.path(), &Limits::default()).contains("a row has the number 0"));
    let book = xlsx_of(r#"<row r="1"><c r="1A"><v>1</v></c></row>"#);
    assert!(fault(book.path(), &Limits::default()).contains("1A is none"));
    let book = xlsx_of(r#"<row r="1"><c r=A5><v>1</v></c></row>"#);
    assert!(fault(book.path(), &Limits::default()).contains("the attribute r=A5 is malformed"));
    let book = xlsx_of(r#"<row r="7"><c r="C7" t="s"><v>12</v></c></row>"#);
    assert!(fault(book.path(), &Limits::default()).contains("cell C7: "));
}

#[test]
fn hidden_and_chart_sheets_are_listed_and_charts_have_no_rows() {
    let workbook = r#"<workbook><sheets><sheet name="S" r:id="r1"/><sheet name="h" state="hidden" r:id="r1"/><sheet name="v" state="veryHidden" r:id="r1"/><sheet name="A &amp; B" r:id="r4"/></sheets></workbook>"#;
    let book = xlsx_with(workbook, "<worksheet><sheetData/></worksheet>", &[]);
    assert_eq!(tabs(book.path()), "S (h) (v) A & B:chart sheet");
    let limits = Limits::default();
    let read = |name| {
        super::shown_within(book.path(), name, &limits)
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        read("A & B"),
        "the sheet A & B is a chart sheet and holds no rows; name a worksheet"
    );
    assert_eq!(
        read("T"),
        "the workbook has no sheet T; it has S, h, v, A & B"
    );
    assert_eq!(shown(book.path(), "v").0, "");
}

#[test]
fn merged_ranges_are_counted() {
    let sheet = r#"<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"/></row></sheetData><mergeCells count="2"><mergeCell ref="A1:B1"/><mergeCell ref="A3:B4"/></mergeCells></worksheet>"#;
    let (rows, report) = shown(xlsx_with(WORKBOOK, sheet, &[]).path(), "S");
    assert_eq!(rows, "1: =1\n");
    assert_eq!(report.merged_ranges, 2);
}

#[test]
fn the_receiver_may_stop() {
    let book = xlsx_of(
        r#"<row><c><v>1</v></c></row><row><c><v>2</v></c></row><row><c t="s"><v>9</v></c></row>"#,
    );
    let mut seen = Vec::new();
    let report = super::super::rows(book.path(), "S", &Limits::default(), &mut |row, _| {
        seen.push(row);
        if row == 2 {
            std::ops::ControlFlow::Break(())
        } else {
            std::ops::ControlFlow::Continue(())
        }
    })
    .unwrap();
    assert_eq!(seen, [1, 2]);
    assert!(report.stopped);
    assert_eq!(report.rows, 2);
}
