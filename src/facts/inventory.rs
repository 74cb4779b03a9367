//! Stock by hall, month and item.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Merge, Table};
use crate::dataset::Dataset;
use crate::dataset::inventory::{Category, INVENTORY, InventoryItem};
use crate::ingest::{Cells, Fold};
use crate::merge::least;
use crate::mergeable;
use crate::money::Money;

/// A stock category's name as the export has it is not kept: items are grouped by [`Category`], code and name.
pub type ItemKey = (Category, Box<str>, Box<str>);

mergeable! {
    /// The stock of a hall in a month.
    #[derive(Debug, Clone, Default)]
    pub struct InventoryFacts {
        /// By category, item code and item name.
        pub items: BTreeMap<ItemKey, ItemStock>,
    }

    /// What moved of one item in a month.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct ItemStock {
        /// Rows.
        pub rows: u64,
        /// Pieces at the month's start.
        pub opening: i64,
        /// Pieces received.
        pub received: i64,
        /// Pieces issued.
        pub issued: i64,
        /// Pieces at the month's end.
        pub closing: i64,
        /// Rows with a unit cost given.
        pub valued_rows: u64,
        /// Opening pieces × unit cost, of those rows.
        pub opening_value: Money,
        /// Issued pieces × unit cost.
        pub issued_value: Money,
        /// Closing pieces × unit cost.
        pub closing_value: Money,
        /// Pieces activated, and issued, over rows with activations given.
        pub activated: Flow,
        /// Pieces returned, and issued, over rows with returns given.
        pub returned: Flow,
        /// Rows with fewer pieces left than their safety stock.
        pub below_safety: u64,
        /// Safety stock, summed up, where given.
        pub safety: Option<i64>,
        /// The longest lead time in days, where given.
        pub lead_time: Option<i64> => Ord::max,
        /// Rows with pieces left that expire within 90 days of the month's end.
        pub expiring: u64,
        /// The earliest expiry of pieces left.
        pub expires_on: Option<Date> => least,
        /// Income from disposal.
        pub disposal: Money,
        /// Rows with that given.
        pub disposal_rows: u64,
    }

    /// A part of what was issued.
    #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
    pub struct Flow {
        /// The part.
        pub part: i64,
        /// Pieces issued.
        pub issued: i64,
        /// Rows.
        pub rows: u64,
    }
}

/// How long before expiry an item counts as expiring, from the month's end.
const EXPIRY_DAYS: i64 = 90;

impl ItemStock {
    fn add(&mut self, item: &InventoryItem<'_>) {
        self.rows += 1;
        self.opening += item.opening_qty;
        self.received += item.received_qty;
        self.issued += item.issued_qty;
        self.closing += item.closing_qty;
        if let Some(cost) = item.unit_cost {
            self.valued_rows += 1;
            self.opening_value += cost.times(item.opening_qty);
            self.issued_value += cost.times(item.issued_qty);
            self.closing_value += cost.times(item.closing_qty);
        }
        for (flow, part) in [
            (&mut self.activated, item.activated_qty),
            (&mut self.returned, item.returned_qty),
        ] {
            if let Some(part) = part {
                flow.part += part;
                flow.issued += item.issued_qty;
                flow.rows += 1;
            }
        }
        if let Some(safety) = item.safety_stock {
            self.below_safety += u64::from(item.closing_qty < safety);
            self.safety = Some(self.safety.unwrap_or(0) + safety);
        }
        self.lead_time = self.lead_time.max(item.lead_time_days);
        if let Some(expires) = item.expires_on
            && item.closing_qty > 0
        {
            let end = item.month.next().first_day();
            let left = expires.duration_since(end).as_hours() / 24;
            self.expiring += u64::from(left <= EXPIRY_DAYS);
            self.expires_on = least(self.expires_on, Some(expires));
        }
        if let Some(income) = item.disposal_income {
            self.disposal += income;
            self.disposal_rows += 1;
        }
    }
}

impl InventoryFacts {
    /// The sum over the items that `chosen` takes.
    #[must_use]
    pub fn sum(&self, chosen: impl Fn(Category) -> bool) -> ItemStock {
        let mut sum = ItemStock::default();
        for ((category, ..), item) in &self.items {
            if chosen(*category) {
                sum.absorb(item.clone());
            }
        }
        sum
    }
}

impl Fold for Table<InventoryFacts> {
    fn dataset() -> &'static Dataset {
        &INVENTORY
    }

    fn row<'a>(&mut self, row: &mut impl Cells<'a>) -> bool {
        let Some(item) = InventoryItem::read(row) else {
            return false;
        };
        self.cover(item.month.first_day());
        self.widen(item.month.last_day());
        let key = (item.category, item.item_code.into(), item.item.into());
        let items = &mut self.group(item.hall, item.month).items;
        items.entry(key).or_default().add(&item);
        true
    }
}
