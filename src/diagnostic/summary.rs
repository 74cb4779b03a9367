//! What was read of each file or sheet, for the foot of `validate` and the report's appendix.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Diagnostic, Diagnostics, Level};
use crate::month::Month;
use crate::say;
use crate::words::Lang;

/// One file, or one sheet of a workbook, that was read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct FileSummary {
    /// The file as it was named on the command line or found.
    pub path: String,
    /// The sheet, of a workbook.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The id of the dataset it holds; none where it was recognised as nothing and passed over.
    pub dataset: Option<String>,
    /// Rows read, blank and totals rows aside.
    pub rows: u64,
    /// Of them, rows left out for an error.
    pub rejected: u64,
    /// The first and the last month its rows lie in; none without dated rows.
    pub months: Option<(Month, Month)>,
}

impl FileSummary {
    /// The file, and its sheet where it has one: `a.xlsx [投诉]`.
    #[must_use]
    pub fn title(&self) -> String {
        match &self.sheet {
            None => self.path.clone(),
            Some(sheet) => format!("{} [{sheet}]", self.path),
        }
    }
}

/// The diagnostics to show: by place, at most `cap` of each level and code, and how many each of them leaves unshown.
#[derive(Debug, Clone)]
pub struct Shown<'a> {
    /// In the order of their places.
    pub diagnostics: Vec<&'a Diagnostic>,
    /// (level, code) → how many more there are; worst level first.
    pub more: Vec<(Level, &'static str, u64)>,
}

impl<'a> Shown<'a> {
    /// Chooses the first `cap` of each level and code.
    #[must_use]
    pub fn new(all: &'a Diagnostics, cap: usize) -> Self {
        let mut shown: BTreeMap<(Level, &'static str), usize> = BTreeMap::new();
        let mut diagnostics = all.sorted();
        diagnostics.retain(|d| {
            let n = shown.entry((d.level, d.code)).or_default();
            *n += 1;
            *n <= cap
        });
        let cap = u64::try_from(cap).unwrap_or(u64::MAX);
        let more = all
            .counts()
            .iter()
            .rev()
            .filter(|(_, count)| **count > cap)
            .map(|((level, code), count)| (*level, *code, count - cap))
            .collect();
        Self { diagnostics, more }
    }
}

/// `1 error`, `2 errors`, `1,234 errors`: a text of `diagnostics.counted` with its number parted by thousands.
pub(super) fn counted(n: u64, noun: &str, lang: Lang) -> String {
    let number = (n as f64, thousands(n));
    let key = format!("diagnostics.counted.{noun}");
    say!(lang, &key, n = number)
}

/// The noun of a level.
pub(super) const fn noun(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    }
}

/// `1,234,567`.
pub(super) fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut grouped = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// `2024-03 to 2025-04`, or the one month.
pub(super) fn span(months: (Month, Month), lang: Lang) -> String {
    let (first, last) = (months.0.to_string(), months.1.to_string());
    if first == last {
        first
    } else {
        say!(lang, "diagnostics.foot.span", first = first, last = last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_read_as_english() {
        assert_eq!(counted(1, "row", Lang::EN), "1 row");
        assert_eq!(counted(0, "row", Lang::EN), "0 rows");
        assert_eq!(counted(1_234_567, "row", Lang::EN), "1,234,567 rows");
        assert_eq!(thousands(999), "999");
    }
}
