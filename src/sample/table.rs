//! Writes one made-up table: cells in, a CSV file or a workbook out.
//!
//! Rows go out as they come and nothing is kept, so a table of any length takes the same memory. The file is written
//! beside its name and renamed when it is whole. A workbook's sheet holds a million rows; what is more goes to a further sheet.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use super::calendar::{Day, Moment};
use super::workbook::Book;
use super::{Encoding, Form, Headers, SampleError};
use crate::month::Month;

/// A column: its canonical name and what a Chinese export calls it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    /// The canonical name of the field.
    pub(crate) name: &'static str,
    /// One of its Chinese aliases.
    pub(crate) zh: &'static str,
    /// Whether a closing row of a Chinese workbook adds it up.
    pub(crate) added_up: bool,
}

/// A column.
pub(crate) const fn column(name: &'static str, zh: &'static str) -> Column {
    Column {
        name,
        zh,
        added_up: false,
    }
}

/// A column of money that the closing row of a Chinese workbook adds up.
pub(crate) const fn summed(name: &'static str, zh: &'static str) -> Column {
    Column {
        name,
        zh,
        added_up: true,
    }
}

/// A table's file name in both languages, and its columns.
#[derive(Debug)]
pub(crate) struct Table {
    /// The dataset's id, the file name of an English export.
    pub(crate) id: &'static str,
    /// The file name and title of a Chinese export.
    pub(crate) zh: &'static str,
    /// Its columns.
    pub(crate) columns: &'static [Column],
}

/// A value that has a canonical and a Chinese name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word(pub(crate) &'static str, pub(crate) &'static str);

/// One cell.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Cell<'a> {
    /// Nothing.
    Blank,
    /// A text that both languages share.
    Text(&'a str),
    /// A value of an enum.
    Word(Word),
    /// A whole number.
    Whole(i64),
    /// Money, in fen.
    Fen(i64),
    /// A decimal, in hundredths, printed without trailing zeros.
    Hundredths(i64),
    /// A ratio, in ten-thousandths: `95.5%` in a Chinese export, 0.955 in an English one.
    Ratio(i64),
    /// A day.
    Day(Day),
    /// A moment.
    Moment(Moment),
    /// A month.
    Month(Month),
    /// Yes or no.
    Flag(bool),
}

impl<'a> Cell<'a> {
    /// A cell, or a blank where there is no value.
    pub(crate) fn given<T>(value: Option<T>, cell: impl FnOnce(T) -> Cell<'a>) -> Self {
        value.map_or(Self::Blank, cell)
    }
}

/// Where all the tables of one run go, and how many rows have gone there.
pub(crate) struct Target<'a> {
    pub(crate) dir: &'a Path,
    /// The form of a table, by its id.
    pub(crate) form: fn(&Target<'a>, &str) -> Form,
    /// The form that the options ask for.
    pub(crate) usual: Form,
    /// The last month.
    pub(crate) month: Month,
    /// Whether workbooks keep each text once.
    pub(crate) shared: bool,
    pub(crate) progress: &'a mut dyn FnMut(u64),
    pub(crate) rows: u64,
    pub(crate) written: Vec<PathBuf>,
}

impl Target<'_> {
    /// Counts a row, and tells of it every 1,024.
    fn count(&mut self) {
        self.rows += 1;
        if self.rows.is_multiple_of(1024) {
            (self.progress)(self.rows);
        }
    }
}

/// A table being written.
pub(crate) struct Writer<'a, 't> {
    target: &'a mut Target<'t>,
    path: PathBuf,
    part: PathBuf,
    headers: Headers,
    sink: Sink,
}

enum Sink {
    Csv {
        out: BufWriter<File>,
        line: String,
        encoding: Encoding,
    },
    Book(Box<Book>),
}

impl<'a, 't> Writer<'a, 't> {
    /// Opens the file of a table and writes its header.
    pub(crate) fn open(
        target: &'a mut Target<'t>,
        table: &'static Table,
        owner: &str,
    ) -> Result<Self, SampleError> {
        let form = (target.form)(target, table.id);
        let stem = match form.headers {
            Headers::Zh => table.zh,
            Headers::En => table.id,
        };
        let extension = if form.xlsx { "xlsx" } else { "csv" };
        let path = target.dir.join(format!("{stem}.{extension}"));
        let part = target.dir.join(format!(".{stem}.{extension}.part"));
        let sink = if form.xlsx {
            let book = Book::new(table, form.headers, target.month, target.shared, owner);
            Sink::Book(Box::new(book.map_err(|e| SampleError::book(&path, e))?))
        } else {
            let file = File::create(&part).map_err(|e| SampleError::file(&part, e))?;
            Sink::Csv {
                out: BufWriter::with_capacity(1 << 16, file),
                line: String::new(),
                encoding: form.encoding,
            }
        };
        let headers = form.headers;
        let mut writer = Self {
            target,
            path,
            part,
            headers,
            sink,
        };
        if let Sink::Csv { line, .. } = &mut writer.sink {
            for (place, column) in table.columns.iter().enumerate() {
                if place > 0 {
                    line.push(',');
                }
                line.push_str(match headers {
                    Headers::Zh => column.zh,
                    Headers::En => column.name,
                });
            }
            writer.end_line()?;
        }
        Ok(writer)
    }

    /// Writes a row: a cell a column, in the columns' order.
    pub(crate) fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), SampleError> {
        match &mut self.sink {
            Sink::Csv { line, .. } => {
                for (place, cell) in cells.iter().enumerate() {
                    if place > 0 {
                        line.push(',');
                    }
                    push(line, *cell, self.headers);
                }
                self.end_line()?;
            }
            Sink::Book(book) => book
                .row(cells)
                .map_err(|e| SampleError::book(&self.path, e))?,
        }
        self.target.count();
        Ok(())
    }

    /// Puts the file in its place.
    pub(crate) fn finish(self) -> Result<(), SampleError> {
        match self.sink {
            Sink::Csv { mut out, .. } => {
                out.flush().map_err(|e| SampleError::file(&self.path, e))?;
            }
            Sink::Book(book) => book
                .save(&self.part)
                .map_err(|e| SampleError::book(&self.path, e))?,
        }
        fs::rename(&self.part, &self.path).map_err(|e| SampleError::file(&self.path, e))?;
        self.target.written.push(self.path);
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), SampleError> {
        if let Sink::Csv {
            out,
            line,
            encoding,
        } = &mut self.sink
        {
            line.push('\n');
            let result = match encoding {
                Encoding::Utf8 => out.write_all(line.as_bytes()),
                Encoding::Gb18030 => out.write_all(&encoding_rs::GB18030.encode(line).0),
            };
            line.clear();
            result.map_err(|e| SampleError::file(&self.path, e))?;
        }
        Ok(())
    }
}

/// The name a language gives a word.
pub(crate) const fn named(word: Word, headers: Headers) -> &'static str {
    match headers {
        Headers::Zh => word.1,
        Headers::En => word.0,
    }
}

/// A month as text.
pub(crate) fn month_text(month: Month, headers: Headers) -> String {
    match headers {
        Headers::Zh => format!("{}年{}月", month.year(), month.number()),
        Headers::En => month.to_string(),
    }
}

/// Adds a cell to a line of CSV.
fn push(line: &mut String, cell: Cell<'_>, headers: Headers) {
    use std::fmt::Write;
    // Writing to a `String` cannot fail.
    let _ = match cell {
        Cell::Blank => Ok(()),
        Cell::Text(text) => {
            push_text(line, text);
            Ok(())
        }
        Cell::Word(word) => {
            push_text(line, named(word, headers));
            Ok(())
        }
        Cell::Whole(n) => write!(line, "{n}"),
        Cell::Fen(n) => {
            let sign = if n < 0 { "-" } else { "" };
            write!(line, "{sign}{}.{:02}", n.abs() / 100, n.abs() % 100)
        }
        Cell::Hundredths(n) => decimal(line, n, 2),
        Cell::Ratio(n) => match headers {
            Headers::Zh => decimal(line, n, 2).and_then(|()| line.write_char('%')),
            Headers::En => decimal(line, n, 4),
        },
        Cell::Day(day) => push_day(line, day),
        Cell::Moment(moment) => push_day(line, moment.day()).and_then(|()| {
            let (hour, minute, second) = moment.clock();
            write!(line, " {hour:02}:{minute:02}:{second:02}")
        }),
        Cell::Month(month) => {
            line.push_str(&month_text(month, headers));
            Ok(())
        }
        Cell::Flag(flag) => {
            line.push_str(flag_text(flag, headers));
            Ok(())
        }
    };
}

/// Yes or no in a language.
pub(crate) const fn flag_text(flag: bool, headers: Headers) -> &'static str {
    match (headers, flag) {
        (Headers::Zh, true) => "是",
        (Headers::Zh, false) => "否",
        (Headers::En, true) => "yes",
        (Headers::En, false) => "no",
    }
}

/// `n` / 10^`places`, without trailing zeros.
fn decimal(line: &mut String, n: i64, places: usize) -> std::fmt::Result {
    use std::fmt::Write;
    let scale = 10_i64.pow(places as u32);
    let sign = if n < 0 { "-" } else { "" };
    write!(line, "{sign}{}", n.abs() / scale)?;
    let rest = n.abs() % scale;
    if rest != 0 {
        let digits = format!("{rest:0places$}");
        write!(line, ".{}", digits.trim_end_matches('0'))?;
    }
    Ok(())
}

fn push_day(line: &mut String, day: Day) -> std::fmt::Result {
    use std::fmt::Write;
    let (year, month, day) = day.civil();
    write!(line, "{year:04}-{month:02}-{day:02}")
}

/// Adds a text, quoted where a comma, a quote or a line end would break the row (RFC 4180).
fn push_text(line: &mut String, text: &str) {
    if text.contains([',', '"', '\n', '\r']) {
        line.push('"');
        line.push_str(&text.replace('"', "\"\""));
        line.push('"');
    } else {
        line.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(cell: Cell<'_>, headers: Headers) -> String {
        let mut line = String::new();
        push(&mut line, cell, headers);
        line
    }

    #[test]
    fn prints_cells_as_exports_do() {
        let zh = |cell| text(cell, Headers::Zh);
        let en = |cell| text(cell, Headers::En);
        assert_eq!(en(Cell::Fen(-12_905)), "-129.05");
        assert_eq!(
            (zh(Cell::Ratio(9_550)), en(Cell::Ratio(9_550))),
            ("95.5%".into(), "0.955".into())
        );
        assert_eq!(en(Cell::Hundredths(250)), "2.5");
        assert_eq!(en(Cell::Day(Day(45_748))), "2025-04-01");
        assert_eq!(
            en(Cell::Moment(Day(45_748).at(32_707))),
            "2025-04-01 09:05:07"
        );
        assert_eq!(zh(Cell::Month(Month::new(2025, 4).unwrap())), "2025年4月");
        assert_eq!(
            (zh(Cell::Flag(true)), en(Cell::Flag(false))),
            ("是".into(), "no".into())
        );
        assert_eq!(en(Cell::Text("a,\"b\"")), "\"a,\"\"b\"\"\"");
        assert_eq!(zh(Cell::Word(Word("device", "终端"))), "终端");
    }
}
