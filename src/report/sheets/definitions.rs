//! The sheet 口径 (Definitions): what every metric is, the rules that hold for all of them, and the method of analysis.
//!
//! In: the catalog, which metrics have a target, and the appendix, whose lists the workbook has on sheets of their own:
//! what else it says (the method, whatever an analyst added) stands below the rules.

use super::{Lines, Lists, Sheet, TEXT, WORD, heading};
use crate::format::{ABSENT, unit_word};
use crate::metrics::catalog::{self, Better, Metric};
use crate::report::document::{Block, Cell, Text};
use crate::say;

/// How many rules there are.
const RULES: u32 = 8;

/// The exhibits of the appendix that are sheets here.
const ELSEWHERE: [&str; 6] = [
    "sources",
    "quality_counts",
    "quality",
    "metrics",
    "staff_all",
    "definitions",
];

pub(super) fn sheet(lists: &Lists<'_>) -> Option<Sheet> {
    let lang = lists.lang;
    let metrics: Vec<(&Metric, bool)> = lists
        .metrics
        .iter()
        .filter_map(|row| Some((catalog::by_id(row.id)?, row.target.is_some())))
        .collect();
    let mut sheet = Lines::new(lang, "metric_list", &metrics)
        .column(TEXT, "id", 31.0, |(metric, _)| Cell::text(metric.id))
        .column(TEXT, "metric", 26.0, |(metric, _)| {
            Cell::text(metric.name(lang))
        })
        .column(WORD, "unit", 14.0, |(metric, _)| {
            Cell::text(unit_word(metric.unit, lang))
        })
        .column(WORD, "better", 9.0, |(metric, _)| {
            Cell::text(match metric.better {
                Better::Higher => say!(lang, "workbook.better.higher"),
                Better::Lower => say!(lang, "workbook.better.lower"),
                Better::Neither => say!(lang, "workbook.better.neither"),
            })
        })
        .column(TEXT, "formula", 72.0, |(metric, _)| {
            Cell::text(metric.formula(lang))
        })
        .column(TEXT, "datasets", 24.0, |(metric, _)| {
            Cell::text(metric.needs.join(", "))
        })
        .column(WORD, "target", 10.0, |(_, target)| {
            Cell::text(if *target {
                say!(lang, "workbook.target_set")
            } else {
                ABSENT
            })
        })
        .sheet("definitions", Vec::new());
    let rule = |number: u32| Text::plain(lang.text(&format!("workbook.rule.{number}")));
    sheet.blocks.push(heading(3, say!(lang, "workbook.rules")));
    sheet
        .blocks
        .push(Block::List(true, (1..=RULES).map(rule).collect()));
    sheet.blocks.extend_from_slice(lists.besides);
    (!metrics.is_empty()).then_some(sheet)
}

/// The appendix's Markdown without the parts that place a table which is a sheet here.
pub(in crate::report) fn besides(appendix: &str) -> String {
    let mut parts: Vec<String> = vec![String::new()];
    for line in appendix.lines() {
        if line.starts_with("###") {
            parts.push(String::new());
        }
        if let Some(part) = parts.last_mut() {
            part.push_str(line);
            part.push('\n');
        }
    }
    let is_elsewhere = |line: &str| {
        let table = line.trim().strip_prefix("```table ");
        table.is_some_and(|id| ELSEWHERE.contains(&id.trim()))
    };
    parts.retain(|part| !part.lines().any(is_elsewhere));
    parts.concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_sheets_hold_is_not_repeated() {
        let appendix = "Before.\n\n### Sources\n\n3 files.\n\n```table sources\n```\n\n### Method\n\nKitagawa.\n";
        assert_eq!(besides(appendix), "Before.\n\n### Method\n\nKitagawa.\n");
    }
}
