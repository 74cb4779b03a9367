//! Money and subscribers: sales, profit, intake and churn.

use std::collections::{BTreeMap, BTreeSet};

use super::split;
use crate::dataset::costs::Category as CostCategory;
use crate::dataset::sales::{Category, Channel};
use crate::dataset::subscribers::Service;
use crate::facts::sales::SalesFacts;
use crate::findings::cause::{By, Cause, Kind, Label, Of, Part, Split, Tenure, Why};
use crate::findings::decompose::{
    Fraction, Group, Leaf, Part as SharedPart, contributions, shared_change,
};
use crate::findings::grounds::Grounds;
use crate::findings::skills::{Sold, skill_gap};
use crate::metrics::Books;
use crate::money::Money;
use crate::month::Month;

/// Takes ten-thousandths to yuan.
const TO_YUAN: f64 = 1.0 / Money::SCALE as f64;

/// The categories that a sales figure adds up.
fn categories(metric: &str) -> &'static [Category] {
    match metric {
        "sales.basic" => &[Category::Basic],
        "sales.vas" => &[Category::Vas],
        "sales.device" => &[Category::Device],
        _ => Category::ALL,
    }
}

/// Amounts by category, product and channel in two months.
pub fn sales(grounds: &Grounds<'_>, metric: &'static str) -> Cause {
    let figures = grounds.figures;
    let month = figures.month();
    let (Ok(now), Ok(before)) = (
        figures.view(month).sales(),
        figures.view(month.previous()).sales(),
    ) else {
        return Cause::unsplit(false, Vec::new());
    };
    let categories = categories(metric);
    let split = sales_split(before, now, categories);
    let kinds = sales_kinds(grounds, &split, categories);
    Cause::of(split, kinds)
}

/// The change of the sales of some categories, by category (where there are several), product and channel.
pub fn sales_split(before: &SalesFacts, now: &SalesFacts, categories: &[Category]) -> Split {
    // Channels are told apart by their place, products by name.
    const CHANNELS: [&str; 3] = ["0", "1", "2"];
    let mut leaves: Vec<Leaf<'_, 3>> = Vec::new();
    for &category in categories {
        let (Some(base), Some(current)) = (
            before.products.get(category as usize),
            now.products.get(category as usize),
        ) else {
            continue;
        };
        for (facts, is_base) in [(base, true), (current, false)] {
            for (product, sold) in facts.sorted() {
                for (channel, amount) in CHANNELS.iter().zip(sold.channel) {
                    let amount = amount.ten_thousandths();
                    leaves.push(Leaf {
                        path: [category.id(), product, channel],
                        base: if is_base { amount } else { 0 },
                        current: if is_base { 0 } else { amount },
                    });
                }
            }
        }
    }
    let whole = contributions(&leaves);
    let mut split = split::total(By::Product, &whole, TO_YUAN, &|level, name| match level {
        0 => {
            let place = Category::ALL
                .iter()
                .position(|category| category.id() == name);
            Label::choice(Category::VALUES, place.unwrap_or(usize::MAX))
        }
        1 => Label::Name(name.to_owned()),
        _ => Label::choice(Channel::VALUES, name.parse().unwrap_or(usize::MAX)),
    });
    // A category that is the whole says nothing: its products come first.
    if let ([_], [only]) = (categories, split.parts.as_mut_slice()) {
        split.parts = std::mem::take(&mut only.parts);
        split.rest = split.whole - split.parts.iter().map(|part| part.effect).sum::<f64>();
    }
    split
}

/// The channel at the end of the way that pulled most.
fn channel_of(parts: &[Part]) -> Option<&'static str> {
    let first = parts.first()?;
    match &first.group {
        Label::Choice(id @ ("online" | "offline"), _) => Some(id),
        _ => channel_of(&first.parts),
    }
}

fn sales_kinds(grounds: &Grounds<'_>, split: &Split, categories: &[Category]) -> Vec<(Kind, Why)> {
    if split.whole >= 0.0 {
        return Vec::new();
    }
    let gap = skill_gap(grounds.figures, grounds.thresholds.junior_months);
    let gap = gap.into_iter().find(|gap| {
        gap.what == Sold::Vas
            && categories == [Category::Vas]
            && gap.ratio() < grounds.thresholds.junior_rate
    });
    match (channel_of(&split.parts), gap) {
        (Some("online"), _) => vec![(Kind::Systems, Why::of("online-channel"))],
        (Some(_), Some(gap)) => vec![(Kind::Training, Why::ratio("new-staff", gap.ratio()))],
        (Some(_), None) => vec![(Kind::Appraisal, Why::of("hall-channel"))],
        (None, _) => Vec::new(),
    }
}

/// The profit margin: 1 less each cost category over sales.
pub fn profit(grounds: &Grounds<'_>) -> Cause {
    let figures = grounds.figures;
    let month = figures.month();
    let at = |month: Month| {
        let view = figures.view(month);
        Some((view.costs().ok()?, view.sales().ok()?.total()))
    };
    let (Some((now, sales)), Some((before, base_sales))) = (at(month), at(month.previous())) else {
        return Cause::unsplit(false, Vec::new());
    };
    let parts: Vec<SharedPart<'_>> = CostCategory::ALL
        .iter()
        .zip(before.category.iter().zip(&now.category))
        .map(|(category, (base, current))| SharedPart {
            name: category.id(),
            base: -base.ten_thousandths(),
            current: -current.ten_thousandths(),
        })
        .collect();
    let change = shared_change(
        &parts,
        base_sales.ten_thousandths(),
        sales.ten_thousandths(),
    );
    let split = change.map(|change| {
        let parts: Vec<Part> = change
            .pulled_most()
            .into_iter()
            .map(|part| {
                let place = CostCategory::ALL.iter().position(|c| c.id() == part.name);
                Part {
                    group: Label::choice(CostCategory::VALUES, place.unwrap_or(usize::MAX)),
                    effect: part.effect,
                    rate: None,
                    mix: None,
                    base: Some(-part.base),
                    current: Some(-part.current),
                    parts: Vec::new(),
                }
            })
            .collect();
        Split {
            by: By::Cost,
            of: Of::Change,
            base: Some(1.0 + change.base),
            current: 1.0 + change.current,
            whole: change.change,
            rate: None,
            mix: None,
            rest: change.change - parts.iter().map(|part| part.effect).sum::<f64>(),
            parts,
        }
    });
    Cause::maybe(split, |_| Vec::new())
}

/// New subscribers by service.
pub fn intake(grounds: &Grounds<'_>) -> Cause {
    let figures = grounds.figures;
    let month = figures.month();
    let (Ok(now), Ok(before)) = (
        figures.view(month).subscribers(),
        figures.view(month.previous()).subscribers(),
    ) else {
        return Cause::unsplit(false, Vec::new());
    };
    let begun = before
        .facts
        .begun
        .service
        .iter()
        .zip(&now.facts.begun.service);
    let leaves: Vec<Leaf<'_, 1>> = Service::ALL
        .iter()
        .zip(begun)
        .map(|(service, (base, current))| Leaf {
            path: [service.id()],
            base: i128::from(*base),
            current: i128::from(*current),
        })
        .collect();
    let split = split::total(By::Service, &contributions(&leaves), 1.0, &|_, name| {
        let place = Service::ALL.iter().position(|service| service.id() == name);
        Label::choice(Service::VALUES, place.unwrap_or(usize::MAX))
    });
    Cause::of(split, Vec::new())
}

/// Subscribers of a plan and a tenure: at the month's start, and of those lost in the month.
pub type Segments = BTreeMap<(String, Tenure), Fraction>;

/// The opening stock of a month and what it lost, by plan and tenure. Lives begin and end by month: a segment's stock is
/// what began in its months, less what ended before the month looked at.
#[must_use]
pub fn segments(books: &Books, month: Month) -> Segments {
    let mut stock: BTreeMap<(&str, Month), i128> = BTreeMap::new();
    let mut segments = Segments::new();
    for (at, facts) in books.subscribers.months() {
        if at < month {
            for (plan, n) in facts.begun_by_plan.sorted() {
                *stock.entry((plan, at)).or_default() += i128::from(*n);
            }
            for (plan, n) in facts.passed_by_plan.sorted() {
                *stock.entry((plan, at)).or_default() -= i128::from(*n);
            }
            for (plan, joined, n) in facts.ended() {
                *stock.entry((plan, joined)).or_default() -= i128::from(n);
            }
        } else if at == month {
            for (plan, joined, n) in facts.ended() {
                let key = (plan.to_owned(), Tenure::after(month.since(joined)));
                segments.entry(key).or_default().numerator += i128::from(n);
            }
        }
    }
    for ((plan, joined), n) in stock {
        let key = (plan.to_owned(), Tenure::after(month.since(joined)));
        segments.entry(key).or_default().denominator += n;
    }
    segments
}

/// The churn rate (or the retention rate, its complement) by plan and tenure.
pub fn churn(grounds: &Grounds<'_>, metric: &'static str) -> Cause {
    let figures = grounds.figures;
    let (books, month) = (figures.books(), figures.month());
    if books.subscribers.is_empty() {
        return Cause::unsplit(true, Vec::new());
    }
    let (before, now) = (segments(books, month.previous()), segments(books, month));
    let keys: BTreeSet<&(String, Tenure)> = before.keys().chain(now.keys()).collect();
    let kept = metric == "subs.retention_rate";
    let fraction = |of: &Segments, key: &(String, Tenure)| {
        let lost = of.get(key).copied().unwrap_or_default();
        if kept {
            Fraction::new(lost.denominator - lost.numerator, lost.denominator)
        } else {
            lost
        }
    };
    let groups: Vec<(Label, Group<'_>)> = keys
        .into_iter()
        .map(|key| {
            let group = Group {
                name: "",
                base: fraction(&before, key),
                current: fraction(&now, key),
            };
            (Label::Tenure(key.0.clone(), key.1), group)
        })
        .collect();
    Cause::maybe(
        split::rate(By::PlanAndTenure, &groups, 1.0),
        |split| match split.parts.first().map(|part| &part.group) {
            Some(Label::Tenure(_, Tenure::Under6)) => {
                vec![(Kind::Appraisal, Why::of("new-joiners"))]
            }
            Some(_) => vec![(Kind::Process, Why::of("retention"))],
            None => Vec::new(),
        },
    )
}
