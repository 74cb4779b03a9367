//! Amounts far outside what a column usually holds.
//!
//! In: a column's amounts by kind of row (a phone costs more than a ringtone). Out: the usual range of each kind, how many amounts
//! lie outside it and where the furthest stand. Far amounts are the smallest and the largest, so a few of both
//! ends are kept with their rows; which ones depends on no order.

use std::cmp::Reverse;

use super::outlier::{Spread, UsualRange};
use crate::facts::{Least, Merge};

/// How many rows are kept of each end.
const ENDS: usize = 20;

/// One in so many may be far, and a few of the fewest. More are no slips but a second kind of amounts, which the range does not fit.
const RARE: u64 = 100;
const FEW: u64 = 3;

/// A file's amounts by kind of row.
#[derive(Debug, Clone, Default)]
pub struct Amounts {
    kinds: Vec<Kind>,
}

#[derive(Debug, Clone, Default)]
struct Kind {
    spread: Spread,
    smallest: Least<(u128, u64), ENDS>,
    largest: Least<(Reverse<u128>, u64), ENDS>,
}

/// The far amounts of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Far {
    /// The kind's place.
    pub kind: usize,
    /// What is usual.
    pub range: UsualRange,
    /// How many are far.
    pub count: u64,
    /// Where: some of the furthest, by file and row, with their sizes.
    pub rows: Vec<(usize, u64, u128)>,
}

impl Amounts {
    /// Adds an amount, in ten-thousandths. What is free is left out.
    pub fn add(&mut self, row: u64, kind: usize, amount: i128) {
        let size = amount.unsigned_abs();
        if size == 0 {
            return;
        }
        if self.kinds.len() <= kind {
            self.kinds.resize_with(kind + 1, Kind::default);
        }
        if let Some(kind) = self.kinds.get_mut(kind) {
            kind.spread.add(amount);
            kind.smallest.add((size, row));
            kind.largest.add((Reverse(size), row));
        }
    }
}

impl Merge for Amounts {
    fn absorb(&mut self, other: Self) {
        if self.kinds.len() < other.kinds.len() {
            self.kinds.resize_with(other.kinds.len(), Kind::default);
        }
        for (mine, more) in self.kinds.iter_mut().zip(other.kinds) {
            mine.spread.merge(&more.spread);
            mine.smallest.absorb(more.smallest);
            mine.largest.absorb(more.largest);
        }
    }
}

/// The far amounts of a column that stands in several files.
pub fn far(files: &[(usize, &Amounts)]) -> Vec<Far> {
    let kinds = files.iter().map(|(_, amounts)| amounts.kinds.len()).max();
    let judge = |kind: usize| {
        let of_kind = || {
            files
                .iter()
                .filter_map(move |(file, amounts)| Some((*file, amounts.kinds.get(kind)?)))
        };
        let mut spread = Spread::default();
        for (_, kind) in of_kind() {
            spread.merge(&kind.spread);
        }
        let range = spread.usual_range()?;
        let (count, all) = spread.count_far(&range);
        if count == 0 || count > FEW && count * RARE > all {
            return None;
        }
        let mut rows: Vec<(usize, u64, u128)> = Vec::new();
        for (file, kind) in of_kind() {
            let small = kind.smallest.items().iter().copied();
            let large = kind
                .largest
                .items()
                .iter()
                .map(|(size, row)| (size.0, *row));
            let far = small
                .chain(large)
                .filter(|(size, _)| range.is_far_size(*size));
            rows.extend(far.map(|(size, row)| (file, row, size)));
        }
        rows.sort_unstable();
        rows.dedup();
        rows.truncate(ENDS);
        Some(Far {
            kind,
            range,
            count,
            rows,
        })
    };
    (0..kinds.unwrap_or(0)).filter_map(judge).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ordinary(amounts: &mut Amounts, kind: usize) {
        for row in 0..200 {
            let row = u64::from(row as u8);
            amounts.add(row + 2, kind, i128::from(90_000 + row * 100));
        }
    }

    #[test]
    fn a_slip_is_found_by_kind() {
        let mut one = Amounts::default();
        ordinary(&mut one, 1);
        one.add(500, 1, 10_000_000);
        // What is usual of one kind is far of another.
        one.add(501, 0, 10_000_000);
        let mut other = Amounts::default();
        other.add(7, 1, -2);
        for files in [[(0, &one), (1, &other)], [(1, &other), (0, &one)]] {
            let far = far(&files);
            assert_eq!(far.len(), 1);
            assert_eq!((far[0].kind, far[0].count), (1, 2));
            let mut rows = far[0].rows.clone();
            rows.sort_unstable();
            assert_eq!(rows, [(0, 500, 10_000_000), (1, 7, 2)]);
        }
    }

    #[test]
    fn a_second_kind_of_amounts_is_no_slip() {
        let mut amounts = Amounts::default();
        ordinary(&mut amounts, 0);
        for row in 300..310 {
            amounts.add(row, 0, 10_000_000);
        }
        assert_eq!(far(&[(0, &amounts)]), []);
    }
}
