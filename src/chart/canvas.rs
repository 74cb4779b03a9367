//! What every kind of chart draws on: a display list that takes no mark outside its area and no
//! text over another.
//!
//! The kinds place what matters first; a text that would leave the area or touch one already set
//! is refused, and the caller may offer another place. Shapes are cut to the area, and shapes with
//! a coordinate that is not finite are left out.

use crate::chart::colour::Palette;
use crate::chart::display::{Anchor, Bounds, Colour, DisplayList, Mark, TextMeasure};
use crate::format;
use crate::say;
use crate::theme::Theme;
use crate::value::NumberStyle;
use crate::words::Lang;

/// Where a chart is drawn: how wide, in what look, in which language.
#[derive(Clone, Copy)]
pub(super) struct Setting<'a> {
    pub(super) width: f64,
    /// How high plots and rows are, beside the height they are drawn at where there is room.
    pub(super) share: f64,
    pub(super) theme: &'a Theme,
    pub(super) measure: &'a dyn TextMeasure,
    pub(super) lang: Lang,
}

/// How a text is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ink {
    pub(super) fill: Colour,
    pub(super) bold: bool,
    pub(super) anchor: Anchor,
}

impl Ink {
    pub(super) const fn new(fill: Colour) -> Self {
        Self {
            fill,
            bold: false,
            anchor: Anchor::Start,
        }
    }

    pub(super) const fn bold(mut self) -> Self {
        self.bold = true;
        self
    }

    pub(super) const fn anchor(mut self, anchor: Anchor) -> Self {
        self.anchor = anchor;
        self
    }

    pub(super) const fn middle(self) -> Self {
        self.anchor(Anchor::Middle)
    }

    pub(super) const fn end(self) -> Self {
        self.anchor(Anchor::End)
    }
}

impl<'a> Setting<'a> {
    /// The type size of every text in a chart, in points.
    pub(super) fn size(&self) -> f64 {
        self.theme.sizes.axis.clamp(1.0, 40.0)
    }

    /// The distance of two lines of one label.
    pub(super) fn line(&self) -> f64 {
        self.size() * 1.25
    }

    /// How far below the middle of a row its text's baseline lies.
    pub(super) fn drop(&self) -> f64 {
        // Chinese glyphs reach from 0.88 em above the baseline to 0.12 em below it, figures to 0.73 em above.
        self.size() * 0.36
    }

    pub(super) fn palette(&self) -> Palette<'a> {
        Palette(&self.theme.colours)
    }

    pub(super) fn text_width(&self, text: &str, bold: bool) -> f64 {
        self.measure.width(text, self.size(), bold)
    }

    /// The widest of `texts`, 0 where there is none.
    pub(super) fn widest<'t>(&self, texts: impl IntoIterator<Item = &'t str>, bold: bool) -> f64 {
        texts
            .into_iter()
            .map(|text| self.text_width(text, bold))
            .fold(0.0, f64::max)
    }

    /// A number in base units as it is printed in the chart.
    pub(super) fn number(&self, number: f64, style: NumberStyle) -> String {
        format::number(number, style, self.lang)
    }

    /// The text above a plot: the unit, and that the axis starts at `from` rather than at 0.
    pub(super) fn axis_head(&self, unit: &str, from: &str) -> String {
        let note = say!(self.lang, "plot.axis_from", from = from);
        if unit.is_empty() {
            return note;
        }
        say!(self.lang, "plot.unit_with_note", unit = unit, note = note)
    }
}

/// A display list being drawn.
pub(super) struct Canvas<'a> {
    setting: Setting<'a>,
    list: DisplayList,
    texts: Vec<Bounds>,
}

impl<'a> Canvas<'a> {
    pub(super) fn new(setting: Setting<'a>, height: f64) -> Self {
        Self {
            setting,
            list: DisplayList {
                width: setting.width,
                height: height.max(0.0),
                marks: Vec::new(),
            },
            texts: Vec::new(),
        }
    }

    pub(super) fn finish(self) -> DisplayList {
        self.list
    }

    /// The box a text would fill, its anchor at x and its baseline at y.
    pub(super) fn text_bounds(&self, x: f64, y: f64, text: &str, ink: Ink) -> Bounds {
        self.text_mark(x, y, text.to_owned(), ink)
            .bounds(self.setting.measure)
    }

    /// Whether a text may fill `bounds`.
    pub(super) fn is_free(&self, bounds: &Bounds) -> bool {
        bounds.is_within(self.list.width, self.list.height)
            && !self.texts.iter().any(|taken| taken.overlaps(bounds))
    }

    /// Sets a text where nothing is in its way, and says whether it did.
    pub(super) fn text(&mut self, x: f64, y: f64, text: &str, ink: Ink) -> bool {
        let text = printable(text);
        if text.is_empty() {
            return false;
        }
        let mark = self.text_mark(x, y, text, ink);
        let bounds = mark.bounds(self.setting.measure);
        if !self.is_free(&bounds) {
            return false;
        }
        self.texts.push(bounds);
        self.list.marks.push(mark);
        true
    }

    /// Sets a text moved sideways as far as needed to lie between `low` and `high`.
    pub(super) fn text_between(
        &mut self,
        x: f64,
        y: f64,
        text: &str,
        ink: Ink,
        (low, high): (f64, f64),
    ) -> bool {
        let bounds = self.text_bounds(x, y, &printable(text), ink);
        let shift = if bounds.left < low {
            low - bounds.left
        } else {
            (high - bounds.right).min(0.0)
        };
        self.text(x + shift, y, text, ink)
    }

    /// Paints the ground over a box, so that a text over lines stays readable.
    pub(super) fn clear(&mut self, bounds: &Bounds) {
        let paper = self.setting.theme.colours.paper;
        let (width, height) = (bounds.right - bounds.left, bounds.bottom - bounds.top);
        self.rect(bounds.left - 1.5, bounds.top, width + 3.0, height, paper);
    }

    pub(super) fn rect(&mut self, x: f64, y: f64, width: f64, height: f64, fill: Colour) {
        let (left, right) = (x.min(x + width), x.max(x + width));
        let (top, bottom) = (y.min(y + height), y.max(y + height));
        if ![left, right, top, bottom].iter().all(|c| c.is_finite()) {
            return;
        }
        let (left, right) = (self.in_width(left, 0.0), self.in_width(right, 0.0));
        let (top, bottom) = (self.in_height(top, 0.0), self.in_height(bottom, 0.0));
        if right - left > 1e-6 && bottom - top > 1e-6 {
            self.list.marks.push(Mark::Rect {
                x: left,
                y: top,
                width: right - left,
                height: bottom - top,
                radius: 0.0,
                fill,
            });
        }
    }

    pub(super) fn line(&mut self, from: (f64, f64), to: (f64, f64), width: f64, stroke: Colour) {
        self.stroke(from, to, width, stroke, None);
    }

    pub(super) fn dashed(&mut self, from: (f64, f64), to: (f64, f64), width: f64, stroke: Colour) {
        self.stroke(from, to, width, stroke, Some((2.0, 1.6)));
    }

    fn stroke(
        &mut self,
        from: (f64, f64),
        to: (f64, f64),
        width: f64,
        stroke: Colour,
        dash: Option<(f64, f64)>,
    ) {
        if let (Some(from), Some(to)) = (self.point(from, width / 2.0), self.point(to, width / 2.0))
            && from != to
        {
            self.list.marks.push(Mark::Line {
                from,
                to,
                width,
                stroke,
                dash,
            });
        }
    }

    /// A line through points; a single point is drawn as a dot.
    pub(super) fn path(&mut self, points: &[(f64, f64)], width: f64, stroke: Colour) {
        let points: Vec<_> = points
            .iter()
            .filter_map(|&p| self.point(p, width / 2.0))
            .collect();
        match points.as_slice() {
            [] => {}
            [only] => self.circle(*only, width.max(1.4), stroke),
            _ => self.list.marks.push(Mark::Path {
                points,
                stroke: Some((stroke, width)),
                fill: None,
            }),
        }
    }

    /// A filled polygon.
    pub(super) fn polygon(&mut self, points: &[(f64, f64)], fill: Colour) {
        let points: Vec<_> = points.iter().filter_map(|&p| self.point(p, 0.0)).collect();
        if points.len() > 2 {
            self.list.marks.push(Mark::Path {
                points,
                stroke: None,
                fill: Some(fill),
            });
        }
    }

    pub(super) fn circle(&mut self, centre: (f64, f64), radius: f64, fill: Colour) {
        if self.list.width >= 2.0 * radius
            && self.list.height >= 2.0 * radius
            && let Some(centre) = self.point(centre, radius)
        {
            self.list.marks.push(Mark::Circle {
                centre,
                radius,
                fill,
            });
        }
    }

    fn text_mark(&self, x: f64, y: f64, text: String, ink: Ink) -> Mark {
        Mark::Text {
            x,
            y,
            text,
            size: self.setting.size(),
            bold: ink.bold,
            fill: ink.fill,
            anchor: ink.anchor,
        }
    }

    fn point(&self, (x, y): (f64, f64), inset: f64) -> Option<(f64, f64)> {
        (x.is_finite() && y.is_finite())
            .then(|| (self.in_width(x, inset), self.in_height(y, inset)))
    }

    fn in_width(&self, x: f64, inset: f64) -> f64 {
        x.min(self.list.width - inset).max(inset)
    }

    fn in_height(&self, y: f64, inset: f64) -> f64 {
        y.min(self.list.height - inset).max(inset)
    }
}

/// A text on one line: control characters and runs of blanks become one space.
pub(super) fn printable(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() || c.is_whitespace() {
            if !line.is_empty() && !line.ends_with(' ') {
                line.push(' ');
            }
        } else {
            line.push(c);
        }
    }
    line.truncate(line.trim_end().len());
    line
}
