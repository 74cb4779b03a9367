//! The tables of ODS, from XML written by hand: what stands for many rows and columns, and what calamine does not tell.

use super::{Limits, fault, file_of, ods_of, package_of, refused, shown, shown_within};

#[test]
fn tables_are_measured_before_they_are_made() {
    let table = |rows: &str| {
        ods_of(&format!(
            r#"<table:table table:name="S">{rows}</table:table>"#
        ))
    };
    let cell = r#"<table:table-cell office:value-type="float" office:value="1"/>"#;
    let text = |repeated: u32, letters: &str| {
        format!(
            r#"<table:table-cell office:value-type="string" table:number-columns-repeated="{repeated}"><text:p>{letters}</text:p></table:table-cell>"#
        )
    };
    let row = |repeated: u32, cells: &str| {
        format!(
            r#"<table:table-row table:number-rows-repeated="{repeated}">{cells}</table:table-row>"#
        )
    };
    let blank =
        |columns: u32| format!(r#"<table:table-cell table:number-columns-repeated="{columns}"/>"#);
    // What stands for few is filled, and limits apply to it as to written cells.
    let limits = Limits {
        max_rows: 2,
        max_columns: 3,
        ..Limits::default()
    };
    let book = table(&row(3, &text(4, "x")));
    let (rows, report) = shown_within(book.path(), "S", &limits).unwrap();
    assert_eq!(rows, "1: x|x|x\n2: x|x|x\n");
    assert_eq!(report.beyond_limits.first.unwrap().to_string(), "D1");
    assert_eq!(report.beyond_limits.count, 6);
    // Blank rows and columns around and between the cells, as LibreOffice fills a sheet with.
    let filled = format!("{}{cell}{}", blank(2), blank(16_381));
    let book = table(&format!(
        "{}{}{}{}{}",
        row(5, &blank(16_384)),
        row(2, &filled),
        row(3, &blank(16_384)),
        row(1, &filled),
        row(1_048_565, &blank(16_384)),
    ));
    assert_eq!(shown(book.path(), "S").0, "6: ||=1\n7: ||=1\n11: ||=1\n");
    // A lone cell in the last corner is a grid of one; with one in the first it is one of 17 thousand million.
    let last = format!(
        "{}{}",
        row(1_048_574, &blank(1)),
        row(1, &format!("{}{cell}", blank(16_383)))
    );
    let book = table(&format!("{}{last}", row(1, &blank(1))));
    let (rows, report) = shown(book.path(), "S");
    assert_eq!(rows, "");
    assert_eq!(
        report.beyond_limits.first.unwrap().to_string(),
        "XFD1048576"
    );
    let refusal = |rows: &str| fault(table(rows).path(), &Limits::default());
    assert_eq!(
        refusal(&format!("{}{last}", row(1, cell))),
        "the tables of the workbook up to the sheet S takes 17179869184 cells from the first to the last that holds \
         something, and the limit max_grid_cells is 10000000; if the file is to be trusted, raise max_grid_cells"
    );
    assert!(refusal(&row(1_048_576, &text(16_384, ""))).contains("max_grid_cells"));
    assert!(
        refusal(&row(1000, &text(1000, &"x".repeat(1000)))).contains("limit max_held_bytes is")
    );
    assert!(
        refusal(&row(1, &text(1, r#"<text:s text:c="4000000000"/>"#))).contains("max_cell_bytes")
    );
    assert!(refusal(&row(1, &text(16_385, "x"))).contains("cells beyond XFD1048576 (sheet S)"));
    assert!(
        refusal(&format!("{}{}", row(1_048_576, &blank(1)), row(1, cell)))
            .contains("cells beyond XFD1048576 (sheet S)")
    );
    assert!(
        refusal(&row(1, &text(1, "<draw:frame><table:table/></draw:frame>")))
            .contains("a table within a cell or drawing (sheet S)")
    );
    assert!(
        refusal(r#"<table:table-row table:number-rows-repeated="-1"/>"#)
            .contains("table:number-rows-repeated is -1")
    );
    // Calamine waits for the end of a table without end.
    let book = file_of(&package_of(&[
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
        ),
        ("META-INF/manifest.xml", b"<manifest:manifest/>"),
        (
            "content.xml",
            b"<office:document-content><table:table table:name='S'><table:table-row>",
        ),
    ]));
    assert!(refused(book.path()).contains("content.xml ends inside an element"));
}

#[test]
fn formulas_without_a_result_errors_and_merged_cells_are_told() {
    let book = ods_of(
        r#"<table:table table:name="S"><table:table-row><table:table-cell table:formula="of:=1" table:number-columns-spanned="2"/><table:covered-table-cell/><table:table-cell table:formula="of:=&quot;&quot;" office:value-type="string" office:string-value=""/><table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error" table:formula="of:=NA()"><text:p>#N/A</text:p></table:table-cell><table:table-cell office:value-type="string" calcext:value-type="error"><text:p>Err:502</text:p></table:table-cell></table:table-row></table:table>"#,
    );
    let (rows, report) = shown(book.path(), "S");
    assert_eq!(rows, "1: |||!#N/A|!Err:502\n");
    assert_eq!(report.merged_ranges, 1);
    assert_eq!(report.formulas_without_value.count, 1);
    assert_eq!(
        report.formulas_without_value.first.unwrap().to_string(),
        "A1"
    );
    assert_eq!(report.errors.count, 2);
}
