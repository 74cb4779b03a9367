//! The charts of sales: categories, days, months.

use super::category_name;
use crate::chart::{BarChart, Chart, ChartKind, Emphasis};
use crate::dataset::sales::Category;
use crate::facts::sales::SalesFacts;
use crate::format;
use crate::metrics::ledger::{Formula, When};
use crate::report::desk::Desk;
use crate::report::exhibits::{day_labels, line, series};
use crate::value::{NumberStyle, Unit};
use crate::words::LangTag;

/// The categories against last month.
pub(super) fn category_bars(
    desk: &Desk<'_>,
    sales: &SalesFacts,
    last: Option<&SalesFacts>,
) -> Option<Chart> {
    let last = last?;
    let amounts = |facts: &SalesFacts| -> Vec<Option<f64>> {
        facts.category.iter().map(|m| Some(m.to_f64())).collect()
    };
    let labels = Category::ALL
        .iter()
        .map(|category| category_name(*category, desk.lang).to_owned())
        .collect();
    let (now, base) = (amounts(sales), amounts(last));
    let all = now.iter().chain(&base).flatten().copied();
    let style = NumberStyle::fit_all(Unit::Money, all);
    let moves: Vec<(Category, f64)> = Category::ALL
        .iter()
        .map(|c| {
            (
                *c,
                (sales.category[*c as usize] - last.category[*c as usize]).to_f64(),
            )
        })
        .collect();
    let (most, change) = moves
        .iter()
        .copied()
        .max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()))?;
    let name = category_name(most, desk.lang);
    let amount = desk.print(Some(change.abs()), Unit::Money);
    let title = match (desk.lang.tag(), change >= 0.0) {
        (LangTag::Zh, true) => format!("{name}比上月多 {amount}，变化最大"),
        (LangTag::Zh, false) => format!("{name}比上月少 {amount}，变化最大"),
        (LangTag::En, true) => format!("{name} changed most: {amount} more than last month"),
        (LangTag::En, false) => format!("{name} changed most: {amount} less than last month"),
    };
    Some(Chart {
        id: "category_bars".into(),
        alt: title.clone(),
        title,
        kind: ChartKind::Bars(BarChart {
            labels,
            series: vec![
                series(desk.month_name(desk.month()), now, Emphasis::Main),
                series(
                    desk.month_name(desk.month().previous()),
                    base,
                    Emphasis::Base,
                ),
            ],
            style,
            unit_label: style.unit_label(desk.lang),
            horizontal: false,
            reference: None,
            highlight: Vec::new(),
        }),
    })
}

/// Sales by day with last month behind; the highest day is annotated where it stands out.
pub(super) fn daily(desk: &Desk<'_>, sales: &SalesFacts, last: Option<&SalesFacts>) -> Chart {
    let lang = desk.lang;
    let days = desk.month().days() as usize;
    let previous = desk.month().previous();
    let longest = last.map_or(days, |_| days.max(previous.days() as usize));
    let values = |facts: &SalesFacts, days: usize| -> Vec<Option<f64>> {
        let amounts = facts.days.iter().enumerate().take(longest);
        amounts
            .map(|(day, amount)| (day < days).then(|| amount.to_f64()))
            .collect()
    };
    let now = values(sales, days);
    let style = NumberStyle::fit_all(Unit::Money, now.iter().flatten().copied());
    let mean = sales.total().to_f64() / days as f64;
    let peak = (0..days).max_by(|a, b| sales.days[*a].cmp(&sales.days[*b]).then(b.cmp(a)));
    let mut all = vec![series(desk.month_name(desk.month()), now, Emphasis::Main)];
    if let Some(last) = last {
        let base = values(last, previous.days() as usize);
        all.push(series(desk.month_name(previous), base, Emphasis::Base));
    }
    let labels = day_labels(longest, lang);
    let unit = match lang.tag() {
        LangTag::Zh => format!("{}/日", style.unit_label(lang)),
        LangTag::En => format!("{} a day", style.unit_label(lang)),
    };
    let mut chart = line(labels, all, style, unit);
    let mut title = match lang.tag() {
        LangTag::Zh => format!("日均销售 {}", desk.print(Some(mean), Unit::Money)),
        LangTag::En => format!("{} a day on average", desk.print(Some(mean), Unit::Money)),
    };
    if let Some(day) = peak {
        let amount = sales.days[day].to_f64();
        if mean > 0.0 && amount >= 1.5 * mean {
            let times = format::decimal(amount / mean, 1, false);
            let number = day + 1;
            let traded = sales.trade_in_days[day].to_f64() >= 0.3 * amount;
            title = match (lang.tag(), traded) {
                (LangTag::Zh, true) => {
                    format!("以旧换新把 {number} 日的销售推到日均的 {times} 倍，为全月最高")
                }
                (LangTag::Zh, false) => format!("{number} 日销售为日均的 {times} 倍，为全月最高"),
                (LangTag::En, true) => {
                    format!(
                        "Trade-ins took day {number} to {times} times the daily mean, the month's peak"
                    )
                }
                (LangTag::En, false) => {
                    format!("Day {number} reached {times} times the daily mean, the month's peak")
                }
            };
            let label = match (lang.tag(), traded) {
                (LangTag::Zh, true) => "以旧换新 ",
                (LangTag::En, true) => "trade-in ",
                _ => "",
            };
            let printed = format::number(amount, style, lang);
            chart
                .annotations
                .push((0, day, format!("{label}{printed}")));
        }
    }
    Chart {
        id: "daily_sales".into(),
        alt: title.clone(),
        title,
        kind: ChartKind::Line(chart),
    }
}

/// What the months of the trend follow from, of those that the ledger holds.
pub(super) fn trend_follows(
    desk: &Desk<'_>,
) -> impl Iterator<Item = ((usize, usize), Formula)> + use<> {
    let values = desk.figures.trend(desk.metric("sales.total"), 13);
    let known = values.iter().position(Option::is_some).unwrap_or(0);
    let months = values.len() - known;
    let of = |(ago, when): (usize, When)| {
        let row = (months).checked_sub(1 + ago)?;
        Some(((row, 1), Formula::metric("sales.total").at(when)))
    };
    let months = [(0, When::Now), (1, When::LastMonth), (12, When::LastYear)];
    months.map(of).into_iter().flatten()
}

/// Thirteen months of sales where they are known.
pub(super) fn trend(desk: &Desk<'_>) -> Chart {
    let lang = desk.lang;
    let metric = desk.metric("sales.total");
    let mut values = desk.figures.trend(metric, 13);
    let known = values.iter().position(Option::is_some).unwrap_or(0);
    values.drain(..known);
    let first = 1 - i32::try_from(values.len()).unwrap_or(0);
    let labels: Vec<String> = (first..=0)
        .map(|back| desk.month().plus(back))
        .map(|month| match lang.tag() {
            LangTag::Zh => format!("{}年{}月", month.year() % 100, month.number()),
            LangTag::En => month.to_string(),
        })
        .collect();
    let style = NumberStyle::fit_all(Unit::Money, values.iter().flatten().copied());
    let low = values
        .iter()
        .enumerate()
        .filter_map(|(i, v)| Some((i, (*v)?)));
    let highest = low.clone().max_by(|a, b| a.1.total_cmp(&b.1));
    let lowest = low.min_by(|a, b| a.1.total_cmp(&b.1));
    let now = desk.fig("sales.total");
    let title = match (highest, lowest) {
        (Some((high, most)), Some((low, least))) if values.len() > 2 => {
            let month = |place: usize| {
                format::month(
                    desk.month().plus(first + i32::try_from(place).unwrap_or(0)),
                    lang,
                )
            };
            let (most, least) = (
                desk.print(Some(most), Unit::Money),
                desk.print(Some(least), Unit::Money),
            );
            match lang.tag() {
                LangTag::Zh => format!(
                    "近 {} 个月在 {least}（{}）与 {most}（{}）之间，本月 {now}",
                    values.len(),
                    month(low),
                    month(high)
                ),
                LangTag::En => format!(
                    "Over {} months between {least} ({}) and {most} ({}); this month {now}",
                    values.len(),
                    month(low),
                    month(high)
                ),
            }
        }
        _ => match lang.tag() {
            LangTag::Zh => format!("本月销售 {now}"),
            LangTag::En => format!("{now} this month"),
        },
    };
    let unit = style.unit_label(lang);
    let name = desk.t("销售总额", "Total sales");
    let lines = vec![series(name, values, Emphasis::Main)];
    Chart {
        id: "sales_trend".into(),
        alt: title.clone(),
        title,
        kind: ChartKind::Line(line(labels, lines, style, unit)),
    }
}
