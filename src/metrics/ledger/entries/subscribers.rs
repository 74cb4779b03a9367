//! Subscribers: the flow from opening to closing, by service.

use crate::dataset::subscribers::Service;
use crate::metrics::books::{SubscriberMonth, View};
use crate::metrics::ledger::Draft;
use crate::value::{Noun, Unit};

use super::ratios;

/// Counts one service of a month, by its place.
type Count = fn(&SubscriberMonth<'_>, usize) -> u64;

const SUBSCRIBERS: Unit = Unit::Count(Noun::Subscribers);

fn of(view: &View<'_>, count: impl Fn(&SubscriberMonth<'_>) -> u64) -> Option<f64> {
    view.subscribers().ok().map(|month| count(&month) as f64)
}

pub(super) fn write(draft: &mut Draft<'_>) {
    draft.table("subscribers", "用户", "Subscribers");
    let lang = draft.lang;
    let flows: [(&str, &str, &str, Count); 3] = [
        (
            "subs.opening",
            "期初，按业务",
            "Opening, by service",
            |month, i| month.opening.service[i],
        ),
        (
            "subs.begun",
            "新增，按业务",
            "New, by service",
            |month, i| month.facts.begun.service[i],
        ),
        (
            "subs.ended",
            "离网，按业务",
            "Churned, by service",
            |month, i| month.facts.ended.service[i],
        ),
    ];
    for (key, zh, en, count) in flows {
        let mut group = draft.group(key, zh, en);
        for service in Service::ALL {
            let name = service.name(lang);
            group.entry(service.id(), (name, name), SUBSCRIBERS, |view| {
                of(view, |month| count(month, *service as usize))
            });
        }
    }
    draft
        .group("subs.part", "其中", "Of which")
        .entry(
            "ended_opening",
            ("离网用户，期初在网", "Churned of the opening ones"),
            SUBSCRIBERS,
            |view| of(view, |month| month.facts.ended_opening),
        )
        .entry(
            "opening_high",
            ("期初用户，高价值", "Opening, of tier high"),
            SUBSCRIBERS,
            |view| of(view, |month| month.opening.high),
        )
        .entry(
            "ended_opening_high",
            (
                "离网用户，期初在网且高价值",
                "Churned of the opening ones of tier high",
            ),
            SUBSCRIBERS,
            |view| of(view, |month| month.facts.ended_opening_high),
        );
    ratios::write(draft, ratios::SUBS);
}
