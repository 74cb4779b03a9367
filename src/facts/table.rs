//! A dataset's groups by hall and month, and the days they cover.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::Named;
use crate::merge::{Merge, least};
use crate::month::Month;

/// The groups of one dataset.
#[derive(Debug, Clone)]
pub struct Table<F> {
    /// By hall (`""` where the table names none), then month.
    pub(super) groups: BTreeMap<Box<str>, BTreeMap<Month, F>>,
    pub(super) first: Option<Date>,
    pub(super) last: Option<Date>,
    pub(super) rows: u64,
    /// Rows by the member of staff they name.
    pub(super) staff: Named<u64>,
}

impl<F> Default for Table<F> {
    fn default() -> Self {
        Self {
            groups: BTreeMap::new(),
            first: None,
            last: None,
            rows: 0,
            staff: Named::default(),
        }
    }
}

impl<F: Default + Merge> Table<F> {
    #[allow(clippy::missing_panics_doc)] // it never does
    /// The group of a hall and month, made where it is new.
    pub fn group(&mut self, hall: Option<&str>, month: Month) -> &mut F {
        let hall = hall.unwrap_or("");
        if !self.groups.contains_key(hall) {
            self.groups.insert(hall.into(), BTreeMap::new());
        }
        #[allow(clippy::expect_used)] // put there above
        let months = self.groups.get_mut(hall).expect("the hall's groups");
        months.entry(month).or_default()
    }

    /// Counts a row and widens the days covered to the one it lies on.
    pub fn cover(&mut self, date: Date) {
        self.rows += 1;
        self.widen(date);
    }

    /// Widens the days covered.
    pub fn widen(&mut self, date: Date) {
        self.first = least(self.first, Some(date));
        self.last = self.last.max(Some(date));
    }

    /// Rows added.
    #[must_use]
    pub const fn rows(&self) -> u64 {
        self.rows
    }

    /// Rows by the member of staff they name, where rows were gathered.
    #[must_use]
    pub const fn staff_rows(&self) -> &Named<u64> {
        &self.staff
    }

    /// The first and the last day covered.
    #[must_use]
    pub fn span(&self) -> Option<(Date, Date)> {
        self.first.zip(self.last)
    }

    /// The halls named, without the nameless one.
    #[must_use]
    pub fn halls(&self) -> BTreeSet<&str> {
        let named = self.groups.keys().map(|hall| &**hall);
        named.filter(|hall| !hall.is_empty()).collect()
    }

    /// Every group in place, for a change to all of them.
    pub fn groups_mut(&mut self) -> impl Iterator<Item = &mut F> {
        self.groups.values_mut().flat_map(BTreeMap::values_mut)
    }

    /// Every group, by hall (`""`: none named) and month.
    pub fn groups(&self) -> impl Iterator<Item = (&str, Month, &F)> {
        self.groups.iter().flat_map(|(hall, months)| {
            let of_hall = months.iter();
            of_hall.map(move |(month, facts)| (&**hall, *month, facts))
        })
    }
}

impl<F: Merge> Merge for Table<F> {
    fn absorb(&mut self, other: Self) {
        let Self {
            groups,
            first,
            last,
            rows,
            staff,
        } = other;
        self.groups.absorb(groups);
        self.first = least(self.first, first);
        self.last = self.last.max(last);
        self.rows += rows;
        self.staff.absorb(staff);
    }
}

impl<F: Clone> Table<F> {
    /// A copy of these halls' groups alone; it covers the days that the whole table covers.
    #[must_use]
    pub fn only<'h>(&self, halls: impl IntoIterator<Item = &'h str>) -> Self {
        let mut groups = BTreeMap::new();
        for hall in halls {
            if let Some((hall, months)) = self.groups.get_key_value(hall) {
                groups.insert(hall.clone(), months.clone());
            }
        }
        Self {
            groups,
            first: self.first,
            last: self.last,
            rows: self.rows,
            staff: Named::default(),
        }
    }
}

impl<F: Default + Merge> Table<F> {
    /// The months of all halls that `chosen` takes, rolled up.
    ///
    /// Distinct counts are counted anew over the union: an order that two halls share counts once. The table is consumed, so that nothing is copied.
    #[must_use]
    pub fn into_rolled(self, chosen: impl Fn(&str) -> bool) -> Rolled<F> {
        let any = self.groups.keys().any(|hall| chosen(hall));
        let rolled = self.into_rolled_in_span(chosen);
        Rolled {
            span: rolled.span.filter(|_| any),
            ..rolled
        }
    }

    /// The same, but the dataset covers its days even where none of it is chosen.
    #[must_use]
    pub fn into_rolled_in_span(self, chosen: impl Fn(&str) -> bool) -> Rolled<F> {
        let span = self.span();
        let mut months: BTreeMap<Month, F> = BTreeMap::new();
        for (hall, groups) in self.groups {
            if !chosen(&hall) {
                continue;
            }
            for (month, facts) in groups {
                match months.get_mut(&month) {
                    None => {
                        months.insert(month, facts);
                    }
                    Some(sum) => sum.absorb(facts),
                }
            }
        }
        Rolled {
            months,
            span,
            empty: F::default(),
        }
    }
}

/// A dataset's months over the halls reported on.
#[derive(Debug, Clone, Default)]
pub struct Rolled<F> {
    months: BTreeMap<Month, F>,
    span: Option<(Date, Date)>,
    empty: F,
}

impl<F> Rolled<F> {
    /// Whether there are no rows at all (of the halls chosen).
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.span.is_none()
    }

    /// The first and the last day the dataset covers.
    #[must_use]
    pub const fn span(&self) -> Option<(Date, Date)> {
        self.span
    }

    /// Whether the month lies between the first row's month and the last's.
    #[must_use]
    pub fn covers(&self, month: Month) -> bool {
        self.span
            .is_some_and(|(first, last)| Month::of(first) <= month && month <= Month::of(last))
    }

    /// The month's facts: empty ones within the months covered where there are no rows, none outside.
    #[must_use]
    pub fn month(&self, month: Month) -> Option<&F> {
        match self.months.get(&month) {
            Some(facts) => Some(facts),
            None => self.covers(month).then_some(&self.empty),
        }
    }

    /// The month's facts; empty ones where there are no rows.
    #[must_use]
    pub fn at(&self, month: Month) -> &F {
        self.months.get(&month).unwrap_or(&self.empty)
    }

    /// The months that have rows, in order.
    pub fn months(&self) -> impl DoubleEndedIterator<Item = (Month, &F)> {
        self.months.iter().map(|(month, facts)| (*month, facts))
    }
}
