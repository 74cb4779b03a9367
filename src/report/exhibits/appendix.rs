//! 附录: data sources, data-quality notes, definitions of the metrics used.

use serde_json::{Value as Json, json};

use super::Exhibits;
use crate::diagnostic::Level;
use crate::metrics::catalog;
use crate::report::desk::Desk;
use crate::report::document::Table;
use crate::report::draft::Draft;
use crate::report::sources::Sources;
use crate::value::{Noun, Unit};
use crate::words::Lang;

/// How many diagnostics the report lists; all are counted.
const LISTED: usize = 20;

/// Works the appendix's exhibits out and gives what its prose needs.
pub fn build(desk: &Desk<'_>, sources: &Sources, exhibits: &mut Exhibits) -> Json {
    exhibits.table("sources", files(desk, sources));
    exhibits.table("quality_counts", counts(desk, sources));
    exhibits.table("quality", quality(desk, sources));
    exhibits.table("metrics", all_metrics(desk));
    exhibits.table("definitions", definitions(desk));
    let rejected: u64 = sources.files.iter().map(|file| file.rejected).sum();
    let rows: u64 = sources.files.iter().map(|file| file.rows).sum();
    json!({
        "files": sources.files.len(),
        "rows": desk.print(Some(rows as f64), Unit::Count(Noun::Rows)),
        "rejected": rejected,
        "rejected_rows": desk.print(Some(rejected as f64), Unit::Count(Noun::Rows)),
        "errors": sources.diagnostics.count(Level::Error),
        "warnings": sources.diagnostics.count(Level::Warning),
        "listed": LISTED.min(sources.diagnostics.sorted().len()),
    })
}

fn files(desk: &Desk<'_>, sources: &Sources) -> Option<Table> {
    let files = &sources.files;
    let rows: Vec<Option<f64>> = files.iter().map(|file| Some(file.rows as f64)).collect();
    let rejected: Vec<Option<f64>> = files.iter().map(|f| Some(f.rejected as f64)).collect();
    let caption = desk.t("数据来源", "Data sources");
    Draft::new("sources", caption)
        .texts(
            "file",
            desk.t("文件", "File"),
            files.iter().map(|file| match &file.sheet {
                Some(sheet) => format!("{} › {sheet}", file.name),
                None => file.name.clone(),
            }),
        )
        .texts(
            "dataset",
            desk.t("数据集", "Dataset"),
            files.iter().map(|file| file.dataset),
        )
        .numbers(
            "rows",
            desk.t("读取", "Rows read"),
            Unit::Count(Noun::Rows),
            &rows,
        )
        .numbers(
            "rejected",
            desk.t("剔除", "Left out"),
            Unit::Count(Noun::Rows),
            &rejected,
        )
        .texts(
            "sha256",
            "SHA-256",
            files.iter().map(|file| file.sha256.clone()),
        )
        .done()
}

fn level_word(level: Level, lang: Lang) -> &'static str {
    match level {
        Level::Error => lang.pick("错误", "error"),
        Level::Warning => lang.pick("警告", "warning"),
        Level::Note => lang.pick("提示", "note"),
    }
}

fn counts(desk: &Desk<'_>, sources: &Sources) -> Option<Table> {
    let mut counts: Vec<_> = sources.diagnostics.counts().iter().collect();
    counts.sort_by(|a, b| b.0.0.cmp(&a.0.0).then_with(|| b.1.cmp(a.1)));
    let numbers: Vec<Option<f64>> = counts.iter().map(|(_, n)| Some(**n as f64)).collect();
    let caption = desk.t("数据质量提示汇总", "Data-quality notes by kind");
    Draft::new("quality_counts", caption)
        .texts(
            "level",
            desk.t("级别", "Level"),
            counts
                .iter()
                .map(|((level, _), _)| level_word(*level, desk.lang)),
        )
        .texts(
            "code",
            desk.t("代码", "Code"),
            counts.iter().map(|((_, code), _)| *code),
        )
        .numbers("count", desk.t("次数", "Times"), Unit::Bare, &numbers)
        .done()
        .map(|mut table| {
            // A count without a noun has no decimals.
            for column in &mut table.columns {
                if let crate::report::document::ColumnKind::Number(style) = &mut column.kind {
                    style.places = 0;
                }
            }
            table
        })
}

fn quality(desk: &Desk<'_>, sources: &Sources) -> Option<Table> {
    let mut all = sources.diagnostics.sorted();
    all.sort_by_key(|diagnostic| std::cmp::Reverse(diagnostic.level));
    all.truncate(LISTED);
    let place = |d: &crate::diagnostic::Diagnostic| {
        let sheet = d.place.sheet.iter().map(|sheet| format!(" › {sheet}"));
        let row = d.place.row.iter().map(|row| format!(":{row}"));
        let column = d.place.column.iter().map(|column| format!(":{column}"));
        let rest: String = sheet.chain(row).chain(column).collect();
        format!("{}{rest}", d.place.file)
    };
    let caption = desk.t("数据质量提示", "Data-quality notes");
    Draft::new("quality", caption)
        .texts(
            "place",
            desk.t("位置", "Place"),
            all.iter().map(|d| place(d)),
        )
        .texts(
            "level",
            desk.t("级别", "Level"),
            all.iter().map(|d| level_word(d.level, desk.lang)),
        )
        .texts("code", desk.t("代码", "Code"), all.iter().map(|d| d.code))
        .texts(
            "message",
            desk.t("说明", "What"),
            all.iter().map(|d| d.message.clone()),
        )
        .done()
}

/// Every metric that has a value this month.
fn all_metrics(desk: &Desk<'_>) -> Option<Table> {
    let ids: Vec<&'static str> = catalog::all().map(|metric| metric.id).collect();
    desk.metric_table("metrics", desk.t("全部指标", "All metrics"), &ids)
}

fn definitions(desk: &Desk<'_>) -> Option<Table> {
    let used: Vec<_> = catalog::all()
        .filter(|metric| desk.figures.now(metric).is_ok())
        .collect();
    let caption = desk.t("指标口径", "Definitions");
    Draft::new("definitions", caption)
        .texts(
            "metric",
            desk.t("指标", "Metric"),
            used.iter().map(|m| m.name(desk.lang)),
        )
        .texts("id", desk.t("标识", "Id"), used.iter().map(|m| m.id))
        .texts(
            "formula",
            desk.t("公式", "Formula"),
            used.iter().map(|m| m.formula(desk.lang)),
        )
        .texts(
            "source",
            desk.t("来源", "Source"),
            used.iter().map(|m| m.needs.join(", ")),
        )
        .done()
}
