//! 重点行动步骤: what is done next month, by whom, by when, and how it is judged.
//!
//! In: the actions table and the findings. Out: the actions planned for next month, this month's unfinished ones carried
//! over (结转), and a step for each grave finding that none of them answers; low findings share one step.
//!
//! A step without a day due gets one by its severity: high by the 7th, medium by the 15th, low by the month's end. An
//! unfinished action that is past due is due by the 7th.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::targets::NextTarget;
use super::{answers, day, yuan};
use crate::chart::{Chart, ChartKind, TimelineChart, TimelineItem};
use crate::dataset::actions::{ActionKind, Status};
use crate::facts::actions::Measure;
use crate::findings::finding::{Finding, Judgement};
use crate::findings::topic::Topic;
use crate::metrics::catalog;
use crate::money::Money;
use crate::month::Month;
use crate::report::desk::Desk;
use crate::report::document::Table;
use crate::report::exhibits::{PRINTED, groups};
use crate::say;
use crate::value::{Noun, Severity, Unit};

/// Where a step comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// Planned for next month.
    Planned,
    /// Unfinished this month.
    Carried,
    /// Asked for by a finding that no action answers.
    Finding,
}

/// One step.
#[derive(Debug, Clone)]
pub struct Step {
    /// What is done.
    pub what: String,
    /// Where it comes from.
    pub origin: Origin,
    /// Who sees to it; a role where nobody is named.
    pub owner: String,
    /// Whether nobody is named yet.
    pub unnamed: bool,
    /// The first day.
    pub start: Date,
    /// The last day.
    pub due: Date,
    /// The day it was due before, where that is past.
    pub overdue: Option<Date>,
    /// How it is judged.
    pub judged_by: String,
    /// What it still costs: the budget, of an unfinished action the part that its progress leaves.
    pub budget: Option<Money>,
    /// How far it is, 0–1.
    pub progress: Option<f64>,
    /// The findings it is for, by their places.
    pub findings: Vec<usize>,
}

/// The last day for a step of a severity.
#[must_use]
pub fn due_by(severity: Severity, month: Month) -> Date {
    let day = match severity {
        Severity::High => 7,
        Severity::Medium => 15,
        Severity::Low => return month.last_day(),
    };
    let first = month.first_day();
    Date::new(first.year(), first.month(), day).unwrap_or(first)
}

/// All steps of next month, by the day due, then where they come from, then the order of the table or the findings.
#[must_use]
pub fn steps(desk: &Desk<'_>, judgement: &Judgement, targets: &[NextTarget]) -> Vec<Step> {
    let next = desk.month().next();
    let all = desk.figures.books().actions.iter();
    // Many halls have the same action.
    let mut known: BTreeMap<(&str, Option<&str>), Vec<usize>> = BTreeMap::new();
    let mut steps: Vec<Step> = all
        .filter_map(|action| {
            let origin = origin(action, next)?;
            let findings = known
                .entry((&action.title, action.problem.as_deref()))
                .or_insert_with(|| answered(desk, action, judgement))
                .clone();
            Some(of_action(
                desk, action, origin, findings, judgement, targets,
            ))
        })
        .collect();
    let answered: BTreeSet<usize> = known.into_values().flatten().collect();
    let mut low = Vec::new();
    for (place, finding) in judgement.findings.iter().enumerate() {
        if answered.contains(&place) {
            continue;
        }
        if finding.severity == Severity::Low {
            low.push(place);
            continue;
        }
        let what = answers::step(desk, finding);
        let judged_by = answers::judged_by(desk, finding, targets);
        // Findings that ask for the same share a step; the first is the gravest and sets the day.
        if let Some(step) = steps
            .iter_mut()
            .find(|step| step.origin == Origin::Finding && step.what == what)
        {
            step.judged_by = joined(desk, finding, &step.judged_by, &judged_by);
            step.findings.push(place);
            continue;
        }
        steps.push(Step {
            what,
            origin: Origin::Finding,
            owner: unnamed(desk, finding.metric),
            unnamed: true,
            start: next.first_day(),
            due: due_by(finding.severity, next),
            overdue: None,
            judged_by,
            budget: None,
            progress: None,
            findings: vec![place],
        });
    }
    steps.extend(watch(desk, low, next));
    steps.sort_by_key(|step| (step.due, step.origin));
    steps
}

/// Two goals in one: `红色2小时响应率、黄色24小时闭环率不低于 95.0%` where they have the same limit.
fn joined(desk: &Desk<'_>, finding: &Finding, known: &str, more: &str) -> String {
    let name = catalog::by_id(finding.metric).map_or("", |metric| metric.name(desk.lang));
    if let Some(limit) = more.strip_prefix(name).filter(|_| !name.is_empty())
        && let Some(names) = known.strip_suffix(limit)
    {
        return say!(
            desk.lang,
            "plan.step.same_goal",
            names = names,
            name = name,
            limit = limit
        );
    }
    say!(desk.lang, "plan.step.goals", known = known, more = more)
}

/// Where an action stands next month; none where it is over or not for it.
fn origin(action: &Measure, next: Month) -> Option<Origin> {
    if action.is_done() {
        return None;
    }
    let planned = action.kind == ActionKind::Plan && action.status != Some(Status::Doing);
    let begun = |day: Date| Month::of(day) < next;
    if planned && !action.due.is_some_and(begun) {
        let later = action.start.is_some_and(|start| Month::of(start) > next);
        return (!later).then_some(Origin::Planned);
    }
    let later = action.start.is_some_and(|start| !begun(start));
    Some(if later {
        Origin::Planned
    } else {
        Origin::Carried
    })
}

/// The findings that an action answers, by their places.
fn answered(desk: &Desk<'_>, action: &Measure, judgement: &Judgement) -> Vec<usize> {
    let findings = judgement.findings.iter().enumerate();
    findings
        .filter(|(_, finding)| answers::answers(desk, action, finding))
        .map(|(place, _)| place)
        .collect()
}

fn of_action(
    desk: &Desk<'_>,
    action: &Measure,
    origin: Origin,
    findings: Vec<usize>,
    judgement: &Judgement,
    targets: &[NextTarget],
) -> Step {
    let next = desk.month().next();
    let first = findings
        .first()
        .and_then(|place| judgement.findings.get(*place));
    let severity = first.map_or(Severity::Low, |finding| finding.severity);
    let overdue = action.due.filter(|due| *due < next.first_day());
    let due = match action.due {
        Some(_) if overdue.is_some() => due_by(Severity::High, next),
        Some(due) => due,
        None => due_by(severity, next),
    };
    let judged_by = match (&action.expected, first) {
        (Some(expected), _) => expected.to_string(),
        (None, Some(finding)) => answers::judged_by(desk, finding, targets),
        (None, None) => String::new(),
    };
    let metric = first.map_or("", |finding| finding.metric);
    let progress = action
        .progress
        .map(|p| p.ten_thousandths().clamp(0, Money::SCALE));
    let left = Money::SCALE - progress.unwrap_or(0);
    Step {
        what: action.title.to_string(),
        origin,
        owner: match &action.owner {
            Some(owner) => owner.to_string(),
            None => unnamed(desk, metric),
        },
        unnamed: action.owner.is_none(),
        start: action.start.unwrap_or(next.first_day()).min(due),
        due,
        overdue,
        judged_by,
        budget: action.budget.map(|budget| {
            let left = budget.ten_thousandths() * left / Money::SCALE;
            // Whole fen, so that budgets add up as printed.
            Money::from_ten_thousandths(left - left % (Money::SCALE / 100))
        }),
        progress: progress.map(|p| p as f64 / Money::SCALE as f64),
        findings,
    }
}

/// A role whose person is still to be named.
fn unnamed(desk: &Desk<'_>, metric: &str) -> String {
    let role = answers::role(metric, desk.lang);
    say!(desk.lang, "plan.step.unnamed", role = role)
}

/// The one step for the findings that are only to be watched.
fn watch(desk: &Desk<'_>, low: Vec<usize>, next: Month) -> Option<Step> {
    if low.is_empty() {
        return None;
    }
    let count = desk.print(Some(low.len() as f64), Unit::Count(Noun::Items));
    Some(Step {
        what: say!(desk.lang, "plan.step.watch", count = count),
        origin: Origin::Finding,
        owner: unnamed(desk, ""),
        unnamed: true,
        start: next.first_day(),
        due: next.last_day(),
        overdue: None,
        judged_by: say!(desk.lang, "plan.step.watch_judged_by", count = count),
        budget: None,
        progress: None,
        findings: low,
    })
}

/// The word for where a step comes from.
fn origin_word(desk: &Desk<'_>, origin: Origin) -> &'static str {
    match origin {
        Origin::Planned => say!(desk.lang, "plan.origin.planned"),
        Origin::Carried => say!(desk.lang, "plan.origin.carried"),
        Origin::Finding => say!(desk.lang, "plan.origin.finding"),
    }
}

/// The table of steps.
#[must_use]
pub fn table(desk: &Desk<'_>, steps: &[Step]) -> Option<Table> {
    let style = yuan(steps.iter().filter_map(|step| step.budget));
    let budgets = steps.iter().any(|step| step.budget.is_some());
    desk.table("steps", steps)
        .text("what", |step| step.what.as_str())
        .text("origin", |step| origin_word(desk, step.origin))
        .text("owner", |step| step.owner.as_str())
        .date("due", |step| Some(step.due))
        .text("measure", |step| match step.judged_by.as_str() {
            "" => crate::format::ABSENT,
            text => text,
        })
        .when(budgets, |table| {
            table.styled("budget", style, |step| step.budget.map(Money::to_f64))
        })
        .note(postponed(desk, steps))
        .printed(PRINTED)
        .done()
}

/// The steps of the same name together, where there are more than the table of steps prints.
#[must_use]
pub fn summary(desk: &Desk<'_>, steps: &[Step]) -> Option<Table> {
    if steps.len() <= PRINTED {
        return None;
    }
    let groups = groups::by(steps, |step| (step.what.as_str(), step.origin));
    let style = yuan(steps.iter().filter_map(|step| step.budget));
    let budgets = steps.iter().any(|step| step.budget.is_some());
    desk.table("step_groups", &groups)
        .text("what", |group| group.first().map_or("", |step| &step.what))
        .text("origin", |group| {
            group
                .first()
                .map_or("", |step| origin_word(desk, step.origin))
        })
        .places("count", (Unit::Bare, 0), Vec::len)
        .date("due", |group| group.first().map(|step| step.due))
        .when(budgets, |table| {
            table.styled("budget", style, |group| {
                let budgets = group.iter().filter_map(|step| step.budget);
                let some = group.iter().any(|step| step.budget.is_some());
                some.then(|| budgets.sum::<Money>().to_f64())
            })
        })
        .captioned()
        .printed(PRINTED)
        .done()
}

/// Which steps were due before and when, those of the same name together.
fn postponed(desk: &Desk<'_>, steps: &[Step]) -> String {
    /// How many are told; the rest are counted.
    const TOLD: usize = 8;
    let late: Vec<&Step> = steps.iter().filter(|step| step.overdue.is_some()).collect();
    if late.is_empty() {
        return String::new();
    }
    let groups = groups::by(&late, |step| step.what.as_str());
    let mut told: Vec<String> = groups
        .iter()
        .take(TOLD)
        .filter_map(|group| {
            let days = || group.iter().filter_map(|step| step.overdue);
            let (what, first) = (&group.first()?.what, days().min()?);
            let was = day(first, desk.lang);
            let same = days().all(|day| day == first);
            let n = group.len();
            let key = match (n, same) {
                (1, _) => "plan.postponed.one",
                (_, true) => "plan.postponed.same",
                (_, false) => "plan.postponed.first",
            };
            Some(say!(desk.lang, key, what = *what, n = n, was = was))
        })
        .collect();
    let more: usize = groups.iter().skip(TOLD).map(Vec::len).sum();
    if more > 0 {
        told.push(say!(desk.lang, "plan.postponed.more", n = more));
    }
    let late_by = day(due_by(Severity::High, desk.month().next()), desk.lang);
    let late = told.join(say!(desk.lang, "plan.postponed.comma"));
    say!(desk.lang, "plan.postponed.note", late = late, day = late_by)
}

/// The steps as bars over next month.
#[must_use]
pub fn timeline(desk: &Desk<'_>, steps: &[Step]) -> Option<Chart> {
    if steps.is_empty() {
        return None;
    }
    let next = desk.month().next();
    let middle = due_by(Severity::Medium, next);
    let by_middle = steps.iter().filter(|step| step.due <= middle).count();
    let title = say!(
        desk.lang,
        "plan.step.timeline",
        all = say!(desk.lang, "plan.step.count", n = steps.len()),
        n = by_middle,
        day = day(middle, desk.lang)
    );
    let items = steps.iter().map(|step| TimelineItem {
        label: step.what.clone(),
        owner: step.owner.clone(),
        start: step.start,
        end: step.due,
        progress: step.progress,
    });
    Some(Chart {
        id: "timeline".into(),
        alt: title.clone(),
        title,
        kind: ChartKind::Timeline(TimelineChart {
            start: next.first_day(),
            end: next.last_day(),
            items: items.collect(),
        }),
    })
}

/// The step that answers a finding.
#[must_use]
pub fn for_finding<'s>(
    steps: &'s [Step],
    judgement: &Judgement,
    finding: &Finding,
) -> Option<&'s Step> {
    let place = judgement.findings.iter().position(|f| f.id == finding.id)?;
    let mut answering = steps.iter().filter(|step| step.findings.contains(&place));
    answering.next()
}

/// Whether a step is for restocking, whose budget stands for the reorder's cost.
#[must_use]
pub fn restocks(step: &Step, judgement: &Judgement) -> bool {
    step.findings.iter().any(|place| {
        let finding = judgement.findings.get(*place);
        finding.is_some_and(|finding| finding.rule.topic == Some(Topic::Safety))
    })
}
