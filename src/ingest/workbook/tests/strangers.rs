//! Workbooks as other programs leave them: odd, and no reason to refuse a file.

use super::{WORKBOOK, file_of, package_of, shown, tabs, xlsx_frame, xlsx_with};
use crate::ingest::workbook::MergedRange;

/// The kinds of sheets without rows, by the last word of their relationship's type.
const STRANGE: [(&str, &str); 5] = [
    ("chartsheet", "chart sheet"),
    ("dialogsheet", "dialog sheet"),
    ("xlMacrosheet", "macro sheet"),
    ("xlIntlMacrosheet", "macro sheet"),
    ("externalLink", "sheet of another kind"),
];

#[test]
fn dimensions_and_spans_are_advice() {
    for dimension in [
        r#"<dimension ref="A0:H3"/>"#,
        r#"<dimension ref="Z99"/>"#,
        r#"<dimension ref=""/>"#,
        "<dimension/>",
        r#"<dimension ref="XFD1048576:A1"/><dimension ref="A1"/>"#,
    ] {
        let sheet = format!(
            r#"<worksheet>{dimension}<sheetData><row r="2" spans="9:1"><c r="B2"><v>1</v></c></row></sheetData></worksheet>"#
        );
        let book = xlsx_with(WORKBOOK, &sheet, &[]);
        assert_eq!(shown(book.path(), "S").0, "2: |=1\n", "{dimension}");
    }
}

#[test]
fn blanks_around_a_value_are_none_of_it() {
    let cells = r#"<c r="A1" t="n"><v> 100 </v></c><c r="B1"><v>
        1.5</v></c><c r="C1" t="s"><v> 1 </v></c><c r="D1" t="b"><v> 1</v></c><c r="E1"><v> </v></c><c r="F1" t="s"><v> </v></c>
        <c r="G1" s="1"><v> 45748 </v></c><c r="H1"><f>A1</f><v> </v></c><c r="I1"><v>2&#48;</v><f>A1</f></c>"#;
    let book = xlsx_with(
        WORKBOOK,
        &format!("<worksheet><sheetData><row>{cells}</row></sheetData></worksheet>"),
        &[
            (
                "xl/sharedStrings.xml",
                r#"<sst count="99" uniqueCount="1"><si><t>a</t></si><si><t>b</t></si></sst>"#,
            ),
            (
                "xl/styles.xml",
                r#"<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#,
            ),
        ],
    );
    let (rows, report) = shown(book.path(), "S");
    assert_eq!(rows, "1: =100|=1.5|b|?true|||@45748||=20\n");
    assert_eq!(report.formulas_without_value.count, 1);
}

#[test]
fn a_format_of_zeros_makes_a_number_the_text_it_shows() {
    let styles = r#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="00000"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>"#;
    let cells = ["123", "1234567", "1.5", "-3", "0"]
        .map(|value| format!(r#"<c s="1"><v>{value}</v></c>"#))
        .concat();
    let sheet = format!("<worksheet><sheetData><row>{cells}</row></sheetData></worksheet>");
    let book = xlsx_with(WORKBOOK, &sheet, &[("xl/styles.xml", styles)]);
    assert_eq!(
        shown(book.path(), "S").0,
        "1: 00123|1234567|=1.5|=-3|00000\n"
    );
}

#[test]
fn sheets_without_rows_are_listed_with_what_they_are() {
    let kinds = STRANGE.map(|(kind, _)| {
        format!(r#"<Relationship Id="{kind}" Type="urn:x/relationships/{kind}" Target="x.xml"/>"#)
    });
    let sheets = STRANGE.map(|(kind, _)| format!(r#"<sheet name="{kind}" r:id="{kind}"/>"#));
    let mut parts = xlsx_frame(&format!(
        r#"<workbook><sheets><sheet name="S" r:id="r1"/>{}</sheets></workbook>"#,
        sheets.concat()
    ));
    parts[1].1 = parts[1].1.replace(
        "</Relationships>",
        &format!("{}</Relationships>", kinds.concat()),
    );
    parts.push((
        "xl/worksheets/sheet1.xml",
        "<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>".to_owned(),
    ));
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(name, content)| (*name, content.as_bytes()))
        .collect();
    let book = file_of(&package_of(&parts));
    let expected: Vec<String> = STRANGE
        .iter()
        .map(|(kind, name)| format!("{kind}:{name}"))
        .collect();
    assert_eq!(tabs(book.path()), format!("S {}", expected.join(" ")));
    assert_eq!(shown(book.path(), "S").0, "1: =1\n");
}

#[test]
fn hidden_rows_are_handed_on_and_told() {
    let row = |number: u32, hidden: &str| {
        format!(r#"<row r="{number}"{hidden}><c r="A{number}"><v>{number}</v></c></row>"#)
    };
    let rows = [
        row(1, ""),
        row(2, " hidden=\"1\""),
        row(3, " ht='9' hidden='true'"),
        row(4, " hidden=\"0\""),
        r#"<row r="5" hidden="1"/>"#.to_owned(),
        row(6, " hidden=\"1\""),
    ];
    let (shown_rows, report) = shown(super::xlsx_of(&rows.concat()).path(), "S");
    assert_eq!(shown_rows, "1: =1\n2: =2\n3: =3\n4: =4\n6: =6\n");
    assert_eq!(report.hidden_rows.to_string(), "2, 3, 6");
    let cell = r#"<table:table-cell office:value-type="float" office:value="1"/>"#;
    let table = format!(
        r#"<table:table table:name="S"><table:table-row>{cell}</table:table-row><table:table-row table:visibility="filter" table:number-rows-repeated="2">{cell}</table:table-row><table:table-row table:visibility="collapse">{cell}</table:table-row><table:table-row table:visibility="visible">{cell}</table:table-row></table:table>"#
    );
    let (_, report) = shown(super::ods_of(&table).path(), "S");
    assert_eq!(report.hidden_rows.to_string(), "2–4");
    assert_eq!(report.hidden_rows.count, 3);
}

#[test]
fn ranges_merged_over_rows_are_told() {
    let expected = [MergedRange {
        first_row: 2,
        last_row: 4,
        column: 1,
    }];
    let sheet = r#"<worksheet><sheetData><row r="2"><c r="B2"><v>1</v></c></row></sheetData><mergeCells><mergeCell ref="A1:C1"/><mergeCell ref="B2:C4"/><mergeCell ref="?"/></mergeCells></worksheet>"#;
    let (_, report) = shown(xlsx_with(WORKBOOK, sheet, &[]).path(), "S");
    assert_eq!(report.merged_down, expected);
    assert_eq!(report.merged_ranges, 3);
    let table = r#"<table:table table:name="S"><table:table-row><table:table-cell table:number-columns-spanned="3" office:value-type="float" office:value="1"/></table:table-row><table:table-row><table:table-cell/><table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="3" office:value-type="float" office:value="1"/><table:covered-table-cell/></table:table-row></table:table>"#;
    let (_, report) = shown(super::ods_of(table).path(), "S");
    assert_eq!(report.merged_down, expected);
    assert_eq!(report.merged_ranges, 2);
}
