//! Tables drafted column by column; number styles are fitted to each column's values.

use crate::metrics::ledger::Formula;
use crate::report::document::{Cell, Column, Row, Table};
use crate::value::{NumberStyle, Unit, Value};

/// A table in the making. Every column has as many cells as the first.
#[derive(Debug)]
pub struct Draft {
    table: Table,
}

impl Draft {
    /// An empty table.
    pub fn new(id: &str, caption: impl Into<String>) -> Self {
        Self {
            table: Table {
                id: id.to_owned(),
                caption: caption.into(),
                ..Table::default()
            },
        }
    }

    /// A column of any cells.
    #[must_use]
    pub fn cells(mut self, column: Column, cells: Vec<Cell>) -> Self {
        let first = self.table.columns.is_empty();
        self.table.columns.push(column);
        for (place, cell) in cells.into_iter().enumerate() {
            if first {
                self.table.rows.push(Row::new(vec![cell]));
            } else if let Some(row) = self.table.rows.get_mut(place) {
                row.cells.push(cell);
            }
        }
        let width = self.table.columns.len();
        for row in &mut self.table.rows {
            row.cells.resize(width, Cell::new(Value::Absent));
        }
        self
    }

    /// A column of texts.
    #[must_use]
    pub fn texts<S: Into<String>>(
        self,
        key: &str,
        label: &str,
        texts: impl IntoIterator<Item = S>,
    ) -> Self {
        let cells = texts.into_iter().map(Cell::text).collect();
        self.cells(Column::text(key, label), cells)
    }

    /// A column of numbers of one unit.
    #[must_use]
    pub fn numbers(self, key: &str, label: &str, unit: Unit, numbers: &[Option<f64>]) -> Self {
        let style = NumberStyle::fit_all(unit, numbers.iter().flatten().copied());
        self.styled(key, label, style, numbers)
    }

    /// A column of numbers printed in a given style.
    #[must_use]
    pub fn styled(
        self,
        key: &str,
        label: &str,
        style: NumberStyle,
        numbers: &[Option<f64>],
    ) -> Self {
        let cells = numbers
            .iter()
            .map(|number| Cell::number(*number, style.unit))
            .collect();
        self.cells(Column::number(key, label, style), cells)
    }

    /// What the numbers of the column just added follow from, a formula a row. A cell without a number takes none.
    #[must_use]
    pub fn formulas<F: Into<Option<Formula>>>(
        mut self,
        formulas: impl IntoIterator<Item = F>,
    ) -> Self {
        for (row, formula) in self.table.rows.iter_mut().zip(formulas) {
            if let Some(cell) = row.cells.last_mut()
                && cell.value.as_number().is_some()
            {
                cell.formula = formula.into().map(Box::new);
            }
        }
        self
    }

    /// Makes the last row the totals.
    #[must_use]
    pub fn total_last(mut self) -> Self {
        if let Some(row) = self.table.rows.last_mut() {
            row.total = true;
            for cell in &mut row.cells {
                cell.bold = true;
            }
        }
        self
    }

    /// Prints the caption above the table.
    #[must_use]
    pub fn captioned(mut self) -> Self {
        self.table.show_caption = true;
        self
    }

    /// A remark below the table.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.table.note = note.into();
        self
    }

    /// Formats to be read on paper show the first `rows` and the totals; for tables whose rows grow with the halls.
    #[must_use]
    pub fn printed(mut self, rows: usize) -> Self {
        self.table.printed = Some(rows);
        self
    }

    /// The table; none where it has no rows.
    #[must_use]
    pub fn done(self) -> Option<Table> {
        (!self.table.rows.is_empty()).then_some(self.table)
    }
}
