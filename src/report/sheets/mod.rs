//! The sheets that only the workbook has: section 05 line by line, the staff, the quality of the data, what every metric
//! is, and where the figures come from.
//!
//! In: what the report knows, as typed rows. Out: a [`Sheet`] each, whose tables are told column by column; one without
//! anything to say is left out. What follows from other cells says so beside its value ([`Cell::live`]).

mod definitions;
mod halls;
mod ledger;
mod metrics;
mod problems;
mod quality;
mod sources;
mod staff;

use crate::config::ScoreWeights;
use crate::metrics::archive::HallFigures;
use crate::metrics::ledger::Ledger;
use crate::metrics::score::StaffScore;
use crate::month::Month;
use crate::value::{NumberStyle, Scale, Unit, Value};
use crate::words::Lang;

use super::MetricRow;
use super::document::{Audience, Block, Cell, Column, ColumnKind, Row, Shade, Sheet, Table, Text};
use super::problem_list::ProblemList;
use super::sources::Sources;

pub(super) use definitions::besides;

/// What the sheets are about.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lists<'a> {
    /// The language of their words.
    pub(crate) lang: Lang,
    /// The month reported on.
    pub(crate) month: Month,
    /// What the metrics are worked out from, and how.
    pub(crate) ledger: &'a Ledger,
    /// Section 05 as lines.
    pub(crate) problems: &'a ProblemList,
    /// Everybody active in the month, the best score first.
    pub(crate) staff: &'a [StaffScore],
    /// What the scores weigh their parts by.
    pub(crate) weights: ScoreWeights,
    /// Every metric.
    pub(crate) metrics: &'a [MetricRow],
    /// The files read and what was wrong with them.
    pub(crate) sources: &'a Sources,
    /// What the appendix says that no sheet does.
    pub(crate) besides: &'a [Block],
}

/// The sheets there are, in order.
pub(crate) fn build(lists: Lists<'_>) -> Vec<Sheet> {
    let others = [
        staff::sheet(&lists),
        quality::sheet(&lists),
        definitions::sheet(&lists),
        sources::sheet(&lists),
    ];
    let about = problems::sheets(&lists).into_iter().chain(others).flatten();
    let about = about.map(|sheet| {
        let id = &sheet.id;
        let title = lists.lang.text(&format!("workbook.sheet.{id}"));
        Sheet {
            title: title.to_owned(),
            link: Some(title.to_owned()),
            ..sheet
        }
    });
    let metrics = metrics::sheet(&lists).into_iter();
    metrics.chain(about).chain(ledger::sheets(&lists)).collect()
}

/// Puts a sheet of every metric of each hall after that of the metrics.
pub(super) fn add_halls(
    sheets: &mut Vec<Sheet>,
    lang: Lang,
    ledger: &Ledger,
    by_hall: &[HallFigures],
) {
    if !by_hall.is_empty() {
        let place = usize::from(sheets.first().is_some_and(|sheet| sheet.id == metrics::ID));
        sheets.insert(place, halls::sheet(lang, ledger, by_hall));
    }
}

const TEXT: ColumnKind = ColumnKind::Text;
const WORD: ColumnKind = ColumnKind::Word;

/// Numbers with so many places, their unit in the label if anywhere.
const fn plain(places: u8) -> ColumnKind {
    ColumnKind::Number(NumberStyle {
        unit: Unit::Bare,
        scale: Scale::One,
        places,
        signed: false,
    })
}

/// Shares with so many places.
const fn percent(places: u8) -> ColumnKind {
    ColumnKind::Number(NumberStyle {
        unit: Unit::Ratio,
        scale: Scale::One,
        places,
        signed: false,
    })
}

/// A table over typed rows, each column told once; its label is found by its key.
struct Lines<'a, T> {
    lang: Lang,
    rows: &'a [T],
    /// Where its labels are among the words.
    words: &'static str,
    table: Table,
    widths: Vec<f64>,
}

impl<'a, T> Lines<'a, T> {
    fn new(lang: Lang, id: &'static str, rows: &'a [T]) -> Self {
        let lines = rows.iter().map(|_| Row::new(Vec::new()));
        Self {
            lang,
            rows,
            words: id,
            table: Table {
                id: id.to_owned(),
                rows: lines.collect(),
                audience: Audience::Workbook,
                ..Table::default()
            },
            widths: Vec::new(),
        }
    }

    /// A column so many characters wide.
    fn column(self, kind: ColumnKind, key: &str, width: f64, cell: impl Fn(&'a T) -> Cell) -> Self {
        let table = self.words;
        let label = self.lang.text(&format!("workbook.{table}.{key}"));
        self.labelled(Column::of(key, label, kind), width, cell)
    }

    /// A column with a label of its own.
    fn labelled(mut self, column: Column, width: f64, cell: impl Fn(&'a T) -> Cell) -> Self {
        self.table.columns.push(column);
        self.widths.push(width);
        for (row, line) in self.table.rows.iter_mut().zip(self.rows) {
            row.cells.push(cell(line));
        }
        self
    }

    /// The last column takes so many of the sheet's.
    fn spans(mut self, columns: u16) -> Self {
        if let Some(column) = self.table.columns.last_mut() {
            column.spans = columns;
        }
        self
    }

    /// The last column's numbers are coloured.
    fn shade(mut self, shade: Shade) -> Self {
        for row in &mut self.table.rows {
            if let Some(cell) = row.cells.last_mut() {
                cell.shade = Some(shade);
            }
        }
        self
    }

    /// A row of totals.
    fn total(mut self, cells: Vec<Cell>) -> Self {
        self.table.rows.push(Row::total(cells));
        self
    }

    /// A remark below.
    fn note(mut self, note: impl Into<String>) -> Self {
        self.table.note = note.into();
        self
    }

    fn block(self) -> Block {
        Block::Table(self.table)
    }

    /// A sheet that it leads, the blocks of `before` above it.
    fn sheet(self, id: &str, before: Vec<Block>) -> Sheet {
        let mut blocks = before;
        let leads = self.table.id.clone();
        blocks.push(Block::Table(self.table));
        Sheet {
            id: id.to_owned(),
            blocks,
            leads,
            widths: self.widths,
            ..Sheet::default()
        }
    }
}

/// A whole number.
fn whole(number: u64) -> Cell {
    bare(Some(number as f64))
}

/// A number without a unit, or a dash.
fn bare(number: Option<f64>) -> Cell {
    Cell::number(number, Unit::Bare)
}

/// A text, or a dash.
fn known(text: Option<&str>) -> Cell {
    Cell::new(text.map_or(Value::Absent, Value::text))
}

/// A text, or an empty cell: a dash would claim that something was looked for.
fn given(text: Option<&str>) -> Cell {
    Cell::text(text.unwrap_or_default())
}

/// A cell of a row of totals: what the rows of a column add up to.
fn sum(column: &str, total: u64) -> Cell {
    whole(total).live(format!("SUM({{{column}..}})"))
}

fn note(text: impl Into<String>) -> Block {
    Block::Note(Text::plain(text))
}

fn heading(level: u8, text: &str) -> Block {
    Block::Heading(level, Text::plain(text))
}
