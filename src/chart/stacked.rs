//! Lying bars parted into segments, each named above the first bar or in a key.
//!
//! A segment that is negative or not finite has no length.

use crate::chart::StackedChart;
use crate::chart::axis::{head, head_height};
use crate::chart::canvas::{Canvas, Ink, Setting};
use crate::chart::colour::mix;
use crate::chart::display::{Anchor, Colour, DisplayList};
use crate::chart::rows::Rows;
use crate::chart::scale::drawable;
use crate::value::Tone;

/// Width of the light line between two segments.
const SEAM: f64 = 0.8;

pub(super) fn lay(s: Setting<'_>, chart: &StackedChart) -> DisplayList {
    let value = |segment: usize, row: usize| {
        let (_, values, _) = chart.segments.get(segment)?;
        drawable(*values.get(row)?, chart.style, s.lang).filter(|v| *v > 0.0)
    };
    let segments = 0..chart.segments.len();
    let totals: Vec<f64> = (0..chart.labels.len())
        .map(|row| segments.clone().filter_map(|i| value(i, row)).sum())
        .collect();
    let whole = totals.iter().copied().fold(0.0, f64::max);
    let fills = fills(s, chart);

    let pitch = if chart.labels.len() == 1 { 24.0 } else { 21.0 };
    let rows = Rows::fit(
        s,
        &chart.labels,
        0.3,
        head_height(s),
        (pitch, s.line() * 1.6),
    );
    let left = if rows.column > 0.0 {
        rows.column + s.size()
    } else {
        0.0
    };
    // Totals are told only where the bars are not all the same whole.
    let differ = totals
        .iter()
        .any(|total| (total - whole).abs() > whole * 1e-3);
    let printed: Vec<String> = totals
        .iter()
        .map(|total| s.number(total * chart.style.divisor(s.lang), chart.style))
        .collect();
    let room = if differ {
        s.widest(printed.iter().map(String::as_str), true) + s.size()
    } else {
        0.0
    };
    let right = (s.width - room).max(left);
    let scale = if whole > 0.0 {
        (right - left) / whole
    } else {
        0.0
    };

    let mut canvas = Canvas::new(s, rows.bottom() + 2.0);
    let thick = rows.pitch * if chart.labels.len() == 1 { 0.8 } else { 0.72 };
    let mut spans: Vec<Vec<Option<(f64, f64)>>> = Vec::new();
    for row in 0..chart.labels.len() {
        let mut x = left;
        let mut row_spans = Vec::new();
        for segment in segments.clone() {
            row_spans.push(value(segment, row).map(|v| {
                let start = x;
                x += v * scale;
                (start, x)
            }));
        }
        spans.push(row_spans);
    }

    if !name_above(&mut canvas, s, chart, spans.first()) {
        let key: Vec<(Colour, Colour, &str)> = chart
            .segments
            .iter()
            .zip(&fills)
            .map(|((name, ..), fill)| (*fill, s.theme.colours.ink, name.as_str()))
            .collect();
        head(&mut canvas, s, left, "", &key);
    }
    rows.draw(&mut canvas, s, Anchor::End);
    for (row, row_spans) in spans.iter().enumerate() {
        let y = rows.middle(row);
        for (segment, (span, fill)) in row_spans.iter().zip(&fills).enumerate() {
            let Some((start, end)) = *span else { continue };
            let seam = if end < right - 1e-6 && end - start > 2.0 * SEAM {
                SEAM
            } else {
                0.0
            };
            canvas.rect(start, y - thick / 2.0, end - start - seam, thick, *fill);
            let number = chart
                .segments
                .get(segment)
                .and_then(|(_, values, _)| values.get(row));
            let text = number
                .map(|n| s.number(*n, chart.style))
                .unwrap_or_default();
            let ink = Ink::new(s.palette().text_on(*fill)).bold().middle();
            if s.text_width(&text, true) + 3.0 <= end - start && thick >= s.size() * 1.1 {
                canvas.text(f64::midpoint(start, end), y + s.drop(), &text, ink);
            }
        }
        if differ && let (Some(text), Some(total)) = (printed.get(row), totals.get(row)) {
            let x = left + total * scale + s.size() * 0.6;
            canvas.text(x, y + s.drop(), text, Ink::new(s.theme.colours.ink).bold());
        }
    }
    canvas.finish()
}

/// One fill a segment. Tones are told apart by lightness too; segments of no tone share the greys
/// where others have one, else they take the series' colours.
fn fills(s: Setting<'_>, chart: &StackedChart) -> Vec<Colour> {
    let c = &s.theme.colours;
    let toned = chart
        .segments
        .iter()
        .any(|(_, _, tone)| *tone != Tone::Neutral);
    // Neighbours differ in lightness, so that they are told apart in grey print.
    let plain = if toned {
        [c.grey, c.muted, c.rule, c.grey_dark, c.ink]
    } else {
        [c.navy, c.teal, c.grey, c.muted, c.rule]
    };
    let mut neutral = plain.iter().cycle();
    chart
        .segments
        .iter()
        .map(|(_, _, tone)| match tone {
            Tone::Good => c.teal,
            Tone::Bad => c.red,
            Tone::Warning => mix(c.amber, c.paper, 0.35),
            Tone::Neutral => neutral.next().copied().unwrap_or(c.grey),
        })
        .collect()
}

/// Names the segments above the first bar, each over its own; says whether all had room.
fn name_above(
    canvas: &mut Canvas<'_>,
    s: Setting<'_>,
    chart: &StackedChart,
    first: Option<&Vec<Option<(f64, f64)>>>,
) -> bool {
    let Some(spans) = first else { return false };
    let named: Option<Vec<(f64, &str)>> = chart
        .segments
        .iter()
        .zip(spans)
        .map(|((name, ..), span)| {
            let (start, end) = (*span)?;
            (s.text_width(name, false) + 3.0 <= end - start)
                .then_some((f64::midpoint(start, end), name.as_str()))
        })
        .collect();
    let Some(named) = named.filter(|named| !named.is_empty()) else {
        return false;
    };
    for (x, name) in named {
        canvas.text(
            x,
            s.size() * 1.25,
            name,
            Ink::new(s.theme.colours.muted).middle(),
        );
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::ChartKind;
    use crate::chart::proof::{names, on_page, rects, texts};
    use crate::theme::Theme;
    use crate::value::NumberStyle;
    use crate::value::Unit;

    #[test]
    fn segments_share_the_bar_and_are_named_over_it() {
        let list = on_page(ChartKind::Stacked(StackedChart {
            labels: names(&["NPS"]),
            segments: vec![
                ("推荐者".to_owned(), vec![0.5], Tone::Good),
                ("中立者".to_owned(), vec![0.3], Tone::Neutral),
                ("贬损者".to_owned(), vec![0.2], Tone::Bad),
            ],
            style: NumberStyle::fit(Unit::Ratio, 1.0),
        }));
        assert_eq!(
            texts(&list),
            [
                "推荐者",
                "中立者",
                "贬损者",
                "NPS",
                "50.0%",
                "30.0%",
                "20.0%"
            ]
        );
        let c = Theme::default().colours;
        // Three half-em letters and a space of an em before the bar; a seam after all but the last.
        let left = 10.5 + 7.0;
        let length = 480.0 - left;
        for (colour, start, part, seam) in [
            (c.teal, 0.0, 0.5, SEAM),
            (c.grey, 0.5, 0.3, SEAM),
            (c.red, 0.8, 0.2, 0.0),
        ] {
            let [bar] = rects(&list, colour)[..] else {
                panic!("one segment of {colour:06X}")
            };
            assert!((bar[0] - left - length * start).abs() < 2e-3, "{bar:?}");
            assert!((bar[2] - length * part + seam).abs() < 2e-3, "{bar:?}");
        }
    }

    #[test]
    fn narrow_segments_are_named_in_a_key_and_unequal_bars_have_totals() {
        let list = on_page(ChartKind::Stacked(StackedChart {
            labels: names(&["甲", "乙"]),
            segments: vec![
                ("柜台".to_owned(), vec![100.0, 50.0], Tone::Neutral),
                ("上门服务".to_owned(), vec![1.0, -5.0], Tone::Neutral),
            ],
            style: NumberStyle::fit(Unit::Count(crate::value::Noun::Orders), 1.0),
        }));
        assert_eq!(
            texts(&list),
            ["柜台", "上门服务", "甲", "乙", "100", "101", "50", "50"]
        );
    }
}
