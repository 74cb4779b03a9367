//! Visits and transactions by hall and the month they started in.

use std::collections::{BTreeMap, BTreeSet};

use super::complaints::seconds_between;
use super::{Mean, Merge, Named, Share, Table};
use crate::dataset::Dataset;
use crate::dataset::services::{Channel, SERVICES, Service};
use crate::ingest::{Fold, row::Row};
use crate::month::Month;

/// Quarter hours in a day.
pub const QUARTERS: usize = 96;

/// The visits of a hall in a month.
#[derive(Debug, Clone)]
pub struct ServiceFacts {
    /// Visits.
    pub rows: u64,
    /// Seconds from start to end.
    pub handling: Mean,
    /// Seconds from ticket to start.
    pub wait: Mean,
    /// Done in one pass.
    pub one_pass: Share,
    /// Ratings of 5.
    pub rating: Mean,
    /// By channel: counter, self-service, online.
    pub channel: [u64; 3],
    /// By day of the month.
    pub days: [u64; 31],
    /// By weekday (Monday first) and hour of the start.
    pub week_hours: [[u64; 24]; 7],
    /// Waiting seconds by hour of the start.
    pub hour_wait: [Mean; 24],
    /// Visits at the counter (or with no channel given) by weekday and quarter hour of arrival:
    /// the ticket's time, else the start's.
    pub arrivals: Box<[[u32; QUARTERS]; 7]>,
    /// Handling seconds of the same.
    pub counter_handling: Mean,
    /// The halls visited (`""`: none named). Halls share no counters, so that a roster is worked out for one alone.
    pub halls: BTreeSet<Box<str>>,
    /// By business.
    pub businesses: Named<BusinessVisits>,
    /// By member of staff.
    pub staff: Named<StaffVisits>,
}

/// The visits for one business.
#[derive(Debug, Clone, Default)]
pub struct BusinessVisits {
    /// Visits.
    pub rows: u64,
    /// Seconds from start to end.
    pub handling: Mean,
    /// Seconds from start to end, of those at the counter (or with no channel given).
    pub counter: Mean,
    /// Done in one pass.
    pub one_pass: Share,
    /// By channel: counter, self-service, online.
    pub channel: [u64; 3],
    /// Handling seconds by member of staff.
    pub staff: BTreeMap<Box<str>, Mean>,
}

/// The visits one member of staff handled.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StaffVisits {
    /// Visits.
    pub rows: u64,
    /// Seconds from start to end.
    pub handling: Mean,
    /// Ratings of 5.
    pub rating: Mean,
}

impl Default for ServiceFacts {
    fn default() -> Self {
        Self {
            rows: 0,
            handling: Mean::default(),
            wait: Mean::default(),
            one_pass: Share::default(),
            rating: Mean::default(),
            channel: [0; 3],
            days: [0; 31],
            week_hours: [[0; 24]; 7],
            hour_wait: [Mean::default(); 24],
            arrivals: Box::new([[0; QUARTERS]; 7]),
            counter_handling: Mean::default(),
            halls: BTreeSet::new(),
            businesses: Named::default(),
            staff: Named::default(),
        }
    }
}

impl ServiceFacts {
    /// Visits by hour of the day.
    #[must_use]
    pub fn hours(&self) -> [u64; 24] {
        let mut hours = [0; 24];
        for day in &self.week_hours {
            hours.absorb(*day);
        }
        hours
    }

    fn add(&mut self, visit: &Service<'_>) {
        let started = visit.started_at;
        let hour = usize::from(started.hour().unsigned_abs());
        let weekday = usize::from(started.weekday().to_monday_zero_offset().unsigned_abs());
        let hall = visit.hall.unwrap_or("");
        if !self.halls.contains(hall) {
            self.halls.insert(hall.into());
        }
        self.rows += 1;
        self.days[usize::from(started.day().unsigned_abs()) - 1] += 1;
        self.week_hours[weekday][hour] += 1;
        let handling = visit.ended_at.map(|ended| seconds_between(started, ended));
        let wait = visit
            .ticket_at
            .map(|ticket| seconds_between(ticket, started));
        if let Some(seconds) = handling {
            self.handling.add_whole(seconds);
        }
        if let Some(seconds) = wait {
            self.wait.add_whole(seconds);
            self.hour_wait[hour].add_whole(seconds);
        }
        self.one_pass.add(visit.one_pass);
        if let Some(rating) = visit.rating {
            self.rating.add(rating);
        }
        if let Some(channel) = visit.channel {
            self.channel[channel as usize] += 1;
        }
        if matches!(visit.channel, None | Some(Channel::Counter)) {
            let arrived = visit.ticket_at.unwrap_or(started);
            let weekday = usize::from(arrived.weekday().to_monday_zero_offset().unsigned_abs());
            let minutes = u16::from(arrived.hour().unsigned_abs()) * 60
                + u16::from(arrived.minute().unsigned_abs());
            self.arrivals[weekday][usize::from(minutes / 15)] += 1;
            if let Some(seconds) = handling {
                self.counter_handling.add_whole(seconds);
            }
        }
        let business = self.businesses.of(visit.business);
        business.rows += 1;
        if let Some(channel) = visit.channel {
            business.channel[channel as usize] += 1;
        }
        business.one_pass.add(visit.one_pass);
        if let Some(seconds) = handling {
            business.handling.add_whole(seconds);
            if matches!(visit.channel, None | Some(Channel::Counter)) {
                business.counter.add_whole(seconds);
            }
        }
        if let Some(staff_id) = visit.staff_id {
            let staff = self.staff.of(staff_id);
            staff.rows += 1;
            if let Some(rating) = visit.rating {
                staff.rating.add(rating);
            }
            if let Some(seconds) = handling {
                staff.handling.add_whole(seconds);
                let times = business.staff.entry(staff_id.into()).or_default();
                times.add_whole(seconds);
            }
        }
    }
}

impl Merge for ServiceFacts {
    fn absorb(&mut self, other: Self) {
        self.rows += other.rows;
        self.handling.absorb(other.handling);
        self.wait.absorb(other.wait);
        self.one_pass.absorb(other.one_pass);
        self.rating.absorb(other.rating);
        self.channel.absorb(other.channel);
        self.days.absorb(other.days);
        self.week_hours.absorb(other.week_hours);
        self.hour_wait.absorb(other.hour_wait);
        self.arrivals.absorb(*other.arrivals);
        self.counter_handling.absorb(other.counter_handling);
        self.halls.extend(other.halls);
        self.businesses.absorb(other.businesses);
        self.staff.absorb(other.staff);
    }
}

impl Merge for BusinessVisits {
    fn absorb(&mut self, other: Self) {
        self.rows += other.rows;
        self.handling.absorb(other.handling);
        self.counter.absorb(other.counter);
        self.one_pass.absorb(other.one_pass);
        self.channel.absorb(other.channel);
        self.staff.absorb(other.staff);
    }
}

impl Merge for StaffVisits {
    fn absorb(&mut self, other: Self) {
        self.rows += other.rows;
        self.handling.absorb(other.handling);
        self.rating.absorb(other.rating);
    }
}

impl Fold for Table<ServiceFacts> {
    fn dataset() -> &'static Dataset {
        &SERVICES
    }

    fn row(&mut self, row: &mut Row<'_, '_>) -> bool {
        let Some(visit) = Service::read(row) else {
            return false;
        };
        let date = visit.started_at.date();
        self.cover(date);
        self.group(visit.hall, Month::of(date)).add(&visit);
        true
    }

    fn merge(&mut self, other: Self) {
        self.merge_table(other);
    }
}
