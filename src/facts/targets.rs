//! Targets by month, hall and metric.

use std::collections::{BTreeMap, BTreeSet};

use crate::dataset::Dataset;
use crate::dataset::targets::{TARGETS, TargetRow};
use crate::diagnostic::Diagnostic;
use crate::ingest::{Cells, Fold};
use crate::mergeable;
use crate::metrics::catalog;
use crate::money::Money;
use crate::month::Month;

mergeable! {
    /// The targets of all halls and months.
    #[derive(Debug, Clone, Default)]
    pub struct Targets {
        /// By month, metric id and hall (`""`: given without one). More than one value contradicts itself.
        given: BTreeMap<(Month, &'static str, Box<str>), BTreeSet<Money>>,
        rows: u64,
    }
}

impl Targets {
    /// Rows read.
    #[must_use]
    pub const fn rows(&self) -> u64 {
        self.rows
    }

    /// The target of a metric for the halls that `chosen` takes, in the metric's base unit.
    ///
    /// A target given without a hall is the whole's. Else the halls' own: one hall's as it is; of
    /// several halls the sum where `adds` says that the metric adds up over halls, none otherwise.
    /// Of contradicting rows the smallest value counts.
    #[must_use]
    pub fn get(
        &self,
        month: Month,
        metric: &'static str,
        chosen: &dyn Fn(&str) -> bool,
        adds: bool,
    ) -> Option<f64> {
        let first = (month, metric, Box::from(""));
        let of_halls = self
            .given
            .range(first..)
            .take_while(|((m, id, _), _)| *m == month && *id == metric)
            .filter(|((_, _, hall), _)| chosen(hall));
        let mut sum: Option<Money> = None;
        let mut halls = 0;
        for ((_, _, hall), values) in of_halls {
            let value = *values.first()?;
            if hall.is_empty() {
                return Some(value.to_f64());
            }
            halls += 1;
            sum = Some(sum.unwrap_or_default() + value);
        }
        sum.filter(|_| halls == 1 || adds).map(Money::to_f64)
    }

    /// A hall's own target, without a look at the other halls'.
    #[must_use]
    pub fn of_hall(&self, month: Month, metric: &'static str, hall: &str) -> Option<f64> {
        let values = self.given.get(&(month, metric, Box::from(hall)))?;
        values.first().map(|value| value.to_f64())
    }

    /// The metrics with a target in a month.
    #[must_use]
    pub fn metrics(&self, month: Month) -> BTreeSet<&'static str> {
        let of_month = self.given.keys().filter(|(m, ..)| *m == month);
        of_month.map(|(_, metric, _)| *metric).collect()
    }

    /// The halls named.
    #[must_use]
    pub fn halls(&self) -> BTreeSet<&str> {
        let named = self.given.keys().map(|(.., hall)| &**hall);
        named.filter(|hall| !hall.is_empty()).collect()
    }

    /// The targets that several rows give different values for: month, metric, hall.
    pub fn contradictions(&self) -> impl Iterator<Item = (Month, &'static str, &str)> {
        let several = self.given.iter().filter(|(_, values)| values.len() > 1);
        several.map(|((month, metric, hall), _)| (*month, *metric, &**hall))
    }
}

impl Fold for Targets {
    fn dataset() -> &'static Dataset {
        &TARGETS
    }

    fn row<'a>(&mut self, row: &mut impl Cells<'a>) -> bool {
        let Some(target) = TargetRow::read(row) else {
            return false;
        };
        let Some(metric) = catalog::find(target.metric) else {
            let mut told = Diagnostic::error("unknown-metric");
            if let Some(near) = catalog::suggest(target.metric) {
                told = told.variant("near").with("near", near);
            }
            row.tell(2, told);
            return false;
        };
        let key = (target.month, metric.id, target.hall.unwrap_or("").into());
        self.given.entry(key).or_default().insert(target.target);
        self.rows += 1;
        true
    }
}
