//! What the builder of a section works with: the figures, the config, the language.

use std::sync::Arc;

use crate::config::Config;
use crate::format;
use crate::metrics::catalog::{self, Metric};
use crate::metrics::figures::{self, Figures};
use crate::metrics::ledger::{self, Formula, Ledger};
use crate::month::Month;
use crate::report::columns::{Columns, Given};
use crate::report::document::{Cell, Change, ColumnKind, Kpi, Table};
use crate::report::phrases::{self, Basis};
use crate::report::wording::Wording;
use crate::value::{Tone, Unit, Value};
use crate::words::Lang;

/// The desk a section is written at.
#[derive(Debug)]
pub struct Desk<'a> {
    /// Every metric in any month.
    pub figures: &'a Figures<'a>,
    /// Thresholds, standards, benchmarks.
    pub config: &'a Config,
    /// The report's language.
    pub lang: Lang,
    /// What the figures are worked out from.
    pub ledger: Ledger,
    /// How findings are told.
    pub wording: Arc<Wording>,
}

impl<'a> Desk<'a> {
    /// A desk to report the month of `figures` at.
    #[must_use]
    pub fn new(figures: &'a Figures<'a>, config: &'a Config, lang: Lang) -> Self {
        Self {
            figures,
            config,
            lang,
            ledger: Ledger::new(figures, lang),
            wording: Arc::clone(Wording::built_in(lang.tag())),
        }
    }

    /// What a formula comes to.
    #[must_use]
    pub fn value(&self, formula: &Formula) -> Option<f64> {
        self.ledger.value(formula)
    }

    /// A cell of a number and what it follows from.
    #[must_use]
    pub fn cell(&self, given: impl Into<Given>, unit: Unit) -> Cell {
        given.into().cell(unit, &self.ledger)
    }

    /// A table over rows, its words those of its id.
    #[must_use]
    pub fn table<'d, R>(&'d self, id: &str, rows: &'d [R]) -> Columns<'d, R> {
        Columns::new(id, rows, &self.ledger, self.lang)
    }

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

    /// A table of metrics: value, change on the month and the year, each in its own unit. Absent metrics are left out.
    #[must_use]
    pub fn metric_table(&self, id: &str, ids: &[&'static str]) -> Option<Table> {
        let metrics = ids.iter().map(|id| self.metric(id));
        let metrics: Vec<&'static Metric> = metrics
            .filter(|metric| self.figures.now(metric).is_ok())
            .collect();
        self.table(id, &metrics)
            .text("metric", |metric| metric.name(self.lang))
            .mixed("value", |metric| (Formula::metric(metric.id), metric.unit))
            .cells("mom", ColumnKind::Mixed, |metric| {
                self.change_cell(metric, Basis::Month)
            })
            .cells("yoy", ColumnKind::Mixed, |metric| {
                self.change_cell(metric, Basis::Year)
            })
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
                since: Basis::Month.when(),
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
