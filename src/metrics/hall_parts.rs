//! What each hall brought in a month of the figures that targets are split by.
//!
//! In: the groups of facts by hall, before they are rolled up. Out: sales by category, subscriptions begun by service and
//! tickets, by month and hall. Rows that name no hall stand under `""`.

use std::collections::BTreeMap;

use super::books::Scope;
use crate::facts::subscribers::SERVICES;
use crate::facts::{Facts, Merge};
use crate::money::Money;
use crate::month::Month;

/// What one hall brought in a month.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct HallParts {
    /// Sales by category.
    pub category: [Money; 3],
    /// Subscriptions begun, by service.
    pub begun: [u64; SERVICES],
    /// Complaint tickets created.
    pub tickets: u64,
}

/// By month and hall, for the halls that `scope` takes.
pub(super) fn by_month(
    facts: &Facts,
    scope: &Scope,
) -> BTreeMap<Month, BTreeMap<Box<str>, HallParts>> {
    let mut months: BTreeMap<Month, BTreeMap<Box<str>, HallParts>> = BTreeMap::new();
    let mut add = |hall: &str, month: Month, change: &dyn Fn(&mut HallParts)| {
        if scope.takes(hall) {
            change(
                months
                    .entry(month)
                    .or_default()
                    .entry(hall.into())
                    .or_default(),
            );
        }
    };
    for (hall, month, sales) in facts.sales.groups() {
        add(hall, month, &|parts| parts.category.absorb(sales.category));
    }
    for (hall, month, subscribers) in facts.subscribers.groups() {
        add(hall, month, &|parts| {
            parts.begun.absorb(subscribers.begun.service);
        });
    }
    for (hall, month, complaints) in facts.complaints.groups() {
        add(hall, month, &|parts| parts.tickets += complaints.rows);
    }
    months
}
