//! How typed values are printed: places, scale, thousands, sign, unit, by language.
//!
//! Rounding happens here and nowhere else: half away from zero. A minus is `−` (U+2212), an absent
//! value `—`.

use jiff::civil::{Date, DateTime};

use crate::month::Month;
use crate::say;
use crate::value::{Noun, NumberStyle, Scale, Unit, Value};
use crate::words::{Lang, LangTag};

/// What stands for a value that is absent.
pub const ABSENT: &str = "—";

impl NumberStyle {
    /// The style for numbers of `unit`, the largest of which is `largest` in size.
    #[must_use]
    pub fn fit(unit: Unit, largest: f64) -> Self {
        let largest = largest.abs();
        let (scale, places) = match unit {
            Unit::Money if largest >= 1e8 => (Scale::Huge, 2),
            Unit::Money if largest >= 1e4 => (Scale::Large, 1),
            Unit::Money | Unit::TimesPerMonth | Unit::Times | Unit::PointsOf5 => (Scale::One, 2),
            Unit::Count(_) => (Scale::One, 0),
            _ => (Scale::One, 1),
        };
        Self {
            unit,
            scale,
            places,
            signed: false,
        }
    }

    /// The style for a column that holds `values`.
    #[must_use]
    pub fn fit_all(unit: Unit, values: impl IntoIterator<Item = f64>) -> Self {
        let (mut least, mut largest) = (f64::INFINITY, 0.0_f64);
        for value in values {
            largest = largest.max(value.abs());
            if value != 0.0 {
                least = least.min(value.abs());
            }
        }
        let style = Self::fit(unit, largest);
        // An amount that would print as 0.0 beside much larger ones gets a second place.
        if style.scale == Scale::Large && least < 500.0 {
            return style.places(2);
        }
        style
    }

    /// The same with a plus sign before positive numbers.
    #[must_use]
    pub const fn signed(mut self) -> Self {
        self.signed = true;
        self
    }

    /// The same with other places.
    #[must_use]
    pub const fn places(mut self, places: u8) -> Self {
        self.places = places;
        self
    }

    /// What a number in base units is divided by before it is printed.
    #[must_use]
    pub fn divisor(self, lang: Lang) -> f64 {
        match (self.unit, self.scale, lang.tag()) {
            (Unit::Ratio | Unit::PercentPoints, ..) => 0.01,
            (_, Scale::One, _) => 1.0,
            (_, Scale::Large, LangTag::Zh) => 1e4,
            (_, Scale::Large, LangTag::En) => 1e3,
            (_, Scale::Huge, LangTag::Zh) => 1e8,
            (_, Scale::Huge, LangTag::En) => 1e6,
        }
    }

    /// The unit as it stands in a table's head or at an axis: `万元`, `个百分点`; `%` for ratios.
    #[must_use]
    pub fn unit_label(self, lang: Lang) -> String {
        self.label_for(2.0, lang)
    }

    /// The unit after a number that prints as `n`.
    fn label_for(self, n: f64, lang: Lang) -> String {
        let scale = match self.scale {
            Scale::One => "",
            Scale::Large => say!(lang, "units.scale.large"),
            Scale::Huge => say!(lang, "units.scale.huge"),
        };
        let n = if self.scale == Scale::One { n } else { 2.0 };
        format!("{scale}{}", unit_after(self.unit, n, lang))
    }

    /// The head of a table column: the unit in brackets after the label, but for ratios (whose
    /// cells carry `%`) and bare numbers.
    #[must_use]
    pub fn head(self, label: &str, lang: Lang) -> String {
        let unit = self.unit_label(lang);
        if unit.is_empty() || matches!(self.unit, Unit::Ratio) {
            return label.to_owned();
        }
        say!(lang, "units.head.with_unit", label = label, unit = unit)
    }
}

/// The word of a unit, without scale; plural in English.
#[must_use]
pub fn unit_word(unit: Unit, lang: Lang) -> String {
    unit_after(unit, 2.0, lang)
}

/// The word of a unit after the number `n`.
fn unit_after(unit: Unit, n: f64, lang: Lang) -> String {
    let key = match unit {
        Unit::Ratio => return "%".to_owned(),
        Unit::Bare => return String::new(),
        Unit::Count(noun) => noun_key(noun),
        Unit::Money => "units.money",
        Unit::PercentPoints => "units.percent_points",
        Unit::Points | Unit::PointsOf100 | Unit::PointsOf5 => "units.points",
        Unit::Hours => "units.hours",
        Unit::Minutes => "units.minutes",
        Unit::Days => "units.days",
        Unit::Times => "units.times",
        Unit::TimesPerMonth => "units.times_per_month",
        Unit::Per10k => "units.per_10k",
    };
    say!(lang, key, n = (n, ""))
}

const fn noun_key(noun: Noun) -> &'static str {
    match noun {
        Noun::Subscribers => "units.noun.subscribers",
        Noun::People => "units.noun.people",
        Noun::Orders => "units.noun.orders",
        Noun::Tickets => "units.noun.tickets",
        Noun::Visits => "units.noun.visits",
        Noun::Items => "units.noun.items",
        Noun::Pieces => "units.noun.pieces",
        Noun::Questionnaires => "units.noun.questionnaires",
        Noun::Occurrences => "units.noun.occurrences",
        Noun::Rows => "units.noun.rows",
    }
}

/// A number in base units, printed without its unit but with the `%` of a ratio.
#[must_use]
pub fn number(number: f64, style: NumberStyle, lang: Lang) -> String {
    let mut text = decimal(
        number / style.divisor(lang),
        usize::from(style.places),
        style.signed,
    );
    if style.unit == Unit::Ratio {
        text.push('%');
    }
    text
}

/// Whether a number prints as something other than zero.
#[must_use]
pub fn shows(number: f64, style: NumberStyle) -> bool {
    // The scale of either language tells: a ratio's is the same in both, and only money has another.
    let digits = decimal(
        number / style.divisor(Lang::ZH),
        usize::from(style.places),
        false,
    );
    digits.bytes().any(|digit| matches!(digit, b'1'..=b'9'))
}

/// A decimal with `places` places, thousands parted by commas, rounded half away from zero.
#[must_use]
pub fn decimal(number: f64, places: usize, signed: bool) -> String {
    if !number.is_finite() {
        return ABSENT.to_owned();
    }
    let power = 10_f64.powi(i32::try_from(places).unwrap_or(0));
    // Fifteen significant digits are kept before rounding, so that 0.285 × 100 = 28.499999999999996
    // rounds as the 28.5 it stands for.
    let shifted: f64 = format!("{:.14e}", number.abs() * power)
        .parse()
        .unwrap_or(0.0);
    let digits = format!("{:.*}", places, shifted.round() / power);
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let zero = digits.bytes().all(|b| matches!(b, b'0' | b'.'));
    let mut text = String::with_capacity(digits.len() + 8);
    if zero {
        // A rounded zero has no sign.
    } else if number < 0.0 {
        text.push('−');
    } else if signed {
        text.push('+');
    }
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

/// Number and unit of a value on its own (a KPI card, a mixed column): (`86.4`, `万元`).
///
/// A ratio's unit is `%`; text, dates and absent values have none.
#[must_use]
pub fn parts(value: &Value, lang: Lang) -> (String, String) {
    match value {
        Value::Absent => (ABSENT.to_owned(), String::new()),
        Value::Number(n, unit) => {
            let style = NumberStyle::fit(*unit, *n);
            let digits = decimal(n / style.divisor(lang), usize::from(style.places), false);
            let label = style.label_for(if digits == "1" { 1.0 } else { 2.0 }, lang);
            (digits, label)
        }
        Value::Text(text) => (text.clone(), String::new()),
        Value::Date(d) => (date(*d, lang), String::new()),
        Value::Moment(m) => (moment(*m), String::new()),
        Value::Month(m) => (month(*m, lang), String::new()),
    }
}

/// A value on its own as it stands in a sentence: `86.4 万元`, `2.3%`, `0.4 个百分点`.
#[must_use]
pub fn value(value: &Value, lang: Lang) -> String {
    let (digits, unit) = parts(value, lang);
    match unit.as_str() {
        "" => digits,
        "%" => digits + "%",
        _ => format!("{digits} {unit}"),
    }
}

/// A value in a table cell: numbers of a styled column without unit, others with it.
#[must_use]
pub fn cell(content: &Value, style: Option<NumberStyle>, lang: Lang) -> String {
    match (content, style) {
        (Value::Number(n, _), Some(style)) => number(*n, style, lang),
        (Value::Date(d), _) => d.to_string(),
        _ => value(content, lang),
    }
}

/// A month as prose writes it: `2025年4月`, `April 2025`.
#[must_use]
pub fn month(month: Month, lang: Lang) -> String {
    let (number, name) = (month.number(), month_name(month.number(), lang));
    say!(
        lang,
        "units.month.full",
        year = month.year(),
        number = number,
        name = name
    )
}

/// The month of the year alone: `4月`, `April`.
#[must_use]
pub fn month_short(month: Month, lang: Lang) -> String {
    let (number, name) = (month.number(), month_name(month.number(), lang));
    say!(lang, "units.month.short", number = number, name = name)
}

/// A day as prose writes it: `2025年5月3日`, `3 May 2025`.
#[must_use]
pub fn date(date: Date, lang: Lang) -> String {
    let month = date.month().unsigned_abs();
    let (year, day) = (date.year(), date.day().unsigned_abs());
    let name = month_name(month.into(), lang);
    say!(
        lang,
        "units.date.full",
        year = year,
        month = month,
        day = day,
        name = name
    )
}

/// A moment to the minute: `2025-04-01 09:05`.
#[must_use]
pub fn moment(moment: DateTime) -> String {
    format!(
        "{} {:02}:{:02}",
        moment.date(),
        moment.hour(),
        moment.minute()
    )
}

fn month_name(number: u32, lang: Lang) -> &'static str {
    lang.text(&format!("units.month.{number}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_half_away_from_zero() {
        assert_eq!(decimal(0.5, 0, false), "1");
        assert_eq!(decimal(2.5, 0, false), "3");
        assert_eq!(decimal(-2.5, 0, false), "−3");
        assert_eq!(decimal(0.285 * 100.0, 0, false), "29");
        assert_eq!(decimal(-0.04, 1, true), "0.0");
    }

    #[test]
    fn parts_thousands_and_signs() {
        assert_eq!(decimal(1_234_567.891, 2, false), "1,234,567.89");
        assert_eq!(decimal(999.95, 1, true), "+1,000.0");
        assert_eq!(decimal(f64::NAN, 1, true), "—");
    }

    #[test]
    fn scales_money_to_its_size() {
        let money = |n| value(&Value::Number(n, Unit::Money), Lang::ZH);
        assert_eq!(money(864_123.0), "86.4 万元");
        assert_eq!(money(481.7), "481.70 元");
        assert_eq!(money(-123_456_789.0), "−1.23 亿元");
        assert_eq!(
            value(&Value::Number(864_123.0, Unit::Money), Lang::EN),
            "864.1 thousand yuan"
        );
    }

    #[test]
    fn prints_ratios_points_and_counts() {
        assert_eq!(value(&Value::Number(0.0228, Unit::Ratio), Lang::ZH), "2.3%");
        assert_eq!(
            value(&Value::Number(-0.004, Unit::PercentPoints), Lang::ZH),
            "−0.4 个百分点"
        );
        let one = Value::Number(1.0, Unit::Count(Noun::Tickets));
        assert_eq!(value(&one, Lang::EN), "1 ticket");
        assert_eq!(value(&one, Lang::ZH), "1 件");
        assert_eq!(value(&Value::Absent, Lang::ZH), "—");
    }
}
