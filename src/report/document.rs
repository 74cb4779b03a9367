//! The Document: the whole report as typed blocks, the one thing every renderer reads.
//!
//! Values stay typed ([`Value`]) until a renderer prints them; renderers format, they never compute.

use std::borrow::Cow;

use jiff::civil::Date;

pub use crate::chart::Bullet;
use crate::chart::Chart;
use crate::metrics::ledger::{Formula, When};
use crate::month::Month;
use crate::value::{NumberStyle, Severity, Tone, Unit, Value};
use crate::words::Lang;

/// The whole report.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The language of every text in it.
    pub lang: Lang,
    /// The report's title, `电信营业厅月工作总结` unless the caller says otherwise.
    pub title: String,
    /// The hall or halls reported on, as the cover names them.
    pub hall: String,
    /// The month reported on.
    pub month: Month,
    /// Who presents it, where given.
    pub presenter: Option<String>,
    /// The report's date, where known.
    pub date: Option<Date>,
    /// Up to four figures for the cover.
    pub cover: Vec<Kpi>,
    /// Summary, the six numbered sections, appendix, in order.
    pub sections: Vec<Section>,
    /// What the workbook alone has, in order.
    pub sheets: Vec<Sheet>,
}

/// A sheet of the workbook beside those of the sections: lists that an auditor asks for, with what is to be said of them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sheet {
    /// A stable name: `sources`.
    pub id: String,
    /// Its name.
    pub title: String,
    /// What leads to it on the overview, where anything does.
    pub link: Option<String>,
    /// How it is laid out.
    pub layout: Layout,
    /// What it holds, in reading order.
    pub blocks: Vec<Block>,
    /// The id of the table that has the filter, and whose head stays in view.
    pub leads: String,
    /// How many columns of that table stay in view.
    pub keeps: u16,
    /// The widths of the sheet's columns, in characters.
    pub widths: Vec<f64>,
    /// Numbers that whoever works with the sheet may change, in the row above the leading table.
    pub inputs: Vec<Input>,
    /// What they are, in a word.
    pub inputs_are: String,
}

/// How a sheet is laid out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Layout {
    /// Blocks one below the other, as in a section.
    #[default]
    Blocks,
    /// One table from the first column on, for those who work with its numbers.
    Plain {
        /// What stands above it.
        heading: String,
        /// A remark on one line.
        remark: String,
        /// Its name, where it is one that formulas may name.
        table: Option<String>,
        /// How many pages side by side it is printed on.
        pages: u16,
        /// Whether others are worked out from it.
        is_source: bool,
    },
}

/// A number that the formulas of a sheet name, and that may be changed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Input {
    /// Its name in formulas.
    pub name: &'static str,
    /// The column that it stands above.
    pub column: &'static str,
    /// Its value.
    pub value: f64,
}

impl Document {
    /// The document as pages and programs show it: without what is for the workbook alone.
    #[must_use]
    pub fn for_pages(&self) -> Cow<'_, Self> {
        self.without(Audience::Workbook)
    }

    /// The document as the workbook shows it: without what is for pages alone.
    #[must_use]
    pub fn for_workbook(&self) -> Cow<'_, Self> {
        self.without(Audience::Page)
    }

    /// The document without the tables for one audience alone, and without the sections that held nothing else.
    fn without(&self, audience: Audience) -> Cow<'_, Self> {
        let is_for =
            |block: &Block| matches!(block, Block::Table(table) if table.audience == audience);
        let blocks = self.sections.iter().flat_map(|section| &section.blocks);
        if !blocks.into_iter().any(is_for) {
            return Cow::Borrowed(self);
        }
        let mut document = self.clone();
        document.sections.retain_mut(|section| {
            let before = section.blocks.len();
            section.blocks.retain(|block| !is_for(block));
            before == section.blocks.len() || !section.blocks.is_empty()
        });
        Cow::Owned(document)
    }
}

/// One section; in the PDF each starts a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// A stable name: `summary`, `performance`, `service`, `operations`, `team`, `problems`, `plan`, `appendix`.
    pub id: &'static str,
    /// `01` … `06`; none for the summary and the appendix.
    pub number: Option<&'static str>,
    /// The heading without its number.
    pub title: String,
    /// What it holds, in reading order.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading below the section's own (which is level 2): level 3 or 4.
    Heading(u8, Text),
    /// The section's opening sentences.
    Lead(Text),
    /// A paragraph.
    Prose(Text),
    /// A row (or rows) of KPI cards.
    Kpis(Vec<Kpi>),
    /// A table.
    Table(Table),
    /// A chart.
    Chart(Chart),
    /// A list; the flag says whether it is numbered.
    List(bool, Vec<Text>),
    /// Two or three short lists side by side, as 做得好的 and 要解决的.
    Panels(Vec<Panel>),
    /// A problem with its evidence, cause and measure.
    Finding(FindingBlock),
    /// Small print: a missing table, how a figure is to be read.
    Note(Text),
}

/// Text with emphasis.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text(pub Vec<Span>);

/// A run of text of one weight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The characters, without markup.
    pub text: String,
    /// Whether it is set bold.
    pub bold: bool,
}

impl Text {
    /// Plain text.
    pub fn plain(text: impl Into<String>) -> Self {
        Self(vec![Span {
            text: text.into(),
            bold: false,
        }])
    }

    /// The characters alone.
    #[must_use]
    pub fn to_plain(&self) -> String {
        self.0.iter().map(|span| span.text.as_str()).collect()
    }
}

/// One KPI card.
#[derive(Debug, Clone, PartialEq)]
pub struct Kpi {
    /// The metric's id.
    pub id: String,
    /// Its name in the report's language.
    pub name: String,
    /// Its value.
    pub value: Value,
    /// The change that matters, where there is one.
    pub change: Option<Change>,
    /// A short remark after the change (`5G 62.8%`, `±6.2（n=412）`), or empty.
    pub note: String,
    /// Up to 13 months, oldest first, this month last; `None` where a month is unknown.
    pub trend: Vec<Option<f64>>,
}

/// A change against an earlier month.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// A `Ratio` (relative change), `PercentPoints` or points; signed.
    pub value: Value,
    /// What it is measured against: `环比`, `同比`.
    pub basis: String,
    /// The month that is.
    pub since: When,
    /// Whether it is good news.
    pub tone: Tone,
}

/// A titled short list.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// Its heading.
    pub title: String,
    /// Its colour.
    pub tone: Tone,
    /// Its items, numbered when printed.
    pub items: Vec<Text>,
}

/// A finding as the report prints it.
#[derive(Debug, Clone, PartialEq)]
pub struct FindingBlock {
    /// What is wrong, in a phrase.
    pub title: Text,
    /// How much it matters.
    pub severity: Severity,
    /// (依据, text), (根因, text), (对策, text) …, in the order printed.
    pub entries: Vec<(String, Text)>,
}

/// Who a table is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Audience {
    /// Those who read the report, in whatever format.
    #[default]
    Both,
    /// Those who read it as pages (PDF, Markdown) or in the JSON.
    Page,
    /// Those who open the workbook.
    Workbook,
}

/// A table. Every row has as many cells as there are columns.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// A stable name, unique in the document: `categories`, `products` …
    pub id: String,
    /// Its caption (for accessibility, the workbook and JSON; printed where `show_caption`).
    pub caption: String,
    /// Whether the caption is printed above it.
    pub show_caption: bool,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Row>,
    /// A remark printed small below it, or empty.
    pub note: String,
    /// How many rows that are no totals formats to be read on paper show; none: all. What is for programs holds them all.
    pub printed: Option<usize>,
    /// Who it is for.
    pub audience: Audience,
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// A stable name, unique in the table: `amount`, `mom` …
    pub key: String,
    /// The head without its unit.
    pub label: String,
    /// What its cells are.
    pub kind: ColumnKind,
    /// How many columns of a sheet it takes.
    pub spans: u16,
}

/// How a workbook colours a cell by its number, so that the colour follows when somebody changes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shade {
    /// The darker the more, from 0 to 100.
    Scale,
    /// A bar as long as the number, 100 at two thirds of the cell.
    Bar,
    /// Red below 1.
    BelowOne,
    /// Red below 0, rounded to so many places: what prints as zero is no news.
    BelowZero(u8),
    /// Red above 0, in the same way.
    AboveZero(u8),
    /// Red where it is in the lowest tenth of the cells beside it that ask for it.
    LowestTenth,
    /// The same of the highest tenth.
    HighestTenth,
    /// Grey: what only stands beside the others.
    Quiet,
}

/// How a column's cells are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Text, left-aligned.
    Text,
    /// Short words set centred (达成, 未达成).
    Word,
    /// Numbers of one unit, right-aligned, all with the same places and scale; the unit stands in the head.
    Number(NumberStyle),
    /// Numbers of differing units (a table of metrics): each prints its own unit, right-aligned.
    Mixed,
    /// The same where the unit stands in a column beside.
    Bare,
    /// Changes in differing units: each prints its sign and its unit.
    Change,
    /// Dates or times, right-aligned.
    Date,
    /// A small bullet chart in each cell ([`Cell::bullet`]).
    Bullet,
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The cells, one a column.
    pub cells: Vec<Cell>,
    /// Whether it is a totals row: ruled above and bold.
    pub total: bool,
}

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// What it holds.
    pub value: Value,
    /// Its colour.
    pub tone: Tone,
    /// Whether it is set bold.
    pub bold: bool,
    /// A coloured dot before the text (severity levels): `red`, `yellow` or `blue`.
    pub dot: Option<Dot>,
    /// For a `Bullet` column: actual against target.
    pub bullet: Option<Bullet>,
    /// How a number follows from the ledger, for renderers that can work it out again; the value stands all the same.
    pub formula: Option<Box<Formula>>,
    /// How it follows from cells of its sheet, as a spreadsheet's formula in which columns stand in braces by their keys:
    /// `{sales}` is the cell of the same row, `{$sales}` the same with its column held, `{sales..}` the column's rows without
    /// totals, `{sales:}` the same held, `{targets/sales:}` that of another table. Where it gives `—` the value is absent.
    pub live: Option<Box<str>>,
    /// Its colour in a workbook.
    pub shade: Option<Shade>,
}

/// The colour of a complaint level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dot {
    /// Red level.
    Red,
    /// Yellow level.
    Yellow,
    /// Blue level.
    Blue,
}

impl Cell {
    /// A value without colour or weight.
    #[must_use]
    pub const fn new(value: Value) -> Self {
        Self {
            value,
            tone: Tone::Neutral,
            bold: false,
            dot: None,
            bullet: None,
            formula: None,
            live: None,
            shade: None,
        }
    }

    /// A text cell.
    pub fn text(text: impl Into<String>) -> Self {
        Self::new(Value::text(text))
    }

    /// A number, or a dash where there is none.
    #[must_use]
    pub fn number(number: Option<f64>, unit: Unit) -> Self {
        Self::new(Value::number(number, unit))
    }

    /// The same cell in a colour.
    #[must_use]
    pub const fn tone(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }

    /// The same cell with the formula that its number follows from.
    #[must_use]
    pub fn from(mut self, formula: Formula) -> Self {
        self.formula = Some(Box::new(formula));
        self
    }

    /// The same cell with how it follows from others of its sheet.
    #[must_use]
    pub fn live(mut self, formula: impl Into<Box<str>>) -> Self {
        self.live = Some(formula.into());
        self
    }

    /// The same cell in bold.
    #[must_use]
    pub const fn bold(mut self) -> Self {
        self.bold = true;
        self
    }
}

impl Column {
    /// A text column.
    pub fn text(key: &str, label: impl Into<String>) -> Self {
        Self::of(key, label, ColumnKind::Text)
    }

    /// A column of any kind.
    pub fn of(key: &str, label: impl Into<String>, kind: ColumnKind) -> Self {
        Self {
            key: key.to_owned(),
            label: label.into(),
            kind,
            spans: 1,
        }
    }

    /// A column of numbers printed as `style` says.
    pub fn number(key: &str, label: impl Into<String>, style: NumberStyle) -> Self {
        Self::of(key, label, ColumnKind::Number(style))
    }
}

impl Row {
    /// An ordinary row.
    #[must_use]
    pub const fn new(cells: Vec<Cell>) -> Self {
        Self {
            cells,
            total: false,
        }
    }

    /// A totals row.
    #[must_use]
    pub const fn total(cells: Vec<Cell>) -> Self {
        Self { cells, total: true }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(sections: &[&[Audience]]) -> Document {
        let section = |tables: &&[Audience]| Section {
            id: "summary",
            number: None,
            title: String::new(),
            blocks: tables
                .iter()
                .map(|audience| {
                    Block::Table(Table {
                        audience: *audience,
                        ..Table::default()
                    })
                })
                .collect(),
        };
        Document {
            lang: Lang::ZH,
            title: String::new(),
            hall: String::new(),
            month: "2025-04".parse().unwrap(),
            presenter: None,
            date: None,
            cover: Vec::new(),
            sections: sections.iter().map(section).collect(),
            sheets: Vec::new(),
        }
    }

    #[test]
    fn what_is_for_others_is_left_out_with_the_sections_it_alone_made() {
        let (both, page, workbook) = (Audience::Both, Audience::Page, Audience::Workbook);
        let whole = document(&[&[both, page, workbook], &[workbook], &[]]);
        assert_eq!(*whole.for_pages(), document(&[&[both, page], &[]]));
        let kept = document(&[&[both, workbook], &[workbook], &[]]);
        assert_eq!(*whole.for_workbook(), kept);
        assert!(matches!(kept.for_workbook(), Cow::Borrowed(_)));
    }
}
