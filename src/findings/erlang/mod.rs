//! How many counters a hall needs: the Erlang C queue, one quarter of an hour at a time.
//!
//! Input: mean arrivals, mean service time, the service promised (a share of customers served within a time). Output:
//! counters, waiting and utilisation. Refuses (`None`) numbers that are negative or not finite, a promise of 100 % to
//! customers who do arrive (no finite number of counters keeps it), and more than [`MAX_COUNTERS`] counters.
//!
//! The model is M/M/N: Poisson arrivals, exponential service times, one queue, nobody leaves it. Source: A. K. Erlang,
//! "Solution of some problems in the theory of probabilities of significance in automatic telephone exchanges",
//! Elektroteknikeren 13 (1917); the formulas as in R. B. Cooper, *Introduction to Queueing Theory*, 2nd ed. (1981), ch. 3.
//! A day is planned as independent stationary periods (SIPP: L. Green, P. Kolesar, J. Soares, "Improving the SIPP approach
//! for staffing service systems that have cyclic demands", Operations Research 49 (2001)): a queue left over from one
//! quarter of an hour is not carried into the next, so a plan is a little short where load falls off a steep peak.

mod day;

pub use day::{Level, MAX_COUNTERS, Plan, Slot, flat_level, plan};

/// The load in erlangs: the mean number of counters busy, if there were enough of them.
#[must_use]
pub fn offered_load(arrivals_per_hour: f64, mean_service_seconds: f64) -> f64 {
    arrivals_per_hour * mean_service_seconds / 3600.0
}

/// The probability that all `agents` are busy when nobody may queue (Erlang B); 1 without agents, unless there is no load.
///
/// By the recursion B(0) = 1, B(n) = A·B(n−1) / (n + A·B(n−1)), which adds and divides positive numbers only and so
/// neither overflows nor cancels at any load, unlike the powers and factorials of the closed form.
#[must_use]
pub fn blocking(load: f64, agents: u32) -> f64 {
    (1..=agents).fold(if load > 0.0 { 1.0 } else { 0.0 }, |before, n| {
        next_blocking(load, before, n)
    })
}

/// B(n) from B(n−1).
fn next_blocking(load: f64, before: f64, n: u32) -> f64 {
    load * before / (f64::from(n) + load * before)
}

/// The probability that a customer waits at all (Erlang C), from the probability that all agents are busy (Erlang B).
///
/// 1 where the load is not below the agents: the queue then grows without end.
fn waiting_from_blocking(load: f64, agents: u32, blocking: f64) -> f64 {
    let agents = f64::from(agents);
    if load <= 0.0 {
        0.0
    } else if load >= agents {
        1.0
    } else {
        agents * blocking / (agents - load * (1.0 - blocking))
    }
}

/// A queue in its steady state.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Queue {
    load: f64,
    agents: u32,
    mean_service_seconds: f64,
    waiting: f64,
}

impl Queue {
    /// The queue before `agents` counters. `None` where a number is negative or not finite.
    #[must_use]
    pub fn new(arrivals_per_hour: f64, mean_service_seconds: f64, agents: u32) -> Option<Self> {
        let load = checked_load(arrivals_per_hour, mean_service_seconds)?;
        Some(Self {
            load,
            agents,
            mean_service_seconds,
            // An overloaded queue needs no recursion, however many agents it has.
            waiting: if load >= f64::from(agents) {
                waiting_from_blocking(load, agents, 1.0)
            } else {
                waiting_from_blocking(load, agents, blocking(load, agents))
            },
        })
    }

    /// The load, in erlangs.
    #[must_use]
    pub fn load(&self) -> f64 {
        self.load
    }

    /// Whether the agents keep up with the load; without load always.
    #[must_use]
    pub fn is_stable(&self) -> bool {
        self.load <= 0.0 || self.load < f64::from(self.agents)
    }

    /// The probability that a customer has to wait, 0–1; 1 where the queue is not stable.
    #[must_use]
    pub fn waiting_probability(&self) -> f64 {
        self.waiting
    }

    /// The service level: the share of customers whose wait is at most `seconds`, 0–1; 0 where the queue is not stable.
    ///
    /// 1 − C·e^(−(N − A)·t/s).
    #[must_use]
    pub fn served_within(&self, seconds: f64) -> f64 {
        if !self.is_stable() {
            return 0.0;
        }
        if self.load <= 0.0 {
            return 1.0;
        }
        let spare = f64::from(self.agents) - self.load;
        1.0 - self.waiting * (-spare * seconds.max(0.0) / self.mean_service_seconds).exp()
    }

    /// The mean wait in seconds over all customers, those who do not wait included: C·s / (N − A).
    ///
    /// `None` where the queue is not stable: it has no mean.
    #[must_use]
    pub fn mean_wait_seconds(&self) -> Option<f64> {
        if self.load <= 0.0 {
            return Some(0.0);
        }
        self.is_stable().then(|| {
            self.waiting * self.mean_service_seconds / (f64::from(self.agents) - self.load)
        })
    }

    /// The share of time that a counter is busy, 0–1; 1 where the queue is not stable, 0 without agents or load.
    #[must_use]
    pub fn utilisation(&self) -> f64 {
        if self.agents == 0 {
            return if self.load > 0.0 { 1.0 } else { 0.0 };
        }
        (self.load / f64::from(self.agents)).min(1.0)
    }
}

/// The least number of agents with whom at least `target_share` (0–1) of the customers wait `within_seconds` or less.
///
/// No arrivals need 0 agents: nobody is there to wait. (A hall that is open keeps one counter all the same; [`plan`]
/// does.) A target of 0 still needs a stable queue. `None` where more than `max_agents` would be needed, where the target is
/// 1 or more, or where a number is negative or not finite.
#[must_use]
pub fn agents_needed(
    arrivals_per_hour: f64,
    mean_service_seconds: f64,
    target_share: f64,
    within_seconds: f64,
    max_agents: u32,
) -> Option<u32> {
    let load = checked_load(arrivals_per_hour, mean_service_seconds)?;
    if !(target_share >= 0.0 && within_seconds >= 0.0 && within_seconds.is_finite()) {
        return None;
    }
    if load <= 0.0 {
        return Some(0);
    }
    // Floating point would let a promise of 100 % come true at some large number; in truth none keeps it.
    if target_share >= 1.0 || load >= f64::from(max_agents) {
        return None;
    }
    let mut blocked = 1.0;
    (1..=max_agents).find(|&agents| {
        blocked = next_blocking(load, blocked, agents);
        let queue = Queue {
            load,
            agents,
            mean_service_seconds,
            waiting: waiting_from_blocking(load, agents, blocked),
        };
        queue.is_stable() && queue.served_within(within_seconds) >= target_share
    })
}

/// The load, where both numbers and it are finite and not negative.
fn checked_load(arrivals_per_hour: f64, mean_service_seconds: f64) -> Option<f64> {
    let load = offered_load(arrivals_per_hour, mean_service_seconds);
    (arrivals_per_hour >= 0.0 && mean_service_seconds >= 0.0 && load.is_finite()).then_some(load)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn near(left: f64, right: f64, tolerance: f64) {
        assert!((left - right).abs() <= tolerance, "{left} is not {right}");
    }

    /// The call-centre example found in most introductions, with the figures that the documentation of pyworkforce 0.1.0
    /// prints for it: 100 calls in half an hour, 180 s each, 80 % within 20 s.
    #[test]
    fn agrees_with_the_80_20_example() {
        assert_eq!(agents_needed(200.0, 180.0, 0.8, 20.0, 100), Some(14));
        let queue = Queue::new(200.0, 180.0, 14).unwrap();
        near(queue.load(), 10.0, 0.0);
        near(queue.waiting_probability(), 0.174_131_933_595_049_8, 1e-14);
        near(queue.served_within(20.0), 0.888_350_019_179_466_9, 1e-14);
        near(queue.utilisation(), 0.714_285_714_285_714_3, 1e-15);
        near(queue.mean_wait_seconds().unwrap(), 7.835_937, 1e-6);
        // One agent fewer serves 79.6 %.
        near(
            Queue::new(200.0, 180.0, 13).unwrap().served_within(20.0),
            0.795_595,
            1e-6,
        );
    }

    /// 360 calls in half an hour, 240 s each, 55 agents: the other example in wide use (48 erlangs).
    #[test]
    fn agrees_with_the_48_erlang_example() {
        let queue = Queue::new(720.0, 240.0, 55).unwrap();
        near(queue.waiting_probability(), 0.238_700_936_378, 1e-12);
        near(queue.served_within(15.0), 0.845_883_092_171, 1e-12);
        near(queue.mean_wait_seconds().unwrap(), 8.184_032_104, 1e-9);
    }

    /// Table values of Erlang B, and Erlang C worked out in fractions: C(2, 1) = 1/3, C(3, 2) = 4/9, and the rest by the
    /// closed form in exact rational arithmetic.
    #[test]
    fn agrees_with_tables_and_fractions() {
        near(blocking(2.0, 5), 0.0367, 5e-5);
        near(blocking(5.0, 10), 0.0184, 5e-5);
        near(blocking(10.0, 14), 0.0568, 5e-5);
        near(blocking(10.0, 10), 0.214_582_343_107, 1e-12);
        near(blocking(1.0, 1), 0.5, 0.0);
        let waiting = |load, agents| {
            Queue::new(load, 3600.0, agents)
                .unwrap()
                .waiting_probability()
        };
        near(waiting(0.6, 1), 0.6, 1e-15); // M/M/1: the utilisation
        near(waiting(1.0, 2), 1.0 / 3.0, 1e-15);
        near(waiting(2.0, 3), 4.0 / 9.0, 1e-15);
        near(waiting(2.7, 4), 0.390_699_367_019, 1e-12);
        near(waiting(18.0, 21), 0.395_871_534_161, 1e-12);
        near(waiting(150.0, 160), 0.317_442_485_594, 1e-12);
    }

    #[test]
    fn stays_finite_where_factorials_would_not() {
        let queue = Queue::new(10_000.0, 3600.0, 10_100).unwrap();
        assert!((0.0..1.0).contains(&queue.waiting_probability()));
        assert!(queue.waiting_probability() > 0.2);
    }

    #[test]
    fn an_overloaded_queue_has_no_mean_wait() {
        for agents in [0, 3, 4] {
            let queue = Queue::new(4.0, 3600.0, agents).unwrap();
            assert!(!queue.is_stable());
            assert_eq!(queue.waiting_probability(), 1.0);
            assert_eq!(queue.served_within(1e9), 0.0);
            assert_eq!(queue.mean_wait_seconds(), None);
            assert_eq!(queue.utilisation(), 1.0);
        }
    }

    #[test]
    fn nobody_waits_where_nobody_comes() {
        let queue = Queue::new(0.0, 300.0, 0).unwrap();
        assert_eq!(queue.waiting_probability(), 0.0);
        assert_eq!(queue.served_within(0.0), 1.0);
        assert_eq!(queue.mean_wait_seconds(), Some(0.0));
        assert_eq!(queue.utilisation(), 0.0);
        assert_eq!(agents_needed(0.0, 300.0, 0.8, 600.0, 10), Some(0));
        assert_eq!(agents_needed(20.0, 0.0, 0.8, 600.0, 10), Some(0));
    }

    #[test]
    fn refuses_what_cannot_be() {
        assert_eq!(agents_needed(4.0, 3600.0, 0.8, 600.0, 4), None);
        assert_eq!(agents_needed(4.0, 3600.0, 1.0, 600.0, u32::MAX), None);
        assert_eq!(agents_needed(4.0, 3600.0, f64::NAN, 600.0, 9), None);
        assert_eq!(agents_needed(4.0, 3600.0, 0.8, -1.0, 9), None);
        assert_eq!(agents_needed(-4.0, 3600.0, 0.8, 600.0, 9), None);
        assert_eq!(agents_needed(f64::INFINITY, 1.0, 0.8, 600.0, 9), None);
        assert_eq!(agents_needed(4.0, 3600.0, 0.0, 0.0, 9), Some(5));
        assert_eq!(Queue::new(f64::NAN, 1.0, 1), None);
    }

    proptest! {
        #[test]
        fn the_number_needed_is_the_least(
            arrivals in 0.01..400.0_f64,
            service in 10.0..1200.0_f64,
            target in 0.0..0.999_f64,
            within in 0.0..1200.0_f64,
        ) {
            let needed = agents_needed(arrivals, service, target, within, 5000).unwrap();
            let level = |agents| Queue::new(arrivals, service, agents).unwrap().served_within(within);
            prop_assert!(level(needed) >= target);
            let fewer = Queue::new(arrivals, service, needed - 1).unwrap();
            prop_assert!(!fewer.is_stable() || level(needed - 1) < target);
        }
    }
}
