//! Groups whose entries are named by the exports: a complaint's category, a department, a course.

use std::collections::BTreeMap;

use crate::discreet::discreet;
use crate::metrics::ledger::Draft;
use crate::value::Unit;

/// What each of the three months knows by name; none where a month is not covered.
pub(super) type Months<'a, T> = [Option<Vec<(&'a str, T)>>; 3];

/// A group over the names: what its key ends with, what it is in both languages, its unit, and what it takes of a name's
/// part.
pub(super) type Amount<T> = (
    &'static str,
    (&'static str, &'static str),
    Unit,
    fn(&T) -> Option<f64>,
);

/// Writes a group an amount, each with every name of the three months: those with the most of the first amount in the
/// month reported on first, ties by name. In a month that is covered a name it does not know had nothing. `by` is what
/// the keys begin with, and what the groups are by in both languages (`，按类型`).
pub(super) fn write<T: Default>(
    draft: &mut Draft<'_>,
    by: (&str, &str, &str),
    months: &Months<'_, T>,
    amounts: &[Amount<T>],
) {
    let none = T::default();
    let mut parts: BTreeMap<&str, [Option<&T>; 3]> = BTreeMap::new();
    for (place, month) in months.iter().enumerate() {
        for (name, part) in month.iter().flatten() {
            parts.entry(name).or_default()[place] = Some(part);
        }
    }
    for known in parts.values_mut() {
        for (part, month) in known.iter_mut().zip(months) {
            *part = month.as_ref().map(|_| part.unwrap_or(&none));
        }
    }
    let mut ranked: Vec<(&str, [Option<&T>; 3])> = parts.into_iter().collect();
    if let Some((.., first)) = amounts.first() {
        let now = |known: &[Option<&T>; 3]| known[0].and_then(first).unwrap_or(0.0);
        ranked.sort_by(|a, b| now(&b.1).total_cmp(&now(&a.1)));
    }
    let (begins, by_zh, by_en) = by;
    for (item, (zh, en), unit, of) in amounts {
        let (zh, en) = (format!("{zh}{by_zh}"), format!("{en}{by_en}"));
        let mut group = draft.group(&format!("{begins}{item}"), &zh, &en);
        for (name, known) in &ranked {
            let values = known.map(|part| part.and_then(of));
            group.values(name, &discreet(name), *unit, values);
        }
    }
}
