//! The ledger: the aggregates that the report's figures are worked out from, and every metric's formula over them.
//!
//! In: [`Figures`]. Out: a [`Ledger`] of tables whose entries stand in three columns (this month, the month before, the same
//! month a year before), and a line a metric with its [`Formula`]. The workbook prints both, so that whoever changes an
//! entry sees the report follow; a test evaluates every formula and finds the figure.
//!
//! It computes no figure of its own: an entry is an aggregate as the facts hold it, and a metric's value is the one the
//! report states. Months known from the history alone have values without formulas.

mod entries;
pub mod formula;
mod formulas;
mod recipes;

use std::collections::BTreeMap;

use formula::Operator;

use crate::metrics::Figures;
use crate::metrics::books::View;
use crate::metrics::catalog::{self, Metric};
use crate::metrics::figures;
use crate::month::Month;
use crate::value::Unit;
use crate::words::Lang;

pub use formula::{Fold, Formula, When};
pub use formulas::Formulas;
pub use recipes::{attainment, change};

/// How the numbers of charts follow from the ledger: by the chart's id, then by (row, column) of its table, whose column 0 holds
/// the labels.
pub type ChartFormulas = BTreeMap<String, BTreeMap<(usize, usize), Formula>>;

/// Everything the figures of a month are worked out from.
#[derive(Debug, Default)]
pub struct Ledger {
    /// The tables of entries, one a dataset.
    pub tables: Vec<LedgerTable>,
    /// Every metric of the catalog, in its order.
    pub metrics: Vec<MetricLine>,
    /// Places of the entries: (table, row) by key.
    entries: BTreeMap<String, (usize, usize)>,
    /// Places of the groups by key.
    groups: BTreeMap<String, GroupPlace>,
}

/// The entries of a dataset.
#[derive(Debug)]
pub struct LedgerTable {
    /// The dataset, `sales`; `month` of what holds for the whole month.
    pub id: &'static str,
    /// Its name in the report's language.
    pub name: &'static str,
    /// The entries; those of a group stand together.
    pub entries: Vec<Entry>,
}

/// One aggregate in the three months.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// What it is a part of, in the report's language: `业务类别`.
    pub group: String,
    /// Its name in the report's language: `基础业务`.
    pub name: String,
    /// What it is measured in.
    pub unit: Unit,
    /// Its values, by [`When::ALL`]; none where the month is not covered or the aggregate has no value.
    pub values: [Option<f64>; 3],
}

/// Where a group stands: its table and its first and last row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GroupPlace {
    /// The table's place in [`Ledger::tables`].
    pub table: usize,
    /// The first entry's place in it.
    pub first: usize,
    /// The last entry's.
    pub last: usize,
}

/// A metric in the three months.
#[derive(Debug)]
pub struct MetricLine {
    /// The metric.
    pub metric: &'static Metric,
    /// Its values, by [`When::ALL`].
    pub values: [Option<f64>; 3],
    /// How each follows from the entries; none where there is no value, or where only the history knows it.
    pub formulas: [Option<Formula>; 3],
    /// Its target in the month reported on.
    pub target: Option<f64>,
    /// How far the target is reached.
    pub attainment: Option<f64>,
    /// The rows it counted in the month reported on.
    pub rows: u64,
    /// Why it has no value in the month reported on, in the report's language.
    pub absent_because: Option<String>,
}

impl Ledger {
    /// The ledger of the month that `figures` report on, its names in `lang`.
    #[must_use]
    pub fn new(figures: &Figures<'_>, lang: Lang) -> Self {
        let mut draft = Draft {
            figures,
            lang,
            months: months(figures.month()),
            ledger: Self::default(),
        };
        entries::write(&mut draft);
        let mut ledger = draft.ledger;
        ledger.metrics = catalog::all()
            .map(|metric| MetricLine::new(metric, figures, lang))
            .collect();
        for place in 0..ledger.metrics.len() {
            let line = &ledger.metrics[place];
            let recipe = recipes::recipe(line.metric.id, figures.settings());
            let formulas = When::ALL.map(|when| {
                let formula = recipe.at(when);
                // The history knows values, not what they were worked out from.
                ledger.value(&formula).map(|_| formula)
            });
            ledger.metrics[place].formulas = formulas;
        }
        ledger
    }

    /// What a formula comes to; none where an entry or metric of it has no value, or a divisor is 0.
    #[must_use]
    pub fn value(&self, formula: &Formula) -> Option<f64> {
        let value = match formula {
            Formula::Number(number) => *number,
            Formula::Entry(key, when) => self.entry(key)?.values[*when as usize]?,
            Formula::Group(fold, key, when) => {
                let values: Vec<f64> = self
                    .group(key)?
                    .iter()
                    .filter_map(|entry| entry.values[*when as usize])
                    .collect();
                fold.of(&values)?
            }
            Formula::Metric(id, when) => self.line(id)?.values[*when as usize]?,
            Formula::Target(id) => self.line(id)?.target?,
            Formula::Binary(operator, both) => {
                let (a, b) = (self.value(&both.0)?, self.value(&both.1)?);
                match operator {
                    Operator::Add => a + b,
                    Operator::Subtract => a - b,
                    Operator::Multiply => a * b,
                    Operator::Divide if b == 0.0 => return None,
                    Operator::Divide => a / b,
                }
            }
            Formula::Absolute(of) => self.value(of)?.abs(),
            Formula::Root(of) => self.value(of)?.sqrt(),
            Formula::Larger(both) => self.value(&both.0)?.max(self.value(&both.1)?),
        };
        value.is_finite().then_some(value)
    }

    /// The place of an entry: its table's and its own in it.
    #[must_use]
    pub fn entry_place(&self, key: &str) -> Option<(usize, usize)> {
        self.entries.get(key).copied()
    }

    /// The place of a group.
    #[must_use]
    pub fn group_place(&self, key: &str) -> Option<GroupPlace> {
        self.groups.get(key).copied()
    }

    /// The place of a metric in [`Ledger::metrics`].
    #[must_use]
    pub fn metric_place(&self, id: &str) -> Option<usize> {
        self.metrics.iter().position(|line| line.metric.id == id)
    }

    fn entry(&self, key: &str) -> Option<&Entry> {
        let (table, row) = self.entry_place(key)?;
        self.tables.get(table)?.entries.get(row)
    }

    fn group(&self, key: &str) -> Option<&[Entry]> {
        let place = self.group_place(key)?;
        let entries = &self.tables.get(place.table)?.entries;
        entries.get(place.first..=place.last)
    }

    fn line(&self, id: &str) -> Option<&MetricLine> {
        self.metrics.get(self.metric_place(id)?)
    }
}

impl MetricLine {
    fn new(metric: &'static Metric, figures: &Figures<'_>, lang: Lang) -> Self {
        let now = figures.now(metric);
        let attainment = figures.attainment(metric);
        Self {
            metric,
            values: months(figures.month())
                .map(|month| figures.at(metric, month).ok().map(|figure| figure.value)),
            formulas: [None, None, None],
            target: figures.target(metric, figures.month()),
            attainment: attainment.and_then(|attainment| attainment.ratio),
            rows: now.map_or(0, |figure| figure.rows),
            absent_because: now.err().map(|absent| absent.reason(lang)),
        }
    }
}

impl MetricLine {
    /// The change of the month reported on against `base`, as [`figures::change`] has it.
    #[must_use]
    pub fn change(&self, base: When) -> Option<f64> {
        let (now, base) = (
            self.values[When::Now as usize]?,
            self.values[base as usize]?,
        );
        figures::change(self.metric, now, base)
    }
}

impl Fold {
    /// The values folded; none of none.
    fn of(self, values: &[f64]) -> Option<f64> {
        let n = values.len() as f64;
        let sum: f64 = values.iter().sum();
        match self {
            _ if values.is_empty() => None,
            Self::Sum => Some(sum),
            Self::Mean => Some(sum / n),
            Self::Max => values.iter().copied().reduce(f64::max),
            Self::Deviation => {
                let mean = sum / n;
                let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
                Some((squares / n).sqrt())
            }
        }
    }
}

/// The months of a ledger, by [`When::ALL`].
fn months(month: Month) -> [Month; 3] {
    [month, month.previous(), month.year_ago()]
}

/// A ledger in the making.
struct Draft<'a> {
    figures: &'a Figures<'a>,
    lang: Lang,
    months: [Month; 3],
    ledger: Ledger,
}

impl<'a> Draft<'a> {
    /// Starts a table.
    fn table(&mut self, id: &'static str, zh: &'static str, en: &'static str) {
        self.ledger.tables.push(LedgerTable {
            id,
            name: self.lang.pick(zh, en),
            entries: Vec::new(),
        });
    }

    /// Starts a group in the last table.
    fn group(&mut self, key: &str, zh: &str, en: &str) -> Group<'_, 'a> {
        Group {
            key: key.to_owned(),
            title: self.lang.pick(zh, en).to_owned(),
            draft: self,
        }
    }

    /// Makes one group of several that were written one after the other.
    fn whole(&mut self, key: &str, parts: &[String]) {
        let groups = &mut self.ledger.groups;
        let places = parts.iter().filter_map(|part| groups.get(part).copied());
        let place = places.reduce(|whole, part| GroupPlace {
            last: part.last,
            ..whole
        });
        groups.extend(place.map(|place| (key.to_owned(), place)));
    }

    /// What `of` gives of each month.
    fn each_month<T>(&self, of: impl Fn(&View<'a>) -> T) -> [T; 3] {
        self.months.map(|month| of(&self.figures.view(month)))
    }
}

/// A group in the making.
struct Group<'d, 'a> {
    key: String,
    title: String,
    draft: &'d mut Draft<'a>,
}

impl<'a> Group<'_, 'a> {
    /// Adds an entry `item` of this group, its value in a month as `of` tells.
    fn entry(
        &mut self,
        item: &str,
        (zh, en): (&str, &str),
        unit: Unit,
        of: impl Fn(&View<'a>) -> Option<f64>,
    ) -> &mut Self {
        let values = self.draft.each_month(of);
        let name = self.draft.lang.pick(zh, en).to_owned();
        self.values(item, &name, unit, values)
    }

    /// Adds an entry with its values; a key that is there already is not added again.
    fn values(
        &mut self,
        item: &str,
        name: &str,
        unit: Unit,
        values: [Option<f64>; 3],
    ) -> &mut Self {
        let ledger = &mut self.draft.ledger;
        let key = format!("{}.{item}", self.key);
        let Some(table) = ledger.tables.len().checked_sub(1) else {
            return self;
        };
        if ledger.entries.contains_key(&key) {
            return self;
        }
        let entries = &mut ledger.tables[table].entries;
        let row = entries.len();
        entries.push(Entry {
            group: self.title.clone(),
            name: name.to_owned(),
            unit,
            values: values.map(|value| value.filter(|value| value.is_finite())),
        });
        ledger.entries.insert(key, (table, row));
        let place = GroupPlace {
            table,
            first: row,
            last: row,
        };
        let group = ledger.groups.entry(self.key.clone()).or_insert(place);
        group.last = row;
        self
    }
}

#[cfg(test)]
mod tests;
