//! Halls and staff that the other tables do not know.

use std::collections::{BTreeMap, BTreeSet};

use super::{Evidence, of_table, warning};
use crate::diagnostic::Diagnostics;
use crate::facts::Facts;
use crate::nearest::nearest;

/// Tells of names that stand in one table only, and of rows that say different things of the same name.
pub(super) fn check(files: &[Evidence], facts: &Facts, diagnostics: &mut Diagnostics) {
    halls(files, diagnostics);
    staff(files, facts, diagnostics);
    for (staff_id, hall) in facts.staff.contradictions() {
        let of_hall = within(hall);
        diagnostics.add(warning(
            of_table(files, "staff"),
            "contradiction",
            format!("several rows say different things of `{staff_id}`{of_hall}"),
            "keep one row for each member of staff and hall",
        ));
    }
    for (month, metric, hall) in facts.targets.contradictions() {
        let of_hall = within(hall);
        diagnostics.add(warning(
            of_table(files, "targets"),
            "contradiction",
            format!("several rows set different targets for {metric}{of_hall} in {month}"),
            "keep one target for each month, hall and metric",
        ));
    }
}

fn within(hall: &str) -> String {
    if hall.is_empty() {
        String::new()
    } else {
        format!(" of {hall}")
    }
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
            let hint = match nearest(hall, known.iter().copied()) {
                Some(near) => format!("if it is {near}, write it so"),
                None => "if it is one of the others, write it as they do".to_owned(),
            };
            diagnostics.add(warning(
                file.at_field("hall"),
                "unknown-hall",
                format!("no other table names the hall `{hall}`"),
                &hint,
            ));
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
            let hint = match nearest(staff_id, known.iter().copied()) {
                Some(near) => format!("if it is `{near}`, write it so; else add it to the roster"),
                None => "add it to the roster".to_owned(),
            };
            let rows = match rows {
                1 => "1 row names".to_owned(),
                rows => format!("{rows} rows name"),
            };
            diagnostics.add(warning(
                file.at_field("staff_id"),
                "unknown-staff",
                format!("{rows} `{staff_id}`, whom the roster does not have"),
                &hint,
            ));
        }
    }
}
