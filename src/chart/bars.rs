//! Bars by category: lying with the categories on the left, or standing ([`columns`]).
//!
//! Bars start at 0 and carry their numbers; an axis is drawn only where the numbers have no room.
//!
//! [`columns`]: super::columns

use crate::chart::axis::{HAIRLINE, head, head_height};
use crate::chart::canvas::{Canvas, Ink, Setting};
use crate::chart::colour::mix;
use crate::chart::display::{Anchor, Colour, DisplayList};
use crate::chart::rows::Rows;
use crate::chart::scale::{Axis, drawable, extent, is_whole};
use crate::chart::{BarChart, Emphasis};

/// A chart's bars as they are drawn, standing or lying.
pub(super) struct Bars<'c> {
    chart: &'c BarChart,
    s: Setting<'c>,
    /// Lowest and highest number drawn, in the units printed, 0 among them.
    pub(super) range: (f64, f64),
    /// The reference line's place in the units printed, and its label.
    pub(super) reference: Option<(f64, &'c str)>,
    /// How many categories there are.
    pub(super) categories: usize,
    styles: Vec<(Colour, Colour)>,
}

impl<'c> Bars<'c> {
    pub(super) fn new(s: Setting<'c>, chart: &'c BarChart) -> Self {
        let longest = chart.series.iter().map(|series| series.values.len()).max();
        let reference = chart.reference.as_ref().and_then(|(value, label)| {
            Some((drawable(*value, chart.style, s.lang)?, label.as_str()))
        });
        let mut mains = 0;
        let styles = chart.series.iter().map(|series| {
            let nth = mains;
            mains += usize::from(series.emphasis == Emphasis::Main);
            let palette = s.palette();
            (
                palette.series(series.emphasis, nth),
                palette.series_text(series.emphasis, nth),
            )
        });
        let values = chart.series.iter().flat_map(|series| &series.values);
        let drawn = values.filter_map(|value| drawable((*value)?, chart.style, s.lang));
        let drawn = drawn.chain(reference.map(|(value, _)| value)).chain([0.0]);
        Self {
            range: extent(drawn).unwrap_or((0.0, 1.0)),
            reference,
            categories: longest.unwrap_or(0).max(chart.labels.len()),
            styles: styles.collect(),
            chart,
            s,
        }
    }

    /// The labels, one a category.
    pub(super) fn labels(&self) -> Vec<String> {
        let mut labels = self.chart.labels.clone();
        labels.resize(self.categories, String::new());
        labels
    }

    /// A bar's number in the units printed, and as it is printed.
    pub(super) fn value(&self, series: usize, category: usize) -> Option<(f64, String)> {
        let value = (*self.chart.series.get(series)?.values.get(category)?)?;
        let scaled = drawable(value, self.chart.style, self.s.lang)?;
        Some((scaled, self.s.number(value, self.chart.style)))
    }

    /// The fill of a bar: of two series their own, of one navy where it matters and grey elsewhere.
    pub(super) fn fill(&self, series: usize, category: usize) -> Colour {
        let own = self
            .styles
            .get(series)
            .map_or(self.s.theme.colours.navy, |(fill, _)| *fill);
        let main = self
            .chart
            .series
            .get(series)
            .is_some_and(|s| s.emphasis == Emphasis::Main);
        if main && !self.matters(category) {
            if self.chart.series.len() > 1 {
                // Beside a grey second series the rest of the first must stay darker than it.
                return mix(own, self.s.theme.colours.paper, 0.35);
            }
            return self.s.theme.colours.grey_dark;
        }
        own
    }

    /// How a bar's number is set.
    pub(super) fn ink(&self, series: usize) -> Ink {
        match self.chart.series.get(series).map(|s| s.emphasis) {
            Some(Emphasis::Base) => Ink::new(self.s.theme.colours.muted),
            _ => Ink::new(self.s.theme.colours.ink).bold(),
        }
    }

    pub(super) fn matters(&self, category: usize) -> bool {
        self.chart.highlight.is_empty() || self.chart.highlight.contains(&category)
    }

    /// The key above the plot, needed where there is more than one series.
    pub(super) fn key(&self) -> Vec<(Colour, Colour, &'c str)> {
        if self.chart.series.len() < 2 {
            return Vec::new();
        }
        let names = self.chart.series.iter().map(|series| series.name.as_str());
        self.styles
            .iter()
            .zip(names)
            .map(|((fill, text), name)| (*fill, *text, name))
            .collect()
    }

    /// The thickness of each series' bar and the offset of its near edge, as shares of a row.
    pub(super) fn strips(&self) -> Vec<(f64, f64)> {
        let count = self.chart.series.len().max(1) as f64;
        let filled = if count > 1.0 { 0.78 } else { 0.66 };
        (0..self.chart.series.len())
            .map(|i| {
                let start = (1.0 - filled) / 2.0 + filled / count * i as f64;
                (start, filled / count)
            })
            .collect()
    }

    /// The widest number, for the numbers below and from 0 on.
    fn widest(&self) -> (f64, f64) {
        let mut widest = (0.0_f64, 0.0_f64);
        for series in 0..self.chart.series.len() {
            for category in 0..self.categories {
                if let Some((value, text)) = self.value(series, category) {
                    let width = self.s.text_width(&text, self.ink(series).bold);
                    if value < 0.0 {
                        widest.0 = widest.0.max(width);
                    } else {
                        widest.1 = widest.1.max(width);
                    }
                }
            }
        }
        widest
    }
}

/// Lying bars.
pub(super) fn lay(s: Setting<'_>, chart: &BarChart) -> DisplayList {
    let bars = Bars::new(s, chart);
    let key = bars.key();
    let top = if chart.unit_label.is_empty() && key.is_empty() {
        2.0
    } else {
        head_height(s)
    };
    // Each bar keeps the height of the number beside it.
    let pitch = if chart.series.len() > 1 {
        (26.0, s.size() * 2.9)
    } else {
        (20.0, s.line() * 1.2)
    };
    let rows = Rows::fit(s, &bars.labels(), 0.34, top, pitch);
    let left = rows.column + s.size();

    let gap = s.size() * 0.7;
    let (before, after) = bars.widest();
    let numbered = rows.hold_text()
        && rows.pitch * 0.78 / chart.series.len().max(1) as f64 >= s.size()
        && before + after + 2.0 * gap < (s.width - left) * 0.6;
    let (before, after) = if numbered {
        (if before > 0.0 { before + gap } else { 0.0 }, after + gap)
    } else {
        (0.0, 0.0)
    };
    let (low, high) = bars.range;
    let ticks = Axis::round(low, high, 4.0, is_whole(chart.style));
    let (low, high) = if numbered {
        (low, high)
    } else {
        (ticks.low, ticks.high)
    };
    let span = if high > low { high - low } else { 1.0 };
    let (from, to) = (left + before, (s.width - after).max(left + before));
    let x = |value: f64| from + (to - from) * ((value - low) / span).clamp(0.0, 1.0);

    let foot = if bars.reference.is_some() || !numbered {
        s.line() + s.size() * 0.5
    } else {
        2.0
    };
    let mut canvas = Canvas::new(s, rows.bottom() + foot);
    head(&mut canvas, s, 0.0, &chart.unit_label, &key);
    rows.draw(&mut canvas, s, Anchor::End);
    let colours = &s.theme.colours;
    let bottom = rows.bottom();
    if !numbered {
        for tick in ticks.ticks() {
            canvas.line((x(tick), top), (x(tick), bottom), HAIRLINE, colours.rule);
        }
    }

    let strips = bars.strips();
    for (series, (start, thick)) in strips.iter().enumerate() {
        for category in 0..bars.categories {
            if let Some((value, _)) = bars.value(series, category) {
                let y = rows.top + rows.pitch * (category as f64 + start);
                canvas.rect(
                    x(0.0),
                    y,
                    x(value) - x(0.0),
                    rows.pitch * thick,
                    bars.fill(series, category),
                );
            }
        }
    }
    canvas.line((x(0.0), top), (x(0.0), bottom), 0.6, colours.grey_dark);
    if let Some((value, label)) = bars.reference {
        // A light edge keeps the line visible over dark bars.
        canvas.line(
            (x(value), top - 1.0),
            (x(value), bottom + 1.0),
            2.2,
            colours.paper,
        );
        canvas.dashed(
            (x(value), top - 1.0),
            (x(value), bottom + 1.0),
            0.9,
            colours.ink,
        );
        let label = s.cut(label, s.width, false);
        canvas.text_between(
            x(value),
            bottom + s.size() * 1.25,
            &label,
            Ink::new(colours.ink).middle(),
            (0.0, s.width),
        );
    }
    if numbered {
        for (series, (start, thick)) in strips.iter().enumerate() {
            for category in 0..bars.categories {
                if let Some((value, text)) = bars.value(series, category) {
                    let y =
                        rows.top + rows.pitch * (category as f64 + start + thick / 2.0) + s.drop();
                    let ink = bars.ink(series);
                    let (space, ink) = if value < 0.0 {
                        (-gap * 0.7, ink.end())
                    } else {
                        (gap * 0.7, ink)
                    };
                    let own = x(value) + space;
                    let bounds = canvas.text_bounds(own, y, &text, ink);
                    let crossing = bars
                        .reference
                        .map(|(r, _)| x(r))
                        .filter(|r| (bounds.left - 1.0..=bounds.right + 1.0).contains(r));
                    // A number that the reference line would cross steps over it.
                    let over = crossing.is_some_and(|r| canvas.text(r + space, y, &text, ink));
                    if !over {
                        canvas.text(own, y, &text, ink);
                    }
                }
            }
        }
    } else {
        for tick in ticks.ticks() {
            let text = ticks.print(tick, chart.style, s.lang);
            canvas.text_between(
                x(tick),
                bottom + s.size() * 1.25,
                &text,
                Ink::new(colours.muted).middle(),
                (0.0, s.width),
            );
        }
    }
    canvas.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::ChartKind;
    use crate::chart::proof::{names, on_page, rects, texts, whole};
    use crate::theme::Theme;
    use crate::value::NumberStyle;
    use crate::value::{Noun, Unit};

    fn orders(values: &[f64], horizontal: bool) -> BarChart {
        BarChart {
            labels: names(&["甲", "乙", "丙"]),
            series: vec![whole("4月", values, Emphasis::Main)],
            style: NumberStyle::fit(Unit::Count(Noun::Orders), 100.0),
            unit_label: "单".to_owned(),
            horizontal,
            reference: None,
            highlight: Vec::new(),
        }
    }

    #[test]
    fn bars_start_at_zero_and_keep_their_proportions() {
        let list = on_page(ChartKind::Bars(orders(&[40.0, -10.0, 30.0], true)));
        let bars = rects(&list, Theme::default().colours.navy);
        // The label column, a space, and room for `−10` (2 em at most 3 characters: 1 + 0.5 + 0.5).
        let from = 7.0 + 7.0 + 14.0 + 4.9;
        let to = 480.0 - 7.0 - 4.9;
        let unit = (to - from) / 50.0;
        let zero = from + 10.0 * unit;
        for (bar, (x, width)) in bars.iter().zip([(zero, 40.0), (from, 10.0), (zero, 30.0)]) {
            assert!((bar[0] - x).abs() < 2e-3, "{bar:?} {x}");
            assert!((bar[2] - width * unit).abs() < 2e-3, "{bar:?} {width}");
        }
        assert_eq!(texts(&list), ["单", "甲", "乙", "丙", "40", "−10", "30"]);
    }

    #[test]
    fn standing_bars_keep_their_proportions() {
        let list = on_page(ChartKind::Bars(orders(&[40.0, 10.0, 20.0], false)));
        let heights: Vec<f64> = rects(&list, Theme::default().colours.navy)
            .iter()
            .map(|bar| bar[3])
            .collect();
        assert_eq!(heights, [112.0, 28.0, 56.0]);
        assert_eq!(texts(&list), ["单", "40", "10", "20", "甲", "乙", "丙"]);
    }

    #[test]
    fn bars_that_matter_are_navy_and_the_rest_grey() {
        let mut chart = orders(&[40.0, 10.0, 20.0], true);
        chart.highlight = vec![1];
        chart.reference = Some((15.0, "平均 15".to_owned()));
        let list = on_page(ChartKind::Bars(chart));
        let colours = Theme::default().colours;
        assert_eq!(rects(&list, colours.navy).len(), 1);
        assert_eq!(rects(&list, colours.grey_dark).len(), 2);
        assert!(texts(&list).contains(&"平均 15"));
    }

    #[test]
    fn two_series_have_a_key() {
        let mut chart = orders(&[40.0, 10.0, 20.0], true);
        chart
            .series
            .push(whole("3月", &[30.0, 10.0, 25.0], Emphasis::Base));
        let list = on_page(ChartKind::Bars(chart));
        assert_eq!(texts(&list)[..3], ["单", "4月", "3月"]);
        // Three bars and the square of the key in each colour.
        let colours = Theme::default().colours;
        assert_eq!(rects(&list, colours.navy).len(), 4);
        assert_eq!(rects(&list, colours.grey).len(), 4);
    }

    #[test]
    fn many_bars_have_an_axis_instead_of_numbers() {
        let mut chart = orders(&[], true);
        chart.labels = (0..90).map(|i| format!("厅{i}")).collect();
        chart.series = vec![whole("", &[80.0; 90], Emphasis::Main)];
        let list = on_page(ChartKind::Bars(chart));
        let texts = texts(&list);
        assert_eq!(texts[texts.len() - 5..], ["0", "20", "40", "60", "80"]);
        assert!(list.height < 560.0);
    }
}
