//! The commands, one file each: the only code that touches files, the clock, the terminal and the environment.
//!
//! [`run`] takes the parsed command line and gives an [`Outcome`]; an error that kept a command from running is told on
//! stderr with what led to it, and ends in exit status 2.

mod completions;
pub mod console;
mod datasets;
mod explain;
mod generate;
mod init;
mod look;
mod man;
mod metrics;
pub mod reading;
mod sample;
pub mod settings;
mod validate;

use std::fmt::Write;
use std::io;
use std::path::PathBuf;

use anyhow::Context;

use crate::cli::{Cli, Command};
use crate::output;
use console::Console;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// The exit status.
    pub exit: Exit,
}

/// The exit statuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// The data has errors beyond what was allowed, or the report findings that were not.
    Data = 1,
    /// It could not run: usage, an unreadable file, a bad config, nothing to write to.
    CouldNotRun = 2,
}

impl Outcome {
    /// Done.
    pub const DONE: Self = Self { exit: Exit::Done };
    /// The data has errors beyond what was allowed.
    pub const DATA: Self = Self { exit: Exit::Data };
    /// It could not run.
    pub const COULD_NOT_RUN: Self = Self {
        exit: Exit::CouldNotRun,
    };

    /// The status as the system takes it.
    #[must_use]
    pub const fn code(self) -> u8 {
        self.exit as u8
    }
}

/// Runs a command. Errors are told on stderr here.
#[must_use]
pub fn run(cli: &Cli) -> Outcome {
    let console = Console::new(&cli.global);
    let result = match &cli.command {
        Command::Datasets(args) => datasets::run(args),
        Command::Completions(args) => completions::run(*args),
        Command::Init(args) => init::run(args, &console),
        Command::Sample(args) => sample::run(args, &console),
        Command::Man => man::run(),
        Command::Generate(args) => generate::run(args, &console),
        Command::Metrics(args) => metrics::run(args),
        Command::Validate(args) => validate::run(args, &console),
        Command::Explain(args) => explain::run(args, &console),
    };
    match result {
        Ok(outcome) => outcome,
        // The reader of stdout or stderr has had enough.
        Err(error) if is_broken_pipe(&error) => Outcome::DONE,
        Err(error) => {
            console.error(&error);
            Outcome::COULD_NOT_RUN
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

/// Prints what was asked for on stdout.
fn print(text: &str) -> anyhow::Result<Outcome> {
    output::to_stdout(text.as_bytes()).context("cannot write to stdout")?;
    Ok(Outcome::DONE)
}

/// Prints the paths of what was written, one a line.
fn print_paths(paths: &[PathBuf]) -> anyhow::Result<Outcome> {
    let mut lines = String::new();
    for path in paths {
        let _ = writeln!(lines, "{}", path.display());
    }
    print(&lines)
}
