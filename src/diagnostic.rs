//! What is wrong with the data: a code, a severity, a place, the value met; said in the reader's language where it is shown.
//!
//! Every stage that reads adds its diagnostics to a [`Diagnostics`], which keeps the first ones of each code and
//! counts all. Rendering (human, json, sarif, github) lives in the modules below this one.

pub mod github;
pub mod human;
pub mod json;
pub mod sarif;
pub mod summary;

#[cfg(test)]
mod cases;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::words::{Filling, Lang, Values, fill};

pub use summary::FileSummary;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Told, nothing is wrong.
    Note,
    /// Nothing is lost, but look at it.
    Warning,
    /// The row or file is left out.
    Error,
}

/// Where: a file, a sheet of it, a row and a column as the file's own program counts them (from 1).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
pub struct Place {
    /// The file as it was named on the command line or found.
    pub file: String,
    /// The sheet, of a workbook.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The row, from 1; of a text file the line on which the record starts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u64>,
    /// The column, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    /// The column's head as the file has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

/// One thing that is wrong, as data; [`Diagnostic::message`] and its like say it in a language.
///
/// Its texts stand in `templates/<lang>/words/diagnostics.toml` under its code: `message`, `expected` and `hint`, of which a
/// variant under the code may state others. In them stand the named values, `{value}`, `{head}` (the column's) and `{expected}`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// Where.
    pub place: Place,
    /// How bad.
    pub level: Level,
    /// A stable kebab-case code: `bad-date`, `missing-field` …
    pub code: &'static str,
    /// Which of the code's texts; empty: those of the code itself.
    variant: &'static str,
    /// The value met, masked where it may name a customer.
    pub value: Option<String>,
    /// What the texts name besides. Never an unmasked customer number.
    values: Values,
}

impl Diagnostic {
    /// An error of a code, at no place.
    #[must_use]
    pub fn error(code: &'static str) -> Self {
        Self::new(Level::Error, code)
    }

    /// A warning of a code, at no place.
    #[must_use]
    pub fn warning(code: &'static str) -> Self {
        Self::new(Level::Warning, code)
    }

    /// A note of a code, at no place.
    #[must_use]
    pub fn note(code: &'static str) -> Self {
        Self::new(Level::Note, code)
    }

    fn new(level: Level, code: &'static str) -> Self {
        Self {
            place: Place::default(),
            level,
            code,
            variant: "",
            value: None,
            values: Values::new(),
        }
    }

    /// The same with the texts of a variant; the empty one is the code's own.
    #[must_use]
    pub const fn variant(mut self, variant: &'static str) -> Self {
        self.variant = variant;
        self
    }

    /// The same at a place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = place;
        self
    }

    /// The same with the value met.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = Some(value.into());
        self
    }

    /// The same with a named value.
    #[must_use]
    pub fn with(mut self, name: &'static str, filling: impl Into<Filling>) -> Self {
        self.values.push((name, filling.into()));
        self
    }

    /// What is wrong, in a sentence, value and expectation included.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        let mut named = self.values.clone();
        for (name, value) in [
            ("value", self.value.clone()),
            ("head", self.place.field.clone()),
            ("expected", self.expected(lang)),
        ] {
            named.extend(value.map(|value| (name, Filling::Text(value))));
        }
        let key = self.key("message", lang);
        fill(
            lang,
            key.as_deref().unwrap_or("diagnostics.message"),
            &named,
        )
    }

    /// What was expected instead.
    #[must_use]
    pub fn expected(&self, lang: Lang) -> Option<String> {
        self.text("expected", lang)
    }

    /// What to do about it.
    #[must_use]
    pub fn hint(&self, lang: Lang) -> Option<String> {
        self.text("hint", lang)
    }

    fn text(&self, part: &str, lang: Lang) -> Option<String> {
        let key = self.key(part, lang)?;
        Some(fill(lang, &key, &self.values))
    }

    /// The key of a text: the variant's, else the code's.
    fn key(&self, part: &str, lang: Lang) -> Option<String> {
        let code = self.code;
        let own = format!("diagnostics.{code}.{}.{part}", self.variant);
        let key = format!("diagnostics.{code}.{part}");
        [own, key].into_iter().find(|key| lang.has(key))
    }
}

/// Diagnostics collected: the first ones (by place) of each code, and the counts of all.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics {
    kept: BTreeMap<(Level, &'static str), Vec<Diagnostic>>,
    counts: BTreeMap<(Level, &'static str), u64>,
    /// File → sheet (empty outside workbooks) → how many of each level.
    places: BTreeMap<String, BTreeMap<String, BTreeMap<Level, u64>>>,
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, more: I) {
        for diagnostic in more {
            self.add(diagnostic);
        }
    }
}

impl Diagnostics {
    /// How many of a code are kept while reading; what is shown is capped separately.
    pub const KEPT: usize = 1_000;

    /// Adds one.
    pub fn add(&mut self, diagnostic: Diagnostic) {
        let key = (diagnostic.level, diagnostic.code);
        *self.counts.entry(key).or_default() += 1;
        let sheet = diagnostic.place.sheet.as_deref().unwrap_or_default();
        self.count_at(&diagnostic.place.file, sheet, diagnostic.level, 1);
        let kept = self.kept.entry(key).or_default();
        kept.push(diagnostic);
        if kept.len() >= 2 * Self::KEPT {
            kept.sort();
            kept.truncate(Self::KEPT);
        }
    }

    /// Adds another collection's. The result does not depend on the order of merging.
    pub fn merge(&mut self, other: Self) {
        for (key, count) in other.counts {
            *self.counts.entry(key).or_default() += count;
        }
        for (file, sheets) in other.places {
            for (sheet, levels) in sheets {
                for (level, count) in levels {
                    self.count_at(&file, &sheet, level, count);
                }
            }
        }
        for (key, mut more) in other.kept {
            let kept = self.kept.entry(key).or_default();
            kept.append(&mut more);
            if kept.len() >= 2 * Self::KEPT {
                kept.sort();
                kept.truncate(Self::KEPT);
            }
        }
    }

    /// How many there are of a level, kept or not.
    #[must_use]
    pub fn count(&self, level: Level) -> u64 {
        self.counts
            .iter()
            .filter(|((l, _), _)| *l == level)
            .map(|(_, n)| n)
            .sum()
    }

    fn count_at(&mut self, file: &str, sheet: &str, level: Level, count: u64) {
        // Most often the file and sheet are known already: no name is copied then.
        if let Some(levels) = self.places.get_mut(file).and_then(|f| f.get_mut(sheet)) {
            *levels.entry(level).or_default() += count;
        } else {
            let sheets = self.places.entry(file.to_owned()).or_default();
            let levels = sheets.entry(sheet.to_owned()).or_default();
            *levels.entry(level).or_default() += count;
        }
    }

    /// How many there are of a level in a file, or in one sheet of a workbook, kept or not.
    #[must_use]
    pub fn count_in(&self, file: &str, sheet: Option<&str>, level: Level) -> u64 {
        self.places
            .get(file)
            .and_then(|sheets| sheets.get(sheet.unwrap_or_default()))
            .and_then(|levels| levels.get(&level))
            .copied()
            .unwrap_or(0)
    }

    /// How many there are of each (level, code), kept or not.
    #[must_use]
    pub const fn counts(&self) -> &BTreeMap<(Level, &'static str), u64> {
        &self.counts
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// The kept ones, by file, row and column; at most [`Self::KEPT`] of a code.
    #[must_use]
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut all: Vec<&Diagnostic> = Vec::new();
        for kept in self.kept.values() {
            let mut kept: Vec<_> = kept.iter().collect();
            kept.sort();
            kept.truncate(Self::KEPT);
            all.extend(kept);
        }
        all.sort();
        all
    }
}

/// Masks the middle of whatever may be a customer's, subscriber's or phone number: `138****8000`.
///
/// Four characters or fewer become stars entirely.
#[must_use]
pub fn mask(number: &str) -> String {
    let characters: Vec<char> = number.chars().collect();
    let n = characters.len();
    let (head, tail) = match n {
        0..=4 => (0, 0),
        5..=7 => (1, 1),
        8..=10 => (2, 2),
        _ => (3, 4),
    };
    let mut masked: String = characters.iter().take(head).collect();
    masked.push_str(&"*".repeat((n - head - tail).min(4)));
    masked.extend(characters.iter().skip(n - tail));
    masked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_numbers() {
        assert_eq!(mask("13800138000"), "138****8000");
        assert_eq!(mask("U1482"), "U***2");
        assert_eq!(mask("1234"), "****");
        assert_eq!(mask(""), "");
    }

    fn at(row: u64) -> Diagnostic {
        Diagnostic::error("bad-date").at(Place {
            row: Some(row),
            ..Place::default()
        })
    }

    #[test]
    fn keeps_the_first_and_counts_all_in_any_order() {
        let mut forwards = Diagnostics::default();
        let mut backwards = Diagnostics::default();
        for row in 0..5_000 {
            forwards.add(at(row));
            backwards.add(at(4_999 - row));
        }
        assert_eq!(forwards.count(Level::Error), 5_000);
        assert_eq!(forwards.sorted(), backwards.sorted());
        assert_eq!(forwards.sorted().len(), Diagnostics::KEPT);
        assert_eq!(forwards.sorted()[999].place.row, Some(999));
    }

    #[test]
    fn counts_by_file_and_sheet_survive_merging() {
        let in_sheet = |sheet: Option<&str>, level| Diagnostic {
            place: Place {
                file: "a.xlsx".to_owned(),
                sheet: sheet.map(str::to_owned),
                ..Place::default()
            },
            level,
            ..at(1)
        };
        let mut one = Diagnostics::default();
        one.add(in_sheet(Some("投诉"), Level::Error));
        one.add(in_sheet(None, Level::Warning));
        let mut other = Diagnostics::default();
        other.add(in_sheet(Some("投诉"), Level::Error));
        one.merge(other);
        assert_eq!(one.count_in("a.xlsx", Some("投诉"), Level::Error), 2);
        assert_eq!(one.count_in("a.xlsx", Some("投诉"), Level::Warning), 0);
        assert_eq!(one.count_in("a.xlsx", None, Level::Warning), 1);
        assert_eq!(one.count_in("b.xlsx", None, Level::Error), 0);
    }
}
