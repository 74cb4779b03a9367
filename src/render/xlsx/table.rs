//! A table of the Document → typed cells under a ruled head.

use rust_xlsxwriter::{
    ConditionalFormat2ColorScale, ConditionalFormatDataBar, ConditionalFormatType, FormatAlign,
    XlsxError,
};

use super::cells::{At, write_text, write_value};
use super::formats::{base_style, clean, number_format, own_format};
use super::grid::{FIRST, lines, shown_width};
use super::page::Page;
use super::refs::write_live;
use crate::report::document::{Bullet, Cell, Column, ColumnKind, Dot, Row, Table};
use crate::value::{Tone, Value};
use crate::words::{Lang, LangTag};

/// From so many rows on a table gets a filter, and leads its sheet where it is alone on it.
pub(super) const LONG: usize = 20;

/// A column's head as the workbook prints it: numbers in base units, so the unit is the base one.
pub(super) fn head(column: &Column, lang: Lang) -> String {
    match column.kind {
        ColumnKind::Number(style) => base_style(style).head(&column.label, lang),
        ColumnKind::Bullet => match lang.tag() {
            LangTag::Zh => format!("{}（目标 = 100%）", column.label),
            LangTag::En => format!("{} (target = 100%)", column.label),
        },
        _ => column.label.clone(),
    }
}

const fn align(kind: ColumnKind) -> FormatAlign {
    match kind {
        ColumnKind::Text => FormatAlign::Left,
        ColumnKind::Word => FormatAlign::Center,
        ColumnKind::Number(_) | ColumnKind::Mixed | ColumnKind::Date | ColumnKind::Bullet => {
            FormatAlign::Right
        }
    }
}

/// Where a table stands: its head's row and its last row of data, totals left out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stood {
    pub(super) head: u32,
    pub(super) last: u32,
    pub(super) last_col: u16,
}

/// Words beside right-aligned numbers need a space between.
fn beside_numbers(table: &Table, i: usize) -> bool {
    let right = |column: &Column| align(column.kind) == FormatAlign::Right;
    let before = i.checked_sub(1).and_then(|i| table.columns.get(i));
    let left = |column: &Column| align(column.kind) == FormatAlign::Left;
    before.is_some_and(right) && table.columns.get(i).is_some_and(left)
}

impl Page<'_> {
    /// Writes caption, head, rows and note; returns where the head and the rows stand.
    pub(super) fn table(&mut self, table: &Table) -> Result<Option<Stood>, XlsxError> {
        if table.columns.is_empty() {
            return Ok(None);
        }
        if !table.caption.is_empty() {
            let format = self.look.body().set_bold();
            write_text(self.sheet, (self.row, FIRST), &table.caption, &format)?;
            self.row += 1;
        }
        let head = self.row;
        self.table_head(table)?;
        let mut last = head;
        for row in &table.rows {
            self.table_row(table, row)?;
            if !row.total {
                last = self.row - 1;
            }
        }
        self.bullets(table, head)?;
        self.small(&table.note)?;
        self.row += 1;
        let columns = u16::try_from(table.columns.len()).unwrap_or(u16::MAX);
        let last_col = FIRST + columns - 1;
        if table.rows.len() >= LONG && last > head {
            self.filters.push((head, last, last_col));
        }
        Ok(Some(Stood {
            head,
            last,
            last_col,
        }))
    }

    fn table_head(&mut self, table: &Table) -> Result<(), XlsxError> {
        let mut tallest = 1;
        for ((i, column), col) in table.columns.iter().enumerate().zip(FIRST..) {
            let text = head(column, self.look.lang);
            let mut format = self.look.column_head(align(column.kind));
            if beside_numbers(table, i) {
                format = format.set_indent(1);
            }
            write_text(self.sheet, (self.row, col), &text, &format)?;
            tallest = tallest.max(lines(&text, self.grid.width(col, col)));
        }
        self.set_lines(tallest, 15.0)?;
        self.row += 1;
        Ok(())
    }

    fn table_row(&mut self, table: &Table, row: &Row) -> Result<(), XlsxError> {
        let mut tallest = 1;
        let cells = row.cells.iter().zip(&table.columns).enumerate();
        for ((i, (cell, column)), col) in cells.zip(FIRST..) {
            let width = self.grid.width(col, col);
            let mut format = self
                .look
                .cell(align(column.kind), cell.tone, cell.bold, row.total);
            if beside_numbers(table, i) && cell.value != Value::Absent {
                format = format.set_indent(1);
            }
            if matches!(cell.value, Value::Text(_)) {
                let needed = shown_width(cell, column, self.look.lang) as f64;
                if needed + 1.0 > width {
                    format = format.set_text_wrap();
                    let text = crate::format::cell(&cell.value, None, self.look.lang);
                    tallest = tallest.max(lines(&text, width));
                }
            }
            self.table_cell(cell, column, (self.row, col), &format)?;
        }
        self.set_lines(tallest, 15.0)?;
        self.row += 1;
        Ok(())
    }

    fn table_cell(
        &mut self,
        cell: &Cell,
        column: &Column,
        at: (u32, u16),
        format: &rust_xlsxwriter::Format,
    ) -> Result<(), XlsxError> {
        let lang = self.look.lang;
        if column.kind == ColumnKind::Bullet {
            let ratio = cell.bullet.and_then(over_target);
            let value = Value::number(ratio, crate::value::Unit::Ratio);
            return write_value(self.sheet, at, &value, "0%", format, self.look);
        }
        if let (Some(dot), Value::Text(text)) = (cell.dot, &cell.value) {
            let text = clean(text);
            if !text.is_empty() {
                let bullet = self.look.body().set_font_color(self.dot(dot));
                let body = self.look.body();
                let rich = [(&bullet, "● "), (&body, text.as_ref())];
                self.sheet
                    .write_rich_string_with_format(at.0, at.1, &rich, format)?;
                return Ok(());
            }
        }
        let shown = match (column.kind, &cell.value) {
            (ColumnKind::Number(style), _) => number_format(style),
            (_, Value::Number(number, unit)) => own_format(*unit, *number, lang),
            _ => String::new(),
        };
        let formula = match (&cell.formula, &cell.value) {
            (Some(formula), Value::Number(_, unit)) => {
                self.refs.print_in(*unit, formula, self.name)
            }
            _ => None,
        };
        self.live(at, &cell.value, formula.as_deref(), &shown, format)
    }

    /// Writes a number as its formula and what that comes to; without a formula the value alone.
    pub(super) fn live(
        &mut self,
        at: At,
        value: &Value,
        formula: Option<&str>,
        shown: &str,
        format: &rust_xlsxwriter::Format,
    ) -> Result<(), XlsxError> {
        let value = (value, formula);
        write_live(self.sheet, at, value, shown, format, self.look)
    }

    const fn dot(&self, dot: Dot) -> u32 {
        let colours = &self.look.colours;
        match dot {
            Dot::Red => colours.red,
            Dot::Yellow => colours.amber,
            Dot::Blue => colours.navy,
        }
    }

    /// Bars in the cells of bullet columns, on one scale: half as much again as the largest.
    fn bullets(&mut self, table: &Table, head: u32) -> Result<(), XlsxError> {
        for (i, column) in table.columns.iter().enumerate() {
            if column.kind != ColumnKind::Bullet {
                continue;
            }
            let col = FIRST + u16::try_from(i).unwrap_or(0);
            let bullets: Vec<(u32, f64, Bullet)> = (head + 1..)
                .zip(&table.rows)
                .filter_map(|(row, cells)| {
                    let bullet = cells.cells.get(i)?.bullet?;
                    Some((row, over_target(bullet)?, bullet))
                })
                .collect();
            let most = bullets
                .iter()
                .map(|(_, ratio, _)| *ratio)
                .fold(1.0, f64::max);
            for (row, _, bullet) in bullets {
                let colour = if bullet.met {
                    self.look.colours.grey
                } else {
                    // A light red: the number stands on the bar.
                    0x00E8_B4B0
                };
                let bar = ConditionalFormatDataBar::new()
                    .set_minimum(ConditionalFormatType::Number, 0)
                    .set_maximum(ConditionalFormatType::Number, most * 1.5)
                    .set_fill_color(colour)
                    .set_solid_fill(true)
                    .set_border_off(true);
                self.sheet
                    .add_conditional_format(row, col, row, col, &bar)?;
            }
        }
        Ok(())
    }

    /// A heat map: its grid as a table whose numbers are shaded by size.
    pub(super) fn heat_map(&mut self, table: &Table) -> Result<(), XlsxError> {
        let Some(stood) = self.table(table)? else {
            return Ok(());
        };
        if stood.last > stood.head && stood.last_col > FIRST {
            let scale = ConditionalFormat2ColorScale::new()
                .set_minimum_color(self.look.colours.paper)
                .set_maximum_color(0x007C_93B2);
            self.sheet.add_conditional_format(
                stood.head + 1,
                FIRST + 1,
                stood.last,
                stood.last_col,
                &scale,
            )?;
        }
        Ok(())
    }
}

/// Actual over target; none where the target is 0.
fn over_target(bullet: Bullet) -> Option<f64> {
    (bullet.target > 0.0).then(|| bullet.actual / bullet.target)
}

/// The word and the tone's name that stand for a colour.
pub(super) fn tone_word(tone: Tone, lang: Lang) -> &'static str {
    match tone {
        Tone::Good => lang.pick("向好", "better"),
        Tone::Bad => lang.pick("变差", "worse"),
        Tone::Warning => lang.pick("留意", "watch"),
        Tone::Neutral => "—",
    }
}
