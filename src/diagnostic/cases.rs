//! The diagnostics that the renderers' tests print.

use super::{Diagnostic, Diagnostics, FileSummary, Level, Place};
use crate::month::Month;

/// An error of a code, at no place.
pub(super) fn error(code: &'static str) -> Diagnostic {
    Diagnostic {
        place: Place::default(),
        level: Level::Error,
        code,
        message: String::new(),
        value: None,
        expected: None,
        hint: None,
    }
}

/// `n` bad dates in rows 1 to n of one file.
pub(super) fn many(n: u64) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    for row in 1..=n {
        diagnostics.add(Diagnostic {
            place: Place {
                file: "a.csv".to_owned(),
                row: Some(row),
                column: Some(1),
                ..Place::default()
            },
            message: "no date".to_owned(),
            ..error("bad-date")
        });
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
    diagnostics.add(Diagnostic {
        place: Place {
            file: "exports/服务.xlsx".to_owned(),
            sheet: Some("投诉".to_owned()),
            row: Some(5),
            column: Some(3),
            field: Some("级别".to_owned()),
        },
        level: Level::Warning,
        message: "`级别` is far outside its range".to_owned(),
        ..error("odd-value")
    });
    diagnostics.add(Diagnostic {
        place: Place {
            row: Some(12),
            ..sales()
        },
        message: "13 cells, where the header has 14".to_owned(),
        ..error("ragged-row")
    });
    diagnostics.add(Diagnostic {
        place: Place {
            row: Some(2),
            column: Some(1),
            field: Some("日期".to_owned()),
            ..sales()
        },
        message: "`2025-13-01` is not a date".to_owned(),
        value: Some("2025-13-01".to_owned()),
        expected: Some("a date".to_owned()),
        hint: Some("write it as 2025-04-30".to_owned()),
        ..error("bad-date")
    });
    diagnostics.add(Diagnostic {
        place: sales(),
        level: Level::Warning,
        message: "no rows in 2025-02".to_owned(),
        ..error("month-gap")
    });
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
