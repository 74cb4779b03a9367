//! actions · 举措: one row a measure taken or planned.

use jiff::civil::Date;

use super::{Dataset, Field, Kind};
use crate::choice;
use crate::ingest::Cells;
use crate::money::Money;

choice! {
    /// Which part of the report a measure belongs to.
    ActionKind {
        /// Better service.
        Service = "service" ["服务优化"],
        /// Against a problem.
        Countermeasure = "countermeasure" ["改进措施"],
        /// For next month.
        Plan = "plan" ["下月计划"],
    }
}

choice! {
    /// How far a measure is.
    Status {
        /// Not begun.
        Planned = "planned" ["计划"],
        /// Under way.
        Doing = "doing" ["进行中"],
        /// Done.
        Done = "done" ["完成"],
    }
}

/// The dataset. [`Action::read`] takes its fields by their places.
pub const ACTIONS: Dataset = Dataset {
    id: "actions",
    names: &["行动计划", "工作计划", "举措"],
    row_is: ("one measure taken or planned", "一行一项举措或计划"),
    fields: &[
        Field::new("title", Kind::Text, &["举措", "事项"]).required(),
        Field::new(
            "kind",
            Kind::Choice(ActionKind::VALUES),
            &["类型", "举措类型"],
        )
        .required(),
        Field::hall(),
        Field::new("problem", Kind::Text, &["对应问题"]),
        Field::new("owner", Kind::Text, &["责任人"]),
        Field::new("start", Kind::Date, &["开始", "开始日期"]),
        Field::new("due", Kind::Date, &["截止", "截止日期"]),
        Field::new("status", Kind::Choice(Status::VALUES), &["状态"]),
        Field::new("progress", Kind::Num { min: 0, max: 1 }, &["进度"]).percent(),
        Field::new("expected", Kind::Text, &["预期效果"]),
        Field::new("result", Kind::Text, &["实际效果"]),
        Field::new("budget", Kind::Money, &["预算"]),
    ],
};

/// One measure. Texts borrow from the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // the fields are told in the dataset above
pub struct Action<'a> {
    pub title: &'a str,
    pub kind: ActionKind,
    pub hall: Option<&'a str>,
    pub problem: Option<&'a str>,
    pub owner: Option<&'a str>,
    pub start: Option<Date>,
    pub due: Option<Date>,
    pub status: Option<Status>,
    /// A share, 0–1.
    pub progress: Option<Money>,
    pub expected: Option<&'a str>,
    pub result: Option<&'a str>,
    pub budget: Option<Money>,
}

impl<'a> Action<'a> {
    /// Reads a row of [`ACTIONS`]. `None` where a cell is bad, a required one blank, or the measure is due
    /// before it starts: the row has then been told to the diagnostics.
    pub fn read(row: &mut impl Cells<'a>) -> Option<Self> {
        let title = row.text(0);
        let kind = row.choice(1).and_then(ActionKind::at);
        let hall = row.text(2);
        let problem = row.text(3);
        let owner = row.text(4);
        let start = row.date(5);
        let due = row.date(6);
        let status = row.choice(7).and_then(Status::at);
        let progress = row.num(8);
        let expected = row.text(9);
        let result = row.text(10);
        let budget = row.money(11);
        if due.is_some_and(|due| start.is_some_and(|start| due < start)) {
            row.out_of_order(6, "day", "start");
        }
        row.accept(Self {
            title: title?,
            kind: kind?,
            hall,
            problem,
            owner,
            start,
            due,
            status,
            progress,
            expected,
            result,
            budget,
        })
    }
}
