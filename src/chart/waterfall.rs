//! From an opening total by signed steps to a closing one.
//!
//! Totals are navy, gains teal with a plus, losses red with a minus. The axis starts at 0 unless the
//! steps would then be slivers; where it starts above, it says so and the totals are cut visibly.

use crate::chart::WaterfallChart;
use crate::chart::axis::{Below, HAIRLINE, head, head_height};
use crate::chart::canvas::{Canvas, Ink, Setting};
use crate::chart::display::DisplayList;
use crate::chart::scale::{drawable, extent, step};
use crate::value::NumberStyle;

/// Height of the plot in points.
const PLOT: f64 = 116.0;

/// The widest a bar gets.
const WIDEST: f64 = 54.0;

/// A step with the heights it goes from and to.
struct Riser {
    from: f64,
    to: f64,
    total: bool,
    text: String,
}

pub(super) fn lay(s: Setting<'_>, chart: &WaterfallChart) -> DisplayList {
    let mut level = 0.0;
    let mut risers = Vec::new();
    for step in &chart.steps {
        let Some(value) = drawable(step.value, chart.style, s.lang) else {
            risers.push(None);
            continue;
        };
        let from = if step.total { 0.0 } else { level };
        level = if step.total { value } else { level + value };
        let style = NumberStyle {
            signed: !step.total,
            ..chart.style
        };
        risers.push(Some(Riser {
            from,
            to: level,
            total: step.total,
            text: s.number(step.value, style),
        }));
    }
    let levels = risers.iter().flatten().flat_map(|r| {
        if r.total {
            [r.to, r.to]
        } else {
            [r.from, r.to]
        }
    });
    let (lowest, highest) = extent(levels).unwrap_or((0.0, 1.0));
    let base = base(lowest, highest);
    let (low, high) = (base, highest.max(0.0));
    let span = if high > low { high - low } else { 1.0 };

    let labels: Vec<String> = chart.steps.iter().map(|step| step.label.clone()).collect();
    let pitch = s.width / labels.len().max(1) as f64;
    let at: Vec<f64> = (0..labels.len())
        .map(|i| pitch * (i as f64 + 0.5))
        .collect();
    let below = Below::fit(s, &labels, &at, pitch, false);
    let top = head_height(s) + s.size();
    let bottom = top + PLOT * s.share;
    // Losses below 0 carry their numbers under the bar.
    let floor = bottom - if low < 0.0 { s.line() * 1.3 } else { 0.0 };
    let y = |value: f64| floor - (floor - top) * ((value - low) / span).clamp(0.0, 1.0);

    let mut canvas = Canvas::new(s, bottom + below.height(s));
    head(&mut canvas, s, 0.0, &unit(s, chart, base), &[]);
    let colours = &s.theme.colours;
    let width = (pitch * 0.64).min(WIDEST);
    for (pair, centres) in risers.windows(2).zip(at.windows(2)) {
        if let ([Some(riser), Some(_)], [a, b]) = (pair, centres) {
            let level = y(riser.to);
            canvas.dashed(
                (a + width / 2.0, level),
                (b - width / 2.0, level),
                HAIRLINE,
                colours.muted,
            );
        }
    }
    for (riser, centre) in risers.iter().zip(&at) {
        let Some(riser) = riser else { continue };
        let from = if riser.total {
            base.max(0.0)
        } else {
            riser.from
        };
        let fill = match (riser.total, riser.to >= riser.from) {
            (true, _) => colours.navy,
            (false, true) => colours.teal,
            (false, false) => colours.red,
        };
        let (upper, lower) = (y(from.max(riser.to)), y(from.min(riser.to)));
        // A step too small to see is still a line.
        canvas.rect(
            centre - width / 2.0,
            upper,
            width,
            (lower - upper).max(0.6),
            fill,
        );
        if riser.total && base > 0.0 && lower - upper > 12.0 {
            let (l, r) = (centre - width / 2.0, centre + width / 2.0);
            let notch = [
                (l, floor - 5.0),
                (r, floor - 8.0),
                (r, floor - 6.4),
                (l, floor - 3.4),
            ];
            canvas.polygon(&notch, colours.paper);
        }
    }
    canvas.line(
        (0.0, y(base.max(0.0))),
        (s.width, y(base.max(0.0))),
        HAIRLINE,
        colours.grey_dark,
    );
    let ink = Ink::new(colours.ink).bold().middle();
    for (riser, centre) in risers.iter().zip(&at) {
        let Some(riser) = riser else { continue };
        let from = if riser.total {
            base.max(0.0)
        } else {
            riser.from
        };
        let over = y(from.max(riser.to)) - s.size() * 0.5;
        let under = y(from.min(riser.to)) + s.size() * 1.3;
        let places = if riser.to < 0.0 && riser.from <= 0.0 {
            [under, over]
        } else {
            [over, under]
        };
        for baseline in places {
            if canvas.text_between(*centre, baseline, &riser.text, ink, (0.0, s.width)) {
                break;
            }
        }
    }
    below.draw(&mut canvas, s, &labels, &at, bottom);
    canvas.finish()
}

/// Where the axis starts: 0, or a round number below the lowest level where the steps fill less
/// than half of the highest.
fn base(lowest: f64, highest: f64) -> f64 {
    let range = highest - lowest;
    if lowest <= 0.0 || range <= 0.0 || range >= 0.5 * highest {
        return lowest.min(0.0);
    }
    let wanted = lowest - range * 0.5;
    let step = step(wanted, highest, 5.0, false);
    ((wanted / step).floor() * step).max(0.0)
}

/// The text above the plot: the unit, and where the axis starts if not at 0.
fn unit(s: Setting<'_>, chart: &WaterfallChart, base: f64) -> String {
    if base <= 0.0 {
        return chart.unit_label.clone();
    }
    let from = s.number(base * chart.style.divisor(s.lang), chart.style);
    s.axis_head(&chart.unit_label, &from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::proof::{on_page, rects, texts};
    use crate::chart::{ChartKind, Step};
    use crate::theme::Theme;
    use crate::value::{Noun, Unit};

    #[test]
    fn each_step_starts_where_the_last_one_ended() {
        let step = |label: &str, value, total| Step {
            label: label.to_owned(),
            value,
            total,
        };
        let list = on_page(ChartKind::Waterfall(WaterfallChart {
            steps: vec![
                step("期初", 11_842.0, true),
                step("新增", 449.0, false),
                step("离网", -263.0, false),
                step("期末", 12_028.0, true),
            ],
            style: NumberStyle::fit(Unit::Count(Noun::Subscribers), 1.0),
            unit_label: "户".to_owned(),
        }));
        assert_eq!(
            texts(&list),
            [
                "户（纵轴自 11,600 起）",
                "11,842",
                "+449",
                "−263",
                "12,028",
                "期初",
                "新增",
                "离网",
                "期末"
            ]
        );
        let colours = Theme::default().colours;
        let (totals, gains, losses) = (
            rects(&list, colours.navy),
            rects(&list, colours.teal),
            rects(&list, colours.red),
        );
        // The axis runs from 11,600 to 12,291 over 116 points.
        let unit = 116.0 / 691.0;
        let near = |a: f64, b: f64| assert!((a - b).abs() < 2e-3, "{a} {b}");
        near(totals[0][3], 242.0 * unit);
        near(gains[0][3], 449.0 * unit);
        near(gains[0][1] + gains[0][3], totals[0][1]);
        near(losses[0][3], 263.0 * unit);
        near(losses[0][1], gains[0][1]);
        near(totals[1][1], losses[0][1] + losses[0][3]);
        near(totals[1][3], 428.0 * unit);
    }

    #[test]
    fn starts_at_a_round_number_below_the_steps() {
        // Levels 11,842 to 12,291: half their range below the lowest is 11,617.5.
        assert_eq!(base(11_842.0, 12_291.0), 11_600.0);
        assert_eq!(base(100.0, 300.0), 0.0);
        assert_eq!(base(-40.0, 300.0), -40.0);
        assert_eq!(base(500.0, 500.0), 0.0);
    }
}
