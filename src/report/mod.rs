//! The report: figures in, a [`document::Document`] out.
//!
//! `exhibits` works the tables, charts and cards out; the section templates state the prose and place the exhibits;
//! `parse` turns their Markdown into blocks. Nothing here knows a file format.

mod columns;
mod desk;
pub mod document;
mod excerpt;
pub(crate) mod exhibits;
mod parse;
pub mod phrases;
pub mod problem_list;
pub(crate) mod sheets;
pub mod sources;
#[cfg(test)]
pub(crate) mod specimen;
mod template;
mod wording;

use crate::say;
use crate::words::Lang;
use std::collections::BTreeMap;

use jiff::civil::Date;
use tera::Context;

use crate::config::Config;
use crate::findings::finding::Judgement;
use crate::format;
use crate::metrics::Figures;
use crate::metrics::archive::HallFigures;
use crate::metrics::catalog;
use crate::metrics::ledger::{ChartFormulas, Ledger};
use crate::metrics::score;
use crate::value::Value;

use desk::Desk;
use document::{Block, Document, Section};
use exhibits::Exhibits;

use phrases::Basis;
use sources::Sources;
use template::{Printed, Templates};
use wording::Wording;

pub use template::TemplateError;

/// Why a report cannot be built.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// A template cannot be rendered.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// What a template renders to cannot stand in a report.
    #[error("section `{section}`: {error}")]
    Markdown {
        /// The section.
        section: &'static str,
        /// What is wrong.
        error: parse::ParseError,
    },
}

/// What the cover says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cover {
    /// The title; none: the language's own.
    pub title: Option<String>,
    /// The hall or halls.
    pub hall: String,
    /// Who presents it.
    pub presenter: Option<String>,
    /// Its date.
    pub date: Option<Date>,
}

/// A built report.
#[derive(Debug)]
pub struct Report {
    /// The Document every renderer reads.
    pub document: Document,
    /// Every metric of the catalog, in its order.
    pub metrics: Vec<MetricRow>,
    /// The problems found, for the JSON and `--fail-on findings`.
    pub judgement: Judgement,
    /// What the metrics are worked out from, and how, for the workbook.
    pub ledger: Ledger,
    /// How the numbers of charts follow from it.
    pub chart_formulas: ChartFormulas,
}

impl Report {
    /// Adds every metric of each hall for the workbook, where several are reported, as the caller finds them, who has the
    /// halls' facts.
    pub fn add_halls(&mut self, halls: &[HallFigures]) {
        let document = &mut self.document;
        sheets::add_halls(&mut document.sheets, document.lang, &self.ledger, halls);
    }
}

/// A metric with all that is known of it in the month.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)] // the names are those of the JSON, which the README tells
pub struct MetricRow {
    pub id: &'static str,
    pub value: Option<f64>,
    pub mom: Option<f64>,
    pub yoy: Option<f64>,
    pub target: Option<f64>,
    pub attainment: Option<f64>,
    pub met: Option<bool>,
    pub rows: u64,
    /// Why the value is absent, in English in every language.
    pub absent_because: Option<String>,
}

/// The sections in order, each with its number; its title is `phrases.section.<id>`.
const SECTIONS: [(&str, Option<&str>); 8] = [
    ("summary", None),
    ("performance", Some("01")),
    ("service", Some("02")),
    ("operations", Some("03")),
    ("team", Some("04")),
    ("problems", Some("05")),
    ("plan", Some("06")),
    (APPENDIX, None),
];

/// The section that sheets of the workbook stand for.
const APPENDIX: &str = "appendix";

/// The ids of the sections, in order; each has a template of its name.
pub fn section_ids() -> impl Iterator<Item = &'static str> {
    SECTIONS.iter().map(|(id, _)| *id)
}

/// Builds the report. `templates` are the caller's own section templates, by section.
pub fn build(
    figures: &Figures<'_>,
    config: &Config,
    lang: Lang,
    cover: Cover,
    sources: &Sources,
    templates: &BTreeMap<String, String>,
) -> Result<Report, ReportError> {
    let desk = Desk {
        wording: Wording::of(lang, templates)?,
        ..Desk::new(figures, config, lang)
    };
    let mut exhibits = Exhibits::default();
    let judgement = exhibits::problems::judge(&desk);
    let staff = score::scores(figures.books(), desk.month(), config.score);
    let mut context = Context::new();
    context.insert("hall", &cover.hall);
    context.insert("month", &format::month(figures.month(), lang));
    context.insert("last_month", &desk.month_name(figures.month().previous()));
    let told = [
        ("sales", exhibits::sales::build(&desk, &mut exhibits)),
        ("subs", exhibits::subscribers::build(&desk, &mut exhibits)),
        ("targets", exhibits::attainment::build(&desk, &mut exhibits)),
        (
            "surveys",
            exhibits::satisfaction::build(&desk, &mut exhibits),
        ),
        (
            "complaints",
            exhibits::complaints::build(&desk, &mut exhibits),
        ),
        ("stock", exhibits::stock::build(&desk, &mut exhibits)),
        ("team", exhibits::team::build(&desk, &staff, &mut exhibits)),
        ("training", exhibits::training::build(&desk, &mut exhibits)),
        (
            "collaboration",
            exhibits::collaboration::build(&desk, &mut exhibits),
        ),
        ("hours", exhibits::hours::build(&desk, &mut exhibits)),
        (
            "inspections",
            exhibits::inspections::build(&desk, &mut exhibits),
        ),
        ("actions", exhibits::actions::build(&desk, &mut exhibits)),
        (
            "problems",
            exhibits::problems::build(&desk, &judgement, &mut exhibits),
        ),
        (
            "plan",
            exhibits::plan::build(&desk, &judgement, &mut exhibits),
        ),
        (
            "summary",
            exhibits::summary::build(&desk, &judgement, &mut exhibits),
        ),
        (
            "appendix",
            exhibits::appendix::build(&desk, sources, &mut exhibits),
        ),
    ];
    for (name, told) in &told {
        context.insert(*name, told);
    }

    let templates = Templates::new(lang, templates, printed(&desk))?;
    let mut sections = Vec::with_capacity(SECTIONS.len());
    let mut besides = Vec::new();
    for (id, number) in SECTIONS {
        let markdown = templates.render(id, &context)?;
        let parse = |markdown: &str| {
            parse::blocks(markdown, &exhibits)
                .map_err(|error| ReportError::Markdown { section: id, error })
        };
        let blocks = parse(&markdown)?;
        if id == APPENDIX {
            besides = parse(&sheets::besides(&markdown))?;
        }
        sections.push(Section {
            id,
            number,
            title: lang.text(&format!("phrases.section.{id}")).to_owned(),
            blocks,
        });
    }
    let title = cover.title;
    let title = title.unwrap_or_else(|| say!(lang, "phrases.cover.title").to_owned());
    let metrics = metrics(figures);
    let mut document = Document {
        lang,
        title,
        hall: cover.hall,
        month: figures.month(),
        presenter: cover.presenter,
        date: cover.date,
        cover: exhibits::summary::cover(&desk),
        sections,
        sheets: sheets::build(sheets::Lists {
            lang,
            month: figures.month(),
            ledger: &desk.ledger,
            problems: &problem_list::list(&desk, &judgement),
            staff: &staff,
            weights: config.score,
            metrics: &metrics,
            sources,
            besides: &besides,
        }),
    };
    settle(&mut document, &desk.ledger);
    if let Some(fault) = desk.wording.fault() {
        return Err(fault.into());
    }
    Ok(Report {
        document,
        metrics,
        judgement,
        ledger: desk.ledger,
        chart_formulas: exhibits.chart_formulas,
    })
}

/// Takes away the formulas that come to no value, as the attainment of a target of 0: a workbook that worked them out
/// again would lose the number that the cell has.
fn settle(document: &mut Document, ledger: &Ledger) {
    let blocks = document.sections.iter_mut().flat_map(|s| &mut s.blocks);
    let tables = blocks.filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    let rows = tables.flat_map(|table| &mut table.rows);
    for cell in rows.flat_map(|row| &mut row.cells) {
        cell.formula
            .take_if(|formula| ledger.value(formula).is_none());
    }
}

fn metrics(figures: &Figures<'_>) -> Vec<MetricRow> {
    catalog::all()
        .map(|metric| {
            let now = figures.now(metric);
            let attainment = figures.attainment(metric);
            MetricRow {
                id: metric.id,
                value: now.ok().map(|figure| figure.value),
                mom: figures.mom(metric),
                yoy: figures.yoy(metric),
                target: attainment.map(|attainment| attainment.target),
                attainment: attainment.and_then(|attainment| attainment.ratio),
                met: attainment.and_then(|attainment| attainment.met()),
                rows: now.map_or(0, |figure| figure.rows),
                absent_because: now.err().map(|absent| absent.reason(Lang::EN)),
            }
        })
        .collect()
}

/// Every metric as templates print it.
fn printed(desk: &Desk<'_>) -> Printed {
    let mut printed = Printed::default();
    for metric in catalog::all() {
        let id = metric.id.to_owned();
        if let Ok(figure) = desk.figures.now(metric) {
            let value = Value::number(Some(figure.value), metric.unit);
            printed
                .values
                .insert(id.clone(), format::value(&value, desk.lang));
        }
        for (basis, phrases) in [
            (Basis::Month, &mut printed.mom),
            (Basis::Year, &mut printed.yoy),
        ] {
            let phrase = phrases::change(desk.figures, metric, basis, desk.lang);
            if !phrase.is_empty() {
                phrases.insert(id.clone(), phrase);
            }
        }
        if let Some(attainment) = desk.figures.attainment(metric)
            && let Some(ratio) = attainment.ratio
        {
            let ratio = desk.print(Some(ratio), crate::value::Unit::Ratio);
            let target = desk.print(Some(attainment.target), metric.unit);
            let lang = desk.lang;
            let phrase = if metric.better == catalog::Better::Lower {
                say!(lang, "phrases.goal.lower", target = target, ratio = ratio)
            } else {
                say!(lang, "phrases.goal.higher", target = target, ratio = ratio)
            };
            printed.goals.insert(id, phrase);
        }
    }
    let books = desk.figures.books();
    let month = desk.month();
    let covered = [
        ("sales", books.sales.covers(month)),
        ("subscribers", books.subscriber_month(month).is_some()),
        ("complaints", books.complaints.covers(month)),
        ("inventory", books.inventory.covers(month)),
        ("surveys", books.surveys.covers(month)),
        ("services", books.services.covers(month)),
        ("costs", books.costs.covers(month)),
        ("training", books.training.covers(month)),
        ("inspections", books.inspections.covers(month)),
        ("issues", books.issues.covers(month)),
        ("actions", !books.actions.is_empty()),
        ("targets", !books.targets.metrics(month).is_empty()),
    ];
    printed.datasets = covered
        .into_iter()
        .filter(|(_, covered)| *covered)
        .map(|(dataset, _)| dataset.to_owned())
        .collect();
    printed
}
