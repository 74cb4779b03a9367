//! Delimited text cut into records and cells.
//!
//! In: text that begins at a record's start. Out: each record's cells, borrowed from it, with the line it starts on. A quote opens
//! only at a cell's start and closes only before a delimiter or a line's end; one that does neither is unclosed: its line is told
//! and passed over, and reading goes on after it.

use memchr::{memchr, memchr_iter, memchr2, memrchr};

use super::cell::Cell;

/// How a text file parts its cells and records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Dialect {
    /// `,`, `;` or a tab.
    pub(crate) delimiter: u8,
    /// A line feed (a carriage return before it belongs to it), or a carriage return in files that have only those.
    pub(crate) line_end: u8,
    /// Bytes of a quoted cell beyond which its quote is taken for unclosed.
    pub(crate) cell_bytes: usize,
}

/// Where a quoted cell ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Close {
    /// The closing quote, and the delimiter or line end (or the end of the text) after it.
    At { quote: usize, next: usize },
    /// Nowhere.
    Unclosed,
    /// Not within these bytes; more may tell.
    Unknown,
}

impl Dialect {
    /// The end of the cell whose opening quote is at `open`. `whole`: no bytes follow these.
    fn close(&self, bytes: &[u8], open: usize, whole: bool) -> Close {
        let mut from = open + 1;
        loop {
            let Some(quote) = bytes.get(from..).and_then(|rest| memchr(b'"', rest)) else {
                let told = whole || bytes.len() - open > self.cell_bytes;
                return if told {
                    Close::Unclosed
                } else {
                    Close::Unknown
                };
            };
            let quote = from + quote;
            if quote - open > self.cell_bytes {
                return Close::Unclosed;
            }
            let mut next = quote + 1;
            if bytes.get(next) == Some(&b'"') {
                from = next + 1;
                continue;
            }
            while bytes.get(next) == Some(&b' ') {
                next += 1;
            }
            return match bytes.get(next) {
                None if whole => Close::At { quote, next },
                None => Close::Unknown,
                Some(&byte) if byte == self.delimiter || byte == self.line_end => {
                    Close::At { quote, next }
                }
                Some(b'\r') => match bytes.get(next + 1) {
                    Some(b'\n') => Close::At { quote, next },
                    None if whole => Close::At { quote, next },
                    None => Close::Unknown,
                    Some(_) => Close::Unclosed,
                },
                Some(_) => Close::Unclosed,
            };
        }
    }

    /// The end of the last record that certainly ends within `bytes`, which begin at a record's start; 0 where none does.
    pub(crate) fn last_record_end(&self, bytes: &[u8], whole: bool) -> usize {
        let mut cut = 0;
        let mut from = 0;
        while let Some(quote) = bytes.get(from..).and_then(|rest| memchr(b'"', rest)) {
            let quote = from + quote;
            let outside = bytes.get(from..quote).unwrap_or_default();
            if let Some(end) = memrchr(self.line_end, outside) {
                cut = from + end + 1;
            }
            let opens = quote
                .checked_sub(1)
                .and_then(|before| bytes.get(before))
                .is_none_or(|&byte| byte == self.delimiter || byte == self.line_end);
            if !opens {
                from = quote + 1;
                continue;
            }
            match self.close(bytes, quote, whole) {
                Close::At { next, .. } => from = next,
                Close::Unknown => return cut,
                Close::Unclosed => {
                    let line = bytes
                        .get(quote..)
                        .and_then(|rest| memchr(self.line_end, rest));
                    let Some(line) = line else {
                        return if whole { bytes.len() } else { cut };
                    };
                    from = quote + line + 1;
                    cut = from;
                }
            }
        }
        if whole {
            return bytes.len();
        }
        let outside = bytes.get(from..).unwrap_or_default();
        memrchr(self.line_end, outside).map_or(cut, |end| from + end + 1)
    }

    /// How many lines end within `bytes`.
    pub(crate) fn lines(&self, bytes: &[u8]) -> u64 {
        memchr_iter(self.line_end, bytes).count() as u64
    }
}

/// What stands in the way of reading a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unclosed {
    /// The column of the cell whose quote does not close, from 0.
    pub(crate) column: usize,
}

/// One record: its cells are in the list given to [`Records::next`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Record {
    /// The line it starts on.
    pub(crate) line: u64,
    /// Set where the record is to be passed over.
    pub(crate) unclosed: Option<Unclosed>,
    /// Cells beyond the most that are kept.
    pub(crate) cut: usize,
}

/// The records of a text.
#[derive(Debug)]
pub(crate) struct Records<'t> {
    text: &'t str,
    dialect: Dialect,
    at: usize,
    line: u64,
    columns: usize,
    doubled: Vec<usize>,
}

impl<'t> Records<'t> {
    /// `line` is the number of the text's first line; at most `columns` cells of a record are kept.
    pub(crate) const fn new(text: &'t str, dialect: Dialect, line: u64, columns: usize) -> Self {
        Self {
            text,
            dialect,
            at: 0,
            line,
            columns,
            doubled: Vec::new(),
        }
    }

    /// The columns of the last record whose quotes are doubled, to be made single before they are read.
    pub(crate) fn doubled(&self) -> &[usize] {
        &self.doubled
    }

    /// Puts the next record's cells into `cells`, none of them trimmed, blanks as [`Cell::Blank`].
    pub(crate) fn next(&mut self, cells: &mut Vec<Cell<'t>>) -> Option<Record> {
        cells.clear();
        self.doubled.clear();
        let text = self.text;
        let bytes = text.as_bytes();
        if self.at >= bytes.len() {
            return None;
        }
        let Dialect {
            delimiter,
            line_end,
            ..
        } = self.dialect;
        let mut record = Record {
            line: self.line,
            unclosed: None,
            cut: 0,
        };
        let mut column = 0;
        let mut at = self.at;
        loop {
            // One cell: its text, and where the delimiter or line end after it stands.
            let (start, mut stop, next) = if bytes.get(at) == Some(&b'"') {
                match self.dialect.close(bytes, at, true) {
                    Close::At { quote, next } => {
                        let inside = bytes.get(at + 1..quote).unwrap_or_default();
                        if memchr(b'"', inside).is_some() {
                            self.doubled.push(column);
                        }
                        self.line += self.dialect.lines(inside);
                        (at + 1, quote, next)
                    }
                    Close::Unclosed | Close::Unknown => {
                        record.unclosed = Some(Unclosed { column });
                        // The record's earlier cells may span lines; reading goes on after the line of the quote.
                        let rest = bytes.get(at..).unwrap_or_default();
                        let end = memchr(line_end, rest).map_or(bytes.len(), |end| at + end + 1);
                        self.line += 1;
                        self.at = end;
                        return Some(record);
                    }
                }
            } else {
                let rest = bytes.get(at..).unwrap_or_default();
                let next = memchr2(delimiter, line_end, rest).map_or(bytes.len(), |end| at + end);
                (at, next, next)
            };
            let ends = bytes.get(next) != Some(&delimiter);
            if ends && stop == next && stop > start && bytes.get(stop - 1) == Some(&b'\r') {
                stop -= 1;
            }
            if column < self.columns {
                cells.push(match text.get(start..stop) {
                    None | Some("") => Cell::Blank,
                    Some(text) => Cell::Text(text),
                });
            } else {
                record.cut += 1;
            }
            column += 1;
            if ends {
                // A carriage return may stand between a closing quote and the line feed.
                let mut end = next;
                while bytes.get(end).is_some_and(|&byte| byte != line_end) {
                    end += 1;
                }
                self.line += 1;
                self.at = end + 1;
                return Some(record);
            }
            at = next + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMA: Dialect = Dialect {
        delimiter: b',',
        line_end: b'\n',
        cell_bytes: 100,
    };

    fn read(text: &str, dialect: Dialect) -> Vec<String> {
        let mut records = Records::new(text, dialect, 1, 100);
        let mut cells = Vec::new();
        let mut all = Vec::new();
        while let Some(record) = records.next(&mut cells) {
            let cells: Vec<_> = cells
                .iter()
                .map(|cell| match cell {
                    Cell::Text(text) => text.replace('\n', "⏎"),
                    _ => "∅".to_owned(),
                })
                .collect();
            let fault = record.unclosed.map_or(String::new(), |unclosed| {
                format!(" unclosed {}", unclosed.column)
            });
            all.push(format!("{}: {}{fault}", record.line, cells.join("|")));
        }
        all
    }

    #[test]
    fn cuts_cells_and_records() {
        assert_eq!(read("a,b\n1,2", COMMA), ["1: a|b", "2: 1|2"]);
        assert_eq!(read("a,b\r\n1,\r\n", COMMA), ["1: a|b", "2: 1|∅"]);
        assert_eq!(read("\n\na\n", COMMA), ["1: ∅", "2: ∅", "3: a"]);
        assert_eq!(read("", COMMA), Vec::<String>::new());
        assert_eq!(read(",", COMMA), ["1: ∅|∅"]);
    }

    #[test]
    fn reads_carriage_returns_alone() {
        let dialect = Dialect {
            line_end: b'\r',
            ..COMMA
        };
        assert_eq!(
            read("a,b\r1,\"x\ry\"\r2,3", dialect),
            ["1: a|b", "2: 1|x\ry", "4: 2|3"]
        );
    }

    #[test]
    fn quotes_hold_delimiters_and_lines() {
        assert_eq!(
            read("\"a,b\",\"c\nd\"\r\n\"\",x\n", COMMA),
            ["1: a,b|c⏎d", "3: ∅|x"]
        );
        assert_eq!(read("\"a\" ,b", COMMA), ["1: a|b"]);
        // Doubled quotes are left to the reader of the record.
        assert_eq!(read("\"a\"\"b\",c", COMMA), ["1: a\"\"b|c"]);
    }

    #[test]
    fn a_quote_within_a_cell_is_text() {
        assert_eq!(read("5\" screen,b\n", COMMA), ["1: 5\" screen|b"]);
    }

    #[test]
    fn an_unclosed_quote_costs_its_line_only() {
        assert_eq!(
            read("a,\"b,1\nc,2\n\"d\",3\n", COMMA),
            ["1: a unclosed 1", "2: c|2", "3: d|3"]
        );
        assert_eq!(read("x,\"y", COMMA), ["1: x unclosed 1"]);
        let far = format!("a,\"b\n{}\n\",z\n", "c,d\n".repeat(40));
        assert_eq!(read(&far, COMMA)[0], "1: a unclosed 1");
        assert_eq!(read(&far, COMMA)[1], "2: c|d");
    }

    #[test]
    fn cuts_blocks_at_record_ends_only() {
        let cut = |text: &str| COMMA.last_record_end(text.as_bytes(), false);
        assert_eq!(cut("a,b\n1,2\n3"), 8);
        assert_eq!(cut("a,b\n\"1\n2\",3"), 4);
        assert_eq!(cut("a,b\n\"1\n2\",3\n4"), 12);
        assert_eq!(cut("a,b\n1,\"2\n3\n"), 4);
        assert_eq!(cut("a,\"b\"\"\n"), 0);
        assert_eq!(cut("a,5\"\nb,\"c\"x\nd"), 12);
        assert_eq!(cut("abc"), 0);
        assert_eq!(COMMA.last_record_end(b"a\n\"b", true), 4);
    }
}
