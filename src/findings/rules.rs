//! The rules of section 05: from figures and thresholds to findings with their evidence.
//!
//! A rule whose figure is absent is not judged, and said so; it never passes. Findings come worst first.

use serde::Serialize;

use crate::config::Thresholds;
use crate::metrics::catalog::{self, Better, Metric};
use crate::metrics::figures::{self, Absent, Figures};
use crate::report::document::Severity;
use crate::value::Unit;

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
    /// A metric worse than last month.
    Worse,
}

impl Rule {
    /// All of them, as judged.
    pub const ALL: [Self; 9] = [
        Self::TargetMissed,
        Self::LevelLate,
        Self::DailyVariation,
        Self::PeakHour,
        Self::SlowBusiness,
        Self::LowDiversion,
        Self::BelowSafety,
        Self::SlowStock,
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
    /// How far beyond the threshold, for ordering: 0.1 is a tenth of it.
    #[serde(skip)]
    excess: f64,
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

/// Figures that say the same as another one, which is judged in their place.
const ECHOES: &[&str] = &[
    "subs.retention_rate",
    "subs.churned",
    "subs.net",
    "subs.closing",
    "subs.clv",
    "complaints.per_10k",
    "complaints.p90_close_hours",
    "inventory.turnover",
    "inventory.device.turnover",
    "inventory.value",
    "sales.ticket",
    "sales.device.ticket",
    "sales.customers",
    "service.top5_share",
    "cost.total",
];

/// Judges every rule. `standard` gives a business's standard minutes where the config names one; `slow_share` is the slow
/// stock's share of the stock's value.
#[must_use]
pub fn judge(
    figures: &Figures<'_>,
    thresholds: &Thresholds,
    standard: &dyn Fn(&str) -> Option<f64>,
    slow_share: Option<f64>,
) -> Judgement {
    let mut judge = Judge {
        figures,
        thresholds,
        result: Judgement {
            rules: Rule::ALL.len(),
            ..Judgement::default()
        },
    };
    judge.targets();
    judge.levels();
    judge.above(
        "service.daily_cv",
        Rule::DailyVariation,
        thresholds.daily_cv,
    );
    judge.above("service.peak_ratio", Rule::PeakHour, thresholds.peak_ratio);
    judge.businesses(standard);
    judge.diversion();
    judge.above("inventory.below_safety", Rule::BelowSafety, 0.0);
    judge.slow_stock(slow_share);
    judge.worse();
    let mut result = judge.result;
    result.findings.sort_by(|a, b| {
        b.severity
            .cmp(&a.severity)
            .then_with(|| a.rule.cmp(&b.rule))
            .then_with(|| b.excess.total_cmp(&a.excess))
            .then_with(|| a.id.cmp(&b.id))
    });
    result
}

struct Judge<'a> {
    figures: &'a Figures<'a>,
    thresholds: &'a Thresholds,
    result: Judgement,
}

impl Judge<'_> {
    fn previous(&self, metric: &'static Metric) -> Option<f64> {
        let previous = self.figures.month().previous();
        Some(self.figures.at(metric, previous).ok()?.value)
    }

    /// The figure of an id, or a note that the rule cannot be judged without it.
    fn figure(
        &mut self,
        rule: Rule,
        id: &'static str,
    ) -> Option<(&'static Metric, figures::Figure)> {
        let metric = catalog::by_id(id)?;
        match self.figures.now(metric) {
            Ok(figure) => Some((metric, figure)),
            Err(why) => {
                self.result.not_judged.push(NotJudged {
                    rule,
                    metric: id,
                    why,
                });
                None
            }
        }
    }

    fn find(
        &mut self,
        rule: Rule,
        metric: &'static Metric,
        (value, rows): (f64, u64),
        threshold: f64,
        severity: Severity,
    ) {
        let scale = if threshold == 0.0 {
            1.0
        } else {
            threshold.abs()
        };
        self.result.findings.push(Finding {
            id: format!("{}:{}", rule_id(rule), metric.id),
            rule,
            severity,
            metric: metric.id,
            subject: None,
            value,
            threshold,
            previous: self.previous(metric),
            rows,
            excess: (value - threshold).abs() / scale,
        });
    }

    fn targets(&mut self) {
        for metric in catalog::all() {
            let Some(attainment) = self.figures.attainment(metric) else {
                continue;
            };
            match self.figures.now(metric) {
                Err(why) => self.result.not_judged.push(NotJudged {
                    rule: Rule::TargetMissed,
                    metric: metric.id,
                    why,
                }),
                Ok(figure) => {
                    let Some(ratio) = attainment.ratio.filter(|ratio| *ratio < 1.0) else {
                        continue;
                    };
                    // Nine tenths of a target missed by is grave; less is to be solved.
                    let severity = if ratio < 0.9 {
                        Severity::High
                    } else {
                        Severity::Medium
                    };
                    let value = (figure.value, figure.rows);
                    self.find(
                        Rule::TargetMissed,
                        metric,
                        value,
                        attainment.target,
                        severity,
                    );
                }
            }
        }
    }

    fn levels(&mut self) {
        let levels = [
            ("complaints.red.in_time_rate", Severity::High),
            ("complaints.yellow.in_time_rate", Severity::Medium),
            ("complaints.blue.in_time_rate", Severity::Medium),
        ];
        for (id, severity) in levels {
            let limit = self.thresholds.in_time;
            if let Some((metric, figure)) = self.figure(Rule::LevelLate, id)
                && figure.value < limit
            {
                self.find(
                    Rule::LevelLate,
                    metric,
                    (figure.value, figure.rows),
                    limit,
                    severity,
                );
            }
        }
    }

    fn above(&mut self, id: &'static str, rule: Rule, limit: f64) {
        if let Some((metric, figure)) = self.figure(rule, id)
            && figure.value > limit
        {
            self.find(
                rule,
                metric,
                (figure.value, figure.rows),
                limit,
                Severity::Medium,
            );
        }
    }

    fn diversion(&mut self) {
        let limit = self.thresholds.diverted;
        if let Some((metric, figure)) = self.figure(Rule::LowDiversion, "service.diverted_share")
            && figure.value < limit
        {
            let value = (figure.value, figure.rows);
            self.find(Rule::LowDiversion, metric, value, limit, Severity::Medium);
        }
    }

    fn businesses(&mut self, standard: &dyn Fn(&str) -> Option<f64>) {
        if self
            .figure(Rule::SlowBusiness, "service.avg_minutes")
            .is_none()
        {
            return;
        }
        let Some(metric) = catalog::by_id("service.avg_minutes") else {
            return;
        };
        let Ok(services) = self.figures.view(self.figures.month()).services() else {
            return;
        };
        for (name, business) in services.businesses.sorted() {
            let limit = standard(name).unwrap_or(self.thresholds.minutes);
            let Some(minutes) = business.handling.mean().map(|seconds| seconds / 60.0) else {
                continue;
            };
            if minutes > limit {
                let rows = business.handling.n;
                self.find(
                    Rule::SlowBusiness,
                    metric,
                    (minutes, rows),
                    limit,
                    Severity::Low,
                );
                if let Some(finding) = self.result.findings.last_mut() {
                    finding.id = format!("{}:{name}", rule_id(Rule::SlowBusiness));
                    finding.subject = Some(name.to_owned());
                    finding.previous = None;
                }
            }
        }
    }

    fn slow_stock(&mut self, share: Option<f64>) {
        let Some((metric, figure)) = self.figure(Rule::SlowStock, "inventory.value") else {
            return;
        };
        let limit = self.thresholds.slow_share;
        if let Some(share) = share.filter(|share| *share > limit) {
            self.find(
                Rule::SlowStock,
                metric,
                (share, figure.rows),
                limit,
                Severity::Medium,
            );
            if let Some(finding) = self.result.findings.last_mut() {
                // The share is no metric of its own; last month's stock value says nothing about it.
                finding.previous = None;
            }
        }
    }

    fn worse(&mut self) {
        for metric in catalog::all() {
            let known = |f: &Finding| f.metric == metric.id && f.subject.is_none();
            if metric.better == Better::Neither
                || ECHOES.contains(&metric.id)
                || self.result.findings.iter().any(known)
            {
                continue;
            }
            let (Ok(figure), Some(previous)) = (self.figures.now(metric), self.previous(metric))
            else {
                continue;
            };
            let Some(change) = figures::change(metric, figure.value, previous) else {
                continue;
            };
            if figures::tone(metric.better, change) != crate::report::document::Tone::Bad {
                continue;
            }
            let limit = match metric.unit {
                Unit::Ratio => self.thresholds.worse_points / 100.0,
                _ if metric.differs() => self.thresholds.worse_points,
                _ => self.thresholds.worse_ratio,
            };
            if change.abs() > limit {
                let value = (figure.value, figure.rows);
                self.find(Rule::Worse, metric, value, previous, Severity::Low);
            }
        }
    }
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
        Rule::Worse => "worse",
    }
}
