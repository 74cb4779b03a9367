//! The problem list: findings, their measures and the parts of their causes, line by line, for the workbook.
//!
//! In: the [`Judgement`] of section 05. Out: a [`ProblemList`] in the report's language, its words those of the section, its
//! numbers typed and in base units. It judges nothing and leaves nothing out: what goes with a finding (`also`) has a line
//! of its own, and so has every rule that could not be judged.

use jiff::civil::Date;
use serde_json::json;

use super::desk::Desk;
use super::exhibits::{causes, measures, problems};
use crate::findings::cause::{Of, Part, Split};
use crate::findings::finding::{Finding, Judgement};
use crate::findings::remedy::{Detail, Effect, Remedy};
use crate::metrics::catalog;
use crate::say;
use crate::value::Severity;
use crate::value::Unit;
use crate::words::Lang;

/// Everything that section 05 says, as lines.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ProblemList {
    /// The findings, worst first, each followed by what goes with it.
    pub problems: Vec<Problem>,
    /// The measures, in the order of the findings.
    pub measures: Vec<MeasureLine>,
    /// The parts of the causes, in the order of the findings.
    pub parts: Vec<PartLine>,
    /// The rules that could not be judged.
    pub not_judged: Vec<Unjudged>,
    /// How many kinds of rule were asked for.
    pub rules: usize,
}

/// A finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// The place of the finding in the section, from 1; of what goes with another, the other's.
    pub number: usize,
    /// Whether it goes with the finding of its number.
    pub likewise: bool,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong, in a phrase.
    pub title: String,
    /// The metric's id.
    pub metric: &'static str,
    /// The metric's name.
    pub name: &'static str,
    /// What the three values are measured in.
    pub unit: Unit,
    /// The value met.
    pub value: f64,
    /// What it is held against, in a word: `目标`.
    pub held_against: &'static str,
    /// That value.
    pub threshold: f64,
    /// Last month's value, where known.
    pub previous: Option<f64>,
    /// The rows behind the value.
    pub rows: u64,
    /// Its cause in words.
    pub cause: Option<String>,
    /// Its measures in words.
    pub measures: Option<String>,
}

/// A measure of a finding.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasureLine {
    /// The finding's number.
    pub number: usize,
    /// What is wrong.
    pub problem: String,
    /// Where the measure comes from, in a word.
    pub origin: &'static str,
    /// What is to be done.
    pub what: String,
    /// Who does it.
    pub owner: Option<String>,
    /// By when.
    pub due: Option<Date>,
    /// How far it is, 0–1.
    pub progress: Option<f64>,
    /// The effect that the month's figures back, and what it is measured in.
    pub effect: Option<(f64, &'static str)>,
    /// The effect expected by who decided it.
    pub expected: Option<String>,
}

/// A part of what a finding comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct PartLine {
    /// The finding's number.
    pub number: usize,
    /// What is wrong.
    pub problem: String,
    /// What the parts are: `时段`.
    pub by: &'static str,
    /// Whether a change on last month is split, or the level itself.
    pub of: Of,
    /// 1 of a part of the whole, 2 of a part of that, and so on. The lines of level 1 add up to the whole.
    pub level: usize,
    /// The part, after those it is a part of: `终端 › 手机`.
    pub part: String,
    /// What it contributed, in `effect_unit`.
    pub effect: f64,
    /// What effects are measured in.
    pub effect_unit: Unit,
    /// Of a rate: what its own change did, and what its change of weight did.
    pub own_and_mix: Option<(f64, f64)>,
    /// Its own value last month, in `unit`.
    pub base: Option<f64>,
    /// Its own value this month.
    pub current: Option<f64>,
    /// What its own values are measured in.
    pub unit: Unit,
}

/// A rule that could not be judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unjudged {
    /// The rule, in a phrase.
    pub rule: String,
    /// The id of the metric it needs.
    pub metric: &'static str,
    /// The metric's name.
    pub name: &'static str,
    /// Why.
    pub why: String,
}

/// The lines of a judgement.
#[must_use]
pub fn list(desk: &Desk<'_>, judgement: &Judgement) -> ProblemList {
    let mut list = ProblemList {
        rules: judgement.rules,
        ..ProblemList::default()
    };
    for (finding, number) in judgement.findings.iter().zip(1..) {
        let main = problem(desk, finding, number, false);
        let title = main.title.clone();
        list.problems.push(Problem {
            cause: causes::prose(desk, finding),
            measures: measures::prose(desk, judgement, finding),
            ..main
        });
        let others = finding.also.iter();
        list.problems
            .extend(others.map(|other| problem(desk, other, number, true)));
        let remedies = finding.measures.iter();
        list.measures.extend(
            remedies.map(|remedy| measure(desk, judgement, (finding, remedy), number, &title)),
        );
        let cause = finding.cause.as_ref();
        for split in cause
            .into_iter()
            .flat_map(|c| c.split.iter().chain(&c.halls))
        {
            parts(desk, finding, split, (number, &title), &mut list.parts);
        }
    }
    list.not_judged = judgement
        .not_judged
        .iter()
        .map(|rule| Unjudged {
            rule: desk.wording.say(rule.rule, "name", &[], json!({})),
            metric: rule.metric,
            name: name(rule.metric, desk.lang),
            why: rule.why.reason(desk.lang),
        })
        .collect();
    list
}

fn name(metric: &'static str, lang: Lang) -> &'static str {
    match catalog::by_id(metric) {
        Some(metric) => metric.name(lang),
        // Counted straight from the table of actions.
        None if metric == "actions" => say!(lang, "findings.actions"),
        None => metric,
    }
}

fn problem(desk: &Desk<'_>, finding: &Finding, number: usize, likewise: bool) -> Problem {
    Problem {
        number,
        likewise,
        severity: finding.severity,
        title: problems::title(desk, finding),
        metric: finding.metric,
        name: name(finding.metric, desk.lang),
        unit: finding.unit,
        value: finding.value,
        held_against: desk.lang.text(&format!(
            "findings.held_against.{}",
            finding.rule.held_against.id()
        )),
        threshold: finding.threshold,
        previous: finding.previous,
        rows: finding.rows,
        cause: None,
        measures: None,
    }
}

fn measure(
    desk: &Desk<'_>,
    judgement: &Judgement,
    (finding, remedy): (&Finding, &Remedy),
    number: usize,
    problem: &str,
) -> MeasureLine {
    let lang = desk.lang;
    let effect = |effect: Effect| {
        let unit = lang.text(&format!("findings.effect.{}", effect.unit));
        (effect.value, unit)
    };
    let line = MeasureLine {
        number,
        problem: problem.to_owned(),
        origin: say!(lang, "findings.origin.proposed"),
        what: match &remedy.detail {
            Detail::Action { title, .. } => title.clone(),
            _ => measures::sentence(desk, judgement, finding, remedy),
        },
        owner: None,
        due: None,
        progress: None,
        effect: remedy.effect.map(effect),
        expected: None,
    };
    match &remedy.detail {
        Detail::Action {
            owner,
            due,
            done,
            progress,
            expected,
            ..
        } => MeasureLine {
            origin: say!(lang, "findings.origin.decided"),
            owner: owner.clone(),
            due: *due,
            progress: if *done { Some(1.0) } else { *progress },
            expected: expected.clone(),
            ..line
        },
        // Its effect is counted where it is told in full.
        Detail::Same { .. } => MeasureLine {
            origin: say!(lang, "findings.origin.same"),
            effect: None,
            ..line
        },
        Detail::Proposal(_) => line,
    }
}

/// The lines of a split: each part, what pulled within it, and what all others add up to.
fn parts(
    desk: &Desk<'_>,
    finding: &Finding,
    split: &Split,
    (number, problem): (usize, &str),
    lines: &mut Vec<PartLine>,
) {
    let (unit, effect_unit) = finding.units(split);
    let line = |level, part, effect| PartLine {
        number,
        problem: problem.to_owned(),
        by: desk.lang.text(&format!("findings.by.{}", split.by.id())),
        of: split.of,
        level,
        part,
        effect,
        effect_unit,
        own_and_mix: None,
        base: None,
        current: None,
        unit,
    };
    // What is still to be told, the next last: level, the path above, the part.
    let mut open: Vec<(usize, Option<String>, &Part)> = split
        .parts
        .iter()
        .rev()
        .map(|part| (1, None, part))
        .collect();
    while let Some((level, above, part)) = open.pop() {
        let own = causes::label(desk, &part.group);
        let path = above.map_or(own.clone(), |above| format!("{above} › {own}"));
        lines.push(PartLine {
            own_and_mix: part.rate.zip(part.mix),
            base: part.base,
            current: part.current,
            ..line(level, path.clone(), part.effect)
        });
        let inner = part.parts.iter().rev();
        open.extend(inner.map(|part| (level + 1, Some(path.clone()), part)));
    }
    if !split.parts.is_empty() {
        let others = say!(desk.lang, "findings.others").to_owned();
        lines.push(line(1, others, split.rest));
    }
}
