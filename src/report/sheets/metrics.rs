//! The sheet 指标 (Metrics): every metric of the catalog in the three months, its changes, its target and how far that is
//! reached, each figure a formula over the sheets 数据_* with its value beside it.

use super::ledger::{months, unit_beside};
use super::{Lines, Lists, Sheet, TEXT, WORD, given, plain, whole};
use crate::metrics::catalog::{Better, Metric};
use crate::metrics::figures;
use crate::metrics::ledger::{self, MetricLine, When};
use crate::report::document::{Cell, ColumnKind, Layout, Shade};
use crate::say;
use crate::value::{Tone, Unit};
use crate::words::Lang;

/// The sheet's id.
pub(super) const ID: &str = "metrics";

pub(super) fn sheet(lists: &Lists<'_>) -> Option<Sheet> {
    let (lang, lines) = (lists.lang, &lists.ledger.metrics);
    let bare = ColumnKind::Bare;
    let mut table = Lines::new(lang, "metric_line", lines)
        .column(TEXT, "name", 24.0, |line| {
            Cell::text(line.metric.name(lang))
        })
        .column(TEXT, "id", 34.0, |line| Cell::text(line.metric.id))
        .shade(Shade::Quiet)
        .column(TEXT, "unit", 9.0, |line| {
            Cell::text(unit_beside(line.metric.unit, lang))
        })
        .shade(Shade::Quiet);
    for (column, when) in months(lists.month, lang).into_iter().zip(When::ALL) {
        table = table.labelled(column, 16.0, |line| {
            let cell = Cell::number(line.values[when as usize], line.metric.unit);
            let cell = match &line.formulas[when as usize] {
                Some(formula) => cell.from(formula.clone()),
                None => cell,
            };
            if when == When::Now { cell.bold() } else { cell }
        });
    }
    let sheet = table
        .column(ColumnKind::Change, "mom", 15.0, |line| {
            change(line, When::LastMonth)
        })
        .column(ColumnKind::Change, "yoy", 15.0, |line| {
            change(line, When::LastYear)
        })
        .column(bare, "target", 15.0, |line| {
            Cell::number(line.target, line.metric.unit)
        })
        .column(bare, "attainment", 10.0, attainment)
        .shade(Shade::BelowOne)
        .column(WORD, "met", 9.0, |line| met(line, lang))
        .column(plain(0), "rows", 11.0, |line| whole(line.rows))
        .column(TEXT, "remark", 40.0, |line| {
            given(line.absent_because.as_deref())
        })
        .shade(Shade::Quiet)
        .sheet(ID, Vec::new());
    (!lines.is_empty()).then(|| Sheet {
        title: say!(lang, "workbook.sheet.metrics").to_owned(),
        link: Some(say!(lang, "workbook.link.metrics").to_owned()),
        layout: Layout::Plain {
            heading: say!(lang, "workbook.sheet.metrics").to_owned(),
            remark: say!(lang, "workbook.metrics_note").to_owned(),
            table: Some(ID.to_owned()),
            pages: 1,
            is_source: false,
        },
        keeps: 1,
        ..sheet
    })
}

/// The change since a month; red where it is bad news.
fn change(line: &MetricLine, base: When) -> Cell {
    let unit = figures::change_unit(line.metric);
    let places = if unit == Unit::Ratio { 3 } else { 2 };
    let mut cell = Cell::number(line.change(base), unit);
    if cell.value.as_number().is_some() {
        cell = cell.from(ledger::change(line.metric, base));
    }
    cell.shade = match line.metric.better {
        Better::Higher => Some(Shade::BelowZero(places)),
        Better::Lower => Some(Shade::AboveZero(places)),
        Better::Neither => None,
    };
    cell
}

/// How far a metric reaches its target; of a target of 0, which nothing is divided by, as [`figures::attainment`] has it.
fn attainment(line: &MetricLine) -> Cell {
    let cell = Cell::number(line.attainment, Unit::Ratio);
    let Metric { better, .. } = line.metric;
    match (line.attainment, better) {
        (None, _) => cell,
        (_, Better::Lower) => cell.live("IF({target}=0,IF({now}=0,1,0),MAX(2-{now}/{target},0))"),
        _ => cell.live("{now}/{target}"),
    }
}

/// Whether the target is met, in a word.
fn met(line: &MetricLine, lang: Lang) -> Cell {
    let yes = say!(lang, "workbook.is_met");
    let no = say!(lang, "workbook.is_missed");
    let cell = match line.attainment {
        None => return Cell::number(None, Unit::Ratio),
        Some(reached) if reached >= 1.0 => Cell::text(yes),
        Some(_) => Cell::text(no).tone(Tone::Bad),
    };
    cell.live(format!("IF({{attainment}}>=1,\"{yes}\",\"{no}\")"))
}
