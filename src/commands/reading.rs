//! Reads the inputs of a run: what `generate`, `validate` and `explain` share.

use std::fs;
use std::path::PathBuf;

use anyhow::Context;

use super::console::Console;
use crate::checks::{self, Evidence, Noted, Outlined};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics, Level, Place};
use crate::facts::Facts;
use crate::ingest::{self, Fold, ReadOptions, Source, SourceSummary};
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
    for source in &sources {
        console.detail(format_args!(
            "read {} as {}",
            source.file(),
            source.dataset().id
        ));
        let found = fold(source, &options, &progress, &mut read)?;
        let months = found.as_ref().and_then(|found| found.outline.months());
        read.months.push(months);
        evidence.extend(found);
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

/// Folds a source into the facts of its dataset. Gives what the checks want to know of it; nothing of a
/// copy, which is left out.
fn fold(
    source: &Source,
    options: &ReadOptions,
    progress: &Progress,
    read: &mut Read,
) -> anyhow::Result<Option<Evidence>> {
    fn into<F: Fold + Outlined>(
        facts: &mut F,
        source: &Source,
        options: &ReadOptions,
        progress: &Progress,
        told: &mut Diagnostics,
        summaries: &mut Vec<SourceSummary>,
    ) -> anyhow::Result<Option<Evidence>> {
        let advance = |bytes| progress.advance(bytes);
        let mut own = Diagnostics::default();
        let (part, mut summary) =
            ingest::fold_source::<Noted<F>>(source, options, &advance, &mut own)?;
        if let Some(copied) = copy_of(&summary, summaries) {
            told.add(copied);
            summary.counts.rejected = summary.counts.rows;
            summaries.push(summary);
            return Ok(None);
        }
        told.merge(own);
        let evidence = Evidence {
            file: summary.file.clone(),
            sheet: summary.sheet.clone(),
            dataset: summary.dataset,
            outline: part.facts.outline(),
            notes: part.notes,
        };
        facts.merge(part.facts);
        summaries.push(summary);
        Ok(Some(evidence))
    }
    let summaries = &mut read.summaries;
    let facts = &mut read.facts;
    let told = &mut read.diagnostics;
    match source.dataset().id {
        "sales" => into(&mut facts.sales, source, options, progress, told, summaries),
        "subscribers" => into(
            &mut facts.subscribers,
            source,
            options,
            progress,
            told,
            summaries,
        ),
        "complaints" => into(
            &mut facts.complaints,
            source,
            options,
            progress,
            told,
            summaries,
        ),
        "inventory" => into(
            &mut facts.inventory,
            source,
            options,
            progress,
            told,
            summaries,
        ),
        "targets" => into(
            &mut facts.targets,
            source,
            options,
            progress,
            told,
            summaries,
        ),
        "surveys" => into(
            &mut facts.surveys,
            source,
            options,
            progress,
            told,
            summaries,
        ),
        "services" => into(
            &mut facts.services,
            source,
            options,
            progress,
            told,
            summaries,
        ),
        "costs" => into(&mut facts.costs, source, options, progress, told, summaries),
        "staff" => into(&mut facts.staff, source, options, progress, told, summaries),
        "training" => into(
            &mut facts.training,
            source,
            options,
            progress,
            told,
            summaries,
        ),
        "inspections" => into(
            &mut facts.inspections,
            source,
            options,
            progress,
            told,
            summaries,
        ),
        "issues" => into(
            &mut facts.issues,
            source,
            options,
            progress,
            told,
            summaries,
        ),
        "actions" => into(
            &mut facts.actions,
            source,
            options,
            progress,
            told,
            summaries,
        ),
        other => anyhow::bail!("no facts are kept of `{other}`"),
    }
}

/// What to tell of a file that is another's copy: two exports of the same bytes are one export saved twice.
fn copy_of(summary: &SourceSummary, earlier: &[SourceSummary]) -> Option<Diagnostic> {
    let same = |other: &&SourceSummary| {
        other.sha256 == summary.sha256
            && other.sheet == summary.sheet
            && other.dataset == summary.dataset
    };
    let other = earlier.iter().find(same)?;
    (summary.counts.rows > 0).then(|| Diagnostic {
        place: Place {
            file: summary.file.clone(),
            sheet: summary.sheet.clone(),
            ..Place::default()
        },
        level: Level::Warning,
        code: "same-file",
        message: format!(
            "the same bytes as {}: it is taken for a copy and left out",
            other.file
        ),
        value: None,
        expected: None,
        hint: Some("delete one of them".to_owned()),
    })
}
