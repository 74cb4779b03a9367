//! Tests of the plan on worked figures: parts that add up exactly, days due, what answers what.

use jiff::civil::date;

use super::targets::NextTarget;
use super::{answers, breakdown, resources, risks, steps};
use crate::config::Config;
use crate::dataset::actions::{Action, ActionKind, Status};
use crate::facts::Facts;
use crate::findings::finding::Judgement;
use crate::findings::rules;
use crate::metrics::books::Scope;
use crate::metrics::{Books, Figures, Settings, catalog};
use crate::money::Money;
use crate::month::Month;
use crate::report::desk::Desk;
use crate::report::document::Table;
use crate::report::exhibits::{Exhibits, problems};
use crate::value::Severity;
use crate::words::Lang;

fn april() -> Month {
    "2025-04".parse().unwrap()
}

fn yuan(yuan: i64) -> Money {
    Money::from_fen(yuan * 100)
}

/// Two halls, three members of staff and online sales without one, of awkward shares.
fn facts() -> Facts {
    let mut facts = Facts::default();
    for (hall, staff, day, amount) in [
        ("城南", Some("E01"), 1, 333),
        ("城南", Some("E02"), 5, 333),
        ("城北", Some("E03"), 12, 334),
        ("城北", None, 29, 77),
    ] {
        facts.sales.cover(date(2025, 4, day));
        let sales = facts.sales.group(Some(hall), april());
        sales.rows += 1;
        sales.category[0] += yuan(amount);
        sales.days[usize::try_from(day).unwrap() - 1] += yuan(amount);
        if let Some(staff) = staff {
            let staff = sales.staff.of(staff);
            staff.amount += yuan(amount);
            staff.rows += 1;
        }
    }
    for (hall, begun) in [("城南", 7), ("城北", 4)] {
        facts.subscribers.cover(date(2025, 4, 30));
        let subscribers = facts.subscribers.group(Some(hall), april());
        subscribers.begun.count = begun;
        subscribers.begun.service[0] = begun;
    }
    facts
}

fn action(title: &'static str, kind: ActionKind, due: (i16, i8, i8)) -> Action<'static> {
    Action {
        title,
        kind,
        hall: None,
        problem: None,
        owner: None,
        start: None,
        due: Some(date(due.0, due.1, due.2)),
        status: None,
        progress: None,
        expected: None,
        result: None,
        budget: None,
    }
}

fn target(id: &str, value: f64) -> NextTarget {
    NextTarget {
        metric: catalog::by_id(id).unwrap(),
        value,
        proposed: false,
        basis: None,
    }
}

fn at_desk<T>(facts: Facts, lang: Lang, ask: impl FnOnce(&Desk<'_>) -> T) -> T {
    let books = Books::new(facts, Scope::All);
    let figures = Figures::new(&books, april(), Settings::default());
    let config = Config::default();
    ask(&Desk::new(&figures, &config, lang))
}

/// A column's numbers in hundredths, which are whole, the total apart.
fn column(table: &Table, key: &str) -> (Vec<i64>, i64) {
    let place = table.columns.iter().position(|c| c.key == key).unwrap();
    let hundredths = |value: f64| {
        let hundredths = (value * 100.0).round();
        assert!((hundredths / 100.0 - value).abs() < 1e-9, "{value}");
        hundredths as i64
    };
    let numbers = table.rows.iter().map(|row| {
        let number = row.cells[place].value.as_number().unwrap();
        hundredths(number)
    });
    let mut numbers: Vec<i64> = numbers.collect();
    let total = numbers.pop().unwrap();
    assert!(table.rows.last().unwrap().total);
    (numbers, total)
}

#[test]
fn parts_add_up_to_the_fen_and_the_subscriber() {
    for whole in [
        0.01,
        10.0,
        999.99,
        1234.5,
        965_000.0,
        965_100.0,
        1_234_567.89,
    ] {
        let targets = [target("sales.total", whole), target("subs.new", 209.0)];
        at_desk(facts(), Lang::ZH, |desk| {
            let weeks = breakdown::week_table(desk, &targets).unwrap();
            let halls = breakdown::hall_table(desk, &targets).unwrap();
            let staff = breakdown::staff_table(desk, &targets).unwrap();
            let fen = (whole * 100.0).round() as i64;
            for (table, key, expected) in [
                (&weeks, "sales.total", fen),
                (&weeks, "subs.new", 20_900),
                (&weeks, "days", 3100),
                (&halls, "sales.total", fen),
                (&halls, "subs.new", 20_900),
                (&staff, "next", fen),
            ] {
                let (parts, total) = column(table, key);
                assert_eq!(total, expected, "{} {key}", table.id);
                assert_eq!(parts.iter().sum::<i64>(), expected, "{} {key}", table.id);
            }
        });
    }
}

/// 96.5 万元 in steps of 1 000 yuan on shares of 334, 333, 333 and 77 of 1 077: 299.27, 298.37, 298.37 and 68.99 → the
/// two steps left go to 68.99 and to the first of the two 298.37.
#[test]
fn staff_share_as_they_sold() {
    let targets = [target("sales.total", 965_000.0)];
    at_desk(facts(), Lang::ZH, |desk| {
        let table = breakdown::staff_table(desk, &targets).unwrap();
        let (parts, _) = column(&table, "next");
        let thousands: Vec<i64> = parts.iter().map(|fen| fen / 100_000).collect();
        assert_eq!(thousands, [299, 299, 298, 69]);
        let name = |row: usize| table.rows[row].cells[0].value.clone();
        assert_eq!(name(0), crate::value::Value::text("E03"));
        assert_eq!(name(3), crate::value::Value::text("未记工号"));
    });
}

#[test]
fn weeks_run_from_monday_within_the_month() {
    let targets = [target("subs.new", 31.0)];
    at_desk(facts(), Lang::EN, |desk| {
        let table = breakdown::week_table(desk, &targets).unwrap();
        let weeks: Vec<String> = table
            .rows
            .iter()
            .map(|row| crate::format::cell(&row.cells[0].value, None, Lang::EN))
            .collect();
        assert_eq!(
            weeks,
            [
                "1–4 May",
                "5–11 May",
                "12–18 May",
                "19–25 May",
                "26–31 May",
                "Total"
            ]
        );
        // No visits are known: by length, 4, 7, 7, 7 and 6 days of 31.
        let (parts, _) = column(&table, "subs.new");
        assert_eq!(parts, [400, 700, 700, 700, 600]);
    });
}

#[test]
fn rates_are_not_split() {
    let targets = [target("subs.churn_rate", 0.011), target("nps", 42.0)];
    at_desk(facts(), Lang::ZH, |desk| {
        assert!(breakdown::week_table(desk, &targets).is_none());
        assert!(breakdown::hall_table(desk, &targets).is_none());
        assert!(breakdown::staff_table(desk, &targets).is_none());
    });
}

#[test]
fn unfinished_actions_are_carried_over() {
    let mut facts = facts();
    let late = Action {
        status: Some(Status::Doing),
        progress: Some(Money::from_fen(45)),
        budget: Some(yuan(5000)),
        owner: Some("刘洋"),
        ..action("清库促销", ActionKind::Countermeasure, (2025, 4, 28))
    };
    let done = Action {
        status: Some(Status::Done),
        ..action("已办", ActionKind::Service, (2025, 4, 18))
    };
    let planned = Action {
        budget: Some(yuan(12_000)),
        ..action("以旧换新", ActionKind::Plan, (2025, 5, 6))
    };
    let june = Action {
        start: Some(date(2025, 6, 2)),
        ..action("六月的事", ActionKind::Plan, (2025, 6, 8))
    };
    for row in [late, done, planned, june] {
        facts.actions.add(&row);
    }
    at_desk(facts, Lang::ZH, |desk| {
        let steps = steps::steps(desk, &Judgement::default(), &[]);
        let known: Vec<_> = steps
            .iter()
            .map(|step| (step.what.as_str(), step.origin, step.due, step.budget))
            .collect();
        assert_eq!(
            known,
            [
                (
                    "以旧换新",
                    steps::Origin::Planned,
                    date(2025, 5, 6),
                    Some(yuan(12_000))
                ),
                // 55 % of 5 000 is left; past due, so due by the 7th.
                (
                    "清库促销",
                    steps::Origin::Carried,
                    date(2025, 5, 7),
                    Some(yuan(2750))
                ),
            ]
        );
        assert_eq!(steps[0].owner, "值班经理（待定）");
        assert_eq!(steps[1].owner, "刘洋");
        assert_eq!(steps[1].overdue, Some(date(2025, 4, 28)));
        let resources = resources::resources(desk, &steps, &Judgement::default());
        assert_eq!(resources::total(&resources), Some(yuan(14_750)));
    });
}

#[test]
fn every_grave_finding_has_a_step() {
    at_desk(facts(), Lang::ZH, |desk| {
        let judgement = judged(
            desk,
            &[("subs.churn_rate", 0.01, 0.014), ("sales.total", 1e6, 5e5)],
        );
        let targets = [target("subs.churn_rate", 0.011)];
        let steps = steps::steps(desk, &judgement, &targets);
        let judged: Vec<&str> = steps.iter().map(|step| step.judged_by.as_str()).collect();
        assert_eq!(
            judged,
            ["用户流失率不高于 1.1%", "销售总额不低于 100.0 万元"]
        );
        assert!(steps.iter().all(|step| step.due == date(2025, 5, 7)));
        assert!(steps.iter().all(|step| step.unnamed));
    });
}

/// Targets missed, as the rules find them, high.
fn judged(desk: &Desk<'_>, missed: &[(&'static str, f64, f64)]) -> Judgement {
    let worse = at_desk(worse(), desk.lang, problems::judge).findings;
    let findings = missed.iter().map(|(metric, target, value)| {
        let mut finding = worse[0].clone();
        finding.id = format!("target-missed:{metric}");
        finding.rule = rules::ALL[0];
        finding.severity = Severity::High;
        finding.metric = metric;
        finding.value = *value;
        finding.threshold = *target;
        finding
    });
    Judgement {
        findings: findings.collect(),
        ..Judgement::default()
    }
}

/// April sold less than March.
fn worse() -> Facts {
    let mut facts = facts();
    facts.sales.cover(date(2025, 3, 3));
    let march = facts.sales.group(Some("城南"), april().previous());
    march.rows += 1;
    march.category[0] += yuan(99_999);
    facts
}

#[test]
fn an_action_answers_what_it_names() {
    at_desk(facts(), Lang::ZH, |desk| {
        let judgement = judged(desk, &[("subs.churn_rate", 0.01, 0.014)]);
        let finding = &judgement.findings[0];
        let mut facts = Facts::default();
        for (title, problem) in [("回访", Some("用户流失率")), ("回访", None)] {
            facts.actions.add(&Action {
                problem,
                ..action(title, ActionKind::Plan, (2025, 5, 6))
            });
        }
        let actions = facts.actions.into_measures(|_| true);
        let answers: Vec<(bool, bool)> = actions
            .iter()
            .map(|action| {
                (
                    action.problem.is_some(),
                    answers::answers(desk, action, finding),
                )
            })
            .collect();
        assert_eq!(answers, [(false, false), (true, true)]);
    });
}

#[test]
fn days_due_follow_severity() {
    let may = april().next();
    assert_eq!(steps::due_by(Severity::High, may), date(2025, 5, 7));
    assert_eq!(steps::due_by(Severity::Medium, may), date(2025, 5, 15));
    assert_eq!(steps::due_by(Severity::Low, may), date(2025, 5, 31));
}

#[test]
fn risks_stand_by_how_far_their_targets_are() {
    at_desk(facts(), Lang::ZH, |desk| {
        let judgement = judged(
            desk,
            &[
                ("sales.basic", 2000.0, 1077.0),
                ("sales.total", 3000.0, 1077.0),
            ],
        );
        let targets = [
            target("sales.total", 10_770.0),
            target("sales.basic", 2154.0),
        ];
        let risks = risks::risks(desk, &judgement, &targets);
        let steps = steps::steps(desk, &judgement, &targets);
        let table = risks::table(desk, &risks, &steps, &judgement, &targets).unwrap();
        let texts: Vec<String> = table
            .rows
            .iter()
            .map(|row| crate::format::cell(&row.cells[1].value, None, Lang::ZH))
            .collect();
        assert_eq!(
            texts,
            [
                "销售总额本月 1,077.00 元，下月目标 1.1 万元",
                "基础业务销售额本月 1,077.00 元，下月目标 2,154.00 元",
            ]
        );
    });
}

#[test]
fn an_empty_month_has_an_honest_plan() {
    for lang in [Lang::ZH, Lang::EN] {
        at_desk(Facts::default(), lang, |desk| {
            let mut exhibits = Exhibits::default();
            let facts = super::build(desk, &Judgement::default(), &mut exhibits);
            for key in ["targets", "steps", "risks", "split", "staff", "halls"] {
                assert_eq!(facts[key], 0, "{key}");
            }
            for name in [
                "table next_targets",
                "table target_weeks",
                "table target_halls",
                "table target_staff",
                "table steps",
                "chart timeline",
                "table resources",
                "table risks",
            ] {
                assert!(exhibits.named(name).unwrap().is_empty(), "{name}");
            }
        });
    }
}

/// The unfinished actions of many halls: 30 of one name due on 20 April and later, two of another, one alone.
fn of_many_halls() -> Facts {
    let mut facts = facts();
    let mut add = |title, hall: &str, day, progress| {
        facts.actions.add(&Action {
            hall: Some(hall),
            problem: Some("sales.total"),
            expected: Some("多售一成"),
            status: Some(Status::Doing),
            progress: Some(Money::from_fen(progress)),
            budget: Some(yuan(10)),
            ..action(title, ActionKind::Countermeasure, (2025, 4, day))
        });
    };
    for n in 1..=30 {
        add(
            "终端促销",
            &format!("第{n:02}厅"),
            if n == 1 { 20 } else { 28 },
            40,
        );
    }
    add("外呼", "城南", 28, 40);
    add("外呼", "城北", 28, 60);
    add("会销", "城北", 29, 40);
    facts
}

#[test]
fn what_many_halls_postpone_is_one_note() {
    for (lang, note) in [
        (
            Lang::ZH,
            "“终端促销”30 步最早原定 4月20日，“外呼”2 步原定 4月28日，“会销”原定 4月29日，改到 5月7日前。",
        ),
        (
            Lang::EN,
            "30 steps “终端促销” were due from 20 April on; 2 steps “外呼” were due 28 April; “会销” was due 29 April; now due by 7 May.",
        ),
    ] {
        at_desk(of_many_halls(), lang, |desk| {
            let steps = steps::steps(desk, &Judgement::default(), &[]);
            let table = steps::table(desk, &steps).unwrap();
            assert_eq!(table.note, note);
            assert_eq!((table.rows.len(), table.printed), (33, Some(20)));
            let summary = steps::summary(desk, &steps).unwrap();
            let numbers: Vec<(Option<f64>, Option<f64>)> = summary
                .rows
                .iter()
                .map(|row| {
                    (
                        row.cells[2].value.as_number(),
                        row.cells[4].value.as_number(),
                    )
                })
                .collect();
            // 30 × 10 × 0.6; 10 × 0.6 + 10 × 0.4; 10 × 0.6.
            assert_eq!(
                numbers,
                [
                    (Some(30.0), Some(180.0)),
                    (Some(2.0), Some(10.0)),
                    (Some(1.0), Some(6.0))
                ]
            );
            assert_eq!(steps::summary(desk, &steps[..20]), None);
        });
    }
}

#[test]
fn a_measure_of_many_halls_is_one_sentence() {
    for (lang, sentences) in [
        (
            Lang::ZH,
            "已定举措：终端促销（第01厅、第02厅、第03厅等 30 个营业厅，最早 2025-04-20 截止，各完成 40%），预期多售一成。\
             已定举措：外呼（城北和城南，2025-04-28 截止，各完成 40%–60%），预期多售一成。\
             已定举措：会销（2025-04-29 截止，已完成 40%），预期多售一成。",
        ),
        (
            Lang::EN,
            "Decided: 终端促销 (第01厅, 第02厅, 第03厅 and 27 more halls, due from 2025-04-20 on, each 40% done); expected: 多售一成. \
             Decided: 外呼 (城北 and 城南, due 2025-04-28, each 40%–60% done); expected: 多售一成. \
             Decided: 会销 (due 2025-04-29, 40% done); expected: 多售一成.",
        ),
    ] {
        at_desk(of_many_halls(), lang, |desk| {
            let mut judgement = judged(desk, &[("sales.total", 3000.0, 1077.0)]);
            let thresholds = &desk.config.thresholds;
            crate::findings::measures::fill(
                &crate::findings::grounds::Grounds {
                    figures: desk.figures,
                    thresholds,
                    standards: &desk.config.standards,
                    stock: crate::findings::grounds::StockGrounds {
                        slow: None,
                        reorder: None,
                    },
                },
                &mut judgement,
            );
            let finding = &judgement.findings[0];
            let prose = super::super::measures::prose(desk, &judgement, finding);
            assert_eq!(prose.as_deref(), Some(sentences));
            assert_eq!(finding.measures.len(), 33);
        });
    }
}
