//! The diagnostics that the renderers' tests print.

use super::{Diagnostic, Diagnostics, FileSummary, Place};
use crate::month::Month;

/// `n` bad dates in rows 1 to n of one file.
pub(super) fn many(n: u64) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    for row in 1..=n {
        let told = Diagnostic::error("bad-date").value("tomorrow");
        diagnostics.add(told.at(Place {
            file: "a.csv".to_owned(),
            row: Some(row),
            column: Some(1),
            field: Some("date".to_owned()),
            ..Place::default()
        }));
    }
    diagnostics
}

/// Three files: a text file with errors, a sheet with a warning, a workbook that is nothing known.
pub(super) fn exports() -> (Diagnostics, Vec<FileSummary>) {
    let sales = || Place {
        file: "exports/sales.csv".to_owned(),
        ..Place::default()
    };
    let mut diagnostics = Diagnostics::default();
    let duplicate = Diagnostic::warning("duplicate-id").with("first", "row 2");
    diagnostics.add(duplicate.at(Place {
        file: "exports/服务.xlsx".to_owned(),
        sheet: Some("投诉".to_owned()),
        row: Some(5),
        column: Some(3),
        field: Some("工单编号".to_owned()),
    }));
    let long = Diagnostic::error("long-row").with("cells", 15_usize);
    diagnostics.add(long.with("heads", 14_usize).at(Place {
        row: Some(12),
        ..sales()
    }));
    let date = Diagnostic::error("bad-date").variant("day-first");
    let date = date.value("13/01/2025").with("dataset", "sales");
    diagnostics.add(date.at(Place {
        row: Some(2),
        column: Some(1),
        field: Some("日期".to_owned()),
        ..sales()
    }));
    let gap = Diagnostic::warning("month-gap").with("dataset", "sales");
    diagnostics.add(gap.with("missing", "2025-02").at(sales()));
    let month = |year, number| Month::new(year, number).unwrap();
    let files = vec![
        FileSummary {
            path: "exports/sales.csv".to_owned(),
            dataset: Some("sales".to_owned()),
            rows: 1_234,
            rejected: 2,
            months: Some((month(2024, 3), month(2025, 4))),
            ..FileSummary::default()
        },
        FileSummary {
            path: "exports/服务.xlsx".to_owned(),
            sheet: Some("投诉".to_owned()),
            dataset: Some("complaints".to_owned()),
            rows: 1,
            months: Some((month(2025, 4), month(2025, 4))),
            ..FileSummary::default()
        },
        FileSummary {
            path: "exports/notes.xlsx".to_owned(),
            ..FileSummary::default()
        },
    ];
    (diagnostics, files)
}
