//! 本月摘要: eight cards, what went well, what is to be solved.

use serde_json::{Value as Json, json};

use super::problems;
use super::{Exhibits, attainment, sales};
use crate::findings::finding::Judgement;
use crate::metrics::catalog::{self, Metric};
use crate::metrics::figures;
use crate::report::desk::Desk;
use crate::report::document::{Block, Kpi, Panel, Text};
use crate::report::phrases::{self, Basis, Size};
use crate::say;
use crate::value::{Tone, Unit, Value};

/// The figures that matter, in order; the first eight that are known make the cards.
const CARDS: &[&str] = &[
    "sales.total",
    "revenue attainment",
    "subs.mobile.new",
    "subs.retention_rate",
    "nps",
    "complaints.avg_close_hours",
    "service.avg_wait_minutes",
    "inventory.days",
    "complaints.count",
    "csat.overall",
    "sales.orders",
    "service.count",
];

/// Good news is looked for among these; a figure that says the same as another is left out.
const NEWS: &[&str] = &[
    "sales.total",
    "sales.device",
    "sales.vas",
    "sales.basic",
    "sales.gross_margin",
    "sales.online.share",
    "sales.trade_in.share",
    "sales.vas.penetration",
    "subs.new",
    "subs.mobile.new",
    "subs.broadband.new",
    "subs.retention_rate",
    "subs.broadband.iptv_rate",
    "subs.mobile.5g_share",
    "subs.arpu",
    "nps",
    "csat.overall",
    "complaints.count",
    "complaints.avg_close_hours",
    "complaints.within_24h_rate",
    "complaints.first_contact_rate",
    "service.avg_minutes",
    "service.avg_wait_minutes",
    "service.one_pass_rate",
    "service.rating",
    "service.diverted_share",
    "inventory.days",
    "profit.margin",
];

/// Up to four figures for the cover.
#[must_use]
pub fn cover(desk: &Desk<'_>) -> Vec<Kpi> {
    let wanted = [
        "revenue attainment",
        "nps",
        "subs.retention_rate",
        "inventory.turnover",
        "sales.total",
    ];
    let known = wanted.iter().filter_map(|id| card(desk, id));
    known.take(4).collect()
}

/// Works the summary's exhibits out and gives what its prose needs.
pub fn build(desk: &Desk<'_>, judgement: &Judgement, exhibits: &mut Exhibits) -> Json {
    let cards: Vec<Kpi> = CARDS
        .iter()
        .filter_map(|id| card(desk, id))
        .take(8)
        .collect();
    exhibits.kpis("summary", cards);
    let bad: Vec<Text> = judgement
        .findings
        .iter()
        .take(3)
        .map(|finding| {
            let title = problems::title(desk, finding);
            let evidence = problems::evidence(desk, finding);
            Text::plain(say!(
                desk.lang,
                "phrases.titled",
                title = title,
                text = evidence
            ))
        })
        .collect();
    let panels = [("good", Tone::Good, good(desk)), ("bad", Tone::Bad, bad)];
    let panels = panels.into_iter().filter(|(.., items)| !items.is_empty());
    let panels: Vec<Panel> = panels
        .map(|(name, tone, items)| Panel {
            title: desk.lang.text(&format!("phrases.panel.{name}")).to_owned(),
            tone,
            items,
        })
        .collect();
    let blocks = (!panels.is_empty()).then_some(Block::Panels(panels));
    exhibits.blocks("panels summary", blocks.into_iter().collect());
    let pull = sales::strongest_pull(desk).filter(|(_, points)| points.abs() >= 0.001);
    let first: Vec<String> = judgement
        .findings
        .iter()
        .take(2)
        .map(|finding| problems::title(desk, finding))
        .collect();
    json!({
        "pull": pull.map(|(name, points)| json!({
            "name": name,
            "up": points > 0.0,
            "points": desk.print(Some(points.abs()), Unit::PercentPoints),
        })),
        "problems": first.len(),
        "first": first.join(say!(desk.lang, "phrases.and")),
    })
}

/// A card by metric id, or the attainment of the revenue target; none where the figure is absent.
fn card(desk: &Desk<'_>, id: &'static str) -> Option<Kpi> {
    if id == "revenue attainment" {
        return revenue(desk);
    }
    desk.figures.value(id)?;
    let note = match id {
        "subs.mobile.new" => desk
            .figures
            .value("subs.mobile.new.5g_share")
            .map(|share| format!("5G {}", desk.print(Some(share), Unit::Ratio))),
        "nps" => {
            let figure = desk.figures.now(desk.metric("nps")).ok();
            let margin = desk.figures.value("nps.margin");
            figure.zip(margin).map(|(figure, margin)| {
                let margin = crate::format::decimal(margin, 1, false);
                say!(
                    desk.lang,
                    "phrases.card.margin",
                    margin = margin,
                    rows = figure.rows
                )
            })
        }
        _ => {
            let metric = desk.metric(id);
            let target = desk.figures.target(metric, desk.month());
            target.map(|target| {
                let target = desk.print(Some(target), metric.unit);
                say!(desk.lang, "phrases.card.target", target = target)
            })
        }
    };
    Some(desk.kpi(id, note.unwrap_or_default()))
}

fn revenue(desk: &Desk<'_>) -> Option<Kpi> {
    let metric = desk.metric("sales.total");
    let now = desk.figures.attainment(metric)?;
    let ratio = now.ratio?;
    let (word, _) = attainment::verdict(desk, now.met());
    let months = (-12..=0).map(|back| desk.month().plus(back));
    let trend = months
        .map(|month| {
            let target = desk.figures.target(metric, month)?;
            let actual = desk.figures.at(metric, month).ok()?.value;
            figures::attainment(metric.better, actual, target)
        })
        .collect();
    Some(Kpi {
        id: "sales.total.attainment".to_owned(),
        name: say!(desk.lang, "phrases.card.revenue").to_owned(),
        value: Value::number(Some(ratio), Unit::Ratio),
        change: None,
        note: say!(
            desk.lang,
            "phrases.card.verdict",
            verdict = word,
            target = desk.print(Some(now.target), Unit::Money)
        ),
        trend,
    })
}

/// The three best news: targets exceeded and marked improvements, the largest first, one a metric.
fn good(desk: &Desk<'_>) -> Vec<Text> {
    let mut news: Vec<(f64, &'static Metric)> = NEWS
        .iter()
        .filter_map(|id| {
            let metric = catalog::by_id(id)?;
            let now = desk.figures.now(metric).ok()?;
            let base = desk.figures.value_at(id, desk.month().previous())?;
            let change = figures::change(metric, now.value, base)?;
            if figures::tone(metric.better, change) != Tone::Good
                || phrases::size(metric, change, base) == Size::Flat
            {
                return None;
            }
            // A change within the margin of error is no news.
            if *id == "nps"
                && desk
                    .figures
                    .value("nps.margin")
                    .is_some_and(|m| change.abs() <= m)
            {
                return None;
            }
            // Two points weigh like five per cent: both are where a change is marked.
            let weight = match metric.unit {
                Unit::Ratio => change.abs() * 100.0 / 2.0,
                _ if metric.differs() => change.abs() / 2.0,
                _ => change.abs() / 0.05,
            };
            let met = desk.figures.attainment(metric).and_then(|a| a.met()) == Some(true);
            Some((weight + if met { 2.0 } else { 0.0 }, metric))
        })
        .collect();
    news.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.id.cmp(b.1.id)));
    let mut families: Vec<&str> = Vec::new();
    let mut best = Vec::new();
    for (_, metric) in news {
        let family = metric.id.split('.').next().unwrap_or(metric.id);
        if families.contains(&family) {
            continue;
        }
        families.push(family);
        let name = metric.name(desk.lang);
        let value = desk.fig(metric.id);
        let change = phrases::change(desk.figures, metric, Basis::Month, desk.lang);
        let target = desk
            .figures
            .attainment(metric)
            .filter(|a| a.met() == Some(true));
        let lang = desk.lang;
        best.push(Text::plain(match target {
            Some(attained) => say!(
                lang,
                "phrases.news_on_target",
                name = name,
                value = value,
                change = change,
                target = desk.print(Some(attained.target), metric.unit)
            ),
            None => say!(
                lang,
                "phrases.news",
                name = name,
                value = value,
                change = change
            ),
        }));
        if best.len() == 3 {
            break;
        }
    }
    best
}
