//! Rows in any order and any chunks come to the same facts.

use jiff::civil::{Date, DateTime, date};
use proptest::collection::vec;
use proptest::prelude::*;

use super::{Facts, Merge, Table};
use crate::dataset::actions::{Action, ActionKind, Status as ActionStatus};
use crate::dataset::inspections::{Area, Inspection, Status};
use crate::dataset::issues::Issue;
use crate::dataset::staff::StaffMember;
use crate::dataset::training::TrainingRow;
use crate::money::Money;
use crate::month::Month;

/// What a row is made of: small numbers, so that rows collide.
type Dice = [u8; 8];

const NAMES: [&str; 4] = ["甲", "乙", "丙", "丁"];

fn name(n: u8) -> &'static str {
    NAMES[usize::from(n % 4)]
}

fn maybe<T>(n: u8, some: impl FnOnce() -> T) -> Option<T> {
    (!n.is_multiple_of(3)).then(some)
}

fn day(n: u8) -> Date {
    date(2025, 3, 1).saturating_add(jiff::Span::new().days(i64::from(n) % 61))
}

fn moment(n: u8) -> DateTime {
    day(n).at(9, 30, 0, 0)
}

fn points(n: u8) -> Money {
    Money::from_fen(i64::from(n % 101) * 100)
}

fn fold(rows: &[Dice]) -> Facts {
    let mut facts = Facts::default();
    for d in rows {
        facts.staff.add(&StaffMember {
            staff_id: name(d[0]),
            name: name(d[1]),
            hall: maybe(d[2], || name(d[2])),
            role: maybe(d[3], || name(d[3])),
            hired_on: maybe(d[4], || day(d[4])),
            sales_target: maybe(d[5], || points(d[5])),
        });
        facts.training.add(&TrainingRow {
            date: day(d[0]),
            staff_id: name(d[1]),
            course: name(d[2]),
            hours: maybe(d[3], || points(d[3])),
            score_before: maybe(d[4], || points(d[4])),
            score: maybe(d[5], || points(d[5])),
            passed: maybe(d[6], || d[6].is_multiple_of(2)),
        });
        facts.inspections.add(&Inspection {
            date: day(d[0]),
            hall: maybe(d[1], || name(d[1])),
            area: Area::ALL[usize::from(d[2] % 3)],
            asset: name(d[3]),
            status: Status::ALL[usize::from(d[4] % 2)],
            found_at: maybe(d[5], || moment(d[0])),
            fixed_at: maybe(d[6], || moment(d[0].saturating_add(d[6] % 40))),
            installed_on: maybe(d[7], || day(d[7])),
            service_life_years: maybe(d[5], || points(d[5])),
            note: maybe(d[6], || name(d[6])),
        });
        facts.issues.add(&Issue {
            date: day(d[0]),
            hall: maybe(d[1], || name(d[1])),
            category: name(d[2]),
            description: name(d[3]),
            department: maybe(d[4], || name(d[4])),
            owner: maybe(d[5], || name(d[5])),
            closed_on: maybe(d[6], || day(d[6]).max(day(d[0]))),
        });
        facts.actions.add(&Action {
            title: name(d[0]),
            kind: ActionKind::ALL[usize::from(d[1] % 3)],
            hall: maybe(d[2], || name(d[2])),
            problem: None,
            owner: maybe(d[3], || name(d[3])),
            start: maybe(d[4], || day(d[4])),
            due: maybe(d[5], || day(d[5])),
            status: maybe(d[6], || ActionStatus::ALL[usize::from(d[6] % 3)]),
            progress: maybe(d[7], || points(d[7])),
            expected: None,
            result: None,
            budget: maybe(d[7], || points(d[7])),
        });
    }
    facts
}

/// All that can be seen of a table.
type Seen<'a, F> = (u64, Option<(Date, Date)>, Vec<(&'a str, Month, &'a F)>);

fn seen<F: Default + Merge>(table: &Table<F>) -> Seen<'_, F> {
    (table.rows(), table.span(), table.groups().collect())
}

proptest! {
    #[test]
    fn chunks_in_any_order_come_to_the_same(
        rows in vec(any::<Dice>(), 1..80),
        chunks in 1_usize..9,
        turn in 0_usize..80,
    ) {
        let whole = fold(&rows);
        let mut turned = rows.clone();
        turned.rotate_left(turn % rows.len());
        turned.reverse();
        let mut merged = Facts::default();
        for chunk in turned.chunks(rows.len().div_ceil(chunks)).rev() {
            let more = fold(chunk);
            merged.staff.absorb(more.staff);
            merged.training.absorb(more.training);
            merged.inspections.absorb(more.inspections);
            merged.issues.absorb(more.issues);
            merged.actions.absorb(more.actions);
        }
        prop_assert_eq!(&merged.staff, &whole.staff);
        prop_assert_eq!(seen(&merged.training), seen(&whole.training));
        prop_assert_eq!(seen(&merged.inspections), seen(&whole.inspections));
        prop_assert_eq!(seen(&merged.issues), seen(&whole.issues));
        let measures = |facts: Facts| facts.actions.into_measures(|_| true);
        prop_assert_eq!(measures(merged), measures(whole));
    }
}
