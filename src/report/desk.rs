//! What the builder of a section works with: the figures, the config, the language.

use crate::config::Config;
use crate::format;
use crate::metrics::catalog::{self, Metric};
use crate::metrics::figures::{self, Figures};
use crate::metrics::ledger::{self, Formula};
use crate::month::Month;
use crate::report::document::{Cell, Change, Column, ColumnKind, Kpi, Table};
use crate::report::draft::Draft;
use crate::report::phrases::{self, Basis};
use crate::value::{Tone, Unit, Value};
use crate::words::Lang;

/// The desk a section is written at.
#[derive(Debug, Clone, Copy)]
pub struct Desk<'a> {
    /// Every metric in any month.
    pub figures: &'a Figures<'a>,
    /// Thresholds, standards, benchmarks.
    pub config: &'a Config,
    /// The report's language.
    pub lang: Lang,
}

impl Desk<'_> {
    /// The month reported on.
    #[must_use]
    pub const fn month(&self) -> Month {
        self.figures.month()
    }

    /// The text of the report's language.
    #[must_use]
    pub const fn t<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        self.lang.pick(zh, en)
    }

    /// A metric by its id. The ids asked for are the program's own; a test asks for all of them.
    #[must_use]
    #[allow(clippy::unused_self)] // asked for like every other figure
    pub fn metric(&self, id: &'static str) -> &'static Metric {
        #[allow(clippy::expect_used)] // ids are written in this program
        catalog::by_id(id).expect(id)
    }

    /// A metric's value as printed in prose.
    #[must_use]
    pub fn fig(&self, id: &'static str) -> String {
        let metric = self.metric(id);
        self.print(self.figures.value(id), metric.unit)
    }

    /// A number as printed in prose.
    #[must_use]
    pub fn print(&self, number: Option<f64>, unit: Unit) -> String {
        format::value(&Value::number(number, unit), self.lang)
    }

    /// `4月` or `April`.
    #[must_use]
    pub fn month_name(&self, month: Month) -> String {
        format::month_short(month, self.lang)
    }

    /// The relative change of two sums; none where the base is unknown or 0.
    #[must_use]
    pub fn growth(now: f64, base: Option<f64>) -> Option<f64> {
        let base = base?;
        (base != 0.0).then(|| (now - base) / base.abs())
    }

    /// A table of metrics: value, change on the month and the year, each in its own unit. Absent metrics are left out.
    #[must_use]
    pub fn metric_table(&self, id: &str, caption: &str, ids: &[&'static str]) -> Option<Table> {
        let metrics: Vec<&'static Metric> = ids
            .iter()
            .map(|id| self.metric(id))
            .filter(|metric| self.figures.now(metric).is_ok())
            .collect();
        let values = metrics.iter().map(|metric| {
            let value = self.figures.now(metric).ok().map(|figure| figure.value);
            Cell::number(value, metric.unit)
        });
        let change = |basis: Basis| -> Vec<Cell> {
            let changes = metrics.iter().map(|metric| self.change_cell(metric, basis));
            changes.collect()
        };
        let lang = self.lang;
        Draft::new(id, caption)
            .texts(
                "metric",
                self.t("指标", "Metric"),
                metrics.iter().map(|metric| metric.name(lang)),
            )
            .cells(
                Column::of("value", self.t("本月", "This month"), ColumnKind::Mixed),
                values.collect(),
            )
            .formulas(metrics.iter().map(|metric| Formula::metric(metric.id)))
            .cells(
                Column::of("mom", self.t("环比", "On month"), ColumnKind::Mixed),
                change(Basis::Month),
            )
            .cells(
                Column::of("yoy", self.t("同比", "On year"), ColumnKind::Mixed),
                change(Basis::Year),
            )
            .done()
    }

    /// The change of a metric against an earlier month; red where it is bad news.
    #[must_use]
    pub fn change_cell(&self, metric: &'static Metric, basis: Basis) -> Cell {
        let change = self.figures.change(metric, basis.of(self.month()));
        let tone = change.map(|change| figures::tone(metric.better, change));
        let bad = tone == Some(Tone::Bad);
        let cell = Cell::new(figures::change_value(metric, change)).tone(if bad {
            Tone::Bad
        } else {
            Tone::Neutral
        });
        match change {
            Some(_) => cell.from(ledger::change(metric, basis.when())),
            None => cell,
        }
    }

    /// A KPI card of a metric.
    #[must_use]
    pub fn kpi(&self, id: &'static str, note: String) -> Kpi {
        let metric = self.metric(id);
        let value = self.figures.value(id);
        let change = self.figures.mom(metric).and_then(|change| {
            let base = self.figures.value_at(id, self.month().previous())?;
            let tone = match phrases::size(metric, change, base) {
                phrases::Size::Flat => Tone::Neutral,
                _ => figures::tone(metric.better, change),
            };
            Some(Change {
                value: figures::change_value(metric, Some(change)),
                basis: Basis::Month.word(self.lang).to_owned(),
                tone,
            })
        });
        Kpi {
            id: id.to_owned(),
            name: metric.name(self.lang).to_owned(),
            value: Value::number(value, metric.unit),
            change,
            note,
            trend: self.figures.trend(metric, 13),
        }
    }
}
