//! What a hall's staff did in a month, gathered before the halls are rolled up.

use std::collections::BTreeMap;

use crate::facts::sales::StaffSales;
use crate::facts::services::StaffVisits;
use crate::facts::staff::Roster;
use crate::facts::{Facts, Merge};
use crate::metrics::books::Scope;
use crate::month::Month;

/// What a month's staff did, by hall (`""`: none known) and staff id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::metrics) struct Activity(BTreeMap<Box<str>, Staff>);

/// By staff id.
pub(super) type Staff = BTreeMap<Box<str>, Deeds>;

/// What one member of staff did in a hall.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::metrics) struct Deeds {
    /// What they handled.
    pub(super) visits: StaffVisits,
    /// What they sold.
    pub(super) sales: StaffSales,
}

impl Activity {
    /// Gathers the halls that `scope` takes. Rows that name no hall count for the hall that the roster gives their
    /// member of staff: of a table without halls and one with them, the same people come together.
    pub(in crate::metrics) fn by_month(
        facts: &Facts,
        roster: &Roster,
        scope: &Scope,
    ) -> BTreeMap<Month, Self> {
        let mut months: BTreeMap<Month, Self> = BTreeMap::new();
        for (hall, month, sales) in facts.sales.groups() {
            if scope.takes(hall) {
                let activity = months.entry(month).or_default();
                for (staff_id, sales) in sales.staff.sorted() {
                    let deeds = activity.of(hall, staff_id, roster);
                    deeds.sales.absorb(*sales);
                }
            }
        }
        for (hall, month, services) in facts.services.groups() {
            if scope.takes(hall) {
                let activity = months.entry(month).or_default();
                for (staff_id, visits) in services.staff.sorted() {
                    let deeds = activity.of(hall, staff_id, roster);
                    deeds.visits.absorb(*visits);
                }
            }
        }
        months
    }

    /// By hall.
    pub(super) fn halls(&self) -> &BTreeMap<Box<str>, Staff> {
        &self.0
    }

    fn of(&mut self, hall: &str, staff_id: &str, roster: &Roster) -> &mut Deeds {
        let hall = match hall {
            "" => roster.hall_of(staff_id).unwrap_or(""),
            hall => hall,
        };
        let staff = self.0.entry(hall.into()).or_default();
        staff.entry(staff_id.into()).or_default()
    }
}
