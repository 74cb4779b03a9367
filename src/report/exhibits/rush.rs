//! When visitors come: the heat map below the finding on waiting.

use crate::chart::{Chart, ChartKind, HeatmapChart};
use crate::report::desk::Desk;
use crate::report::document::{Lang, NumberStyle, Scale};
use crate::value::Unit;

/// Visits by weekday and hour, as the mean of a day.
#[must_use]
pub fn hours(desk: &Desk<'_>) -> Option<Chart> {
    const DAYS: [(&str, &str); 7] = [
        ("周一", "Mon"),
        ("周二", "Tue"),
        ("周三", "Wed"),
        ("周四", "Thu"),
        ("周五", "Fri"),
        ("周六", "Sat"),
        ("周日", "Sun"),
    ];
    let visits = desk.figures.view(desk.month()).services().ok()?;
    let by_hour = visits.hours();
    let first = by_hour.iter().position(|n| *n > 0)?;
    let last = by_hour.iter().rposition(|n| *n > 0)?;
    let start = desk.month().first_day().weekday().to_monday_zero_offset();
    // How many of each weekday had visits.
    let mut open = [0_u32; 7];
    for (place, n) in visits.days.iter().enumerate() {
        let weekday = (usize::try_from(start).unwrap_or(0) + place) % 7;
        if *n > 0
            && let Some(days) = open.get_mut(weekday)
        {
            *days += 1;
        }
    }
    let values: Vec<Vec<Option<f64>>> = visits
        .week_hours
        .iter()
        .zip(open)
        .map(|(hours, days)| {
            let of_day = hours.iter().skip(first).take(last - first + 1);
            of_day
                .map(|n| (days > 0).then(|| *n as f64 / f64::from(days)))
                .collect()
        })
        .collect();
    let all: u64 = by_hour.iter().sum();
    let busiest = (first..last).max_by_key(|hour| {
        let pair = by_hour
            .get(*hour..hour + 2)
            .map_or(0, |of| of.iter().sum::<u64>());
        (pair, std::cmp::Reverse(*hour))
    })?;
    let pair: u64 = by_hour.get(busiest..busiest + 2)?.iter().sum();
    let share = desk.print(Some(pair as f64 / all as f64), Unit::Ratio);
    let (from, to) = (busiest, busiest + 2);
    let title = match desk.lang {
        Lang::Zh => format!("{share}的客流集中在 {from}–{to} 时"),
        Lang::En => format!("{share} of visits come between {from}:00 and {to}:00"),
    };
    let peak = values
        .iter()
        .flatten()
        .flatten()
        .fold(0.0_f64, |a, b| a.max(*b));
    Some(Chart {
        id: "problem_hours".to_owned(),
        alt: match desk.lang {
            Lang::Zh => format!("按星期与小时的日均客流；{title}。"),
            Lang::En => format!("Mean visits a day by weekday and hour. {title}."),
        },
        title,
        kind: ChartKind::Heatmap(HeatmapChart {
            rows: DAYS
                .iter()
                .map(|(zh, en)| desk.t(zh, en).to_owned())
                .collect(),
            columns: (first..=last)
                .map(|hour| match desk.lang {
                    Lang::Zh => format!("{hour}时"),
                    Lang::En => format!("{hour}:00"),
                })
                .collect(),
            values,
            style: NumberStyle {
                unit: Unit::Bare,
                scale: Scale::One,
                places: u8::from(peak < 20.0),
                signed: false,
            },
            unit_label: desk.t("笔/日", "visits a day").to_owned(),
        }),
    })
}
