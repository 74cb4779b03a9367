//! Equal things of many halls together, so that the report tells them in a sentence rather than a line a hall.

use std::collections::BTreeMap;

/// The items in groups of the same key, groups and items in the order in which they come.
pub(super) fn by<'a, T, K: Ord>(items: &'a [T], key: impl Fn(&'a T) -> K) -> Vec<Vec<&'a T>> {
    let mut places: BTreeMap<K, usize> = BTreeMap::new();
    let mut groups: Vec<Vec<&'a T>> = Vec::new();
    for item in items {
        let place = *places.entry(key(item)).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => group.push(item),
            None => groups.push(vec![item]),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    #[test]
    fn groups_stand_in_the_order_of_their_first_items() {
        let groups = super::by(&[3, 14, 13, 24, 5], |n| n % 10);
        assert_eq!(groups, [vec![&3, &13], vec![&14, &24], vec![&5]]);
    }
}
