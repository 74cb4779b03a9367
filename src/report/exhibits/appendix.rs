//! 附录: data sources, data-quality notes, definitions of the metrics used.

use serde_json::{Value as Json, json};

use super::Exhibits;
use crate::diagnostic::{Diagnostic, Level};
use crate::metrics::catalog::{self, Metric};
use crate::report::desk::Desk;
use crate::report::document::Table;
use crate::report::sources::Sources;
use crate::say;
use crate::value::{Noun, Unit};

/// How many diagnostics the report lists; all are counted.
const LISTED: usize = 20;
const ROWS: Unit = Unit::Count(Noun::Rows);

/// Works the appendix's exhibits out and gives what its prose needs.
pub fn build(desk: &Desk<'_>, sources: &Sources, exhibits: &mut Exhibits) -> Json {
    exhibits.table("sources", files(desk, sources));
    exhibits.table("quality_counts", counts(desk, sources));
    exhibits.table("quality", quality(desk, sources));
    let ids: Vec<&'static str> = catalog::all().map(|metric| metric.id).collect();
    exhibits.table("metrics", desk.metric_table("metrics", &ids));
    exhibits.table("definitions", definitions(desk));
    let rejected: u64 = sources.files.iter().map(|file| file.rejected).sum();
    let rows: u64 = sources.files.iter().map(|file| file.rows).sum();
    json!({
        "files": sources.files.len(),
        "rows": desk.print(Some(rows as f64), ROWS),
        "rejected": rejected,
        "rejected_rows": desk.print(Some(rejected as f64), ROWS),
        "errors": sources.diagnostics.count(Level::Error),
        "warnings": sources.diagnostics.count(Level::Warning),
        "listed": LISTED.min(sources.diagnostics.sorted().len()),
    })
}

fn files(desk: &Desk<'_>, sources: &Sources) -> Option<Table> {
    desk.table("sources", &sources.files)
        .text("file", |file| match &file.sheet {
            Some(sheet) => format!("{} › {sheet}", file.name),
            None => file.name.clone(),
        })
        .text("dataset", |file| file.dataset)
        .number("rows", ROWS, |file| file.rows)
        .number("rejected", ROWS, |file| file.rejected)
        .text("sha256", |file| file.sha256.clone())
        .done()
}

fn level_word(desk: &Desk<'_>, level: Level) -> &'static str {
    match level {
        Level::Error => say!(desk.lang, "choices.level.error"),
        Level::Warning => say!(desk.lang, "choices.level.warning"),
        Level::Note => say!(desk.lang, "choices.level.note"),
    }
}

fn counts(desk: &Desk<'_>, sources: &Sources) -> Option<Table> {
    let mut counts: Vec<_> = sources.diagnostics.counts().iter().collect();
    counts.sort_by(|a, b| b.0.0.cmp(&a.0.0).then_with(|| b.1.cmp(a.1)));
    desk.table("quality_counts", &counts)
        .text("level", |((level, _), _)| level_word(desk, *level))
        .text("code", |((_, code), _)| *code)
        // A count without a noun has no decimals.
        .places("count", (Unit::Bare, 0), |(_, count)| **count)
        .done()
}

fn quality(desk: &Desk<'_>, sources: &Sources) -> Option<Table> {
    let mut all = sources.diagnostics.sorted();
    all.sort_by_key(|diagnostic| std::cmp::Reverse(diagnostic.level));
    all.truncate(LISTED);
    let place = |d: &Diagnostic| {
        let sheet = d.place.sheet.iter().map(|sheet| format!(" › {sheet}"));
        let row = d.place.row.iter().map(|row| format!(":{row}"));
        let column = d.place.column.iter().map(|column| format!(":{column}"));
        let rest: String = sheet.chain(row).chain(column).collect();
        format!("{}{rest}", d.place.file)
    };
    desk.table("quality", &all)
        .text("place", |d| place(d))
        .text("level", |d| level_word(desk, d.level))
        .text("code", |d| d.code)
        .text("message", |d| d.message(desk.lang))
        .done()
}

/// The metrics that have a value this month.
fn definitions(desk: &Desk<'_>) -> Option<Table> {
    let used = catalog::all().filter(|metric| desk.figures.now(metric).is_ok());
    let used: Vec<&'static Metric> = used.collect();
    desk.table("definitions", &used)
        .text("metric", |metric| metric.name(desk.lang))
        .text("id", |metric| metric.id)
        .text("formula", |metric| metric.formula(desk.lang))
        .text("source", |metric| metric.needs.join(", "))
        .done()
}
