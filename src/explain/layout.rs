//! Columns of text for a terminal, Chinese characters two cells wide.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

/// How many cells of a terminal a text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// Rows of cells: the first column stands left, the others right.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    rows: Vec<Vec<String>>,
}

impl Columns {
    /// Adds a row.
    pub fn row<S: Into<String>>(&mut self, cells: impl IntoIterator<Item = S>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }

    /// Writes the rows, indented by two, columns parted by two spaces, without spaces at line ends.
    pub fn write(&self, out: &mut String) {
        let count = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.width()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..count).map(width).collect();
        for row in &self.rows {
            let mut line = String::from(" ");
            for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
                let pad = " ".repeat(width - cell.width());
                let _ = match column {
                    0 => write!(line, " {cell}{pad}"),
                    _ => write!(line, "  {pad}{cell}"),
                };
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_and_latin_cells_line_up() {
        let mut columns = Columns::default();
        columns.row(["", "本月", "变化"]);
        columns.row(["终端", "1,234.5", "+2.0"]);
        columns.row(["VAS"]);
        let mut out = String::new();
        columns.write(&mut out);
        assert_eq!(out, "           本月  变化\n  终端  1,234.5  +2.0\n  VAS\n");
    }
}
