//! What stands at a month's end, and the team's and operations' metrics, worked out by hand.

use jiff::civil::{date, datetime};

use super::*;
use crate::dataset::inspections::{Inspection, Status};
use crate::dataset::issues::Issue;
use crate::dataset::staff::StaffMember;
use crate::dataset::training::TrainingRow;
use crate::facts::Facts;
use crate::metrics::books::{Scope, Settings};
use crate::metrics::{Absent, Figures, Outcome, catalog};
use crate::money::Money;

const SOUTH: Option<&str> = Some("城南");
const NORTH: Option<&str> = Some("城北");

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn look(day: Date, hall: Option<&'static str>, asset: &'static str) -> Inspection<'static> {
    Inspection {
        date: day,
        hall,
        area: Area::HallDevice,
        asset,
        status: Status::Ok,
        found_at: None,
        fixed_at: None,
        installed_on: None,
        service_life_years: None,
        note: None,
    }
}

fn fault(
    look: Inspection<'static>,
    found: Option<DateTime>,
    fixed: Option<DateTime>,
) -> Inspection<'static> {
    Inspection {
        status: Status::Fault,
        found_at: found,
        fixed_at: fixed,
        ..look
    }
}

fn halls(hall: &str) -> Scope {
    Scope::Halls(vec![hall.to_owned()])
}

fn inspected() -> Facts {
    let mut facts = Facts::default();
    let march = look(date(2025, 3, 20), SOUTH, "叫号机");
    let april = |day| look(date(2025, 4, day), SOUTH, "叫号机");
    for row in [
        fault(march, Some(datetime(2025, 3, 19, 8, 0, 0, 0)), None),
        // Open at the end of March, fixed in April after 36 hours.
        fault(
            look(date(2025, 3, 31), NORTH, "叫号机"),
            Some(datetime(2025, 3, 31, 12, 0, 0, 0)),
            Some(datetime(2025, 4, 2, 0, 0, 0, 0)),
        ),
        april(10),
        fault(
            look(date(2025, 4, 11), SOUTH, "自助终端"),
            Some(datetime(2025, 4, 11, 9, 0, 0, 0)),
            Some(datetime(2025, 4, 11, 15, 0, 0, 0)),
        ),
        fault(look(date(2025, 4, 30), NORTH, "评价器"), None, None),
        april(10),
    ] {
        facts.inspections.add(&row);
    }
    facts
}

fn value(outcome: Outcome) -> Result<f64, Absent> {
    outcome.map(|figure| figure.value)
}

fn figure(facts: Facts, scope: Scope, id: &str, of: &str) -> Result<f64, Absent> {
    let books = Books::new(facts, scope);
    let figures = Figures::new(&books, month(of), Settings::default());
    value(figures.now(catalog::by_id(id).unwrap()))
}

#[test]
fn inspections_count_faults_and_repairs() {
    let all = |id, of| figure(inspected(), Scope::All, id, of);
    assert_eq!(all("inspection.count", "2025-04"), Ok(4.0));
    assert_eq!(all("inspection.fault_rate", "2025-04"), Ok(0.5));
    assert_eq!(all("inspection.fix_rate", "2025-04"), Ok(0.5));
    assert_eq!(all("inspection.avg_fix_hours", "2025-04"), Ok(6.0));
    assert_eq!(all("inspection.avg_fix_hours", "2025-03"), Ok(36.0));
    assert_eq!(
        all("inspection.count", "2025-05"),
        Err(Absent::NotCovered("inspections", month("2025-05")))
    );
    let north = figure(inspected(), halls("城北"), "inspection.fix_rate", "2025-04");
    assert_eq!(north, Ok(0.0));
}

#[test]
fn a_fault_stands_until_it_is_fixed() {
    let books = Books::new(inspected(), Scope::All);
    let open = |of| -> Vec<(&str, &str, Date, Option<Date>)> {
        let open = books.open_faults(month(of)).into_iter();
        open.map(|o| (&*o.fault.hall, &*o.fault.asset, o.fault.since(), o.ok_since))
            .collect()
    };
    let south = |ok| ("城南", "叫号机", date(2025, 3, 19), ok);
    assert_eq!(
        open("2025-03"),
        [south(None), ("城北", "叫号机", date(2025, 3, 31), None)]
    );
    assert_eq!(
        open("2025-04"),
        [
            south(Some(date(2025, 4, 10))),
            ("城北", "评价器", date(2025, 4, 30), None)
        ]
    );
    let counts = ["2025-02", "2025-03", "2025-04"].map(|of| books.open_fault_count(month(of)));
    assert_eq!(counts, [0, 2, 2]);
}

#[test]
fn assets_fall_due_in_three_batches() {
    let mut facts = Facts::default();
    let row = |day: Date, asset, installed: Date| Inspection {
        installed_on: Some(installed),
        service_life_years: Some(Money::from_fen(500)),
        ..look(day, SOUTH, asset)
    };
    let day = date(2025, 4, 8);
    for row in [
        row(day, "甲", date(2020, 4, 30)),
        row(day, "乙", date(2020, 5, 1)),
        row(day, "丙", date(2020, 11, 1)),
        row(day, "丁", date(2021, 5, 1)),
        // Replaced since, and read out of order.
        row(date(2025, 4, 9), "戊", date(2025, 4, 9)),
        row(day, "戊", date(2015, 1, 1)),
        look(day, SOUTH, "己"),
    ] {
        facts.inspections.add(&row);
    }
    let books = Books::new(facts, Scope::All);
    let due: Vec<_> = books
        .replacements(month("2025-04"))
        .into_iter()
        .map(|r| (r.batch, r.asset, r.end_of_life))
        .collect();
    assert_eq!(
        due,
        [
            (Batch::First, "甲", date(2025, 4, 30)),
            (Batch::Second, "乙", date(2025, 5, 1)),
            (Batch::Third, "丙", date(2025, 11, 1)),
        ]
    );
    assert!(books.replacements(month("2025-03")).is_empty());
}

fn raised() -> Facts {
    let mut facts = Facts::default();
    for (raised, closed, hall, category, description) in [
        (date(2025, 2, 3), None, SOUTH, "系统", "客服系统慢"),
        (
            date(2025, 2, 7),
            Some(date(2025, 4, 8)),
            SOUTH,
            "系统",
            "打印失败",
        ),
        (
            date(2025, 4, 1),
            Some(date(2025, 5, 1)),
            NORTH,
            "物资",
            "缺卡",
        ),
        (
            date(2025, 4, 2),
            Some(date(2025, 4, 30)),
            NORTH,
            "物资",
            "缺单",
        ),
    ] {
        facts.issues.add(&Issue {
            date: raised,
            hall,
            category,
            description,
            department: None,
            owner: None,
            closed_on: closed,
        });
    }
    facts
}

#[test]
fn issues_stand_until_they_are_closed() {
    let all = |id, of| figure(raised(), Scope::All, id, of);
    assert_eq!(all("issues.opened", "2025-04"), Ok(2.0));
    assert_eq!(all("issues.open", "2025-04"), Ok(2.0));
    assert_eq!(all("issues.opened", "2025-03"), Ok(0.0));
    assert_eq!(all("issues.open", "2025-03"), Ok(2.0));
    assert_eq!(
        figure(raised(), halls("城北"), "issues.open", "2025-04"),
        Ok(1.0)
    );

    let books = Books::new(raised(), Scope::All);
    let categories = books.issue_categories(month("2025-04"));
    let systems = categories["系统"];
    assert_eq!((systems.opened, systems.closed, systems.open), (0, 1, 1));
    // From 7 February to 8 April
    assert_eq!(systems.days.mean(), Some(60.0));
    assert_eq!(systems.oldest, Some(date(2025, 2, 3)));
    assert_eq!(categories["物资"].opened, 2);
    assert!(
        !books
            .issue_categories(month("2025-03"))
            .contains_key("物资")
    );
    let open = books.open_issues(month("2025-04")).into_iter();
    let told: Vec<&str> = open.map(|issue| &*issue.description).collect();
    assert_eq!(told, ["客服系统慢", "缺卡"]);
}

fn trained(roster: bool) -> Facts {
    let mut facts = Facts::default();
    for (staff_id, day, before, score, passed) in [
        ("E01", 3, Some(50), Some(80), None),
        ("E01", 9, Some(60), Some(59), None),
        ("E02", 3, None, Some(55), Some(true)),
        ("E03", 3, None, None, None),
        ("E99", 3, Some(70), Some(71), None),
    ] {
        let points = |score: Option<i64>| score.map(|points| Money::from_fen(points * 100));
        facts.training.add(&TrainingRow {
            date: date(2025, 4, day),
            staff_id,
            course: "反诈",
            hours: None,
            score_before: points(before),
            score: points(score),
            passed,
        });
    }
    let staff = [
        ("E01", SOUTH),
        ("E02", NORTH),
        ("E03", SOUTH),
        ("E04", SOUTH),
        ("E05", NORTH),
    ];
    for (staff_id, hall) in staff.into_iter().filter(|_| roster) {
        facts.staff.add(&StaffMember {
            staff_id,
            name: "王芳",
            hall,
            role: None,
            hired_on: None,
            sales_target: None,
        });
    }
    facts
}

#[test]
fn training_belongs_to_the_hall_of_its_staff() {
    let april = |scope, id| figure(trained(true), scope, id, "2025-04");
    // E99 is not on the roster: nobody's above the line of coverage, everybody's elsewhere.
    assert_eq!(april(Scope::All, "training.coverage"), Ok(0.6));
    assert_eq!(april(Scope::All, "training.pass_rate"), Ok(0.75));
    assert_eq!(april(Scope::All, "training.uplift"), Ok(10.0));
    assert_eq!(april(halls("城南"), "training.coverage"), Ok(2.0 / 3.0));
    assert_eq!(april(halls("城南"), "training.pass_rate"), Ok(0.5));
    assert_eq!(april(halls("城南"), "training.uplift"), Ok(14.5));
    assert_eq!(april(halls("城北"), "training.coverage"), Ok(0.5));
    assert_eq!(
        april(halls("城北"), "training.uplift"),
        Err(Absent::Zero("scores given before and after"))
    );
}

#[test]
fn without_a_roster_there_is_no_coverage() {
    let no_staff = Err(Absent::NoTable("staff"));
    let april = |scope, id| figure(trained(false), scope, id, "2025-04");
    assert_eq!(april(Scope::All, "training.coverage"), no_staff);
    assert_eq!(april(Scope::All, "training.pass_rate"), Ok(0.75));
    assert_eq!(april(halls("城南"), "training.pass_rate"), no_staff);
}

#[test]
fn the_pass_mark_comes_from_the_settings() {
    let books = Books::new(trained(true), Scope::All);
    let settings = Settings {
        pass_mark: 80.5,
        ..Settings::default()
    };
    let figures = Figures::new(&books, month("2025-04"), settings);
    let rate = catalog::by_id("training.pass_rate").unwrap();
    assert_eq!(value(figures.now(rate)), Ok(0.25));
}
