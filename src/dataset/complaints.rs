//! complaints · 投诉工单: one row a ticket.

use jiff::civil::DateTime;

use super::{Dataset, Field, Kind};
use crate::choice;
use crate::ingest::Cells;

choice! {
    /// How urgent a ticket is.
    Severity {
        /// Urgent or grave.
        Red = "red" ["红", "红色", "紧急", "重大"],
        /// Ordinary.
        Yellow = "yellow" ["黄", "黄色", "一般"],
        /// Slight.
        Blue = "blue" ["蓝", "蓝色", "轻微"],
    }
}

/// The dataset. [`Complaint::read`] takes its fields by their places.
pub const COMPLAINTS: Dataset = Dataset {
    id: "complaints",
    names: &["投诉工单", "投诉"],
    row_is: ("one complaint ticket", "一行一张投诉工单"),
    fields: &[
        Field::new("ticket_id", Kind::Id, &["工单号", "工单编号", "投诉编号"]).required(),
        Field::hall(),
        Field::new(
            "subscriber_id",
            Kind::Id,
            &["用户编号", "用户ID", "业务号码"],
        )
        .private(),
        Field::new(
            "category",
            Kind::Text,
            &["投诉类型", "投诉类别", "问题类型"],
        )
        .required(),
        Field::new(
            "severity",
            Kind::Choice(Severity::VALUES),
            &["级别", "紧急程度", "投诉级别"],
        ),
        Field::new("department", Kind::Text, &["责任部门", "处理部门"]),
        Field::new(
            "created_at",
            Kind::DateTime,
            &["受理时间", "投诉时间", "创建时间"],
        )
        .required(),
        Field::new(
            "responded_at",
            Kind::DateTime,
            &["首次响应时间", "响应时间"],
        ),
        Field::new(
            "closed_at",
            Kind::DateTime,
            &["办结时间", "结案时间", "关闭时间"],
        ),
        Field::new("first_contact", Kind::Bool, &["首次解决", "一次解决"]),
        Field::new("reopened", Kind::Bool, &["重复投诉", "是否重开"]),
    ],
};

/// One ticket. Texts borrow from the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // the fields are told in the dataset above
pub struct Complaint<'a> {
    pub ticket_id: &'a str,
    pub hall: Option<&'a str>,
    pub subscriber_id: Option<&'a str>,
    pub category: &'a str,
    pub severity: Option<Severity>,
    pub department: Option<&'a str>,
    pub created_at: DateTime,
    pub responded_at: Option<DateTime>,
    pub closed_at: Option<DateTime>,
    pub first_contact: Option<bool>,
    pub reopened: Option<bool>,
}

impl<'a> Complaint<'a> {
    /// Reads a row of [`COMPLAINTS`]. `None` where a cell is bad, a required one blank, or the ticket was
    /// answered or closed before it came: the row has then been told to the diagnostics.
    pub fn read(row: &mut impl Cells<'a>) -> Option<Self> {
        let ticket_id = row.text(0);
        let hall = row.text(1);
        let subscriber_id = row.text(2);
        let category = row.text(3);
        let severity = row.choice(4).and_then(Severity::at);
        let department = row.text(5);
        let created_at = row.datetime(6);
        let responded_at = row.datetime(7);
        let closed_at = row.datetime(8);
        let first_contact = row.bool(9);
        let reopened = row.bool(10);
        for (field, moment) in [(7, responded_at), (8, closed_at)] {
            if moment.is_some_and(|moment| created_at.is_some_and(|created| moment < created)) {
                row.out_of_order(field, "time", "created_at");
            }
        }
        row.accept(Self {
            ticket_id: ticket_id?,
            hall,
            subscriber_id,
            category: category?,
            severity,
            department,
            created_at: created_at?,
            responded_at,
            closed_at,
            first_contact,
            reopened,
        })
    }

    /// The departments named: parted by `/`, `、`, `,` or `;` and their full-width forms, blanks left out.
    /// More than one makes it a cross-department ticket.
    pub fn departments(&self) -> impl Iterator<Item = &'a str> {
        self.department
            .unwrap_or_default()
            .split(['/', '、', ',', ';', '，', '；', '／'])
            .map(str::trim)
            .filter(|name| !name.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_departments() {
        let complaint = |department| Complaint {
            ticket_id: "T1",
            hall: None,
            subscriber_id: None,
            category: "宽带故障",
            severity: None,
            department,
            created_at: DateTime::default(),
            responded_at: None,
            closed_at: None,
            first_contact: None,
            reopened: None,
        };
        let names = |text| {
            complaint(Some(text))
                .departments()
                .collect::<Vec<_>>()
                .join("|")
        };
        assert_eq!(names("客服/营业厅"), "客服|营业厅");
        assert_eq!(names("客服、网络运维; 市场，"), "客服|网络运维|市场");
        assert_eq!(complaint(None).departments().count(), 0);
    }
}
