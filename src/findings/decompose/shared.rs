//! The change of a rate whose parts share one denominator: complaints by category per subscriber, costs by category over
//! sales, a category's products over all sales.
//!
//! Groups with denominators of their own go to [`super::rate_change`] instead.

use super::explain_most;

/// A part's numerator in two months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part<'a> {
    /// The part's name; two parts of one name are kept apart.
    pub name: &'a str,
    /// The numerator in the month compared with.
    pub base: i128,
    /// The numerator in the month looked at.
    pub current: i128,
}

/// The change of a rate, split into its parts and its denominator.
#[derive(Debug, Clone, PartialEq)]
pub struct SharedChange {
    /// The rate in the month compared with.
    pub base: f64,
    /// The rate in the month looked at.
    pub current: f64,
    /// current − base.
    pub change: f64,
    /// Every part, by |effect| descending, then by name.
    pub parts: Vec<PartEffect>,
    /// What the growth of the denominator did: the mean numerator × the change of 1/denominator. Together with the parts'
    /// effects it gives `change`, to within rounding.
    pub denominator: f64,
}

/// What a part contributed to the change of a rate, in the rate's unit.
#[derive(Debug, Clone, PartialEq)]
pub struct PartEffect {
    /// The part's name.
    pub name: String,
    /// The part's numerator over the shared denominator in the month compared with.
    pub base: f64,
    /// The same in the month looked at.
    pub current: f64,
    /// The change of the part's numerator × the mean of 1/denominator.
    pub effect: f64,
}

impl SharedChange {
    /// The parts that explain most of the change; see [`explain_most`]. What the denominator did is left aside: compare it.
    #[must_use]
    pub fn pulled_most(&self) -> Vec<&PartEffect> {
        explain_most(&self.parts, self.change, |part| part.effect)
    }
}

/// Splits the change of Σ numerators / denominator by part, each weighed at the mean of both months, without residual.
///
/// Bennet's indicator again: Δ(n·q) = Δn · mean q + mean n · Δq, with q = 1/denominator. `None` where a denominator is 0.
#[must_use]
pub fn shared_change(
    parts: &[Part<'_>],
    base_denominator: i128,
    current_denominator: i128,
) -> Option<SharedChange> {
    if base_denominator == 0 || current_denominator == 0 {
        return None;
    }
    let (before, after) = (base_denominator as f64, current_denominator as f64);
    let sum = |month: fn(&Part<'_>) -> i128| {
        parts
            .iter()
            .fold(0_i128, |sum, part| sum.saturating_add(month(part))) as f64
    };
    let (base_sum, current_sum) = (sum(|part| part.base), sum(|part| part.current));
    let mut effects: Vec<PartEffect> = parts
        .iter()
        .map(|part| {
            let difference = part.current.saturating_sub(part.base) as f64;
            PartEffect {
                name: part.name.to_owned(),
                base: part.base as f64 / before,
                current: part.current as f64 / after,
                effect: f64::midpoint(difference / before, difference / after),
            }
        })
        .collect();
    effects.sort_by(|a, b| {
        b.effect
            .abs()
            .total_cmp(&a.effect.abs())
            .then_with(|| a.name.cmp(&b.name))
    });
    let (base, current) = (base_sum / before, current_sum / after);
    let mean_sum = f64::midpoint(base_sum, current_sum);
    Some(SharedChange {
        base,
        current,
        change: current - base,
        parts: effects,
        denominator: mean_sum / after - mean_sum / before,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn part(name: &str, base: i128, current: i128) -> Part<'_> {
        Part {
            name,
            base,
            current,
        }
    }

    /// 100 complaints of 1000 subscribers become 150 of 1250: from 10 % to 12 %. Network: +60 × (1/1000 + 1/1250)/2 = 0.054;
    /// billing: −10 × 0.0009 = −0.009; more subscribers: 125 × (1/1250 − 1/1000) = −0.025.
    #[test]
    fn parts_numerators_from_the_denominator() {
        let change =
            shared_change(&[part("资费", 60, 50), part("网络", 40, 100)], 1000, 1250).unwrap();
        assert_eq!((change.base, change.current), (0.1, 0.12));
        let effects: Vec<(&str, f64)> = change
            .parts
            .iter()
            .map(|part| (part.name.as_str(), (part.effect * 1e12).round() / 1e12))
            .collect();
        assert_eq!(effects, [("网络", 0.054), ("资费", -0.009)]);
        assert!((change.denominator + 0.025).abs() < 1e-15);
        assert_eq!(change.pulled_most(), [&change.parts[0]]);
        assert_eq!(change.parts[0].current, 0.08);
    }

    #[test]
    fn no_denominator_is_no_rate() {
        assert_eq!(shared_change(&[part("a", 1, 1)], 0, 5), None);
        assert_eq!(shared_change(&[part("a", 1, 1)], 5, 0), None);
        let none = shared_change(&[], 4, 5).unwrap();
        assert_eq!((none.change, none.denominator), (0.0, 0.0));
    }

    proptest! {
        #[test]
        fn effects_add_up(
            parts in proptest::collection::vec((-1_000_000_000_i128..1_000_000_000, -1_000_000_000_i128..1_000_000_000), 0..30),
            before in 1..1_000_000_000_i128,
            after in 1..1_000_000_000_i128,
        ) {
            let parts: Vec<Part<'_>> = parts.into_iter().map(|(base, current)| part("x", base, current)).collect();
            let change = shared_change(&parts, before, after).unwrap();
            let sum = change.parts.iter().map(|part| part.effect).sum::<f64>() + change.denominator;
            let scale: f64 = change.parts.iter().map(|part| part.effect.abs()).sum::<f64>()
                + change.base.abs() + change.current.abs() + change.denominator.abs();
            prop_assert!((sum - change.change).abs() <= 1e-12 * scale);
        }
    }
}
