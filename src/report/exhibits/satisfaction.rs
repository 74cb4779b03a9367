//! 满意度调查结果: dimensions, segments, channels, NPS.

use serde_json::{Value as Json, json};

use super::{Exhibits, in_series, series};
use crate::chart::{BarChart, Chart, ChartKind, Emphasis, StackedChart};
use crate::facts::surveys::SurveyFacts;
use crate::metrics::catalog::Better;
use crate::metrics::ledger::{self, Formula, Formulas, When};
use crate::report::desk::Desk;
use crate::report::document::Table;
use crate::report::draft::Draft;
use crate::report::phrases;
use crate::value::{Noun, NumberStyle, Tone, Unit};
use crate::words::{Lang, LangTag};

const DIMENSIONS: [&str; 5] = [
    "csat.attitude",
    "csat.efficiency",
    "csat.environment",
    "csat.queueing",
    "csat.proficiency",
];

fn dimension_name(id: &str, lang: Lang) -> &'static str {
    match id {
        "csat.attitude" => lang.pick("服务态度", "Attitude"),
        "csat.efficiency" => lang.pick("办理效率", "Efficiency"),
        "csat.environment" => lang.pick("环境设施", "Environment"),
        "csat.queueing" => lang.pick("排队时长", "Queueing"),
        "csat.proficiency" => lang.pick("业务熟练度", "Proficiency"),
        _ => lang.pick("综合满意度", "Overall"),
    }
}

/// Works the section's exhibits out and gives what its prose needs.
pub fn build(desk: &Desk<'_>, exhibits: &mut Exhibits) -> Json {
    let surveys = desk.figures.view(desk.month()).surveys().ok();
    let last = desk.figures.view(desk.month().previous()).surveys().ok();
    let mut scores: Vec<(&'static str, f64)> = DIMENSIONS
        .iter()
        .filter_map(|id| Some((*id, desk.figures.value(id)?)))
        .collect();
    // Weakest first; ties keep the questionnaire's order.
    scores.sort_by(|a, b| a.1.total_cmp(&b.1));
    exhibits.table("satisfaction", dimensions(desk));
    exhibits.chart("satisfaction_bars", bars(desk, &scores));
    // Best first, as drawn.
    let drawn = scores.iter().rev().map(|(id, _)| Formula::metric(id));
    let before = desk.month().previous();
    let base = scores
        .iter()
        .any(|(id, _)| desk.figures.value_at(id, before).is_some());
    exhibits.chart_follows("satisfaction_bars", in_series(drawn, base));
    exhibits.table("satisfaction_segments", segments(desk));
    exhibits.table(
        "satisfaction_channels",
        surveys.and_then(|s| channels(desk, s)),
    );
    exhibits.chart("nps_bar", surveys.and_then(|s| nps(desk, s, last)));
    exhibits.chart_follows("nps_bar", nps_follows());
    let weakest: Vec<String> = scores
        .iter()
        .take(2)
        .map(|(id, score)| {
            let name = dimension_name(id, desk.lang);
            format!("{name} {}", desk.print(Some(*score), Unit::PointsOf100))
        })
        .collect();
    let Some(surveys) = surveys else {
        return Json::Null;
    };
    let (promoters, passives, detractors) = SurveyFacts::recommendation(&surveys.nps);
    let answered = promoters + passives + detractors;
    let share = |n: u64| {
        desk.print(
            (answered > 0).then(|| n as f64 / answered as f64),
            Unit::Ratio,
        )
    };
    let margin = desk.figures.value("nps.margin");
    let metric = desk.metric("nps");
    let change = desk.figures.mom(metric);
    json!({
        "rows": desk.print(Some(surveys.rows as f64), Unit::Count(Noun::Questionnaires)),
        "answered": answered,
        "promoters": share(promoters),
        "passives": share(passives),
        "detractors": share(detractors),
        "margin": desk.print(margin, Unit::Points),
        // A change within the margin of error is no news.
        "within_margin": matches!((change, margin), (Some(c), Some(m)) if c.abs() <= m),
        "has_change": change.is_some(),
        "weakest": if scores.len() > 2 { phrases::list(&weakest, desk.lang) } else { String::new() },
        "scores": scores.len(),
    })
}

fn dimensions(desk: &Desk<'_>) -> Option<Table> {
    let mut ids = vec!["csat.overall"];
    ids.extend(DIMENSIONS);
    ids.retain(|id| desk.figures.value(id).is_some());
    score_table(
        desk,
        (
            "satisfaction",
            desk.t("各维度满意度", "Satisfaction by dimension"),
            desk.t("维度", "Dimension"),
        ),
        &ids,
        |id| dimension_name(id, desk.lang),
    )
}

fn segments(desk: &Desk<'_>) -> Option<Table> {
    let mut ids = vec!["csat.high", "csat.standard", "csat.senior"];
    ids.retain(|id| desk.figures.value(id).is_some());
    score_table(
        desk,
        (
            "satisfaction_segments",
            desk.t("各类客户的综合满意度", "Overall satisfaction by customers"),
            desk.t("客户", "Customers"),
        ),
        &ids,
        |id| match id {
            "csat.high" => desk.t("高端客户", "High-value"),
            "csat.standard" => desk.t("普通客户", "Standard"),
            _ => desk.t("老年客户", "Senior"),
        },
    )
}

fn score_table<'n>(
    desk: &Desk<'_>,
    (id, caption, head): (&str, &str, &str),
    ids: &[&'static str],
    name: impl Fn(&str) -> &'n str,
) -> Option<Table> {
    let metrics: Vec<_> = ids.iter().map(|id| desk.metric(id)).collect();
    let values: Vec<Option<f64>> = ids.iter().map(|id| desk.figures.value(id)).collect();
    let answers: Vec<Option<f64>> = metrics
        .iter()
        .map(|metric| desk.figures.now(metric).ok().map(|f| f.rows as f64))
        .collect();
    let moms: Vec<Option<f64>> = metrics.iter().map(|m| desk.figures.mom(m)).collect();
    let yoys: Vec<Option<f64>> = metrics.iter().map(|m| desk.figures.yoy(m)).collect();
    let points = Unit::PointsOf100;
    Draft::new(id, caption)
        .texts("name", head, ids.iter().map(|id| name(id)))
        .numbers(
            "answers",
            desk.t("答卷", "Answers"),
            Unit::Count(Noun::Questionnaires),
            &answers,
        )
        .formulas(ids.iter().map(|id| Formula::entry(format!("{id}.below"))))
        .numbers("score", desk.t("得分", "Score"), points, &values)
        .formulas(ids.iter().map(|id| Formula::metric(id)))
        .changes(
            "mom",
            desk.t("环比", "On month"),
            points,
            Better::Higher,
            &moms,
        )
        .formulas(metrics.iter().map(|m| ledger::change(m, When::LastMonth)))
        .changes(
            "yoy",
            desk.t("同比", "On year"),
            points,
            Better::Higher,
            &yoys,
        )
        .formulas(metrics.iter().map(|m| ledger::change(m, When::LastYear)))
        .done()
}

fn channels(desk: &Desk<'_>, surveys: &SurveyFacts) -> Option<Table> {
    let all = surveys.channels.sorted();
    let overall: Vec<Option<f64>> = all.iter().map(|(_, a)| a.scores[0].mean()).collect();
    let rows: Vec<Option<f64>> = all.iter().map(|(_, a)| Some(a.rows as f64)).collect();
    let nps: Vec<Option<f64>> = all
        .iter()
        .map(|(_, answers)| {
            let (p, n, d) = SurveyFacts::recommendation(&answers.nps);
            let of = p + n + d;
            (of > 0).then(|| (p as f64 - d as f64) / of as f64 * 100.0)
        })
        .collect();
    let of = |amount: &str| {
        let names = all.iter().map(|(name, _)| *name);
        Formulas::entries(&format!("surveys.channel_{amount}"), names)
    };
    let (promoters, detractors) = (of("promoters"), of("detractors"));
    let answered = promoters
        .with(&of("passives"), |a, b| a + b)
        .with(&detractors, |a, b| a + b);
    let net = promoters
        .with(&detractors, |promoters, detractors| promoters - detractors)
        .with(&answered, |net, answered| net / answered * 100.0);
    let caption = desk.t("各渠道的满意度", "Satisfaction by channel");
    Draft::new("satisfaction_channels", caption)
        .texts(
            "channel",
            desk.t("渠道", "Channel"),
            all.iter().map(|(name, _)| *name),
        )
        .numbers(
            "answers",
            desk.t("答卷", "Answers"),
            Unit::Count(Noun::Questionnaires),
            &rows,
        )
        .formulas(of("count"))
        .numbers(
            "overall",
            desk.t("综合满意度", "Overall"),
            Unit::PointsOf100,
            &overall,
        )
        .formulas(of("score").over(&of("scored")))
        .numbers("nps", "NPS", Unit::Points, &nps)
        .formulas(net)
        .done()
}

fn bars(desk: &Desk<'_>, weakest_first: &[(&str, f64)]) -> Option<Chart> {
    let (id, least) = weakest_first.first()?;
    let mut shown: Vec<(&str, f64)> = weakest_first.to_vec();
    shown.reverse();
    let count = shown.len();
    let name = dimension_name(id, desk.lang);
    let score = desk.print(Some(*least), Unit::PointsOf100);
    let overall = desk.figures.value("csat.overall");
    let title = match (desk.lang.tag(), overall) {
        (LangTag::Zh, Some(all)) if all > *least => {
            let gap = desk.print(Some(all - least), Unit::PointsOf100);
            format!("{name}最低，{score}，比综合满意度低 {gap}")
        }
        (LangTag::Zh, _) => format!("{name}最低，{score}"),
        (LangTag::En, _) => format!("{name} scores lowest: {score}"),
    };
    let last: Vec<Option<f64>> = shown
        .iter()
        .map(|(id, _)| desk.figures.value_at(id, desk.month().previous()))
        .collect();
    let mut all = vec![series(
        desk.month_name(desk.month()),
        shown.iter().map(|(_, score)| Some(*score)).collect(),
        Emphasis::Main,
    )];
    if last.iter().any(Option::is_some) {
        let name = desk.month_name(desk.month().previous());
        all.push(series(name, last, Emphasis::Base));
    }
    Some(Chart {
        id: "satisfaction_bars".into(),
        alt: title.clone(),
        title,
        kind: ChartKind::Bars(BarChart {
            labels: shown
                .iter()
                .map(|(id, _)| dimension_name(id, desk.lang).to_owned())
                .collect(),
            series: all,
            style: NumberStyle::fit(Unit::PointsOf100, 100.0),
            unit_label: desk.t("分（满分 100）", "points of 100").to_owned(),
            horizontal: true,
            reference: None,
            highlight: vec![count.saturating_sub(2), count.saturating_sub(1)],
        }),
    })
}

/// What the segments of the NPS bars follow from: a row a month.
fn nps_follows() -> Vec<((usize, usize), Formula)> {
    let groups = [
        "surveys.promoters",
        "surveys.passives",
        "surveys.detractors",
    ];
    let answers = groups.map(Formula::sum).into_iter().reduce(|a, b| a + b);
    let mut formulas = Vec::new();
    for (column, group) in (1..).zip(groups) {
        let Some(answers) = answers.clone() else {
            continue;
        };
        let share = Formula::sum(group) / answers;
        formulas.push(((1, column), share.at(When::LastMonth)));
        formulas.push(((0, column), share));
    }
    formulas
}

fn nps(desk: &Desk<'_>, now: &SurveyFacts, last: Option<&SurveyFacts>) -> Option<Chart> {
    let shares = |facts: &SurveyFacts| -> Option<[f64; 3]> {
        let (p, n, d) = SurveyFacts::recommendation(&facts.nps);
        let of = (p + n + d) as f64;
        (of > 0.0).then(|| [p as f64 / of, n as f64 / of, d as f64 / of])
    };
    let this = shares(now)?;
    let mut bars = vec![(desk.month_name(desk.month()), this)];
    if let Some(base) = last.and_then(shares) {
        bars.push((desk.month_name(desk.month().previous()), base));
    }
    let names = [
        (desk.t("推荐者 9–10", "Promoters 9–10"), Tone::Good),
        (desk.t("中立者 7–8", "Passives 7–8"), Tone::Neutral),
        (desk.t("贬损者 0–6", "Detractors 0–6"), Tone::Bad),
    ];
    let segments = names
        .iter()
        .enumerate()
        .map(|(i, (name, tone))| {
            let values = bars.iter().map(|(_, shares)| shares[i]).collect();
            ((*name).to_owned(), values, *tone)
        })
        .collect();
    let percent = |n: f64| desk.print(Some(n), Unit::Ratio);
    let nps = desk.fig("nps");
    let title = match desk.lang.tag() {
        LangTag::Zh => format!(
            "推荐者 {}，贬损者 {}，NPS {nps}",
            percent(this[0]),
            percent(this[2])
        ),
        LangTag::En => format!(
            "{} promoters, {} detractors: NPS {nps}",
            percent(this[0]),
            percent(this[2])
        ),
    };
    Some(Chart {
        id: "nps_bar".into(),
        alt: title.clone(),
        title,
        kind: ChartKind::Stacked(StackedChart {
            labels: bars.into_iter().map(|(label, _)| label).collect(),
            segments,
            style: NumberStyle::fit(Unit::Ratio, 1.0),
        }),
    })
}
