//! The command line: every command and flag as a type, with the help a user reads.
//!
//! No input or output here: [`Cli::parse`](clap::Parser::parse) turns arguments into these types, and
//! [`crate::commands`] acts on them. What is refused: an unknown flag or value (clap suggests the near one).

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum, ValueHint};

use crate::month::Month;
use crate::output::Format;
use crate::request::MaxErrors;
use crate::words::LangTag;

const EXAMPLES: &str = "\
Examples:
  yuebao generate exports --month 2025-04     report/yuebao-2025-04.pdf, .xlsx and .md
  yuebao generate exports --format json --out -
  yuebao validate exports                     what is wrong with the data, by file and row
  yuebao datasets sales                       the columns of a sales export, and their other names

Exit status:
  0  done
  1  the data has errors beyond what was allowed
  2  could not run: usage, an unreadable file, a bad config, nothing to write to";

/// The monthly report of a telecom service hall, from its exports
///
/// yuebao (月报) reads a hall's month-end exports, CSV files and workbooks with English or Chinese headers, and writes
/// the six-section monthly report as PDF, XLSX, Markdown and JSON.
#[derive(Debug, Clone, PartialEq, Parser)]
#[command(
    name = "yuebao",
    version,
    max_term_width = 100,
    after_help = EXAMPLES,
    subcommand_required = true,
    arg_required_else_help = true
)]
pub struct Cli {
    /// What every command understands.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The flags every command understands.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// Say nothing on stderr but errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say more on stderr: -v what each step does, -vv each file
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub verbose: u8,
    /// When to colour messages: auto (on a terminal, unless NO_COLOR is set), always, never
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = true
    )]
    pub color: Color,
    /// How messages on stderr are written: text, or json for one object a line
    #[arg(
        long,
        global = true,
        value_name = "FORMAT",
        default_value = "text",
        hide_possible_values = true
    )]
    pub log_format: LogFormat,
    /// The language of messages and of what is written [default: of messages the system's, of reports the config's, else zh-CN]
    #[arg(long, global = true, value_name = "LANG")]
    pub lang: Option<LangTag>,
}

/// When messages bear colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Color {
    /// On a terminal that has colours
    #[default]
    Auto,
    /// Even into a file or pipe
    Always,
    /// Not at all
    Never,
}

/// How messages on stderr are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum LogFormat {
    /// Sentences
    #[default]
    Text,
    /// One object a line, with `level` and `message`
    Json,
}

/// The commands.
#[derive(Debug, Clone, PartialEq, Subcommand)]
pub enum Command {
    /// Write the report of a month
    #[command(visible_alias = "gen")]
    Generate(GenerateArgs),
    /// Check exports without writing a report
    Validate(ValidateArgs),
    /// Show how a figure comes about: formula, source, parts, the files and rows behind it
    Explain(ExplainArgs),
    /// List the metrics a report may show
    Metrics(MetricsArgs),
    /// List the datasets yuebao reads, or one's fields and their other names
    Datasets(DatasetsArgs),
    /// Write a yuebao.toml with every key explained
    Init(InitArgs),
    /// Write made-up exports, to try things out or to test with
    Sample(SampleArgs),
    /// Print a completion script for a shell
    Completions(CompletionsArgs),
    /// Print the manual page
    Man,
}

/// The files a command reads and the config it reads them by.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct Inputs {
    /// Exports: files, or folders searched for spreadsheets [default: the config's inputs, else .]
    #[arg(value_name = "INPUT", value_hint = ValueHint::AnyPath)]
    pub inputs: Vec<PathBuf>,
    /// The config [default: yuebao.toml in the first INPUT folder, else in the current one]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub config: Option<PathBuf>,
}

/// `yuebao generate`.
#[derive(Debug, Clone, PartialEq, Default, Args)]
pub struct GenerateArgs {
    /// The files and the config.
    #[command(flatten)]
    pub inputs: Inputs,
    /// The month to report, as 2025-04 [default: the latest that sales cover]
    #[arg(short, long, value_name = "YYYY-MM")]
    pub month: Option<Month>,
    /// The formats to write, parted by commas [default: pdf,xlsx,md]
    #[arg(short, long = "format", value_name = "FORMAT", value_delimiter = ',')]
    pub formats: Vec<Format>,
    /// The folder to write to, or - for stdout (json or md alone) [default: report]
    #[arg(short, long, value_name = "DIR|-", value_hint = ValueHint::DirPath)]
    pub out: Option<PathBuf>,
    /// Report on this hall alone; repeat it for several, taken together
    #[arg(long = "hall", value_name = "NAME")]
    pub halls: Vec<String>,
    /// Write a report for each hall beside the one over all
    #[arg(long)]
    pub by_hall: bool,
    /// The folder that keeps the figures of past months
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub history: Option<PathBuf>,
    /// A folder of section templates to use in place of the built-in ones
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub templates: Option<PathBuf>,
    /// A font for characters that the built-in ones lack
    #[arg(long, value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub font: Option<PathBuf>,
    /// The report's title [default: 电信营业厅月工作总结]
    #[arg(long)]
    pub title: Option<String>,
    /// Who presents the report, for its cover
    #[arg(long, value_name = "NAME")]
    pub presenter: Option<String>,
    /// How many bad rows to leave out before giving up: a count, or a share of the rows as 2% [default: 0]
    #[arg(long, value_name = "N|P%")]
    pub max_errors: Option<MaxErrors>,
    /// Exit with 1 where the report has such
    #[arg(long, value_name = "WHAT")]
    pub fail_on: Option<FailOn>,
}

/// What makes `generate` exit with 1 although the report was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// A finding of high severity
    Findings,
}

/// `yuebao validate`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct ValidateArgs {
    /// The files and the config.
    #[command(flatten)]
    pub inputs: Inputs,
    /// How to print what is found
    #[arg(short, long, value_name = "FORMAT", default_value = "human")]
    pub format: DiagnosticFormat,
    /// Check the tables of this dataset only
    #[arg(long, value_name = "NAME")]
    pub dataset: Option<String>,
    /// Exit with 1 for a warning as for an error
    #[arg(long)]
    pub warnings_as_errors: bool,
}

/// How `validate` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum DiagnosticFormat {
    /// Grouped by file, with a summary
    #[default]
    Human,
    /// One JSON document
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of a GitHub workflow
    Github,
}

/// `yuebao explain`.
#[derive(Debug, Clone, PartialEq, Default, Args)]
pub struct ExplainArgs {
    /// The metric, by id or name: sales.total, 销售总额
    pub metric: String,
    /// The files and the config.
    #[command(flatten)]
    pub inputs: Inputs,
    /// The month, as 2025-04 [default: the latest that sales cover]
    #[arg(short, long, value_name = "YYYY-MM")]
    pub month: Option<Month>,
    /// This hall alone; repeat it for several, taken together
    #[arg(long = "hall", value_name = "NAME")]
    pub halls: Vec<String>,
}

/// `yuebao metrics`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct MetricsArgs {
    /// How to print the catalog
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    pub format: TextOrJson,
}

/// Text for people, JSON for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum TextOrJson {
    /// A table to read
    #[default]
    Text,
    /// One JSON document
    Json,
}

/// `yuebao datasets`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct DatasetsArgs {
    /// One dataset, by id or name: sales, 销售明细 [default: all]
    pub name: Option<String>,
    /// How to print; csv is an empty export of the named dataset, to fill in
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    pub format: DatasetsFormat,
}

/// How `datasets` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum DatasetsFormat {
    /// A table to read
    #[default]
    Text,
    /// One JSON document
    Json,
    /// The header row of an export
    Csv,
}

/// `yuebao init`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct InitArgs {
    /// The folder to write to [default: .]
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub dir: Option<PathBuf>,
}

/// `yuebao sample`.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct SampleArgs {
    /// The folder to write to; made where it is missing
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub dir: PathBuf,
    /// Sales rows in all; the other tables grow with them [default: 3000 a hall and month]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub rows: Option<u64>,
    /// Halls
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub halls: u32,
    /// Months, the last of them --month
    #[arg(long, value_name = "N", default_value_t = 14, value_parser = clap::value_parser!(u32).range(1..=600))]
    pub months: u32,
    /// The last month
    #[arg(long, value_name = "YYYY-MM", default_value = "2025-04")]
    pub month: Month,
    /// The same seed gives the same files
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// The language of the headers and values
    #[arg(long, value_name = "LANG", default_value = "zh")]
    pub headers: Headers,
    /// The encoding of the CSV files
    #[arg(long, value_name = "ENCODING", default_value = "utf-8")]
    pub encoding: SampleEncoding,
    /// Write workbooks in place of CSV files
    #[arg(long, conflicts_with = "encoding")]
    pub xlsx: bool,
    /// Let sales and visits name staff of any hall, which is the hardest to count
    #[arg(long)]
    pub staff_anywhere: bool,
}

/// The language of a sample's headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Headers {
    /// 日期, 金额
    #[default]
    Zh,
    /// date, amount
    En,
}

/// The encoding of a sample's CSV files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum SampleEncoding {
    /// UTF-8
    #[default]
    #[value(name = "utf-8", alias = "utf8")]
    Utf8,
    /// GB18030, as Chinese Windows programs export
    #[value(name = "gb18030", alias = "gbk")]
    Gb18030,
}

/// `yuebao completions`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Args)]
pub struct CompletionsArgs {
    /// The shell
    pub shell: clap_complete::Shell,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    fn parse(line: &str) -> Result<Cli, clap::Error> {
        Cli::try_parse_from(line.split(' '))
    }

    #[test]
    fn every_flag_is_declared_without_contradiction() {
        Cli::command().debug_assert();
    }

    #[test]
    fn generate_takes_formats_by_comma_and_halls_by_repetition() {
        let cli = parse("yuebao generate a b --format pdf,json --hall 城南 --hall 城北 -m 2025-04");
        let Command::Generate(args) = cli.unwrap().command else {
            panic!("not generate");
        };
        assert_eq!(args.inputs.inputs, [PathBuf::from("a"), PathBuf::from("b")]);
        assert_eq!(args.formats, [Format::Pdf, Format::Json]);
        assert_eq!(args.halls, ["城南", "城北"]);
        assert_eq!(args.month, Month::new(2025, 4));
    }

    #[test]
    fn global_flags_stand_before_or_after_the_command() {
        for line in ["yuebao -vv datasets", "yuebao datasets -vv"] {
            assert_eq!(parse(line).unwrap().global.verbose, 2, "{line}");
        }
        assert!(parse("yuebao -q -v datasets").is_err());
    }

    #[test]
    fn a_mistyped_flag_gets_the_near_one() {
        let message = parse("yuebao generate --mont 2025-04")
            .unwrap_err()
            .to_string();
        assert!(message.contains("'--month'"), "{message}");
    }

    #[test]
    fn a_bad_month_says_how_to_write_it() {
        let message = parse("yuebao generate --month 2025/4")
            .unwrap_err()
            .to_string();
        assert_eq!(
            message.lines().next(),
            Some(
                "error: invalid value '2025/4' for '--month <YYYY-MM>': `2025/4` is not a month: write it as 2025-04"
            )
        );
    }
}
