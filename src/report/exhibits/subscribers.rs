//! 用户增长数据: from opening to closing, new subscribers by service, what they are like.

use serde_json::{Value as Json, json};

use super::drawn::Drawn;
use super::{Exhibits, part};
use crate::chart::{ChartKind, Step, WaterfallChart};
use crate::dataset::subscribers::Service;
use crate::metrics::books::SubscriberMonth;
use crate::metrics::catalog::Better;
use crate::metrics::ledger::{Formula, When};
use crate::report::desk::Desk;
use crate::report::document::Table;
use crate::say;
use crate::value::{Noun, NumberStyle, Unit};

const SUBSCRIBERS: Unit = Unit::Count(Noun::Subscribers);
/// A growth, of which more is better.
const GROWTH: (Unit, Better) = (Unit::Ratio, Better::Higher);
/// What tells how the subscribers are kept and what they are like.
const QUALITY: &[&str] = &[
    "subs.retention_rate",
    "subs.churn_rate",
    "subs.high_value.retention_rate",
    "subs.mobile.5g_share",
    "subs.mobile.new.5g_share",
    "subs.mobile.new.online_share",
    "subs.mobile.new.bundled_share",
    "subs.broadband.new.rural_share",
    "subs.broadband.iptv_rate",
    "subs.arpu",
    "subs.clv",
];

/// Works the section's exhibits out and gives what its prose needs.
pub fn build(desk: &Desk<'_>, exhibits: &mut Exhibits) -> Json {
    let now = desk.figures.books().subscriber_month(desk.month());
    exhibits.drawn(
        "subscriber_waterfall",
        now.as_ref().map(|now| waterfall(desk, now)),
    );
    exhibits.table(
        "services",
        now.as_ref().and_then(|now| by_service(desk, now)),
    );
    let quality = desk.metric_table("subscriber_quality", QUALITY);
    exhibits.table("subscriber_quality", quality);
    now.map_or(Json::Null, |now| {
        let (begun, ended) = (now.facts.begun.count, now.facts.ended.count);
        json!({
            "grows": begun > ended,
            "shrinks": begun < ended,
            "loss": desk.print(Some(ended as f64 - begun as f64), SUBSCRIBERS),
        })
    })
}

/// From the opening total by what each service gained and what was lost to the closing one.
fn waterfall(desk: &Desk<'_>, now: &SubscriberMonth<'_>) -> Drawn {
    let lang = desk.lang;
    let begun = |service: &Service| part("subs.begun", Some(service.id()));
    let shown = [Service::Mobile, Service::Broadband];
    let others = Service::ALL.iter().filter(|one| !shown.contains(one));
    let mut steps = vec![(
        say!(lang, "charts.subscriber_waterfall.opening").to_owned(),
        Formula::metric("subs.opening"),
        true,
    )];
    for service in &shown {
        let label = lang.text(&format!("charts.subscriber_waterfall.new_{}", service.id()));
        steps.push((label.to_owned(), begun(service), false));
    }
    let of_others = |one: &Service| now.facts.begun.service[*one as usize] > 0;
    if others.clone().any(of_others) {
        let label = say!(lang, "charts.subscriber_waterfall.new_others");
        let all = others.map(begun).reduce(|a, b| a + b);
        steps.extend(all.map(|all| (label.to_owned(), all, false)));
    }
    steps.push((
        say!(lang, "charts.subscriber_waterfall.churned").to_owned(),
        Formula::Number(0.0) - Formula::metric("subs.churned"),
        false,
    ));
    steps.push((
        say!(lang, "charts.subscriber_waterfall.closing").to_owned(),
        Formula::metric("subs.closing"),
        true,
    ));
    let (begun, ended) = (now.facts.begun.count, now.facts.ended.count);
    let (new, churned) = (desk.fig("subs.new"), desk.fig("subs.churned"));
    let net = desk.print(Some(begun.abs_diff(ended) as f64), SUBSCRIBERS);
    let title = match begun.cmp(&ended) {
        std::cmp::Ordering::Greater => say!(
            lang,
            "charts.subscriber_waterfall.gained",
            net = net,
            new = new,
            churned = churned
        ),
        std::cmp::Ordering::Less => say!(
            lang,
            "charts.subscriber_waterfall.lost",
            net = net,
            new = new,
            churned = churned
        ),
        std::cmp::Ordering::Equal => say!(lang, "charts.subscriber_waterfall.level", new = new),
    };
    let style = NumberStyle::fit(SUBSCRIBERS, 0.0);
    let chart = WaterfallChart {
        steps: steps
            .iter()
            .map(|(label, formula, total)| Step {
                label: label.clone(),
                value: desk.value(formula).unwrap_or_default(),
                total: *total,
            })
            .collect(),
        style,
        unit_label: style.unit_label(lang),
    };
    let follows = steps.into_iter().enumerate();
    let follows = follows.map(|(row, (_, formula, _))| ((row, 1), formula));
    Drawn::new("subscriber_waterfall", title, ChartKind::Waterfall(chart))
        .following(follows.collect())
}

fn by_service(desk: &Desk<'_>, now: &SubscriberMonth<'_>) -> Option<Table> {
    let seen = |service: &Service| {
        let place = *service as usize;
        let standing = now.closing.service[place] + now.opening.service[place];
        standing + now.facts.begun.service[place] > 0
    };
    let services = Service::ALL.iter().copied().filter(seen);
    let rows: Vec<Option<Service>> = services.map(Some).chain([None]).collect();
    let of = |group: &str, service: &Option<Service>| part(group, service.map(Service::id));
    let closing = |service: &Option<Service>| {
        let gained = of("subs.opening", service) + of("subs.begun", service);
        gained - of("subs.ended", service)
    };
    desk.table("services", &rows)
        .named("service", |service| Some(service.as_ref()?.name(desk.lang)))
        .number("opening", SUBSCRIBERS, |s| of("subs.opening", s))
        .number("new", SUBSCRIBERS, |s| of("subs.begun", s))
        .change("new_mom", GROWTH, |s| {
            of("subs.begun", s).growth_since(When::LastMonth)
        })
        .number("churned", SUBSCRIBERS, |s| of("subs.ended", s))
        .number("closing", SUBSCRIBERS, closing)
        .change("closing_mom", GROWTH, |s| {
            closing(s).growth_since(When::LastMonth)
        })
        .done()
}
