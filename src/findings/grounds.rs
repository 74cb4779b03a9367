//! What the rules judge by, and find causes and measures on.

use std::collections::BTreeMap;

use crate::config::Thresholds;
use crate::metrics::figures::Figures;
use crate::money::Money;

/// What the rules judge by.
#[derive(Debug, Clone, Copy)]
pub struct Grounds<'a> {
    /// Every metric in any month, and the facts behind them.
    pub figures: &'a Figures<'a>,
    /// From where on a figure is a finding.
    pub thresholds: &'a Thresholds,
    /// Minutes that a business should take, by its name.
    pub standards: &'a BTreeMap<String, f64>,
    /// What is known of stock.
    pub stock: StockGrounds,
}

/// What the report works out of stock for its own section.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct StockGrounds {
    /// Value of slow stock and its share of all stock, 0–1.
    pub slow: Option<(Money, f64)>,
    /// Items to reorder, pieces, and what they cost.
    pub reorder: Option<(usize, i64, Money)>,
}
