//! The figures of past months, kept as one small JSON file a month, for when the exports no longer hold those months.
//!
//! In: a folder of `2025-03.json` files that earlier runs wrote. Out: a metric's value in such a month, for the same halls.
//! Figures computed from the exports always go first. Refused: a file that is no history, with its name.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use serde::{Deserialize, Serialize};

use crate::metrics::books::Scope;
use crate::metrics::{Figures, Past, catalog};
use crate::month::Month;

/// The version of the files' form.
const SCHEMA_VERSION: u32 = 1;

/// Why the history cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum HistoryError {
    /// The system refuses the folder or a file.
    #[error("cannot read {}", path.display())]
    Io {
        /// The folder or file.
        path: PathBuf,
        /// Why.
        #[source]
        error: io::Error,
    },
    /// A file of the folder is no history.
    #[error("{} is not a month's history; remove it, or make it anew from that month's exports", path.display())]
    Form {
        /// The file.
        path: PathBuf,
        /// Where it goes wrong.
        #[source]
        error: serde_json::Error,
    },
    /// A file was written by a later version.
    #[error("{} has version {found} of the history, this program reads {SCHEMA_VERSION}", path.display())]
    Version {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: u32,
    },
}

/// One month's file.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct MonthFile {
    schema_version: u32,
    month: Month,
    /// By the halls reported on (empty: all), the value of each metric that had one.
    halls: BTreeMap<String, BTreeMap<String, f64>>,
}

/// The months kept.
#[derive(Debug, Clone, Default)]
pub struct History {
    months: BTreeMap<Month, MonthFile>,
}

impl History {
    /// Reads every month of a folder. A folder that is not there yet is an empty history.
    pub fn read(folder: &Path) -> Result<Self, HistoryError> {
        let refused = |path: &Path| {
            let path = path.to_owned();
            move |error| HistoryError::Io { path, error }
        };
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(refused(folder)(error)),
        };
        let mut history = Self::default();
        for entry in entries {
            let path = entry.map_err(refused(folder))?.path();
            let stem = path.file_stem().and_then(|stem| stem.to_str());
            let month = stem.and_then(|stem| stem.parse::<Month>().ok());
            if month.is_none() || path.extension().is_none_or(|e| e != "json") {
                continue;
            }
            let bytes = fs::read(&path).map_err(refused(&path))?;
            let form = |error| HistoryError::Form {
                path: path.clone(),
                error,
            };
            let file: MonthFile = serde_json::from_slice(&bytes).map_err(form)?;
            if file.schema_version != SCHEMA_VERSION {
                return Err(HistoryError::Version {
                    path,
                    found: file.schema_version,
                });
            }
            history.months.insert(file.month, file);
        }
        Ok(history)
    }

    /// What is kept of the same halls, by month and metric id.
    #[must_use]
    pub fn of(&self, scope: &Scope) -> Past {
        let key = key(scope);
        let mut past = Past::new();
        for (month, file) in &self.months {
            let Some(values) = file.halls.get(&key) else {
                continue;
            };
            for metric in catalog::all() {
                if let Some(value) = values.get(metric.id).filter(|value| value.is_finite()) {
                    past.insert((metric.id, *month), *value);
                }
            }
        }
        past
    }

    /// Takes the figures of the month reported on in, in place of what was kept of it for the same halls.
    pub fn keep(&mut self, scope: &Scope, figures: &Figures<'_>) {
        let month = figures.month();
        let values = catalog::all().filter_map(|metric| {
            let figure = figures.now(metric).ok()?;
            Some((metric.id.to_owned(), figure.value))
        });
        let file = self.months.entry(month).or_insert_with(|| MonthFile {
            schema_version: SCHEMA_VERSION,
            month,
            halls: BTreeMap::new(),
        });
        file.halls.insert(key(scope), values.collect());
    }

    /// A month as its file: the name and the bytes.
    #[must_use]
    pub fn file(&self, month: Month) -> Option<(String, Vec<u8>)> {
        let file = self.months.get(&month)?;
        let mut bytes = serde_json::to_vec_pretty(file).ok()?;
        bytes.push(b'\n');
        Some((format!("{month}.json"), bytes))
    }
}

/// The halls as the files name them: `""` for all, else their names in order.
fn key(scope: &Scope) -> String {
    match scope {
        Scope::All => String::new(),
        Scope::Halls(halls) => {
            let mut names = halls.clone();
            names.sort();
            names.join("、")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MARCH: &str =
        r#"{"schema_version":1,"month":"2025-03","halls":{"":{"nps":40.5},"城南":{"nps":31.0}}}"#;

    #[test]
    fn gives_what_was_kept_of_the_same_halls() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("2025-03.json"), MARCH).unwrap();
        fs::write(folder.path().join("notes.txt"), "not ours").unwrap();
        let history = History::read(folder.path()).unwrap();
        let march: Month = "2025-03".parse().unwrap();
        let south = Scope::Halls(vec!["城南".into()]);
        assert_eq!(
            history.of(&Scope::All),
            Past::from([(("nps", march), 40.5)])
        );
        assert_eq!(history.of(&south), Past::from([(("nps", march), 31.0)]));
        let north = Scope::Halls(vec!["城北".into()]);
        assert!(history.of(&north).is_empty());
    }

    #[test]
    fn a_folder_that_is_not_there_is_empty_and_a_broken_file_is_told() {
        let folder = tempfile::tempdir().unwrap();
        assert!(History::read(&folder.path().join("none")).is_ok());
        let path = folder.path().join("2025-03.json");
        fs::write(&path, "{").unwrap();
        let error = History::read(folder.path()).unwrap_err().to_string();
        assert!(error.starts_with(&path.display().to_string()), "{error}");
        fs::write(&path, MARCH.replace(":1,", ":2,")).unwrap();
        let error = History::read(folder.path()).unwrap_err().to_string();
        assert!(
            error.ends_with("has version 2 of the history, this program reads 1"),
            "{error}"
        );
    }
}
