//! 风险: the three findings most likely to hit next month's targets, what to watch each week, and what answers them.
//!
//! Most likely is what stands furthest from its target for next month today: one minus the attainment that this month's
//! value would have. A finding about a metric without a target counts for the target that the metric bears on.

use super::breakdown::{self, WeekTargets};
use super::steps::{self, Step};
use super::targets::NextTarget;
use super::{answers, day};
use crate::findings::finding::{Finding, Judgement};
use crate::metrics::catalog::Better;
use crate::metrics::figures::attainment;
use crate::report::desk::Desk;
use crate::report::document::Table;
use crate::report::exhibits::problems;
use crate::say;
use crate::value::{Noun, Unit};

/// How many are listed.
const LISTED: usize = 3;

/// A finding that may hit a target.
#[derive(Debug, Clone, Copy)]
pub struct Risk<'a> {
    finding: &'a Finding,
    target: &'a NextTarget,
    /// How much of the target this month's value falls short of; below 0 where it would meet it.
    short: f64,
}

/// The targets that a finding bears on, the nearest first.
fn bears_on(finding: &Finding) -> &'static [&'static str] {
    if !finding.rule.bears_on.is_empty() {
        return finding.rule.bears_on;
    }
    match finding.metric.split('.').next().unwrap_or("") {
        "sales" => &["sales.total"],
        "subs" => &["subs.new", "subs.mobile.new"],
        "complaints" => &["complaints.per_10k", "complaints.within_24h_rate"],
        "nps" | "csat" => &["nps", "csat.overall"],
        "service" => &["service.avg_wait_minutes"],
        "inventory" => &["inventory.days"],
        "cost" | "profit" => &["profit.margin"],
        _ => &[],
    }
}

/// The findings that stand furthest from a target for next month, one a target.
#[must_use]
pub fn risks<'a>(
    desk: &Desk<'_>,
    judgement: &'a Judgement,
    targets: &'a [NextTarget],
) -> Vec<Risk<'a>> {
    let target = |id: &str| targets.iter().find(|target| target.metric.id == id);
    let mut risks: Vec<Risk<'a>> = judgement
        .findings
        .iter()
        .filter_map(|finding| {
            let target = target(finding.metric)
                .or_else(|| bears_on(finding).iter().find_map(|id| target(id)))?;
            let actual = desk.figures.value(target.metric.id)?;
            let reached = attainment(target.metric.better, actual, target.value)?;
            Some(Risk {
                finding,
                target,
                short: 1.0 - reached,
            })
        })
        .collect();
    // Stable: of one target's findings the one about the target itself comes first, then the gravest.
    risks.sort_by(|a, b| {
        let about = |risk: &Risk<'_>| risk.finding.metric != risk.target.metric.id;
        b.short
            .total_cmp(&a.short)
            .then_with(|| about(a).cmp(&about(b)))
    });
    let mut seen = Vec::new();
    risks.retain(|risk| {
        let known = seen.contains(&risk.target.metric.id);
        seen.push(risk.target.metric.id);
        !known
    });
    risks.truncate(LISTED);
    risks
}

/// What stands where: `本月 1.4%，下月目标 1.1%`.
fn gap(desk: &Desk<'_>, risk: &Risk<'_>) -> String {
    let metric = risk.target.metric;
    let name = metric.name(desk.lang);
    let now = desk.print(desk.figures.value(metric.id), metric.unit);
    let next = desk.print(Some(risk.target.value), metric.unit);
    say!(
        desk.lang,
        "plan.risk.gap",
        name = name,
        now = now,
        next = next
    )
}

/// What to watch each week, and from where on it is a sign.
fn sign(desk: &Desk<'_>, risk: &Risk<'_>, weeks: &[WeekTargets]) -> String {
    let metric = risk.target.metric;
    let name = metric.name(desk.lang);
    let first = weeks.first().and_then(|week| {
        let part = week.parts.iter().find(|(id, _)| *id == metric.id)?;
        Some((week.week, part.1))
    });
    let over = metric.better == Better::Lower;
    if let Some(count) = weekly_count(desk, risk) {
        return count;
    }
    if let Some((week, part)) = first {
        let key = if over {
            "plan.risk.over_in_week"
        } else {
            "plan.risk.under_in_week"
        };
        return say!(
            desk.lang,
            key,
            week = breakdown::week_name(desk, week),
            name = name,
            limit = desk.print(Some(part), metric.unit)
        );
    }
    let key = if over {
        "plan.risk.over"
    } else {
        "plan.risk.under"
    };
    let limit = desk.print(Some(risk.target.value), metric.unit);
    say!(desk.lang, key, name = name, limit = limit)
}

/// Of a rate that a month adds up to, the count that a full week may have: the target's share of 7 days, rounded down.
fn weekly_count(desk: &Desk<'_>, risk: &Risk<'_>) -> Option<String> {
    let subscribers = desk.figures.value("subs.closing")?;
    let week = subscribers * 7.0 / f64::from(desk.month().next().days());
    let value = risk.target.value;
    let (what, count, noun) = match risk.target.metric.id {
        "subs.churn_rate" => (
            say!(desk.lang, "plan.risk.lost"),
            value * week,
            Noun::Subscribers,
        ),
        "subs.retention_rate" => (
            say!(desk.lang, "plan.risk.lost"),
            (1.0 - value) * week,
            Noun::Subscribers,
        ),
        "complaints.per_10k" => (
            say!(desk.lang, "plan.risk.complaints"),
            value * week / 10_000.0,
            Noun::Tickets,
        ),
        _ => return None,
    };
    let count = count.floor();
    Some(say!(
        desk.lang,
        "plan.risk.count",
        what = what,
        n = format!("{count:.0}"),
        count = desk.print(Some(count), Unit::Count(noun))
    ))
}

/// What answers it: the step and its day, else what the step would be.
fn response(desk: &Desk<'_>, risk: &Risk<'_>, steps: &[Step], judgement: &Judgement) -> String {
    match steps::for_finding(steps, judgement, risk.finding) {
        Some(step) => {
            let due = day(step.due, desk.lang);
            say!(desk.lang, "plan.risk.response", step = step.what, day = due)
        }
        None => answers::step(desk, risk.finding),
    }
}

/// The table of risks.
#[must_use]
pub fn table(
    desk: &Desk<'_>,
    risks: &[Risk<'_>],
    steps: &[Step],
    judgement: &Judgement,
    targets: &[NextTarget],
) -> Option<Table> {
    let weeks = breakdown::weeks(desk, targets);
    desk.table("risks", risks)
        .text("risk", |risk| problems::title(desk, risk.finding))
        .text("target", |risk| gap(desk, risk))
        .text("sign", |risk| sign(desk, risk, &weeks))
        .text("response", |risk| response(desk, risk, steps, judgement))
        .captioned()
        .done()
}
