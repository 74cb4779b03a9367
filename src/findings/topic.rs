//! What a finding is about, so that a page tells each thing once.

use crate::words::{Lang, LangTag};

/// The things that findings are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

impl Topic {
    /// Whether a problem, in lower case, names it by one of its words in either language.
    #[must_use]
    pub fn is_named_by(self, problem: &str) -> bool {
        says(&format!("topics.problem.{}", self.id()), problem)
    }

    const fn id(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Handling => "handling",
            Self::Diversion => "diversion",
            Self::Churn => "churn",
            Self::Intake => "intake",
            Self::Sales => "sales",
            Self::Lateness => "lateness",
            Self::Complaints => "complaints",
            Self::Safety => "safety",
            Self::SlowStock => "slow_stock",
            Self::Skills => "skills",
            Self::Faults => "faults",
            Self::Actions => "actions",
            Self::Issues => "issues",
            Self::Satisfaction => "satisfaction",
            Self::Profit => "profit",
        }
    }
}

/// Whether a text in lower case holds one of the words, parted by `|`, that either language lists at a key.
pub(in crate::findings) fn says(key: &str, text: &str) -> bool {
    LangTag::ALL.into_iter().any(|tag| {
        let words = Lang::of(tag).text(key).split('|');
        words
            .into_iter()
            .any(|word| text.contains(&word.to_lowercase()))
    })
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
