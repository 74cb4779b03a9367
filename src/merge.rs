//! What merges by addition: the same whatever the order and the parts it comes in.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use crate::money::Money;

/// What merges by addition. `Default` is its nothing: what absorbs into it stays what it was.
pub trait Merge {
    /// Adds another's rows to this one's.
    fn absorb(&mut self, other: Self);
}

/// Structs that merge field by field. A field whose type does not merge by itself names the function of two values that
/// joins them: `pub last_ok: Option<Date> => Ord::max`.
///
/// ```
/// use yuebao::merge::Merge;
///
/// yuebao::mergeable! {
///     /// Lines and the largest of them.
///     #[derive(Default)]
///     struct Lines {
///         rows: u64,
///         largest: Option<i64> => Ord::max,
///     }
/// }
/// let mut lines = Lines { rows: 2, largest: Some(7) };
/// lines.absorb(Lines { rows: 1, largest: Some(5) });
/// assert_eq!((lines.rows, lines.largest), (3, Some(7)));
/// ```
#[macro_export]
macro_rules! mergeable {
    ($(
        $(#[$of_struct:meta])*
        $of:vis struct $name:ident {
            $( $(#[$of_field:meta])* $seen:vis $field:ident: $type:ty $(=> $join:expr)? ),* $(,)?
        }
    )+) => { $(
        $(#[$of_struct])*
        $of struct $name {
            $( $(#[$of_field])* $seen $field: $type, )*
        }

        impl $crate::merge::Merge for $name {
            fn absorb(&mut self, other: Self) {
                $( $crate::mergeable!(@ self.$field, other.$field $(, $join)?); )*
            }
        }
    )+ };
    (@ $mine:expr, $more:expr) => { $crate::merge::Merge::absorb(&mut $mine, $more) };
    (@ $mine:expr, $more:expr, $join:expr) => { $mine = $join(std::mem::take(&mut $mine), $more) };
}

macro_rules! merge_by_adding {
    ($($number:ty),*) => { $(impl Merge for $number {
        fn absorb(&mut self, other: Self) { *self += other; }
    })* };
}
merge_by_adding!(u32, u64, i64, Money);

impl<T: Merge> Merge for Option<T> {
    fn absorb(&mut self, other: Self) {
        match (self.as_mut(), other) {
            (Some(mine), Some(more)) => mine.absorb(more),
            (None, more) => *self = more,
            (Some(_), None) => {}
        }
    }
}

impl<T: Merge> Merge for Box<T> {
    fn absorb(&mut self, other: Self) {
        (**self).absorb(*other);
    }
}

impl<T: Merge, const N: usize> Merge for [T; N] {
    fn absorb(&mut self, other: Self) {
        for (mine, more) in self.iter_mut().zip(other) {
            mine.absorb(more);
        }
    }
}

impl<T> Merge for Vec<T> {
    fn absorb(&mut self, other: Self) {
        self.extend(other);
    }
}

impl<T: Ord> Merge for BTreeSet<T> {
    fn absorb(&mut self, other: Self) {
        self.extend(other);
    }
}

impl<K: Ord, T: Merge> Merge for BTreeMap<K, T> {
    fn absorb(&mut self, other: Self) {
        if self.is_empty() {
            *self = other;
            return;
        }
        for (key, more) in other {
            match self.entry(key) {
                Entry::Vacant(place) => {
                    place.insert(more);
                }
                Entry::Occupied(mut mine) => mine.get_mut().absorb(more),
            }
        }
    }
}

/// The lesser of two, where either is given.
#[must_use]
pub fn least<T: Ord>(a: Option<T>, b: Option<T>) -> Option<T> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}
