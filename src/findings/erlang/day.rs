//! A day's counters, fitted to the load of each quarter of an hour or kept at one number.

use super::{Queue, agents_needed};

/// The most counters that [`plan`] considers.
pub const MAX_COUNTERS: u32 = 1000;

/// Hours in a slot of a [`Plan`]: a quarter of an hour.
const SLOT_HOURS: f64 = 0.25;

/// A day's counters by the quarter of an hour, against one flat number of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Every slot given, in its order.
    pub slots: Vec<Slot>,
    /// The least flat number of counters that serves every slot to the target.
    pub flat_counters: u32,
    /// Counters that follow the need.
    pub fitted: Level,
    /// The flat number kept through the open time.
    pub flat: Level,
    /// Counter-hours a day that the fitted plan needs less than the flat one; never negative.
    pub hours_saved: f64,
}

/// One quarter of an hour of a [`Plan`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Slot {
    /// The load in erlangs.
    pub load: f64,
    /// The counters needed: 0 outside the open time, at least 1 within it.
    pub counters: u32,
    /// The share of customers served in time with that many; 1 where nobody comes.
    pub served_in_time: f64,
    /// The share of time that they are busy; 0 where nobody comes.
    pub utilisation: f64,
}

/// What a way of staffing the day costs and gives.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Level {
    /// Counter-hours a day.
    pub counter_hours: f64,
    /// Busy counter-hours over counter-hours, 0–1; 0 where there are none. Work that an overloaded slot cannot do is not
    /// counted as busy time.
    pub utilisation: f64,
    /// The share of the day's customers served in time, 0–1, weighted by arrivals; 1 where nobody comes.
    pub served_in_time: f64,
    /// Slots whose customers are served to less than the target.
    pub slots_short: usize,
}

/// Plans a day of quarter-hour slots for which `arrivals_by_slot` gives the mean number of arrivals.
///
/// The open time runs from the first slot with arrivals to the last; within it at least one counter stays open, in the
/// fitted plan as in the flat one, so that the saving is not overstated by quiet quarters. `None` where a number is negative
/// or not finite, or a slot cannot be served to the target by [`MAX_COUNTERS`] counters (as for a target of 1). A day
/// without arrivals needs no counters.
#[must_use]
pub fn plan(
    arrivals_by_slot: &[f64],
    mean_service_seconds: f64,
    target_share: f64,
    within_seconds: f64,
) -> Option<Plan> {
    let day = Day {
        arrivals_by_slot,
        mean_service_seconds,
        target_share,
        within_seconds,
    };
    let mut counters = Vec::with_capacity(arrivals_by_slot.len());
    for (index, &arrivals) in arrivals_by_slot.iter().enumerate() {
        let needed = agents_needed(
            arrivals / SLOT_HOURS,
            mean_service_seconds,
            target_share,
            within_seconds,
            MAX_COUNTERS,
        )?;
        counters.push(if day.is_open(index) {
            needed.max(1)
        } else {
            needed
        });
    }
    let flat_counters = counters.iter().copied().max().unwrap_or(0);
    let fitted = day.level(|index| counters.get(index).copied().unwrap_or(0))?;
    let flat = day.level(|index| if day.is_open(index) { flat_counters } else { 0 })?;
    let slots = arrivals_by_slot
        .iter()
        .zip(&counters)
        .map(|(&arrivals, &counters)| day.slot(arrivals, counters))
        .collect::<Option<Vec<_>>>()?;
    Some(Plan {
        slots,
        flat_counters,
        fitted,
        flat,
        hours_saved: flat.counter_hours - fitted.counter_hours,
    })
}

/// What a flat number of `counters`, such as the hall's own, costs and gives on the same day.
///
/// Open time and refusals as for [`plan`], but that a number of counters too small is no refusal: it shows as slots short.
#[must_use]
pub fn flat_level(
    arrivals_by_slot: &[f64],
    mean_service_seconds: f64,
    target_share: f64,
    within_seconds: f64,
    counters: u32,
) -> Option<Level> {
    let day = Day {
        arrivals_by_slot,
        mean_service_seconds,
        target_share,
        within_seconds,
    };
    day.level(|index| if day.is_open(index) { counters } else { 0 })
}

/// A day's demand and the service promised.
struct Day<'a> {
    arrivals_by_slot: &'a [f64],
    mean_service_seconds: f64,
    target_share: f64,
    within_seconds: f64,
}

impl Day<'_> {
    /// Whether the slot lies between the first one with arrivals and the last, both included.
    fn is_open(&self, index: usize) -> bool {
        let busy = |&arrivals: &f64| arrivals > 0.0;
        let first = self.arrivals_by_slot.iter().position(busy);
        let last = self.arrivals_by_slot.iter().rposition(busy);
        first
            .zip(last)
            .is_some_and(|(first, last)| (first..=last).contains(&index))
    }

    fn slot(&self, arrivals: f64, counters: u32) -> Option<Slot> {
        let queue = Queue::new(arrivals / SLOT_HOURS, self.mean_service_seconds, counters)?;
        Some(Slot {
            load: queue.load(),
            counters,
            served_in_time: queue.served_within(self.within_seconds),
            utilisation: queue.utilisation(),
        })
    }

    fn level(&self, counters: impl Fn(usize) -> u32) -> Option<Level> {
        let (mut open_slots, mut busy, mut served, mut arrived, mut slots_short) =
            (0_u64, 0.0, 0.0, 0.0, 0);
        for (index, &arrivals) in self.arrivals_by_slot.iter().enumerate() {
            let slot = self.slot(arrivals, counters(index))?;
            open_slots += u64::from(slot.counters);
            busy += slot.utilisation * f64::from(slot.counters);
            served += slot.served_in_time * arrivals;
            arrived += arrivals;
            slots_short += usize::from(slot.served_in_time < self.target_share);
        }
        let open_slots = open_slots as f64;
        Some(Level {
            counter_hours: open_slots * SLOT_HOURS,
            utilisation: if open_slots > 0.0 {
                busy / open_slots
            } else {
                0.0
            },
            served_in_time: if arrived > 0.0 { served / arrived } else { 1.0 },
            slots_short,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn near(left: f64, right: f64, tolerance: f64) {
        assert!((left - right).abs() <= tolerance, "{left} is not {right}");
    }

    /// 480 s a customer, 80 % within 600 s. Slots of 3, 0 and 6 arrivals are 1.6, 0 and 3.2 erlangs. By the closed form:
    /// at 1.6, 2 counters serve 1 − (32/45)·e^(−0.5) = 56.9 %, 3 serve 1 − 0.27384…·e^(−1.75) = 95.2 %; at 3.2, 4
    /// serve 78.1 % and 5 serve 97.0 %.
    #[test]
    fn plans_a_small_day() {
        let plan = plan(&[0.0, 3.0, 0.0, 6.0, 0.0], 480.0, 0.8, 600.0).unwrap();
        let counters: Vec<u32> = plan.slots.iter().map(|slot| slot.counters).collect();
        assert_eq!(counters, [0, 3, 1, 5, 0]);
        assert_eq!(plan.flat_counters, 5);
        assert_eq!(plan.fitted.counter_hours, 2.25);
        assert_eq!(plan.flat.counter_hours, 3.75);
        assert_eq!(plan.hours_saved, 1.5);
        near(plan.fitted.utilisation, 4.8 / 9.0, 1e-15);
        near(plan.flat.utilisation, 4.8 / 15.0, 1e-15);
        assert_eq!((plan.fitted.slots_short, plan.flat.slots_short), (0, 0));
        assert!(plan.flat.served_in_time > plan.fitted.served_in_time);
        near(plan.slots[1].load, 1.6, 1e-15);
        near(plan.slots[1].utilisation, 1.6 / 3.0, 1e-15);
    }

    #[test]
    fn shows_where_a_flat_number_falls_short() {
        let day = [0.0, 3.0, 0.0, 6.0, 0.0];
        let level = flat_level(&day, 480.0, 0.8, 600.0, 3).unwrap();
        assert_eq!(level.counter_hours, 2.25);
        assert_eq!(level.slots_short, 1);
        // 1.6 busy in the first slot, none in the second, all 3 in the last, which cannot do its 3.2.
        near(level.utilisation, 4.6 / 9.0, 1e-15);
        // Of the 9 customers a third, those of the first slot, are served: 1 − C·e^(−1.75) of them.
        near(
            level.served_in_time,
            Queue::new(12.0, 480.0, 3).unwrap().served_within(600.0) / 3.0,
            1e-15,
        );
    }

    #[test]
    fn a_day_without_customers_needs_no_counters() {
        for day in [&[][..], &[0.0; 96]] {
            let plan = plan(day, 480.0, 0.8, 600.0).unwrap();
            assert_eq!(plan.flat_counters, 0);
            assert_eq!(plan.fitted.counter_hours, 0.0);
            assert_eq!(plan.fitted.utilisation, 0.0);
            assert_eq!(plan.fitted.served_in_time, 1.0);
            assert_eq!(plan.hours_saved, 0.0);
        }
    }

    #[test]
    fn refuses_what_cannot_be() {
        assert_eq!(plan(&[1.0, f64::NAN], 300.0, 0.8, 600.0), None);
        assert_eq!(plan(&[1.0, -1.0], 300.0, 0.8, 600.0), None);
        assert_eq!(plan(&[1.0], 300.0, 1.0, 600.0), None);
        assert_eq!(flat_level(&[f64::NAN], 300.0, 0.8, 600.0, 2), None);
    }

    proptest! {
        #[test]
        fn a_fitted_plan_never_costs_more_and_serves_every_slot(
            arrivals in proptest::collection::vec(0.0..40.0_f64, 0..96),
            service in 30.0..900.0_f64,
        ) {
            let plan = plan(&arrivals, service, 0.8, 600.0).unwrap();
            prop_assert!(plan.hours_saved >= 0.0);
            prop_assert_eq!(plan.fitted.slots_short, 0);
            prop_assert_eq!(plan.flat.slots_short, 0);
            prop_assert!((0.0..=1.0).contains(&plan.fitted.utilisation));
            prop_assert!(plan.flat.utilisation <= plan.fitted.utilisation + 1e-12);
            if plan.flat_counters > 1 {
                let fewer = flat_level(&arrivals, service, 0.8, 600.0, plan.flat_counters - 1).unwrap();
                prop_assert!(fewer.slots_short > 0);
            }
        }
    }
}
