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

mod rate;
mod shared;
mod total;

pub use rate::{Fraction, Group, GroupEffect, RateChange, rate_change};
pub use shared::{Part, PartEffect, SharedChange, shared_change};
pub use total::{Contribution, Leaf, contributions};

/// The share of the change in its own direction that the parts named as explaining it cover.
const EXPLAINS: f64 = 0.6;

/// The most parts named as explaining a change.
const NAMES: usize = 3;

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

#[cfg(test)]
mod tests {
    use super::*;

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
}
