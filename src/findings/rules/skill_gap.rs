//! New staff sell too few value-added services or bundles.

use crate::findings::cause::{By, Cause, Kind, Label, Why};
use crate::findings::causes::split;
use crate::findings::finding::{AnsweredBy, Finding, HeldAgainst, Judge, Rule};
use crate::findings::grounds::Grounds;
use crate::findings::measures;
use crate::findings::skills::skill_gap;
use crate::findings::topic::Topic;
use crate::metrics::catalog;
use crate::metrics::figures::Absent;
use crate::value::{Noun, Severity, Unit};

pub static RULE: Rule = Rule {
    id: "skill-gap",
    topic: Some(Topic::Skills),
    held_against: HeldAgainst::AtLeast,
    judge,
    cause,
    measures: measures::of_topic,
    answered_by: AnsweredBy::Words,
    bears_on: &[],
};

fn judge(judge: &mut Judge<'_>) {
    let Some(metric) = catalog::by_id("sales.vas.penetration") else {
        return;
    };
    let figures = judge.grounds.figures;
    let why = if figures.books().staff.is_empty() {
        Some(Absent::NoTable("staff"))
    } else {
        figures.view(figures.month()).sales().err()
    };
    if let Some(why) = why {
        judge.lacks(metric.id, why);
        return;
    }
    let thresholds = judge.grounds.thresholds;
    let gaps = skill_gap(figures, thresholds.junior_months).into_iter();
    let wide = gaps.filter(|gap| gap.ratio() < thresholds.junior_rate);
    let Some(gap) = wide.min_by(|a, b| a.ratio().total_cmp(&b.ratio())) else {
        return;
    };
    let limit = gap.others_rate() * thresholds.junior_rate;
    let value = (gap.juniors_rate(), gap.rows());
    judge.find(Finding {
        id: format!("{}:{}", RULE.id, gap.what.id()),
        subject: Some(gap.what.id().to_owned()),
        previous: None,
        ..judge.finding(metric, value, limit, Severity::Medium)
    });
}

/// New staff's lines short of the others' rate, by person.
fn cause(grounds: &Grounds<'_>, finding: &Finding) -> Cause {
    let gaps = skill_gap(grounds.figures, grounds.thresholds.junior_months);
    let subject = finding.subject.as_deref();
    let Some(gap) = gaps.into_iter().find(|gap| Some(gap.what.id()) == subject) else {
        return Cause::unsplit(true, Vec::new());
    };
    let rate = gap.others_rate();
    let short: Vec<(Label, f64)> = gap
        .juniors
        .iter()
        .map(|person| {
            let short = rate * person.lines as f64 - person.sold as f64;
            (Label::Name(person.name.clone()), short.max(0.0))
        })
        .collect();
    let split = split::level(By::Staff, Unit::Count(Noun::Orders), &short);
    Cause::known(split, vec![(Kind::Training, Why::ratio("rate", gap.ratio()))])
}
