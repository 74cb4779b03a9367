//! One row of a dataset: its cells by field, read as the field's type.

use jiff::civil::{Date, DateTime};

use super::cell::number::{self, NumberError};
use super::cell::{self, Cell, date};
use super::cells::Cells;
use super::header::Plan;
use super::name::key;
use crate::dataset::{Field, Kind, MOST};
use crate::diagnostic::{Diagnostic, Diagnostics, Level, Place, mask};
use crate::money::Money;
use crate::month::Month;
use crate::words::Filling;

/// Where a table is: what every diagnostic about it begins with.
#[derive(Debug, Clone)]
pub(crate) struct Origin {
    /// The file as it was named or found.
    pub(crate) file: String,
    /// The sheet, of a workbook.
    pub(crate) sheet: Option<String>,
}

impl Origin {
    /// The place of the whole table.
    pub(crate) fn place(&self) -> Place {
        Place {
            file: self.file.clone(),
            sheet: self.sheet.clone(),
            ..Place::default()
        }
    }
}

/// A row about to be read, in every form its cells may have. A bad cell, or a blank in a required field, is told to the
/// diagnostics. `'a` is the life of the block its text lies in.
#[derive(Debug)]
pub struct Row<'a, 'r> {
    plan: &'a Plan,
    origin: &'r Origin,
    cells: &'r [Cell<'a>],
    number: u64,
    diagnostics: &'r mut Diagnostics,
    bad: bool,
    /// The first amounts read, by field: checks ask for one again, and parsing is most of what an amount costs.
    amounts: [Option<(usize, i64)>; 2],
}

/// Texts in messages are cut to this many characters.
const SHOWN: usize = 40;

impl<'a, 'r> Row<'a, 'r> {
    pub(crate) fn new(
        plan: &'a Plan,
        origin: &'r Origin,
        cells: &'r [Cell<'a>],
        number: u64,
        diagnostics: &'r mut Diagnostics,
    ) -> Self {
        Self {
            plan,
            origin,
            cells,
            number,
            diagnostics,
            bad: false,
            amounts: [None; 2],
        }
    }

    fn field(&self, field: usize) -> Option<&'static Field> {
        self.plan.dataset.fields.get(field)
    }

    fn kind(&self, field: usize) -> Option<Kind> {
        self.field(field).map(|field| field.kind)
    }

    /// The field's cell, text trimmed; `None` where nothing stands in it or the table has no such column.
    fn cell(&mut self, field: usize) -> Option<Cell<'a>> {
        let column = self.plan.columns.get(field).copied().flatten();
        match column.and_then(|column| self.cells.get(column)) {
            None | Some(Cell::Blank) => self.blank(field),
            Some(Cell::Text(text)) => match cell::trim(text) {
                "" => self.blank(field),
                text => Some(Cell::Text(text)),
            },
            Some(Cell::Error(error)) => {
                let error = *error;
                self.add(field, Diagnostic::error("error-cell").value(error));
                None
            }
            Some(cell) => Some(*cell),
        }
    }

    /// As [`Self::cell`], the words for no value taken for nothing.
    fn filled(&mut self, field: usize) -> Option<Cell<'a>> {
        match self.cell(field)? {
            Cell::Text(text) if cell::is_blank(text) => self.blank(field),
            cell => Some(cell),
        }
    }

    /// Nothing: refuses the row where the field is required.
    fn blank<T>(&mut self, field: usize) -> Option<T> {
        if self.field(field).is_some_and(|field| field.required) {
            self.add(field, Diagnostic::error("missing-value"));
        }
        None
    }

    fn default_hall(&self, field: usize) -> Option<&'a str> {
        let hall = self.plan.hall.as_deref()?;
        self.field(field)
            .is_some_and(|field| field.name == "hall")
            .then_some(hall)
    }

    /// The number of a cell in ten-thousandths.
    fn decimal(&mut self, field: usize, bad: impl Fn() -> Diagnostic) -> Option<i64> {
        let found = match self.filled(field)? {
            Cell::Text(text) => number::number(text).and_then(|number| {
                let percent_allowed = self.field(field).is_some_and(|field| field.percent);
                if number.percent && !percent_allowed {
                    Err(NumberError::Form)
                } else {
                    Ok(number.ten_thousandths)
                }
            }),
            Cell::Number(number) => number::from_f64(number),
            _ => Err(NumberError::Form),
        };
        match found {
            Ok(value) => Some(value),
            Err(NumberError::Form) => self.bad_cell(field, bad()),
            Err(NumberError::TooLarge) => self.bad_cell(field, Diagnostic::error("too-large")),
        }
    }

    fn within(&mut self, field: usize, value: i64, min: i64, max: i64) -> Option<i64> {
        if (min * 10_000..=max * 10_000).contains(&value) {
            return Some(value);
        }
        let told = Diagnostic::error("out-of-range").with("min", min);
        let told = told.with("max", max);
        let least = if (min, max) == (0, MOST) { "least" } else { "" };
        self.bad_cell(field, told.variant(least))
    }

    /// Tells that an id came as a number that cannot be written out; refuses the row where the field is required.
    fn digits_lost<T>(&mut self, field: usize) -> Option<T> {
        let required = self.field(field).is_some_and(|field| field.required);
        let told = if required {
            Diagnostic::error("digits-lost")
        } else {
            Diagnostic::warning("digits-lost").variant("blank")
        };
        // What a spreadsheet left of it names nobody any more.
        let value = match self.cell(field) {
            Some(Cell::Text(text)) => text.to_owned(),
            _ => self.shown(field),
        };
        self.add(field, told.value(value));
        None
    }

    /// The same with a word on the order of days and months, where that may be what is wrong.
    fn in_order(&self, told: Diagnostic, field: usize) -> Diagnostic {
        let text = self.shown(field);
        let first = text.split(['/', '-', '.']).next().unwrap_or_default();
        let ends_in_year = (1..=2).contains(&first.len()) && first.parse::<u8>().is_ok();
        if self.plan.date_order.is_some() || !ends_in_year {
            return told;
        }
        told.variant("day-first")
            .with("dataset", self.plan.dataset.id)
    }

    /// Tells of a cell that is not of its field's type; refuses the row.
    fn bad_cell<T>(&mut self, field: usize, told: Diagnostic) -> Option<T> {
        self.tell(field, told);
        None
    }

    /// The field's value as a message may show it: cut, and masked where it may name a customer.
    fn shown(&self, field: usize) -> String {
        let column = self.plan.columns.get(field).copied().flatten();
        let text = match column.and_then(|column| self.cells.get(column)) {
            None | Some(Cell::Blank) => String::new(),
            Some(Cell::Text(text) | Cell::Error(text)) => cell::trim(text).to_owned(),
            Some(Cell::Number(number)) => number.to_string(),
            Some(Cell::Serial(serial)) => {
                date::from_serial(*serial).map_or_else(|| serial.to_string(), |m| m.to_string())
            }
            Some(Cell::Bool(truth)) => truth.to_string(),
        };
        if self.field(field).is_some_and(|field| field.private) {
            return mask(&text);
        }
        shorten(&text)
    }

    /// Adds what is told of a cell of the row, which an error refuses.
    fn add(&mut self, field: usize, told: Diagnostic) {
        self.bad |= told.level == Level::Error;
        let column = self.plan.columns.get(field).copied().flatten();
        self.diagnostics.add(told.at(Place {
            row: Some(self.number),
            column: column.and_then(|column| u32::try_from(column + 1).ok()),
            field: Some(self.plan.head(field).to_owned()),
            ..self.origin.place()
        }));
    }
}

impl<'a> Cells<'a> for Row<'a, '_> {
    fn text(&mut self, field: usize) -> Option<&'a str> {
        let Some(text) = self.filled(field) else {
            return self.default_hall(field);
        };
        match text {
            Cell::Text(text) => {
                if matches!(self.kind(field), Some(Kind::Id)) && cell::is_scientific(text) {
                    return self.digits_lost(field);
                }
                Some(text)
            }
            // Numbers that can be written out have become text before the row was made.
            Cell::Number(_) | Cell::Serial(_) => self.digits_lost(field),
            _ => self.bad_cell(field, Diagnostic::error("bad-text")),
        }
    }

    fn int(&mut self, field: usize) -> Option<i64> {
        let whole = || Diagnostic::error("bad-number").variant("whole");
        let value = self.decimal(field, whole)?;
        if value % 10_000 != 0 {
            return self.bad_cell(field, whole());
        }
        let (min, max) = match self.kind(field) {
            Some(Kind::Int { min, max }) => (min, max),
            _ => (-MOST, MOST),
        };
        self.within(field, value, min, max)
            .map(|value| value / 10_000)
    }

    fn num(&mut self, field: usize) -> Option<Money> {
        let value = self.decimal(field, || Diagnostic::error("bad-number"))?;
        let (min, max) = match self.kind(field) {
            Some(Kind::Num { min, max }) => (min, max),
            _ => (-MOST, MOST),
        };
        self.within(field, value, min, max)
            .map(|value| Money::from_ten_thousandths(value.into()))
    }

    fn money(&mut self, field: usize) -> Option<Money> {
        let money = |value: i64| Money::from_ten_thousandths(value.into());
        let mut known = self.amounts.iter().flatten();
        if let Some((_, value)) = known.find(|(read, _)| *read == field) {
            return Some(money(*value));
        }
        let value = self.decimal(field, || Diagnostic::error("bad-amount"))?;
        if let Some(free) = self.amounts.iter_mut().find(|slot| slot.is_none()) {
            *free = Some((field, value));
        }
        Some(money(value))
    }

    fn date(&mut self, field: usize) -> Option<Date> {
        let order = self.plan.date_order;
        let found = match self.filled(field)? {
            Cell::Text(text) => date::date(text, order),
            Cell::Serial(serial) => date::from_serial(serial).map(DateTime::date),
            Cell::Number(number) => moment_of_number(number).map(DateTime::date),
            _ => None,
        };
        found.or_else(|| {
            let told = self.in_order(Diagnostic::error("bad-date"), field);
            self.bad_cell(field, told)
        })
    }

    fn datetime(&mut self, field: usize) -> Option<DateTime> {
        let order = self.plan.date_order;
        let found = match self.filled(field)? {
            Cell::Text(text) => date::datetime(text, order),
            Cell::Serial(serial) => date::from_serial(serial),
            Cell::Number(number) => moment_of_number(number),
            _ => None,
        };
        found.or_else(|| {
            let told = self.in_order(Diagnostic::error("bad-time"), field);
            self.bad_cell(field, told)
        })
    }

    fn bool(&mut self, field: usize) -> Option<bool> {
        // `无` is a blank elsewhere and a no here, so the truth values are asked first.
        let cell = self.cell(field)?;
        let found = match cell {
            Cell::Text(text) => match cell::truth(text) {
                None if cell::is_blank(text) => {
                    self.filled(field)?;
                    None
                }
                found => found,
            },
            Cell::Bool(truth) => Some(truth),
            Cell::Number(1.0) => Some(true),
            Cell::Number(0.0) => Some(false),
            _ => None,
        };
        found.or_else(|| self.bad_cell(field, Diagnostic::error("bad-truth-value")))
    }

    fn month(&mut self, field: usize) -> Option<Month> {
        let order = self.plan.date_order;
        let found = match self.filled(field)? {
            Cell::Text(text) => date::month(text, order),
            Cell::Serial(serial) => date::from_serial(serial).map(|m| Month::of(m.date())),
            Cell::Number(number) => month_of_number(number),
            _ => None,
        };
        found.or_else(|| self.bad_cell(field, Diagnostic::error("bad-month")))
    }

    fn choice(&mut self, field: usize) -> Option<usize> {
        let words = self.plan.choices.get(field)?;
        if let Cell::Text(text) = self.filled(field)? {
            // Words are kept as keys, which the canonical and the Chinese names are already as exports write them.
            let found = words.iter().find(|(word, _)| word == text);
            if let Some((_, place)) = found {
                return Some(*place);
            }
            let text = key(text);
            if let Some((_, place)) = words.iter().find(|(word, _)| *word == text) {
                return Some(*place);
            }
        }
        let Some(Kind::Choice(values)) = self.kind(field) else {
            return None;
        };
        let names: Vec<String> = values
            .iter()
            .map(|value| match value.aliases.first() {
                Some(alias) => format!("{} ({alias})", value.name),
                None => value.name.to_owned(),
            })
            .collect();
        let told = Diagnostic::error("unknown-value")
            .with("names", Filling::list(names))
            .with("dataset", self.plan.dataset.id)
            .with("name", self.field(field)?.name)
            .with("first", values.first().map_or("", |value| value.name));
        self.bad_cell(field, told)
    }

    fn tell(&mut self, field: usize, told: Diagnostic) {
        let value = self.shown(field);
        self.add(field, told.value(value));
    }

    fn accept<T>(&mut self, record: T) -> Option<T> {
        (!self.bad).then_some(record)
    }

    fn number(&self) -> u64 {
        self.number
    }

    fn column(&self, field: usize) -> Option<(u32, String)> {
        self.plan.numbered_head(field)
    }
}

/// A text as a message shows it: on one line, without control characters, cut after 40 characters, and runs of 11 digits or more
/// masked: a phone number may stand in any column.
pub(crate) fn shorten(text: &str) -> String {
    let text: String = text
        .chars()
        .take(SHOWN + 1)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let mut short = String::new();
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_numeric()).unwrap_or(rest.len());
        let others = rest.find(char::is_numeric).unwrap_or(rest.len());
        let (run, after) = rest.split_at(digits.max(others));
        if run.chars().count() >= 11 && digits > 0 {
            short.push_str(&mask(run));
        } else {
            short.push_str(run);
        }
        rest = after;
    }
    if short.chars().count() > SHOWN || text.chars().count() > SHOWN {
        short = short.chars().take(SHOWN).collect();
        short.push('…');
    }
    short
}

/// A plain number in a date column: a serial number, or eight digits that lost their text format.
fn moment_of_number(number: f64) -> Option<DateTime> {
    if number.fract() == 0.0 && (19_000_101.0..=21_991_231.0).contains(&number) {
        return date::datetime(&number.to_string(), None);
    }
    date::from_serial(number)
}

/// A plain number in a month column: `202504`, or what [`moment_of_number`] takes.
fn month_of_number(number: f64) -> Option<Month> {
    if number.fract() != 0.0 {
        // 2025.1 may be January or October.
        return None;
    }
    if (190_001.0..=219_912.0).contains(&number) {
        return date::month(&number.to_string(), None);
    }
    moment_of_number(number).map(|moment| Month::of(moment.date()))
}
