//! From the arithmetic's parts to those that a finding names, with what all others add up to.

use crate::findings::cause::{By, Label, Of, Part, Split};
use crate::findings::decompose::{Contribution, Group, RateChange, explain_most, rate_change};
use crate::value::Unit;

/// The split of a mean's or rate's change. `scale` takes the quotient to the metric's base unit. None where either month
/// has no cases.
pub fn rate(by: By, groups: &[(Label, Group<'_>)], scale: f64) -> Option<Split> {
    // Names are given here, so that a group is found by it again.
    let names: Vec<String> = (0..groups.len())
        .map(|place| format!("{place:06}"))
        .collect();
    let numbered: Vec<Group<'_>> = groups
        .iter()
        .zip(&names)
        .map(|((_, group), name)| Group { name, ..*group })
        .collect();
    let change = rate_change(&numbered)?;
    Some(from_rate_change(by, groups, &change, scale))
}

fn from_rate_change(
    by: By,
    groups: &[(Label, Group<'_>)],
    change: &RateChange,
    scale: f64,
) -> Split {
    let parts: Vec<Part> = change
        .pulled_most()
        .into_iter()
        .map(|group| {
            let place: usize = group.name.parse().unwrap_or(0);
            Part {
                group: groups
                    .get(place)
                    .map_or(Label::Name(String::new()), |(label, _)| label.clone()),
                effect: group.effect * scale,
                rate: Some(group.rate * scale),
                mix: Some(group.mix * scale),
                base: group.base_rate.map(|rate| rate * scale),
                current: group.current_rate.map(|rate| rate * scale),
                parts: Vec::new(),
            }
        })
        .collect();
    let whole = change.change * scale;
    let named: f64 = parts.iter().map(|part| part.effect).sum();
    Split {
        by,
        of: Of::Change,
        base: Some(change.base * scale),
        current: change.current * scale,
        whole,
        rate: Some(change.rate * scale),
        mix: Some(change.mix * scale),
        parts,
        rest: whole - named,
    }
}

/// The split of a total's change. `scale` takes the integers to the metric's base unit; `label` names a part of a level.
pub fn total(
    by: By,
    whole: &Contribution,
    scale: f64,
    label: &dyn Fn(usize, &str) -> Label,
) -> Split {
    let parts = parts_of(whole, 0, scale, label);
    let change = whole.change as f64 * scale;
    let named: f64 = parts.iter().map(|part| part.effect).sum();
    Split {
        by,
        of: Of::Change,
        base: Some(whole.base as f64 * scale),
        current: whole.current as f64 * scale,
        whole: change,
        rate: None,
        mix: None,
        parts,
        rest: change - named,
    }
}

fn parts_of(
    whole: &Contribution,
    level: usize,
    scale: f64,
    label: &dyn Fn(usize, &str) -> Label,
) -> Vec<Part> {
    let named = whole.pulled_most();
    named
        .into_iter()
        .map(|part| Part {
            group: label(level, &part.name),
            effect: part.change as f64 * scale,
            rate: None,
            mix: None,
            base: Some(part.base as f64 * scale),
            current: Some(part.current as f64 * scale),
            parts: parts_of(part, level + 1, scale, label),
        })
        .collect()
}

/// The split of a level, counted in a unit, into shares, the greatest parts named.
pub fn level(by: By, unit: Unit, parts: &[(Label, f64)]) -> Option<Split> {
    let whole: f64 = parts.iter().map(|(_, effect)| effect).sum();
    if whole <= 0.0 {
        return None;
    }
    let named: Vec<Part> = explain_most(parts, whole, |(_, effect)| *effect)
        .into_iter()
        .map(|(label, effect)| Part {
            group: label.clone(),
            effect: *effect,
            rate: None,
            mix: None,
            base: None,
            current: Some(*effect),
            parts: Vec::new(),
        })
        .collect();
    let rest = whole - named.iter().map(|part| part.effect).sum::<f64>();
    Some(Split {
        by,
        of: Of::Level(unit),
        base: None,
        current: whole,
        whole,
        rate: None,
        mix: None,
        parts: named,
        rest,
    })
}
