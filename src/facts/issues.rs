//! Problems raised between departments, by hall and the month they were raised in.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Least, Mean, Merge, Table};
use crate::dataset::Dataset;
use crate::dataset::issues::{ISSUES, Issue};
use crate::ingest::{Cells, Fold};
use crate::mergeable;
use crate::money::Money;
use crate::month::Month;

/// How many problems of a month are kept with their description.
pub const TOLD_KEPT: usize = 50;

mergeable! {
    /// The problems of a hall raised in a month.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct IssueFacts {
        /// By category: how many were raised on which day and closed on which.
        pub categories: BTreeMap<Box<str>, BTreeMap<Life, u64>>,
        /// Those not closed in the month they were raised in, never closed ones first, then the oldest, at
        /// most [`TOLD_KEPT`].
        pub told: Least<ToldIssue, TOLD_KEPT>,
    }
}

/// From when to when a problem stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Life {
    /// The day it was raised.
    pub raised: Date,
    /// The day it was closed, if it has been.
    pub closed: Option<Date>,
}

impl Life {
    /// Whether it stood at a month's end: raised before it, not closed before it.
    #[must_use]
    pub fn stands_after(&self, month: Month) -> bool {
        let end = month.next().first_day();
        self.raised < end && self.closed.is_none_or(|closed| closed >= end)
    }
}

/// A problem in its own words. The order is that of the list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ToldIssue {
    /// The day it was closed, if it has been.
    pub closed: Option<Date>,
    /// The day it was raised.
    pub raised: Date,
    /// Its hall, or nothing.
    pub hall: Box<str>,
    /// Its category.
    pub category: Box<str>,
    /// What it is.
    pub description: Box<str>,
    /// The department that is to solve it, where given.
    pub department: Option<Box<str>>,
    /// Who is to see to it, where given.
    pub owner: Option<Box<str>>,
}

impl ToldIssue {
    /// From when to when it stood.
    #[must_use]
    pub const fn life(&self) -> Life {
        Life {
            raised: self.raised,
            closed: self.closed,
        }
    }
}

/// The problems of one category as a month saw them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct IssueMonth {
    /// Raised in the month.
    pub opened: u64,
    /// Closed in the month, whenever they were raised.
    pub closed: u64,
    /// Standing at its end.
    pub open: u64,
    /// Days from raised to closed, of those closed in the month.
    pub days: Mean,
    /// When the oldest of those standing was raised.
    pub oldest: Option<Date>,
}

impl IssueMonth {
    /// Adds `n` problems of a life, as they stood in a month.
    pub fn add(&mut self, life: Life, n: u64, month: Month) {
        if Month::of(life.raised) == month {
            self.opened += n;
        }
        if let Some(closed) = life.closed
            && Month::of(closed) == month
        {
            self.closed += n;
            let days = i128::from(closed.duration_since(life.raised).as_hours() / 24);
            self.days.absorb(Mean {
                sum: Money::from_ten_thousandths(days * i128::from(n) * Money::SCALE),
                n,
            });
        }
        if life.stands_after(month) {
            self.open += n;
            let oldest = self.oldest.map_or(life.raised, |day| day.min(life.raised));
            self.oldest = Some(oldest);
        }
    }

    /// Whether the month saw none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.opened == 0 && self.closed == 0 && self.open == 0
    }
}

impl IssueFacts {
    /// Problems raised.
    #[must_use]
    pub fn rows(&self) -> u64 {
        let categories = self.categories.values();
        categories.flat_map(BTreeMap::values).sum()
    }

    fn add(&mut self, issue: &Issue<'_>) {
        let life = Life {
            raised: issue.date,
            closed: issue.closed_on,
        };
        let lives = self.categories.entry(issue.category.into()).or_default();
        *lives.entry(life).or_default() += 1;
        if life.stands_after(Month::of(issue.date)) {
            self.told.add(ToldIssue {
                closed: life.closed,
                raised: life.raised,
                hall: issue.hall.unwrap_or("").into(),
                category: issue.category.into(),
                description: issue.description.into(),
                department: issue.department.map(Into::into),
                owner: issue.owner.map(Into::into),
            });
        }
    }
}

impl Table<IssueFacts> {
    /// Adds a row to the group of its hall and the month it was raised in.
    pub fn add(&mut self, issue: &Issue<'_>) {
        self.cover(issue.date);
        self.group(issue.hall, Month::of(issue.date)).add(issue);
    }
}

impl Fold for Table<IssueFacts> {
    fn dataset() -> &'static Dataset {
        &ISSUES
    }

    fn row<'a>(&mut self, row: &mut impl Cells<'a>) -> bool {
        let Some(issue) = Issue::read(row) else {
            return false;
        };
        self.add(&issue);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_month_counts_what_it_saw() {
        let march = Month::of(date(2025, 3, 1));
        let lives = [
            (date(2025, 2, 20), Some(date(2025, 3, 2)), 2),
            (date(2025, 2, 25), None, 1),
            (date(2025, 3, 5), Some(date(2025, 3, 9)), 1),
            (date(2025, 3, 6), Some(date(2025, 4, 1)), 3),
            (date(2025, 3, 7), Some(date(2025, 3, 31)), 1),
            (date(2025, 4, 1), None, 5),
        ];
        let mut seen = IssueMonth::default();
        for (raised, closed, n) in lives {
            seen.add(Life { raised, closed }, n, march);
        }
        assert_eq!((seen.opened, seen.closed, seen.open), (5, 4, 4));
        // 2 × 10, 4 and 24 days
        assert_eq!(seen.days.mean(), Some(12.0));
        assert_eq!(seen.oldest, Some(date(2025, 2, 25)));
    }
}
