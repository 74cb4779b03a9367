//! Diagnostics for programs: one JSON document.

use std::collections::BTreeMap;

use serde::Serialize;

use super::summary::{FileSummary, Shown};
use super::{Diagnostic, Diagnostics, Level};

/// The version of the document's form; it grows when a field changes its meaning or goes.
const SCHEMA_VERSION: u32 = 1;

#[derive(Serialize)]
struct Output<'a> {
    schema_version: u32,
    errors: u64,
    warnings: u64,
    notes: u64,
    /// All of each code, shown or not.
    counts: BTreeMap<&'static str, u64>,
    files: Vec<File<'a>>,
    diagnostics: Vec<&'a Diagnostic>,
}

#[derive(Serialize)]
struct File<'a> {
    #[serde(flatten)]
    summary: &'a FileSummary,
    errors: u64,
    warnings: u64,
}

/// Prints the diagnostics, at most `cap` of each code, with the counts of all and what was read. Ends in a line feed.
pub fn render(
    diagnostics: &Diagnostics,
    files: &[FileSummary],
    cap: usize,
) -> Result<String, serde_json::Error> {
    let mut counts = BTreeMap::new();
    for ((_, code), n) in diagnostics.counts() {
        *counts.entry(*code).or_default() += n;
    }
    let in_file =
        |file: &FileSummary, level| diagnostics.count_in(&file.path, file.sheet.as_deref(), level);
    let output = Output {
        schema_version: SCHEMA_VERSION,
        errors: diagnostics.count(Level::Error),
        warnings: diagnostics.count(Level::Warning),
        notes: diagnostics.count(Level::Note),
        counts,
        files: files
            .iter()
            .map(|summary| File {
                summary,
                errors: in_file(summary, Level::Error),
                warnings: in_file(summary, Level::Warning),
            })
            .collect(),
        diagnostics: Shown::new(diagnostics, cap).diagnostics,
    };
    let mut text = serde_json::to_string_pretty(&output)?;
    text.push('\n');
    Ok(text)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::diagnostic::cases;

    #[test]
    fn holds_counts_files_and_diagnostics() {
        let (diagnostics, files) = cases::exports();
        let text = render(&diagnostics, &files, 20).unwrap();
        assert!(text.ends_with("}\n"));
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(
            value,
            json!({
                "schema_version": 1,
                "errors": 2,
                "warnings": 2,
                "notes": 0,
                "counts": {"bad-date": 1, "month-gap": 1, "odd-value": 1, "ragged-row": 1},
                "files": [
                    {"path": "exports/sales.csv", "dataset": "sales", "rows": 1234, "rejected": 2,
                     "months": ["2024-03", "2025-04"], "errors": 2, "warnings": 1},
                    {"path": "exports/服务.xlsx", "sheet": "投诉", "dataset": "complaints", "rows": 1, "rejected": 0,
                     "months": ["2025-04", "2025-04"], "errors": 0, "warnings": 1},
                    {"path": "exports/notes.xlsx", "dataset": null, "rows": 0, "rejected": 0, "months": null,
                     "errors": 0, "warnings": 0}
                ],
                "diagnostics": [
                    {"place": {"file": "exports/sales.csv"}, "level": "warning", "code": "month-gap",
                     "message": "no rows in 2025-02"},
                    {"place": {"file": "exports/sales.csv", "row": 2, "column": 1, "field": "日期"}, "level": "error",
                     "code": "bad-date", "message": "`2025-13-01` is not a date", "value": "2025-13-01",
                     "expected": "a date", "hint": "write it as 2025-04-30"},
                    {"place": {"file": "exports/sales.csv", "row": 12}, "level": "error", "code": "ragged-row",
                     "message": "13 cells, where the header has 14"},
                    {"place": {"file": "exports/服务.xlsx", "sheet": "投诉", "row": 5, "column": 3, "field": "级别"},
                     "level": "warning", "code": "odd-value", "message": "`级别` is far outside its range"}
                ]
            })
        );
    }

    #[test]
    fn counts_what_the_cap_hides() {
        let text = render(&cases::many(25), &[], 20).unwrap();
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["errors"], 25);
        assert_eq!(value["counts"]["bad-date"], 25);
        assert_eq!(value["diagnostics"].as_array().unwrap().len(), 20);
    }
}
