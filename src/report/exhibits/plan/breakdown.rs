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
use crate::report::desk::Desk;
use crate::report::document::{Cell, Column, Table};
use crate::report::draft::Draft;
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

/// The targets by week.
#[must_use]
pub fn week_table(desk: &Desk<'_>, targets: &[NextTarget]) -> Option<Table> {
    let flows = flows(targets);
    let first = flows.first()?;
    let weeks: Vec<Week> = week_parts(desk, first)
        .into_iter()
        .map(|(w, _)| w)
        .collect();
    let mut names: Vec<String> = weeks.iter().map(|week| week_name(desk, *week)).collect();
    names.push(say!(desk.lang, "plan.table.total").to_owned());
    let lengths: Vec<Option<f64>> = weeks
        .iter()
        .map(|week| week.last.day() - week.first.day() + 1)
        .chain([desk.month().next().last_day().day()])
        .map(|days| Some(f64::from(days)))
        .collect();
    let caption = say!(desk.lang, "plan.table.target_weeks.caption");
    let mut draft = Draft::new("target_weeks", caption)
        .texts(
            "week",
            say!(desk.lang, "plan.table.target_weeks.week"),
            names,
        )
        .styled(
            "days",
            say!(desk.lang, "plan.table.target_weeks.days"),
            NumberStyle::fit(Unit::Days, 31.0).places(0),
            &lengths,
        );
    for flow in &flows {
        let parts: Vec<i128> = week_parts(desk, flow)
            .iter()
            .map(|(_, part)| *part)
            .collect();
        draft = column(desk, draft, flow, &parts);
    }
    draft.total_last().captioned().done()
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

fn column(desk: &Desk<'_>, draft: Draft, flow: &Flow<'_>, parts: &[i128]) -> Draft {
    let metric = flow.target.metric;
    let (label, style) = (metric.name(desk.lang), flow.style(desk.lang));
    draft.styled(metric.id, label, style, &flow.values(parts))
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
    let names = halls.keys().map(|hall| match &**hall {
        "" => unnamed.to_owned(),
        hall => hall.to_owned(),
    });
    let names = names.chain([say!(desk.lang, "plan.table.total").to_owned()]);
    let caption = say!(desk.lang, "plan.table.target_halls.caption");
    let mut draft = Draft::new("target_halls", caption).texts(
        "hall",
        say!(desk.lang, "plan.table.target_halls.hall"),
        names,
    );
    for flow in &flows {
        let own: Option<Vec<i128>> = halls
            .keys()
            .map(|hall| own_target(desk, flow, hall))
            .collect();
        let parts = own
            .filter(|own| own.iter().sum::<i128>() == flow.whole)
            .unwrap_or_else(|| {
                let weights: Vec<i128> = halls.values().map(|p| weight(p, flow.source)).collect();
                apportion(flow.whole, &weights)
            });
        draft = column(desk, draft, flow, &parts);
    }
    draft.total_last().captioned().printed(PRINTED).done()
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
    let mut rows: Vec<(String, Money, Option<Money>)> = sales
        .staff
        .sorted()
        .into_iter()
        .filter(|(_, sold)| sold.rows > 0)
        .map(|(staff_id, sold)| {
            let member = roster.member(staff_id, "");
            let name = member.map_or(staff_id, |member| &member.name);
            let target = member.and_then(crate::facts::staff::Member::target);
            (name.to_owned(), sold.amount, target)
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    // Stable: equals stay in the order of staff ids.
    rows.sort_by_key(|(_, sold, _)| std::cmp::Reverse(*sold));
    let by_staff: Money = rows.iter().map(|(_, sold, _)| *sold).sum();
    let rest = sales.total() - by_staff;
    if rest > Money::ZERO {
        rows.push((say!(desk.lang, "plan.no_staff").to_owned(), rest, None));
    }
    let weights: Vec<i128> = rows
        .iter()
        .map(|(_, sold, _)| sold.ten_thousandths())
        .collect();
    let parts = apportion(flow.whole, &weights);
    let whole: Money = rows.iter().map(|(_, sold, _)| *sold).sum();
    let sold: Vec<Option<f64>> = rows
        .iter()
        .map(|(_, sold, _)| *sold)
        .chain([whole])
        .map(|money| Some(money.to_f64()))
        .collect();
    let shares: Vec<Option<f64>> = sold
        .iter()
        .map(|sold| {
            sold.filter(|_| whole > Money::ZERO)
                .map(|n| n / whole.to_f64())
        })
        .collect();
    let this_target: Vec<Cell> = {
        let sum: Money = rows.iter().filter_map(|(_, _, target)| *target).sum();
        let given = rows
            .iter()
            .map(|(_, _, target)| *target)
            .chain([(!sum.is_zero()).then_some(sum)]);
        let cells = given.map(|money| Cell::number(money.map(Money::to_f64), Unit::Money));
        cells.collect()
    };
    let some_target = rows.iter().any(|(_, _, target)| target.is_some());
    let names = rows.iter().map(|(name, ..)| name.clone());
    let names = names.chain([say!(desk.lang, "plan.table.total").to_owned()]);
    let caption = say!(desk.lang, "plan.table.target_staff.caption");
    let mut draft = Draft::new("target_staff", caption)
        .texts(
            "staff",
            say!(desk.lang, "plan.table.target_staff.staff"),
            names,
        )
        .numbers(
            "sales",
            say!(desk.lang, "plan.table.target_staff.sales"),
            Unit::Money,
            &sold,
        );
    if some_target {
        let style = NumberStyle::fit(Unit::Money, whole.to_f64());
        let label = say!(desk.lang, "plan.table.target_staff.target");
        draft = draft.cells(Column::number("target", label, style), this_target);
    }
    draft
        .numbers(
            "share",
            say!(desk.lang, "plan.table.target_staff.share"),
            Unit::Ratio,
            &shares,
        )
        .styled(
            "next",
            say!(desk.lang, "plan.table.target_staff.next"),
            flow.style(desk.lang),
            &flow.values(&parts),
        )
        .total_last()
        .captioned()
        .printed(PRINTED)
        .done()
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
