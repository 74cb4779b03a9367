//! Tickets, new staff, faults and measures past due.

use std::collections::BTreeSet;

use super::{By, Cause, Kind, Label, Of, Part, Split, Why, split_level, split_rate, split_total};
use crate::facts::complaints::{CategoryTickets, ComplaintFacts};
use crate::facts::{Mean, Share};
use crate::findings::decompose::{
    Fraction, Group, Leaf, Part as SharedPart, contributions, shared_change,
};
use crate::findings::rules::{Finding, Grounds, skill_gap};
use crate::money::Money;

/// How many times as long cross-department tickets must take for the departments to be the reason.
const CROSS: f64 = 1.2;
/// Words of a category that point to systems.
const SYSTEMS: &[&str] = &[
    "网络", "信号", "系统", "故障", "network", "signal", "system", "fault",
];
/// Words of a category that point to training.
const SERVICE: &[&str] = &["服务", "态度", "service", "attitude"];

/// Words of a category that point to too few counters.
const QUEUE: &[&str] = &["排队", "等候", "queue", "waiting"];

/// The tickets of the month before and of the month.
fn months<'a>(grounds: &Grounds<'a>) -> Option<(&'a ComplaintFacts, &'a ComplaintFacts)> {
    let figures = grounds.figures;
    let now = figures.view(figures.month()).complaints().ok()?;
    let before = figures.view(figures.month().previous()).complaints().ok()?;
    Some((before, now))
}

fn names<'a>(before: &'a ComplaintFacts, now: &'a ComplaintFacts) -> BTreeSet<&'a str> {
    let both = [before, now].into_iter();
    both.flat_map(|facts| facts.categories.sorted())
        .map(|(name, _)| name)
        .collect()
}

/// What a category's name points to.
fn category_kind(split: &Split) -> Vec<(Kind, Why)> {
    let Some(Label::Name(name)) = split.parts.first().map(|part| &part.group) else {
        return Vec::new();
    };
    let says = |words: &[&str]| words.iter().any(|word| name.to_lowercase().contains(word));
    vec![if says(QUEUE) {
        (Kind::Resources, Why::QueueCategory)
    } else if says(SYSTEMS) {
        (Kind::Systems, Why::NetworkCategory)
    } else if says(SERVICE) {
        (Kind::Training, Why::ServiceCategory)
    } else {
        (Kind::Process, Why::OtherCategory)
    }]
}

/// Tickets by category; per ten thousand subscribers, what their number did is in the rest.
pub(super) fn complaints(grounds: &Grounds<'_>, metric: &'static str) -> Cause {
    let figures = grounds.figures;
    let Some((before, now)) = months(grounds) else {
        return Cause::unsplit(false, Vec::new());
    };
    let rows = |facts: &ComplaintFacts, name: &str| {
        i128::from(
            facts
                .categories
                .get(name)
                .map_or(0, |category| category.rows),
        )
    };
    let names = names(before, now);
    if metric == "complaints.count" {
        let leaves: Vec<Leaf<'_, 1>> = names
            .into_iter()
            .map(|name| Leaf {
                path: [name],
                base: rows(before, name),
                current: rows(now, name),
            })
            .collect();
        let whole = contributions(&leaves);
        let split = split_total(By::ComplaintCategory, &whole, 1.0, &|_, name| {
            Label::Name(name.to_owned())
        });
        let kinds = category_kind(&split);
        return Cause::of(split, kinds);
    }
    let month = figures.month();
    let subscribers = |month| {
        let of = figures.view(month).subscribers().ok()?;
        Some(i128::from(of.opening.count + of.closing.count))
    };
    let (Some(base), Some(current)) = (subscribers(month.previous()), subscribers(month)) else {
        return Cause::unsplit(false, Vec::new());
    };
    // count / ((opening + closing) / 2) × 10 000
    let parts: Vec<SharedPart<'_>> = names
        .into_iter()
        .map(|name| SharedPart {
            name,
            base: rows(before, name) * 20_000,
            current: rows(now, name) * 20_000,
        })
        .collect();
    let split = shared_change(&parts, base, current).map(|change| {
        let parts: Vec<Part> = change
            .pulled_most()
            .into_iter()
            .map(|part| Part {
                group: Label::Name(part.name.clone()),
                effect: part.effect,
                rate: None,
                mix: None,
                base: Some(part.base),
                current: Some(part.current),
                parts: Vec::new(),
            })
            .collect();
        Split {
            by: By::ComplaintCategory,
            of: Of::Change,
            base: Some(change.base),
            current: change.current,
            whole: change.change,
            rate: None,
            mix: None,
            rest: change.change - parts.iter().map(|part| part.effect).sum::<f64>(),
            parts,
        }
    });
    Cause::maybe(split, category_kind)
}

/// A rate or mean over tickets, by category.
pub(super) fn tickets(grounds: &Grounds<'_>, metric: &'static str) -> Cause {
    let seconds_to_hours = 1.0 / (3600.0 * Money::SCALE as f64);
    let share = |share: Share| Fraction::new(i128::from(share.yes), i128::from(share.of));
    let mean = |mean: Mean| Fraction::new(mean.sum.ten_thousandths(), i128::from(mean.n));
    let of = |tickets: &CategoryTickets| match metric {
        "complaints.red.in_time_rate" => Some((share(tickets.levels[0]), 1.0)),
        "complaints.yellow.in_time_rate" => Some((share(tickets.levels[1]), 1.0)),
        "complaints.blue.in_time_rate" => Some((share(tickets.levels[2]), 1.0)),
        "complaints.within_24h_rate" => Some((share(tickets.within_24h), 1.0)),
        "complaints.first_contact_rate" => Some((share(tickets.first_contact), 1.0)),
        "complaints.avg_close_hours" => Some((mean(tickets.close_time()), seconds_to_hours)),
        _ => None,
    };
    let Some((_, scale)) = of(&CategoryTickets::default()) else {
        return Cause::unsplit(true, Vec::new());
    };
    let Some((before, now)) = months(grounds) else {
        return Cause::unsplit(false, Vec::new());
    };
    let fraction = |facts: &ComplaintFacts, name: &str| {
        let category = facts.categories.get(name).and_then(of);
        category.map(|(fraction, _)| fraction).unwrap_or_default()
    };
    let groups: Vec<(Label, Group<'_>)> = names(before, now)
        .into_iter()
        .map(|name| {
            let group = Group {
                name: "",
                base: fraction(before, name),
                current: fraction(now, name),
            };
            (Label::Name(name.to_owned()), group)
        })
        .collect();
    let split = split_rate(By::ComplaintCategory, &groups, scale);
    Cause::maybe(split, |_| vec![flow_kind(now)])
}

/// Whether it is the way through several departments that takes long.
fn flow_kind(now: &ComplaintFacts) -> (Kind, Why) {
    let cross = now.cross.close_time().mean();
    let times = cross
        .zip(now.single.close_time().mean())
        .and_then(|(cross, single)| (single > 0.0).then(|| cross / single));
    match times {
        Some(times) if times >= CROSS => (Kind::Process, Why::CrossDepartment(times)),
        _ => (Kind::Appraisal, Why::LimitNotKept),
    }
}

/// The late tickets of the levels found out, by category. A level has few tickets a month; how many were late in each
/// category says more than how their rates moved.
pub(super) fn late(grounds: &Grounds<'_>, finding: &Finding) -> Cause {
    let figures = grounds.figures;
    let Ok(now) = figures.view(figures.month()).complaints() else {
        return Cause::unsplit(true, Vec::new());
    };
    let found = |metric: &str| {
        let all = std::iter::once(finding).chain(&finding.also);
        all.into_iter().any(|finding| finding.metric == metric)
    };
    let levels = [
        found("complaints.red.in_time_rate"),
        found("complaints.yellow.in_time_rate"),
        found("complaints.blue.in_time_rate"),
    ];
    let categories: Vec<(Label, f64)> = now
        .categories
        .sorted()
        .into_iter()
        .map(|(name, tickets)| {
            let late: u64 = tickets
                .levels
                .iter()
                .zip(levels)
                .filter(|(_, found)| *found)
                .map(|(level, _)| level.of - level.yes)
                .sum();
            (Label::Name(name.to_owned()), late as f64)
        })
        .collect();
    match split_level(By::ComplaintCategory, &categories) {
        Some(split) => Cause::of(split, vec![flow_kind(now)]),
        None => Cause::unsplit(true, Vec::new()),
    }
}

/// New staff's lines short of the others' rate, by person.
pub(super) fn skills(grounds: &Grounds<'_>, finding: &Finding) -> Cause {
    let gaps = skill_gap(grounds.figures, grounds.thresholds.junior_months);
    let subject = finding.subject.as_deref();
    let Some(gap) = gaps.into_iter().find(|gap| Some(gap.what.id()) == subject) else {
        return Cause::unsplit(true, Vec::new());
    };
    let rate = gap.others_rate();
    let short: Vec<(Label, f64)> = gap
        .juniors
        .iter()
        .map(|person| {
            let short = rate * person.lines as f64 - person.sold as f64;
            (Label::Name(person.name.clone()), short.max(0.0))
        })
        .collect();
    let kinds = vec![(Kind::Training, Why::Rate(gap.ratio()))];
    match split_level(By::Staff, &short) {
        Some(split) => Cause::of(split, kinds),
        None => Cause::unsplit(true, kinds),
    }
}

/// The faults that stand, by asset.
pub(super) fn faults(grounds: &Grounds<'_>) -> Cause {
    let figures = grounds.figures;
    let (books, month) = (figures.books(), figures.month());
    let faults = books.open_faults(month);
    let parts: Vec<(Label, f64)> = faults
        .iter()
        .map(|open| (Label::Name(open.fault.asset.to_string()), 1.0))
        .collect();
    let end = month.next().first_day();
    let worn = books
        .replacements(month)
        .iter()
        .filter(|replacement| replacement.end_of_life < end)
        .filter(|replacement| {
            faults
                .iter()
                .any(|open| *open.fault.asset == *replacement.asset)
        })
        .count();
    let kinds = vec![if worn > 0 {
        (Kind::Resources, Why::WornOut(worn))
    } else {
        (Kind::Systems, Why::Faulty)
    }];
    match split_level(By::Asset, &parts) {
        Some(split) => Cause::of(split, kinds),
        None => Cause::unsplit(true, kinds),
    }
}

/// The measures past due, by title.
pub(super) fn actions(grounds: &Grounds<'_>) -> Cause {
    let figures = grounds.figures;
    let end = figures.month().next().first_day();
    let late = figures
        .books()
        .actions
        .iter()
        .filter(|action| action.is_late(end));
    let parts: Vec<(Label, f64)> = late
        .map(|action| (Label::Name(action.title.to_string()), 1.0))
        .collect();
    let kinds = vec![(Kind::Appraisal, Why::DueDaysPassed)];
    match split_level(By::Action, &parts) {
        Some(split) => Cause::of(split, kinds),
        None => Cause::unsplit(true, kinds),
    }
}
