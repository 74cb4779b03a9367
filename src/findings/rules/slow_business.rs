//! A business that takes longer than its standard.

use std::collections::BTreeSet;

use crate::facts::services::BusinessVisits;
use crate::findings::cause::{By, Cause, Label};
use crate::findings::causes::split;
use crate::findings::causes::visits::{TO_MINUTES, group, mean, means, months, spread, spread_kind};
use crate::findings::finding::{AnsweredBy, Finding, HeldAgainst, Judge, Rule};
use crate::findings::grounds::Grounds;
use crate::findings::measures::{self, visits};
use crate::findings::topic::Topic;
use crate::value::Severity;

pub static RULE: Rule = Rule {
    id: "slow-business",
    topic: Some(Topic::Handling),
    held_against: HeldAgainst::Standard,
    judge,
    cause,
    measures: |_| &[visits::train, visits::redesign],
    answered_by: AnsweredBy::Subject,
    bears_on: measures::QUEUE_TARGETS,
};

fn judge(judge: &mut Judge<'_>) {
    let grounds = judge.grounds;
    let Some((metric, _)) = judge.figure("service.avg_minutes") else {
        return;
    };
    let Ok(services) = grounds.figures.view(grounds.figures.month()).services() else {
        return;
    };
    for (name, business) in services.businesses.sorted() {
        let standard = grounds.standards.get(name).copied();
        let limit = standard.unwrap_or(grounds.thresholds.minutes);
        let Some(minutes) = business.handling.mean().map(|seconds| seconds / 60.0) else {
            continue;
        };
        if minutes > limit {
            let value = (minutes, business.handling.n);
            judge.find(Finding {
                id: format!("{}:{name}", RULE.id),
                subject: Some(name.to_owned()),
                previous: None,
                ..judge.finding(metric, value, limit, Severity::Low)
            });
        }
    }
}

/// The business's handling minutes by member of staff: the change, else where the time goes.
fn cause(grounds: &Grounds<'_>, finding: &Finding) -> Cause {
    let figures = grounds.figures;
    let name = finding.subject.as_deref().unwrap_or("");
    let none = BusinessVisits::default();
    let Ok(now) = figures.view(figures.month()).services() else {
        return Cause::unsplit(true, Vec::new());
    };
    let now = now.businesses.get(name).unwrap_or(&none);
    let kinds = spread_kind(spread(&mut means(now.staff.values())));
    let Some(before) = months(grounds).and_then(|(before, _)| before.businesses.get(name)) else {
        return Cause::unsplit(false, kinds);
    };
    let ids: BTreeSet<&str> = [&before.staff, &now.staff]
        .into_iter()
        .flat_map(|staff| staff.sorted())
        .map(|(id, _)| id)
        .collect();
    let of = |facts: &BusinessVisits, id: &str| facts.staff.get(id).copied().unwrap_or_default();
    let roster = &figures.books().staff;
    let groups: Vec<_> = ids
        .into_iter()
        .map(|id| {
            let name = roster.member(id, "").map_or(id, |member| &member.name);
            let months = group(mean(of(before, id)), mean(of(now, id)));
            (Label::Name(name.to_owned()), months)
        })
        .collect();
    match split::rate(By::Staff, &groups, TO_MINUTES) {
        Some(split) => Cause::of(split, kinds),
        None => Cause::unsplit(false, kinds),
    }
}
