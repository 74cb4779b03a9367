//! The problem list: findings, their measures and the parts of their causes, line by line, for the workbook.
//!
//! In: the [`Judgement`] of section 05. Out: a [`ProblemList`] in the report's language, its words those of the section, its
//! numbers typed and in base units. It judges nothing and leaves nothing out: what goes with a finding (`also`) has a line
//! of its own, and so has every rule that could not be judged.

use jiff::civil::Date;

use super::desk::Desk;
use super::exhibits::{causes, measures, problems};
use crate::findings::causes::{By, Of, Part, Split};
use crate::findings::measures::{Detail, Remedy};
use crate::findings::rules::{Finding, Judgement, Rule};
use crate::metrics::catalog;
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
    pub rule: &'static str,
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
        list.measures
            .extend(remedies.map(|remedy| measure(desk, judgement, remedy, number, &title)));
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
            rule: rule_word(rule.rule, desk.lang),
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
        None if metric == "actions" => lang.pick("行动计划", "actions"),
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
        unit: problems::unit(finding),
        value: finding.value,
        held_against: held_against(finding.rule, desk.lang),
        threshold: finding.threshold,
        previous: finding.previous,
        rows: finding.rows,
        cause: None,
        measures: None,
    }
}

const fn held_against(rule: Rule, lang: Lang) -> &'static str {
    match rule {
        Rule::TargetMissed => lang.pick("目标", "target"),
        Rule::LevelLate => lang.pick("要求", "required"),
        Rule::SlowBusiness => lang.pick("标准", "standard"),
        Rule::LowDiversion | Rule::SkillGap => lang.pick("下限", "at least"),
        Rule::Worse | Rule::ChurnUp => lang.pick("上月", "last month"),
        Rule::DailyVariation
        | Rule::PeakHour
        | Rule::BelowSafety
        | Rule::SlowStock
        | Rule::FaultsUnfixed
        | Rule::ActionsLate => lang.pick("上限", "at most"),
    }
}

const fn rule_word(rule: Rule, lang: Lang) -> &'static str {
    match rule {
        Rule::TargetMissed => lang.pick("未达目标", "target missed"),
        Rule::LevelLate => lang.pick("分级投诉处理不及时", "tickets of a level late"),
        Rule::DailyVariation => lang.pick("日客流波动大", "uneven daily traffic"),
        Rule::PeakHour => lang.pick("高峰时段客流集中", "traffic crowded into peak hours"),
        Rule::SlowBusiness => {
            lang.pick("业务办理超过标准时长", "business slower than its standard")
        }
        Rule::LowDiversion => lang.pick("线上自助分流不足", "too little diverted from counters"),
        Rule::BelowSafety => lang.pick("低于安全库存", "items below safety stock"),
        Rule::SlowStock => lang.pick("滞销库存占比高", "too much slow stock"),
        Rule::SkillGap => lang.pick("新员工技能断层", "skill gap of new staff"),
        Rule::ChurnUp => lang.pick("用户流失率上升", "churn up on last month"),
        Rule::FaultsUnfixed => lang.pick("设备异常未修复", "faults not yet fixed"),
        Rule::ActionsLate => lang.pick("举措逾期未完成", "measures past their due day"),
        Rule::Worse => lang.pick("比上月变差", "worse than last month"),
    }
}

fn measure(
    desk: &Desk<'_>,
    judgement: &Judgement,
    remedy: &Remedy,
    number: usize,
    problem: &str,
) -> MeasureLine {
    let lang = desk.lang;
    let effect = remedy.effect;
    let line = MeasureLine {
        number,
        problem: problem.to_owned(),
        origin: lang.pick("测算建议", "proposed"),
        what: match &remedy.detail {
            Detail::Action { title, .. } => title.clone(),
            _ => measures::sentence(desk, judgement, remedy),
        },
        owner: None,
        due: None,
        progress: None,
        effect: effect.map(|effect| (effect.value, effect_word(effect.unit, lang))),
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
            origin: lang.pick("已定举措", "decided"),
            owner: owner.clone(),
            due: *due,
            progress: if *done { Some(1.0) } else { *progress },
            expected: expected.clone(),
            ..line
        },
        // Its effect is counted where it is told in full.
        Detail::Same { .. } => MeasureLine {
            origin: lang.pick("同前述", "as above"),
            effect: None,
            ..line
        },
        _ => line,
    }
}

fn effect_word(unit: &'static str, lang: Lang) -> &'static str {
    match unit {
        "counter_hours_per_day" => lang.pick("窗口小时／日", "counter-hours a day"),
        "counter_hours" => lang.pick("窗口小时／月", "counter-hours a month"),
        "subscribers" => lang.pick("户", "subscribers"),
        "yuan" => lang.pick("元", "yuan"),
        "tickets" => lang.pick("件", "tickets"),
        "hours" => lang.pick("小时", "hours"),
        other => other,
    }
}

const fn by_word(by: By, lang: Lang) -> &'static str {
    match by {
        By::Hour => lang.pick("时段", "hour"),
        By::Business => lang.pick("业务", "business"),
        By::Staff => lang.pick("员工", "staff"),
        By::PlanAndTenure => lang.pick("套餐与在网时长", "plan and tenure"),
        By::Service => lang.pick("用户业务类型", "service"),
        By::ComplaintCategory => lang.pick("投诉类别", "complaint category"),
        By::Product => lang.pick("类别、产品、渠道", "category, product, channel"),
        By::Hall => lang.pick("营业厅", "hall"),
        By::Cost => lang.pick("费用类别", "cost category"),
        By::Item => lang.pick("品项", "item"),
        By::Action => lang.pick("举措", "measure"),
        By::Asset => lang.pick("设备", "asset"),
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
    let (unit, effect_unit) = causes::units(finding, split);
    let line = |level, part, effect| PartLine {
        number,
        problem: problem.to_owned(),
        by: by_word(split.by, desk.lang),
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
        let others = desk.t("其余合计", "all others").to_owned();
        lines.push(line(1, others, split.rest));
    }
}
