//! The curves of a line chart and the texts at them: names at their ends, labels at points that
//! matter, both kept off the lines where there is room.

use crate::chart::axis::{HAIRLINE, Plot};
use crate::chart::canvas::{Canvas, Ink, Setting};
use crate::chart::display::{Bounds, Colour};
use crate::chart::labels::push_apart;

/// The share of the plot's width that a series must leave open at its end to be named there; a
/// month shorter than the other by a few days is named at the edge.
const EARLY: f64 = 0.12;

/// A series ready to be drawn.
pub(super) struct Curve<'c> {
    /// Position and place of each value, parted at gaps.
    pub(super) runs: Vec<Vec<(f64, f64)>>,
    pub(super) name: &'c str,
    pub(super) stroke: Colour,
    pub(super) text: Colour,
    pub(super) main: bool,
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

/// Names each series at its end: right of the plot at the height of its last point, pushed apart; a
/// series that ends early beside its last point, where the lines leave room.
pub(super) fn name_ends(canvas: &mut Canvas<'_>, s: Setting<'_>, plot: Plot, curves: &[Curve<'_>]) {
    let mut ends: Vec<(&Curve<'_>, (f64, f64))> = Vec::new();
    for curve in curves.iter().filter(|curve| !curve.name.is_empty()) {
        let Some(end) = curve.end() else { continue };
        let early = plot.right - end.0 > plot.width() * EARLY;
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
        if plot.right - end.0 > plot.width() * EARLY {
            canvas.dashed((end.0 + 2.0, end.1), (x - 1.5, y), HAIRLINE, curve.stroke);
        } else if (y - end.1).abs() > s.size() * 0.35 || plot.right - end.0 > 1.0 {
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
pub(super) fn annotate(
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
