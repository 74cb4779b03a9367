//! Charts together with what their numbers follow from.

use crate::chart::{Chart, ChartKind, Emphasis, LineChart, Series};
use crate::metrics::ledger::{Formula, When};
use crate::report::desk::Desk;
use crate::say;
use crate::value::NumberStyle;
use crate::words::Lang;

/// How numbers of a chart follow from the ledger: (row, column) of its table, whose column 0 holds the labels.
pub(super) type Follows = Vec<((usize, usize), Formula)>;

/// A chart and how its numbers follow from the ledger.
pub(super) struct Drawn {
    pub(super) chart: Chart,
    pub(super) follows: Follows,
}

impl Drawn {
    /// A chart whose message is also what is read out in its place.
    pub(super) fn new(id: &str, title: String, kind: ChartKind) -> Self {
        Self {
            chart: Chart {
                id: id.to_owned(),
                alt: title.clone(),
                title,
                kind,
            },
            follows: Vec::new(),
        }
    }

    pub(super) fn following(mut self, follows: Follows) -> Self {
        self.follows = follows;
        self
    }
}

/// The series of a chart, worked out from the ledger.
pub(super) struct Numbers {
    pub(super) series: Vec<Series>,
    pub(super) follows: Follows,
}

impl Numbers {
    /// A series of this month and, where any number of it is known, one of the month before.
    pub(super) fn of_months(desk: &Desk<'_>, now: impl IntoIterator<Item = Formula>) -> Self {
        let now: Vec<Formula> = now.into_iter().collect();
        let last: Vec<Formula> = now.iter().map(|one| one.at(When::LastMonth)).collect();
        let months = [
            (now, desk.month(), Emphasis::Main),
            (last, desk.month().previous(), Emphasis::Base),
        ];
        let mut numbers = Self {
            series: Vec::new(),
            follows: Vec::new(),
        };
        for (formulas, month, emphasis) in months {
            let values: Vec<Option<f64>> = formulas.iter().map(|one| desk.value(one)).collect();
            if emphasis == Emphasis::Base && values.iter().all(Option::is_none) {
                continue;
            }
            let name = desk.month_name(month);
            numbers.series.push(series(name, values, emphasis));
            let column = numbers.series.len();
            let formulas = formulas.into_iter().enumerate();
            numbers
                .follows
                .extend(formulas.map(|(row, one)| ((row, column), one)));
        }
        numbers
    }

    /// The same of a group that has an entry a day; as long as the longer of the months.
    pub(super) fn of_days(desk: &Desk<'_>, group: &str) -> Self {
        let days = (1..=31).map(|day| Formula::entry(format!("{group}.{day}")));
        let mut numbers = Self::of_months(desk, days);
        let (now, last) = (desk.month().days(), desk.month().previous().days());
        let longest = if numbers.series.len() > 1 {
            now.max(last)
        } else {
            now
        };
        for series in &mut numbers.series {
            series.values.truncate(longest as usize);
        }
        numbers
            .follows
            .retain(|((row, _), _)| *row < longest as usize);
        numbers
    }

    /// The first series' numbers.
    pub(super) fn first(&self) -> impl Iterator<Item = f64> {
        self.series
            .iter()
            .take(1)
            .flat_map(|one| &one.values)
            .flatten()
            .copied()
    }

    /// All numbers.
    pub(super) fn all(&self) -> impl Iterator<Item = f64> {
        self.series
            .iter()
            .flat_map(|one| &one.values)
            .flatten()
            .copied()
    }
}

/// A label a day: `1日`, in English `1`.
pub(super) fn day_labels(numbers: &Numbers, lang: Lang) -> Vec<String> {
    let days = numbers.series.first().map_or(0, |one| one.values.len());
    (1..=days)
        .map(|day| say!(lang, "charts.day", day = day))
        .collect()
}

/// A series of a line or bar chart.
pub(super) fn series(
    name: impl Into<String>,
    values: Vec<Option<f64>>,
    emphasis: Emphasis,
) -> Series {
    Series {
        name: name.into(),
        values,
        emphasis,
    }
}

/// A line chart that starts at 0, without annotations.
pub(super) fn line(
    labels: Vec<String>,
    series: Vec<Series>,
    style: NumberStyle,
    unit_label: String,
) -> LineChart {
    LineChart {
        labels,
        series,
        style,
        unit_label,
        annotations: Vec::new(),
        from_zero: true,
    }
}
