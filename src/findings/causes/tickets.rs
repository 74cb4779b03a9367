//! Tickets: by category, and how they go through departments.

use std::collections::BTreeSet;

use super::split;
use crate::facts::complaints::{CategoryTickets, ComplaintFacts};
use crate::facts::{Mean, Share};
use crate::findings::cause::{By, Cause, Kind, Label, Of, Part, Split, Why};
use crate::findings::decompose::{
    Fraction, Group, Leaf, Part as SharedPart, contributions, shared_change,
};
use crate::findings::grounds::Grounds;
use crate::findings::topic::says;
use crate::money::Money;

/// How many times as long cross-department tickets must take for the departments to be the reason.
const CROSS: f64 = 1.2;

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
    let name = name.to_lowercase();
    vec![if says("topics.category.queue", &name) {
        (Kind::Resources, Why::of("queue-category"))
    } else if says("topics.category.systems", &name) {
        (Kind::Systems, Why::of("network-category"))
    } else if says("topics.category.service", &name) {
        (Kind::Training, Why::of("service-category"))
    } else {
        (Kind::Process, Why::of("other-category"))
    }]
}

/// Tickets by category; per ten thousand subscribers, what their number did is in the rest.
pub fn count(grounds: &Grounds<'_>, metric: &'static str) -> Cause {
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
        let split = split::total(By::ComplaintCategory, &whole, 1.0, &|_, name| {
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
pub fn rate(grounds: &Grounds<'_>, metric: &'static str) -> Cause {
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
    let split = split::rate(By::ComplaintCategory, &groups, scale);
    Cause::maybe(split, |_| vec![flow_kind(now)])
}

/// Whether it is the way through several departments that takes long.
pub fn flow_kind(now: &ComplaintFacts) -> (Kind, Why) {
    let cross = now.cross.close_time().mean();
    let times = cross
        .zip(now.single.close_time().mean())
        .and_then(|(cross, single)| (single > 0.0).then(|| cross / single));
    match times {
        Some(times) if times >= CROSS => (Kind::Process, Why::ratio("cross-department", times)),
        _ => (Kind::Appraisal, Why::of("limit-not-kept")),
    }
}
