//! How many different ids there are, and how many of them bear a mark.

use xxhash_rust::xxh3::xxh3_64;

use super::Merge;

/// A set of ids, each kept as 63 bits of its hash and one mark (an order with a device in it, a
/// customer who bought a value-added service).
///
/// Two of a million ids share a hash with a probability under 10⁻⁷. The hashes lie in a sorted list, new ones at its
/// end until there are enough to sort in: half the memory of a hash table, and no slower.
#[derive(Debug, Clone, Default)]
pub struct Distinct {
    /// Hash with the mark as its lowest bit; the first `settled` ones sorted, each id once.
    ids: Vec<u64>,
    settled: usize,
}

const MARK: u64 = 1;
/// New ids that are sorted in at once, at the least.
const FEW: usize = 256;

impl Distinct {
    /// Adds an id; once marked it stays marked.
    pub fn add(&mut self, id: &str, mark: bool) {
        // Without a seed: the same in every run.
        let hash = xxh3_64(id.as_bytes());
        self.ids.push((hash & !MARK) | u64::from(mark));
        if self.ids.len() - self.settled >= FEW.max(self.settled / 2) {
            self.settle();
        }
    }

    /// Sorts the new ids in and drops what was there already.
    pub fn settle(&mut self) {
        if self.settled == self.ids.len() {
            return;
        }
        // The stable sort finds the settled run and merges the rest into it, which the other does not.
        #[allow(clippy::stable_sort_primitive)]
        self.ids.sort();
        self.ids.dedup_by(|next, kept| {
            let same = (*next ^ *kept) & !MARK == 0;
            if same {
                *kept |= *next & MARK;
            }
            same
        });
        self.settled = self.ids.len();
        self.ids.shrink_to(self.settled + FEW.max(self.settled / 2));
    }

    /// How many different ids, and how many of them are marked.
    #[must_use]
    pub fn counts(&self) -> (u64, u64) {
        if self.settled < self.ids.len() {
            let mut settled = self.clone();
            settled.settle();
            return settled.counts();
        }
        let marked = self.ids.iter().map(|id| id & MARK).sum();
        (self.ids.len() as u64, marked)
    }

    /// How many different ids.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.counts().0
    }

    /// How many of them are marked.
    #[must_use]
    pub fn marked(&self) -> u64 {
        self.counts().1
    }
}

impl Merge for Distinct {
    fn absorb(&mut self, other: Self) {
        self.ids.reserve_exact(other.ids.len());
        self.ids.extend(other.ids);
        self.settle();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_ids_once_and_keeps_marks() {
        let mut a = Distinct::default();
        for (id, mark) in [("O1", false), ("O1", true), ("O2", false), ("O1", false)] {
            a.add(id, mark);
        }
        assert_eq!((a.count(), a.marked()), (2, 1));
        let mut b = Distinct::default();
        b.add("O2", true);
        b.add("O3", false);
        a.absorb(b);
        assert_eq!((a.count(), a.marked()), (3, 2));
    }

    #[test]
    fn counts_many_whatever_the_order_and_the_parts() {
        let mut whole = Distinct::default();
        let mut parts = [Distinct::default(), Distinct::default()];
        for i in 0..20_000_u32 {
            let id = (i.wrapping_mul(7_919) % 5_000).to_string();
            whole.add(&id, i % 4 == 0);
            parts[(i % 2) as usize].add(&id, i % 4 == 0);
        }
        let [mut first, second] = parts;
        first.absorb(second);
        assert_eq!(whole.count(), 5_000);
        assert_eq!(first.counts(), whole.counts());
    }
}
