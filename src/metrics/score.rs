//! The staff score (员工综合得分): who of a hall's staff did how well in a month.
//!
//! In: what each member of staff handled and sold, by hall, and the roster. Out: [`scores`], everybody active in the
//! month with the four parts and the score, and [`ranking`], the same people by one part alone.
//!
//! Over the staff of one hall, each part is scaled min–max to 0–100 (all equal: 100): mean handling minutes (lower better),
//! mean rating, records handled, and sales. A part that a person lacks drops out and the others are weighed
//! anew. People are scaled against their own hall and then listed together.
//!
//! Records handled are rows of `services`: a sale at the counter is a visit already. Sales count against the
//! target where everybody of the hall who sold has one, else plain for all of them, since a ratio and an amount do
//! not compare. Who has a target and sold nothing sold 0; who has neither sales nor target has no sales part.

pub(super) mod activity;

use jiff::civil::Date;

use super::books::Books;
use crate::config::ScoreWeights;
use crate::facts::staff::Member;
use crate::money::Money;
use crate::month::Month;
use activity::Deeds;

/// One member of staff in a month.
#[derive(Debug, Clone, PartialEq)]
pub struct StaffScore {
    /// The place in the list, from 1; people with the same score share one (1, 1, 3). None without a score.
    pub rank: Option<usize>,
    /// The staff id.
    pub staff_id: String,
    /// The name, where the roster has it.
    pub name: Option<String>,
    /// The hall they are scored in, or nothing.
    pub hall: String,
    /// The role, where the roster has it.
    pub role: Option<String>,
    /// The day they were hired, where the roster has it.
    pub hired_on: Option<Date>,
    /// Records handled.
    pub records: u64,
    /// Mean handling minutes.
    pub minutes: Option<f64>,
    /// Mean rating, of 5.
    pub rating: Option<f64>,
    /// What they sold; none without sales and target.
    pub sales: Option<Money>,
    /// What they were to sell in a month, where that is above 0.
    pub target: Option<Money>,
    /// Sales over target.
    pub attainment: Option<f64>,
    /// The parts, each 0–100: minutes, rating, records, sales.
    pub parts: [Option<f64>; 4],
    /// The score, 0–100; none where all the parts that there are weigh 0.
    pub score: Option<f64>,
}

/// What one list ranks by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ranking {
    /// Mean handling minutes, the fewest first.
    Efficiency,
    /// Mean rating, the best first.
    Service,
    /// Sales, the most first.
    Sales,
    /// Sales over target, the most first.
    Attainment,
}

/// The scores of everybody active in a month in the halls reported on, the best first; among equals, and among those
/// without a score, by staff id and hall. Scores are compared in steps of 10⁻⁹. A weight that is negative or not finite
/// counts as 0.
#[must_use]
pub fn scores(books: &Books, month: Month, weights: ScoreWeights) -> Vec<StaffScore> {
    let sales_known = books.sales.covers(month);
    let mut list: Vec<StaffScore> = Vec::new();
    if let Some(activity) = books.activity.get(&month) {
        for (hall, staff) in activity.halls() {
            let people = staff.iter().map(|(staff_id, deeds)| {
                let member = books.staff.member(staff_id, hall);
                person(hall, staff_id, deeds, member, sales_known)
            });
            let mut people: Vec<StaffScore> = people.collect();
            weigh(&mut people, weights);
            list.append(&mut people);
        }
    }
    // Stable: equal scores stay in the order of staff ids.
    list.sort_by(|a, b| (&a.staff_id, &a.hall).cmp(&(&b.staff_id, &b.hall)));
    list.sort_by_key(|person| std::cmp::Reverse(person.score.map(grain)));
    let keys: Vec<Option<i64>> = list.iter().map(|p| p.score.map(grain)).collect();
    for (person, rank) in list.iter_mut().zip(ranks(&keys)) {
        person.rank = person.score.and(Some(rank));
    }
    list
}

/// The people of a list who have what `by` ranks by, the best first, each with their place; equals share one and stand
/// in the order of the list's staff ids.
#[must_use]
pub fn ranking(scores: &[StaffScore], by: Ranking) -> Vec<(usize, &StaffScore)> {
    let key = |person: &StaffScore| -> Option<i128> {
        let number = |x: Option<f64>| x.map(|x| i128::from(grain(x)));
        match by {
            Ranking::Efficiency => number(person.minutes.map(|minutes| -minutes)),
            Ranking::Service => number(person.rating),
            Ranking::Sales => person.sales.map(Money::ten_thousandths),
            Ranking::Attainment => number(person.attainment),
        }
    };
    let mut list: Vec<(i128, &StaffScore)> = scores
        .iter()
        .filter_map(|person| Some((key(person)?, person)))
        .collect();
    list.sort_by(|(a, x), (b, y)| {
        b.cmp(a)
            .then_with(|| (&x.staff_id, &x.hall).cmp(&(&y.staff_id, &y.hall)))
    });
    let keys: Vec<i128> = list.iter().map(|(key, _)| *key).collect();
    let people = list.into_iter().map(|(_, person)| person);
    ranks(&keys).into_iter().zip(people).collect()
}

/// The places of sorted keys: equal ones share the first of theirs.
fn ranks<K: PartialEq>(keys: &[K]) -> Vec<usize> {
    let mut ranks: Vec<usize> = Vec::with_capacity(keys.len());
    let mut last: Option<(&K, usize)> = None;
    for (place, key) in keys.iter().enumerate() {
        let rank = match last {
            Some((same, rank)) if same == key => rank,
            _ => place + 1,
        };
        last = Some((key, rank));
        ranks.push(rank);
    }
    ranks
}

/// A number in steps of 10⁻⁹, so that sums in different orders tie where they are equal.
fn grain(x: f64) -> i64 {
    (x * 1e9).round() as i64
}

fn person(
    hall: &str,
    staff_id: &str,
    deeds: &Deeds,
    member: Option<&Member>,
    sales_known: bool,
) -> StaffScore {
    let target = member.and_then(Member::target);
    let sold = deeds.sales.rows > 0 || (sales_known && target.is_some());
    let sales = sold.then_some(deeds.sales.amount);
    let attainment = sales
        .zip(target)
        .map(|(sales, target)| sales.to_f64() / target.to_f64());
    StaffScore {
        rank: None,
        staff_id: staff_id.to_owned(),
        name: member.map(|member| member.name.to_string()),
        hall: hall.to_owned(),
        role: member.and_then(|member| member.role.as_deref().map(str::to_owned)),
        hired_on: member.and_then(|member| member.hired_on),
        records: deeds.visits.rows,
        minutes: deeds.visits.handling.mean().map(|seconds| seconds / 60.0),
        rating: deeds.visits.rating.mean(),
        sales,
        target,
        attainment,
        parts: [None; 4],
        score: None,
    }
}

/// Scales the parts of a hall's staff and adds them up.
fn weigh(people: &mut [StaffScore], weights: ScoreWeights) {
    let against_target = people
        .iter()
        .filter(|person| person.sales.is_some())
        .all(|person| person.attainment.is_some());
    let raw = |person: &StaffScore| -> [Option<f64>; 4] {
        [
            person.minutes.map(|minutes| -minutes),
            person.rating,
            (person.records > 0).then_some(person.records as f64),
            if against_target {
                person.attainment
            } else {
                person.sales.map(Money::to_f64)
            },
        ]
    };
    let raws: Vec<[Option<f64>; 4]> = people.iter().map(raw).collect();
    let weights = weights.parts();
    let bounds: [Option<(f64, f64)>; 4] = std::array::from_fn(|place| {
        let given = raws.iter().filter_map(|raw| raw[place]);
        given.fold(None, |bounds, x| {
            let (low, high) = bounds.unwrap_or((x, x));
            Some((x.min(low), x.max(high)))
        })
    });
    for (person, raw) in people.iter_mut().zip(&raws) {
        let (mut sum, mut weighed) = (0.0, 0.0);
        for place in 0..4 {
            let (Some(value), Some((low, high))) = (raw[place], bounds[place]) else {
                continue;
            };
            let part = if high > low {
                (value - low) / (high - low) * 100.0
            } else {
                100.0
            };
            person.parts[place] = Some(part);
            sum += part * weights[place];
            weighed += weights[place];
        }
        person.score = (weighed > 0.0).then(|| sum / weighed);
    }
}

#[cfg(test)]
mod tests;
