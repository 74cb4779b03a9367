//! The columns of a sheet that several tables, paragraphs and charts share.
//!
//! Column A is a narrow margin; the content starts in B. Each column is as wide as its widest cell
//! in any table of the sheet, within bounds; narrow sheets get empty columns more, so that
//! paragraphs and charts have a page's width.

use rust_xlsxwriter::{FormatAlign, Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

use super::formats::{base_style, fitted};
use crate::format;
use crate::report::document::{Block, Cell, Column, ColumnKind, Table};
use crate::say;
use crate::value::Value;
use crate::words::Lang;

/// Bounds of a column and of a sheet, in characters of the body face.
const NARROWEST: f64 = 9.0;
const WIDEST: f64 = 42.0;
const PAGE: f64 = 96.0;
const FILLER: f64 = 11.0;
const MARGIN: f64 = 2.0;

/// The first content column.
pub(super) const FIRST: u16 = 1;

/// Widths of the content columns, in characters, from the first on.
#[derive(Debug, Clone)]
pub(super) struct Grid {
    pub(super) first: u16,
    widths: Vec<f64>,
}

impl Grid {
    /// The grid that suits these blocks; `floor` are widths for columns that hold KPI rows.
    pub(super) fn of(blocks: &[Block], heatmaps: &[Table], floor: &[f64], lang: Lang) -> Self {
        let mut widths: Vec<f64> = floor.to_vec();
        let tables = blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        });
        for table in tables.chain(heatmaps) {
            for (i, column) in table.columns.iter().enumerate() {
                let width = column_width(table, i, column, lang).clamp(NARROWEST, WIDEST);
                match widths.get_mut(i) {
                    Some(known) => *known = known.max(width),
                    None => widths.push(width),
                }
            }
        }
        while widths.iter().sum::<f64>() < PAGE {
            widths.push(FILLER);
        }
        Self::with(FIRST, widths)
    }

    /// A grid of these widths, for a sheet that is one list.
    pub(super) const fn with(first: u16, widths: Vec<f64>) -> Self {
        Self { first, widths }
    }

    /// The last content column.
    pub(super) fn last(&self) -> u16 {
        let columns = u16::try_from(self.widths.len()).unwrap_or(u16::MAX);
        (self.first + columns.max(1)) - 1
    }

    /// The last column of a page's width: paragraphs and lists end there, however wide a table is.
    pub(super) fn page_end(&self) -> u16 {
        let mut width = 0.0;
        let inner = self.widths.iter().take_while(|column| {
            let before = width;
            width += **column;
            before < PAGE
        });
        u16::try_from(inner.count()).map_or(u16::MAX, |count| count.max(FIRST))
    }

    /// The width of columns `from..=to` in characters.
    pub(super) fn width(&self, from: u16, to: u16) -> f64 {
        let skip = usize::from(from.saturating_sub(self.first));
        let take = usize::from(to.saturating_sub(from)) + 1;
        self.widths.iter().skip(skip).take(take).sum()
    }

    /// A page's width in pixels, as Excel draws it.
    pub(super) fn pixels(&self) -> u32 {
        let columns = self.widths.iter().take(usize::from(self.page_end()));
        let pixels: f64 = columns.map(|width| (width * 7.0 + 5.0).floor()).sum();
        pixels as u32
    }

    /// The columns of a page's width parted into `parts` of about the same width: (first, last) of each.
    pub(super) fn parted(&self, parts: usize) -> Vec<(u16, u16)> {
        let end = self.page_end();
        let whole = self.width(FIRST, end);
        let mut spans = Vec::new();
        let mut first = FIRST;
        for part in 1..=parts {
            let goal = whole * part as f64 / parts as f64;
            let left = u16::try_from(parts - part).unwrap_or(0);
            let mut last = first;
            while last + left < end && self.width(FIRST, last) + 0.01 < goal {
                last += 1;
            }
            if part == parts {
                last = end;
            }
            if first > end {
                break;
            }
            spans.push((first, last));
            first = last + 1;
        }
        spans
    }

    /// Sets the columns of `sheet`.
    pub(super) fn apply(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        if self.first > 0 {
            sheet.set_column_width(0, MARGIN)?;
        }
        for (width, col) in self.widths.iter().zip(self.first..) {
            sheet.set_column_width(col, *width)?;
        }
        Ok(())
    }

    /// Whether the sheet is wider than it is well printed upright.
    pub(super) fn is_wide(&self) -> bool {
        self.width(self.first, self.last()) > 130.0
    }
}

/// The lines a text takes in `width` characters; Chinese breaks anywhere, words leave ends open.
pub(super) fn lines(text: &str, width: f64) -> u32 {
    let needed = text.width() as f64;
    (needed / (width - 1.0).max(4.0)).ceil().max(1.0) as u32
}

/// A cell's text as about as wide as Excel shows it.
pub(super) fn shown_width(cell: &Cell, column: &Column, lang: Lang) -> usize {
    let dot = if cell.dot.is_some() { 2 } else { 0 };
    let text = match (&cell.value, column.kind) {
        (Value::Number(number, _), ColumnKind::Number(style)) => {
            format::number(*number, base_style(style), lang)
        }
        (Value::Number(number, unit), _) => {
            let word = format::unit_word(*unit, lang);
            let number = format::number(*number, fitted(*unit, *number), lang);
            format!("{number} {word}")
        }
        (value, _) => format::cell(value, None, lang),
    };
    text.width() + dot
}

/// A column's head as the workbook prints it: numbers in base units, so the unit is the base one.
pub(super) fn head(column: &Column, lang: Lang) -> String {
    match column.kind {
        ColumnKind::Number(style) => base_style(style).head(&column.label, lang),
        ColumnKind::Bullet => say!(lang, "workbook.bullet_head", label = column.label),
        _ => column.label.clone(),
    }
}

pub(super) const fn align(kind: ColumnKind) -> FormatAlign {
    match kind {
        ColumnKind::Text => FormatAlign::Left,
        ColumnKind::Word => FormatAlign::Center,
        _ => FormatAlign::Right,
    }
}

fn column_width(table: &Table, i: usize, column: &Column, lang: Lang) -> f64 {
    let head = head(column, lang).width();
    // A head of two lines is better than a column twice as wide as its numbers.
    let head = if head > 12 {
        head.div_ceil(2).max(12)
    } else {
        head
    };
    let cells = table.rows.iter().filter_map(|row| row.cells.get(i));
    let widest = cells
        .map(|cell| shown_width(cell, column, lang))
        .max()
        .unwrap_or(0);
    let kind = match column.kind {
        ColumnKind::Bullet => 18,
        _ => 0,
    };
    head.max(widest).max(kind) as f64 + 2.5
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_columns_without_a_gap() {
        let grid = Grid::with(FIRST, vec![30.0, 10.0, 10.0, 20.0, 30.0]);
        assert_eq!(grid.parted(1), [(1, 5)]);
        assert_eq!(grid.parted(2), [(1, 3), (4, 5)]);
        assert_eq!(grid.parted(5), [(1, 1), (2, 2), (3, 3), (4, 4), (5, 5)]);
        assert_eq!(grid.pixels(), 725);
        let wide = Grid::with(FIRST, vec![30.0; 40]);
        assert_eq!((wide.page_end(), wide.last()), (4, 40));
        assert_eq!(wide.parted(2), [(1, 2), (3, 4)]);
        assert_eq!(lines("一二三四五六", 11.0), 2);
    }
}
