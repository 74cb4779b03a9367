//! The rows of a table, whatever file they come from, folded one by one: blank rows, totals and stray notes passed over.

use super::cell::{self, Cell};
use super::cells::Cells as _;
use super::fold::Fold;
use super::header::Plan;
use super::name::key;
use super::quick::Quick;
use super::row::{Origin, Row};
use super::workbook::RowRuns;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::words::Filling;

/// What became of a table's rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Rows of data, accepted or not.
    pub rows: u64,
    /// Of them, those left out because something in them is bad.
    pub rejected: u64,
    /// Rows of 合计, 小计, 总计 or Total, passed over.
    pub totals: u64,
    /// Rows with nothing in them, passed over.
    pub blank: u64,
    /// Rows with a single note in them, passed over.
    pub stray: u64,
}

impl Counts {
    /// Adds another table's, or another part's.
    pub const fn add(&mut self, other: Self) {
        self.rows += other.rows;
        self.rejected += other.rejected;
        self.totals += other.totals;
        self.blank += other.blank;
        self.stray += other.stray;
    }
}

/// A part of a table, folded.
#[derive(Debug)]
pub(crate) struct Part<F> {
    pub(crate) fold: F,
    pub(crate) diagnostics: Diagnostics,
    pub(crate) counts: Counts,
    halls: Halls,
}

/// Whether rows name their hall.
#[derive(Debug, Default)]
struct Halls {
    named: bool,
    blank: RowRuns,
}

impl Halls {
    fn note(&mut self, blank: bool, number: u64) {
        if blank {
            self.blank.note(number);
        } else {
            self.named = true;
        }
    }
}

impl<F: Fold> Part<F> {
    pub(crate) fn new(fold: F) -> Self {
        Self {
            fold,
            diagnostics: Diagnostics::default(),
            counts: Counts::default(),
            halls: Halls::default(),
        }
    }

    pub(crate) fn merge(&mut self, other: Self) {
        self.fold.absorb(other.fold);
        self.diagnostics.merge(other.diagnostics);
        self.counts.add(other.counts);
        self.halls.named |= other.halls.named;
        self.halls.blank.merge(other.halls.blank);
    }

    /// Tells of a hall column that is blank in some rows: they belong to no hall then, most often by mistake. One that is
    /// blank throughout says nothing.
    pub(crate) fn tell_halls(&mut self, plan: &Plan, origin: &Origin) {
        let (Some(column), Some(first), true) =
            (plan.hall_column, self.halls.blank.first(), self.halls.named)
        else {
            return;
        };
        let told = Diagnostic::warning("blank-hall")
            .with("count", self.halls.blank.count)
            .with("rows", Filling::shown(&self.halls.blank));
        self.diagnostics.add(told.at(Place {
            row: Some(first),
            column: u32::try_from(column + 1).ok(),
            field: plan.heads.get(column).cloned(),
            ..origin.place()
        }));
    }

    /// Folds one row. `ragged`: rows of the file may be longer or shorter than its header by mistake, as in text files.
    pub(crate) fn row<'a>(
        &mut self,
        plan: &'a Plan,
        origin: &Origin,
        cells: &[Cell<'a>],
        number: u64,
        ragged: bool,
    ) {
        match lone(cells) {
            Lone::Nothing => {
                self.counts.blank += 1;
                return;
            }
            Lone::Text if plan.required > 2 => {
                if is_total(cells) {
                    self.counts.totals += 1;
                    return;
                }
                self.counts.stray += 1;
                self.tell(origin, number, Diagnostic::warning("stray-text"));
                return;
            }
            _ => {}
        }
        if is_total(cells) {
            self.counts.totals += 1;
            return;
        }
        self.counts.rows += 1;
        if ragged {
            let heads = plan.heads.len();
            let beyond = cells.get(heads..).unwrap_or_default();
            if beyond.iter().any(is_filled) {
                self.counts.rejected += 1;
                let told = Diagnostic::error("long-row").with("cells", cells.len());
                self.tell(origin, number, told.with("heads", heads));
                return;
            }
            if cells.len() < plan.width {
                let told = Diagnostic::warning("short-row").with("cells", cells.len());
                self.tell(origin, number, told.with("heads", heads));
            }
        }
        if let Some(column) = plan.hall_column {
            let blank = match cells.get(column) {
                None | Some(Cell::Blank) => true,
                Some(Cell::Text(text)) => cell::is_blank(cell::trim(text)),
                Some(_) => false,
            };
            self.halls.note(blank, number);
        }
        let mut row = Row::new(plan, origin, cells, number, &mut self.diagnostics);
        if !self.fold.row(&mut row) {
            self.counts.rejected += 1;
        }
    }

    /// Folds a row where it is certainly good; gives whether it was.
    pub(crate) fn quick(&mut self, row: &mut Quick<'_, '_>) -> bool {
        let folded = self.fold.row(row);
        self.counts.rows += u64::from(folded);
        if folded {
            self.halls.note(row.without_hall(), row.number());
        }
        folded
    }

    /// Counts a row that cannot be read at all, and tells why.
    pub(crate) fn unreadable(&mut self, origin: &Origin, number: u64, told: Diagnostic) {
        self.counts.rows += 1;
        self.counts.rejected += 1;
        self.tell(origin, number, told);
    }

    fn tell(&mut self, origin: &Origin, number: u64, told: Diagnostic) {
        self.diagnostics.add(told.at(Place {
            row: Some(number),
            ..origin.place()
        }));
    }
}

/// What a row holds, as far as that matters before its fields are read.
enum Lone {
    Nothing,
    Text,
    More,
}

fn lone(cells: &[Cell<'_>]) -> Lone {
    let mut filled = cells.iter().filter(|cell| is_filled(cell));
    match (filled.next(), filled.next()) {
        (None, _) => Lone::Nothing,
        (Some(Cell::Text(_)), None) => Lone::Text,
        _ => Lone::More,
    }
}

fn is_filled(cell: &Cell<'_>) -> bool {
    match cell {
        Cell::Blank => false,
        Cell::Text(text) => !cell::trim(text).is_empty(),
        _ => true,
    }
}

/// Whether the first text cell is a word for a total. Cells that begin with a digit are no text: a running number, a date.
pub(crate) fn is_total(cells: &[Cell<'_>]) -> bool {
    let first = cells.iter().find_map(|cell| match cell {
        Cell::Text(text) => {
            let text = cell::trim(text);
            let first = text.bytes().next()?;
            (!first.is_ascii_digit()).then_some(text)
        }
        _ => None,
    });
    first.is_some_and(|text| {
        may_be_total(text)
            && matches!(
                key(text).trim_end_matches(':'),
                "合计" | "小计" | "总计" | "total"
            )
    })
}

/// Whether a trimmed text is short and begins as a word for a total may: spares nearly all cells the comparison.
pub(crate) fn may_be_total(text: &str) -> bool {
    let begins = match text.as_bytes() {
        // 合, 小, 总, and full-width forms.
        [0xe5, 0x90, 0x88, ..] | [0xe5, 0xb0, 0x8f, ..] | [0xe6, 0x80, 0xbb, ..] | [0xef, ..] => {
            true
        }
        // Ticket numbers begin with a T too.
        [b't' | b'T', next, ..] => matches!(next, b'o' | b'O') || !next.is_ascii_alphanumeric(),
        _ => false,
    };
    begins && text.len() <= 24
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_totals() {
        for words in [
            &["合计", "", "12"][..],
            &["", "合 计", "12"],
            &["12", "总计：", "3"],
            &["Total", "1"],
            &["ＴＯＴＡＬ"],
            &["小计"],
        ] {
            let cells: Vec<_> = words.iter().map(|word| Cell::Text(word)).collect();
            assert!(is_total(&cells), "{words:?}");
        }
        for words in [
            &["2025-04-01", "甲店", "合计"][..],
            &["合计项目"],
            &["Totals"],
            &[""],
        ] {
            let cells: Vec<_> = words.iter().map(|word| Cell::Text(word)).collect();
            assert!(!is_total(&cells), "{words:?}");
        }
    }
}
