//! 库存周转情况: by category, devices fast and slow, what to reorder, what lies.

mod days;

use serde_json::{Value as Json, json};

use super::Exhibits;
use crate::dataset::inventory::Category;
use crate::facts::inventory::{InventoryFacts, ItemStock};
use crate::metrics::catalog::Better;
use crate::metrics::ledger::{Formula, Formulas};
use crate::money::Money;
use crate::report::desk::Desk;
use crate::report::document::Table;
use crate::report::draft::Draft;
use crate::value::{Noun, Unit};
use crate::words::Lang;

const PIECES: Unit = Unit::Count(Noun::Pieces);
/// How many fast and slow devices are listed.
const MOVERS: usize = 5;
/// How many days of issues a reorder covers beyond its lead time.
const REORDER_DAYS: f64 = 30.0;

/// The name of a stock category in the report.
#[must_use]
pub fn category_name(category: Category, lang: Lang) -> &'static str {
    match category {
        Category::Sim => lang.pick("SIM卡", "SIM cards"),
        Category::IotCard => lang.pick("物联网卡", "IoT cards"),
        Category::Device => lang.pick("终端", "Devices"),
        Category::Marketing => lang.pick("营销物料", "Marketing materials"),
        Category::Spare => lang.pick("备品备件", "Spare parts"),
        Category::Scrap => lang.pick("废旧物资", "Scrap"),
    }
}

/// What the ledger knows an item of a category by.
#[must_use]
pub fn item_key(code: &str, name: &str) -> String {
    format!("{code}/{name}")
}

/// An item with what the lists need.
#[derive(Debug, Clone, Copy)]
struct Item<'a> {
    category: Category,
    code: &'a str,
    name: &'a str,
    stock: &'a ItemStock,
    /// Pieces issued a day of the month.
    a_day: f64,
    /// Days the closing pieces last at the month's issues; none without issues.
    cover: Option<f64>,
}

/// Works the section's exhibits out and gives what its prose needs.
pub fn build(desk: &Desk<'_>, exhibits: &mut Exhibits) -> Json {
    let facts = desk.figures.view(desk.month()).inventory().ok();
    let last = desk.figures.view(desk.month().previous()).inventory().ok();
    let facts = facts.filter(|facts| !facts.items.is_empty());
    let items = facts.map_or_else(Vec::new, |facts| items(desk, facts));
    let slow = slow(desk, &items);
    let orders = reorders(&items);
    exhibits.table("stock_categories", facts.and_then(|f| categories(desk, f)));
    exhibits.chart("stock_days", facts.and_then(|f| days::chart(desk, f, last)));
    exhibits.chart_follows(
        "stock_days",
        facts.map_or(Vec::new(), |f| days::follow(desk, f, last)),
    );
    exhibits.table("device_movers", movers(desk, &items));
    exhibits.table("reorder", reorder_table(desk, &orders));
    exhibits.table("slow_stock", slow_table(desk, &slow));
    exhibits.table("marketing", marketing(desk, &items));
    if facts.is_none() {
        return Json::Null;
    }
    let value: Money = slow.iter().map(|item| item.stock.closing_value).sum();
    let whole = desk.figures.value("inventory.value");
    let cost: Money = orders.iter().map(|order| order.cost).sum();
    json!({
        "slow": slow.len(),
        "slow_value": desk.print(Some(value.to_f64()), Unit::Money),
        "slow_share": desk.print(
            whole.filter(|whole| *whole > 0.0).map(|whole| value.to_f64() / whole),
            Unit::Ratio,
        ),
        "reorder": orders.len(),
        "reorder_cost": desk.print(Some(cost.to_f64()), Unit::Money),
        "reorder_priced": orders.iter().all(|order| order.priced),
        "slow_days": desk.config.thresholds.slow_days,
    })
}

/// All items but scrap, in catalogue order.
fn items<'a>(desk: &Desk<'_>, facts: &'a InventoryFacts) -> Vec<Item<'a>> {
    let days = f64::from(desk.month().days());
    let all = facts.items.iter();
    all.filter(|((category, ..), _)| *category != Category::Scrap)
        .map(|((category, code, name), stock)| Item {
            category: *category,
            code,
            name,
            stock,
            a_day: stock.issued as f64 / days,
            cover: (stock.issued > 0).then(|| stock.closing as f64 / (stock.issued as f64 / days)),
        })
        .collect()
}

/// The formulas of an amount of items.
fn amount_of<'a>(items: impl IntoIterator<Item = &'a Item<'a>>, amount: &str) -> Formulas {
    let keys = items.into_iter().map(|item| {
        let (category, item) = (item.category.id(), item_key(item.code, item.name));
        format!("inventory.{amount}.{category}.{item}")
    });
    keys.map(Formula::entry).collect()
}

/// The formulas of the days that closing pieces last at the month's issues.
fn cover_of(closing: &Formulas, issued: &Formulas) -> Formulas {
    let a_day = issued.share_of(&Formula::entry("month.calendar.days"));
    closing.over(&a_day)
}

/// Slow stock: pieces left and none issued this month, or enough for longer than the threshold. The dearest first.
fn slow<'a>(desk: &Desk<'_>, items: &[Item<'a>]) -> Vec<Item<'a>> {
    let limit = f64::from(desk.config.thresholds.slow_days);
    let mut slow: Vec<Item<'a>> = items
        .iter()
        .filter(|item| item.stock.closing > 0 && item.cover.is_none_or(|days| days > limit))
        .copied()
        .collect();
    slow.sort_by_key(|item| std::cmp::Reverse(item.stock.closing_value));
    slow
}

/// The value of slow stock and its share of all stock, 0–1.
#[must_use]
pub fn slow_share(desk: &Desk<'_>) -> Option<(Money, f64)> {
    let facts = desk.figures.view(desk.month()).inventory().ok()?;
    let value: Money = slow(desk, &items(desk, facts))
        .iter()
        .map(|item| item.stock.closing_value)
        .sum();
    let whole = desk.figures.value("inventory.value")?;
    (whole > 0.0).then(|| (value, value.to_f64() / whole))
}

/// A reorder: what, how many, what it costs.
#[derive(Debug, Clone, Copy)]
struct Reorder<'a> {
    item: Item<'a>,
    pieces: i64,
    cost: Money,
    priced: bool,
}

/// Items below their safety stock, or that run out before a delivery arrives. Quantity = issued a day × (lead time + 30)
/// + safety − closing, rounded up, not below 0.
fn reorders<'a>(items: &[Item<'a>]) -> Vec<Reorder<'a>> {
    let orders = items.iter().filter_map(|item| {
        let stock = item.stock;
        let below = stock.safety.is_some_and(|safety| stock.closing < safety);
        let short = match (item.cover, stock.lead_time) {
            (Some(cover), Some(lead)) => cover < lead as f64,
            _ => false,
        };
        if !below && !short {
            return None;
        }
        let lead = stock.lead_time.unwrap_or(0) as f64;
        let safety = stock.safety.unwrap_or(0) as f64;
        let wanted = item.a_day * (lead + REORDER_DAYS) + safety - stock.closing as f64;
        let pieces = wanted.max(0.0).ceil() as i64;
        let priced = stock.valued_rows > 0 && stock.closing + stock.issued > 0;
        // The unit cost as the stock shows it: value over pieces.
        let valued = stock.closing_value + stock.issued_value;
        let cost = if priced {
            let unit = valued.ten_thousandths() / i128::from(stock.closing + stock.issued);
            Money::from_ten_thousandths(unit).times(pieces)
        } else {
            Money::ZERO
        };
        (pieces > 0).then_some(Reorder {
            item: *item,
            pieces,
            cost,
            priced,
        })
    });
    orders.collect()
}

/// What all reorders cost together, and how many items they are.
#[must_use]
pub fn reorder_cost(desk: &Desk<'_>) -> Option<(usize, i64, Money)> {
    let facts = desk.figures.view(desk.month()).inventory().ok()?;
    let items = items(desk, facts);
    let orders = reorders(&items);
    let pieces = orders.iter().map(|order| order.pieces).sum();
    Some((orders.len(), pieces, orders.iter().map(|o| o.cost).sum()))
}

fn turns(stock: &ItemStock) -> Option<f64> {
    let mean = (stock.opening_value + stock.closing_value).to_f64() / 2.0;
    (mean != 0.0).then(|| stock.issued_value.to_f64() / mean)
}

fn stock_days(desk: &Desk<'_>, stock: &ItemStock) -> Option<f64> {
    let turns = turns(stock)?;
    (turns > 0.0).then(|| f64::from(desk.month().days()) / turns)
}

/// The categories that have rows, scrap last.
fn present(facts: &InventoryFacts) -> Vec<(Category, ItemStock)> {
    let all = Category::ALL.iter();
    all.map(|category| (*category, facts.sum(|c| c == *category)))
        .filter(|(_, stock)| stock.rows > 0)
        .collect()
}

fn categories(desk: &Desk<'_>, facts: &InventoryFacts) -> Option<Table> {
    let mut rows = present(facts);
    rows.retain(|(category, _)| *category != Category::Scrap);
    let total = facts.sum(|category| category != Category::Scrap);
    let mut names: Vec<&str> = rows
        .iter()
        .map(|(c, _)| category_name(*c, desk.lang))
        .collect();
    names.push(desk.t("合计", "Total"));
    let stocks: Vec<&ItemStock> = rows.iter().map(|(_, s)| s).chain([&total]).collect();
    let column = |of: &dyn Fn(&ItemStock) -> Option<f64>| -> Vec<Option<f64>> {
        stocks.iter().map(|stock| of(stock)).collect()
    };
    let of = |group: &str| {
        let group = format!("inventory.{group}");
        let parts = rows.iter().map(|(c, _)| format!("{group}.{}", c.id()));
        let parts: Formulas = parts.map(Formula::sum).collect();
        parts.and(Formula::sum(group))
    };
    let mean_value = of("opening_value").with(&of("closing_value"), |a, b| (a + b) / 2.0);
    let turns_of = of("issued_value").over(&mean_value);
    let days_of = turns_of.clone().into_iter();
    let days_of = days_of.map(|turns| Formula::entry("month.calendar.days") / turns);
    let caption = desk.t("各类库存的收发存与周转", "Stock by category");
    Draft::new("stock_categories", caption)
        .texts("category", desk.t("类别", "Category"), names)
        .numbers(
            "opening",
            desk.t("期初", "Opening"),
            PIECES,
            &column(&|s| Some(s.opening as f64)),
        )
        .formulas(of("opening"))
        .numbers(
            "received",
            desk.t("入库", "In"),
            PIECES,
            &column(&|s| Some(s.received as f64)),
        )
        .formulas(of("received"))
        .numbers(
            "issued",
            desk.t("出库", "Out"),
            PIECES,
            &column(&|s| Some(s.issued as f64)),
        )
        .formulas(of("issued"))
        .numbers(
            "closing",
            desk.t("期末", "Closing"),
            PIECES,
            &column(&|s| Some(s.closing as f64)),
        )
        .formulas(of("closing"))
        .numbers(
            "value",
            desk.t("期末金额", "Value"),
            Unit::Money,
            &column(&|s| (s.valued_rows > 0).then(|| s.closing_value.to_f64())),
        )
        .formulas(of("closing_value"))
        .numbers(
            "turnover",
            desk.t("周转率", "Turnover"),
            Unit::TimesPerMonth,
            &column(&turns),
        )
        .formulas(turns_of)
        .numbers(
            "days",
            desk.t("周转天数", "Days"),
            Unit::Days,
            &column(&|s| stock_days(desk, s)),
        )
        .formulas(days_of)
        .total_last()
        .done()
}

/// The fastest and the slowest devices by days of cover.
fn movers(desk: &Desk<'_>, items: &[Item<'_>]) -> Option<Table> {
    let mut devices: Vec<&Item<'_>> = items
        .iter()
        .filter(|item| item.category == Category::Device && item.stock.rows > 0)
        .filter(|item| item.stock.issued > 0 || item.stock.closing > 0)
        .collect();
    let cover = |item: &Item<'_>| item.cover.unwrap_or(f64::INFINITY);
    devices.sort_by(|a, b| {
        cover(a)
            .total_cmp(&cover(b))
            .then_with(|| a.name.cmp(b.name))
    });
    if devices.len() > 2 * MOVERS {
        devices.drain(MOVERS..devices.len() - MOVERS);
    }
    let column = |of: &dyn Fn(&Item<'_>) -> Option<f64>| -> Vec<Option<f64>> {
        devices.iter().map(|item| of(item)).collect()
    };
    let returned = |item: &Item<'_>| {
        let flow = item.stock.returned;
        (flow.issued > 0).then(|| flow.part as f64 / flow.issued as f64)
    };
    let of = |amount: &str| amount_of(devices.iter().copied(), amount);
    let caption = desk.t("终端：动销快的在前，慢的在后", "Devices, fastest first");
    Draft::new("device_movers", caption)
        .captioned()
        .texts(
            "item",
            desk.t("型号", "Model"),
            devices.iter().map(|item| item.name),
        )
        .numbers(
            "issued",
            desk.t("出库", "Out"),
            PIECES,
            &column(&|i| Some(i.stock.issued as f64)),
        )
        .formulas(of("issued"))
        .numbers(
            "closing",
            desk.t("期末", "Closing"),
            PIECES,
            &column(&|i| Some(i.stock.closing as f64)),
        )
        .formulas(of("closing"))
        .numbers(
            "cover",
            desk.t("可用天数", "Days of cover"),
            Unit::Days,
            &column(&|i| i.cover),
        )
        .formulas(cover_of(&of("closing"), &of("issued")))
        .changes(
            "returned",
            desk.t("返修率", "Returned"),
            Unit::Ratio,
            Better::Neither,
            &column(&returned),
        )
        .formulas(of("returned").over(&of("returned_of")))
        .done()
}

fn reorder_table(desk: &Desk<'_>, orders: &[Reorder<'_>]) -> Option<Table> {
    let column = |of: &dyn Fn(&Reorder<'_>) -> Option<f64>| -> Vec<Option<f64>> {
        orders.iter().map(of).collect()
    };
    let of = |amount: &str| amount_of(orders.iter().map(|order| &order.item), amount);
    let caption = desk.t("建议补货清单", "Proposed reorders");
    Draft::new("reorder", caption)
        .captioned()
        .texts(
            "item",
            desk.t("物料", "Item"),
            orders.iter().map(|o| o.item.name),
        )
        .texts(
            "category",
            desk.t("类别", "Category"),
            orders
                .iter()
                .map(|o| category_name(o.item.category, desk.lang)),
        )
        .numbers(
            "closing",
            desk.t("期末", "Closing"),
            PIECES,
            &column(&|o| Some(o.item.stock.closing as f64)),
        )
        .formulas(of("closing"))
        .numbers(
            "safety",
            desk.t("安全库存", "Safety"),
            PIECES,
            &column(&|o| o.item.stock.safety.map(|n| n as f64)),
        )
        .formulas(of("safety"))
        .numbers(
            "cover",
            desk.t("可用天数", "Cover"),
            Unit::Days,
            &column(&|o| o.item.cover),
        )
        .formulas(cover_of(&of("closing"), &of("issued")))
        .numbers(
            "lead",
            desk.t("补货周期", "Lead time"),
            Unit::Days,
            &column(&|o| o.item.stock.lead_time.map(|n| n as f64)),
        )
        .formulas(of("lead"))
        .numbers(
            "pieces",
            desk.t("建议数量", "Order"),
            PIECES,
            &column(&|o| Some(o.pieces as f64)),
        )
        .numbers(
            "cost",
            desk.t("金额", "Cost"),
            Unit::Money,
            &column(&|o| o.priced.then(|| o.cost.to_f64())),
        )
        .note(desk.t(
            "建议数量 = 日均出库 ×（补货周期 + 30 天）+ 安全库存 − 期末。",
            "Order = issued a day × (lead time + 30 days) + safety stock − closing.",
        ))
        .done()
}

fn slow_table(desk: &Desk<'_>, slow: &[Item<'_>]) -> Option<Table> {
    let shown = &slow[..slow.len().min(10)];
    let column = |of: &dyn Fn(&Item<'_>) -> Option<f64>| -> Vec<Option<f64>> {
        shown.iter().map(of).collect()
    };
    let of = |amount: &str| amount_of(shown, amount);
    let caption = desk.t("滞销品项", "Slow stock");
    Draft::new("slow_stock", caption)
        .captioned()
        .texts(
            "item",
            desk.t("物料", "Item"),
            shown.iter().map(|item| item.name),
        )
        .texts(
            "category",
            desk.t("类别", "Category"),
            shown
                .iter()
                .map(|item| category_name(item.category, desk.lang)),
        )
        .numbers(
            "issued",
            desk.t("出库", "Out"),
            PIECES,
            &column(&|i| Some(i.stock.issued as f64)),
        )
        .formulas(of("issued"))
        .numbers(
            "closing",
            desk.t("期末", "Closing"),
            PIECES,
            &column(&|i| Some(i.stock.closing as f64)),
        )
        .formulas(of("closing"))
        .numbers(
            "cover",
            desk.t("可用天数", "Cover"),
            Unit::Days,
            &column(&|i| i.cover),
        )
        .formulas(cover_of(&of("closing"), &of("issued")))
        .numbers(
            "value",
            desk.t("金额", "Value"),
            Unit::Money,
            &column(&|i| (i.stock.valued_rows > 0).then(|| i.stock.closing_value.to_f64())),
        )
        .formulas(of("closing_value"))
        .done()
}

fn marketing(desk: &Desk<'_>, items: &[Item<'_>]) -> Option<Table> {
    let shown: Vec<&Item<'_>> = items
        .iter()
        .filter(|item| item.category == Category::Marketing)
        .collect();
    let column = |of: &dyn Fn(&Item<'_>) -> Option<f64>| -> Vec<Option<f64>> {
        shown.iter().map(|item| of(item)).collect()
    };
    let of = |amount: &str| amount_of(shown.iter().copied(), amount);
    let caption = desk.t("营销物料", "Marketing materials");
    Draft::new("marketing", caption)
        .texts(
            "item",
            desk.t("物料", "Item"),
            shown.iter().map(|item| item.name),
        )
        .numbers(
            "received",
            desk.t("入库", "In"),
            PIECES,
            &column(&|i| Some(i.stock.received as f64)),
        )
        .formulas(of("received"))
        .numbers(
            "issued",
            desk.t("发放", "Out"),
            PIECES,
            &column(&|i| Some(i.stock.issued as f64)),
        )
        .formulas(of("issued"))
        .numbers(
            "closing",
            desk.t("期末", "Closing"),
            PIECES,
            &column(&|i| Some(i.stock.closing as f64)),
        )
        .formulas(of("closing"))
        .done()
}
