//! A list over a whole sheet: a ruled head, a row a thing, a filter; its cells texts, numbers, days or live formulas.
//!
//! Unlike a table of the Document, whose columns are fitted to what they hold, a list's columns are set by whoever writes
//! it, and its cells may be formulas, each with the value that it comes to beside it.

use std::borrow::Cow;

use jiff::civil::Date;
use rust_xlsxwriter::{Format, FormatAlign, Formula, XlsxError};

use super::cells::{At, write_day, write_text};
use super::grid::{FIRST, Grid, lines};
use super::page::Page;
use super::print::Lead;
use crate::format::ABSENT;
use crate::report::document::Tone;

/// A head further down leaves too little room below it on a small screen to be kept in view.
const DEEPEST_LEAD: u32 = 9;

/// A column of a list.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    /// Its head.
    pub(super) head: &'static str,
    /// Its width in characters of the body face.
    pub(super) width: f64,
    /// Where its cells stand.
    pub(super) align: FormatAlign,
}

impl Column {
    /// A column of texts; long ones wrap.
    pub(super) const fn text(head: &'static str, width: f64) -> Self {
        Self {
            head,
            width,
            align: FormatAlign::Left,
        }
    }

    /// A column of words of about the same length.
    pub(super) const fn word(head: &'static str, width: f64) -> Self {
        Self {
            head,
            width,
            align: FormatAlign::Center,
        }
    }

    /// A column of numbers or days.
    pub(super) const fn number(head: &'static str, width: f64) -> Self {
        Self {
            head,
            width,
            align: FormatAlign::Right,
        }
    }
}

/// The grid of a sheet whose only list has these columns.
pub(super) fn grid(columns: &[Column]) -> Grid {
    Grid::with(columns.iter().map(|column| column.width).collect())
}

/// One cell. Numbers are given as cells hold them.
#[derive(Debug, Clone)]
pub(super) enum Item<'a> {
    /// A text, never a formula.
    Text(Cow<'a, str>),
    /// A text in the colour of a tone.
    Toned(Cow<'a, str>, Tone),
    /// A number and its number format; none is `—`.
    Number(Option<f64>, Cow<'static, str>),
    /// A day.
    Day(Date),
    /// A formula, the number that it comes to (none: it gives `—`), its number format.
    Formula(String, Option<f64>, Cow<'static, str>),
    /// Nothing known: `—`.
    Absent,
    /// Nothing to say.
    Blank,
}

impl<'a> Item<'a> {
    /// A text, or `—`.
    pub(super) fn text(text: Option<&'a str>) -> Self {
        text.map_or(Self::Absent, |text| Self::Text(text.into()))
    }

    /// A whole number.
    pub(super) fn whole(number: u64) -> Self {
        Self::Number(Some(number as f64), "#,##0".into())
    }
}

/// A list being written.
pub(super) struct List<'c> {
    columns: &'c [Column],
    /// The row of the head.
    pub(super) head: u32,
    /// Formats made so far.
    formats: Vec<Made>,
}

/// A format and what it was made for.
struct Made {
    column: usize,
    shown: String,
    tone: Tone,
    total: bool,
    format: Format,
}

impl<'c> List<'c> {
    /// Writes the head in the page's next row.
    pub(super) fn begin(page: &mut Page, columns: &'c [Column]) -> Result<Self, XlsxError> {
        let mut tallest = 1;
        for (i, (column, col)) in columns.iter().zip(FIRST..).enumerate() {
            let mut format = page.look.column_head(column.align);
            if beside_numbers(columns, i) {
                format = format.set_indent(1);
            }
            write_text(page.sheet, (page.row, col), column.head, &format)?;
            tallest = tallest.max(lines(column.head, column.width));
        }
        page.set_lines(tallest, 15.0)?;
        let head = page.row;
        page.row += 1;
        Ok(Self {
            columns,
            head,
            formats: Vec::new(),
        })
    }

    /// Writes a row, as high as its longest text needs.
    pub(super) fn row(&mut self, page: &mut Page, items: &[Item]) -> Result<(), XlsxError> {
        self.write(page, items, false)
    }

    /// Writes a row of totals, which the filter leaves alone.
    pub(super) fn total(&mut self, page: &mut Page, items: &[Item]) -> Result<(), XlsxError> {
        self.write(page, items, true)
    }

    fn write(&mut self, page: &mut Page, items: &[Item], total: bool) -> Result<(), XlsxError> {
        let mut tallest = 1;
        for (i, (item, column)) in items.iter().zip(self.columns).enumerate() {
            let col = FIRST + u16::try_from(i).unwrap_or(0);
            if let Item::Text(text) | Item::Toned(text, _) = item {
                tallest = tallest.max(lines(text, column.width));
            }
            self.cell(page, item, i, (page.row, col), total)?;
        }
        page.set_lines(tallest, 15.0)?;
        page.row += 1;
        Ok(())
    }

    fn cell(
        &mut self,
        page: &mut Page,
        item: &Item,
        i: usize,
        at: At,
        total: bool,
    ) -> Result<(), XlsxError> {
        let (row, col) = at;
        match item {
            Item::Text(text) => {
                let format = self.format(page, i, "", Tone::Neutral, total);
                write_text(page.sheet, at, text, format)?;
            }
            Item::Toned(text, tone) => {
                let format = self.format(page, i, "", *tone, total);
                write_text(page.sheet, at, text, format)?;
            }
            Item::Number(Some(number), shown) if number.is_finite() => {
                let format = self.format(page, i, shown, Tone::Neutral, total);
                page.sheet
                    .write_number_with_format(row, col, *number, format)?;
            }
            Item::Number(..) | Item::Absent => {
                let format = self.format(page, i, "", Tone::Neutral, total);
                page.sheet
                    .write_string_with_format(row, col, ABSENT, format)?;
            }
            Item::Day(day) => {
                let format = self.format(page, i, "", Tone::Neutral, total);
                write_day(page.sheet, at, *day, "yyyy-mm-dd", format)?;
            }
            Item::Formula(text, cached, shown) => {
                let result = cached.map_or_else(|| ABSENT.to_owned(), |number| number.to_string());
                let formula = Formula::new(text).set_result(result);
                let format = self.format(page, i, shown, Tone::Neutral, total);
                page.sheet
                    .write_formula_with_format(row, col, formula, format)?;
            }
            Item::Blank => {
                let format = self.format(page, i, "", Tone::Neutral, total);
                page.sheet.write_blank(row, col, format)?;
            }
        }
        Ok(())
    }

    /// The format of a column's cells, made once: a format a cell would take longer than all the rest.
    fn format(&mut self, page: &Page, i: usize, shown: &str, tone: Tone, total: bool) -> &Format {
        let known = self.formats.iter().position(|made| {
            (made.column, made.tone, made.total) == (i, tone, total) && made.shown == shown
        });
        let place = known.unwrap_or_else(|| {
            let format = self.make(page, i, shown, tone, total);
            self.formats.push(Made {
                column: i,
                shown: shown.to_owned(),
                tone,
                total,
                format,
            });
            self.formats.len() - 1
        });
        &self.formats[place].format
    }

    fn make(&self, page: &Page, i: usize, shown: &str, tone: Tone, total: bool) -> Format {
        let align = self.columns.get(i).map(|column| column.align);
        let align = align.unwrap_or(FormatAlign::Left);
        let mut format = page
            .look
            .cell(align, tone, false, total)
            .set_align(FormatAlign::Top);
        if align == FormatAlign::Left {
            format = format.set_text_wrap();
        }
        if beside_numbers(self.columns, i) {
            format = format.set_indent(1);
        }
        if !shown.is_empty() {
            format = format.set_num_format(shown);
        }
        format
    }

    /// Ends the rows that the filter is over, and says what leads the sheet.
    pub(super) fn end(&self, page: &mut Page) -> Lead {
        let last = page.row - 1;
        let columns = u16::try_from(self.columns.len()).unwrap_or(u16::MAX);
        if last > self.head {
            page.filters.push((self.head, last, FIRST + columns - 1));
        }
        if self.head <= DEEPEST_LEAD {
            Lead::List(self.head, 0)
        } else {
            Lead::Title
        }
    }
}

/// Words beside right-aligned numbers need a space between.
fn beside_numbers(columns: &[Column], i: usize) -> bool {
    let align = |i: usize| columns.get(i).map(|column| column.align);
    let before = i.checked_sub(1).and_then(align);
    before == Some(FormatAlign::Right) && align(i) == Some(FormatAlign::Left)
}
