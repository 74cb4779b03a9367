//! Months without rows between months that have some, and a month whose data ends before it does.

use std::collections::{BTreeMap, BTreeSet};

use super::{Evidence, of_table};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::month::Month;
use crate::words::Filling;

/// The tables that have rows every month.
const MONTHLY: [&str; 6] = [
    "sales",
    "services",
    "inventory",
    "costs",
    "surveys",
    "complaints",
];

/// Those of them that every hall has rows of every month: a small hall may well go without a complaint.
const MONTHLY_BY_HALL: [&str; 3] = ["sales", "services", "inventory"];

/// The tables that have rows every day.
const DAILY: [&str; 2] = ["sales", "services"];

/// Tells of gaps, and of the month reported (else each table's last) where it ends early.
pub(super) fn check(files: &[Evidence], reported: Option<Month>, diagnostics: &mut Diagnostics) {
    for dataset in MONTHLY {
        let mut halls: BTreeMap<&str, BTreeSet<Month>> = BTreeMap::new();
        for file in files.iter().filter(|file| file.dataset == dataset) {
            for (hall, months) in &file.outline.halls {
                halls.entry(hall).or_default().extend(months);
            }
        }
        let all: BTreeSet<Month> = halls.values().flatten().copied().collect();
        if let Some(missing) = missing(&all, |_| true) {
            let told = gap(dataset, missing);
            diagnostics.add(told.at(of_table(files, dataset)));
        }
        if halls.len() < 2 || !MONTHLY_BY_HALL.contains(&dataset) {
            continue;
        }
        for (hall, months) in halls.iter().filter(|(hall, _)| !hall.is_empty()) {
            if let Some(missing) = missing(months, |month| all.contains(&month)) {
                let told = gap(dataset, missing).variant("hall").with("hall", *hall);
                diagnostics.add(told.at(of_table(files, dataset)));
            }
        }
    }
    for dataset in DAILY {
        diagnostics.extend(ends_early(files, dataset, reported));
    }
}

fn gap(dataset: &str, missing: Filling) -> Diagnostic {
    let told = Diagnostic::warning("month-gap").with("dataset", dataset);
    told.with("missing", missing)
}

/// The months that are not among `months` but between them, and that `counts` takes, as a list.
fn missing(months: &BTreeSet<Month>, counts: impl Fn(Month) -> bool) -> Option<Filling> {
    let (first, last) = (*months.first()?, *months.last()?);
    let missing: Vec<Month> = (1..last.since(first))
        .map(|n| first.plus(n))
        .filter(|month| !months.contains(month) && counts(*month))
        .collect();
    (!missing.is_empty()).then(|| Filling::list(missing))
}

fn ends_early(files: &[Evidence], dataset: &str, reported: Option<Month>) -> Option<Diagnostic> {
    let of_dataset = files.iter().filter(|file| file.dataset == dataset);
    let last = of_dataset
        .filter_map(|file| Some(file.outline.span?.1))
        .max()?;
    let month = Month::of(last);
    if reported.is_some_and(|reported| reported != month) || last == month.last_day() {
        return None;
    }
    let told = Diagnostic::warning("month-ends-early")
        .with("dataset", dataset)
        .with("last", Filling::shown(last))
        .with("month", month);
    Some(told.at(of_table(files, dataset)))
}
