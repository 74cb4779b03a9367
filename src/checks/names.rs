//! Halls and staff that the other tables do not know.

use std::collections::{BTreeMap, BTreeSet};

use super::{Evidence, of_table};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::facts::Facts;
use crate::nearest::nearest;

/// Tells of names that stand in one table only, and of rows that say different things of the same name.
pub(super) fn check(files: &[Evidence], facts: &Facts, diagnostics: &mut Diagnostics) {
    halls(files, diagnostics);
    staff(files, facts, diagnostics);
    for (staff_id, hall) in facts.staff.contradictions() {
        let told = contradiction(["staff", "staff-of-hall"], hall);
        let told = told.with("staff", staff_id);
        diagnostics.add(told.at(of_table(files, "staff")));
    }
    for (month, metric, hall) in facts.targets.contradictions() {
        let told = contradiction(["target", "target-of-hall"], hall);
        let told = told.with("metric", metric).with("month", month);
        diagnostics.add(told.at(of_table(files, "targets")));
    }
}

/// `variants`: of rows that name no hall, and of those that do.
fn contradiction(variants: [&'static str; 2], hall: &str) -> Diagnostic {
    let [without, of_hall] = variants;
    let told = Diagnostic::warning("contradiction").with("hall", hall);
    told.variant(if hall.is_empty() { without } else { of_hall })
}

/// A hall that one table names, where others name several and not it, may be misspelt.
fn halls(files: &[Evidence], diagnostics: &mut Diagnostics) {
    let mut tables: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for file in files {
        let named = file.outline.halls.keys().map(String::as_str);
        let table = tables.entry(file.dataset).or_default();
        table.extend(named.filter(|hall| !hall.is_empty()));
    }
    for file in files {
        let others = || {
            let others = tables.iter().filter(|(table, _)| **table != file.dataset);
            others.map(|(_, halls)| halls)
        };
        if !others().any(|halls| halls.len() > 1) {
            continue;
        }
        let known: BTreeSet<&str> = others().flatten().copied().collect();
        let named = file.outline.halls.keys().map(String::as_str);
        for hall in named.filter(|hall| !hall.is_empty() && !known.contains(hall)) {
            let mut told = Diagnostic::warning("unknown-hall").with("hall", hall);
            if let Some(near) = nearest(hall, known.iter().copied()) {
                told = told.variant("near").with("near", near);
            }
            diagnostics.add(told.at(file.at_field("hall")));
        }
    }
}

/// Staff who sold, served or learnt, but whom the roster does not have.
fn staff(files: &[Evidence], facts: &Facts, diagnostics: &mut Diagnostics) {
    let known: BTreeSet<&str> = facts.staff.staff_ids(|_| true).collect();
    if known.is_empty() {
        return;
    }
    for file in files {
        for (staff_id, rows) in &file.outline.staff {
            if known.contains(staff_id.as_str()) {
                continue;
            }
            let mut told = Diagnostic::warning("unknown-staff").with("staff", staff_id);
            if let Some(near) = nearest(staff_id, known.iter().copied()) {
                told = told.variant("near").with("near", near);
            }
            diagnostics.add(told.with("rows", *rows).at(file.at_field("staff_id")));
        }
    }
}
