//! Subscriber metrics: each row is a life [activated, deactivated).

use super::{Outcome, View, mean, ratio, sales, share};
use crate::dataset::subscribers::Service;
use crate::metrics::figures::{Absent, Figure};

pub(crate) fn opening(view: &View<'_>) -> Outcome {
    let count = view.subscribers()?.opening.count;
    Ok(Figure::plain(count as f64, count))
}

pub(crate) fn new(view: &View<'_>) -> Outcome {
    let count = view.subscribers()?.facts.begun.count;
    Ok(Figure::plain(count as f64, count))
}

pub(crate) fn churned(view: &View<'_>) -> Outcome {
    let count = view.subscribers()?.facts.ended.count;
    Ok(Figure::plain(count as f64, count))
}

pub(crate) fn closing(view: &View<'_>) -> Outcome {
    let count = view.subscribers()?.closing.count;
    Ok(Figure::plain(count as f64, count))
}

pub(crate) fn net(view: &View<'_>) -> Outcome {
    let facts = view.subscribers()?.facts;
    let (begun, ended) = (facts.begun.count, facts.ended.count);
    Ok(Figure::plain(begun as f64 - ended as f64, begun + ended))
}

pub(crate) fn retention(view: &View<'_>) -> Outcome {
    let month = view.subscribers()?;
    let opening = month.opening.count;
    let kept = opening - month.facts.ended_opening;
    ratio(kept as f64, opening as f64, opening, "subs.opening")
}

pub(crate) fn churn(view: &View<'_>) -> Outcome {
    let month = view.subscribers()?;
    let opening = month.opening.count;
    let left = month.facts.ended_opening;
    ratio(left as f64, opening as f64, opening, "subs.opening")
}

pub(crate) fn high_retention(view: &View<'_>) -> Outcome {
    let month = view.subscribers()?;
    let opening = month.opening.high;
    let kept = opening - month.facts.ended_opening_high;
    ratio(
        kept as f64,
        opening as f64,
        opening,
        "opening subscribers of tier high",
    )
}

pub(crate) fn new_of(view: &View<'_>, service: usize) -> Outcome {
    let count = view.subscribers()?.facts.begun.service[service];
    Ok(Figure::plain(count as f64, count))
}

pub(crate) fn new_5g(view: &View<'_>) -> Outcome {
    share(
        view.subscribers()?.facts.begun.mobile_5g,
        "new mobile with network given",
    )
}

pub(crate) fn new_online(view: &View<'_>) -> Outcome {
    share(
        view.subscribers()?.facts.intake.mobile_online,
        "new mobile with channel given",
    )
}

pub(crate) fn new_bundled(view: &View<'_>) -> Outcome {
    share(
        view.subscribers()?.facts.intake.mobile_bundled,
        "new mobile with bundled given",
    )
}

pub(crate) fn mobile_5g(view: &View<'_>) -> Outcome {
    share(
        view.subscribers()?.closing.mobile_5g,
        "active mobile with network given",
    )
}

pub(crate) fn rural(view: &View<'_>) -> Outcome {
    share(
        view.subscribers()?.facts.intake.broadband_rural,
        "new broadband with area given",
    )
}

pub(crate) fn iptv(view: &View<'_>) -> Outcome {
    share(
        view.subscribers()?.closing.broadband_iptv,
        "active broadband with iptv given",
    )
}

pub(crate) fn arpu(view: &View<'_>) -> Outcome {
    let fee = view.subscribers()?.closing.fee;
    mean(fee, 1.0, "active subscribers with monthly_fee given")
}

pub(crate) fn clv(view: &View<'_>) -> Outcome {
    let arpu = arpu(view)?;
    let churn = churn(view)?;
    let margin = match view.settings.clv_margin {
        Some(margin) => margin,
        None => sales::gross_margin(view)?.value,
    };
    if churn.value == 0.0 {
        return Err(Absent::Zero("subs.churn_rate"));
    }
    Ok(Figure {
        value: arpu.value * margin / churn.value,
        numerator: Some(arpu.value * margin),
        denominator: Some(churn.value),
        rows: arpu.rows,
    })
}

const _: () = {
    // The catalog asks for services by their place.
    assert!(Service::Mobile as usize == 0);
    assert!(Service::Broadband as usize == 1);
    assert!(Service::Line as usize == 4);
};
