//! The formulas, one file a family. Each takes a month's [`View`] and gives a [`Figure`] or why there is none.

pub(super) mod complaints;
pub(super) mod costs;
pub(super) mod inventory;
pub(super) mod operations;
pub(super) mod sales;
pub(super) mod services;
pub(super) mod subscribers;
pub(super) mod surveys;
pub(super) mod team;

use super::books::View;
use super::figures::{Absent, Figure, Outcome};
use crate::facts::{Mean, Share};

/// A ratio of two sums; absent where the lower one is 0.
fn ratio(numerator: f64, denominator: f64, rows: u64, of: &'static str) -> Outcome {
    if denominator == 0.0 {
        return Err(Absent::Zero(of));
    }
    Ok(Figure {
        value: numerator / denominator,
        numerator: Some(numerator),
        denominator: Some(denominator),
        rows,
    })
}

/// A share of rows that say yes.
fn share(share: Share, of: &'static str) -> Outcome {
    ratio(share.yes as f64, share.of as f64, share.of, of)
}

/// A mean in units of `per` base units (seconds in an hour).
fn mean(mean: Mean, per: f64, of: &'static str) -> Outcome {
    ratio(mean.total() / per, mean.n as f64, mean.n, of)
}
