//! Bars over dates: what is to be done, by whom, from when to when, and how far it is.
//!
//! Last days count whole. A bar is cut at the axis' ends; one that lies outside them altogether is
//! told as its dates at the edge. Of more items than a page can name the first are drawn, and how many are not.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::chart::axis::HAIRLINE;
use crate::chart::canvas::{Canvas, Ink, Setting};
use crate::chart::colour::mix;
use crate::chart::display::{Anchor, DisplayList};
use crate::chart::rows::Rows;
use crate::chart::{TimelineChart, TimelineItem};
use crate::format::decimal;
use crate::say;
use crate::words::Lang;

/// The most items drawn: their labels still have room on a page.
const MOST: usize = 40;

pub(super) fn lay(s: Setting<'_>, chart: &TimelineChart) -> DisplayList {
    let left_out = chart.items.len().saturating_sub(MOST);
    let items = chart.items.get(..MOST).unwrap_or(&chart.items);
    let (first, last) = (chart.start.min(chart.end), chart.start.max(chart.end));
    let span = days(first, last) + 1.0;
    let labels: Vec<String> = items.iter().map(|item| item.label.clone()).collect();
    let rows = Rows::fit(s, &labels, 0.32, s.size() * 2.0, (20.0, s.line() * 1.6));
    let owners: Vec<String> = items
        .iter()
        .map(|item| s.cut(&item.owner, s.width * 0.16, false))
        .collect();
    let owner_width = s.widest(owners.iter().map(String::as_str), false);
    let owner_x = rows.column + s.size();
    let left = (if owner_width > 0.0 {
        owner_x + owner_width
    } else {
        rows.column
    }) + s.size() * 1.4;
    let left = left.min(s.width);
    let followed = items.iter().any(|item| item.progress.is_some());
    let x = |day: f64| left + (s.width - left) * (day / span).clamp(0.0, 1.0);

    let foot = if left_out > 0 { s.line() * 1.4 } else { 0.0 };
    let mut canvas = Canvas::new(s, rows.bottom() + 3.0 + foot);
    let colours = &s.theme.colours;
    let muted = Ink::new(colours.muted);
    for (date, text) in ticks(first, last, s.lang) {
        let at = x(days(first, date));
        canvas.line(
            (at, rows.top - 2.0),
            (at, rows.bottom()),
            HAIRLINE,
            colours.rule,
        );
        canvas.text(at, s.size() * 1.1, &text, muted);
    }
    rows.draw(&mut canvas, s, Anchor::Start);
    for (i, item) in items.iter().enumerate() {
        let y = rows.middle(i);
        if rows.hold_text()
            && let Some(owner) = owners.get(i)
        {
            canvas.text(owner_x, y + s.drop(), owner, muted);
        }
        let (start, end) = (item.start.min(item.end), item.start.max(item.end));
        let (from, to) = (days(first, start), days(first, end) + 1.0);
        if to <= 0.0 || from >= span {
            outside(
                &mut canvas,
                s,
                (left, y + s.drop()),
                (start, end),
                to <= 0.0,
            );
            continue;
        }
        let thick = rows.pitch * 0.52;
        let (from_x, to_x) = (x(from), x(to));
        let done = item
            .progress
            .filter(|p| p.is_finite())
            .map(|p| p.clamp(0.0, 1.0));
        // A solid bar would read as finished beside bars that show how far they are.
        let fill = if done.is_some() || followed {
            mix(colours.grey, colours.paper, 0.15)
        } else {
            colours.navy
        };
        canvas.rect(
            from_x,
            y - thick / 2.0,
            (to_x - from_x).max(1.0),
            thick,
            fill,
        );
        if let Some(done) = done {
            // A share of the bar that is seen: the number beside it would belie any other.
            canvas.rect(
                from_x,
                y - thick / 2.0,
                (to_x - from_x) * done,
                thick,
                colours.navy,
            );
        }
        if rows.hold_text() {
            beside(&mut canvas, s, item, (from_x, to_x), (left, y + s.drop()));
        }
    }
    if left_out > 0 {
        let note = say!(s.lang, "plot.not_drawn", count = left_out);
        let note = s.cut(&note, s.width, false);
        canvas.text(0.0, rows.bottom() + s.line() * 1.2, &note, muted);
    }
    canvas.line(
        (left, rows.top - 2.0),
        (s.width, rows.top - 2.0),
        HAIRLINE,
        colours.grey_dark,
    );
    canvas.finish()
}

/// Sets a bar's last day and progress right of it, or left of it where there is no room.
fn beside(
    canvas: &mut Canvas<'_>,
    s: Setting<'_>,
    item: &TimelineItem,
    (from, to): (f64, f64),
    (left, baseline): (f64, f64),
) {
    let day = short(item.start.max(item.end), s.lang);
    let text = match item.progress.filter(|p| p.is_finite()) {
        Some(done) => format!(
            "{}% · {day}",
            decimal(done.clamp(0.0, 1.0) * 100.0, 0, false)
        ),
        None => day,
    };
    let ink = Ink::new(s.theme.colours.muted);
    let gap = s.size() * 0.5;
    let width = s.text_width(&text, false);
    let (at, ink) = if to + gap + width <= s.width {
        (to + gap, ink)
    } else if from - gap - width >= left {
        (from - gap, ink.end())
    } else {
        return;
    };
    let bounds = canvas.text_bounds(at, baseline, &text, ink);
    if canvas.is_free(&bounds) {
        canvas.clear(&bounds);
        canvas.text(at, baseline, &text, ink);
    }
}

/// Tells the dates of a bar that lies before or after the axis, at the edge nearer to it.
fn outside(
    canvas: &mut Canvas<'_>,
    s: Setting<'_>,
    (left, baseline): (f64, f64),
    (start, end): (Date, Date),
    before: bool,
) {
    let dates = format!("{start} – {end}");
    let ink = Ink::new(s.theme.colours.muted);
    let (x, text, ink) = if before {
        (left, format!("← {dates}"), ink)
    } else {
        (s.width, format!("{dates} →"), ink.end())
    };
    let bounds = canvas.text_bounds(x, baseline, &text, ink);
    if bounds.left >= left - 0.01 && canvas.is_free(&bounds) {
        canvas.clear(&bounds);
        canvas.text(x, baseline, &text, ink);
    }
}

/// Days from one date to another, negative where it is earlier.
fn days(from: Date, to: Date) -> f64 {
    from.duration_until(to).as_secs() as f64 / 86_400.0
}

/// The dates that get a grid line, with their labels: weeks up to two months, months up to two
/// years, then years.
fn ticks(first: Date, last: Date, lang: Lang) -> Vec<(Date, String)> {
    let span = days(first, last) + 1.0;
    let mut ticks = Vec::new();
    let mut date = first;
    if span <= 62.0 {
        while date <= last && ticks.len() < 10 {
            ticks.push((date, short(date, lang)));
            date = date.saturating_add(7.days());
        }
    } else if span <= 750.0 {
        while date <= last && ticks.len() < 26 {
            ticks.push((date, month(date, ticks.is_empty(), lang)));
            date = date.first_of_month().saturating_add(1.month());
        }
    } else {
        let years = i64::from((span / 365.25 / 10.0).ceil() as u32);
        while date <= last && ticks.len() < 12 {
            ticks.push((date, date.year().to_string()));
            let next = date.first_of_year().saturating_add(years.years());
            if next <= date {
                break;
            }
            date = next;
        }
    }
    ticks
}

/// A day without its year: `5月3日`, `3 May`.
fn short(date: Date, lang: Lang) -> String {
    say!(
        lang,
        "plot.date.day",
        month = date.month().unsigned_abs(),
        day = date.day().unsigned_abs(),
        name = name(date, lang)
    )
}

/// A month, with its year at the start of the axis and in January.
fn month(date: Date, opens: bool, lang: Lang) -> String {
    let name = name(date, lang);
    if opens || date.month() == 1 {
        let month = date.month().unsigned_abs();
        say!(
            lang,
            "plot.date.month_of_year",
            year = date.year(),
            month = month,
            name = name
        )
    } else {
        name.to_owned()
    }
}

/// The month's short name.
fn name(date: Date, lang: Lang) -> &'static str {
    let month = date.month();
    lang.text(&format!("plot.date.{month}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::ChartKind;
    use crate::chart::proof::{on_page, rects, texts};
    use crate::theme::Theme;
    use jiff::civil::date;

    #[test]
    fn a_month_has_weeks_and_a_year_has_months() {
        let texts = |first, last| -> Vec<String> {
            ticks(first, last, Lang::ZH)
                .into_iter()
                .map(|(_, text)| text)
                .collect()
        };
        assert_eq!(
            texts(date(2025, 5, 1), date(2025, 5, 31)),
            ["5月1日", "5月8日", "5月15日", "5月22日", "5月29日"]
        );
        assert_eq!(
            texts(date(2024, 11, 15), date(2025, 2, 1)),
            ["2024年11月", "12月", "2025年1月", "2月"]
        );
        assert_eq!(
            texts(date(2020, 3, 1), date(2022, 12, 31)),
            ["2020", "2021", "2022"]
        );
    }

    #[test]
    fn counts_days_both_ways() {
        assert_eq!(days(date(2024, 2, 28), date(2024, 3, 1)), 2.0);
        assert_eq!(days(date(2025, 1, 1), date(2024, 12, 31)), -1.0);
    }

    #[test]
    fn of_very_many_items_the_first_are_drawn_and_the_rest_counted() {
        let item = |i: usize| TimelineItem {
            label: format!("第{i}步"),
            owner: String::new(),
            start: date(2025, 5, 1),
            end: date(2025, 5, 5),
            progress: None,
        };
        let list = on_page(ChartKind::Timeline(TimelineChart {
            start: date(2025, 5, 1),
            end: date(2025, 5, 31),
            items: (1..=43).map(item).collect(),
        }));
        let texts = texts(&list);
        assert!(texts.contains(&"第40步") && !texts.contains(&"第41步"));
        assert_eq!(texts.last(), Some(&"另有 3 项未画出"));
    }

    #[test]
    fn progress_fills_its_share_of_what_is_seen_of_the_bar() {
        let list = on_page(ChartKind::Timeline(TimelineChart {
            start: date(2025, 5, 1),
            end: date(2025, 5, 10),
            items: vec![TimelineItem {
                label: "排班".to_owned(),
                owner: String::new(),
                start: date(2025, 4, 1),
                end: date(2025, 5, 5),
                progress: Some(0.6),
            }],
        }));
        let c = Theme::default().colours;
        let whole = rects(&list, mix(c.grey, c.paper, 0.15))[0];
        let done = rects(&list, c.navy)[0];
        assert_eq!(done[0], whole[0]);
        assert!((done[2] - 0.6 * whole[2]).abs() < 2e-3);
    }

    #[test]
    fn last_days_count_whole_and_progress_is_a_share_of_the_bar() {
        let item = |label: &str, start, end, progress| TimelineItem {
            label: label.to_owned(),
            owner: "王敏".to_owned(),
            start,
            end,
            progress,
        };
        let list = on_page(ChartKind::Timeline(TimelineChart {
            start: date(2025, 5, 1),
            end: date(2025, 5, 10),
            items: vec![
                item("排班", date(2025, 5, 1), date(2025, 5, 5), Some(0.4)),
                item("以后", date(2025, 6, 1), date(2025, 6, 5), None),
            ],
        }));
        assert_eq!(
            texts(&list),
            [
                "5月1日",
                "5月8日",
                "排班",
                "以后",
                "王敏",
                "40% · 5月5日",
                "王敏",
                "2025-06-01 – 2025-06-05 →"
            ]
        );
        let c = Theme::default().colours;
        // Label and owner of two characters each with an em between, and 1.4 em before the axis.
        let left = 14.0 + 7.0 + 14.0 + 9.8;
        let day = (480.0 - left) / 10.0;
        let near = |bar: [f64; 4], width: f64| {
            assert!(
                (bar[0] - left).abs() < 2e-3 && (bar[2] - width).abs() < 2e-3,
                "{bar:?}"
            );
        };
        near(rects(&list, mix(c.grey, c.paper, 0.15))[0], 5.0 * day);
        near(rects(&list, c.navy)[0], 2.0 * day);
    }
}
