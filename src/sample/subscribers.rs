//! subscribers: the subscriptions active when the first month opens and those made since, each with its whole life.
//!
//! Churn runs at about nine in a thousand a month until the last month, when those who took the campus plan within the last
//! half year leave as its opening offer ends.

use super::SampleError;
use super::calendar::Day;
use super::goods::{BROADBAND, CAMPUS, MOBILE};
use super::plan::{Hall, Plan, Stream, trend};
use super::rng::Rng;
use super::sales::{OFFLINE, ONLINE};
use super::table::{Cell, Table, Target, Word, Writer, column};
use crate::month::Month;

const TABLE: Table = Table {
    id: "subscribers",
    zh: "用户清单",
    columns: &[
        column("subscriber_id", "用户编号"),
        column("hall", "营业厅"),
        column("service", "产品类型"),
        column("plan", "套餐名称"),
        column("network", "网络制式"),
        column("tier", "客户等级"),
        column("bundled", "是否融合"),
        column("iptv", "是否IPTV"),
        column("area", "区域"),
        column("channel", "入网渠道"),
        column("activated_on", "入网日期"),
        column("deactivated_on", "离网日期"),
        column("monthly_fee", "月消费"),
    ],
};

const SERVICES: [Word; 5] = [
    Word("mobile", "移动"),
    Word("broadband", "宽带"),
    Word("iptv", "IPTV"),
    Word("iot", "物联网"),
    Word("line", "专线"),
];
const BASE_WEIGHTS: [u32; 5] = [682, 226, 41, 47, 4];
const NEW_WEIGHTS: [u32; 5] = [139, 44, 9, 16, 1];

const MOBILE_SERVICE: usize = 0;
const BROADBAND_SERVICE: usize = 1;

/// New subscriptions a month in a hall of size 1, by month of the year.
const NEW: [u32; 12] = [205, 188, 208, 206, 198, 200, 204, 214, 262, 208, 214, 210];

/// What subscribers did, by month and hall.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Moves {
    pub(crate) new: i64,
    pub(crate) new_mobile: i64,
    pub(crate) new_iot: i64,
    pub(crate) churned: i64,
    /// Active when the month opens.
    pub(crate) opening: i64,
}

/// A life drawn.
struct Life {
    service: usize,
    plan: &'static str,
    fee: i64,
    campus: bool,
    network: Word,
    high: bool,
    bundled: Option<bool>,
    iptv: Option<bool>,
    rural: Option<bool>,
    online: bool,
    activated: Day,
}

/// Writes the table.
pub(crate) fn write(
    plan: &Plan,
    target: &mut Target<'_>,
    owner: &str,
) -> Result<Vec<Vec<Moves>>, SampleError> {
    let mut writer = Writer::open(target, &TABLE, owner)?;
    let mut moves = vec![vec![Moves::default(); plan.halls.len()]; plan.months.len()];
    for (h, hall) in plan.halls.iter().enumerate() {
        let mut number = 0;
        if let Some(&first) = plan.months.first() {
            let mut rng = plan.rng(Stream::Subscribers, h, first, 0);
            for _ in 0..hall.subscribers {
                let before = 20 + (3_000.0 * rng.unit() * rng.unit().max(0.1)) as i64;
                let day = Day::first_of(first).plus(-before);
                let life = born(&mut rng, BASE_WEIGHTS, day, None);
                number += 1;
                live(
                    plan,
                    hall,
                    h,
                    number,
                    &life,
                    0,
                    &mut rng,
                    &mut moves,
                    &mut writer,
                )?;
            }
        }
        for (m, &month) in plan.months.iter().enumerate() {
            let mut rng = plan.rng(Stream::NewSubscribers, h, month, 0);
            let usual = NEW.get(month.number() as usize - 1).copied().unwrap_or(200);
            let growth = trend(month, plan.last) * (0.97 + 0.06 * rng.unit());
            let behind = plan.last.since(month);
            let count = rng.round(f64::from(usual) * growth * hall.size);
            let first = Day::first_of(month);
            for n in 0..count {
                // In the order of the days, as a system numbers them.
                let day = first.plus((n * u64::from(month.days()) / count) as i64);
                let life = born(&mut rng, NEW_WEIGHTS, day, Some(behind));
                number += 1;
                live(
                    plan,
                    hall,
                    h,
                    number,
                    &life,
                    m,
                    &mut rng,
                    &mut moves,
                    &mut writer,
                )?;
            }
        }
    }
    writer.finish()?;
    for h in 0..plan.halls.len() {
        let mut open = plan.halls.get(h).map_or(0, |hall| hall.subscribers as i64);
        for of_month in &mut moves {
            if let Some(month) = of_month.get_mut(h) {
                month.opening = open;
                open += month.new - month.churned;
            }
        }
    }
    Ok(moves)
}

/// Draws a subscription. `behind` is how many months before the last a new one was made.
fn born(rng: &mut Rng, services: [u32; 5], activated: Day, behind: Option<i32>) -> Life {
    let service = rng.weighted(services.into_iter());
    let recent = behind.map(|n| f64::from(n.min(24)));
    let online = rng.chance(recent.map_or(0.12, |n| 0.31 - 0.008 * n));
    let mut campus = false;
    let mut bundled = None;
    let (plan, fee, network) = match service {
        MOBILE_SERVICE => {
            // The campus plan was pushed from September on, most of all before the spring term.
            let push = match behind {
                Some(1 | 2) => 52,
                Some(3..=5) => 30,
                Some(7) => 26,
                Some(_) => 8,
                None => 5,
            };
            let place = rng.weighted(
                MOBILE
                    .iter()
                    .enumerate()
                    .map(|(n, plan)| if n == CAMPUS { push } else { plan.2 }),
            );
            campus = place == CAMPUS;
            bundled = Some(!campus && rng.chance(recent.map_or(0.36, |n| 0.50 - 0.005 * n)));
            let five = rng.chance(recent.map_or(0.52, |n| 0.83 - 0.01 * n));
            let network = if five {
                Word("5g", "5G")
            } else {
                Word("4g", "4G")
            };
            let plan = MOBILE.get(place);
            (plan.map_or("", |p| p.0), plan.map_or(0, |p| p.1), network)
        }
        BROADBAND_SERVICE => {
            let plan = BROADBAND.get(rng.weighted(BROADBAND.iter().map(|p| p.2)));
            bundled = Some(rng.chance(recent.map_or(0.48, |_| 0.58)));
            let fibre = Word("fibre", "光纤");
            (plan.map_or("", |p| p.0), plan.map_or(0, |p| p.1), fibre)
        }
        2 => ("IPTV基础包", 20, Word("fibre", "光纤")),
        3 => ("物联卡年包", 8, Word("4g", "4G")),
        _ => ("企业专线50M", 1_500, Word("fibre", "光纤")),
    };
    // What is paid strays from the plan's fee: more traffic used, or a bundle's discount.
    let fee = (fee as f64 * 100.0 * (0.58 + 0.40 * rng.skewed())) as i64;
    let broadband = service == BROADBAND_SERVICE;
    Life {
        service,
        plan,
        fee,
        campus,
        network,
        high: service == 4 || fee >= 11_000 && rng.chance(0.85),
        bundled,
        iptv: broadband.then(|| rng.chance(recent.map_or(0.63, |_| 0.71))),
        rural: broadband.then(|| rng.chance(recent.map_or(0.24, |_| 0.31))),
        online,
        activated,
    }
}

/// Lives a subscription through the months from place `from` on, and writes it.
#[allow(clippy::too_many_arguments)] // a row's place, its life and where it goes
fn live(
    plan: &Plan,
    hall: &Hall,
    h: usize,
    number: u64,
    life: &Life,
    from: usize,
    rng: &mut Rng,
    moves: &mut [Vec<Moves>],
    writer: &mut Writer<'_, '_>,
) -> Result<(), SampleError> {
    let new = plan
        .months
        .get(from)
        .is_some_and(|&m| life.activated >= Day::first_of(m));
    let mut deactivated = None;
    for (&month, of_month) in plan.months.iter().zip(moves.iter_mut()).skip(from) {
        let Some(of_hall) = of_month.get_mut(h) else {
            continue;
        };
        if new && Month::eq(&month, plan.months.get(from).unwrap_or(&month)) {
            of_hall.new += 1;
            of_hall.new_mobile += i64::from(life.service == MOBILE_SERVICE);
            of_hall.new_iot += i64::from(life.service == 3);
            continue;
        }
        if rng.chance(hazard(life, month, plan.last)) {
            of_hall.churned += 1;
            let day = rng.below(month.days().into()) as i64;
            deactivated = Some(Day::first_of(month).plus(day));
            break;
        }
    }
    let id = format!("U{:02}{number:07}", h + 1);
    writer.row(&[
        Cell::Text(&id),
        Cell::Text(&hall.name),
        Cell::given(SERVICES.get(life.service).copied(), Cell::Word),
        Cell::Text(life.plan),
        Cell::Word(life.network),
        Cell::Word(if life.high {
            Word("high", "高价值")
        } else {
            Word("standard", "普通")
        }),
        Cell::given(life.bundled, Cell::Flag),
        Cell::given(life.iptv, Cell::Flag),
        Cell::given(life.rural, |rural| {
            Cell::Word(if rural {
                Word("rural", "农村")
            } else {
                Word("urban", "城市")
            })
        }),
        Cell::Word(if life.online { ONLINE } else { OFFLINE }),
        Cell::Day(life.activated),
        Cell::given(deactivated, Cell::Day),
        Cell::Fen(life.fee),
    ])
}

/// The chance to leave in a month.
fn hazard(life: &Life, month: Month, last: Month) -> f64 {
    if life.campus && month == last && life.activated >= Day::first_of(last.plus(-6)) {
        return 0.42;
    }
    let usual = match life.service {
        MOBILE_SERVICE => 0.0108,
        BROADBAND_SERVICE => 0.0085,
        2 => 0.010,
        3 => 0.006,
        _ => 0.004,
    };
    let tier = if life.high { 0.5 } else { 1.0 };
    let tied = if life.bundled == Some(true) { 0.7 } else { 1.0 };
    usual * tier * tied
}
