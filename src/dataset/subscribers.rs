//! subscribers · 用户清单: one row a subscription, with its whole life.

use jiff::civil::Date;

use super::sales::Channel;
use super::{Dataset, Field, Kind};
use crate::choice;
use crate::ingest::Cells;
use crate::money::Money;

choice! {
    /// What is subscribed to.
    Service {
        /// A mobile number.
        Mobile = "mobile" ["移动", "手机", "移动业务"],
        /// Broadband at home.
        Broadband = "broadband" ["宽带", "家庭宽带"],
        /// Television over the broadband line.
        Iptv = "iptv" ["IPTV", "电视"],
        /// A card in a thing.
        Iot = "iot" ["物联网"],
        /// A leased line of an enterprise.
        Line = "line" ["专线", "企业专线"],
    }
}

choice! {
    /// The network a subscription runs on.
    Network {
        /// Fifth generation.
        FiveG = "5g" [],
        /// Fourth generation.
        FourG = "4g" [],
        /// Third generation.
        ThreeG = "3g" [],
        /// Second generation.
        TwoG = "2g" [],
        /// Optical fibre.
        Fibre = "fibre" ["光纤"],
    }
}

choice! {
    /// How much a subscriber is worth.
    Tier {
        /// High value.
        High = "high" ["高价值", "高端", "VIP", "钻", "金"],
        /// All others.
        Standard = "standard" ["普通", "标准", "银"],
    }
}

choice! {
    /// Where a subscriber lives.
    Area {
        /// In town.
        Urban = "urban" ["城市", "城区"],
        /// In the country.
        Rural = "rural" ["农村", "乡镇"],
    }
}

/// The dataset. [`Subscriber::read`] takes its fields by their places.
pub const SUBSCRIBERS: Dataset = Dataset {
    id: "subscribers",
    names: &["用户清单", "客户清单", "用户"],
    row_is: (
        "one subscription, from its first day to its last",
        "一行一个用户，含入网与离网",
    ),
    fields: &[
        Field::new(
            "subscriber_id",
            Kind::Id,
            &["用户编号", "用户ID", "业务号码"],
        )
        .required()
        .private(),
        Field::hall(),
        Field::new(
            "service",
            Kind::Choice(Service::VALUES),
            &["业务", "业务类型", "产品类型"],
        )
        .required(),
        Field::new("plan", Kind::Text, &["套餐", "套餐名称", "资费"]),
        Field::new(
            "network",
            Kind::Choice(Network::VALUES),
            &["网络制式", "制式"],
        ),
        Field::new(
            "tier",
            Kind::Choice(Tier::VALUES),
            &["客户等级", "价值等级"],
        ),
        Field::new("bundled", Kind::Bool, &["是否融合", "融合套餐", "融合"]),
        Field::new("iptv", Kind::Bool, &["是否IPTV", "IPTV捆绑"]),
        Field::new("area", Kind::Choice(Area::VALUES), &["区域", "城乡"]),
        Field::new(
            "channel",
            Kind::Choice(Channel::VALUES),
            &["入网渠道", "渠道"],
        ),
        Field::new(
            "activated_on",
            Kind::Date,
            &["入网日期", "开通日期", "激活日期"],
        )
        .required(),
        Field::new(
            "deactivated_on",
            Kind::Date,
            &["离网日期", "销户日期", "拆机日期"],
        ),
        Field::new(
            "monthly_fee",
            Kind::Money,
            &["月消费", "ARPU", "月租", "出账金额"],
        ),
    ],
};

/// One subscription. Texts borrow from the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // the fields are told in the dataset above
pub struct Subscriber<'a> {
    pub subscriber_id: &'a str,
    pub hall: Option<&'a str>,
    pub service: Service,
    pub plan: Option<&'a str>,
    pub network: Option<Network>,
    pub tier: Option<Tier>,
    pub bundled: Option<bool>,
    pub iptv: Option<bool>,
    pub area: Option<Area>,
    pub channel: Option<Channel>,
    pub activated_on: Date,
    pub deactivated_on: Option<Date>,
    pub monthly_fee: Option<Money>,
}

impl<'a> Subscriber<'a> {
    /// Reads a row of [`SUBSCRIBERS`]. `None` where a cell is bad, a required one blank, or the subscription
    /// ends before it begins: the row has then been told to the diagnostics.
    pub fn read(row: &mut impl Cells<'a>) -> Option<Self> {
        let subscriber_id = row.text(0);
        let hall = row.text(1);
        let service = row.choice(2).and_then(Service::at);
        let plan = row.text(3);
        let network = row.choice(4).and_then(Network::at);
        let tier = row.choice(5).and_then(Tier::at);
        let bundled = row.bool(6);
        let iptv = row.bool(7);
        let area = row.choice(8).and_then(Area::at);
        let channel = row.choice(9).and_then(Channel::at);
        let activated_on = row.date(10);
        let deactivated_on = row.date(11);
        let monthly_fee = row.money(12);
        if deactivated_on.is_some_and(|end| activated_on.is_some_and(|start| end < start)) {
            row.out_of_order(11, "day", "activated_on");
        }
        row.accept(Self {
            subscriber_id: subscriber_id?,
            hall,
            service: service?,
            plan,
            network,
            tier,
            bundled,
            iptv,
            area,
            channel,
            activated_on: activated_on?,
            deactivated_on,
            monthly_fee,
        })
    }
}
