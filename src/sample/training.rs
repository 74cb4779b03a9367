//! training: three courses a month, each taken by about half of the staff, with scores before and after.
//!
//! Newcomers start lower and gain more.

use super::SampleError;
use super::calendar::Day;
use super::plan::{Plan, Stream};
use super::table::{Cell, Table, Target, Writer, column};

const TABLE: Table = Table {
    id: "training",
    zh: "培训记录",
    columns: &[
        column("date", "日期"),
        column("staff_id", "工号"),
        column("course", "课程"),
        column("hours", "学时"),
        column("score_before", "训前成绩"),
        column("score", "考核成绩"),
        column("passed", "是否通过"),
    ],
};

/// Courses: their names, hours (in hundredths) and how hard they are.
const COURSES: [(&str, i64, f64); 7] = [
    ("融合套餐营销", 300, 3.0),
    ("业务受理规范", 200, 0.0),
    ("服务礼仪与投诉应对", 200, -2.0),
    ("智能终端销售", 250, 1.0),
    ("实名制与反诈", 150, -3.0),
    ("适老服务与自助引导", 150, -2.0),
    ("宽带与政企业务", 300, 4.0),
];

/// The score from which on a course is passed.
const PASS: i64 = 80;

/// Writes the table.
pub(crate) fn write(plan: &Plan, target: &mut Target<'_>, owner: &str) -> Result<(), SampleError> {
    let mut writer = Writer::open(target, &TABLE, owner)?;
    for (_, month, h, hall) in plan.hall_months() {
        let mut rng = plan.rng(Stream::Training, h, month, 0);
        for session in 0..3 {
            // The first course comes every month, the others in turn.
            let turn = usize::from(session > 0) * (1 + (month.number() as usize * 2 + session) % 6);
            let Some(&(course, hours, hard)) = COURSES.get(turn) else {
                continue;
            };
            let day = Day::first_of(month).plus(5 + 8 * session as i64 + rng.between(0, 3));
            for (n, person) in hall.staff.iter().enumerate() {
                // Newcomers are sent to the first course whenever it comes.
                let sent =
                    person.novice && session == 0 || (n + session) % 3 == 0 || rng.chance(0.3);
                if person.hired > day || !sent {
                    continue;
                }
                let level = if person.novice { 66.0 } else { 76.0 };
                let before = level - hard + 5.0 * rng.normal();
                let gain = (86.0 - before) * 0.75 + 4.0 * rng.normal();
                let score = ((before + gain.max(0.0)) as i64).clamp(0, 100);
                writer.row(&[
                    Cell::Day(day),
                    Cell::Text(&person.id),
                    Cell::Text(course),
                    Cell::Hundredths(hours),
                    Cell::Whole((before as i64).clamp(0, score)),
                    Cell::Whole(score),
                    Cell::Flag(score >= PASS),
                ])?;
            }
        }
    }
    writer.finish()
}
