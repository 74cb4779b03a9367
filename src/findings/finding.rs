//! Findings and the rules that find them.
//!
//! A [`Rule`] is declared in a file of its own in [`rules`](super::rules), which states all that the program knows of it; its words
//! stand in `templates/<lang>/findings/`. A [`Judge`] is what a rule tells its findings to. A rule whose figure is absent is not
//! judged, and said so; it never passes.

use std::fmt;

use serde::{Serialize, Serializer};

use super::cause::{Cause, Of, Split};
use super::grounds::Grounds;
use super::remedy::{Propose, Remedy};
use super::topic::{self, Topic};
use crate::metrics::catalog::{self, Metric};
use crate::metrics::figures::{Absent, Figure};
use crate::value::{Severity, Unit};

/// A kind of problem: how it is found, where it comes from, what is done about it.
pub struct Rule {
    /// Its name in ids: `target-missed`. The file of its words is named after it: `target_missed.md`.
    pub id: &'static str,
    /// What its findings are about; none: what their metric is about.
    pub topic: Option<Topic>,
    /// What a finding's value is held against.
    pub held_against: HeldAgainst,
    /// Finds what there is to be found.
    pub judge: fn(&mut Judge<'_>),
    /// Where a finding comes from.
    pub cause: fn(&Grounds<'_>, &Finding) -> Cause,
    /// What may be done about a finding, the foremost first.
    pub measures: fn(&Finding) -> &'static [Propose],
    /// What an action of the plan must name to answer a finding.
    pub answered_by: AnsweredBy,
    /// The metrics whose targets a finding may hit, the nearest first; none: those of its metric's family.
    pub bears_on: &'static [&'static str],
}

/// What a finding's value is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeldAgainst {
    /// The target.
    Target,
    /// What is required of everybody.
    Required,
    /// The standard of a business.
    Standard,
    /// A limit from below.
    AtLeast,
    /// A limit from above.
    AtMost,
    /// Last month's value.
    LastMonth,
}

/// What an action of the plan must name to answer a finding, besides its id or its metric's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnsweredBy {
    /// The metric, by its name.
    Metric,
    /// What the finding is about, by name.
    Subject,
    /// One of the words that the rule's words list; none of them where they list none.
    Words,
}

impl Rule {
    /// The name of the file of its words, without `.md`.
    #[must_use]
    pub fn file(&self) -> String {
        self.id.replace('-', "_")
    }
}

impl HeldAgainst {
    /// Its name in no language.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Target => "target",
            Self::Required => "required",
            Self::Standard => "standard",
            Self::AtLeast => "at_least",
            Self::AtMost => "at_most",
            Self::LastMonth => "last_month",
        }
    }
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id)
    }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id)
    }
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// A stable id: the rule and what it is about: `target-missed:subs.churn_rate`.
    pub id: String,
    /// The rule.
    pub rule: &'static Rule,
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
    /// What the three are measured in.
    #[serde(skip)]
    pub unit: Unit,
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

impl Finding {
    /// What it is about; none of what stands for itself.
    #[must_use]
    pub fn topic(&self) -> Option<Topic> {
        self.rule.topic.or_else(|| topic::of_metric(self.metric))
    }

    /// What the values of a split of its cause are measured in, and the effects.
    #[must_use]
    pub fn units(&self, split: &Split) -> (Unit, Unit) {
        let unit = match split.of {
            Of::Level(unit) => unit,
            Of::Change => catalog::by_id(self.metric).map_or(Unit::Bare, |metric| metric.unit),
        };
        let effect = match unit {
            Unit::Ratio => Unit::PercentPoints,
            other => other,
        };
        (unit, effect)
    }
}

/// A rule that could not be judged.
#[derive(Debug, Clone, PartialEq)]
pub struct NotJudged {
    /// The rule.
    pub rule: &'static Rule,
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

/// Where a rule tells what it finds.
pub struct Judge<'a> {
    /// What it judges by.
    pub grounds: Grounds<'a>,
    /// The rule at work.
    pub(in crate::findings) rule: &'static Rule,
    /// What it and those before it came to.
    pub(in crate::findings) result: Judgement,
}

impl Judge<'_> {
    /// Last month's value of a metric.
    #[must_use]
    pub fn previous(&self, metric: &'static Metric) -> Option<f64> {
        let previous = self.grounds.figures.month().previous();
        Some(self.grounds.figures.at(metric, previous).ok()?.value)
    }

    /// The figure of an id, or a note that the rule cannot be judged without it.
    pub fn figure(&mut self, id: &'static str) -> Option<(&'static Metric, Figure)> {
        let metric = catalog::by_id(id)?;
        match self.grounds.figures.now(metric) {
            Ok(figure) => Some((metric, figure)),
            Err(why) => {
                self.lacks(id, why);
                None
            }
        }
    }

    /// Notes that the rule cannot be judged without a metric.
    pub fn lacks(&mut self, metric: &'static str, why: Absent) {
        self.result.not_judged.push(NotJudged {
            rule: self.rule,
            metric,
            why,
        });
    }

    /// Whether a metric as a whole has been found out of by a rule before.
    #[must_use]
    pub fn has_found(&self, metric: &Metric) -> bool {
        let mut found = self.result.findings.iter();
        found.any(|f| f.metric == metric.id && f.subject.is_none())
    }

    /// A finding of the rule, not yet noted: it may be told more precisely.
    #[must_use]
    pub fn finding(
        &self,
        metric: &'static Metric,
        (value, rows): (f64, u64),
        threshold: f64,
        severity: Severity,
    ) -> Finding {
        let scale = if threshold == 0.0 {
            1.0
        } else {
            threshold.abs()
        };
        Finding {
            id: format!("{}:{}", self.rule.id, metric.id),
            rule: self.rule,
            severity,
            metric: metric.id,
            subject: None,
            value,
            threshold,
            previous: self.previous(metric),
            unit: metric.unit,
            rows,
            also: Vec::new(),
            cause: None,
            measures: Vec::new(),
            excess: (value - threshold).abs() / scale,
        }
    }

    /// Notes a finding.
    pub fn find(&mut self, finding: Finding) {
        self.result.findings.push(finding);
    }

    /// Notes a finding where a metric is above a limit.
    pub fn above(&mut self, id: &'static str, limit: f64) {
        if let Some((metric, figure)) = self.figure(id)
            && figure.value > limit
        {
            let value = (figure.value, figure.rows);
            self.find(self.finding(metric, value, limit, Severity::Medium));
        }
    }

    /// Notes a finding of a severity where a metric is below a limit.
    pub fn below(&mut self, id: &'static str, limit: f64, severity: Severity) {
        if let Some((metric, figure)) = self.figure(id)
            && figure.value < limit
        {
            let value = (figure.value, figure.rows);
            self.find(self.finding(metric, value, limit, severity));
        }
    }
}

#[cfg(test)]
impl Finding {
    /// A finding that only says what it is about.
    pub(in crate::findings) fn specimen(rule: &'static Rule, metric: &'static str) -> Self {
        Self {
            id: format!("{}:{metric}", rule.id),
            rule,
            severity: Severity::Medium,
            metric,
            subject: None,
            value: 2.0,
            threshold: 1.0,
            previous: None,
            unit: Unit::Bare,
            rows: 1,
            also: Vec::new(),
            cause: None,
            measures: Vec::new(),
            excess: 1.0,
        }
    }
}
