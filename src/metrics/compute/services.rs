//! Visit metrics.

use super::{Outcome, View, mean, ratio, share};
use crate::metrics::figures::{Absent, Figure};

const MINUTE: f64 = 60.0;

pub(crate) fn count(view: &View<'_>) -> Outcome {
    let rows = view.services()?.rows;
    Ok(Figure::plain(rows as f64, rows))
}

pub(crate) fn avg_minutes(view: &View<'_>) -> Outcome {
    mean(
        view.services()?.handling,
        MINUTE,
        "visits with ended_at given",
    )
}

pub(crate) fn avg_wait(view: &View<'_>) -> Outcome {
    mean(view.services()?.wait, MINUTE, "visits with ticket_at given")
}

pub(crate) fn one_pass(view: &View<'_>) -> Outcome {
    share(view.services()?.one_pass, "visits with one_pass given")
}

pub(crate) fn rating(view: &View<'_>) -> Outcome {
    mean(view.services()?.rating, 1.0, "visits with a rating")
}

pub(crate) fn diverted(view: &View<'_>) -> Outcome {
    let [counter, self_service, online] = view.services()?.channel;
    let away = self_service + online;
    let all = counter + away;
    ratio(away as f64, all as f64, all, "visits with channel given")
}

pub(crate) fn daily_cv(view: &View<'_>) -> Outcome {
    let services = view.services()?;
    let days = services.days.iter().filter(|n| **n > 0);
    let (n, sum, squares) = days.fold((0_u64, 0_u64, 0_u64), |(n, sum, squares), visits| {
        (n + 1, sum + visits, squares + visits * visits)
    });
    if n == 0 {
        return Err(Absent::Zero("days with visits"));
    }
    // n²·variance = n·Σx² − (Σx)², exact in whole numbers.
    let scatter = u128::from(n) * u128::from(squares) - u128::from(sum).pow(2);
    let deviation = (scatter as f64).sqrt() / n as f64;
    ratio(
        deviation,
        sum as f64 / n as f64,
        services.rows,
        "visits a day",
    )
}

pub(crate) fn peak_ratio(view: &View<'_>) -> Outcome {
    let services = view.services()?;
    let hours = services.hours();
    let busiest = hours.iter().copied().max().unwrap_or(0);
    let open = hours.iter().filter(|n| **n > 0).count() as f64;
    if busiest == 0 {
        return Err(Absent::Zero("hours with visits"));
    }
    let mean = services.rows as f64 / open;
    ratio(busiest as f64, mean, services.rows, "visits an hour of day")
}

pub(crate) fn top5(view: &View<'_>) -> Outcome {
    let services = view.services()?;
    let businesses = services.businesses.sorted();
    let mut counts: Vec<u64> = businesses.iter().map(|(_, b)| b.rows).collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    let top: u64 = counts.iter().take(5).sum();
    ratio(top as f64, services.rows as f64, services.rows, "visits")
}
