//! The sheet 质量 (Data quality): what was wrong with the exports, counted by code, then every diagnostic kept.
//!
//! Values that may name a customer were masked when they were met; nothing is unmasked here.

use std::cmp::Reverse;

use rust_xlsxwriter::XlsxError;

use super::grid::Grid;
use super::list::{Column, Item, List, grid};
use super::page::Page;
use super::print::Lead;
use crate::diagnostic::{Diagnostic, Diagnostics, Level};
use crate::value::Tone;
use crate::words::{Lang, LangTag};

fn columns(lang: Lang) -> [Column; 11] {
    let t = |zh, en| lang.pick(zh, en);
    [
        Column::word(t("级别", "Level"), 9.0),
        Column::text(t("代码", "Code"), 20.0),
        Column::text(t("文件", "File"), 30.0),
        Column::text(t("工作表", "Sheet"), 14.0),
        Column::number(t("行", "Row"), 9.0),
        Column::number(t("列", "Column"), 8.0),
        Column::text(t("字段", "Field"), 16.0),
        Column::text(t("值", "Value"), 18.0),
        Column::text(t("应为", "Expected"), 26.0),
        Column::text(t("说明", "What"), 46.0),
        Column::text(t("怎么办", "What to do"), 36.0),
    ]
}

/// The counts stand over the first columns of the list below them.
fn count_columns(lang: Lang) -> [Column; 4] {
    let [level, code, ..] = columns(lang);
    let t = |zh, en| lang.pick(zh, en);
    [
        level,
        code,
        Column::number(t("次数", "Times"), 30.0),
        Column::number(t("下表列出", "Listed below"), 14.0),
    ]
}

/// The grid of the sheet.
pub(super) fn columns_grid(lang: Lang) -> Grid {
    grid(&columns(lang))
}

/// Writes the counts and the list.
pub(super) fn sheet(page: &mut Page, diagnostics: &Diagnostics) -> Result<Lead, XlsxError> {
    let lang = page.look.lang;
    let (errors, warnings) = (
        diagnostics.count(Level::Error),
        diagnostics.count(Level::Warning),
    );
    let text = match lang.tag() {
        _ if diagnostics.is_empty() => lang
            .pick(
                "没有发现数据质量问题。",
                "No problems were found in the data.",
            )
            .to_owned(),
        LangTag::Zh => format!(
            "错误 {errors} 处（所在行已剔除，未计入任何指标），警告 {warnings} 处。每个代码至多列出 {} 处，次数为全部。可能识别客户的值已遮盖。",
            Diagnostics::KEPT
        ),
        LangTag::En => format!(
            "{errors} errors (their rows are left out and count in no figure), {warnings} warnings. At most {} of a code are listed; the counts are of all. Values that may name a customer are masked.",
            Diagnostics::KEPT
        ),
    };
    page.small(&text)?;
    if diagnostics.is_empty() {
        return Ok(Lead::Title);
    }
    page.row += 1;
    let mut all = diagnostics.sorted();
    // Stable: those of a level stay in the order of their places.
    all.sort_by_key(|diagnostic| Reverse(diagnostic.level));

    let counts = counts(diagnostics);
    let first = page.row + 1;
    // Below the counts: their total, a blank row, the list's head.
    let listed = first + u32::try_from(counts.len()).unwrap_or(u32::MAX) + 3;
    let last = listed + u32::try_from(all.len()).unwrap_or(u32::MAX).max(1) - 1;
    write_counts(page, &counts, &all, (listed + 1, last + 1))?;
    page.row += 1;

    let columns = columns(lang);
    let mut list = List::begin(page, &columns)?;
    for diagnostic in all {
        list.row(page, &items(diagnostic, lang))?;
    }
    Ok(list.end(page))
}

type Count = ((Level, &'static str), u64);

/// The counts, the gravest first.
fn counts(diagnostics: &Diagnostics) -> Vec<Count> {
    let mut counts: Vec<Count> = diagnostics
        .counts()
        .iter()
        .map(|(key, count)| (*key, *count))
        .collect();
    counts.sort_by_key(|((level, code), count)| (Reverse(*level), Reverse(*count), *code));
    counts
}

/// `from` and `to` are the list's first and last row as formulas count them.
fn write_counts(
    page: &mut Page,
    counts: &[Count],
    all: &[&Diagnostic],
    (from, to): (u32, u32),
) -> Result<(), XlsxError> {
    let lang = page.look.lang;
    let columns = count_columns(lang);
    let mut list = List::begin(page, &columns)?;
    let first = page.row + 1;
    for ((level, code), count) in counts {
        let r = page.row + 1;
        let listed = all.iter().filter(|d| (d.level, d.code) == (*level, *code));
        let items = [
            of_level(*level, lang),
            Item::Text((*code).into()),
            Item::whole(*count),
            Item::Formula(
                format!("=COUNTIFS($B${from}:$B${to},B{r},$C${from}:$C${to},C{r})"),
                Some(listed.count() as f64),
                "#,##0".into(),
            ),
        ];
        list.row(page, &items)?;
    }
    let last = page.row;
    let sum = |column: char, total: u64| {
        Item::Formula(
            format!("=SUM({column}{first}:{column}{last})"),
            Some(total as f64),
            "#,##0".into(),
        )
    };
    let total = counts.iter().map(|(_, count)| count).sum();
    let items = [
        Item::Text(lang.pick("合计", "Total").into()),
        Item::Blank,
        sum('D', total),
        sum('E', all.len() as u64),
    ];
    list.total(page, &items)
}

fn items(diagnostic: &Diagnostic, lang: Lang) -> [Item<'_>; 11] {
    let place = &diagnostic.place;
    let number = |number: Option<u64>| number.map_or(Item::Blank, Item::whole);
    let text = |text: &Option<String>| -> Item<'_> {
        match text {
            Some(text) => Item::Text(text.clone().into()),
            None => Item::Blank,
        }
    };
    [
        of_level(diagnostic.level, lang),
        Item::Text(diagnostic.code.into()),
        Item::Text(place.file.as_str().into()),
        text(&place.sheet),
        number(place.row),
        number(place.column.map(u64::from)),
        text(&place.field),
        text(&diagnostic.value),
        text(&diagnostic.expected(lang)),
        Item::Text(diagnostic.message(lang).into()),
        text(&diagnostic.hint(lang)),
    ]
}

fn of_level<'a>(level: Level, lang: Lang) -> Item<'a> {
    let (word, tone) = match level {
        Level::Error => (lang.pick("错误", "error"), Tone::Bad),
        Level::Warning => (lang.pick("警告", "warning"), Tone::Warning),
        Level::Note => (lang.pick("提示", "note"), Tone::Neutral),
    };
    Item::Toned(word.into(), tone)
}
