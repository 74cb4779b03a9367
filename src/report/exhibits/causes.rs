//! Where a finding comes from, as a sentence or two.

use serde_json::{Value as Json, json};

use crate::findings::cause::{Cause, Label, NoSplit, Of, Part, Split, Tenure};
use crate::findings::finding::Finding;
use crate::report::desk::Desk;
use crate::say;
use crate::value::{Severity, Unit};
use crate::words::LangTag;

/// The cause as prose; none where there is none to tell.
#[must_use]
pub fn prose(desk: &Desk<'_>, finding: &Finding) -> Option<String> {
    let cause = finding.cause.as_ref()?;
    let mut sentences = Vec::new();
    match &cause.split {
        Some(split) => sentences.extend(split_prose(desk, finding, split)),
        // A line of the watch list need not say what is not known.
        None if cause.not_split.is_some() && finding.severity == Severity::Low => {}
        None => {
            let why = match cause.not_split {
                Some(NoSplit::NoMonthBefore) => "no-month-before",
                _ => "no-groups",
            };
            sentences.push(say(desk, finding, "unsplit", why, json!({})));
        }
    }
    if let Some(split) = &cause.halls
        && let Some(change) = change(desk, finding, split)
    {
        sentences.push(say(
            desk,
            finding,
            "by_hall",
            "",
            json!({ "change": change }),
        ));
    }
    sentences.extend(kind(desk, finding, cause));
    if sentences.is_empty() {
        return None;
    }
    Some(say(
        desk,
        finding,
        "cause",
        "",
        json!({ "sentences": sentences }),
    ))
}

/// Says a piece of the finding's rule for something.
fn say(desk: &Desk<'_>, finding: &Finding, piece: &str, of: &str, values: Json) -> String {
    desk.wording.say(finding.rule, piece, &[of], values)
}

/// A part's name as it stands in a sentence.
#[must_use]
pub fn label(desk: &Desk<'_>, label: &Label) -> String {
    let lang = desk.lang;
    match label {
        Label::Hour(hour) => say!(lang, "findings.part.hour", from = *hour, to = hour + 1),
        Label::Choice(id, zh) => match lang.tag() {
            LangTag::Zh => (*zh).to_owned(),
            LangTag::En => (*id).to_owned(),
        },
        Label::Name(name) if name.is_empty() => say!(lang, "findings.part.unnamed").to_owned(),
        Label::Name(name) => name.clone(),
        Label::Tenure(plan, tenure) => {
            let plan = match plan.as_str() {
                "" => say!(lang, "findings.part.no_plan"),
                plan => plan,
            };
            let tenure = match tenure {
                Tenure::Under6 => say!(lang, "findings.part.under_6"),
                Tenure::Upto24 => say!(lang, "findings.part.upto_24"),
                Tenure::Over24 => say!(lang, "findings.part.over_24"),
            };
            say!(lang, "findings.part.tenure", plan = plan, tenure = tenure)
        }
    }
}

fn split_prose(desk: &Desk<'_>, finding: &Finding, split: &Split) -> Option<String> {
    match split.of {
        Of::Level(unit) => Some(level(desk, finding, split, unit)),
        Of::Change => change(desk, finding, split),
    }
}

fn level(desk: &Desk<'_>, finding: &Finding, split: &Split, unit: Unit) -> String {
    let list = say!(desk.lang, "findings.part.list");
    let names: Vec<String> = split.parts.iter().map(|p| label(desk, &p.group)).collect();
    let numbered = names.iter().zip(&split.parts);
    let parts: Vec<String> = numbered
        .map(|(name, part)| format!("{name} {}", desk.print(Some(part.effect), unit)))
        .collect();
    let values = json!({
        "whole": desk.print(Some(split.whole), unit),
        "parts": parts.join(list),
        // Things counted once each are named, not measured.
        "names": names.join(list),
        "more": split.rest.round() > 0.0,
    });
    say(desk, finding, "level", split.by.id(), values)
}

fn change(desk: &Desk<'_>, finding: &Finding, split: &Split) -> Option<String> {
    if split.whole == 0.0 || split.parts.is_empty() {
        return None;
    }
    let (unit, effect) = finding.units(split);
    let size = |number: f64| desk.print(Some(number.abs()), effect);
    let signed = |number: f64| {
        let size = size(number);
        // What rounds to nothing has no sign.
        let nothing = !size.contains(|c: char| matches!(c, '1'..='9'));
        let sign = match number < 0.0 {
            _ if nothing => "",
            true => "−",
            false => "+",
        };
        format!("{sign}{size}")
    };
    let parts = split.parts.iter().map(|part| {
        let own = part.base.zip(part.current).filter(|_| part.rate.is_some());
        let (base, current) = own.unzip();
        json!({
            "name": label(desk, &part.group),
            "effect": signed(part.effect),
            "base": base.map(|base| desk.print(Some(base), unit)),
            "current": current.map(|current| desk.print(Some(current), unit)),
            "within": within(desk, part, &signed),
        })
    });
    let own_and_mix = split.rate.zip(split.mix);
    let values = json!({
        "up": split.whole > 0.0,
        "whole": size(split.whole),
        "parts": parts.collect::<Vec<Json>>(),
        "rest": signed(split.rest),
        "own": own_and_mix.map(|(own, _)| signed(own)),
        "mix": own_and_mix.map(|(_, mix)| signed(mix)),
    });
    Some(say(desk, finding, "change", split.by.id(), values))
}

/// What pulled most within a part of a total, down to its last level.
fn within(desk: &Desk<'_>, part: &Part, signed: &impl Fn(f64) -> String) -> Vec<String> {
    let mut names = Vec::new();
    let mut at = part;
    while let Some(first) = at.parts.first() {
        names.push(format!(
            "{} {}",
            label(desk, &first.group),
            signed(first.effect)
        ));
        at = first;
    }
    names
}

/// The foremost kind of cause and what points to it.
fn kind(desk: &Desk<'_>, finding: &Finding, cause: &Cause) -> Option<String> {
    let (kind, why) = cause.kinds.first()?;
    let figure = json!({ "figure": why.figure });
    let values = json!({
        "kind": desk.lang.text(&format!("findings.kind.{}", kind.id())),
        "why": say(desk, finding, "why", why.id, figure),
    });
    Some(say(desk, finding, "kind", kind.id(), values))
}
