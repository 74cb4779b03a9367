//! What is wrong with a config: file, line, column, and what to write instead.

use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};

use crate::nearest::nearest;

/// A config that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}:{line}:{column}: {message}", path.display())]
pub struct ConfigError {
    /// The config.
    pub path: PathBuf,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What is wrong and what to write instead.
    pub message: String,
}

impl ConfigError {
    /// An error of the TOML reader: a syntax error, a wrong type, or a key that is no field.
    pub(super) fn from_toml(error: &toml::de::Error, text: &str, path: &Path) -> Self {
        let message = unknown_key(error.message()).unwrap_or_else(|| one_line(error.message()));
        Self::at(text, path, error.span(), message)
    }

    /// A key that should name one of `known` and does not. `keys` lead to it from the root.
    pub(super) fn unknown(
        text: &str,
        path: &Path,
        keys: &[&str],
        what: &str,
        known: &[&str],
    ) -> Self {
        let given = keys.last().copied().unwrap_or_default();
        let message = format!("there is no {what} `{given}`{}", suggestion(given, known));
        Self::at(text, path, span_of(text, keys), message)
    }

    /// A value that is not what it must be.
    pub(super) fn out_of_bounds(text: &str, path: &Path, keys: &[&str], expected: &str) -> Self {
        let message = format!("`{}` must be {expected}", keys.join("."));
        Self::at(text, path, span_of(text, keys), message)
    }

    fn at(text: &str, path: &Path, span: Option<Range<usize>>, message: String) -> Self {
        let before = span
            .and_then(|span| text.get(..span.start))
            .unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |i| i + 1);
        let in_line = before.get(line_start..).unwrap_or_default();
        Self {
            path: path.to_owned(),
            line: before.matches('\n').count() + 1,
            column: in_line.chars().count() + 1,
            message,
        }
    }
}

/// `; did you mean …?` where a known name is near, else the names there are.
fn suggestion(given: &str, known: &[&str]) -> String {
    match nearest(given, known.iter().copied()) {
        Some(near) => format!("; did you mean `{near}`?"),
        None => format!("; there are {}", known.join(", ")),
    }
}

/// The reader's "unknown field `x`, expected one of `a`, `b`" as a sentence that names the nearest; none where the
/// message is another.
fn unknown_key(message: &str) -> Option<String> {
    let rest = message.strip_prefix("unknown field ")?;
    let mut quoted = rest.split('`').skip(1).step_by(2);
    let given = quoted.next()?;
    let known: Vec<&str> = quoted.collect();
    Some(format!(
        "there is no key `{given}`{}",
        suggestion(given, &known)
    ))
}

fn one_line(message: &str) -> String {
    message
        .lines()
        .map(str::trim)
        .collect::<Vec<_>>()
        .join("; ")
}

/// Where in the text the last of `keys` stands.
fn span_of(text: &str, keys: &[&str]) -> Option<Range<usize>> {
    let root = DeTable::parse(text).ok()?;
    let mut table = root.get_ref();
    let mut span = None;
    for key in keys {
        let (name, value) = table.iter().find(|(name, _)| name.get_ref() == key)?;
        span = Some(name.span());
        match value.get_ref() {
            DeValue::Table(inner) => table = inner,
            _ => break,
        }
    }
    span
}
