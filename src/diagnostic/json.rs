//! Diagnostics for programs: one JSON document.

use std::collections::BTreeMap;

use serde::Serialize;

use super::summary::{FileSummary, Shown};
use super::{Diagnostic, Diagnostics, Level, Place};
use crate::words::Lang;

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
    diagnostics: Vec<Told<'a>>,
}

/// A diagnostic, said.
#[derive(Serialize)]
struct Told<'a> {
    place: &'a Place,
    level: Level,
    code: &'static str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
}

impl<'a> Told<'a> {
    fn new(d: &'a Diagnostic, lang: Lang) -> Self {
        Self {
            place: &d.place,
            level: d.level,
            code: d.code,
            message: d.message(lang),
            value: d.value.as_deref(),
            expected: d.expected(lang),
            hint: d.hint(lang),
        }
    }
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
    lang: Lang,
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
        diagnostics: Shown::new(diagnostics, cap)
            .diagnostics
            .into_iter()
            .map(|d| Told::new(d, lang))
            .collect(),
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
        let text = render(&diagnostics, &files, 20, Lang::EN).unwrap();
        assert!(text.ends_with("}\n"));
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(
            value,
            json!({
                "schema_version": 1,
                "errors": 2,
                "warnings": 2,
                "notes": 0,
                "counts": {"bad-date": 1, "month-gap": 1, "duplicate-id": 1, "long-row": 1},
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
                     "message": "sales has no rows in 2025-02, but before and after",
                     "hint": "add the export of that month, or its figures and changes are those of a month without rows"},
                    {"place": {"file": "exports/sales.csv", "row": 2, "column": 1, "field": "日期"}, "level": "error",
                     "code": "bad-date", "message": "`13/01/2025` in `日期`: expected a day such as 2025-04-01", "value": "13/01/2025",
                     "expected": "a day such as 2025-04-01", "hint": "if days come first, say so in the config: [datasets.sales] date_format = \"DD/MM/YYYY\""},
                    {"place": {"file": "exports/sales.csv", "row": 12}, "level": "error", "code": "long-row",
                     "message": "the row has 15 cells and the header 14: a cell may hold the delimiter without quotes around it", "expected": "14 cells"},
                    {"place": {"file": "exports/服务.xlsx", "sheet": "投诉", "row": 5, "column": 3, "field": "工单编号"},
                     "level": "warning", "code": "duplicate-id", "message": "the same as in row 2; both rows count",
                     "hint": "leave one of them out of the export, or its figures count twice"}
                ]
            })
        );
    }

    #[test]
    fn counts_what_the_cap_hides() {
        let text = render(&cases::many(25), &[], 20, Lang::EN).unwrap();
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["errors"], 25);
        assert_eq!(value["counts"]["bad-date"], 25);
        assert_eq!(value["diagnostics"].as_array().unwrap().len(), 20);
    }
}
