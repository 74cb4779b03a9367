//! A calendar month, the period every figure is computed for.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::words::{Filling, Saying, Speak};
use crate::{displays_as_said, saying};

/// A calendar month of the years 1 to 9999.
///
/// Ordered by time. Month M spans [its first midnight, the next month's).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(i32);

impl Month {
    /// The month `month` (1–12) of `year` (1–9999), or `None` where there is no such month.
    #[must_use]
    pub fn new(year: i32, month: u32) -> Option<Self> {
        let month = i32::try_from(month).ok()?;
        ((1..=9999).contains(&year) && (1..=12).contains(&month))
            .then_some(Self(year * 12 + month - 1))
    }

    /// The month that `date` lies in.
    #[must_use]
    pub fn of(date: Date) -> Self {
        Self(i32::from(date.year()) * 12 + i32::from(date.month()) - 1)
    }

    /// The year, 1–9999.
    #[must_use]
    pub fn year(self) -> i32 {
        self.0.div_euclid(12)
    }

    /// The month of the year, 1–12.
    #[must_use]
    pub fn number(self) -> u32 {
        self.0.rem_euclid(12).unsigned_abs() + 1
    }

    /// The month `n` months later (earlier where `n` is negative).
    #[must_use]
    pub fn plus(self, n: i32) -> Self {
        Self((self.0 + n).clamp(12, 9999 * 12 + 11))
    }

    /// The month before.
    #[must_use]
    pub fn previous(self) -> Self {
        self.plus(-1)
    }

    /// The month after.
    #[must_use]
    pub fn next(self) -> Self {
        self.plus(1)
    }

    /// The same month a year before.
    #[must_use]
    pub fn year_ago(self) -> Self {
        self.plus(-12)
    }

    /// How many months `self` comes after `earlier`; negative where it comes before.
    #[must_use]
    pub fn since(self, earlier: Self) -> i32 {
        self.0 - earlier.0
    }

    /// The first day.
    #[must_use]
    pub fn first_day(self) -> Date {
        let year = i16::try_from(self.year()).unwrap_or(i16::MAX);
        let month = i8::try_from(self.number()).unwrap_or(1);
        Date::new(year, month, 1).unwrap_or(Date::MAX)
    }

    /// The last day.
    #[must_use]
    pub fn last_day(self) -> Date {
        self.first_day().last_of_month()
    }

    /// The number of days, 28–31.
    #[must_use]
    pub fn days(self) -> u32 {
        self.first_day().days_in_month().unsigned_abs().into()
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.number())
    }
}

/// What a text that is no month should have been.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct ParseMonthError(String);

impl Speak for ParseMonthError {
    fn saying(&self) -> Saying {
        saying!("errors.no_month", text = &self.0)
    }
}

displays_as_said!(ParseMonthError);

impl From<Month> for Filling {
    fn from(month: Month) -> Self {
        Self::shown(month)
    }
}

impl FromStr for Month {
    type Err = ParseMonthError;

    /// Reads `2025-04`; nothing else, as the command line and the config promise.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || ParseMonthError(text.to_owned());
        let (year, month) = text.split_once('-').ok_or_else(error)?;
        let digits = |s: &str, n| s.len() == n && s.bytes().all(|b| b.is_ascii_digit());
        if !digits(year, 4) || !digits(month, 2) {
            return Err(error());
        }
        let year = year.parse().map_err(|_| error())?;
        let month = month.parse().map_err(|_| error())?;
        Self::new(year, month).ok_or_else(error)
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        text.parse().unwrap()
    }

    #[test]
    fn steps_over_year_ends() {
        assert_eq!(month("2025-01").previous(), month("2024-12"));
        assert_eq!(month("2024-12").next(), month("2025-01"));
        assert_eq!(month("2025-04").year_ago(), month("2024-04"));
        assert_eq!(month("2025-04").since(month("2024-12")), 4);
    }

    #[test]
    fn knows_leap_years() {
        assert_eq!(month("2024-02").days(), 29);
        assert_eq!(month("2025-02").days(), 28);
        assert_eq!(month("2025-02").last_day().to_string(), "2025-02-28");
    }

    #[test]
    fn refuses_other_forms() {
        for text in [
            "2025-13", "2025-4", "202504", "2025-00", "+025-04", "", "2025",
        ] {
            assert!(text.parse::<Month>().is_err(), "{text}");
        }
    }
}
