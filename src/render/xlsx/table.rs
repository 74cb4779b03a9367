//! A table of the Document → typed cells under a ruled head.

use rust_xlsxwriter::utility::row_col_to_cell;
use rust_xlsxwriter::{
    ConditionalFormat2ColorScale, ConditionalFormatCell, ConditionalFormatCellRule,
    ConditionalFormatDataBar, ConditionalFormatFormula, ConditionalFormatTop,
    ConditionalFormatTopRule, ConditionalFormatType, Format, FormatAlign, Formula, XlsxError,
};

use super::cells::{At, write_text, write_value};
use super::formats::{bare_format, cell_number, clean, number_format, own_format, signed_format};
use super::grid::{FIRST, Grid, align, head, lines, shown_width};
use super::live::Place;
use super::page::{Live, Manner, Page};
use super::refs::write_live;
use crate::format::ABSENT;
use crate::report::document::{Bullet, Cell, Column, ColumnKind, Dot, Row, Shade, Table};
use crate::value::Value;
use crate::words::Lang;

/// From so many rows on a table gets a filter, and leads its sheet where it is alone on it.
pub(super) const LONG: usize = 20;

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
        self.shade(table, head + 1)?;
        self.small(&table.note)?;
        self.row += 1;
        self.places
            .push(Place::of(table, self.grid.first, head, last));
        let columns: u16 = table.columns.iter().map(|column| column.spans).sum();
        let last_col = self.grid.first + columns - 1;
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
        for (i, column, (from, to)) in placed(table, self.grid.first) {
            let text = head(column, self.look.lang);
            let mut format = self.look.column_head(align(column.kind));
            if beside_numbers(table, i) {
                format = format.set_indent(1);
            }
            for col in from..=to {
                self.sheet.write_blank(self.row, col, &format)?;
            }
            write_text(self.sheet, (self.row, from), &text, &format)?;
            tallest = tallest.max(lines(&text, self.grid.width(from, to)));
        }
        self.set_lines(tallest, 15.0)?;
        self.row += 1;
        Ok(())
    }

    fn table_row(&mut self, table: &Table, row: &Row) -> Result<(), XlsxError> {
        let lang = self.look.lang;
        let lines_of = |grid: &Grid, cell: &Cell, column: &Column, (from, to)| match &cell.value {
            Value::Text(text) => {
                let width = grid.width(from, to);
                let needed = shown_width(cell, column, lang) as f64;
                // One that just fits needs a line as it is.
                if needed + 1.0 > width {
                    lines(text, width).max(1)
                } else {
                    0
                }
            }
            _ => 0,
        };
        let needed = placed(table, self.grid.first)
            .zip(&row.cells)
            .map(|((_, column, at), cell)| lines_of(&self.grid, cell, column, at));
        let needed: Vec<u32> = needed.collect();
        let tallest = needed.iter().copied().max().unwrap_or(0).max(1);
        for ((i, column, at), cell) in placed(table, self.grid.first).zip(&row.cells) {
            let manner = Manner {
                align: align(column.kind) as u8,
                tone: cell.tone,
                bold: cell.bold,
                total: row.total,
                top: tallest > 1,
                indented: beside_numbers(table, i) && cell.value != Value::Absent,
                wrapped: needed.get(i).is_some_and(|lines| *lines > 0),
                quiet: cell.shade == Some(Shade::Quiet),
                shown: shown(cell, column, lang),
            };
            self.table_cell(cell, column, at, manner)?;
        }
        self.set_lines(tallest, 15.0)?;
        self.row += 1;
        Ok(())
    }

    fn table_cell(
        &mut self,
        cell: &Cell,
        column: &Column,
        (from, to): (u16, u16),
        manner: Manner,
    ) -> Result<(), XlsxError> {
        let place = self.format(manner, align(column.kind));
        let format = &self.formats[place];
        let at = (self.row, from);
        if from < to {
            self.sheet
                .merge_range(self.row, from, self.row, to, "", format)?;
        }
        if let Some(formula) = &cell.live {
            self.live.push(Live {
                at,
                table: self.places.len(),
                formula: formula.clone(),
                value: cell.value.clone(),
                format: place,
            });
            return Ok(());
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
        let over = cell.bullet.and_then(over_target);
        let over = Value::number(over, crate::value::Unit::Ratio);
        let value = match column.kind {
            ColumnKind::Bullet => &over,
            _ => &cell.value,
        };
        let formula = match (&cell.formula, value) {
            (Some(formula), Value::Number(_, unit)) => {
                self.refs.print_in(*unit, formula, self.name)
            }
            _ => None,
        };
        let value = (value, formula.as_deref());
        write_live(self.sheet, at, value, "", format, self.look)
    }

    /// The format of a manner, made once: a format a cell would take longer than all the rest.
    fn format(&mut self, manner: Manner, align: FormatAlign) -> usize {
        if let Some(place) = self.manners.get(&manner) {
            return *place;
        }
        let look = self.look;
        let mut format = look.cell(align, manner.tone, manner.bold, manner.total);
        if manner.quiet {
            format = format.set_font_color(look.colours.muted);
        }
        if manner.top {
            format = format.set_align(FormatAlign::Top);
        }
        if manner.indented {
            format = format.set_indent(1);
        }
        if manner.wrapped {
            format = format.set_text_wrap();
        }
        if !manner.shown.is_empty() {
            format = format.set_num_format(&*manner.shown);
        }
        self.formats.push(format);
        self.manners.insert(manner, self.formats.len() - 1);
        self.formats.len() - 1
    }

    /// Writes the formulas over cells of this sheet, whose tables all have their places now.
    pub(super) fn settle(&mut self) -> Result<(), XlsxError> {
        for live in std::mem::take(&mut self.live) {
            let formula = super::live::placed(&live.formula, live.table, live.at.0, &self.places);
            debug_assert!(formula.is_some(), "no place for {}", live.formula);
            let format = &self.formats[live.format];
            let Some(formula) = formula else {
                write_value(self.sheet, live.at, &live.value, "", format, self.look)?;
                continue;
            };
            let result = match live.value {
                Value::Number(number, unit) => cell_number(number, unit).to_string(),
                Value::Text(text) => text,
                _ => ABSENT.to_owned(),
            };
            let formula = Formula::new(format!("={formula}")).set_result(result);
            self.sheet
                .write_formula_with_format(live.at.0, live.at.1, formula, format)?;
        }
        Ok(())
    }

    /// Writes a number as its formula and what that comes to; without a formula the value alone.
    pub(super) fn number(
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
                let bar = bar(most * 1.5, colour);
                self.sheet
                    .add_conditional_format(row, col, row, col, &bar)?;
            }
        }
        Ok(())
    }

    /// Colours the cells that ask for it, by rules over those below one another that ask for the same.
    fn shade(&mut self, table: &Table, first: u32) -> Result<(), XlsxError> {
        for (i, _, (col, _)) in placed(table, self.grid.first) {
            let shades = table.rows.iter().map(|row| row.cells.get(i)?.shade);
            let shades: Vec<Option<Shade>> = shades.collect();
            let mut row = first;
            for run in shades.chunk_by(|a, b| a == b) {
                let rows = u32::try_from(run.len()).unwrap_or(0);
                if let Some(Some(shade)) = run.first() {
                    self.shade_run(*shade, col, (row, row + rows - 1))?;
                }
                row += rows;
            }
        }
        Ok(())
    }

    fn shade_run(
        &mut self,
        shade: Shade,
        col: u16,
        (from, to): (u32, u32),
    ) -> Result<(), XlsxError> {
        let colours = self.look.colours;
        let red = Format::new().set_font_color(colours.red);
        let sheet = &mut *self.sheet;
        match shade {
            Shade::Quiet => {}
            Shade::Scale => {
                let scale = ConditionalFormat2ColorScale::new()
                    .set_minimum(ConditionalFormatType::Number, 0)
                    .set_maximum(ConditionalFormatType::Number, 100)
                    .set_minimum_color(colours.paper)
                    .set_maximum_color(0x00C4_D2E3);
                sheet.add_conditional_format(from, col, to, col, &scale)?;
            }
            Shade::Bar => {
                sheet.add_conditional_format(from, col, to, col, &bar(150.0, colours.grey))?;
            }
            Shade::BelowOne => {
                let below = ConditionalFormatCell::new()
                    .set_rule(ConditionalFormatCellRule::LessThan(1))
                    .set_format(red);
                sheet.add_conditional_format(from, col, to, col, &below)?;
            }
            Shade::BelowZero(places) | Shade::AboveZero(places) => {
                let sign = if matches!(shade, Shade::BelowZero(_)) {
                    '<'
                } else {
                    '>'
                };
                let cell = row_col_to_cell(from, col);
                let rule = format!("=IF(ISNUMBER({cell}),ROUND({cell},{places}){sign}0)");
                let news = ConditionalFormatFormula::new()
                    .set_rule(rule.as_str())
                    .set_format(red);
                sheet.add_conditional_format(from, col, to, col, &news)?;
            }
            Shade::LowestTenth | Shade::HighestTenth => {
                let tenth = if shade == Shade::LowestTenth {
                    ConditionalFormatTopRule::BottomPercent(10)
                } else {
                    ConditionalFormatTopRule::TopPercent(10)
                };
                let worst = ConditionalFormatTop::new().set_rule(tenth).set_format(red);
                sheet.add_conditional_format(from, col, to, col, &worst)?;
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

/// Bars in cells, from 0 to `most`.
fn bar(most: f64, colour: u32) -> ConditionalFormatDataBar {
    ConditionalFormatDataBar::new()
        .set_minimum(ConditionalFormatType::Number, 0)
        .set_maximum(ConditionalFormatType::Number, most)
        .set_fill_color(colour)
        .set_solid_fill(true)
        .set_border_off(true)
}

/// The columns in order, each with its number and the sheet's columns that it takes.
fn placed(table: &Table, first: u16) -> impl Iterator<Item = (usize, &Column, (u16, u16))> {
    let mut next = first;
    table.columns.iter().enumerate().map(move |(i, column)| {
        let from = next;
        next += column.spans.max(1);
        (i, column, (from, next - 1))
    })
}

/// The number format of a cell; none: it holds no number.
fn shown(cell: &Cell, column: &Column, lang: Lang) -> String {
    match (column.kind, &cell.value) {
        (ColumnKind::Bullet, _) => "0%".to_owned(),
        (ColumnKind::Number(style), Value::Number(..)) => number_format(style),
        (ColumnKind::Number(style), _) if cell.live.is_some() => number_format(style),
        (ColumnKind::Bare, Value::Number(number, unit)) => bare_format(*unit, *number),
        (ColumnKind::Change, Value::Number(_, unit)) => signed_format(*unit, lang),
        (_, Value::Number(number, unit)) => own_format(*unit, *number, lang),
        _ => String::new(),
    }
}

/// Actual over target; none where the target is 0.
fn over_target(bullet: Bullet) -> Option<f64> {
    (bullet.target > 0.0).then(|| bullet.actual / bullet.target)
}
