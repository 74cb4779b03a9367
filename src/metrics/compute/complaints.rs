//! Complaint metrics.

use super::{Outcome, View, mean, ratio, share};
use crate::facts::Share;
use crate::metrics::figures::{Absent, Figure};

const HOUR: f64 = 3_600.0;

pub(crate) fn count(view: &View<'_>) -> Outcome {
    let rows = view.complaints()?.rows;
    Ok(Figure::plain(rows as f64, rows))
}

pub(crate) fn per_10k(view: &View<'_>) -> Outcome {
    let rows = view.complaints()?.rows;
    let month = view.subscribers()?;
    let base = (month.opening.count + month.closing.count) as f64 / 2.0;
    let figure = ratio(rows as f64, base, rows, "mean subscribers")?;
    Ok(Figure {
        value: figure.value * 10_000.0,
        ..figure
    })
}

pub(crate) fn avg_close_hours(view: &View<'_>) -> Outcome {
    let close = view.complaints()?.all().close_time();
    mean(close, HOUR, "closed tickets")
}

pub(crate) fn p90_close_hours(view: &View<'_>) -> Outcome {
    let all = view.complaints()?.all();
    let seconds = all.p90_seconds().ok_or(Absent::Zero("closed tickets"))?;
    Ok(Figure::plain(seconds as f64 / HOUR, all.closed()))
}

pub(crate) fn within_24h(view: &View<'_>) -> Outcome {
    share(view.complaints()?.within_24h, "tickets not in flight")
}

pub(crate) fn first_contact(view: &View<'_>) -> Outcome {
    let answers = view.complaints()?.all().first_contact;
    share(answers, "tickets with first_contact given")
}

pub(crate) fn reopened(view: &View<'_>) -> Outcome {
    let answers = view.complaints()?.reopened;
    share(answers, "tickets with reopened given")
}

pub(crate) fn in_time(view: &View<'_>, level: usize) -> Outcome {
    let due = ["red tickets due", "yellow tickets due", "blue tickets due"];
    share(view.complaints()?.levels[level], due[level])
}

pub(crate) fn cross(view: &View<'_>) -> Outcome {
    let complaints = view.complaints()?;
    let yes = complaints.cross.rows;
    let of = yes + complaints.single.rows;
    share(Share { yes, of }, "tickets with department given")
}

pub(crate) fn open(view: &View<'_>) -> Outcome {
    view.complaints()?;
    let open = view.books.open_tickets(view.month).count();
    Ok(Figure::plain(open as f64, open as u64))
}
