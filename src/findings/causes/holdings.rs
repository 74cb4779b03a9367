//! Stock: how long it lasts.

use std::collections::BTreeMap;

use super::split;
use crate::dataset::inventory::Category;
use crate::facts::Merge;
use crate::facts::inventory::{InventoryFacts, ItemStock};
use crate::findings::cause::{By, Cause, Kind, Label, Why};
use crate::findings::decompose::{Fraction, Group};
use crate::findings::grounds::Grounds;

/// The cause of stock that lasts too long.
pub const ORDERED_TOO_MUCH: (Kind, Why) = (Kind::Process, Why::of("ordered-too-much"));

/// The stock of the items that `chosen` takes, by name; scrap is none.
pub fn by_item(
    facts: &InventoryFacts,
    chosen: impl Fn(Category) -> bool,
) -> BTreeMap<&str, ItemStock> {
    let mut items: BTreeMap<&str, ItemStock> = BTreeMap::new();
    for ((category, _, name), stock) in &facts.items {
        if *category != Category::Scrap && chosen(*category) {
            items.entry(name).or_default().absorb(stock.clone());
        }
    }
    items
}

/// Days that stock lasts, by item: the days of the month × (opening + closing value) over 2 × the value issued.
pub fn days(grounds: &Grounds<'_>, metric: &'static str) -> Cause {
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
    Cause::maybe(split::rate(By::Item, &groups, 1.0), |split| {
        if split.whole > 0.0 {
            vec![ORDERED_TOO_MUCH]
        } else {
            Vec::new()
        }
    })
}
