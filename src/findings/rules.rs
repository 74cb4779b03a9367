//! The rules of section 05: from figures and thresholds to findings with their evidence.
//!
//! Input: the figures of a month, the config's thresholds, what the report knows of stock. Output: findings, worst first,
//! with what several rules say about one thing merged into one ([`topic`]); the rules that could not be judged. A rule
//! whose figure is absent is not judged, and said so; it never passes.

use std::collections::BTreeMap;

use serde::Serialize;

use super::causes::Cause;
use super::measures::Remedy;
use crate::config::Thresholds;
use crate::metrics::figures::{Absent, Figures};
use crate::money::Money;
use crate::value::Severity;

mod judge;
mod people;
pub mod topic;

pub use judge::judge;
pub use people::{Newcomer, SkillGap, Sold, skill_gap};
pub use topic::Topic;

/// What the rules judge by.
#[derive(Debug, Clone, Copy)]
pub struct Grounds<'a> {
    /// Every metric in any month, and the facts behind them.
    pub figures: &'a Figures<'a>,
    /// From where on a figure is a finding.
    pub thresholds: &'a Thresholds,
    /// Minutes that a business should take, by its name.
    pub standards: &'a BTreeMap<String, f64>,
    /// What is known of stock.
    pub stock: StockGrounds,
}

/// What the report works out of stock for its own section.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct StockGrounds {
    /// Value of slow stock and its share of all stock, 0–1.
    pub slow: Option<(Money, f64)>,
    /// Items to reorder, pieces, and what they cost.
    pub reorder: Option<(usize, i64, Money)>,
}

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// A targeted metric below its target.
    TargetMissed,
    /// A severity level with too few tickets handled in time.
    LevelLate,
    /// Traffic that varies from day to day.
    DailyVariation,
    /// Too many visits in the busiest hour.
    PeakHour,
    /// A business that takes longer than its standard.
    SlowBusiness,
    /// Too few transactions online or by self-service.
    LowDiversion,
    /// Items below their safety stock.
    BelowSafety,
    /// Too much of the stock's value in slow stock.
    SlowStock,
    /// New staff sell too few value-added services or bundles.
    SkillGap,
    /// More subscribers lost than last month.
    ChurnUp,
    /// Faults found in the month that stand at its end.
    FaultsUnfixed,
    /// Measures past their due day.
    ActionsLate,
    /// A metric worse than last month.
    Worse,
}

impl Rule {
    /// All of them, as judged.
    pub const ALL: [Self; 13] = [
        Self::TargetMissed,
        Self::LevelLate,
        Self::DailyVariation,
        Self::PeakHour,
        Self::SlowBusiness,
        Self::LowDiversion,
        Self::BelowSafety,
        Self::SlowStock,
        Self::SkillGap,
        Self::ChurnUp,
        Self::FaultsUnfixed,
        Self::ActionsLate,
        Self::Worse,
    ];
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// A stable id: the rule and what it is about: `target-missed:subs.churn_rate`.
    pub id: String,
    /// The rule.
    pub rule: Rule,
    /// How much it matters.
    pub severity: Severity,
    /// The metric that shows it.
    pub metric: &'static str,
    /// What part of the metric, where it is one: a business.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The value met, in the metric's base unit.
    pub value: f64,
    /// What it was held against: the target, the threshold, last month's value.
    pub threshold: f64,
    /// Last month's value, where known.
    pub previous: Option<f64>,
    /// The rows behind the value.
    pub rows: u64,
    /// What other rules found about the same thing, the gravest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Finding>,
    /// Where it comes from.
    pub cause: Option<Cause>,
    /// What is to be done about it, what the hall has decided first.
    pub measures: Vec<Remedy>,
    /// How far beyond the threshold, for ordering: 0.1 is a tenth of it.
    #[serde(skip)]
    pub(in crate::findings) excess: f64,
}

/// A rule that could not be judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotJudged {
    /// The rule.
    pub rule: Rule,
    /// The metric it needs.
    pub metric: &'static str,
    /// Why.
    pub why: Absent,
}

/// What the rules came to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Judgement {
    /// The problems, worst first.
    pub findings: Vec<Finding>,
    /// The rules that could not be judged.
    pub not_judged: Vec<NotJudged>,
    /// How many rules there are.
    pub rules: usize,
}

/// The rule's name in ids.
#[must_use]
pub const fn rule_id(rule: Rule) -> &'static str {
    match rule {
        Rule::TargetMissed => "target-missed",
        Rule::LevelLate => "level-late",
        Rule::DailyVariation => "daily-variation",
        Rule::PeakHour => "peak-hour",
        Rule::SlowBusiness => "slow-business",
        Rule::LowDiversion => "low-diversion",
        Rule::BelowSafety => "below-safety",
        Rule::SlowStock => "slow-stock",
        Rule::SkillGap => "skill-gap",
        Rule::ChurnUp => "churn-up",
        Rule::FaultsUnfixed => "faults-unfixed",
        Rule::ActionsLate => "actions-late",
        Rule::Worse => "worse",
    }
}

#[cfg(test)]
impl Finding {
    /// A finding that only says what it is about.
    pub(in crate::findings) fn specimen(rule: Rule, metric: &'static str) -> Self {
        Self {
            id: format!("{}:{metric}", rule_id(rule)),
            rule,
            severity: Severity::Medium,
            metric,
            subject: None,
            value: 2.0,
            threshold: 1.0,
            previous: None,
            rows: 1,
            also: Vec::new(),
            cause: None,
            measures: Vec::new(),
            excess: 1.0,
        }
    }
}
