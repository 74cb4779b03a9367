//! A grid of numbers, each cell as dark as its number is large.
//!
//! Where numbers lie on both sides of 0, those below it are shaded in red. The numbers stand in the
//! cells; where they have no room, a scale below the grid tells the shades.

use crate::chart::HeatmapChart;
use crate::chart::axis::head_height;
use crate::chart::canvas::{Canvas, Ink, Setting};
use crate::chart::colour::mix;
use crate::chart::display::{Anchor, Colour, DisplayList};
use crate::chart::labels::thin;
use crate::chart::rows::Rows;
use crate::chart::scale::{drawable, extent};
use crate::format::ABSENT;

/// The widest a cell gets, and its height.
const CELL: (f64, f64) = (64.0, 15.0);

/// The light line between cells.
const SEAM: f64 = 1.0;

/// The lightest share of navy in a cell, so that the smallest number still has one.
const LIGHTEST: f64 = 0.06;

pub(super) fn lay(s: Setting<'_>, chart: &HeatmapChart) -> DisplayList {
    let values: Vec<Vec<Option<f64>>> = chart
        .values
        .iter()
        .map(|row| {
            row.iter()
                .map(|v| drawable((*v)?, chart.style, s.lang))
                .collect()
        })
        .collect();
    let range = extent(values.iter().flatten().flatten().copied());
    let shade = |value: f64| shade(s, value, range.unwrap_or((0.0, 1.0)));
    let cells = values
        .iter()
        .map(Vec::len)
        .max()
        .unwrap_or(0)
        .max(chart.columns.len());
    let lines = values.len().max(chart.rows.len());
    let mut labels = chart.rows.clone();
    labels.resize(lines, String::new());

    let unit_line = if chart.unit_label.is_empty() {
        0.0
    } else {
        head_height(s)
    };
    let rows = Rows::fit(
        s,
        &labels,
        0.25,
        unit_line + s.size() * 1.7,
        (CELL.1, s.line() * 1.2),
    );
    let left = if rows.column > 0.0 {
        rows.column + s.size() * 0.8
    } else {
        0.0
    };
    let pitch = ((s.width - left) / cells.max(1) as f64).clamp(0.0, CELL.0);
    let text = |row: usize, column: usize| {
        let value = *chart.values.get(row)?.get(column)?;
        Some(
            value
                .filter(|v| v.is_finite())
                .map_or(ABSENT.to_owned(), |v| s.number(v, chart.style)),
        )
    };
    let widest = (0..lines)
        .flat_map(|row| (0..cells).filter_map(move |column| text(row, column)))
        .map(|text| s.text_width(&text, false))
        .fold(0.0, f64::max);
    let numbered = widest + SEAM + 1.0 <= pitch && rows.pitch >= s.size() * 1.12 + SEAM;

    let legend = if numbered || range.is_none() {
        0.0
    } else {
        s.line() * 2.0
    };
    let mut canvas = Canvas::new(s, rows.bottom() + 2.0 + legend);
    let colours = &s.theme.colours;
    let muted = Ink::new(colours.muted);
    if unit_line > 0.0 {
        canvas.text(
            0.0,
            s.size() * 0.95,
            &s.cut(&chart.unit_label, s.width, false),
            muted,
        );
    }
    let at: Vec<f64> = (0..chart.columns.len())
        .map(|i| left + pitch * (i as f64 + 0.5))
        .collect();
    let fits = s.widest(chart.columns.iter().map(String::as_str), false) + 2.0 <= pitch;
    let chosen = if fits {
        (0..at.len()).collect()
    } else {
        thin(s, &chart.columns, &at)
    };
    for i in chosen {
        if let (Some(label), Some(&x)) = (chart.columns.get(i), at.get(i)) {
            let label = s.cut(label, s.width, false);
            canvas.text_between(
                x,
                rows.top - s.size() * 0.6,
                &label,
                muted.middle(),
                (0.0, s.width),
            );
        }
    }
    rows.draw(&mut canvas, s, Anchor::End);
    let seam = if pitch > 4.0 { SEAM } else { 0.0 };
    for (row, line) in values.iter().enumerate() {
        let y = rows.top + rows.pitch * row as f64;
        for (column, value) in line.iter().enumerate() {
            let x = left + pitch * column as f64;
            let fill = value.map_or(colours.panel, shade);
            let seam_y = if rows.pitch > 4.0 { SEAM } else { 0.0 };
            canvas.rect(x, y, pitch - seam, rows.pitch - seam_y, fill);
            if numbered && let Some(text) = text(row, column) {
                let ink = match value {
                    Some(_) => Ink::new(s.palette().text_on(fill)),
                    None => Ink::new(colours.grey_dark),
                };
                let (x, y) = (x + (pitch - seam) / 2.0, y + (rows.pitch - seam_y) / 2.0);
                canvas.text(x, y + s.drop(), &text, ink.middle());
            }
        }
    }
    if let (true, Some((low, high))) = (legend > 0.0, range) {
        let divisor = chart.style.divisor(s.lang);
        let ends = [low, high].map(|v| s.number(v * divisor, chart.style));
        let y = rows.bottom() + s.line();
        let bar = left + s.text_width(&ends[0], false) + s.size() * 0.6;
        let length = (s.width * 0.25).min(120.0);
        canvas.text(left, y + s.drop(), &ends[0], muted);
        for i in 0..24 {
            let part = f64::from(i) / 23.0;
            canvas.rect(
                bar + length * f64::from(i) / 24.0,
                y - 3.0,
                length / 24.0,
                6.0,
                shade(low + (high - low) * part),
            );
        }
        canvas.text(bar + length + s.size() * 0.6, y + s.drop(), &ends[1], muted);
    }
    canvas.finish()
}

/// The fill of a number in a range.
fn shade(s: Setting<'_>, value: f64, (low, high): (f64, f64)) -> Colour {
    let c = &s.theme.colours;
    let part = |size: f64, whole: f64| {
        let share = if whole > 0.0 { size / whole } else { 0.5 };
        LIGHTEST + (1.0 - LIGHTEST) * share
    };
    if low < 0.0 && high > 0.0 {
        // The larger side spans its whole colour, so equal sizes are equally dark.
        let size = high.max(-low);
        let dark = if value < 0.0 { c.red } else { c.navy };
        return mix(c.paper, dark, part(value.abs(), size));
    }
    if high <= 0.0 && low < 0.0 {
        return mix(c.paper, c.red, part(high - value, high - low));
    }
    mix(c.paper, c.navy, part(value - low, high - low))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::ChartKind;
    use crate::chart::display::Mark;
    use crate::chart::proof::{names, on_page, rects, texts};
    use crate::theme::Theme;
    use crate::value::NumberStyle;
    use crate::value::{Noun, Unit};

    fn grid(values: Vec<Vec<Option<f64>>>) -> HeatmapChart {
        HeatmapChart {
            rows: names(&["周一", "周二"]),
            columns: names(&["9时", "10时"]),
            values,
            style: NumberStyle::fit(Unit::Count(Noun::Visits), 1.0),
            unit_label: "笔".to_owned(),
        }
    }

    #[test]
    fn numbers_stand_in_cells_they_can_be_read_on() {
        let values = vec![vec![Some(0.0), Some(46.0)], vec![None, Some(23.0)]];
        let list = on_page(ChartKind::Heatmap(grid(values)));
        assert_eq!(
            texts(&list),
            ["笔", "9时", "10时", "周一", "周二", "0", "46", "—", "23"]
        );
        let c = Theme::default().colours;
        assert_eq!(rects(&list, c.navy).len(), 1);
        let ink = |wanted: &str| {
            list.marks.iter().find_map(|mark| match mark {
                Mark::Text { text, fill, .. } if text == wanted => Some(*fill),
                _ => None,
            })
        };
        assert_eq!(ink("46"), Some(c.paper));
        assert_eq!(ink("0"), Some(c.ink));
    }

    #[test]
    fn equal_sizes_on_both_sides_of_zero_are_equally_strong() {
        let values = vec![vec![Some(-50.0), Some(100.0)], vec![Some(50.0), Some(0.0)]];
        let list = on_page(ChartKind::Heatmap(grid(values)));
        let c = Theme::default().colours;
        // 6% and half of the other 94%.
        assert_eq!(rects(&list, mix(c.paper, c.red, 0.53)).len(), 1);
        assert_eq!(rects(&list, mix(c.paper, c.navy, 0.53)).len(), 1);
        assert_eq!(rects(&list, c.navy).len(), 1);
    }

    #[test]
    fn a_scale_tells_the_shades_where_numbers_have_no_room() {
        let mut chart = grid(vec![
            (0..24).map(|h| Some(f64::from(h) * 100_000.0)).collect(),
        ]);
        chart.columns = (0..24).map(|h| h.to_string()).collect();
        let list = on_page(ChartKind::Heatmap(chart));
        let texts = texts(&list);
        assert_eq!(texts[texts.len() - 2..], ["0", "2,300,000"]);
    }
}
