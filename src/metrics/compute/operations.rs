//! Inspection and issue metrics.

use super::{Outcome, View, mean, ratio, share};
use crate::metrics::figures::Figure;

const HOUR: f64 = 3_600.0;

pub(crate) fn count(view: &View<'_>) -> Outcome {
    let rows = view.inspections()?.all().rows;
    Ok(Figure::plain(rows as f64, rows))
}

pub(crate) fn fault_rate(view: &View<'_>) -> Outcome {
    let all = view.inspections()?.all();
    ratio(
        all.faults() as f64,
        all.rows as f64,
        all.rows,
        "inspections",
    )
}

pub(crate) fn fix_rate(view: &View<'_>) -> Outcome {
    share(view.inspections()?.all().fixed, "faults")
}

pub(crate) fn avg_fix_hours(view: &View<'_>) -> Outcome {
    let times = view.inspections()?.all().fix_time;
    mean(times, HOUR, "inspections with found_at and fixed_at given")
}

pub(crate) fn issues_opened(view: &View<'_>) -> Outcome {
    let rows = view.issues()?.rows();
    Ok(Figure::plain(rows as f64, rows))
}

pub(crate) fn issues_open(view: &View<'_>) -> Outcome {
    view.issues()?;
    let categories = view.books.issue_categories(view.month);
    let open = categories.values().map(|category| category.open).sum();
    Ok(Figure::plain(open as f64, open))
}
