//! What a run makes: its halls and their staff, its months, and how many sales rows each hall has in each month.

use super::calendar::Day;
use super::names;
use super::rng::Rng;
use super::{ROWS_A_HALL_AND_MONTH, SampleOptions};
use crate::month::Month;

/// Sales rows by month of the year, as shares of an ordinary month's: the spring festival thins February, the new
/// term fills September and the year's end its last two months.
const SEASON: [f64; 12] = [
    1.04, 0.90, 0.98, 1.00, 1.02, 0.99, 1.00, 1.02, 1.09, 1.01, 1.05, 1.06,
];

/// How much sales grow in a year.
const GROWTH: f64 = 0.07;

/// Days from a spring promotion's first to its last.
const PROMOTION_DAYS: i64 = 3;

/// The streams of random numbers: one a table and a purpose.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Stream {
    Hall,
    Staff,
    SalesDays,
    Sales,
    Subscribers,
    NewSubscribers,
    Complaints,
    Inventory,
    Surveys,
    Services,
    Costs,
    Training,
    Inspections,
    Issues,
    Anywhere,
}

/// A member of staff.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) role: &'static str,
    pub(crate) hired: Day,
    /// Hired under six months before the last month's end.
    pub(crate) novice: bool,
    /// Minutes taken against the ordinary: below 1 is quick.
    pub(crate) pace: f64,
    /// Sales made against the ordinary.
    pub(crate) knack: u32,
}

/// A hall.
#[derive(Debug, Clone)]
pub(crate) struct Hall {
    pub(crate) name: String,
    /// Its size: 1 for a hall of 3,000 sales rows a month.
    pub(crate) size: f64,
    /// Subscribers before the first month.
    pub(crate) subscribers: u64,
    /// Customers who may buy.
    pub(crate) customers: u64,
    pub(crate) staff: Vec<Person>,
}

/// What a run makes.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) seed: u64,
    pub(crate) months: Vec<Month>,
    pub(crate) last: Month,
    pub(crate) halls: Vec<Hall>,
    /// Whether whoever sells or serves may be of any hall.
    staff_anywhere: bool,
    /// Sales rows by month, then hall.
    rows: Vec<Vec<u64>>,
}

impl Plan {
    /// The plan of a run.
    pub(crate) fn new(options: &SampleOptions) -> Self {
        let first = first(options);
        let months: Vec<Month> = (0..=options.month.since(first))
            .map(|n| first.plus(n))
            .collect();
        let weights: Vec<f64> = (0..u64::from(options.halls))
            .map(|hall| {
                let mut rng = Rng::new(options.seed, &[Stream::Hall as u64, hall]);
                if hall == 0 {
                    1.0
                } else {
                    0.7 + 0.6 * rng.unit()
                }
            })
            .collect();
        let all: f64 = weights.iter().sum();
        let ordinary =
            options.rows as f64 / f64::from(options.months) / ROWS_A_HALL_AND_MONTH as f64;
        let halls = (0..)
            .zip(&weights)
            .map(|(hall, weight)| {
                Hall::new(options, hall, ordinary * weight / all, Day::first_of(first))
            })
            .collect();
        let shares: Vec<f64> = months
            .iter()
            .flat_map(|&month| {
                let season = season(month) * trend(month, options.month);
                weights.iter().map(move |weight| season * weight)
            })
            .collect();
        let rows = split(options.rows, &shares)
            .chunks(weights.len().max(1))
            .map(<[u64]>::to_vec)
            .collect();
        Self {
            seed: options.seed,
            months,
            last: options.month,
            halls,
            staff_anywhere: options.staff_anywhere,
            rows,
        }
    }

    /// A stream of random numbers of its own.
    pub(crate) fn rng(&self, stream: Stream, hall: usize, month: Month, part: i64) -> Rng {
        let month = u64::from(month.number()) + 12 * u64::from(month.year().unsigned_abs());
        Rng::new(
            self.seed,
            &[stream as u64, hall as u64, month, part.unsigned_abs()],
        )
    }

    /// Sales rows of a hall in a month, by place.
    pub(crate) fn rows(&self, month: usize, hall: usize) -> u64 {
        let of_month = self.rows.get(month);
        of_month.and_then(|m| m.get(hall)).copied().unwrap_or(0)
    }

    /// Who a row names in place of `own`, a member of the hall's staff: the same, or where staff work anywhere, one whom
    /// `draw` draws from those of all halls.
    pub(crate) fn named<'p>(&'p self, own: Option<&'p Person>, draw: u64) -> Option<&'p Person> {
        if !self.staff_anywhere {
            return own;
        }
        own?;
        let mut rng = Rng::new(self.seed, &[Stream::Anywhere as u64, draw]);
        let hall = self
            .halls
            .get(rng.below(self.halls.len() as u64) as usize)?;
        hall.staff.get(rng.below(hall.staff.len() as u64) as usize)
    }

    /// Places, halls and months, the halls of a month together.
    pub(crate) fn hall_months(&self) -> impl Iterator<Item = (usize, Month, usize, &Hall)> {
        self.months.iter().enumerate().flat_map(move |(m, &month)| {
            let halls = self.halls.iter().enumerate();
            halls.map(move |(h, hall)| (m, month, h, hall))
        })
    }

    /// Whether a day has the trade-in promotion: a long weekend each spring and autumn, two in the last month.
    pub(crate) fn promotion(&self, month: Month, day: i64) -> bool {
        let within = |first: i64| (first..first + PROMOTION_DAYS).contains(&day);
        if month == self.last {
            within(11) || within(25)
        } else {
            matches!(month.number(), 4 | 6 | 11) && within(18)
        }
    }
}

impl Hall {
    fn new(options: &SampleOptions, hall: u64, size: f64, first: Day) -> Self {
        let staff = (9.0 * size + 0.5).clamp(4.0, 999.0) as u64;
        let end = Day::first_of(options.month.next());
        let name = names::hall(hall);
        let staff = (0..staff)
            .map(|n| {
                let mut rng = Rng::new(options.seed, &[Stream::Staff as u64, hall, n]);
                // Two in nine are newcomers.
                let novice = n % 9 >= 7;
                let hired = if novice {
                    end.plus(-rng.between(60, 165))
                } else {
                    first.plus(-rng.between(240, 3_200))
                };
                let pace = 0.86 + 0.26 * rng.unit();
                Person {
                    id: format!("Y{:02}{:03}", hall + 1, n + 1),
                    name: names::person(hall, n),
                    role: names::role(n),
                    hired,
                    novice,
                    pace: if novice { pace + 0.22 } else { pace },
                    knack: if novice {
                        72
                    } else {
                        rng.between(85, 125) as u32
                    },
                }
            })
            .collect();
        Self {
            name,
            size,
            subscribers: (10_650.0 * size) as u64,
            customers: (8_200.0 * size) as u64 + 1,
            staff,
        }
    }

    /// The places of those at work on a day: hired, and not on one of their two days off.
    pub(crate) fn on_duty(&self, day: Day) -> Vec<usize> {
        let mut hired: Vec<usize> = Vec::new();
        let mut working: Vec<usize> = Vec::new();
        for (n, person) in self.staff.iter().enumerate() {
            if person.hired <= day {
                hired.push(n);
                if !matches!((day.0 + 3 * n as i64).rem_euclid(7), 1 | 2) {
                    working.push(n);
                }
            }
        }
        if working.is_empty() { hired } else { working }
    }
}

/// The first month of a run.
pub(crate) fn first(options: &SampleOptions) -> Month {
    let months = i32::try_from(options.months).unwrap_or(i32::MAX);
    options.month.plus(1 - months)
}

/// A month's sales against an ordinary month's.
pub(crate) fn season(month: Month) -> f64 {
    let place = month.number() as usize - 1;
    SEASON.get(place).copied().unwrap_or(1.0)
}

/// A month's sales against the last month's, by growth alone.
pub(crate) fn trend(month: Month, last: Month) -> f64 {
    1.0 / (1.0 + GROWTH * f64::from(last.since(month)) / 12.0)
}

/// `total` split over `shares` so that the parts add up to it exactly.
pub(crate) fn split(total: u64, shares: &[f64]) -> Vec<u64> {
    let whole: f64 = shares.iter().sum();
    let (mut so_far, mut given) = (0.0, 0);
    let last = shares.len().wrapping_sub(1);
    let parts = shares.iter().enumerate().map(|(place, share)| {
        so_far += share;
        let up_to = if place == last {
            total
        } else {
            ((total as f64 * so_far / whole) as u64).clamp(given, total)
        };
        let part = up_to - given;
        given = up_to;
        part
    });
    parts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_exactly() {
        assert_eq!(split(10, &[1.0, 1.0, 2.0]), [2, 3, 5]);
        assert_eq!(split(1, &[0.1; 7]).iter().sum::<u64>(), 1);
        assert_eq!(split(0, &[1.0, 3.0]), [0, 0]);
        assert_eq!(split(5, &[]), [0; 0]);
    }

    #[test]
    fn plans_every_sales_row_once() {
        let options = SampleOptions {
            rows: 100_003,
            halls: 7,
            ..SampleOptions::new(Month::new(2025, 4).unwrap())
        };
        let plan = Plan::new(&options);
        let rows: u64 = plan.hall_months().map(|(m, _, h, _)| plan.rows(m, h)).sum();
        assert_eq!(rows, 100_003);
        assert_eq!(plan.months.len(), 14);
        assert_eq!(plan.months[0].to_string(), "2024-03");
    }
}
