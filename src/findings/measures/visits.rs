//! Businesses redesigned, visits diverted, staff trained: what visits cost and could cost.

use crate::facts::Mean;
use crate::facts::services::BusinessVisits;
use crate::findings::causes::visits::VISITS;
use crate::findings::finding::Finding;
use crate::findings::grounds::Grounds;
use crate::findings::remedy::Remedy;

/// How many businesses are redesigned.
const TOP: usize = 5;
/// Staff who must have handled a business for a best quarter of them to be told.
const STAFF: usize = 4;

/// The mean seconds of the quarter of staff who are quickest at a business, rounded up to a whole person; none of fewer
/// than four with three visits or more each.
pub fn best_quartile(visits: &BusinessVisits) -> Option<f64> {
    let often = visits.staff.values().filter(|mean| mean.n >= VISITS);
    let mut times: Vec<(f64, Mean)> = often
        .filter_map(|mean| Some((mean.mean()?, *mean)))
        .collect();
    if times.len() < STAFF {
        return None;
    }
    times.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut best = Mean::default();
    for (_, mean) in times.iter().take(times.len().div_ceil(4)) {
        best.sum += mean.sum;
        best.n += mean.n;
    }
    best.mean()
}

/// Seconds handled at a business by staff, and those saved at the time of its best quartile.
pub fn saving(visits: &BusinessVisits) -> Option<(f64, f64)> {
    let best = best_quartile(visits)?;
    let (mut handled, mut saved) = (0.0, 0.0);
    for mean in visits.staff.values() {
        handled += mean.total();
        // Whoever is quicker than the best quartile stays so.
        saved += (mean.total() - best * mean.n as f64).max(0.0);
    }
    Some((handled, saved))
}

/// The five commonest businesses, each at its best-quartile staff's time.
pub fn redesign(grounds: &Grounds<'_>, _: &Finding) -> Option<Remedy> {
    let figures = grounds.figures;
    let visits = figures.view(figures.month()).services().ok()?;
    let mut top = visits.businesses.sorted();
    // A stable sort of businesses that come by name.
    top.sort_by_key(|(_, business)| std::cmp::Reverse(business.rows));
    top.truncate(TOP);
    let rows: u64 = top.iter().map(|(_, business)| business.rows).sum();
    let (mut hours, mut saved) = (0.0, 0.0);
    for (_, business) in &top {
        let Some((handled, less)) = saving(business) else {
            continue;
        };
        hours += handled / 3600.0;
        saved += less / 3600.0;
    }
    (saved > 0.0 && visits.rows > 0).then(|| {
        let names: Vec<String> = top.iter().map(|(name, _)| (*name).to_owned()).collect();
        Remedy::propose("process-redesign", "redesign")
            .effect(saved, "counter_hours")
            .fact("businesses", names)
            .fact("share", rows as f64 / visits.rows as f64)
            .fact("hours", hours)
    })
}

/// Visits at the counter for businesses that are done online or by self-service too. The effect is what the visits take
/// that are missing to the threshold's share, at these businesses' mean time at the counter.
pub fn divert(grounds: &Grounds<'_>, _: &Finding) -> Option<Remedy> {
    let figures = grounds.figures;
    let now = figures.view(figures.month()).services().ok()?;
    let [counter, machine, online] = now.channel;
    let all = counter + machine + online;
    let limit = grounds.thresholds.diverted;
    let mut done = now.businesses.sorted();
    done.retain(|(_, visits)| visits.channel[1] + visits.channel[2] > 0 && visits.channel[0] > 0);
    done.sort_by_key(|(_, visits)| std::cmp::Reverse(visits.channel[0]));
    let visits: u64 = done.iter().map(|(_, visits)| visits.channel[0]).sum();
    let mut time = Mean::default();
    for (_, business) in &done {
        time.sum += business.counter.sum;
        time.n += business.counter.n;
    }
    let each = time.mean()? / 3600.0;
    let needed = (limit * all as f64 - (machine + online) as f64)
        .ceil()
        .clamp(0.0, visits as f64);
    (needed > 0.0).then(|| {
        let most = done.iter().take(3);
        let names: Vec<String> = most.map(|(name, _)| (*name).to_owned()).collect();
        Remedy::propose("diversion", "diversion")
            .effect(needed * each, "counter_hours")
            .fact("businesses", names)
            .fact("visits", visits as f64)
            .fact("hours", visits as f64 * each)
            .fact("needed", needed)
            .fact("limit", limit)
    })
}

/// Who takes longest at the business, to be brought to its best quartile's time.
pub fn train(grounds: &Grounds<'_>, finding: &Finding) -> Option<Remedy> {
    let figures = grounds.figures;
    let now = figures.view(figures.month()).services().ok()?;
    let subject = finding.subject.as_deref()?;
    let business = now.businesses.get(subject)?;
    let best = best_quartile(business)?;
    let mut slow: Vec<(f64, &str, Mean)> = business
        .staff
        .sorted()
        .into_iter()
        .filter(|(_, mean)| mean.n >= VISITS)
        .filter_map(|(id, mean)| Some((mean.mean()?, id, *mean)))
        .filter(|(seconds, ..)| *seconds > best)
        .collect();
    slow.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    slow.truncate(3);
    let roster = &figures.books().staff;
    let saved: f64 = slow
        .iter()
        .map(|(_, _, mean)| mean.total() - best * mean.n as f64)
        .sum();
    let names = slow.iter().map(|(_, id, _)| {
        let name = roster.member(id, "").map_or(*id, |member| &*member.name);
        name.to_owned()
    });
    let names: Vec<String> = names.collect();
    (!names.is_empty()).then(|| {
        Remedy::propose("training", "training")
            .effect(saved / 3600.0, "counter_hours")
            .fact("staff", names)
            .fact("subject", subject.to_owned())
            .fact("aim", best / 60.0)
    })
}
