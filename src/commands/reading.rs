//! Reads the inputs of a run: what `generate`, `validate` and `explain` share.

use std::fs;
use std::path::PathBuf;

use anyhow::Context;

use super::console::Console;
use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::facts::Facts;
use crate::ingest::{self, Fold, ReadOptions, Source, SourceSummary};
use crate::progress::Progress;
use crate::report::sources::{SourceFile, Sources};

/// Everything that was read.
#[derive(Debug, Default)]
pub struct Read {
    /// The folded rows.
    pub facts: Facts,
    /// Each file or sheet, in the order read.
    pub summaries: Vec<SourceSummary>,
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

/// Finds and reads every table in the inputs. `only`: the id of the one dataset to read.
pub fn read(
    inputs: &[PathBuf],
    config: &Config,
    only: Option<&str>,
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
    for source in &sources {
        console.detail(format_args!(
            "read {} as {}",
            source.file(),
            source.dataset().id
        ));
        let summary = fold(source, &options, &progress, &mut read)?;
        read.summaries.push(summary);
    }
    Ok(read)
}

/// Folds a source into the facts of its dataset.
fn fold(
    source: &Source,
    options: &ReadOptions,
    progress: &Progress,
    read: &mut Read,
) -> anyhow::Result<SourceSummary> {
    fn into<F: Fold>(
        facts: &mut F,
        source: &Source,
        options: &ReadOptions,
        progress: &Progress,
        diagnostics: &mut Diagnostics,
    ) -> anyhow::Result<SourceSummary> {
        let advance = |bytes| progress.advance(bytes);
        let (part, summary) = ingest::fold_source::<F>(source, options, &advance, diagnostics)?;
        facts.merge(part);
        Ok(summary)
    }
    let facts = &mut read.facts;
    let told = &mut read.diagnostics;
    match source.dataset().id {
        "sales" => into(&mut facts.sales, source, options, progress, told),
        "subscribers" => into(&mut facts.subscribers, source, options, progress, told),
        "complaints" => into(&mut facts.complaints, source, options, progress, told),
        "inventory" => into(&mut facts.inventory, source, options, progress, told),
        "targets" => into(&mut facts.targets, source, options, progress, told),
        "surveys" => into(&mut facts.surveys, source, options, progress, told),
        "services" => into(&mut facts.services, source, options, progress, told),
        "costs" => into(&mut facts.costs, source, options, progress, told),
        "staff" => into(&mut facts.staff, source, options, progress, told),
        "training" => into(&mut facts.training, source, options, progress, told),
        "inspections" => into(&mut facts.inspections, source, options, progress, told),
        "issues" => into(&mut facts.issues, source, options, progress, told),
        "actions" => into(&mut facts.actions, source, options, progress, told),
        other => anyhow::bail!("no facts are kept of `{other}`"),
    }
}
