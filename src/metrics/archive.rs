//! The facts of all halls, from which the books of any one of them are drawn.
//!
//! In: [`Facts`]. Out: [`Books`] of a hall, for which the hall's groups alone are copied and targets and roster are shared,
//! or of any scope, which consumes the facts. A report a hall and a table of halls thus cost what the halls hold, not their
//! number times the whole.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::books::{Books, Scope, Settings};
use super::catalog;
use super::figures::Figures;
use crate::facts::Facts;
use crate::facts::staff::Roster;
use crate::facts::targets::Targets;
use crate::month::Month;

/// The facts of all halls.
#[derive(Debug)]
pub struct Archive {
    /// All but targets and roster.
    facts: Facts,
    targets: Arc<Targets>,
    staff: Arc<Roster>,
    /// The staff ids that the roster puts into a hall.
    staff_of: BTreeMap<Box<str>, Vec<Box<str>>>,
}

/// A hall's value of every metric in a month, in the catalog's order; none where it has none.
#[derive(Debug, Clone, PartialEq)]
pub struct HallFigures {
    /// The hall; nothing where rows name none.
    pub hall: String,
    /// Its values, in the metrics' base units.
    pub values: Vec<Option<f64>>,
}

impl Archive {
    /// Keeps the facts.
    #[must_use]
    pub fn new(mut facts: Facts) -> Self {
        let targets = Arc::new(std::mem::take(&mut facts.targets));
        let staff = Arc::new(std::mem::take(&mut facts.staff));
        let mut staff_of: BTreeMap<Box<str>, Vec<Box<str>>> = BTreeMap::new();
        for (staff_id, hall, _) in staff.members() {
            staff_of
                .entry(hall.into())
                .or_default()
                .push(staff_id.into());
        }
        Self {
            facts,
            targets,
            staff,
            staff_of,
        }
    }

    /// The books of one hall, as [`Books::new`] makes them for it.
    #[must_use]
    pub fn hall(&self, hall: &str) -> Books {
        let all = &self.facts;
        let nobody = Vec::new();
        let staff = self.staff_of.get(hall).unwrap_or(&nobody);
        let facts = Facts {
            sales: all.sales.only([hall]),
            subscribers: all.subscribers.only([hall]),
            complaints: all.complaints.only([hall]),
            inventory: all.inventory.only([hall]),
            surveys: all.surveys.only(hall),
            services: all.services.only([hall]),
            costs: all.costs.only([hall]),
            training: all.training.only(staff.iter().map(|id| &**id)),
            inspections: all.inspections.only([hall]),
            issues: all.issues.only([hall]),
            actions: all.actions.only(hall),
            targets: Targets::default(),
            staff: Roster::default(),
        };
        let scope = Scope::Halls(vec![hall.to_owned()]);
        Books::with(facts, self.targets.clone(), self.staff.clone(), scope)
    }

    /// The books of a scope.
    #[must_use]
    pub fn into_books(self, scope: Scope) -> Books {
        Books::with(self.facts, self.targets, self.staff, scope)
    }

    /// Every metric of each hall (`""`: of the rows that name none) in a month; a hall without any is left out.
    #[must_use]
    pub fn by_hall(&self, halls: &[String], month: Month, settings: Settings) -> Vec<HallFigures> {
        let of_hall = |hall: &String| {
            let books = self.hall(hall);
            let figures = Figures::new(&books, month, settings);
            let value = |metric| figures.now(metric).ok().map(|figure| figure.value);
            HallFigures {
                hall: hall.clone(),
                values: catalog::all().map(value).collect(),
            }
        };
        let all = halls.par_iter().map(of_hall);
        all.filter(|hall| hall.values.iter().any(Option::is_some))
            .collect()
    }
}
