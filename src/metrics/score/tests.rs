//! Scores of small halls, worked out by hand.

use jiff::civil::date;

use super::*;
use crate::dataset::staff::StaffMember;
use crate::facts::Facts;
use crate::metrics::books::Scope;

/// Staff id, visits, mean minutes, rating in tenths, sales in yuan.
type Deed = (&'static str, u64, Option<i64>, Option<i64>, Option<i64>);

fn april() -> Month {
    Month::of(date(2025, 4, 1))
}

fn yuan(amount: i64) -> Money {
    Money::from_fen(amount * 100)
}

fn work(facts: &mut Facts, hall: Option<&str>, deeds: &[Deed]) {
    for (staff_id, visits, minutes, rating, sales) in deeds {
        if *visits > 0 {
            facts.services.cover(date(2025, 4, 1));
            let staff = &mut facts.services.group(hall, april()).staff;
            let staff = staff.of(staff_id);
            staff.rows = *visits;
            for _ in 0..*visits {
                if let Some(minutes) = minutes {
                    staff.handling.add_whole(minutes * 60);
                }
                if let Some(tenths) = rating {
                    staff.rating.add(Money::from_fen(tenths * 10));
                }
            }
        }
        if let Some(amount) = sales {
            facts.sales.cover(date(2025, 4, 1));
            let staff = facts.sales.group(hall, april()).staff.of(staff_id);
            staff.rows = 1;
            staff.amount = yuan(*amount);
        }
    }
}

fn employ(facts: &mut Facts, hall: Option<&str>, staff: &[(&str, Option<i64>)]) {
    for (staff_id, target) in staff {
        facts.staff.add(&StaffMember {
            staff_id,
            name: "王芳",
            hall,
            role: Some("营业员"),
            hired_on: Some(date(2023, 7, 1)),
            sales_target: target.map(yuan),
        });
    }
}

fn scored(facts: Facts, scope: Scope) -> Vec<StaffScore> {
    scores(&Books::new(facts, scope), april(), ScoreWeights::default())
}

/// Rank, staff id and score in hundredths.
fn told(scores: &[StaffScore]) -> Vec<(Option<usize>, &str, Option<f64>)> {
    let hundredths = |x: f64| (x * 100.0).round() / 100.0;
    let people = scores.iter();
    people
        .map(|p| (p.rank, p.staff_id.as_str(), p.score.map(hundredths)))
        .collect()
}

/// The parts in hundredths.
fn parts(person: &StaffScore) -> [Option<f64>; 4] {
    let hundredths = |x: f64| (x * 100.0).round() / 100.0;
    person.parts.map(|part| part.map(hundredths))
}

const SOUTH: Option<&str> = Some("城南");
const NORTH: Option<&str> = Some("城北");

const FOUR: [Deed; 4] = [
    ("E01", 10, Some(6), Some(48), Some(12_000)),
    ("E02", 20, Some(10), Some(44), Some(9_000)),
    ("E03", 15, Some(8), None, Some(10_500)),
    ("E04", 0, None, None, Some(6_000)),
];

fn four() -> Facts {
    let mut facts = Facts::default();
    work(&mut facts, SOUTH, &FOUR);
    let target = Some(10_000);
    let staff = ["E01", "E02", "E03", "E04", "E05"].map(|id| (id, target));
    employ(&mut facts, SOUTH, &staff);
    facts
}

#[test]
fn scales_weighs_and_drops_what_is_missing() {
    let scores = scored(four(), Scope::All);
    let all = |numbers: [f64; 4]| numbers.map(Some);
    assert_eq!(parts(&scores[0]), all([100.0, 100.0, 0.0, 100.0]));
    // 58.93 = (25 × 50 + 20 × 50 + 25 × 75) / 70
    assert_eq!(
        parts(&scores[1]),
        [Some(50.0), None, Some(50.0), Some(75.0)]
    );
    assert_eq!(parts(&scores[2]), all([0.0, 0.0, 100.0, 50.0]));
    assert_eq!(parts(&scores[3]), [None, None, None, Some(0.0)]);
    assert_eq!(
        told(&scores),
        [
            (Some(1), "E01", Some(80.0)),
            (Some(2), "E03", Some(58.93)),
            (Some(3), "E02", Some(32.5)),
            (Some(4), "E04", Some(0.0)),
        ]
    );
    let first = &scores[0];
    assert_eq!(first.name.as_deref(), Some("王芳"));
    assert_eq!(first.attainment, Some(1.2));
    assert_eq!((first.minutes, first.records), (Some(6.0), 10));
    assert_eq!(first.hired_on, Some(date(2023, 7, 1)));
}

#[test]
fn other_weights_count_by_their_share() {
    let weights = ScoreWeights {
        minutes: 0.0,
        rating: f64::NAN,
        records: 1.0,
        sales: 3.0,
    };
    let books = Books::new(four(), Scope::All);
    // E01 (0 + 3 × 100) / 4, E02 (100 + 3 × 50) / 4, E03 (50 + 3 × 75) / 4
    assert_eq!(
        told(&scores(&books, april(), weights)),
        [
            (Some(1), "E01", Some(75.0)),
            (Some(2), "E03", Some(68.75)),
            (Some(3), "E02", Some(62.5)),
            (Some(4), "E04", Some(0.0)),
        ]
    );
    let nothing = ScoreWeights {
        records: 0.0,
        sales: 0.0,
        ..weights
    };
    let unscored = scores(&books, april(), nothing);
    assert_eq!(told(&unscored)[0], (None, "E01", None));
    assert!(scores(&books, april().next(), weights).is_empty());
}

#[test]
fn equals_share_a_rank_and_stand_by_staff_id() {
    let mut facts = Facts::default();
    let deeds = [
        ("E03", 5, Some(5), None, None),
        ("E02", 5, Some(6), None, None),
        ("E01", 5, Some(5), None, None),
    ];
    work(&mut facts, SOUTH, &deeds);
    // 44.44 = 20 × 100 / 45: the records are equal, so that they count in full.
    assert_eq!(
        told(&scored(facts, Scope::All)),
        [
            (Some(1), "E01", Some(100.0)),
            (Some(1), "E03", Some(100.0)),
            (Some(3), "E02", Some(44.44)),
        ]
    );
}

#[test]
fn plain_sales_count_where_one_who_sold_has_no_target() {
    let mut facts = Facts::default();
    let deeds = [
        ("E01", 1, None, None, Some(8_000)),
        ("E02", 1, None, None, Some(6_000)),
        ("E03", 1, None, None, None),
        ("E04", 1, None, None, None),
    ];
    work(&mut facts, SOUTH, &deeds);
    let staff = [
        ("E01", Some(16_000)),
        ("E02", Some(0)),
        ("E03", Some(9_000)),
    ];
    employ(&mut facts, SOUTH, &staff);
    let scores = scored(facts, Scope::All);
    let sales = |staff_id| {
        let person = scores.iter().find(|p| p.staff_id == staff_id).unwrap();
        (person.sales, person.attainment, person.parts[3])
    };
    assert_eq!(sales("E01"), (Some(yuan(8_000)), Some(0.5), Some(100.0)));
    assert_eq!(sales("E02"), (Some(yuan(6_000)), None, Some(75.0)));
    assert_eq!(sales("E03"), (Some(Money::ZERO), Some(0.0), Some(0.0)));
    assert_eq!(sales("E04"), (None, None, None));
}

#[test]
fn a_target_counts_for_nothing_in_a_month_without_sales_data() {
    let mut facts = Facts::default();
    work(&mut facts, SOUTH, &[("E01", 3, Some(5), None, None)]);
    employ(&mut facts, SOUTH, &[("E01", Some(9_000))]);
    let scores = scored(facts, Scope::All);
    assert_eq!((scores[0].sales, scores[0].parts[3]), (None, None));
}

#[test]
fn people_are_scaled_within_their_hall() {
    let halls = |scope: Scope| {
        let mut facts = four();
        let deeds = [
            ("E11", 2, Some(30), None, None),
            ("E12", 4, Some(20), None, None),
        ];
        work(&mut facts, NORTH, &deeds);
        scored(facts, scope)
    };
    let south = scored(four(), Scope::All);
    let all = halls(Scope::All);
    let of_south: Vec<_> = all.iter().filter(|p| p.hall == "城南").collect();
    for (alone, among) in south.iter().zip(of_south) {
        assert_eq!((alone.parts, alone.score), (among.parts, among.score));
    }
    assert_eq!(
        told(&all)[..2],
        [(Some(1), "E12", Some(100.0)), (Some(2), "E01", Some(80.0))]
    );
    let north = halls(Scope::Halls(vec!["城北".to_owned()]));
    assert_eq!(
        told(&north),
        [(Some(1), "E12", Some(100.0)), (Some(2), "E11", Some(0.0))]
    );
}

#[test]
fn rows_without_a_hall_count_where_the_roster_puts_their_staff() {
    let mut facts = Facts::default();
    work(&mut facts, SOUTH, &[("E01", 0, None, None, Some(100))]);
    work(&mut facts, None, &[("E01", 7, Some(4), None, None)]);
    work(&mut facts, None, &[("E02", 7, Some(4), None, None)]);
    employ(&mut facts, SOUTH, &[("E01", None)]);
    let scores = scored(facts, Scope::All);
    let people: Vec<_> = scores
        .iter()
        .map(|p| (p.staff_id.as_str(), p.hall.as_str(), p.records, p.sales))
        .collect();
    assert_eq!(
        people,
        [("E01", "城南", 7, Some(yuan(100))), ("E02", "", 7, None)]
    );
}

#[test]
fn ranks_by_one_part_alone() {
    let scores = scored(four(), Scope::All);
    let list = |by| -> Vec<(usize, &str)> {
        let list = ranking(&scores, by).into_iter();
        list.map(|(rank, person)| (rank, person.staff_id.as_str()))
            .collect()
    };
    let efficiency = list(Ranking::Efficiency);
    assert_eq!(efficiency, [(1, "E01"), (2, "E03"), (3, "E02")]);
    assert_eq!(list(Ranking::Service), [(1, "E01"), (2, "E02")]);
    let sales = [(1, "E01"), (2, "E03"), (3, "E02"), (4, "E04")];
    assert_eq!(list(Ranking::Sales), sales);
    assert_eq!(list(Ranking::Attainment), sales);
}
