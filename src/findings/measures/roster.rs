//! Counters by the quarter of an hour against one flat number of them.

use crate::findings::erlang;
use crate::findings::finding::Finding;
use crate::findings::grounds::Grounds;
use crate::findings::remedy::{Remedy, Shift};

/// A day's roster.
#[derive(Debug, Clone, PartialEq)]
pub struct Roster {
    /// Counters needed, by runs of hours with the same number, in the order of the day.
    pub shifts: Vec<Shift>,
    /// The flat number that serves every quarter of an hour.
    pub flat_counters: u32,
    /// Counter-hours a day with the flat number.
    pub flat_hours: f64,
    /// Counter-hours a day with the roster.
    pub fitted_hours: f64,
    /// Share of time that counters are busy, 0–1, with the flat number.
    pub utilisation_before: f64,
    /// The same with the roster.
    pub utilisation_after: f64,
    /// The share to be served in time, 0–1.
    pub target_share: f64,
    /// What in time means, in minutes.
    pub within_minutes: f64,
    /// Mean handling time at the counter, in minutes.
    pub handling_minutes: f64,
}

/// The roster on the month's mean arrivals at the counter in each quarter of an hour of a day that is open. None of several
/// halls, which share no counters, and none without arrivals and handling times.
pub fn dynamic(grounds: &Grounds<'_>, _: &Finding) -> Option<Remedy> {
    let figures = grounds.figures;
    let visits = figures.view(figures.month()).services().ok()?;
    if visits.halls.len() != 1 {
        return None;
    }
    let days = visits.days.iter().filter(|n| **n > 0).count();
    let mut arrivals = [0_u64; crate::facts::services::QUARTERS];
    for weekday in visits.arrivals.iter() {
        for (sum, n) in arrivals.iter_mut().zip(weekday) {
            *sum += u64::from(*n);
        }
    }
    let thresholds = grounds.thresholds;
    let roster = plan(
        &arrivals,
        days,
        visits.counter_handling.mean()?,
        thresholds.service_level,
        thresholds.service_within_minutes,
    )?;
    Some(
        Remedy::propose("dynamic-roster", "roster")
            .effect(
                roster.flat_hours - roster.fitted_hours,
                "counter_hours_per_day",
            )
            .fact("shifts", roster.shifts)
            .fact("flat_counters", roster.flat_counters)
            .fact("flat_hours", roster.flat_hours)
            .fact("fitted_hours", roster.fitted_hours)
            .fact("utilisation_before", roster.utilisation_before)
            .fact("utilisation_after", roster.utilisation_after)
            .fact("target_share", roster.target_share)
            .fact("within_minutes", roster.within_minutes)
            .fact("handling_minutes", roster.handling_minutes),
    )
}

/// Plans a day on `arrivals` counted over `days` days.
pub(super) fn plan(
    arrivals: &[u64],
    days: usize,
    handling_seconds: f64,
    target_share: f64,
    within_minutes: f64,
) -> Option<Roster> {
    if days == 0 || arrivals.iter().all(|n| *n == 0) {
        return None;
    }
    let means: Vec<f64> = arrivals.iter().map(|n| *n as f64 / days as f64).collect();
    let plan = erlang::plan(
        &means,
        handling_seconds,
        target_share,
        within_minutes * 60.0,
    )?;
    // An hour needs what its busiest quarter does.
    let hours = plan.slots.chunks(4).map(|quarters| {
        let counters = quarters.iter().map(|slot| slot.counters);
        counters.max().unwrap_or(0)
    });
    let mut shifts: Vec<Shift> = Vec::new();
    for (from, counters) in (0_u8..).zip(hours) {
        match shifts.last_mut() {
            Some(shift) if shift.counters == counters && shift.to == from => shift.to = from + 1,
            _ if counters == 0 => {}
            _ => shifts.push(Shift {
                from,
                to: from + 1,
                counters,
            }),
        }
    }
    Some(Roster {
        shifts,
        flat_counters: plan.flat_counters,
        flat_hours: plan.flat.counter_hours,
        fitted_hours: plan.fitted.counter_hours,
        utilisation_before: plan.flat.utilisation,
        utilisation_after: plan.fitted.utilisation,
        target_share,
        within_minutes,
        handling_minutes: handling_seconds / 60.0,
    })
}
