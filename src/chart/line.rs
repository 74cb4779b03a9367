//! Lines over ordered positions: this month in navy over last month in grey, each named at its end.

use crate::chart::axis::{Below, Plot, grid, gutter, head, head_height};
use crate::chart::canvas::{Canvas, Setting};
use crate::chart::curve::{Curve, annotate, name_ends};
use crate::chart::display::DisplayList;
use crate::chart::scale::{Axis, drawable, extent, is_whole};
use crate::chart::{Emphasis, LineChart};
use crate::value::Unit;

/// Height of the plot in points.
const PLOT: f64 = 118.0;

pub(super) fn lay(s: Setting<'_>, chart: &LineChart) -> DisplayList {
    let longest = chart.series.iter().map(|series| series.values.len()).max();
    let positions = longest.unwrap_or(0).max(chart.labels.len());
    let scaled = |value: Option<f64>| drawable(value?, chart.style, s.lang);
    let values = chart.series.iter().flat_map(|series| &series.values);
    let (low, high) = extent(values.filter_map(|&v| scaled(v))).unwrap_or((0.0, 1.0));
    // Starting above 0 shows little more where the values reach down to half their height anyway.
    let cut = !chart.from_zero && low > 0.5 * high;
    let height = PLOT * s.share;
    let axis = if cut {
        let room = if high > low {
            (high - low) * 0.1
        } else {
            high * 0.05
        };
        // A share of a whole has no ticks above 100%.
        let top = match chart.style.unit {
            Unit::Ratio if high <= 100.0 => (high + room).min(100.0),
            _ => high + room,
        };
        Axis::round((low - room).max(0.0), top, 4.0, is_whole(chart.style))
    } else {
        Axis::round(low.min(0.0), high.max(0.0), 4.0, is_whole(chart.style))
    };

    let names: Vec<String> = chart
        .series
        .iter()
        .map(|series| {
            s.cut(
                &series.name,
                s.width * 0.22,
                series.emphasis == Emphasis::Main,
            )
        })
        .collect();
    let names_width = chart
        .series
        .iter()
        .zip(&names)
        .map(|(series, name)| s.text_width(name, series.emphasis == Emphasis::Main))
        .fold(0.0, f64::max);
    let left = gutter(s, axis, chart.style) + s.size() * 0.7;
    let right_room = if names_width > 0.0 {
        names_width + s.size() * 1.2
    } else {
        s.size()
    };
    // A label above a point at the very top needs room between it and the unit.
    let labelled = chart
        .annotations
        .iter()
        .filter_map(|(series, position, _)| {
            let value = *chart.series.get(*series)?.values.get(*position)?;
            Some(axis.place(scaled(value)?, height, 0.0))
        });
    let top = head_height(s) + (s.size() * 1.5 - labelled.fold(height, f64::min)).max(0.0);
    let plot = Plot {
        left,
        right: (s.width - right_room).max(left),
        top,
        bottom: top + height,
    };
    let x = |i: usize| {
        if positions > 1 {
            plot.left + plot.width() * i as f64 / (positions - 1) as f64
        } else {
            f64::midpoint(plot.left, plot.right)
        }
    };
    let at: Vec<f64> = (0..chart.labels.len()).map(x).collect();
    let pitch = plot.width() / positions.saturating_sub(1).max(1) as f64;
    let below = Below::fit(s, &chart.labels, &at, pitch, true);

    let mut canvas = Canvas::new(s, plot.bottom + below.height(s));
    let note = if axis.low > 0.0 {
        let from = axis.print(axis.low, chart.style, s.lang);
        s.axis_head(&chart.unit_label, &from)
    } else {
        chart.unit_label.clone()
    };
    head(&mut canvas, s, 0.0, &note, &[]);
    grid(&mut canvas, s, plot, axis, chart.style);

    let mut mains = 0;
    let curves: Vec<Curve<'_>> = chart
        .series
        .iter()
        .zip(&names)
        .map(|(series, name)| {
            let nth = mains;
            let main = series.emphasis == Emphasis::Main;
            mains += usize::from(main);
            let palette = s.palette();
            let points = series.values.iter().enumerate().map(|(i, &value)| {
                scaled(value).map(|v| (x(i), axis.place(v, plot.bottom, plot.top)))
            });
            Curve {
                runs: runs(points),
                name,
                stroke: palette.series(series.emphasis, nth),
                text: palette.series_text(series.emphasis, nth),
                main,
            }
        })
        .collect();
    for curve in curves.iter().rev() {
        for run in &curve.runs {
            canvas.path(run, if curve.main { 1.5 } else { 1.1 }, curve.stroke);
        }
    }
    name_ends(&mut canvas, s, plot, &curves);
    below.draw(&mut canvas, s, &chart.labels, &at, plot.bottom);
    for (series, position, label) in &chart.annotations {
        let value = chart
            .series
            .get(*series)
            .and_then(|series| *series.values.get(*position)?);
        if let Some(value) = scaled(value) {
            let point = (x(*position), axis.place(value, plot.bottom, plot.top));
            let fill = curves
                .get(*series)
                .map_or(s.theme.colours.ink, |curve| curve.stroke);
            let near = |at: Option<usize>| scaled(*chart.series.get(*series)?.values.get(at?)?);
            let around = [near(position.checked_sub(1)), near(position.checked_add(1))];
            let dip = around.iter().flatten().all(|v| *v > value);
            annotate(&mut canvas, s, plot, &curves, (point, dip), label, fill);
        }
    }
    canvas.finish()
}

/// Parts points at gaps.
fn runs(points: impl Iterator<Item = Option<(f64, f64)>>) -> Vec<Vec<(f64, f64)>> {
    let mut runs = vec![Vec::new()];
    for point in points {
        match (point, runs.last_mut()) {
            (Some(point), Some(run)) => run.push(point),
            (None, Some(run)) if !run.is_empty() => runs.push(Vec::new()),
            _ => {}
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::ChartKind;
    use crate::chart::display::Mark;
    use crate::chart::proof::{names, on_page, texts, whole};
    use crate::value::Noun;
    use crate::value::NumberStyle;

    fn orders(series: Vec<crate::chart::Series>) -> LineChart {
        LineChart {
            labels: names(&["一", "二", "三"]),
            series,
            style: NumberStyle::fit(Unit::Count(Noun::Orders), 100.0),
            unit_label: "单".to_owned(),
            annotations: Vec::new(),
            from_zero: true,
        }
    }

    fn paths(list: &DisplayList) -> Vec<Vec<(f64, f64)>> {
        let path = |mark: &Mark| match mark {
            Mark::Path { points, .. } => Some(points.clone()),
            _ => None,
        };
        list.marks.iter().filter_map(path).collect()
    }

    #[test]
    fn places_values_between_the_ticks() {
        let main = whole("4月", &[0.0, 20.0, 40.0], Emphasis::Main);
        let list = on_page(ChartKind::Line(orders(vec![main])));
        assert_eq!(
            texts(&list),
            ["单", "0", "10", "20", "30", "40", "4月", "一", "二", "三"]
        );
        // Two digits and 0.7 em on the left; two characters' width, here 1.5 em, and 1.2 em on the right.
        let (left, right) = (7.0 + 4.9, 480.0 - 10.5 - 8.4);
        let [points] = &paths(&list)[..] else {
            panic!("one line")
        };
        let wanted = [
            (left, 14.0 + PLOT),
            (f64::midpoint(left, right), 14.0 + PLOT / 2.0),
            (right, 14.0),
        ];
        for (point, wanted) in points.iter().zip(wanted) {
            assert!((point.0 - wanted.0).abs() < 1e-9, "{point:?} {wanted:?}");
            // The stroke is kept inside the area, not the plot, so the ends stay exact.
            assert!((point.1 - wanted.1).abs() < 1e-9, "{point:?} {wanted:?}");
        }
    }

    #[test]
    fn gaps_part_the_line() {
        let mut main = whole("4月", &[1.0, 2.0, 3.0, 4.0, 5.0], Emphasis::Main);
        main.values[2] = None;
        let list = on_page(ChartKind::Line(orders(vec![main])));
        let lengths: Vec<usize> = paths(&list).iter().map(Vec::len).collect();
        assert_eq!(lengths, [2, 2]);
    }

    #[test]
    fn says_where_an_axis_above_zero_starts() {
        let mut chart = orders(vec![whole("目标", &[980.0, 990.0], Emphasis::Main)]);
        chart.from_zero = false;
        let list = on_page(ChartKind::Line(chart.clone()));
        assert_eq!(texts(&list)[..2], ["单（纵轴自 975 起）", "975"]);
        chart.from_zero = true;
        let list = on_page(ChartKind::Line(chart));
        assert_eq!(texts(&list)[..2], ["单", "0"]);
    }

    #[test]
    fn a_share_has_no_ticks_above_the_whole() {
        let mut chart = orders(vec![whole("", &[0.99, 0.999], Emphasis::Main)]);
        chart.style = NumberStyle::fit(Unit::Ratio, 1.0);
        chart.from_zero = false;
        let list = on_page(ChartKind::Line(chart));
        let ticks: Vec<&str> = texts(&list)
            .into_iter()
            .filter(|t| t.ends_with('%'))
            .collect();
        assert_eq!(ticks.last(), Some(&"100.0%"));
    }

    #[test]
    fn annotates_above_a_peak_and_below_a_dip() {
        let mut chart = orders(vec![whole(
            "4月",
            &[20.0, 30.0, 20.0, 10.0, 20.0],
            Emphasis::Main,
        )]);
        chart.labels = names(&["一", "二", "三", "四", "五"]);
        chart.annotations = vec![
            (0, 1, "峰".to_owned()),
            (0, 3, "谷".to_owned()),
            (3, 9, "无".to_owned()),
        ];
        let list = on_page(ChartKind::Line(chart));
        let baseline = |wanted: &str| {
            list.marks.iter().find_map(|mark| match mark {
                Mark::Text { text, y, .. } if text == wanted => Some(*y),
                _ => None,
            })
        };
        let points = paths(&list)[0].clone();
        assert!(baseline("峰").is_some_and(|y| y < points[1].1));
        assert!(baseline("谷").is_some_and(|y| y > points[3].1));
        assert_eq!(baseline("无"), None);
    }
}
