//! Visits by weekday and hour, and the load of peak hours on the staff at the counters.

use serde_json::{Value as Json, json};

use super::drawn::{Drawn, series};
use super::{Exhibits, part};
use crate::chart::{BarChart, ChartKind, Emphasis, HeatmapChart};
use crate::facts::services::ServiceFacts;
use crate::format;
use crate::metrics::ledger::Formula;
use crate::month::Month;
use crate::report::desk::Desk;
use crate::report::document::Table;
use crate::say;
use crate::value::{Noun, NumberStyle, Unit};

/// Visits and people a day: means, so that they have a place.
const VISITS: Unit = Unit::Count(Noun::Visits);
const PEOPLE: Unit = Unit::Count(Noun::People);

/// An hour of the day at the counters, over the days open.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Hour {
    /// Where it begins, 0–23.
    from: usize,
    /// Arrivals at the counter a day.
    visits: f64,
    /// Different members of staff who handled a visit in it, a day; none where no row names any.
    staff: Option<f64>,
    /// Minutes waited by those served in it.
    wait: Option<f64>,
}

impl Hour {
    /// Arrivals for each member of staff.
    fn load(&self) -> Option<f64> {
        Some(self.visits / self.staff.filter(|staff| *staff > 0.0)?)
    }
}

/// Works the exhibits out and gives what their prose needs.
pub fn build(desk: &Desk<'_>, exhibits: &mut Exhibits) -> Json {
    let services = desk.figures.view(desk.month()).services().ok();
    let services = services.filter(|services| services.rows > 0);
    exhibits.drawn("visit_heatmap", services.and_then(|s| heatmap(desk, s)));
    let hours = services.map_or_else(Vec::new, hours);
    exhibits.table("hour_load", table(desk, &hours));
    exhibits.drawn("hour_load", bars(desk, &hours));
    let busiest = most(&hours, |hour| Some(hour.visits));
    let hardest = most(&hours, Hour::load);
    let longest = most(&hours, |hour| hour.wait);
    // How much later than the most arrivals the longest wait comes.
    let lag = busiest.zip(longest);
    let lag = lag.and_then(|(busiest, longest)| longest.from.checked_sub(busiest.from));
    json!({
        "hours": hours.len(),
        "staffed": hardest.is_some(),
        "busiest": busiest.map(|hour| clock(hour.from)),
        "busiest_visits": busiest.map(|hour| mean(desk, hour.visits, VISITS)),
        "busiest_staff": busiest.and_then(|hour| Some(mean(desk, hour.staff?, PEOPLE))),
        "busiest_load": busiest.and_then(|hour| Some(mean(desk, hour.load()?, VISITS))),
        "hardest": hardest.map(|hour| clock(hour.from)),
        "hardest_load": hardest.and_then(|hour| Some(mean(desk, hour.load()?, VISITS))),
        "hardest_staff": hardest.and_then(|hour| Some(mean(desk, hour.staff?, PEOPLE))),
        "longest": longest.map(|hour| clock(hour.from)),
        "longest_wait": longest.and_then(|hour| Some(desk.print(Some(hour.wait?), Unit::Minutes))),
        "lag": lag.filter(|lag| *lag > 0).map(|lag| format!("{lag} {}", format::unit_word(Unit::Hours, desk.lang))),
        "mean_load": mean_load(&hours).map(|load| mean(desk, load, VISITS)),
        "same": busiest.map(|hour| hour.from) == hardest.map(|hour| hour.from),
    })
}

/// `10:00–11:00`.
fn clock(hour: usize) -> String {
    format!("{hour}:00–{}:00", hour + 1)
}

/// A mean of counted things, to one place.
fn mean(desk: &Desk<'_>, number: f64, unit: Unit) -> String {
    let digits = format::decimal(number, 1, false);
    format!("{digits} {}", format::unit_word(unit, desk.lang))
}

/// The hour with the most of something; of several, the first.
fn most(hours: &[Hour], of: impl Fn(&Hour) -> Option<f64>) -> Option<&Hour> {
    let mut best: Option<(&Hour, f64)> = None;
    for hour in hours {
        if let Some(value) = of(hour)
            && best.is_none_or(|(_, most)| value > most)
        {
            best = Some((hour, value));
        }
    }
    best.map(|(hour, _)| hour)
}

/// Arrivals for each member of staff and hour, over the hours that any work in.
fn mean_load(hours: &[Hour]) -> Option<f64> {
    let staffed = hours.iter().filter_map(|hour| {
        let staff = hour.staff.filter(|staff| *staff > 0.0)?;
        Some((hour.visits, staff))
    });
    let (visits, staff) = staffed.fold((0.0, 0.0), |(v, s), (visits, staff)| {
        (v + visits, s + staff)
    });
    (staff > 0.0).then(|| visits / staff)
}

/// The hours of the day in which anybody came to the counter.
fn hours(services: &ServiceFacts) -> Vec<Hour> {
    let days = services.open_days() as f64;
    let (arrivals, staff) = (services.counter_arrivals(), services.staff_hours());
    let named = staff.iter().any(|n| *n > 0);
    let all = arrivals.iter().zip(staff).zip(services.hour_wait);
    all.enumerate()
        .filter(|(_, ((visits, _), _))| **visits > 0)
        .map(|(hour, ((visits, staff), wait))| Hour {
            from: hour,
            visits: *visits as f64 / days,
            staff: named.then_some(staff as f64 / days),
            wait: wait.mean().map(|seconds| seconds / 60.0),
        })
        .collect()
}

fn table(desk: &Desk<'_>, hours: &[Hour]) -> Option<Table> {
    let of = |amount: &str, hour: &Hour| {
        part(&format!("services.{amount}"), Some(&hour.from.to_string()))
    };
    let open_days = || Formula::entry("services.count.open_days");
    desk.table("hour_load", hours)
        .text("hour", |hour| clock(hour.from))
        .places("visits", (VISITS, 1), |hour| {
            of("arrivals", hour) / open_days()
        })
        .when(hours.iter().any(|hour| hour.staff.is_some()), |columns| {
            columns
                .places("staff", (PEOPLE, 1), |hour| {
                    (hour.staff, of("staff", hour) / open_days())
                })
                .places("load", (VISITS, 1), |hour| {
                    (hour.load(), of("arrivals", hour) / of("staff", hour))
                })
        })
        .when(hours.iter().any(|hour| hour.wait.is_some()), |columns| {
            columns.number("wait", Unit::Minutes, |hour| {
                (hour.wait, of("waited", hour) / of("waiting", hour))
            })
        })
        .done()
}

fn bars(desk: &Desk<'_>, hours: &[Hour]) -> Option<Drawn> {
    let lang = desk.lang;
    let mean_load = mean_load(hours)?;
    let hardest = most(hours, Hour::load)?;
    let load = hardest.load()?;
    let title = say!(
        lang,
        "charts.hour_load.hardest",
        hour = clock(hardest.from),
        load = mean(desk, load, VISITS),
        times = format::decimal(load / mean_load, 1, false)
    );
    let label = say!(
        lang,
        "charts.mean",
        number = format::decimal(mean_load, 1, false)
    );
    let name = say!(lang, "charts.hour_load.series");
    let loads = hours.iter().map(Hour::load).collect();
    let place = hours.iter().position(|hour| hour.from == hardest.from);
    let chart = BarChart {
        labels: hours
            .iter()
            .map(|hour| format!("{}:00", hour.from))
            .collect(),
        series: vec![series(name, loads, Emphasis::Main)],
        style: NumberStyle::fit(VISITS, 1.0).places(1),
        unit_label: say!(lang, "charts.hour_load.unit").to_owned(),
        horizontal: false,
        reference: Some((mean_load, label)),
        highlight: place.into_iter().collect(),
    };
    Some(Drawn::new("hour_load", title, ChartKind::Bars(chart)))
}

/// How many of a month's days with visits fall on each weekday, Monday first.
fn weekdays(month: Month, days: &[u64; 31]) -> [u64; 7] {
    let monday = month.first_day().weekday().to_monday_zero_offset();
    let first = usize::from(monday.unsigned_abs());
    let mut weekdays = [0; 7];
    for (day, visits) in days.iter().enumerate() {
        weekdays[(first + day) % 7] += u64::from(*visits > 0);
    }
    weekdays
}

/// Mean visits a day by weekday and hour, over the hours of the day and the weekdays that have any.
fn heatmap(desk: &Desk<'_>, services: &ServiceFacts) -> Option<Drawn> {
    let lang = desk.lang;
    let open = weekdays(desk.month(), &services.days);
    let by_hour = services.hours();
    let first = by_hour.iter().position(|n| *n > 0)?;
    let last = by_hour.iter().rposition(|n| *n > 0)?;
    let mut rows = Vec::new();
    let mut values = Vec::new();
    let mut peak: Option<(f64, &str, usize)> = None;
    for ((weekday, days), hours) in (1..).zip(open).zip(&services.week_hours) {
        if days == 0 {
            continue;
        }
        let name = lang.text(&format!("choices.weekday.{weekday}"));
        rows.push(name.to_owned());
        let row: Vec<Option<f64>> = hours[first..=last]
            .iter()
            .map(|n| Some(*n as f64 / days as f64))
            .collect();
        for (place, value) in row.iter().enumerate() {
            if let Some(value) = value
                && peak.is_none_or(|(most, ..)| *value > most)
            {
                peak = Some((*value, name, first + place));
            }
        }
        values.push(row);
    }
    let (most, day, hour) = peak?;
    // Over the hours of the day with visits, as `service.peak_ratio` counts them.
    let hours_open = by_hour.iter().filter(|n| **n > 0).count() as f64;
    let mean_hour = services.rows as f64 / (services.open_days() as f64 * hours_open);
    let title = say!(
        lang,
        "charts.visit_heatmap.busiest",
        day = day,
        hour = clock(hour),
        visits = mean(desk, most, VISITS),
        times = format::decimal(most / mean_hour, 1, false)
    );
    let chart = HeatmapChart {
        rows,
        columns: (first..=last).map(|hour| hour.to_string()).collect(),
        values,
        style: NumberStyle::fit(VISITS, 1.0).places(1),
        unit_label: say!(lang, "charts.visit_heatmap.unit").to_owned(),
    };
    Some(Drawn::new(
        "visit_heatmap",
        title,
        ChartKind::Heatmap(chart),
    ))
}
