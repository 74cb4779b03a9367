//! 目标分解: next month's targets by hall, week and member of staff, in whole parts that add up exactly.
//!
//! In: targets of flows, that is metrics whose halls, weeks and staff add up. Out: a table each way with its total. A rate, a
//! mean or a score is not split: every hall and week has the whole's target.
//!
//! Money is split in the largest of 1 000, 100, 10 and 1 yuan, jiao and fen that the target is a multiple of, so that the
//! parts also add up as printed.

use serde_json::{Value as Json, json};

use super::targets::NextTarget;
use super::{day, days};
use crate::dataset::subscribers::Service;
use crate::findings::apportion::{Week, apportion, by_week};
use crate::metrics::hall_parts::HallParts;
use crate::money::Money;
use crate::report::columns::Columns;
use crate::report::desk::Desk;
use crate::report::document::{Cell, Column, Table};
use crate::report::exhibits::PRINTED;
use crate::say;
use crate::value::{NumberStyle, Scale, Unit};
use crate::words::{Lang, LangTag};

/// What a flow's parts are weighed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    /// Sales, of one category or all.
    Sales(Option<usize>),
    /// Subscriptions begun, of one service or all.
    Begun(Option<Service>),
    /// Complaint tickets.
    Tickets,
}

/// The metrics that are split.
const FLOWS: &[(&str, Source)] = &[
    ("sales.total", Source::Sales(None)),
    ("sales.basic", Source::Sales(Some(0))),
    ("sales.vas", Source::Sales(Some(1))),
    ("sales.device", Source::Sales(Some(2))),
    ("subs.new", Source::Begun(None)),
    ("subs.mobile.new", Source::Begun(Some(Service::Mobile))),
    (
        "subs.broadband.new",
        Source::Begun(Some(Service::Broadband)),
    ),
    ("subs.line.new", Source::Begun(Some(Service::Line))),
    ("complaints.count", Source::Tickets),
];

/// A target that is split: the whole in units of `grain`.
#[derive(Debug, Clone, Copy)]
struct Flow<'a> {
    target: &'a NextTarget,
    source: Source,
    /// The whole, in grains.
    whole: i128,
    /// What one grain is worth in the metric's base unit, in ten-thousandths: of money, or of one thing.
    grain: i128,
}

impl Flow<'_> {
    fn value(&self, part: i128) -> f64 {
        Money::from_ten_thousandths(part * self.grain).to_f64()
    }

    fn values(&self, parts: &[i128]) -> Vec<Option<f64>> {
        let parts = parts.iter().map(|part| Some(self.value(*part)));
        parts.chain([Some(self.value(self.whole))]).collect()
    }

    /// The style that shows every part to its last grain.
    fn style(&self, lang: Lang) -> NumberStyle {
        let unit = self.target.metric.unit;
        let style = NumberStyle::fit(unit, self.target.value);
        if unit != Unit::Money {
            return style;
        }
        let (scale, places) = match (self.grain / Money::SCALE, lang.tag()) {
            (1000.., _) | (100..1000, LangTag::En) => (Scale::Large, 1),
            (100..1000, LangTag::Zh) => (Scale::Large, 2),
            (1..100, _) => (Scale::One, 0),
            _ => (Scale::One, 2),
        };
        NumberStyle {
            scale,
            places,
            ..style
        }
    }
}

fn flows(targets: &[NextTarget]) -> Vec<Flow<'_>> {
    let all = FLOWS.iter().filter_map(|(id, source)| {
        let target = targets.iter().find(|target| target.metric.id == *id)?;
        if !target.metric.adds() || !(0.0..1e15).contains(&target.value) {
            return None;
        }
        let (whole, grain) = if target.metric.unit == Unit::Money {
            grains((target.value * 100.0).round() as i128)
        } else {
            (target.value.round() as i128, Money::SCALE)
        };
        Some(Flow {
            target,
            source: *source,
            whole,
            grain,
        })
    });
    all.collect()
}

/// An amount of fen as grains, and the grain in ten-thousandths of a yuan.
fn grains(fen: i128) -> (i128, i128) {
    let size = [100_000, 10_000, 1000, 100, 10]
        .into_iter()
        .find(|size| fen != 0 && fen % size == 0)
        .unwrap_or(1);
    (fen / size, size * (Money::SCALE / 100))
}

/// A week of next month with the part of each target that falls to it.
#[derive(Debug, Clone)]
pub struct WeekTargets {
    /// The week, clipped to the month.
    pub week: Week,
    /// By metric id, in its base unit.
    pub parts: Vec<(&'static str, f64)>,
}

/// Every flow's parts by week.
#[must_use]
pub fn weeks(desk: &Desk<'_>, targets: &[NextTarget]) -> Vec<WeekTargets> {
    let mut weeks: Vec<WeekTargets> = Vec::new();
    for flow in flows(targets) {
        for (place, (week, part)) in week_parts(desk, &flow).into_iter().enumerate() {
            let part = (flow.target.metric.id, flow.value(part));
            match weeks.get_mut(place) {
                Some(known) => known.parts.push(part),
                None => weeks.push(WeekTargets {
                    week,
                    parts: vec![part],
                }),
            }
        }
    }
    weeks
}

fn week_parts(desk: &Desk<'_>, flow: &Flow<'_>) -> Vec<(Week, i128)> {
    by_week(
        flow.whole,
        desk.month().next(),
        &weekdays(desk, flow.source),
    )
}

/// What an average Monday to Sunday of the month brought, twenty times over: 4 and 5 such days both divide 20.
fn weekdays(desk: &Desk<'_>, source: Source) -> [i128; 7] {
    let view = desk.figures.view(desk.month());
    let by_day: Vec<i128> = match source {
        Source::Sales(_) => view.sales().map_or_else(
            |_| Vec::new(),
            |sales| {
                sales
                    .days
                    .iter()
                    .map(|money| money.ten_thousandths())
                    .collect()
            },
        ),
        // Subscriptions are known by month alone; people come to take one out.
        Source::Begun(_) => view.services().map_or_else(
            |_| Vec::new(),
            |services| services.days.iter().map(|n| i128::from(*n)).collect(),
        ),
        Source::Tickets => view.complaints().map_or_else(
            |_| Vec::new(),
            |complaints| complaints.days.iter().map(|n| i128::from(*n)).collect(),
        ),
    };
    let mut sums = [0_i128; 7];
    let mut counts = [0_i128; 7];
    for (date, amount) in days(desk.month()).into_iter().zip(by_day) {
        let place = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or(0);
        if let (Some(sum), Some(count)) = (sums.get_mut(place), counts.get_mut(place)) {
            *sum += amount;
            *count += 1;
        }
    }
    let mut weights = [0; 7];
    for ((weight, sum), count) in weights.iter_mut().zip(sums).zip(counts) {
        *weight = if count > 0 { sum * (20 / count) } else { 0 };
    }
    weights
}

/// A row of a table of parts: a week or hall, without a name the whole.
#[derive(Debug)]
struct Row {
    place: usize,
    name: Option<String>,
}

fn rows(names: impl IntoIterator<Item = String>) -> Vec<Row> {
    let names = names.into_iter().map(Some).chain([None]);
    let rows = names.enumerate();
    rows.map(|(place, name)| Row { place, name }).collect()
}

/// A column for each flow: its parts and the whole.
fn columns<'d>(
    desk: &Desk<'_>,
    table: Columns<'d, Row>,
    flows: &[Flow<'_>],
    parts: impl Fn(&Flow<'_>) -> Vec<i128>,
) -> Columns<'d, Row> {
    flows.iter().fold(table, |table, flow| {
        let metric = flow.target.metric;
        let values = flow.values(&parts(flow));
        let style = flow.style(desk.lang);
        table.column(
            Column::number(metric.id, metric.name(desk.lang), style),
            |row| Cell::number(values.get(row.place).copied().flatten(), style.unit),
        )
    })
}

/// The targets by week.
#[must_use]
pub fn week_table(desk: &Desk<'_>, targets: &[NextTarget]) -> Option<Table> {
    let flows = flows(targets);
    let weeks = week_parts(desk, flows.first()?).into_iter();
    let weeks: Vec<Week> = weeks.map(|(week, _)| week).collect();
    let rows = rows(weeks.iter().map(|week| week_name(desk, *week)));
    let month = desk.month().next().last_day().day();
    let table = desk
        .table("target_weeks", &rows)
        .named("week", |row| row.name.as_deref())
        .places("days", (Unit::Days, 0), |row| {
            let week = weeks.get(row.place);
            let days = week.map_or(month, |week| week.last.day() - week.first.day() + 1);
            Some(f64::from(days))
        });
    let parts = |flow: &Flow<'_>| {
        let parts = week_parts(desk, flow).into_iter();
        parts.map(|(_, part)| part).collect()
    };
    columns(desk, table, &flows, parts).captioned().done()
}

/// A week as its days: `5月1日至4日`, `1–4 May`.
pub fn week_name(desk: &Desk<'_>, week: Week) -> String {
    if week.first == week.last {
        return day(week.first, desk.lang);
    }
    say!(
        desk.lang,
        "plan.week",
        first = day(week.first, desk.lang),
        last = day(week.last, desk.lang),
        from = week.first.day(),
        to = week.last.day()
    )
}

/// The targets by hall, where there are several.
#[must_use]
pub fn hall_table(desk: &Desk<'_>, targets: &[NextTarget]) -> Option<Table> {
    let halls = desk.figures.books().halls.get(&desk.month())?;
    if halls.keys().filter(|hall| !hall.is_empty()).count() < 2 {
        return None;
    }
    let flows = flows(targets);
    if flows.is_empty() {
        return None;
    }
    let unnamed = say!(desk.lang, "plan.no_hall");
    let rows = rows(halls.keys().map(|hall| match &**hall {
        "" => unnamed.to_owned(),
        hall => hall.to_owned(),
    }));
    let table = desk.table("target_halls", &rows);
    let table = table.named("hall", |row| row.name.as_deref());
    let parts = |flow: &Flow<'_>| {
        let own: Option<Vec<i128>> = halls
            .keys()
            .map(|hall| own_target(desk, flow, hall))
            .collect();
        own.filter(|own| own.iter().sum::<i128>() == flow.whole)
            .unwrap_or_else(|| {
                let weights: Vec<i128> = halls.values().map(|p| weight(p, flow.source)).collect();
                apportion(flow.whole, &weights)
            })
    };
    let table = columns(desk, table, &flows, parts);
    table.captioned().printed(PRINTED).done()
}

/// What a hall brought of a flow this month.
fn weight(parts: &HallParts, source: Source) -> i128 {
    match source {
        Source::Sales(None) => parts.category.iter().map(|m| m.ten_thousandths()).sum(),
        Source::Sales(Some(category)) => {
            let amount = parts.category.get(category);
            amount.map_or(0, |amount| amount.ten_thousandths())
        }
        Source::Begun(None) => parts.begun.iter().map(|n| i128::from(*n)).sum(),
        Source::Begun(Some(service)) => {
            let begun = parts.begun.get(service as usize);
            begun.map_or(0, |n| i128::from(*n))
        }
        Source::Tickets => i128::from(parts.tickets),
    }
}

/// A hall's own target for next month in grains, where it is given and a whole number of them.
fn own_target(desk: &Desk<'_>, flow: &Flow<'_>, hall: &str) -> Option<i128> {
    if hall.is_empty() {
        return None;
    }
    let targets = &desk.figures.books().targets;
    let own = targets.of_hall(desk.month().next(), flow.target.metric.id, hall)?;
    let units = (own * Money::SCALE as f64).round() as i128;
    (units % flow.grain == 0).then_some(units / flow.grain)
}

/// The sales target by member of staff, on this month's shares of sales.
#[must_use]
pub fn staff_table(desk: &Desk<'_>, targets: &[NextTarget]) -> Option<Table> {
    let flows = flows(targets);
    let flow = flows
        .iter()
        .find(|flow| flow.source == Source::Sales(None))?;
    let sales = desk.figures.view(desk.month()).sales().ok()?;
    let roster = &desk.figures.books().staff;
    let mut rows: Vec<Seller> = sales
        .staff
        .sorted()
        .into_iter()
        .filter(|(_, sold)| sold.rows > 0)
        .map(|(staff_id, sold)| {
            let member = roster.member(staff_id, "");
            let name = member.map_or(staff_id, |member| &member.name);
            Seller {
                name: Some(name.to_owned()),
                sold: sold.amount,
                target: member.and_then(crate::facts::staff::Member::target),
                next: 0.0,
            }
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    // Stable: equals stay in the order of staff ids.
    rows.sort_by_key(|row| std::cmp::Reverse(row.sold));
    let by_staff: Money = rows.iter().map(|row| row.sold).sum();
    let rest = sales.total() - by_staff;
    if rest > Money::ZERO {
        rows.push(Seller {
            name: Some(say!(desk.lang, "plan.no_staff").to_owned()),
            sold: rest,
            target: None,
            next: 0.0,
        });
    }
    let weights: Vec<i128> = rows.iter().map(|row| row.sold.ten_thousandths()).collect();
    for (row, part) in rows.iter_mut().zip(apportion(flow.whole, &weights)) {
        row.next = flow.value(part);
    }
    let some_target = rows.iter().any(|row| row.target.is_some());
    let whole: Money = rows.iter().map(|row| row.sold).sum();
    let targets: Money = rows.iter().filter_map(|row| row.target).sum();
    rows.push(Seller {
        name: None,
        sold: whole,
        target: Some(targets).filter(|sum| !sum.is_zero()),
        next: flow.value(flow.whole),
    });
    desk.table("target_staff", &rows)
        .named("staff", |row| row.name.as_deref())
        .number("sales", Unit::Money, |row| Some(row.sold.to_f64()))
        .when(some_target, |table| {
            let style = NumberStyle::fit(Unit::Money, whole.to_f64());
            table.styled("target", style, |row| row.target.map(Money::to_f64))
        })
        .number("share", Unit::Ratio, |row| {
            (whole > Money::ZERO).then(|| row.sold.to_f64() / whole.to_f64())
        })
        .styled("next", flow.style(desk.lang), |row| Some(row.next))
        .captioned()
        .printed(PRINTED)
        .done()
}

/// What somebody sold this month, and is to sell next month; without a name everybody.
#[derive(Debug)]
struct Seller {
    name: Option<String>,
    sold: Money,
    target: Option<Money>,
    next: f64,
}

/// How many metrics are split.
#[must_use]
pub fn count(targets: &[NextTarget]) -> usize {
    flows(targets).len()
}

/// What weeks are weighed by, for the prose.
#[must_use]
pub fn weighed_by(desk: &Desk<'_>, targets: &[NextTarget]) -> Vec<String> {
    let view = desk.figures.view(desk.month());
    let flows = flows(targets);
    let any = |wanted: &dyn Fn(Source) -> bool| flows.iter().any(|flow| wanted(flow.source));
    let known = [
        (
            any(&|source| matches!(source, Source::Sales(_))) && view.sales().is_ok(),
            say!(desk.lang, "plan.weighed_by.sales"),
        ),
        (
            any(&|source| matches!(source, Source::Begun(_))) && view.services().is_ok(),
            say!(desk.lang, "plan.weighed_by.begun"),
        ),
        (
            any(&|source| source == Source::Tickets) && view.complaints().is_ok(),
            say!(desk.lang, "plan.weighed_by.tickets"),
        ),
    ];
    let known = known.into_iter().filter(|(known, _)| *known);
    known.map(|(_, text)| text.to_owned()).collect()
}

/// The sum of the three categories' targets and by how much it misses the total's, where all four are there and differ.
#[must_use]
pub fn category_gap(desk: &Desk<'_>, targets: &[NextTarget]) -> Option<Json> {
    let of = |id: &str| {
        let target = targets.iter().find(|target| target.metric.id == id)?;
        Some((target.value * 100.0).round())
    };
    let sum = of("sales.basic")? + of("sales.vas")? + of("sales.device")?;
    let gap = sum - of("sales.total")?;
    let print = |fen: f64| desk.print(Some(fen / 100.0), Unit::Money);
    (gap != 0.0).then(|| json!({ "sum": print(sum), "gap": print(gap.abs()), "above": gap > 0.0 }))
}
