//! `yuebao validate`: reads the inputs as `generate` does and prints what is wrong with them; no report.
//!
//! What is printed goes to stdout. The exit status is 1 for any error (with `--warnings-as-errors` any warning too).

use anyhow::Context;

use super::console::Console;
use super::reading::{self, Read};
use super::settings::Settings;
use super::{Outcome, datasets, print};
use crate::cli::{DiagnosticFormat, ValidateArgs};
use crate::diagnostic::{Diagnostics, FileSummary, Level, github, human, json, sarif};
use crate::ingest::SourceSummary;
use crate::month::Month;
use crate::request;

pub(super) fn run(args: &ValidateArgs, console: &Console) -> anyhow::Result<Outcome> {
    let settings = Settings::find(args.inputs.config.as_deref(), &args.inputs.inputs)?;
    let only = match &args.dataset {
        None => None,
        Some(name) => Some(datasets::find(name)?.id),
    };
    let inputs = request::inputs(&args.inputs.inputs, &settings.config);
    let read = reading::read(&inputs, &settings.config, only, None, console)?;
    let files = summaries(&read);
    let cap = settings.config.diagnostics.shown;
    let told = &read.diagnostics;
    let lang = console.lang();
    let text = match args.format {
        DiagnosticFormat::Human => human::render(told, &files, cap, console.colours_stdout(), lang),
        DiagnosticFormat::Json => json::render(told, &files, cap, lang)?,
        DiagnosticFormat::Sarif => sarif::render(told, &files, cap, lang)?,
        DiagnosticFormat::Github => github::render(told, &files, cap, lang),
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

/// What was read of each file or sheet.
fn summaries(read: &Read) -> Vec<FileSummary> {
    let files = read.summaries.iter().zip(&read.months);
    let file = |(summary, months): (&SourceSummary, &Option<(Month, Month)>)| FileSummary {
        path: summary.file.clone(),
        sheet: summary.sheet.clone(),
        dataset: Some(summary.dataset.to_owned()),
        rows: summary.counts.rows,
        rejected: summary.counts.rejected,
        months: *months,
    };
    files.map(file).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostic;

    #[test]
    fn warnings_count_only_where_asked() {
        let mut told = Diagnostics::default();
        assert_eq!(outcome(&told, true), Outcome::DONE);
        told.add(Diagnostic::warning("month-gap"));
        assert_eq!(outcome(&told, false), Outcome::DONE);
        assert_eq!(outcome(&told, true), Outcome::DATA);
    }
}
