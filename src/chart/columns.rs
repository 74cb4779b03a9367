//! Standing bars by category.

use crate::chart::BarChart;
use crate::chart::axis::{Below, Plot, grid, gutter, head, head_height};
use crate::chart::bars::Bars;
use crate::chart::canvas::{Canvas, Ink, Setting};
use crate::chart::display::DisplayList;
use crate::chart::scale::{Axis, is_whole};

/// Height of the plot in points.
const PLOT: f64 = 112.0;

/// The widest a bar gets.
const WIDEST: f64 = 46.0;

pub(super) fn lay(s: Setting<'_>, chart: &BarChart) -> DisplayList {
    let bars = Bars::new(s, chart);
    let (low, high) = bars.range;
    let axis = Axis::round(low, high, 4.0, is_whole(chart.style));
    let count = bars.categories.max(1) as f64;
    let strips = bars.strips();
    let gap = s.size() * 0.5;

    // Numbers stand at the bars where each has the width of its bar's share of the plot; else an axis tells them.
    let right_room = bars.reference.map_or(0.0, |(_, label)| {
        s.text_width(&s.cut(label, s.width * 0.2, false), false) + s.size() * 0.8
    });
    let pitch = |left: f64| ((s.width - right_room - left) / count).max(0.0);
    let widest = (0..chart.series.len())
        .flat_map(|series| (0..bars.categories).map(move |category| (series, category)))
        .filter_map(|(series, category)| {
            Some(s.text_width(&bars.value(series, category)?.1, bars.ink(series).bold))
        })
        .fold(0.0, f64::max);
    let share = strips.first().map_or(1.0, |(_, thick)| *thick);
    let own = if strips.len() > 1 {
        pitch(0.0) * share
    } else {
        pitch(0.0)
    };
    let numbered = widest + 1.5 <= own;
    let left = if numbered {
        0.0
    } else {
        gutter(s, axis, chart.style) + s.size() * 0.7
    };
    let pitch = pitch(left);

    let top = head_height(s) + if numbered { s.size() * 1.4 } else { 0.0 };
    let plot = Plot {
        left,
        right: left + pitch * count,
        top,
        bottom: top + PLOT * s.share,
    };
    let at: Vec<f64> = (0..bars.categories)
        .map(|i| left + pitch * (i as f64 + 0.5))
        .collect();
    let labels = bars.labels();
    let below = Below::fit(s, &labels, &at, pitch, false);
    let (low, high) = if numbered {
        (low, high)
    } else {
        (axis.low, axis.high)
    };
    let span = if high > low { high - low } else { 1.0 };
    // Numbers of negative bars stand below them, above the categories.
    let bottom = plot.bottom
        - if numbered && low < 0.0 {
            s.line() * 1.3
        } else {
            0.0
        };
    let y = |value: f64| bottom - (bottom - plot.top) * ((value - low) / span).clamp(0.0, 1.0);

    let mut canvas = Canvas::new(s, plot.bottom + below.height(s));
    head(&mut canvas, s, 0.0, &chart.unit_label, &bars.key());
    if !numbered {
        grid(&mut canvas, s, plot, axis, chart.style);
    }
    // Few bars are not drawn as slabs: each category's are narrowed around its middle.
    let group = pitch.min(WIDEST * strips.len() as f64 / 0.66);
    for (series, (start, thick)) in strips.iter().enumerate() {
        for (category, centre) in at.iter().enumerate() {
            if let Some((value, _)) = bars.value(series, category) {
                let x = centre + group * (start - 0.5);
                canvas.rect(
                    x,
                    y(0.0),
                    group * thick,
                    y(value) - y(0.0),
                    bars.fill(series, category),
                );
            }
        }
    }
    let colours = &s.theme.colours;
    canvas.line(
        (plot.left, y(0.0)),
        (plot.right, y(0.0)),
        0.6,
        colours.grey_dark,
    );
    if let Some((value, label)) = bars.reference {
        let y = y(value);
        canvas.line((plot.left, y), (plot.right, y), 2.2, colours.paper);
        canvas.dashed((plot.left, y), (plot.right, y), 0.9, colours.ink);
        let label = s.cut(label, s.width * 0.2, false);
        canvas.text(
            plot.right + s.size() * 0.6,
            y + s.drop(),
            &label,
            Ink::new(colours.ink),
        );
    }
    if numbered {
        for (series, (start, thick)) in strips.iter().enumerate() {
            for (category, centre) in at.iter().enumerate() {
                if let Some((value, text)) = bars.value(series, category) {
                    let x = centre + group * (start + thick / 2.0 - 0.5);
                    let space = if value < 0.0 {
                        gap + s.size() * 0.8
                    } else {
                        -gap
                    };
                    let own = y(value) + space;
                    let ink = bars.ink(series).middle();
                    let bounds = canvas.text_bounds(x, own, &text, ink);
                    let crossing = bars
                        .reference
                        .map(|(r, _)| y(r))
                        .filter(|r| (bounds.top - 1.0..=bounds.bottom + 1.0).contains(r));
                    // A number that the reference line would cross steps over it.
                    let over = crossing.is_some_and(|r| canvas.text(x, r + space, &text, ink));
                    if !over {
                        canvas.text(x, own, &text, ink);
                    }
                }
            }
        }
    }
    below.draw(&mut canvas, s, &labels, &at, plot.bottom);
    canvas.finish()
}
