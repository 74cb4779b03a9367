//! Stock: how long it lasts, what is slow, what runs out.

use std::collections::BTreeMap;

use super::{By, Cause, Kind, Label, Why, split_level, split_rate};
use crate::dataset::inventory::Category;
use crate::facts::Merge;
use crate::facts::inventory::{InventoryFacts, ItemStock};
use crate::findings::decompose::{Fraction, Group};
use crate::findings::rules::Grounds;

/// The stock of the items that `chosen` takes, by name; scrap is none.
fn by_item(facts: &InventoryFacts, chosen: impl Fn(Category) -> bool) -> BTreeMap<&str, ItemStock> {
    let mut items: BTreeMap<&str, ItemStock> = BTreeMap::new();
    for ((category, _, name), stock) in &facts.items {
        if *category != Category::Scrap && chosen(*category) {
            items.entry(name).or_default().absorb(stock.clone());
        }
    }
    items
}

/// Days that stock lasts, by item: the days of the month × (opening + closing value) over 2 × the value issued.
pub(super) fn days(grounds: &Grounds<'_>, metric: &'static str) -> Cause {
    let figures = grounds.figures;
    let month = figures.month();
    let (Ok(now), Ok(before)) = (
        figures.view(month).inventory(),
        figures.view(month.previous()).inventory(),
    ) else {
        return Cause::unsplit(false, Vec::new());
    };
    let chosen = |category| metric != "inventory.device.days" || category == Category::Device;
    let fraction = |stock: Option<&ItemStock>, days: u32| {
        stock.map_or_else(Fraction::default, |stock| {
            let held = stock.opening_value + stock.closing_value;
            Fraction::new(
                i128::from(days) * held.ten_thousandths(),
                2 * stock.issued_value.ten_thousandths(),
            )
        })
    };
    let (now, before) = (by_item(now, chosen), by_item(before, chosen));
    let mut names: Vec<&str> = now.keys().chain(before.keys()).copied().collect();
    names.sort_unstable();
    names.dedup();
    let groups: Vec<(Label, Group<'_>)> = names
        .into_iter()
        .map(|name| {
            let group = Group {
                name: "",
                base: fraction(before.get(name), month.previous().days()),
                current: fraction(now.get(name), month.days()),
            };
            (Label::Name(name.to_owned()), group)
        })
        .collect();
    Cause::maybe(split_rate(By::Item, &groups, 1.0), |split| {
        if split.whole > 0.0 {
            vec![(Kind::Process, Why::OrderedTooMuch)]
        } else {
            Vec::new()
        }
    })
}

/// The value of slow stock by item.
pub(super) fn slow(grounds: &Grounds<'_>) -> Cause {
    let figures = grounds.figures;
    let month = figures.month();
    let Ok(now) = figures.view(month).inventory() else {
        return Cause::unsplit(true, Vec::new());
    };
    let limit = f64::from(grounds.thresholds.slow_days);
    let lasts = |stock: &ItemStock| {
        stock.issued <= 0
            || stock.closing as f64 / stock.issued as f64 * f64::from(month.days()) > limit
    };
    let items: Vec<(Label, f64)> = by_item(now, |_| true)
        .into_iter()
        .filter(|(_, stock)| stock.closing > 0 && lasts(stock))
        .map(|(name, stock)| (Label::Name(name.to_owned()), stock.closing_value.to_f64()))
        .collect();
    let kinds = vec![(Kind::Process, Why::OrderedTooMuch)];
    match split_level(By::Item, &items) {
        Some(split) => Cause::of(split, kinds),
        None => Cause::unsplit(true, kinds),
    }
}

/// The items below their safety stock.
pub(super) fn below_safety(grounds: &Grounds<'_>) -> Cause {
    let figures = grounds.figures;
    let Ok(now) = figures.view(figures.month()).inventory() else {
        return Cause::unsplit(true, Vec::new());
    };
    let items: Vec<(Label, f64)> = by_item(now, |_| true)
        .into_iter()
        .filter(|(_, stock)| stock.below_safety > 0)
        .map(|(name, stock)| (Label::Name(name.to_owned()), stock.below_safety as f64))
        .collect();
    let kinds = vec![(Kind::Process, Why::OrderedLate)];
    match split_level(By::Item, &items) {
        Some(split) => Cause::of(split, kinds),
        None => Cause::unsplit(true, kinds),
    }
}
