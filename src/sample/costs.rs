//! costs: a hall's costs by category and month. Goods are the cost of the devices sold; the others follow sales or staff.

use super::SampleError;
use super::calendar::Day;
use super::plan::{Plan, Stream};
use super::sales::Books;
use super::table::{Cell, Table, Target, Word, Writer, column, summed};

const TABLE: Table = Table {
    id: "costs",
    zh: "成本费用",
    columns: &[
        column("month", "月份"),
        column("hall", "营业厅"),
        column("category", "费用类别"),
        summed("amount", "金额"),
    ],
};

/// A member of staff's pay and insurance in a month, in fen.
const PAY: f64 = 720_000.0;

/// Writes the table.
pub(crate) fn write(
    plan: &Plan,
    books: &Books,
    target: &mut Target<'_>,
    owner: &str,
) -> Result<(), SampleError> {
    let mut writer = Writer::open(target, &TABLE, owner)?;
    for (m, month, h, hall) in plan.hall_months() {
        let sold = books
            .get(m)
            .and_then(|of| of.get(h))
            .copied()
            .unwrap_or_default();
        let sales = sold.total() as f64;
        let end = Day::first_of(month.next());
        let staff = hall
            .staff
            .iter()
            .filter(|person| person.hired < end)
            .count();
        let mut rng = plan.rng(Stream::Costs, h, month, 0);
        // The trade-in promotions of the last month cost more than usual.
        let marketing = if month == plan.last { 0.049 } else { 0.042 };
        let lines = [
            (Word("marketing", "营销费用"), sales * marketing, 0.06),
            (
                Word("labour", "人工"),
                PAY * staff as f64 + sales * 0.008,
                0.02,
            ),
            (Word("goods", "终端成本"), sold.device_cost as f64, 0.0),
            (Word("channel", "渠道酬金"), sales * 0.034, 0.04),
            (
                Word("network", "网络运维"),
                sales * 0.03 + 3_600_000.0 * hall.size,
                0.03,
            ),
            (Word("other", "其他"), 4_100_000.0 * hall.size, 0.08),
        ];
        for (category, amount, stray) in lines {
            let amount = amount * (1.0 + stray * (2.0 * rng.unit() - 1.0));
            writer.row(&[
                Cell::Month(month),
                Cell::Text(&hall.name),
                Cell::Word(category),
                Cell::Fen(amount as i64),
            ])?;
        }
    }
    writer.finish()
}
