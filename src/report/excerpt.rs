//! A long table → what of it is printed: its first rows and its totals, with a line that says how many more there are.
//!
//! Input: a table that may say how many rows are printed. Output: the table as the formats for reading show it. The
//! workbook and the JSON take the table itself.

use std::borrow::Cow;

use super::document::{Row, Table};
use crate::format;
use crate::say;
use crate::words::Lang;

impl Table {
    /// The table as it is printed: itself, or its first rows and its totals where it has more than are to be printed.
    /// Totals rows are not counted and never left out.
    #[must_use]
    pub fn excerpt(&self, lang: Lang) -> Cow<'_, Self> {
        let Some(most) = self.printed else {
            return Cow::Borrowed(self);
        };
        let all = self.rows.iter().filter(|row| !row.total).count();
        if all <= most {
            return Cow::Borrowed(self);
        }
        let mut shown = 0;
        let rows: Vec<Row> = self
            .rows
            .iter()
            .filter(|row| {
                shown += usize::from(!row.total);
                row.total || shown <= most
            })
            .cloned()
            .collect();
        let note = if self.note.is_empty() {
            more(most, all, lang)
        } else {
            let more = more(most, all, lang);
            say!(
                lang,
                "phrases.excerpt.then",
                more = more,
                remark = self.note
            )
        };
        Cow::Owned(Self {
            id: self.id.clone(),
            caption: self.caption.clone(),
            show_caption: self.show_caption,
            columns: self.columns.clone(),
            rows,
            note,
            printed: None,
            audience: self.audience,
        })
    }
}

/// How many rows there are beyond those shown.
fn more(shown: usize, all: usize, lang: Lang) -> String {
    let number = |n: usize| format::decimal(n as f64, 0, false);
    let (rest, all) = (number(all - shown), number(all));
    say!(
        lang,
        "phrases.excerpt.more",
        shown = shown,
        rest = rest,
        all = all
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::document::{Cell, Column};

    fn table(rows: usize, printed: Option<usize>) -> Table {
        let named = |n: usize| Row::new(vec![Cell::text(format!("第{n}厅"))]);
        let mut rows: Vec<Row> = (1..=rows).map(named).collect();
        rows.push(Row::total(vec![Cell::text("合计")]));
        Table {
            id: "halls".into(),
            caption: "营业厅".into(),
            show_caption: true,
            columns: vec![Column::text("hall", "营业厅")],
            rows,
            note: "元。".into(),
            printed,
            ..Table::default()
        }
    }

    fn texts(table: &Table) -> Vec<String> {
        let cells = table.rows.iter().flat_map(|row| &row.cells);
        cells
            .map(|cell| format::cell(&cell.value, None, Lang::ZH))
            .collect()
    }

    #[test]
    fn the_first_rows_and_the_totals_are_printed() {
        let table = table(1200, Some(2));
        let printed = table.excerpt(Lang::ZH);
        assert_eq!(texts(&printed), ["第1厅", "第2厅", "合计"]);
        assert_eq!(
            printed.note,
            "以上为前 2 行，另有 1,198 行；全部 1,200 行见工作簿。元。"
        );
        assert_eq!(
            table.excerpt(Lang::EN).note,
            "The first 2 rows; 1,198 more. The workbook holds all 1,200. 元。"
        );
        assert_eq!(table.rows.len(), 1201);
    }

    #[test]
    fn a_table_that_has_no_more_stays_whole() {
        for whole in [table(200, None), table(2, Some(2)), table(0, Some(2))] {
            assert!(matches!(whole.excerpt(Lang::ZH), Cow::Borrowed(_)));
        }
    }
}
