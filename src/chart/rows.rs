//! What charts with one row a category share: the column of labels on the left and the rows' places.

use crate::chart::canvas::{Canvas, Ink, Setting, printable};
use crate::chart::display::Anchor;

/// The height all rows of a chart may fill, so that it fits a page.
const TALLEST: f64 = 520.0;

/// Rows below one another with their labels left of the marks.
pub(super) struct Rows {
    labels: Vec<Vec<String>>,
    /// Width of the label column, without the space to the marks.
    pub(super) column: f64,
    /// Top edge of the first row.
    pub(super) top: f64,
    /// Height of a row.
    pub(super) pitch: f64,
    every: usize,
}

impl Rows {
    /// Fits labels into at most `share` of the width, in up to two lines; rows as high as the first of
    /// `pitch`, where the chart is lower down to the second, or less where there are too many for a page.
    pub(super) fn fit(
        s: Setting<'_>,
        labels: &[String],
        share: f64,
        top: f64,
        (pitch, least): (f64, f64),
    ) -> Self {
        let lower = (pitch * s.share).max(least.min(pitch));
        let fitted = Self::at(s, labels, share, top, lower);
        // A name on one line that would be whole on two keeps its rows high enough for two.
        let second = (s.line() * 2.0).min(pitch);
        if lower < second && fitted.is_cut() {
            return Self::at(s, labels, share, top, second);
        }
        fitted
    }

    fn is_cut(&self) -> bool {
        let cut = |lines: &Vec<String>| lines.last().is_some_and(|line| line.ends_with('…'));
        self.labels.iter().any(cut)
    }

    fn at(s: Setting<'_>, labels: &[String], share: f64, top: f64, pitch: f64) -> Self {
        let most = s.width * share;
        let pitch = pitch.min(TALLEST / labels.len().max(1) as f64);
        let lines = if pitch >= s.line() * 2.0 { 2 } else { 1 };
        // One long name must not take room from every bar: a narrow column is taken in which all
        // names are whole, and the widest allowed where none is.
        let least = (s.width * 0.14).max(s.size() * 9.5).min(most);
        let wrap = |room: f64| -> Vec<Vec<String>> {
            let wrapped = labels.iter().map(|l| s.wrap(l, room, lines, false));
            wrapped.collect()
        };
        let whole = |wrapped: &Vec<Vec<String>>| {
            let cut = |lines: &[String]| lines.last().is_some_and(|l| l.ends_with('…'));
            wrapped.iter().zip(labels).all(|(lines, label)| {
                !cut(lines) && (!lines.is_empty() || printable(label).is_empty())
            })
        };
        let column = |wrapped: &Vec<Vec<String>>| {
            s.widest(wrapped.iter().flatten().map(String::as_str), false)
        };
        // A second line costs as much as an em of width, so a few long names wrap and many do not.
        let cost = |wrapped: &Vec<Vec<String>>| {
            let second = wrapped.iter().filter(|lines| lines.len() > 1).count();
            column(wrapped) + s.size() * second as f64
        };
        let wrapped = (0..=8)
            .map(|i| wrap(least + (most - least) * f64::from(i) / 8.0))
            .filter(whole)
            .min_by(|a, b| cost(a).total_cmp(&cost(b)))
            .unwrap_or_else(|| wrap(most));
        Self {
            column: column(&wrapped),
            labels: wrapped,
            top,
            pitch,
            every: (s.line() / pitch.max(1e-3)).ceil().max(1.0) as usize,
        }
    }

    /// Whether every row has room for text.
    pub(super) fn hold_text(&self) -> bool {
        self.every == 1
    }

    /// The middle of a row.
    pub(super) fn middle(&self, row: usize) -> f64 {
        self.top + self.pitch * (row as f64 + 0.5)
    }

    /// Bottom edge of the last row.
    pub(super) fn bottom(&self) -> f64 {
        self.top + self.pitch * self.labels.len() as f64
    }

    /// Draws the labels, as many as have room, against the marks or against the left edge.
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, s: Setting<'_>, anchor: Anchor) {
        let x = match anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => self.column / 2.0,
            Anchor::End => self.column,
        };
        let ink = Ink::new(s.theme.colours.ink).anchor(anchor);
        for (row, lines) in self.labels.iter().enumerate().step_by(self.every) {
            let first = self.middle(row) + s.drop()
                - s.line() * (lines.len().saturating_sub(1)) as f64 / 2.0;
            for (i, line) in lines.iter().enumerate() {
                canvas.text(x, first + s.line() * i as f64, line, ink);
            }
        }
    }
}
