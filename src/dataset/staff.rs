//! staff · 员工: one row a member of staff.

use jiff::civil::Date;

use super::{Dataset, Field, Kind};
use crate::ingest::Cells;
use crate::money::Money;

/// The dataset. [`StaffMember::read`] takes its fields by their places.
pub const STAFF: Dataset = Dataset {
    id: "staff",
    names: &["花名册", "员工"],
    row_is: ("one member of staff", "一行一名员工"),
    fields: &[
        Field::staff_id().required(),
        Field::new("name", Kind::Text, &["姓名"]).required(),
        Field::hall(),
        Field::new("role", Kind::Text, &["岗位"]),
        Field::new("hired_on", Kind::Date, &["入职日期"]),
        Field::new("sales_target", Kind::Money, &["销售目标"]),
    ],
};

/// One member of staff. Texts borrow from the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // the fields are told in the dataset above
pub struct StaffMember<'a> {
    pub staff_id: &'a str,
    pub name: &'a str,
    pub hall: Option<&'a str>,
    pub role: Option<&'a str>,
    pub hired_on: Option<Date>,
    /// For a month.
    pub sales_target: Option<Money>,
}

impl<'a> StaffMember<'a> {
    /// Reads a row of [`STAFF`]. `None` where a cell is bad or a required one blank: the row has then been
    /// told to the diagnostics.
    pub fn read(row: &mut impl Cells<'a>) -> Option<Self> {
        let staff_id = row.text(0);
        let name = row.text(1);
        let hall = row.text(2);
        let role = row.text(3);
        let hired_on = row.date(4);
        let sales_target = row.money(5);
        row.accept(Self {
            staff_id: staff_id?,
            name: name?,
            hall,
            role,
            hired_on,
            sales_target,
        })
    }
}
