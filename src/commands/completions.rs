//! `yuebao completions SHELL`: the shell's completion script on stdout.

use clap::CommandFactory;

use super::{Outcome, print};
use crate::cli::{Cli, CompletionsArgs};

pub(super) fn run(args: CompletionsArgs) -> anyhow::Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "yuebao", &mut script);
    print(&String::from_utf8(script)?)
}
