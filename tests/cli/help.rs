//! Help, version, completion scripts and the manual page.

use crate::driver::Yuebao;

#[test]
fn version_is_the_packages() {
    Yuebao::in_temp()
        .run(["--version"])
        .exits(0)
        .stdout_is(concat!("yuebao ", env!("CARGO_PKG_VERSION"), "\n"))
        .stderr_is("");
}

#[test]
fn help_names_every_command_and_the_exit_statuses() {
    let run = Yuebao::in_temp().run(["--help"]).exits(0).stderr_is("");
    for line in [
        "  datasets     List the datasets yuebao reads, or one's fields and their other names\n",
        "  completions  Print a completion script for a shell\n",
        "  man          Print the manual page\n",
        "  2  could not run: usage, an unreadable file, a bad config, nothing to write to\n",
    ] {
        assert!(run.stdout().contains(line), "{line}{run}");
    }
}

#[test]
fn help_lines_fit_a_terminal() {
    for args in [
        &["--help"][..],
        &["datasets", "--help"],
        &["generate", "--help"],
        &["validate", "--help"],
        &["sample", "--help"],
    ] {
        let run = Yuebao::in_temp().run(args).exits(0);
        for line in run.stdout().lines() {
            assert!(line.chars().count() <= 100, "{line}");
        }
    }
}

#[test]
fn a_command_alone_gets_help_on_stderr() {
    Yuebao::in_temp()
        .run::<[&str; 0], _>([])
        .exits(2)
        .stdout_is("")
        .stderr_has("Usage: yuebao [OPTIONS] <COMMAND>");
}

#[test]
fn every_shell_gets_a_script_that_knows_the_commands() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let run = Yuebao::in_temp()
            .run(["completions", shell])
            .exits(0)
            .stderr_is("");
        for word in ["generate", "datasets", "max-errors"] {
            assert!(run.stdout().contains(word), "{shell} lacks {word}");
        }
    }
}

#[test]
fn the_manual_page_has_every_section_once() {
    let run = Yuebao::in_temp().run(["man"]).exits(0).stderr_is("");
    let heads: Vec<&str> = run
        .stdout()
        .lines()
        .filter(|line| line.starts_with(".SH "))
        .collect();
    assert_eq!(
        heads,
        [
            ".SH NAME",
            ".SH SYNOPSIS",
            ".SH DESCRIPTION",
            ".SH OPTIONS",
            ".SH \"GLOBAL OPTIONS\"",
            ".SH \"YUEBAO GENERATE\"",
            ".SH \"YUEBAO VALIDATE\"",
            ".SH \"YUEBAO EXPLAIN\"",
            ".SH \"YUEBAO METRICS\"",
            ".SH \"YUEBAO DATASETS\"",
            ".SH \"YUEBAO INIT\"",
            ".SH \"YUEBAO SAMPLE\"",
            ".SH \"YUEBAO COMPLETIONS\"",
            ".SH \"YUEBAO MAN\"",
            ".SH \"EXIT STATUS\"",
            ".SH FILES",
            ".SH ENVIRONMENT",
        ]
    );
    assert_eq!(
        run.stdout().matches("\\-\\-log\\-format\\fR \\fI<").count(),
        1
    );
}

#[test]
fn a_closed_pipe_ends_it_quietly() {
    for args in [&["man"][..], &["datasets"], &["completions", "bash"]] {
        Yuebao::in_temp()
            .run_into_closed_pipe(args)
            .exits(0)
            .stderr_is("");
    }
}
