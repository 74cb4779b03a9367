//! 短期改进方案: a finding's measures as sentences, each effect with what it is worked out on.

use super::{causes, decided, problems};
use crate::findings::measures::{Detail, Effect, Remedy, Roster};
use crate::findings::rules::{Finding, Judgement};
use crate::report::desk::Desk;
use crate::report::parse::close_up;
use crate::value::{Noun, Unit};
use crate::words::LangTag;

/// The measures as prose; none where there are none.
#[must_use]
pub fn prose(desk: &Desk<'_>, judgement: &Judgement, finding: &Finding) -> Option<String> {
    let (decided, library): (Vec<&Remedy>, Vec<&Remedy>) = finding
        .measures
        .iter()
        .partition(|remedy| matches!(remedy.detail, Detail::Action { .. }));
    let mut measures = decided::sentences(desk, judgement, &decided);
    let library = library.into_iter();
    measures.extend(library.map(|remedy| sentence(desk, judgement, remedy)));
    if measures.is_empty() {
        return None;
    }
    Some(measures.join(desk.t("", " ")))
}

/// A measure in a sentence.
#[must_use]
pub fn sentence(desk: &Desk<'_>, judgement: &Judgement, remedy: &Remedy) -> String {
    match (&remedy.detail, desk.lang.tag()) {
        (Detail::Same { finding }, lang) => {
            let other = judgement.findings.iter().find(|other| other.id == *finding);
            let title = other.map_or_else(String::new, |other| problems::title(desk, other));
            match lang {
                LangTag::Zh => format!("对策同“{title}”。"),
                LangTag::En => format!("As for “{title}”."),
            }
        }
        (_, LangTag::Zh) => close_up(&zh(desk, remedy)),
        (_, LangTag::En) => en(desk, remedy),
    }
}

/// A share; a round one (a threshold, a progress) without places.
pub(super) fn percent(desk: &Desk<'_>, ratio: f64) -> String {
    let hundredths = ratio * 100.0;
    if (hundredths - hundredths.round()).abs() < 1e-9 {
        format!("{}%", crate::format::decimal(hundredths.round(), 0, false))
    } else {
        desk.print(Some(ratio), Unit::Ratio)
    }
}

fn effect(remedy: &Remedy) -> f64 {
    remedy.effect.map_or(0.0, |Effect { value, .. }| value)
}

fn hours(desk: &Desk<'_>, hours: f64) -> String {
    format!("{} ", crate::format::decimal(hours, 1, false))
        .trim_end()
        .to_owned()
        + desk.t(" 个窗口小时", " counter-hours")
}

/// The runs of hours of a roster: the busiest first, then the quietest.
fn shifts(desk: &Desk<'_>, roster: &Roster) -> String {
    let span = |shift: &crate::findings::measures::Shift| match desk.lang.tag() {
        LangTag::Zh => format!("{}–{} 时 {} 个", shift.from, shift.to, shift.counters),
        LangTag::En => format!(
            "{} from {}:00 to {}:00",
            shift.counters, shift.from, shift.to
        ),
    };
    let all: Vec<String> = roster.shifts.iter().map(span).collect();
    all.join(desk.t("、", ", "))
}

fn zh(desk: &Desk<'_>, remedy: &Remedy) -> String {
    let percent = |ratio: f64| percent(desk, ratio);
    let money = |yuan: f64| desk.print(Some(yuan), Unit::Money);
    let count = |n: f64, noun| desk.print(Some(n), Unit::Count(noun));
    match &remedy.detail {
        Detail::Action {
            title,
            owner,
            due,
            done,
            progress,
            expected,
            ..
        } => {
            let mut notes = Vec::new();
            notes.extend(owner.clone());
            notes.extend(due.as_ref().map(|due| format!("{due} 截止")));
            notes.push(match (done, progress) {
                (true, _) => "已完成".to_owned(),
                (false, Some(progress)) => format!("已完成 {}", percent(*progress)),
                (false, None) => "未完成".to_owned(),
            });
            let expected = expected
                .as_ref()
                .map_or_else(String::new, |expected| format!("，预期{expected}"));
            format!("已定举措：{title}（{}）{expected}。", notes.join("，"))
        }
        Detail::Roster(roster) => format!(
            "动态排班：窗口数 {}，比全天 {} 个窗口每日少用 {}，利用率由 {} 升至 {}（Erlang C，按本月每 15 分钟平均到达、平均办理 {} 分钟、{} 的客户在 {} 分钟内办理计算）。",
            shifts(desk, roster),
            roster.flat_counters,
            hours(desk, effect(remedy)),
            percent(roster.utilisation_before),
            percent(roster.utilisation_after),
            crate::format::decimal(roster.handling_minutes, 1, false),
            percent(roster.target_share),
            crate::format::decimal(roster.within_minutes, 0, false),
        ),
        Detail::Redesign {
            businesses,
            share,
            hours: spent,
        } => format!(
            "流程再造：前五类业务（{}）占受理量 {}，若都达到最快四分之一员工的用时，每月可省 {}（本月共用 {}，按各业务员工平均用时计算）。",
            businesses.join("、"),
            percent(*share),
            hours(desk, effect(remedy)),
            crate::format::decimal(*spent, 1, false),
        ),
        Detail::Diversion {
            businesses,
            visits,
            hours: spent,
            needed,
            limit,
        } => format!(
            "线上分流：{}等已可线上或自助办理的业务，本月仍有 {}到柜台，占用 {}；再分流 {}即达 {}，每月可省 {}（按这些业务的柜台平均用时计算）。",
            businesses.join("、"),
            count(*visits, Noun::Visits),
            hours(desk, *spent),
            count(*needed, Noun::Visits),
            percent(*limit),
            hours(desk, effect(remedy)),
        ),
        Detail::Training {
            staff,
            subject,
            aim,
        } => match subject.as_str() {
            "vas" | "bundles" => format!(
                "技能培训：{}，内容为{}；占比达到 {} 时，每月可增收 {}（按本月各人受理量与每笔平均金额计算）。",
                staff.join("、"),
                if subject == "vas" {
                    "增值业务推荐"
                } else {
                    "融合业务推荐"
                },
                percent(*aim),
                money(effect(remedy)),
            ),
            _ => format!(
                "技能培训：{}，内容为“{subject}”；达到最快四分之一员工的 {} 分钟时，每月可省 {}（按本月各人办理量计算）。",
                staff.join("、"),
                crate::format::decimal(*aim, 1, false),
                hours(desk, effect(remedy)),
            ),
        },
        Detail::CallBack {
            segment,
            subscribers,
            rate,
            aim,
            whole,
        } => format!(
            "挽留回访：回访在网的 {} {}；若其流失率由 {} 回到上月的 {}，下月可少流失 {}（按月末在网人数计算），同此推算，本月流失率应为 {}。",
            causes::label(desk, segment),
            count(*subscribers, Noun::Subscribers),
            percent(*rate),
            percent(*aim),
            count(effect(remedy), Noun::Subscribers),
            percent(*whole),
        ),
        Detail::Tickets { category, limit } => format!(
            "投诉专项治理：从“{category}”入手逐单复盘，下月至少减少 {}，投诉率即回到目标 {}（按本月平均用户数计算）。",
            count(effect(remedy), Noun::Tickets),
            desk.print(Some(*limit), Unit::Per10k),
        ),
        Detail::Same { .. } => String::new(),
        Detail::Restock {
            items,
            pieces,
            cost,
        } => format!(
            "补货：{}、{}，约需 {}（按本月日均出库备足采购周期加 30 天，并补到安全库存计算）。",
            count(*items as f64, Noun::Items),
            count(*pieces as f64, Noun::Pieces),
            money(*cost),
        ),
        Detail::Clearance { value, limit } => format!(
            "滞销处理：滞销 {} 中清出 {}，占比即降到 {}（按库存成本计算）。",
            money(*value),
            money(effect(remedy)),
            percent(*limit),
        ),
        Detail::Supervision {
            due,
            in_time,
            limit,
        } => format!(
            "工单督办：应按时 {}，实际 {}，再有 {}按时即达 {}；到期前逐单提醒，当日销号（按本月到期工单计算）。",
            count(*due as f64, Noun::Tickets),
            count(*in_time as f64, Noun::Tickets),
            count(effect(remedy), Noun::Tickets),
            percent(*limit),
        ),
        Detail::Faults { open, hours_each } => format!(
            "故障销号：{}未修复，需 {}（按本月平均修复时长 {} 计算）。",
            count(*open as f64, Noun::Items),
            desk.print(Some(effect(remedy)), Unit::Hours),
            desk.print(Some(*hours_each), Unit::Hours),
        ),
    }
}

fn en(desk: &Desk<'_>, remedy: &Remedy) -> String {
    let percent = |ratio: f64| percent(desk, ratio);
    let money = |yuan: f64| desk.print(Some(yuan), Unit::Money);
    let count = |n: f64, noun| desk.print(Some(n), Unit::Count(noun));
    match &remedy.detail {
        Detail::Action {
            title,
            owner,
            due,
            done,
            progress,
            expected,
            ..
        } => {
            let mut notes = Vec::new();
            notes.extend(owner.clone());
            notes.extend(due.as_ref().map(|due| format!("due {due}")));
            notes.push(match (done, progress) {
                (true, _) => "done".to_owned(),
                (false, Some(progress)) => format!("{} done", percent(*progress)),
                (false, None) => "not done".to_owned(),
            });
            let expected = expected
                .as_ref()
                .map_or_else(String::new, |expected| format!("; expected: {expected}"));
            format!("Decided: {title} ({}){expected}.", notes.join(", "))
        }
        Detail::Roster(roster) => format!(
            "Roster by load: counters {}; {} a day fewer than {} all day, utilisation up from {} to {} (Erlang C, on this month's mean arrivals by quarter of an hour, {} minutes a visit, {} served within {} minutes).",
            shifts(desk, roster),
            hours(desk, effect(remedy)),
            roster.flat_counters,
            percent(roster.utilisation_before),
            percent(roster.utilisation_after),
            crate::format::decimal(roster.handling_minutes, 1, false),
            percent(roster.target_share),
            crate::format::decimal(roster.within_minutes, 0, false),
        ),
        Detail::Redesign {
            businesses,
            share,
            hours: spent,
        } => format!(
            "Redesign: the five commonest businesses ({}) are {} of visits; at their quickest quarter of staff's time they would save {} a month of {} (on each member of staff's mean time).",
            businesses.join(", "),
            percent(*share),
            hours(desk, effect(remedy)),
            crate::format::decimal(*spent, 1, false),
        ),
        Detail::Diversion {
            businesses,
            visits,
            hours: spent,
            needed,
            limit,
        } => format!(
            "Divert: {} and others can be done elsewhere, yet {} came to the counter and took {}; {} more diverted reach {} and save {} a month (at these businesses' mean time at the counter).",
            businesses.join(", "),
            count(*visits, Noun::Visits),
            hours(desk, *spent),
            count(*needed, Noun::Visits),
            percent(*limit),
            hours(desk, effect(remedy)),
        ),
        Detail::Training {
            staff,
            subject,
            aim,
        } => match subject.as_str() {
            "vas" | "bundles" => format!(
                "Train {} in selling {}; at {} they bring in {} more a month (on this month's lines and mean amount a line).",
                staff.join(", "),
                if subject == "vas" {
                    "value-added services"
                } else {
                    "bundles"
                },
                percent(*aim),
                money(effect(remedy)),
            ),
            _ => format!(
                "Train {} in “{subject}”; at the quickest quarter's {} minutes they save {} a month (on this month's visits).",
                staff.join(", "),
                crate::format::decimal(*aim, 1, false),
                hours(desk, effect(remedy)),
            ),
        },
        Detail::CallBack {
            segment,
            subscribers,
            rate,
            aim,
            whole,
        } => format!(
            "Call back {} ({}); if their churn went from {} back to last month's {}, {} fewer would leave next month (on subscribers at month end), and this month's rate would have been {}.",
            count(*subscribers, Noun::Subscribers),
            causes::label(desk, segment),
            percent(*rate),
            percent(*aim),
            count(effect(remedy), Noun::Subscribers),
            percent(*whole),
        ),
        Detail::Tickets { category, limit } => format!(
            "Go through the tickets about “{category}” first: {} fewer bring the rate back to {} (on this month's mean subscribers).",
            count(effect(remedy), Noun::Tickets),
            desk.print(Some(*limit), Unit::Per10k),
        ),
        Detail::Same { .. } => String::new(),
        Detail::Restock {
            items,
            pieces,
            cost,
        } => format!(
            "Reorder {}, {}, at {} (on this month's issues a day, for the lead time and 30 days, up to safety stock).",
            count(*items as f64, Noun::Items),
            count(*pieces as f64, Noun::Pieces),
            money(*cost),
        ),
        Detail::Clearance { value, limit } => format!(
            "Sell off {} of {} of slow stock to come down to {} (at cost).",
            money(effect(remedy)),
            money(*value),
            percent(*limit),
        ),
        Detail::Supervision {
            due,
            in_time,
            limit,
        } => format!(
            "Supervise tickets: {} of {} were in time, {} more reach {}; remind before the limit (on this month's tickets due).",
            count(*in_time as f64, Noun::Tickets),
            count(*due as f64, Noun::Tickets),
            count(effect(remedy), Noun::Tickets),
            percent(*limit),
        ),
        Detail::Faults { open, hours_each } => format!(
            "Fix {}: {} (at this month's mean of {}).",
            count(*open as f64, Noun::Items),
            desk.print(Some(effect(remedy)), Unit::Hours),
            desk.print(Some(*hours_each), Unit::Hours),
        ),
    }
}
