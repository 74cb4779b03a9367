//! `yuebao man`: one manual page on stdout, every command's options included.

use std::io::Write;

use clap::CommandFactory;
use clap_mangen::Man;

use super::{Outcome, print};
use crate::cli::Cli;

const CLOSING: &str = r#".SH "EXIT STATUS"
.TP
0
Done.
.TP
1
The data has errors beyond what was allowed, or the report findings that \fB\-\-fail\-on\fR names.
.TP
2
It could not run: usage, an unreadable file, a bad config, nothing to write to.
.SH FILES
.TP
yuebao.toml
The config, looked for in the first input folder, then in the current one.
.SH ENVIRONMENT
.TP
NO_COLOR
Where it is set, messages bear no colours under \fB\-\-color auto\fR.
.TP
CI
Where it is set, no progress bar shows.
.TP
SOURCE_DATE_EPOCH
The date of the files written, in seconds since 1970, where the report has no date of its own.
"#;

pub(super) fn run() -> anyhow::Result<Outcome> {
    let mut page = Vec::new();
    write(&mut page)?;
    print(&String::from_utf8(page)?)
}

fn write(page: &mut Vec<u8>) -> anyhow::Result<()> {
    let mut command = Cli::command();
    command.build();
    let man = Man::new(command.clone()).manual("yuebao manual");
    man.render_title(page)?;
    man.render_name_section(page)?;
    man.render_synopsis_section(page)?;
    man.render_description_section(page)?;
    man.render_options_section(page)?;
    for sub in command.get_subcommands() {
        if sub.is_hide_set() || sub.get_name() == "help" {
            continue;
        }
        let name = sub.get_name().to_owned();
        writeln!(page, ".SH \"YUEBAO {}\"", name.to_uppercase())?;
        if let Some(about) = sub.get_about() {
            writeln!(page, "{}.", escape(&about.to_string()))?;
        }
        // The global options stand once, above.
        let own = sub.clone().mut_args(|arg| {
            let global = arg.is_global_set() || arg.get_id() == "help";
            arg.hide(global)
        });
        let man = Man::new(own);
        let mut section = Vec::new();
        man.render_synopsis_section(&mut section)?;
        man.render_options_section(&mut section)?;
        let section = String::from_utf8(section)?;
        for line in section.lines().filter(|line| *line != ".SH SYNOPSIS") {
            // A section of the command, not of the page.
            let line = line.replacen(".SH ", ".SS ", 1);
            writeln!(page, "{line}")?;
        }
    }
    page.write_all(CLOSING.as_bytes())?;
    Ok(())
}

/// Text as roff takes it: a backslash and a hyphen are told apart from commands, a leading dot from a macro.
fn escape(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('-', "\\-");
    match text.strip_prefix(['.', '\'']) {
        Some(_) => format!("\\&{text}"),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_stays_plain_text() {
        assert_eq!(escape("a-b\\c"), "a\\-b\\\\c");
        assert_eq!(escape(".TH"), "\\&.TH");
    }
}
