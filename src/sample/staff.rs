//! staff: who works in each hall, and what each is to sell in the last month.

use super::SampleError;
use super::plan::{Hall, Plan};
use super::sales::Books;
use super::table::{Cell, Table, Target, Writer, column};

const TABLE: Table = Table {
    id: "staff",
    zh: "员工花名册",
    columns: &[
        column("staff_id", "工号"),
        column("name", "姓名"),
        column("hall", "营业厅"),
        column("role", "岗位"),
        column("hired_on", "入职日期"),
        column("sales_target", "销售目标"),
    ],
};

/// Writes the table.
pub(crate) fn write(
    plan: &Plan,
    books: &Books,
    target: &mut Target<'_>,
    owner: &str,
) -> Result<(), SampleError> {
    let mut writer = Writer::open(target, &TABLE, owner)?;
    for (h, hall) in plan.halls.iter().enumerate() {
        let sold = books
            .last()
            .and_then(|of| of.get(h))
            .map_or(0, super::sales::Sold::total);
        for (n, person) in hall.staff.iter().enumerate() {
            writer.row(&[
                Cell::Text(&person.id),
                Cell::Text(&person.name),
                Cell::Text(&hall.name),
                Cell::Text(person.role),
                Cell::Day(person.hired),
                Cell::Fen(aim(hall, n, sold)),
            ])?;
        }
    }
    writer.finish()
}

/// What a member of staff is to sell, in fen: a share of three quarters of the hall's sales (the rest come in online) by
/// how able each is, to the thousand yuan, or finer in a small hall.
fn aim(hall: &Hall, n: usize, sold: i64) -> i64 {
    let all: u32 = hall.staff.iter().map(|person| person.knack).sum();
    let own = hall.staff.get(n).map_or(0, |person| person.knack);
    let fen = sold as f64 * 0.75 * f64::from(own) / f64::from(all.max(1));
    let step = if fen > 2_000_000.0 { 100_000 } else { 1_000 };
    fen as i64 / step * step
}
