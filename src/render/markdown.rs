//! Document → GitHub-flavoured Markdown that people read on GitHub and edit in a plain editor.
//!
//! Input: a [`Document`] and where its charts lie. Output: text in which exactly one blank line parts
//! blocks and one newline ends the file. No text of the Document becomes markup: what could is escaped,
//! and nothing else. It writes no files; the SVGs are another renderer's.

mod anchor;
mod inline;
mod table;

use crate::chart::Chart;
use crate::format::{self, ABSENT};
use crate::render::chart_table::chart_table;
use crate::report::document::{Block, Change, Document, FindingBlock, Kpi, Panel, Section, Text};
use crate::say;
use crate::value::{Severity, Value};
use crate::words::Lang;
use anchor::Anchors;
use inline::{Place, plain, rich};
use table::{Align, Grid};

/// Where the charts of the Markdown are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartLinks<'a> {
    /// As `ID.svg` in this folder beside the Markdown file, say `yuebao-2025-04-charts`.
    Folder(&'a str),
    /// Nowhere: each chart's numbers stand in its place as a table (for standard output).
    Tables,
}

/// Prints the whole Document.
#[must_use]
pub fn markdown(document: &Document, charts: ChartLinks) -> String {
    let document = &*document.for_pages();
    let lang = document.lang;
    let mut anchors = Anchors::default();
    anchors.heading(&document.title);
    let contents_head = say!(lang, "page.contents");
    anchors.heading(contents_head);

    let mut body = Writer {
        lang,
        charts,
        anchors,
        contents: Vec::new(),
        level: 2,
        out: Blocks::default(),
    };
    for section in &document.sections {
        body.section(section);
    }

    let mut out = Blocks::default();
    out.push(format!("# {}", plain(&document.title, Place::Heading)));
    out.push(particulars(document));
    let cover = cover_only(document);
    if !cover.is_empty() {
        out.push(kpi_table(&cover, lang));
    }
    if !body.contents.is_empty() {
        out.push(format!("## {contents_head}"));
        out.push(body.contents.join("\n"));
    }
    out.0.extend(body.out.0);
    out.finish()
}

/// Blocks of text, none of them empty or with a newline at its end.
#[derive(Default)]
struct Blocks(Vec<String>);

impl Blocks {
    fn push(&mut self, block: String) {
        if !block.is_empty() {
            self.0.push(block);
        }
    }

    fn finish(self) -> String {
        let mut text = self.0.join("\n\n");
        text.push('\n');
        text
    }
}

/// Hall, month, presenter and date as a list.
fn particulars(document: &Document) -> String {
    let lang = document.lang;
    let mut lines = vec![
        (say!(lang, "page.hall"), document.hall.clone()),
        (
            say!(lang, "page.month"),
            format::month(document.month, lang),
        ),
    ];
    if let Some(presenter) = &document.presenter {
        lines.push((say!(lang, "page.presenter"), presenter.clone()));
    }
    if let Some(date) = document.date {
        lines.push((say!(lang, "page.date"), format::date(date, lang)));
    }
    let lines = lines.iter().map(|(label, text)| {
        format!(
            "- {}{}",
            say!(lang, "page.labelled", label = *label),
            plain(text, Place::Inline)
        )
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The cover's figures, where no card row of the sections stands for them.
fn cover_only(document: &Document) -> Vec<&Kpi> {
    let blocks = document.sections.iter().flat_map(|section| &section.blocks);
    let mut rows = blocks.filter(|block| matches!(block, Block::Kpis(kpis) if !kpis.is_empty()));
    if rows.next().is_some() {
        return Vec::new();
    }
    document.cover.iter().collect()
}

/// Writes the sections and collects the contents list on the way.
struct Writer<'a> {
    lang: Lang,
    charts: ChartLinks<'a>,
    anchors: Anchors,
    contents: Vec<String>,
    /// The level of the last heading of the Document's own: findings and panels go one below.
    level: usize,
    out: Blocks,
}

impl Writer<'_> {
    fn section(&mut self, section: &Section) {
        let title = match section.number {
            Some(number) => format!("{number} {}", section.title),
            None => section.title.clone(),
        };
        self.level = 2;
        let anchor = self.heading(2, &title);
        self.contents.push(contents_line(0, &title, &anchor));
        for block in &section.blocks {
            self.block(block);
        }
    }

    /// Prints a heading and returns its anchor.
    fn heading(&mut self, level: usize, title: &str) -> String {
        let text = plain(title, Place::Heading);
        self.out.push(
            format!("{} {text}", "#".repeat(level.clamp(1, 6)))
                .trim_end()
                .to_owned(),
        );
        self.anchors.heading(title)
    }

    fn block(&mut self, block: &Block) {
        let lang = self.lang;
        match block {
            Block::Heading(level, text) => {
                let level = usize::from(*level).clamp(3, 6);
                self.level = level;
                let title = text.to_plain();
                if title.trim().is_empty() {
                    return;
                }
                let anchor = self.heading(level, &title);
                if level == 3 {
                    self.contents.push(contents_line(1, &title, &anchor));
                }
            }
            Block::Lead(text) => {
                let text = rich(text, Place::Block);
                if !text.is_empty() {
                    self.out.push(format!("> {text}"));
                }
            }
            Block::Prose(text) => self.out.push(rich(text, Place::Block)),
            Block::Kpis(kpis) => {
                let kpis: Vec<&Kpi> = kpis.iter().collect();
                if !kpis.is_empty() {
                    self.out.push(kpi_table(&kpis, lang));
                }
            }
            Block::Table(table) => {
                let printed = table.excerpt(lang);
                let table = &*printed;
                if table.show_caption {
                    self.out.push(bold_line(&table.caption));
                }
                self.out.push(table::table(table, lang));
                self.out.push(small(&Text::plain(&table.note)));
            }
            Block::Chart(chart) => self.chart(chart),
            Block::List(numbered, items) => self.out.push(list(*numbered, items)),
            Block::Panels(panels) => panels.iter().for_each(|panel| self.panel(panel)),
            Block::Finding(finding) => self.finding(finding),
            Block::Note(text) => self.out.push(small(text)),
        }
    }

    fn chart(&mut self, chart: &Chart) {
        self.out.push(bold_line(&chart.title));
        match self.charts {
            ChartLinks::Folder(folder) => self.out.push(format!(
                "![{}]({}/{}.svg)",
                plain(&chart.alt, Place::Alt),
                inline::path(folder),
                inline::path(&chart.id)
            )),
            ChartLinks::Tables => {
                let table = chart_table(chart, self.lang);
                let printed = table.excerpt(self.lang);
                self.out.push(table::table(&printed, self.lang));
                self.out.push(small(&Text::plain(&printed.note)));
            }
        }
    }

    fn panel(&mut self, panel: &Panel) {
        self.heading(self.level + 1, &panel.title);
        self.out.push(list(true, &panel.items));
    }

    fn finding(&mut self, finding: &FindingBlock) {
        let lang = self.lang;
        self.heading(self.level + 1, &finding.title.to_plain());
        let severity = (
            say!(lang, "page.severity.head").to_owned(),
            Text::plain(severity_word(finding.severity, lang)),
        );
        let lines = std::iter::once(&severity)
            .chain(&finding.entries)
            .map(|(label, text)| {
                // The colon inside the bold would leave a closing mark that no reader accepts
                // between punctuation and a letter.
                let label = rich(
                    &Text(vec![crate::report::document::Span {
                        text: label.clone(),
                        bold: true,
                    }]),
                    Place::Inline,
                );
                format!(
                    "- {}{}",
                    say!(lang, "page.labelled", label = label),
                    rich(text, Place::Inline)
                )
            });
        self.out.push(lines.collect::<Vec<_>>().join("\n"));
    }
}

/// The word for a severity.
fn severity_word(severity: Severity, lang: Lang) -> &'static str {
    match severity {
        Severity::High => say!(lang, "page.severity.high"),
        Severity::Medium => say!(lang, "page.severity.medium"),
        Severity::Low => say!(lang, "page.severity.low"),
    }
}

fn contents_line(depth: usize, title: &str, anchor: &str) -> String {
    format!(
        "{}- [{}](#{})",
        "  ".repeat(depth),
        plain(title, Place::Alt),
        inline::path(anchor)
    )
}

fn bold_line(text: &str) -> String {
    let bold = Text(vec![crate::report::document::Span {
        text: text.to_owned(),
        bold: true,
    }]);
    rich(&bold, Place::Block)
}

/// Small print, in italics: `_` because `*` would meet the marks of bold words inside.
fn small(text: &Text) -> String {
    let text = rich(text, Place::Small);
    if text.is_empty() {
        return text;
    }
    format!("_{text}_")
}

fn list(numbered: bool, items: &[Text]) -> String {
    let lines = items.iter().enumerate().map(|(i, item)| {
        let text = rich(item, Place::Block);
        if numbered {
            format!("{}. {text}", i + 1)
        } else {
            format!("- {text}")
        }
    });
    lines
        .map(|line| line.trim_end().to_owned())
        .collect::<Vec<_>>()
        .join("\n")
}

/// KPI cards as rows: name, value, change, remark; the last two only where some card has one.
fn kpi_table(kpis: &[&Kpi], lang: Lang) -> String {
    let mut grid = Grid::new(vec![
        (say!(lang, "page.card.metric").to_owned(), Align::Left),
        (say!(lang, "page.card.value").to_owned(), Align::Right),
    ]);
    let changes = kpis.iter().any(|kpi| kpi.change.is_some());
    let notes = kpis.iter().any(|kpi| !kpi.note.is_empty());
    if changes {
        grid.column(say!(lang, "page.card.change"), Align::Right);
    }
    if notes {
        grid.column(say!(lang, "page.card.remark"), Align::Left);
    }
    for kpi in kpis {
        let mut cells = vec![
            plain(&kpi.name, Place::Cell),
            plain(&format::value(&kpi.value, lang), Place::Cell),
        ];
        if changes {
            let change = kpi.change.as_ref();
            cells.push(change.map_or_else(
                || ABSENT.to_owned(),
                |change| plain(&change_text(change, lang), Place::Cell),
            ));
        }
        if notes {
            cells.push(plain(&kpi.note, Place::Cell));
        }
        grid.row(cells);
    }
    grid.print()
}

/// `▲ 5.2% 环比`; a change that rounds to nothing has no arrow.
fn change_text(change: &Change, lang: Lang) -> String {
    let size = match &change.value {
        Value::Number(number, unit) => format::value(&Value::Number(number.abs(), *unit), lang),
        other => format::value(other, lang),
    };
    let moved = size.chars().any(|c| ('1'..='9').contains(&c));
    let arrow = match change.value.as_number() {
        Some(number) if moved && number > 0.0 => "▲ ",
        Some(number) if moved && number < 0.0 => "▼ ",
        _ => "",
    };
    format!("{arrow}{size} {}", change.basis)
}

#[cfg(test)]
mod tests;
