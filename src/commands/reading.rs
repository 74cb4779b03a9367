//! Reads the inputs of a run: what `generate`, `validate` and `explain` share.

use std::fs;
use std::path::PathBuf;

use anyhow::Context;
use rayon::prelude::*;

use super::console::Console;
use crate::checks::{self, Evidence, Noted, Outlined};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::facts::actions::Actions;
use crate::facts::complaints::ComplaintFacts;
use crate::facts::costs::CostFacts;
use crate::facts::inspections::InspectionFacts;
use crate::facts::inventory::InventoryFacts;
use crate::facts::issues::IssueFacts;
use crate::facts::staff::Roster;
use crate::facts::surveys::SurveyFold;
use crate::facts::targets::Targets;
use crate::facts::training::TrainingFacts;
use crate::facts::{Facts, Gather, Shown, Table};
use crate::ingest::{self, Fold, ReadOptions, Source, SourceSummary};
use crate::merge::Merge;
use crate::month::Month;
use crate::progress::Progress;
use crate::report::sources::{SourceFile, Sources};

/// Everything that was read.
#[derive(Debug, Default)]
pub struct Read {
    /// The folded rows.
    pub facts: Facts,
    /// Each file or sheet, in the order read.
    pub summaries: Vec<SourceSummary>,
    /// The first and the last month of each file's rows, in the same order; none where they bear no dates.
    pub months: Vec<Option<(Month, Month)>>,
    /// What was wrong.
    pub diagnostics: Diagnostics,
}

impl Read {
    /// Rows read over all files.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.summaries.iter().map(|s| s.counts.rows).sum()
    }

    /// The files as the report's appendix tells them.
    #[must_use]
    pub fn sources(&self) -> Sources {
        let files = self.summaries.iter().map(|summary| SourceFile {
            name: summary.file.clone(),
            sheet: summary.sheet.clone(),
            dataset: summary.dataset,
            rows: summary.counts.rows,
            rejected: summary.counts.rejected,
            sha256: summary.sha256.clone(),
        });
        Sources {
            files: files.collect(),
            diagnostics: self.diagnostics.clone(),
        }
    }
}

/// Finds and reads every table in the inputs, and checks what was read. `only`: the id of the one dataset to read; `month`: the
/// month reported, none for the latest.
pub fn read(
    inputs: &[PathBuf],
    config: &Config,
    only: Option<&str>,
    month: Option<Month>,
    console: &Console,
) -> anyhow::Result<Read> {
    let options = config.read_options();
    let mut read = Read::default();
    for input in inputs {
        fs::metadata(input).with_context(|| format!("cannot read {}", input.display()))?;
    }
    let mut sources = ingest::discover(inputs, &options, &mut read.diagnostics)?;
    sources.retain(|source| only.is_none_or(|id| source.dataset().id == id));
    let total = sources.iter().map(|source| source.bytes).sum();
    let progress = Progress::new(total, console.allows_progress());
    let mut evidence: Vec<Evidence> = Vec::new();
    for part in fold_all(&sources, &options, Shown::of(month), &progress, console)? {
        let Part {
            facts,
            mut summary,
            found,
            diagnostics,
        } = part;
        if let Some(copied) = copy_of(&summary, &read.summaries) {
            read.diagnostics.add(copied);
            summary.counts.rejected = summary.counts.rows;
            read.summaries.push(summary);
            read.months.push(None);
            continue;
        }
        read.diagnostics.merge(diagnostics);
        read.facts.absorb(facts);
        read.months.push(found.outline.months());
        read.summaries.push(summary);
        evidence.push(found);
    }
    drop(progress);
    console.step("check");
    let latest = read.facts.sales.span().map(|(_, last)| Month::of(last));
    checks::check(
        &evidence,
        &read.facts,
        month.or(latest),
        &mut read.diagnostics,
    );
    Ok(read)
}

/// What one source came to.
struct Part {
    /// Facts of its dataset alone.
    facts: Facts,
    summary: SourceSummary,
    found: Evidence,
    diagnostics: Diagnostics,
}

/// Folds every source; the parts stand in the sources' order. Workbooks are read side by side, each on one core; a text
/// file takes all cores by itself.
fn fold_all(
    sources: &[Source],
    options: &ReadOptions,
    shown: Shown,
    progress: &Progress,
    console: &Console,
) -> anyhow::Result<Vec<Part>> {
    for source in sources {
        console.detail(format_args!(
            "read {} as {}",
            source.file(),
            source.dataset().id
        ));
    }
    let of = |sheets: bool| {
        let chosen = sources.iter().enumerate();
        chosen.filter(move |(_, source)| source.sheet().is_some() == sheets)
    };
    let fold = |(place, source): (usize, &Source)| {
        fold(source, options, shown, progress).map(|part| (place, part))
    };
    let (texts, sheets) = rayon::join(
        || of(false).map(fold).collect::<anyhow::Result<Vec<_>>>(),
        || {
            // The largest files first, so that the last to end is a small one; the sheets of a file after each other, so
            // that it is open no longer than it must be.
            let mut bytes = 0;
            let weighed = of(true).map(|sheet| {
                // The first sheet of a file bears its bytes.
                bytes = if sheet.1.bytes > 0 {
                    sheet.1.bytes
                } else {
                    bytes
                };
                (bytes, sheet)
            });
            let mut sheets: Vec<_> = weighed.collect();
            sheets.sort_by_key(|(bytes, _)| std::cmp::Reverse(*bytes));
            let sheets = sheets.into_par_iter().with_max_len(1);
            let parts = sheets.map(|(_, sheet)| fold(sheet));
            parts.collect::<anyhow::Result<Vec<_>>>()
        },
    );
    let mut parts = texts?;
    parts.extend(sheets?);
    parts.sort_by_key(|(place, _)| *place);
    Ok(parts.into_iter().map(|(_, part)| part).collect())
}

/// Folds a source into facts of its dataset.
fn fold(
    source: &Source,
    options: &ReadOptions,
    shown: Shown,
    progress: &Progress,
) -> anyhow::Result<Part> {
    fn into<F: Fold + Into<T>, T: Outlined>(
        table: fn(&mut Facts) -> &mut T,
        start: impl Fn() -> F,
        source: &Source,
        options: &ReadOptions,
        progress: &Progress,
    ) -> anyhow::Result<Part> {
        let advance = |bytes| progress.advance(bytes);
        let mut diagnostics = Diagnostics::default();
        let start = || Noted::of(start());
        let (part, summary) =
            ingest::fold_source(start, source, options, &advance, &mut diagnostics)?;
        let read: T = part.facts.into();
        let found = Evidence {
            file: summary.file.clone(),
            sheet: summary.sheet.clone(),
            dataset: summary.dataset,
            outline: read.outline(),
            notes: part.notes,
        };
        let mut facts = Facts::default();
        *table(&mut facts) = read;
        Ok(Part {
            facts,
            summary,
            found,
            diagnostics,
        })
    }
    macro_rules! by_dataset {
        ($($id:literal: $table:ident from $start:expr),* $(,)?) => {
            match source.dataset().id {
                $($id => into(|facts| &mut facts.$table, $start, source, options, progress),)*
                other => anyhow::bail!("no facts are kept of `{other}`"),
            }
        };
    }
    by_dataset!(
        "sales": sales from || Gather::showing(shown),
        "subscribers": subscribers from || Gather::showing(shown),
        "services": services from || Gather::showing(shown),
        "complaints": complaints from Table::<ComplaintFacts>::default,
        "inventory": inventory from Table::<InventoryFacts>::default,
        "targets": targets from Targets::default,
        "surveys": surveys from SurveyFold::default,
        "costs": costs from Table::<CostFacts>::default,
        "staff": staff from Roster::default,
        "training": training from Table::<TrainingFacts>::default,
        "inspections": inspections from Table::<InspectionFacts>::default,
        "issues": issues from Table::<IssueFacts>::default,
        "actions": actions from Actions::default,
    )
}

/// What to tell of a file that is another's copy: two exports of the same bytes are one export saved twice.
fn copy_of(summary: &SourceSummary, earlier: &[SourceSummary]) -> Option<Diagnostic> {
    let same = |other: &&SourceSummary| {
        other.sha256 == summary.sha256
            && other.sheet == summary.sheet
            && other.dataset == summary.dataset
    };
    let other = earlier.iter().find(same)?;
    let place = Place {
        file: summary.file.clone(),
        sheet: summary.sheet.clone(),
        ..Place::default()
    };
    let told = Diagnostic::warning("same-file").with("file", &other.file);
    (summary.counts.rows > 0).then(|| told.at(place))
}
