//! Inspections of network, devices and rooms, by hall and month.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime};

use super::complaints::seconds_between;
use super::{Least, Mean, Merge, Share, Table};
use crate::dataset::Dataset;
use crate::dataset::inspections::{Area, INSPECTIONS, Inspection, Status};
use crate::ingest::{Cells, Fold};
use crate::mergeable;
use crate::money::Money;
use crate::month::Month;

/// How many faults of a month are kept to be listed.
pub const FAULTS_KEPT: usize = 200;

/// How many areas there are.
pub const AREAS: usize = Area::ALL.len();

mergeable! {
    /// The inspections of a hall in a month.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct InspectionFacts {
        /// By area, in the order of [`Area`].
        pub areas: [AreaInspections; AREAS],
        /// How many faults were fixed on which day (`None`: not at all), of those not fixed in the month they were reported in.
        pub carried: BTreeMap<Option<Date>, u64>,
        /// Those faults themselves, never fixed ones first, at most [`FAULTS_KEPT`].
        pub faults: Least<Fault, FAULTS_KEPT>,
        /// What was looked at, by hall, area and name.
        pub assets: BTreeMap<AssetKey, Asset>,
    }

    /// The inspections in one area.
    #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
    pub struct AreaInspections {
        /// Inspections.
        pub rows: u64,
        /// Fixed, of the faults.
        pub fixed: Share,
        /// Seconds from found to fixed, over rows with both given.
        pub fix_time: Mean,
    }
}

/// An asset's hall (`""`: none named), area and name.
pub type AssetKey = (Box<str>, Area, Box<str>);

mergeable! {
    /// What a month's inspections say of an asset. Each is told with the day of the inspection, of which the last counts.
    #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
    pub struct Asset {
        /// When it was put into use.
        pub installed_on: Option<(Date, Date)> => Ord::max,
        /// How many years it is to last.
        pub service_life_years: Option<(Date, Money)> => Ord::max,
        /// The last day it was found in order.
        pub last_ok: Option<Date> => Ord::max,
    }
}

impl Asset {
    /// The day its service life ends: so many years, of a broken one the whole months, after it was put into use. None
    /// where either is not known or the day lies beyond the year 9999.
    #[must_use]
    pub fn end_of_life(&self) -> Option<Date> {
        let (_, installed) = self.installed_on?;
        let (_, years) = self.service_life_years?;
        let months = years.ten_thousandths() * 12 / Money::SCALE;
        let months = i32::try_from(months).ok()?;
        installed
            .checked_add(jiff::Span::new().try_months(months).ok()?)
            .ok()
    }
}

/// A fault that was not fixed in the month it was reported in. The order is that of the list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// When it was fixed, if it has been.
    pub fixed: Option<DateTime>,
    /// The day of the inspection.
    pub reported: Date,
    /// When it was found, where given.
    pub found: Option<DateTime>,
    /// Its hall, or nothing.
    pub hall: Box<str>,
    /// Its area.
    pub area: Area,
    /// The asset.
    pub asset: Box<str>,
    /// What the inspection noted.
    pub note: Option<Box<str>>,
}

impl Fault {
    /// The day it stands since.
    #[must_use]
    pub fn since(&self) -> Date {
        self.found.map_or(self.reported, DateTime::date)
    }

    /// The key of its asset.
    #[must_use]
    pub fn asset_key(&self) -> AssetKey {
        (self.hall.clone(), self.area, self.asset.clone())
    }
}

/// Whether what was fixed on a day (`None`: not at all) stood at a month's end.
#[must_use]
pub fn stands_after(fixed: Option<Date>, month: Month) -> bool {
    fixed.is_none_or(|fixed| fixed >= month.next().first_day())
}

impl AreaInspections {
    /// Faults.
    #[must_use]
    pub const fn faults(&self) -> u64 {
        self.fixed.of
    }

    fn add(&mut self, row: &Inspection<'_>) {
        self.rows += 1;
        if row.status == Status::Fault {
            self.fixed.add(Some(row.fixed_at.is_some()));
        }
        if let (Some(found), Some(fixed)) = (row.found_at, row.fixed_at) {
            self.fix_time.add_whole(seconds_between(found, fixed));
        }
    }
}

impl InspectionFacts {
    /// The sum over the areas.
    #[must_use]
    pub fn all(&self) -> AreaInspections {
        let mut all = AreaInspections::default();
        self.areas.iter().for_each(|area| all.absorb(*area));
        all
    }

    fn add(&mut self, row: &Inspection<'_>) {
        self.areas[row.area as usize].add(row);
        let hall: Box<str> = row.hall.unwrap_or("").into();
        let fixed = row.fixed_at.map(DateTime::date);
        if row.status == Status::Fault && stands_after(fixed, Month::of(row.date)) {
            *self.carried.entry(fixed).or_default() += 1;
            self.faults.add(Fault {
                fixed: row.fixed_at,
                reported: row.date,
                found: row.found_at,
                hall: hall.clone(),
                area: row.area,
                asset: row.asset.into(),
                note: row.note.map(Into::into),
            });
        }
        let key = (hall, row.area, row.asset.into());
        self.assets.entry(key).or_default().absorb(Asset {
            installed_on: row.installed_on.map(|day| (row.date, day)),
            service_life_years: row.service_life_years.map(|years| (row.date, years)),
            last_ok: (row.status == Status::Ok).then_some(row.date),
        });
    }
}

impl Table<InspectionFacts> {
    /// Adds a row to the group of its hall and month.
    pub fn add(&mut self, row: &Inspection<'_>) {
        self.cover(row.date);
        self.group(row.hall, Month::of(row.date)).add(row);
    }
}

impl Fold for Table<InspectionFacts> {
    fn dataset() -> &'static Dataset {
        &INSPECTIONS
    }

    fn row<'a>(&mut self, row: &mut impl Cells<'a>) -> bool {
        let Some(inspection) = Inspection::read(row) else {
            return false;
        };
        self.add(&inspection);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_service_life_ends_after_its_years() {
        let asset = |years: i64| Asset {
            installed_on: Some((date(2025, 4, 1), date(2020, 2, 29))),
            service_life_years: Some((date(2025, 4, 1), Money::from_fen(years))),
            last_ok: None,
        };
        assert_eq!(asset(500).end_of_life(), Some(date(2025, 2, 28)));
        assert_eq!(asset(550).end_of_life(), Some(date(2025, 8, 29)));
        assert_eq!(asset(10_000_000).end_of_life(), None);
        assert_eq!(Asset::default().end_of_life(), None);
    }
}
