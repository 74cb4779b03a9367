//! The common forms of a text file's rows, read without making anything but the record.
//!
//! In: a row's cells by their ends in a block. Out: the record, the same as [`Row`](super::row::Row) reads it. Refused: whatever is not
//! certain, be it bad, blank where it must not be, or only written in a rare way. Such a row is read again by the exact reader, which
//! alone tells what is wrong; so nothing here makes a diagnostic.

use jiff::civil::{Date, DateTime};

use super::cell::{self, date, number};
use super::cells::Cells;
use super::header::Plan;
use crate::dataset::{Kind, MOST};
use crate::diagnostic::Diagnostic;
use crate::money::Money;
use crate::month::Month;

/// A plan made ready for reading many rows.
#[derive(Debug)]
pub(crate) struct Compiled<'p> {
    plan: &'p Plan,
    /// By field.
    columns: Vec<Column<'p>>,
    /// The field of the hall, where a blank in it is told.
    hall: Option<usize>,
}

#[derive(Debug)]
struct Column<'p> {
    /// The column from 0; none where the table does not have it.
    place: Option<usize>,
    kind: Kind,
    required: bool,
    percent: bool,
    /// Of a choice, its words with their marks and the places of their values.
    words: Vec<(u64, &'p str, usize)>,
}

impl<'p> Compiled<'p> {
    pub(crate) fn new(plan: &'p Plan) -> Self {
        let fields = plan.dataset.fields.iter().enumerate();
        let columns = fields.map(|(field, told)| {
            let words = plan.choices.get(field).into_iter().flatten();
            let words = words.map(|(word, place)| (mark(word), word.as_str(), *place));
            Column {
                place: plan.columns.get(field).copied().flatten(),
                kind: told.kind,
                required: told.required,
                percent: told.percent,
                words: words.collect(),
            }
        });
        Self {
            plan,
            columns: columns.collect(),
            hall: plan.hall_column.and_then(|_| {
                let mut fields = plan.dataset.fields.iter();
                fields.position(|field| field.name == "hall")
            }),
        }
    }

    /// A row of the block `text` that begins at `start`, or nothing where it may be no row of data at all.
    pub(crate) fn row<'a, 'r>(
        &'r self,
        text: &'a str,
        start: usize,
        ends: &'r [u32],
        quoted: bool,
        number: u64,
    ) -> Option<Quick<'a, 'r>>
    where
        'p: 'a,
    {
        // What is longer or shorter than its header, or has no cell that it must have, is looked at by the exact reader.
        let fits = (self.plan.width..=self.plan.heads.len()).contains(&ends.len());
        if !fits || self.plan.required == 0 || number <= self.plan.row {
            return None;
        }
        let row = Quick {
            compiled: self,
            hall: self.plan.hall.as_deref(),
            text,
            start,
            ends,
            quoted,
            number,
            sure: true,
            without_hall: false,
        };
        (!row.may_be_total()).then_some(row)
    }
}

/// Tells most texts apart by one comparison: length, first and last bytes.
fn mark(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let word = |part: Option<&[u8; 4]>| part.map_or(0, |part| u32::from_le_bytes(*part));
    let (first, last) = (bytes.first_chunk(), bytes.last_chunk());
    (u64::from(word(first)) << 32 | u64::from(word(last))) ^ (bytes.len() as u64) << 56
}

/// A row of a text file.
#[derive(Debug)]
pub(crate) struct Quick<'a, 'r> {
    compiled: &'r Compiled<'r>,
    hall: Option<&'a str>,
    text: &'a str,
    start: usize,
    ends: &'r [u32],
    quoted: bool,
    number: u64,
    sure: bool,
    without_hall: bool,
}

impl<'a> Quick<'a, '_> {
    /// Whether the column of the hall was read, and blank.
    pub(crate) const fn without_hall(&self) -> bool {
        self.without_hall
    }

    /// A column's text as it stands, without the quotes around it.
    fn raw(&self, column: usize) -> &'a str {
        let Some(end) = self.ends.get(column) else {
            return "";
        };
        let mut to = *end as usize;
        let from = match column
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
        {
            Some(before) => *before as usize + 1,
            None => self.start,
        };
        let bytes = self.text.as_bytes();
        if column + 1 == self.ends.len() && to > from && bytes.get(to - 1) == Some(&b'\r') {
            to -= 1;
        }
        if self.quoted && bytes.get(from) == Some(&b'"') {
            return self.text.get(from + 1..to - 1).unwrap_or_default();
        }
        self.text.get(from..to).unwrap_or_default()
    }

    /// Whether the first cell that is no number may be a word for a total.
    fn may_be_total(&self) -> bool {
        for column in 0..self.ends.len() {
            let text = cell::trim(self.raw(column));
            match text.as_bytes().first() {
                None | Some(b'0'..=b'9') => {}
                Some(_) => return super::table::may_be_total(text),
            }
        }
        false
    }

    fn column(&self, field: usize) -> Option<&Column<'_>> {
        self.compiled.columns.get(field)
    }

    /// The field's text, trimmed; none where nothing stands in it.
    fn cell(&mut self, field: usize) -> Option<&'a str> {
        let place = self.column(field)?.place;
        match place.map_or("", |place| cell::trim(self.raw(place))) {
            "" => self.blank(field),
            text => Some(text),
        }
    }

    fn filled(&mut self, field: usize) -> Option<&'a str> {
        self.cell(field).and_then(|text| {
            if cell::is_blank(text) {
                self.blank(field)
            } else {
                Some(text)
            }
        })
    }

    fn blank<T>(&mut self, field: usize) -> Option<T> {
        if self.column(field).is_some_and(|column| column.required) {
            self.sure = false;
        }
        None
    }

    fn certain<T>(&mut self, found: Option<T>) -> Option<T> {
        self.sure &= found.is_some();
        found
    }

    fn decimal(&mut self, field: usize) -> Option<i64> {
        let text = self.filled(field)?;
        let percent = self.column(field).is_some_and(|column| column.percent);
        let number = number::number(text).ok();
        let number = number.filter(|number| percent || !number.percent);
        self.certain(number.map(|number| number.ten_thousandths))
    }

    fn within(&mut self, value: i64, min: i64, max: i64) -> Option<i64> {
        let within = (min * 10_000..=max * 10_000).contains(&value);
        self.certain(within.then_some(value))
    }
}

impl<'a> Cells<'a> for Quick<'a, '_> {
    fn text(&mut self, field: usize) -> Option<&'a str> {
        let Some(text) = self.filled(field) else {
            self.without_hall |= self.compiled.hall == Some(field);
            let hall = self.hall?;
            let named = self.compiled.plan.dataset.fields.get(field)?.name == "hall";
            return named.then_some(hall);
        };
        let id = matches!(self.column(field)?.kind, Kind::Id);
        self.certain((!(id && cell::is_scientific(text))).then_some(text))
    }

    fn int(&mut self, field: usize) -> Option<i64> {
        let value = self.decimal(field)?;
        let (min, max) = match self.column(field)?.kind {
            Kind::Int { min, max } => (min, max),
            _ => (-MOST, MOST),
        };
        let value = self.within(value, min, max)?;
        self.certain((value % 10_000 == 0).then_some(value / 10_000))
    }

    fn num(&mut self, field: usize) -> Option<Money> {
        let value = self.decimal(field)?;
        let (min, max) = match self.column(field)?.kind {
            Kind::Num { min, max } => (min, max),
            _ => (-MOST, MOST),
        };
        let value = self.within(value, min, max)?;
        Some(Money::from_ten_thousandths(value.into()))
    }

    fn money(&mut self, field: usize) -> Option<Money> {
        let value = self.decimal(field)?;
        Some(Money::from_ten_thousandths(value.into()))
    }

    fn date(&mut self, field: usize) -> Option<Date> {
        let text = self.filled(field)?;
        self.certain(date::date(text, self.compiled.plan.date_order))
    }

    fn datetime(&mut self, field: usize) -> Option<DateTime> {
        let text = self.filled(field)?;
        self.certain(date::datetime(text, self.compiled.plan.date_order))
    }

    fn bool(&mut self, field: usize) -> Option<bool> {
        let text = self.cell(field)?;
        match cell::truth(text) {
            None if cell::is_blank(text) => self.blank(field),
            found => self.certain(found),
        }
    }

    fn month(&mut self, field: usize) -> Option<Month> {
        let text = self.filled(field)?;
        self.certain(date::month(text, self.compiled.plan.date_order))
    }

    fn choice(&mut self, field: usize) -> Option<usize> {
        let text = self.filled(field)?;
        let mark = mark(text);
        let words = &self.column(field)?.words;
        let word = words.iter().find(|word| word.0 == mark && word.1 == text);
        let place = word.map(|word| word.2);
        self.certain(place)
    }

    fn tell(&mut self, _: usize, _: Diagnostic) {
        self.sure = false;
    }

    fn accept<T>(&mut self, record: T) -> Option<T> {
        self.sure.then_some(record)
    }

    fn number(&self) -> u64 {
        self.number
    }

    fn column(&self, field: usize) -> Option<(u32, String)> {
        self.compiled.plan.numbered_head(field)
    }
}
