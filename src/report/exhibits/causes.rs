//! 根本原因分析: a finding's cause as a sentence or two.

use crate::findings::causes::{By, Cause, Kind, Label, NoSplit, Of, Part, Split, Tenure, Why};
use crate::findings::rules::{Finding, Rule};
use crate::metrics::catalog;
use crate::report::desk::Desk;
use crate::report::parse::close_up;
use crate::value::{Noun, Severity, Unit};
use crate::words::{Lang, LangTag};

/// The cause as prose; none where there is none to tell.
#[must_use]
pub fn prose(desk: &Desk<'_>, finding: &Finding) -> Option<String> {
    let cause = finding.cause.as_ref()?;
    let mut sentences = Vec::new();
    match (&cause.split, cause.not_split) {
        (Some(split), _) => sentences.extend(split_prose(desk, finding, split)),
        // A line of the watch list need not say what is not known.
        (None, Some(_)) if finding.severity == Severity::Low => {}
        (None, Some(NoSplit::NoMonthBefore)) => sentences.push(
            desk.t(
                "没有上月数据，变化无法分解",
                "Without last month's data the change cannot be split",
            )
            .to_owned(),
        ),
        (None, _) => sentences.push(
            desk.t(
                "现有数据没有可供分解的分组",
                "The exports hold no groups to split it by",
            )
            .to_owned(),
        ),
    }
    if let Some(split) = &cause.halls {
        let told = change(desk, split, units(finding, split));
        sentences.extend(told.map(|told| match desk.lang.tag() {
            LangTag::Zh => format!("按营业厅，{told}"),
            LangTag::En => format!("By hall: {told}"),
        }));
    }
    sentences.extend(kinds(desk, cause));
    if sentences.is_empty() {
        return None;
    }
    Some(match desk.lang.tag() {
        LangTag::Zh => close_up(&format!("{}。", sentences.join("。"))),
        LangTag::En => format!("{}.", sentences.join(". ")),
    })
}

/// A part's name as it stands in a sentence.
#[must_use]
pub fn label(desk: &Desk<'_>, label: &Label) -> String {
    match (label, desk.lang.tag()) {
        (Label::Hour(hour), LangTag::Zh) => format!("{hour}–{} 时", hour + 1),
        (Label::Hour(hour), LangTag::En) => format!("{hour}:00–{}:00", hour + 1),
        (Label::Choice(_, zh), LangTag::Zh) => (*zh).to_owned(),
        (Label::Choice(id, _), LangTag::En) => (*id).to_owned(),
        (Label::Name(name), _) if name.is_empty() => desk
            .lang
            .pick("未填写的", "those without a name")
            .to_owned(),
        (Label::Name(name), _) => name.clone(),
        (Label::Tenure(plan, tenure), tag) => {
            let plan = if plan.is_empty() {
                desk.lang.pick("未填套餐的", "no plan given")
            } else {
                plan
            };
            let (zh, en) = match tenure {
                Tenure::Under6 => ("入网不满 6 个月的用户", "under 6 months"),
                Tenure::Upto24 => ("入网 6–24 个月的用户", "6 to 24 months"),
                Tenure::Over24 => ("入网超过 24 个月的用户", "over 24 months"),
            };
            match tag {
                LangTag::Zh => format!("{plan}{zh}"),
                LangTag::En => format!("{plan}, {en}"),
            }
        }
    }
}

/// The unit of a split's values, and of its effects.
#[must_use]
pub fn units(finding: &Finding, split: &Split) -> (Unit, Unit) {
    let unit = match (finding.rule, split.of, split.by) {
        (Rule::SlowStock, Of::Level, _) => Unit::Money,
        (Rule::SkillGap, ..) => Unit::Count(Noun::Orders),
        (_, Of::Level, By::ComplaintCategory) => Unit::Count(Noun::Tickets),
        (_, Of::Level, By::Hour | By::Business) => Unit::Count(Noun::Visits),
        (_, Of::Level, _) => Unit::Count(Noun::Items),
        _ => catalog::by_id(finding.metric).map_or(Unit::Bare, |metric| metric.unit),
    };
    let effect = match unit {
        Unit::Ratio => Unit::PercentPoints,
        other => other,
    };
    (unit, effect)
}

fn split_prose(desk: &Desk<'_>, finding: &Finding, split: &Split) -> Option<String> {
    let (unit, effect) = units(finding, split);
    match split.of {
        Of::Level => Some(level(desk, finding, split, effect)),
        Of::Change => change(desk, split, (unit, effect)),
    }
}

fn level(desk: &Desk<'_>, finding: &Finding, split: &Split, unit: Unit) -> String {
    // Things counted once each are named, not measured.
    let ones = matches!(split.by, By::Action | By::Asset)
        || (split.by == By::Item && finding.rule == Rule::BelowSafety);
    let parts: Vec<String> = split
        .parts
        .iter()
        .map(|part| {
            let name = label(desk, &part.group);
            if ones {
                return name;
            }
            let number = desk.print(Some(part.effect), unit);
            format!("{name} {number}")
        })
        .collect();
    let list = parts.join(desk.t("、", ", "));
    let whole = desk.print(Some(split.whole), unit);
    let more = split.rest.round().max(0.0);
    match (desk.lang.tag(), split.by) {
        (LangTag::Zh, By::Hour) => format!("本月 {whole}客流中，{list}"),
        (LangTag::Zh, By::Business) => format!("已可线上或自助办理、仍到柜台的 {whole}中，{list}"),
        (LangTag::Zh, By::ComplaintCategory) => format!("未按时的 {whole}中，{list}"),
        (LangTag::Zh, By::Staff) => format!("按其他员工的占比应多售 {whole}，其中 {list}"),
        (LangTag::Zh, _) if ones && more > 0.0 => format!("{list}等 {whole}"),
        (LangTag::Zh, _) if ones => list,
        (LangTag::Zh, _) => format!("滞销金额 {whole}，其中 {list}"),
        (LangTag::En, By::Hour) => format!("Of {whole}, {list}"),
        (LangTag::En, By::Business) => {
            format!("Of {whole} at the counter that can be done elsewhere, {list}")
        }
        (LangTag::En, By::ComplaintCategory) => format!("Of {whole} not in time, {list}"),
        (LangTag::En, By::Staff) => {
            format!("At the others' rate they would sell {whole} more: {list}")
        }
        (LangTag::En, _) if ones && more > 0.0 => format!("{list} and others, {whole} in all"),
        (LangTag::En, _) if ones => list,
        (LangTag::En, _) => format!("Slow stock of {whole}: {list}"),
    }
}

fn change(desk: &Desk<'_>, split: &Split, (unit, effect): (Unit, Unit)) -> Option<String> {
    let size = |number: f64| desk.print(Some(number.abs()), effect);
    let signed = |number: f64| {
        let size = size(number);
        // What rounds to nothing has no sign.
        let nothing = !size.contains(|c: char| matches!(c, '1'..='9'));
        let sign = match number < 0.0 {
            _ if nothing => "",
            true => "−",
            false => "+",
        };
        format!("{sign}{size}")
    };
    if split.whole == 0.0 || split.parts.is_empty() {
        return None;
    }
    let verb = match (desk.lang.tag(), split.whole > 0.0) {
        (LangTag::Zh, true) => "上升",
        (LangTag::Zh, false) => "下降",
        (LangTag::En, true) => "Up",
        (LangTag::En, false) => "Down",
    };
    let parts: Vec<String> = split
        .parts
        .iter()
        .map(|part| {
            let name = label(desk, &part.group);
            let mut text = format!("{name} {}", signed(part.effect));
            let own = part.base.zip(part.current).filter(|_| part.rate.is_some());
            if let Some((base, current)) = own {
                let (base, current) = (
                    desk.print(Some(base), unit),
                    desk.print(Some(current), unit),
                );
                let clause = match desk.lang.tag() {
                    LangTag::Zh => format!("（由 {base} 到 {current}）"),
                    LangTag::En => format!(" (from {base} to {current})"),
                };
                text.push_str(&clause);
            } else if let Some(inner) = inner(desk, part, &signed) {
                let clause = match desk.lang.tag() {
                    LangTag::Zh => format!("（{inner}）"),
                    LangTag::En => format!(" ({inner})"),
                };
                text.push_str(&clause);
            }
            text
        })
        .collect();
    let list = parts.join(desk.t("、", ", "));
    let (whole, rest) = (size(split.whole), signed(split.rest));
    let mut text = match desk.lang.tag() {
        LangTag::Zh => format!("比上月{verb} {whole}，其中 {list}，其余合计 {rest}"),
        LangTag::En => format!("{verb} {whole} on last month: {list}, all others {rest}"),
    };
    if let Some((rate, mix)) = split.rate.zip(split.mix) {
        let (rate, mix) = (signed(rate), signed(mix));
        let clause = match desk.lang.tag() {
            LangTag::Zh => format!("；各组自身变化合计 {rate}，组间结构变化 {mix}"),
            LangTag::En => format!("; the groups' own changes {rate}, the mix between them {mix}"),
        };
        text.push_str(&clause);
    }
    Some(text)
}

/// What pulled most within a part of a total, down to its last level.
fn inner(desk: &Desk<'_>, part: &Part, signed: &impl Fn(f64) -> String) -> Option<String> {
    let first = part.parts.first()?;
    let name = label(desk, &first.group);
    let text = format!("{name} {}", signed(first.effect));
    Some(match inner(desk, first, signed) {
        Some(deeper) => format!("{text}{}{deeper}", desk.t("，", ", ")),
        None => text,
    })
}

fn kinds(desk: &Desk<'_>, cause: &Cause) -> Option<String> {
    let (kind, why) = cause.kinds.first()?;
    let (zh, en) = match kind {
        Kind::Process => ("流程", "process"),
        Kind::Systems => ("系统", "systems"),
        Kind::Appraisal => ("考核", "appraisal"),
        Kind::Training => ("培训", "training"),
        Kind::Resources => ("资源", "resources"),
    };
    let why = why_prose(desk, why);
    Some(match desk.lang.tag() {
        LangTag::Zh => format!("属{zh}问题：{why}"),
        LangTag::En => format!("A matter of {en}: {why}"),
    })
}

fn why_prose(desk: &Desk<'_>, why: &Why) -> String {
    let percent = |ratio: f64| desk.print(Some(ratio), Unit::Ratio);
    let times = |number: f64| desk.print(Some(number), Unit::Times);
    let zh = desk.lang == Lang::ZH;
    let fixed = |zh: &str, en: &str| desk.t(zh, en).to_owned();
    match why {
        Why::MoreArrivals(growth) if zh => {
            format!(
                "上述时段日均到达比上月多 {}，窗口没有跟上",
                percent(*growth)
            )
        }
        Why::MoreArrivals(growth) => {
            format!(
                "{} more visits a day in these hours than last month",
                percent(*growth)
            )
        }
        Why::SlowerHandling(growth) if zh => {
            format!(
                "到达没有明显增加，柜台办理时长比上月长 {}",
                percent(*growth)
            )
        }
        Why::SlowerHandling(growth) => format!(
            "visits have not grown, handling at the counter takes {} longer",
            percent(*growth)
        ),
        Why::FewerCounters => fixed(
            "到达与办理时长的变化都不到 5%，等候变长说明开放的窗口少了",
            "neither visits nor handling grew by 5%, so fewer counters were open",
        ),
        Why::Peak(ratio) if zh => format!("最忙一小时是平均的 {}，窗口未随之增减", times(*ratio)),
        Why::Peak(ratio) => format!("the busiest hour has {} the mean", times(*ratio)),
        Why::NewJoiners => fixed(
            "流失最多的是新入网用户，发展时重数量、轻留存",
            "those who left most had just joined: won, but not kept",
        ),
        Why::Retention => fixed(
            "流失最多的是在网老用户，到期前没有接续动作",
            "those who left most had been there for long: nobody called before they did",
        ),
        Why::NetworkCategory => fixed(
            "增加最多的是网络、信号或系统类投诉",
            "tickets about network, signal or systems pulled most",
        ),
        Why::ServiceCategory => fixed(
            "影响最大的是服务类投诉",
            "tickets about service pulled most",
        ),
        Why::QueueCategory => fixed(
            "影响最大的是排队等候类投诉，与窗口不足同源",
            "tickets about queueing pulled most: too few counters",
        ),
        Why::OtherCategory => fixed(
            "影响最大的一类与网络、服务态度无关，出在办理与告知环节",
            "the category that pulled most is about neither network nor service",
        ),
        Why::CrossDepartment(ratio) if zh => {
            format!("跨部门工单的办结时长是单部门的 {}", times(*ratio))
        }
        Why::CrossDepartment(ratio) => {
            format!(
                "tickets of several departments take {} as long",
                times(*ratio)
            )
        }
        Why::LimitNotKept => fixed(
            "跨部门流转没有明显拖慢，时限本身没有守住",
            "several departments do not slow tickets down; the limit itself is not kept",
        ),
        Why::OnlineChannel => fixed("降幅主要来自线上渠道", "it fell mostly online"),
        Why::NewStaff(ratio) if zh => {
            format!(
                "降幅主要来自厅内，新员工的销售占比只有其他员工的 {}",
                percent(*ratio)
            )
        }
        Why::NewStaff(ratio) => format!(
            "it fell mostly in the hall, where new staff sell at {} of the others' rate",
            percent(*ratio)
        ),
        Why::HallChannel => fixed(
            "降幅主要来自厅内，且与新员工无关",
            "it fell mostly in the hall, and not for new staff",
        ),
        Why::StaffSpread(ratio) if zh => {
            format!("最慢的四分之一员工用时是最快四分之一的 {}", times(*ratio))
        }
        Why::StaffSpread(ratio) => {
            format!(
                "the slowest quarter of staff take {} as long as the quickest",
                times(*ratio)
            )
        }
        Why::StaffAlike => fixed(
            "员工之间用时接近，慢在流程本身",
            "staff take alike, so it is the process that is slow",
        ),
        Why::DoneOnline(_) => fixed(
            "这些业务线上或自助已能办，入厅时没有引导",
            "these can be done online or by machine already",
        ),
        Why::OrderedLate => fixed("补货晚于消耗", "ordered later than used up"),
        Why::OrderedTooMuch => fixed("进货多于消耗", "more was ordered than issued"),
        Why::WornOut(n) if zh => format!("其中 {n} 项已超过使用年限"),
        Why::WornOut(n) => format!("{n} of them past their service life"),
        Why::Faulty => fixed("均未到使用年限，属设备故障", "none past its service life"),
        Why::Rate(ratio) if zh => format!("新员工的销售占比只有其他员工的 {}", percent(*ratio)),
        Why::Rate(ratio) => format!("new staff sell at {} of the others' rate", percent(*ratio)),
        Why::DueDaysPassed => fixed("到期没有销号", "due days passed without consequence"),
    }
}
