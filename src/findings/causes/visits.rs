//! Waiting, handling and diversion: by hour, business and member of staff.

use std::collections::BTreeSet;

use super::split;
use crate::facts::services::{BusinessVisits, ServiceFacts};
use crate::facts::{Mean, Share};
use crate::findings::cause::{By, Cause, Kind, Label, Split, Why};
use crate::findings::decompose::{Fraction, Group};
use crate::findings::grounds::Grounds;
use crate::money::Money;
use crate::value::{Noun, Unit};

/// Takes a mean of ten-thousandths of a second to minutes.
pub const TO_MINUTES: f64 = 1.0 / (60.0 * Money::SCALE as f64);
/// What visits are counted in.
const VISIT: Unit = Unit::Count(Noun::Visits);
/// Growth from which arrivals or handling time are said to have grown.
const GROWN: f64 = 0.05;
/// How much longer the slowest quarter of staff must take for the spread to be one.
const SPREAD: f64 = 1.25;
/// Visits from which a member of staff's mean time counts.
pub const VISITS: u64 = 3;

/// A mean as a fraction of ten-thousandths.
pub fn mean(of: Mean) -> Fraction {
    Fraction::new(of.sum.ten_thousandths(), i128::from(of.n))
}

/// A share as a fraction.
fn share(of: Share) -> Fraction {
    Fraction::new(i128::from(of.yes), i128::from(of.of))
}

/// What a group had last month and has this.
pub const fn group(base: Fraction, current: Fraction) -> Group<'static> {
    Group {
        name: "",
        base,
        current,
    }
}

/// The visits of the month and of the one before.
pub fn months<'a>(grounds: &Grounds<'a>) -> Option<(&'a ServiceFacts, &'a ServiceFacts)> {
    let figures = grounds.figures;
    let now = figures.view(figures.month()).services().ok()?;
    let before = figures.view(figures.month().previous()).services().ok()?;
    Some((before, now))
}

fn growth(before: f64, now: f64) -> f64 {
    if before > 0.0 {
        now / before - 1.0
    } else {
        0.0
    }
}

/// Mean waiting minutes by hour.
pub fn waiting(grounds: &Grounds<'_>) -> Cause {
    let Some((before, now)) = months(grounds) else {
        return Cause::unsplit(false, Vec::new());
    };
    let hours: Vec<(Label, Group<'_>)> = (0_u8..24)
        .zip(before.hour_wait.iter().zip(&now.hour_wait))
        .filter(|(_, (base, current))| base.n + current.n > 0)
        .map(|(hour, (base, current))| (Label::Hour(hour), group(mean(*base), mean(*current))))
        .collect();
    Cause::maybe(split::rate(By::Hour, &hours, TO_MINUTES), |split| {
        let pulled = |visits: [u64; 24]| -> f64 {
            let of = split.parts.iter().map(|part| match part.group {
                Label::Hour(hour) => visits.get(usize::from(hour)).copied().unwrap_or(0),
                _ => 0,
            });
            of.sum::<u64>() as f64
        };
        // A month's visits a day: months are of different length.
        let a_day = |facts: &ServiceFacts| {
            let days = facts.days.iter().filter(|n| **n > 0).count().max(1);
            pulled(facts.hours()) / days as f64
        };
        let arrivals = growth(a_day(before), a_day(now));
        let minutes = |facts: &ServiceFacts| facts.counter_handling.mean().unwrap_or(0.0);
        let slower = growth(minutes(before), minutes(now));
        if arrivals >= GROWN {
            vec![(Kind::Resources, Why::ratio("more-arrivals", arrivals))]
        } else if slower >= GROWN {
            vec![(Kind::Process, Why::ratio("slower-handling", slower))]
        } else {
            vec![(Kind::Resources, Why::of("fewer-counters"))]
        }
    })
}

/// Where the visits crowd: the month's visits by hour.
pub fn peak(grounds: &Grounds<'_>) -> Cause {
    let figures = grounds.figures;
    let Ok(now) = figures.view(figures.month()).services() else {
        return Cause::unsplit(true, Vec::new());
    };
    let hours: Vec<(Label, f64)> = (0_u8..24)
        .zip(now.hours())
        .map(|(hour, visits)| (Label::Hour(hour), visits as f64))
        .collect();
    let kinds = figures
        .value("service.peak_ratio")
        .map(|ratio| (Kind::Resources, Why::ratio("peak", ratio)));
    match split::level(By::Hour, VISIT, &hours) {
        Some(split) => Cause::of(split, kinds.into_iter().collect()),
        None => Cause::unsplit(true, Vec::new()),
    }
}

/// A figure of a business in both months, by business.
fn by_business(
    before: &ServiceFacts,
    now: &ServiceFacts,
    of: impl Fn(&BusinessVisits) -> Fraction,
    scale: f64,
) -> Option<Split> {
    let names: BTreeSet<&str> = [before, now]
        .iter()
        .flat_map(|facts| facts.businesses.sorted())
        .map(|(name, _)| name)
        .collect();
    let fraction =
        |facts: &ServiceFacts, name: &str| facts.businesses.get(name).map(&of).unwrap_or_default();
    let groups: Vec<(Label, Group<'_>)> = names
        .into_iter()
        .map(|name| {
            let months = group(fraction(before, name), fraction(now, name));
            (Label::Name(name.to_owned()), months)
        })
        .collect();
    split::rate(By::Business, &groups, scale)
}

/// How many times as long the slowest quarter of staff takes as the best; none of fewer than four.
pub fn spread(times: &mut [f64]) -> Option<f64> {
    if times.len() < 4 {
        return None;
    }
    times.sort_by(f64::total_cmp);
    let quarter = times.len().div_ceil(4);
    let mean = |of: &[f64]| of.iter().sum::<f64>() / of.len() as f64;
    let best = mean(times.get(..quarter)?);
    let slowest = mean(times.get(times.len() - quarter..)?);
    (best > 0.0).then(|| slowest / best)
}

/// What it points to that staff take alike, or that they do not.
pub fn spread_kind(spread: Option<f64>) -> Vec<(Kind, Why)> {
    match spread {
        Some(times) if times >= SPREAD => vec![(Kind::Training, Why::ratio("staff-spread", times))],
        Some(_) => vec![(Kind::Process, Why::of("staff-alike"))],
        None => Vec::new(),
    }
}

/// The mean times of those staff who had enough visits.
pub fn means<'a>(staff: impl Iterator<Item = &'a Mean>) -> Vec<f64> {
    let often = staff.filter(|mean| mean.n >= VISITS);
    often.filter_map(|mean| mean.mean()).collect()
}

/// Mean handling minutes by business.
pub fn handling(grounds: &Grounds<'_>) -> Cause {
    let Some((before, now)) = months(grounds) else {
        return Cause::unsplit(false, Vec::new());
    };
    let split = by_business(before, now, |visits| mean(visits.handling), TO_MINUTES);
    Cause::maybe(split, |_| {
        let staff = now.staff.sorted();
        spread_kind(spread(&mut means(staff.iter().map(|(_, s)| &s.handling))))
    })
}

/// The share done in one pass, by business.
pub fn one_pass(grounds: &Grounds<'_>) -> Cause {
    let split = months(grounds)
        .and_then(|(before, now)| by_business(before, now, |visits| share(visits.one_pass), 1.0));
    Cause::maybe(split, |_| Vec::new())
}

/// What still comes to the counter though it is done elsewhere too, by business.
pub fn diversion(grounds: &Grounds<'_>) -> Cause {
    let figures = grounds.figures;
    let Ok(now) = figures.view(figures.month()).services() else {
        return Cause::unsplit(true, Vec::new());
    };
    let businesses: Vec<(Label, f64)> = now
        .businesses
        .sorted()
        .into_iter()
        .filter(|(_, visits)| visits.channel[1] + visits.channel[2] > 0)
        .map(|(name, visits)| (Label::Name(name.to_owned()), visits.channel[0] as f64))
        .collect();
    match split::level(By::Business, VISIT, &businesses) {
        Some(split) => {
            let kinds = vec![(Kind::Process, Why::ratio("done-online", split.whole))];
            Cause::of(split, kinds)
        }
        None => Cause::unsplit(true, Vec::new()),
    }
}
