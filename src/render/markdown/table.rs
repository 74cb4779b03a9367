//! A table → GFM, its cells padded to the same display width so that it reads in a plain editor too.

use unicode_width::UnicodeWidthStr;

use super::inline::{Place, plain, rich};
use crate::format::{self, ABSENT};
use crate::report::document::{Bullet, Cell, Column, ColumnKind, Dot, Span, Table, Text};
use crate::value::Value;
use crate::words::Lang;

/// Above these a table is not padded: nobody reads it in an editor, and padding would only make it large.
const PADDED_ROWS: usize = 100;
const PADDED_WIDTH: usize = 120;

/// Places of a bullet's bar.
const BAR: f64 = 12.0;

/// How a column's cells stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Centre,
    Right,
}

/// A grid of cells already in Markdown. Rows shorter than the head are filled up, longer ones cut.
#[derive(Debug)]
pub(super) struct Grid {
    columns: Vec<(String, Align)>,
    rows: Vec<Vec<String>>,
}

impl Grid {
    pub(super) fn new(columns: Vec<(String, Align)>) -> Self {
        Self {
            columns,
            rows: Vec::new(),
        }
    }

    pub(super) fn column(&mut self, head: &str, align: Align) {
        self.columns.push((head.to_owned(), align));
    }

    pub(super) fn row(&mut self, mut cells: Vec<String>) {
        cells.resize(self.columns.len(), String::new());
        self.rows.push(cells);
    }

    /// The lines without a newline at the end; nothing for a grid without columns.
    pub(super) fn print(&self) -> String {
        if self.columns.is_empty() {
            return String::new();
        }
        let widths = self.widths();
        let line = |cells: &mut dyn Iterator<Item = &str>| {
            let mut line = String::from("|");
            for ((cell, (_, align)), width) in cells.zip(&self.columns).zip(&widths) {
                line.push(' ');
                line.push_str(&pad(cell, *align, *width));
                line.push_str(" |");
            }
            line
        };
        let mut lines = vec![line(
            &mut self.columns.iter().map(|(head, _)| head.as_str()),
        )];
        let rule: Vec<String> = self
            .columns
            .iter()
            .zip(&widths)
            .map(|((_, align), width)| {
                let width = (*width).max(3);
                match align {
                    Align::Left => format!(":{}", "-".repeat(width - 1)),
                    Align::Centre => format!(":{}:", "-".repeat(width - 2)),
                    Align::Right => format!("{}:", "-".repeat(width - 1)),
                }
            })
            .collect();
        lines.push(line(&mut rule.iter().map(String::as_str)));
        for row in &self.rows {
            lines.push(line(&mut row.iter().map(String::as_str)));
        }
        lines.join("\n")
    }

    /// The display width each column is padded to; 0 where the table is too large to pad.
    fn widths(&self) -> Vec<usize> {
        let widths: Vec<usize> = self
            .columns
            .iter()
            .enumerate()
            .map(|(i, (head, _))| {
                let cells = self.rows.iter().filter_map(|row| row.get(i));
                cells
                    .map(|cell| cell.width())
                    .chain([head.width(), 3])
                    .max()
                    .unwrap_or(3)
            })
            .collect();
        let whole = widths.iter().sum::<usize>() + 3 * widths.len() + 1;
        if self.rows.len() > PADDED_ROWS || whole > PADDED_WIDTH {
            return vec![0; widths.len()];
        }
        widths
    }
}

fn pad(cell: &str, align: Align, width: usize) -> String {
    let room = width.saturating_sub(cell.width());
    match align {
        Align::Left => format!("{cell}{}", " ".repeat(room)),
        Align::Right => format!("{}{cell}", " ".repeat(room)),
        Align::Centre => {
            let left = room / 2;
            format!("{}{cell}{}", " ".repeat(left), " ".repeat(room - left))
        }
    }
}

/// A table of the Document, without its caption and note.
pub(super) fn table(table: &Table, lang: Lang) -> String {
    let mut grid = Grid::new(
        table
            .columns
            .iter()
            .map(|column| (plain(&head(column, lang), Place::Cell), align(column.kind)))
            .collect(),
    );
    for row in &table.rows {
        let cells = row.cells.iter().zip(&table.columns);
        grid.row(
            cells
                .map(|(cell, column)| cell_text(cell, column.kind, row.total, lang))
                .collect(),
        );
    }
    grid.print()
}

fn head(column: &Column, lang: Lang) -> String {
    match column.kind {
        ColumnKind::Number(style) => style.head(&column.label, lang),
        _ => column.label.clone(),
    }
}

const fn align(kind: ColumnKind) -> Align {
    match kind {
        ColumnKind::Text | ColumnKind::Bullet => Align::Left,
        ColumnKind::Word => Align::Centre,
        ColumnKind::Number(_)
        | ColumnKind::Mixed
        | ColumnKind::Bare
        | ColumnKind::Change
        | ColumnKind::Date => Align::Right,
    }
}

fn cell_text(cell: &Cell, kind: ColumnKind, total: bool, lang: Lang) -> String {
    if kind == ColumnKind::Bullet {
        return cell.bullet.map_or_else(|| ABSENT.to_owned(), bullet_text);
    }
    let style = match kind {
        ColumnKind::Number(style) => Some(style),
        _ => None,
    };
    let text = format::cell(&cell.value, style, lang);
    // A dash is no heavier in a totals row.
    let bold = (cell.bold || total) && cell.value != Value::Absent;
    let text = rich(&Text(vec![Span { text, bold }]), Place::Cell);
    match cell.dot {
        Some(dot) => format!("{} {text}", dot_sign(dot)),
        None => text,
    }
}

const fn dot_sign(dot: Dot) -> &'static str {
    match dot {
        Dot::Red => "🔴",
        Dot::Yellow => "🟡",
        Dot::Blue => "🔵",
    }
}

/// A bar of blocks with `│` where the target lies: `███████│░░░░░`.
fn bullet_text(bullet: Bullet) -> String {
    let places = |share: f64| {
        let share = if share.is_finite() { share } else { 0.0 };
        (share.clamp(0.0, 1.0) * BAR).round() as usize
    };
    let (actual, target) = (places(bullet.actual), places(bullet.target));
    let mut bar = String::new();
    for place in 0..=BAR as usize {
        if place == target {
            bar.push('│');
        }
        if place < BAR as usize {
            bar.push(if place < actual { '█' } else { '░' });
        }
    }
    bar
}
