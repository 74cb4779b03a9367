//! services · 业务受理: one row a visit or transaction.

use jiff::civil::DateTime;

use super::{Dataset, Field, Kind};
use crate::choice;
use crate::ingest::Cells;
use crate::money::Money;

choice! {
    /// Where a business was done.
    Channel {
        /// At a counter, by staff.
        Counter = "counter" ["柜台", "人工"],
        /// At a self-service terminal.
        SelfService = "self_service" ["自助", "自助终端"],
        /// Online.
        Online = "online" ["线上"],
    }
}

/// The dataset. [`Service::read`] takes its fields by their places.
pub const SERVICES: Dataset = Dataset {
    id: "services",
    names: &["业务受理", "叫号记录"],
    row_is: ("one visit or transaction", "一行一次业务受理"),
    fields: &[
        Field::new("started_at", Kind::DateTime, &["开始时间", "办理开始"]).required(),
        Field::new("ended_at", Kind::DateTime, &["结束时间"]),
        Field::new("ticket_at", Kind::DateTime, &["取号时间"]),
        Field::hall(),
        Field::staff_id(),
        Field::new("counter", Kind::Text, &["窗口", "柜台"]),
        Field::new("business", Kind::Text, &["业务名称", "办理业务"]).required(),
        Field::new("channel", Kind::Choice(Channel::VALUES), &["渠道"]),
        Field::new("one_pass", Kind::Bool, &["一次通过"]),
        Field::new("rating", Kind::Num { min: 1, max: 5 }, &["评价", "评分"]),
    ],
};

/// One visit or transaction. Texts borrow from the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // the fields are told in the dataset above
pub struct Service<'a> {
    pub started_at: DateTime,
    pub ended_at: Option<DateTime>,
    pub ticket_at: Option<DateTime>,
    pub hall: Option<&'a str>,
    pub staff_id: Option<&'a str>,
    pub counter: Option<&'a str>,
    pub business: &'a str,
    pub channel: Option<Channel>,
    pub one_pass: Option<bool>,
    pub rating: Option<Money>,
}

impl<'a> Service<'a> {
    /// Reads a row of [`SERVICES`]. `None` where a cell is bad, a required one blank, or the visit ended
    /// before it started or started before its ticket was drawn: the row has then been told to the diagnostics.
    pub fn read(row: &mut impl Cells<'a>) -> Option<Self> {
        let started_at = row.datetime(0);
        let ended_at = row.datetime(1);
        let ticket_at = row.datetime(2);
        let hall = row.text(3);
        let staff_id = row.text(4);
        let counter = row.text(5);
        let business = row.text(6);
        let channel = row.choice(7).and_then(Channel::at);
        let one_pass = row.bool(8);
        let rating = row.num(9);
        if let Some(started) = started_at {
            if ended_at.is_some_and(|ended| ended < started) {
                row.out_of_order(1, "time", "started_at");
            }
            if ticket_at.is_some_and(|ticket| ticket > started) {
                row.out_of_order(2, "time-after", "started_at");
            }
        }
        row.accept(Self {
            started_at: started_at?,
            ended_at,
            ticket_at,
            hall,
            staff_id,
            counter,
            business: business?,
            channel,
            one_pass,
            rating,
        })
    }
}
