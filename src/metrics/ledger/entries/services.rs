//! Visits: by channel, by day, by hour; arrivals, staff and waiting at the counters by hour.

use super::{by_day, ratios};
use crate::facts::services::ServiceFacts;
use crate::metrics::catalog;
use crate::metrics::ledger::Draft;
use crate::value::{Noun, Unit};

const VISITS: Unit = Unit::Count(Noun::Visits);

pub(super) fn write(draft: &mut Draft<'_>) {
    draft.table("services", "业务办理", "Visits");
    let top5 = catalog::by_id("service.top5_share");
    let top5 = draft
        .months
        .map(|month| draft.figures.computed(top5?, month).ok()?.numerator);
    let name = draft
        .lang
        .pick("最多的五类业务", "The five commonest businesses");
    draft
        .group("services.count", "业务量", "Visits")
        .values("top5", name, VISITS, top5)
        .entry(
            "open_days",
            ("有业务的天数", "Days with visits"),
            Unit::Days,
            |view| view.services().ok().map(|month| month.open_days() as f64),
        );
    let mut group = draft.group("services.channel", "渠道（已填）", "Channel given");
    for (place, item, names) in [
        (0, "counter", ("柜台", "Counter")),
        (1, "self_service", ("自助", "Self-service")),
        (2, "online", ("线上", "Online")),
    ] {
        group.entry(item, names, VISITS, |view| {
            view.services()
                .ok()
                .map(|month| month.channel[place] as f64)
        });
    }
    ratios::write(draft, ratios::SERVICES);
    // Days without a visit stay empty: mean and deviation are over those with visits.
    let days = ("services.day", "按日", "By day");
    by_day(draft, days, VISITS, |view, day| {
        some(view.services().ok()?.days[day])
    });
    // The same of hours.
    by_hour(
        draft,
        "services.hour",
        ("按时段", "By hour"),
        VISITS,
        |facts| facts.hours().map(some),
    );
    by_hour(
        draft,
        "services.arrivals",
        ("到柜台的业务，按时段", "Arrivals at the counter, by hour"),
        VISITS,
        |facts| facts.counter_arrivals().map(|n| Some(n as f64)),
    );
    by_hour(
        draft,
        "services.staff",
        (
            "在岗人数，各日合计，按时段",
            "Staff at work, added up over the days, by hour",
        ),
        Unit::Count(Noun::People),
        |facts| facts.staff_hours().map(|n| Some(n as f64)),
    );
    by_hour(
        draft,
        "services.waited",
        ("等候时长合计，按时段", "Waiting minutes in all, by hour"),
        Unit::Minutes,
        |facts| facts.hour_wait.map(|wait| Some(wait.total() / 60.0)),
    );
    by_hour(
        draft,
        "services.waiting",
        (
            "业务，取号时间已填，按时段",
            "Visits with ticket_at given, by hour",
        ),
        VISITS,
        |facts| facts.hour_wait.map(|wait| Some(wait.n as f64)),
    );
}

/// A group of the hours of the day that have a value other than 0 in any of the months.
fn by_hour(
    draft: &mut Draft<'_>,
    key: &str,
    (zh, en): (&str, &str),
    unit: Unit,
    of: fn(&ServiceFacts) -> [Option<f64>; 24],
) {
    let months = draft.each_month(|view| view.services().ok().map(of));
    let mut group = draft.group(key, zh, en);
    for hour in 0..24_usize {
        let values = months.map(|hours| hours?[hour]);
        if values.iter().flatten().any(|value| *value != 0.0) {
            let name = format!("{hour}:00–{}:00", hour + 1);
            group.values(&hour.to_string(), &name, unit, values);
        }
    }
}

/// A number of visits, where there are any.
fn some(visits: u64) -> Option<f64> {
    (visits > 0).then_some(visits as f64)
}
