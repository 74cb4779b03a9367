//! A typed value and its unit: what figures, table cells and KPI cards hold until a renderer prints them.

use jiff::civil::{Date, DateTime};

use crate::month::Month;

/// What a number counts or measures. Numbers are in base units: yuan, ratios 0–1, hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Yuan.
    Money,
    /// Whole things, with the noun they are counted in.
    Count(Noun),
    /// A share or rate, 0–1 (printed in percent).
    Ratio,
    /// A difference of two ratios, 0–1 (printed in percentage points).
    PercentPoints,
    /// Points of a score whose scale the name tells (NPS −100…100, staff scores).
    Points,
    /// Points of 100.
    PointsOf100,
    /// Points of 5.
    PointsOf5,
    /// Hours.
    Hours,
    /// Minutes.
    Minutes,
    /// Days.
    Days,
    /// A multiple of something.
    Times,
    /// Turns a month.
    TimesPerMonth,
    /// Per ten thousand subscribers.
    Per10k,
    /// A bare number.
    Bare,
}

/// What is counted, for the measure word (户, 件, 单 …).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Noun {
    /// Subscribers (户).
    Subscribers,
    /// Customers, staff or other people (人).
    People,
    /// Orders (单).
    Orders,
    /// Complaint tickets (件).
    Tickets,
    /// Visits or transactions (笔).
    Visits,
    /// Kinds of item, problems, findings (项).
    Items,
    /// Pieces of stock (件).
    Pieces,
    /// Answered questionnaires (份).
    Questionnaires,
    /// Occurrences (次).
    Occurrences,
    /// Rows of a table (行).
    Rows,
}

/// How the numbers of a column or an axis are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberStyle {
    /// Their unit.
    pub unit: Unit,
    /// The scale they are divided by.
    pub scale: Scale,
    /// Decimal places after scaling (and after × 100 for ratios).
    pub places: u8,
    /// Whether a plus sign is printed before positive numbers.
    pub signed: bool,
}

/// Powers of ten that large numbers are divided by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scale {
    /// As they are.
    #[default]
    One,
    /// 万, 10⁴ (thousands, 10³, in English).
    Large,
    /// 亿, 10⁸ (millions, 10⁶, in English).
    Huge,
}

/// Good, bad or neither: decides a colour, always beside a word or a sign that says the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Tone {
    /// Neither.
    #[default]
    Neutral,
    /// Met, or better than before.
    Good,
    /// Missed, or worse than before.
    Bad,
    /// Worth a look.
    Warning,
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Low,
    /// To be solved.
    Medium,
    /// To be solved first.
    High,
}

/// One value of a cell, a figure or a card.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// No value: printed `—`, `null` in JSON; never 0.
    Absent,
    /// A finite number in the base unit.
    Number(f64, Unit),
    /// Text, printed as it is.
    Text(String),
    /// A day.
    Date(Date),
    /// A time of day on a day.
    Moment(DateTime),
    /// A month.
    Month(Month),
}

impl Value {
    /// A number, or `Absent` where there is none or it is not finite.
    #[must_use]
    pub fn number(number: Option<f64>, unit: Unit) -> Self {
        match number {
            Some(number) if number.is_finite() => Self::Number(number, unit),
            _ => Self::Absent,
        }
    }

    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// The number, where it is one.
    #[must_use]
    pub fn as_number(&self) -> Option<f64> {
        match self {
            Self::Number(number, _) => Some(*number),
            _ => None,
        }
    }
}
