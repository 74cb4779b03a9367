//! inventory · 库存: one row an item, hall and month.

use jiff::civil::Date;

use super::{Dataset, Field, Kind};
use crate::choice;
use crate::diagnostic::Diagnostic;
use crate::ingest::Cells;
use crate::money::Money;
use crate::month::Month;

choice! {
    /// What kind of thing is in stock.
    Category {
        /// SIM cards.
        Sim = "sim" ["SIM卡"],
        /// Cards for things.
        IotCard = "iot_card" ["物联网卡"],
        /// Phones, routers and other devices.
        Device = "device" ["终端", "手机", "路由器"],
        /// Leaflets, gifts and other marketing goods.
        Marketing = "marketing" ["营销物料", "宣传物料", "礼品"],
        /// Spare parts.
        Spare = "spare" ["备件", "备品备件"],
        /// What is to be disposed of.
        Scrap = "scrap" ["废旧物资", "报废"],
    }
}

const PIECES: Kind = Kind::Int {
    min: 0,
    max: super::MOST,
};

/// The dataset. [`InventoryItem::read`] takes its fields by their places.
pub const INVENTORY: Dataset = Dataset {
    id: "inventory",
    names: &["进销存", "库存"],
    row_is: (
        "one item of a hall in a month",
        "一行一个营业厅一种物料一个月的进销存",
    ),
    fields: &[
        Field::month(),
        Field::hall(),
        Field::new("item_code", Kind::Id, &["物料编码", "编码", "SKU"]).required(),
        Field::new("item", Kind::Text, &["物料名称", "物料", "名称", "型号"]).required(),
        Field::new(
            "category",
            Kind::Choice(Category::VALUES),
            &["物料类别", "类别"],
        )
        .required(),
        Field::new("opening_qty", PIECES, &["期初", "期初数量"]).required(),
        Field::new("received_qty", PIECES, &["入库", "入库数量"]).required(),
        Field::new("issued_qty", PIECES, &["出库", "出库数量", "销售出库"]).required(),
        Field::new("closing_qty", PIECES, &["期末", "期末数量", "结存"]).required(),
        Field::new("unit_cost", Kind::Money, &["单价", "单位成本"]),
        Field::new("activated_qty", PIECES, &["激活量", "激活数量"]),
        Field::new("returned_qty", PIECES, &["返修量", "退货量"]),
        Field::new("safety_stock", PIECES, &["安全库存"]),
        Field::new("lead_time_days", PIECES, &["采购周期", "补货周期"]),
        Field::new("expires_on", Kind::Date, &["有效期", "到期日"]),
        Field::new("disposal_income", Kind::Money, &["处置收益", "处置收入"]),
    ],
};

/// One item of a hall in a month. Texts borrow from the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // the fields are told in the dataset above
pub struct InventoryItem<'a> {
    pub month: Month,
    pub hall: Option<&'a str>,
    pub item_code: &'a str,
    pub item: &'a str,
    pub category: Category,
    pub opening_qty: i64,
    pub received_qty: i64,
    pub issued_qty: i64,
    pub closing_qty: i64,
    pub unit_cost: Option<Money>,
    pub activated_qty: Option<i64>,
    pub returned_qty: Option<i64>,
    pub safety_stock: Option<i64>,
    pub lead_time_days: Option<i64>,
    pub expires_on: Option<Date>,
    pub disposal_income: Option<Money>,
}

impl<'a> InventoryItem<'a> {
    /// Reads a row of [`INVENTORY`]. `None` where a cell is bad or a required one blank: the row has then
    /// been told to the diagnostics. Stock that does not balance is a warning; the row counts as it stands.
    pub fn read(row: &mut impl Cells<'a>) -> Option<Self> {
        let month = row.month(0);
        let hall = row.text(1);
        let item_code = row.text(2);
        let item = row.text(3);
        let category = row.choice(4).and_then(Category::at);
        let opening_qty = row.int(5);
        let received_qty = row.int(6);
        let issued_qty = row.int(7);
        let closing_qty = row.int(8);
        let unit_cost = row.money(9);
        let activated_qty = row.int(10);
        let returned_qty = row.int(11);
        let safety_stock = row.int(12);
        let lead_time_days = row.int(13);
        let expires_on = row.date(14);
        let disposal_income = row.money(15);
        if let (Some(opening), Some(received), Some(issued), Some(closing)) =
            (opening_qty, received_qty, issued_qty, closing_qty)
        {
            let balance = opening + received - issued;
            if balance != closing {
                let told = Diagnostic::warning("stock-unbalanced")
                    .with("balance", balance)
                    .with("opening", opening)
                    .with("received", received)
                    .with("issued", issued);
                row.tell(8, told);
            }
        }
        row.accept(Self {
            month: month?,
            hall,
            item_code: item_code?,
            item: item?,
            category: category?,
            opening_qty: opening_qty?,
            received_qty: received_qty?,
            issued_qty: issued_qty?,
            closing_qty: closing_qty?,
            unit_cost,
            activated_qty,
            returned_qty,
            safety_stock,
            lead_time_days,
            expires_on,
            disposal_income,
        })
    }
}
