//! Complaint tickets by hall and the month they were created in.

use std::collections::BTreeMap;

use jiff::civil::DateTime;

use super::{Mean, Merge, Named, Share, Table};
use crate::dataset::Dataset;
use crate::dataset::complaints::{COMPLAINTS, Complaint, Severity};
use crate::diagnostic::mask;
use crate::ingest::{Cells, Fold};
use crate::mergeable;
use crate::month::Month;

/// Seconds in an hour.
const HOUR: i64 = 3_600;
/// How many late tickets of a month are kept, the latest ones.
pub const LATE_KEPT: usize = 200;

mergeable! {
    /// The tickets of a hall created in a month.
    #[derive(Debug, Clone, Default)]
    pub struct ComplaintFacts {
        /// Tickets.
        pub rows: u64,
        /// By category.
        pub categories: Named<CategoryTickets>,
        /// By department; a ticket of several counts for each.
        pub departments: Named<CategoryTickets>,
        /// Tickets of one department.
        pub single: CategoryTickets,
        /// Tickets of several departments.
        pub cross: CategoryTickets,
        /// Closed within 24 hours, of all but those in flight.
        pub within_24h: Share,
        /// Reopened, of those given.
        pub reopened: Share,
        /// In time by level, of those due: red, yellow, blue.
        pub levels: [Share; 3],
        /// Tickets by level.
        pub level_rows: [u64; 3],
        /// By day of the month.
        pub days: [u64; 31],
        /// Tickets that missed their level's limit, the latest first, at most [`LATE_KEPT`].
        pub late: Late,
        /// Tickets that were open at the end of the month they were created in.
        pub carried: Vec<Carried>,
    }

    /// What is summed up of a group of tickets.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct CategoryTickets {
        /// Tickets.
        pub rows: u64,
        /// How many took how many seconds from creation to closing, of the closed.
        pub close_seconds: BTreeMap<i64, u64>,
        /// Solved at first contact, of those given.
        pub first_contact: Share,
        /// Closed within 24 hours, of all but those in flight.
        pub within_24h: Share,
        /// In time by level, of those due: red, yellow, blue.
        pub levels: [Share; 3],
    }
}

impl CategoryTickets {
    /// Closed tickets.
    #[must_use]
    pub fn closed(&self) -> u64 {
        self.close_seconds.values().sum()
    }

    /// Seconds to close, summed up.
    #[must_use]
    pub fn close_time(&self) -> Mean {
        let mut mean = Mean::default();
        for (seconds, n) in &self.close_seconds {
            let whole = i128::from(*seconds) * i128::from(*n) * crate::money::Money::SCALE;
            mean.sum += crate::money::Money::from_ten_thousandths(whole);
            mean.n += n;
        }
        mean
    }

    /// The nearest-rank 90th percentile of seconds to close: the ⌈0.9 n⌉-th smallest.
    #[must_use]
    pub fn p90_seconds(&self) -> Option<i64> {
        let rank = (self.closed() * 9).div_ceil(10);
        let mut seen = 0;
        self.close_seconds.iter().find_map(|(seconds, n)| {
            seen += n;
            (rank > 0 && seen >= rank).then_some(*seconds)
        })
    }

    fn add(&mut self, ticket: &Complaint<'_>) {
        self.rows += 1;
        self.first_contact.add(ticket.first_contact);
        if let Some(closed) = ticket.closed_at {
            let seconds = seconds_between(ticket.created_at, closed);
            *self.close_seconds.entry(seconds).or_default() += 1;
        }
    }
}

/// A ticket that missed its limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LateTicket {
    /// Seconds beyond the limit; none where it is still unanswered or open.
    pub over: Option<i64>,
    /// When it was created.
    pub created: DateTime,
    /// Its number, masked.
    pub ticket: String,
    /// Its level.
    pub severity: Severity,
    /// Its category.
    pub category: Box<str>,
    /// Its department, or nothing.
    pub department: Box<str>,
}

impl LateTicket {
    /// Unanswered ones first, then by lateness, then by age and number.
    fn key(
        &self,
    ) -> (
        bool,
        std::cmp::Reverse<Option<i64>>,
        Severity,
        DateTime,
        &str,
        &str,
        &str,
    ) {
        (
            self.over.is_some(),
            std::cmp::Reverse(self.over),
            self.severity,
            self.created,
            &self.ticket,
            &self.category,
            &self.department,
        )
    }
}

/// The latest tickets. Which are kept does not depend on the order they come in.
#[derive(Debug, Clone, Default)]
pub struct Late(Vec<LateTicket>);

impl Late {
    fn add(&mut self, ticket: LateTicket) {
        self.0.push(ticket);
        if self.0.len() >= 2 * LATE_KEPT {
            self.cut();
        }
    }

    fn cut(&mut self) {
        self.0.sort_by(|a, b| a.key().cmp(&b.key()));
        self.0.truncate(LATE_KEPT);
    }

    /// The latest ones, the worst first.
    #[must_use]
    pub fn worst(&self) -> Vec<&LateTicket> {
        let mut worst: Vec<&LateTicket> = self.0.iter().collect();
        worst.sort_by(|a, b| a.key().cmp(&b.key()));
        worst.truncate(LATE_KEPT);
        worst
    }
}

impl Merge for Late {
    fn absorb(&mut self, other: Self) {
        self.0.extend(other.0);
        if self.0.len() >= 2 * LATE_KEPT {
            self.cut();
        }
    }
}

/// A ticket that was open when its month ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Carried {
    /// When it was created.
    pub created: DateTime,
    /// When it was closed, if it has been.
    pub closed: Option<DateTime>,
}

/// Whole seconds from one moment to a later one.
#[must_use]
pub fn seconds_between(from: DateTime, to: DateTime) -> i64 {
    to.duration_since(from).as_secs()
}

impl ComplaintFacts {
    /// Every ticket's seconds to close.
    #[must_use]
    pub fn all(&self) -> CategoryTickets {
        let mut all = CategoryTickets::default();
        for (_, category) in self.categories.sorted() {
            all.absorb(category.clone());
        }
        all
    }

    fn add(&mut self, ticket: &Complaint<'_>, month: Month) {
        let end = month
            .next()
            .first_day()
            .to_datetime(jiff::civil::Time::midnight());
        let created = ticket.created_at;
        self.rows += 1;
        self.days[usize::from(created.day().unsigned_abs()) - 1] += 1;
        self.categories.of(ticket.category).add(ticket);
        self.reopened.add(ticket.reopened);
        let in_time = judge(created, ticket.closed_at, 24, end);
        self.within_24h.add(in_time);
        let category = self.categories.of(ticket.category);
        category.within_24h.add(in_time);
        if let Some(department) = ticket.department {
            let names = departments(department);
            for name in &names {
                self.departments.of(name).add(ticket);
            }
            if names.len() > 1 {
                self.cross.add(ticket);
            } else {
                self.single.add(ticket);
            }
        }
        if let Some(severity) = ticket.severity {
            let (done, hours) = match severity {
                Severity::Red => (ticket.responded_at, 2),
                Severity::Yellow => (ticket.closed_at, 24),
                Severity::Blue => (ticket.responded_at, 72),
            };
            self.level_rows[severity as usize] += 1;
            let in_time = judge(created, done, hours, end);
            self.levels[severity as usize].add(in_time);
            let category = self.categories.of(ticket.category);
            category.levels[severity as usize].add(in_time);
            if in_time == Some(false) {
                self.late.add(LateTicket {
                    over: done.map(|done| seconds_between(created, done) - hours * HOUR),
                    created,
                    ticket: mask(ticket.ticket_id),
                    severity,
                    category: ticket.category.into(),
                    department: ticket.department.unwrap_or("").into(),
                });
            }
        }
        if ticket.closed_at.is_none_or(|closed| closed >= end) {
            self.carried.push(Carried {
                created,
                closed: ticket.closed_at,
            });
        }
    }
}

/// Whether something was done within `hours` of creation; none while in flight: not done, and the limit
/// runs out after the month's end.
fn judge(created: DateTime, done: Option<DateTime>, hours: i64, end: DateTime) -> Option<bool> {
    let limit = hours * HOUR;
    match done {
        Some(done) => Some(seconds_between(created, done) <= limit),
        None if seconds_between(created, end) < limit => None,
        None => Some(false),
    }
}

/// The departments a cell names, each once, in their order.
fn departments(cell: &str) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for name in cell.split(['/', '、', ',', ';', '，', '；']) {
        let name = name.trim();
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

impl Fold for Table<ComplaintFacts> {
    fn dataset() -> &'static Dataset {
        &COMPLAINTS
    }

    fn row<'a>(&mut self, row: &mut impl Cells<'a>) -> bool {
        let Some(ticket) = Complaint::read(row) else {
            return false;
        };
        let date = ticket.created_at.date();
        let month = Month::of(date);
        self.cover(date);
        self.group(ticket.hall, month).add(&ticket, month);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::datetime;

    #[test]
    fn judges_what_is_in_flight_apart() {
        let end = datetime(2025, 5, 1, 0, 0, 0, 0);
        let late_april = datetime(2025, 4, 30, 12, 0, 0, 0);
        assert_eq!(judge(late_april, None, 24, end), None);
        assert_eq!(judge(late_april, None, 12, end), Some(false));
        let next_day = Some(datetime(2025, 5, 1, 12, 0, 0, 0));
        assert_eq!(judge(late_april, next_day, 24, end), Some(true));
        assert_eq!(judge(late_april, next_day, 2, end), Some(false));
    }

    #[test]
    fn ninetieth_percentile_is_the_nearest_rank() {
        let mut tickets = CategoryTickets::default();
        assert_eq!(tickets.p90_seconds(), None);
        for seconds in 1..=10 {
            tickets.close_seconds.insert(seconds, 1);
        }
        assert_eq!(tickets.p90_seconds(), Some(9));
        tickets.close_seconds.insert(11, 1);
        assert_eq!(tickets.p90_seconds(), Some(10));
    }

    #[test]
    fn parts_departments() {
        assert_eq!(departments("客服/营业厅"), ["客服", "营业厅"]);
        assert_eq!(departments("客服、 客服; 网络"), ["客服", "网络"]);
        assert_eq!(departments("客服/"), ["客服"]);
    }
}
