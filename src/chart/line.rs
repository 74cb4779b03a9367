//! Lines over ordered positions: this month in navy over last month in grey, each named at its end.

use crate::chart::axis::{Below, HAIRLINE, Plot, grid, gutter, head, head_height};
use crate::chart::canvas::{Canvas, Ink, Setting};
use crate::chart::display::{Bounds, Colour, DisplayList};
use crate::chart::labels::push_apart;
use crate::chart::scale::{Axis, drawable, extent, is_whole};
use crate::chart::{Emphasis, LineChart};

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
        let room = ((high - low) * 0.1).max(high * 1e-3);
        Axis::round(
            (low - room).max(0.0),
            high + room,
            5.0,
            is_whole(chart.style),
        )
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
    let top = head_height(s);
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
            annotate(&mut canvas, s, plot, &curves, point, label, fill);
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

/// Sets each series' name right of the plot at the height of its last point, pushed apart.
fn name_ends(canvas: &mut Canvas<'_>, s: Setting<'_>, plot: Plot, curves: &[Curve<'_>]) {
    let ends: Vec<(&Curve<'_>, (f64, f64))> = curves
        .iter()
        .filter(|curve| !curve.name.is_empty())
        .filter_map(|curve| Some((curve, curve.end()?)))
        .collect();
    let wanted: Vec<f64> = ends.iter().map(|(_, (_, y))| *y).collect();
    let places = push_apart(
        &wanted,
        s.line(),
        plot.top + s.size() * 0.6,
        plot.bottom - s.size() * 0.6,
    );
    let x = plot.right + s.size();
    for ((curve, end), y) in ends.into_iter().zip(places) {
        let ink = if curve.main {
            Ink::new(curve.text).bold()
        } else {
            Ink::new(curve.text)
        };
        if !canvas.text(x, y + s.drop(), curve.name, ink) {
            continue;
        }
        // A line that ends early, or a name pushed away from its line's end, is tied to it.
        let early = plot.right - end.0 > 1.0;
        if early {
            canvas.circle(end, if curve.main { 1.8 } else { 1.4 }, curve.stroke);
            canvas.dashed((end.0 + 2.0, end.1), (x - 1.5, y), HAIRLINE, curve.stroke);
        } else if (y - end.1).abs() > s.size() * 0.35 {
            canvas.line((end.0 + 0.8, end.1), (x - 1.5, y), HAIRLINE, curve.stroke);
        }
    }
}

/// Labels a point beside the lines, with a leader from the point to the label.
fn annotate(
    canvas: &mut Canvas<'_>,
    s: Setting<'_>,
    plot: Plot,
    curves: &[Curve<'_>],
    point: (f64, f64),
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
    for rise in rises {
        for slide in slides {
            let x = (point.0 + slide * half)
                .min(plot.right - half)
                .max(plot.left + half);
            let baseline = point.1 - rise + s.drop();
            let bounds = canvas.text_bounds(x, baseline, &label, ink);
            if bounds.top < 0.0 || bounds.bottom > plot.bottom - 1.0 || !canvas.is_free(&bounds) {
                continue;
            }
            let crossed = curves
                .iter()
                .flat_map(|curve| &curve.runs)
                .flat_map(|run| run.windows(2));
            let crossed = crossed
                .filter(|pair| matches!(pair, [a, b] if crosses(*a, *b, &bounds)))
                .count();
            if best.as_ref().is_none_or(|(least, ..)| crossed < *least) {
                best = Some((crossed, bounds, x));
            }
        }
    }
    canvas.circle(point, 2.0, fill);
    let Some((_, bounds, x)) = best else { return };
    canvas.clear(&bounds);
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
