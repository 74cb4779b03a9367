//! Rows gathered by hall and month, by several threads into one table.
//!
//! In: rows as small records, names in them as [numbers](Name). Out: a [`Table`]. Each thread keeps a batch of records, puts those of a group
//! side by side, and adds each group's under one short lock; so there is one table however many threads there are, and
//! a group's aggregates are in the cache while its rows are added. Additions commute: the result depends on no order.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use hashbrown::HashMap;
use jiff::civil::Date;

use super::{Merge, Name, Named, Names, Table};
use crate::dataset::Dataset;
use crate::ingest::{Cells, Fold};
use crate::merge::least;
use crate::month::Month;

/// Records of a batch: few enough for the cache, many enough that most groups have several.
const BATCH: usize = 1 << 14;

/// Locks that halls are spread over: so many that two threads seldom want the same.
const SHARDS: usize = 64;

/// Facts of a hall and month that rows are added to in batches.
pub trait Group: Default + Merge + Send {
    /// What is kept of a row until it is added: of 64 bytes or fewer.
    type Row: Copy + Send;
    /// The dataset whose rows are added.
    fn dataset() -> &'static Dataset;
    /// Reads a row into the batch; gives whether it was accepted.
    fn read<'a>(row: &mut impl Cells<'a>, batch: &mut Batch<Self::Row>) -> bool;
    /// Adds rows of this hall (the empty name: none named) and month. `shown`: whether the month's staff are told one by one.
    fn add<'r>(
        &mut self,
        hall: Name,
        month: Month,
        rows: impl Iterator<Item = &'r Self::Row>,
        shown: bool,
    ) where
        Self::Row: 'r;
}

/// The months whose staff are told one by one: the one reported, and those it is held against. Of the others the sums suffice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Shown(Option<Month>);

impl Shown {
    /// Of a report on this month; none: on any.
    #[must_use]
    pub const fn of(reported: Option<Month>) -> Self {
        Self(reported)
    }

    fn takes(self, month: Month) -> bool {
        self.0.is_none_or(|reported| {
            [reported, reported.previous(), reported.year_ago()].contains(&month)
        })
    }
}

/// One thread's rows that are still to be added.
#[derive(Debug)]
pub struct Batch<R> {
    /// The names the thread has met.
    pub names: Names,
    /// Rows by member of staff.
    staff: Named<u64>,
    groups: Vec<(Name, Month)>,
    places: HashMap<(Name, Month), u32>,
    last: Option<((Name, Month), u32)>,
    /// Each record with the place of its group.
    records: Vec<(u32, R)>,
    rows: u64,
    first_day: Option<Date>,
    last_day: Option<Date>,
}

impl<R> Default for Batch<R> {
    fn default() -> Self {
        Self {
            names: Names::default(),
            staff: Named::default(),
            groups: Vec::new(),
            places: HashMap::new(),
            last: None,
            records: Vec::new(),
            rows: 0,
            first_day: None,
            last_day: None,
        }
    }
}

impl<R: Copy> Batch<R> {
    /// Counts a row and widens the days covered to the one it lies on.
    pub fn cover(&mut self, day: Date) {
        self.rows += 1;
        self.widen(day);
    }

    /// Widens the days covered.
    pub fn widen(&mut self, day: Date) {
        self.first_day = least(self.first_day, Some(day));
        self.last_day = self.last_day.max(Some(day));
    }

    /// The number of a row's hall; of none the empty name's.
    pub fn hall(&mut self, hall: Option<&str>) -> Name {
        self.names.of(hall.unwrap_or_default())
    }

    /// The number of a row's member of staff, whose row is counted.
    pub fn staff(&mut self, staff_id: Option<&str>) -> Option<Name> {
        let name = self.names.of(staff_id?);
        *self.staff.at(name) += 1;
        Some(name)
    }

    /// Puts a record of a hall and month into the batch.
    pub fn put(&mut self, hall: Name, month: Month, record: R) {
        let key = (hall, month);
        let place = match self.last {
            Some((last, place)) if last == key => place,
            _ => {
                let place = *self.places.entry(key).or_insert_with(|| {
                    self.groups.push(key);
                    self.groups.len() as u32 - 1
                });
                self.last = Some((key, place));
                place
            }
        };
        self.records.push((place, record));
    }

    /// Gives each group's records, put side by side by counting.
    fn by_group(&self, mut each: impl FnMut(Name, Month, Records<'_, R>)) {
        // Each entry is first how many records its group has, then where they begin, then where they end.
        let mut ends = vec![0_u32; self.groups.len()];
        for (place, _) in &self.records {
            if let Some(count) = ends.get_mut(*place as usize) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for end in &mut ends {
            (sum, *end) = (sum + *end, sum);
        }
        let mut order = vec![0_u32; self.records.len()];
        for (at, (place, _)) in (0..).zip(&self.records) {
            if let Some(end) = ends.get_mut(*place as usize) {
                if let Some(to) = order.get_mut(*end as usize) {
                    *to = at;
                }
                *end += 1;
            }
        }
        let mut start = 0;
        for ((hall, month), end) in self.groups.iter().zip(ends) {
            let places = order.get(start..end as usize).unwrap_or_default();
            start = end as usize;
            if !places.is_empty() {
                let all = &self.records;
                each(*hall, *month, Records { places, all });
            }
        }
    }
}

/// A group's records of a batch.
struct Records<'b, R> {
    places: &'b [u32],
    all: &'b [(u32, R)],
}

impl<'b, R> Iterator for Records<'b, R> {
    type Item = &'b R;

    fn next(&mut self) -> Option<&'b R> {
        let (place, rest) = self.places.split_first()?;
        self.places = rest;
        self.all.get(*place as usize).map(|(_, record)| record)
    }
}

type Groups<G> = HashMap<(Name, Month), Box<G>>;

/// What all threads add to.
#[derive(Debug)]
struct Shared<G> {
    shards: Vec<Mutex<Groups<G>>>,
    shown: Shown,
}

/// A table in the making: one thread's batch, and the groups that it shares with the others.
#[derive(Debug)]
pub struct Gather<G: Group> {
    shared: Arc<Shared<G>>,
    batch: Batch<G::Row>,
}

impl<G: Group> Default for Gather<G> {
    fn default() -> Self {
        Self::showing(Shown::default())
    }
}

impl<G: Group> Gather<G> {
    /// An empty one.
    #[must_use]
    pub fn showing(shown: Shown) -> Self {
        let shards = (0..SHARDS).map(|_| Mutex::default()).collect();
        Self {
            shared: Arc::new(Shared { shards, shown }),
            batch: Batch::default(),
        }
    }

    /// Adds the batch to the groups.
    fn flush(&mut self) {
        let Shared { shards, shown } = &*self.shared;
        self.batch.by_group(|hall, month, records| {
            let Some(shard) = shards.get(hall.place(SHARDS)) else {
                return;
            };
            let mut groups = shard.lock().unwrap_or_else(PoisonError::into_inner);
            let group = groups.entry((hall, month)).or_default();
            G::add(group, hall, month, records, shown.takes(month));
        });
        self.batch.records.clear();
    }

    fn take(&mut self) -> impl Iterator<Item = ((Name, Month), Box<G>)> {
        self.flush();
        let shards = self.shared.shards.iter();
        shards.flat_map(|shard| {
            std::mem::take(&mut *shard.lock().unwrap_or_else(PoisonError::into_inner))
        })
    }
}

impl<G: Group> Merge for Gather<G> {
    fn absorb(&mut self, mut other: Self) {
        let more = &mut other.batch;
        self.batch.rows += more.rows;
        self.batch.first_day = least(self.batch.first_day, more.first_day);
        self.batch.last_day = self.batch.last_day.max(more.last_day);
        self.batch.staff.absorb(std::mem::take(&mut more.staff));
        if Arc::ptr_eq(&self.shared, &other.shared) {
            other.flush();
            return;
        }
        for ((hall, month), group) in other.take() {
            if let Some(shard) = self.shared.shards.get(hall.place(SHARDS)) {
                let mut groups = shard.lock().unwrap_or_else(PoisonError::into_inner);
                groups.entry((hall, month)).or_default().absorb(group);
            }
        }
    }
}

impl<G: Group> Fold for Gather<G> {
    fn dataset() -> &'static Dataset {
        G::dataset()
    }

    fn row<'a>(&mut self, row: &mut impl Cells<'a>) -> bool {
        let accepted = G::read(row, &mut self.batch);
        if self.batch.records.len() >= BATCH {
            self.flush();
        }
        accepted
    }

    fn another(&self) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            batch: Batch::default(),
        }
    }
}

impl<G: Group> From<Gather<G>> for Table<G> {
    fn from(mut gather: Gather<G>) -> Self {
        let mut halls: HashMap<Name, BTreeMap<Month, G>> = HashMap::new();
        for ((hall, month), group) in gather.take() {
            halls.entry(hall).or_default().insert(month, *group);
        }
        let groups = halls.into_iter();
        let batch = gather.batch;
        Self {
            groups: groups
                .map(|(hall, months)| (hall.text().into(), months))
                .collect(),
            first: batch.first_day,
            last: batch.last_day,
            rows: batch.rows,
            staff: batch.staff,
        }
    }
}
