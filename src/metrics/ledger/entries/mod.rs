//! The entries, one file a dataset (the small ones together): aggregates as the facts hold them, in the three months.

mod complaints;
mod inspections;
mod inventory;
mod issues;
mod named;
mod ratios;
mod sales;
mod services;
mod small;
mod subscribers;
mod surveys;
mod training;

use super::Draft;
use crate::metrics::books::View;
use crate::metrics::catalog;
use crate::value::Unit;

/// Writes every table of the datasets that there are.
pub(super) fn write(draft: &mut Draft<'_>) {
    let books = draft.figures.books();
    small::month(draft);
    if !books.sales.is_empty() {
        sales::write(draft);
    }
    if !books.subscribers.is_empty() {
        subscribers::write(draft);
    }
    if !books.complaints.is_empty() {
        complaints::write(draft);
    }
    if !books.inventory.is_empty() {
        inventory::write(draft);
    }
    if !books.surveys.is_empty() {
        surveys::write(draft);
    }
    if !books.services.is_empty() {
        services::write(draft);
    }
    if !books.costs.is_empty() {
        small::costs(draft);
    }
    if !books.training.is_empty() {
        training::write(draft);
    }
    if !books.inspections.is_empty() {
        inspections::write(draft);
    }
    if !books.issues.is_empty() {
        issues::write(draft);
    }
}

/// A group of the month's days; `of` gives a month's value on a day counted from 0, none after its last.
fn by_day<'a>(
    draft: &mut Draft<'a>,
    (key, zh, en): (&str, &str, &str),
    unit: Unit,
    of: impl Fn(&View<'a>, usize) -> Option<f64>,
) {
    let mut group = draft.group(key, zh, en);
    for day in 0..31_usize {
        let number = (day + 1).to_string();
        let (zh, en) = (format!("{number} 日"), format!("Day {number}"));
        group.entry(&number, (&zh, &en), unit, |view| {
            let of_month = day < view.month.days() as usize;
            of_month.then(|| of(view, day)).flatten()
        });
    }
}

/// The value of a metric that no other entry adds up to.
fn metric(draft: &mut Draft<'_>, group: (&str, &str, &str), item: &str, id: &str) {
    let Some(metric) = catalog::by_id(id) else {
        return;
    };
    let values = draft.months.map(|month| {
        // Of the facts, not of the history: those values have nothing behind them.
        let figure = draft.figures.computed(metric, month).ok()?;
        Some(figure.value)
    });
    let name = metric.name(draft.lang);
    let (key, zh, en) = group;
    draft
        .group(key, zh, en)
        .values(item, name, metric.unit, values);
}
