//! Tables as columns over typed rows.
//!
//! A table is stated once: its id, its rows, and a column at a time how a cell follows from a row. Its words — caption,
//! heads, remark — are looked up by the table's id and the column's key in `words/tables.toml`, so that no statement holds
//! any; a head that several tables share stands once under `[columns]`. A number given as a [`Formula`] is worked out from
//! the ledger, so that value and expression come from one statement. Number styles are fitted to each column's values.

use std::ops::Not as _;

use jiff::civil::Date;

use crate::format;
use crate::metrics::catalog::Better;
use crate::metrics::figures;
use crate::metrics::ledger::{Formula, Ledger};
use crate::report::document::{Audience, Cell, Column, ColumnKind, Row, Table};
use crate::value::{NumberStyle, Tone, Unit, Value};
use crate::words::Lang;

/// A table in the making over `rows`.
#[derive(Debug)]
pub struct Columns<'d, R> {
    rows: &'d [R],
    ledger: &'d Ledger,
    lang: Lang,
    table: Table,
}

/// A number, the formula that it follows from, or both.
#[derive(Debug, Clone)]
pub enum Given {
    /// A number of its own.
    Number(Option<f64>),
    /// What the ledger works out.
    Formula(Formula),
    /// A number with the formula that it is shown to follow from.
    Both(Option<f64>, Formula),
}

impl Given {
    /// The cell.
    #[must_use]
    pub fn cell(self, unit: Unit, ledger: &Ledger) -> Cell {
        match self {
            Self::Number(number) => Cell::number(number, unit),
            Self::Formula(formula) => {
                let value = ledger.value(&formula);
                Self::Both(value, formula).cell(unit, ledger)
            }
            Self::Both(number, formula) => {
                let cell = Cell::number(number, unit);
                // A workbook that worked out a formula of no value would lose the number that there is.
                if number.is_some() && ledger.value(&formula).is_some() {
                    cell.from(formula)
                } else {
                    cell
                }
            }
        }
    }
}

impl From<Formula> for Given {
    fn from(formula: Formula) -> Self {
        Self::Formula(formula)
    }
}

impl From<Option<Formula>> for Given {
    fn from(formula: Option<Formula>) -> Self {
        formula.map_or(Self::Number(None), Self::Formula)
    }
}

impl From<Option<f64>> for Given {
    fn from(number: Option<f64>) -> Self {
        Self::Number(number)
    }
}

impl From<(Option<f64>, Formula)> for Given {
    fn from((number, formula): (Option<f64>, Formula)) -> Self {
        Self::Both(number, formula)
    }
}

macro_rules! counts {
    ($($type:ty),+) => {
        $(impl From<$type> for Given {
            fn from(count: $type) -> Self {
                Self::Number(Some(count as f64))
            }
        })+
    };
}

counts!(u64, i64, usize);

impl<'d, R> Columns<'d, R> {
    /// A table without columns.
    pub(super) fn new(id: &str, rows: &'d [R], ledger: &'d Ledger, lang: Lang) -> Self {
        let table = Table {
            id: id.to_owned(),
            caption: lang.text(&format!("tables.{id}.caption")).to_owned(),
            rows: rows.iter().map(|_| Row::new(Vec::new())).collect(),
            ..Table::default()
        };
        Self {
            rows,
            ledger,
            lang,
            table,
        }
    }

    /// A column of any cells.
    #[must_use]
    pub fn cells(self, key: &str, kind: ColumnKind, of: impl Fn(&'d R) -> Cell) -> Self {
        let label = self.word_of(key);
        self.column(Column::of(key, label, kind), of)
    }

    /// A column with a head that is not the table's, such as a metric's name.
    #[must_use]
    pub fn column(mut self, column: Column, of: impl Fn(&'d R) -> Cell) -> Self {
        self.table.columns.push(column);
        for (row, cells) in self.rows.iter().zip(&mut self.table.rows) {
            cells.cells.push(of(row));
        }
        self
    }

    /// A column of texts.
    #[must_use]
    pub fn text<S: Into<String>>(self, key: &str, of: impl Fn(&'d R) -> S) -> Self {
        self.cells(key, ColumnKind::Text, |row| Cell::text(of(row)))
    }

    /// A column of texts that may be absent.
    #[must_use]
    pub fn known<S: Into<String>>(self, key: &str, of: impl Fn(&'d R) -> Option<S>) -> Self {
        self.cells(key, ColumnKind::Text, |row| {
            Cell::new(of(row).map_or(Value::Absent, Value::text))
        })
    }

    /// The names of the rows; one without a name is the total.
    #[must_use]
    pub fn named<S: Into<String>>(mut self, key: &str, of: impl Fn(&'d R) -> Option<S>) -> Self {
        let total = self.word_of("total");
        for (row, made) in self.rows.iter().zip(&mut self.table.rows) {
            made.total = of(row).is_none();
        }
        self.text(key, |row| {
            of(row).map_or_else(|| total.to_owned(), Into::into)
        })
    }

    /// A column of short words, centred.
    #[must_use]
    pub fn words<S: Into<String>>(self, key: &str, of: impl Fn(&'d R) -> (S, Tone)) -> Self {
        self.cells(key, ColumnKind::Word, |row| {
            let (word, tone) = of(row);
            Cell::text(word).tone(tone)
        })
    }

    /// A column of days.
    #[must_use]
    pub fn date(self, key: &str, of: impl Fn(&'d R) -> Option<Date>) -> Self {
        self.cells(key, ColumnKind::Date, |row| {
            Cell::new(of(row).map_or(Value::Absent, Value::Date))
        })
    }

    /// A column of numbers of one unit.
    #[must_use]
    pub fn number<G: Into<Given>>(self, key: &str, unit: Unit, of: impl Fn(&'d R) -> G) -> Self {
        self.fitted(key, unit, of, |style| style)
    }

    /// A column of numbers of one unit, printed with `places`.
    #[must_use]
    pub fn places<G: Into<Given>>(
        self,
        key: &str,
        (unit, places): (Unit, u8),
        of: impl Fn(&'d R) -> G,
    ) -> Self {
        self.fitted(key, unit, of, |style| style.places(places))
    }

    /// A column of numbers printed in a style.
    #[must_use]
    pub fn styled<G: Into<Given>>(
        self,
        key: &str,
        style: NumberStyle,
        of: impl Fn(&'d R) -> G,
    ) -> Self {
        let ledger = self.ledger;
        self.cells(key, ColumnKind::Number(style), |row| {
            of(row).into().cell(style.unit, ledger)
        })
    }

    /// A column of differences, with their signs.
    #[must_use]
    pub fn signed<G: Into<Given>>(self, key: &str, unit: Unit, of: impl Fn(&'d R) -> G) -> Self {
        self.fitted(key, unit, of, NumberStyle::signed)
    }

    /// A column of changes, coloured where they are bad news.
    #[must_use]
    pub fn change<G: Into<Given>>(
        self,
        key: &str,
        (unit, better): (Unit, Better),
        of: impl Fn(&'d R) -> G,
    ) -> Self {
        self.fitted(key, unit, of, |style| style)
            .toned(|number, style| {
                // What prints as zero is no news.
                let seen = number.filter(|change| format::shows(*change, style));
                // In tables only bad news is coloured: a page of green says nothing.
                seen.is_some_and(|change| figures::tone(better, change) == Tone::Bad)
            })
    }

    /// Colours the numbers of the column just added that are `bad`.
    #[must_use]
    pub fn toned(mut self, bad: impl Fn(Option<f64>, NumberStyle) -> bool) -> Self {
        if let Some(ColumnKind::Number(style)) = self.table.columns.last().map(|c| c.kind) {
            for cell in self
                .table
                .rows
                .iter_mut()
                .filter_map(|row| row.cells.last_mut())
            {
                if bad(cell.value.as_number(), style) {
                    cell.tone = Tone::Bad;
                }
            }
        }
        self
    }

    /// A column of numbers of differing units.
    #[must_use]
    pub fn mixed<G: Into<Given>>(self, key: &str, of: impl Fn(&'d R) -> (G, Unit)) -> Self {
        let ledger = self.ledger;
        self.cells(key, ColumnKind::Mixed, |row| {
            let (given, unit) = of(row);
            given.into().cell(unit, ledger)
        })
    }

    fn fitted<G: Into<Given>>(
        self,
        key: &str,
        unit: Unit,
        of: impl Fn(&'d R) -> G,
        fit: impl Fn(NumberStyle) -> NumberStyle,
    ) -> Self {
        let ledger = self.ledger;
        let style = NumberStyle::fit(unit, 0.0);
        let mut columns = self.cells(key, ColumnKind::Number(style), |row| {
            of(row).into().cell(unit, ledger)
        });
        let cells = columns.table.rows.iter().filter_map(|row| row.cells.last());
        let numbers = cells.filter_map(|cell| cell.value.as_number());
        let style = fit(NumberStyle::fit_all(unit, numbers));
        if let Some(column) = columns.table.columns.last_mut() {
            column.kind = ColumnKind::Number(style);
        }
        columns
    }

    /// Sets the column just added bold.
    #[must_use]
    pub fn bold(mut self) -> Self {
        for cell in self
            .table
            .rows
            .iter_mut()
            .filter_map(|row| row.cells.last_mut())
        {
            cell.bold = true;
        }
        self
    }

    /// What `more` adds, where `given`.
    #[must_use]
    pub fn when(self, given: bool, more: impl FnOnce(Self) -> Self) -> Self {
        if given { more(self) } else { self }
    }

    /// Prints the caption above the table.
    #[must_use]
    pub fn captioned(mut self) -> Self {
        self.table.show_caption = true;
        self
    }

    /// Prints the table's own remark below it.
    #[must_use]
    pub fn noted(mut self) -> Self {
        self.table.note = self.word_of("remark").to_owned();
        self
    }

    /// A remark below the table.
    #[must_use]
    pub fn note(mut self, note: String) -> Self {
        self.table.note = note;
        self
    }

    /// Formats to be read on paper show the first `rows` and the totals; for tables whose rows grow with the halls.
    #[must_use]
    pub fn printed(mut self, rows: usize) -> Self {
        self.table.printed = Some(rows);
        self
    }

    /// Whom the table is for; everybody unless it is said.
    #[must_use]
    pub fn audience(mut self, audience: Audience) -> Self {
        self.table.audience = audience;
        self
    }

    /// The table; none where it has no rows.
    #[must_use]
    pub fn done(mut self) -> Option<Table> {
        for row in self.table.rows.iter_mut().filter(|row| row.total) {
            for cell in &mut row.cells {
                cell.bold = true;
            }
        }
        self.table.rows.is_empty().not().then_some(self.table)
    }

    /// The table's own word for a key, or the one that tables share.
    fn word_of(&self, key: &str) -> &'static str {
        let id = &self.table.id;
        let own = format!("tables.{id}.{key}");
        if self.lang.has(&own) {
            self.lang.text(&own)
        } else {
            self.lang.text(&format!("tables.columns.{key}"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Facts;
    use crate::metrics::{Books, Figures, Settings, books::Scope};

    fn ledger() -> Ledger {
        let books = Books::new(Facts::default(), Scope::All);
        let month = "2025-04".parse().unwrap();
        Ledger::new(&Figures::new(&books, month, Settings::default()), Lang::ZH)
    }

    #[test]
    fn a_row_without_a_name_is_the_total_and_words_come_by_key() {
        let ledger = ledger();
        let rows = [Some("甲"), None];
        let table = Columns::new("training", &rows, &ledger, Lang::EN)
            .named("course", |name| *name)
            .number("people", Unit::Bare, |name| usize::from(name.is_some()))
            .change("mom", (Unit::Ratio, Better::Lower), |_| Some(0.5))
            .done()
            .unwrap();
        assert_eq!(table.caption, "Training and results");
        let labels: Vec<&str> = table.columns.iter().map(|c| c.label.as_str()).collect();
        // The last one is a head that tables share.
        assert_eq!(labels, ["Course", "People", "On month"]);
        let total = &table.rows[1];
        assert!(total.total && total.cells.iter().all(|cell| cell.bold));
        assert_eq!(total.cells[0].value, Value::text("Total (people once)"));
        assert!(!table.rows[0].total);
        assert_eq!(table.rows[0].cells[2].tone, Tone::Bad);
    }

    #[test]
    fn a_formula_gives_the_number_and_stays_only_where_it_comes_to_one() {
        let ledger = ledger();
        let days = || Formula::entry("month.calendar.days");
        let cell = |given: Given| given.cell(Unit::Days, &ledger);
        let whole = cell(Given::from(days() / 2.0));
        assert_eq!(whole.value, Value::Number(15.0, Unit::Days));
        assert_eq!(whole.formula, Some(Box::new(days() / 2.0)));
        let none = cell(Given::from(days() / 0.0));
        assert_eq!((none.value, none.formula), (Value::Absent, None));
        let kept = cell(Given::from((Some(3.0), days() / 0.0)));
        assert_eq!(
            (kept.value, kept.formula),
            (Value::Number(3.0, Unit::Days), None)
        );
    }
}
