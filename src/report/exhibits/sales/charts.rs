//! The charts of sales: categories, days, months.

use crate::chart::{BarChart, ChartKind, Emphasis};
use crate::dataset::sales::Category;
use crate::facts::sales::SalesFacts;
use crate::format;
use crate::metrics::ledger::{Formula, When};
use crate::report::desk::Desk;
use crate::report::exhibits::drawn::{Drawn, Numbers, day_labels, line, series};
use crate::report::exhibits::part;
use crate::say;
use crate::value::{NumberStyle, Unit};

/// The categories against last month.
pub(super) fn categories(desk: &Desk<'_>, now: &SalesFacts, last: &SalesFacts) -> Option<Drawn> {
    let lang = desk.lang;
    let amounts = Category::ALL.iter();
    let amounts = amounts.map(|category| part("sales.category", Some(category.id())));
    let numbers = Numbers::of_months(desk, amounts);
    let style = NumberStyle::fit_all(Unit::Money, numbers.all());
    let moves = Category::ALL.iter().map(|category| {
        let place = *category as usize;
        (
            category,
            (now.category[place] - last.category[place]).to_f64(),
        )
    });
    let (most, change) = moves.max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()))?;
    let (name, amount) = (most.name(lang), desk.print(Some(change.abs()), Unit::Money));
    let title = if change >= 0.0 {
        say!(
            lang,
            "charts.category_bars.more",
            name = name,
            amount = amount
        )
    } else {
        say!(
            lang,
            "charts.category_bars.less",
            name = name,
            amount = amount
        )
    };
    let labels = Category::ALL
        .iter()
        .map(|category| category.name(lang).to_owned());
    let bars = BarChart {
        labels: labels.collect(),
        series: numbers.series,
        style,
        unit_label: style.unit_label(lang),
        horizontal: false,
        reference: None,
        highlight: Vec::new(),
    };
    Some(Drawn::new("category_bars", title, ChartKind::Bars(bars)).following(numbers.follows))
}

/// Sales by day with last month behind; the highest day is annotated where it stands out.
pub(super) fn daily(desk: &Desk<'_>, sales: &SalesFacts) -> Drawn {
    let lang = desk.lang;
    let days = desk.month().days() as usize;
    let numbers = Numbers::of_days(desk, "sales.day");
    let style = NumberStyle::fit_all(Unit::Money, numbers.first());
    let mean = sales.total().to_f64() / days as f64;
    let peak = (0..days).max_by(|a, b| sales.days[*a].cmp(&sales.days[*b]).then(b.cmp(a)));
    let unit = say!(
        lang,
        "charts.daily_sales.unit",
        unit = style.unit_label(lang)
    );
    let mut chart = line(day_labels(&numbers, lang), numbers.series, style, unit);
    let mut title = {
        let mean = desk.print(Some(mean), Unit::Money);
        say!(lang, "charts.daily_sales.mean", mean = mean)
    };
    if let Some(day) = peak {
        let amount = sales.days[day].to_f64();
        if mean > 0.0 && amount >= 1.5 * mean {
            let times = format::decimal(amount / mean, 1, false);
            let number = day + 1;
            let printed = format::number(amount, style, lang);
            let traded = sales.trade_in_days[day].to_f64() >= 0.3 * amount;
            let label = if traded {
                title = say!(
                    lang,
                    "charts.daily_sales.traded",
                    day = number,
                    times = times
                );
                say!(lang, "charts.daily_sales.traded_point", amount = printed)
            } else {
                title = say!(lang, "charts.daily_sales.peak", day = number, times = times);
                printed
            };
            chart.annotations.push((0, day, label));
        }
    }
    Drawn::new("daily_sales", title, ChartKind::Line(chart)).following(numbers.follows)
}

/// Thirteen months of sales where they are known.
pub(super) fn trend(desk: &Desk<'_>) -> Drawn {
    let lang = desk.lang;
    let mut values = desk.figures.trend(desk.metric("sales.total"), 13);
    let known = values.iter().position(Option::is_some).unwrap_or(0);
    values.drain(..known);
    let first = 1 - i32::try_from(values.len()).unwrap_or(0);
    let months: Vec<_> = (first..=0).map(|back| desk.month().plus(back)).collect();
    let labels = months.iter().map(|month| {
        let (year, number) = (month.year() % 100, month.number());
        let iso = month.to_string();
        say!(
            lang,
            "charts.sales_trend.month",
            year = year,
            number = number,
            iso = iso
        )
    });
    let style = NumberStyle::fit_all(Unit::Money, values.iter().flatten().copied());
    let points = months
        .iter()
        .zip(&values)
        .filter_map(|(month, value)| Some((*month, (*value)?)));
    let highest = points.clone().max_by(|a, b| a.1.total_cmp(&b.1));
    let lowest = points.min_by(|a, b| a.1.total_cmp(&b.1));
    let now = desk.fig("sales.total");
    let title = match (highest, lowest) {
        (Some((high, most)), Some((low, least))) if values.len() > 2 => say!(
            lang,
            "charts.sales_trend.between",
            months = values.len(),
            least = desk.print(Some(least), Unit::Money),
            low = format::month(low, lang),
            most = desk.print(Some(most), Unit::Money),
            high = format::month(high, lang),
            now = now
        ),
        _ => say!(lang, "charts.sales_trend.now", now = now),
    };
    // What the months follow from, of those that the ledger holds.
    let held = [(0, When::Now), (1, When::LastMonth), (12, When::LastYear)];
    let follows = held.into_iter().filter_map(|(ago, when)| {
        let row = values.len().checked_sub(1 + ago)?;
        Some(((row, 1), Formula::metric("sales.total").at(when)))
    });
    let follows: Vec<_> = follows.collect();
    let name = say!(lang, "charts.sales_trend.series");
    let series = vec![series(name, values, Emphasis::Main)];
    let chart = line(labels.collect(), series, style, style.unit_label(lang));
    Drawn::new("sales_trend", title, ChartKind::Line(chart)).following(follows)
}
