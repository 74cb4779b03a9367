//! Numbers: `1,234.50` `１２３４` `¥1,234` `1234元` `(120.00)` `1.2万` `3亿` `85%`, exactly, in ten-thousandths.

use super::narrow;
use crate::dataset::MOST;

const SCALE: i64 = 10_000;

/// A number read from a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    /// Its value in ten-thousandths; further places are rounded, halves away from zero.
    pub ten_thousandths: i64,
    /// Whether a percent sign stood there; the value is then the hundredth: 0.85 of `85%`.
    pub percent: bool,
}

/// Why a text is no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberError {
    /// It is not written as one, or could be read in two ways.
    Form,
    /// It is beyond ±10¹².
    TooLarge,
}

/// Reads a trimmed text.
///
/// Thousands separators count only where they part groups of three; `1.234,50` and `12,34` are [`NumberError::Form`].
pub fn number(trimmed: &str) -> Result<Number, NumberError> {
    if let Some(ten_thousandths) = plain(trimmed.as_bytes()) {
        return Ok(Number {
            ten_thousandths,
            percent: false,
        });
    }
    adorned(trimmed)
}

/// The number a workbook's `f64` stands for, in ten-thousandths.
pub fn from_f64(number: f64) -> Result<i64, NumberError> {
    if !number.is_finite() {
        return Err(NumberError::Form);
    }
    if number.abs() > MOST as f64 {
        return Err(NumberError::TooLarge);
    }
    Ok((number * SCALE as f64).round() as i64)
}

/// `-?` up to 12 digits, up to four places. The form of nearly every cell, hence apart from all others.
fn plain(bytes: &[u8]) -> Option<i64> {
    let (negative, digits) = match bytes {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, bytes),
    };
    if digits.is_empty() || digits.len() > 17 {
        return None;
    }
    let mut value: i64 = 0;
    let mut whole = 0;
    let mut places = None;
    for &byte in digits {
        match byte {
            b'0'..=b'9' => {
                value = value * 10 + i64::from(byte - b'0');
                match &mut places {
                    None => whole += 1,
                    Some(n) => *n += 1,
                }
            }
            b'.' if places.is_none() => places = Some(0_usize),
            _ => return None,
        }
    }
    let factor = match places {
        None => SCALE,
        Some(1) => 1_000,
        Some(2) => 100,
        Some(3) => 10,
        Some(4) => 1,
        Some(_) => return None,
    };
    if !(1..=12).contains(&whole) {
        return None;
    }
    let value = value * factor;
    Some(if negative { -value } else { value })
}

/// Every other form.
fn adorned(trimmed: &str) -> Result<Number, NumberError> {
    // Longer than any number with all its ornaments; also bounds the work on hostile cells.
    if trimmed.len() > 120 {
        return Err(NumberError::Form);
    }
    let narrowed: String = trimmed.chars().map(narrow).collect();
    let mut text = narrowed.as_str();
    let mut negative = None;
    let mut currency = false;
    // Sign, currency and brackets stand in any order, each once: `-¥120`, `¥-120`, `¥(120)`.
    loop {
        text = text.trim();
        if let Some(rest) = text.strip_prefix('¥').filter(|_| !currency) {
            currency = true;
            text = rest;
        } else if let Some(rest) = text.strip_prefix('-').filter(|_| negative.is_none()) {
            negative = Some(true);
            text = rest;
        } else if let Some(rest) = text.strip_prefix('+').filter(|_| negative.is_none()) {
            negative = Some(false);
            text = rest;
        } else if let Some(rest) = text
            .strip_prefix('(')
            .and_then(|rest| rest.strip_suffix(')'))
            .filter(|_| negative.is_none())
        {
            negative = Some(true);
            text = rest;
        } else {
            break;
        }
    }
    let mut exponent = 4_i32;
    let mut percent = false;
    if let Some(rest) = text.strip_suffix('%') {
        if currency {
            return Err(NumberError::Form);
        }
        percent = true;
        exponent -= 2;
        text = rest.trim_end();
    } else {
        text = text.strip_suffix('元').unwrap_or(text).trim_end();
        if let Some(rest) = text.strip_suffix('万') {
            exponent += 4;
            text = rest.trim_end();
        } else if let Some(rest) = text.strip_suffix('亿') {
            exponent += 8;
            text = rest.trim_end();
        }
    }
    let (whole, fraction) = match text.split_once('.') {
        None => (text, ""),
        Some((_, "")) => return Err(NumberError::Form),
        Some(parts) => parts,
    };
    let mut mantissa: i128 = 0;
    let mut digits = 0;
    let mut add = |part: &str| {
        for byte in part.bytes() {
            match byte {
                b'0'..=b'9' => {
                    digits += 1;
                    mantissa = mantissa
                        .checked_mul(10)
                        .and_then(|m| m.checked_add(i128::from(byte - b'0')))
                        .ok_or(NumberError::TooLarge)?;
                }
                b',' => {}
                _ => return Err(NumberError::Form),
            }
        }
        Ok(())
    };
    if !is_grouped(whole) || fraction.contains(',') {
        return Err(NumberError::Form);
    }
    add(whole)?;
    add(fraction)?;
    if digits == 0 {
        return Err(NumberError::Form);
    }
    let value = shift(
        mantissa,
        exponent - i32::try_from(fraction.len()).unwrap_or(i32::MAX),
    )
    .ok_or(NumberError::TooLarge)?;
    let value = i64::try_from(value)
        .ok()
        .filter(|value| *value <= MOST * SCALE)
        .ok_or(NumberError::TooLarge)?;
    Ok(Number {
        ten_thousandths: if negative == Some(true) {
            -value
        } else {
            value
        },
        percent,
    })
}

/// Whether the separators of the whole part, if any, part groups of three.
fn is_grouped(whole: &str) -> bool {
    let mut groups = whole.split(',');
    let first = groups.next().map_or(0, str::len);
    let mut rest = groups.peekable();
    rest.peek().is_none() || ((1..=3).contains(&first) && rest.all(|group| group.len() == 3))
}

/// `value` × 10^`exponent`, halves rounded up; `None` where it does not fit.
fn shift(value: i128, exponent: i32) -> Option<i128> {
    let power = 10_i128.checked_pow(exponent.unsigned_abs());
    if exponent >= 0 {
        return value.checked_mul(power?);
    }
    // A divisor beyond 128 bits leaves nothing of a value within them.
    Some(power.map_or(0, |power| value / power + (value % power * 2 / power)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Result<i64, NumberError> {
        number(text).map(|n| n.ten_thousandths)
    }

    #[test]
    fn reads_every_form() {
        for (text, expected) in [
            ("0", 0),
            ("44.76", 447_600),
            ("-41.35", -413_500),
            ("1,234.50", 12_345_000),
            ("１２３４", 12_340_000),
            ("¥1,234", 12_340_000),
            ("￥1,234", 12_340_000),
            ("-¥120", -1_200_000),
            ("¥-120.5", -1_205_000),
            ("1234元", 12_340_000),
            ("(120.00)", -1_200_000),
            ("（120.00）", -1_200_000),
            ("−120", -1_200_000),
            ("+5", 50_000),
            (".5", 5_000),
            ("1.2万", 120_000_000),
            ("1.23456789万", 123_456_789),
            ("3亿", 3_000_000_000_000),
            ("1.2 万元", 120_000_000),
            ("1.00005", 10_001),
            ("-1.00005", -10_001),
            ("31.570000000000004", 315_700),
            ("1,000,000,000,000", 10_000_000_000_000_000),
            ("0000000000000012", 120_000),
        ] {
            assert_eq!(value(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn reads_percentages_as_hundredths() {
        for (text, expected) in [("85%", 8_500), ("１０％", 1_000), ("99.5 %", 9_950)] {
            let percentage = number(text).unwrap();
            assert_eq!(
                (percentage.ten_thousandths, percentage.percent),
                (expected, true)
            );
        }
    }

    #[test]
    fn refuses_what_could_mean_two_things() {
        for text in [
            "", "1.234,50", "12,34", "1,2345", ",123", "1,", "1.", "1..2", "--1", "1-2", "-(1)",
            "1 234", "1e5", "1.2E+05", "12a", "百", "¥85%", "0x10", "NaN", "inf", "万", "1,23.4",
            "1.000,5", "((1))",
        ] {
            assert_eq!(value(text), Err(NumberError::Form), "{text}");
        }
    }

    #[test]
    fn refuses_what_no_hall_ever_turned_over() {
        for text in [
            "1000000000001",
            "-1,000,000,000,000.01",
            "10001亿",
            &"9".repeat(60),
        ] {
            assert_eq!(value(text), Err(NumberError::TooLarge), "{text}");
        }
        assert_eq!(value("1000000000000"), Ok(10_000_000_000_000_000));
        assert_eq!(from_f64(1e13), Err(NumberError::TooLarge));
        assert_eq!(from_f64(f64::NAN), Err(NumberError::Form));
        assert_eq!(from_f64(44.76), Ok(447_600));
        assert_eq!(from_f64(-0.1 - 0.2), Ok(-3_000));
    }
}
