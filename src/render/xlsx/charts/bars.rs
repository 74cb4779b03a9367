//! Bars by category, standing or lying: plain, stacked, Pareto, and attainment against targets.

use rust_xlsxwriter::{
    Chart as Native, ChartDataLabel, ChartDataLabelPosition, ChartFormat, ChartLine,
    ChartLineDashType, ChartMarker, ChartPoint, ChartType,
};

use super::axes::{category, category_axis, hidden_value_axis, label_format, value, value_axis};
use super::{Drawn, On, any_negative, column, fill, lying_height};
use crate::chart::{BarChart, BulletChart, Emphasis, ParetoChart, StackedChart};
use crate::render::xlsx::formats::chart_text;
use crate::value::{NumberStyle, Tone};

/// Above this many marks their labels would touch; the data sheet has the numbers.
const LABELLED: usize = 16;

pub(super) fn bar_chart(bars: &BarChart, on: On) -> Drawn {
    let colours = &on.look.colours;
    let mut chart = Native::new(if bars.horizontal {
        ChartType::Bar
    } else {
        ChartType::Column
    });
    let marks = bars.labels.len() * bars.series.len();
    for (i, one) in bars.series.iter().enumerate() {
        let Some(col) = column(1 + i) else { continue };
        let colour = match one.emphasis {
            Emphasis::Main => colours.navy,
            Emphasis::Base => colours.grey,
        };
        let mut series = on.named(col, &one.name);
        series
            .set_format(&mut fill(colour))
            .set_gap(60)
            .set_overlap(0);
        if one.emphasis == Emphasis::Main && !bars.highlight.is_empty() {
            let points = (0..bars.labels.len()).map(|i| {
                let colour = if bars.highlight.contains(&i) {
                    colours.navy
                } else {
                    colours.grey_dark
                };
                ChartPoint::new().set_format(&mut fill(colour))
            });
            series.set_points(&points.collect::<Vec<_>>());
        }
        if marks <= LABELLED {
            let format = label_format(bars.style, on.look.lang);
            series.set_data_label(&on.labels(&format, ChartDataLabelPosition::OutsideEnd));
        }
        chart.push_series(&series);
    }
    category_axis(category(&mut chart, bars.horizontal), on);
    let mut shown = bars.series.len();
    if bars.horizontal {
        category(&mut chart, bars.horizontal).set_reverse();
        let reference = bars.reference.as_ref().map(|(value, label)| {
            let value = crate::format::number(*value, bars.style, on.look.lang);
            format!("{label} {value} {}", bars.unit_label)
        });
        hidden_value_axis(
            value(&mut chart, bars.horizontal),
            on,
            reference.as_deref(),
            marks > LABELLED,
            bars.style,
        );
    } else {
        value_axis(
            value(&mut chart, bars.horizontal),
            on,
            bars.style,
            &bars.unit_label,
        );
        // A lying reference line has no native counterpart; a standing one is a line chart laid over.
        if let Some((_, label)) = &bars.reference
            && let Some(col) = column(1 + bars.series.len())
        {
            let mut line = Native::new(ChartType::Line);
            let mut series = on.named(col, label);
            let mut format = ChartFormat::new();
            format.set_line(
                ChartLine::new()
                    .set_color(colours.amber)
                    .set_width(1.25)
                    .set_dash_type(ChartLineDashType::Dash),
            );
            series.set_format(&mut format);
            series.set_marker(ChartMarker::new().set_none());
            line.push_series(&series);
            chart.combine(&line);
            shown += 1;
        }
    }
    if !any_negative(&bars.series) {
        value(&mut chart, bars.horizontal).set_min(0);
    }
    on.legend(&mut chart, shown);
    let height = if bars.horizontal {
        lying_height(marks)
    } else {
        280
    };
    Drawn { chart, height }
}

pub(super) fn stacked_chart(stacked: &StackedChart, on: On) -> Drawn {
    let colours = &on.look.colours;
    let mut chart = Native::new(ChartType::BarStacked);
    let mut greys = [
        (colours.grey, colours.ink),
        (colours.navy, colours.paper),
        (colours.teal, colours.paper),
        (colours.grey_dark, colours.ink),
        (colours.amber, colours.paper),
    ]
    .into_iter()
    .cycle();
    let whole = |i: usize| -> f64 {
        let segments = stacked.segments.iter();
        segments.filter_map(|(_, values, _)| values.get(i)).sum()
    };
    for (i, (name, values, tone)) in stacked.segments.iter().enumerate() {
        let Some(col) = column(1 + i) else { continue };
        let (colour, text) = match tone {
            Tone::Good => (colours.green, colours.paper),
            Tone::Bad => (colours.red, colours.paper),
            Tone::Warning => (colours.amber, colours.paper),
            Tone::Neutral => greys.next().unwrap_or((colours.grey, colours.ink)),
        };
        let mut series = on.named(col, name);
        series.set_format(&mut fill(colour)).set_gap(50);
        let mut label = on.labels(
            &label_format(stacked.style, on.look.lang),
            ChartDataLabelPosition::Center,
        );
        label.set_font(&on.font(8.0, text));
        series.set_data_label(&label);
        // A sliver has no room for its number.
        let slim = |(i, value): (usize, &f64)| *value < 0.06 * whole(i);
        if values.iter().enumerate().any(slim) {
            let labels = values.iter().enumerate().map(|point| {
                if slim(point) {
                    ChartDataLabel::new().set_hidden().to_custom()
                } else {
                    label.clone().to_custom()
                }
            });
            series.set_custom_data_labels(&labels.collect::<Vec<_>>());
        }
        chart.push_series(&series);
    }
    category_axis(category(&mut chart, true), on);
    category(&mut chart, true).set_reverse();
    hidden_value_axis(value(&mut chart, true), on, None, false, stacked.style);
    let most = (0..stacked.labels.len()).map(whole).fold(0.0, f64::max);
    if most > 0.0 {
        value(&mut chart, true).set_min(0).set_max(most);
    }
    on.legend(&mut chart, stacked.segments.len());
    Drawn {
        chart,
        height: lying_height(stacked.labels.len()) + 30,
    }
}

pub(super) fn pareto_chart(pareto: &ParetoChart, on: On) -> Drawn {
    let colours = &on.look.colours;
    let mut chart = Native::new(ChartType::Bar);
    let mut series = on.bars(1, colours.grey_dark);
    let points = (0..on.rows()).map(|i| {
        let colour = if i < pareto.vital {
            colours.navy
        } else {
            colours.grey_dark
        };
        ChartPoint::new().set_format(&mut fill(colour))
    });
    series
        .set_points(&points.collect::<Vec<_>>())
        .set_gap(40)
        .set_data_label(&on.labels(
            &with_unit(
                &label_format(pareto.style, on.look.lang),
                &pareto.unit_label,
            ),
            ChartDataLabelPosition::OutsideEnd,
        ));
    chart.push_series(&series);
    category_axis(category(&mut chart, true), on);
    category(&mut chart, true).set_reverse();
    hidden_value_axis(value(&mut chart, true), on, None, false, pareto.style);
    value(&mut chart, true).set_min(0);
    chart.legend().set_hidden();
    Drawn {
        chart,
        height: lying_height(on.rows()),
    }
}

/// The number format with a unit after the number.
fn with_unit(number_format: &str, unit: &str) -> String {
    let unit = chart_text(unit).replace('"', "”");
    if unit.is_empty() {
        return number_format.to_owned();
    }
    format!("{number_format}\" {unit}\"")
}

/// Actual over target as bars; the grid line at 100 % is the target of every row.
pub(super) fn bullet_chart(bullet: &BulletChart, on: On) -> Drawn {
    let colours = &on.look.colours;
    let mut chart = Native::new(ChartType::Bar);
    let mut series = on.bars(3, colours.navy);
    let points = bullet.rows.iter().map(|row| {
        ChartPoint::new().set_format(&mut fill(if row.met { colours.navy } else { colours.red }))
    });
    let labels = bullet.rows.iter().map(|row| {
        ChartDataLabel::new()
            .set_value(&chart_text(&row.actual_text))
            .set_font(&on.font(8.0, colours.ink))
            .to_custom()
    });
    series
        .set_points(&points.collect::<Vec<_>>())
        .set_gap(80)
        .set_data_label(&on.labels("0%", ChartDataLabelPosition::OutsideEnd))
        .set_custom_data_labels(&labels.collect::<Vec<_>>());
    chart.push_series(&series);
    category_axis(category(&mut chart, true), on);
    category(&mut chart, true).set_reverse();
    let percent = NumberStyle {
        places: 0,
        ..crate::render::chart_table::PERCENT
    };
    let name = format!("{} = 100%", bullet.target_label);
    value_axis(value(&mut chart, true), on, percent, &name);
    let most = bullet
        .rows
        .iter()
        .map(|row| row.actual_over_target)
        .filter(|ratio| ratio.is_finite())
        .fold(1.0, f64::max);
    // Room on the right for the labels; a grid line on the target.
    let top = ((most * 1.2 * 2.0).ceil() / 2.0).max(1.5);
    value(&mut chart, true)
        .set_min(0)
        .set_max(top)
        .set_major_unit(0.5);
    chart.legend().set_hidden();
    Drawn {
        chart,
        height: lying_height(bullet.rows.len()) + 30,
    }
}
