//! Survey metrics.

use super::{Outcome, View, mean};
use crate::facts::surveys::SurveyFacts;
use crate::metrics::figures::{Absent, Figure};

/// Net promoter score of answers by score 0–10: (share of 9–10 − share of 0–6) × 100. Reichheld, "The One
/// Number You Need to Grow", HBR 2003.
pub(crate) fn net(answers: &[u64; 11]) -> Outcome {
    let (promoters, passives, detractors) = SurveyFacts::recommendation(answers);
    let n = promoters + passives + detractors;
    if n == 0 {
        return Err(Absent::Zero("nps_score given"));
    }
    let difference = promoters as f64 - detractors as f64;
    Ok(Figure {
        value: difference / n as f64 * 100.0,
        numerator: Some(difference),
        denominator: Some(n as f64),
        rows: n,
    })
}

pub(crate) fn nps(view: &View<'_>) -> Outcome {
    net(&view.surveys()?.nps)
}

/// Half the width of the 95 % confidence interval: the standard error of a difference of two
/// multinomial shares, (p + d − (p − d)²) / n, times 1.96.
pub(crate) fn margin(view: &View<'_>) -> Outcome {
    let answers = &view.surveys()?.nps;
    let figure = net(answers)?;
    let (promoters, _, detractors) = SurveyFacts::recommendation(answers);
    let n = figure.rows as f64;
    let (p, d) = (promoters as f64 / n, detractors as f64 / n);
    let variance = (p + d - (p - d).powi(2)).max(0.0) / n;
    Ok(Figure::plain(1.96 * variance.sqrt() * 100.0, figure.rows))
}

pub(crate) fn score(view: &View<'_>, dimension: usize) -> Outcome {
    mean(view.surveys()?.scores[dimension], 1.0, "scores given")
}

pub(crate) fn segment(view: &View<'_>, segment: usize) -> Outcome {
    let overall = view.surveys()?.segments[segment][0];
    mean(overall, 1.0, "overall scores of the segment")
}
