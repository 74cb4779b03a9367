//! Facts: rows folded into exact aggregates by hall and month.
//!
//! In: the rows of `ingest`, one [`Fold`](crate::ingest::Fold) a dataset. Out: a [`Table`] a dataset, whose groups
//! merge by addition, so that a result depends on no order of rows, chunks or files, and halls roll up
//! by merging. Money and scores are exact decimals, durations whole seconds; distinct orders and customers are
//! sets of 64-bit hashes while folding. Memory follows the groups, not the rows.

pub mod actions;
pub mod complaints;
pub mod costs;
mod distinct;
mod gather;
pub mod inspections;
pub mod inventory;
pub mod issues;
mod least;
mod mean;
mod name;
mod named;
pub mod sales;
pub mod services;
pub mod staff;
pub mod subscribers;
pub mod surveys;
mod table;
pub mod targets;
pub mod training;

pub use distinct::{Distinct, IdHash};
pub use gather::{Batch, Gather, Group, Shown};
pub use least::Least;
pub use mean::{Mean, Share};
pub use name::{Name, Names};
pub use named::Named;
pub use table::{Rolled, Table};

pub use crate::merge::Merge;

use crate::mergeable;
use actions::Actions;
use complaints::ComplaintFacts;
use costs::CostFacts;
use inspections::InspectionFacts;
use inventory::InventoryFacts;
use issues::IssueFacts;
use sales::SalesFacts;
use services::ServiceFacts;
use staff::Roster;
use subscribers::SubscriberFacts;
use surveys::SurveyFold;
use targets::Targets;
use training::TrainingFacts;

mergeable! {
    /// The facts of every dataset.
    #[derive(Debug, Clone, Default)]
    #[allow(missing_docs)] // one a dataset
    pub struct Facts {
        pub sales: Table<SalesFacts>,
        pub subscribers: Table<SubscriberFacts>,
        pub complaints: Table<ComplaintFacts>,
        pub inventory: Table<InventoryFacts>,
        pub surveys: SurveyFold,
        pub services: Table<ServiceFacts>,
        pub costs: Table<CostFacts>,
        pub targets: Targets,
        pub staff: Roster,
        pub training: Table<TrainingFacts>,
        pub inspections: Table<InspectionFacts>,
        pub issues: Table<IssueFacts>,
        pub actions: Actions,
    }
}

#[cfg(test)]
mod shuffled;
