//! `yuebao.toml`: what a hall sets once and every run reads.
//!
//! Input: the file's text and path. Output: a [`Config`] whose paths are relative to the current folder again.
//! Refused, with file, line and what to write instead: an unknown key (the nearest known one is named), a value of
//! the wrong type or out of bounds. Everything may be left out: [`Config::default`] is a config too, and
//! [`TEMPLATE`] states it, every key explained.
//!
//! No input or output here; [`crate::commands`] finds and reads the file.

mod error;
mod sections;
mod theme;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::ingest::options::{DatasetOptions, Limits, ReadOptions};

pub use error::ConfigError;
pub use sections::{Margin, ReportConfig, ScoreWeights, Shown, Thresholds, Training};
pub use theme::{Hex, Margins, Paper, ThemeConfig};

/// The name a config goes by where none is given.
pub const FILE_NAME: &str = "yuebao.toml";

/// A config that says every key with its default and what it means.
pub const TEMPLATE: &str = include_str!("config/template.toml");

/// Everything a `yuebao.toml` may say.
///
/// Its serialized form rejects keys that are not fields of these types.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Files and folders to read where the command line names none; relative to the config. Default: its folder is
    /// not assumed, the current folder is read.
    pub inputs: Vec<PathBuf>,
    /// `[report]`: what the cover says and what is written.
    pub report: ReportConfig,
    /// `[theme]`: how the PDF and the SVG charts look.
    pub theme: ThemeConfig,
    /// `[datasets.<id>]`: how each dataset's exports are told and read.
    pub datasets: BTreeMap<String, DatasetOptions>,
    /// `[thresholds]`: from where on a figure is a finding.
    pub thresholds: Thresholds,
    /// `[standards]`: minutes a business should take, by its name in the exports. Default: `thresholds.minutes` for
    /// every business.
    pub standards: BTreeMap<String, f64>,
    /// `[benchmarks]`: the industry's figure by metric id, in the metric's base unit (ratios 0–1, money in yuan).
    /// Default: none, and the report compares with none.
    pub benchmarks: BTreeMap<String, f64>,
    /// `[score]`: how the staff score weighs its parts.
    pub score: ScoreWeights,
    /// `[margin]`: margins that the exports do not show.
    pub margin: Margin,
    /// `[training]`: how training results are read.
    pub training: Training,
    /// `[limits]`: how much of a file is read before it is taken for broken or hostile.
    pub limits: Limits,
    /// `[diagnostics]`: what is shown of what is wrong with the data.
    pub diagnostics: Shown,
}

impl Config {
    /// Reads a config's text. `path` is the file it came from: messages name it, and the paths in the text are taken
    /// to be relative to its folder.
    pub fn parse(text: &str, path: &Path) -> Result<Self, ConfigError> {
        let mut config: Self =
            toml::from_str(text).map_err(|e| ConfigError::from_toml(&e, text, path))?;
        let known: Vec<&str> = crate::dataset::ALL.iter().map(|d| d.id).collect();
        for name in config.datasets.keys() {
            if !known.contains(&name.as_str()) {
                return Err(ConfigError::unknown(
                    text,
                    path,
                    &["datasets", name],
                    "dataset",
                    &known,
                ));
            }
        }
        for (name, dataset) in &config.datasets {
            check_fields(name, dataset, text, path)?;
        }
        config.check_bounds(text, path)?;
        let folder = path.parent().unwrap_or(Path::new(""));
        config.make_relative_to(folder);
        Ok(config)
    }

    /// The same, for keys that name a metric: an error where `[benchmarks]` has an id that is not among `known`.
    pub fn check_metrics(
        &self,
        known: &[&str],
        text: &str,
        path: &Path,
    ) -> Result<(), ConfigError> {
        match self
            .benchmarks
            .keys()
            .find(|id| !known.contains(&id.as_str()))
        {
            None => Ok(()),
            Some(id) => Err(ConfigError::unknown(
                text,
                path,
                &["benchmarks", id],
                "metric",
                known,
            )),
        }
    }

    /// The part that steers reading.
    #[must_use]
    pub fn read_options(&self) -> ReadOptions {
        ReadOptions {
            datasets: self.datasets.clone(),
            limits: self.limits.clone(),
            hall: self.report.hall.clone(),
        }
    }

    fn make_relative_to(&mut self, folder: &Path) {
        let from_folder = |path: &mut PathBuf| {
            *path = if path.as_os_str() == "." && folder != Path::new("") {
                folder.to_owned()
            } else {
                folder.join(&*path)
            };
        };
        self.inputs.iter_mut().for_each(from_folder);
        self.theme.font.iter_mut().for_each(from_folder);
        let report = &mut self.report;
        for path in [
            &mut report.out,
            &mut report.history,
            &mut report.templates,
            &mut report.font,
            &mut self.theme.logo,
        ]
        .into_iter()
        .flatten()
        {
            from_folder(path);
        }
    }

    fn check_bounds(&self, text: &str, path: &Path) -> Result<(), ConfigError> {
        self.theme.check(text, path)?;
        let t = &self.thresholds;
        let out_of_bounds = |keys: &[&str], expected: &str| {
            Err(ConfigError::out_of_bounds(text, path, keys, expected))
        };
        let shares = [
            ("in_time", t.in_time),
            ("diverted", t.diverted),
            ("junior_rate", t.junior_rate),
            ("slow_share", t.slow_share),
            ("service_level", t.service_level),
        ];
        for (key, value) in shares {
            if !(0.0..=1.0).contains(&value) {
                return out_of_bounds(&["thresholds", key], "a share from 0 to 1");
            }
        }
        let amounts = [
            ("worse_ratio", t.worse_ratio),
            ("worse_points", t.worse_points),
            ("daily_cv", t.daily_cv),
            ("peak_ratio", t.peak_ratio),
            ("minutes", t.minutes),
            ("service_within_minutes", t.service_within_minutes),
        ];
        for (key, value) in amounts {
            if !is_amount(value) {
                return out_of_bounds(&["thresholds", key], "a number not below 0");
            }
        }
        for (name, dataset) in &self.datasets {
            if dataset.header_row == Some(0) {
                let keys = ["datasets", name, "header_row"];
                return out_of_bounds(&keys, "a row, counted from 1");
            }
        }
        for (business, minutes) in &self.standards {
            if !(minutes.is_finite() && *minutes > 0.0) {
                return out_of_bounds(&["standards", business], "minutes above 0");
            }
        }
        for (metric, value) in &self.benchmarks {
            if !value.is_finite() {
                return out_of_bounds(&["benchmarks", metric], "a number");
            }
        }
        let s = &self.score;
        let weights = [
            ("minutes", s.minutes),
            ("rating", s.rating),
            ("records", s.records),
            ("sales", s.sales),
        ];
        for (key, value) in weights {
            if !is_amount(value) {
                return out_of_bounds(&["score", key], "a weight not below 0");
            }
        }
        if weights.iter().map(|(_, w)| w).sum::<f64>() <= 0.0 {
            return out_of_bounds(&["score"], "at least one weight above 0");
        }
        if let Some(margin) = self.margin.clv
            && !(-1.0..=1.0).contains(&margin)
        {
            return out_of_bounds(&["margin", "clv"], "a ratio from -1 to 1");
        }
        if !(0.0..=100.0).contains(&self.training.pass_mark) {
            return out_of_bounds(&["training", "pass_mark"], "a score from 0 to 100");
        }
        Ok(())
    }
}

/// That `columns` and `values` name fields of the dataset.
fn check_fields(
    name: &str,
    config: &DatasetOptions,
    text: &str,
    path: &Path,
) -> Result<(), ConfigError> {
    let Some(dataset) = crate::dataset::ALL.iter().find(|d| d.id == name) else {
        return Ok(());
    };
    let fields: Vec<&str> = dataset.fields.iter().map(|f| f.name).collect();
    for field in config.columns.keys() {
        if !fields.contains(&field.as_str()) {
            let keys = ["datasets", name, "columns", field];
            return Err(ConfigError::unknown(text, path, &keys, "field", &fields));
        }
    }
    for (field, spellings) in &config.values {
        let keys = ["datasets", name, "values", field];
        let Some(known) = dataset.fields.iter().find(|f| f.name == field) else {
            return Err(ConfigError::unknown(text, path, &keys, "field", &fields));
        };
        let crate::dataset::Kind::Choice(values) = known.kind else {
            let expected = "a field that holds one of a few values";
            return Err(ConfigError::out_of_bounds(text, path, &keys, expected));
        };
        let values: Vec<&str> = values.iter().map(|v| v.name).collect();
        for value in spellings.keys() {
            if !values.contains(&value.as_str()) {
                let keys = ["datasets", name, "values", field, value];
                return Err(ConfigError::unknown(text, path, &keys, "value", &values));
            }
        }
    }
    Ok(())
}

fn is_amount(value: f64) -> bool {
    value.is_finite() && value >= 0.0
}

#[cfg(test)]
mod tests;
