//! The change of a mean or rate by groups, as rate and mix effects that add up.

use super::explain_most;

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
    }
}
