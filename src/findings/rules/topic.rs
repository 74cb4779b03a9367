//! What a finding is about, so that a page tells each thing once.
//!
//! Input: findings, worst first. Output: the same, those about one thing merged into the gravest of them.

use serde::Serialize;

use super::{Finding, Rule};

/// The things that findings are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)] // the names say it
pub enum Topic {
    Waiting,
    Handling,
    Diversion,
    Churn,
    Intake,
    Sales,
    Lateness,
    Complaints,
    Safety,
    SlowStock,
    Skills,
    Faults,
    Actions,
    Issues,
    Satisfaction,
    Profit,
}

/// What a finding is about; none of what stands for itself.
#[must_use]
pub fn of(finding: &Finding) -> Option<Topic> {
    match finding.rule {
        Rule::PeakHour | Rule::DailyVariation => return Some(Topic::Waiting),
        Rule::SlowBusiness => return Some(Topic::Handling),
        Rule::LowDiversion => return Some(Topic::Diversion),
        Rule::LevelLate => return Some(Topic::Lateness),
        Rule::BelowSafety => return Some(Topic::Safety),
        Rule::SlowStock => return Some(Topic::SlowStock),
        Rule::SkillGap => return Some(Topic::Skills),
        Rule::ChurnUp => return Some(Topic::Churn),
        Rule::FaultsUnfixed => return Some(Topic::Faults),
        Rule::ActionsLate => return Some(Topic::Actions),
        Rule::TargetMissed | Rule::Worse => {}
    }
    of_metric(finding.metric)
}

/// What a metric is about.
#[must_use]
pub fn of_metric(metric: &str) -> Option<Topic> {
    Some(match metric {
        "service.avg_wait_minutes"
        | "service.peak_ratio"
        | "service.daily_cv"
        | "csat.queueing" => Topic::Waiting,
        "service.avg_minutes" | "service.one_pass_rate" | "csat.efficiency" => Topic::Handling,
        "service.diverted_share" => Topic::Diversion,
        "subs.churn_rate"
        | "subs.retention_rate"
        | "subs.churned"
        | "subs.high_value.retention_rate" => Topic::Churn,
        "subs.new" | "subs.net" | "subs.mobile.new" | "subs.broadband.new" | "subs.line.new" => {
            Topic::Intake
        }
        "complaints.within_24h_rate"
        | "complaints.avg_close_hours"
        | "complaints.p90_close_hours"
        | "complaints.open" => Topic::Lateness,
        "complaints.count"
        | "complaints.per_10k"
        | "complaints.reopen_rate"
        | "complaints.first_contact_rate" => Topic::Complaints,
        "inventory.below_safety" => Topic::Safety,
        "inventory.value"
        | "inventory.days"
        | "inventory.turnover"
        | "inventory.device.days"
        | "inventory.device.turnover" => Topic::SlowStock,
        "issues.open" | "issues.opened" => Topic::Issues,
        "training.pass_rate" | "training.coverage" | "training.uplift" => Topic::Skills,
        "profit.margin" | "cost.total" | "cost.marketing.ratio" | "cost.labour.ratio" => {
            Topic::Profit
        }
        _ if metric.starts_with("complaints.") && metric.ends_with("in_time_rate") => {
            Topic::Lateness
        }
        _ if metric.starts_with("inspection.") => Topic::Faults,
        "sales.total" | "sales.basic" | "sales.vas" | "sales.device" => Topic::Sales,
        _ if metric == "nps" || metric.starts_with("csat.") || metric == "service.rating" => {
            Topic::Satisfaction
        }
        _ => return None,
    })
}

/// Merges the findings about one thing into the first of them, the gravest: `findings` come worst first. What a metric
/// has been found out of by one rule is not told again by another.
#[must_use]
pub fn merge(findings: Vec<Finding>) -> Vec<Finding> {
    let mut merged: Vec<Finding> = Vec::new();
    for finding in findings {
        let topic = of(&finding);
        match merged
            .iter_mut()
            .find(|first| topic.is_some() && of(first) == topic)
        {
            None => merged.push(finding),
            Some(first) => {
                let told = |known: &Finding| {
                    known.metric == finding.metric && known.subject == finding.subject
                };
                if !told(first) && !first.also.iter().any(told) {
                    first.also.push(finding);
                }
            }
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_about_one_thing_is_told_once() {
        let found = |rule, metric| Finding::specimen(rule, metric);
        let merged = merge(vec![
            found(Rule::TargetMissed, "subs.churn_rate"),
            found(Rule::TargetMissed, "service.avg_wait_minutes"),
            found(Rule::PeakHour, "service.peak_ratio"),
            found(Rule::ChurnUp, "subs.churn_rate"),
            found(Rule::Worse, "sales.business.share"),
            found(Rule::Worse, "csat.queueing"),
            found(Rule::Worse, "subs.mobile.new.5g_share"),
        ]);
        let told: Vec<(&str, usize)> = merged
            .iter()
            .map(|finding| (finding.metric, finding.also.len()))
            .collect();
        assert_eq!(
            told,
            [
                // Churn up says nothing that the missed target does not: the same figure.
                ("subs.churn_rate", 0),
                ("service.avg_wait_minutes", 2),
                ("sales.business.share", 0),
                ("subs.mobile.new.5g_share", 0),
            ]
        );
    }
}
