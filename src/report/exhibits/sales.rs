//! 整体销售额统计: categories, products, channels, segments; daily sales, trend.

mod charts;

use serde_json::{Value as Json, json};

use super::{Exhibits, in_series};
use crate::dataset::sales::{Category, Channel, Segment};
use crate::facts::sales::SalesFacts;
use crate::format;
use crate::metrics::catalog::Better;
use crate::metrics::ledger::{Formula, Formulas, When};
use crate::money::Money;
use crate::report::desk::Desk;
use crate::report::document::Table;
use crate::report::draft::Draft;
use crate::value::{Noun, Unit};
use crate::words::{Lang, LangTag};

/// How many products are listed.
const TOP: usize = 10;

/// The name of a category in the report.
#[must_use]
pub fn category_name(category: Category, lang: Lang) -> &'static str {
    match category {
        Category::Basic => lang.pick("基础业务", "Basic services"),
        Category::Vas => lang.pick("增值业务", "Value-added services"),
        Category::Device => lang.pick("终端", "Devices"),
    }
}

/// Works the section's exhibits out and gives what its prose needs.
pub fn build(desk: &Desk<'_>, exhibits: &mut Exhibits) -> Json {
    let sales = desk.figures.view(desk.month()).sales().ok();
    let last = desk.figures.view(desk.month().previous()).sales().ok();
    let year = desk.figures.view(desk.month().year_ago()).sales().ok();
    exhibits.table(
        "categories",
        sales.and_then(|s| categories(desk, s, last, year)),
    );
    exhibits.chart(
        "category_bars",
        sales.and_then(|s| charts::category_bars(desk, s, last)),
    );
    exhibits.chart("daily_sales", sales.map(|s| charts::daily(desk, s, last)));
    let by_category = Formulas::entries("sales.category", Category::ALL.iter().map(|c| c.id()));
    exhibits.chart_follows("category_bars", in_series(by_category, last.is_some()));
    let days = Formulas::entries("sales.day", (1..=31).map(|day| day.to_string()));
    exhibits.chart_follows("daily_sales", in_series(days, last.is_some()));
    exhibits.chart("sales_trend", sales.map(|_| charts::trend(desk)));
    exhibits.chart_follows("sales_trend", charts::trend_follows(desk));
    exhibits.table("products", sales.and_then(|s| products(desk, s, last)));
    exhibits.table("channels", sales.and_then(|s| channels(desk, s, last)));
    exhibits.table("segments", sales.and_then(|s| segments(desk, s, last)));
    sales.map_or(Json::Null, |s| words(desk, s, last))
}

/// Points of the whole's growth that a part pulls: (now − base) / |whole base|.
fn pull(now: Money, base: Money, whole: Money) -> Option<f64> {
    (!whole.is_zero()).then(|| (now - base).to_f64() / whole.to_f64().abs())
}

/// What the prose says: each category's pull in words, the strongest product, the record.
fn words(desk: &Desk<'_>, sales: &SalesFacts, last: Option<&SalesFacts>) -> Json {
    let lang = desk.lang;
    let mut pulls: Vec<(f64, Category)> = Vec::new();
    if let Some(last) = last {
        for category in Category::ALL {
            let place = *category as usize;
            let (now, base) = (sales.category[place], last.category[place]);
            pulls.extend(pull(now, base, last.total()).map(|points| (points, *category)));
        }
    }
    pulls.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
    let drivers: Vec<String> = pulls
        .iter()
        .filter(|(points, _)| points.abs() >= 0.0005)
        .map(|(points, category)| {
            let name = category_name(*category, lang);
            let amount = desk.print(Some(points.abs()), Unit::PercentPoints);
            match (lang.tag(), *points > 0.0) {
                (LangTag::Zh, true) => format!("{name}拉动 {amount}"),
                (LangTag::Zh, false) => format!("{name}拉低 {amount}"),
                (LangTag::En, true) => format!("{name} added {amount}"),
                (LangTag::En, false) => format!("{name} took away {amount}"),
            }
        })
        .collect();
    let main = pulls.first().map(|(points, category)| {
        json!({
            "name": category_name(*category, lang),
            "points": desk.print(Some(points.abs()), Unit::PercentPoints),
            "up": *points > 0.0,
        })
    });
    let ranked = ranked_products(sales);
    let top = ranked.first().map(|(_, name, amount, _)| {
        let total = sales.total().to_f64();
        json!({
            "name": name,
            "amount": desk.print(Some(amount.to_f64()), Unit::Money),
            "share": desk.print((total > 0.0).then(|| amount.to_f64() / total), Unit::Ratio),
        })
    });
    json!({
        "drivers": drivers.join(desk.t("，", ", ")),
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
    let mut earlier = 0;
    let mut highest = Money::from_ten_thousandths(i128::MIN);
    for (month, facts) in books.sales.months() {
        if month < desk.month() {
            earlier += 1;
            highest = highest.max(facts.total());
        }
    }
    earlier >= 6 && books.sales.at(desk.month()).total() > highest
}

/// The last day of the month's sales, where they end before the month does.
fn unfinished(desk: &Desk<'_>) -> Option<String> {
    let (_, last) = desk.figures.books().sales.span()?;
    let ends = desk.month().last_day();
    (last < ends && last >= desk.month().first_day()).then(|| format::date(last, desk.lang))
}

fn categories(
    desk: &Desk<'_>,
    sales: &SalesFacts,
    last: Option<&SalesFacts>,
    year: Option<&SalesFacts>,
) -> Option<Table> {
    let mut names: Vec<&str> = Category::ALL
        .iter()
        .map(|category| category_name(*category, desk.lang))
        .collect();
    names.push(desk.t("合计", "Total"));
    let with_total = |facts: &SalesFacts| -> Vec<Money> {
        let mut amounts = facts.category.to_vec();
        amounts.push(facts.total());
        amounts
    };
    let now = with_total(sales);
    let whole = sales.total().to_f64();
    let change = |base: Option<&SalesFacts>| -> Vec<Option<f64>> {
        let base = base.map(with_total);
        let bases = |place: usize| base.as_ref().map(|base| base[place].to_f64());
        let pairs = now.iter().enumerate();
        pairs
            .map(|(place, now)| Desk::growth(now.to_f64(), bases(place)))
            .collect()
    };
    let pulls: Vec<Option<f64>> = (0..now.len())
        .map(|place| {
            let base = with_total(last?);
            pull(now[place], base[place], last?.total())
        })
        .collect();
    let amounts: Vec<Option<f64>> = now.iter().map(|m| Some(m.to_f64())).collect();
    let shares: Vec<Option<f64>> = now
        .iter()
        .map(|m| (whole != 0.0).then(|| m.to_f64() / whole))
        .collect();
    let of = Formulas::with_sum("sales.category", Category::ALL.iter().map(|c| c.id()));
    let total = Formula::metric("sales.total");
    let caption = desk.t(
        "各类业务的销售额与增长拉动",
        "Sales by category and what each added to growth",
    );
    Draft::new("categories", caption)
        .texts("category", desk.t("业务", "Business"), names)
        .numbers(
            "amount",
            desk.t("本月", "This month"),
            Unit::Money,
            &amounts,
        )
        .formulas(of.clone())
        .numbers("share", desk.t("占比", "Share"), Unit::Ratio, &shares)
        .formulas(of.share_of(&total))
        .changes(
            "mom",
            desk.t("环比", "On month"),
            Unit::Ratio,
            Better::Higher,
            &change(last),
        )
        .formulas(of.growth_since(When::LastMonth))
        .changes(
            "yoy",
            desk.t("同比", "On year"),
            Unit::Ratio,
            Better::Higher,
            &change(year),
        )
        .formulas(of.growth_since(When::LastYear))
        .changes(
            "pull",
            desk.t("拉动", "Contribution"),
            Unit::PercentPoints,
            Better::Higher,
            &pulls,
        )
        .formulas(of.pull_since(&total, When::LastMonth))
        .total_last()
        .done()
}

/// Every product: category, name, amount, pieces; the largest first, ties by name.
fn ranked_products(sales: &SalesFacts) -> Vec<(Category, &str, Money, i64)> {
    let mut all: Vec<(Category, &str, Money, i64)> = Vec::new();
    for category in Category::ALL {
        for (name, product) in sales.products[*category as usize].sorted() {
            all.push((*category, name, product.amount(), product.quantity));
        }
    }
    all.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| a.1.cmp(b.1)));
    all
}

fn products(desk: &Desk<'_>, sales: &SalesFacts, last: Option<&SalesFacts>) -> Option<Table> {
    let ranked = ranked_products(sales);
    let shown = &ranked[..ranked.len().min(TOP)];
    let whole = sales.total().to_f64();
    let changes: Vec<Option<f64>> = shown
        .iter()
        .map(|(category, name, amount, _)| {
            let base = last?.products[*category as usize].get(name)?.amount();
            Desk::growth(amount.to_f64(), Some(base.to_f64()))
        })
        .collect();
    let amounts: Vec<Option<f64>> = shown.iter().map(|p| Some(p.2.to_f64())).collect();
    let shares: Vec<Option<f64>> = shown
        .iter()
        .map(|p| (whole != 0.0).then(|| p.2.to_f64() / whole))
        .collect();
    let pieces: Vec<Option<f64>> = shown.iter().map(|p| Some(p.3 as f64)).collect();
    let of = |amount: &str| -> Formulas {
        let keys = shown
            .iter()
            .map(|p| format!("sales.{}_product_{amount}.{}", p.0.id(), p.1));
        keys.map(Formula::entry).collect()
    };
    let amount_of = of("amount");
    let caption = desk.t("销售额前十的产品", "Top ten products by sales");
    Draft::new("products", caption)
        .captioned()
        .texts(
            "product",
            desk.t("产品", "Product"),
            shown.iter().map(|p| p.1),
        )
        .texts(
            "category",
            desk.t("业务", "Business"),
            shown.iter().map(|p| category_name(p.0, desk.lang)),
        )
        .numbers(
            "quantity",
            desk.t("数量", "Quantity"),
            Unit::Count(Noun::Pieces),
            &pieces,
        )
        .formulas(of("pieces"))
        .numbers("amount", desk.t("金额", "Amount"), Unit::Money, &amounts)
        .formulas(amount_of.clone())
        .numbers("share", desk.t("占比", "Share"), Unit::Ratio, &shares)
        .formulas(amount_of.share_of(&Formula::metric("sales.total")))
        .changes(
            "mom",
            desk.t("环比", "On month"),
            Unit::Ratio,
            Better::Higher,
            &changes,
        )
        .formulas(amount_of.growth_since(When::LastMonth))
        .done()
}

/// A table of parts that add up to what is given; `group` is the ledger's, of the same parts in the same order.
fn parts(
    desk: &Desk<'_>,
    (id, caption, head): (&str, &str, &str),
    (group, items): (&str, Vec<&str>),
    names: &[&str],
    now: &[Money],
    last: Option<&[Money]>,
) -> Option<Table> {
    let whole: Money = now.iter().copied().sum();
    let base: Option<Money> = last.map(|last| last.iter().copied().sum());
    let amounts: Vec<Option<f64>> = now.iter().map(|m| Some(m.to_f64())).collect();
    let shares: Vec<Option<f64>> = now
        .iter()
        .map(|m| (!whole.is_zero()).then(|| m.to_f64() / whole.to_f64()))
        .collect();
    let growth: Vec<Option<f64>> = now
        .iter()
        .enumerate()
        .map(|(i, m)| Desk::growth(m.to_f64(), last.map(|l| l[i].to_f64())))
        .collect();
    let pulls: Vec<Option<f64>> = now
        .iter()
        .enumerate()
        .map(|(i, m)| pull(*m, last?[i], base?))
        .collect();
    let of = Formulas::entries(group, items);
    let given = Formula::sum(group);
    Draft::new(id, caption)
        .texts("part", head, names.iter().copied())
        .numbers("amount", desk.t("金额", "Amount"), Unit::Money, &amounts)
        .formulas(of.clone())
        .numbers("share", desk.t("占比", "Share"), Unit::Ratio, &shares)
        .formulas(of.share_of(&given))
        .changes(
            "mom",
            desk.t("环比", "On month"),
            Unit::Ratio,
            Better::Higher,
            &growth,
        )
        .formulas(of.growth_since(When::LastMonth))
        .changes(
            "pull",
            desk.t("拉动", "Contribution"),
            Unit::PercentPoints,
            Better::Higher,
            &pulls,
        )
        .formulas(of.pull_since(&given, When::LastMonth))
        .done()
}

fn channels(desk: &Desk<'_>, sales: &SalesFacts, last: Option<&SalesFacts>) -> Option<Table> {
    if sales.channel_rows.iter().sum::<u64>() == 0 {
        return None;
    }
    let names: Vec<&str> = Channel::ALL
        .iter()
        .map(|channel| match channel {
            Channel::Offline => desk.t("线下（厅内）", "In the hall"),
            Channel::Online => desk.t("线上", "Online"),
        })
        .collect();
    let head = (
        "channels",
        desk.t("渠道销售额", "Sales by channel"),
        desk.t("渠道", "Channel"),
    );
    parts(
        desk,
        head,
        (
            "sales.channel",
            Channel::ALL.iter().map(|c| c.id()).collect(),
        ),
        &names,
        &sales.channel,
        last.map(|l| &l.channel[..]),
    )
}

fn segments(desk: &Desk<'_>, sales: &SalesFacts, last: Option<&SalesFacts>) -> Option<Table> {
    if sales.segment_rows == 0 {
        return None;
    }
    let names: Vec<&str> = Segment::ALL
        .iter()
        .map(|segment| match segment {
            Segment::Consumer => desk.t("个人", "Consumers"),
            Segment::Family => desk.t("家庭", "Families"),
            Segment::Sme => desk.t("中小企业", "Small businesses"),
            Segment::Enterprise => desk.t("政企", "Enterprises"),
        })
        .collect();
    let head = (
        "segments",
        desk.t("客群销售额与增长拉动", "Sales by customer segment"),
        desk.t("客群", "Segment"),
    );
    parts(
        desk,
        head,
        (
            "sales.segment",
            Segment::ALL.iter().map(|s| s.id()).collect(),
        ),
        &names,
        &sales.segment,
        last.map(|l| &l.segment[..]),
    )
}

/// The category that pulled sales most, for the summary: name, points, direction.
#[must_use]
pub fn strongest_pull(desk: &Desk<'_>) -> Option<(&'static str, f64)> {
    let sales = desk.figures.view(desk.month()).sales().ok()?;
    let last = desk.figures.view(desk.month().previous()).sales().ok()?;
    let pulls = Category::ALL.iter().filter_map(|category| {
        let place = *category as usize;
        let points = pull(sales.category[place], last.category[place], last.total())?;
        Some((category_name(*category, desk.lang), points))
    });
    pulls.max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()))
}
