//! Whether a chart would show anything that a sentence would not.

use crate::chart::{Chart, ChartKind};

impl Chart {
    /// Whether it shows at least two points, one of them not 0; else the report writes a sentence.
    ///
    /// A line needs two values in one series, since it is the way between them that is seen.
    #[must_use]
    pub fn is_worth_drawing(&self) -> bool {
        match &self.kind {
            ChartKind::Line(chart) => chart.series.iter().any(|series| {
                series
                    .values
                    .iter()
                    .flatten()
                    .filter(|v| v.is_finite())
                    .count()
                    > 1
            }),
            ChartKind::Bars(chart) => tell(
                chart
                    .series
                    .iter()
                    .flat_map(|s| &s.values)
                    .flatten()
                    .copied(),
            ),
            ChartKind::Stacked(chart) => {
                let values = chart.segments.iter().flat_map(|(_, values, _)| values);
                values.filter(|v| v.is_finite() && **v > 0.0).count() > 1
            }
            ChartKind::Pareto(chart) => {
                tell(chart.items.iter().map(|(_, v)| *v).filter(|v| *v >= 0.0))
            }
            ChartKind::Waterfall(chart) => tell(chart.steps.iter().map(|step| step.value)),
            ChartKind::Bullet(chart) => {
                chart
                    .rows
                    .iter()
                    .filter(|row| row.actual_over_target.is_finite())
                    .count()
                    > 1
            }
            ChartKind::Heatmap(chart) => tell(chart.values.iter().flatten().flatten().copied()),
            ChartKind::Timeline(chart) => chart.items.len() > 1,
        }
    }
}

fn tell(values: impl Iterator<Item = f64>) -> bool {
    let (mut count, mut nonzero) = (0, false);
    for value in values.filter(|v| v.is_finite()) {
        count += 1;
        nonzero |= value != 0.0;
    }
    count > 1 && nonzero
}

#[cfg(test)]
mod tests {
    use crate::chart::proof::{chart, whole};
    use crate::chart::{ChartKind, Emphasis, LineChart, ParetoChart};
    use crate::value::NumberStyle;
    use crate::value::Unit;

    #[test]
    fn a_line_needs_two_values_of_one_series() {
        let line = |series| {
            chart(ChartKind::Line(LineChart {
                labels: Vec::new(),
                series,
                style: NumberStyle::fit(Unit::Bare, 1.0),
                unit_label: String::new(),
                annotations: Vec::new(),
                from_zero: true,
            }))
        };
        let main = |values: &[f64]| whole("", values, Emphasis::Main);
        assert!(!line(vec![main(&[1.0]), main(&[2.0])]).is_worth_drawing());
        assert!(!line(vec![main(&[1.0, f64::NAN])]).is_worth_drawing());
        assert!(line(vec![main(&[1.0, 1.0])]).is_worth_drawing());
    }

    #[test]
    fn bars_need_two_values_and_one_not_zero() {
        let pareto = |values: &[f64]| {
            chart(ChartKind::Pareto(ParetoChart {
                items: values.iter().map(|v| (String::new(), *v)).collect(),
                style: NumberStyle::fit(Unit::Bare, 1.0),
                unit_label: String::new(),
                vital: 1,
                column_heads: (String::new(), String::new()),
            }))
        };
        assert!(!pareto(&[5.0]).is_worth_drawing());
        assert!(!pareto(&[0.0, 0.0]).is_worth_drawing());
        assert!(!pareto(&[5.0, -1.0]).is_worth_drawing());
        assert!(pareto(&[5.0, 0.0]).is_worth_drawing());
    }
}
