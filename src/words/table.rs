//! The texts of a language: the built-in files, and somebody's own laid over them.

use std::collections::{BTreeSet, HashMap};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::phrase::{Said, Value};
use super::{Lang, LangTag};

/// The built-in files of words: (name, Chinese, English). A new file is named here.
macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        const FILES: &[(&str, &str, &str)] = &[$((
            $name,
            include_str!(concat!("../../templates/zh-CN/words/", $name, ".toml")),
            include_str!(concat!("../../templates/en/words/", $name, ".toml")),
        )),+];
    };
}

files![
    "charts",
    "choices",
    "diagnostics",
    "errors",
    "findings",
    "page",
    "phrases",
    "plan",
    "plot",
    "tables",
    "topics",
    "units",
    "workbook",
];

/// Every text of a language by its key.
#[derive(Debug, Clone, Default)]
pub struct Table {
    texts: HashMap<String, Said>,
}

/// A file of words that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}, line {line}: {reason}")]
pub struct WordsError {
    /// The file: `words/units.toml`.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub reason: String,
}

impl Table {
    /// The built-in texts.
    pub(super) fn built_in(tag: LangTag) -> Self {
        let mut table = Self::default();
        for (name, zh, en) in FILES {
            let text = match tag {
                LangTag::Zh => zh,
                LangTag::En => en,
            };
            let read = read(name, text);
            debug_assert!(read.is_ok(), "{:?}", read.err());
            for (key, said, _) in read.unwrap_or_default() {
                table.texts.insert(key, said);
            }
        }
        table
    }

    /// The same with somebody's own files, (name, text), laid over.
    pub(super) fn overlaid(mut self, own: &[(String, String)]) -> Result<Self, WordsError> {
        for (name, text) in own {
            for (key, said, line) in read(name, text)? {
                let fault = |reason| WordsError {
                    file: file_of(name),
                    line,
                    reason,
                };
                if !self.has(&key) {
                    let near = crate::nearest::nearest(&key, self.texts.keys().map(String::as_str));
                    let near =
                        near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
                    return Err(fault(format!("there is no text `{key}`{near}")));
                }
                // What the texts of either language use is what may be used.
                let names = names_of(&key);
                if let Some(name) = said.names().into_iter().find(|name| !names.contains(*name)) {
                    return Err(fault(format!(
                        "`{key}` has no value `{name}`; it has {names:?}"
                    )));
                }
                self.texts.insert(key, said);
            }
        }
        Ok(self)
    }

    /// Whether there is a text.
    pub(super) fn has(&self, key: &str) -> bool {
        self.texts.contains_key(key)
    }

    /// A text that takes no values. A test holds every key that is asked for against the files.
    pub(super) fn text(&self, key: &str) -> &str {
        let text = self.texts.get(key).and_then(Said::plain);
        debug_assert!(text.is_some(), "no plain text `{key}`");
        text.unwrap_or_default()
    }

    /// A text with values put in.
    pub(super) fn fill(&self, key: &str, values: &[(&str, Value<'_>)]) -> String {
        let said = self.texts.get(key);
        debug_assert!(said.is_some(), "no text `{key}`");
        said.map_or_else(String::new, |said| said.fill(values))
    }
}

/// The names of the values that the built-in texts of a key take.
fn names_of(key: &str) -> BTreeSet<String> {
    let tables = LangTag::ALL.map(|tag| Lang::of(tag).table());
    let said = tables.iter().filter_map(|table| table.texts.get(key));
    said.flat_map(|said| said.names())
        .map(str::to_owned)
        .collect()
}

fn file_of(name: &str) -> String {
    format!("words/{name}.toml")
}

/// The texts of a file, each with its key and line.
fn read(name: &str, text: &str) -> Result<Vec<(String, Said, usize)>, WordsError> {
    let line = |at: usize| text.get(..at).unwrap_or_default().matches('\n').count() + 1;
    let fault = |at: usize, reason: String| WordsError {
        file: file_of(name),
        line: line(at),
        reason,
    };
    let table = DeTable::parse(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        fault(at, error.message().to_owned())
    })?;
    let mut texts = Vec::new();
    let mut under: Vec<(String, Spanned<DeTable<'_>>)> = vec![(name.to_owned(), table)];
    while let Some((path, table)) = under.pop() {
        for (key, value) in table.into_inner() {
            let key = format!("{path}.{}", key.get_ref());
            let span = value.span();
            match value.into_inner() {
                DeValue::String(text) => {
                    let said = Said::parse(&text).map_err(|reason| fault(span.start, reason))?;
                    texts.push((key, said, line(span.start)));
                }
                DeValue::Table(table) => under.push((key, Spanned::new(span, table))),
                _ => return Err(fault(span.start, format!("`{key}` is not a text"))),
            }
        }
    }
    Ok(texts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_the_same_texts_with_the_same_values() {
        let (zh, en) = (Table::built_in(LangTag::Zh), Table::built_in(LangTag::En));
        for (a, b) in [(&zh, &en), (&en, &zh)] {
            let mut lacking: Vec<&String> = a.texts.keys().filter(|key| !b.has(key)).collect();
            lacking.sort();
            assert!(lacking.is_empty(), "in one language only: {lacking:?}");
        }
    }

    #[test]
    fn own_texts_are_laid_over_and_faults_have_their_line() {
        let own = |text: &str| {
            Table::built_in(LangTag::Zh).overlaid(&[("units".to_owned(), text.to_owned())])
        };
        let table = own("money = \"圆\"\n").unwrap();
        assert_eq!(table.text("units.money"), "圆");
        let told = |text: &str| own(text).unwrap_err().to_string();
        assert_eq!(
            told("money = \"元\"\nmony = \"元\"\n"),
            "words/units.toml, line 2: there is no text `units.mony`; did you mean `units.money`?"
        );
        assert_eq!(
            told("\nmoney = \"{sum}\"\n"),
            "words/units.toml, line 2: `units.money` has no value `sum`; it has {}"
        );
        assert_eq!(
            told("money = 3\n"),
            "words/units.toml, line 1: `units.money` is not a text"
        );
    }
}
