//! Calls on those who may leave, training in selling, tickets in time and fewer of them, stock ordered and sold off, faults fixed.

use crate::facts::Share;
use crate::findings::cause::Label;
use crate::findings::causes::totals::{Segments, segments};
use crate::findings::finding::Finding;
use crate::findings::grounds::Grounds;
use crate::findings::remedy::Remedy;
use crate::findings::skills::{Newcomer, skill_gap};

/// Calls on the segment that churned most, so that it churns as last month. The effect is the subscribers kept, on next
/// month's opening stock of the segment.
pub fn call_back(grounds: &Grounds<'_>, finding: &Finding) -> Option<Remedy> {
    let figures = grounds.figures;
    let (books, month) = (figures.books(), figures.month());
    let split = finding.cause.as_ref()?.split.as_ref()?;
    let Label::Tenure(plan, tenure) = &split.parts.first()?.group else {
        return None;
    };
    let key = (plan.clone(), *tenure);
    let now = segments(books, month);
    let at = |of: &Segments| of.get(&key).copied().unwrap_or_default();
    let rate = at(&now).rate()?;
    let aim = at(&segments(books, month.previous())).rate()?;
    let standing = at(&segments(books, month.next())).denominator as f64;
    let fewer = (rate - aim) * at(&now).denominator as f64;
    let opening: i128 = now.values().map(|segment| segment.denominator).sum();
    let lost: i128 = now.values().map(|segment| segment.numerator).sum();
    let kept = ((rate - aim) * standing).floor();
    (kept > 0.0 && opening > 0).then(|| {
        Remedy::propose("call-back", "call-back")
            .effect(kept, "subscribers")
            .fact("segment", Label::Tenure(key.0, key.1))
            .fact("subscribers", standing)
            .fact("rate", rate)
            .fact("aim", aim)
            .fact("whole", (lost as f64 - fewer) / opening as f64)
    })
}

/// New staff at the threshold's share of the others' rate. The effect is what the lines bring that they would sell more.
pub fn train(grounds: &Grounds<'_>, finding: &Finding) -> Option<Remedy> {
    let thresholds = grounds.thresholds;
    let subject = finding.subject.as_deref().unwrap_or("vas");
    let gap = skill_gap(grounds.figures, thresholds.junior_months)
        .into_iter()
        .find(|gap| gap.what.id() == subject)
        .filter(|gap| gap.ratio() < thresholds.junior_rate)?;
    let aim = gap.others_rate() * thresholds.junior_rate;
    let mut juniors: Vec<&Newcomer> = gap
        .juniors
        .iter()
        .filter(|person| (person.sold as f64) < aim * person.lines as f64)
        .collect();
    juniors.sort_by(|a, b| a.name.cmp(&b.name));
    Some({
        let names: Vec<String> = juniors.iter().map(|person| person.name.clone()).collect();
        Remedy::propose("training", "training")
            .effect(gap.lines_at(aim) * gap.yuan_a_line(), "yuan")
            .fact("staff", names)
            .fact("subject", subject.to_owned())
            .fact("aim", aim)
    })
}

/// Tickets to be seen to so that the limit is kept: how many more would have had to be in time.
pub fn supervise(grounds: &Grounds<'_>, finding: &Finding) -> Option<Remedy> {
    let figures = grounds.figures;
    let now = figures.view(figures.month()).complaints().ok()?;
    let of = |metric: &str| -> Option<Share> {
        Some(match metric {
            "complaints.red.in_time_rate" => now.levels[0],
            "complaints.yellow.in_time_rate" => now.levels[1],
            "complaints.blue.in_time_rate" => now.levels[2],
            "complaints.within_24h_rate" => now.within_24h,
            _ => return None,
        })
    };
    let (mut due, mut in_time, mut missing) = (0, 0, 0.0);
    let all = std::iter::once(finding).chain(&finding.also);
    for finding in all {
        let Some(share) = of(finding.metric) else {
            continue;
        };
        due += share.of;
        in_time += share.yes;
        missing += (finding.threshold * share.of as f64 - share.yes as f64 - 1e-9)
            .ceil()
            .max(0.0);
    }
    (missing > 0.0).then_some(
        Remedy::propose("ticket-supervision", "supervision")
            .effect(missing, "tickets")
            .fact("due", due)
            .fact("in_time", in_time)
            .fact("limit", finding.threshold),
    )
}

/// How many tickets fewer bring the rate back to its target, the category that pulled most first.
pub fn fewer_tickets(grounds: &Grounds<'_>, finding: &Finding) -> Option<Remedy> {
    let figures = grounds.figures;
    if finding.metric != "complaints.per_10k" {
        return None;
    }
    let split = finding.cause.as_ref()?.split.as_ref()?;
    let Label::Name(category) = &split.parts.first()?.group else {
        return None;
    };
    let subscribers = figures.view(figures.month()).subscribers().ok()?;
    let mean = (subscribers.opening.count + subscribers.closing.count) as f64 / 2.0;
    let fewer = ((finding.value - finding.threshold) * mean / 10_000.0 - 1e-9).ceil();
    (fewer > 0.0).then(|| {
        Remedy::propose("complaint-drive", "tickets")
            .effect(fewer, "tickets")
            .fact("category", category.clone())
            .fact("limit", finding.threshold)
    })
}

/// What the stock section orders.
pub fn restock(grounds: &Grounds<'_>, _: &Finding) -> Option<Remedy> {
    let (items, pieces, cost) = grounds.stock.reorder.filter(|(items, ..)| *items > 0)?;
    Some(
        Remedy::propose("restock", "restock")
            .fact("items", items)
            .fact("pieces", pieces)
            .fact("cost", cost.to_f64()),
    )
}

/// Slow stock to be sold off until its share is the threshold's: (slow − x) / (all − x) = limit.
pub fn clear(grounds: &Grounds<'_>, _: &Finding) -> Option<Remedy> {
    let (value, _) = grounds.stock.slow?;
    let whole = grounds.figures.value("inventory.value")?;
    let limit = grounds.thresholds.slow_share;
    let slow = value.to_f64();
    let sold = (slow - limit * whole) / (1.0 - limit);
    (limit < 1.0 && sold > 0.0).then_some(
        Remedy::propose("clearance", "clearance")
            .effect(sold, "yuan")
            .fact("value", slow)
            .fact("limit", limit),
    )
}

/// The faults that stand, at the month's mean time to fix one.
pub fn fix(grounds: &Grounds<'_>, _: &Finding) -> Option<Remedy> {
    let figures = grounds.figures;
    let open = figures.books().open_fault_count(figures.month());
    let each = figures.value("inspection.avg_fix_hours")?;
    (open > 0).then_some(
        Remedy::propose("fault-clearing", "faults")
            .effect(open as f64 * each, "hours")
            .fact("open", open)
            .fact("hours_each", each),
    )
}
