//! A sparkline: a metric's last months in a few points of height, for a KPI card.

use crate::chart::colour::Palette;
use crate::chart::display::{DisplayList, Mark};
use crate::chart::scale::extent;
use crate::theme::Theme;
use crate::value::Tone;

/// Radius of the dot on the last point.
const DOT: f64 = 1.75;

/// Draws values, oldest first, as a grey line `width` × `height` points large, its last point a dot
/// in the tone's colour.
///
/// Absent or infinite values are gaps; a value alone between gaps is a small dot. Equal values make
/// a level line in the middle. No values, or an area too small for the dot, give an empty list.
#[must_use]
pub fn sparkline(
    values: &[Option<f64>],
    width: f64,
    height: f64,
    theme: &Theme,
    tone: Tone,
) -> DisplayList {
    let values: Vec<Option<f64>> = values.iter().map(|v| v.filter(|v| v.is_finite())).collect();
    let mut list = DisplayList {
        width,
        height,
        marks: Vec::new(),
    };
    let room = 2.0 * DOT;
    let (true, Some((low, high))) = (
        width.is_finite() && height.is_finite() && width >= room && height >= room,
        extent(values.iter().flatten().copied()),
    ) else {
        return list;
    };
    let last = values.len().saturating_sub(1);
    let place = |i: usize, value: f64| {
        let along = if last > 0 {
            i as f64 / last as f64
        } else {
            1.0
        };
        // Halves, since the difference of two huge values may overflow.
        let span = high / 2.0 - low / 2.0;
        let up = if span > 0.0 {
            (value / 2.0 - low / 2.0) / span
        } else {
            0.5
        };
        (
            DOT + (width - room) * along,
            height - DOT - (height - room) * up,
        )
    };
    let mut runs: Vec<Vec<(f64, f64)>> = vec![Vec::new()];
    for (i, value) in values.iter().enumerate() {
        match (value, runs.last_mut()) {
            (Some(value), Some(run)) => run.push(place(i, *value)),
            (None, Some(run)) if !run.is_empty() => runs.push(Vec::new()),
            _ => {}
        }
    }
    let end = values
        .last()
        .copied()
        .flatten()
        .map(|value| place(last, value));
    for points in runs {
        match points.as_slice() {
            [] => {}
            [only] if Some(*only) == end => {}
            [only] => list.marks.push(Mark::Circle {
                centre: *only,
                radius: 0.8,
                fill: theme.colours.grey_dark,
            }),
            _ => list.marks.push(Mark::Path {
                points,
                stroke: Some((theme.colours.grey_dark, 1.0)),
                fill: None,
            }),
        }
    }
    if let Some(centre) = end {
        list.marks.push(Mark::Circle {
            centre,
            radius: DOT,
            fill: Palette(&theme.colours).tone(tone),
        });
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_part_the_line_and_the_last_point_is_a_dot() {
        let theme = Theme::default();
        let values = [Some(1.0), Some(3.0), None, Some(2.0), None, Some(1.0)];
        let list = sparkline(&values, 53.5, 13.5, &theme, Tone::Bad);
        let circle = |centre, radius, fill| Mark::Circle {
            centre,
            radius,
            fill,
        };
        assert_eq!(list.marks.len(), 3);
        assert!(matches!(&list.marks[0], Mark::Path { points, .. }
            if points.len() == 2 && (points[0].1 - 11.75).abs() < 1e-9 && (points[1].1 - 1.75).abs() < 1e-9));
        assert_eq!(
            list.marks[1..],
            [
                circle((31.75, 6.75), 0.8, theme.colours.grey_dark),
                circle((51.75, 11.75), 1.75, theme.colours.red)
            ]
        );
    }

    #[test]
    fn an_absent_last_month_has_no_dot() {
        let theme = Theme::default();
        let list = sparkline(
            &[Some(1.0), Some(2.0), None],
            50.0,
            12.0,
            &theme,
            Tone::Good,
        );
        assert!(
            !list
                .marks
                .iter()
                .any(|mark| matches!(mark, Mark::Circle { .. }))
        );
        assert!(
            sparkline(&[None, None], 50.0, 12.0, &theme, Tone::Good)
                .marks
                .is_empty()
        );
    }
}
