//! Dates, moments and months: `2025-04-01` `2025/4/1` `2025.4.1` `20250401` `2025年4月1日`, with an optional time;
//! a workbook's serial numbers; day-first and month-first only where the config says which.

use jiff::civil::{Date, DateTime, Time};
use serde::{Deserialize, Serialize};

use super::narrow;
use crate::month::Month;

/// The order of a date that ends in its year, as the config gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DateOrder {
    /// `01/04/2025` is the first of April.
    #[serde(rename = "DD/MM/YYYY")]
    DayFirst,
    /// `04/01/2025` is the first of April.
    #[serde(rename = "MM/DD/YYYY")]
    MonthFirst,
}

/// Years that an export's dates can lie in. What lies outside is a number read as a date, or a slip of the pen.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2199;

/// The day of a trimmed text; a time after it is checked and left out.
#[must_use]
pub fn date(trimmed: &str, order: Option<DateOrder>) -> Option<Date> {
    match iso_day(trimmed.as_bytes()) {
        Some((date, [])) => Some(date),
        _ => datetime(trimmed, order).map(DateTime::date),
    }
}

/// The moment of a trimmed text, to the second; of a day alone its midnight.
#[must_use]
pub fn datetime(trimmed: &str, order: Option<DateOrder>) -> Option<DateTime> {
    if let Some((date, rest)) = iso_day(trimmed.as_bytes())
        && let Some(time) = iso_time(rest)
    {
        return Some(DateTime::from_parts(date, time));
    }
    if trimmed.len() > 90 {
        return None;
    }
    let narrowed: String = trimmed.chars().map(narrow).collect();
    let mut text = Scanner(&narrowed);
    let date = day(&mut text, order)?;
    let time = time_after(&mut text)?;
    text.0.is_empty().then(|| DateTime::from_parts(date, time))
}

/// The month of a trimmed text: `2025-04` `2025/4` `2025.4` `202504` `2025年4月`, or of any date.
#[must_use]
pub fn month(trimmed: &str, order: Option<DateOrder>) -> Option<Month> {
    if trimmed.len() > 90 {
        return None;
    }
    let narrowed: String = trimmed.chars().map(narrow).collect();
    let mut text = Scanner(&narrowed);
    let found = match text.digits() {
        Some(digits) if digits.len() == 6 => {
            let (year, month) = digits.split_at(4);
            year.parse().ok().zip(month.parse().ok())
        }
        Some(digits) if digits.len() == 4 => {
            let chinese = match text.next() {
                Some('年') => true,
                Some('-' | '/' | '.') => false,
                _ => return None,
            };
            let month = text.short();
            if chinese {
                text.skip('月');
                text.skip('份');
            }
            digits.parse().ok().zip(month)
        }
        _ => None,
    };
    match found {
        Some((year, month)) if text.0.is_empty() => {
            Month::new(i32::from(year), u32::try_from(month).ok()?)
                .filter(|_| YEARS.contains(&year))
        }
        _ => date(trimmed, order).map(Month::of),
    }
}

/// The moment a serial number of the 1900 date system stands for, to the nearest second.
///
/// 1 is 1900-01-01. The system takes 1900 for a leap year, so serials from 61 on are a day ahead of a true count, and 60 is no day.
#[must_use]
pub fn from_serial(serial: f64) -> Option<DateTime> {
    if !(1.0..110_000.0).contains(&serial) {
        return None;
    }
    let seconds = (serial * 86_400.0).round() as i64;
    let (days, seconds) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let epoch = match days {
        60 => return None,
        ..60 => Date::new(1899, 12, 31),
        _ => Date::new(1899, 12, 30),
    };
    let date = epoch
        .ok()?
        .checked_add(jiff::Span::new().try_days(days).ok()?)
        .ok()?;
    let time = Time::new(
        i8::try_from(seconds / 3_600).ok()?,
        i8::try_from(seconds / 60 % 60).ok()?,
        i8::try_from(seconds % 60).ok()?,
        0,
    );
    YEARS
        .contains(&date.year())
        .then(|| time.ok())
        .flatten()
        .map(|time| DateTime::from_parts(date, time))
}

/// `2025-04-01` at the start, and what follows it. The form of nearly every cell, hence apart from all others.
fn iso_day(bytes: &[u8]) -> Option<(Date, &[u8])> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, rest @ ..] = bytes else {
        return None;
    };
    let year = i16::from(two(*y1, *y2)?) * 100 + i16::from(two(*y3, *y4)?);
    if !YEARS.contains(&year) {
        return None;
    }
    let date = Date::new(year, two(*m1, *m2)?, two(*d1, *d2)?).ok()?;
    Some((date, rest))
}

/// Nothing, or ` 09:05:00` with a space or a T before it.
fn iso_time(bytes: &[u8]) -> Option<Time> {
    match bytes {
        [] => Some(Time::midnight()),
        [b' ' | b'T', h1, h2, b':', m1, m2, b':', s1, s2] => {
            Time::new(two(*h1, *h2)?, two(*m1, *m2)?, two(*s1, *s2)?, 0).ok()
        }
        _ => None,
    }
}

fn two(tens: u8, ones: u8) -> Option<i8> {
    let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
    (tens < 10 && ones < 10).then_some((tens * 10 + ones).cast_signed())
}

/// A narrowed text that is eaten from its start.
struct Scanner<'t>(&'t str);

impl<'t> Scanner<'t> {
    fn next(&mut self) -> Option<char> {
        let c = self.0.chars().next()?;
        self.0 = self.0.get(c.len_utf8()..)?;
        Some(c)
    }

    fn skip(&mut self, c: char) -> bool {
        let rest = self.0.strip_prefix(c);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    /// The digits that stand next, if any do.
    fn digits(&mut self) -> Option<&'t str> {
        let end = self
            .0
            .bytes()
            .position(|b| !b.is_ascii_digit())
            .unwrap_or(self.0.len());
        let (digits, rest) = self.0.split_at_checked(end)?;
        self.0 = rest;
        (!digits.is_empty()).then_some(digits)
    }

    /// A number of one or two digits.
    fn short(&mut self) -> Option<i8> {
        let digits = self.digits()?;
        (digits.len() <= 2).then(|| digits.parse().ok()).flatten()
    }
}

fn day(text: &mut Scanner<'_>, order: Option<DateOrder>) -> Option<Date> {
    let first = text.digits()?;
    let (year, month, day) = match first.len() {
        8 | 14 => {
            let (year, rest) = first.split_at(4);
            let (month, rest) = rest.split_at(2);
            let (day, time) = rest.split_at(2);
            if !time.is_empty() {
                // 20250401090500: the digits of the time are left for `time_after`.
                text.0 = text.0.is_empty().then_some(time)?;
            }
            (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
        }
        4 => {
            let separator = text.next()?;
            let month = text.short()?;
            let second = text.next()?;
            let day = text.short()?;
            match (separator, second) {
                ('年', '月') => {
                    text.skip('日');
                }
                ('-' | '/' | '.', same) if same == separator => {}
                _ => return None,
            }
            (first.parse().ok()?, month, day)
        }
        1 | 2 => {
            let order = order?;
            let first = first.parse().ok()?;
            let separator = text.next().filter(|c| matches!(c, '-' | '/' | '.'))?;
            let second = text.short()?;
            text.next().filter(|c| *c == separator)?;
            let year = text.digits().filter(|digits| digits.len() == 4)?;
            let (day, month) = match order {
                DateOrder::DayFirst => (first, second),
                DateOrder::MonthFirst => (second, first),
            };
            (year.parse().ok()?, month, day)
        }
        _ => return None,
    };
    YEARS
        .contains(&year)
        .then(|| Date::new(year, month, day).ok())
        .flatten()
}

/// The rest of a moment: nothing, ` 9:05`, `T09:05`, ` 09:05:00`, `090500` after eight digits; parts of a second are left out.
fn time_after(text: &mut Scanner<'_>) -> Option<Time> {
    if text.0.is_empty() {
        return Some(Time::midnight());
    }
    if text.0.len() == 6 && text.0.bytes().all(|b| b.is_ascii_digit()) {
        let digits = text.digits()?.as_bytes();
        let [h1, h2, m1, m2, s1, s2] = digits else {
            return None;
        };
        return Time::new(two(*h1, *h2)?, two(*m1, *m2)?, two(*s1, *s2)?, 0).ok();
    }
    if !text.skip('T') {
        if !text.skip(' ') {
            return None;
        }
        while text.skip(' ') {}
    }
    let hour = text.short()?;
    text.skip(':').then_some(())?;
    let minute = text.digits().filter(|digits| digits.len() == 2)?;
    let mut second = "0";
    if text.skip(':') {
        second = text.digits().filter(|digits| digits.len() == 2)?;
        if text.skip('.') {
            text.digits()?;
        }
    }
    Time::new(hour, minute.parse().ok()?, second.parse().ok()?, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Option<String> {
        datetime(text, None).map(|moment| moment.to_string())
    }

    #[test]
    fn reads_every_form() {
        for (text, expected) in [
            ("2025-04-01", "2025-04-01T00:00:00"),
            ("2025/4/1", "2025-04-01T00:00:00"),
            ("2025.4.1", "2025-04-01T00:00:00"),
            ("20250401", "2025-04-01T00:00:00"),
            ("2025年4月1日", "2025-04-01T00:00:00"),
            ("２０２５－０４－０１", "2025-04-01T00:00:00"),
            ("2024-07-29 00:12:29", "2024-07-29T00:12:29"),
            ("2025/4/1 9:05", "2025-04-01T09:05:00"),
            ("2025-04-01T09:05", "2025-04-01T09:05:00"),
            ("2025年4月1日 09:05:07", "2025-04-01T09:05:07"),
            ("2025.4.1  23:59:59.999", "2025-04-01T23:59:59"),
            ("20250401 9:05", "2025-04-01T09:05:00"),
            ("20250401090507", "2025-04-01T09:05:07"),
            ("2025-04-01 09：05", "2025-04-01T09:05:00"),
        ] {
            assert_eq!(shown(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_date_or_could_be_two() {
        for text in [
            "",
            "2025-02-29",
            "2025-13-01",
            "04/01/2025",
            "1/4/2025",
            "25-04-01",
            "2025-4/1",
            "2025年4-1",
            "45748",
            "2025-04-01 25:00",
            "2025-04-01 9:5",
            "2025-04-01x",
            "0025-04-01",
            "2025-04-01 09:05Z",
            "2025-04",
            "20250432",
            "2025-04-01 ",
            "٢٠٢٥-04-01",
        ] {
            assert_eq!(shown(text), None, "{text}");
        }
    }

    #[test]
    fn takes_the_day_first_only_where_told_to() {
        let april = Date::constant(2025, 4, 1);
        assert_eq!(date("01/04/2025", Some(DateOrder::DayFirst)), Some(april));
        assert_eq!(date("4/1/2025", Some(DateOrder::MonthFirst)), Some(april));
        assert_eq!(date("13/1/2025", Some(DateOrder::MonthFirst)), None);
        assert_eq!(date("2025-04-01", Some(DateOrder::DayFirst)), Some(april));
        assert_eq!(date("1/4/25", Some(DateOrder::DayFirst)), None);
    }

    #[test]
    fn reads_months() {
        for text in [
            "2025-04",
            "2025/4",
            "2025.4",
            "202504",
            "2025年4月",
            "2025年04月份",
            "2025-04-30",
            "20250430",
            "2025年4月30日",
            "2025-04-30 12:00:00",
        ] {
            assert_eq!(month(text, None), Month::new(2025, 4), "{text}");
        }
        for text in [
            "2025", "2025-13", "202513", "4月", "2025-04x", "025004", "2025年", "",
        ] {
            assert_eq!(month(text, None), None, "{text}");
        }
    }

    #[test]
    fn reads_serial_numbers() {
        for (serial, expected) in [
            (1.0, "1900-01-01T00:00:00"),
            (59.0, "1900-02-28T00:00:00"),
            (61.0, "1900-03-01T00:00:00"),
            (45_748.0, "2025-04-01T00:00:00"),
            (45_748.378_472_222, "2025-04-01T09:05:00"),
            (45_748.999_999, "2025-04-02T00:00:00"),
        ] {
            assert_eq!(
                from_serial(serial)
                    .map(|moment| moment.to_string())
                    .as_deref(),
                Some(expected)
            );
        }
        for serial in [0.5, 60.5, -1.0, 20_250_401.0, f64::NAN, f64::INFINITY] {
            assert_eq!(from_serial(serial), None);
        }
    }
}
