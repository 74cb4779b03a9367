//! The seeded generator behind every made-up figure.
//!
//! xoshiro256++ 1.0 (Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47, 2021), its
//! state filled by SplitMix64 as its authors advise. Only integers, sums, products and quotients are used, whose
//! results every platform agrees on, so that a seed means the same bytes everywhere.

/// A stream of pseudorandom numbers.
#[derive(Debug, Clone)]
pub(crate) struct Rng([u64; 4]);

/// One step of SplitMix64: advances `state` and gives its next output.
const fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

impl Rng {
    /// The stream that `seed` and `path` name. Streams of different paths do not depend on each other, so that a
    /// table's rows stay the same whatever is drawn for another table, hall or month.
    pub(crate) fn new(seed: u64, path: &[u64]) -> Self {
        let mut state = seed;
        for &part in path {
            state = split_mix(&mut state) ^ part.wrapping_mul(0xD6E8_FEB8_6659_FD93);
        }
        Self([(); 4].map(|()| split_mix(&mut state)))
    }

    /// 64 random bits.
    pub(crate) fn next(&mut self) -> u64 {
        let [a, b, c, d] = &mut self.0;
        let result = a.wrapping_add(*d).rotate_left(23).wrapping_add(*a);
        let t = *b << 17;
        *c ^= *a;
        *d ^= *b;
        *b ^= *c;
        *a ^= *d;
        *c ^= t;
        *d = d.rotate_left(45);
        result
    }

    /// A whole number of 0 to `n` − 1; 0 where `n` is 0. (The bias is below `n`/2⁶⁴.)
    pub(crate) fn below(&mut self, n: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(n)) >> 64) as u64
    }

    /// A whole number of `low` to `high`, both included; `low` where `high` is less.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = high.saturating_sub(low).saturating_add(1).max(1);
        low + self.below(span.unsigned_abs()) as i64
    }

    /// A number of [0, 1), in steps of 2⁻⁵³.
    pub(crate) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / 9_007_199_254_740_992.0
    }

    /// True with probability `p`.
    pub(crate) fn chance(&mut self, p: f64) -> bool {
        self.unit() < p
    }

    /// About normal with mean 0 and standard deviation 1, within ±6: twelve uniform numbers added up.
    pub(crate) fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }

    /// Positive and skewed to the right with mean 1: 0.4 to 2.2, more often below 1 than above.
    pub(crate) fn skewed(&mut self) -> f64 {
        let u = self.unit();
        0.4 + 1.8 * u * u
    }

    /// A whole number whose mean is `x`: `x` rounded up or down at random; 0 where `x` is not positive.
    pub(crate) fn round(&mut self, x: f64) -> u64 {
        (x + self.unit()).max(0.0) as u64
    }

    /// A place in `weights`, as likely as its weight says; 0 where there are none.
    pub(crate) fn weighted(&mut self, weights: impl Iterator<Item = u32> + Clone) -> usize {
        let mut left = self.below(weights.clone().map(u64::from).sum());
        for (place, weight) in weights.enumerate() {
            match left.checked_sub(weight.into()) {
                Some(rest) => left = rest,
                None => return place,
            }
        }
        0
    }

    /// One of `items`.
    pub(crate) fn one_of<T: Copy + Default>(&mut self, items: &[T]) -> T {
        let place = self.below(items.len() as u64) as usize;
        items.get(place).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first outputs that the authors' C programs give: SplitMix64 from 1234567, and xoshiro256++ from 1, 2, 3, 4.
    #[test]
    fn agrees_with_the_published_generators() {
        let mut state = 1_234_567;
        let first: Vec<u64> = (0..3).map(|_| split_mix(&mut state)).collect();
        assert_eq!(
            first,
            [
                6_457_827_717_110_365_317,
                3_203_168_211_198_807_973,
                9_817_491_932_198_370_423
            ]
        );
        let mut rng = Rng([1, 2, 3, 4]);
        let first: Vec<u64> = (0..4).map(|_| rng.next()).collect();
        assert_eq!(
            first,
            [
                41_943_041,
                58_720_359,
                3_588_806_011_781_223,
                3_591_011_842_654_386
            ]
        );
    }

    #[test]
    fn draws_stay_within_their_bounds_and_near_their_means() {
        let mut rng = Rng::new(7, &[1, 2]);
        let n = 20_000;
        let mut sum = [0.0; 4];
        for _ in 0..n {
            let drawn = [
                rng.between(3, 9) as f64,
                rng.skewed(),
                rng.normal(),
                rng.round(2.3) as f64,
            ];
            assert!((3.0..=9.0).contains(&drawn[0]) && (0.4..2.2).contains(&drawn[1]));
            for (total, x) in sum.iter_mut().zip(drawn) {
                *total += x;
            }
        }
        for (total, mean) in sum.iter().zip([6.0, 1.0, 0.0, 2.3]) {
            assert!((total / f64::from(n) - mean).abs() < 0.05, "{sum:?}");
        }
        assert_eq!(rng.weighted([0, 5, 0].into_iter()), 1);
        assert_eq!((rng.below(0), rng.between(4, 1)), (0, 4));
    }
}
