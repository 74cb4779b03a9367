//! 整体销售额统计: categories, products, channels, segments; daily sales, trend.

mod charts;

use serde_json::{Value as Json, json};

use super::{Exhibits, part};
use crate::dataset::sales::{Category, Channel, Segment};
use crate::facts::sales::SalesFacts;
use crate::format;
use crate::metrics::catalog::Better;
use crate::metrics::ledger::{Formula, When};
use crate::money::Money;
use crate::report::columns::Columns;
use crate::report::desk::Desk;
use crate::report::document::Table;
use crate::say;
use crate::value::{Noun, Unit};

/// How many products are listed.
const TOP: usize = 10;
/// A growth, of which more is better.
const GROWTH: (Unit, Better) = (Unit::Ratio, Better::Higher);

/// A product with its month.
struct Product<'a> {
    category: Category,
    name: &'a str,
    amount: Money,
}

/// Works the section's exhibits out and gives what its prose needs.
pub fn build(desk: &Desk<'_>, exhibits: &mut Exhibits) -> Json {
    let sales = desk.figures.view(desk.month()).sales().ok();
    let last = desk.figures.view(desk.month().previous()).sales().ok();
    exhibits.table("categories", sales.and_then(|_| categories(desk)));
    let bars = sales
        .zip(last)
        .and_then(|(now, last)| charts::categories(desk, now, last));
    exhibits.drawn("category_bars", bars);
    exhibits.drawn("daily_sales", sales.map(|now| charts::daily(desk, now)));
    exhibits.drawn("sales_trend", sales.map(|_| charts::trend(desk)));
    let ranked = sales.map_or_else(Vec::new, ranked);
    exhibits.table("products", products(desk, &ranked));
    let channels = sales.filter(|s| s.channel_rows.iter().sum::<u64>() > 0);
    exhibits.table("channels", channels.and_then(|_| by_channel(desk)));
    let segments = sales.filter(|s| s.segment_rows > 0);
    exhibits.table("segments", segments.and_then(|_| by_segment(desk)));
    sales.map_or(Json::Null, |sales| words(desk, sales, &ranked))
}

/// The points of all sales' growth that a category pulls.
fn pull(desk: &Desk<'_>, category: Category) -> Option<f64> {
    let amount = part("sales.category", Some(category.id()));
    desk.value(&amount.pull_since(&Formula::metric("sales.total"), When::LastMonth))
}

/// The categories by what they pull, most first; with its name and points each.
fn pulls(desk: &Desk<'_>) -> Vec<(&'static str, f64)> {
    let pulls = Category::ALL.iter();
    let mut pulls: Vec<_> = pulls
        .filter_map(|category| Some((category.name(desk.lang), pull(desk, *category)?)))
        .collect();
    pulls.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    pulls
}

/// The category that pulled sales most, for the summary: name, points.
#[must_use]
pub fn strongest_pull(desk: &Desk<'_>) -> Option<(&'static str, f64)> {
    let strongest = Category::ALL.iter();
    let strongest = strongest.filter_map(|c| Some((c.name(desk.lang), pull(desk, *c)?)));
    strongest.max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()))
}

/// What the prose says: each category's pull in words, the strongest product, the record.
fn words(desk: &Desk<'_>, sales: &SalesFacts, ranked: &[Product<'_>]) -> Json {
    let lang = desk.lang;
    let points = |points: f64| desk.print(Some(points.abs()), Unit::PercentPoints);
    let pulls = pulls(desk);
    let drivers: Vec<String> = pulls
        .iter()
        .filter(|(_, points)| points.abs() >= 0.0005)
        .map(|(name, pulled)| {
            let (name, amount) = (*name, points(*pulled));
            if *pulled > 0.0 {
                say!(lang, "phrases.pulled_up", name = name, amount = amount)
            } else {
                say!(lang, "phrases.pulled_down", name = name, amount = amount)
            }
        })
        .collect();
    let main = pulls.first().map(
        |(name, pulled)| json!({ "name": name, "points": points(*pulled), "up": *pulled > 0.0 }),
    );
    let top = ranked.first().map(|product| {
        let (amount, total) = (product.amount.to_f64(), sales.total().to_f64());
        json!({
            "name": product.name,
            "amount": desk.print(Some(amount), Unit::Money),
            "share": desk.print((total > 0.0).then(|| amount / total), Unit::Ratio),
        })
    });
    json!({
        "drivers": drivers.join(say!(lang, "phrases.comma")),
        "main": main,
        "top": top,
        "products": ranked.len(),
        "trade_in": !sales.trade_in().is_zero(),
        "trade_in_amount": desk.print(Some(sales.trade_in().to_f64()), Unit::Money),
        "channel_given": sales.channel_rows.iter().sum::<u64>() > 0,
        "segment_given": sales.segment_rows > 0,
        "record": record(desk),
        "unfinished": unfinished(desk),
    })
}

/// Whether the month is the highest of at least seven known (six earlier ones).
fn record(desk: &Desk<'_>) -> bool {
    let books = desk.figures.books();
    let earlier = books
        .sales
        .months()
        .filter(|(month, _)| *month < desk.month());
    let earlier: Vec<Money> = earlier.map(|(_, facts)| facts.total()).collect();
    let now = books.sales.at(desk.month()).total();
    earlier.len() >= 6 && earlier.iter().all(|month| now > *month)
}

/// The last day of the month's sales, where they end before the month does.
fn unfinished(desk: &Desk<'_>) -> Option<String> {
    let (_, last) = desk.figures.books().sales.span()?;
    let ends = desk.month().last_day();
    (last < ends && last >= desk.month().first_day()).then(|| format::date(last, desk.lang))
}

/// Columns of amounts that are parts of `whole`: what share each is, how it grew and what it pulled.
fn shared<'d, R>(
    columns: Columns<'d, R>,
    amount: impl Fn(&R) -> Formula,
    whole: &Formula,
    yearly: bool,
) -> Columns<'d, R> {
    columns
        .number("amount", Unit::Money, &amount)
        .number("share", Unit::Ratio, |row| amount(row) / whole.clone())
        .change("mom", GROWTH, |row| {
            amount(row).growth_since(When::LastMonth)
        })
        .when(yearly, |columns| {
            columns.change("yoy", GROWTH, |row| {
                amount(row).growth_since(When::LastYear)
            })
        })
        .change("pull", (Unit::PercentPoints, Better::Higher), |row| {
            amount(row).pull_since(whole, When::LastMonth)
        })
}

fn categories(desk: &Desk<'_>) -> Option<Table> {
    let rows: Vec<Option<Category>> = Category::ALL
        .iter()
        .copied()
        .map(Some)
        .chain([None])
        .collect();
    let columns = desk
        .table("categories", &rows)
        .named("category", |category| {
            Some(category.as_ref()?.name(desk.lang))
        });
    let amount = |category: &Option<Category>| part("sales.category", category.map(Category::id));
    shared(columns, amount, &Formula::metric("sales.total"), true).done()
}

fn by_channel(desk: &Desk<'_>) -> Option<Table> {
    let columns = desk
        .table("channels", Channel::ALL)
        .text("part", |channel| channel.name(desk.lang));
    let amount = |channel: &Channel| part("sales.channel", Some(channel.id()));
    shared(columns, amount, &Formula::sum("sales.channel"), false).done()
}

fn by_segment(desk: &Desk<'_>) -> Option<Table> {
    let columns = desk
        .table("segments", Segment::ALL)
        .text("part", |segment| segment.name(desk.lang));
    let amount = |segment: &Segment| part("sales.segment", Some(segment.id()));
    shared(columns, amount, &Formula::sum("sales.segment"), false).done()
}

/// Every product, the largest first, ties by name.
fn ranked(sales: &SalesFacts) -> Vec<Product<'_>> {
    let mut all = Vec::new();
    for category in Category::ALL {
        let products = sales.products[*category as usize].sorted().into_iter();
        all.extend(products.map(|(name, product)| Product {
            category: *category,
            name,
            amount: product.amount(),
        }));
    }
    all.sort_by(|a, b| b.amount.cmp(&a.amount).then_with(|| a.name.cmp(b.name)));
    all
}

fn products(desk: &Desk<'_>, ranked: &[Product<'_>]) -> Option<Table> {
    let of = |product: &Product<'_>, amount: &str| {
        let (category, name) = (product.category.id(), product.name);
        Formula::entry(format!("sales.{category}_product_{amount}.{name}"))
    };
    let amount = |product: &Product<'_>| of(product, "amount");
    desk.table("products", &ranked[..ranked.len().min(TOP)])
        .captioned()
        .text("product", |product| product.name)
        .text("category", |product| product.category.name(desk.lang))
        .number("quantity", Unit::Count(Noun::Pieces), |p| of(p, "pieces"))
        .number("amount", Unit::Money, amount)
        .number("share", Unit::Ratio, |product| {
            amount(product) / Formula::metric("sales.total")
        })
        .change("mom", GROWTH, |product| {
            amount(product).growth_since(When::LastMonth)
        })
        .done()
}
