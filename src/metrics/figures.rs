//! Figures: a metric's value in a month, its changes, its target, or why there is none.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

use super::books::{Books, Settings, View};
use super::catalog::{self, Better, Metric};
use crate::format;
use crate::month::Month;
use crate::value::{Tone, Unit, Value};
use crate::words::{Lang, LangTag};

/// A computed value and what it was computed from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figure {
    /// The value, finite, in the metric's base unit.
    pub value: f64,
    /// Above the line, of a ratio or mean.
    pub numerator: Option<f64>,
    /// Below the line.
    pub denominator: Option<f64>,
    /// The rows it counted.
    pub rows: u64,
}

impl Figure {
    /// A count or sum.
    #[must_use]
    pub const fn plain(value: f64, rows: u64) -> Self {
        Self {
            value,
            numerator: None,
            denominator: None,
            rows,
        }
    }
}

/// Why a figure is absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absent {
    /// The dataset is not among the inputs.
    NoTable(&'static str),
    /// The dataset does not cover the month.
    NotCovered(&'static str, Month),
    /// What it would be divided by is 0.
    Zero(&'static str),
}

impl Absent {
    /// The reason in a few words: `no surveys`, `no sales in 2025-03`.
    #[must_use]
    pub fn reason(self, lang: Lang) -> String {
        match (self, lang.tag()) {
            (Self::NoTable(dataset), LangTag::En) => format!("no {dataset}"),
            (Self::NoTable(dataset), LangTag::Zh) => format!("没有 {dataset} 数据"),
            (Self::NotCovered(dataset, month), LangTag::En) => format!("no {dataset} in {month}"),
            (Self::NotCovered(dataset, month), LangTag::Zh) => {
                format!("{dataset} 数据不含 {}", format::month(month, lang))
            }
            (Self::Zero(of), LangTag::En) => format!("no {of}"),
            (Self::Zero(of), LangTag::Zh) => format!("分母为 0（{of}）"),
        }
    }
}

/// A figure or why there is none.
pub type Outcome = Result<Figure, Absent>;

/// Figures of past months by metric id and month, for months that the facts do not hold.
pub type Past = BTreeMap<(&'static str, Month), f64>;

/// Every metric in any month.
#[derive(Debug)]
pub struct Figures<'a> {
    books: &'a Books,
    month: Month,
    settings: Settings,
    past: Past,
    known: RefCell<HashMap<(&'static str, Month), Outcome>>,
}

/// A metric's target and how far it is reached.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Attainment {
    /// The target, in the metric's base unit.
    pub target: f64,
    /// Actual over target, direction taken into account; absent where it cannot be told.
    pub ratio: Option<f64>,
}

impl Attainment {
    /// Whether the target is met: at least 1 before rounding.
    #[must_use]
    pub fn met(&self) -> Option<bool> {
        self.ratio.map(|ratio| ratio >= 1.0)
    }
}

impl<'a> Figures<'a> {
    /// The figures of `month`, worked out as the config sets.
    #[must_use]
    pub fn new(books: &'a Books, month: Month, settings: Settings) -> Self {
        Self {
            books,
            month,
            settings,
            past: Past::new(),
            known: RefCell::default(),
        }
    }

    /// The same with figures of months that the facts do not hold.
    #[must_use]
    pub fn with_past(mut self, past: Past) -> Self {
        self.past = past;
        self
    }

    /// The month reported on.
    #[must_use]
    pub const fn month(&self) -> Month {
        self.month
    }

    /// The facts behind the figures.
    #[must_use]
    pub const fn books(&self) -> &'a Books {
        self.books
    }

    /// A month's facts as the formulas see them.
    #[must_use]
    pub const fn view(&self, month: Month) -> View<'a> {
        View {
            books: self.books,
            month,
            settings: self.settings,
        }
    }

    /// What the config sets for the formulas.
    #[must_use]
    pub const fn settings(&self) -> Settings {
        self.settings
    }

    /// A metric in a month, from the facts alone.
    pub fn computed(&self, metric: &'static Metric, month: Month) -> Outcome {
        (metric.compute)(&self.view(month))
    }

    /// A metric in a month.
    pub fn at(&self, metric: &'static Metric, month: Month) -> Outcome {
        let key = (metric.id, month);
        if let Some(known) = self.known.borrow().get(&key) {
            return *known;
        }
        let mut outcome = (metric.compute)(&self.view(month));
        if outcome.is_err()
            && month < self.month
            && let Some(value) = self.past.get(&key)
        {
            outcome = Ok(Figure::plain(*value, 0));
        }
        self.known.borrow_mut().insert(key, outcome);
        outcome
    }

    /// A metric in the month reported on.
    pub fn now(&self, metric: &'static Metric) -> Outcome {
        self.at(metric, self.month)
    }

    /// The value of an id in the month reported on.
    #[must_use]
    pub fn value(&self, id: &str) -> Option<f64> {
        self.value_at(id, self.month)
    }

    /// The value of an id in a month.
    #[must_use]
    pub fn value_at(&self, id: &str, month: Month) -> Option<f64> {
        let metric = catalog::by_id(id)?;
        Some(self.at(metric, month).ok()?.value)
    }

    /// The change against an earlier month.
    #[must_use]
    pub fn change(&self, metric: &'static Metric, base: Month) -> Option<f64> {
        let now = self.now(metric).ok()?.value;
        let base = self.at(metric, base).ok()?.value;
        change(metric, now, base)
    }

    /// The change on the month (环比).
    #[must_use]
    pub fn mom(&self, metric: &'static Metric) -> Option<f64> {
        self.change(metric, self.month.previous())
    }

    /// The change on the year (同比).
    #[must_use]
    pub fn yoy(&self, metric: &'static Metric) -> Option<f64> {
        self.change(metric, self.month.year_ago())
    }

    /// The target of a metric in a month for the halls reported on.
    #[must_use]
    pub fn target(&self, metric: &'static Metric, month: Month) -> Option<f64> {
        let takes = |hall: &str| hall.is_empty() || self.books.scope.takes(hall);
        self.books
            .targets
            .get(month, metric.id, &takes, metric.adds())
    }

    /// Target and attainment of a metric in the month reported on, where it has a target and a value.
    #[must_use]
    pub fn attainment(&self, metric: &'static Metric) -> Option<Attainment> {
        let target = self.target(metric, self.month)?;
        let actual = self.now(metric).ok().map(|figure| figure.value);
        Some(Attainment {
            target,
            ratio: actual.and_then(|actual| attainment(metric.better, actual, target)),
        })
    }

    /// The values of a metric over the `n` months up to the one reported on, oldest first.
    #[must_use]
    pub fn trend(&self, metric: &'static Metric, n: i32) -> Vec<Option<f64>> {
        (1 - n..=0)
            .map(|back| self.at(metric, self.month.plus(back)).ok())
            .map(|figure| figure.map(|figure| figure.value))
            .collect()
    }
}

/// The change from `base` to `now`: a difference for ratios and scores, else relative to |base|;
/// absent where the base is 0.
#[must_use]
pub fn change(metric: &Metric, now: f64, base: f64) -> Option<f64> {
    if metric.differs() {
        Some(now - base)
    } else if base == 0.0 {
        None
    } else {
        Some((now - base) / base.abs())
    }
}

/// What a change of a metric is measured in.
#[must_use]
pub fn change_unit(metric: &Metric) -> Unit {
    match metric.unit {
        Unit::Ratio => Unit::PercentPoints,
        Unit::Points | Unit::PointsOf100 | Unit::PointsOf5 => metric.unit,
        _ => Unit::Ratio,
    }
}

/// A change of a metric as a typed value.
#[must_use]
pub fn change_value(metric: &Metric, change: Option<f64>) -> Value {
    Value::number(change, change_unit(metric))
}

/// Whether a change of a metric is good news.
#[must_use]
pub fn tone(better: Better, change: f64) -> Tone {
    match better {
        Better::Neither => Tone::Neutral,
        _ if change == 0.0 => Tone::Neutral,
        Better::Higher if change > 0.0 => Tone::Good,
        Better::Lower if change < 0.0 => Tone::Good,
        _ => Tone::Bad,
    }
}

/// How far `actual` reaches `target`. Higher is better (or neither): a/t, absent where t ≤ 0. Lower is
/// better: 2 − a/t, not below 0; of t = 0, 1 where a = 0 and else 0.
#[must_use]
pub fn attainment(better: Better, actual: f64, target: f64) -> Option<f64> {
    match better {
        Better::Higher | Better::Neither => (target > 0.0).then(|| actual / target),
        Better::Lower if target == 0.0 => Some(if actual == 0.0 { 1.0 } else { 0.0 }),
        Better::Lower => Some((2.0 - actual / target).max(0.0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attainment_follows_the_direction() {
        assert_eq!(attainment(Better::Higher, 103.0, 100.0), Some(1.03));
        assert_eq!(attainment(Better::Higher, 5.0, 0.0), None);
        assert_eq!(attainment(Better::Lower, 12.0, 10.0), Some(0.8));
        assert_eq!(attainment(Better::Lower, 25.0, 10.0), Some(0.0));
        assert_eq!(attainment(Better::Lower, 0.0, 0.0), Some(1.0));
        assert_eq!(attainment(Better::Lower, 1.0, 0.0), Some(0.0));
    }

    #[test]
    fn change_is_relative_or_a_difference() {
        let sales = catalog::by_id("sales.total").unwrap();
        assert_eq!(change(sales, 110.0, 100.0), Some(0.1));
        assert_eq!(change(sales, 50.0, -100.0), Some(1.5));
        assert_eq!(change(sales, 50.0, 0.0), None);
        let nps = catalog::by_id("nps").unwrap();
        assert_eq!(change(nps, 40.0, 0.0), Some(40.0));
    }
}
