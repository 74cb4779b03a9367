//! A target to propose for next month, where none is given: the better of this month's target and a forecast.
//!
//! Input: the figure's past months, this month's target, which way is better, what range the figure has. Output: the
//! proposal, what it rests on, and the forecast. Refuses, with the reason, where there is neither target nor forecast.
//!
//! The forecast, plainly:
//! - **Seasonal**, where the last 24 months are known: the same month of last year, grown as the year has grown. Counts
//!   and amounts: times (sum of the last 12 months / sum of the 12 before). Ratios, scores and figures that may be negative:
//!   plus (mean of the last 12 − mean of the 12 before). (A seasonal naive forecast with drift: R. J. Hyndman and
//!   G. Athanasopoulos, *Forecasting: Principles and Practice*, 3rd ed., section 5.2.)
//! - **Trend**, otherwise, where the last 3 months a, b, c are known: their mean plus the mean of the steps between them,
//!   (a + b + c)/3 + (c − a)/2, which weighs them −1/6, 1/3 and 5/6. On a straight line that is this month's figure again: a
//!   line is followed, not drawn on.
//!
//! A forecast is kept within the figure's range. A forecast that becomes the proposal is rounded to three significant digits,
//! towards the better side (up where higher is better, down where lower is), so that rounding never makes a target easier; a
//! target that is kept is not rounded.

/// Months that a seasonal forecast needs.
const SEASONAL_MONTHS: usize = 24;

/// Months that any forecast needs.
const TREND_MONTHS: usize = 3;

/// Which way a figure gets better. (A figure that has no better way is given no target.)
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
}

/// The values that a figure can have.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Range {
    /// Whole things, not below 0; proposals are whole.
    Count,
    /// Money, durations, multiples: not below 0.
    Amount,
    /// A share or rate, 0–1.
    Ratio,
    /// A score on a fixed scale, both ends included.
    Score {
        /// The lowest score, such as −100 for the NPS.
        low: f64,
        /// The highest score.
        high: f64,
    },
    /// Any number, such as net growth or a margin.
    Open,
}

impl Range {
    /// The nearest value in the range.
    fn clamp(self, value: f64) -> f64 {
        match self {
            Self::Count | Self::Amount => value.max(0.0),
            Self::Ratio => value.clamp(0.0, 1.0),
            // Not f64::clamp, which panics where the ends are given the wrong way round.
            Self::Score { low, high } => value.min(high).max(low),
            Self::Open => value,
        }
    }

    /// Whether growth multiplies such a figure (else it adds to it).
    fn multiplies(self) -> bool {
        matches!(self, Self::Count | Self::Amount)
    }
}

/// How a forecast was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// The same month of last year, grown as the year has.
    Seasonal,
    /// The mean of the last three months and of the steps between them.
    Trend,
}

/// A forecast of next month's figure, within its range, not rounded.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Forecast {
    /// The figure, in its base unit.
    pub value: f64,
    /// How it was made.
    pub method: Method,
}

/// Why there is no forecast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoForecast {
    /// Too few months in a row are known, this month the last of them.
    #[error("a forecast needs the last {TREND_MONTHS} months; {known} known")]
    TooFewMonths {
        /// How many are.
        known: usize,
    },
}

/// Forecasts the month after the last of `history`.
///
/// `history` holds consecutive months, the oldest first, this month last; a month without a figure is `None`, and so is one
/// whose figure is not finite. Only the months after the last gap are known.
pub fn forecast(history: &[Option<f64>], range: Range) -> Result<Forecast, NoForecast> {
    let mut latest: Vec<f64> = history
        .iter()
        .rev()
        .take(SEASONAL_MONTHS)
        .map_while(|month| month.filter(|value| value.is_finite()))
        .collect();
    latest.reverse();
    if let Some(value) = seasonal(&latest, range) {
        return Ok(Forecast {
            value: range.clamp(value),
            method: Method::Seasonal,
        });
    }
    match *latest.as_slice() {
        [.., a, b, c] => Ok(Forecast {
            value: range.clamp((a + b + c) / 3.0 + (c - a) / 2.0),
            method: Method::Trend,
        }),
        _ => Err(NoForecast::TooFewMonths {
            known: latest.len(),
        }),
    }
}

/// The seasonal forecast; `None` without 24 months, or where a first year of nothing gives no rate of growth.
fn seasonal(latest: &[f64], range: Range) -> Option<f64> {
    let (before, last) = latest.split_at_checked(SEASONAL_MONTHS / 2)?;
    if last.len() < SEASONAL_MONTHS / 2 {
        return None;
    }
    let same_month = *last.first()?;
    let (before, last): (f64, f64) = (before.iter().sum(), last.iter().sum());
    let value = if range.multiplies() {
        if before <= 0.0 {
            return None;
        }
        same_month * (last / before)
    } else {
        same_month + (last - before) / 12.0
    };
    value.is_finite().then_some(value)
}

/// What a proposal rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Basis {
    /// This month's target, kept.
    Target,
    /// The forecast, rounded.
    Forecast,
}

/// A target proposed for next month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Proposal {
    /// The target, in the figure's base unit.
    pub value: f64,
    /// What it rests on.
    pub basis: Basis,
    /// The forecast it was held against, or why there was none.
    pub forecast: Result<Forecast, NoForecast>,
}

/// Proposes next month's target: the better of this month's target and the forecast, or the one of them that there is.
///
/// `history` as for [`forecast`]. A target that is not finite counts as none; at a tie the target is kept.
pub fn propose(
    history: &[Option<f64>],
    this_target: Option<f64>,
    better: Better,
    range: Range,
) -> Result<Proposal, NoForecast> {
    let forecast = forecast(history, range);
    let kept = this_target.filter(|target| target.is_finite());
    let (value, basis) = match (kept, forecast) {
        (None, Err(reason)) => return Err(reason),
        (Some(target), Err(_)) => (target, Basis::Target),
        (Some(target), Ok(forecast)) if !is_better(forecast.value, target, better) => {
            (target, Basis::Target)
        }
        (_, Ok(forecast)) => (rounded(forecast.value, better, range), Basis::Forecast),
    };
    Ok(Proposal {
        value,
        basis,
        forecast,
    })
}

/// Whether `value` is strictly better than `other`.
fn is_better(value: f64, other: f64, better: Better) -> bool {
    match better {
        Better::Higher => value > other,
        Better::Lower => value < other,
    }
}

/// The number rounded to three significant digits (counts: and to whole ones) towards the better side, within the range.
fn rounded(value: f64, better: Better, range: Range) -> f64 {
    if value == 0.0 {
        return 0.0;
    }
    let mut exponent = value.abs().log10().floor() as i32 - 2;
    if range == Range::Count {
        exponent = exponent.max(0);
    }
    // Powers of ten below 1 are no exact floats: divide by exact ones instead of multiplying by inexact ones.
    let power = 10_f64.powi(exponent.abs());
    let scaled = if exponent >= 0 {
        value / power
    } else {
        value * power
    };
    let nearest = scaled.round();
    // A number that has three digits already must stay: 0.953 × 1000 may come out a hair above 953.
    let whole = if (scaled - nearest).abs() <= 1e-9 * scaled.abs() {
        nearest
    } else {
        match better {
            Better::Higher => scaled.ceil(),
            Better::Lower => scaled.floor(),
        }
    };
    let result = if exponent >= 0 {
        whole * power
    } else {
        whole / power
    };
    range.clamp(if result.is_finite() { result } else { value })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn known(months: &[f64]) -> Vec<Option<f64>> {
        months.iter().copied().map(Some).collect()
    }

    /// Two years: 12 months of 100 but a first of 50, then 12 of 120 but a first of 60: grown by 1380/1150 = 1.2; the same
    /// month last year had 60.
    fn two_years() -> Vec<Option<f64>> {
        let mut months = vec![50.0];
        months.extend([100.0; 11]);
        months.push(60.0);
        months.extend([120.0; 11]);
        known(&months)
    }

    #[test]
    fn the_season_is_last_years_month_grown() {
        let forecast = forecast(&two_years(), Range::Amount).unwrap();
        assert_eq!(forecast.method, Method::Seasonal);
        assert!((forecast.value - 72.0).abs() < 1e-12);
        // The difference of means, (1380 − 1150)/12, for what does not multiply.
        let open = super::forecast(&two_years(), Range::Open).unwrap();
        assert!((open.value - (60.0 + 230.0 / 12.0)).abs() < 1e-12);
    }

    #[test]
    fn only_the_last_two_years_count() {
        let mut months = vec![Some(9_999.0), None, Some(1e9)];
        months.extend(two_years());
        let value = forecast(&months, Range::Amount).unwrap().value;
        assert!((value - 72.0).abs() < 1e-12);
    }

    #[test]
    fn a_first_year_of_nothing_falls_back_on_the_trend() {
        let mut months = vec![0.0; 12];
        months.extend([10.0; 12]);
        let forecast = forecast(&known(&months), Range::Count).unwrap();
        assert_eq!((forecast.value, forecast.method), (10.0, Method::Trend));
    }

    #[test]
    fn the_trend_is_the_mean_and_the_mean_step() {
        let value = |months: &[f64]| forecast(&known(months), Range::Amount).unwrap().value;
        assert_eq!(value(&[100.0, 130.0, 160.0]), 160.0); // a straight line stays where it got to
        assert_eq!(value(&[120.0, 90.0, 120.0]), 110.0);
        assert_eq!(value(&[500.0, 90.0, 90.0, 120.0]), 115.0);
        assert_eq!(value(&[90.0, 50.0, 10.0]), 10.0);
        assert_eq!(value(&[90.0, 0.0, 0.0]), 0.0); // 30 − 45, not below 0
    }

    #[test]
    fn a_gap_ends_what_is_known() {
        let months = [Some(1.0), Some(2.0), None, Some(3.0), Some(4.0)];
        let refused = Err(NoForecast::TooFewMonths { known: 2 });
        assert_eq!(forecast(&months, Range::Open), refused);
        let months = [Some(1.0), Some(2.0), Some(f64::NAN)];
        let refused = NoForecast::TooFewMonths { known: 0 };
        assert_eq!(forecast(&months, Range::Open), Err(refused));
        assert_eq!(
            refused.to_string(),
            "a forecast needs the last 3 months; 0 known"
        );
    }

    #[test]
    fn ratios_and_scores_stay_in_range() {
        let value = |months: &[f64], range| forecast(&known(months), range).unwrap().value;
        assert_eq!(value(&[0.9, 1.0, 1.0], Range::Ratio), 1.0);
        assert_eq!(value(&[0.5, 0.0, 0.0], Range::Ratio), 0.0);
        let nps = Range::Score {
            low: -100.0,
            high: 100.0,
        };
        assert_eq!(value(&[-60.0, -95.0, -100.0], nps), -100.0);
        assert_eq!(value(&[-30.0, 0.0, 30.0], Range::Open), 30.0);
    }

    #[test]
    fn the_better_of_target_and_forecast_is_proposed() {
        let history = known(&[120.0, 90.0, 120.0]); // forecast 110
        let propose = |target, better| {
            let proposal = propose(&history, target, better, Range::Amount).unwrap();
            (proposal.value, proposal.basis)
        };
        assert_eq!(
            propose(Some(100.0), Better::Higher),
            (110.0, Basis::Forecast)
        );
        assert_eq!(propose(Some(115.0), Better::Higher), (115.0, Basis::Target));
        assert_eq!(propose(Some(100.0), Better::Lower), (100.0, Basis::Target));
        assert_eq!(
            propose(Some(115.0), Better::Lower),
            (110.0, Basis::Forecast)
        );
        assert_eq!(propose(Some(110.0), Better::Lower), (110.0, Basis::Target));
        assert_eq!(propose(None, Better::Lower), (110.0, Basis::Forecast));
        assert_eq!(
            propose(Some(f64::NAN), Better::Lower),
            (110.0, Basis::Forecast)
        );
    }

    #[test]
    fn a_target_without_forecast_is_kept_as_it_is() {
        let proposal = propose(&[Some(7.0)], Some(1234.56), Better::Higher, Range::Amount);
        assert_eq!(
            proposal,
            Ok(Proposal {
                value: 1234.56,
                basis: Basis::Target,
                forecast: Err(NoForecast::TooFewMonths { known: 1 }),
            })
        );
        let refused = propose(&[Some(7.0)], None, Better::Higher, Range::Amount);
        assert_eq!(refused, Err(NoForecast::TooFewMonths { known: 1 }));
    }

    #[test]
    fn rounding_goes_the_better_way() {
        use Better::{Higher, Lower};
        for (value, better, range, wanted) in [
            (1_234_567.0, Higher, Range::Amount, 1_240_000.0),
            (1_234_567.0, Lower, Range::Amount, 1_230_000.0),
            (0.952_49, Higher, Range::Ratio, 0.953),
            (0.953, Higher, Range::Ratio, 0.953),
            (0.029_95, Lower, Range::Ratio, 0.0299),
            (0.999_6, Higher, Range::Ratio, 1.0),
            (12.34, Higher, Range::Count, 13.0),
            (12.34, Lower, Range::Count, 12.0),
            (0.6, Lower, Range::Count, 0.0),
            (12.34, Higher, Range::Amount, 12.4),
            (999.9, Higher, Range::Amount, 1000.0),
            (1000.0, Higher, Range::Amount, 1000.0),
            (-12.34, Higher, Range::Open, -12.3),
            (-12.34, Lower, Range::Open, -12.4),
            (-0.4, Higher, Range::Open, -0.4),
            (0.0, Higher, Range::Open, 0.0),
        ] {
            assert_eq!(rounded(value, better, range), wanted, "{value} {better:?}");
        }
    }

    proptest! {
        #[test]
        fn a_proposal_is_never_easier(
            months in proptest::collection::vec(0.0..1e7_f64, 3..30),
            target in proptest::option::of(0.0..1e7_f64),
            higher: bool,
            count: bool,
        ) {
            let better = if higher { Better::Higher } else { Better::Lower };
            let range = if count { Range::Count } else { Range::Amount };
            let proposal = propose(&known(&months), target, better, range).unwrap();
            let forecast = proposal.forecast.unwrap();
            let slack = 1e-9 * forecast.value;
            let easier = |value: f64, than: f64| match better {
                Better::Higher => value < than - slack,
                Better::Lower => value > than + slack,
            };
            prop_assert!(!easier(proposal.value, forecast.value));
            prop_assert!(target.is_none_or(|target| !easier(proposal.value, target)));
            prop_assert!(proposal.value >= 0.0);
            // Three significant digits move a number by less than a hundredth.
            if proposal.basis == Basis::Forecast && !count {
                prop_assert!((proposal.value - forecast.value).abs() <= 0.01 * forecast.value);
            }
        }

        #[test]
        fn rounding_settles(mantissa in -10.0..10.0_f64, exponent in -12..15_i32) {
            for better in [Better::Higher, Better::Lower] {
                let once = rounded(mantissa * 10_f64.powi(exponent), better, Range::Open);
                prop_assert_eq!(rounded(once, better, Range::Open), once);
            }
        }

        #[test]
        fn rounding_stays_finite(value in proptest::num::f64::NORMAL | proptest::num::f64::SUBNORMAL) {
            for better in [Better::Higher, Better::Lower] {
                prop_assert!(rounded(value, better, Range::Open).is_finite());
            }
        }
    }
}
