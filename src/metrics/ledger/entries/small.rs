//! What takes a few entries: the month itself, and costs.

use crate::dataset::costs::Category;
use crate::metrics::ledger::Draft;
use crate::value::Unit;

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
