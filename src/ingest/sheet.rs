//! A sheet of a workbook, folded row by row: its cells brought to what the dataset's fields want.
//!
//! In: an open workbook and a source in it. Out: its folded rows, and what reading the sheet found. Merged cells of texts,
//! dates and choices stand for all their rows; those of amounts do not, since they would be added up as often.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::cell::{Cell, date};
use super::discover::Source;
use super::fold::Fold;
use super::header::Plan;
use super::options::ReadOptions;
use super::table::{Part, is_total};
use super::workbook::{MergedRange, Seen, SheetReport, Workbook, WorkbookError};
use crate::dataset::Kind;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::words::{Filling, Speak};

/// Folds a source's sheet. `workbook`: it, or why it cannot be opened any more.
pub(crate) fn fold<F: Fold>(
    start: &impl Fn() -> F,
    workbook: Result<Arc<Workbook>, WorkbookError>,
    source: &Source,
    options: &ReadOptions,
) -> Part<F> {
    let mut part = Part::new(start());
    let report = workbook.and_then(|workbook| {
        let report = read(&workbook, source, &mut Spread::default(), &mut part)?;
        // Where cells are merged stands behind all rows. Few sheets have such cells; they are read once more.
        let mut spread = Spread::new(&report.merged_down, &source.plan);
        if spread.ranges.is_empty() {
            return Ok(report);
        }
        part = Part::new(start());
        read(&workbook, source, &mut spread, &mut part)
    });
    match report {
        Ok(report) => tell(&report, source, options, &mut part.diagnostics),
        Err(error) => {
            // Half a table would pass for a whole one.
            part = Part::new(start());
            let told = Diagnostic::error("bad-workbook").variant("sheet");
            let told = told.with("error", error.saying());
            part.diagnostics.add(told.at(source.origin.place()));
        }
    }
    part
}

fn read<F: Fold>(
    workbook: &Workbook,
    source: &Source,
    spread: &mut Spread,
    part: &mut Part<F>,
) -> Result<SheetReport, WorkbookError> {
    let (plan, origin) = (&source.plan, &source.origin);
    let columns = Columns::new(plan, workbook.date_1904());
    let sheet = origin.sheet.as_deref().unwrap_or_default();
    workbook.rows(sheet, &mut |number, cells| {
        if number > plan.row {
            spread.go_to(number, cells);
            let mut settled = cells.to_vec();
            // A total in a row that a merged hall reaches over is one all the same.
            if !spread.open.is_empty() && !is_total(cells) {
                spread.fill(&mut settled);
            }
            let texts = columns.written_out(&settled);
            columns.settle(&mut settled, &texts);
            part.row(plan, origin, &settled, number, false);
        }
        ControlFlow::Continue(())
    })
}

/// The columns whose cells are not taken as they are.
struct Columns {
    /// Of texts and ids.
    texts: Vec<usize>,
    /// Of dates, and what a number there lacks to a serial of the 1900 system.
    dates: Vec<usize>,
    shift: f64,
}

impl Columns {
    fn new(plan: &Plan, date_1904: bool) -> Self {
        Self {
            texts: columns_of(plan, |kind| matches!(kind, Kind::Text | Kind::Id)),
            dates: columns_of(plan, |kind| {
                matches!(kind, Kind::Date | Kind::DateTime | Kind::Month)
            }),
            shift: if date_1904 { 1_462.0 } else { 0.0 },
        }
    }

    /// The texts of numbers and dates that stand where text is wanted, by column.
    fn written_out(&self, cells: &[Cell<'_>]) -> Vec<(usize, String)> {
        let text = |&column: &usize| {
            let text = match *cells.get(column)? {
                // Spreadsheets keep 15 digits; what is longer has lost the rest, and `Row` tells so.
                Cell::Number(number) if number.abs() < 1e15 => number.to_string(),
                Cell::Serial(serial) => {
                    let moment = date::from_serial(serial)?;
                    if serial.fract() == 0.0 {
                        moment.date().to_string()
                    } else {
                        moment.to_string().replace('T', " ")
                    }
                }
                Cell::Bool(truth) => if truth { "TRUE" } else { "FALSE" }.to_owned(),
                _ => return None,
            };
            Some((column, text))
        };
        self.texts.iter().filter_map(text).collect()
    }

    /// Puts texts in the place of what was written out, and serials in that of dates without a date format.
    fn settle<'c>(&self, cells: &mut [Cell<'c>], texts: &'c [(usize, String)]) {
        for (column, text) in texts {
            if let Some(cell) = cells.get_mut(*column) {
                *cell = Cell::Text(text);
            }
        }
        if self.shift > 0.0 {
            for &column in &self.dates {
                if let Some(cell) = cells.get_mut(column)
                    && let Cell::Number(number) = *cell
                    && number < 110_000.0
                {
                    *cell = Cell::Serial(number + self.shift);
                }
            }
        }
    }
}

/// The columns that hold fields of such kinds.
fn columns_of(plan: &Plan, wanted: impl Fn(Kind) -> bool) -> Vec<usize> {
    let fields = plan.dataset.fields.iter().zip(&plan.columns);
    fields
        .filter(|(field, _)| wanted(field.kind))
        .filter_map(|(_, column)| *column)
        .collect()
}

/// Merged cells, whose values stand for all their rows.
#[derive(Default)]
struct Spread {
    /// Those below the row at hand, the next one last.
    ranges: Vec<MergedRange>,
    /// Those that reach below the row at hand or end in it: the last row, the column, the value.
    open: Vec<(u64, usize, Held)>,
}

/// The value of a merged cell.
enum Held {
    Text(String),
    Error(String),
    Number(f64),
    Serial(f64),
    Bool(bool),
}

impl Spread {
    /// The ranges below the heads in columns whose values are not added up.
    fn new(merged: &[MergedRange], plan: &Plan) -> Self {
        let columns = columns_of(plan, |kind| {
            !matches!(kind, Kind::Int { .. } | Kind::Num { .. } | Kind::Money)
        });
        let fits = |range: &&MergedRange| {
            range.first_row > plan.row && columns.contains(&(range.column as usize))
        };
        let mut ranges: Vec<_> = merged.iter().filter(fits).copied().collect();
        ranges.sort_by_key(|range| std::cmp::Reverse(range.first_row));
        Self {
            ranges,
            open: Vec::new(),
        }
    }

    /// Goes on to a row, and takes the values of the ranges that begin in it.
    fn go_to(&mut self, row: u64, cells: &[Cell<'_>]) {
        self.open.retain(|(last, ..)| *last >= row);
        while let Some(range) = self.ranges.pop_if(|range| range.first_row <= row) {
            let column = range.column as usize;
            // A range whose first row was not handed on is blank.
            let held = match cells.get(column) {
                _ if range.first_row < row => continue,
                None | Some(Cell::Blank) => continue,
                Some(Cell::Text(text)) => Held::Text((*text).to_owned()),
                Some(Cell::Error(text)) => Held::Error((*text).to_owned()),
                Some(Cell::Number(number)) => Held::Number(*number),
                Some(Cell::Serial(serial)) => Held::Serial(*serial),
                Some(Cell::Bool(truth)) => Held::Bool(*truth),
            };
            self.open.push((range.last_row, column, held));
        }
    }

    /// Fills the blanks that merged cells cover.
    fn fill<'s>(&'s self, cells: &mut Vec<Cell<'s>>) {
        for (_, column, held) in &self.open {
            if cells.len() <= *column {
                cells.resize(column + 1, Cell::Blank);
            }
            if let Some(cell @ Cell::Blank) = cells.get_mut(*column) {
                *cell = match held {
                    Held::Text(text) => Cell::Text(text),
                    Held::Error(text) => Cell::Error(text),
                    Held::Number(number) => Cell::Number(*number),
                    Held::Serial(serial) => Cell::Serial(*serial),
                    Held::Bool(truth) => Cell::Bool(*truth),
                };
            }
        }
    }
}

/// Tells what reading the sheet found besides its rows.
fn tell(
    report: &SheetReport,
    source: &Source,
    options: &ReadOptions,
    diagnostics: &mut Diagnostics,
) {
    let mut tell = |seen: &Seen, told: Diagnostic| {
        let Some(first) = seen.first else {
            return;
        };
        let told = told
            .with("count", seen.count)
            .with("first", Filling::shown(first));
        diagnostics.add(told.at(Place {
            row: Some(first.row),
            column: Some(first.column + 1),
            ..source.origin.place()
        }));
    };
    let limits = &options.limits.workbook;
    tell(
        &report.beyond_limits,
        Diagnostic::warning("cells-beyond-limits")
            .with("columns", limits.max_columns)
            .with("rows", limits.max_rows),
    );
    tell(
        &report.formulas_without_value,
        Diagnostic::warning("formula-without-value"),
    );
    if let Some(first) = report.hidden_rows.first() {
        let told = Diagnostic::note("hidden-rows")
            .with("count", report.hidden_rows.count)
            .with("rows", Filling::shown(&report.hidden_rows));
        diagnostics.add(told.at(Place {
            row: Some(first),
            ..source.origin.place()
        }));
    }
}

#[cfg(test)]
mod tests;
