//! inventory: what each item opened with, took in, gave out and closed with, month by month.
//!
//! A month opens with what the last one closed with. Devices go out as they were sold, SIM cards as subscriptions began.
//! Watches and tablets were stocked for a season that did not come; two items end the last month below their safety stock.

use super::SampleError;
use super::calendar::Day;
use super::goods::{DEVICE, PRODUCTS, TABLET, WATCH};
use super::plan::{Hall, Plan, Stream};
use super::rng::Rng;
use super::sales::{Books, Sold};
use super::subscribers::Moves;
use super::table::{Cell, Table, Target, Word, Writer, column};

const TABLE: Table = Table {
    id: "inventory",
    zh: "库存",
    columns: &[
        column("month", "月份"),
        column("hall", "营业厅"),
        column("item_code", "物料编码"),
        column("item", "物料名称"),
        column("category", "物料类别"),
        column("opening_qty", "期初数量"),
        column("received_qty", "入库数量"),
        column("issued_qty", "出库数量"),
        column("closing_qty", "期末数量"),
        column("unit_cost", "单位成本"),
        column("activated_qty", "激活数量"),
        column("returned_qty", "返修量"),
        column("safety_stock", "安全库存"),
        column("lead_time_days", "采购周期"),
        column("expires_on", "有效期"),
        column("disposal_income", "处置收益"),
    ],
};

const SIM: Word = Word("sim", "SIM卡");
const IOT: Word = Word("iot_card", "物联网卡");
const DEVICE_ITEM: Word = Word("device", "终端");
const MARKETING: Word = Word("marketing", "营销物料");
const SPARE: Word = Word("spare", "备品备件");
const SCRAP: Word = Word("scrap", "废旧物资");

/// What empties an item's stock.
#[derive(Debug, Clone, Copy)]
enum Demand {
    /// A device sold, by its place among the devices.
    Sold(usize),
    /// So many for each new mobile subscription, and so many a month for replacements.
    Sim(f64, f64),
    /// So many for each new IoT subscription.
    Iot(f64),
    /// So many a month in a hall of size 1.
    Steady(f64),
    /// So many a month, each bringing in so many fen.
    Disposed(f64, i64),
}

/// An item.
struct Item {
    code: &'static str,
    name: &'static str,
    category: Word,
    /// In fen.
    cost: i64,
    demand: Demand,
    /// Months of demand kept in stock.
    cover: f64,
    /// Safety stock in a hall of size 1.
    safety: f64,
    lead: i64,
    expires: bool,
    short: bool,
}

const fn item(
    code: &'static str,
    name: &'static str,
    category: Word,
    cost: i64,
    demand: Demand,
) -> Item {
    Item {
        code,
        name,
        category,
        cost,
        demand,
        cover: 0.6,
        safety: 0.0,
        lead: 7,
        expires: false,
        short: false,
    }
}

/// The items but the devices, which [`items`] adds.
const OTHERS: [Item; 14] = [
    Item {
        safety: 60.0,
        lead: 10,
        ..item("SIM-01", "普通SIM卡", SIM, 380, Demand::Sim(0.72, 46.0))
    },
    Item {
        safety: 25.0,
        lead: 10,
        ..item("SIM-02", "超级SIM卡", SIM, 1_150, Demand::Sim(0.33, 14.0))
    },
    Item {
        safety: 8.0,
        lead: 14,
        cover: 0.9,
        ..item("IOT-01", "物联网卡", IOT, 620, Demand::Iot(1.25))
    },
    Item {
        cover: 0.8,
        ..item("MKT-01", "宣传折页", MARKETING, 45, Demand::Steady(620.0))
    },
    Item {
        ..item(
            "MKT-02",
            "环保手提袋",
            MARKETING,
            180,
            Demand::Steady(380.0),
        )
    },
    Item {
        cover: 1.0,
        ..item("MKT-03", "定制雨伞", MARKETING, 1_650, Demand::Steady(65.0))
    },
    Item {
        expires: true,
        cover: 1.1,
        ..item("MKT-04", "食品礼盒", MARKETING, 2_800, Demand::Steady(40.0))
    },
    Item {
        safety: 12.0,
        lead: 15,
        short: true,
        ..item(
            "SPR-01",
            "光猫电源适配器",
            SPARE,
            1_900,
            Demand::Steady(15.0),
        )
    },
    Item {
        safety: 30.0,
        ..item("SPR-02", "入户光纤跳线", SPARE, 850, Demand::Steady(42.0))
    },
    Item {
        safety: 20.0,
        expires: true,
        ..item("SPR-03", "叫号机热敏纸", SPARE, 320, Demand::Steady(36.0))
    },
    Item {
        safety: 4.0,
        lead: 12,
        cover: 1.5,
        ..item("SPR-04", "打印机硒鼓", SPARE, 18_500, Demand::Steady(3.0))
    },
    Item {
        safety: 2.0,
        lead: 30,
        cover: 2.0,
        expires: true,
        ..item("SPR-05", "UPS蓄电池", SPARE, 32_000, Demand::Steady(1.0))
    },
    Item {
        cover: 0.3,
        ..item(
            "SCR-01",
            "废旧光猫",
            SCRAP,
            0,
            Demand::Disposed(38.0, 1_150),
        )
    },
    Item {
        cover: 0.3,
        ..item(
            "SCR-02",
            "回收旧手机",
            SCRAP,
            0,
            Demand::Disposed(24.0, 6_800),
        )
    },
];

/// All items: the devices first.
fn items() -> Vec<Item> {
    let codes = [
        "DEV-01", "DEV-02", "DEV-03", "DEV-04", "DEV-05", "DEV-06", "DEV-07", "DEV-08", "DEV-09",
        "DEV-10",
    ];
    let devices = PRODUCTS.get(DEVICE).copied().unwrap_or_default();
    let devices = devices
        .iter()
        .zip(codes)
        .enumerate()
        .map(|(place, (product, code))| Item {
            cover: 0.5,
            // About a week's sales.
            safety: if place == WATCH || place == TABLET {
                4.0
            } else {
                f64::from(product.weight) * 0.105
            },
            lead: if place < 3 { 5 } else { 9 },
            // The router runs short.
            short: place == 4,
            ..item(
                code,
                product.name,
                DEVICE_ITEM,
                product.price * product.cost,
                Demand::Sold(place),
            )
        });
    devices.chain(OTHERS).collect()
}

/// Writes the table.
pub(crate) fn write(
    plan: &Plan,
    books: &Books,
    moves: &[Vec<Moves>],
    target: &mut Target<'_>,
    owner: &str,
) -> Result<(), SampleError> {
    let mut writer = Writer::open(target, &TABLE, owner)?;
    let items = items();
    let mut stock = vec![0_i64; plan.halls.len() * items.len()];
    for (m, month, h, hall) in plan.hall_months() {
        let sold = books
            .get(m)
            .and_then(|of| of.get(h))
            .copied()
            .unwrap_or_default();
        let moved = moves
            .get(m)
            .and_then(|of| of.get(h))
            .copied()
            .unwrap_or_default();
        let mut rng = plan.rng(Stream::Inventory, h, month, 0);
        let last = month == plan.last;
        let held = stock.iter_mut().skip(h * items.len());
        for (item, held) in items.iter().zip(held) {
            let issued = demand(&mut rng, item, hall, &sold, moved);
            let safety = (item.safety * hall.size).ceil() as i64;
            let wanted = if item.short && last {
                safety * 6 / 10
            } else {
                wanted(&mut rng, item, hall, issued, safety, plan.last.since(month))
            };
            if m == 0 {
                *held = wanted.max(issued / 2);
            }
            let opening = *held;
            let received = (wanted - (opening - issued)).max(issued - opening).max(0);
            let closing = opening + received - issued;
            *held = closing;
            let share = match item.demand {
                Demand::Sim(..) => 0.90 + 0.05 * rng.unit(),
                _ => 0.80 + 0.08 * rng.unit(),
            };
            let cards = item.category == SIM || item.category == IOT;
            let activated = cards.then_some((issued as f64 * share) as i64);
            let device = item.category == DEVICE_ITEM;
            let returned = device.then(|| rng.round(issued as f64 * 0.018) as i64);
            let income = match item.demand {
                Demand::Disposed(_, each) => Some(issued * each),
                _ => None,
            };
            // A batch a year, of which the last ends in the middle of the third month after the last.
            let batches = (plan.last.since(month) / 12) * 12;
            let expires = Day::first_of(plan.last.plus(3 - batches)).plus(14);
            writer.row(&[
                Cell::Month(month),
                Cell::Text(&hall.name),
                Cell::Text(item.code),
                Cell::Text(item.name),
                Cell::Word(item.category),
                Cell::Whole(opening),
                Cell::Whole(received),
                Cell::Whole(issued),
                Cell::Whole(closing),
                Cell::Fen(item.cost),
                Cell::given(activated, Cell::Whole),
                Cell::given(returned, Cell::Whole),
                Cell::Whole(safety),
                Cell::Whole(item.lead),
                Cell::given(item.expires.then_some(expires), Cell::Day),
                Cell::given(income, Cell::Fen),
            ])?;
        }
    }
    writer.finish()
}

/// How many of an item went out.
fn demand(rng: &mut Rng, item: &Item, hall: &Hall, sold: &Sold, moved: Moves) -> i64 {
    let stray = 0.92 + 0.16 * rng.unit();
    let expected = match item.demand {
        Demand::Sold(place) => return sold.devices.get(place).copied().unwrap_or(0).max(0),
        Demand::Sim(each, more) => each * moved.new_mobile as f64 + more * hall.size * stray,
        Demand::Iot(each) => each * moved.new_iot as f64,
        Demand::Steady(usual) | Demand::Disposed(usual, _) => usual * hall.size * stray,
    };
    rng.round(expected) as i64
}

/// How many of an item the hall wants to close with.
fn wanted(rng: &mut Rng, item: &Item, hall: &Hall, issued: i64, safety: i64, behind: i32) -> i64 {
    let slow = |usual: f64, season: f64| {
        let pieces = if behind <= 4 { season } else { usual };
        (pieces * hall.size) as i64
    };
    match item.demand {
        Demand::Sold(WATCH) => slow(22.0, 64.0),
        Demand::Sold(TABLET) => slow(10.0, 26.0),
        _ => {
            let cover = item.cover * (0.85 + 0.3 * rng.unit());
            ((issued as f64 * cover) as i64).max(safety + safety / 4)
        }
    }
}
