//! Cost metrics.

use super::{Outcome, View, ratio as quotient};
use crate::metrics::figures::Figure;

pub(crate) fn total(view: &View<'_>) -> Outcome {
    let costs = view.costs()?;
    Ok(Figure::plain(
        costs.total().to_f64(),
        costs.rows.iter().sum(),
    ))
}

pub(crate) fn ratio(view: &View<'_>, category: usize) -> Outcome {
    let costs = view.costs()?;
    let sales = view.sales()?.total().to_f64();
    let amount = costs.category[category].to_f64();
    quotient(amount, sales, costs.rows[category], "sales.total")
}

pub(crate) fn margin(view: &View<'_>) -> Outcome {
    let costs = view.costs()?;
    let sales = view.sales()?.total();
    let profit = (sales - costs.total()).to_f64();
    let rows = costs.rows.iter().sum();
    quotient(profit, sales.to_f64(), rows, "sales.total")
}
