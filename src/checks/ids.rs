//! Ids that occur twice.
//!
//! In: the ids of each file's rows. Out: the rows that repeat an id, with the row that has it first. While folding, an id is 8
//! bytes of its hash and one of the distance to the row before: a push, not a search. Of ten million ids, two
//! different ones share a hash with a probability of 3 × 10⁻⁶.

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::mergeable;

mergeable! {
    /// A file's ids, in pieces of rows that follow each other.
    #[derive(Debug, Clone, Default)]
    pub struct Ids {
        runs: Vec<Run>,
    }
}

#[derive(Debug, Clone, Default)]
struct Run {
    first: u64,
    last: u64,
    hashes: Vec<u64>,
    /// How many rows each id stands below the one before; 0 for the first.
    steps: Vec<u8>,
}

/// Where a row is: the file's place in the order read, and the row's number.
pub type At = (usize, u64);

impl Ids {
    /// Adds the id that the parts make up (an item, a hall and a month), in the row of this number.
    pub fn add(&mut self, row: u64, parts: &[&[u8]]) {
        // Each part seeds the next, so that `a`, `bc` is not `ab`, `c`. The same in every run.
        let hash = parts
            .iter()
            .fold(0, |seed, part| xxh3_64_with_seed(part, seed));
        if let Some(run) = self.runs.last_mut()
            && let Some(step) = row.checked_sub(run.last)
            && let Ok(step) = u8::try_from(step)
        {
            run.last = row;
            run.hashes.push(hash);
            run.steps.push(step);
        } else {
            self.runs.push(Run {
                first: row,
                last: row,
                hashes: vec![hash],
                steps: vec![0],
            });
        }
    }

    fn hashes(&self) -> impl Iterator<Item = u64> + '_ {
        self.runs.iter().flat_map(|run| run.hashes.iter().copied())
    }

    /// (row, hash), by row.
    fn rows(&self) -> impl Iterator<Item = (u64, u64)> + '_ {
        let mut runs: Vec<&Run> = self.runs.iter().collect();
        runs.sort_by_key(|run| run.first);
        runs.into_iter().flat_map(|run| {
            let rows = run.steps.iter().scan(run.first, |row, step| {
                *row += u64::from(*step);
                Some(*row)
            });
            rows.zip(run.hashes.iter().copied())
        })
    }
}

/// Tells every row whose id an earlier one has, in order, with the first that has it.
pub fn repeats(files: &[(usize, &Ids)], mut tell: impl FnMut(At, At)) {
    let mut all: Vec<u64> = files.iter().flat_map(|(_, ids)| ids.hashes()).collect();
    all.par_sort_unstable();
    let mut repeated: Vec<u64> = all
        .windows(2)
        .filter_map(|pair| match pair {
            [a, b] if a == b => Some(*a),
            _ => None,
        })
        .collect();
    drop(all);
    if repeated.is_empty() {
        return;
    }
    repeated.dedup();
    let mut firsts: Vec<Option<At>> = vec![None; repeated.len()];
    for (file, ids) in files {
        for (row, hash) in ids.rows() {
            let Ok(place) = repeated.binary_search(&hash) else {
                continue;
            };
            match firsts.get_mut(place) {
                Some(Some(first)) => tell((*file, row), *first),
                Some(first) => *first = Some((*file, row)),
                None => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::Merge;

    fn told(files: &[&Ids]) -> Vec<(At, At)> {
        let files: Vec<(usize, &Ids)> = files.iter().copied().enumerate().collect();
        let mut told = Vec::new();
        repeats(&files, |row, first| told.push((row, first)));
        told
    }

    #[test]
    fn a_repeat_is_told_with_its_first_row_whatever_order_blocks_come_in() {
        let mut early = Ids::default();
        early.add(2, &[b"A"]);
        early.add(3, &[b"B"]);
        early.add(5, &[b"A"]);
        let mut late = Ids::default();
        late.add(900, &[b"B"]);
        late.add(901, &[b"C"]);
        let mut other = Ids::default();
        other.add(2, &[b"C"]);
        let expected = [((0, 5), (0, 2)), ((0, 900), (0, 3)), ((1, 2), (0, 901))];
        let mut forwards = early.clone();
        forwards.absorb(late.clone());
        assert_eq!(told(&[&forwards, &other]), expected);
        late.absorb(early);
        assert_eq!(told(&[&late, &other]), expected);
    }

    #[test]
    fn parts_are_kept_apart_and_rows_far_apart_are_found_again() {
        let mut ids = Ids::default();
        ids.add(2, &[b"a", b"bc"]);
        ids.add(3, &[b"ab", b"c"]);
        ids.add(3_000, &[b"a", b"bc"]);
        assert_eq!(told(&[&ids]), [((0, 3_000), (0, 2))]);
    }
}
