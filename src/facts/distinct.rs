//! How many different ids there are, and how many of them bear a mark.

use std::hash::{DefaultHasher, Hasher};

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

use super::Merge;

/// A set of ids, each kept as 63 bits of its hash and one mark (an order with a device in it, a
/// customer who bought a value-added service).
///
/// Two of a million ids share a hash with a probability under 10⁻⁷.
#[derive(Debug, Clone, Default)]
pub struct Distinct {
    ids: HashTable<u64>,
    marked: u64,
}

const MARK: u64 = 1;

impl Distinct {
    /// Adds an id; once marked it stays marked.
    pub fn add(&mut self, id: &str, mark: bool) {
        // SipHash with fixed keys: the same in every run.
        let mut hasher = DefaultHasher::new();
        hasher.write(id.as_bytes());
        self.insert((hasher.finish() & !MARK) | u64::from(mark));
    }

    fn insert(&mut self, id: u64) {
        let same = |kept: &u64| (kept ^ id) & !MARK == 0;
        match self.ids.entry(id & !MARK, same, |kept| kept & !MARK) {
            Entry::Occupied(mut kept) => {
                if id & !*kept.get() & MARK == MARK {
                    *kept.get_mut() |= MARK;
                    self.marked += 1;
                }
            }
            Entry::Vacant(free) => {
                self.marked += id & MARK;
                free.insert(id);
            }
        }
    }

    /// How many different ids.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.ids.len() as u64
    }

    /// How many of them are marked.
    #[must_use]
    pub const fn marked(&self) -> u64 {
        self.marked
    }
}

impl Merge for Distinct {
    fn absorb(&mut self, mut other: Self) {
        if other.ids.len() > self.ids.len() {
            std::mem::swap(self, &mut other);
        }
        for id in &other.ids {
            self.insert(*id);
        }
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
}
