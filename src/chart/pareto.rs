//! Bars in falling order, each with its value, its share and the share of all up to it.
//!
//! Shares are of the sum of the positive values; a value that is negative or not finite has none.

use crate::chart::ParetoChart;
use crate::chart::axis::HAIRLINE;
use crate::chart::canvas::{Canvas, Ink, Setting};
use crate::chart::display::{Anchor, DisplayList};
use crate::chart::rows::Rows;
use crate::chart::scale::drawable;
use crate::format::{ABSENT, decimal};

pub(super) fn lay(s: Setting<'_>, chart: &ParetoChart) -> DisplayList {
    let values: Vec<Option<f64>> = chart
        .items
        .iter()
        .map(|(_, value)| drawable(*value, chart.style, s.lang))
        .collect();
    let positive = |value: &Option<f64>| value.filter(|v| *v > 0.0).unwrap_or(0.0);
    let total: f64 = values.iter().map(positive).sum();
    let largest = values.iter().map(positive).fold(0.0, f64::max);
    let labels: Vec<String> = chart.items.iter().map(|(label, _)| label.clone()).collect();
    let printed: Vec<String> = chart
        .items
        .iter()
        .map(|(_, value)| match chart.unit_label.trim() {
            "" => s.number(*value, chart.style),
            unit => format!("{} {unit}", s.number(*value, chart.style)),
        })
        .collect();

    let rows = Rows::fit(s, &labels, 0.3, s.size() * 2.0, (21.0, s.line() * 1.2));
    let heads = [&chart.column_heads.0, &chart.column_heads.1]
        .map(|head| s.cut(head, s.width * 0.14, false));
    let column = s.widest(heads.iter().map(String::as_str).chain(["100%"]), false) + s.size() * 2.2;
    // Narrow areas keep the bars and leave the columns out.
    let columns = s.width - rows.column >= column * 2.0 + 120.0;
    let left = rows.column + s.size();
    let right = if columns {
        s.width - column * 2.0
    } else {
        s.width
    };
    let number_room = s.widest(printed.iter().map(String::as_str), true) + s.size();
    let numbered = rows.hold_text() && number_room < (right - left) * 0.7;
    let most = (right - left - if numbered { number_room } else { 0.0 }).max(0.0);

    let mut canvas = Canvas::new(s, rows.bottom() + 2.0);
    rows.draw(&mut canvas, s, Anchor::End);
    let colours = &s.theme.colours;
    let muted = Ink::new(colours.muted).end();
    let (share_x, running_x) = (s.width - column, s.width);
    if columns {
        canvas.text(share_x, s.size() * 1.1, &heads[0], muted);
        canvas.text(running_x, s.size() * 1.1, &heads[1], muted);
    }
    let mut running = 0.0;
    for (row, value) in values.iter().enumerate() {
        let y = rows.middle(row);
        let part = positive(value);
        running += part;
        let length = if largest > 0.0 {
            part / largest * most
        } else {
            0.0
        };
        let thick = rows.pitch * 0.7;
        let fill = if row < chart.vital {
            colours.navy
        } else {
            colours.grey_dark
        };
        canvas.rect(left, y - thick / 2.0, length, thick, fill);
        if !rows.hold_text() {
            continue;
        }
        if numbered && let Some(text) = printed.get(row) {
            let ink = Ink::new(colours.ink);
            let ink = if row < chart.vital { ink.bold() } else { ink };
            canvas.text(left + length + s.size() * 0.7, y + s.drop(), text, ink);
        }
        if columns {
            let share = |part: f64| {
                if total > 0.0 {
                    decimal(part / total * 100.0, 0, false) + "%"
                } else {
                    ABSENT.to_owned()
                }
            };
            let has_share = value.is_some_and(|v| v >= 0.0);
            let ink = if row < chart.vital {
                Ink::new(colours.ink).end()
            } else {
                muted
            };
            canvas.text(
                share_x,
                y + s.drop(),
                &if has_share {
                    share(part)
                } else {
                    ABSENT.to_owned()
                },
                ink,
            );
            canvas.text(running_x, y + s.drop(), &share(running), ink);
        }
    }
    if !chart.items.is_empty() {
        canvas.line(
            (left, rows.top),
            (left, rows.bottom()),
            HAIRLINE,
            colours.grey_dark,
        );
    }
    canvas.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::ChartKind;
    use crate::chart::proof::{on_page, rects, texts};
    use crate::theme::Theme;
    use crate::value::NumberStyle;
    use crate::value::{Noun, Unit};

    #[test]
    fn tells_value_share_and_running_share() {
        let items = [
            ("资费", 74.0),
            ("网络", 61.0),
            ("故障", 38.0),
            ("其他", f64::NAN),
        ];
        let list = on_page(ChartKind::Pareto(ParetoChart {
            items: items
                .map(|(label, value)| (label.to_owned(), value))
                .to_vec(),
            style: NumberStyle::fit(Unit::Count(Noun::Tickets), 74.0),
            unit_label: " 件".to_owned(),
            vital: 2,
            column_heads: ("占比".to_owned(), "累计".to_owned()),
        }));
        // 74 + 61 + 38 = 173: 42.8%, 35.3%, 22.0%; 78.0% after the second.
        assert_eq!(
            texts(&list),
            [
                "资费", "网络", "故障", "其他", "占比", "累计", "74 件", "43%", "43%", "61 件",
                "35%", "78%", "38 件", "22%", "100%", "— 件", "—", "100%"
            ]
        );
        let colours = Theme::default().colours;
        let bars = [rects(&list, colours.navy), rects(&list, colours.grey_dark)].concat();
        assert_eq!(bars.len(), 3);
        assert!((bars[1][2] / bars[0][2] - 61.0 / 74.0).abs() < 1e-4);
        assert!((bars[2][2] / bars[0][2] - 38.0 / 74.0).abs() < 1e-4);
    }
}
