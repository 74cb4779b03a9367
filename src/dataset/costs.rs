//! costs · 成本费用: one row a month, hall and kind of cost.

use super::{Dataset, Field, Kind};
use crate::choice;
use crate::ingest::Cells;
use crate::money::Money;
use crate::month::Month;

choice! {
    /// What money was spent on.
    Category {
        /// Marketing.
        Marketing = "marketing" ["营销费用", "营销"],
        /// Staff.
        Labour = "labour" ["人工", "人力"],
        /// Goods bought to be sold.
        Goods = "goods" ["采购", "终端成本"],
        /// Commissions of channels.
        Channel = "channel" ["渠道酬金"],
        /// Running the network.
        Network = "network" ["网络运维"],
        /// Anything else.
        Other = "other" ["其他"],
    }
}

/// The dataset. [`CostRow::read`] takes its fields by their places.
pub const COSTS: Dataset = Dataset {
    id: "costs",
    names: &["成本费用", "费用"],
    row_is: ("one kind of cost in a month", "一行一类费用一个月的金额"),
    fields: &[
        Field::month(),
        Field::hall(),
        Field::new(
            "category",
            Kind::Choice(Category::VALUES),
            &["费用类别", "费用类型", "类别"],
        )
        .required(),
        Field::new("amount", Kind::Money, &["金额", "费用金额"]).required(),
    ],
};

/// One kind of cost in a month. Texts borrow from the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // the fields are told in the dataset above
pub struct CostRow<'a> {
    pub month: Month,
    pub hall: Option<&'a str>,
    pub category: Category,
    pub amount: Money,
}

impl<'a> CostRow<'a> {
    /// Reads a row of [`COSTS`]. `None` where a cell is bad or a required one blank: the row has then been
    /// told to the diagnostics.
    pub fn read(row: &mut impl Cells<'a>) -> Option<Self> {
        let month = row.month(0);
        let hall = row.text(1);
        let category = row.choice(2).and_then(Category::at);
        let amount = row.money(3);
        row.accept(Self {
            month: month?,
            hall,
            category: category?,
            amount: amount?,
        })
    }
}
