//! Stock metrics; scrap counts only where it is named.

use super::{Outcome, View, ratio};
use crate::dataset::inventory::Category;
use crate::facts::inventory::{Flow, ItemStock};
use crate::metrics::figures::{Absent, Figure};

fn stock(view: &View<'_>) -> Result<ItemStock, Absent> {
    Ok(view
        .inventory()?
        .sum(|category| category != Category::Scrap))
}

fn of(view: &View<'_>, category: Category) -> Result<ItemStock, Absent> {
    Ok(view.inventory()?.sum(|c| c == category))
}

/// Turns a month of a stock; also used for a category's row in the report.
pub(crate) fn turns(stock: &ItemStock) -> Outcome {
    ratio(
        stock.issued_value.to_f64(),
        (stock.opening_value + stock.closing_value).to_f64() / 2.0,
        stock.valued_rows,
        "mean stock value",
    )
}

/// Days a stock lasts at the month's issues.
pub(crate) fn stock_days(view: &View<'_>, stock: &ItemStock) -> Outcome {
    let turns = turns(stock)?;
    let days = f64::from(view.month.days());
    ratio(days, turns.value, turns.rows, "inventory.turnover")
}

fn flow(flow: Flow, what: &'static str) -> Outcome {
    ratio(flow.part as f64, flow.issued as f64, flow.rows, what)
}

pub(crate) fn value(view: &View<'_>) -> Outcome {
    let stock = stock(view)?;
    Ok(Figure::plain(
        stock.closing_value.to_f64(),
        stock.valued_rows,
    ))
}

pub(crate) fn turnover(view: &View<'_>) -> Outcome {
    turns(&stock(view)?)
}

pub(crate) fn days(view: &View<'_>) -> Outcome {
    stock_days(view, &stock(view)?)
}

pub(crate) fn device_turnover(view: &View<'_>) -> Outcome {
    turns(&of(view, Category::Device)?)
}

pub(crate) fn device_days(view: &View<'_>) -> Outcome {
    stock_days(view, &of(view, Category::Device)?)
}

pub(crate) fn return_rate(view: &View<'_>) -> Outcome {
    let returned = of(view, Category::Device)?.returned;
    flow(returned, "devices issued with returned given")
}

pub(crate) fn sim_activation(view: &View<'_>) -> Outcome {
    let activated = of(view, Category::Sim)?.activated;
    flow(activated, "SIM cards issued with activated given")
}

pub(crate) fn iot_activation(view: &View<'_>) -> Outcome {
    let activated = of(view, Category::IotCard)?.activated;
    flow(activated, "IoT cards issued with activated given")
}

pub(crate) fn sim_cover(view: &View<'_>) -> Outcome {
    let sim = of(view, Category::Sim)?;
    let a_day = sim.issued as f64 / f64::from(view.month.days());
    ratio(sim.closing as f64, a_day, sim.rows, "SIM cards issued")
}

pub(crate) fn below_safety(view: &View<'_>) -> Outcome {
    let stock = stock(view)?;
    Ok(Figure::plain(stock.below_safety as f64, stock.rows))
}

pub(crate) fn expiring(view: &View<'_>) -> Outcome {
    let stock = stock(view)?;
    Ok(Figure::plain(stock.expiring as f64, stock.rows))
}

pub(crate) fn marketing_issued(view: &View<'_>) -> Outcome {
    let marketing = of(view, Category::Marketing)?;
    Ok(Figure::plain(marketing.issued as f64, marketing.rows))
}

pub(crate) fn scrap_income(view: &View<'_>) -> Outcome {
    let scrap = of(view, Category::Scrap)?;
    let income = scrap.disposal.to_f64();
    Ok(Figure::plain(income, scrap.disposal_rows))
}
