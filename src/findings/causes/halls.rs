//! Which halls a total's change comes from, where several are reported on.

use std::collections::BTreeSet;

use super::split;
use crate::dataset::sales::Category;
use crate::findings::cause::{By, Label, Split};
use crate::findings::decompose::{Leaf, contributions};
use crate::findings::grounds::Grounds;
use crate::metrics::hall_parts::HallParts;
use crate::money::Money;

/// The change of a sum on the month by hall; none where it is no sum of halls, fewer than two halls are known, or the month
/// before is not.
pub fn by_hall(grounds: &Grounds<'_>, metric: &str) -> Option<Split> {
    let figures = grounds.figures;
    let month = figures.month();
    let books = figures.books();
    let (now, before) = (
        books.halls.get(&month)?,
        books.halls.get(&month.previous())?,
    );
    let names: BTreeSet<&str> = now
        .keys()
        .chain(before.keys())
        .map(|hall| &**hall)
        .collect();
    if names.iter().filter(|hall| !hall.is_empty()).count() < 2 {
        return None;
    }
    let (amount, scale): (fn(&HallParts) -> i128, f64) = match metric {
        "sales.total" => (
            |parts| {
                parts
                    .category
                    .iter()
                    .copied()
                    .sum::<Money>()
                    .ten_thousandths()
            },
            YUAN,
        ),
        "sales.basic" => (|parts| amount_of(parts, Category::Basic), YUAN),
        "sales.vas" => (|parts| amount_of(parts, Category::Vas), YUAN),
        "sales.device" => (|parts| amount_of(parts, Category::Device), YUAN),
        "subs.new" => (
            |parts| parts.begun.iter().map(|n| i128::from(*n)).sum(),
            1.0,
        ),
        "complaints.count" => (|parts| i128::from(parts.tickets), 1.0),
        _ => return None,
    };
    let leaves: Vec<Leaf<'_, 1>> = names
        .iter()
        .map(|hall| Leaf {
            path: [*hall],
            base: before.get(*hall).map_or(0, amount),
            current: now.get(*hall).map_or(0, amount),
        })
        .collect();
    let whole = contributions(&leaves);
    Some(split::total(By::Hall, &whole, scale, &|_, hall| {
        // Rows that name no hall are a part of their own.
        Label::Name(if hall.is_empty() { "—" } else { hall }.to_owned())
    }))
}

/// Takes ten-thousandths to yuan.
const YUAN: f64 = 1.0 / Money::SCALE as f64;

fn amount_of(parts: &HallParts, category: Category) -> i128 {
    let amount = parts.category.get(category as usize);
    amount.map_or(0, |amount| amount.ten_thousandths())
}
