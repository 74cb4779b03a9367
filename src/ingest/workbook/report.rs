//! What reading a sheet found besides its rows.

use std::fmt;

/// The place of a cell, shown as a spreadsheet shows it: `B7`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct CellAddress {
    /// The row, from 1.
    pub row: u64,
    /// The column, from 0 for A.
    pub column: u32,
}

impl fmt::Display for CellAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Letters are digits 1–26 without a zero, so the column is counted from 1 and a one taken off a step.
        let mut rest = u64::from(self.column) + 1;
        let mut letters = Vec::new();
        while rest > 0 {
            rest -= 1;
            letters.push(char::from(b'A' + (rest % 26) as u8));
            rest /= 26;
        }
        for letter in letters.iter().rev() {
            write!(f, "{letter}")?;
        }
        write!(f, "{}", self.row)
    }
}

/// How many cells something was seen in, and the first of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Seen {
    /// How many cells.
    pub count: u64,
    /// The first, in reading order.
    pub first: Option<CellAddress>,
}

impl Seen {
    pub(super) fn note(&mut self, address: CellAddress) {
        self.count += 1;
        self.first.get_or_insert(address);
    }
}

/// Cells merged into one over several rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MergedRange {
    /// The first row, from 1.
    pub first_row: u64,
    /// The last row.
    pub last_row: u64,
    /// The column its value stands in, from 0.
    pub column: u32,
}

/// Rows by their numbers, counted, and shown as runs: `3–5, 9`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RowRuns {
    /// How many rows.
    pub count: u64,
    runs: Vec<(u64, u64)>,
}

impl RowRuns {
    /// Runs that are kept, and shown; more are counted.
    const KEPT: usize = 8;

    /// The first row.
    #[must_use]
    pub fn first(&self) -> Option<u64> {
        self.runs.first().map(|(first, _)| *first)
    }

    /// Adds a row below the others.
    pub fn note(&mut self, row: u64) {
        self.count += 1;
        let runs = self.runs.len();
        match self.runs.last_mut() {
            Some((_, last)) if *last + 1 == row => *last = row,
            // One more than is shown, so that it shows that there are more.
            _ if runs <= Self::KEPT => self.runs.push((row, row)),
            _ => {}
        }
    }

    /// Adds another part's rows, which may lie above or between.
    pub fn merge(&mut self, other: Self) {
        self.count += other.count;
        self.runs.extend(other.runs);
        self.runs.sort_unstable();
        self.runs.dedup_by(|next, run| {
            let joins = run.1 + 1 == next.0;
            if joins {
                run.1 = next.1;
            }
            joins
        });
        self.runs.truncate(Self::KEPT + 1);
    }
}

impl fmt::Display for RowRuns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = 0;
        for (place, (first, last)) in self.runs.iter().take(Self::KEPT).enumerate() {
            shown += last - first + 1;
            if place > 0 {
                f.write_str(", ")?;
            }
            match last - first {
                0 => write!(f, "{first}")?,
                1 => write!(f, "{first}, {last}")?,
                _ => write!(f, "{first}–{last}")?,
            }
        }
        if shown < self.count {
            f.write_str(", …")?;
        }
        Ok(())
    }
}

/// What reading a sheet found besides its rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SheetReport {
    /// Rows delivered: those with a value in a column within the limits.
    pub rows: u64,
    /// The number of the last row delivered, 0 if none was.
    pub last_row: u64,
    /// Cells with a value to the right of `max_columns` or below `max_rows`, which were left out.
    pub beyond_limits: Seen,
    /// Formulas whose result is not in the file: the program that wrote it did not calculate. Delivered as blanks.
    /// XLS and XLSB always hold a result.
    pub formulas_without_value: Seen,
    /// Error cells (`#N/A`), delivered as such.
    pub errors: Seen,
    /// Merged ranges. Their value is in the top left cell; the others are blank.
    pub merged_ranges: u64,
    /// Those of them that reach over several rows, in the file's order; complete where reading was not stopped.
    pub merged_down: Vec<MergedRange>,
    /// Rows delivered that the workbook hides, by hand or by a filter.
    pub hidden_rows: RowRuns,
    /// Whether dates are counted from 1904. Cells delivered as [`Serial`](crate::ingest::Cell::Serial) are already shifted to the 1900 system;
    /// plain numbers are not.
    pub date_1904: bool,
    /// Whether the caller stopped before the last row, so that the counts cover only what was read.
    pub stopped: bool,
}

impl SheetReport {
    /// Notes a merged range by its corners.
    pub(super) fn note_merged(&mut self, first: CellAddress, last: CellAddress) {
        self.merged_ranges += 1;
        if first.row < last.row {
            self.merged_down.push(MergedRange {
                first_row: first.row,
                last_row: last.row,
                column: first.column,
            });
        }
    }
}

/// Reads `B7`, `$B$7` into its column (from 0) and row (from 1, 0 where it has none).
pub(super) fn parse_address(text: &str) -> Option<CellAddress> {
    let mut column: u32 = 0;
    let mut row: u64 = 0;
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' if row == 0 => {
                let digit = u32::from(byte.to_ascii_uppercase() - b'A') + 1;
                column = column.checked_mul(26)?.checked_add(digit)?;
            }
            b'0'..=b'9' => row = row.checked_mul(10)?.checked_add(u64::from(byte - b'0'))?,
            b'$' => {}
            _ => return None,
        }
    }
    Some(CellAddress {
        row,
        column: column.checked_sub(1)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_shown_as_runs_in_whatever_parts_they_come() {
        let mut whole = RowRuns::default();
        let mut parts = [RowRuns::default(), RowRuns::default()];
        for row in [3, 4, 5, 9, 11, 12] {
            whole.note(row);
            parts[usize::from(row > 4)].note(row);
        }
        assert_eq!(whole.to_string(), "3–5, 9, 11, 12");
        let [mut above, mut below] = parts;
        below.merge(std::mem::take(&mut above));
        assert_eq!(below, whole);
        assert_eq!(whole.first(), Some(3));
        let mut many = RowRuns::default();
        for row in (2..100).step_by(2) {
            many.note(row);
        }
        assert_eq!(many.to_string(), "2, 4, 6, 8, 10, 12, 14, 16, …");
        assert_eq!(many.count, 49);
    }

    #[test]
    fn addresses_both_ways() {
        for (text, row, column) in [
            ("A1", 1, 0),
            ("Z2", 2, 25),
            ("AA3", 3, 26),
            ("AZ10", 10, 51),
            ("BA10", 10, 52),
            ("ZZ9", 9, 701),
            ("AAA9", 9, 702),
            ("XFD1048576", 1_048_576, 16_383),
        ] {
            let address = CellAddress { row, column };
            assert_eq!(address.to_string(), text);
            assert_eq!(parse_address(text), Some(address));
        }
        assert_eq!(
            parse_address("$c$5"),
            Some(CellAddress { row: 5, column: 2 })
        );
        for text in [
            "",
            "5",
            "A-1",
            "A1B",
            "AAAAAAAAAAAAAAA1",
            "A99999999999999999999",
        ] {
            assert_eq!(parse_address(text), None, "{text}");
        }
    }
}
