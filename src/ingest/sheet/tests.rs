//! Workbooks as people keep them, made in the test.

use rust_xlsxwriter::{Format, Workbook, Worksheet};

use crate::diagnostic::Diagnostics;
use crate::ingest::tests::{Outcome, Sales, read};
use crate::ingest::{ReadOptions, discover, fold_source};

const HEADS: [&str; 6] = ["日期", "营业厅", "订单号", "大类", "产品", "金额"];

/// Heads in row 1, and below them rows of (date, hall, order, amount); what is `""` is not written.
fn sheet(sheet: &mut Worksheet, rows: &[(&str, &str, &str, f64)]) {
    for (column, head) in (0..).zip(HEADS) {
        sheet.write(0, column, head).unwrap();
    }
    for (row, (date, hall, order, amount)) in (1..).zip(rows) {
        let cells = [*date, *hall, *order, "终端", "手机"];
        for (column, cell) in (0..).zip(cells) {
            if !cell.is_empty() {
                sheet.write(row, column, cell).unwrap();
            }
        }
        sheet.write(row, 5, *amount).unwrap();
    }
}

fn book(fill: impl Fn(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(book.add_worksheet());
    book.save_to_buffer().unwrap()
}

fn sales(bytes: &[u8]) -> Outcome {
    read::<Sales>("销售.xlsx", bytes, &ReadOptions::default())
}

/// Each record's date, hall and amount in ten-thousandths.
fn brief(outcome: &Outcome) -> Vec<String> {
    let part = |record: &str, from: &str, to: &str| {
        let (_, rest) = record.split_once(from).unwrap();
        rest.split_once(to).unwrap().0.replace(['"', '\\'], "")
    };
    let brief = outcome.records.iter().map(|record| {
        let date = part(record, "date: ", ",");
        let hall = part(record, "hall: ", ", staff_id");
        let amount = part(record, "amount: Money(", ")");
        format!("{date} {hall} {amount}")
    });
    brief.collect()
}

#[test]
fn merged_cells_stand_for_all_their_rows() {
    let format = Format::new();
    let rows = [
        ("2025-04-01", "东厅", "A1", 1.0),
        ("", "", "A2", 2.0),
        ("2025-04-03", "", "A3", 3.0),
        ("2025-04-04", "西厅", "A4", 4.0),
        ("2025-04-05", "", "A5", 5.0),
    ];
    let outcome = sales(&book(|sheet_| {
        sheet(sheet_, &rows);
        sheet_
            .merge_range(1, 0, 2, 0, "2025-04-01", &format)
            .unwrap();
        sheet_.merge_range(1, 1, 3, 1, "东厅", &format).unwrap();
        sheet_.merge_range(4, 1, 5, 1, "西厅", &format).unwrap();
    }));
    assert_eq!(outcome.told, Vec::<String>::new());
    assert_eq!(
        brief(&outcome),
        [
            "2025-04-01 Some(东厅) 10000",
            "2025-04-01 Some(东厅) 20000",
            "2025-04-03 Some(东厅) 30000",
            "2025-04-04 Some(西厅) 40000",
            "2025-04-05 Some(西厅) 50000",
        ]
    );
}

#[test]
fn merged_amounts_count_once_and_totals_stay_totals() {
    let format = Format::new();
    let rows = [
        ("2025-04-01", "东厅", "A1", 10.0),
        ("2025-04-02", "", "小计", 10.0),
    ];
    let outcome = sales(&book(|sheet_| {
        sheet(sheet_, &rows);
        sheet_.merge_range(0, 1, 0, 2, "营业厅", &format).unwrap();
        // A subtotal that the hall's cell reaches over: only its word and its sum are its own.
        for column in [0, 2, 3, 4] {
            sheet_.clear_cell(2, column);
        }
        sheet_.write(2, 2, "小计").unwrap();
        sheet_.merge_range(1, 1, 2, 1, "东厅", &format).unwrap();
        // Rows that hold nothing but covered cells are no rows.
        sheet_.merge_range(3, 1, 9, 1, "西厅", &format).unwrap();
    }));
    assert_eq!(brief(&outcome), ["2025-04-01 Some(东厅) 100000"]);
    assert_eq!(outcome.counts.totals, 1);
    let rows = [
        ("2025-04-01", "东厅", "A1", 10.0),
        ("2025-04-02", "东厅", "A2", 20.0),
    ];
    let outcome = sales(&book(|sheet_| {
        sheet(sheet_, &rows);
        sheet_.clear_cell(2, 5);
        sheet_.merge_range(1, 5, 2, 5, "", &format).unwrap();
        sheet_.write(1, 5, 10.0).unwrap();
    }));
    assert_eq!(brief(&outcome), ["2025-04-01 Some(东厅) 100000"]);
    assert!(
        outcome.told[0].contains("missing-value 3:6"),
        "{:?}",
        outcome.told
    );
}

#[test]
fn rows_hidden_or_filtered_out_count_and_are_noted() {
    let rows: Vec<_> = (0..12).map(|_| ("2025-04-01", "东厅", "A1", 1.0)).collect();
    let outcome = sales(&book(|sheet_| {
        sheet(sheet_, &rows);
        sheet_.autofilter(0, 0, 12, 5).unwrap();
        for row in [2, 3, 4, 8] {
            sheet_.set_row_hidden(row).unwrap();
        }
    }));
    assert_eq!(outcome.records.len(), 12);
    assert_eq!(
        outcome.told,
        [
            "Note hidden-rows 3:- 4 rows that the workbook hides, by hand or by a filter, were read and counted like the others: 3–5, 9"
        ]
    );
}

#[test]
fn halls_left_blank_are_told_with_their_rows() {
    let rows = [
        ("2025-04-01", "东厅", "A1", 1.0),
        ("2025-04-02", "", "A2", 2.0),
        ("2025-04-03", "", "A3", 3.0),
        ("2025-04-04", "西厅", "A4", 4.0),
        ("2025-04-05", "", "A5", 5.0),
    ];
    let told =
        "Warning blank-hall 3:2 `营业厅` is blank in 3 rows, which belong to no hall then: 3, 4, 6";
    assert_eq!(sales(&book(|own| sheet(own, &rows))).told, [told]);
    let text =
        "日期,营业厅,大类,产品,金额\n2025-04-01,东厅,终端,手机,1\n2025-04-01,-,终端,手机,1\n";
    let outcome = read::<Sales>("销售.csv", text.as_bytes(), &ReadOptions::default());
    assert_eq!(outcome.told.len(), 1);
    assert!(
        outcome.told[0].starts_with("Warning blank-hall 3:2"),
        "{:?}",
        outcome.told
    );
    // A column that is blank throughout says nothing of any row.
    let blank = [("2025-04-01", "", "A1", 1.0)];
    assert_eq!(
        sales(&book(|own| sheet(own, &blank))).told,
        Vec::<String>::new()
    );
}

#[test]
fn a_workbook_is_opened_and_hashed_once_for_all_its_sheets() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("销售.xlsx");
    let mut book = Workbook::new();
    for number in 0..3 {
        let own = book
            .add_worksheet()
            .set_name(format!("{number}月"))
            .unwrap();
        sheet(own, &[("2025-04-01", "东厅", "A1", f64::from(number))]);
    }
    book.save(&path).unwrap();
    let options = ReadOptions::default();
    let mut diagnostics = Diagnostics::default();
    let sources = discover(std::slice::from_ref(&path), &options, &mut diagnostics).unwrap();
    assert_eq!(sources.len(), 3);
    // What was found is what is read: the file at hand, whatever stands under its name by now.
    let bytes = std::fs::read(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    std::fs::write(&path, "no workbook any more").unwrap();
    let mut hashes = Vec::new();
    for source in &sources {
        let (fold, summary) =
            fold_source(Sales::default, source, &options, &|_| (), &mut diagnostics).unwrap();
        assert_eq!(crate::ingest::tests::Listed::records(fold).len(), 1);
        hashes.push(summary.sha256);
    }
    assert!(diagnostics.is_empty());
    hashes.dedup();
    let hashed = crate::ingest::read::hash(bytes.as_slice()).unwrap();
    assert_eq!(hashes, [hashed]);
    // After the last sheet it is closed.
    fold_source(
        Sales::default,
        &sources[0],
        &options,
        &|_| (),
        &mut diagnostics,
    )
    .unwrap();
    assert_eq!(diagnostics.sorted()[0].code, "bad-workbook");
}
