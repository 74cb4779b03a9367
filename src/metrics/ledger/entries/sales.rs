//! Sales: by category, channel, customer segment, order type and product; orders and customers.

use super::by_day;
use super::named::{self, Amount, Months};
use crate::dataset::sales::{Category, Channel, OrderType, Segment};
use crate::facts::sales::{ProductSales, SalesFacts};
use crate::metrics::books::View;
use crate::metrics::ledger::Draft;
use crate::value::{Noun, Unit};

pub(super) fn write(draft: &mut Draft<'_>) {
    let lang = draft.lang;
    let of =
        |view: &View<'_>, amount: &dyn Fn(&SalesFacts) -> Option<f64>| amount(view.sales().ok()?);
    draft.table("sales", "销售", "Sales");
    let mut group = draft.group("sales.category", "业务类别", "Category");
    for category in Category::ALL {
        let name = category.name(lang);
        group.entry(category.id(), (name, name), Unit::Money, |view| {
            of(view, &|sales| {
                Some(sales.category[*category as usize].to_f64())
            })
        });
    }
    draft
        .group("sales.count", "订单与客户", "Orders and customers")
        .entry(
            "orders",
            ("订单数", "Orders"),
            Unit::Count(Noun::Orders),
            |view| of(view, &|sales| Some(sales.order_count() as f64)),
        )
        .entry(
            "device_orders",
            ("含终端的订单数", "Orders having a device row"),
            Unit::Count(Noun::Orders),
            |view| of(view, &|sales| Some(sales.device_order_count() as f64)),
        )
        .entry(
            "customers",
            ("购买客户数", "Buying customers"),
            Unit::Count(Noun::People),
            |view| of(view, &|sales| Some(sales.customers.count() as f64)),
        )
        .entry(
            "vas_customers",
            ("购买增值业务的客户数", "Customers with a value-added row"),
            Unit::Count(Noun::People),
            |view| of(view, &|sales| Some(sales.customers.marked() as f64)),
        );
    let mut group = draft.group("sales.channel", "渠道（已填）", "Channel given");
    for channel in Channel::ALL {
        let names = match channel {
            Channel::Offline => ("线下（厅内）", "In the hall"),
            Channel::Online => ("线上", "Online"),
        };
        group.entry(channel.id(), names, Unit::Money, |view| {
            of(view, &|sales| {
                Some(sales.channel[*channel as usize].to_f64())
            })
        });
    }
    let mut group = draft.group("sales.segment", "客户类型（已填）", "Segment given");
    for segment in Segment::ALL {
        let names = match segment {
            Segment::Consumer => ("个人", "Consumers"),
            Segment::Family => ("家庭", "Families"),
            Segment::Sme => ("中小企业", "Small businesses"),
            Segment::Enterprise => ("政企", "Enterprises"),
        };
        group.entry(segment.id(), names, Unit::Money, |view| {
            of(view, &|sales| {
                Some(sales.segment[*segment as usize].to_f64())
            })
        });
    }
    let mut group = draft.group("sales.order_type", "订单类型（已填）", "Order type given");
    for order_type in OrderType::ALL {
        let names = match order_type {
            OrderType::New => ("新装新购", "New"),
            OrderType::Renewal => ("续费", "Renewal"),
            OrderType::Upgrade => ("升级变更", "Upgrade"),
            OrderType::Other => ("其他", "Other"),
        };
        group.entry(order_type.id(), names, Unit::Money, |view| {
            of(view, &|sales| {
                Some(sales.order_type[*order_type as usize].to_f64())
            })
        });
    }
    draft
        .group("sales.part", "其中", "Of which")
        .entry(
            "trade_in",
            ("终端以旧换新", "Devices under trade-in"),
            Unit::Money,
            |view| of(view, &|sales| Some(sales.trade_in().to_f64())),
        )
        .entry(
            "costed",
            ("成本已填的销售额", "Sales with cost given"),
            Unit::Money,
            |view| of(view, &|sales| Some(sales.costed.amount.to_f64())),
        )
        .entry("cost", ("其成本", "Their cost"), Unit::Money, |view| {
            of(view, &|sales| Some(sales.costed.cost.to_f64()))
        });
    let days = ("sales.day", "按日", "By day");
    by_day(draft, days, Unit::Money, |view, day| {
        Some(view.sales().ok()?.days[day].to_f64())
    });
    products(draft);
}

const PRODUCTS: [Amount<ProductSales>; 2] = [
    (
        "amount",
        ("产品金额", "Products"),
        Unit::Money,
        |product| Some(product.amount().to_f64()),
    ),
    (
        "pieces",
        ("产品数量", "Pieces of products"),
        Unit::Count(Noun::Pieces),
        |product| Some(product.quantity as f64),
    ),
];

/// Every product of the three months, by category.
fn products(draft: &mut Draft<'_>) {
    for category in Category::ALL {
        let months: Months<'_, ProductSales> = draft.each_month(|view| {
            let sales = view.sales().ok()?;
            let all = sales.products[*category as usize].sorted().into_iter();
            Some(all.map(|(name, product)| (name, *product)).collect())
        });
        let title = category.name(draft.lang);
        let (key, zh, en) = (
            format!("sales.{}_product_", category.id()),
            format!("：{title}"),
            format!(": {title}"),
        );
        named::write(draft, (&key, &zh, &en), &months, &PRODUCTS);
    }
}
