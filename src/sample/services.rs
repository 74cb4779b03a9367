//! services: visits, each day's played through a queue, so that waits come from arrivals and counters.
//!
//! Customers arrive by the hour, most from ten to eleven and at weekends, take a ticket and are served in turn at the first
//! counter that falls free; self-service and online transactions wait for nobody. In the last month the peak grows and the counters do not.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::SampleError;
use super::calendar::{Day, Moment};
use super::plan::{Hall, Plan, Stream, season, split, trend};
use super::rng::Rng;
use super::table::{Cell, Table, Target, Word, Writer, column};
use crate::month::Month;

const TABLE: Table = Table {
    id: "services",
    zh: "叫号记录",
    columns: &[
        column("ticket_at", "取号时间"),
        column("started_at", "开始时间"),
        column("ended_at", "结束时间"),
        column("hall", "营业厅"),
        column("staff_id", "工号"),
        column("counter", "窗口"),
        column("business", "业务名称"),
        column("channel", "渠道"),
        column("one_pass", "一次通过"),
        column("rating", "评价"),
    ],
};

/// A business: its name, its mean minutes at a counter, how often it comes, and in a hundred how many of it are done at a
/// self-service machine, how many online, and how many pass at once.
struct Business(&'static str, f64, u32, u32, u32, u32);

const BUSINESSES: [Business; 13] = [
    Business("缴费充值", 3.5, 170, 46, 22, 99),
    Business("套餐变更", 10.0, 175, 14, 22, 88),
    Business("补换卡", 7.5, 115, 34, 0, 92),
    Business("账单查询", 5.0, 95, 42, 26, 96),
    Business("新装开户", 14.0, 100, 0, 8, 84),
    Business("宽带报装", 17.0, 85, 0, 18, 78),
    Business("终端购买", 13.0, 80, 0, 6, 93),
    Business("实名补登", 8.0, 50, 10, 0, 90),
    Business("投诉咨询", 11.0, 40, 0, 12, 72),
    Business("过户", 20.0, 30, 0, 0, 68),
    Business("销户", 12.0, 25, 0, 0, 86),
    Business("携号转网", 21.0, 15, 0, 0, 74),
    Business("政企业务", 24.0, 20, 0, 0, 76),
];

/// The place of the closing of accounts, which the last month has more of.
const CLOSING: usize = 10;

/// Visits by day of the week, Monday first.
const WEEKDAYS: [f64; 7] = [1.02, 0.86, 0.84, 0.88, 0.95, 1.32, 1.22];

/// The hall's opening hour, and arrivals by hour from it on: in an ordinary month and in the last.
const OPENS: i64 = 9;
const HOURS: [u32; 9] = [95, 158, 130, 66, 62, 100, 122, 104, 58];
const LAST_HOURS: [u32; 9] = [95, 236, 146, 62, 60, 100, 122, 104, 58];

/// Online transactions by two hours, from eight in the morning to eight at night.
const ONLINE_HOURS: [u32; 6] = [14, 22, 18, 16, 14, 16];

const CHANNELS: [Word; 3] = [
    Word("counter", "柜台"),
    Word("self_service", "自助"),
    Word("online", "线上"),
];

/// A visit before it is served.
struct Visit {
    arrives: i64,
    channel: usize,
    business: &'static Business,
}

/// Writes the table.
pub(crate) fn write(plan: &Plan, target: &mut Target<'_>, owner: &str) -> Result<(), SampleError> {
    let mut writer = Writer::open(target, &TABLE, owner)?;
    for &month in &plan.months {
        let first = Day::first_of(month);
        let visits: Vec<Vec<u64>> = (0..)
            .zip(&plan.halls)
            .map(|(h, hall)| visits(plan, month, h, hall))
            .collect();
        for n in 0..month.days() as usize {
            for (h, (hall, visits)) in plan.halls.iter().zip(&visits).enumerate() {
                let count = visits.get(n).copied().unwrap_or(0);
                let day = first.plus(n as i64);
                let rng = plan.rng(Stream::Services, h, month, n as i64 + 1);
                serve(plan, month, day, hall, count, rng, &mut writer)?;
            }
        }
    }
    writer.finish()
}

/// A hall's visits by day.
fn visits(plan: &Plan, month: Month, h: usize, hall: &Hall) -> Vec<u64> {
    let mut rng = plan.rng(Stream::Services, h, month, 0);
    let usual = 2_750.0 * hall.size * (0.3 + 0.7 * season(month)) * trend(month, plan.last);
    let stray = 0.98 + 0.04 * rng.unit();
    let count = rng.round(usual * stray);
    let first = Day::first_of(month);
    let days: Vec<f64> = (0..i64::from(month.days()))
        .map(|n| {
            let weekday = usize::from(first.plus(n).weekday());
            let weight = WEEKDAYS.get(weekday).copied().unwrap_or(1.0);
            let promotion = if plan.promotion(month, n + 1) {
                1.25
            } else {
                1.0
            };
            weight * promotion * (0.92 + 0.16 * rng.unit())
        })
        .collect();
    split(count, &days)
}

/// Plays a day through and writes its visits in the order they arrive.
fn serve(
    plan: &Plan,
    month: Month,
    day: Day,
    hall: &Hall,
    count: u64,
    mut rng: Rng,
    writer: &mut Writer<'_, '_>,
) -> Result<(), SampleError> {
    let behind = plan.last.since(month);
    let mut visits: Vec<Visit> = (0..count).map(|_| arrive(&mut rng, behind)).collect();
    // Equal arrivals keep the order they were drawn in: the sort is stable.
    visits.sort_by_key(|visit| visit.arrives);
    let on_duty = hall.on_duty(day);
    // Two counters on weekdays and three at weekends, in a hall of size 1.
    let weekend = day.weekday() >= 5;
    let counters = ((if weekend { 3.0 } else { 2.0 }) * hall.size)
        .round()
        .max(1.0) as usize;
    // When each counter falls free, the soonest first, the lower one of two.
    let mut free: BinaryHeap<Reverse<(i64, usize)>> =
        (0..counters).map(|n| Reverse((0, n))).collect();
    for visit in visits {
        let (from, counter) = if visit.channel == 0 {
            let Reverse((at, place)) = free.pop().unwrap_or_default();
            // Walking up to the counter takes a little.
            (at.max(visit.arrives + rng.between(15, 80)), Some(place))
        } else {
            (visit.arrives, None)
        };
        // The shift at the counters changes at half past one.
        let shift = usize::from(from >= 13 * 3600 + 1800);
        let person = counter.and_then(|place| {
            let turn = place + shift * counters + day.0.unsigned_abs() as usize;
            let person = on_duty.get(turn.checked_rem(on_duty.len())?)?;
            hall.staff.get(*person)
        });
        let Business(name, minutes, .., pass) = *visit.business;
        let pace = match (visit.channel, person) {
            (0, Some(person)) => person.pace,
            (0, None) => 1.0,
            (1, _) => 0.6,
            _ => 0.5,
        };
        let seconds = (minutes * 60.0 * pace * rng.skewed()) as i64;
        if let Some(place) = counter {
            free.push(Reverse((from + seconds, place)));
        }
        let wait = from - visit.arrives;
        let newcomer = person.is_some_and(|p| p.novice);
        let pass = f64::from(pass) / 100.0 - if newcomer { 0.07 } else { 0.0 };
        let one_pass = rng.chance(pass);
        let contented = 88.0 - wait as f64 / 60.0 * 0.9 - if one_pass { 0.0 } else { 22.0 };
        let rating = rng.chance(0.55).then(|| rate(&mut rng, contented / 100.0));
        let draw = (day.0.unsigned_abs() << 32) + from.unsigned_abs() * 31 + seconds.unsigned_abs();
        let person = plan.named(person, draw);
        let window = counter.map(|place| format!("{:02}", place + 1));
        let at = |seconds: i64| -> Moment { day.at(seconds) };
        writer.row(&[
            Cell::given(counter.map(|_| at(visit.arrives)), Cell::Moment),
            Cell::Moment(at(from)),
            Cell::Moment(at(from + seconds)),
            Cell::Text(&hall.name),
            Cell::given(person, |person| Cell::Text(&person.id)),
            Cell::given(window.as_deref(), Cell::Text),
            Cell::Text(name),
            Cell::given(CHANNELS.get(visit.channel).copied(), Cell::Word),
            Cell::Flag(one_pass),
            Cell::given(rating, Cell::Whole),
        ])?;
    }
    Ok(())
}

/// Draws a visit.
fn arrive(rng: &mut Rng, behind: i32) -> Visit {
    let place = rng.weighted(BUSINESSES.iter().enumerate().map(|(place, business)| {
        if place == CLOSING && behind == 0 {
            business.2 * 9 / 5
        } else {
            business.2
        }
    }));
    let business = BUSINESSES.get(place).unwrap_or(&BUSINESSES[0]);
    // What is done without a counter grows by a little every month.
    let away = 1.0 - 0.008 * f64::from(behind.min(40));
    let draw = rng.unit() * 100.0;
    let (own, online) = (f64::from(business.3) * away, f64::from(business.4) * away);
    let channel = if draw < own {
        1
    } else if draw < own + online {
        2
    } else {
        0
    };
    let arrives = if channel == 2 {
        let hour = 8 + 2 * rng.weighted(ONLINE_HOURS.into_iter()) as i64;
        hour * 3600 + rng.between(0, 7_199)
    } else {
        let hours = if behind == 0 { LAST_HOURS } else { HOURS };
        let hour = OPENS + rng.weighted(hours.into_iter()) as i64;
        hour * 3600 + rng.between(0, 3_599)
    };
    Visit {
        arrives,
        channel,
        business,
    }
}

/// A rating of 1 to 5 by one who is content with probability `contented`.
fn rate(rng: &mut Rng, contented: f64) -> i64 {
    if rng.chance(contented) {
        if rng.chance(0.72) { 5 } else { 4 }
    } else {
        rng.one_of(&[4, 3, 3, 3, 2, 2, 1])
    }
}
