//! sales: order lines, day by day and hall by hall, and the figures that costs, stock and targets are reckoned from.
//!
//! An order has one to three lines. Phones go on promotion days, newcomers sell few value-added services, one line in a hundred
//! is given back, the smart watch all but stops selling in the last three months.

use super::SampleError;
use super::calendar::Day;
use super::goods::{CAMPUS, CATEGORIES, DEVICE, DEVICES, PHONES, PRODUCTS, TABLET, VAS, WATCH};
use super::plan::{Hall, Plan, Stream, split};
use super::rng::Rng;
use super::table::{Cell, Table, Target, Word, Writer, column, summed};
use crate::month::Month;

const TABLE: Table = Table {
    id: "sales",
    zh: "销售明细",
    columns: &[
        column("date", "销售日期"),
        column("hall", "营业厅"),
        column("staff_id", "工号"),
        column("order_id", "订单号"),
        column("customer_id", "客户编号"),
        column("category", "业务大类"),
        column("product", "产品名称"),
        column("channel", "渠道"),
        column("segment", "客群"),
        column("order_type", "订单类型"),
        column("promotion", "促销活动"),
        column("quantity", "数量"),
        summed("amount", "实收金额"),
        summed("cost", "成本"),
    ],
};

/// Sales by day of the week, Monday first.
const WEEKDAYS: [f64; 7] = [0.90, 0.87, 0.89, 0.93, 1.02, 1.24, 1.15];

pub(crate) const OFFLINE: Word = Word("offline", "线下");
pub(crate) const ONLINE: Word = Word("online", "线上");

const SEGMENTS: [Word; 4] = [
    Word("consumer", "个人"),
    Word("family", "家庭"),
    Word("sme", "中小企业"),
    Word("enterprise", "政企"),
];

const ORDER_TYPES: [Word; 4] = [
    Word("new", "新装"),
    Word("renewal", "续费"),
    Word("upgrade", "升级"),
    Word("other", "其他"),
];

/// How often lines of each category are of each order type.
const ORDER_TYPE_WEIGHTS: [[u32; 4]; 3] = [[30, 45, 20, 5], [46, 38, 11, 5], [88, 0, 0, 12]];

/// What a hall sold in a month.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Sold {
    /// Amount by category, in fen.
    pub(crate) amount: [i64; 3],
    /// Cost of the devices, in fen.
    pub(crate) device_cost: i64,
    /// Devices sold less those given back.
    pub(crate) devices: [i64; DEVICES],
}

impl Sold {
    /// The whole amount, in fen.
    pub(crate) fn total(&self) -> i64 {
        self.amount.iter().sum()
    }
}

/// What was sold, by month and hall.
pub(crate) type Books = Vec<Vec<Sold>>;

/// A hall during a month.
struct Counter<'p> {
    hall: &'p Hall,
    rows: Vec<u64>,
    sold: Sold,
    last: Option<Line>,
}

/// A line, kept in case it is given back.
#[derive(Clone)]
struct Line {
    order: String,
    customer: u64,
    staff: Option<usize>,
    online: bool,
    category: usize,
    place: usize,
    quantity: i64,
    promotion: Option<&'static str>,
    kind: Word,
    amount: i64,
    cost: i64,
}

/// Writes the table.
pub(crate) fn write(
    plan: &Plan,
    target: &mut Target<'_>,
    owner: &str,
) -> Result<Books, SampleError> {
    let mut writer = Writer::open(target, &TABLE, owner)?;
    let mut books = Books::new();
    for (m, &month) in plan.months.iter().enumerate() {
        let mut counters: Vec<Counter<'_>> = plan
            .halls
            .iter()
            .enumerate()
            .map(|(h, hall)| Counter {
                hall,
                rows: split(plan.rows(m, h), &days(plan, month, h)),
                sold: Sold::default(),
                last: None,
            })
            .collect();
        let first = Day::first_of(month);
        for n in 0..i64::from(month.days()) {
            for (h, counter) in counters.iter_mut().enumerate() {
                sell(plan, month, n + 1, first.plus(n), h, counter, &mut writer)?;
            }
        }
        books.push(counters.into_iter().map(|counter| counter.sold).collect());
    }
    writer.finish()?;
    Ok(books)
}

/// How a month's sales fall on its days.
fn days(plan: &Plan, month: Month, hall: usize) -> Vec<f64> {
    let mut rng = plan.rng(Stream::SalesDays, hall, month, 0);
    let first = Day::first_of(month);
    let days = (0..i64::from(month.days())).map(|n| {
        let weekday = usize::from(first.plus(n).weekday());
        let weight = WEEKDAYS.get(weekday).copied().unwrap_or(1.0);
        let promotion = if plan.promotion(month, n + 1) {
            1.4
        } else {
            1.0
        };
        weight * promotion * (0.9 + 0.2 * rng.unit())
    });
    days.collect()
}

/// Sells a day's rows.
fn sell(
    plan: &Plan,
    month: Month,
    number: i64,
    day: Day,
    h: usize,
    counter: &mut Counter<'_>,
    writer: &mut Writer<'_, '_>,
) -> Result<(), SampleError> {
    let mut rng = plan.rng(Stream::Sales, h, month, number);
    let mut left = counter.rows.get(number as usize - 1).copied().unwrap_or(0);
    let promotion = plan.promotion(month, number);
    let behind = f64::from(plan.last.since(month));
    let on_duty = counter.hall.on_duty(day);
    let (year, of_year, of_month) = day.civil();
    let mut orders = 0;
    while left > 0 {
        if rng.chance(0.011)
            && let Some(line) = counter.last.take()
        {
            left -= 1;
            let back = Line {
                quantity: -line.quantity,
                amount: -line.amount,
                cost: -line.cost,
                ..line
            };
            emit(plan, day, h, counter, &back, writer)?;
            continue;
        }
        orders += 1;
        let online = rng.chance((0.27 - 0.006 * behind).max(0.12));
        let customer = rng.below(counter.hall.customers);
        let staff = (!online && !on_duty.is_empty()).then(|| {
            let knack = on_duty
                .iter()
                .map(|&n| counter.hall.staff.get(n).map_or(0, |p| p.knack));
            on_duty.get(rng.weighted(knack)).copied().unwrap_or(0)
        });
        let novice = staff
            .and_then(|n| counter.hall.staff.get(n))
            .is_some_and(|p| p.novice);
        let order = format!(
            "{:02}{of_year:02}{of_month:02}-{:02}-{orders:04}",
            year % 100,
            h + 1
        );
        let lines = 1 + rng.weighted([58, 30, 12].into_iter()) as u64;
        for n in 0..lines.min(left) {
            let category = if n > 0 {
                rng.weighted([22, if novice { 25 } else { 64 }, 12].into_iter())
            } else {
                let device = if promotion { 20 } else { 13 };
                // Newcomers take payments and simple renewals rather than sell phones and services.
                let device = if novice { device / 2 } else { device };
                rng.weighted([65, if novice { 9 } else { 20 }, device].into_iter())
            };
            let line = draw(&mut rng, category, customer, behind, promotion);
            let line = Line {
                order: order.clone(),
                staff,
                online,
                ..line
            };
            left -= 1;
            emit(plan, day, h, counter, &line, writer)?;
            counter.last = Some(line);
        }
    }
    Ok(())
}

/// The segment of a customer: 82 in 100 are persons, 12 families, 5 small businesses, 1 an enterprise.
const fn segment(customer: u64) -> usize {
    match customer.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32 {
        n if n % 100 < 82 => 0,
        n if n % 100 < 94 => 1,
        n if n % 100 < 99 => 2,
        _ => 3,
    }
}

/// Draws what is sold; the order is filled in by the caller. `behind` is how many months the day lies before the last.
fn draw(rng: &mut Rng, category: usize, customer: u64, behind: f64, promotion: bool) -> Line {
    let products = PRODUCTS.get(category).copied().unwrap_or_default();
    let business = segment(customer) >= 2;
    let place = rng.weighted(products.iter().enumerate().map(|(place, product)| {
        match (category, place) {
            _ if product.business && !business => 0,
            // The watch sold until three months ago, the tablet until two.
            (DEVICE, WATCH) if behind < 3.0 => 1,
            (DEVICE, TABLET) if behind < 2.0 => 2,
            (0, CAMPUS) if business => 0,
            _ => product.weight,
        }
    }));
    let (price, cost) = products.get(place).map_or((0, 0), |p| (p.price, p.cost));
    let mut amount = price * 100;
    let mut quantity = 1;
    if category == DEVICE && (rng.chance(0.03) || business && rng.chance(0.4)) {
        quantity = rng.between(2, if business { 4 } else { 2 });
        amount *= quantity;
    }
    let cost = amount * cost / 100;
    let phone = category == DEVICE && place < PHONES;
    let label = if phone
        && rng.chance(if promotion {
            0.48
        } else {
            0.13 + 0.002 * (14.0 - behind)
        }) {
        amount = amount * rng.between(94, 97) / 100;
        Some("以旧换新")
    } else if category == DEVICE && rng.chance(0.12) {
        amount = amount * 97 / 100;
        Some("终端直降")
    } else if category != DEVICE && rng.chance(0.16) {
        amount = amount * rng.between(85, 95) / 100;
        Some(if category == VAS {
            "权益尝鲜"
        } else {
            "老用户回馈"
        })
    } else {
        None
    };
    let weights = ORDER_TYPE_WEIGHTS
        .get(category)
        .copied()
        .unwrap_or([1, 0, 0, 0]);
    let kind = ORDER_TYPES.get(rng.weighted(weights.into_iter()));
    Line {
        order: String::new(),
        customer,
        staff: None,
        online: false,
        category,
        place,
        quantity,
        promotion: label,
        kind: kind.copied().unwrap_or(Word("other", "其他")),
        amount,
        cost,
    }
}

/// Writes a line and books it.
fn emit(
    plan: &Plan,
    day: Day,
    h: usize,
    counter: &mut Counter<'_>,
    line: &Line,
    writer: &mut Writer<'_, '_>,
) -> Result<(), SampleError> {
    if let Some(amount) = counter.sold.amount.get_mut(line.category) {
        *amount += line.amount;
    }
    if line.category == DEVICE {
        counter.sold.device_cost += line.cost;
        if let Some(devices) = counter.sold.devices.get_mut(line.place) {
            *devices += line.quantity;
        }
    }
    let category = CATEGORIES.get(line.category).copied();
    let product = PRODUCTS.get(line.category).and_then(|p| p.get(line.place));
    let staff = line.staff.and_then(|n| counter.hall.staff.get(n));
    let draw = (day.0.unsigned_abs() << 32) + ((h as u64) << 20) + line.customer;
    let staff = plan.named(staff, draw);
    let customer = format!("C{:02}{:06}", h + 1, line.customer + 1);
    writer.row(&[
        Cell::Day(day),
        Cell::Text(&counter.hall.name),
        Cell::given(staff, |person| Cell::Text(&person.id)),
        Cell::Text(&line.order),
        Cell::Text(&customer),
        Cell::given(category, Cell::Word),
        Cell::given(product, |product| Cell::Text(product.name)),
        Cell::Word(if line.online { ONLINE } else { OFFLINE }),
        Cell::given(SEGMENTS.get(segment(line.customer)).copied(), Cell::Word),
        Cell::Word(line.kind),
        Cell::given(line.promotion, Cell::Text),
        Cell::Whole(line.quantity),
        Cell::Fen(line.amount),
        Cell::Fen(line.cost),
    ])
}
