//! Too much of the stock's value in slow stock.

use crate::facts::inventory::ItemStock;
use crate::findings::cause::{By, Cause, Label};
use crate::findings::causes::{holdings, split};
use crate::findings::finding::{AnsweredBy, Finding, HeldAgainst, Judge, Rule};
use crate::findings::grounds::Grounds;
use crate::findings::measures;
use crate::findings::topic::Topic;
use crate::value::{Severity, Unit};

pub static RULE: Rule = Rule {
    id: "slow-stock",
    topic: Some(Topic::SlowStock),
    held_against: HeldAgainst::AtMost,
    judge,
    cause,
    measures: measures::of_topic,
    answered_by: AnsweredBy::Words,
    bears_on: &["inventory.device.days", "inventory.days"],
};

fn judge(judge: &mut Judge<'_>) {
    let Some((metric, figure)) = judge.figure("inventory.value") else {
        return;
    };
    let limit = judge.grounds.thresholds.slow_share;
    if let Some((_, share)) = judge.grounds.stock.slow.filter(|(_, share)| *share > limit) {
        let value = (share, figure.rows);
        judge.find(Finding {
            // The share is no metric of its own; last month's stock value says nothing about it.
            previous: None,
            unit: Unit::Ratio,
            ..judge.finding(metric, value, limit, Severity::Medium)
        });
    }
}

/// The value of slow stock by item.
fn cause(grounds: &Grounds<'_>, _: &Finding) -> Cause {
    let figures = grounds.figures;
    let month = figures.month();
    let Ok(now) = figures.view(month).inventory() else {
        return Cause::unsplit(true, Vec::new());
    };
    let limit = f64::from(grounds.thresholds.slow_days);
    let lasts = |stock: &ItemStock| {
        stock.issued <= 0
            || stock.closing as f64 / stock.issued as f64 * f64::from(month.days()) > limit
    };
    let items: Vec<(Label, f64)> = holdings::by_item(now, |_| true)
        .into_iter()
        .filter(|(_, stock)| stock.closing > 0 && lasts(stock))
        .map(|(name, stock)| (Label::Name(name.to_owned()), stock.closing_value.to_f64()))
        .collect();
    let split = split::level(By::Item, Unit::Money, &items);
    Cause::known(split, vec![holdings::ORDERED_TOO_MUCH])
}
