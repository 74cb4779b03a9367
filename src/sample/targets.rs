//! targets: what the last month was to reach and what the next one is to, by hall and metric.
//!
//! Amounts and counts are set from what the hall in fact did, so that most of the last month's targets were met with a little to
//! spare; value-added sales, churn, waiting time and complaints missed theirs.

use super::SampleError;
use super::plan::Plan;
use super::sales::{Books, Sold};
use super::subscribers::Moves;
use super::table::{Cell, Table, Target, Word, Writer, column};
use crate::month::Month;

const TABLE: Table = Table {
    id: "targets",
    zh: "目标",
    columns: &[
        column("month", "月份"),
        column("hall", "营业厅"),
        column("metric", "指标"),
        column("target", "目标值"),
    ],
};

/// Writes the table.
pub(crate) fn write(
    plan: &Plan,
    books: &Books,
    moves: &[Vec<Moves>],
    target: &mut Target<'_>,
    owner: &str,
) -> Result<(), SampleError> {
    let mut writer = Writer::open(target, &TABLE, owner)?;
    let last = plan.months.len().saturating_sub(1);
    let of = |h: usize| -> (Sold, Moves) {
        let sold = books.get(last).and_then(|of| of.get(h)).copied();
        let moved = moves.get(last).and_then(|of| of.get(h)).copied();
        (sold.unwrap_or_default(), moved.unwrap_or_default())
    };
    for (month, ahead) in [(plan.last, false), (plan.last.next(), true)] {
        for (h, hall) in plan.halls.iter().enumerate() {
            let (sold, moved) = of(h);
            for (metric, value) in metrics(&sold, moved, ahead) {
                let cells = [
                    Cell::Month(Month::plus(month, 0)),
                    Cell::Text(&hall.name),
                    Cell::Word(metric),
                    value,
                ];
                writer.row(&cells)?;
            }
        }
    }
    writer.finish()
}

/// The targets of a hall: of the last month, or of the month ahead.
fn metrics(sold: &Sold, moved: Moves, ahead: bool) -> [(Word, Cell<'static>); 14] {
    let [basic, vas, device] = sold.amount;
    // The share of what was done that was aimed at, then and for the month ahead.
    let aim = |then: i64, next: i64| if ahead { next } else { then };
    let yuan = |fen: i64, percent: i64| {
        let yuan = fen / 100 * percent / 100;
        // To the thousand, or finer in a small hall.
        let step = if yuan > 20_000 { 1_000 } else { 10 };
        Cell::Whole((yuan / step * step).max(step))
    };
    let count = |n: i64, percent: i64| Cell::Whole((n * percent / 100).max(1));
    let ratio = |then, next| Cell::Ratio(aim(then, next));
    let points = |then: i64, next: i64| Cell::Hundredths(aim(then, next) * 100);
    [
        (
            Word("sales.total", "销售总额"),
            yuan(sold.total(), aim(98, 102)),
        ),
        (
            Word("sales.basic", "基础业务销售额"),
            yuan(basic, aim(98, 103)),
        ),
        (
            Word("sales.vas", "增值业务销售额"),
            yuan(vas, aim(104, 104)),
        ),
        (
            Word("sales.device", "终端销售额"),
            yuan(device, aim(95, 99)),
        ),
        (
            Word("subs.new", "新增用户数"),
            count(moved.new, aim(97, 102)),
        ),
        (Word("subs.churn_rate", "用户流失率"), ratio(100, 110)),
        (Word("complaints.per_10k", "万户投诉率"), points(40, 40)),
        (
            Word("complaints.within_24h_rate", "24小时办结率"),
            ratio(8_500, 8_800),
        ),
        (Word("nps", "NPS净推荐值"), points(38, 42)),
        (Word("csat.overall", "综合满意度"), points(85, 86)),
        (
            Word("service.avg_wait_minutes", "平均等候时长"),
            points(8, 8),
        ),
        (
            Word("service.one_pass_rate", "一次性通过率"),
            ratio(8_600, 8_900),
        ),
        (
            Word("inventory.device.days", "终端周转天数"),
            points(20, 20),
        ),
        (Word("profit.margin", "利润率"), ratio(1_750, 1_800)),
    ]
}
