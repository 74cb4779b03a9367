//! Visits by weekday and hour, and the load of peak hours on the staff at the counters.

use serde_json::{Value as Json, json};

use super::{Exhibits, series};
use crate::chart::{BarChart, Chart, ChartKind, Emphasis, HeatmapChart};
use crate::facts::services::ServiceFacts;
use crate::metrics::ledger::{Formula, Formulas};
use crate::month::Month;
use crate::report::desk::Desk;
use crate::report::document::Table;
use crate::report::draft::Draft;
use crate::value::{Noun, NumberStyle, Unit};
use crate::words::LangTag;

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
    exhibits.chart(
        "visit_heatmap",
        services.and_then(|services| heatmap(desk, services)),
    );
    let hours = services.map_or_else(Vec::new, hours);
    exhibits.table("hour_load", table(desk, &hours));
    exhibits.chart("hour_load", bars(desk, &hours));
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
        "lag": lag.filter(|lag| *lag > 0).map(|lag| format!("{lag} {}", crate::format::unit_word(Unit::Hours, desk.lang))),
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
    let digits = crate::format::decimal(number, 1, false);
    format!("{digits} {}", crate::format::unit_word(unit, desk.lang))
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
    let one_place = |unit| NumberStyle::fit(unit, 1.0).places(1);
    let column =
        |of: &dyn Fn(&Hour) -> Option<f64>| -> Vec<Option<f64>> { hours.iter().map(of).collect() };
    let of = |amount: &str| {
        let hours = hours.iter().map(|hour| hour.from.to_string());
        Formulas::entries(&format!("services.{amount}"), hours)
    };
    let open_days = Formula::entry("services.count.open_days");
    let mut draft = Draft::new(
        "hour_load",
        desk.t("各时段客流与在岗", "Visits and staff by hour"),
    )
    .texts(
        "hour",
        desk.t("时段", "Hour"),
        hours.iter().map(|hour| clock(hour.from)),
    )
    .styled(
        "visits",
        desk.t("日均到厅", "Arrivals a day"),
        one_place(VISITS),
        &column(&|hour| Some(hour.visits)),
    )
    .formulas(of("arrivals").share_of(&open_days));
    if hours.iter().any(|hour| hour.staff.is_some()) {
        draft = draft
            .styled(
                "staff",
                desk.t("日均在岗", "Staff a day"),
                one_place(PEOPLE),
                &column(&|hour| hour.staff),
            )
            .formulas(of("staff").share_of(&open_days))
            .styled(
                "load",
                desk.t("人均接待", "Arrivals per head"),
                one_place(VISITS),
                &column(&Hour::load),
            )
            .formulas(of("arrivals").over(&of("staff")));
    }
    if hours.iter().any(|hour| hour.wait.is_some()) {
        draft = draft
            .numbers(
                "wait",
                desk.t("平均等候", "Mean wait"),
                Unit::Minutes,
                &column(&|hour| hour.wait),
            )
            .formulas(of("waited").over(&of("waiting")));
    }
    draft.done()
}

fn bars(desk: &Desk<'_>, hours: &[Hour]) -> Option<Chart> {
    let mean_load = mean_load(hours)?;
    let hardest = most(hours, Hour::load)?;
    let load = hardest.load()?;
    let at = clock(hardest.from);
    let times = crate::format::decimal(load / mean_load, 1, false);
    let printed = mean(desk, load, VISITS);
    let title = match desk.lang.tag() {
        LangTag::Zh => format!("{at} 人均接待 {printed}，是全天平均的 {times} 倍"),
        LangTag::En => format!("{at}: {printed} per head, {times} times the day's mean"),
    };
    let mean_label = crate::format::decimal(mean_load, 1, false);
    Some(Chart {
        id: "hour_load".into(),
        alt: title.clone(),
        title,
        kind: ChartKind::Bars(BarChart {
            labels: hours
                .iter()
                .map(|hour| format!("{}:00", hour.from))
                .collect(),
            series: vec![series(
                desk.t("人均接待", "Arrivals per head"),
                hours.iter().map(Hour::load).collect(),
                Emphasis::Main,
            )],
            style: NumberStyle::fit(VISITS, 1.0).places(1),
            unit_label: desk
                .t("笔/人·小时", "arrivals per head and hour")
                .to_owned(),
            horizontal: false,
            reference: Some((
                mean_load,
                format!("{} {mean_label}", desk.t("平均", "mean")),
            )),
            highlight: hours
                .iter()
                .position(|hour| hour.from == hardest.from)
                .into_iter()
                .collect(),
        }),
    })
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
fn heatmap(desk: &Desk<'_>, services: &ServiceFacts) -> Option<Chart> {
    let lang = desk.lang;
    let names = [
        desk.t("周一", "Mon"),
        desk.t("周二", "Tue"),
        desk.t("周三", "Wed"),
        desk.t("周四", "Thu"),
        desk.t("周五", "Fri"),
        desk.t("周六", "Sat"),
        desk.t("周日", "Sun"),
    ];
    let open = weekdays(desk.month(), &services.days);
    let by_hour = services.hours();
    let first = by_hour.iter().position(|n| *n > 0)?;
    let last = by_hour.iter().rposition(|n| *n > 0)?;
    let mut rows = Vec::new();
    let mut values = Vec::new();
    let mut peak: Option<(f64, &str, usize)> = None;
    for ((name, days), hours) in names.into_iter().zip(open).zip(&services.week_hours) {
        if days == 0 {
            continue;
        }
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
    let times = crate::format::decimal(most / mean_hour, 1, false);
    let (at, printed) = (clock(hour), mean(desk, most, VISITS));
    let title = match lang.tag() {
        LangTag::Zh => format!("{day} {at} 最忙，平均 {printed}，是各时段平均的 {times} 倍"),
        LangTag::En => format!("{day} {at} is busiest: {printed}, {times} times the mean hour"),
    };
    Some(Chart {
        id: "visit_heatmap".into(),
        alt: title.clone(),
        title,
        kind: ChartKind::Heatmap(HeatmapChart {
            rows,
            columns: (first..=last).map(|hour| hour.to_string()).collect(),
            values,
            style: NumberStyle::fit(VISITS, 1.0).places(1),
            unit_label: desk
                .t(
                    "笔/日（列为开始办理的钟点）",
                    "transactions a day, by hour of start",
                )
                .to_owned(),
        }),
    })
}
