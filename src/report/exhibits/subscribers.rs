//! 用户增长数据: from opening to closing, new subscribers by service, what they are like.

use serde_json::{Value as Json, json};

use super::Exhibits;
use crate::chart::{Chart, ChartKind, Step, WaterfallChart};
use crate::dataset::subscribers::Service;
use crate::metrics::books::SubscriberMonth;
use crate::metrics::catalog::Better;
use crate::metrics::ledger::{Formula, Formulas, When};
use crate::report::desk::Desk;
use crate::report::document::Table;
use crate::report::draft::Draft;
use crate::value::{Noun, NumberStyle, Unit};
use crate::words::{Lang, LangTag};

const SUBSCRIBERS: Unit = Unit::Count(Noun::Subscribers);

/// The name of a service in the report.
#[must_use]
pub fn service_name(service: Service, lang: Lang) -> &'static str {
    match service {
        Service::Mobile => lang.pick("移动", "Mobile"),
        Service::Broadband => lang.pick("宽带", "Broadband"),
        Service::Iptv => "IPTV",
        Service::Iot => lang.pick("物联网", "IoT"),
        Service::Line => lang.pick("专线", "Leased lines"),
    }
}

/// Works the section's exhibits out and gives what its prose needs.
pub fn build(desk: &Desk<'_>, exhibits: &mut Exhibits) -> Json {
    let books = desk.figures.books();
    let now = books.subscriber_month(desk.month());
    let last = books
        .subscriber_month(desk.month().previous())
        .filter(|_| books.subscribers.covers(desk.month().previous()));
    exhibits.chart("subscriber_waterfall", now.map(|now| waterfall(desk, &now)));
    exhibits.chart_follows("subscriber_waterfall", waterfall_follows(now.as_ref()));
    exhibits.table(
        "services",
        now.and_then(|now| by_service(desk, &now, last.as_ref())),
    );
    exhibits.table(
        "subscriber_quality",
        desk.metric_table(
            "subscriber_quality",
            desk.t("用户保有与质量", "Retention and quality of subscribers"),
            &[
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
            ],
        ),
    );
    now.map_or(Json::Null, |now| {
        let facts = now.facts;
        json!({
            "grows": facts.begun.count > facts.ended.count,
            "shrinks": facts.begun.count < facts.ended.count,
            "loss": desk.print(
                Some(facts.ended.count as f64 - facts.begun.count as f64),
                SUBSCRIBERS,
            ),
        })
    })
}

/// What the steps of the waterfall follow from.
fn waterfall_follows(now: Option<&SubscriberMonth<'_>>) -> Vec<((usize, usize), Formula)> {
    let begun = |service: &Service| Formula::entry(format!("subs.begun.{}", service.id()));
    let shown = [Service::Mobile, Service::Broadband];
    let others = Service::ALL
        .iter()
        .filter(|service| !shown.contains(service));
    let any = others
        .clone()
        .any(|service| now.is_some_and(|now| now.facts.begun.service[*service as usize] > 0));
    let mut steps = vec![Formula::metric("subs.opening")];
    steps.extend(shown.iter().map(begun));
    if any {
        steps.extend(others.map(begun).reduce(|a, b| a + b));
    }
    steps.push(Formula::Number(0.0) - Formula::metric("subs.churned"));
    steps.push(Formula::metric("subs.closing"));
    steps
        .into_iter()
        .enumerate()
        .map(|(row, step)| ((row, 1), step))
        .collect()
}

fn waterfall(desk: &Desk<'_>, now: &SubscriberMonth<'_>) -> Chart {
    let lang = desk.lang;
    let facts = now.facts;
    let total = |label: &str, value: u64| Step {
        label: label.to_owned(),
        value: value as f64,
        total: true,
    };
    let mut steps = vec![total(desk.t("期初", "Opening"), now.opening.count)];
    let mut others = 0;
    for service in Service::ALL {
        let new = facts.begun.service[*service as usize];
        if matches!(service, Service::Mobile | Service::Broadband) {
            let name = service_name(*service, lang);
            steps.push(Step {
                label: match lang.tag() {
                    LangTag::Zh => format!("新增{name}"),
                    LangTag::En => format!("New {}", name.to_lowercase()),
                },
                value: new as f64,
                total: false,
            });
        } else {
            others += new;
        }
    }
    if others > 0 {
        steps.push(Step {
            label: desk.t("新增其他", "New others").to_owned(),
            value: others as f64,
            total: false,
        });
    }
    steps.push(Step {
        label: desk.t("离网", "Churned").to_owned(),
        value: -(facts.ended.count as f64),
        total: false,
    });
    steps.push(total(desk.t("期末", "Closing"), now.closing.count));
    let (new, churned) = (desk.fig("subs.new"), desk.fig("subs.churned"));
    let net = facts.begun.count as f64 - facts.ended.count as f64;
    let size = desk.print(Some(net.abs()), SUBSCRIBERS);
    let title = match (lang.tag(), net > 0.0, net < 0.0) {
        (LangTag::Zh, true, _) => format!("净增 {size}：新增 {new}，离网 {churned}"),
        (LangTag::Zh, _, true) => format!("净减 {size}：新增 {new} 不抵离网 {churned}"),
        (LangTag::Zh, ..) => format!("新增与离网相抵，各 {new}"),
        (LangTag::En, true, _) => format!("{size} gained: {new} joined, {churned} left"),
        (LangTag::En, _, true) => format!("{size} lost: {new} joined, {churned} left"),
        (LangTag::En, ..) => format!("{new} joined and as many left"),
    };
    Chart {
        id: "subscriber_waterfall".into(),
        alt: title.clone(),
        title,
        kind: ChartKind::Waterfall(WaterfallChart {
            steps,
            style: NumberStyle::fit(SUBSCRIBERS, 0.0),
            unit_label: desk.t("户", "subscribers").to_owned(),
            axis_note: desk.t("纵轴自 {} 起", "axis starts at {}").to_owned(),
        }),
    }
}

fn by_service(
    desk: &Desk<'_>,
    now: &SubscriberMonth<'_>,
    last: Option<&SubscriberMonth<'_>>,
) -> Option<Table> {
    let all: Vec<Service> = Service::ALL
        .iter()
        .copied()
        .filter(|service| {
            let place = *service as usize;
            now.closing.service[place] + now.opening.service[place] + now.facts.begun.service[place]
                > 0
        })
        .collect();
    let column = |of: &dyn Fn(usize) -> u64, sum: u64| -> Vec<Option<f64>> {
        let parts = all.iter().map(|service| Some(of(*service as usize) as f64));
        parts.chain([Some(sum as f64)]).collect()
    };
    let facts = now.facts;
    let new = column(&|s| facts.begun.service[s], facts.begun.count);
    let ended = column(&|s| facts.ended.service[s], facts.ended.count);
    let opening = column(&|s| now.opening.service[s], now.opening.count);
    let closing = column(&|s| now.closing.service[s], now.closing.count);
    let growth = |of: &dyn Fn(&SubscriberMonth<'_>, usize) -> u64,
                  sum: &dyn Fn(&SubscriberMonth<'_>) -> u64,
                  values: &[Option<f64>]|
     -> Vec<Option<f64>> {
        let places = all.iter().map(|s| Some(*s as usize)).chain([None]);
        places
            .zip(values)
            .map(|(place, value)| {
                let last = last?;
                let base = place.map_or_else(|| sum(last), |place| of(last, place));
                Desk::growth((*value)?, Some(base as f64))
            })
            .collect()
    };
    let new_growth = growth(
        &|m, s| m.facts.begun.service[s],
        &|m| m.facts.begun.count,
        &new,
    );
    let closing_growth = growth(&|m, s| m.closing.service[s], &|m| m.closing.count, &closing);
    let mut names: Vec<&str> = all.iter().map(|s| service_name(*s, desk.lang)).collect();
    names.push(desk.t("合计", "Total"));
    let of = |group: &str| Formulas::with_sum(group, all.iter().map(|service| service.id()));
    let (opening_of, new_of, ended_of) = (of("subs.opening"), of("subs.begun"), of("subs.ended"));
    let closing_of = opening_of
        .with(&new_of, |opening, new| opening + new)
        .with(&ended_of, |both, ended| both - ended);
    let caption = desk.t("各业务用户的增减", "Subscribers by service");
    Draft::new("services", caption)
        .texts("service", desk.t("业务", "Service"), names)
        .numbers("opening", desk.t("期初", "Opening"), SUBSCRIBERS, &opening)
        .formulas(opening_of)
        .numbers("new", desk.t("新增", "New"), SUBSCRIBERS, &new)
        .formulas(new_of.clone())
        .changes(
            "new_mom",
            desk.t("新增环比", "New, on month"),
            Unit::Ratio,
            Better::Higher,
            &new_growth,
        )
        .formulas(new_of.growth_since(When::LastMonth))
        .numbers("churned", desk.t("离网", "Churned"), SUBSCRIBERS, &ended)
        .formulas(ended_of)
        .numbers("closing", desk.t("期末", "Closing"), SUBSCRIBERS, &closing)
        .formulas(closing_of.clone())
        .changes(
            "closing_mom",
            desk.t("期末环比", "Closing, on month"),
            Unit::Ratio,
            Better::Higher,
            &closing_growth,
        )
        .formulas(closing_of.growth_since(When::LastMonth))
        .total_last()
        .done()
}
