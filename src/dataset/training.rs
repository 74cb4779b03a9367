//! training · 培训: one row a member of staff in a course.

use jiff::civil::Date;

use super::{Dataset, Field, Kind};
use crate::ingest::Cells;
use crate::money::Money;

const SCORE: Kind = Kind::Num { min: 0, max: 100 };

/// The dataset. [`TrainingRow::read`] takes its fields by their places.
pub const TRAINING: Dataset = Dataset {
    id: "training",
    names: &["培训"],
    row_is: (
        "one member of staff in one course",
        "一行一名员工参加一次培训",
    ),
    fields: &[
        Field::new("date", Kind::Date, &["日期", "培训日期"]).required(),
        Field::staff_id().required(),
        Field::new("course", Kind::Text, &["课程"]).required(),
        Field::new("hours", Kind::Num { min: 0, max: 1_000 }, &["学时"]),
        Field::new("score_before", SCORE, &["训前成绩"]),
        Field::new("score", SCORE, &["成绩", "考核成绩"]),
        Field::new("passed", Kind::Bool, &["是否通过"]),
    ],
};

/// One member of staff in one course. Texts borrow from the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // the fields are told in the dataset above
pub struct TrainingRow<'a> {
    pub date: Date,
    pub staff_id: &'a str,
    pub course: &'a str,
    pub hours: Option<Money>,
    pub score_before: Option<Money>,
    pub score: Option<Money>,
    /// Where blank, `score` against the config's pass mark tells.
    pub passed: Option<bool>,
}

impl<'a> TrainingRow<'a> {
    /// Reads a row of [`TRAINING`]. `None` where a cell is bad or a required one blank: the row has then been
    /// told to the diagnostics.
    pub fn read(row: &mut impl Cells<'a>) -> Option<Self> {
        let date = row.date(0);
        let staff_id = row.text(1);
        let course = row.text(2);
        let hours = row.num(3);
        let score_before = row.num(4);
        let score = row.num(5);
        let passed = row.bool(6);
        row.accept(Self {
            date: date?,
            staff_id: staff_id?,
            course: course?,
            hours,
            score_before,
            score,
            passed,
        })
    }
}
