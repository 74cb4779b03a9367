//! A sheet being written from top to bottom: blocks of a section in reading order.

use std::collections::HashMap;

use rust_xlsxwriter::{Format, Url, Worksheet, XlsxError};

use super::cells::{At, write_text};
use super::charts::native;
use super::data::Data;
use super::formats::{Look, clean};
use super::grid::{FIRST, Grid, lines};
use super::live::Place;
use super::names::quoted;
use super::refs::Refs;
use crate::chart::{Chart, ChartKind};
use crate::render::chart_table::chart_table;
use crate::report::document::{Block, FindingBlock, Panel, Span, Text};
use crate::say;
use crate::value::{Severity, Tone, Value};

/// The height of a row that nobody set, in pixels: charts are placed by it.
pub(super) const ROW_PIXELS: u32 = 22;

/// What every sheet is written with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shared<'a> {
    pub(super) look: &'a Look,
    pub(super) data: &'a Data,
    pub(super) refs: &'a Refs<'a>,
}

/// A sheet and the row that is written next.
pub(super) struct Page<'a> {
    pub(super) sheet: &'a mut Worksheet,
    /// The sheet's name.
    pub(super) name: &'a str,
    pub(super) look: &'a Look,
    pub(super) data: &'a Data,
    pub(super) refs: &'a Refs<'a>,
    pub(super) grid: Grid,
    pub(super) row: u32,
    /// Long tables: head, last row, last column.
    pub(super) filters: Vec<(u32, u32, u16)>,
    /// The tables written so far.
    pub(super) places: Vec<Place>,
    /// The formulas over cells of this sheet, to be written when all its tables are.
    pub(super) live: Vec<Live>,
    /// The formats of table cells made so far, and which is whose.
    pub(super) formats: Vec<Format>,
    pub(super) manners: HashMap<Manner, usize>,
}

/// A formula over cells of the sheet.
#[derive(Debug)]
pub(super) struct Live {
    pub(super) at: At,
    /// Its table's place in [`Page::places`].
    pub(super) table: usize,
    /// As a cell has it ([`Cell::live`](crate::report::document::Cell::live)).
    pub(super) formula: Box<str>,
    /// What it comes to.
    pub(super) value: Value,
    /// Its format's place in [`Page::formats`].
    pub(super) format: usize,
}

/// What decides the format of a table's cell.
#[derive(Debug, PartialEq, Eq, Hash)]
#[allow(clippy::struct_excessive_bools)] // each is one property of a format
pub(super) struct Manner {
    pub(super) align: u8,
    pub(super) tone: Tone,
    pub(super) bold: bool,
    pub(super) total: bool,
    /// In a row of several lines, whose cells all start at the top.
    pub(super) top: bool,
    pub(super) indented: bool,
    pub(super) wrapped: bool,
    pub(super) quiet: bool,
    pub(super) shown: String,
}

impl<'a> Page<'a> {
    pub(super) fn new(
        sheet: &'a mut Worksheet,
        name: &'a str,
        shared: Shared<'a>,
        grid: Grid,
    ) -> Result<Self, XlsxError> {
        grid.apply(sheet)?;
        sheet.set_screen_gridlines(false);
        Ok(Self {
            sheet,
            name,
            look: shared.look,
            data: shared.data,
            refs: shared.refs,
            grid,
            row: 0,
            filters: Vec::new(),
            places: Vec::new(),
            live: Vec::new(),
            formats: Vec::new(),
            manners: HashMap::new(),
        })
    }

    /// Writes a block and the blank row after it.
    pub(super) fn block(&mut self, block: &Block) -> Result<(), XlsxError> {
        match block {
            Block::Heading(level, text) => self.heading(*level, &text.to_plain())?,
            Block::Lead(text) => {
                let format = self.look.lead();
                self.paragraph(text, &format, 18.0)?;
                self.row += 1;
            }
            Block::Prose(text) => {
                let format = self.look.prose();
                self.paragraph(text, &format, 16.0)?;
                self.row += 1;
            }
            Block::Kpis(kpis) => self.kpis(kpis)?,
            Block::Table(table) => {
                self.table(table)?;
            }
            Block::Chart(chart) => self.chart(chart)?,
            Block::List(numbered, items) => {
                self.list(*numbered, items)?;
                self.row += 1;
            }
            Block::Panels(panels) => self.panels(panels)?,
            Block::Finding(finding) => self.finding(finding)?,
            Block::Note(text) => {
                self.small(&text.to_plain())?;
                self.row += 1;
            }
        }
        Ok(())
    }

    pub(super) fn heading(&mut self, level: u8, text: &str) -> Result<(), XlsxError> {
        let format = self.look.heading(level);
        write_text(self.sheet, (self.row, FIRST), text, &format)?;
        self.sheet.set_row_height(self.row, 22)?;
        self.row += 1;
        Ok(())
    }

    /// Sets the current row's height for so many lines, each `height` points, where one is not enough.
    pub(super) fn set_lines(&mut self, lines: u32, height: f64) -> Result<(), XlsxError> {
        if lines > 1 {
            // Excel's tallest row.
            let points = (f64::from(lines) * height + 4.0).min(409.0);
            self.sheet.set_row_height(self.row, points)?;
        }
        Ok(())
    }

    /// A wrapped text over columns `from..=to` of the current row, its bold spans kept.
    pub(super) fn spread(
        &mut self,
        (from, to): (u16, u16),
        text: &Text,
        format: &Format,
    ) -> Result<(), XlsxError> {
        let plain = text.to_plain();
        if from < to {
            self.sheet
                .merge_range(self.row, from, self.row, to, "", format)?;
        }
        let spans: Vec<Span> = text
            .0
            .iter()
            .filter(|span| !span.text.is_empty())
            .cloned()
            .collect();
        let mixed = spans.iter().any(|span| span.bold) && plain.len() < 30_000;
        if !mixed {
            return write_text(self.sheet, (self.row, from), &plain, format);
        }
        let bold = format.clone().set_bold();
        let cleaned: Vec<(bool, String)> = spans
            .iter()
            .map(|span| (span.bold, clean(&span.text).into_owned()))
            .collect();
        let rich: Vec<(&Format, &str)> = cleaned
            .iter()
            .map(|(is_bold, text)| (if *is_bold { &bold } else { format }, text.as_str()))
            .collect();
        self.sheet
            .write_rich_string_with_format(self.row, from, &rich, format)?;
        Ok(())
    }

    /// A text over the sheet's whole width, as high as it needs; nothing for an empty one.
    fn paragraph(&mut self, text: &Text, format: &Format, height: f64) -> Result<(), XlsxError> {
        let plain = text.to_plain();
        if plain.trim().is_empty() {
            return Ok(());
        }
        let last = self.grid.page_end();
        self.spread((FIRST, last), text, format)?;
        // A line 11 points high holds fewer characters than the grid, which counts 10-point ones.
        let width = self.grid.width(FIRST, last) * 15.5 / height.max(15.5);
        let count = lines(&plain, width);
        self.sheet
            .set_row_height(self.row, (f64::from(count) * height + 4.0).min(409.0))?;
        self.row += 1;
        Ok(())
    }

    pub(super) fn small(&mut self, text: &str) -> Result<(), XlsxError> {
        let format = self.look.small();
        self.paragraph(&Text::plain(text), &format, 14.0)
    }

    fn list(&mut self, numbered: bool, items: &[Text]) -> Result<(), XlsxError> {
        let format = self.look.prose().set_indent(1);
        for (item, i) in items.iter().zip(1..) {
            self.paragraph(&marked(numbered, i, item), &format, 16.0)?;
        }
        Ok(())
    }

    /// Lists side by side, each over its part of the columns.
    fn panels(&mut self, panels: &[Panel]) -> Result<(), XlsxError> {
        let spans = self.grid.parted(panels.len());
        for (panel, span) in panels.iter().zip(&spans) {
            let format = self
                .look
                .heading(4)
                .set_font_color(self.look.tone(panel.tone));
            write_text(self.sheet, (self.row, span.0), &panel.title, &format)?;
        }
        self.row += 1;
        let format = self.look.prose();
        let rows = panels.iter().map(|panel| panel.items.len()).max();
        for i in 0..rows.unwrap_or(0) {
            let mut tallest = 1;
            for (panel, span) in panels.iter().zip(&spans) {
                if let Some(item) = panel.items.get(i) {
                    let text = marked(true, i + 1, item);
                    self.spread(*span, &text, &format)?;
                    let width = self.grid.width(span.0, span.1);
                    tallest = tallest.max(lines(&text.to_plain(), width));
                }
            }
            self.sheet
                .set_row_height(self.row, (f64::from(tallest) * 16.0 + 4.0).min(409.0))?;
            self.row += 1;
        }
        self.row += 1;
        Ok(())
    }

    fn finding(&mut self, finding: &FindingBlock) -> Result<(), XlsxError> {
        let lang = self.look.lang;
        let (word, tone) = match finding.severity {
            Severity::High => (say!(lang, "page.severity.high"), Tone::Bad),
            Severity::Medium => (say!(lang, "page.severity.medium"), Tone::Warning),
            Severity::Low => (say!(lang, "page.severity.low"), Tone::Neutral),
        };
        let title = finding.title.to_plain();
        let head = say!(lang, "workbook.finding", severity = word, title = title);
        let format = self.look.heading(4).set_font_color(self.look.tone(tone));
        write_text(self.sheet, (self.row, FIRST), &head, &format)?;
        self.row += 1;
        let last = self.grid.page_end();
        let label = self
            .look
            .body()
            .set_bold()
            .set_font_color(self.look.colours.muted)
            .set_align(rust_xlsxwriter::FormatAlign::Top);
        let prose = self
            .look
            .prose()
            .set_align(rust_xlsxwriter::FormatAlign::Top);
        for (name, text) in &finding.entries {
            write_text(self.sheet, (self.row, FIRST), name, &label)?;
            let from = (FIRST + 1).min(last);
            self.spread((from, last), text, &prose)?;
            let count = lines(&text.to_plain(), self.grid.width(from, last));
            self.sheet
                .set_row_height(self.row, (f64::from(count) * 16.0 + 4.0).min(409.0))?;
            self.row += 1;
        }
        self.row += 1;
        Ok(())
    }

    /// A native chart over the rows it needs; a heat map as a shaded range.
    fn chart(&mut self, chart: &Chart) -> Result<(), XlsxError> {
        if matches!(chart.kind, ChartKind::Heatmap(_)) {
            let table = chart_table(chart, self.look.lang);
            return self.heat_map(&table);
        }
        let width = self.grid.pixels().clamp(480, 760);
        let Some(height) = self.place(chart, FIRST, 0, width)? else {
            return Ok(());
        };
        self.row += height.div_ceil(ROW_PIXELS) + 1;
        Ok(())
    }

    /// Places a chart at the current row; its height, or none where it has no numbers to show.
    pub(super) fn place(
        &mut self,
        chart: &Chart,
        col: u16,
        offset: u32,
        width: u32,
    ) -> Result<Option<u32>, XlsxError> {
        let Some(mut drawn) = native(chart, self.data, self.look) else {
            return Ok(None);
        };
        drawn.chart.set_width(width).set_height(drawn.height);
        self.sheet
            .insert_chart_with_offset(self.row, col, &drawn.chart, offset, 2)?;
        Ok(Some(drawn.height))
    }

    /// A link to another sheet's first cell.
    pub(super) fn link(&mut self, at: At, sheet: &str, text: &str) -> Result<(), XlsxError> {
        let url = Url::new(format!("internal:{}!A1", quoted(sheet)));
        let format = self.look.link();
        self.sheet
            .write_url_with_options(at.0, at.1, url, clean(text), "", Some(&format))?;
        Ok(())
    }
}

/// An item with its number or bullet.
fn marked(numbered: bool, number: usize, item: &Text) -> Text {
    let mark = if numbered {
        format!("{number}. ")
    } else {
        "• ".to_owned()
    };
    let mut spans = vec![Span {
        text: mark,
        bold: false,
    }];
    spans.extend(item.0.iter().cloned());
    Text(spans)
}
