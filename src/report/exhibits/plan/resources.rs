//! 资源: what next month's steps take: stock to order, counter-hours, training hours, budgets, and what it costs together.
//!
//! Counter-hours: this month's mean arrivals by weekday and quarter hour, staffed by Erlang C to the config's service level,
//! for next month's weekdays. Training hours: a course's mean hours for everybody who has not passed it. A budget for
//! restocking is not added to the reorder's cost, which it stands for.

use serde_json::{Value as Json, json};

use super::steps::{self, Origin, Step};
use super::{days, yuan};
use crate::findings::erlang;
use crate::findings::finding::Judgement;
use crate::money::Money;
use crate::report::desk::Desk;
use crate::report::document::Table;
use crate::report::exhibits::stock;
use crate::say;
use crate::value::{Noun, Unit};

/// One resource.
#[derive(Debug, Clone)]
pub struct Resource {
    what: &'static str,
    quantity: (f64, Unit),
    cost: Option<Money>,
    basis: String,
}

/// What next month takes.
#[must_use]
pub fn resources(desk: &Desk<'_>, steps: &[Step], judgement: &Judgement) -> Vec<Resource> {
    let (restocking, others): (Vec<&Step>, Vec<&Step>) = steps
        .iter()
        .partition(|step| steps::restocks(step, judgement));
    let reorder = reorder(desk, &restocking);
    // Without a reorder worked out, the restocking steps' own budgets are what is known of it.
    let budgeted: Vec<&Step> = if reorder.is_some() {
        others
    } else {
        steps.iter().collect()
    };
    let resources = [
        reorder,
        budget(desk, &budgeted, |origin| origin != Origin::Carried),
        budget(desk, &budgeted, |origin| origin == Origin::Carried),
        counter_hours(desk),
        training_hours(desk),
    ];
    resources.into_iter().flatten().collect()
}

fn budgets<'s>(steps: impl IntoIterator<Item = &'s &'s Step>) -> Money {
    steps.into_iter().filter_map(|step| step.budget).sum()
}

fn reorder(desk: &Desk<'_>, restocking: &[&Step]) -> Option<Resource> {
    let (items, pieces, cost) = stock::reorder_cost(desk).filter(|(items, ..)| *items > 0)?;
    let items = desk.print(Some(items as f64), Unit::Count(Noun::Items));
    let planned = budgets(restocking);
    let mut basis = say!(desk.lang, "plan.resource.reorder_basis", items = items);
    if planned > Money::ZERO {
        let planned = desk.print(Some(planned.to_f64()), Unit::Money);
        basis = say!(
            desk.lang,
            "plan.resource.with_budget",
            basis = basis,
            planned = planned
        );
    }
    Some(Resource {
        what: say!(desk.lang, "plan.resource.reorder"),
        quantity: (pieces as f64, Unit::Count(Noun::Pieces)),
        cost: Some(fen(cost).max(planned)),
        basis,
    })
}

/// To the fen, so that the costs add up as printed.
fn fen(money: Money) -> Money {
    let cent = Money::SCALE / 100;
    Money::from_ten_thousandths((money.ten_thousandths() + cent / 2).div_euclid(cent) * cent)
}

fn budget(desk: &Desk<'_>, steps: &[&Step], of: impl Fn(Origin) -> bool) -> Option<Resource> {
    let with: Vec<&Step> = steps
        .iter()
        .filter(|step| of(step.origin) && step.budget.is_some())
        .copied()
        .collect();
    if with.is_empty() {
        return None;
    }
    let carried = of(Origin::Carried);
    Some(Resource {
        what: if carried {
            say!(desk.lang, "plan.resource.carried")
        } else {
            say!(desk.lang, "plan.resource.planned")
        },
        quantity: (with.len() as f64, Unit::Count(Noun::Items)),
        cost: Some(budgets(&with)),
        basis: if carried {
            say!(desk.lang, "plan.resource.carried_basis")
        } else {
            say!(desk.lang, "plan.resource.planned_basis")
        }
        .to_owned(),
    })
}

fn counter_hours(desk: &Desk<'_>) -> Option<Resource> {
    let services = desk.figures.view(desk.month()).services().ok()?;
    let seconds = services
        .counter_handling
        .mean()
        .filter(|mean| *mean > 0.0)?;
    let thresholds = &desk.config.thresholds;
    let weekday = |month| {
        let mut counts = [0_u32; 7];
        for date in days(month) {
            let place = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or(0);
            if let Some(count) = counts.get_mut(place) {
                *count += 1;
            }
        }
        counts
    };
    let (now, next) = (weekday(desk.month()), weekday(desk.month().next()));
    let mut hours = 0.0;
    for ((arrivals, now), next) in services.arrivals.iter().zip(now).zip(next) {
        let mean: Vec<f64> = arrivals
            .iter()
            .map(|n| f64::from(*n) / f64::from(now.max(1)))
            .collect();
        let plan = erlang::plan(
            &mean,
            seconds,
            thresholds.service_level,
            thresholds.service_within_minutes * 60.0,
        )?;
        hours += plan.fitted.counter_hours * f64::from(next);
    }
    if hours <= 0.0 {
        return None;
    }
    let level = whole(desk, thresholds.service_level, Unit::Ratio);
    let within = whole(desk, thresholds.service_within_minutes, Unit::Minutes);
    let month = desk.month_name(desk.month());
    Some(Resource {
        what: say!(desk.lang, "plan.resource.counters"),
        quantity: (hours, Unit::Hours),
        cost: None,
        basis: say!(
            desk.lang,
            "plan.resource.counters_basis",
            month = month,
            level = level,
            within = within
        ),
    })
}

/// A setting as printed, without `.0`.
fn whole(desk: &Desk<'_>, setting: f64, unit: Unit) -> String {
    desk.print(Some(setting), unit).replacen(".0", "", 1)
}

fn training_hours(desk: &Desk<'_>) -> Option<Resource> {
    let training = desk.figures.view(desk.month()).training().ok()?;
    let (mut hours, mut people, mut courses) = (0.0, 0_usize, 0_usize);
    for course in training.courses.values() {
        let mark = desk.config.training.pass_mark;
        let failed = course.staff.values().filter(|results| {
            let passed = results.passed(mark);
            passed.of > 0 && passed.yes == 0
        });
        let failed = failed.count();
        if failed == 0 {
            continue;
        }
        hours += course.results().hours.mean()? * failed as f64;
        people += failed;
        courses += 1;
    }
    if people == 0 {
        return None;
    }
    Some(Resource {
        what: say!(desk.lang, "plan.resource.training"),
        quantity: (hours, Unit::Hours),
        cost: None,
        basis: say!(
            desk.lang,
            "plan.resource.training_basis",
            people = people,
            courses = courses
        ),
    })
}

/// What the resources cost together; none where none has a cost.
#[must_use]
pub fn total(resources: &[Resource]) -> Option<Money> {
    let mut costs = resources
        .iter()
        .filter_map(|resource| resource.cost)
        .peekable();
    costs.peek()?;
    Some(costs.sum())
}

/// The table of resources with its total.
#[must_use]
pub fn table(desk: &Desk<'_>, resources: &[Resource]) -> Option<Table> {
    let total = total(resources);
    let mut rows: Vec<Option<&Resource>> = resources.iter().map(Some).collect();
    if total.is_some() && rows.len() > 1 {
        rows.push(None);
    }
    let style = yuan(resources.iter().filter_map(|resource| resource.cost));
    desk.table("resources", &rows)
        .named("what", |row| row.map(|resource| resource.what))
        .mixed("quantity", |row| match row {
            Some(Resource { quantity, .. }) => (Some(quantity.0), quantity.1),
            None => (None, Unit::Bare),
        })
        .styled("cost", style, |row| {
            row.map_or(total, |resource| resource.cost)
                .map(Money::to_f64)
        })
        .text("basis", |row| row.map_or("", |resource| &resource.basis))
        .captioned()
        .done()
}

/// What the prose says of them.
#[must_use]
pub fn facts(desk: &Desk<'_>, resources: &[Resource]) -> Json {
    let total = total(resources).map(|money| desk.print(Some(money.to_f64()), Unit::Money));
    json!({ "count": resources.len(), "total": total })
}
