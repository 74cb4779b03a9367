//! `yuebao generate`: read, compute, build, render, write.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, bail};
use jiff::civil::Date;
use rayon::prelude::*;

use super::console::Console;
use super::look;
use super::reading::{self, Read};
use super::settings::{self, Settings};
use super::{Outcome, print};
use crate::chart;
use crate::cli::GenerateArgs;
use crate::diagnostic::{self, Diagnostics, Level};
use crate::facts::Facts;
use crate::font::Fonts;
use crate::font::system::SystemFonts;
use crate::history::History;
use crate::metrics::books::Scope;
use crate::metrics::{self, Archive, Books, Figures};
use crate::month::Month;
use crate::nearest::nearest;
use crate::output::{Batch, Format, name};
use crate::render::markdown::ChartLinks;
use crate::render::pdf::{self, PdfError};
use crate::render::{self, svg};
use crate::report::document::{Block, Document};
use crate::report::sources::Sources;
use crate::report::{self, Cover, Report};
use crate::request::{GenerateRequest, Out};
use crate::theme::Theme;
use crate::value::Severity;
use crate::words::{Lang, LangTag};

pub(super) fn run(args: &GenerateArgs, console: &Console) -> anyhow::Result<Outcome> {
    let settings = Settings::find(args.inputs.config.as_deref(), &args.inputs.inputs)?;
    let known: Vec<&str> = crate::metrics::catalog::all().map(|m| m.id).collect();
    settings.check_metrics(&known)?;
    let request = GenerateRequest::resolve(args, console.asked(), &settings.config)?;
    let read = reading::read(
        &request.inputs,
        &settings.config,
        None,
        request.month,
        console,
    )?;
    if read.summaries.is_empty() {
        tell(&read.diagnostics, console, &settings);
        bail!(
            "nothing to report on: no table was recognised in the inputs; `yuebao datasets` lists what is read"
        );
    }
    let errors = read.diagnostics.count(Level::Error);
    tell(&read.diagnostics, console, &settings);
    if request.max_errors.exceeded(errors, read.rows()) {
        console.fail(format_args!(
            "the data has {errors} error{}, more than allowed; nothing was written; `--max-errors {errors}` leaves the rows out",
            if errors == 1 { "" } else { "s" },
        ));
        return Ok(Outcome::DATA);
    }
    let sources = read.sources();
    let Read { facts, .. } = read;
    let halls = halls(&facts);
    check_halls(&request.halls, &halls)?;
    let month = match request.month {
        Some(month) => month,
        None => latest_month(&facts, console)?,
    };
    let archive = Archive::new(facts);
    let own = match &request.templates {
        Some(folder) => Own::read(folder)?,
        None => Own::default(),
    };
    let desk = Desk {
        request: &request,
        settings: &settings,
        sources: &sources,
        month,
        lang: Lang::with(request.lang.tag(), &own.words)?,
        fonts: look::fonts(request.font.as_deref(), &settings.config.theme)?,
        system: SystemFonts::default(),
        theme: look::theme(&settings.config.theme)?,
        date: match request.date {
            Some(date) => Some(date),
            None => settings::source_date()?,
        },
        templates: own.templates,
    };
    let mut history = match &request.history {
        Some(folder) => History::read(folder)?,
        None => History::default(),
    };
    let mut batch = Batch::new();
    let mut grave = false;
    if request.by_hall {
        for (hall, stem) in halls
            .iter()
            .zip(name::distinct(halls.iter().map(String::as_str)))
        {
            if !request.halls.is_empty() && !request.halls.contains(hall) {
                continue;
            }
            let stem = format!("{}-{stem}", name::stem(month, None));
            let report = desk.build(&archive.hall(hall), hall.clone(), &mut history)?;
            grave |= is_grave(&report);
            desk.write(&report, Some(hall), &stem, &mut batch, console)?;
        }
    }
    let scope = match request.halls.as_slice() {
        [] => Scope::All,
        halls => Scope::Halls(halls.to_vec()),
    };
    let title = desk.hall_title(&halls);
    let one = match request.halls.as_slice() {
        [one] => Some(one.as_str()),
        _ => None,
    };
    let mut of_halls = match &scope {
        Scope::All => halls,
        Scope::Halls(chosen) => chosen.clone(),
    };
    // Of one hall the report is its own table of halls.
    let by_hall = if of_halls.len() > 1 && request.formats.contains(&Format::Xlsx) {
        if scope == Scope::All {
            // Rows that name no hall count over all.
            of_halls.push(String::new());
        }
        archive.by_hall(&of_halls, month, desk.computing())
    } else {
        Vec::new()
    };
    let mut report = desk.build(&archive.into_books(scope), title, &mut history)?;
    report.add_halls(&by_hall);
    grave |= is_grave(&report);
    let outcome = if request.fail_on_findings && grave {
        Outcome::DATA
    } else {
        Outcome::DONE
    };
    if request.out == Out::Stdout {
        print(&desk.document(&report, one))?;
        return Ok(outcome);
    }
    desk.write(&report, one, &name::stem(month, one), &mut batch, console)?;
    if let Some(folder) = &request.history
        && let Some((name, bytes)) = history.file(month)
    {
        batch.file(&folder.join(name), &bytes)?;
    }
    let paths: Vec<String> = batch
        .commit()?
        .iter()
        .map(|path| format!("{}\n", path.display()))
        .collect();
    print(&paths.concat())?;
    Ok(outcome)
}

fn is_grave(report: &Report) -> bool {
    let findings = &report.judgement.findings;
    findings.iter().any(|f| f.severity == Severity::High)
}

/// Prints the diagnostics on stderr, errors and warnings alike.
fn tell(diagnostics: &Diagnostics, console: &Console, settings: &Settings) {
    if diagnostics.is_empty() {
        return;
    }
    let shown = settings.config.diagnostics.shown;
    let text = diagnostic::human::render(
        diagnostics,
        &[],
        shown,
        console.colours_stderr(),
        console.lang(),
    );
    console.block(&text);
}

/// Fails where a hall asked for is none that a table names.
pub(super) fn check_halls(asked: &[String], halls: &[String]) -> anyhow::Result<()> {
    for hall in asked {
        if !halls.contains(hall) {
            let near = nearest(hall, halls.iter().map(String::as_str));
            let near = near.map_or(String::new(), |near| format!("; did you mean {near}?"));
            bail!("no table names the hall {hall}{near}");
        }
    }
    Ok(())
}

/// Every hall that any table names, in order.
pub(super) fn halls(facts: &Facts) -> Vec<String> {
    let names: BTreeSet<&str> = [
        facts.sales.halls(),
        facts.subscribers.halls(),
        facts.complaints.halls(),
        facts.inventory.halls(),
        facts.surveys.table.halls(),
        facts.services.halls(),
        facts.costs.halls(),
        facts.targets.halls(),
        facts.staff.halls(),
        facts.inspections.halls(),
        facts.issues.halls(),
    ]
    .into_iter()
    .flatten()
    .collect();
    names.into_iter().map(str::to_owned).collect()
}

/// The latest month that sales cover, said on stderr.
pub(super) fn latest_month(facts: &Facts, console: &Console) -> anyhow::Result<Month> {
    let (_, last) = facts
        .sales
        .span()
        .context("no sales to take the month from; name it with --month, as 2025-04")?;
    let month = Month::of(last);
    console.info(format_args!(
        "reporting {month}, the latest month that sales cover"
    ));
    Ok(month)
}

/// One format of a report, ready to be written.
#[derive(Default)]
struct Rendered {
    bytes: Vec<u8>,
    /// Of Markdown: each chart's file name and SVG.
    charts: Vec<(String, String)>,
    warnings: Vec<String>,
}

/// What every report of a run shares.
struct Desk<'a> {
    request: &'a GenerateRequest,
    settings: &'a Settings,
    sources: &'a Sources,
    month: Month,
    lang: Lang,
    fonts: Fonts,
    system: SystemFonts,
    theme: Theme,
    /// The date on the cover.
    date: Option<Date>,
    /// The caller's own section templates.
    templates: BTreeMap<String, String>,
}

impl Desk<'_> {
    /// The hall or halls as the cover names them.
    fn hall_title(&self, all: &[String]) -> String {
        let chosen = if self.request.halls.is_empty() {
            all
        } else {
            &self.request.halls
        };
        match chosen {
            [] => self.request.default_hall.clone().unwrap_or_default(),
            [one] => one.clone(),
            [a, b] | [a, b, _] if chosen.len() <= 3 => {
                let mut names = vec![a.clone(), b.clone()];
                names.extend(chosen.get(2).cloned());
                names.join(self.lang.pick("、", ", "))
            }
            many => match self.lang.tag() {
                LangTag::Zh => format!("{} 个营业厅", many.len()),
                LangTag::En => format!("{} halls", many.len()),
            },
        }
    }

    /// What the config sets for the formulas.
    fn computing(&self) -> metrics::Settings {
        let config = &self.settings.config;
        metrics::Settings {
            clv_margin: config.margin.clv,
            pass_mark: config.training.pass_mark,
        }
    }

    fn build(&self, books: &Books, hall: String, history: &mut History) -> anyhow::Result<Report> {
        let config = &self.settings.config;
        let past = history.of(&books.scope);
        let figures = Figures::new(books, self.month, self.computing()).with_past(past);
        history.keep(&books.scope, &figures);
        let cover = Cover {
            title: self.request.title.clone(),
            hall,
            presenter: self.request.presenter.clone(),
            date: self.date,
        };
        Ok(report::build(
            &figures,
            config,
            self.lang,
            cover,
            self.sources,
            &self.templates,
        )?)
    }

    /// The one text document that goes to stdout.
    fn document(&self, report: &Report, hall: Option<&str>) -> String {
        if self.request.formats.contains(&Format::Json) {
            render::json::json(report, hall, self.sources)
        } else {
            render::markdown::markdown(&report.document, ChartLinks::Tables)
        }
    }

    /// Renders every format asked for into the batch.
    fn write(
        &self,
        report: &Report,
        hall: Option<&str>,
        stem: &str,
        batch: &mut Batch,
        console: &Console,
    ) -> anyhow::Result<()> {
        let Out::Dir(folder) = &self.request.out else {
            return Ok(());
        };
        let charts = format!("{stem}-charts");
        // Side by side: none of them needs another.
        let rendered: Vec<anyhow::Result<Rendered>> = self
            .request
            .formats
            .par_iter()
            .map(|format| {
                console.step(format_args!("render {}", format.id()));
                self.render(*format, report, hall, &charts)
            })
            .collect();
        for (format, rendered) in self.request.formats.iter().zip(rendered) {
            let path = folder.join(format!("{stem}.{}", format.id()));
            let rendered = rendered?;
            for warning in &rendered.warnings {
                console.warn(format_args!("{}: {warning}", path.display()));
            }
            batch.file(&path, &rendered.bytes)?;
            if *format == Format::Md {
                let files = rendered.charts.iter();
                let files = files.map(|(name, svg)| (name.as_str(), svg.as_bytes()));
                batch.charts(&folder.join(&charts), files)?;
            }
        }
        Ok(())
    }

    /// Renders one format. `charts` is the folder that Markdown finds its charts in.
    fn render(
        &self,
        format: Format,
        report: &Report,
        hall: Option<&str>,
        charts: &str,
    ) -> anyhow::Result<Rendered> {
        let document = &report.document;
        let mut rendered = Rendered::default();
        match format {
            Format::Pdf => {
                let pdf = self.pdf(document)?;
                let lacks = pdf.warnings.iter().map(|lack| {
                    format!(
                        "page {}: no font has {} (U+{:04X}), in “{}”; give one with --font",
                        lack.page,
                        lack.character,
                        u32::from(lack.character),
                        lack.text,
                    )
                });
                rendered.warnings = lacks.collect();
                rendered.bytes = pdf.bytes;
            }
            Format::Xlsx => rendered.bytes = render::xlsx::xlsx(report, &self.theme)?,
            Format::Json => {
                rendered.bytes = render::json::json(report, hall, self.sources).into_bytes();
            }
            Format::Md => {
                let links = ChartLinks::Folder(charts);
                rendered.bytes = render::markdown::markdown(document, links).into_bytes();
                rendered.charts = self.charts(document);
            }
        }
        Ok(rendered)
    }

    /// The PDF; drawn a second time with the machine's fonts where a character is lacking.
    fn pdf(&self, document: &Document) -> Result<pdf::Rendered, PdfError> {
        let rendered = render::pdf::pdf(document, &self.theme, &self.fonts)?;
        if rendered.warnings.is_empty() || !self.settings.config.theme.system_fonts {
            return Ok(rendered);
        }
        let lacking: Vec<char> = rendered.warnings.iter().map(|w| w.character).collect();
        let Some(fonts) = self.system.add(&self.fonts, &lacking) else {
            return Ok(rendered);
        };
        // A font of the machine that cannot be embedded must not keep the report from its reader.
        Ok(render::pdf::pdf(document, &self.theme, &fonts).unwrap_or(rendered))
    }

    /// Every chart of the report as a file name and its SVG.
    fn charts(&self, document: &Document) -> Vec<(String, String)> {
        // As wide as the page's text, so that both show the same picture.
        let width = self.theme.page.measure();
        let blocks = document.sections.iter().flat_map(|section| &section.blocks);
        let charts = blocks.filter_map(|block| match block {
            Block::Chart(chart) => Some(chart),
            _ => None,
        });
        charts
            .map(|chart| {
                let list = chart::layout(chart, width, &self.theme, &self.fonts, self.lang);
                let svg = svg::svg(chart, &list, &self.theme, &self.fonts);
                (format!("{}.svg", chart.id), svg)
            })
            .collect()
    }
}

/// The caller's own templates and words.
#[derive(Default)]
struct Own {
    /// Sections and findings: `performance`, `findings/peak_hour` → text.
    templates: BTreeMap<String, String>,
    /// Words by file: `units` → text.
    words: Vec<(String, String)>,
}

impl Own {
    /// Those in a folder: `performance.md`, `findings/peak_hour.md`, `words/units.toml` and so on.
    fn read(folder: &Path) -> anyhow::Result<Self> {
        let mut own = Self::default();
        for section in report::section_ids() {
            let path = folder.join(format!("{section}.md"));
            if path.exists() {
                own.templates.insert(section.to_owned(), text_of(&path)?);
            }
        }
        for (name, text) in texts_in(&folder.join("findings"), "md")? {
            own.templates.insert(format!("findings/{name}"), text);
        }
        own.words = texts_in(&folder.join("words"), "toml")?;
        if own.templates.is_empty() && own.words.is_empty() {
            bail!(
                "{} holds no section template, such as performance.md",
                folder.display()
            );
        }
        Ok(own)
    }
}

fn text_of(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// The files of a folder that end so, by name; none where there is no such folder.
fn texts_in(folder: &Path, ending: &str) -> anyhow::Result<Vec<(String, String)>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let cannot = || format!("cannot read {}", folder.display());
    let mut texts = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(cannot)? {
        let path = entry.with_context(cannot)?.path();
        let name = path.file_stem().and_then(|name| name.to_str());
        if let Some(name) = name.filter(|_| path.extension().is_some_and(|e| e == ending)) {
            texts.push((name.to_owned(), text_of(&path)?));
        }
    }
    texts.sort();
    Ok(texts)
}
