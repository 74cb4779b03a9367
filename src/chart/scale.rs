//! Value axes: ticks at round numbers and the place of a value between two ends.
//!
//! The steps are those of d3-array's `ticks` (Mike Bostock, ISC licence): 1, 2 or 5 times a power
//! of ten, whichever comes nearest to the wanted number of ticks on a logarithmic scale.

use crate::value::{NumberStyle, Unit};
use crate::words::Lang;

/// Numbers beyond this size, in the units printed, are taken as absent: f64 no longer holds their
/// ones, and no figure of a hall comes near.
const LARGEST: f64 = 1e15;

/// The number as it is printed, in scaled units; `None` where it cannot be drawn.
pub(super) fn drawable(number: f64, style: NumberStyle, lang: Lang) -> Option<f64> {
    let scaled = number / style.divisor(lang);
    (scaled.is_finite() && scaled.abs() <= LARGEST).then_some(scaled)
}

/// Smallest and largest of the numbers, where there are any.
pub(super) fn extent(numbers: impl IntoIterator<Item = f64>) -> Option<(f64, f64)> {
    numbers.into_iter().fold(None, |range, n| match range {
        None => Some((n, n)),
        Some((low, high)) => Some((n.min(low), n.max(high))),
    })
}

/// A linear axis in the units printed, from `low` to `high`, with a tick each `step`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Axis {
    pub(super) low: f64,
    pub(super) high: f64,
    step: f64,
}

impl Axis {
    /// An axis that holds `low` to `high`, both moved outward to ticks, about `count` of them.
    ///
    /// A range of nothing is widened: to 0, or around 0 to 1. `whole` allows no tick between integers.
    pub(super) fn round(low: f64, high: f64, count: f64, whole: bool) -> Self {
        let (mut low, mut high) = (low.min(high), low.max(high));
        if high - low <= high.abs().max(low.abs()) * 1e-9 {
            match f64::midpoint(low, high) {
                middle if middle > 0.0 => low = 0.0,
                middle if middle < 0.0 => high = 0.0,
                _ => high = low + 1.0,
            }
        }
        let mut step = step(low, high, count, whole);
        // Moving the ends outward can call for a longer step, which moves them again (d3's `nice`).
        for _ in 0..8 {
            low = (low / step).floor() * step;
            high = (high / step).ceil() * step;
            let next = self::step(low, high, count, whole);
            if next <= step {
                break;
            }
            step = next;
        }
        Self { low, high, step }
    }

    /// The ticks, lowest first.
    pub(super) fn ticks(&self) -> Vec<f64> {
        let first = (self.low / self.step).round();
        let last = (self.high / self.step).round();
        let count = (last - first).clamp(0.0, 50.0) as usize;
        // Steps below one are divided by their inverse, which is whole: 3 / 10, not 3 × 0.1.
        let inverse = (1.0 / self.step).round();
        (0..=count)
            .map(|i| first + i as f64)
            .map(|i| {
                let tick = if self.step < 1.0 {
                    i / inverse
                } else {
                    i * self.step
                };
                tick + 0.0
            })
            .collect()
    }

    /// A tick as the axis prints it: with as many places as the step needs.
    pub(super) fn print(&self, tick: f64, style: NumberStyle, lang: Lang) -> String {
        let places = (0..9_u8)
            .find(|&places| {
                let shifted = self.step * 10_f64.powi(i32::from(places));
                (shifted - shifted.round()).abs() < 1e-6 * shifted
            })
            .unwrap_or(9);
        let style = NumberStyle {
            signed: false,
            places,
            ..style
        };
        crate::format::number(tick * style.divisor(lang), style, lang)
    }

    /// Where a value lies between `from` (the axis' low end) and `to`; values outside it at its ends.
    pub(super) fn place(&self, value: f64, from: f64, to: f64) -> f64 {
        let part = (value - self.low) / (self.high - self.low);
        from + (to - from) * part.clamp(0.0, 1.0)
    }
}

/// The step of about `count` ticks from low to high: 1, 2 or 5 times a power of ten.
pub(super) fn step(low: f64, high: f64, count: f64, whole: bool) -> f64 {
    let rough = ((high - low) / count).max(1e-12);
    let power = 10_f64.powi(rough.log10().floor() as i32);
    let error = rough / power;
    let factor = if error >= 50_f64.sqrt() {
        10.0
    } else if error >= 10_f64.sqrt() {
        5.0
    } else if error >= 2_f64.sqrt() {
        2.0
    } else {
        1.0
    };
    if whole {
        (factor * power).max(1.0)
    } else {
        factor * power
    }
}

/// Whether half a unit makes no sense.
pub(super) fn is_whole(style: NumberStyle) -> bool {
    matches!(style.unit, Unit::Count(_))
        && style.scale == crate::value::Scale::One
        && style.places == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Noun;

    #[test]
    fn ticks_are_round() {
        assert_eq!(
            Axis::round(0.0, 41.2, 4.0, false).ticks(),
            [0.0, 10.0, 20.0, 30.0, 40.0, 50.0]
        );
        assert_eq!(
            Axis::round(0.0, 0.31, 4.0, false).ticks(),
            [0.0, 0.1, 0.2, 0.3, 0.4]
        );
        assert_eq!(
            Axis::round(-7.0, 12.0, 4.0, false).ticks(),
            [-10.0, -5.0, 0.0, 5.0, 10.0, 15.0]
        );
    }

    #[test]
    fn a_range_of_nothing_is_widened() {
        assert_eq!(Axis::round(0.0, 0.0, 4.0, false).high, 1.0);
        assert_eq!(Axis::round(7.0, 7.0, 4.0, false).low, 0.0);
        assert_eq!(Axis::round(-7.0, -7.0, 4.0, false).high, 0.0);
    }

    #[test]
    fn counts_have_no_ticks_between_integers() {
        assert_eq!(Axis::round(0.0, 2.0, 4.0, true).ticks(), [0.0, 1.0, 2.0]);
    }

    #[test]
    fn prints_as_many_places_as_the_step_needs() {
        let style = NumberStyle::fit(Unit::Money, 500_000.0);
        let axis = Axis::round(0.0, 41.0, 4.0, false);
        assert_eq!(axis.print(30.0, style, Lang::ZH), "30");
        let axis = Axis::round(0.0, 1.3, 4.0, false);
        assert_eq!(axis.print(0.6, style, Lang::ZH), "0.6");
        let share = NumberStyle::fit(Unit::Ratio, 0.5);
        let axis = Axis::round(0.0, 90.0, 4.0, false);
        assert_eq!(axis.print(40.0, share, Lang::EN), "40%");
    }

    #[test]
    fn absurd_numbers_are_absent() {
        let style = NumberStyle::fit(Unit::Count(Noun::Orders), 1.0);
        assert_eq!(drawable(f64::NAN, style, Lang::ZH), None);
        assert_eq!(drawable(1e300, style, Lang::ZH), None);
        assert_eq!(drawable(-12.0, style, Lang::ZH), Some(-12.0));
    }
}
