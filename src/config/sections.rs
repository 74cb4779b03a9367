//! The tables of `yuebao.toml`, each key with its unit and default.

use std::fmt;
use std::path::PathBuf;

use jiff::civil::Date;
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde::{Deserialize, de};

use crate::output::Format;
use crate::words::LangTag;

/// `[report]`: what the cover says, what is written and where.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ReportConfig {
    /// The hall that tables without a `hall` column belong to. Default: none, such rows count for the whole only.
    pub hall: Option<String>,
    /// The halls to report on. Default: all that the exports name.
    pub halls: Vec<String>,
    /// Who presents the report, for the cover. Default: nobody is named.
    pub presenter: Option<String>,
    /// The report's title. Default: 电信营业厅月工作总结, or its English form.
    pub title: Option<String>,
    /// The language: `zh-CN` or `en`. Default: `zh-CN`.
    pub lang: Option<LangTag>,
    /// The report's date, `2025-05-06`. Default: none is shown.
    #[serde(deserialize_with = "date")]
    pub date: Option<Date>,
    /// The folder to write to, relative to the config. Default: `report` in the current folder.
    pub out: Option<PathBuf>,
    /// The formats to write: `pdf`, `xlsx`, `md`, `json`. Default: all but `json`.
    pub formats: Vec<Format>,
    /// The folder that keeps the figures of past months, relative to the config. Default: none is kept.
    pub history: Option<PathBuf>,
    /// A folder of section templates in place of the built-in ones, relative to the config. Default: none.
    pub templates: Option<PathBuf>,
    /// A font for characters that the built-in ones lack, relative to the config. Default: none.
    pub font: Option<PathBuf>,
}

/// `[thresholds]`: from where on a figure is a finding of section 05.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Thresholds {
    /// Worse than last month by more than this, as a ratio of it. Default: 0.10.
    pub worse_ratio: f64,
    /// Worse than last month by more than this, in points (of ratios: percentage points). Default: 3.0.
    pub worse_points: f64,
    /// The share of a severity level's tickets handled in time, at least. Default: 0.95.
    pub in_time: f64,
    /// `service.daily_cv` above this is an uneven flow of visitors; a ratio. Default: 0.35.
    pub daily_cv: f64,
    /// `service.peak_ratio` above this is a peak-hour problem; times the mean hour. Default: 2.0.
    pub peak_ratio: f64,
    /// The minutes a business may take where `[standards]` names none for it. Default: 15.0.
    pub minutes: f64,
    /// The share of transactions done online or by self-service, at least. Default: 0.40.
    pub diverted: f64,
    /// Staff are new for this many months after they were hired. Default: 6.
    pub junior_months: u32,
    /// New staff sell bundles and value-added services at this ratio of the others' rate, at least. Default: 0.70.
    pub junior_rate: f64,
    /// Stock that would last longer than this is slow; days. Default: 90.
    pub slow_days: u32,
    /// The share of the stock's value that may be slow. Default: 0.20.
    pub slow_share: f64,
    /// The share of visitors to be served in time when counters are planned. Default: 0.80.
    pub service_level: f64,
    /// In time, when counters are planned: within this wait; minutes. Default: 10.0.
    pub service_within_minutes: f64,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            worse_ratio: 0.10,
            worse_points: 3.0,
            in_time: 0.95,
            daily_cv: 0.35,
            peak_ratio: 2.0,
            minutes: 15.0,
            diverted: 0.40,
            junior_months: 6,
            junior_rate: 0.70,
            slow_days: 90,
            slow_share: 0.20,
            service_level: 0.80,
            service_within_minutes: 10.0,
        }
    }
}

/// `[score]`: how the staff score weighs its parts. Weights need not add up to 100; each counts by its share of their sum.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ScoreWeights {
    /// Mean handling minutes, lower being better. Default: 25.
    pub minutes: f64,
    /// Mean rating. Default: 30.
    pub rating: f64,
    /// Records handled. Default: 20.
    pub records: f64,
    /// Sales against target, or sales where there is none. Default: 25.
    pub sales: f64,
}

impl ScoreWeights {
    /// The weights of minutes, rating, records and sales; one that is negative or not finite counts as 0.
    #[must_use]
    pub fn parts(self) -> [f64; 4] {
        [self.minutes, self.rating, self.records, self.sales].map(|weight| {
            if weight.is_finite() {
                weight.max(0.0)
            } else {
                0.0
            }
        })
    }
}

impl Default for ScoreWeights {
    fn default() -> Self {
        Self {
            minutes: 25.0,
            rating: 30.0,
            records: 20.0,
            sales: 25.0,
        }
    }
}

/// `[margin]`: margins that the exports do not show.
#[derive(Debug, Clone, Copy, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Margin {
    /// The margin in `subs.clv`, a ratio. Default: `sales.gross_margin` of the month.
    pub clv: Option<f64>,
}

/// `[training]`: how training results are read.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Training {
    /// The score from which a course is passed where the export does not say; points of 100. Default: 60.
    pub pass_mark: f64,
}

impl Default for Training {
    fn default() -> Self {
        Self { pass_mark: 60.0 }
    }
}

/// `[diagnostics]`: what is shown of what is wrong with the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Shown {
    /// Diagnostics shown of each code; all are counted. Default: 20.
    pub shown: usize,
}

impl Default for Shown {
    fn default() -> Self {
        Self { shown: 20 }
    }
}

/// A day, as TOML's own date or as text.
fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    struct DateVisitor;

    impl<'de> Visitor<'de> for DateVisitor {
        type Value = Date;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a date such as 2025-05-06")
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<Date, E> {
            text.parse()
                .map_err(|_| E::invalid_value(de::Unexpected::Str(text), &self))
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Date, A::Error> {
            let access = de::value::MapAccessDeserializer::new(map);
            let datetime = toml::value::Datetime::deserialize(access)?;
            let text = datetime.to_string();
            match (datetime.date, datetime.time) {
                (Some(_), None) => text.parse().map_err(A::Error::custom),
                _ => Err(A::Error::invalid_value(de::Unexpected::Other(&text), &self)),
            }
        }
    }

    deserializer.deserialize_any(DateVisitor).map(Some)
}
