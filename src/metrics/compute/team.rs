//! Training metrics.

use super::{Outcome, View, mean, ratio, share};
use crate::metrics::figures::Absent;

/// Of the roster's staff, also above the line: who was trained and is not on the roster (a guest, or somebody
/// who left) would else make it exceed 1. The roster is a snapshot and holds for every month.
pub(crate) fn coverage(view: &View<'_>) -> Outcome {
    let training = view.training()?;
    let roster = &view.books.staff;
    if roster.is_empty() {
        return Err(Absent::NoTable("staff"));
    }
    let takes = |hall: &str| view.books.scope.takes(hall);
    let trained = training.staff();
    let trained = trained.into_iter().filter(|id| roster.belongs(id, takes));
    ratio(
        trained.count() as f64,
        roster.staff_ids(takes).count() as f64,
        training.results().rows,
        "staff in the roster",
    )
}

pub(crate) fn pass_rate(view: &View<'_>) -> Outcome {
    let results = view.training()?.results();
    share(results.passed(view.settings.pass_mark), "results given")
}

pub(crate) fn uplift(view: &View<'_>) -> Outcome {
    let uplift = view.training()?.results().uplift;
    mean(uplift, 1.0, "scores given before and after")
}
