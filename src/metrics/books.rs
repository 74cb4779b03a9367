//! The facts of the halls reported on, rolled up, ready to be asked by month.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Time;

use super::figures::Absent;
use super::hall_parts::{self, HallParts};
use super::score::activity::Activity;
use crate::facts::actions::Measure;
use crate::facts::complaints::{Carried, ComplaintFacts};
use crate::facts::costs::CostFacts;
use crate::facts::inspections::InspectionFacts;
use crate::facts::inventory::InventoryFacts;
use crate::facts::issues::IssueFacts;
use crate::facts::sales::SalesFacts;
use crate::facts::services::ServiceFacts;
use crate::facts::staff::Roster;
use crate::facts::subscribers::{Stock, SubscriberFacts};
use crate::facts::surveys::SurveyFacts;
use crate::facts::targets::Targets;
use crate::facts::training::TrainingFacts;
use crate::facts::{Facts, Rolled};
use crate::month::Month;

/// Which halls are reported on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Scope {
    /// All, and rows that name none.
    #[default]
    All,
    /// These; rows that name none do not count.
    Halls(Vec<String>),
}

impl Scope {
    /// Whether a hall (`""`: none named) is reported on.
    #[must_use]
    pub fn takes(&self, hall: &str) -> bool {
        match self {
            Self::All => true,
            Self::Halls(halls) => halls.iter().any(|chosen| chosen == hall),
        }
    }

    /// Whether a member of staff is reported on: all are, or those whom the roster puts into the halls.
    #[must_use]
    pub fn takes_staff(&self, staff_id: &str, roster: &Roster) -> bool {
        *self == Self::All || roster.belongs(staff_id, |hall| self.takes(hall))
    }
}

/// The rolled-up facts of every dataset.
#[derive(Debug)]
#[allow(missing_docs)] // one a dataset
pub struct Books {
    pub sales: Rolled<SalesFacts>,
    pub subscribers: Rolled<SubscriberFacts>,
    pub complaints: Rolled<ComplaintFacts>,
    pub inventory: Rolled<InventoryFacts>,
    pub surveys: Rolled<SurveyFacts>,
    pub services: Rolled<ServiceFacts>,
    pub costs: Rolled<CostFacts>,
    pub targets: Arc<Targets>,
    /// Everybody, of all halls.
    pub staff: Arc<Roster>,
    /// The training of those whom the roster puts into the halls reported on; over all halls, everybody's.
    pub training: Rolled<TrainingFacts>,
    pub inspections: Rolled<InspectionFacts>,
    pub issues: Rolled<IssueFacts>,
    pub actions: Vec<Measure>,
    pub scope: Scope,
    /// What each hall (`""`: none named) brought, by month.
    pub halls: BTreeMap<Month, BTreeMap<Box<str>, HallParts>>,
    /// What each member of staff did, by month and hall.
    pub(super) activity: BTreeMap<Month, Activity>,
    stock: BTreeMap<Month, Stock>,
}

/// The subscribers of a month.
#[derive(Debug, Clone, Copy)]
pub struct SubscriberMonth<'a> {
    /// Active when the month began.
    pub opening: Stock,
    /// Active when it ended.
    pub closing: Stock,
    /// What began and ended in it.
    pub facts: &'a SubscriberFacts,
}

impl Books {
    /// Rolls the facts of the chosen halls up.
    #[must_use]
    pub fn new(mut facts: Facts, scope: Scope) -> Self {
        let targets = Arc::new(std::mem::take(&mut facts.targets));
        let staff = Arc::new(std::mem::take(&mut facts.staff));
        Self::with(facts, targets, staff, scope)
    }

    /// The same with targets and roster of all halls, which books may share; those of `facts` are not looked at.
    pub(super) fn with(
        facts: Facts,
        targets: Arc<Targets>,
        staff: Arc<Roster>,
        scope: Scope,
    ) -> Self {
        let takes = |hall: &str| scope.takes(hall);
        let activity = Activity::by_month(&facts, &staff, &scope);
        let halls = hall_parts::by_month(&facts, &scope);
        let subscribers = facts.subscribers.into_rolled(takes);
        let mut stock = BTreeMap::new();
        let mut standing = Stock::default();
        for (month, facts) in subscribers.months() {
            use crate::facts::Merge;
            standing.absorb(facts.begun);
            standing.subtract(&facts.ended);
            stock.insert(month, standing);
        }
        let training = facts
            .training
            .into_rolled_in_span(|staff_id| scope.takes_staff(staff_id, &staff));
        Self {
            sales: facts.sales.into_rolled(takes),
            subscribers,
            complaints: facts.complaints.into_rolled(takes),
            inventory: facts.inventory.into_rolled(takes),
            surveys: facts.surveys.table.into_rolled(takes),
            services: facts.services.into_rolled(takes),
            costs: facts.costs.into_rolled(takes),
            targets,
            training,
            staff,
            inspections: facts.inspections.into_rolled(takes),
            issues: facts.issues.into_rolled(takes),
            actions: facts.actions.into_measures(takes),
            halls,
            activity,
            stock,
            scope,
        }
    }

    /// Subscriptions active at a month's end.
    #[must_use]
    pub fn standing(&self, month: Month) -> Stock {
        let upto = self.stock.range(..=month).next_back();
        upto.map(|(_, stock)| *stock).unwrap_or_default()
    }

    /// The tickets open at a month's end: created before it, not closed before it.
    pub fn open_tickets(&self, month: Month) -> impl Iterator<Item = Carried> + '_ {
        let end = month.next().first_day().to_datetime(Time::midnight());
        self.complaints
            .months()
            .take_while(move |(created, _)| *created <= month)
            .flat_map(|(_, facts)| facts.carried.iter().copied())
            .filter(move |ticket| ticket.closed.is_none_or(|closed| closed >= end))
    }

    /// The subscribers of a month up to the latest date known; before the first one there are none.
    #[must_use]
    pub fn subscriber_month(&self, month: Month) -> Option<SubscriberMonth<'_>> {
        let (_, last) = self.subscribers.span()?;
        if month > Month::of(last) {
            return None;
        }
        Some(SubscriberMonth {
            opening: self.standing(month.previous()),
            closing: self.standing(month),
            facts: self.subscribers.at(month),
        })
    }
}

/// The books as one month's formulas see them.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// The books.
    pub books: &'a Books,
    /// The month.
    pub month: Month,
    /// What the config sets.
    pub settings: Settings,
}

/// What the config sets for the formulas.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// The margin that customer lifetime value is worked out with, a ratio; none: the gross margin.
    pub clv_margin: Option<f64>,
    /// The score from which a course is passed where the export does not say; points of 100.
    pub pass_mark: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            clv_margin: None,
            pass_mark: 60.0,
        }
    }
}

macro_rules! month_of {
    ($($(#[$doc:meta])* $dataset:ident: $facts:ty),* $(,)?) => {
        impl<'a> View<'a> { $(
            $(#[$doc])*
            pub fn $dataset(&self) -> Result<&'a $facts, Absent> {
                let table = &self.books.$dataset;
                table.month(self.month).ok_or(if table.is_empty() {
                    Absent::NoTable(stringify!($dataset))
                } else {
                    Absent::NotCovered(stringify!($dataset), self.month)
                })
            }
        )* }
    };
}

month_of! {
    /// The month's sales.
    sales: SalesFacts,
    /// The month's complaints.
    complaints: ComplaintFacts,
    /// The month's stock.
    inventory: InventoryFacts,
    /// The month's questionnaires.
    surveys: SurveyFacts,
    /// The month's visits.
    services: ServiceFacts,
    /// The month's costs.
    costs: CostFacts,
    /// The month's inspections.
    inspections: InspectionFacts,
    /// The problems raised in the month.
    issues: IssueFacts,
}

impl<'a> View<'a> {
    /// The month's subscribers.
    pub fn subscribers(&self) -> Result<SubscriberMonth<'a>, Absent> {
        let table = &self.books.subscribers;
        self.books
            .subscriber_month(self.month)
            .ok_or(if table.is_empty() {
                Absent::NoTable("subscribers")
            } else {
                Absent::NotCovered("subscribers", self.month)
            })
    }

    /// The month's training. Of some halls it is known only with a roster, which tells whose it is.
    pub fn training(&self) -> Result<&'a TrainingFacts, Absent> {
        let table = &self.books.training;
        if table.is_empty() {
            return Err(Absent::NoTable("training"));
        }
        if self.books.scope != Scope::All && self.books.staff.is_empty() {
            return Err(Absent::NoTable("staff"));
        }
        let month = table.month(self.month);
        month.ok_or(Absent::NotCovered("training", self.month))
    }
}
