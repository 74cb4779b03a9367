//! The problems of the month: each finding with its evidence, cause and measures; what could not be judged.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};

use super::{Exhibits, causes, measures, stock};
use crate::findings::finding::{Finding, HeldAgainst, Judgement};
use crate::findings::grounds::{Grounds, StockGrounds};
use crate::findings::rules;
use crate::findings::topic::Topic;
use crate::metrics::catalog::{self, Better};
use crate::report::desk::Desk;
use crate::report::document::{Block, FindingBlock, Text};
use crate::say;
use crate::value::{Noun, Severity, Unit};

/// Judges the rules on the report's figures and config; finds causes and measures.
#[must_use]
pub fn judge(desk: &Desk<'_>) -> Judgement {
    rules::judge(&Grounds {
        figures: desk.figures,
        thresholds: &desk.config.thresholds,
        standards: &desk.config.standards,
        stock: StockGrounds {
            slow: stock::slow_share(desk),
            reorder: stock::reorder_cost(desk),
        },
    })
}

/// Works the section's exhibits out and gives what its prose needs.
pub fn build(desk: &Desk<'_>, judgement: &Judgement, exhibits: &mut Exhibits) -> Json {
    let grave = |finding: &&Finding| finding.severity > Severity::Low;
    let mut blocks = Vec::new();
    for finding in judgement.findings.iter().filter(grave) {
        blocks.push(Block::Finding(FindingBlock {
            title: Text::plain(title(desk, finding)),
            severity: finding.severity,
            entries: entries(desk, judgement, finding),
        }));
        if finding.topic() == Some(Topic::Waiting)
            && let Ok(heatmap) = exhibits.named("chart visit_heatmap")
        {
            blocks.extend(heatmap);
        }
    }
    exhibits.blocks("findings", blocks);
    let low: Vec<Text> = judgement
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Low)
        .map(|finding| watched(desk, finding))
        .collect();
    let watch = if low.is_empty() {
        Vec::new()
    } else {
        vec![Block::List(false, low.clone())]
    };
    exhibits.blocks("watchlist", watch);
    let count = |severity| {
        let of = judgement.findings.iter();
        of.filter(|finding| finding.severity == severity).count()
    };
    let unjudged: BTreeSet<&str> = judgement.not_judged.iter().map(|n| n.rule.id).collect();
    let (high, medium) = (count(Severity::High), count(Severity::Medium));
    json!({
        "count": judgement.findings.len(),
        "rules": judgement.rules,
        "grave": high + medium,
        "high": high,
        "medium": medium,
        "low": low.len(),
        "not_judged": not_judged(desk, judgement),
        "rules_not_judged": unjudged.len(),
        "first": judgement.findings.first().map(|finding| title(desk, finding)),
    })
}

/// Evidence, cause and measures as the section prints them.
fn entries(desk: &Desk<'_>, judgement: &Judgement, finding: &Finding) -> Vec<(String, Text)> {
    let entries = [
        (
            say!(desk.lang, "findings.evidence"),
            Some(evidence_with_others(desk, finding)),
        ),
        (
            say!(desk.lang, "findings.cause"),
            causes::prose(desk, finding),
        ),
        (
            say!(desk.lang, "findings.measures"),
            measures::prose(desk, judgement, finding),
        ),
    ];
    let entries = entries.into_iter();
    entries
        .filter_map(|(head, text)| Some((head.to_owned(), Text::plain(text?))))
        .collect()
}

/// A finding of the watch list, in a line.
fn watched(desk: &Desk<'_>, finding: &Finding) -> Text {
    Text::plain(desk.wording.shared(
        "watched",
        &[],
        json!({
            "title": title(desk, finding),
            "evidence": evidence_with_others(desk, finding),
            "cause": causes::prose(desk, finding).unwrap_or_default(),
        }),
    ))
}

/// What the words of a finding are filled with.
pub fn values(desk: &Desk<'_>, finding: &Finding) -> Json {
    let metric = catalog::by_id(finding.metric);
    let name = metric.map_or(finding.metric, |metric| metric.name(desk.lang));
    let print = |number| desk.print(Some(number), finding.unit);
    let thresholds = &desk.config.thresholds;
    json!({
        "metric": finding.metric,
        "name": name,
        "lower": metric.is_some_and(|metric| metric.better == Better::Lower),
        "subject": finding.subject.as_deref().unwrap_or(name),
        "value": print(finding.value),
        "limit": print(finding.threshold),
        "junior_months": thresholds.junior_months,
        "junior_rate": desk.print(Some(thresholds.junior_rate), Unit::Ratio),
    })
}

/// Says a piece of the finding's rule.
fn piece(desk: &Desk<'_>, finding: &Finding, piece: &str) -> String {
    let values = values(desk, finding);
    desk.wording.say(finding.rule, piece, &[], values)
}

/// What is wrong, in a phrase.
#[must_use]
pub fn title(desk: &Desk<'_>, finding: &Finding) -> String {
    piece(desk, finding, "title")
}

/// The figures that show it, as a sentence: value, what it is held against, last month's, rows.
#[must_use]
pub fn evidence(desk: &Desk<'_>, finding: &Finding) -> String {
    let rows = Some(finding.rows as f64).filter(|rows| *rows > 0.0);
    let rows = rows.map(|rows| desk.print(Some(rows), Unit::Count(Noun::Rows)));
    let facts = facts(desk, finding);
    let values = json!({ "facts": facts, "rows": rows });
    desk.wording.say(finding.rule, "sentence", &[], values)
}

/// Value, what it is held against, last month's.
fn facts(desk: &Desk<'_>, finding: &Finding) -> String {
    let told = finding.rule.held_against == HeldAgainst::LastMonth;
    let previous = finding.previous.filter(|_| !told);
    let values = json!({
        "evidence": piece(desk, finding, "evidence"),
        "previous": previous.map(|previous| desk.print(Some(previous), finding.unit)),
    });
    desk.wording.say(finding.rule, "facts", &[], values)
}

/// The evidence, and in a clause what other rules found about the same thing.
fn evidence_with_others(desk: &Desk<'_>, finding: &Finding) -> String {
    /// How many others are told; the rest are counted.
    const TOLD: usize = 3;
    let others = finding.also.iter().take(TOLD);
    let others: Vec<Json> = others
        .map(|other| json!({ "title": title(desk, other), "facts": facts(desk, other) }))
        .collect();
    let values = json!({
        "sentence": evidence(desk, finding),
        "others": others,
        "more": finding.also.len().saturating_sub(TOLD),
    });
    desk.wording.shared("likewise", &[], values)
}

/// Why rules were not judged: each reason with the metrics it keeps from being judged.
fn not_judged(desk: &Desk<'_>, judgement: &Judgement) -> Vec<String> {
    let mut reasons: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for rule in &judgement.not_judged {
        let name = catalog::by_id(rule.metric).map_or(rule.metric, |m| m.name(desk.lang));
        let names = reasons.entry(rule.why.reason(desk.lang)).or_default();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let reasons = reasons.into_iter();
    reasons
        .map(|(why, names)| {
            let values = json!({ "names": names, "why": why });
            desk.wording.shared("not_judged", &[], values)
        })
        .collect()
}
