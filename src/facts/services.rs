//! Visits and transactions by hall and the month they started in.

use std::collections::BTreeSet;

use jiff::civil::DateTime;

use super::complaints::seconds_between;
use super::{Batch, Group, Mean, Merge, Name, Named, Share, Table};
use crate::dataset::Dataset;
use crate::dataset::services::{Channel, SERVICES, Service};
use crate::ingest::Cells;
use crate::mergeable;
use crate::money::Money;
use crate::month::Month;

/// Quarter hours in a day.
pub const QUARTERS: usize = 96;

mergeable! {
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
        pub staff: Named<Mean>,
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
        /// By day of the month, the hours they handled a visit in: bit h stands for the hour from h o'clock.
        pub hours: [u32; 31] => either,
    }
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

    /// Visits at the counter (or with no channel given) by hour of the day they arrived in.
    #[must_use]
    pub fn counter_arrivals(&self) -> [u64; 24] {
        let mut hours = [0; 24];
        for day in self.arrivals.iter() {
            for (quarter, n) in day.iter().enumerate() {
                hours[quarter / 4] += u64::from(*n);
            }
        }
        hours
    }

    /// By hour of the day, how many different members of staff handled a visit in it, added up over the days.
    #[must_use]
    pub fn staff_hours(&self) -> [u64; 24] {
        let mut hours = [0; 24];
        for (_, staff) in self.staff.sorted() {
            for day in staff.hours {
                for (hour, n) in hours.iter_mut().enumerate() {
                    *n += u64::from(day >> hour & 1);
                }
            }
        }
        hours
    }

    /// Days with visits.
    #[must_use]
    pub fn open_days(&self) -> u64 {
        self.days.iter().filter(|n| **n > 0).count() as u64
    }

    fn add_visit(&mut self, visit: &Visit, shown: bool) {
        let hour = usize::from(visit.hour);
        self.rows += 1;
        self.days[usize::from(visit.day) - 1] += 1;
        self.week_hours[usize::from(visit.weekday)][hour] += 1;
        if let Some(seconds) = visit.handling {
            self.handling.add_whole(seconds);
        }
        if let Some(seconds) = visit.wait {
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
        let counter = matches!(visit.channel, None | Some(Channel::Counter));
        if counter {
            let (weekday, quarter) = visit.arrived;
            self.arrivals[usize::from(weekday)][usize::from(quarter)] += 1;
            if let Some(seconds) = visit.handling {
                self.counter_handling.add_whole(seconds);
            }
        }
        let business = self.businesses.at(visit.business);
        business.rows += 1;
        if let Some(channel) = visit.channel {
            business.channel[channel as usize] += 1;
        }
        business.one_pass.add(visit.one_pass);
        if let Some(seconds) = visit.handling {
            business.handling.add_whole(seconds);
            if counter {
                business.counter.add_whole(seconds);
            }
        }
        if let Some(staff_id) = visit.staff.filter(|_| shown) {
            let staff = self.staff.at(staff_id);
            staff.rows += 1;
            for at in visit.hour..=visit.until {
                staff.hours[usize::from(visit.day) - 1] |= 1 << at;
            }
            if let Some(rating) = visit.rating {
                staff.rating.add(rating);
            }
            if let Some(seconds) = visit.handling {
                staff.handling.add_whole(seconds);
                business.staff.at(staff_id).add_whole(seconds);
            }
        }
    }
}

/// A visit as it waits to be added.
#[derive(Debug, Clone, Copy)]
pub struct Visit {
    /// Seconds from start to end, and from ticket to start.
    handling: Option<i64>,
    wait: Option<i64>,
    rating: Option<Money>,
    business: Name,
    staff: Option<Name>,
    channel: Option<Channel>,
    one_pass: Option<bool>,
    /// Of the start: day of the month, weekday from Monday, hour.
    day: u8,
    weekday: u8,
    hour: u8,
    /// The last hour of that day that it takes up.
    until: u8,
    /// Weekday and quarter hour of arrival.
    arrived: (u8, u8),
}

impl Visit {
    fn new(visit: &Service<'_>, business: Name, staff: Option<Name>) -> Self {
        let started = visit.started_at;
        let weekday = |at: DateTime| at.weekday().to_monday_zero_offset().unsigned_abs();
        let arrived = visit.ticket_at.unwrap_or(started);
        let quarter = arrived.hour() * 4 + arrived.minute() / 15;
        let hour = started.hour().unsigned_abs();
        Self {
            handling: visit.ended_at.map(|ended| seconds_between(started, ended)),
            wait: visit
                .ticket_at
                .map(|ticket| seconds_between(ticket, started)),
            rating: visit.rating,
            business,
            staff,
            channel: visit.channel,
            one_pass: visit.one_pass,
            day: started.day().unsigned_abs(),
            weekday: weekday(started),
            hour,
            // A visit that runs past midnight counts to the end of its day.
            until: visit
                .ended_at
                .map_or(hour, |ended| last_hour(started, ended)),
            arrived: (weekday(arrived), quarter.unsigned_abs()),
        }
    }
}

/// The last hour of its first day that a visit takes up; one that ends on the hour does not take up the next.
fn last_hour(started: DateTime, ended: DateTime) -> u8 {
    let first = started.hour().unsigned_abs();
    if ended.date() > started.date() {
        return 23;
    }
    let last = ended.hour().unsigned_abs();
    let on_the_hour = ended.minute() == 0 && ended.second() == 0 && ended.subsec_nanosecond() == 0;
    (last - u8::from(on_the_hour && last > 0)).max(first)
}

/// The bits that are set in either.
fn either(mut mine: [u32; 31], more: [u32; 31]) -> [u32; 31] {
    for (mine, more) in mine.iter_mut().zip(more) {
        *mine |= more;
    }
    mine
}

impl Table<ServiceFacts> {
    /// Adds a visit to the group of its hall and the month it started in.
    pub fn add(&mut self, visit: &Service<'_>) {
        let date = visit.started_at.date();
        let staff = visit.staff_id.map(Name::of);
        let hall = Name::of(visit.hall.unwrap_or_default());
        let record = Visit::new(visit, Name::of(visit.business), staff);
        let month = Month::of(date);
        self.cover(date);
        let group = self.group(visit.hall, month);
        group.add(hall, month, std::iter::once(&record), true);
    }
}

impl Group for ServiceFacts {
    type Row = Visit;

    fn dataset() -> &'static Dataset {
        &SERVICES
    }

    fn read<'a>(row: &mut impl Cells<'a>, batch: &mut Batch<Visit>) -> bool {
        let Some(visit) = Service::read(row) else {
            return false;
        };
        let business = batch.names.of(visit.business);
        let staff = batch.staff(visit.staff_id);
        let hall = batch.hall(visit.hall);
        let date = visit.started_at.date();
        batch.cover(date);
        batch.put(hall, Month::of(date), Visit::new(&visit, business, staff));
        true
    }

    fn add<'r>(
        &mut self,
        hall: Name,
        _: Month,
        rows: impl Iterator<Item = &'r Visit>,
        shown: bool,
    ) {
        if self.halls.is_empty() {
            self.halls.insert(hall.text().into());
        }
        rows.for_each(|visit| self.add_visit(visit, shown));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn visit(day: i8, from: (i8, i8), to: (i8, i8), staff_id: &'static str) -> Service<'static> {
        let at = |(hour, minute)| date(2025, 4, day).at(hour, minute, 0, 0);
        Service {
            started_at: at(from),
            ended_at: Some(at(to)),
            ticket_at: None,
            hall: None,
            staff_id: Some(staff_id),
            counter: None,
            business: "补卡",
            channel: None,
            one_pass: None,
            rating: None,
        }
    }

    #[test]
    fn staff_count_once_in_each_hour_they_handle_a_visit_in() {
        let visits = [
            visit(1, (9, 5), (9, 20), "E01"),
            visit(1, (9, 30), (10, 0), "E01"),
            visit(1, (9, 40), (11, 1), "E02"),
            visit(2, (9, 0), (9, 1), "E01"),
        ];
        for cut in 0..=visits.len() {
            let mut table = Table::<ServiceFacts>::default();
            visits[cut..].iter().for_each(|visit| table.add(visit));
            let mut first = Table::<ServiceFacts>::default();
            visits[..cut].iter().for_each(|visit| first.add(visit));
            table.absorb(first);
            let facts = table.into_rolled(|_| true);
            let facts = facts.at(Month::of(date(2025, 4, 1)));
            assert_eq!(facts.staff_hours()[8..13], [0, 3, 1, 1, 0]);
            assert_eq!(facts.counter_arrivals()[8..13], [0, 4, 0, 0, 0]);
            assert_eq!(facts.open_days(), 2);
        }
    }
}
