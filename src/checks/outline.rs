//! What a file covers: its days, its halls by month, its staff.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::facts::actions::Actions;
use crate::facts::complaints::ComplaintFacts;
use crate::facts::costs::CostFacts;
use crate::facts::inspections::InspectionFacts;
use crate::facts::inventory::InventoryFacts;
use crate::facts::issues::IssueFacts;
use crate::facts::sales::SalesFacts;
use crate::facts::services::ServiceFacts;
use crate::facts::staff::Roster;
use crate::facts::subscribers::SubscriberFacts;
use crate::facts::surveys::SurveyFold;
use crate::facts::targets::Targets;
use crate::facts::training::TrainingFacts;
use crate::facts::{Merge, Table};
use crate::month::Month;

/// What a file covers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outline {
    /// The first and the last day of its rows; none where they bear none.
    pub span: Option<(Date, Date)>,
    /// The halls named (`""`: none) and the months of their rows.
    pub halls: BTreeMap<String, BTreeSet<Month>>,
    /// The staff ids named, and their rows.
    pub staff: BTreeMap<String, u64>,
}

impl Outline {
    /// The first and the last month of the rows.
    #[must_use]
    pub fn months(&self) -> Option<(Month, Month)> {
        let (first, last) = self.span?;
        Some((Month::of(first), Month::of(last)))
    }

    fn of<F: Default + Merge>(table: &Table<F>) -> Self {
        let mut outline = Self {
            span: table.span(),
            ..Self::default()
        };
        for (hall, month, _) in table.groups() {
            let months = outline.halls.entry(hall.to_owned()).or_default();
            months.insert(month);
        }
        outline
    }

    fn of_halls(halls: BTreeSet<&str>) -> Self {
        let halls = halls
            .into_iter()
            .map(|hall| (hall.to_owned(), BTreeSet::new()));
        Self {
            halls: halls.collect(),
            ..Self::default()
        }
    }

    fn count(&mut self, staff_id: &str, rows: u64) {
        *self.staff.entry(staff_id.to_owned()).or_default() += rows;
    }
}

/// Facts of a file that tell what it covers.
pub trait Outlined {
    /// What the file covers.
    fn outline(&self) -> Outline;
}

macro_rules! outlined_by_groups {
    ($($facts:ty),*) => { $(impl Outlined for Table<$facts> {
        fn outline(&self) -> Outline {
            Outline::of(self)
        }
    })* };
}
outlined_by_groups!(
    SubscriberFacts,
    ComplaintFacts,
    InventoryFacts,
    CostFacts,
    InspectionFacts,
    IssueFacts
);

impl Outlined for SurveyFold {
    fn outline(&self) -> Outline {
        Outline::of(&self.table)
    }
}

impl Outlined for Table<SalesFacts> {
    fn outline(&self) -> Outline {
        let mut outline = Outline::of(self);
        for (staff_id, rows) in self.staff_rows().sorted() {
            outline.count(staff_id, *rows);
        }
        outline
    }
}

impl Outlined for Table<ServiceFacts> {
    fn outline(&self) -> Outline {
        let mut outline = Outline::of(self);
        for (staff_id, rows) in self.staff_rows().sorted() {
            outline.count(staff_id, *rows);
        }
        outline
    }
}

impl Outlined for Table<TrainingFacts> {
    /// Training is grouped by member of staff.
    fn outline(&self) -> Outline {
        let mut outline = Outline {
            span: self.span(),
            ..Outline::default()
        };
        for (staff_id, _, facts) in self.groups() {
            let courses = facts.courses.values();
            let rows = courses.map(|course| course.staff.values().map(|own| own.rows).sum::<u64>());
            let rows = rows.sum();
            outline.count(staff_id, rows);
        }
        outline
    }
}

impl Outlined for Roster {
    fn outline(&self) -> Outline {
        Outline::of_halls(self.halls())
    }
}

impl Outlined for Targets {
    fn outline(&self) -> Outline {
        Outline::of_halls(self.halls())
    }
}

impl Outlined for Actions {
    fn outline(&self) -> Outline {
        Outline::default()
    }
}
