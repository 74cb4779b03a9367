//! The sheets 数据_*: the ledger's entries, one table a dataset, three months side by side.
//!
//! The formulas of the other sheets refer to their cells. An unknown value is an empty cell, which sums and means pass over.

use super::{Lines, Lists, Sheet, TEXT, given};
use crate::format;
use crate::metrics::ledger::{LedgerTable, When};
use crate::month::Month;
use crate::report::document::{Cell, Column, ColumnKind, Layout, Shade};
use crate::say;
use crate::value::Unit;
use crate::words::Lang;

/// The sheets, one a table; the first is the one that is led to.
pub(super) fn sheets<'a>(lists: &Lists<'a>) -> impl Iterator<Item = Sheet> + use<'a> {
    let (lang, month) = (lists.lang, lists.month);
    let tables = lists.ledger.tables.iter().enumerate();
    tables.map(move |(place, table)| Sheet {
        link: (place == 0).then(|| say!(lang, "workbook.link.data").to_owned()),
        ..sheet(table, month, lang)
    })
}

fn sheet(table: &LedgerTable, month: Month, lang: Lang) -> Sheet {
    let mut lines = Lines::new(lang, "entry", &table.entries)
        .column(TEXT, "group", 26.0, |entry| Cell::text(&entry.group))
        .column(TEXT, "item", 34.0, |entry| Cell::text(&entry.name))
        .column(TEXT, "unit", 8.0, |entry| {
            Cell::text(unit_beside(entry.unit, lang))
        })
        .shade(Shade::Quiet);
    for (column, when) in months(month, lang).into_iter().zip(When::ALL) {
        lines = lines.labelled(column, 17.0, |entry| match entry.values[when as usize] {
            None => given(None),
            value => Cell::number(value, entry.unit),
        });
    }
    let id = format!("data_{}", table.id);
    Sheet {
        title: say!(lang, "workbook.sheet.data", table = table.name),
        layout: Layout::Plain {
            heading: say!(lang, "workbook.data_title", table = table.name),
            remark: say!(lang, "workbook.data_note").to_owned(),
            table: Some(id.clone()),
            pages: 1,
            is_source: true,
        },
        keeps: 2,
        ..lines.sheet(&id, Vec::new())
    }
}

/// The columns of the three months: `2025年4月`.
pub(super) fn months(month: Month, lang: Lang) -> [Column; 3] {
    let months = [
        ("now", month),
        ("last_month", month.previous()),
        ("last_year", month.year_ago()),
    ];
    months.map(|(key, month)| Column::of(key, format::month(month, lang), ColumnKind::Bare))
}

/// The unit beside a value; a ratio's is in its number format already.
pub(super) fn unit_beside(unit: Unit, lang: Lang) -> String {
    match unit {
        Unit::Ratio => String::new(),
        _ => format::unit_word(unit, lang),
    }
}
