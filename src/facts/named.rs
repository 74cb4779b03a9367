//! Aggregates by name (a product, a category, a member of staff).

use hashbrown::HashMap;
use hashbrown::hash_map::Entry;

use super::{Merge, Name};

/// One aggregate a name. Folding finds a name by its number; whatever is printed asks for [`Named::sorted`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named<T>(HashMap<Name, T>);

impl<T> Default for Named<T> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<T: Default> Named<T> {
    /// The aggregate of a name, made where it is new.
    pub fn of(&mut self, name: &str) -> &mut T {
        self.at(Name::of(name))
    }

    /// The same, by the name's number.
    pub fn at(&mut self, name: Name) -> &mut T {
        self.0.entry(name).or_default()
    }
}

impl<T> Named<T> {
    /// The aggregate of a name, where there is one.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&T> {
        self.0.get(&Name::known(name)?)
    }

    /// Changes every aggregate alike.
    pub fn each(&mut self, change: impl Fn(&mut T)) {
        self.0.values_mut().for_each(change);
    }

    /// How many names there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them, by name.
    #[must_use]
    pub fn sorted(&self) -> Vec<(&'static str, &T)> {
        let mut all: Vec<(&str, &T)> = self.0.iter().map(|(name, t)| (name.text(), t)).collect();
        all.sort_unstable_by_key(|(name, _)| *name);
        all
    }

    /// All aggregates, by name.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.sorted().into_iter().map(|(_, t)| t)
    }
}

impl<T: Merge> Merge for Named<T> {
    fn absorb(&mut self, other: Self) {
        if self.0.is_empty() {
            self.0 = other.0;
            return;
        }
        for (name, more) in other.0 {
            match self.0.entry(name) {
                Entry::Vacant(place) => {
                    place.insert(more);
                }
                Entry::Occupied(mut mine) => mine.get_mut().absorb(more),
            }
        }
    }
}
