//! Diagnostics as SARIF 2.1.0, which code scanning reads.
//!
//! Form: <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::{Value, json};

use super::summary::{FileSummary, Shown, noun};
use super::{Diagnostic, Diagnostics, human};
use crate::words::Lang;

/// Prints one run with at most `cap` results of each code; the counts of all stand in the run's properties. Ends in a
/// line feed.
pub fn render(
    diagnostics: &Diagnostics,
    files: &[FileSummary],
    cap: usize,
    lang: Lang,
) -> Result<String, serde_json::Error> {
    let codes: Vec<&'static str> = {
        let mut codes: Vec<_> = diagnostics.counts().keys().map(|(_, code)| *code).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    };
    let rules: Vec<Value> = codes.iter().map(|code| json!({ "id": code })).collect();
    let results: Vec<Value> = Shown::new(diagnostics, cap)
        .diagnostics
        .iter()
        .map(|d| result(d, &codes, lang))
        .collect();
    let mut paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    paths.sort_unstable();
    paths.dedup();
    let artifacts: Vec<Value> = paths
        .iter()
        .map(|path| json!({ "location": { "uri": uri(path) } }))
        .collect();
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for ((_, code), n) in diagnostics.counts() {
        *counts.entry(code).or_default() += n;
    }
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "yuebao",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "invocations": [{ "executionSuccessful": true }],
            "artifacts": artifacts,
            "results": results,
            "columnKind": "unicodeCodePoints",
            "properties": { "counts": counts },
        }],
    });
    let mut text = serde_json::to_string_pretty(&log)?;
    text.push('\n');
    Ok(text)
}

fn result(d: &Diagnostic, codes: &[&str], lang: Lang) -> Value {
    let mut text = human::told(d, lang);
    if let Some(hint) = d.hint(lang) {
        text = format!("{text}\n→ {hint}");
    }
    let mut result = json!({
        "ruleId": d.code,
        "level": noun(d.level),
        "message": { "text": text },
    });
    if let Ok(index) = codes.binary_search(&d.code) {
        result["ruleIndex"] = json!(index);
    }
    if let Some(location) = location(d) {
        result["locations"] = json!([location]);
    }
    result
}

/// Where it is: the file, the row as its line, and the cell as a logical location.
///
/// A region's columns count characters of a line, a place's count cells; so the cell is named beside the region, not in it.
fn location(d: &Diagnostic) -> Option<Value> {
    let place = &d.place;
    if place.file.is_empty() {
        return None;
    }
    let mut location = json!({
        "physicalLocation": { "artifactLocation": { "uri": uri(&place.file) } }
    });
    if let Some(row) = place.row {
        location["physicalLocation"]["region"] = json!({ "startLine": row });
    }
    let cell = cell(place.row, place.column);
    let name = match (&place.sheet, &cell) {
        (Some(sheet), Some(cell)) => Some(format!("{sheet}!{cell}")),
        (Some(sheet), None) => Some(sheet.clone()),
        (None, cell) => cell.clone(),
    };
    if let Some(name) = name {
        let mut logical = json!({ "fullyQualifiedName": name });
        if let Some(field) = &place.field {
            logical["name"] = json!(field);
        }
        location["logicalLocations"] = json!([logical]);
    }
    Some(location)
}

/// A cell as spreadsheets name it: `C12`.
fn cell(row: Option<u64>, column: Option<u32>) -> Option<String> {
    let (row, mut column) = (row?, column?);
    let mut letters = Vec::new();
    while column > 0 {
        let digit = u8::try_from((column - 1) % 26).ok()?;
        letters.push(char::from(b'A' + digit));
        column = (column - 1) / 26;
    }
    let letters: String = letters.iter().rev().collect();
    Some(format!("{letters}{row}"))
}

/// A path as a URI reference (RFC 3986): forward slashes, everything but unreserved characters percent-encoded.
fn uri(path: &str) -> String {
    let path = path.replace('\\', "/");
    let mut uri = String::new();
    let bytes = path.as_bytes();
    let has_drive = matches!(bytes, [letter, b':', b'/', ..] if letter.is_ascii_alphabetic());
    if path.starts_with('/') {
        uri.push_str("file://");
    } else if has_drive {
        uri.push_str("file:///");
    }
    for (i, byte) in bytes.iter().enumerate() {
        let plain = byte.is_ascii_alphanumeric()
            || b"-._~/".contains(byte)
            || (*byte == b':' && has_drive && i == 1);
        if plain {
            uri.push(char::from(*byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::cases;

    #[test]
    fn results_bear_rule_level_message_and_place() {
        let (diagnostics, files) = cases::exports();
        let text = render(&diagnostics, &files, 20, Lang::EN).unwrap();
        let log: Value = serde_json::from_str(&text).unwrap();
        let run = &log["runs"][0];
        assert_eq!(
            run["tool"]["driver"]["rules"],
            json!([{"id": "bad-date"}, {"id": "duplicate-id"}, {"id": "long-row"}, {"id": "month-gap"}])
        );
        assert_eq!(
            run["results"],
            json!([
                {"ruleId": "month-gap", "ruleIndex": 3, "level": "warning",
                 "message": {"text": "sales has no rows in 2025-02, but before and after\n→ add the export of that month, or its figures and changes are those of a month without rows"},
                 "locations": [{"physicalLocation": {"artifactLocation": {"uri": "exports/sales.csv"}}}]},
                {"ruleId": "bad-date", "ruleIndex": 0, "level": "error",
                 "message": {"text": "`13/01/2025` in `日期`: expected a day such as 2025-04-01\n→ if days come first, say so in the config: [datasets.sales] date_format = \"DD/MM/YYYY\""},
                 "locations": [{
                    "physicalLocation": {"artifactLocation": {"uri": "exports/sales.csv"}, "region": {"startLine": 2}},
                    "logicalLocations": [{"fullyQualifiedName": "A2", "name": "日期"}]}]},
                {"ruleId": "long-row", "ruleIndex": 2, "level": "error",
                 "message": {"text": "the row has 15 cells and the header 14: a cell may hold the delimiter without quotes around it"},
                 "locations": [{
                    "physicalLocation": {"artifactLocation": {"uri": "exports/sales.csv"}, "region": {"startLine": 12}}}]},
                {"ruleId": "duplicate-id", "ruleIndex": 1, "level": "warning",
                 "message": {"text": "工单编号: the same as in row 2; both rows count\n→ leave one of them out of the export, or its figures count twice"},
                 "locations": [{
                    "physicalLocation": {"artifactLocation": {"uri": "exports/%E6%9C%8D%E5%8A%A1.xlsx"},
                                         "region": {"startLine": 5}},
                    "logicalLocations": [{"fullyQualifiedName": "投诉!C5", "name": "工单编号"}]}]}
            ])
        );
        assert_eq!(
            run["properties"]["counts"],
            json!({"bad-date": 1, "month-gap": 1, "duplicate-id": 1, "long-row": 1})
        );
    }

    /// The schema of the OASIS committee specification 2.1.0, as published with it.
    const SCHEMA: &str = include_str!("../../tests/data/sarif-schema-2.1.0.json");

    #[test]
    fn every_log_is_valid_against_the_schema() {
        let mut schemas = boon::Schemas::new();
        let mut compiler = boon::Compiler::new();
        compiler
            .add_resource("sarif.json", serde_json::from_str(SCHEMA).unwrap())
            .unwrap();
        let schema = compiler.compile("sarif.json", &mut schemas).unwrap();
        let (diagnostics, files) = cases::exports();
        for text in [
            render(&diagnostics, &files, 20, Lang::EN).unwrap(),
            render(&cases::many(25), &files, 20, Lang::EN).unwrap(),
            render(&Diagnostics::default(), &[], 20, Lang::EN).unwrap(),
        ] {
            let mut log: Value = serde_json::from_str(&text).unwrap();
            schemas
                .validate(&log, schema)
                .unwrap_or_else(|e| panic!("{e:#}\n{text}"));
            log["runs"][0]["tool"]["driver"]["name"] = Value::Null;
            assert!(schemas.validate(&log, schema).is_err());
        }
    }

    #[test]
    fn paths_become_uris() {
        for (path, expected) in [
            ("a b.csv", "a%20b.csv"),
            ("exports\\厅.csv", "exports/%E5%8E%85.csv"),
            ("/data/a.csv", "file:///data/a.csv"),
            ("C:\\data\\a.csv", "file:///C:/data/a.csv"),
            ("a:b#c?d%.csv", "a%3Ab%23c%3Fd%25.csv"),
        ] {
            assert_eq!(uri(path), expected, "{path}");
        }
    }

    #[test]
    fn cells_are_named_as_spreadsheets_do() {
        for (column, expected) in [
            (1, "A7"),
            (26, "Z7"),
            (27, "AA7"),
            (702, "ZZ7"),
            (703, "AAA7"),
            (16_384, "XFD7"),
        ] {
            assert_eq!(cell(Some(7), Some(column)).as_deref(), Some(expected));
        }
        assert_eq!(cell(None, Some(1)), None);
    }
}
