//! The change of a total by its parts, level by level, in exact integers.

use std::collections::BTreeMap;

use super::explain_most;

/// A part of a total, with what it contributed to the total's change.
#[derive(Debug, Clone, PartialEq)]
pub struct Contribution {
    /// The part's name; empty for the whole.
    pub name: String,
    /// Its amount in the month compared with, in the unit given.
    pub base: i128,
    /// Its amount in the month looked at.
    pub current: i128,
    /// current − base. The changes of `parts` add up to it exactly.
    pub change: i128,
    /// Points of the whole's growth, as a ratio (0.012 is 1.2 percentage points): change / |the whole's base|. `None` where
    /// the whole's base is 0.
    pub points: Option<f64>,
    /// The next level's parts, by |change| descending, then by name; empty at the last level.
    pub parts: Vec<Contribution>,
}

/// An amount in two months, of the part that the path leads to (category, product, channel).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leaf<'a, const LEVELS: usize> {
    /// The names from the top level down.
    pub path: [&'a str; LEVELS],
    /// The amount in the month compared with; 0 where the part did not exist.
    pub base: i128,
    /// The amount in the month looked at; 0 where the part no longer exists.
    pub current: i128,
}

/// Builds the whole from its leaves, level by level. Leaves of the same path are added up.
///
/// Sums beyond 128 bits, which no sum of cells reaches, stay at the limit.
#[must_use]
pub fn contributions<const LEVELS: usize>(leaves: &[Leaf<'_, LEVELS>]) -> Contribution {
    let whole_base = leaves
        .iter()
        .fold(0, |sum: i128, leaf| sum.saturating_add(leaf.base));
    let all: Vec<&Leaf<'_, LEVELS>> = leaves.iter().collect();
    contribution(String::new(), &all, 0, whole_base)
}

fn contribution<const LEVELS: usize>(
    name: String,
    leaves: &[&Leaf<'_, LEVELS>],
    level: usize,
    whole_base: i128,
) -> Contribution {
    let mut by_name: BTreeMap<&str, Vec<&Leaf<'_, LEVELS>>> = BTreeMap::new();
    let (mut base, mut current) = (0_i128, 0_i128);
    for &leaf in leaves {
        base = base.saturating_add(leaf.base);
        current = current.saturating_add(leaf.current);
        if let Some(&name) = leaf.path.get(level) {
            by_name.entry(name).or_default().push(leaf);
        }
    }
    let mut parts: Vec<Contribution> = by_name
        .into_iter()
        .map(|(name, leaves)| contribution(name.to_owned(), &leaves, level + 1, whole_base))
        .collect();
    // A stable sort of parts that come by name.
    parts.sort_by_key(|part| std::cmp::Reverse(part.change.unsigned_abs()));
    let change = current.saturating_sub(base);
    Contribution {
        name,
        base,
        current,
        change,
        points: (whole_base != 0).then(|| change as f64 / whole_base.unsigned_abs() as f64),
        parts,
    }
}

impl Contribution {
    /// The parts of the next level that explain most of the change; see [`explain_most`].
    #[must_use]
    pub fn pulled_most(&self) -> Vec<&Contribution> {
        explain_most(&self.parts, self.change as f64, |part| part.change as f64)
    }

    /// The way down to where the change comes from: at each level the part that pulled most in the change's direction.
    ///
    /// Ends at the last level, or where nothing changed. Empty for a whole without parts or without change.
    #[must_use]
    pub fn strongest_path(&self) -> Vec<&Contribution> {
        let mut path = Vec::new();
        let mut at = self;
        while let Some(&next) = at.pulled_most().first() {
            path.push(next);
            at = next;
        }
        path
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn leaf(path: [&str; 3], base: i128, current: i128) -> Leaf<'_, 3> {
        Leaf {
            path,
            base,
            current,
        }
    }

    #[test]
    fn contributions_add_up_level_by_level() {
        let whole = contributions(&[
            leaf(["终端", "手机A", "线下"], 500, 350),
            leaf(["终端", "手机A", "线上"], 100, 90),
            leaf(["终端", "手机B", "线下"], 0, 40),
            leaf(["增值", "云盘", "线上"], 200, 260),
            leaf(["增值", "云盘", "线上"], 0, 10),
            leaf(["基础", "套餐", "线下"], 200, 200),
        ]);
        assert_eq!((whole.base, whole.current, whole.change), (1000, 950, -50));
        assert_eq!(whole.points, Some(-0.05));
        let names = |parts: &[Contribution]| -> Vec<(String, i128)> {
            parts
                .iter()
                .map(|part| (part.name.clone(), part.change))
                .collect()
        };
        assert_eq!(
            names(&whole.parts),
            [
                ("终端".to_owned(), -120),
                ("增值".to_owned(), 70),
                ("基础".to_owned(), 0)
            ]
        );
        assert_eq!(whole.parts[0].points, Some(-0.12));
        assert_eq!(
            names(&whole.parts[0].parts),
            [("手机A".to_owned(), -160), ("手机B".to_owned(), 40)]
        );
        assert_eq!(whole.parts[0].parts[0].parts[0].points, Some(-0.15));
        let path: Vec<&str> = whole
            .strongest_path()
            .iter()
            .map(|part| part.name.as_str())
            .collect();
        assert_eq!(path, ["终端", "手机A", "线下"]);
    }

    #[test]
    fn parts_of_equal_change_go_by_name() {
        let whole = contributions(&[
            Leaf {
                path: ["c"],
                base: 0,
                current: 5,
            },
            Leaf {
                path: ["a"],
                base: 5,
                current: 0,
            },
            Leaf {
                path: ["b"],
                base: 0,
                current: 5,
            },
        ]);
        let names: Vec<&str> = whole.parts.iter().map(|part| part.name.as_str()).collect();
        assert_eq!(names, ["a", "b", "c"]);
    }

    #[test]
    fn growth_from_nothing_has_no_points() {
        let whole = contributions(&[Leaf {
            path: ["a"],
            base: 0,
            current: 5,
        }]);
        assert_eq!(whole.points, None);
        assert_eq!(whole.parts[0].points, None);
        assert_eq!(contributions::<2>(&[]).parts, []);
        assert_eq!(
            contributions::<2>(&[]).strongest_path(),
            Vec::<&Contribution>::new()
        );
    }

    proptest! {
        #[test]
        fn parts_add_up_exactly(
            leaves in proptest::collection::vec(
                (0..3_usize, 0..4_usize, 0..2_usize, -(1_i128 << 90)..1_i128 << 90, -(1_i128 << 90)..1_i128 << 90),
                0..60,
            ),
        ) {
            const NAMES: [&str; 4] = ["甲", "乙", "丙", "丁"];
            let leaves: Vec<Leaf<'_, 3>> = leaves
                .into_iter()
                .map(|(a, b, c, base, current)| leaf([NAMES[a], NAMES[b], NAMES[c]], base, current))
                .collect();
            let whole = contributions(&leaves);
            prop_assert_eq!(whole.change, leaves.iter().map(|leaf| leaf.current - leaf.base).sum::<i128>());
            let mut open = vec![&whole];
            while let Some(part) = open.pop() {
                prop_assert_eq!(part.change, part.current - part.base);
                if !part.parts.is_empty() {
                    prop_assert_eq!(part.change, part.parts.iter().map(|part| part.change).sum::<i128>());
                }
                open.extend(&part.parts);
            }
        }
    }
}
