//! The smaller datasets: complaints, surveys, visits, costs, training, inspections and issues.

use crate::dataset::costs::Category;
use crate::facts::services::ServiceFacts;
use crate::metrics::catalog;
use crate::report::ledger::Draft;
use crate::value::{Noun, Unit};

use super::ratios;

const TICKETS: Unit = Unit::Count(Noun::Tickets);
const VISITS: Unit = Unit::Count(Noun::Visits);
const TIMES: Unit = Unit::Count(Noun::Occurrences);

/// What holds for the month whatever the datasets: its days, and what the config sets.
pub(super) fn month(draft: &mut Draft<'_>) {
    draft.table("month", "月份", "Month");
    draft.group("month.calendar", "日历", "Calendar").entry(
        "days",
        ("天数", "Days"),
        Unit::Days,
        |view| Some(f64::from(view.month.days())),
    );
    if draft.figures.settings().clv_margin.is_some() {
        draft.group("month.setting", "设置", "Setting").entry(
            "clv_margin",
            (
                "客户生命周期价值的毛利率",
                "Margin for customer lifetime value",
            ),
            Unit::Ratio,
            |view| view.settings.clv_margin,
        );
    }
}

/// The value of a metric that no other entry adds up to.
fn metric(draft: &mut Draft<'_>, group: (&str, &str, &str), item: &str, id: &str) {
    let Some(metric) = catalog::by_id(id) else {
        return;
    };
    let values = draft.months.map(|month| {
        // Of the facts, not of the history: those values have nothing behind them.
        let figure = draft.figures.computed(metric, month).ok()?;
        Some(figure.value)
    });
    let name = metric.name(draft.lang);
    let (key, zh, en) = group;
    draft
        .group(key, zh, en)
        .values(item, name, metric.unit, values);
}

pub(super) fn complaints(draft: &mut Draft<'_>) {
    draft.table("complaints", "投诉", "Complaints");
    let group = ("complaints.count", "工单", "Tickets");
    draft.group(group.0, group.1, group.2).entry(
        "tickets",
        ("投诉工单", "Tickets created"),
        TICKETS,
        |view| view.complaints().ok().map(|month| month.rows as f64),
    );
    metric(draft, group, "open", "complaints.open");
    metric(draft, group, "p90_hours", "complaints.p90_close_hours");
    ratios::write(draft, ratios::COMPLAINTS);
}

pub(super) fn surveys(draft: &mut Draft<'_>) {
    draft.table("surveys", "调查", "Surveys");
    for (key, zh, en, scores) in [
        (
            "surveys.promoters",
            "推荐者（9–10分）",
            "Promoters (9–10)",
            9..=10_usize,
        ),
        (
            "surveys.passives",
            "中立者（7–8分）",
            "Passives (7–8)",
            7..=8,
        ),
        (
            "surveys.detractors",
            "贬损者（0–6分）",
            "Detractors (0–6)",
            0..=6,
        ),
    ] {
        let mut group = draft.group(key, zh, en);
        for score in scores {
            let (zh, en) = (format!("{score} 分"), format!("Score {score}"));
            let unit = Unit::Count(Noun::Questionnaires);
            group.entry(&score.to_string(), (&zh, &en), unit, |view| {
                view.surveys().ok().map(|month| month.nps[score] as f64)
            });
        }
    }
    ratios::write(draft, ratios::SURVEYS);
}

pub(super) fn services(draft: &mut Draft<'_>) {
    draft.table("services", "业务办理", "Visits");
    draft.group("services.count", "业务量", "Visits").entry(
        "visits",
        ("业务受理量", "Visits"),
        VISITS,
        |view| view.services().ok().map(|month| month.rows as f64),
    );
    let top5 = catalog::by_id("service.top5_share");
    let values = draft.months.map(|month| {
        let figure = draft.figures.computed(top5?, month).ok()?;
        figure.numerator
    });
    let name = draft
        .lang
        .pick("最多的五类业务", "The five commonest businesses");
    draft
        .group("services.count", "业务量", "Visits")
        .values("top5", name, VISITS, values);
    let mut group = draft.group("services.channel", "渠道（已填）", "Channel given");
    for (place, item, names) in [
        (0, "counter", ("柜台", "Counter")),
        (1, "self_service", ("自助", "Self-service")),
        (2, "online", ("线上", "Online")),
    ] {
        group.entry(item, names, VISITS, |view| {
            view.services()
                .ok()
                .map(|month| month.channel[place] as f64)
        });
    }
    ratios::write(draft, ratios::SERVICES);
    // Days and hours without a visit stay empty: mean and deviation are over those with visits.
    let some = |visits: u64| (visits > 0).then_some(visits as f64);
    let mut group = draft.group("services.day", "按日", "By day");
    for day in 0..31_usize {
        let (zh, en) = (format!("{} 日", day + 1), format!("Day {}", day + 1));
        group.entry(&(day + 1).to_string(), (&zh, &en), VISITS, |view| {
            some(view.services().ok()?.days[day])
        });
    }
    let hours = draft.each_month(|view| view.services().ok().map(ServiceFacts::hours));
    let mut group = draft.group("services.hour", "按时段", "By hour");
    for hour in 0..24_usize {
        let values = hours.map(|hours| some(hours?[hour]));
        if values.iter().any(Option::is_some) {
            let name = format!("{hour}:00–{}:00", hour + 1);
            group.values(&hour.to_string(), &name, VISITS, values);
        }
    }
}

pub(super) fn costs(draft: &mut Draft<'_>) {
    draft.table("costs", "成本费用", "Costs");
    let mut group = draft.group("costs.category", "费用类别", "Category");
    for category in Category::ALL {
        let names = match category {
            Category::Marketing => ("营销费用", "Marketing"),
            Category::Labour => ("人工", "Labour"),
            Category::Goods => ("采购", "Goods"),
            Category::Channel => ("渠道酬金", "Channel"),
            Category::Network => ("网络运维", "Network"),
            Category::Other => ("其他", "Other"),
        };
        group.entry(category.id(), names, Unit::Money, |view| {
            let costs = view.costs().ok()?;
            Some(costs.category[*category as usize].to_f64())
        });
    }
}

pub(super) fn training(draft: &mut Draft<'_>) {
    draft.table("training", "培训", "Training");
    ratios::write(draft, ratios::TRAINING);
}

pub(super) fn inspections(draft: &mut Draft<'_>) {
    draft.table("inspections", "巡检", "Inspections");
    draft
        .group("inspections.count", "巡检", "Inspections")
        .entry("rows", ("巡检次数", "Inspections"), TIMES, |view| {
            view.inspections().ok().map(|month| month.all().rows as f64)
        })
        .entry("faults", ("异常次数", "Faults"), TIMES, |view| {
            view.inspections()
                .ok()
                .map(|month| month.all().faults() as f64)
        });
    ratios::write(draft, ratios::INSPECTIONS);
}

pub(super) fn issues(draft: &mut Draft<'_>) {
    draft.table("issues", "问题", "Issues");
    let group = ("issues.count", "问题", "Issues");
    metric(draft, group, "opened", "issues.opened");
    metric(draft, group, "open", "issues.open");
}
