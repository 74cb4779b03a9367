//! Messages on stderr: errors, warnings, and what a run does, as sentences or as JSON lines.

use std::env;
use std::fmt::Display;
use std::io::{self, IsTerminal, Write};

use anstyle::{AnsiColor, Effects, Style};
use serde_json::json;

use crate::cli::{Color, Global, LogFormat};
use crate::words::{Lang, LangTag};

/// Where messages go, and how many of them.
#[derive(Debug, Clone)]
pub struct Console {
    quiet: bool,
    verbose: u8,
    format: LogFormat,
    color: anstream::ColorChoice,
    /// What `--lang` says.
    asked: Option<LangTag>,
    lang: Lang,
}

/// How much a message matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Weight {
    Error,
    Warning,
    Info,
    Debug,
}

impl Weight {
    const fn label(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
            Self::Debug => "debug",
        }
    }

    const fn style(self) -> Style {
        let colour = match self {
            Self::Error => AnsiColor::Red,
            Self::Warning => AnsiColor::Yellow,
            Self::Info | Self::Debug => AnsiColor::Cyan,
        };
        colour.on_default().effects(Effects::BOLD)
    }
}

impl Console {
    /// The console that the global flags ask for.
    #[must_use]
    pub fn new(global: &Global) -> Self {
        Self {
            quiet: global.quiet,
            verbose: global.verbose,
            format: global.log_format,
            color: match global.color {
                Color::Auto => anstream::ColorChoice::Auto,
                Color::Always => anstream::ColorChoice::Always,
                Color::Never => anstream::ColorChoice::Never,
            },
            asked: global.lang,
            lang: Lang::of(global.lang.unwrap_or_else(of_environment)),
        }
    }

    /// The language of messages.
    #[must_use]
    pub const fn lang(&self) -> Lang {
        self.lang
    }

    /// The language that `--lang` asks for.
    #[must_use]
    pub const fn asked(&self) -> Option<LangTag> {
        self.asked
    }

    /// Tells why a command could not run: what was tried, then each cause.
    pub fn error(&self, error: &anyhow::Error) {
        self.tell(Weight::Error, &chain(error));
    }

    /// Tells that the data has errors beyond what was allowed, or another reason to end with a status above 0.
    pub fn fail(&self, message: impl Display) {
        self.tell(Weight::Error, &message.to_string());
    }

    /// Tells what the user should look at; not under `-q`.
    pub fn warn(&self, message: impl Display) {
        if !self.quiet {
            self.tell(Weight::Warning, &message.to_string());
        }
    }

    /// Tells what was decided for the user (the month, where none was named); not under `-q`.
    pub fn info(&self, message: impl Display) {
        if !self.quiet {
            self.tell(Weight::Info, &message.to_string());
        }
    }

    /// Tells what a step does, under `-v`.
    pub fn step(&self, message: impl Display) {
        if self.verbose >= 1 {
            self.tell(Weight::Debug, &message.to_string());
        }
    }

    /// Tells of each file, under `-vv`.
    pub fn detail(&self, message: impl Display) {
        if self.verbose >= 2 {
            self.tell(Weight::Debug, &message.to_string());
        }
    }

    /// Whether a progress bar may show: stderr is a terminal, and neither `-q` nor JSON lines nor a CI run forbids it.
    #[must_use]
    pub fn allows_progress(&self) -> bool {
        !self.quiet
            && self.format == LogFormat::Text
            && env::var_os("CI").is_none_or(|ci| ci.is_empty())
            && io::stderr().is_terminal()
    }

    /// Prints a text of several lines that is laid out already; not under `-q`.
    pub fn block(&self, text: &str) {
        if !self.quiet {
            let _ = anstream::AutoStream::new(io::stderr(), self.color).write_all(text.as_bytes());
        }
    }

    /// Whether what goes to stderr should bear colours.
    #[must_use]
    pub fn colours_stderr(&self) -> bool {
        self.color != anstream::ColorChoice::Never
    }

    /// Whether what goes to stdout should bear colours.
    #[must_use]
    pub fn colours_stdout(&self) -> bool {
        match self.color {
            anstream::ColorChoice::Auto => {
                let choice = anstream::AutoStream::choice(&io::stdout());
                choice != anstream::ColorChoice::Never
            }
            anstream::ColorChoice::Never => false,
            _ => true,
        }
    }

    fn tell(&self, weight: Weight, message: &str) {
        let line = match self.format {
            LogFormat::Text => text_line(weight, message),
            LogFormat::Json => json_line(weight, message),
        };
        let mut stderr = anstream::AutoStream::new(io::stderr(), self.color);
        // Nobody is left to tell that stderr is gone.
        let _ = stderr.write_all(line.as_bytes());
    }
}

/// The language of the environment.
#[must_use]
pub fn of_environment() -> LangTag {
    of_variables(|name| env::var(name).ok())
}

/// The language that the variables name, the first that is set deciding: Chinese where it begins with `zh`, else English.
fn of_variables(variable: impl Fn(&str) -> Option<String>) -> LangTag {
    let mut set = ["YUEBAO_LANG", "LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(variable)
        .filter(|value| !value.is_empty());
    match set.next() {
        Some(value) if value.to_ascii_lowercase().starts_with("zh") => LangTag::Zh,
        _ => LangTag::En,
    }
}

/// `error: …` with further lines set under the first.
fn text_line(weight: Weight, message: &str) -> String {
    let style = weight.style();
    let label = weight.label();
    let message = message.replace('\n', "\n  ");
    match weight {
        Weight::Error | Weight::Warning => format!("{style}{label}{style:#}: {message}\n"),
        Weight::Info | Weight::Debug => format!("{message}\n"),
    }
}

fn json_line(weight: Weight, message: &str) -> String {
    format!(
        "{}\n",
        json!({ "level": weight.label(), "message": message })
    )
}

/// What was tried, then each cause, parted by colons; a cause whose words the one before ends with is not said again.
fn chain(error: &anyhow::Error) -> String {
    let mut message = String::new();
    for cause in error.chain() {
        let cause = cause.to_string();
        if message.is_empty() {
            message = cause;
        } else if !message.ends_with(&cause) {
            message = format!("{message}: {cause}");
        }
    }
    message
}

#[cfg(test)]
mod tests {
    use anyhow::{Context, anyhow};

    use super::*;

    #[test]
    fn causes_follow_what_was_tried() {
        let error = Err::<(), _>(anyhow!("permission denied"))
            .context("cannot open sales.csv")
            .context("cannot read the exports")
            .unwrap_err();
        assert_eq!(
            chain(&error),
            "cannot read the exports: cannot open sales.csv: permission denied"
        );
    }

    #[test]
    fn the_first_variable_set_names_the_language() {
        let of = |variables: &[(&str, &str)]| {
            of_variables(|name| {
                let found = variables.iter().find(|(n, _)| *n == name);
                found.map(|(_, value)| (*value).to_owned())
            })
        };
        assert_eq!(of(&[]), LangTag::En);
        assert_eq!(of(&[("LANG", "zh_CN.UTF-8")]), LangTag::Zh);
        assert_eq!(of(&[("LC_ALL", "C"), ("LANG", "zh_CN.UTF-8")]), LangTag::En);
        assert_eq!(of(&[("LC_ALL", ""), ("LC_MESSAGES", "zh_TW")]), LangTag::Zh);
        assert_eq!(
            of(&[("YUEBAO_LANG", "zh-CN"), ("LC_ALL", "C")]),
            LangTag::Zh
        );
    }

    #[test]
    fn lines_are_text_or_json() {
        assert_eq!(
            anstream::adapter::strip_str(&text_line(Weight::Error, "one\ntwo")).to_string(),
            "error: one\n  two\n"
        );
        assert_eq!(text_line(Weight::Info, "month 2025-04"), "month 2025-04\n");
        assert_eq!(
            json_line(Weight::Warning, "a \"b\"\n"),
            "{\"level\":\"warning\",\"message\":\"a \\\"b\\\"\\n\"}\n"
        );
    }
}
