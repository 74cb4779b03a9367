//! 库存周转情况: by category, devices fast and slow, what to reorder, what lies.

mod days;

use serde_json::{Value as Json, json};

use super::Exhibits;
use crate::dataset::inventory::Category;
use crate::facts::inventory::{InventoryFacts, ItemStock};
use crate::metrics::catalog::Better;
use crate::metrics::ledger::Formula;
use crate::money::Money;
use crate::report::desk::Desk;
use crate::report::document::Table;
use crate::value::{Noun, Unit};

const PIECES: Unit = Unit::Count(Noun::Pieces);
/// How many fast and slow devices are listed.
const MOVERS: usize = 5;
/// How many slow items are listed.
const SLOW: usize = 10;
/// How many days of issues a reorder covers beyond its lead time.
const REORDER_DAYS: f64 = 30.0;

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

impl Item<'_> {
    /// The ledger's entry of an amount of it.
    fn of(&self, amount: &str) -> Formula {
        let (category, item) = (self.category.id(), item_key(self.code, self.name));
        Formula::entry(format!("inventory.{amount}.{category}.{item}"))
    }

    /// The days that its closing pieces last.
    fn cover(&self) -> (Option<f64>, Formula) {
        let a_day = self.of("issued") / Formula::entry("month.calendar.days");
        (self.cover, self.of("closing") / a_day)
    }
}

/// Works the section's exhibits out and gives what its prose needs.
pub fn build(desk: &Desk<'_>, exhibits: &mut Exhibits) -> Json {
    let facts = desk.figures.view(desk.month()).inventory().ok();
    let facts = facts.filter(|facts| !facts.items.is_empty());
    let items = facts.map_or_else(Vec::new, |facts| items(desk, facts));
    let slow = slow(desk, &items);
    let orders = reorders(&items);
    exhibits.table("stock_categories", facts.and_then(|f| categories(desk, f)));
    exhibits.drawn("stock_days", facts.and_then(|f| days::chart(desk, f)));
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
    let slow = slow(desk, &items(desk, facts));
    let value: Money = slow.iter().map(|item| item.stock.closing_value).sum();
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

/// The categories that have rows, without scrap.
fn present(facts: &InventoryFacts) -> Vec<Category> {
    let has_rows = |category: &Category| {
        *category != Category::Scrap && facts.sum(|one| one == *category).rows > 0
    };
    Category::ALL.iter().copied().filter(has_rows).collect()
}

/// An amount of a category, or of all.
fn stock_of(amount: &str, category: Option<Category>) -> Formula {
    let all = format!("inventory.{amount}");
    Formula::sum(category.map_or(all.clone(), |one| format!("{all}.{}", one.id())))
}

/// How often a category's stock turns in the month.
fn turns(category: Option<Category>) -> Formula {
    let of = |amount| stock_of(amount, category);
    of("issued_value") / ((of("opening_value") + of("closing_value")) / 2.0)
}

/// How many days it lasts.
fn stock_days(category: Option<Category>) -> Formula {
    Formula::entry("month.calendar.days") / turns(category)
}

fn categories(desk: &Desk<'_>, facts: &InventoryFacts) -> Option<Table> {
    let rows: Vec<Option<Category>> = present(facts).into_iter().map(Some).chain([None]).collect();
    desk.table("stock_categories", &rows)
        .named("category", |category| {
            Some(category.as_ref()?.name(desk.lang))
        })
        .number("opening", PIECES, |c| stock_of("opening", *c))
        .number("received", PIECES, |c| stock_of("received", *c))
        .number("issued", PIECES, |c| stock_of("issued", *c))
        .number("closing", PIECES, |c| stock_of("closing", *c))
        .number("value", Unit::Money, |c| stock_of("closing_value", *c))
        .number("turnover", Unit::TimesPerMonth, |c| turns(*c))
        .number("days", Unit::Days, |c| stock_days(*c))
        .done()
}

/// The fastest and the slowest devices by days of cover.
fn movers(desk: &Desk<'_>, items: &[Item<'_>]) -> Option<Table> {
    let mut devices: Vec<Item<'_>> = items
        .iter()
        .filter(|item| item.category == Category::Device && item.stock.rows > 0)
        .filter(|item| item.stock.issued > 0 || item.stock.closing > 0)
        .copied()
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
    desk.table("device_movers", &devices)
        .captioned()
        .text("item", |item| item.name)
        .number("issued", PIECES, |item| item.of("issued"))
        .number("closing", PIECES, |item| item.of("closing"))
        .number("cover", Unit::Days, Item::cover)
        .change("returned", (Unit::Ratio, Better::Neither), |item| {
            item.of("returned") / item.of("returned_of")
        })
        .done()
}

fn reorder_table(desk: &Desk<'_>, orders: &[Reorder<'_>]) -> Option<Table> {
    desk.table("reorder", orders)
        .captioned()
        .text("item", |order| order.item.name)
        .text("category", |order| order.item.category.name(desk.lang))
        .number("closing", PIECES, |order| order.item.of("closing"))
        .number("safety", PIECES, |order| order.item.of("safety"))
        .number("cover", Unit::Days, |order| order.item.cover())
        .number("lead", Unit::Days, |order| order.item.of("lead"))
        .number("pieces", PIECES, |order| order.pieces)
        .number("cost", Unit::Money, |order| {
            order.priced.then(|| order.cost.to_f64())
        })
        .noted()
        .done()
}

fn slow_table(desk: &Desk<'_>, slow: &[Item<'_>]) -> Option<Table> {
    desk.table("slow_stock", &slow[..slow.len().min(SLOW)])
        .captioned()
        .text("item", |item| item.name)
        .text("category", |item| item.category.name(desk.lang))
        .number("issued", PIECES, |item| item.of("issued"))
        .number("closing", PIECES, |item| item.of("closing"))
        .number("cover", Unit::Days, Item::cover)
        .number("value", Unit::Money, |item| item.of("closing_value"))
        .done()
}

fn marketing(desk: &Desk<'_>, items: &[Item<'_>]) -> Option<Table> {
    let materials = items
        .iter()
        .filter(|item| item.category == Category::Marketing);
    let materials: Vec<Item<'_>> = materials.copied().collect();
    desk.table("marketing", &materials)
        .text("item", |item| item.name)
        .number("received", PIECES, |item| item.of("received"))
        .number("issued", PIECES, |item| item.of("issued"))
        .number("closing", PIECES, |item| item.of("closing"))
        .done()
}
