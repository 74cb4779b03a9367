//! The sheet 质量 (Data quality): what was wrong with the exports, counted by code, then every diagnostic kept.
//!
//! Values that may name a customer were masked when they were met; nothing is unmasked here. Of files without a fault the
//! sheet says that they have none.

use std::cmp::Reverse;

use super::{Lines, Lists, Sheet, TEXT, WORD, given, note, plain, sum, whole};
use crate::diagnostic::{Diagnostic, Diagnostics, Level};
use crate::report::document::{Block, Cell};
use crate::say;
use crate::value::Tone;
use crate::words::Lang;

pub(super) fn sheet(lists: &Lists<'_>) -> Option<Sheet> {
    let (lang, diagnostics) = (lists.lang, &lists.sources.diagnostics);
    if lists.sources.files.is_empty() && diagnostics.is_empty() {
        return None;
    }
    let text = if diagnostics.is_empty() {
        say!(lang, "workbook.quality_none").to_owned()
    } else {
        say!(
            lang,
            "workbook.quality",
            errors = diagnostics.count(Level::Error),
            warnings = diagnostics.count(Level::Warning),
            most = Diagnostics::KEPT
        )
    };
    let mut all = diagnostics.sorted();
    // Stable: those of a level stay in the order of their places.
    all.sort_by_key(|diagnostic| Reverse(diagnostic.level));
    let mut sheet = listed(&all, lang).sheet("quality", vec![note(text)]);
    if all.is_empty() {
        sheet.blocks.truncate(1);
    } else {
        sheet.blocks.insert(1, counts(diagnostics, &all, lang));
    }
    Some(sheet)
}

/// The counts, the gravest first, over the first columns of the list below them.
fn counts(diagnostics: &Diagnostics, all: &[&Diagnostic], lang: Lang) -> Block {
    let counts = diagnostics.counts().iter();
    let mut counts: Vec<((Level, &str), u64)> = counts.map(|(key, count)| (*key, *count)).collect();
    counts.sort_by_key(|((level, code), count)| (Reverse(*level), Reverse(*count), *code));
    let total = counts.iter().map(|(_, count)| count).sum();
    Lines::new(lang, "diagnostic_counts", &counts)
        .column(WORD, "level", 0.0, |((level, _), _)| of_level(*level, lang))
        .column(TEXT, "code", 0.0, |((_, code), _)| Cell::text(*code))
        .column(plain(0), "times", 0.0, |(_, count)| whole(*count))
        .column(plain(0), "listed", 0.0, |(key, _)| {
            let listed = all.iter().filter(|d| (d.level, d.code) == *key);
            whole(listed.count() as u64)
                .live("COUNTIFS({diagnostics/level:},{level},{diagnostics/code:},{code})")
        })
        .total(vec![
            Cell::text(say!(lang, "workbook.total")),
            given(None),
            sum("times", total),
            sum("listed", all.len() as u64),
        ])
        .block()
}

fn listed<'a>(all: &'a [&'a Diagnostic], lang: Lang) -> Lines<'a, &'a Diagnostic> {
    let number = |number: Option<u64>| number.map_or_else(|| given(None), whole);
    Lines::new(lang, "diagnostics", all)
        .column(WORD, "level", 9.0, |d| of_level(d.level, lang))
        .column(TEXT, "code", 20.0, |d| Cell::text(d.code))
        .column(TEXT, "file", 30.0, |d| Cell::text(&d.place.file))
        .column(TEXT, "sheet", 14.0, |d| given(d.place.sheet.as_deref()))
        .column(plain(0), "row", 9.0, |d| number(d.place.row))
        .column(plain(0), "column", 8.0, |d| {
            number(d.place.column.map(u64::from))
        })
        .column(TEXT, "field", 16.0, |d| given(d.place.field.as_deref()))
        .column(TEXT, "value", 18.0, |d| given(d.value.as_deref()))
        .column(TEXT, "expected", 26.0, |d| {
            given(d.expected(lang).as_deref())
        })
        .column(TEXT, "what", 46.0, |d| Cell::text(d.message(lang)))
        .column(TEXT, "hint", 36.0, |d| given(d.hint(lang).as_deref()))
}

fn of_level(level: Level, lang: Lang) -> Cell {
    let (word, tone) = match level {
        Level::Error => (say!(lang, "workbook.level.error"), Tone::Bad),
        Level::Warning => (say!(lang, "workbook.level.warning"), Tone::Warning),
        Level::Note => (say!(lang, "workbook.level.note"), Tone::Neutral),
    };
    Cell::text(word).tone(tone)
}
