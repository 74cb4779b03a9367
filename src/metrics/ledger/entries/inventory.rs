//! Stock: values and pieces by category and item.

use std::collections::BTreeSet;

use super::ratios;
use crate::dataset::inventory::Category;
use crate::discreet::discreet;
use crate::facts::inventory::{ItemKey, ItemStock};
use crate::metrics::books::View;
use crate::metrics::ledger::Draft;
use crate::report::exhibits::stock::item_key;
use crate::value::{Noun, Unit};

/// What a group's key ends with, its names, its unit, and what it takes of an item.
type Amount = (
    &'static str,
    (&'static str, &'static str),
    Unit,
    fn(&ItemStock) -> Option<f64>,
);

const PIECES: Unit = Unit::Count(Noun::Pieces);
const ITEMS: Unit = Unit::Count(Noun::Items);

const AMOUNTS: [Amount; 11] = [
    (
        "opening",
        ("期初数量", "Opening pieces"),
        PIECES,
        |stock| Some(stock.opening as f64),
    ),
    (
        "received",
        ("入库数量", "Pieces received"),
        PIECES,
        |stock| Some(stock.received as f64),
    ),
    (
        "issued",
        ("出库数量", "Pieces issued"),
        PIECES,
        |stock| Some(stock.issued as f64),
    ),
    (
        "closing",
        ("期末数量", "Closing pieces"),
        PIECES,
        |stock| Some(stock.closing as f64),
    ),
    (
        "opening_value",
        ("期初金额", "Opening value"),
        Unit::Money,
        |stock| (stock.valued_rows > 0).then(|| stock.opening_value.to_f64()),
    ),
    (
        "issued_value",
        ("出库金额", "Value issued"),
        Unit::Money,
        |stock| (stock.valued_rows > 0).then(|| stock.issued_value.to_f64()),
    ),
    (
        "closing_value",
        ("期末金额", "Closing value"),
        Unit::Money,
        |stock| (stock.valued_rows > 0).then(|| stock.closing_value.to_f64()),
    ),
    (
        "returned",
        ("返修数量", "Pieces returned"),
        PIECES,
        |stock| (stock.returned.rows > 0).then_some(stock.returned.part as f64),
    ),
    (
        "returned_of",
        ("出库，返修已填", "Pieces issued with returned given"),
        PIECES,
        |stock| (stock.returned.rows > 0).then_some(stock.returned.issued as f64),
    ),
    ("safety", ("安全库存", "Safety stock"), PIECES, |stock| {
        stock.safety.map(|pieces| pieces as f64)
    }),
    ("lead", ("补货周期", "Lead time"), Unit::Days, |stock| {
        stock.lead_time.map(|days| days as f64)
    }),
];

pub(super) fn write(draft: &mut Draft<'_>) {
    draft.table("inventory", "库存", "Inventory");
    let months = draft.each_month(|view| view.inventory().ok());
    let known = months.iter().flatten().flat_map(|facts| facts.items.keys());
    let items: BTreeSet<&ItemKey> = known.collect();
    let lang = draft.lang;
    let none = ItemStock::default();
    for (amount, (zh, en), unit, of) in AMOUNTS {
        let mut parts = Vec::new();
        for category in Category::ALL {
            // The groups are summed, and scrap is no stock.
            if *category == Category::Scrap {
                continue;
            }
            let title = category.name(lang);
            let key = format!("inventory.{amount}.{}", category.id());
            let (zh, en) = (format!("{zh}：{title}"), format!("{en}: {title}"));
            let mut group = draft.group(&key, &zh, &en);
            for item in items.iter().filter(|item| item.0 == *category) {
                let (_, code, name) = item;
                // In a month that is covered an item without a row had nothing.
                let values = months.map(|facts| of(facts?.items.get(*item).unwrap_or(&none)));
                if values.iter().any(Option::is_some) {
                    let shown = discreet(&format!("{name} {code}"));
                    group.values(&item_key(code, name), &shown, unit, values);
                }
            }
            parts.push(key);
        }
        draft.whole(&format!("inventory.{amount}"), &parts);
    }
    warnings(draft);
    ratios::write(draft, ratios::INVENTORY);
}

/// What is counted by item and cannot be told from the pieces alone.
fn warnings(draft: &mut Draft<'_>) {
    let stock = |view: &View<'_>| {
        let facts = view.inventory().ok()?;
        Some(facts.sum(|category| category != Category::Scrap))
    };
    let income = |view: &View<'_>| {
        let scrap = view.inventory().ok()?.sum(|one| one == Category::Scrap);
        Some(scrap.disposal.to_f64())
    };
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
            income,
        );
}
