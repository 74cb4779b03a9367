//! Where findings about a metric come from, whichever rule found them. What only one rule knows of stands in the rule.

use super::cause::Cause;
use super::finding::Finding;
use super::grounds::Grounds;

mod halls;
pub mod holdings;
pub mod split;
pub mod tickets;
pub mod totals;
pub mod visits;

#[cfg(test)]
mod tests;

/// The cause of what a metric shows.
#[must_use]
pub fn of_metric(grounds: &Grounds<'_>, finding: &Finding) -> Cause {
    let figures = grounds.figures;
    match finding.metric {
        "service.avg_wait_minutes" => visits::waiting(grounds),
        "service.peak_ratio" | "service.daily_cv" => visits::peak(grounds),
        "service.avg_minutes" => visits::handling(grounds),
        "service.one_pass_rate" => visits::one_pass(grounds),
        "service.diverted_share" => visits::diversion(grounds),
        "subs.churn_rate" | "subs.retention_rate" => totals::churn(grounds, finding.metric),
        "subs.new" => totals::intake(grounds),
        "sales.total" | "sales.basic" | "sales.vas" | "sales.device" => {
            totals::sales(grounds, finding.metric)
        }
        "profit.margin" => totals::profit(grounds),
        "inventory.device.days" | "inventory.days" => holdings::days(grounds, finding.metric),
        "complaints.count" | "complaints.per_10k" => tickets::count(grounds, finding.metric),
        metric if metric.starts_with("complaints.") => tickets::rate(grounds, metric),
        _ => {
            let before = figures.value_at(finding.metric, figures.month().previous());
            Cause::unsplit(before.is_some(), Vec::new())
        }
    }
}

/// The same, and by hall what adds up over halls.
#[must_use]
pub fn of_metric_and_halls(grounds: &Grounds<'_>, finding: &Finding) -> Cause {
    Cause {
        halls: halls::by_hall(grounds, finding.metric),
        ..of_metric(grounds, finding)
    }
}
