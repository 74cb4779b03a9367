//! One made-up table as a workbook: written row by row to disk, never whole in memory.
//!
//! A Chinese workbook has a title row above its header and, where the table has amounts, a closing 合计 row, as exports of
//! the field do; an English one has neither. A small one keeps each text once, as spreadsheet programs do; a large one writes texts
//! into the cells, since the list of them would fill the memory.

use std::path::Path;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use super::Headers;
use super::calendar::Day;
use super::table::{Cell, Table, flag_text, month_text, named};
use crate::month::Month;

/// Rows of data a sheet holds; the format's limit is 1,048,576 rows in all.
const SHEET_ROWS: u32 = 1_000_000;

/// A workbook being written.
pub(crate) struct Book {
    workbook: Workbook,
    table: &'static Table,
    headers: Headers,
    title: String,
    /// Whether texts are kept once each, as spreadsheet programs do, rather than in every cell.
    shared: bool,
    sheet: usize,
    next: u32,
    data: u32,
    sums: Vec<i64>,
    formats: Formats,
}

struct Formats {
    title: Format,
    head: Format,
    money: Format,
    ratio: Format,
    day: Format,
    moment: Format,
}

impl Book {
    /// A workbook with its first sheet's heads.
    pub(crate) fn new(
        table: &'static Table,
        headers: Headers,
        month: Month,
        shared: bool,
        owner: &str,
    ) -> Result<Self, XlsxError> {
        let mut workbook = Workbook::new();
        // The date of the document is that of its data: the clock would make two runs differ.
        let (year, month, day) = Day::first_of(month.next()).civil();
        let made = ExcelDateTime::from_ymd(year as u16, month as u8, day as u8)?;
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
        let mut book = Self {
            workbook,
            table,
            headers,
            title: format!("{owner}{}", table.zh),
            shared,
            sheet: 0,
            next: 0,
            data: 0,
            sums: vec![0; table.columns.len()],
            formats: Formats {
                title: Format::new().set_bold().set_font_size(14),
                head: Format::new().set_bold(),
                money: Format::new().set_num_format("0.00"),
                ratio: Format::new().set_num_format("0.00%"),
                day: Format::new().set_num_format("yyyy-mm-dd"),
                moment: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
            },
        };
        book.open_sheet(0)?;
        Ok(book)
    }

    fn open_sheet(&mut self, sheet: usize) -> Result<(), XlsxError> {
        let name = match self.headers {
            Headers::Zh => self.table.zh,
            Headers::En => self.table.id,
        };
        let worksheet = if self.shared {
            self.workbook.add_worksheet_with_low_memory()?
        } else {
            self.workbook.add_worksheet_with_constant_memory()?
        };
        worksheet.set_name(if sheet == 0 {
            name.to_owned()
        } else {
            format!("{name}{}", sheet + 1)
        })?;
        self.next = 0;
        if self.headers == Headers::Zh {
            worksheet.write_string_with_format(0, 0, self.title.as_str(), &self.formats.title)?;
            self.next = 1;
        }
        for (place, column) in (0_u16..).zip(self.table.columns) {
            let head = match self.headers {
                Headers::Zh => column.zh,
                Headers::En => column.name,
            };
            worksheet.set_column_width(place, 14)?;
            worksheet.write_string_with_format(self.next, place, head, &self.formats.head)?;
        }
        self.next += 1;
        worksheet.set_freeze_panes(self.next, 0)?;
        self.sheet = sheet;
        self.data = 0;
        Ok(())
    }

    /// Writes a row.
    pub(crate) fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), XlsxError> {
        if self.data == SHEET_ROWS {
            self.open_sheet(self.sheet + 1)?;
        }
        let row = self.next;
        let worksheet = self.workbook.worksheet_from_index(self.sheet)?;
        let formats = &self.formats;
        for ((place, cell), sum) in (0_u16..).zip(cells).zip(&mut self.sums) {
            match *cell {
                Cell::Blank => {}
                Cell::Text(text) => {
                    worksheet.write_string(row, place, text)?;
                }
                Cell::Word(word) => {
                    worksheet.write_string(row, place, named(word, self.headers))?;
                }
                Cell::Whole(n) => {
                    worksheet.write_number(row, place, n as f64)?;
                }
                Cell::Fen(n) => {
                    *sum += n;
                    worksheet.write_number_with_format(
                        row,
                        place,
                        n as f64 / 100.0,
                        &formats.money,
                    )?;
                }
                Cell::Hundredths(n) => {
                    worksheet.write_number(row, place, n as f64 / 100.0)?;
                }
                Cell::Ratio(n) => {
                    let ratio = n as f64 / 10_000.0;
                    worksheet.write_number_with_format(row, place, ratio, &formats.ratio)?;
                }
                Cell::Day(day) => {
                    worksheet.write_number_with_format(row, place, day.0 as f64, &formats.day)?;
                }
                Cell::Moment(moment) => {
                    let serial = moment.serial();
                    worksheet.write_number_with_format(row, place, serial, &formats.moment)?;
                }
                Cell::Month(month) => {
                    worksheet.write_string(row, place, month_text(month, self.headers))?;
                }
                Cell::Flag(flag) => {
                    worksheet.write_string(row, place, flag_text(flag, self.headers))?;
                }
            }
        }
        self.next += 1;
        self.data += 1;
        Ok(())
    }

    /// Closes the table and writes the file.
    pub(crate) fn save(mut self, path: &Path) -> Result<(), XlsxError> {
        if self.headers == Headers::Zh && self.table.columns.iter().any(|c| c.added_up) {
            let worksheet = self.workbook.worksheet_from_index(self.sheet)?;
            worksheet.write_string(self.next, 0, "合计")?;
            for ((place, column), sum) in (0_u16..).zip(self.table.columns).zip(&self.sums) {
                if column.added_up {
                    let sum = *sum as f64 / 100.0;
                    worksheet.write_number_with_format(
                        self.next,
                        place,
                        sum,
                        &self.formats.money,
                    )?;
                }
            }
        }
        self.workbook.save(path)
    }
}
