//! Formulas → Excel's formulas: where the ledger's entries and metrics stand in the workbook, and how a formula over them
//! is written.
//!
//! Addresses are plain (`'数据_销售'!D6`), as every spreadsheet program reads them; a metric of the month reported on goes
//! by its defined name (`m_sales_total`). What the ledger does not hold cannot be written.

use rust_xlsxwriter::utility::{row_col_to_cell, row_col_to_cell_absolute};
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::cells::{At, write_value};
use super::formats::{Look, cell_number};
use super::names::{metric_name, quoted};
use crate::metrics::ledger::formula::Operator;
use crate::metrics::ledger::{Fold, Formula, Ledger, When};
use crate::value::{Unit, Value};

/// The row of the first entry or metric on its sheet; the head stands above it.
pub(super) const FIRST_ROW: u32 = 4;

/// The column of the month reported on; the month before and the year before follow.
pub(super) const NOW: u16 = 3;

/// The columns of the metrics' sheet after the three months.
const MOM: u16 = 6;
const YOY: u16 = 7;
const TARGET: u16 = 8;

/// The ledger with the names of its sheets.
#[derive(Debug)]
pub(super) struct Refs<'a> {
    pub(super) ledger: &'a Ledger,
    /// The sheet of each of the ledger's tables, in its order.
    pub(super) tables: Vec<String>,
    /// The sheet of the metrics.
    pub(super) metrics: String,
}

/// How tightly a formula's outermost operator binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Sum,
    Product,
    Atom,
}

impl Refs<'_> {
    /// The formula as a cell of `sheet` holds it, without `=`; none where the ledger lacks a part of it.
    pub(super) fn print(&self, formula: &Formula, sheet: &str) -> Option<String> {
        Some(self.part(formula, sheet)?.0)
    }

    /// The same for a cell of a unit: cells hold percentage points as points, formulas come to ratios.
    pub(super) fn print_in(&self, unit: Unit, formula: &Formula, sheet: &str) -> Option<String> {
        if unit == Unit::PercentPoints {
            self.print(&(formula.clone() * 100.0), sheet)
        } else {
            self.print(formula, sheet)
        }
    }

    /// The cell of a metric in a column of its sheet.
    pub(super) fn metric(&self, id: &str, column: u16, sheet: &str) -> Option<String> {
        let row = FIRST_ROW + u32::try_from(self.ledger.metric_place(id)?).ok()?;
        Some(on(sheet, &self.metrics, &row_col_to_cell(row, column)))
    }

    /// The cell of a metric's value in the month reported on, by its name.
    pub(super) fn figure(&self, id: &str, sheet: &str) -> Option<String> {
        self.ledger.metric_place(id)?;
        if sheet == self.metrics {
            self.metric(id, NOW, sheet)
        } else {
            Some(metric_name(id))
        }
    }

    /// The cell of the change of a metric since an earlier month.
    pub(super) fn change(&self, id: &str, since: When, sheet: &str) -> Option<String> {
        let column = match since {
            When::Now => return None,
            When::LastMonth => MOM,
            When::LastYear => YOY,
        };
        self.metric(id, column, sheet)
    }

    /// Gives each metric's cell of the month reported on its name.
    pub(super) fn define(&self, workbook: &mut Workbook) -> Result<(), XlsxError> {
        for (line, row) in self.ledger.metrics.iter().zip(FIRST_ROW..) {
            let cell = row_col_to_cell_absolute(row, NOW);
            let of = format!("={}!{cell}", quoted(&self.metrics));
            workbook.define_name(metric_name(line.metric.id), &of)?;
        }
        Ok(())
    }

    fn part(&self, formula: &Formula, sheet: &str) -> Option<(String, Binding)> {
        let atom = |text: String| Some((text, Binding::Atom));
        match formula {
            Formula::Number(number) if *number < 0.0 => atom(format!("({number})")),
            Formula::Number(number) => atom(number.to_string()),
            Formula::Entry(key, when) => {
                let (table, row) = self.ledger.entry_place(key)?;
                let row = FIRST_ROW + u32::try_from(row).ok()?;
                let cell = row_col_to_cell(row, column(*when));
                atom(on(sheet, self.tables.get(table)?, &cell))
            }
            Formula::Group(fold, key, when) => {
                let place = self.ledger.group_place(key)?;
                let row = |row: usize| Some(FIRST_ROW + u32::try_from(row).ok()?);
                let first = row_col_to_cell(row(place.first)?, column(*when));
                let last = row_col_to_cell(row(place.last)?, column(*when));
                let range = on(
                    sheet,
                    self.tables.get(place.table)?,
                    &format!("{first}:{last}"),
                );
                let function = match fold {
                    Fold::Sum => "SUM",
                    Fold::Mean => "AVERAGE",
                    Fold::Max => "MAX",
                    Fold::Deviation => "STDEVP",
                };
                atom(format!("{function}({range})"))
            }
            Formula::Metric(id, When::Now) => atom(self.figure(id, sheet)?),
            Formula::Metric(id, when) => atom(self.metric(id, column(*when), sheet)?),
            Formula::Target(id) => atom(self.metric(id, TARGET, sheet)?),
            Formula::Binary(operator, both) => self.binary(*operator, both, sheet),
            Formula::Absolute(of) => atom(format!("ABS({})", self.print(of, sheet)?)),
            Formula::Root(of) => atom(format!("SQRT({})", self.print(of, sheet)?)),
            Formula::Larger(both) => {
                let (a, b) = (self.print(&both.0, sheet)?, self.print(&both.1, sheet)?);
                atom(format!("MAX({a},{b})"))
            }
        }
    }

    fn binary(
        &self,
        operator: Operator,
        both: &(Formula, Formula),
        sheet: &str,
    ) -> Option<(String, Binding)> {
        let (sign, binding) = match operator {
            Operator::Add => ('+', Binding::Sum),
            Operator::Subtract => ('-', Binding::Sum),
            Operator::Multiply => ('*', Binding::Product),
            Operator::Divide => ('/', Binding::Product),
        };
        let (left, of_left) = self.part(&both.0, sheet)?;
        let (right, of_right) = self.part(&both.1, sheet)?;
        let wrap = |text: String, wrapped: bool| {
            if wrapped { format!("({text})") } else { text }
        };
        let left = wrap(left, of_left < binding);
        // a−(b+c) and a/(b×c) need theirs; a+(b−c) and a×(b/c) round differently without.
        let right = wrap(right, of_right <= binding);
        Some((format!("{left}{sign}{right}"), binding))
    }
}

const fn column(when: When) -> u16 {
    NOW + when as u16
}

/// A cell or range, with its sheet where that is another one.
fn on(sheet: &str, of: &str, cell: &str) -> String {
    if sheet == of {
        cell.to_owned()
    } else {
        format!("{}!{cell}", quoted(of))
    }
}

/// Writes a formula (without `=`) with the value that viewers show until it is worked out again.
pub(super) fn write_formula(
    sheet: &mut Worksheet,
    (row, col): At,
    formula: &str,
    (value, unit): (f64, Unit),
    format: &Format,
) -> Result<(), XlsxError> {
    let formula = rust_xlsxwriter::Formula::new(format!("={formula}"))
        .set_result(cell_number(value, unit).to_string());
    sheet.write_formula_with_format(row, col, formula, format)?;
    Ok(())
}

/// Writes a number as its formula and what that comes to; without a formula, or where there is no number, the value alone.
pub(super) fn write_live(
    sheet: &mut Worksheet,
    at: At,
    (value, formula): (&Value, Option<&str>),
    shown: &str,
    format: &Format,
    look: &Look,
) -> Result<(), XlsxError> {
    match (formula, value) {
        (Some(formula), Value::Number(number, unit)) if number.is_finite() => {
            if shown.is_empty() {
                return write_formula(sheet, at, formula, (*number, *unit), format);
            }
            let format = format.clone().set_num_format(shown);
            write_formula(sheet, at, formula, (*number, *unit), &format)
        }
        _ => write_value(sheet, at, value, shown, format, look),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parentheses_stand_where_they_are_needed() {
        let ledger = Ledger::default();
        let refs = Refs {
            ledger: &ledger,
            tables: Vec::new(),
            metrics: "指标".to_owned(),
        };
        let number = Formula::Number;
        let print = |formula: Formula| refs.print(&formula, "x").unwrap();
        assert_eq!(print((number(1.0) + 2.0) * 3.0), "(1+2)*3");
        assert_eq!(print(number(1.0) + number(2.0) * 3.0), "1+2*3");
        assert_eq!(print(number(1.0) - (number(2.0) - 3.0)), "1-(2-3)");
        assert_eq!(print(number(1.0) - 2.0 - 3.0), "1-2-3");
        assert_eq!(print(number(6.0) / (number(2.0) * 3.0)), "6/(2*3)");
        assert_eq!(print(number(6.0) / 2.0 / 3.0), "6/2/3");
        assert_eq!(print(number(6.0) * -0.5), "6*(-0.5)");
        assert_eq!(
            print((number(1.0) - 2.0).absolute().or_larger(number(0.0)).root()),
            "SQRT(MAX(ABS(1-2),0))"
        );
    }

    #[test]
    fn what_the_ledger_lacks_is_not_written() {
        let ledger = Ledger::default();
        let refs = Refs {
            ledger: &ledger,
            tables: Vec::new(),
            metrics: "指标".to_owned(),
        };
        assert_eq!(
            refs.print(&Formula::entry("sales.category.basic"), "x"),
            None
        );
        assert_eq!(refs.print(&(Formula::metric("nps") + 1.0), "x"), None);
    }
}
