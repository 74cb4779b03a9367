//! `yuebao metrics`: the catalog, to read or for programs.

use std::fmt::Write;

use serde_json::json;

use super::{Outcome, print};
use crate::cli::{MetricsArgs, TextOrJson};
use crate::format;
use crate::metrics::catalog::{self, Better};
use crate::words::Lang;

pub(super) fn run(args: &MetricsArgs) -> anyhow::Result<Outcome> {
    print(&match args.format {
        TextOrJson::Text => text(),
        TextOrJson::Json => json_text(),
    })
}

fn text() -> String {
    let mut out = String::new();
    for metric in catalog::all() {
        let arrow = match metric.better {
            Better::Higher => "↑",
            Better::Lower => "↓",
            Better::Neither => "·",
        };
        let _ = writeln!(out, "{} {arrow} {} · {}", metric.id, metric.zh, metric.en);
        let unit = format::unit_word(metric.unit, Lang::EN);
        let unit = if unit.is_empty() { "number" } else { &unit };
        let _ = writeln!(out, "    {unit}: {}", metric.formula);
        let _ = writeln!(out, "    from {}", metric.needs.join(", "));
    }
    out.push_str("\n↑ higher is better, ↓ lower is better, · neither\n");
    out
}

fn json_text() -> String {
    let metrics: Vec<serde_json::Value> = catalog::all()
        .map(|metric| {
            json!({
                "id": metric.id,
                "zh": metric.zh,
                "en": metric.en,
                "unit": format::unit_word(metric.unit, Lang::EN),
                "better": metric.better,
                "formula": metric.formula,
                "datasets": metric.needs,
            })
        })
        .collect();
    format!("{:#}\n", json!(metrics))
}
