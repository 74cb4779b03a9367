//! Costs by hall, month and category.

use super::Table;
use crate::dataset::Dataset;
use crate::dataset::costs::{COSTS, CostRow};
use crate::ingest::{Cells, Fold};
use crate::mergeable;
use crate::money::Money;

mergeable! {
    /// The costs of a hall in a month, by category: marketing, labour, goods, channel, network, other.
    #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
    pub struct CostFacts {
        /// Amounts.
        pub category: [Money; 6],
        /// Rows by category.
        pub rows: [u64; 6],
    }
}

impl CostFacts {
    /// Σ amount.
    #[must_use]
    pub fn total(&self) -> Money {
        self.category.iter().copied().sum()
    }
}

impl Fold for Table<CostFacts> {
    fn dataset() -> &'static Dataset {
        &COSTS
    }

    fn row<'a>(&mut self, row: &mut impl Cells<'a>) -> bool {
        let Some(cost) = CostRow::read(row) else {
            return false;
        };
        self.cover(cost.month.first_day());
        self.widen(cost.month.last_day());
        let facts = self.group(cost.hall, cost.month);
        facts.category[cost.category as usize] += cost.amount;
        facts.rows[cost.category as usize] += 1;
        true
    }
}
