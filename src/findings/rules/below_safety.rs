//! Items below their safety stock.

use crate::findings::cause::{By, Cause, Kind, Label, Why};
use crate::findings::causes::{holdings, split};
use crate::findings::finding::{AnsweredBy, Finding, HeldAgainst, Rule};
use crate::findings::grounds::Grounds;
use crate::findings::measures;
use crate::findings::topic::Topic;
use crate::value::{Noun, Unit};

pub static RULE: Rule = Rule {
    id: "below-safety",
    topic: Some(Topic::Safety),
    held_against: HeldAgainst::AtMost,
    judge: |judge| judge.above("inventory.below_safety", 0.0),
    cause,
    measures: measures::of_topic,
    answered_by: AnsweredBy::Words,
    bears_on: &["sales.device", "sales.total"],
};

fn cause(grounds: &Grounds<'_>, _: &Finding) -> Cause {
    let figures = grounds.figures;
    let Ok(now) = figures.view(figures.month()).inventory() else {
        return Cause::unsplit(true, Vec::new());
    };
    let items: Vec<(Label, f64)> = holdings::by_item(now, |_| true)
        .into_iter()
        .filter(|(_, stock)| stock.below_safety > 0)
        .map(|(name, stock)| (Label::Name(name.to_owned()), stock.below_safety as f64))
        .collect();
    let split = split::level(By::Item, Unit::Count(Noun::Items), &items);
    Cause::known(split, vec![(Kind::Process, Why::of("ordered-late"))])
}
