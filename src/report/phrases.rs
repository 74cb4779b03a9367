//! Verdict words, each bound to a rule, and phrases built from figures.
//!
//! A change is *flat* (基本持平) within ±1 % of its base, *marked* (no qualifier: the figure speaks) from 5 %
//! or 2 points on, *slight* (小幅) between.

use std::cmp::Ordering;

use crate::format;
use crate::metrics::catalog::Metric;
use crate::metrics::figures::{Figures, change_unit};
use crate::metrics::ledger::When;
use crate::month::Month;
use crate::say;
use crate::value::{Noun, Unit, Value};
use crate::words::Lang;

/// How large a change is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// Within ±1 % of the base.
    Flat,
    /// Between.
    Slight,
    /// From 5 % or 2 points on.
    Marked,
}

/// The size of a change of a metric from `base`; `change` is relative, or a difference for ratios and scores.
#[must_use]
pub fn size(metric: &Metric, change: f64, base: f64) -> Size {
    let relative = if metric.differs() && base != 0.0 {
        change / base.abs()
    } else {
        change
    };
    let points = match metric.unit {
        Unit::Ratio => change * 100.0,
        _ if metric.differs() => change,
        _ => 0.0,
    };
    if relative.abs() <= 0.01 {
        Size::Flat
    } else if points.abs() >= 2.0 || (!metric.differs() && relative.abs() >= 0.05) {
        Size::Marked
    } else {
        Size::Slight
    }
}

/// What a change is measured against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// The month before (环比).
    Month,
    /// The same month a year before (同比).
    Year,
}

impl Basis {
    /// The ledger's column of the month to compare with.
    #[must_use]
    pub const fn when(self) -> When {
        match self {
            Self::Month => When::LastMonth,
            Self::Year => When::LastYear,
        }
    }

    /// The month to compare with.
    #[must_use]
    pub fn of(self, month: Month) -> Month {
        match self {
            Self::Month => month.previous(),
            Self::Year => month.year_ago(),
        }
    }

    /// Its word.
    #[must_use]
    pub fn word(self, lang: Lang) -> &'static str {
        match self {
            Self::Month => say!(lang, "phrases.basis.month"),
            Self::Year => say!(lang, "phrases.basis.year"),
        }
    }
}

/// `环比增长 5.2%`, `同比下降 0.4 个百分点`, `环比基本持平`; nothing where the base is unknown.
#[must_use]
pub fn change(figures: &Figures<'_>, metric: &'static Metric, basis: Basis, lang: Lang) -> String {
    let base_month = basis.of(figures.month());
    let Some(change) = figures.change(metric, base_month) else {
        return String::new();
    };
    let base = figures.at(metric, base_month).map_or(0.0, |f| f.value);
    describe(metric, change, base, basis, lang)
}

/// The phrase of a known change.
#[must_use]
pub fn describe(metric: &Metric, change: f64, base: f64, basis: Basis, lang: Lang) -> String {
    let size = size(metric, change, base);
    let amount = format::value(&Value::Number(change.abs(), change_unit(metric)), lang);
    let slight = size == Size::Slight && !metric.differs();
    let key = match (metric.differs(), change > 0.0) {
        _ if size == Size::Flat => "phrases.change.flat",
        (true, true) => "phrases.change.risen",
        (false, true) if slight => "phrases.change.grown_slightly",
        (false, true) => "phrases.change.grown",
        (_, false) if slight => "phrases.change.fallen_slightly",
        (_, false) => "phrases.change.fallen",
    };
    say!(lang, key, basis = basis.word(lang), amount = amount)
}

/// A count against last month's, for counts too small for a percentage to say anything: `比上月多 2 次`, `与上月相同`.
#[must_use]
pub fn against(now: u64, last: u64, noun: Noun, lang: Lang) -> String {
    let by = now.abs_diff(last);
    let amount = format::value(&Value::Number(by as f64, Unit::Count(noun)), lang);
    match now.cmp(&last) {
        Ordering::Equal => say!(lang, "phrases.against.equal").to_owned(),
        Ordering::Greater => say!(lang, "phrases.against.more", by = by, amount = amount),
        Ordering::Less => say!(lang, "phrases.against.fewer", by = by, amount = amount),
    }
}

/// A text with a note behind it in brackets.
#[must_use]
pub fn aside(text: &str, note: &str, lang: Lang) -> String {
    say!(lang, "phrases.aside", text = text, note = note)
}

/// Several phrases as one list: `、` and `和` in Chinese, commas and `and` in English.
#[must_use]
pub fn list(items: &[String], lang: Lang) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => {
            let first = first.join(say!(lang, "phrases.list.between"));
            first + say!(lang, "phrases.list.last") + last
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::catalog::by_id;

    fn say(id: &str, change: f64, base: f64) -> String {
        describe(by_id(id).unwrap(), change, base, Basis::Month, Lang::ZH)
    }

    #[test]
    fn words_follow_the_rules() {
        assert_eq!(say("sales.total", 0.0099, 1e6), "环比基本持平");
        assert_eq!(say("sales.total", 0.023, 1e6), "环比小幅增长 2.3%");
        assert_eq!(say("sales.total", -0.052, 1e6), "环比下降 5.2%");
        assert_eq!(
            say("subs.churn_rate", 0.004, 0.018),
            "环比提高 0.4 个百分点"
        );
        assert_eq!(say("subs.retention_rate", -0.004, 0.98), "环比基本持平");
        assert_eq!(say("nps", 3.1, 38.4), "环比提高 3.1 分");
    }

    #[test]
    fn small_counts_are_compared_in_their_own_unit() {
        let say = |now, last, lang| against(now, last, Noun::Occurrences, lang);
        assert_eq!(say(5, 3, Lang::ZH), "比上月多 2 次");
        assert_eq!(say(3, 5, Lang::EN), "2 fewer than last month");
        assert_eq!(say(3, 3, Lang::ZH), "与上月相同");
    }

    #[test]
    fn joins_lists() {
        let items = ["甲", "乙", "丙"].map(str::to_owned);
        assert_eq!(list(&items, Lang::ZH), "甲、乙和丙");
        assert_eq!(list(&items, Lang::EN), "甲, 乙 and 丙");
    }
}
