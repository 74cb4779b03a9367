//! Stock: values and pieces by category.

use crate::dataset::inventory::Category;
use crate::facts::inventory::ItemStock;
use crate::metrics::books::View;
use crate::report::exhibits::stock::category_name;
use crate::report::ledger::Draft;
use crate::value::{Noun, Unit};

use super::ratios;

fn of(view: &View<'_>, category: Category) -> Option<ItemStock> {
    Some(view.inventory().ok()?.sum(|one| one == category))
}

/// The stock without scrap, as the metrics over all categories take it.
fn stock(view: &View<'_>) -> Option<ItemStock> {
    Some(view.inventory().ok()?.sum(|one| one != Category::Scrap))
}

pub(super) fn write(draft: &mut Draft<'_>) {
    const PIECES: Unit = Unit::Count(Noun::Pieces);
    const ITEMS: Unit = Unit::Count(Noun::Items);
    type Amount = fn(&ItemStock) -> f64;
    let flows: [(&str, &str, &str, Unit, Amount); 7] = [
        (
            "inventory.opening_value",
            "期初金额",
            "Opening value",
            Unit::Money,
            |s| s.opening_value.to_f64(),
        ),
        (
            "inventory.issued_value",
            "出库金额",
            "Value issued",
            Unit::Money,
            |s| s.issued_value.to_f64(),
        ),
        (
            "inventory.closing_value",
            "期末金额",
            "Closing value",
            Unit::Money,
            |s| s.closing_value.to_f64(),
        ),
        (
            "inventory.opening",
            "期初数量",
            "Opening pieces",
            PIECES,
            |s| s.opening as f64,
        ),
        (
            "inventory.received",
            "入库数量",
            "Pieces received",
            PIECES,
            |s| s.received as f64,
        ),
        (
            "inventory.issued",
            "出库数量",
            "Pieces issued",
            PIECES,
            |s| s.issued as f64,
        ),
        (
            "inventory.closing",
            "期末数量",
            "Closing pieces",
            PIECES,
            |s| s.closing as f64,
        ),
    ];
    draft.table("inventory", "库存", "Inventory");
    let lang = draft.lang;
    for (key, zh, en, unit, amount) in flows {
        let mut group = draft.group(key, zh, en);
        for category in Category::ALL {
            // The groups are summed, and scrap is no stock.
            if *category == Category::Scrap {
                continue;
            }
            let name = category_name(*category, lang);
            group.entry(category.id(), (name, name), unit, |view| {
                of(view, *category).map(|stock| amount(&stock))
            });
        }
    }
    draft
        .group("inventory.count", "预警与处置", "Warnings and disposal")
        .entry(
            "below_safety",
            ("低于安全库存的品项", "Items below safety stock"),
            ITEMS,
            |view| stock(view).map(|stock| stock.below_safety as f64),
        )
        .entry(
            "expiring",
            ("90天内到期的品项", "Items expiring within 90 days"),
            ITEMS,
            |view| stock(view).map(|stock| stock.expiring as f64),
        )
        .entry(
            "scrap_income",
            ("废旧物资处置收益", "Scrap disposal income"),
            Unit::Money,
            |view| of(view, Category::Scrap).map(|stock| stock.disposal.to_f64()),
        );
    ratios::write(draft, ratios::INVENTORY);
}
