//! A small hall's months made by hand, for the tests of its tables and sentences.

mod sections;
mod tables;

use jiff::civil::{Date, date};

use crate::dataset::actions::{Action, ActionKind, Status as Progress};
use crate::dataset::inspections::{Area, Inspection, Status};
use crate::dataset::inventory::Category;
use crate::dataset::issues::Issue;
use crate::dataset::services::{Channel, Service};
use crate::dataset::staff::StaffMember;
use crate::dataset::training::TrainingRow;
use crate::facts::Facts;
use crate::facts::inventory::ItemStock;
use crate::money::Money;
use crate::month::Month;

const APRIL: Date = date(2025, 4, 1);

fn yuan(amount: i64) -> Money {
    Money::from_fen(amount * 100)
}

/// A month's work, on the same days of every month.
fn work(facts: &mut Facts, month: Month) {
    let day = |day: i8| month.first_day().with().day(day).build().unwrap();
    let at = |d: i8, hour: i8, minute: i8| day(d).at(hour, minute, 0, 0);
    let counter = Some(Channel::Counter);
    for (d, ticket, from, to, staff_id, rating, channel) in [
        (
            1,
            (10, 5),
            (10, 10),
            (10, 20),
            Some("E01"),
            Some(5),
            counter,
        ),
        (
            1,
            (10, 20),
            (10, 20),
            (10, 50),
            Some("E02"),
            Some(4),
            counter,
        ),
        (1, (10, 30), (10, 30), (11, 10), Some("E01"), None, counter),
        (2, (14, 0), (14, 0), (14, 10), Some("E01"), Some(5), counter),
        (
            1,
            (22, 0),
            (22, 0),
            (22, 1),
            None,
            None,
            Some(Channel::Online),
        ),
    ] {
        facts.services.add(&Service {
            started_at: at(d, from.0, from.1),
            ended_at: Some(at(d, to.0, to.1)),
            ticket_at: Some(at(d, ticket.0, ticket.1)),
            hall: None,
            staff_id,
            counter: None,
            business: "补卡",
            channel,
            one_pass: Some(true),
            rating: rating.map(yuan),
        });
    }
    for (staff_id, amount) in [("E01", 12_000), ("E02", 8_000)] {
        facts.sales.cover(day(1));
        let sales = facts.sales.group(None, month);
        sales.staff.of(staff_id).rows = 1;
        sales.staff.of(staff_id).amount = yuan(amount);
    }
    for (course, before, score) in [("反诈", 60, 80), ("5G套餐", 40, 50)] {
        facts.training.add(&TrainingRow {
            date: day(3),
            staff_id: "E01",
            course,
            hours: None,
            score_before: Some(yuan(before)),
            score: Some(yuan(score)),
            passed: None,
        });
    }
    let seen = |d, area, asset, installed_on| Inspection {
        date: day(d),
        hall: None,
        area,
        asset,
        status: Status::Ok,
        found_at: None,
        fixed_at: None,
        installed_on,
        service_life_years: Some(yuan(5)),
        note: None,
    };
    let rows = [
        seen(5, Area::CoreNetwork, "交换机", None),
        Inspection {
            status: Status::Fault,
            found_at: Some(at(6, 8, 0)),
            fixed_at: Some(at(6, 12, 0)),
            ..seen(6, Area::Fibre, "光缆甲", None)
        },
        Inspection {
            status: Status::Fault,
            found_at: Some(at(20, 9, 0)),
            note: Some("已联系13800138000"),
            ..seen(20, Area::Fibre, "光缆乙", None)
        },
        seen(7, Area::HallDevice, "叫号机", Some(date(2020, 8, 15))),
        seen(8, Area::Ageing, "旧POS机", Some(date(2019, 10, 15))),
    ];
    for row in &rows {
        facts.inspections.add(row);
    }
    for (raised, category, description, closed_on) in [
        (2, "系统", "客户13800138000无法开户", None),
        (10, "物资", "缺单据", Some(12)),
    ] {
        facts.issues.add(&Issue {
            date: day(raised),
            hall: None,
            category,
            description,
            department: None,
            owner: None,
            closed_on: closed_on.map(day),
        });
    }
    facts.inventory.cover(month.first_day());
    facts.inventory.widen(month.last_day());
    let items = &mut facts.inventory.group(None, month).items;
    for (code, name, closing, below_safety) in [("P1", "电源", 2, 1), ("P2", "跳线", 30, 0)] {
        items.insert(
            (Category::Spare, code.into(), name.into()),
            ItemStock {
                rows: 1,
                opening: closing,
                closing,
                safety: Some(5),
                below_safety,
                ..ItemStock::default()
            },
        );
    }
}

/// March and `next` worked, with a roster and measures.
fn hall(next: Date) -> Facts {
    let mut facts = Facts::default();
    work(&mut facts, Month::of(date(2025, 3, 1)));
    work(&mut facts, Month::of(next));
    for (staff_id, name, target) in [("E01", "王芳", Some(10_000)), ("E03", "陈静", None)] {
        facts.staff.add(&StaffMember {
            staff_id,
            name,
            hall: None,
            role: None,
            hired_on: None,
            sales_target: target.map(yuan),
        });
    }
    for (title, kind, due, status, progress, owner) in [
        (
            "专席",
            ActionKind::Service,
            date(2025, 4, 10),
            Progress::Done,
            100,
            None,
        ),
        (
            "驻点",
            ActionKind::Service,
            date(2025, 4, 20),
            Progress::Doing,
            50,
            Some("王芳"),
        ),
        (
            "话术",
            ActionKind::Service,
            date(2025, 5, 10),
            Progress::Planned,
            0,
            None,
        ),
        (
            "往事",
            ActionKind::Service,
            date(2025, 2, 10),
            Progress::Done,
            100,
            None,
        ),
        (
            "下月",
            ActionKind::Plan,
            date(2025, 4, 10),
            Progress::Planned,
            0,
            None,
        ),
    ] {
        facts.actions.add(&Action {
            title,
            kind,
            hall: None,
            problem: None,
            owner,
            start: None,
            due: Some(due),
            status: Some(status),
            progress: Some(Money::from_fen(progress)),
            expected: None,
            result: None,
            budget: None,
        });
    }
    facts
}
