//! `yuebao validate`: reads the inputs as `generate` does and prints what is wrong with them; no report.
//!
//! What is printed goes to stdout. The exit status is 1 for any error (with `--warnings-as-errors` any warning too).

use std::collections::BTreeMap;

use anyhow::Context;

use super::console::Console;
use super::reading::{self, Read};
use super::settings::Settings;
use super::{Outcome, datasets, print};
use crate::cli::{DiagnosticFormat, ValidateArgs};
use crate::diagnostic::{Diagnostics, FileSummary, Level, github, human, json, sarif};
use crate::facts::Facts;
use crate::month::Month;
use crate::request;

pub(super) fn run(args: &ValidateArgs, console: &Console) -> anyhow::Result<Outcome> {
    let settings = Settings::find(args.inputs.config.as_deref(), &args.inputs.inputs)?;
    let only = match &args.dataset {
        None => None,
        Some(name) => Some(datasets::find(name)?.id),
    };
    let inputs = request::inputs(&args.inputs.inputs, &settings.config);
    let read = reading::read(&inputs, &settings.config, only, console)?;
    let files = summaries(&read);
    let cap = settings.config.diagnostics.shown;
    let told = &read.diagnostics;
    let text = match args.format {
        DiagnosticFormat::Human => human::render(told, &files, cap, console.colours_stdout()),
        DiagnosticFormat::Json => json::render(told, &files, cap)?,
        DiagnosticFormat::Sarif => sarif::render(told, &files, cap)?,
        DiagnosticFormat::Github => github::render(told, &files, cap),
    };
    print(&text).context("cannot print what was found")?;
    Ok(outcome(told, args.warnings_as_errors))
}

fn outcome(told: &Diagnostics, warnings_as_errors: bool) -> Outcome {
    let warnings = if warnings_as_errors {
        told.count(Level::Warning)
    } else {
        0
    };
    if told.count(Level::Error) + warnings > 0 {
        Outcome::DATA
    } else {
        Outcome::DONE
    }
}

/// What was read of each file or sheet. The months are those of the whole dataset, told where one file holds it all.
fn summaries(read: &Read) -> Vec<FileSummary> {
    let mut parts: BTreeMap<&str, usize> = BTreeMap::new();
    for summary in &read.summaries {
        *parts.entry(summary.dataset).or_default() += 1;
    }
    let file = |summary: &crate::ingest::SourceSummary| FileSummary {
        path: summary.file.clone(),
        sheet: summary.sheet.clone(),
        dataset: Some(summary.dataset.to_owned()),
        rows: summary.counts.rows,
        rejected: summary.counts.rejected,
        months: match parts.get(summary.dataset) {
            Some(1) => months(&read.facts, summary.dataset),
            _ => None,
        },
    };
    read.summaries.iter().map(file).collect()
}

/// The first and the last month of a dataset's rows; none where its rows bear no dates.
fn months(facts: &Facts, dataset: &str) -> Option<(Month, Month)> {
    let (first, last) = match dataset {
        "sales" => facts.sales.span(),
        "subscribers" => facts.subscribers.span(),
        "complaints" => facts.complaints.span(),
        "inventory" => facts.inventory.span(),
        "surveys" => facts.surveys.table.span(),
        "services" => facts.services.span(),
        "costs" => facts.costs.span(),
        "training" => facts.training.span(),
        "inspections" => facts.inspections.span(),
        "issues" => facts.issues.span(),
        _ => None,
    }?;
    Some((Month::of(first), Month::of(last)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Diagnostic, Place};

    #[test]
    fn warnings_count_only_where_asked() {
        let mut told = Diagnostics::default();
        assert_eq!(outcome(&told, true), Outcome::DONE);
        told.add(Diagnostic {
            place: Place::default(),
            level: Level::Warning,
            code: "odd-value",
            message: String::new(),
            value: None,
            expected: None,
            hint: None,
        });
        assert_eq!(outcome(&told, false), Outcome::DONE);
        assert_eq!(outcome(&told, true), Outcome::DATA);
    }
}
