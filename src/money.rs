//! Exact decimal amounts: money in ten-thousandths of a yuan, scores in ten-thousandths of a point.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An exact decimal with four places.
///
/// Sums are exact and so independent of their order. The 128 bits hold 10³⁰ yuan: no sum of
/// cells (each within ±10¹² yuan) overflows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Money(i128);

impl Money {
    /// No money.
    pub const ZERO: Self = Self(0);
    /// Ten-thousandths in a yuan.
    pub const SCALE: i128 = 10_000;

    /// `n` ten-thousandths of a yuan.
    #[must_use]
    pub const fn from_ten_thousandths(n: i128) -> Self {
        Self(n)
    }

    /// `n` whole fen (hundredths of a yuan).
    #[must_use]
    pub const fn from_fen(n: i64) -> Self {
        Self(n as i128 * 100)
    }

    /// The amount in ten-thousandths of a yuan.
    #[must_use]
    pub const fn ten_thousandths(self) -> i128 {
        self.0
    }

    /// The same in 64 bits: as close as they come, which is exact for every amount that a cell may hold.
    #[must_use]
    pub fn in_64_bits(self) -> i64 {
        i64::try_from(self.0).unwrap_or(if self.0 < 0 { i64::MIN } else { i64::MAX })
    }

    /// The nearest `f64`, in yuan.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // the nearest f64 is what is wanted
    pub fn to_f64(self) -> f64 {
        // Up to 2⁵³ ten-thousandths one correctly rounded division suffices; beyond, the
        // whole yuan are converted first, which keeps the error within one unit in the last place.
        self.0 as f64 / 10_000.0
    }

    /// The amount `n` times over.
    #[must_use]
    pub const fn times(self, n: i64) -> Self {
        Self(self.0 * n as i128)
    }

    /// Whether the amount is 0.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }
}

impl Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl Sub for Money {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl SubAssign for Money {
    fn sub_assign(&mut self, other: Self) {
        self.0 -= other.0;
    }
}

impl Neg for Money {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

impl Serialize for Money {
    /// A number of ten-thousandths; as text where it exceeds 64 bits, which JSON readers lose.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match i64::try_from(self.0) {
            Ok(n) => serializer.serialize_i64(n),
            Err(_) => serializer.collect_str(&self.0),
        }
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Form {
            Number(i64),
            Text(String),
        }
        match Form::deserialize(deserializer)? {
            Form::Number(n) => Ok(Self(n.into())),
            Form::Text(text) => text.parse().map(Self).map_err(serde::de::Error::custom),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adds_exactly_where_floats_do_not() {
        let tenth = Money::from_fen(10);
        let sum: Money = std::iter::repeat_n(tenth, 3).sum();
        assert_eq!(sum, Money::from_fen(30));
        assert!((0.1_f64 + 0.1 + 0.1 - 0.3).abs() > 0.0);
    }

    #[test]
    fn survives_json_at_any_size() {
        for n in [
            0,
            -1,
            i128::from(i64::MAX) + 1,
            -170_141_183_460_469_231_731,
        ] {
            let money = Money::from_ten_thousandths(n);
            let text = serde_json::to_string(&money).unwrap();
            assert_eq!(serde_json::from_str::<Money>(&text).unwrap(), money);
        }
    }
}
