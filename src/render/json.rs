//! The report as one JSON document, for programs.
//!
//! Numbers are plain JSON numbers in base units: ratios 0–1, money in yuan, NPS in points; what is absent is `null` and
//! says why. Metrics stand in the catalog's order, tables by name.

use serde_json::{Map, Value as Json, json};

use crate::report::Report;
use crate::report::document::{Block, Table};
use crate::report::sources::Sources;
use crate::value::Value;

/// The version of this form; it changes when a key changes its meaning or goes.
pub const SCHEMA_VERSION: u32 = 1;

/// The report as JSON text, ending in a line end. `hall` is none where all halls are reported on.
#[must_use]
pub fn json(report: &Report, hall: Option<&str>, sources: &Sources) -> String {
    let mut metrics = Map::new();
    for row in &report.metrics {
        metrics.insert(
            row.id.to_owned(),
            json!({
                "value": number(row.value),
                "mom": number(row.mom),
                "yoy": number(row.yoy),
                "target": number(row.target),
                "attainment": number(row.attainment),
                "met": row.met,
                "rows": row.rows,
                "absent_because": row.absent_because,
            }),
        );
    }
    let mut tables = Map::new();
    for section in &report.document.for_pages().sections {
        for block in &section.blocks {
            if let Block::Table(table) = block {
                tables.insert(table.id.clone(), rows(table));
            }
        }
    }
    let not_judged: Vec<Json> = report
        .judgement
        .not_judged
        .iter()
        .map(|rule| {
            json!({
                "rule": rule.rule,
                "metric": rule.metric,
                "because": rule.why.reason(crate::words::Lang::EN),
            })
        })
        .collect();
    let inputs: Vec<Json> = sources
        .files
        .iter()
        .map(|file| {
            json!({
                "path": file.name,
                "sheet": file.sheet,
                "dataset": file.dataset,
                "rows_read": file.rows,
                "rows_rejected": file.rejected,
                "sha256": file.sha256,
            })
        })
        .collect();
    let document = json!({
        "schema_version": SCHEMA_VERSION,
        "month": report.document.month,
        "hall": hall,
        "metrics": metrics,
        "tables": tables,
        "findings": report.judgement.findings,
        "not_judged": not_judged,
        "inputs": inputs,
    });
    let mut text = format!("{document:#}");
    text.push('\n');
    text
}

/// A number; whole ones are written without `.0`, as other programs do.
fn number(number: Option<f64>) -> Json {
    match number {
        Some(n) if n.fract() == 0.0 && n.abs() < 9e15 => json!(n as i64),
        Some(n) => json!(n),
        None => Json::Null,
    }
}

/// A table as an array of objects, keyed by the columns' keys.
fn rows(table: &Table) -> Json {
    let rows = table.rows.iter().map(|row| {
        let cells = table.columns.iter().zip(&row.cells);
        let object: Map<String, Json> = cells
            .filter(|(_, cell)| cell.bullet.is_none())
            .map(|(column, cell)| (column.key.clone(), value(&cell.value)))
            .collect();
        Json::Object(object)
    });
    Json::Array(rows.collect())
}

fn value(value: &Value) -> Json {
    match value {
        Value::Absent => Json::Null,
        Value::Number(n, _) => number(Some(*n)),
        Value::Text(text) => json!(text),
        Value::Date(date) => json!(date.to_string()),
        Value::Moment(moment) => json!(moment.to_string()),
        Value::Month(month) => json!(month),
    }
}
