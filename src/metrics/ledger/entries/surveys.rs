//! Questionnaires: answers by score, the sums behind the dimensions, answers by channel.

use super::named::{self, Amount, Months};
use super::ratios;
use crate::facts::surveys::{ChannelAnswers, SurveyFacts};
use crate::metrics::ledger::Draft;
use crate::value::{Noun, Unit};

const ANSWERS: Unit = Unit::Count(Noun::Questionnaires);

/// How many promoters, passives and detractors answered.
fn recommend(answers: &ChannelAnswers) -> (u64, u64, u64) {
    SurveyFacts::recommendation(&answers.nps)
}

const CHANNELS: [Amount<ChannelAnswers>; 6] = [
    ("count", ("答卷", "Answers"), ANSWERS, |answers| {
        Some(answers.rows as f64)
    }),
    (
        "score",
        ("综合满意度得分合计", "Overall scores in all"),
        Unit::Points,
        |answers| Some(answers.scores[0].total()),
    ),
    (
        "scored",
        ("综合满意度已评", "Overall scores given"),
        ANSWERS,
        |answers| Some(answers.scores[0].n as f64),
    ),
    ("promoters", ("推荐者", "Promoters"), ANSWERS, |answers| {
        Some(recommend(answers).0 as f64)
    }),
    ("passives", ("中立者", "Passives"), ANSWERS, |answers| {
        Some(recommend(answers).1 as f64)
    }),
    (
        "detractors",
        ("贬损者", "Detractors"),
        ANSWERS,
        |answers| Some(recommend(answers).2 as f64),
    ),
];

pub(super) fn write(draft: &mut Draft<'_>) {
    draft.table("surveys", "调查", "Surveys");
    for (key, zh, en, scores) in [
        (
            "surveys.promoters",
            "推荐者（9–10分）",
            "Promoters (9–10)",
            9..=10_usize,
        ),
        (
            "surveys.passives",
            "中立者（7–8分）",
            "Passives (7–8)",
            7..=8,
        ),
        (
            "surveys.detractors",
            "贬损者（0–6分）",
            "Detractors (0–6)",
            0..=6,
        ),
    ] {
        let mut group = draft.group(key, zh, en);
        for score in scores {
            let (zh, en) = (format!("{score} 分"), format!("Score {score}"));
            group.entry(&score.to_string(), (&zh, &en), ANSWERS, |view| {
                view.surveys().ok().map(|month| month.nps[score] as f64)
            });
        }
    }
    ratios::write(draft, ratios::SURVEYS);
    let months: Months<'_, ChannelAnswers> = draft.each_month(|view| {
        let all = view.surveys().ok()?.channels.sorted().into_iter();
        Some(all.map(|(name, part)| (name, part.clone())).collect())
    });
    let by = ("surveys.channel_", "，按渠道", ", by channel");
    named::write(draft, by, &months, &CHANNELS);
}
