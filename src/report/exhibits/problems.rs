//! 现存运营难点: each finding with its evidence, cause and measures; what could not be judged.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::{Exhibits, causes, measures, stock};
use crate::findings::rules::{self, Finding, Grounds, Judgement, Rule, StockGrounds, Topic, topic};
use crate::metrics::catalog;
use crate::report::desk::Desk;
use crate::report::document::{Block, FindingBlock, Text};
use crate::value::{Noun, Severity, Unit};
use crate::words::LangTag;

/// Judges the rules on the report's figures and config; finds causes and measures.
#[must_use]
pub fn judge(desk: &Desk<'_>) -> Judgement {
    let grounds = Grounds {
        figures: desk.figures,
        thresholds: &desk.config.thresholds,
        standards: &desk.config.standards,
        stock: StockGrounds {
            slow: stock::slow_share(desk),
            reorder: stock::reorder_cost(desk),
        },
    };
    let mut judgement = rules::judge(&grounds);
    crate::findings::causes::fill(&grounds, &mut judgement);
    crate::findings::measures::fill(&grounds, &mut judgement);
    judgement
}

/// Works the section's exhibits out and gives what its prose needs.
pub fn build(desk: &Desk<'_>, judgement: &Judgement, exhibits: &mut Exhibits) -> Json {
    let grave = |finding: &&Finding| finding.severity > Severity::Low;
    let mut blocks = Vec::new();
    for finding in judgement.findings.iter().filter(grave) {
        blocks.push(Block::Finding(FindingBlock {
            title: Text::plain(title(desk, finding)),
            severity: finding.severity,
            entries: entries(desk, judgement, finding),
        }));
        if topic::of(finding) == Some(Topic::Waiting)
            && let Ok(heatmap) = exhibits.named("chart visit_heatmap")
        {
            blocks.extend(heatmap);
        }
    }
    exhibits.blocks("findings", blocks);
    let low: Vec<Text> = judgement
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Low)
        .map(|finding| watched(desk, finding))
        .collect();
    let watch = if low.is_empty() {
        Vec::new()
    } else {
        vec![Block::List(false, low.clone())]
    };
    exhibits.blocks("watchlist", watch);
    let count = |severity| {
        let of = judgement.findings.iter();
        of.filter(|finding| finding.severity == severity).count()
    };
    let reasons = not_judged(desk, judgement);
    let unjudged: std::collections::BTreeSet<Rule> =
        judgement.not_judged.iter().map(|rule| rule.rule).collect();
    let (high, medium) = (count(Severity::High), count(Severity::Medium));
    json!({
        "count": judgement.findings.len(),
        "rules": judgement.rules,
        "grave": high + medium,
        "high": high,
        "medium": medium,
        "low": low.len(),
        "not_judged": reasons,
        "rules_not_judged": unjudged.len(),
        "first": judgement.findings.first().map(|finding| title(desk, finding)),
    })
}

/// Evidence, cause and measures as the section prints them.
fn entries(desk: &Desk<'_>, judgement: &Judgement, finding: &Finding) -> Vec<(String, Text)> {
    let mut entries = vec![(
        desk.t("依据", "Evidence").to_owned(),
        Text::plain(evidence_with_others(desk, finding)),
    )];
    if let Some(cause) = causes::prose(desk, finding) {
        entries.push((desk.t("根因", "Cause").to_owned(), Text::plain(cause)));
    }
    if let Some(measures) = measures::prose(desk, judgement, finding) {
        entries.push((desk.t("对策", "Measures").to_owned(), Text::plain(measures)));
    }
    entries
}

/// A finding of the watch list, in a line.
fn watched(desk: &Desk<'_>, finding: &Finding) -> Text {
    let (title, evidence) = (title(desk, finding), evidence_with_others(desk, finding));
    let cause = causes::prose(desk, finding).unwrap_or_default();
    Text::plain(match desk.lang.tag() {
        LangTag::Zh => format!("{title}：{evidence}{cause}"),
        LangTag::En => format!("{title}: {evidence} {cause}").trim_end().to_owned(),
    })
}

/// The evidence, and in a clause what other rules found about the same thing.
fn evidence_with_others(desk: &Desk<'_>, finding: &Finding) -> String {
    /// How many others are told; the rest are counted.
    const TOLD: usize = 3;
    let mut text = evidence(desk, finding);
    if finding.also.is_empty() {
        return text;
    }
    let told: Vec<String> = finding
        .also
        .iter()
        .take(TOLD)
        .map(|other| {
            let title = title(desk, other);
            let facts = facts(desk, other);
            match desk.lang.tag() {
                LangTag::Zh => format!("{title}（{facts}）"),
                LangTag::En => format!("{title} ({facts})"),
            }
        })
        .collect();
    let more = finding.also.len().saturating_sub(TOLD);
    let told = told.join(desk.t("；", "; "));
    let clause = match (desk.lang.tag(), more) {
        (LangTag::Zh, 0) => format!("同类：{told}。"),
        (LangTag::Zh, _) => format!("同类：{told}；另有 {more} 项。"),
        (LangTag::En, 0) => format!(" Likewise: {told}."),
        (LangTag::En, _) => format!(" Likewise: {told}; {more} more."),
    };
    text.push_str(&clause);
    text
}

/// Why rules were not judged: each reason with the metrics it keeps from being judged.
fn not_judged(desk: &Desk<'_>, judgement: &Judgement) -> Vec<String> {
    let mut reasons: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for rule in &judgement.not_judged {
        let name = catalog::by_id(rule.metric).map_or(rule.metric, |m| m.name(desk.lang));
        let names = reasons.entry(rule.why.reason(desk.lang)).or_default();
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    reasons
        .into_iter()
        .map(|(why, names)| {
            let names = names.join(desk.t("、", ", "));
            match desk.lang.tag() {
                LangTag::Zh => format!("{names}（{why}）"),
                LangTag::En => format!("{names} ({why})"),
            }
        })
        .collect()
}

/// What is wrong, in a phrase.
#[must_use]
pub fn title(desk: &Desk<'_>, finding: &Finding) -> String {
    let metric = catalog::by_id(finding.metric);
    let name = metric.map_or(finding.metric, |metric| metric.name(desk.lang));
    let lower = metric.is_some_and(|metric| metric.better == catalog::Better::Lower);
    let lang = desk.lang;
    match finding.rule {
        Rule::TargetMissed => match (lang.tag(), lower) {
            (LangTag::Zh, true) => format!("{name}高于目标"),
            (LangTag::Zh, false) => format!("{name}未达目标"),
            (LangTag::En, true) => format!("{name} above target"),
            (LangTag::En, false) => format!("{name} below target"),
        },
        Rule::LevelLate => match lang.tag() {
            LangTag::Zh => format!("{name}低于要求"),
            LangTag::En => format!("{name} below the standard"),
        },
        Rule::DailyVariation => lang.pick("日客流波动大", "Uneven daily traffic").to_owned(),
        Rule::PeakHour => lang
            .pick("高峰时段客流集中", "Traffic crowds into peak hours")
            .to_owned(),
        Rule::SlowBusiness => {
            let business = finding.subject.as_deref().unwrap_or(name);
            match lang.tag() {
                LangTag::Zh => format!("“{business}”办理时长超过标准"),
                LangTag::En => format!("“{business}” takes longer than its standard"),
            }
        }
        Rule::LowDiversion => lang
            .pick("线上自助分流不足", "Too little diverted from counters")
            .to_owned(),
        Rule::BelowSafety => lang
            .pick("部分品项低于安全库存", "Items below safety stock")
            .to_owned(),
        Rule::SlowStock => lang
            .pick("滞销库存占比高", "Too much slow stock")
            .to_owned(),
        Rule::SkillGap => match finding.subject.as_deref() {
            Some("bundles") => lang.pick(
                "技能断层：新员工融合业务销售不足",
                "Skill gap: new staff sell few bundles",
            ),
            _ => lang.pick(
                "技能断层：新员工增值业务销售不足",
                "Skill gap: new staff sell few value-added services",
            ),
        }
        .to_owned(),
        Rule::ChurnUp => lang
            .pick("用户流失率比上月上升", "Churn up on last month")
            .to_owned(),
        Rule::FaultsUnfixed => lang
            .pick("设备异常未修复", "Faults not yet fixed")
            .to_owned(),
        Rule::ActionsLate => lang
            .pick("举措逾期未完成", "Measures past their due day")
            .to_owned(),
        Rule::Worse => match (lang.tag(), lower) {
            (LangTag::Zh, true) => format!("{name}比上月上升"),
            (LangTag::Zh, false) => format!("{name}比上月下降"),
            (LangTag::En, true) => format!("{name} up on last month"),
            (LangTag::En, false) => format!("{name} down on last month"),
        },
    }
}

/// The figures that show it, as a sentence: value, what it is held against, last month's, rows.
#[must_use]
pub fn evidence(desk: &Desk<'_>, finding: &Finding) -> String {
    let mut parts = vec![facts(desk, finding)];
    if finding.rows > 0 {
        let rows = desk.print(Some(finding.rows as f64), Unit::Count(Noun::Rows));
        parts.push(match desk.lang.tag() {
            LangTag::Zh => format!("依据 {rows}数据"),
            LangTag::En => format!("from {rows}"),
        });
    }
    match desk.lang.tag() {
        LangTag::Zh => format!("{}。", parts.join("，")),
        LangTag::En => format!("{}.", parts.join("; ")),
    }
}

/// What a finding's value and what it is held against are measured in.
#[must_use]
pub fn unit(finding: &Finding) -> Unit {
    match finding.rule {
        Rule::SlowStock => Unit::Ratio,
        Rule::FaultsUnfixed | Rule::ActionsLate => Unit::Count(Noun::Items),
        _ => catalog::by_id(finding.metric).map_or(Unit::Bare, |metric| metric.unit),
    }
}

/// Value, what it is held against, last month's.
fn facts(desk: &Desk<'_>, finding: &Finding) -> String {
    let lang = desk.lang;
    let unit = unit(finding);
    let value = desk.print(Some(finding.value), unit);
    let limit = desk.print(Some(finding.threshold), unit);
    let mut parts = vec![match (finding.rule, lang.tag()) {
        (Rule::TargetMissed, LangTag::Zh) => format!("本月 {value}，目标 {limit}"),
        (Rule::TargetMissed, LangTag::En) => format!("{value} this month, target {limit}"),
        (Rule::LevelLate, LangTag::Zh) => format!("本月 {value}，要求不低于 {limit}"),
        (Rule::LevelLate, LangTag::En) => format!("{value} this month, at least {limit} required"),
        (Rule::LowDiversion, LangTag::Zh) => format!("本月 {value}，低于 {limit}"),
        (Rule::LowDiversion, LangTag::En) => format!("{value} this month, below {limit}"),
        (Rule::SlowBusiness, LangTag::Zh) => format!("平均 {value}，标准 {limit}"),
        (Rule::SlowBusiness, LangTag::En) => format!("{value} on average, standard {limit}"),
        (Rule::BelowSafety, LangTag::Zh) => format!("月末 {value}低于安全库存"),
        (Rule::BelowSafety, LangTag::En) => format!("{value} below safety stock at month end"),
        (Rule::SlowStock, LangTag::Zh) => format!("占库存金额 {value}，上限 {limit}"),
        (Rule::SlowStock, LangTag::En) => format!("{value} of the stock's value, limit {limit}"),
        (Rule::SkillGap, LangTag::Zh) => {
            let months = desk.config.thresholds.junior_months;
            format!(
                "入职不满 {months} 个月的员工，所办业务中此类占 {value}，底线 {limit}（其他员工的 {}）",
                desk.print(Some(desk.config.thresholds.junior_rate), Unit::Ratio)
            )
        }
        (Rule::SkillGap, LangTag::En) => {
            let months = desk.config.thresholds.junior_months;
            format!(
                "{value} of what staff under {months} months sell, at least {limit} expected ({} of the others' rate)",
                desk.print(Some(desk.config.thresholds.junior_rate), Unit::Ratio)
            )
        }
        (Rule::FaultsUnfixed, LangTag::Zh) => format!("月末 {value}未修复"),
        (Rule::FaultsUnfixed, LangTag::En) => format!("{value} not fixed at month end"),
        (Rule::ActionsLate, LangTag::Zh) => format!("月末 {value}已过截止日期"),
        (Rule::ActionsLate, LangTag::En) => format!("{value} past their due day at month end"),
        (Rule::Worse | Rule::ChurnUp, LangTag::Zh) => format!("本月 {value}，上月 {limit}"),
        (Rule::Worse | Rule::ChurnUp, LangTag::En) => {
            format!("{value} this month, {limit} last month")
        }
        (Rule::DailyVariation, LangTag::Zh) => format!("日客流的变异系数 {value}，上限 {limit}"),
        (Rule::DailyVariation, LangTag::En) => {
            format!("coefficient of variation of daily visits {value}, limit {limit}")
        }
        (Rule::PeakHour, LangTag::Zh) => format!("最忙一小时是平均的 {value}，上限 {limit}"),
        (Rule::PeakHour, LangTag::En) => format!("busiest hour {value} the mean, limit {limit}"),
    }];
    if let Some(previous) = finding
        .previous
        .filter(|_| !matches!(finding.rule, Rule::Worse | Rule::ChurnUp))
    {
        let previous = desk.print(Some(previous), unit);
        parts.push(match lang.tag() {
            LangTag::Zh => format!("上月 {previous}"),
            LangTag::En => format!("{previous} last month"),
        });
    }
    parts.join(desk.t("，", "; "))
}
