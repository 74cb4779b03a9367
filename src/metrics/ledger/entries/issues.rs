//! Problems between departments, by category.

use super::named::{self, Amount, Months};
use crate::facts::issues::IssueMonth;
use crate::metrics::ledger::Draft;
use crate::value::{Noun, Unit};

const ITEMS: Unit = Unit::Count(Noun::Items);

const CATEGORIES: [Amount<IssueMonth>; 4] = [
    ("raised", ("本月提出", "Opened"), ITEMS, |seen| {
        Some(seen.opened as f64)
    }),
    ("closed", ("本月关闭", "Closed"), ITEMS, |seen| {
        Some(seen.closed as f64)
    }),
    (
        "standing",
        ("月末未关闭", "Open at month end"),
        ITEMS,
        |seen| Some(seen.open as f64),
    ),
    (
        "days",
        ("关闭用时合计", "Days to close in all"),
        Unit::Days,
        |seen| Some(seen.days.total()),
    ),
];

pub(super) fn write(draft: &mut Draft<'_>) {
    draft.table("issues", "问题", "Issues");
    let months: Months<'_, IssueMonth> = draft.each_month(|view| {
        view.issues().ok()?;
        Some(
            view.books
                .issue_categories(view.month)
                .into_iter()
                .collect(),
        )
    });
    let by = ("issues.", "，按类别", ", by category");
    named::write(draft, by, &months, &CATEGORIES);
}
