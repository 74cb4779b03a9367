//! complaints: tickets with their severity, departments and times.
//!
//! About 36 for 10,000 subscribers a month, a quarter more in the last one, when fees of the campus plan and queues are
//! complained of. Whatever would happen after the last month's end has not happened yet: its cells are blank.

use super::SampleError;
use super::calendar::Day;
use super::plan::{Plan, Stream, season};
use super::rng::Rng;
use super::subscribers::Moves;
use super::table::{Cell, Table, Target, Word, Writer, column};

const TABLE: Table = Table {
    id: "complaints",
    zh: "投诉工单",
    columns: &[
        column("ticket_id", "工单编号"),
        column("hall", "营业厅"),
        column("subscriber_id", "用户编号"),
        column("category", "投诉类型"),
        column("severity", "紧急程度"),
        column("department", "责任部门"),
        column("created_at", "受理时间"),
        column("responded_at", "首次响应时间"),
        column("closed_at", "办结时间"),
        column("first_contact", "首次解决"),
        column("reopened", "是否重开"),
    ],
};

/// What is complained of: how often, how often in the last month, and who answers for it.
const CATEGORIES: [(&str, u32, u32, &str); 7] = [
    ("资费争议", 27, 36, "营业厅"),
    ("网络质量", 24, 20, "网络部"),
    ("宽带装维", 17, 13, "装维中心"),
    ("排队等候", 9, 14, "营业厅"),
    ("服务态度", 8, 6, "营业厅"),
    ("业务办理差错", 9, 7, "营业厅"),
    ("终端售后", 6, 4, "终端公司"),
];

const SEVERITIES: [Word; 3] = [
    Word("red", "红色"),
    Word("yellow", "黄色"),
    Word("blue", "蓝色"),
];

const HOUR: f64 = 3_600.0;

/// Writes the table.
pub(crate) fn write(
    plan: &Plan,
    moves: &[Vec<Moves>],
    target: &mut Target<'_>,
    owner: &str,
) -> Result<(), SampleError> {
    let mut writer = Writer::open(target, &TABLE, owner)?;
    let export = Day::first_of(plan.last.next()).at(0);
    for (m, month, h, hall) in plan.hall_months() {
        let mut rng = plan.rng(Stream::Complaints, h, month, 0);
        let last = month == plan.last;
        let open = moves
            .get(m)
            .and_then(|of| of.get(h))
            .map_or(0, |of| of.opening);
        let rate = 0.0036 * (0.94 + 0.12 * rng.unit()) * (0.6 + 0.4 * season(month));
        let count = rng.round(open as f64 * rate * if last { 1.25 } else { 1.0 });
        let first = Day::first_of(month);
        let mut days: Vec<u64> = (0..count)
            .map(|_| rng.below(u64::from(month.days())))
            .collect();
        days.sort_unstable();
        for (n, day) in days.into_iter().enumerate() {
            let day = first.plus(day as i64);
            let created = day.at(rng.between(8 * 3_600 + 1_800, 20 * 3_600));
            let (category, _, _, owner) = CATEGORIES
                .get(rng.weighted(CATEGORIES.iter().map(|c| if last { c.2 } else { c.1 })))
                .copied()
                .unwrap_or(("资费争议", 0, 0, "营业厅"));
            let severity = rng.weighted([9, 54, 37].into_iter());
            let cross = rng.chance(if category == "网络质量" {
                0.30
            } else {
                0.13
            });
            let department = match (cross, owner) {
                (false, one) => one.to_owned(),
                (true, "营业厅") => "营业厅/计费中心".to_owned(),
                (true, other) => format!("营业厅/{other}"),
            };
            let (answer, close) = times(&mut rng, severity, cross);
            let answered = created.plus(answer as i64);
            let closed = created.plus(close as i64);
            let number = rng.below(hall.subscribers.max(1)) + 1;
            let first_contact = !cross && rng.chance(0.80);
            let reopened = !first_contact && rng.chance(0.14);
            let (year, month, _) = day.civil();
            let id = format!("T{:02}-{year}{month:02}-{:04}", h + 1, n + 1);
            let subscriber = format!("U{:02}{number:07}", h + 1);
            writer.row(&[
                Cell::Text(&id),
                Cell::Text(&hall.name),
                Cell::Text(&subscriber),
                Cell::Text(category),
                Cell::given(SEVERITIES.get(severity).copied(), Cell::Word),
                Cell::Text(&department),
                Cell::Moment(created),
                Cell::given((answered < export).then_some(answered), Cell::Moment),
                Cell::given((closed < export).then_some(closed), Cell::Moment),
                Cell::given((closed < export).then_some(first_contact), Cell::Flag),
                Cell::Flag(reopened),
            ])?;
        }
    }
    writer.finish()
}

/// Seconds until a ticket is answered, and until it is closed.
fn times(rng: &mut Rng, severity: usize, cross: bool) -> (f64, f64) {
    let late = rng.chance(if cross { 0.30 } else { 0.105 });
    let (answer, close) = match severity {
        0 => {
            let slow = rng.chance(0.12);
            let answer = if slow {
                2.2 + 2.0 * rng.unit()
            } else {
                0.15 + 1.4 * rng.unit()
            };
            (answer, 2.0 + 5.0 * rng.skewed())
        }
        1 => (0.4 + 2.2 * rng.skewed(), 4.0 + 9.0 * rng.skewed()),
        _ => (1.0 + 4.0 * rng.skewed(), 6.0 + 8.0 * rng.skewed()),
    };
    let close = if late {
        25.0 + 30.0 * rng.skewed()
    } else {
        close.min(23.8)
    };
    // A few blue tickets are followed up only after three days.
    let answer = if severity == 2 && late && rng.chance(0.3) {
        73.0 + 20.0 * rng.unit()
    } else {
        answer
    };
    (answer * HOUR, close.max(answer + 0.2) * HOUR)
}
