//! Days and moments as counts, which made-up times are reckoned in.
//!
//! A day is counted from 30 December 1899, as workbooks of the 1900 date system do, so that its count is its serial number.

use crate::month::Month;

/// Seconds in a day.
pub(crate) const DAY: i64 = 86_400;

/// Days from 30 December 1899 to 1 March of the year 0, in the Gregorian calendar carried back.
const EPOCH_SHIFT: i64 = 693_899;

/// A day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Day(pub(crate) i64);

/// A second of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment(pub(crate) i64);

impl Day {
    /// The first day of a month. (H. Hinnant, "chrono-compatible low-level date algorithms", `days_from_civil`.)
    pub(crate) fn first_of(month: Month) -> Self {
        let number = i64::from(month.number());
        let year = i64::from(month.year()) - i64::from(number <= 2);
        let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let of_year = (153 * ((number + 9) % 12) + 2) / 5;
        Self(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - EPOCH_SHIFT)
    }

    /// The day `n` days later.
    pub(crate) const fn plus(self, n: i64) -> Self {
        Self(self.0 + n)
    }

    /// The moment so many seconds after its midnight.
    pub(crate) const fn at(self, seconds: i64) -> Moment {
        Moment(self.0 * DAY + seconds)
    }

    /// The day of the week: 0 is Monday.
    pub(crate) const fn weekday(self) -> u8 {
        (self.0 + 5).rem_euclid(7) as u8
    }

    /// Year, month and day. (The same source, `civil_from_days`.)
    pub(crate) fn civil(self) -> (i64, i64, i64) {
        let days = self.0 + EPOCH_SHIFT;
        let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let shifted = (5 * of_year + 2) / 153;
        let number = if shifted < 10 {
            shifted + 3
        } else {
            shifted - 9
        };
        (
            year + era * 400 + i64::from(number <= 2),
            number,
            of_year - (153 * shifted + 2) / 5 + 1,
        )
    }
}

impl Moment {
    /// The moment so many seconds later.
    pub(crate) const fn plus(self, seconds: i64) -> Self {
        Self(self.0 + seconds)
    }

    /// Its day.
    pub(crate) const fn day(self) -> Day {
        Day(self.0.div_euclid(DAY))
    }

    /// Hour, minute and second.
    pub(crate) const fn clock(self) -> (i64, i64, i64) {
        let seconds = self.0.rem_euclid(DAY);
        (seconds / 3600, seconds / 60 % 60, seconds % 60)
    }

    /// Its serial number in a workbook.
    pub(crate) fn serial(self) -> f64 {
        self.0 as f64 / DAY as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Serial numbers as spreadsheet programs show them: 45748 is 1 April 2025, 36586 is 1 March 2000.
    #[test]
    fn counts_days_as_workbooks_do() {
        let april = Day::first_of(Month::new(2025, 4).unwrap());
        assert_eq!(
            (april, april.civil(), april.weekday()),
            (Day(45_748), (2025, 4, 1), 1)
        );
        let march = Day::first_of(Month::new(2000, 3).unwrap());
        assert_eq!(
            (march, march.plus(-1).civil()),
            (Day(36_586), (2000, 2, 29))
        );
    }

    #[test]
    fn agrees_with_the_calendar_over_many_months() {
        let mut day = Day::first_of(Month::new(1899, 12).unwrap());
        for n in 0..6_000 {
            let month = Month::new(1899, 12).unwrap().plus(n);
            assert_eq!(Day::first_of(month), day);
            assert_eq!(day.civil(), (month.year().into(), month.number().into(), 1));
            day = day.plus(month.days().into());
        }
    }

    #[test]
    fn takes_moments_apart() {
        let moment = Day(45_748).at(9 * 3600 + 5 * 60 + 7);
        assert_eq!((moment.day(), moment.clock()), (Day(45_748), (9, 5, 7)));
        assert_eq!(Day(1).at(DAY / 2).serial(), 1.5);
    }
}
