//! What the config says about reading: which file is what, columns, values, date order, encoding, limits.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::cell::date::DateOrder;
use super::workbook;

/// Everything that steers reading.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// By dataset id; `[datasets.sales]` in the config.
    pub datasets: BTreeMap<String, DatasetOptions>,
    /// `[limits]` in the config.
    pub limits: Limits,
    /// The hall that tables without a hall column belong to.
    pub hall: Option<String>,
}

/// How one dataset's files are to be read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DatasetOptions {
    /// Names of its files: `*` stands for anything but `/`, `**` for anything, `?` for one character. A pattern with `/` is
    /// held against the end of the path, any other against the file's name.
    pub files: Vec<String>,
    /// The one sheet to read of these workbooks; left out: every sheet that has its heads.
    pub sheet: Option<String>,
    /// The row the heads stand in, from 1; left out: the first within 20 that has all the required ones.
    pub header_row: Option<u64>,
    /// By field, the head or heads that bear it in these files. They go before the built-in names.
    pub columns: BTreeMap<String, Names>,
    /// By field and value, further words for the value: `[datasets.subscribers.values.tier]` `high = ["钻石卡"]`.
    pub values: BTreeMap<String, BTreeMap<String, Names>>,
    /// The order of dates that end in their year.
    pub date_format: Option<DateOrder>,
    /// The encoding of its text files; left out: told by their bytes.
    pub encoding: Option<Encoding>,
}

/// One name or several.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Names {
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

impl Names {
    /// The names.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        let names = match self {
            Self::One(name) => std::slice::from_ref(name),
            Self::Many(names) => names,
        };
        names.iter().map(String::as_str)
    }
}

/// The encoding of a text file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    #[serde(rename = "utf-8")]
    Utf8,
    /// GB18030, of which GBK and GB2312 are parts.
    #[serde(rename = "gb18030", alias = "gbk", alias = "gb2312")]
    Gb18030,
    /// UTF-16, low byte first.
    #[serde(rename = "utf-16le")]
    Utf16Le,
    /// UTF-16, high byte first.
    #[serde(rename = "utf-16be")]
    Utf16Be,
}

impl Encoding {
    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Gb18030 => "GB18030",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
        }
    }
}

/// Bounds that keep memory small whatever a file holds.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Bytes of a quoted cell of a text file, beyond which its quote is taken for unclosed. 1 MiB.
    pub cell_bytes: usize,
    /// Bytes of a row of a text file. 8 MiB.
    pub row_bytes: usize,
    /// Cells of a row of a text file; a row with more is left out, and told. 1,024.
    pub columns: usize,
    /// Of workbooks; `[limits.workbook]` in the config.
    pub workbook: workbook::Limits,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            cell_bytes: 1 << 20,
            row_bytes: 8 << 20,
            columns: 1_024,
            workbook: workbook::Limits::default(),
        }
    }
}

/// Whether a file's path fits one of a dataset's patterns.
#[must_use]
pub(crate) fn fits(pattern: &str, path: &str) -> bool {
    let path = path.replace('\\', "/");
    let path: Vec<char> = path.chars().collect();
    let pattern: Vec<char> = pattern.chars().collect();
    if pattern.contains(&'/') {
        // Held against every tail that begins at a folder's name.
        let starts = (0..path.len()).filter(|&i| i == 0 || path.get(i - 1) == Some(&'/'));
        let pattern = pattern.strip_prefix(&['/']).unwrap_or(&pattern);
        starts
            .filter_map(|start| path.get(start..))
            .any(|tail| glob(pattern, tail))
    } else {
        let name = path.rsplit(|c| *c == '/').next().unwrap_or_default();
        glob(&pattern, name)
    }
}

/// Matches by remembering the last star only, so that no pattern takes more than pattern × text steps.
fn glob(pattern: &[char], text: &[char]) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut star: Option<(usize, usize, bool)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some('*') => {
                let crosses = pattern.get(p + 1) == Some(&'*');
                p += if crosses { 2 } else { 1 };
                star = Some((p, t, crosses));
                continue;
            }
            Some(c)
                if text
                    .get(t)
                    .is_some_and(|x| c == x || (*c == '?' && *x != '/')) =>
            {
                p += 1;
                t += 1;
                continue;
            }
            _ => {}
        }
        let Some((after, from, crosses)) = star else {
            return false;
        };
        if !crosses && text.get(from) == Some(&'/') {
            return false;
        }
        star = Some((after, from + 1, crosses));
        p = after;
        t = from + 1;
    }
    pattern
        .get(p..)
        .unwrap_or_default()
        .iter()
        .all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_names_and_tails_of_paths() {
        for (pattern, path) in [
            ("sales*.csv", "in/sales-2025-04.csv"),
            ("*.xlsx", "营收.xlsx"),
            ("销售?.csv", "a/销售1.csv"),
            ("halls/*/sales.csv", "data/halls/北/sales.csv"),
            ("**/sales.csv", "a/b/c/sales.csv"),
            ("a*b*c", "axxbyyc"),
            ("x.csv", "d\\x.csv"),
        ] {
            assert!(fits(pattern, path), "{pattern} {path}");
        }
        for (pattern, path) in [
            ("sales*.csv", "sales.csv.bak"),
            ("halls/*/sales.csv", "halls/a/b/sales.csv"),
            ("?.csv", "ab.csv"),
            ("", "a"),
        ] {
            assert!(!fits(pattern, path), "{pattern} {path}");
        }
    }

    #[test]
    fn reads_from_toml() {
        let options: DatasetOptions = toml::from_str(
            r#"
            files = ["营收*.xlsx"]
            header_row = 3
            date_format = "DD/MM/YYYY"
            encoding = "gbk"
            columns.amount = "实收额"
            values.category.vas = ["增值类", "权益"]
            "#,
        )
        .unwrap();
        assert_eq!(options.encoding, Some(Encoding::Gb18030));
        assert_eq!(options.date_format, Some(DateOrder::DayFirst));
        assert_eq!(
            options.columns["amount"].iter().collect::<Vec<_>>(),
            ["实收额"]
        );
        assert_eq!(options.values["category"]["vas"].iter().count(), 2);
        let error = toml::from_str::<DatasetOptions>("colums = {}").unwrap_err();
        assert!(
            error.message().contains("unknown field `colums`"),
            "{error}"
        );
    }
}
