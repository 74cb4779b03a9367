//! Sales metrics.

use super::{Outcome, View, ratio};
use crate::dataset::sales::{Category, OrderType};
use crate::facts::sales::ONLINE;
use crate::metrics::figures::Figure;
use crate::money::Money;

pub(crate) fn total(view: &View<'_>) -> Outcome {
    let sales = view.sales()?;
    Ok(Figure::plain(sales.total().to_f64(), sales.rows))
}

pub(crate) fn category(view: &View<'_>, place: usize) -> Outcome {
    let sales = view.sales()?;
    let amount = sales.category[place].to_f64();
    Ok(Figure::plain(amount, sales.category_rows[place]))
}

pub(crate) fn category_share(view: &View<'_>, place: usize) -> Outcome {
    let sales = view.sales()?;
    let part = sales.category[place].to_f64();
    ratio(part, sales.total().to_f64(), sales.rows, "sales.total")
}

pub(crate) fn orders(view: &View<'_>) -> Outcome {
    let sales = view.sales()?;
    Ok(Figure::plain(sales.order_count() as f64, sales.rows))
}

pub(crate) fn ticket(view: &View<'_>) -> Outcome {
    let sales = view.sales()?;
    let orders = sales.order_count() as f64;
    ratio(sales.total().to_f64(), orders, sales.rows, "sales.orders")
}

pub(crate) fn device_ticket(view: &View<'_>) -> Outcome {
    let sales = view.sales()?;
    let device = Category::Device as usize;
    ratio(
        sales.category[device].to_f64(),
        sales.device_order_count() as f64,
        sales.category_rows[device],
        "orders having a device row",
    )
}

pub(crate) fn customers(view: &View<'_>) -> Outcome {
    let sales = view.sales()?;
    Ok(Figure::plain(sales.customers.count() as f64, sales.rows))
}

pub(crate) fn vas_penetration(view: &View<'_>) -> Outcome {
    let customers = &view.sales()?.customers;
    let all = customers.count();
    ratio(
        customers.marked() as f64,
        all as f64,
        all,
        "sales.customers",
    )
}

pub(crate) fn online_share(view: &View<'_>) -> Outcome {
    let sales = view.sales()?;
    let all: Money = sales.channel.iter().copied().sum();
    ratio(
        sales.channel[ONLINE].to_f64(),
        all.to_f64(),
        sales.channel_rows.iter().sum(),
        "amount with channel given",
    )
}

pub(crate) fn renewal_share(view: &View<'_>) -> Outcome {
    let sales = view.sales()?;
    let all: Money = sales.order_type.iter().copied().sum();
    ratio(
        sales.order_type[OrderType::Renewal as usize].to_f64(),
        all.to_f64(),
        sales.order_type_rows,
        "amount with order_type given",
    )
}

pub(crate) fn trade_in_share(view: &View<'_>) -> Outcome {
    let sales = view.sales()?;
    let device = Category::Device as usize;
    ratio(
        sales.trade_in().to_f64(),
        sales.category[device].to_f64(),
        sales.category_rows[device],
        "sales.device",
    )
}

pub(crate) fn business_share(view: &View<'_>) -> Outcome {
    let sales = view.sales()?;
    let all: Money = sales.segment.iter().copied().sum();
    ratio(
        sales.business().to_f64(),
        all.to_f64(),
        sales.segment_rows,
        "amount with segment given",
    )
}

pub(crate) fn gross_margin(view: &View<'_>) -> Outcome {
    let costed = view.sales()?.costed;
    ratio(
        (costed.amount - costed.cost).to_f64(),
        costed.amount.to_f64(),
        costed.rows,
        "amount with cost given",
    )
}
