//! Actual against target: one row a metric on a shared axis where 1 is on target, and the same in
//! small for a table cell.

use crate::chart::axis::HAIRLINE;
use crate::chart::canvas::{Canvas, Ink, Setting};
use crate::chart::colour::mix;
use crate::chart::display::{Anchor, DisplayList, Mark};
use crate::chart::rows::Rows;
use crate::chart::{Bullet, BulletChart};
use crate::say;
use crate::theme::Theme;

/// The longest bar drawn, in targets; longer ones are cut with a visible break.
const LONGEST: f64 = 2.0;

pub(super) fn lay(s: Setting<'_>, chart: &BulletChart) -> DisplayList {
    let labels: Vec<String> = chart.rows.iter().map(|row| row.label.clone()).collect();
    let rows = Rows::fit(s, &labels, 0.28, s.size() * 2.0, (18.0, s.line() * 1.2));
    let gap = s.size() * 1.3;
    let actual_head = say!(s.lang, "plot.actual");
    let share = s.width * 0.17;
    let texts = |pick: fn(&crate::chart::BulletRow) -> &String| -> Vec<String> {
        chart
            .rows
            .iter()
            .map(|row| s.cut(pick(row), share, true))
            .collect()
    };
    let (actual, target) = (texts(|row| &row.actual_text), texts(|row| &row.target_text));
    let target_head = s.cut(&chart.target_label, share, false);
    let column = |texts: &[String], head: &str| {
        s.widest(texts.iter().map(String::as_str), true)
            .max(s.text_width(head, false))
    };
    let target_width = column(&target, &target_head);
    let actual_width = column(&actual, actual_head);
    // Columns as a table has them: metric, target, actual, then the bars.
    let target_x = rows.column + gap + target_width;
    let actual_x = target_x + gap + actual_width;
    let columns = rows.hold_text() && s.width - actual_x >= 70.0;
    let left = if columns {
        actual_x + gap
    } else {
        rows.column + s.size()
    };
    let right = s.width;

    let ratio = |row: &crate::chart::BulletRow| {
        Some(row.actual_over_target)
            .filter(|r| r.is_finite())
            .map(|r| r.max(0.0))
    };
    let largest = chart.rows.iter().filter_map(ratio).fold(0.0, f64::max);
    let end = (largest * 1.04).clamp(1.25, LONGEST * 1.04);
    let x = |ratio: f64| left + (right - left).max(0.0) * ratio / end;

    let mut canvas = Canvas::new(s, rows.bottom() + 2.0);
    rows.draw(&mut canvas, s, Anchor::Start);
    let colours = &s.theme.colours;
    let muted = Ink::new(colours.muted);
    if columns {
        canvas.text(target_x, s.size() * 1.1, &target_head, muted.end());
        canvas.text(actual_x, s.size() * 1.1, actual_head, muted.end());
    }
    let mark = s.cut(&format!("{} 100%", chart.target_label), right - left, false);
    canvas.text_between(x(1.0), s.size() * 1.1, &mark, muted.middle(), (left, right));
    for (i, row) in chart.rows.iter().enumerate() {
        let y = rows.middle(i);
        let (track, bar, tick) = (rows.pitch * 0.42, rows.pitch * 0.22, rows.pitch * 0.6);
        canvas.rect(
            left,
            y - track / 2.0,
            right - left,
            track,
            mix(colours.rule, colours.paper, 0.4),
        );
        if let Some(ratio) = ratio(row) {
            let fill = if row.met { colours.navy } else { colours.red };
            let shown = ratio.min(LONGEST);
            canvas.rect(left, y - bar / 2.0, x(shown) - left, bar, fill);
            if ratio > LONGEST {
                let (cut, half) = (x(shown) - 9.0, track / 2.0);
                let slash = [
                    (cut, y + half),
                    (cut + 3.0, y - half),
                    (cut + 5.0, y - half),
                    (cut + 2.0, y + half),
                ];
                canvas.polygon(&slash, colours.paper);
            }
        }
        canvas.rect(x(1.0) - 0.75, y - tick / 2.0, 1.5, tick, colours.ink);
        if columns {
            if let Some(text) = target.get(i) {
                canvas.text(target_x, y + s.drop(), text, Ink::new(colours.ink).end());
            }
            if let Some(text) = actual.get(i) {
                let fill = if row.met { colours.ink } else { colours.red };
                canvas.text(actual_x, y + s.drop(), text, Ink::new(fill).bold().end());
            }
        }
        if rows.hold_text() && i + 1 < chart.rows.len() {
            let y = rows.top + rows.pitch * (i + 1) as f64;
            canvas.line(
                (0.0, y),
                (s.width, y),
                HAIRLINE,
                mix(colours.rule, colours.paper, 0.35),
            );
        }
    }
    canvas.finish()
}

/// A bullet for a table cell of `width` × `height` points: a grey track, a bar navy where the target
/// is met and red where it is missed, a dark mark at the target.
///
/// Fractions outside 0–1 are cut, those that are not finite leave the bar or the mark out.
#[must_use]
pub fn bullet_cell(bullet: &Bullet, width: f64, height: f64, theme: &Theme) -> DisplayList {
    let colours = &theme.colours;
    let mut marks = Vec::new();
    if width > 2.0 && height > 0.0 && width.is_finite() && height.is_finite() {
        let mut bar = |x: f64, width: f64, share: f64, fill| {
            marks.push(Mark::Rect {
                x,
                y: height * (1.0 - share) / 2.0,
                width,
                height: height * share,
                radius: 0.0,
                fill,
            });
        };
        bar(0.0, width, 0.75, mix(colours.rule, colours.paper, 0.4));
        if bullet.actual.is_finite() && bullet.actual > 0.0 {
            let fill = if bullet.met {
                colours.navy
            } else {
                colours.red
            };
            bar(0.0, width * bullet.actual.min(1.0), 0.375, fill);
        }
        if bullet.target.is_finite() {
            let x = width * bullet.target.clamp(0.0, 1.0) - 0.75;
            bar(x.clamp(0.0, width - 1.5), 1.5, 1.0, colours.ink);
        }
    }
    DisplayList {
        width,
        height,
        marks,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::proof::{on_page, rects, texts};
    use crate::chart::{BulletRow, ChartKind};

    #[test]
    fn targets_stand_in_one_line() {
        let row = |label: &str, ratio, met| BulletRow {
            label: label.to_owned(),
            actual_text: format!("{ratio}"),
            target_text: "1".to_owned(),
            actual_over_target: ratio,
            met,
        };
        let list = on_page(ChartKind::Bullet(BulletChart {
            rows: vec![
                row("等候", 0.5, false),
                row("新增", 1.25, true),
                row("无", f64::NAN, false),
            ],
            target_label: "目标".to_owned(),
        }));
        assert_eq!(
            texts(&list),
            [
                "等候",
                "新增",
                "无",
                "目标",
                "实际",
                "目标 100%",
                "1",
                "0.5",
                "1",
                "1.25",
                "1",
                "NaN"
            ]
        );
        let colours = Theme::default().colours;
        let marks = rects(&list, colours.ink);
        assert_eq!(marks.len(), 3);
        assert!(marks.iter().all(|mark| mark[0] == marks[0][0]));
        let (missed, met) = (rects(&list, colours.red), rects(&list, colours.navy));
        assert_eq!((missed.len(), met.len()), (1, 1));
        // Lengths are in proportion, and the target's mark is centred on a ratio of 1.
        let unit = missed[0][2] / 0.5;
        assert!((met[0][2] - unit * 1.25).abs() < 2e-3);
        assert!((marks[0][0] + 0.75 - missed[0][0] - unit).abs() < 2e-3);
    }

    #[test]
    fn a_cell_shows_bar_and_mark() {
        let theme = Theme::default();
        let bullet = Bullet {
            actual: 0.5,
            target: 1.0,
            met: false,
        };
        let list = bullet_cell(&bullet, 100.0, 8.0, &theme);
        let rect = |x, y, width, height, fill| Mark::Rect {
            x,
            y,
            width,
            height,
            radius: 0.0,
            fill,
        };
        assert_eq!(
            list.marks.get(1..),
            Some(
                &[
                    rect(0.0, 2.5, 50.0, 3.0, theme.colours.red),
                    rect(98.5, 0.0, 1.5, 8.0, theme.colours.ink),
                ][..]
            )
        );
    }
}
