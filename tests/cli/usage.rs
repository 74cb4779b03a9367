//! What is told of arguments that cannot be, and how messages look.

use crate::driver::Yuebao;

#[test]
fn a_mistyped_flag_gets_the_near_one() {
    Yuebao::in_temp()
        .run(["generate", "--mnth", "2025-04"])
        .exits(2)
        .stdout_is("")
        .stderr_has("error: unexpected argument '--mnth' found\n")
        .stderr_has("a similar argument exists: '--month'");
}

#[test]
fn a_mistyped_command_gets_the_near_one() {
    Yuebao::in_temp()
        .run(["dataset"])
        .exits(2)
        .stdout_is("")
        .stderr_has("error: unrecognized subcommand 'dataset'\n")
        .stderr_has("'datasets'");
}

#[test]
fn a_mistyped_value_gets_the_near_one() {
    Yuebao::in_temp()
        .run(["generate", "--format", "xslx"])
        .exits(2)
        .stdout_is("")
        .stderr_has("[possible values: pdf, xlsx, md, json]")
        .stderr_has("a similar value exists: 'xlsx'");
}

#[test]
fn a_month_is_written_one_way() {
    Yuebao::in_temp()
        .run(["generate", "--month", "2025/04"])
        .exits(2)
        .stdout_is("")
        .stderr_has("`2025/04` is not a month: write it as 2025-04\n");
}

#[test]
fn allowed_errors_are_a_count_or_a_share() {
    Yuebao::in_temp()
        .run(["generate", "--max-errors", "some"])
        .exits(2)
        .stderr_has("write a count, as 10, or a share of the rows, as 2%\n");
}

#[test]
fn quiet_and_verbose_contradict_each_other() {
    Yuebao::in_temp()
        .run(["-q", "-v", "datasets"])
        .exits(2)
        .stderr_has("cannot be used with");
}

#[test]
fn messages_bear_colours_only_where_asked() {
    let args = ["datasets", "slaes"];
    let plain = "error: there is no dataset `slaes`; did you mean `sales`?\n";
    Yuebao::in_temp().run(args).stderr_is(plain);
    Yuebao::in_temp()
        .run(["--color", "always", args[0], args[1]])
        .exits(2)
        .stderr_is(&plain.replacen("error", "\u{1b}[1m\u{1b}[31merror\u{1b}[0m", 1));
    Yuebao::in_temp()
        .with_env("NO_COLOR", "1")
        .with_env("CLICOLOR_FORCE", "1")
        .run(args)
        .stderr_is(plain);
}

#[test]
fn messages_are_json_lines_where_asked() {
    Yuebao::in_temp()
        .run(["datasets", "slaes", "--log-format", "json"])
        .exits(2)
        .stdout_is("")
        .stderr_is("{\"level\":\"error\",\"message\":\"there is no dataset `slaes`; did you mean `sales`?\"}\n");
}

#[test]
fn stdout_takes_one_text_document() {
    Yuebao::in_temp()
        .run(["generate", "--out", "-"])
        .exits(2)
        .stdout_is("")
        .stderr_is(
            "error: `--out -` takes one format, and 3 are asked for: pdf, xlsx, md; add `--format json` or `--format md`\n",
        );
    Yuebao::in_temp()
        .run(["generate", "--out", "-", "--format", "pdf"])
        .exits(2)
        .stdout_is("")
        .stderr_is(
            "error: `--out -` takes json or md; write pdf into a folder, as `--out report`\n",
        );
}
