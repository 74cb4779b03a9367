//! A finding's measures as sentences, each effect with what it is worked out on; those that halls have decided come first, equal
//! ones of several halls in one sentence. Every measure stands in the workbook and the JSON.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde_json::{Map, Value as Json, json};

use super::{causes, groups, problems};
use crate::findings::finding::{Finding, Judgement};
use crate::findings::remedy::{Detail, Fact, Remedy};
use crate::report::desk::Desk;
use crate::report::phrases;
use crate::report::wording::percent;

/// How many titles of decided measures are told.
const TOLD: usize = 8;
/// How many halls are named.
const NAMED: usize = 3;

/// The measures as prose; none where there are none.
#[must_use]
pub fn prose(desk: &Desk<'_>, judgement: &Judgement, finding: &Finding) -> Option<String> {
    let (decided, proposed): (Vec<&Remedy>, Vec<&Remedy>) = finding
        .measures
        .iter()
        .partition(|remedy| matches!(remedy.detail, Detail::Action { .. }));
    let decided = groups::by(&decided, |remedy| match &remedy.detail {
        Detail::Action { title, .. } => title.as_str(),
        _ => "",
    });
    let told = decided
        .iter()
        .take(TOLD)
        .map(|group| match group.as_slice() {
            [one] => sentence(desk, judgement, finding, one),
            several => together(desk, finding, several),
        });
    let mut sentences: Vec<String> = told.collect();
    let more: usize = decided.iter().skip(TOLD).map(Vec::len).sum();
    if more > 0 {
        let values = json!({ "more": more });
        sentences.push(desk.wording.shared("more_actions", &[], values));
    }
    let proposed = proposed.into_iter();
    sentences.extend(proposed.map(|remedy| sentence(desk, judgement, finding, remedy)));
    let values = json!({ "sentences": sentences });
    (!sentences.is_empty()).then(|| desk.wording.shared("measures", &[], values))
}

/// A measure in a sentence.
#[must_use]
pub fn sentence(
    desk: &Desk<'_>,
    judgement: &Judgement,
    finding: &Finding,
    remedy: &Remedy,
) -> String {
    let values = match &remedy.detail {
        Detail::Same { finding } => {
            let other = judgement.findings.iter().find(|other| other.id == *finding);
            let title = other.map(|other| problems::title(desk, other));
            return desk
                .wording
                .shared("measure", &["same"], json!({ "title": title }));
        }
        Detail::Proposal(proposal) => {
            let facts = proposal.facts.iter();
            let mut values: Map<String, Json> = facts
                .map(|(name, fact)| {
                    let fact = match fact {
                        Fact::Part(part) => json!(causes::label(desk, part)),
                        fact => json!(fact),
                    };
                    ((*name).to_owned(), fact)
                })
                .collect();
            let effect = remedy.effect.map_or(0.0, |effect| effect.value);
            values.insert("effect".to_owned(), json!(effect));
            Json::Object(values)
        }
        action @ Detail::Action { .. } => json!(action),
    };
    desk.wording
        .say(finding.rule, "measure", &[remedy.id], values)
}

/// Equal measures of several halls in a sentence: whose they are, the day due, of several the first, how many are done, and where
/// all the others are equally far, how far.
fn together(desk: &Desk<'_>, finding: &Finding, remedies: &[&&Remedy]) -> String {
    let mut name = "";
    // Different halls, in the order of the measures.
    let mut halls: Vec<String> = Vec::new();
    let mut known = BTreeSet::new();
    let mut days: Vec<Date> = Vec::new();
    let mut done_count = 0;
    // Of those not done.
    let mut open: Vec<Option<f64>> = Vec::new();
    let mut results: Vec<Option<&str>> = Vec::new();
    for remedy in remedies {
        let Detail::Action {
            title,
            hall,
            due,
            done,
            progress,
            expected,
            ..
        } = &remedy.detail
        else {
            continue;
        };
        name = title;
        if let Some(hall) = hall
            && known.insert(hall)
        {
            halls.push(hall.clone());
        }
        days.extend(due);
        if *done {
            done_count += 1;
        } else {
            open.push(*progress);
        }
        results.push(expected.as_deref());
    }
    let first = days.iter().min();
    let same = days.len() == remedies.len() && days.iter().all(|due| Some(due) == first);
    let expected = match results.as_slice() {
        [Some(first), rest @ ..] if rest.iter().all(|text| *text == Some(first)) => Some(first),
        _ => None,
    };
    let named = halls.get(..NAMED).filter(|_| halls.len() > NAMED);
    let values = json!({
        "title": name,
        "count": remedies.len(),
        "hall_count": halls.len(),
        "halls": phrases::list(&halls, desk.lang),
        "named": named,
        "more": named.map_or(0, |named| halls.len() - named.len()),
        "due": first.map(ToString::to_string),
        "same_due": same,
        "done": done_count,
        "open": open.len(),
        "range": range(desk, &open),
        "expected": expected,
    });
    desk.wording
        .say(finding.rule, "measure", &["actions"], values)
}

/// How far measures are, from the least to the most; none where it is not known of all.
fn range(desk: &Desk<'_>, progress: &[Option<f64>]) -> Option<String> {
    let known: Option<Vec<f64>> = progress.iter().copied().collect();
    let known = known.filter(|known| !known.is_empty())?;
    let (least, most) = known.iter().fold((1.0_f64, 0.0_f64), |(least, most), p| {
        (least.min(*p), most.max(*p))
    });
    let (least, most) = (percent(least, desk.lang), percent(most, desk.lang));
    Some(if least == most {
        least
    } else {
        format!("{least}–{most}")
    })
}
