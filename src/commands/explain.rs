//! `yuebao explain METRIC`: how a figure comes about, on stdout.
//!
//! Rows with errors are left out, which stderr says; they do not keep a figure from being explained.

use anyhow::bail;

use super::console::Console;
use super::generate::{check_halls, halls, latest_month};
use super::reading;
use super::settings::Settings;
use super::{Outcome, print};
use crate::cli::ExplainArgs;
use crate::diagnostic::Level;
use crate::explain::{Behind, Question, explain};
use crate::history::History;
use crate::metrics::figures::Past;
use crate::metrics::{self, catalog};
use crate::request;
use crate::words::Lang;

pub(super) fn run(args: &ExplainArgs, console: &Console) -> anyhow::Result<Outcome> {
    let Some(metric) = catalog::find(&args.metric) else {
        match catalog::suggest(&args.metric) {
            Some(near) => bail!(
                "there is no metric `{}`; did you mean `{near}`?",
                args.metric
            ),
            None => bail!(
                "there is no metric `{}`; `yuebao metrics` lists them",
                args.metric
            ),
        }
    };
    let settings = Settings::find(args.inputs.config.as_deref(), &args.inputs.inputs)?;
    let config = &settings.config;
    let inputs = request::inputs(&args.inputs.inputs, config);
    let read = reading::read(&inputs, config, None, args.month, console)?;
    if read.summaries.is_empty() {
        bail!(
            "nothing to explain: no table was recognised in the inputs; `yuebao datasets` lists what is read"
        );
    }
    let errors = read.diagnostics.count(Level::Error);
    if errors > 0 {
        console.warn(format_args!(
            "{errors} error{} in the data: the rows are left out; `yuebao validate` tells where",
            if errors == 1 { "" } else { "s" },
        ));
    }
    let all_halls = halls(&read.facts);
    check_halls(&args.halls, &all_halls)?;
    let month = match args.month {
        Some(month) => month,
        None => latest_month(&read.facts, console)?,
    };
    let sources = read.sources();
    let files = sources.files.into_iter().zip(read.months);
    let files: Vec<Behind> = files
        .map(|(file, months)| Behind { file, months })
        .collect();
    let question = Question {
        metric,
        month,
        halls: &args.halls,
        all_halls: &all_halls,
        settings: metrics::Settings {
            clv_margin: config.margin.clv,
            pass_mark: config.training.pass_mark,
        },
        lang: Lang::of(console.asked().or(config.report.lang).unwrap_or_default()),
    };
    let past = match &config.report.history {
        Some(folder) => History::read(folder)?.of(&question.scope()),
        None => Past::default(),
    };
    print(&explain(read.facts, question, &files, past))
}
