//! issues · 问题反馈: one row a problem that was raised.

use jiff::civil::Date;

use super::{Dataset, Field, Kind};
use crate::ingest::Cells;

/// The dataset. [`Issue::read`] takes its fields by their places.
pub const ISSUES: Dataset = Dataset {
    id: "issues",
    names: &["问题反馈", "协作问题"],
    row_is: ("one problem raised", "一行一个反馈的问题"),
    fields: &[
        Field::new("date", Kind::Date, &["日期", "反馈日期"]).required(),
        Field::hall(),
        Field::new("category", Kind::Text, &["类别", "问题类别"]).required(),
        Field::new("description", Kind::Text, &["描述", "问题描述"]).required(),
        Field::new("department", Kind::Text, &["部门"]),
        Field::new("owner", Kind::Text, &["负责人"]),
        Field::new("closed_on", Kind::Date, &["关闭日期"]),
    ],
};

/// One problem raised. Texts borrow from the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // the fields are told in the dataset above
pub struct Issue<'a> {
    pub date: Date,
    pub hall: Option<&'a str>,
    pub category: &'a str,
    pub description: &'a str,
    pub department: Option<&'a str>,
    pub owner: Option<&'a str>,
    pub closed_on: Option<Date>,
}

impl<'a> Issue<'a> {
    /// Reads a row of [`ISSUES`]. `None` where a cell is bad, a required one blank, or the problem was closed
    /// before it was raised: the row has then been told to the diagnostics.
    pub fn read(row: &mut impl Cells<'a>) -> Option<Self> {
        let date = row.date(0);
        let hall = row.text(1);
        let category = row.text(2);
        let description = row.text(3);
        let department = row.text(4);
        let owner = row.text(5);
        let closed_on = row.date(6);
        if closed_on.is_some_and(|closed| date.is_some_and(|raised| closed < raised)) {
            row.out_of_order(6, "day", "date");
        }
        row.accept(Self {
            date: date?,
            hall,
            category: category?,
            description: description?,
            department,
            owner,
            closed_on,
        })
    }
}
