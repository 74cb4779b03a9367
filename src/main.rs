//! The `yuebao` command: parses the command line, runs it, exits with its status.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let cli = yuebao::cli::Cli::parse();
    ExitCode::from(yuebao::commands::run(&cli).code())
}
