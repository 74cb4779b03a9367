//! Amounts far outside a column's usual range, by robust z-scores.
//!
//! Input: a column's amounts, in any order and in any number of pieces. Output: the usual range, and whether an amount lies
//! far outside it. Refuses (`None`) to judge a column of fewer than [`LEAST`] amounts.
//!
//! The modified z-score of x is 0.6745·(x − median)/MAD, where MAD is the median of |x − median|; beyond ±3.5 a value is
//! taken for an outlier. Source: B. Iglewicz and D. C. Hoaglin, *How to Detect and Handle Outliers*, ASQC Basic References in
//! Quality Control 16 (1993), ch. 3. Where MAD is 0 (over half the values alike), the mean absolute deviation times
//! 1.2533 = √(π/2) takes the place of MAD/0.6745, as SPSS and others have it.
//!
//! Amounts of money are skewed: phones beside ringtones. A plain z-score would flag every phone. So an amount is far only where
//! its size is an outlier both as it is and by its logarithm, and by the logarithm at least by a factor of four: what
//! such columns really hold by mistake is a fen for a yuan, a thousand for a one.

/// The fewest amounts other than 0 that a usual range is made from.
pub const LEAST: u64 = 30;

/// The modified z-score beyond which a value is an outlier.
const FAR: f64 = 3.5;

/// The quartile of the standard normal distribution: MAD / 0.6745 estimates the standard deviation.
const QUARTILE: f64 = 0.6745;

/// √(π/2): the mean absolute deviation times this estimates the standard deviation.
const MEAN_DEVIATION: f64 = 1.253_314;

/// The least standard deviation of logarithms taken: ln 1.5, so that nothing within a factor of 1.5^3.5 = 4.1 of the
/// median is far, however alike the others are.
const LEAST_LOG_SCALE: f64 = 0.405_465_108_108_164_4;

/// Buckets that a power of two is parted into; so wide a bucket holds amounts within 1/64 of each other.
const STEPS: u32 = 64;

/// A centre and a spread that outliers do not move.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Robust {
    /// The median; of an even number of values the mean of the middle two.
    pub median: f64,
    /// The estimate of the standard deviation: MAD/0.6745, or the mean absolute deviation × 1.2533 where MAD is 0. 0 where all
    /// values are alike.
    pub scale: f64,
}

impl Robust {
    /// Of the values given; `None` where there are none or one is not a number.
    #[must_use]
    pub fn of(values: &[f64]) -> Option<Self> {
        Self::weighted(values.iter().map(|&value| (value, 1)).collect())
    }

    /// Of values that occur more than once.
    fn weighted(mut values: Vec<(f64, u64)>) -> Option<Self> {
        if values.iter().any(|(value, _)| value.is_nan()) {
            return None;
        }
        let median = median(&mut values)?;
        let mut deviations: Vec<(f64, u64)> = values
            .iter()
            .map(|&(value, times)| ((value - median).abs(), times))
            .collect();
        let mad = self::median(&mut deviations)?;
        let scale = if mad > 0.0 {
            mad / QUARTILE
        } else {
            let (sum, number) =
                deviations
                    .iter()
                    .fold((0.0, 0.0), |(sum, number), &(deviation, times)| {
                        (sum + deviation * times as f64, number + times as f64)
                    });
            sum / number * MEAN_DEVIATION
        };
        Some(Self { median, scale })
    }

    /// The modified z-score. Where all values were alike, 0 for the same and ±∞ for any other.
    #[must_use]
    pub fn z(&self, value: f64) -> f64 {
        if value == self.median {
            0.0
        } else {
            (value - self.median) / self.scale
        }
    }
}

/// The median of values that occur so many times; sorts them.
fn median(values: &mut [(f64, u64)]) -> Option<f64> {
    values.sort_by(|a, b| a.0.total_cmp(&b.0));
    let number: u64 = values.iter().map(|(_, times)| times).sum();
    let at = |rank: u64| {
        let mut passed = 0;
        values
            .iter()
            .find(|(_, times)| {
                passed += times;
                passed > rank
            })
            .map(|(value, _)| *value)
    };
    Some(f64::midpoint(
        at(number.checked_sub(1)? / 2)?,
        at(number / 2)?,
    ))
}

/// A column's amounts, kept as counts by size: memory follows the sizes, not the rows.
///
/// Sizes share a bucket where they agree in their first seven binary digits (the scheme of HdrHistogram), so that the median is
/// known to within 1 %. Takes 25 kB for amounts up to 10¹² yuan, 63 kB at most. Merging adds counts: pieces may be folded
/// in any order. Signs are dropped, since a refund is as large as its sale; zeros are left out, since what is free says nothing
/// about sizes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Spread {
    counts: Vec<u64>,
}

/// The sizes that a column's amounts usually have, in ten-thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UsualRange {
    /// The least usual size; 0 or less where no amount is too small.
    pub low: i128,
    /// The greatest usual size.
    pub high: i128,
}

impl Spread {
    /// Counts an amount, in ten-thousandths.
    pub fn add(&mut self, amount: i128) {
        if amount == 0 {
            return;
        }
        let bucket = bucket(amount.unsigned_abs());
        if bucket >= self.counts.len() {
            self.counts.resize(bucket + 1, 0);
        }
        if let Some(count) = self.counts.get_mut(bucket) {
            *count += 1;
        }
    }

    /// Counts all that `other` has counted.
    pub fn merge(&mut self, other: &Self) {
        if other.counts.len() > self.counts.len() {
            self.counts.resize(other.counts.len(), 0);
        }
        for (count, more) in self.counts.iter_mut().zip(&other.counts) {
            *count += more;
        }
    }

    /// The usual range of the sizes counted; `None` where they are fewer than [`LEAST`].
    #[must_use]
    pub fn usual_range(&self) -> Option<UsualRange> {
        let sizes: Vec<(f64, u64)> = self
            .counts
            .iter()
            .enumerate()
            .filter(|(_, count)| **count > 0)
            .map(|(bucket, &count)| (middle(bucket), count))
            .collect();
        if sizes.iter().map(|(_, count)| count).sum::<u64>() < LEAST {
            return None;
        }
        let logs = sizes.iter().map(|&(size, n)| (size.ln(), n)).collect();
        let plain = Robust::weighted(sizes)?;
        let log = Robust::weighted(logs)?;
        let log_reach = FAR * log.scale.max(LEAST_LOG_SCALE);
        let reach = FAR * plain.scale;
        let low = (plain.median - reach).min((log.median - log_reach).exp());
        let high = (plain.median + reach).max((log.median + log_reach).exp());
        Some(UsualRange {
            low: low.ceil() as i128,
            high: high.floor() as i128,
        })
    }

    /// How many amounts lie far outside a range, and how many there are. Near the range's ends an amount counts as its bucket
    /// does: see [`UsualRange::is_far_size`].
    #[must_use]
    pub fn count_far(&self, range: &UsualRange) -> (u64, u64) {
        let counts = self.counts.iter().enumerate();
        counts.fold((0, 0), |(far, all), (bucket, count)| {
            let counted = if range.is_far_bucket(bucket) {
                *count
            } else {
                0
            };
            (far + counted, all + count)
        })
    }

    /// Whether an amount (in ten-thousandths) lies far outside the usual range. Works the range out anew: to judge many
    /// amounts, ask for [`Spread::usual_range`] once.
    #[must_use]
    pub fn is_far(&self, amount: i128) -> bool {
        self.usual_range().is_some_and(|range| range.is_far(amount))
    }
}

impl UsualRange {
    /// Whether a size above 0 lies outside the range, sizes within 1/64 of each other alike, as [`Spread::count_far`] counts them.
    #[must_use]
    pub fn is_far_size(&self, size: u128) -> bool {
        size != 0 && self.is_far_bucket(bucket(size))
    }

    fn is_far_bucket(&self, bucket: usize) -> bool {
        let middle = middle(bucket);
        middle < self.low as f64 || middle > self.high as f64
    }

    /// Whether the size of an amount lies outside the range. 0 never does.
    #[must_use]
    pub fn is_far(&self, amount: i128) -> bool {
        // −2¹²⁷ has no size in an i128; one less is as far.
        let size = amount.saturating_abs();
        size != 0 && (size < self.low || size > self.high)
    }
}

/// The bucket of a size above 0: sizes below 128 have one each, and each power of two above 64 of them.
fn bucket(size: u128) -> usize {
    let shift = size
        .checked_ilog2()
        .unwrap_or(0)
        .saturating_sub(STEPS.ilog2());
    // At most 121 × 64 + 127.
    (shift * STEPS) as usize + (size >> shift) as usize
}

/// The middle of a bucket's sizes.
fn middle(bucket: usize) -> f64 {
    let steps = STEPS as usize;
    let shift = (bucket / steps).saturating_sub(1) as u32;
    let first = ((bucket - shift as usize * steps) as u128) << shift;
    first as f64 + ((1_u128 << shift) - 1) as f64 / 2.0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn near(left: f64, right: f64, tolerance: f64) {
        assert!((left - right).abs() <= tolerance, "{left} is not {right}");
    }

    /// The usual example of the MAD: 1, 1, 2, 2, 4, 6, 9 has median 2 and MAD 1.
    #[test]
    fn agrees_with_the_usual_example() {
        let robust = Robust::of(&[9.0, 1.0, 2.0, 1.0, 6.0, 2.0, 4.0]).unwrap();
        assert_eq!(robust.median, 2.0);
        near(robust.scale, 1.0 / 0.6745, 1e-15);
        near(robust.z(9.0), 4.7215, 1e-12);
        near(robust.z(1.0), -0.6745, 1e-12);
    }

    /// Rosner's 54 values of vitamin E, as the NIST/SEMATECH e-Handbook (1.3.5.17.3) prints them: median 2.095, MAD 0.545;
    /// the three outliers that the generalised ESD test finds there, 6.01, 5.42 and 5.34, are beyond 3.5 here too.
    #[test]
    fn finds_rosners_outliers() {
        let values = [
            -0.25, 0.68, 0.94, 1.15, 1.20, 1.26, 1.26, 1.34, 1.38, 1.43, 1.49, 1.49, 1.55, 1.56,
            1.58, 1.65, 1.69, 1.70, 1.76, 1.77, 1.81, 1.91, 1.94, 1.96, 1.99, 2.06, 2.09, 2.10,
            2.14, 2.15, 2.23, 2.24, 2.26, 2.35, 2.37, 2.40, 2.47, 2.54, 2.62, 2.64, 2.90, 2.92,
            2.92, 2.93, 3.21, 3.26, 3.30, 3.59, 3.68, 4.30, 4.64, 5.34, 5.42, 6.01,
        ];
        let robust = Robust::of(&values).unwrap();
        near(robust.median, 2.095, 1e-12);
        near(robust.scale, 0.545 / 0.6745, 1e-12);
        let far: Vec<f64> = values
            .into_iter()
            .filter(|&value| robust.z(value).abs() > FAR)
            .collect();
        assert_eq!(far, [5.34, 5.42, 6.01]);
        near(robust.z(6.01), 4.8453, 1e-4);
        near(robust.z(4.64), 3.1497, 1e-4);
    }

    #[test]
    fn the_mean_deviation_steps_in_where_the_mad_is_0() {
        let robust = Robust::of(&[10.0, 10.0, 10.0, 10.0, 10.0, 10.0, 10.0, 100.0]).unwrap();
        near(robust.z(100.0), 90.0 / (90.0 / 8.0 * 1.253_314), 1e-12);
        assert_eq!(robust.z(10.0), 0.0);
        let alike = Robust::of(&[5.0; 4]).unwrap();
        assert_eq!(
            (alike.z(5.0), alike.z(5.1), alike.z(4.0)),
            (0.0, f64::INFINITY, f64::NEG_INFINITY)
        );
        assert_eq!(Robust::of(&[]), None);
        assert_eq!(Robust::of(&[1.0, f64::NAN]), None);
    }

    fn spread(yuan: impl IntoIterator<Item = i128>) -> Spread {
        let mut spread = Spread::default();
        for amount in yuan {
            spread.add(amount * 10_000);
        }
        spread
    }

    #[test]
    fn phones_beside_ringtones_are_usual_and_a_lost_point_is_not() {
        // 60 ringtones at 5 to 10 yuan, 100 plans at 39 to 199, 40 phones at 1999 to 7900.
        let column = spread(
            (0..60)
                .map(|n| 5 + n % 6)
                .chain((0..100).map(|n| 39 + (n * 37) % 161))
                .chain((0..40).map(|n| 1999 + n * 151)),
        );
        let range = column.usual_range().unwrap();
        for usual in [0, 1, 5, 199, -199, 7900, 12_000] {
            assert!(!range.is_far(usual * 10_000), "{usual} in {range:?}");
        }
        for far in [790_000, -790_000, i128::MAX / 10_000] {
            assert!(range.is_far(far * 10_000), "{far} in {range:?}");
        }
        assert!(range.is_far(i128::MIN));
        assert!(column.is_far(7_900_000_000));
    }

    #[test]
    fn a_price_list_of_one_price_bears_a_factor_of_four() {
        let column = spread([99; 50]);
        let far: Vec<i128> = [1, 10, 24, 30, 99, 150, 400, 410, 9900]
            .into_iter()
            .filter(|yuan| column.is_far(yuan * 10_000))
            .collect();
        assert_eq!(far, [1, 10, 410, 9900]);
    }

    #[test]
    fn too_few_are_not_judged() {
        let mut column = spread([99; 29]);
        column.add(0);
        assert_eq!(column.usual_range(), None);
        assert!(!column.is_far(i128::MAX));
        column.add(990_000);
        assert!(column.is_far(i128::MAX));
    }

    #[test]
    fn buckets_are_numbered_without_gap_and_hold_their_middle() {
        let mut before = 0;
        for size in 1..100_000_u128 {
            let bucket = bucket(size);
            assert!(bucket == before || bucket == before + 1, "{size}");
            before = bucket;
        }
        assert_eq!(middle(bucket(77)), 77.0);
        // 128 buckets below 2⁷, then 64 for each of 57 powers.
        assert_eq!(bucket(u128::from(u64::MAX)), 128 + 57 * 64 - 1);
        assert_eq!(bucket(u128::MAX), 7871);
    }

    proptest! {
        #[test]
        fn a_bucket_is_narrow(size in 1..u128::MAX) {
            let middle = middle(bucket(size));
            prop_assert!((middle - size as f64).abs() <= size as f64 / 128.0);
        }

        #[test]
        fn merging_takes_no_notice_of_order(
            pieces in proptest::collection::vec(proptest::collection::vec(any::<i128>(), 0..30), 0..6),
        ) {
            let folded = |pieces: &mut dyn Iterator<Item = &Vec<i128>>| {
                let mut whole = Spread::default();
                for piece in pieces {
                    let mut part = Spread::default();
                    for &amount in piece {
                        part.add(amount);
                    }
                    whole.merge(&part);
                }
                whole
            };
            let forth = folded(&mut pieces.iter());
            let back = folded(&mut pieces.iter().rev());
            let mut one = Spread::default();
            for &amount in pieces.iter().flatten() {
                one.add(amount);
            }
            prop_assert_eq!(&forth, &back);
            prop_assert_eq!(&forth, &one);
        }

        #[test]
        fn the_range_is_near_the_exact_one(
            amounts in proptest::collection::vec(1_000..100_000_000_i128, 30..200),
        ) {
            let mut column = Spread::default();
            for &amount in &amounts {
                column.add(amount);
            }
            let range = column.usual_range().unwrap();
            let sizes: Vec<f64> = amounts.iter().map(|&amount| amount as f64).collect();
            let logs: Vec<f64> = sizes.iter().map(|size| size.ln()).collect();
            let (plain, log) = (Robust::of(&sizes).unwrap(), Robust::of(&logs).unwrap());
            // Where nothing is exactly so narrow that a bucket's width tells.
            prop_assume!(plain.scale > 0.2 * plain.median && log.scale > 0.2);
            let high = (plain.median + FAR * plain.scale)
                .max((log.median + FAR * log.scale.max(LEAST_LOG_SCALE)).exp());
            prop_assert!((range.high as f64 / high - 1.0).abs() < 0.15, "{} {high}", range.high);
        }
    }
}
