//! How many different ids there are, and how many of them bear a mark.

use std::num::NonZeroU64;
use std::sync::OnceLock;

use xxhash_rust::xxh3::xxh3_64;

use super::Merge;

/// A set of ids, each kept as 63 bits of its hash and one mark (an order with a device in it, a
/// customer who bought a value-added service).
///
/// Two of a million ids share a hash with a probability under 10⁻⁷. Adding is a push and merging takes lists over as they are: which
/// ids are the same is settled when the count is first asked for.
#[derive(Debug, Clone, Default)]
pub struct Distinct {
    /// Hash with the mark as its lowest bit, as they came.
    ids: Vec<u64>,
    /// Those of others.
    more: Vec<Vec<u64>>,
    counts: OnceLock<(u64, u64)>,
}

const MARK: u64 = 1;
const FIRST: NonZeroU64 = NonZeroU64::MIN.saturating_add(1);

/// An id's hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdHash(NonZeroU64);

impl IdHash {
    /// Of an id. Without a seed: the same in every run.
    #[must_use]
    pub fn of(id: &str) -> Self {
        // Nothing but an empty place of the table below is 0.
        Self(NonZeroU64::new(xxh3_64(id.as_bytes()) & !MARK).unwrap_or(FIRST))
    }
}

impl Distinct {
    /// Adds an id; once marked it stays marked.
    pub fn add(&mut self, id: IdHash, mark: bool) {
        let id = id.0.get() | u64::from(mark);
        // The lines of an order follow each other.
        match self.ids.last_mut() {
            Some(last) if (*last ^ id) & !MARK == 0 => *last |= id,
            _ => self.ids.push(id),
        }
        self.counts.take();
    }

    /// How many different ids, and how many of them are marked.
    #[must_use]
    pub fn counts(&self) -> (u64, u64) {
        *self.counts.get_or_init(|| {
            let lists = || self.more.iter().chain([&self.ids]);
            let all: usize = lists().map(Vec::len).sum();
            let mut seen = vec![0_u64; (all * 2).next_power_of_two()];
            let places = seen.len() - 1;
            let (mut different, mut marked) = (0, 0);
            for id in lists().flatten() {
                let mut place = (id >> 1) as usize & places;
                while let Some(known) = seen.get_mut(place) {
                    if *known == 0 {
                        *known = *id;
                        different += 1;
                        marked += id & MARK;
                        break;
                    }
                    if (*known ^ id) & !MARK == 0 {
                        marked += !*known & id & MARK;
                        *known |= id;
                        break;
                    }
                    place = (place + 1) & places;
                }
            }
            (different, marked)
        })
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
        self.more.extend(other.more);
        self.more.push(other.ids);
        self.counts.take();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn add(ids: &mut Distinct, id: &str, mark: bool) {
        ids.add(IdHash::of(id), mark);
    }

    #[test]
    fn counts_ids_once_and_keeps_marks() {
        let mut a = Distinct::default();
        assert_eq!(a.counts(), (0, 0));
        for (id, mark) in [("O1", false), ("O1", true), ("O2", false), ("O1", false)] {
            add(&mut a, id, mark);
        }
        assert_eq!((a.count(), a.marked()), (2, 1));
        let mut b = Distinct::default();
        add(&mut b, "O2", true);
        add(&mut b, "O3", false);
        a.absorb(b);
        assert_eq!((a.count(), a.marked()), (3, 2));
    }

    #[test]
    fn counts_many_whatever_the_order_and_the_parts() {
        let mut whole = Distinct::default();
        let mut parts = [Distinct::default(), Distinct::default()];
        for i in 0..20_000_u32 {
            let id = (i.wrapping_mul(7_919) % 5_000).to_string();
            add(&mut whole, &id, i % 4 == 0);
            add(&mut parts[(i % 2) as usize], &id, i % 4 == 0);
        }
        let [mut first, second] = parts;
        first.absorb(second);
        assert_eq!(whole.count(), 5_000);
        assert_eq!(first.counts(), whole.counts());
    }
}
