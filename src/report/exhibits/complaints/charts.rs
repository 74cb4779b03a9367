//! The charts of complaints: the categories that matter, and the days.

use super::{TICKETS, ranked};
use crate::chart::{ChartKind, ParetoChart};
use crate::facts::complaints::ComplaintFacts;
use crate::metrics::ledger::Formula;
use crate::report::desk::Desk;
use crate::report::exhibits::drawn::{Drawn, Follows, Numbers, day_labels, line};
use crate::report::phrases;
use crate::say;
use crate::value::{NumberStyle, Unit};

/// How many categories the Pareto chart draws one by one.
const DRAWN: usize = 8;

/// The bars with what they follow from: categories, and the others together.
fn bars(desk: &Desk<'_>, now: &ComplaintFacts) -> Vec<(String, Formula)> {
    let all = ranked(now).into_iter().map(|(name, _)| {
        let count = Formula::entry(format!("complaints.category_count.{name}"));
        (name.to_owned(), count)
    });
    let mut bars: Vec<(String, Formula)> = all.collect();
    let rest = bars.split_off(bars.len().min(DRAWN)).into_iter();
    if let Some(rest) = rest.map(|(_, count)| count).reduce(|a, b| a + b) {
        bars.push((
            say!(desk.lang, "charts.complaint_pareto.others").to_owned(),
            rest,
        ));
    }
    bars
}

/// The categories in falling order: count, share, running share.
pub(super) fn pareto(desk: &Desk<'_>, now: &ComplaintFacts) -> Drawn {
    let lang = desk.lang;
    let total = now.rows as f64;
    let mut items: Vec<(String, f64)> = Vec::new();
    let mut follows: Follows = Vec::new();
    let mut running: Option<Formula> = None;
    for (row, (name, bar)) in bars(desk, now).into_iter().enumerate() {
        items.push((name, desk.value(&bar).unwrap_or_default()));
        let sum = match running {
            None => bar.clone(),
            Some(sum) => sum + bar.clone(),
        };
        let whole = || Formula::sum("complaints.category_count");
        follows.extend([
            ((row, 1), bar.clone()),
            ((row, 2), bar / whole()),
            ((row, 3), sum.clone() / whole()),
        ]);
        running = Some(sum);
    }
    // The vital few: the fewest categories that make up half of all, three at most.
    let mut vital = 0;
    let mut sum = 0.0;
    for (_, count) in items.iter().take(3) {
        vital += 1;
        sum += count;
        if sum * 2.0 >= total {
            break;
        }
    }
    let names: Vec<String> = items
        .iter()
        .take(vital)
        .map(|(name, _)| name.clone())
        .collect();
    let names = phrases::list(&names, lang);
    let share = desk.print((total > 0.0).then_some(sum / total), Unit::Ratio);
    let title = if vital == 1 {
        say!(
            lang,
            "charts.complaint_pareto.one",
            name = names,
            share = share
        )
    } else {
        say!(
            lang,
            "charts.complaint_pareto.few",
            names = names,
            share = share
        )
    };
    let style = NumberStyle::fit(TICKETS, 0.0);
    let chart = ParetoChart {
        items,
        style,
        unit_label: style.unit_label(lang),
        vital,
        column_heads: (
            say!(lang, "charts.complaint_pareto.share").to_owned(),
            say!(lang, "charts.complaint_pareto.running").to_owned(),
        ),
    };
    Drawn::new("complaint_pareto", title, ChartKind::Pareto(chart)).following(follows)
}

/// Tickets by day with last month behind.
pub(super) fn daily(desk: &Desk<'_>, now: &ComplaintFacts) -> Drawn {
    let lang = desk.lang;
    let days = desk.month().days() as usize;
    let numbers = Numbers::of_days(desk, "complaints.day");
    let style = NumberStyle::fit(TICKETS, 0.0);
    let mean = crate::format::decimal(now.rows as f64 / days as f64, 1, false);
    let most = (0..days).max_by(|a, b| now.days[*a].cmp(&now.days[*b]).then(b.cmp(a)));
    let most = most.unwrap_or_default();
    let peak = now.days[most];
    let title = if now.days.iter().filter(|n| **n == peak).count() == 1 {
        let day = most + 1;
        say!(
            lang,
            "charts.daily_complaints.on",
            mean = mean,
            day = day,
            peak = peak
        )
    } else {
        say!(
            lang,
            "charts.daily_complaints.at_most",
            mean = mean,
            peak = peak
        )
    };
    let unit = say!(lang, "charts.daily_complaints.unit").to_owned();
    let chart = line(day_labels(&numbers, lang), numbers.series, style, unit);
    Drawn::new("daily_complaints", title, ChartKind::Line(chart)).following(numbers.follows)
}
