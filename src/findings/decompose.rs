//! Where a change comes from: parts of a total, groups of a mean or rate.
//!
//! Input: figures of two months by part or group, as integers. Output: the parts with what each contributed, those that
//! count most first (ties by name), adding up to the whole's change. Refuses (`None`) a mean or rate that one of the
//! two months does not have.
//!
//! A total's parts add up exactly, in integers. A mean's or rate's change splits into a *rate effect* (groups got better or
//! worse) and a *mix effect* (the weight of good and bad groups shifted), each weighed at the mean of both months, so that
//! no residual is left and swapping the months only swaps the signs. Source: E. M. Kitagawa, "Components of a
//! difference between two rates", JASA 50 (1955), 1168–1194, which is T. L. Bennet's indicator of 1920; the mix effect by
//! group is taken against the overall rate, and groups of one month only are counted as mix, as in Z. Griliches and
//! H. Regev, "Firm productivity in Israeli industry 1979–1988", Journal of Econometrics 65 (1995), 175–203.

use std::cmp::Ordering;
use std::collections::BTreeMap;

/// The share of the change in its own direction that the parts named as explaining it cover.
const EXPLAINS: f64 = 0.6;

/// The most parts named as explaining a change.
const NAMES: usize = 3;

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

/// The groups that explain most of a change: the fewest that cover at least 60 % of what went the change's way, at most three.
///
/// What went the change's way is the sum of `effect` over the parts whose effect has the change's sign; parts that went
/// the other way are never named. Parts come back by |effect| descending, ties in the order given. Empty where nothing
/// changed.
pub fn explain_most<T>(parts: &[T], change: f64, effect: impl Fn(&T) -> f64) -> Vec<&T> {
    let mut along: Vec<(f64, &T)> = parts
        .iter()
        .map(|part| (effect(part) * sign(change), part))
        .filter(|(effect, _)| *effect > 0.0)
        .collect();
    along.sort_by(|a, b| b.0.total_cmp(&a.0));
    let whole: f64 = along.iter().map(|(effect, _)| effect).sum();
    let mut covered = 0.0;
    along
        .into_iter()
        .take(NAMES)
        .take_while(|(effect, _)| {
            let wanted = covered < EXPLAINS * whole;
            covered += effect;
            wanted
        })
        .map(|(_, part)| part)
        .collect()
}

/// −1, 0 or 1 (`f64::signum` has no 0).
fn sign(number: f64) -> f64 {
    match number.partial_cmp(&0.0) {
        Some(Ordering::Greater) => 1.0,
        Some(Ordering::Less) => -1.0,
        _ => 0.0,
    }
}

/// A numerator and a denominator: the sum and the number of a mean, the hits and the cases of a rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Fraction {
    /// What is divided.
    pub numerator: i128,
    /// What it is divided by; 0 where the group has no cases.
    pub denominator: i128,
}

impl Fraction {
    /// `numerator` over `denominator`.
    #[must_use]
    pub const fn new(numerator: i128, denominator: i128) -> Self {
        Self {
            numerator,
            denominator,
        }
    }

    /// The quotient; `None` where the denominator is 0.
    #[must_use]
    pub fn rate(self) -> Option<f64> {
        (self.denominator != 0).then(|| self.numerator as f64 / self.denominator as f64)
    }

    fn plus(self, other: Self) -> Self {
        Self {
            numerator: self.numerator.saturating_add(other.numerator),
            denominator: self.denominator.saturating_add(other.denominator),
        }
    }
}

/// A group's figures in two months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group<'a> {
    /// The group's name; two groups of one name are kept apart.
    pub name: &'a str,
    /// The month compared with; 0/0 where the group did not exist.
    pub base: Fraction,
    /// The month looked at; 0/0 where the group no longer exists.
    pub current: Fraction,
}

/// The change of a mean or rate, split by group.
#[derive(Debug, Clone, PartialEq)]
pub struct RateChange {
    /// The overall mean or rate in the month compared with.
    pub base: f64,
    /// The overall mean or rate in the month looked at.
    pub current: f64,
    /// current − base.
    pub change: f64,
    /// Every group, by |effect| descending, then by name. Added up in this order their effects give `change` to the last
    /// bit, but for the rare sum that rounding cannot bring there.
    pub groups: Vec<GroupEffect>,
    /// The sum of the groups' rate effects.
    pub rate: f64,
    /// The sum of the groups' mix effects.
    pub mix: f64,
}

/// What a group contributed to the change of a mean or rate, in that figure's unit.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupEffect {
    /// The group's name.
    pub name: String,
    /// The group's own mean or rate in the month compared with; `None` where it had no cases.
    pub base_rate: Option<f64>,
    /// The group's own mean or rate in the month looked at; `None` where it had no cases.
    pub current_rate: Option<f64>,
    /// The group's share of all cases in the month compared with, 0–1.
    pub base_weight: f64,
    /// The group's share of all cases in the month looked at, 0–1.
    pub current_weight: f64,
    /// What the change of the group's own rate did: mean weight × its change. 0 for a group of one month only.
    pub rate: f64,
    /// What the shift of weight to or from the group did: its weight's change × (its mean rate − the overall mean rate), both
    /// over the two months. For a group of one month only, its weight × (its rate − the overall mean rate), with a minus
    /// where the group went away.
    pub mix: f64,
    /// rate + mix.
    pub effect: f64,
}

impl RateChange {
    /// The groups that explain most of the change; see [`explain_most`].
    #[must_use]
    pub fn pulled_most(&self) -> Vec<&GroupEffect> {
        explain_most(&self.groups, self.change, |group| group.effect)
    }
}

/// Splits the change of an overall mean or rate into rate and mix effects by group.
///
/// The overall figure of a month is Σ numerators / Σ denominators. `None` where either month's denominators add up to 0.
#[must_use]
pub fn rate_change(groups: &[Group<'_>]) -> Option<RateChange> {
    let whole = |month: fn(&Group<'_>) -> Fraction| {
        groups
            .iter()
            .map(month)
            .fold(Fraction::default(), Fraction::plus)
    };
    let (whole_base, whole_current) = (whole(|group| group.base), whole(|group| group.current));
    let (base, current) = (whole_base.rate()?, whole_current.rate()?);
    let middle = f64::midpoint(base, current);
    let mut effects: Vec<GroupEffect> = groups
        .iter()
        .map(|group| {
            let base_weight = group.base.denominator as f64 / whole_base.denominator as f64;
            let current_weight =
                group.current.denominator as f64 / whole_current.denominator as f64;
            let (base_rate, current_rate) = (group.base.rate(), group.current.rate());
            let (rate, mix) = match base_rate.zip(current_rate) {
                Some((before, after)) => (
                    f64::midpoint(base_weight, current_weight) * (after - before),
                    (current_weight - base_weight) * (f64::midpoint(before, after) - middle),
                ),
                // Its rate has nothing to be compared with. Amounts without cases (a numerator over 0), which no
                // rate can carry, end here too, and so the effects add up whatever the groups hold.
                None => (
                    0.0,
                    group.current.numerator as f64 / whole_current.denominator as f64
                        - group.base.numerator as f64 / whole_base.denominator as f64
                        - (current_weight - base_weight) * middle,
                ),
            };
            GroupEffect {
                name: group.name.to_owned(),
                base_rate,
                current_rate,
                base_weight,
                current_weight,
                rate,
                mix,
                effect: rate + mix,
            }
        })
        .collect();
    effects.sort_by(|a, b| {
        b.effect
            .abs()
            .total_cmp(&a.effect.abs())
            .then_with(|| a.name.cmp(&b.name))
    });
    let change = current - base;
    settle(&mut effects, change);
    Some(RateChange {
        base,
        current,
        change,
        rate: effects.iter().map(|group| group.rate).sum(),
        mix: effects.iter().map(|group| group.mix).sum(),
        groups: effects,
    })
}

/// Takes the rounding left over into the greatest effect, where it is relatively least, so that the effects add up.
fn settle(effects: &mut [GroupEffect], change: f64) {
    // Each round leaves less; two nearly always leave nothing.
    for _ in 0..4 {
        let left = change - effects.iter().map(|group| group.effect).sum::<f64>();
        let Some(greatest) = effects.first_mut() else {
            return;
        };
        if left == 0.0 {
            return;
        }
        if greatest.rate.abs() >= greatest.mix.abs() {
            greatest.rate += left;
        } else {
            greatest.mix += left;
        }
        greatest.effect = greatest.rate + greatest.mix;
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

    #[test]
    fn names_the_fewest_that_cover_sixty_percent() {
        let most = |effects: &[i32], change: f64| -> Vec<i32> {
            explain_most(effects, change, |&effect| effect.into())
                .into_iter()
                .copied()
                .collect()
        };
        assert_eq!(most(&[60, 40], 100.0), [60]);
        assert_eq!(most(&[40, 59], 99.0), [59, 40]);
        assert_eq!(most(&[30, 30, 20, 20], 100.0), [30, 30]);
        assert_eq!(most(&[10; 10], 100.0), [10, 10, 10]);
        assert_eq!(most(&[-50, 10, -30, 40], -30.0), [-50]);
        assert_eq!(most(&[5, -5], 0.0), [0; 0]);
        assert_eq!(most(&[], 1.0), [0; 0]);
    }

    fn group(name: &str, base: (i128, i128), current: (i128, i128)) -> Group<'_> {
        Group {
            name,
            base: Fraction::new(base.0, base.1),
            current: Fraction::new(current.0, current.1),
        }
    }

    #[track_caller]
    fn near(left: f64, right: f64, tolerance: f64) {
        assert!((left - right).abs() <= tolerance, "{left} is not {right}");
    }

    /// Example 5.3 of P. Das Gupta, *Standardization and Decomposition of Rates: A User's Manual* (Bureau of the Census,
    /// P23-186, 1993): deaths per 1000 in the United States, 1970 and 1985, by race and age. Published standardised
    /// rates: 10.258 and 8.030 (rate effect −2.228), 8.385 and 9.907 by age, 9.136 and 9.156 by race (mix 1.542).
    #[test]
    fn agrees_with_das_guptas_example() {
        let size_1985 = [
            3041, 11577, 27450, 32711, 35480, 27411, 19555, 19795, 15254, 8022, 2472, 707, 2692,
            6473, 6841, 6547, 4352, 3034, 2540, 1749, 804, 236,
        ];
        let size_1970 = [
            2968, 11484, 34614, 30992, 21983, 20314, 20928, 16897, 11339, 5720, 1315, 535, 2162,
            6120, 4781, 3096, 2718, 2363, 1767, 1149, 448, 117,
        ];
        let rate_1985 = [
            9163, 462, 248, 929, 1084, 1810, 4715, 12187, 27728, 64068, 157_570, 17208, 738, 328,
            1103, 2045, 3724, 8052, 17812, 34128, 68276, 125_161,
        ];
        let rate_1970 = [
            18469, 751, 391, 1146, 1287, 2672, 6636, 15691, 34723, 79763, 176_837, 36993, 1352,
            541, 2040, 3523, 6746, 12967, 24471, 45091, 74902, 123_205,
        ];
        let names: Vec<String> = (0..22).map(|n| format!("{n:02}")).collect();
        let groups: Vec<Group<'_>> = (0..22)
            .map(|n| {
                group(
                    &names[n],
                    (rate_1970[n] * size_1970[n], size_1970[n] * 1000),
                    (rate_1985[n] * size_1985[n], size_1985[n] * 1000),
                )
            })
            .collect();
        let change = rate_change(&groups).unwrap();
        near(change.rate, 8.030 - 10.258, 1e-3);
        near(change.mix, (9.907 - 8.385) + (9.156 - 9.136), 1e-3);
        near(change.change, 8.735_617_572 - 9.421_833_330, 1e-9);
    }

    /// Two departments: 10 h over 60 tickets and 40 h over 40 become 12 h over 50 and 40 h over 50; the overall mean goes
    /// from 22 to 26. Rates: 0.55 × 2 = 1.1 and 0. Mixes against the overall mean 24: −0.1 × (11 − 24) = 1.3 and
    /// 0.1 × (40 − 24) = 1.6.
    #[test]
    fn parts_rate_from_mix() {
        let change = rate_change(&[
            group("fast", (600, 60), (600, 50)),
            group("slow", (1600, 40), (2000, 50)),
        ])
        .unwrap();
        assert_eq!(
            (change.base, change.current, change.change),
            (22.0, 26.0, 4.0)
        );
        let [fast, slow] = change.groups.as_slice() else {
            panic!("two groups")
        };
        assert_eq!((fast.name.as_str(), slow.name.as_str()), ("fast", "slow"));
        near(fast.rate, 1.1, 1e-15);
        near(fast.mix, 1.3, 1e-15);
        near(slow.rate, 0.0, 1e-15);
        near(slow.mix, 1.6, 1e-15);
        assert_eq!(fast.effect + slow.effect, 4.0);
        near(change.rate, 1.1, 1e-15);
        near(change.mix, 2.9, 1e-15);
        assert_eq!(change.pulled_most(), [fast]);
    }

    /// 20 % of 10 plus a newcomer's 80 % of 10: from 0.2 to 0.5, overall mean 0.35. The stayer: 0 rate, −0.5 × (0.2 −
    /// 0.35) = 0.075 mix. The newcomer: 0.5 × (0.8 − 0.35) = 0.225 mix. The other way round, the signs swap.
    #[test]
    fn a_group_of_one_month_is_mix() {
        let forth = rate_change(&[
            group("old", (2, 10), (2, 10)),
            group("new", (0, 0), (8, 10)),
        ]);
        let back = rate_change(&[
            group("old", (2, 10), (2, 10)),
            group("new", (8, 10), (0, 0)),
        ]);
        for (change, sign) in [(forth.unwrap(), 1.0), (back.unwrap(), -1.0)] {
            assert_eq!(change.rate, 0.0);
            assert_eq!(change.groups[0].name, "new");
            near(change.groups[0].mix, sign * 0.225, 1e-15);
            near(change.groups[1].mix, sign * 0.075, 1e-15);
        }
    }

    #[test]
    fn no_rate_in_a_month_is_no_change() {
        assert_eq!(rate_change(&[]), None);
        assert_eq!(rate_change(&[group("a", (0, 0), (1, 2))]), None);
        assert_eq!(rate_change(&[group("a", (1, 2), (0, 0))]), None);
    }

    #[test]
    fn an_amount_without_cases_still_adds_up() {
        let change = rate_change(&[
            group("a", (10, 10), (10, 10)),
            group("refund", (0, 0), (-5, 0)),
        ])
        .unwrap();
        assert_eq!(change.change, -0.5);
        assert_eq!(change.groups[0].name, "refund");
        assert_eq!(change.groups[0].current_rate, None);
        assert_eq!(change.groups[0].mix, -0.5);
    }

    fn figures() -> impl Strategy<Value = (i128, i128)> {
        prop_oneof![
            1 => Just((0, 0)),
            6 => (-1_000_000_000_000..1_000_000_000_000_i128, 1..10_000_000_i128),
        ]
    }

    proptest! {
        #[test]
        fn effects_add_up_to_the_change(months in proptest::collection::vec((figures(), figures()), 1..40)) {
            let names: Vec<String> = (0..months.len()).map(|n| n.to_string()).collect();
            let groups: Vec<Group<'_>> = months
                .iter()
                .zip(&names)
                .map(|(&(base, current), name)| group(name, base, current))
                .collect();
            if let Some(change) = rate_change(&groups) {
                let sum: f64 = change.groups.iter().map(|group| group.effect).sum();
                let scale = change
                    .groups
                    .iter()
                    .map(|group| group.rate.abs() + group.mix.abs())
                    .fold(change.base.abs().max(change.current.abs()), f64::max);
                prop_assert!((sum - change.change).abs() <= 1e-15 * scale, "{} of {scale}", sum - change.change);
                prop_assert!((change.rate + change.mix - change.change).abs() <= 1e-12 * scale);
                for pair in change.groups.windows(2) {
                    prop_assert!(pair[0].effect.abs() >= pair[1].effect.abs() - 1e-12 * scale);
                }
            }
        }

        #[test]
        fn swapping_the_months_swaps_the_signs(months in proptest::collection::vec((figures(), figures()), 1..12)) {
            let names: Vec<String> = (0..months.len()).map(|n| n.to_string()).collect();
            let forth: Vec<Group<'_>> =
                months.iter().zip(&names).map(|(&(b, c), name)| group(name, b, c)).collect();
            let back: Vec<Group<'_>> =
                months.iter().zip(&names).map(|(&(b, c), name)| group(name, c, b)).collect();
            if let Some((forth, back)) = rate_change(&forth).zip(rate_change(&back)) {
                let scale = forth.base.abs().max(forth.current.abs()).max(1.0) * 1e6;
                prop_assert!((forth.rate + back.rate).abs() <= 1e-12 * scale);
                prop_assert!((forth.mix + back.mix).abs() <= 1e-12 * scale);
            }
        }

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
