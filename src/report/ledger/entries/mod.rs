//! The entries, one file a dataset (the small ones together): aggregates as the facts hold them, in the three months.

mod inventory;
mod others;
mod ratios;
mod sales;
mod subscribers;

use super::Draft;

/// Writes every table of the datasets that there are.
pub(super) fn write(draft: &mut Draft<'_>) {
    let books = draft.figures.books();
    others::month(draft);
    if !books.sales.is_empty() {
        sales::write(draft);
    }
    if !books.subscribers.is_empty() {
        subscribers::write(draft);
    }
    if !books.complaints.is_empty() {
        others::complaints(draft);
    }
    if !books.inventory.is_empty() {
        inventory::write(draft);
    }
    if !books.surveys.is_empty() {
        others::surveys(draft);
    }
    if !books.services.is_empty() {
        others::services(draft);
    }
    if !books.costs.is_empty() {
        others::costs(draft);
    }
    if !books.training.is_empty() {
        others::training(draft);
    }
    if !books.inspections.is_empty() {
        others::inspections(draft);
    }
    if !books.issues.is_empty() {
        others::issues(draft);
    }
}
