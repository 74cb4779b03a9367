//! Stock that does not open as the month before closed.
//!
//! In: opening and closing pieces by hall, item and month. Out: the months that do not carry over. An item whose month stands in
//! several rows is left to the check for duplicates.

use std::collections::BTreeMap;

use super::ids::At;
use crate::merge::Merge;
use crate::month::Month;

/// Opening and closing pieces of a file, by hall and item code, and month.
#[derive(Debug, Clone, Default)]
pub struct Stock {
    items: BTreeMap<(Box<str>, Box<str>), BTreeMap<Month, Kept>>,
}

#[derive(Debug, Clone, Copy)]
struct Kept {
    opening: i64,
    closing: i64,
    row: u64,
    rows: u64,
}

/// Stock that did not carry over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    /// The row that opens otherwise.
    pub at: At,
    /// The item's code.
    pub item: String,
    /// Pieces at its month's start.
    pub opening: i64,
    /// The month before.
    pub before: Month,
    /// Pieces at that one's end.
    pub closing: i64,
}

impl Stock {
    /// Adds a row.
    pub fn add(&mut self, row: u64, hall: &str, item: &str, month: Month, pieces: (i64, i64)) {
        let kept = Kept {
            opening: pieces.0,
            closing: pieces.1,
            row,
            rows: 1,
        };
        let months = self.items.entry((hall.into(), item.into())).or_default();
        put(months, month, kept);
    }
}

impl Merge for Stock {
    fn absorb(&mut self, other: Self) {
        for (key, months) in other.items {
            let mine = self.items.entry(key).or_default();
            for (month, kept) in months {
                put(mine, month, kept);
            }
        }
    }
}

fn put(months: &mut BTreeMap<Month, Kept>, month: Month, kept: Kept) {
    months
        .entry(month)
        .and_modify(|known| {
            known.rows += kept.rows;
            known.row = known.row.min(kept.row);
        })
        .or_insert(kept);
}

/// The breaks between months that follow each other, by file and row.
pub fn breaks(files: &[(usize, &Stock)]) -> Vec<Break> {
    type Months = BTreeMap<Month, (usize, Kept)>;
    let mut items: BTreeMap<&(Box<str>, Box<str>), Months> = BTreeMap::new();
    for (file, stock) in files {
        for (key, months) in &stock.items {
            let all = items.entry(key).or_default();
            for (month, kept) in months {
                all.entry(*month)
                    .and_modify(|(_, known)| known.rows += kept.rows)
                    .or_insert((*file, *kept));
            }
        }
    }
    let mut breaks = Vec::new();
    for ((_, item), months) in items {
        for (month, (file, kept)) in &months {
            let before = month.previous();
            let Some((_, earlier)) = months.get(&before) else {
                continue;
            };
            if kept.rows == 1 && earlier.rows == 1 && kept.opening != earlier.closing {
                breaks.push(Break {
                    at: (*file, kept.row),
                    item: item.to_string(),
                    opening: kept.opening,
                    before,
                    closing: earlier.closing,
                });
            }
        }
    }
    breaks.sort_by_key(|found| found.at);
    breaks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_that_follow_each_other_carry_over() {
        let month = |n| Month::new(2025, n).unwrap();
        let mut one = Stock::default();
        one.add(2, "城南", "C1", month(2), (5, 8));
        one.add(3, "城南", "C1", month(3), (7, 4));
        // Another hall's is another stock, and a month later nothing is known of this one.
        one.add(4, "城北", "C1", month(2), (5, 1));
        one.add(5, "城北", "C1", month(4), (9, 9));
        let mut other = Stock::default();
        other.add(2, "城南", "C1", month(4), (4, 4));
        // A month in two rows is not judged.
        other.add(3, "城南", "C2", month(3), (1, 1));
        other.add(4, "城南", "C2", month(3), (2, 2));
        other.add(5, "城南", "C2", month(4), (0, 0));
        let found = breaks(&[(0, &one), (1, &other)]);
        assert_eq!(
            found,
            [Break {
                at: (0, 3),
                item: "C1".to_owned(),
                opening: 7,
                before: month(2),
                closing: 8,
            }]
        );
    }
}
