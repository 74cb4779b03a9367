//! Sales: by category, channel, customer segment, order type and product; orders and customers.

use std::collections::BTreeMap;

use crate::dataset::sales::{Category, Channel, OrderType, Segment};
use crate::facts::sales::SalesFacts;
use crate::metrics::books::View;
use crate::report::exhibits::discreet::discreet;
use crate::report::exhibits::sales::category_name;
use crate::report::ledger::Draft;
use crate::value::{Noun, Unit};

pub(super) fn write(draft: &mut Draft<'_>) {
    let lang = draft.lang;
    let of =
        |view: &View<'_>, amount: &dyn Fn(&SalesFacts) -> Option<f64>| amount(view.sales().ok()?);
    draft.table("sales", "销售", "Sales");
    let mut group = draft.group("sales.category", "业务类别", "Category");
    for category in Category::ALL {
        let name = category_name(*category, lang);
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
    products(draft);
}

/// Every product of the three months, by category, the month's largest first.
fn products(draft: &mut Draft<'_>) {
    let months = draft.each_month(|view| view.sales().ok());
    for category in Category::ALL {
        let mut amounts: BTreeMap<&str, [Option<f64>; 3]> = BTreeMap::new();
        for (place, sales) in months.iter().enumerate() {
            let Some(sales) = sales else { continue };
            for (name, product) in sales.products[*category as usize].sorted() {
                amounts.entry(name).or_default()[place] = Some(product.amount().to_f64());
            }
        }
        // In a month that sales cover, a product without a row sold nothing.
        for values in amounts.values_mut() {
            for (value, sales) in values.iter_mut().zip(&months) {
                *value = sales.map(|_| value.unwrap_or(0.0));
            }
        }
        let mut ranked: Vec<(&str, [Option<f64>; 3])> = amounts.into_iter().collect();
        let now = |values: &[Option<f64>; 3]| values[0].unwrap_or(0.0);
        ranked.sort_by(|a, b| now(&b.1).total_cmp(&now(&a.1)).then_with(|| a.0.cmp(b.0)));
        let key = format!("sales.product.{}", category.id());
        let title = category_name(*category, draft.lang);
        let (zh, en) = (format!("产品：{title}"), format!("Products: {title}"));
        let mut group = draft.group(&key, &zh, &en);
        for (name, values) in ranked {
            group.values(name, &discreet(name), Unit::Money, values);
        }
    }
}
