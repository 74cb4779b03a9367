use super::roster::plan;
use super::visits::{best_quartile, saving};
use super::*;
use crate::facts::Mean;
use crate::facts::services::{BusinessVisits, QUARTERS};
use crate::findings::remedy::Shift;
use crate::findings::rules::ALL;

/// Over two days 6, 0 and 12 customers arrive in the first three quarters after nine: 3, 0 and 6 a day. At 480 s each, 80 %
/// within 10 minutes, that takes 3, 1 and 5 counters (worked out at `erlang::day`), so 2.25 counter-hours against 5 flat for
/// three quarters, 3.75; 4.8 erlang-quarters are busy of 9 and of 15.
#[test]
fn a_roster_follows_the_arrivals() {
    let mut arrivals = [0_u64; QUARTERS];
    arrivals[36] = 6;
    arrivals[38] = 12;
    let roster = plan(&arrivals, 2, 480.0, 0.8, 10.0).unwrap();
    assert_eq!(
        roster.shifts,
        [Shift {
            from: 9,
            to: 10,
            counters: 5
        }]
    );
    assert_eq!(
        (roster.flat_counters, roster.flat_hours, roster.fitted_hours),
        (5, 3.75, 2.25)
    );
    assert!((roster.utilisation_before - 4.8 / 15.0).abs() < 1e-12);
    assert!((roster.utilisation_after - 4.8 / 9.0).abs() < 1e-12);
    assert_eq!(plan(&arrivals, 0, 480.0, 0.8, 10.0), None);
    assert_eq!(plan(&[0; QUARTERS], 2, 480.0, 0.8, 10.0), None);
}

#[test]
fn hours_of_the_same_need_are_one_shift() {
    let mut arrivals = [0_u64; QUARTERS];
    for slot in arrivals.iter_mut().take(48).skip(36) {
        *slot = 3;
    }
    arrivals[48] = 6;
    // 1.6 erlangs take 3 counters, 3.2 take 5.
    let roster = plan(&arrivals, 1, 480.0, 0.8, 10.0).unwrap();
    let shifts: Vec<(u8, u8, u32)> = roster
        .shifts
        .iter()
        .map(|shift| (shift.from, shift.to, shift.counters))
        .collect();
    assert_eq!(shifts, [(9, 12, 3), (12, 13, 5)]);
}

fn times(n: u64, seconds: i64) -> Mean {
    let mut mean = Mean::default();
    for _ in 0..n {
        mean.add_whole(seconds);
    }
    mean
}

/// Four people with four visits each of 100, 200, 300 and 400 s, and one with a single visit of 900 s, who has too few to be
/// ranked. The best quarter of four is one person: 100 s. Saved: 0 + 400 + 800 + 1200 + 800.
#[test]
fn the_best_quartiles_time_saves_the_rest() {
    let mut visits = BusinessVisits::default();
    for (name, n, seconds) in [
        ("a", 4, 100),
        ("b", 4, 200),
        ("c", 4, 300),
        ("d", 4, 400),
        ("e", 1, 900),
    ] {
        *visits.staff.of(name) = times(n, seconds);
    }
    assert_eq!(best_quartile(&visits), Some(100.0));
    assert_eq!(saving(&visits), Some((4900.0, 3200.0)));
    *visits.staff.of("d") = Mean::default();
    assert_eq!(saving(&visits), None);
}

fn action(problem: Option<&str>) -> Measure {
    Measure {
        kind: ActionKind::Countermeasure,
        due: None,
        start: None,
        title: "增开窗口".into(),
        hall: "".into(),
        problem: problem.map(Into::into),
        owner: None,
        status: Some(Status::Planned),
        progress: None,
        expected: None,
        result: None,
        budget: None,
    }
}

#[test]
fn an_action_names_a_finding_by_metric_topic_or_id() {
    let finding = Finding::specimen(ALL[0], "service.avg_wait_minutes");
    for problem in [
        "平均等候时长",
        "周末排队",
        "Queue at the counters",
        "target-missed:service.avg_wait_minutes",
    ] {
        assert!(names(&action(Some(problem)), &finding), "{problem}");
    }
    for problem in [Some("用户流失率"), None] {
        assert!(!names(&action(problem), &finding), "{problem:?}");
    }
}

#[test]
fn a_measure_is_structured_in_json() {
    let remedy = Remedy::propose("clearance", "clearance")
        .effect(43_000.0, "yuan")
        .fact("value", 99_000.0)
        .fact("limit", 0.2);
    let json = serde_json::to_value(remedy).unwrap();
    assert_eq!(
        json,
        serde_json::json!({
            "id": "clearance",
            "effect": {"value": 43_000.0, "unit": "yuan"},
            "kind": "clearance",
            "value": 99_000.0,
            "limit": 0.2,
        })
    );
    let json = serde_json::to_value(decided(&action(None), false)).unwrap();
    assert_eq!(json["id"], "action");
    assert_eq!(json["effect"], serde_json::Value::Null);
    assert_eq!(json["progress"], 0.0);
    assert_eq!(json.get("hall"), None);
    let of_hall = Measure {
        hall: "城南".into(),
        ..action(None)
    };
    let json = |several| serde_json::to_value(decided(&of_hall, several)).unwrap();
    assert_eq!(json(true)["hall"], "城南");
    assert_eq!(json(false).get("hall"), None);
}

#[test]
fn a_measure_of_another_time_is_not_of_the_month() {
    let of = |start, due, status| {
        let month = Month::new(2025, 4).unwrap();
        let action = Measure {
            due,
            start,
            status,
            ..action(None)
        };
        is_of(&action, month)
    };
    let day = |month, day| Some(jiff::civil::date(2025, month, day));
    assert!(of(day(5, 31), None, None));
    assert!(!of(day(6, 1), None, None));
    assert!(of(None, day(3, 31), Some(Status::Doing)));
    assert!(!of(None, day(3, 31), Some(Status::Done)));
    assert!(of(None, day(4, 1), Some(Status::Done)));
}
