//! 目标设定: next month's targets, given or proposed, and what each rests on.
//!
//! A proposal is the better of this month's target and a forecast ([`forecast`]); a metric without a better way, or with
//! neither, has none.

use crate::findings::forecast::{self, Basis, Method, Range};
use crate::metrics::catalog::{self, Better, Metric};
use crate::metrics::ledger::Formula;
use crate::report::desk::Desk;
use crate::report::document::Table;
use crate::say;
use crate::value::Unit;

/// Metrics that get a target next month where this month had none.
const HEADLINES: &[&str] = &[
    "sales.total",
    "subs.mobile.new",
    "subs.churn_rate",
    "nps",
    "complaints.within_24h_rate",
    "service.avg_wait_minutes",
    "inventory.days",
];

/// A target for next month.
#[derive(Debug, Clone)]
pub struct NextTarget {
    /// The metric.
    pub metric: &'static Metric,
    /// The target, in the metric's base unit.
    pub value: f64,
    /// Whether it is proposed rather than given.
    pub proposed: bool,
    /// What a proposed one rests on, in words.
    pub basis: Option<&'static str>,
}

/// Next month's targets: the given ones, and proposals for what was targeted this month and for the headline figures.
#[must_use]
pub fn next_targets(desk: &Desk<'_>) -> Vec<NextTarget> {
    let next = desk.month().next();
    let wanted = |metric: &&'static Metric| {
        desk.figures.target(metric, next).is_some()
            || desk.figures.target(metric, desk.month()).is_some()
            || headline(desk, metric.id)
    };
    catalog::all()
        .filter(wanted)
        .filter_map(|metric| {
            if let Some(value) = desk.figures.target(metric, next) {
                return Some(NextTarget {
                    metric,
                    value,
                    proposed: false,
                    basis: None,
                });
            }
            let better = match metric.better {
                Better::Higher => forecast::Better::Higher,
                Better::Lower => forecast::Better::Lower,
                Better::Neither => return None,
            };
            let history = desk.figures.trend(metric, 24);
            let target = desk.figures.target(metric, desk.month());
            let proposal = forecast::propose(&history, target, better, range(metric)).ok()?;
            let method = proposal.forecast.ok().map(|forecast| forecast.method);
            let basis = match (proposal.basis, method) {
                (Basis::Target, _) => say!(desk.lang, "plan.target.of_month"),
                (Basis::Forecast, Some(Method::Seasonal)) => {
                    say!(desk.lang, "plan.target.seasonal")
                }
                (Basis::Forecast, _) => say!(desk.lang, "plan.target.trend"),
            };
            Some(NextTarget {
                metric,
                value: proposal.value,
                proposed: true,
                basis: Some(basis),
            })
        })
        .collect()
}

/// Whether a metric is a headline that no target already stands for.
fn headline(desk: &Desk<'_>, id: &str) -> bool {
    let targeted = |id: &'static str| {
        let metric = desk.metric(id);
        desk.figures.target(metric, desk.month()).is_some()
            || desk.figures.target(metric, desk.month().next()).is_some()
    };
    HEADLINES.contains(&id)
        && !match id {
            "subs.mobile.new" => targeted("subs.new"),
            "inventory.days" => targeted("inventory.device.days"),
            _ => false,
        }
}

fn range(metric: &Metric) -> Range {
    match (metric.id, metric.unit) {
        ("subs.net" | "profit.margin" | "sales.gross_margin", _) => Range::Open,
        ("nps", _) => Range::Score {
            low: -100.0,
            high: 100.0,
        },
        (_, Unit::Count(_)) => Range::Count,
        (_, Unit::Ratio) if metric.id != "service.daily_cv" => Range::Ratio,
        (_, Unit::PointsOf100) => Range::Score {
            low: 0.0,
            high: 100.0,
        },
        (_, Unit::PointsOf5) => Range::Score {
            low: 1.0,
            high: 5.0,
        },
        _ => Range::Amount,
    }
}

/// The table of targets.
#[must_use]
pub fn table(desk: &Desk<'_>, targets: &[NextTarget]) -> Option<Table> {
    let some_proposed = targets.iter().any(|target| target.proposed);
    desk.table("next_targets", targets)
        .text("metric", |target| target.metric.name(desk.lang))
        .mixed("actual", |NextTarget { metric, .. }| {
            let actual = desk.figures.value(metric.id);
            ((actual, Formula::metric(metric.id)), metric.unit)
        })
        .mixed("target", |NextTarget { metric, .. }| {
            let target = desk.figures.target(metric, desk.month());
            ((target, Formula::Target(metric.id)), metric.unit)
        })
        .mixed("next", |target| (Some(target.value), target.metric.unit))
        .bold()
        .text("status", |target| {
            if target.proposed {
                say!(desk.lang, "plan.target.proposed")
            } else {
                say!(desk.lang, "plan.target.given")
            }
        })
        .when(some_proposed, |table| {
            table.text("basis", |target| {
                target.basis.unwrap_or(crate::format::ABSENT)
            })
        })
        .done()
}
