//! sales · 销售明细: one row an order line; a refund is a negative amount.

use jiff::civil::Date;

use super::{Dataset, Field, Kind};
use crate::choice;
use crate::ingest::Cells;
use crate::money::Money;

choice! {
    /// The business an order line belongs to.
    Category {
        /// Basic telecom services.
        Basic = "basic" ["基础业务", "基础通信"],
        /// Value-added services.
        Vas = "vas" ["增值业务", "增值"],
        /// Devices.
        Device = "device" ["终端", "终端设备", "硬件"],
    }
}

choice! {
    /// Where a sale or an activation came in.
    Channel {
        /// In the hall.
        Offline = "offline" ["线下", "厅内", "营业厅"],
        /// Over the net, an app or a mini program.
        Online = "online" ["线上", "网厅", "APP", "小程序"],
    }
}

choice! {
    /// Who bought.
    Segment {
        /// A person.
        Consumer = "consumer" ["个人", "公众"],
        /// A family.
        Family = "family" ["家庭"],
        /// A small or medium-sized business.
        Sme = "sme" ["中小企业"],
        /// An enterprise or a public body.
        Enterprise = "enterprise" ["政企", "集团"],
    }
}

choice! {
    /// What kind of order it was.
    OrderType {
        /// A first order.
        New = "new" ["新装", "新购", "新增"],
        /// A renewal.
        Renewal = "renewal" ["续费", "续约"],
        /// An upgrade or change.
        Upgrade = "upgrade" ["升级", "变更"],
        /// Anything else.
        Other = "other" ["其他"],
    }
}

/// The dataset. [`Sale::read`] takes its fields by their places.
pub const SALES: Dataset = Dataset {
    id: "sales",
    names: &["销售明细", "营收明细", "销售"],
    row_is: (
        "one order line; a refund is a negative amount",
        "一行一笔订单明细，退款为负数",
    ),
    fields: &[
        Field::new(
            "date",
            Kind::Date,
            &["日期", "销售日期", "受理日期", "订单日期"],
        )
        .required(),
        Field::hall(),
        Field::staff_id(),
        Field::new("order_id", Kind::Id, &["订单号", "订单编号", "流水号"]),
        Field::new(
            "customer_id",
            Kind::Id,
            &["客户编号", "客户号", "客户ID", "手机号"],
        )
        .private(),
        Field::new(
            "category",
            Kind::Choice(Category::VALUES),
            &["业务大类", "业务类型", "类别", "大类"],
        )
        .required(),
        Field::new(
            "product",
            Kind::Text,
            &["产品", "产品名称", "商品", "商品名称"],
        )
        .required(),
        Field::new(
            "channel",
            Kind::Choice(Channel::VALUES),
            &["渠道", "销售渠道"],
        ),
        Field::new(
            "segment",
            Kind::Choice(Segment::VALUES),
            &["客群", "客户类型"],
        ),
        Field::new(
            "order_type",
            Kind::Choice(OrderType::VALUES),
            &["订单类型", "受理类型"],
        ),
        Field::new("promotion", Kind::Text, &["促销活动", "活动", "营销活动"]),
        Field::new(
            "quantity",
            Kind::Int {
                min: -super::MOST,
                max: super::MOST,
            },
            &["数量"],
        ),
        Field::new(
            "amount",
            Kind::Money,
            &["金额", "实收金额", "销售额", "实收"],
        )
        .required(),
        Field::new("cost", Kind::Money, &["成本", "成本金额"]),
    ],
};

/// One order line. Texts borrow from the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // the fields are told in the dataset above
pub struct Sale<'a> {
    pub date: Date,
    pub hall: Option<&'a str>,
    pub staff_id: Option<&'a str>,
    pub order_id: Option<&'a str>,
    pub customer_id: Option<&'a str>,
    pub category: Category,
    pub product: &'a str,
    pub channel: Option<Channel>,
    pub segment: Option<Segment>,
    pub order_type: Option<OrderType>,
    pub promotion: Option<&'a str>,
    pub quantity: i64,
    pub amount: Money,
    pub cost: Option<Money>,
}

impl<'a> Sale<'a> {
    /// Reads a row of [`SALES`]. `None` where a cell is bad or a required one blank: the row has then
    /// been told to the diagnostics.
    pub fn read(row: &mut impl Cells<'a>) -> Option<Self> {
        // Every field is asked for before the row is refused, so that all its bad cells are told.
        let date = row.date(0);
        let hall = row.text(1);
        let staff_id = row.text(2);
        let order_id = row.text(3);
        let customer_id = row.text(4);
        let category = row.choice(5).and_then(Category::at);
        let product = row.text(6);
        let channel = row.choice(7).and_then(Channel::at);
        let segment = row.choice(8).and_then(Segment::at);
        let order_type = row.choice(9).and_then(OrderType::at);
        let promotion = row.text(10);
        let quantity = row.int(11);
        let amount = row.money(12);
        let cost = row.money(13);
        row.accept(Self {
            date: date?,
            hall,
            staff_id,
            order_id,
            customer_id,
            category: category?,
            product: product?,
            channel,
            segment,
            order_type,
            promotion,
            quantity: quantity.unwrap_or(1),
            amount: amount?,
            cost,
        })
    }
}
