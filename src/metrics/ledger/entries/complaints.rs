//! Complaints: tickets by category, by department and by age.

use super::named::{self, Amount, Months};
use super::{by_day, metric, ratios};
use crate::dataset::complaints::Severity;
use crate::facts::Named;
use crate::facts::Share;
use crate::facts::complaints::{CategoryTickets, ComplaintFacts};
use crate::metrics::ledger::Draft;
use crate::report::exhibits::complaints::{AGES, age_name, open_by_age};
use crate::value::{Noun, Unit};

/// One side of a share.
type Side = fn(Share) -> u64;

const TICKETS: Unit = Unit::Count(Noun::Tickets);
const HOUR: f64 = 3_600.0;

/// The last is told by category alone.
const AMOUNTS: [Amount<CategoryTickets>; 6] = [
    ("count", ("工单", "Tickets"), TICKETS, |tickets| {
        Some(tickets.rows as f64)
    }),
    (
        "hours",
        ("处理时长合计", "Hours to close in all"),
        Unit::Hours,
        |tickets| Some(tickets.close_time().total() / HOUR),
    ),
    (
        "closed",
        ("已办结工单", "Closed tickets"),
        TICKETS,
        |tickets| Some(tickets.closed() as f64),
    ),
    (
        "solved",
        ("首次解决", "Solved at first contact"),
        TICKETS,
        |tickets| Some(tickets.first_contact.yes as f64),
    ),
    (
        "answered",
        ("工单，首次解决已填", "Tickets with first_contact given"),
        TICKETS,
        |tickets| Some(tickets.first_contact.of as f64),
    ),
    (
        "p90",
        ("处理时长90分位", "90th percentile of hours to close"),
        Unit::Hours,
        |tickets| Some(tickets.p90_seconds()? as f64 / HOUR),
    ),
];

fn by_name<'a>(
    draft: &Draft<'a>,
    named: fn(&'a ComplaintFacts) -> &'a Named<CategoryTickets>,
) -> Months<'a, CategoryTickets> {
    draft.each_month(|view| {
        let all = named(view.complaints().ok()?).sorted().into_iter();
        Some(all.map(|(name, part)| (name, part.clone())).collect())
    })
}

pub(super) fn write(draft: &mut Draft<'_>) {
    draft.table("complaints", "投诉", "Complaints");
    let months = by_name(draft, |facts| &facts.categories);
    let by = ("complaints.category_", "，按类型", ", by category");
    named::write(draft, by, &months, &AMOUNTS);
    let days = ("complaints.day", "工单，按日", "Tickets, by day");
    by_day(draft, days, TICKETS, |view, day| {
        Some(view.complaints().ok()?.days[day] as f64)
    });
    let whole = ("complaints.all", "全部工单", "All tickets");
    metric(draft, whole, "p90", "complaints.p90_close_hours");
    let ages = draft.each_month(|view| {
        view.complaints().ok()?;
        Some(open_by_age(view.books, view.month))
    });
    let lang = draft.lang;
    let mut group = draft.group(
        "complaints.open_age",
        "月末未结工单，按时长",
        "Open at month end, by age",
    );
    for place in 0..AGES {
        let values = ages.map(|ages| Some(ages?[place] as f64));
        group.values(&place.to_string(), age_name(place, lang), TICKETS, values);
    }
    ratios::write(draft, ratios::COMPLAINTS);
    let levels: [(&str, &str, &str, Side); 2] = [
        (
            "complaints.due",
            "工单，在途除外，按级别",
            "Tickets but those in flight, by level",
            |share| share.of,
        ),
        (
            "complaints.in_time",
            "按时限办理，按级别",
            "Handled within the limit, by level",
            |share| share.yes,
        ),
    ];
    for (key, zh, en, of) in levels {
        let mut group = draft.group(key, zh, en);
        for severity in Severity::ALL {
            let name = severity.name(lang);
            group.entry(severity.id(), (name, name), TICKETS, |view| {
                let share = view.complaints().ok()?.levels[*severity as usize];
                Some(of(share) as f64)
            });
        }
    }
    let months = by_name(draft, |facts| &facts.departments);
    // A ticket of several departments counts for each of them, so that these groups have no sum.
    let by = ("complaints.department_", "，按部门", ", by department");
    named::write(draft, by, &months, &AMOUNTS[..5]);
    draft
        .group(
            "complaints.single",
            "单部门工单",
            "Tickets of one department",
        )
        .entry("count", ("工单", "Tickets"), TICKETS, |view| {
            view.complaints().ok().map(|month| month.single.rows as f64)
        });
    let mut group = draft.group(
        "complaints.cross",
        "跨部门工单",
        "Tickets of several departments",
    );
    for (item, names, unit, of) in &AMOUNTS[..5] {
        group.entry(item, *names, *unit, |view| {
            of(&view.complaints().ok()?.cross)
        });
    }
}
