use jiff::civil::date;

use super::totals::{self, sales_split, segments};
use super::visits;
use crate::config::Thresholds;
use crate::dataset::sales::Category;
use crate::facts::sales::SalesFacts;
use crate::facts::{Facts, Mean};
use crate::findings::cause::{Kind, Label, NoSplit, Tenure, Why};
use crate::findings::grounds::{Grounds, StockGrounds};
use crate::metrics::books::Scope;
use crate::metrics::{Books, Figures, Settings};
use crate::money::Money;
use crate::month::Month;

fn month(year: i32, number: u32) -> Month {
    Month::new(year, number).unwrap()
}

#[track_caller]
fn near(left: f64, right: f64, tolerance: f64) {
    assert!((left - right).abs() <= tolerance, "{left} is not {right}");
}

/// What `look` sees of the facts in April 2025.
fn with_grounds<T>(facts: Facts, look: impl FnOnce(&Grounds<'_>) -> T) -> T {
    let books = Books::new(facts, Scope::All);
    let figures = Figures::new(&books, month(2025, 4), Settings::default());
    look(&Grounds {
        figures: &figures,
        thresholds: &Thresholds::default(),
        standards: &std::collections::BTreeMap::new(),
        stock: StockGrounds::default(),
    })
}

fn sell(facts: &mut SalesFacts, product: &str, channel: usize, yuan: i64) {
    let sold = facts.products[Category::Vas as usize].of(product);
    sold.channel[channel] += Money::from_fen(yuan * 100);
}

/// A: offline 50 → 55, online 100 → 60; B: offline 30 → 0; C: offline 0 → 20. 180 become 135: A −35, B −30, C +20.
#[test]
fn sales_come_down_by_product_and_channel() {
    let (mut before, mut now) = (SalesFacts::default(), SalesFacts::default());
    sell(&mut before, "A", 0, 50);
    sell(&mut before, "A", 1, 100);
    sell(&mut before, "B", 0, 30);
    sell(&mut now, "A", 0, 55);
    sell(&mut now, "A", 1, 60);
    sell(&mut now, "C", 0, 20);
    let split = sales_split(&before, &now, &[Category::Vas]);
    assert_eq!(
        (split.base, split.current, split.whole, split.rest),
        (Some(180.0), 135.0, -45.0, 20.0)
    );
    let parts: Vec<(String, f64)> = split
        .parts
        .iter()
        .map(|part| (part.group.key(), part.effect))
        .collect();
    assert_eq!(parts, [("A".to_owned(), -35.0), ("B".to_owned(), -30.0)]);
    let channel = &split.parts[0].parts[0];
    assert_eq!(
        (channel.group.key(), channel.effect),
        ("online".to_owned(), -40.0)
    );

    // Over all categories the category comes first, and holds its products.
    let split = sales_split(&before, &now, Category::ALL);
    assert_eq!(split.parts[0].group, Label::Choice("vas", "增值业务"));
    assert_eq!((split.parts[0].effect, split.rest), (-45.0, 0.0));
    assert_eq!(split.parts[0].parts[0].group.key(), "A");
}

/// A campus plan of 100 from December, 5 of them gone within the month, 10 in March, 20 in April; an old plan of 1000, of
/// whom 5 go in March and 5 in April.
fn subscribers() -> Facts {
    let mut facts = Facts::default();
    let table = &mut facts.subscribers;
    table.cover(date(2020, 1, 1));
    table.cover(date(2025, 4, 30));
    let december = month(2024, 12);
    let begun = table.group(None, december);
    *begun.begun_by_plan.of("校园") = 100;
    *begun.passed_by_plan.of("校园") = 5;
    let old = month(2020, 1);
    *table.group(None, old).begun_by_plan.of("老") = 1000;
    for (left, campus) in [(month(2025, 3), 10), (month(2025, 4), 20)] {
        let ended = &mut table.group(None, left).ended_by_plan;
        ended.of("校园").insert(december, campus);
        ended.of("老").insert(old, 5);
    }
    facts
}

#[test]
fn segments_are_what_stood_at_the_months_start() {
    with_grounds(subscribers(), |grounds| {
        let april = segments(grounds.figures.books(), month(2025, 4));
        let of = |plan: &str, tenure| {
            let segment = april[&(plan.to_owned(), tenure)];
            (segment.numerator, segment.denominator)
        };
        assert_eq!(of("校园", Tenure::Under6), (20, 85));
        assert_eq!(of("老", Tenure::Over24), (5, 995));
        assert_eq!(april.len(), 2);
    });
}

/// 15 of 1095 become 25 of 1080. Campus: weight 95/1095 → 85/1080, rate 10/95 → 20/85; rate effect 0.0827309 × 0.1300310,
/// mix effect −0.0080543 × (0.1702786 − 0.0184234).
#[test]
fn churn_is_told_by_plan_and_tenure() {
    let cause = with_grounds(subscribers(), |grounds| {
        totals::churn(grounds, "subs.churn_rate")
    });
    let split = cause.split.clone().unwrap();
    near(split.whole, 25.0 / 1080.0 - 15.0 / 1095.0, 1e-15);
    assert_eq!(split.parts.len(), 1);
    let campus = &split.parts[0];
    assert_eq!(campus.group, Label::Tenure("校园".into(), Tenure::Under6));
    near(campus.rate.unwrap(), 0.010_757_6, 1e-7);
    near(campus.mix.unwrap(), -0.001_223_1, 1e-7);
    near(campus.effect + split.rest, split.whole, 1e-15);
    near(split.rate.unwrap() + split.mix.unwrap(), split.whole, 1e-15);
    assert_eq!(cause.kinds, [(Kind::Appraisal, Why::of("new-joiners"))]);

    let json = serde_json::to_value(&cause).unwrap();
    assert_eq!(json["split"]["by"], "plan-and-tenure");
    assert_eq!(json["split"]["of"], "change");
    assert_eq!(json["split"]["parts"][0]["group"], "校园 <6m");
    assert!(json["split"]["parts"][0]["mix"].is_f64());
    assert_eq!(json["kinds"][0]["kind"], "appraisal");
    assert_eq!(json["kinds"][0]["because"], "new-joiners");
    assert_eq!(json.get("not_split"), None);
}

#[test]
fn tenure_is_counted_in_months_before() {
    let bands = [1, 6, 7, 24, 25].map(Tenure::after);
    let (young, middle, old) = (Tenure::Under6, Tenure::Upto24, Tenure::Over24);
    assert_eq!(bands, [young, young, middle, middle, old]);
}

fn visits(facts: &mut Facts, at: Month, hour: usize, n: u64, wait_minutes: i64) {
    facts.services.cover(at.first_day());
    let visits = facts.services.group(None, at);
    visits.days[0] += n;
    visits.week_hours[0][hour] += n;
    let mut wait = Mean::default();
    for _ in 0..n {
        wait.add_whole(wait_minutes * 60);
    }
    visits.hour_wait[hour].sum += wait.sum;
    visits.hour_wait[hour].n += n;
}

/// At 10: 10 visits of 5 minutes become 20 of 10; at 15: 10 of 5 both. The mean goes from 5 to 250/30 = 8.333: at 10, rate
/// (1/2 + 2/3)/2 × 5 = 2.9167, mix 1/6 × (7.5 − 6.6667) = 0.1389; at 15, mix −1/6 × (5 − 6.6667) = 0.2778.
#[test]
fn waits_are_told_by_hour_and_point_to_counters() {
    let mut facts = Facts::default();
    for (at, tens, minutes) in [(month(2025, 3), 10, 5), (month(2025, 4), 20, 10)] {
        visits(&mut facts, at, 10, tens, minutes);
        visits(&mut facts, at, 15, 10, 5);
    }
    let cause = with_grounds(facts, visits::waiting);
    let split = cause.split.unwrap();
    near(split.whole, 10.0 / 3.0, 1e-12);
    assert_eq!(split.parts.len(), 1);
    assert_eq!(split.parts[0].group, Label::Hour(10));
    near(split.parts[0].rate.unwrap(), 35.0 / 12.0, 1e-12);
    near(split.parts[0].mix.unwrap(), 5.0 / 36.0, 1e-12);
    near(split.rest, 5.0 / 18.0, 1e-12);
    assert_eq!(
        cause.kinds,
        [(Kind::Resources, Why::ratio("more-arrivals", 1.0))]
    );
}

#[test]
fn without_a_month_before_nothing_is_split() {
    let mut facts = Facts::default();
    visits(&mut facts, month(2025, 4), 10, 4, 12);
    let cause = with_grounds(facts, visits::waiting);
    assert_eq!(
        (cause.split, cause.not_split),
        (None, Some(NoSplit::NoMonthBefore))
    );
}
