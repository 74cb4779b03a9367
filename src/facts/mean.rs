//! Sums that a mean or a share is worked out from at the end.

use serde::{Deserialize, Serialize};

use crate::mergeable;
use crate::money::Money;

mergeable! {
    /// A sum of decimals and how many were added.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
    pub struct Mean {
        /// The sum.
        pub sum: Money,
        /// How many.
        pub n: u64,
    }
}

impl Mean {
    /// Adds a value.
    pub fn add(&mut self, value: Money) {
        self.sum += value;
        self.n += 1;
    }

    /// Adds a whole number (of seconds).
    pub fn add_whole(&mut self, value: i64) {
        self.add(Money::from_ten_thousandths(
            i128::from(value) * Money::SCALE,
        ));
    }

    /// The mean, in units; none of no values.
    #[must_use]
    pub fn mean(self) -> Option<f64> {
        (self.n > 0).then(|| self.sum.to_f64() / self.n as f64)
    }

    /// The sum, in units.
    #[must_use]
    pub fn total(self) -> f64 {
        self.sum.to_f64()
    }
}

mergeable! {
    /// How many of those that say yes or no say yes.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
    pub struct Share {
        /// How many say yes.
        pub yes: u64,
        /// How many say either.
        pub of: u64,
    }
}

impl Share {
    /// Adds an answer; a blank is neither.
    pub fn add(&mut self, answer: Option<bool>) {
        if let Some(yes) = answer {
            self.of += 1;
            self.yes += u64::from(yes);
        }
    }

    /// The share, 0–1; none of none.
    #[must_use]
    pub fn ratio(self) -> Option<f64> {
        (self.of > 0).then(|| self.yes as f64 / self.of as f64)
    }
}
