//! Splitting a whole into whole parts that add up to it exactly: a target by hall, staff or week.
//!
//! Input: an integer whole in its smallest unit (fen, subscribers) and weights. Output: one integer part a weight. Refuses
//! nothing; a weight below 0 counts as 0, and weights that are all 0 count as equal. A figure that does not add up (a rate, a
//! mean, a score) is not split at all: each part takes the whole's target.
//!
//! By largest remainders (Hamilton's method of 1791): each part gets its exact share rounded down, and the units left go
//! one each to the largest remainders. Every part is then within one unit of its exact share. Source: M. L. Balinski and
//! H. P. Young, *Fair Representation* (1982), ch. 2 and appendix A.

use jiff::civil::Date;

use crate::month::Month;

/// The parts of `whole` by `weights`, in their order. They add up to `whole`; there are none where there are no weights.
///
/// Equal remainders go to the earlier part. A negative whole is split as its opposite is.
#[must_use]
pub fn apportion(whole: i128, weights: &[i128]) -> Vec<i128> {
    let mut weights: Vec<u128> = weights
        .iter()
        .map(|weight| u128::try_from(*weight).unwrap_or(0))
        .collect();
    if weights.iter().all(|&weight| weight == 0) {
        weights.fill(1);
    }
    let units = whole.unsigned_abs();
    // Products and the sum must fit 128 bits. Those of cells do; larger weights are taken to fewer digits. A weight of 1
    // always fits, so this ends before the largest is gone.
    while weights
        .iter()
        .any(|&weight| units.checked_mul(weight).is_none())
        || weights
            .iter()
            .try_fold(0_u128, |sum, &weight| sum.checked_add(weight))
            .is_none()
    {
        for weight in &mut weights {
            *weight /= 2;
        }
    }
    let sum: u128 = weights.iter().sum();
    let mut left = units;
    let mut parts: Vec<(u128, u128)> = weights
        .iter()
        .map(|&weight| {
            let product = units * weight;
            left -= product / sum;
            (product / sum, product % sum)
        })
        .collect();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order
        .sort_by_key(|&index| std::cmp::Reverse(parts.get(index).map(|&(_, remainder)| remainder)));
    for index in order {
        if left == 0 {
            break;
        }
        if let Some((part, _)) = parts.get_mut(index) {
            *part += 1;
            left -= 1;
        }
    }
    parts
        .into_iter()
        .map(|(part, _)| signed(part, whole < 0))
        .collect()
}

/// The number with its sign; −2¹²⁷ has no positive counterpart, hence not a plain negation.
fn signed(units: u128, negative: bool) -> i128 {
    if negative {
        0_i128.saturating_sub_unsigned(units)
    } else {
        0_i128.saturating_add_unsigned(units)
    }
}

/// A calendar week, Monday to Sunday, as far as it lies in the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Week {
    /// Its first day in the month.
    pub first: Date,
    /// Its last day in the month.
    pub last: Date,
}

/// The calendar weeks of a month, clipped to it: four to six, that cover every day once.
#[must_use]
pub fn weeks(month: Month) -> Vec<Week> {
    let mut weeks = Vec::new();
    let mut day = month.first_day();
    let end = month.last_day();
    while day <= end {
        let to_sunday = 6 - i64::from(day.weekday().to_monday_zero_offset());
        let last = day
            .checked_add(jiff::Span::new().days(to_sunday))
            .map_or(end, |sunday| sunday.min(end));
        weeks.push(Week { first: day, last });
        match last.tomorrow() {
            Ok(monday) => day = monday,
            Err(_) => break,
        }
    }
    weeks
}

/// The parts of a month's `whole` by calendar week, each with its week; they add up to `whole`.
///
/// `weekday_weights` tell what an average Monday to Sunday brings (last month's sums by weekday over the number of such
/// days, in any unit); a week weighs what its days in the month do.
#[must_use]
pub fn by_week(whole: i128, month: Month, weekday_weights: &[i128; 7]) -> Vec<(Week, i128)> {
    let weeks = weeks(month);
    // Below 0 as `apportion` takes it, but day by day; and equal days rather than equal weeks where nothing is known.
    let known = weekday_weights.iter().any(|&weight| weight > 0);
    let weight = |day: Date| {
        if known {
            let index = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(0);
            weekday_weights
                .get(index)
                .map_or(0, |&weight| weight.max(0))
        } else {
            1
        }
    };
    let weights: Vec<i128> = weeks
        .iter()
        .map(|week| {
            week.first
                .series(jiff::Span::new().days(1))
                .take_while(|day| *day <= week.last)
                .fold(0, |sum: i128, day| sum.saturating_add(weight(day)))
        })
        .collect();
    let parts = apportion(whole, &weights);
    weeks.into_iter().zip(parts).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The example that encyclopaedias give for the method: 100 000 votes, 10 seats, Hare quota.
    #[test]
    fn agrees_with_the_ten_seat_example() {
        let votes = [47_000, 16_000, 15_900, 12_000, 6_000, 3_100];
        assert_eq!(apportion(10, &votes), [5, 2, 1, 1, 1, 0]);
    }

    /// The Alabama paradox at its smallest: the method is known to take a seat away where the house grows from 10 to 11.
    #[test]
    fn agrees_with_the_alabama_example() {
        assert_eq!(apportion(10, &[6, 6, 2]), [4, 4, 2]);
        assert_eq!(apportion(11, &[6, 6, 2]), [5, 5, 1]);
    }

    #[test]
    fn equal_remainders_go_to_the_earlier() {
        assert_eq!(apportion(100, &[1, 1, 1]), [34, 33, 33]);
        assert_eq!(apportion(-100, &[1, 1, 1]), [-34, -33, -33]);
        assert_eq!(apportion(2, &[1, 1, 1, 1]), [1, 1, 0, 0]);
    }

    #[test]
    fn weights_of_nothing_are_equal() {
        assert_eq!(apportion(7, &[0, 0]), [4, 3]);
        assert_eq!(apportion(7, &[-3, 0, -1]), [3, 2, 2]);
        assert_eq!(apportion(7, &[-3, 2]), [0, 7]);
        assert_eq!(apportion(0, &[1, 2]), [0, 0]);
        assert_eq!(apportion(7, &[]), [0; 0]);
    }

    #[test]
    fn holds_at_the_limits() {
        for whole in [i128::MAX, i128::MIN] {
            for weights in [&[i128::MAX, i128::MAX, 1][..], &[1, 1, 1], &[0, 1]] {
                let parts = apportion(whole, weights);
                assert_eq!(parts.iter().sum::<i128>(), whole, "{weights:?}");
            }
            assert_eq!(apportion(whole, &[i128::MAX, 1]), [whole, 0]);
        }
    }

    fn dates(month: &str) -> Vec<String> {
        weeks(month.parse().unwrap())
            .iter()
            .map(|week| format!("{}–{}", week.first, week.last))
            .collect()
    }

    #[test]
    fn weeks_are_clipped_to_the_month() {
        assert_eq!(
            dates("2025-05"),
            [
                "2025-05-01–2025-05-04",
                "2025-05-05–2025-05-11",
                "2025-05-12–2025-05-18",
                "2025-05-19–2025-05-25",
                "2025-05-26–2025-05-31",
            ]
        );
        assert_eq!(dates("2021-02").len(), 4); // 28 days from a Monday
        assert_eq!(dates("2025-06").len(), 6); // 1 June is a Sunday, 30 June a Monday
        assert_eq!(dates("2025-06")[0], "2025-06-01–2025-06-01");
        assert_eq!(dates("2025-06")[5], "2025-06-30–2025-06-30");
        assert_eq!(dates("9999-12").last().unwrap(), "9999-12-27–9999-12-31");
    }

    /// May 2025 starts on a Thursday. Weekdays weigh 1, weekend days 2: its weeks weigh 6, 9, 9, 9, 7 of 40.
    #[test]
    fn a_week_weighs_what_its_days_do() {
        let parts: Vec<i128> = by_week(400, "2025-05".parse().unwrap(), &[1, 1, 1, 1, 1, 2, 2])
            .into_iter()
            .map(|(_, part)| part)
            .collect();
        assert_eq!(parts, [60, 90, 90, 90, 70]);
    }

    /// 22 working days: 2 in the first week, 5 in each of the others.
    #[test]
    fn a_weekday_below_0_weighs_nothing() {
        let parts: Vec<i128> = by_week(220, "2025-05".parse().unwrap(), &[1, 1, 1, 1, 1, -50, 0])
            .into_iter()
            .map(|(_, part)| part)
            .collect();
        assert_eq!(parts, [20, 50, 50, 50, 50]);
    }

    #[test]
    fn days_are_equal_where_no_weekday_is_known() {
        let parts: Vec<i128> = by_week(31, "2025-05".parse().unwrap(), &[0; 7])
            .into_iter()
            .map(|(_, part)| part)
            .collect();
        assert_eq!(parts, [4, 7, 7, 7, 6]);
    }

    proptest! {
        #[test]
        fn parts_add_up_and_keep_within_a_unit(
            whole in -1_000_000_000_000_000_i128..1_000_000_000_000_000,
            weights in proptest::collection::vec(0..1_000_000_000_000_i128, 1..50),
        ) {
            let parts = apportion(whole, &weights);
            prop_assert_eq!(parts.iter().sum::<i128>(), whole);
            let sum: i128 = weights.iter().sum();
            if sum > 0 {
                for (part, weight) in parts.iter().zip(&weights) {
                    prop_assert!((part * sum - whole * weight).abs() < sum);
                }
            }
        }

        #[test]
        fn parts_add_up_at_any_size(whole: i128, weights in proptest::collection::vec(any::<i128>(), 1..20)) {
            let parts = apportion(whole, &weights);
            let sum = parts.iter().try_fold(0_i128, |sum, &part| sum.checked_add(part));
            prop_assert_eq!(sum, Some(whole));
        }

        #[test]
        fn weeks_cover_the_month(year in 1..=9999_i32, number in 1..=12_u32) {
            let month = Month::new(year, number).unwrap();
            let weeks = weeks(month);
            prop_assert_eq!(weeks[0].first, month.first_day());
            prop_assert_eq!(weeks[weeks.len() - 1].last, month.last_day());
            for pair in weeks.windows(2) {
                prop_assert_eq!(pair[0].last.tomorrow().unwrap(), pair[1].first);
                prop_assert_eq!(pair[1].first.weekday(), jiff::civil::Weekday::Monday);
            }
        }
    }
}
