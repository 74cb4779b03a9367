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
use crate::value::Tone;

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
    manner: Manner,
    format: Format,
}

/// How a cell differs from the others of its column.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Manner {
    tone: Tone,
    /// Of a row of totals.
    total: bool,
    /// In a row of several lines, whose cells all start at the top.
    tall: bool,
}

impl<'c> List<'c> {
    /// Writes the head in the page's next row.
    pub(super) fn begin(page: &mut Page, columns: &'c [Column]) -> Result<Self, XlsxError> {
        let mut tallest = 1;
        for (i, (column, col)) in columns.iter().zip(FIRST..).enumerate() {
            let mut format = page.look.column_head(column.align);
            if is_indented(columns, i) {
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
        let needed = items.iter().zip(self.columns).map(|(item, column)| {
            match item {
                // An indent takes about a character.
                Item::Text(text) | Item::Toned(text, _) => lines(text, column.width - 1.0),
                _ => 1,
            }
        });
        let tallest = needed.max().unwrap_or(1);
        let manner = Manner {
            tone: Tone::Neutral,
            total,
            tall: tallest > 1,
        };
        for ((i, item), col) in items.iter().enumerate().zip(FIRST..) {
            self.cell(page, item, (i, (page.row, col)), manner)?;
        }
        page.set_lines(tallest, 15.0)?;
        page.row += 1;
        Ok(())
    }

    fn cell(
        &mut self,
        page: &mut Page,
        item: &Item,
        (i, at): (usize, At),
        manner: Manner,
    ) -> Result<(), XlsxError> {
        let (row, col) = at;
        let (shown, manner) = match item {
            Item::Number(Some(_), shown) | Item::Formula(_, _, shown) => (shown.as_ref(), manner),
            Item::Toned(_, tone) => (
                "",
                Manner {
                    tone: *tone,
                    ..manner
                },
            ),
            _ => ("", manner),
        };
        let format = self.format(page, i, shown, manner);
        match item {
            Item::Text(text) | Item::Toned(text, _) => write_text(page.sheet, at, text, format)?,
            Item::Number(Some(number), _) if number.is_finite() => {
                page.sheet
                    .write_number_with_format(row, col, *number, format)?;
            }
            Item::Number(..) | Item::Absent => {
                page.sheet
                    .write_string_with_format(row, col, ABSENT, format)?;
            }
            Item::Day(day) => write_day(page.sheet, at, *day, "yyyy-mm-dd", format)?,
            Item::Formula(text, result, _) => {
                let result = result.map_or_else(|| ABSENT.to_owned(), |number| number.to_string());
                let formula = Formula::new(text).set_result(result);
                page.sheet
                    .write_formula_with_format(row, col, formula, format)?;
            }
            Item::Blank => {
                page.sheet.write_blank(row, col, format)?;
            }
        }
        Ok(())
    }

    /// The format of a column's cells, made once: a format a cell would take longer than all the rest.
    fn format(&mut self, page: &Page, i: usize, shown: &str, manner: Manner) -> &Format {
        let known = self
            .formats
            .iter()
            .position(|made| made.column == i && made.manner == manner && made.shown == shown);
        let place = known.unwrap_or_else(|| {
            let format = self.make(page, i, shown, manner);
            self.formats.push(Made {
                column: i,
                shown: shown.to_owned(),
                manner,
                format,
            });
            self.formats.len() - 1
        });
        &self.formats[place].format
    }

    fn make(&self, page: &Page, i: usize, shown: &str, manner: Manner) -> Format {
        let align = self.columns.get(i).map(|column| column.align);
        let align = align.unwrap_or(FormatAlign::Left);
        let mut format = page.look.cell(align, manner.tone, false, manner.total);
        if manner.tall {
            format = format.set_align(FormatAlign::Top);
        }
        if align == FormatAlign::Left {
            format = format.set_text_wrap();
        }
        if is_indented(self.columns, i) {
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

/// Words need a space from what stands before them.
fn is_indented(columns: &[Column], i: usize) -> bool {
    i > 0 && columns.get(i).map(|column| column.align) == Some(FormatAlign::Left)
}
