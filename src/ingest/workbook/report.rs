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
    /// Whether dates are counted from 1904. Cells delivered as [`Serial`](crate::ingest::Cell::Serial) are already shifted to the 1900 system;
    /// plain numbers are not.
    pub date_1904: bool,
    /// Whether the caller stopped before the last row, so that the counts cover only what was read.
    pub stopped: bool,
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
