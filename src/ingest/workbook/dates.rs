//! Which number formats show dates, and dates as serial numbers of the 1900 system.
//!
//! Input: a format code (ECMA-376 part 1, 18.8.31) or the number of a built-in one, ISO 8601 dates and durations.
//! Output: whether a number is a moment, and its serial number, in which 1 is 1900-01-01 and 61 is 1900-03-01
//! (60 is the 29 February 1900 that Lotus 1-2-3 invented and Excel kept).

use jiff::civil::{Date, DateTime, Time, date};

/// Days from the first day of the 1900 system to that of the 1904 system.
const SHIFT_1904: f64 = 1462.0;

/// What a number format makes of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NumberKind {
    /// A number.
    Plain,
    /// A date, a time of day, or both.
    Moment,
    /// A length of time, which does not depend on the date system: `[h]:mm`.
    Elapsed,
    /// A whole number with zeros before it up to so many digits, `00000`: an id, whose zeros are part of it.
    Padded(u8),
}

/// The serial number in the 1900 system.
///
/// Values under 1 are times of day and have no day to shift.
pub(super) fn serial_1900(value: f64, kind: NumberKind, date_1904: bool) -> f64 {
    if date_1904 && kind == NumberKind::Moment && value >= 1.0 {
        value + SHIFT_1904
    } else {
        value
    }
}

/// What a built-in format is. 27–36 and 50–58 are dates and times in the Chinese, Japanese and Korean editions,
/// and in no edition anything else.
pub(super) fn built_in(id: u32) -> NumberKind {
    match id {
        14..=22 | 27..=36 | 45 | 47 | 50..=58 => NumberKind::Moment,
        46 => NumberKind::Elapsed,
        _ => NumberKind::Plain,
    }
}

/// What a format code is, by its first section (the one for positive numbers).
pub(super) fn format_code(code: &str) -> NumberKind {
    if code.eq_ignore_ascii_case("general") || code.eq_ignore_ascii_case("standard") {
        return NumberKind::Plain;
    }
    let zeros = code.split(';').next().unwrap_or_default();
    if (2..=15).contains(&zeros.len()) && zeros.bytes().all(|byte| byte == b'0') {
        return NumberKind::Padded(zeros.len() as u8);
    }
    let mut kind = NumberKind::Plain;
    let mut letters = code.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => {
                letters.by_ref().find(|&quoted| quoted == '"');
            }
            // The next letter stands for itself, is as wide as itself, or fills the cell.
            '\\' | '_' | '*' => {
                letters.next();
            }
            '[' => {
                let inside: String = letters.by_ref().take_while(|&inner| inner != ']').collect();
                let first = inside
                    .chars()
                    .next()
                    .map(|first| first.to_ascii_lowercase());
                if matches!(first, Some('h' | 'm' | 's'))
                    && inside
                        .chars()
                        .all(|inner| Some(inner.to_ascii_lowercase()) == first)
                {
                    return NumberKind::Elapsed;
                }
            }
            ';' => break,
            'y' | 'Y' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' => kind = NumberKind::Moment,
            _ => {}
        }
    }
    kind
}

/// The serial number of an ISO 8601 date, moment or time of day, as `t="d"` cells and ODS hold them.
/// A zone at its end is dropped: exports hold local time. `None` for what is neither, and before 1900.
pub(super) fn iso_moment(text: &str) -> Option<f64> {
    let text = text.trim().trim_end_matches(['Z', 'z']);
    if let Ok(moment) = text.parse::<DateTime>() {
        return Some(day_number(moment.date())? + day_share(moment.time()));
    }
    text.trim_start_matches(['T', 't'])
        .parse::<Time>()
        .ok()
        .map(day_share)
}

/// Days of an ISO 8601 duration, `PT09H05M00S`. Years and months have no length in days, and give `None`.
pub(super) fn iso_duration(text: &str) -> Option<f64> {
    let text = text.trim();
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text),
    };
    let mut seconds = 0.0;
    let mut number = String::new();
    let mut in_time = false;
    for letter in text.strip_prefix('P')?.chars() {
        match letter {
            '0'..='9' => number.push(letter),
            '.' | ',' => number.push('.'),
            'T' if number.is_empty() && !in_time => in_time = true,
            _ => {
                let unit = match (letter, in_time) {
                    ('W', false) => 604_800.0,
                    ('D', false) => 86_400.0,
                    ('H', true) => 3600.0,
                    ('M', true) => 60.0,
                    ('S', true) => 1.0,
                    _ => return None,
                };
                seconds += number.parse::<f64>().ok()? * unit;
                number.clear();
            }
        }
    }
    number.is_empty().then_some(sign * seconds / 86_400.0)
}

fn day_number(day: Date) -> Option<f64> {
    let first = if day >= date(1900, 3, 1) {
        date(1899, 12, 30)
    } else if day >= date(1900, 1, 1) {
        date(1899, 12, 31)
    } else {
        return None;
    };
    let days = first.until(day).ok()?.get_days();
    Some(f64::from(days))
}

fn day_share(time: Time) -> f64 {
    let seconds =
        i32::from(time.hour()) * 3600 + i32::from(time.minute()) * 60 + i32::from(time.second());
    (f64::from(seconds) + f64::from(time.subsec_nanosecond()) / 1e9) / 86_400.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn format_codes_that_show_dates() {
        for code in [
            "yyyy-mm-dd",
            "yyyy\"年\"m\"月\"d\"日\"",
            "[$-804]yyyy\"年\"m\"月\"",
            "h:mm AM/PM",
            "m/d/yy h:mm;@",
            "mm:ss.0",
            "[Red]d-mmm",
        ] {
            assert_eq!(format_code(code), NumberKind::Moment, "{code}");
        }
        for code in ["[h]:mm:ss", "[HH]:mm", "[mm]:ss", "[s]"] {
            assert_eq!(format_code(code), NumberKind::Elapsed, "{code}");
        }
        for code in [
            "General",
            "0.00E+00",
            "#,##0.00\"days\"",
            "0\\d",
            "_-¥* #,##0_-;[Red]-¥* #,##0_-",
            "[$USD] #,##0",
            "0;dd",
            "@",
            "\"unclosed d",
            "[unclosed",
            "\\",
        ] {
            assert_eq!(format_code(code), NumberKind::Plain, "{code}");
        }
    }

    #[test]
    fn format_codes_that_pad_with_zeros() {
        assert_eq!(format_code("00000"), NumberKind::Padded(5));
        assert_eq!(format_code("00;-00"), NumberKind::Padded(2));
        for code in ["0", "00.0", "#00", "0,000", "00%", &"0".repeat(16)] {
            assert_eq!(format_code(code), NumberKind::Plain, "{code}");
        }
    }

    #[test]
    fn built_in_formats() {
        assert_eq!(built_in(0), NumberKind::Plain);
        assert_eq!(built_in(14), NumberKind::Moment);
        assert_eq!(built_in(31), NumberKind::Moment, "yyyy年m月d日");
        assert_eq!(built_in(37), NumberKind::Plain);
        assert_eq!(built_in(46), NumberKind::Elapsed);
        assert_eq!(built_in(57), NumberKind::Moment);
    }

    #[test]
    fn iso_moments_are_serials() {
        // 45748 is what Excel shows for 2025-04-01 as a number; 61 for 1900-03-01, 1 for 1900-01-01.
        assert_eq!(iso_moment("2025-04-01"), Some(45748.0));
        assert_eq!(iso_moment("2025-04-01T12:00:00Z"), Some(45748.5));
        assert_eq!(iso_moment("1900-03-01"), Some(61.0));
        assert_eq!(iso_moment("1900-01-01"), Some(1.0));
        assert_eq!(iso_moment("18:00:00"), Some(0.75));
        assert_eq!(iso_moment("1899-12-31"), None);
        assert_eq!(iso_moment("2025-02-30"), None);
        assert_eq!(iso_moment("soon"), None);
    }

    #[test]
    fn iso_durations_are_days() {
        assert_eq!(iso_duration("PT36H00M00S"), Some(1.5));
        assert_eq!(iso_duration("P1DT6H"), Some(1.25));
        assert_eq!(iso_duration("-PT12H"), Some(-0.5));
        assert_eq!(iso_duration("PT0,5S"), Some(0.5 / 86_400.0));
        for text in ["", "P1M", "P1Y", "PT5", "12:00", "PTxH", "PTTH"] {
            assert_eq!(iso_duration(text), None, "{text}");
        }
    }

    #[test]
    fn the_1904_system_starts_1462_days_later() {
        assert_eq!(serial_1900(44286.0, NumberKind::Moment, true), 45748.0);
        assert_eq!(serial_1900(0.5, NumberKind::Moment, true), 0.5);
        assert_eq!(serial_1900(2.5, NumberKind::Elapsed, true), 2.5);
        assert_eq!(serial_1900(45748.0, NumberKind::Moment, false), 45748.0);
    }
}
