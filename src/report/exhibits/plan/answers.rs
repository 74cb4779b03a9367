//! What a finding asks for next month: the action that already answers it, else a step, who sees to it and how it is judged.
//!
//! An action answers a finding where its title or problem names the finding's metric, or what the rule is about. Nobody is
//! made up: a step without an action names a role and says that the person is still to be named.

use serde_json::{Value as Json, json};

use super::targets::NextTarget;
use crate::facts::actions::Measure;
use crate::findings::finding::{AnsweredBy, Finding};
use crate::metrics::catalog;
use crate::report::desk::Desk;
use crate::report::exhibits::problems;
use crate::say;
use crate::value::{Noun, Unit};
use crate::words::Lang;

/// Whether an action is there for a finding.
#[must_use]
pub fn answers(desk: &Desk<'_>, action: &Measure, finding: &Finding) -> bool {
    let problem = action.problem.as_deref().unwrap_or("");
    if problem == finding.id || problem == finding.metric {
        return true;
    }
    let text = format!("{} {problem}", action.title).to_lowercase();
    let says = |name: &str| !name.is_empty() && text.contains(&name.to_lowercase());
    match finding.rule.answered_by {
        AnsweredBy::Metric => {
            catalog::by_id(finding.metric).is_some_and(|metric| says(metric.zh) || says(metric.en))
        }
        AnsweredBy::Subject => finding.subject.as_deref().is_some_and(says),
        AnsweredBy::Words => {
            let words = desk.wording.answers(finding.rule);
            words.iter().any(|word| says(word))
        }
    }
}

/// What a metric belongs to: `sales` of `sales.total`.
fn family(metric: &str) -> &str {
    metric.split('.').next().unwrap_or("")
}

/// Says what the finding's rule asks for next month; of what several rules ask, what is asked for its metric, or for those like it.
fn asked(desk: &Desk<'_>, finding: &Finding, piece: &str, more: &Json) -> String {
    let mut values = problems::values(desk, finding);
    if let (Json::Object(values), Json::Object(more)) = (&mut values, more) {
        values.extend(more.clone());
    }
    let of = [finding.metric, family(finding.metric)];
    desk.wording.say(finding.rule, piece, &of, values)
}

/// The step that a finding asks for.
#[must_use]
pub fn step(desk: &Desk<'_>, finding: &Finding) -> String {
    let counted = |id: &str, noun: Noun| {
        let count = desk.figures.value(id).filter(|count| *count > 0.0);
        count.map(|count| desk.print(Some(count), Unit::Count(noun)))
    };
    let counts = json!({
        "month": desk.month_name(desk.month()),
        "lost": counted("subs.churned", Noun::Subscribers),
        "open": counted("complaints.open", Noun::Tickets),
    });
    asked(desk, finding, "step", &counts)
}

/// How a finding's step is judged: next month's target where there is one, else what the rule holds it against.
#[must_use]
pub fn judged_by(desk: &Desk<'_>, finding: &Finding, targets: &[NextTarget]) -> String {
    let target = targets
        .iter()
        .find(|target| target.metric.id == finding.metric);
    let value = target.map_or(finding.threshold, |target| target.value);
    let unit = catalog::by_id(finding.metric).map_or(finding.unit, |metric| metric.unit);
    asked(
        desk,
        finding,
        "judged_by",
        &json!({ "goal": desk.print(Some(value), unit) }),
    )
}

/// The role that a finding falls to.
#[must_use]
pub fn role(metric: &str, lang: Lang) -> &'static str {
    let key = format!("plan.role.{}", family(metric));
    if lang.has(&key) {
        lang.text(&key)
    } else {
        say!(lang, "plan.role.other")
    }
}
