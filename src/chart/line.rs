//! Lines over ordered positions: this month in navy over last month in grey, each named at its end.

use crate::chart::axis::{Below, HAIRLINE, Plot, grid, gutter, head, head_height};
use crate::chart::canvas::{Canvas, Ink, Setting};
use crate::chart::display::{Bounds, Colour, DisplayList};
use crate::chart::labels::push_apart;
use crate::chart::scale::{Axis, drawable, extent, is_whole};
use crate::chart::{Emphasis, LineChart};
use crate::value::Unit;

/// Height of the plot in points.
const PLOT: f64 = 118.0;

/// A series ready to be drawn.
struct Curve<'c> {
    /// Position and place of each value, parted at gaps.
    runs: Vec<Vec<(f64, f64)>>,
    name: &'c str,
    stroke: Colour,
    text: Colour,
    main: bool,
}

impl Curve<'_> {
    fn end(&self) -> Option<(f64, f64)> {
        self.runs.last()?.last().copied()
    }

    fn ink(&self) -> Ink {
        let ink = Ink::new(self.text);
        if self.main { ink.bold() } else { ink }
    }
}

pub(super) fn lay(s: Setting<'_>, chart: &LineChart) -> DisplayList {
    let longest = chart.series.iter().map(|series| series.values.len()).max();
    let positions = longest.unwrap_or(0).max(chart.labels.len());
    let scaled = |value: Option<f64>| drawable(value?, chart.style, s.lang);
    let values = chart.series.iter().flat_map(|series| &series.values);
    let (low, high) = extent(values.filter_map(|&v| scaled(v))).unwrap_or((0.0, 1.0));
    // Starting above 0 shows little more where the values reach down to half their height anyway.
    let cut = !chart.from_zero && low > 0.5 * high;
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
            Some(axis.place(scaled(value)?, PLOT, 0.0))
        });
    let top = head_height(s) + (s.size() * 1.5 - labelled.fold(PLOT, f64::min)).max(0.0);
    let plot = Plot {
        left,
        right: (s.width - right_room).max(left),
        top,
        bottom: top + PLOT,
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
    let below = Below::fit(s, &chart.labels, &at, pitch);

    let mut canvas = Canvas::new(s, plot.bottom + below.height(s));
    let note = if axis.low > 0.0 {
        let from = axis.print(axis.low, chart.style, s.lang);
        let note = s
            .lang
            .pick("纵轴自 {} 起", "axis starts at {}")
            .replace("{}", &from);
        match chart.unit_label.as_str() {
            "" => note,
            unit => s
                .lang
                .pick("{u}（{n}）", "{u} ({n})")
                .replace("{u}", unit)
                .replace("{n}", &note),
        }
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
                stroke: if main {
                    palette.series(series.emphasis, nth)
                } else {
                    s.theme.colours.grey
                },
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

/// Names each series at its end: right of the plot at the height of its last point, pushed apart; a
/// series that ends early beside its last point, where the lines leave room.
fn name_ends(canvas: &mut Canvas<'_>, s: Setting<'_>, plot: Plot, curves: &[Curve<'_>]) {
    let mut ends: Vec<(&Curve<'_>, (f64, f64))> = Vec::new();
    for curve in curves.iter().filter(|curve| !curve.name.is_empty()) {
        let Some(end) = curve.end() else { continue };
        let early = plot.right - end.0 > 1.0;
        if early {
            canvas.circle(end, if curve.main { 2.0 } else { 1.5 }, curve.stroke);
        }
        if !early || !name_beside(canvas, s, plot, curves, curve, end) {
            ends.push((curve, end));
        }
    }
    let wanted: Vec<f64> = ends.iter().map(|(_, (_, y))| *y).collect();
    let places = push_apart(
        &wanted,
        s.line(),
        plot.top + s.size() * 0.6,
        plot.bottom - s.size() * 0.6,
    );
    let x = plot.right + s.size();
    for ((curve, end), y) in ends.into_iter().zip(places) {
        if !canvas.text(x, y + s.drop(), curve.name, curve.ink()) {
            continue;
        }
        // A name away from its line's end is tied to it.
        if plot.right - end.0 > 1.0 {
            canvas.dashed((end.0 + 2.0, end.1), (x - 1.5, y), HAIRLINE, curve.stroke);
        } else if (y - end.1).abs() > s.size() * 0.35 {
            canvas.line((end.0 + 0.8, end.1), (x - 1.5, y), HAIRLINE, curve.stroke);
        }
    }
}

/// Names a series at its last point inside the plot, and says whether there was room.
fn name_beside(
    canvas: &mut Canvas<'_>,
    s: Setting<'_>,
    plot: Plot,
    curves: &[Curve<'_>],
    curve: &Curve<'_>,
    end: (f64, f64),
) -> bool {
    let x = end.0 + s.size() * 0.7;
    for rise in [0.0, 0.6, -0.6, 1.2, -1.2] {
        let baseline = end.1 - rise * s.size() + s.drop();
        let bounds = canvas.text_bounds(x, baseline, curve.name, curve.ink());
        let inside = bounds.right <= plot.right && bounds.bottom < plot.bottom;
        if inside && crossings(curves, &bounds) == 0 && canvas.is_free(&bounds) {
            canvas.clear(&bounds);
            return canvas.text(x, baseline, curve.name, curve.ink());
        }
    }
    false
}

/// How many pieces of line run through a box.
fn crossings(curves: &[Curve<'_>], bounds: &Bounds) -> usize {
    let runs = curves.iter().flat_map(|curve| &curve.runs);
    runs.flat_map(|run| run.windows(2))
        .filter(|pair| matches!(pair, [a, b] if crosses(*a, *b, bounds)))
        .count()
}

/// Labels a point beside the lines, with a leader from the point to the label: above it, or first
/// below it where it is a dip.
fn annotate(
    canvas: &mut Canvas<'_>,
    s: Setting<'_>,
    plot: Plot,
    curves: &[Curve<'_>],
    (point, dip): ((f64, f64), bool),
    label: &str,
    fill: Colour,
) {
    let label = s.cut(label, plot.width() * 0.6, false);
    let ink = Ink::new(s.theme.colours.ink).middle();
    let half = s.text_width(&label, false) / 2.0;
    let rises = [
        12.0, 18.0, 26.0, -14.0, -20.0, -28.0, 36.0, -38.0, 46.0, -50.0,
    ];
    let slides = [0.0, 1.0, -1.0];
    let mut best: Option<(usize, Bounds, f64)> = None;
    for rise in rises.map(|rise| if dip { -rise - 2.0 } else { rise }) {
        for slide in slides {
            let x = (point.0 + slide * half)
                .min(plot.right - half)
                .max(plot.left + half);
            let baseline = point.1 - rise + s.drop();
            let bounds = canvas.text_bounds(x, baseline, &label, ink);
            if bounds.top < 0.0 || bounds.bottom > plot.bottom - 1.0 || !canvas.is_free(&bounds) {
                continue;
            }
            let crossed = crossings(curves, &bounds);
            if best.as_ref().is_none_or(|(least, ..)| crossed < *least) {
                best = Some((crossed, bounds, x));
            }
        }
    }
    canvas.circle(point, 2.0, fill);
    let Some((crossed, bounds, x)) = best else {
        return;
    };
    // Grid lines give way to the label, a series does not.
    if crossed == 0 {
        canvas.clear(&bounds);
    }
    canvas.text(x, bounds.top + s.size() * 0.88, &label, ink);
    let above = bounds.bottom < point.1;
    let near = if above {
        bounds.bottom + 0.5
    } else {
        bounds.top - 0.5
    };
    let foot = point.1 + if above { -2.5 } else { 2.5 };
    let aim = point.0.min(bounds.right - 2.0).max(bounds.left + 2.0);
    canvas.line((point.0, foot), (aim, near), HAIRLINE, s.theme.colours.ink);
}

/// Whether the straight line from `a` to `b` enters the box (Liang and Barsky's clipping).
fn crosses(a: (f64, f64), b: (f64, f64), bounds: &Bounds) -> bool {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    for (step, inside) in [
        (-dx, a.0 - bounds.left),
        (dx, bounds.right - a.0),
        (-dy, a.1 - bounds.top),
        (dy, bounds.bottom - a.1),
    ] {
        if step == 0.0 {
            if inside < 0.0 {
                return false;
            }
        } else if step < 0.0 {
            enter = enter.max(inside / step);
        } else {
            leave = leave.min(inside / step);
        }
    }
    enter <= leave
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::ChartKind;
    use crate::chart::display::Mark;
    use crate::chart::proof::{names, on_page, texts, whole};
    use crate::report::document::NumberStyle;
    use crate::value::Noun;

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

    #[test]
    fn clips_lines_to_boxes() {
        let bounds = Bounds {
            left: 0.0,
            top: 0.0,
            right: 10.0,
            bottom: 10.0,
        };
        assert!(crosses((-5.0, 5.0), (15.0, 5.0), &bounds));
        assert!(crosses((2.0, 2.0), (3.0, 3.0), &bounds));
        assert!(!crosses((-5.0, 5.0), (-1.0, 5.0), &bounds));
        assert!(!crosses((-5.0, 4.0), (4.0, -5.0), &bounds));
    }
}
