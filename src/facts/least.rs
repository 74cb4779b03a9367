//! The few items of many that a list has room for.

use super::Merge;

/// The least `N` of the items added, in their order. Which are kept does not depend on the order they come in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Least<T, const N: usize>(Vec<T>);

impl<T, const N: usize> Default for Least<T, N> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Ord, const N: usize> Least<T, N> {
    /// Adds an item. Items that are alike are kept apart.
    pub fn add(&mut self, item: T) {
        let place = self.0.partition_point(|kept| *kept <= item);
        if place < N {
            self.0.truncate(N - 1);
            self.0.insert(place, item);
        }
    }

    /// The items kept, the least first.
    #[must_use]
    pub fn items(&self) -> &[T] {
        &self.0
    }
}

impl<T: Ord, const N: usize> Merge for Least<T, N> {
    fn absorb(&mut self, other: Self) {
        for item in other.0 {
            self.add(item);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_least_whatever_the_order() {
        let mut rising = Least::<u32, 3>::default();
        let mut falling = Least::<u32, 3>::default();
        for n in [1, 4, 4, 5, 9] {
            rising.add(n);
        }
        for n in [9, 5, 4, 4, 1] {
            falling.add(n);
        }
        assert_eq!(rising.items(), [1, 4, 4]);
        assert_eq!(rising, falling);
        let mut other = Least::<u32, 3>::default();
        other.add(2);
        rising.absorb(other);
        assert_eq!(rising.items(), [1, 2, 4]);
    }
}
