//! What one run of `generate` is to do: the command line over the config over the defaults.
//!
//! Input: [`GenerateArgs`](crate::cli::GenerateArgs) and a [`Config`]. Output: a [`GenerateRequest`] with nothing left to
//! decide but what the data decides (the month and the halls, where neither names them).
//! Refused: asking for something that cannot be, as two formats on stdout.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use jiff::civil::Date;

use crate::cli::{FailOn, GenerateArgs};
use crate::config::Config;
use crate::month::Month;
use crate::output::Format;
use crate::words::{Lang, LangTag};

/// Everything `generate` needs to know before it reads.
#[derive(Debug, Clone, PartialEq)]
pub struct GenerateRequest {
    /// Files and folders to read; never empty.
    pub inputs: Vec<PathBuf>,
    /// The month, where named; else the latest that sales cover.
    pub month: Option<Month>,
    /// The formats, each once, in the order PDF, XLSX, Markdown, JSON; never empty.
    pub formats: Vec<Format>,
    /// Where the report goes.
    pub out: Out,
    /// The language.
    pub lang: Lang,
    /// The halls to report on, each once; empty for all.
    pub halls: Vec<String>,
    /// The hall of rows that name none.
    pub default_hall: Option<String>,
    /// Whether each hall gets a report of its own beside the one over all.
    pub by_hall: bool,
    /// The folder of past months' figures.
    pub history: Option<PathBuf>,
    /// The folder of templates in place of the built-in ones.
    pub templates: Option<PathBuf>,
    /// A font for characters that the built-in ones lack.
    pub font: Option<PathBuf>,
    /// The title, where it is not the built-in one.
    pub title: Option<String>,
    /// Who presents the report.
    pub presenter: Option<String>,
    /// The date on the cover.
    pub date: Option<Date>,
    /// How many bad rows are left out before the run ends.
    pub max_errors: MaxErrors,
    /// Whether a finding of high severity makes the run exit with 1.
    pub fail_on_findings: bool,
}

/// Where a report goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Out {
    /// Into files of this folder.
    Dir(PathBuf),
    /// To stdout, one text document.
    Stdout,
}

/// How many bad rows are left out before a run ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum MaxErrors {
    /// This many errors.
    Count(u64),
    /// Errors up to this percentage of the rows read, 0–100.
    Percent(f64),
}

impl Default for MaxErrors {
    /// None.
    fn default() -> Self {
        Self::Count(0)
    }
}

impl MaxErrors {
    /// Whether `errors` among `rows` are more than allowed.
    #[must_use]
    pub fn exceeded(self, errors: u64, rows: u64) -> bool {
        match self {
            Self::Count(most) => errors > most,
            Self::Percent(percent) => errors as f64 * 100.0 > percent * rows as f64,
        }
    }
}

/// A text that says no number of errors.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("write a count, as 10, or a share of the rows, as 2%")]
pub struct ParseMaxErrors;

impl FromStr for MaxErrors {
    type Err = ParseMaxErrors;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.strip_suffix('%') {
            None => text.parse().map(Self::Count).map_err(|_| ParseMaxErrors),
            Some(number) => match number.parse::<f64>() {
                Ok(percent) if (0.0..=100.0).contains(&percent) => Ok(Self::Percent(percent)),
                _ => Err(ParseMaxErrors),
            },
        }
    }
}

/// Flags that contradict each other or what they are to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// More than one document for stdout.
    #[error("`--out -` takes one format, and {} are asked for: {}; add `--format json` or `--format md`", .0.len(), list(.0))]
    SeveralOnStdout(Vec<Format>),
    /// A document that is no text.
    #[error("`--out -` takes json or md; write {} into a folder, as `--out report`", .0.id())]
    BinaryOnStdout(Format),
    /// A report for each hall, on the one stdout.
    #[error("`--by-hall` writes several reports; give it a folder, as `--out report`")]
    HallsOnStdout,
}

fn list(formats: &[Format]) -> String {
    let ids: Vec<&str> = formats.iter().map(|format| format.id()).collect();
    ids.join(", ")
}

impl GenerateRequest {
    /// Merges flags over config over defaults.
    pub fn resolve(
        args: &GenerateArgs,
        lang: Option<LangTag>,
        config: &Config,
    ) -> Result<Self, RequestError> {
        let report = &config.report;
        let out = match args.out.as_ref().or(report.out.as_ref()) {
            Some(path) if path == Path::new("-") => Out::Stdout,
            Some(path) => Out::Dir(path.clone()),
            None => Out::Dir(PathBuf::from("report")),
        };
        let request = Self {
            inputs: inputs(&args.inputs.inputs, config),
            month: args.month,
            formats: formats(first_given(&args.formats, &report.formats)),
            out,
            lang: Lang::of(lang.or(report.lang).unwrap_or_default()),
            halls: each_once(first_given(&args.halls, &report.halls)),
            default_hall: report.hall.clone(),
            by_hall: args.by_hall,
            history: args.history.clone().or_else(|| report.history.clone()),
            templates: args.templates.clone().or_else(|| report.templates.clone()),
            font: args.font.clone().or_else(|| report.font.clone()),
            title: args.title.clone().or_else(|| report.title.clone()),
            presenter: args.presenter.clone().or_else(|| report.presenter.clone()),
            date: report.date,
            max_errors: args.max_errors.unwrap_or_default(),
            fail_on_findings: args.fail_on == Some(FailOn::Findings),
        };
        request.check()
    }

    fn check(self) -> Result<Self, RequestError> {
        if self.out == Out::Stdout {
            match self.formats.as_slice() {
                [format] if !format.is_text() => return Err(RequestError::BinaryOnStdout(*format)),
                [_] => {}
                several => return Err(RequestError::SeveralOnStdout(several.to_vec())),
            }
            if self.by_hall {
                return Err(RequestError::HallsOnStdout);
            }
        }
        Ok(self)
    }
}

/// What is read: the arguments, else the config's inputs, else the current folder.
#[must_use]
pub fn inputs(given: &[PathBuf], config: &Config) -> Vec<PathBuf> {
    match first_given(given, &config.inputs) {
        [] => vec![PathBuf::from(".")],
        inputs => inputs.to_vec(),
    }
}

fn first_given<'a, T>(flags: &'a [T], config: &'a [T]) -> &'a [T] {
    if flags.is_empty() { config } else { flags }
}

fn formats(given: &[Format]) -> Vec<Format> {
    let mut formats = match given {
        [] => Format::DEFAULT.to_vec(),
        given => given.to_vec(),
    };
    formats.sort_unstable();
    formats.dedup();
    formats
}

fn each_once(names: &[String]) -> Vec<String> {
    let mut once: Vec<String> = Vec::new();
    for name in names {
        if !once.contains(name) {
            once.push(name.clone());
        }
    }
    once
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::cli::{Cli, Command};

    fn resolve(flags: &str, config: &str) -> Result<GenerateRequest, RequestError> {
        let line = ["yuebao", "generate"].into_iter();
        let cli = Cli::try_parse_from(line.chain(flags.split_whitespace())).unwrap();
        let Command::Generate(args) = cli.command else {
            panic!("not generate");
        };
        let config = Config::parse(config, Path::new("halls/yuebao.toml")).unwrap();
        GenerateRequest::resolve(&args, cli.global.lang, &config)
    }

    #[test]
    fn defaults_where_nobody_says() {
        let request = resolve("", "").unwrap();
        assert_eq!(request.inputs, [PathBuf::from(".")]);
        assert_eq!(request.formats, Format::DEFAULT);
        assert_eq!(request.out, Out::Dir(PathBuf::from("report")));
        assert_eq!(request.lang, Lang::ZH);
        assert_eq!(request.max_errors, MaxErrors::Count(0));
        assert_eq!((request.month, request.by_hall), (None, false));
    }

    #[test]
    fn the_config_beats_defaults_and_flags_beat_the_config() {
        let config = "inputs = [\"exports\"]\n[report]\nhall = \"城南\"\nhalls = [\"城南\"]\npresenter = \"李\"\n\
                      lang = \"en\"\nout = \"out\"\nformats = [\"md\"]\ndate = 2025-05-06";
        let request = resolve("", config).unwrap();
        assert_eq!(request.inputs, [PathBuf::from("halls/exports")]);
        assert_eq!(request.out, Out::Dir(PathBuf::from("halls/out")));
        assert_eq!(request.formats, [Format::Md]);
        assert_eq!(request.lang, Lang::EN);
        assert_eq!(request.halls, ["城南"]);
        assert_eq!(request.date, Some(jiff::civil::date(2025, 5, 6)));
        assert_eq!(request.presenter.as_deref(), Some("李"));

        let flags = "x.csv --out y --format json,pdf,json --lang zh-CN --hall 城北 --hall 城北 --presenter 王";
        let request = resolve(flags, config).unwrap();
        assert_eq!(request.inputs, [PathBuf::from("x.csv")]);
        assert_eq!(request.out, Out::Dir(PathBuf::from("y")));
        assert_eq!(request.formats, [Format::Pdf, Format::Json]);
        assert_eq!(request.lang, Lang::ZH);
        assert_eq!(request.halls, ["城北"]);
        assert_eq!(request.default_hall.as_deref(), Some("城南"));
        assert_eq!(request.presenter.as_deref(), Some("王"));
    }

    #[test]
    fn stdout_takes_one_text_document() {
        assert_eq!(
            resolve("--out - --format json", "").unwrap().out,
            Out::Stdout
        );
        for (flags, message) in [
            (
                "--out -",
                "`--out -` takes one format, and 3 are asked for: pdf, xlsx, md; add `--format json` or `--format md`",
            ),
            (
                "--out - --format xlsx",
                "`--out -` takes json or md; write xlsx into a folder, as `--out report`",
            ),
            (
                "--out - --format md --by-hall",
                "`--by-hall` writes several reports; give it a folder, as `--out report`",
            ),
        ] {
            assert_eq!(resolve(flags, "").unwrap_err().to_string(), message);
        }
    }

    #[test]
    fn errors_are_allowed_by_count_or_share() {
        assert_eq!("10".parse(), Ok(MaxErrors::Count(10)));
        assert_eq!("2.5%".parse(), Ok(MaxErrors::Percent(2.5)));
        for text in ["", "-1", "%", "101%", "NaN%", "1.5", "ten"] {
            assert_eq!(text.parse::<MaxErrors>(), Err(ParseMaxErrors), "{text}");
        }
        let two_percent = MaxErrors::Percent(2.0);
        assert!(!two_percent.exceeded(2, 100));
        assert!(two_percent.exceeded(3, 100));
        assert!(!two_percent.exceeded(0, 0));
        assert!(MaxErrors::Count(0).exceeded(1, 1_000_000));
    }
}
