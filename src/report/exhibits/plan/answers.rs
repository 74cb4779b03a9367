//! What a finding asks for next month: the action that already answers it, else a step, who sees to it and how it is judged.
//!
//! An action answers a finding where its title or problem names the finding's metric, or what the rule is about. Nobody is
//! made up: a step without an action names a role and says that the person is still to be named.

use super::targets::NextTarget;
use crate::facts::actions::Measure;
use crate::findings::rules::{Finding, Rule};
use crate::metrics::catalog::{self, Better};
use crate::report::desk::Desk;
use crate::value::{Noun, Unit};
use crate::words::{Lang, LangTag};

/// Whether an action is there for a finding.
#[must_use]
pub fn answers(action: &Measure, finding: &Finding) -> bool {
    let problem = action.problem.as_deref().unwrap_or("");
    let text = format!("{} {problem}", action.title).to_lowercase();
    if problem == finding.id || problem == finding.metric {
        return true;
    }
    let words: &[&str] = match finding.rule {
        Rule::DailyVariation => &["客流波动", "daily traffic"],
        Rule::PeakHour => &["高峰", "peak"],
        Rule::LowDiversion => &["分流", "divert", "diversion"],
        Rule::BelowSafety => &["安全库存", "补货", "safety stock", "reorder"],
        Rule::SlowStock => &["滞销", "清库", "slow stock", "clearance"],
        Rule::SkillGap => &["技能断层", "新员工", "skill gap", "new staff"],
        Rule::FaultsUnfixed => &["未修复", "修复率", "unrepaired", "not fixed", "repair"],
        Rule::ActionsLate => &[],
        Rule::SlowBusiness => {
            let business = finding.subject.as_deref().unwrap_or("");
            return !business.is_empty() && text.contains(&business.to_lowercase());
        }
        _ => {
            return catalog::by_id(finding.metric).is_some_and(|metric| {
                let mut names = [metric.zh, metric.en].into_iter();
                names.any(|name| text.contains(&name.to_lowercase()))
            });
        }
    };
    words.iter().any(|word| text.contains(word))
}

/// The step that a finding asks for.
#[must_use]
pub fn step(desk: &Desk<'_>, finding: &Finding) -> String {
    let lang = desk.lang;
    let name = catalog::by_id(finding.metric).map_or(finding.metric, |metric| metric.name(lang));
    let counted = |id: &str, noun: Noun| {
        let count = desk.figures.value(id).filter(|count| *count > 0.0);
        count.map(|count| desk.print(Some(count), Unit::Count(noun)))
    };
    let month = desk.month_name(desk.month());
    match finding.rule {
        Rule::LevelLate => {
            return desk
                .t(
                    "工单时限过半未处理即提醒责任人",
                    "Remind ticket owners at half the time limit",
                )
                .to_owned();
        }
        Rule::DailyVariation => {
            return desk
                .t("按星期几的客流排班", "Roster by weekday traffic")
                .to_owned();
        }
        Rule::PeakHour => {
            return desk
                .t(
                    "按 15 分钟到达量排班",
                    "Roster counters by quarter-hour arrivals",
                )
                .to_owned();
        }
        Rule::LowDiversion => {
            return desk
                .t(
                    "取号时把可自助办理的业务引导到自助机",
                    "Send what self-service can do to the machines at the ticket desk",
                )
                .to_owned();
        }
        Rule::BelowSafety => {
            return desk
                .t(
                    "补齐低于安全库存的品项",
                    "Restock the items below safety stock",
                )
                .to_owned();
        }
        Rule::SlowStock => {
            return desk
                .t(
                    "逐项核定滞销品的调拨或促销价",
                    "Settle transfer or sale price of each slow item",
                )
                .to_owned();
        }
        Rule::SkillGap => {
            return desk
                .t(
                    "逐人带教新员工",
                    "Coach each new member of staff at the counter",
                )
                .to_owned();
        }
        Rule::FaultsUnfixed => {
            return desk
                .t(
                    "逐台登记未修复的异常和修复日期",
                    "List every unrepaired fault with its repair date",
                )
                .to_owned();
        }
        Rule::SlowBusiness => {
            let business = finding.subject.as_deref().unwrap_or(name);
            return match lang.tag() {
                LangTag::Zh => format!("核对“{business}”的办理步骤，去掉重复录入"),
                LangTag::En => format!("Go through the steps of “{business}” for double entry"),
            };
        }
        _ => {}
    }
    let family = finding.metric.split('.').next().unwrap_or("");
    let fallback = match lang.tag() {
        LangTag::Zh => format!("每周一核对{name}，列出差额与原因"),
        LangTag::En => format!("Check {name} every Monday; list gap and reason"),
    };
    match (family, finding.metric) {
        ("sales", _) => match lang.tag() {
            LangTag::Zh => format!("按周目标每周一核对{name}"),
            LangTag::En => format!("Check {name} against its weekly target every Monday"),
        },
        ("subs", "subs.churn_rate" | "subs.high_value.retention_rate") => {
            match (counted("subs.churned", Noun::Subscribers), lang.tag()) {
                (Some(count), LangTag::Zh) => format!("回访{month}离网的 {count}，记录原因"),
                (Some(count), LangTag::En) => format!("Call {month}'s {count} lost; note why"),
                (None, _) => fallback,
            }
        }
        ("complaints", _) => match (counted("complaints.open", Noun::Tickets), lang.tag()) {
            (Some(count), LangTag::Zh) => format!("晨会逐件核对投诉，先结月末未结的 {count}"),
            (Some(count), LangTag::En) => {
                format!("Go through tickets each morning, the {count} open at month end first")
            }
            (None, LangTag::Zh) => "晨会逐件核对前一日的投诉".to_owned(),
            (None, LangTag::En) => "Go through the day before's tickets each morning".to_owned(),
        },
        ("service", "service.avg_wait_minutes") => desk
            .t(
                "按 15 分钟到达量排班",
                "Roster counters by quarter-hour arrivals",
            )
            .to_owned(),
        ("nps" | "csat", _) => desk
            .t(
                "回访打 0 至 6 分的客户，记录原因",
                "Call customers who scored 0 to 6; note why",
            )
            .to_owned(),
        ("inspection", _) => desk
            .t(
                "逐台登记未修复的异常和修复日期",
                "List every unrepaired fault with its repair date",
            )
            .to_owned(),
        _ => fallback,
    }
}

/// The role that a finding falls to.
#[must_use]
pub fn role(metric: &str, lang: Lang) -> &'static str {
    match metric.split('.').next().unwrap_or("") {
        "sales" => lang.pick("销售主管", "sales lead"),
        "subs" => lang.pick("客户经理", "account manager"),
        "complaints" => lang.pick("投诉专员", "complaints officer"),
        "inventory" => lang.pick("库管员", "stock keeper"),
        "inspection" => lang.pick("设备管理员", "equipment keeper"),
        "cost" | "profit" => lang.pick("店长", "hall manager"),
        "training" => lang.pick("培训专员", "trainer"),
        _ => lang.pick("值班经理", "duty manager"),
    }
}

/// How a finding's step is judged: next month's target where there is one, else what the rule holds it against.
#[must_use]
pub fn judged_by(desk: &Desk<'_>, finding: &Finding, targets: &[NextTarget]) -> String {
    let lang = desk.lang;
    let Some(metric) = catalog::by_id(finding.metric) else {
        return String::new();
    };
    let at_most = |name: &str, limit: String| match lang.tag() {
        LangTag::Zh => format!("{name}不高于 {limit}"),
        LangTag::En => format!("{name} at most {limit}"),
    };
    match finding.rule {
        Rule::SlowBusiness => {
            let business = finding.subject.as_deref().unwrap_or("");
            let limit = desk.print(Some(finding.threshold), metric.unit);
            return match lang.tag() {
                LangTag::Zh => format!("“{business}”平均不超过 {limit}"),
                LangTag::En => format!("“{business}” {limit} on average at most"),
            };
        }
        Rule::SlowStock => {
            let limit = desk.print(Some(finding.threshold), Unit::Ratio);
            return at_most(desk.t("滞销占库存金额", "Slow share of stock value"), limit);
        }
        Rule::FaultsUnfixed => {
            let none = desk.print(Some(0.0), Unit::Count(Noun::Items));
            return at_most(desk.t("月末未修复的异常", "Faults open at month end"), none);
        }
        Rule::ActionsLate => {
            let none = desk.print(Some(0.0), Unit::Count(Noun::Items));
            return at_most(desk.t("逾期行动", "Actions past due"), none);
        }
        Rule::SkillGap => {
            let limit = desk.print(Some(desk.config.thresholds.junior_rate), Unit::Ratio);
            return match desk.lang.tag() {
                LangTag::Zh => format!("新员工的办理率不低于其他员工的 {limit}"),
                LangTag::En => format!("new staff sell at {limit} of the others' rate at least"),
            };
        }
        _ => {}
    }
    let target = targets.iter().find(|target| target.metric.id == metric.id);
    let value = target.map_or(finding.threshold, |target| target.value);
    goal(desk, metric, value)
}

/// A goal in words: `用户流失率不高于 1.1%`.
#[must_use]
pub fn goal(desk: &Desk<'_>, metric: &catalog::Metric, value: f64) -> String {
    let (name, value) = (metric.name(desk.lang), desk.print(Some(value), metric.unit));
    match (metric.better, desk.lang.tag()) {
        (Better::Lower, LangTag::Zh) => format!("{name}不高于 {value}"),
        (Better::Lower, LangTag::En) => format!("{name} at most {value}"),
        (_, LangTag::Zh) => format!("{name}不低于 {value}"),
        (_, LangTag::En) => format!("{name} at least {value}"),
    }
}
