//! The rules of section 05: from figures and thresholds to findings with their evidence, causes and measures.
//!
//! Each rule is a file here, declared in the list below, and a file of words in `templates/<lang>/findings/`. Input: the figures
//! of a month, the config's thresholds, what the report knows of stock. Output: findings, worst first, with what several rules
//! say about one thing merged into one; the rules that could not be judged.

use super::finding::{Finding, Judge, Judgement, Rule};
use super::grounds::Grounds;
use super::measures;
use crate::value::Severity;

/// Declares the rules in the order in which they are judged, and takes their words in.
macro_rules! rules {
    ($($name:ident),+ $(,)?) => {
        $(mod $name;)+

        /// All of them, as judged.
        pub static ALL: &[&Rule] = &[$(&$name::RULE),+];

        /// The built-in words of each: (file, Chinese, English).
        pub static WORDS: &[(&str, &str, &str)] = &[$((
            stringify!($name),
            include_str!(concat!("../../templates/zh-CN/findings/", stringify!($name), ".md")),
            include_str!(concat!("../../templates/en/findings/", stringify!($name), ".md")),
        )),+];
    };
}

rules![
    target_missed,
    level_late,
    daily_variation,
    peak_hour,
    slow_business,
    low_diversion,
    below_safety,
    slow_stock,
    skill_gap,
    churn_up,
    faults_unfixed,
    actions_late,
    worse,
];

/// Judges every rule, merges what they say about one thing, and finds causes and measures.
#[must_use]
pub fn judge(grounds: &Grounds<'_>) -> Judgement {
    let mut result = found(grounds);
    for finding in &mut result.findings {
        let cause = (finding.rule.cause)(grounds, finding);
        // What is only worth knowing need not say that nothing is known of it.
        let telling = cause.split.is_some() || !cause.kinds.is_empty();
        finding.cause = (telling || finding.severity > Severity::Low).then_some(cause);
    }
    measures::fill(grounds, &mut result);
    result
}

/// What the rules find, worst first: by severity, how far beyond the threshold, the order of the rules, id.
fn found(grounds: &Grounds<'_>) -> Judgement {
    let mut result = Judgement {
        rules: ALL.len(),
        ..Judgement::default()
    };
    for rule in ALL {
        let known = result.findings.len();
        let mut judge = Judge {
            grounds: *grounds,
            rule,
            result,
        };
        (rule.judge)(&mut judge);
        result = judge.result;
        if let Some(new) = result.findings.get_mut(known..) {
            new.sort_by(|a, b| a.id.cmp(&b.id));
        }
    }
    // Stable: equals stay in the order of the rules and ids.
    result.findings.sort_by(|a, b| {
        let severity = b.severity.cmp(&a.severity);
        severity.then_with(|| b.excess.total_cmp(&a.excess))
    });
    result.findings = merge(result.findings);
    result
}

/// Merges the findings about one thing into the first of them, the gravest: `findings` come worst first. What a metric
/// has been found out of by one rule is not told again by another.
fn merge(findings: Vec<Finding>) -> Vec<Finding> {
    let mut merged: Vec<Finding> = Vec::new();
    for finding in findings {
        let topic = finding.topic();
        match merged
            .iter_mut()
            .find(|first| topic.is_some() && first.topic() == topic)
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
            found(&target_missed::RULE, "subs.churn_rate"),
            found(&target_missed::RULE, "service.avg_wait_minutes"),
            found(&peak_hour::RULE, "service.peak_ratio"),
            found(&churn_up::RULE, "subs.churn_rate"),
            found(&worse::RULE, "sales.business.share"),
            found(&worse::RULE, "csat.queueing"),
            found(&worse::RULE, "subs.mobile.new.5g_share"),
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
