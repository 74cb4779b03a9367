//! What charts with a value axis share: the line above the plot, grid lines with their numbers, and
//! the labels below.

use crate::chart::canvas::{Canvas, Ink, Setting};
use crate::chart::display::Colour;
use crate::chart::labels::{first_of_run, thin};
use crate::chart::scale::Axis;
use crate::value::NumberStyle;

/// Stroke width of grid lines.
pub(super) const HAIRLINE: f64 = 0.5;

/// The plot's edges.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plot {
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
}

impl Plot {
    pub(super) fn width(&self) -> f64 {
        self.right - self.left
    }
}

/// Draws the line above a plot: the unit on the left, then a key of coloured squares with names.
///
/// Returns nothing drawn for empty texts.
pub(super) fn head(
    canvas: &mut Canvas<'_>,
    s: Setting<'_>,
    left: f64,
    unit: &str,
    key: &[(Colour, Colour, &str)],
) {
    let baseline = s.size() * 0.95;
    let muted = s.theme.colours.muted;
    let mut x = left;
    if !unit.is_empty() {
        let unit = s.cut(unit, s.width - x, false);
        if canvas.text(x, baseline, &unit, Ink::new(muted)) {
            x += s.text_width(&unit, false) + s.size() * 1.6;
        }
    }
    let square = s.size() * 0.8;
    for (fill, text, name) in key {
        let start = x + square + s.size() * 0.4;
        let name = s.cut(name, (s.width - start).min(s.width * 0.4), false);
        if canvas.text(start, baseline, &name, Ink::new(*text)) {
            canvas.rect(x, baseline - square * 0.92, square, square, *fill);
            x = start + s.text_width(&name, false) + s.size() * 1.2;
        }
    }
}

/// Height of the line above a plot, with the space to the plot.
pub(super) fn head_height(s: Setting<'_>) -> f64 {
    s.size() * 2.0
}

/// The widest of an axis' numbers.
pub(super) fn gutter(s: Setting<'_>, axis: Axis, style: NumberStyle) -> f64 {
    let ticks: Vec<String> = axis
        .ticks()
        .iter()
        .map(|&t| axis.print(t, style, s.lang))
        .collect();
    s.widest(ticks.iter().map(String::as_str), false)
}

/// Draws grid lines across the plot with their numbers left of it; the line at 0 is darker.
pub(super) fn grid(
    canvas: &mut Canvas<'_>,
    s: Setting<'_>,
    plot: Plot,
    axis: Axis,
    style: NumberStyle,
) {
    let colours = &s.theme.colours;
    for tick in axis.ticks() {
        let y = axis.place(tick, plot.bottom, plot.top);
        let stroke = if tick == 0.0 {
            colours.grey_dark
        } else {
            colours.rule
        };
        canvas.line((plot.left, y), (plot.right, y), HAIRLINE, stroke);
        canvas.text(
            plot.left - s.size() * 0.7,
            y + s.drop(),
            &axis.print(tick, style, s.lang),
            Ink::new(colours.muted).end(),
        );
    }
}

/// How labels stand below a plot.
pub(super) enum Below {
    /// Each in lines of its own room.
    Wrapped(Vec<Vec<String>>),
    /// On one line, not all of them.
    Thinned(Vec<usize>),
}

impl Below {
    /// Fits labels at `at` (ascending) `pitch` apart; those of an `ordered` axis can be told from their
    /// neighbours, and rather than crowd some are left out.
    pub(super) fn fit(
        s: Setting<'_>,
        labels: &[String],
        at: &[f64],
        pitch: f64,
        ordered: bool,
    ) -> Self {
        let room = pitch - s.size() * 0.5;
        let open = if ordered {
            pitch - s.size() * 1.2
        } else {
            room
        };
        let one_line = s.widest(labels.iter().map(String::as_str), false) <= open;
        let ordered = ordered || first_of_run(labels).is_some();
        if one_line || (!ordered && room >= s.size() * 2.5) {
            Self::Wrapped(labels.iter().map(|l| s.wrap(l, room, 3, false)).collect())
        } else {
            Self::Thinned(thin(s, labels, at))
        }
    }

    /// Its height, with the space above.
    pub(super) fn height(&self, s: Setting<'_>) -> f64 {
        let lines = match self {
            Self::Wrapped(labels) => labels.iter().map(Vec::len).max().unwrap_or(0).max(1),
            Self::Thinned(_) => 1,
        };
        s.size() * 0.75 + s.line() * lines as f64
    }

    /// Draws the labels below `top`, centred on `at`.
    pub(super) fn draw(
        &self,
        canvas: &mut Canvas<'_>,
        s: Setting<'_>,
        labels: &[String],
        at: &[f64],
        top: f64,
    ) {
        let ink = Ink::new(s.theme.colours.muted).middle();
        let first = top + s.size() * 1.65;
        let edges = (0.0, s.width);
        match self {
            Self::Wrapped(wrapped) => {
                for (lines, &x) in wrapped.iter().zip(at) {
                    for (i, line) in lines.iter().enumerate() {
                        canvas.text_between(x, first + s.line() * i as f64, line, ink, edges);
                    }
                }
            }
            Self::Thinned(chosen) => {
                for &i in chosen {
                    if let (Some(label), Some(&x)) = (labels.get(i), at.get(i)) {
                        let label = s.cut(label, s.width, false);
                        canvas.text_between(x, first, &label, ink, edges);
                    }
                }
            }
        }
    }
}
