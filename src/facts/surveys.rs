//! Answered questionnaires by hall and month.

use super::{Mean, Named, Table};
use crate::dataset::Dataset;
use crate::dataset::surveys::{SURVEYS, Survey};
use crate::ingest::{Cells, Fold};
use crate::merge::least;
use crate::mergeable;
use crate::money::Money;
use crate::month::Month;

/// Satisfaction scores in the order of the metrics: overall, attitude, efficiency, environment, queueing, proficiency.
pub const DIMENSIONS: usize = 6;

mergeable! {
    /// The questionnaires of a hall in a month.
    #[derive(Debug, Clone, Default)]
    pub struct SurveyFacts {
        /// Questionnaires.
        pub rows: u64,
        /// How many gave each score of recommendation, 0–10.
        pub nps: [u64; 11],
        /// The satisfaction scores, of 100.
        pub scores: Scores,
        /// By segment (high, standard, senior).
        pub segments: [Scores; 3],
        /// By channel.
        pub channels: Named<ChannelAnswers>,
    }

    /// The answers that came through one channel.
    #[derive(Debug, Clone, Default)]
    pub struct ChannelAnswers {
        /// Questionnaires.
        pub rows: u64,
        /// The satisfaction scores.
        pub scores: Scores,
        /// How many gave each score of recommendation, 0–10.
        pub nps: [u64; 11],
    }
}

mergeable! {
    /// The lowest and the highest of a file's scores, where there are any.
    #[derive(Debug, Clone, Copy, Default)]
    struct Range {
        low: Option<Money> => least,
        high: Option<Money> => Ord::max,
    }
}

/// One mean a dimension.
pub type Scores = [Mean; DIMENSIONS];

impl SurveyFacts {
    /// Promoters (9–10), passives (7–8) and detractors (0–6).
    #[must_use]
    pub fn recommendation(nps: &[u64; 11]) -> (u64, u64, u64) {
        (nps[9] + nps[10], nps[7] + nps[8], nps[..7].iter().sum())
    }
}

mergeable! {
    /// The fold of survey files. A score column that stays within 1–5 over a whole file is on a scale
    /// of five and counts twentyfold, which only the file's end shows.
    #[derive(Debug, Clone, Default)]
    pub struct SurveyFold {
        /// The questionnaires; every score on the scale of 100 once the file is finished.
        pub table: Table<SurveyFacts>,
        ranges: [Range; DIMENSIONS],
    }
}

impl SurveyFold {
    /// A copy of a hall's finished questionnaires alone.
    #[must_use]
    pub fn only(&self, hall: &str) -> Self {
        Self {
            table: self.table.only([hall]),
            ranges: <[Range; DIMENSIONS]>::default(),
        }
    }
}

const ONE: Money = Money::from_fen(100);
const FIVE: Money = Money::from_fen(500);

impl Fold for SurveyFold {
    fn dataset() -> &'static Dataset {
        &SURVEYS
    }

    fn row<'a>(&mut self, row: &mut impl Cells<'a>) -> bool {
        let Some(survey) = Survey::read(row) else {
            return false;
        };
        let scores = [
            survey.overall,
            survey.attitude,
            survey.efficiency,
            survey.environment,
            survey.queueing,
            survey.proficiency,
        ];
        for (range, score) in self.ranges.iter_mut().zip(scores) {
            range.low = least(range.low, score);
            range.high = range.high.max(score);
        }
        self.table.cover(survey.date);
        let facts = self.table.group(survey.hall, Month::of(survey.date));
        facts.rows += 1;
        let add = |sums: &mut Scores| {
            for (sum, score) in sums.iter_mut().zip(scores) {
                if let Some(score) = score {
                    sum.add(score);
                }
            }
        };
        let nps = survey.nps_score.and_then(|n| usize::try_from(n).ok());
        add(&mut facts.scores);
        if let Some(segment) = survey.segment {
            add(&mut facts.segments[segment as usize]);
        }
        if let Some(count) = nps.and_then(|n| facts.nps.get_mut(n)) {
            *count += 1;
        }
        if let Some(channel) = survey.channel {
            let answers = facts.channels.of(channel);
            answers.rows += 1;
            add(&mut answers.scores);
            if let Some(count) = nps.and_then(|n| answers.nps.get_mut(n)) {
                *count += 1;
            }
        }
        true
    }

    fn finish_file(&mut self) {
        for (place, range) in self.ranges.iter_mut().enumerate() {
            let Range { low, high } = std::mem::take(range);
            let (Some(low), Some(high)) = (low, high) else {
                continue;
            };
            if low < ONE || high > FIVE {
                continue;
            }
            for facts in self.table.groups_mut() {
                scale(&mut facts.scores, place);
                for segment in &mut facts.segments {
                    scale(segment, place);
                }
                facts
                    .channels
                    .each(|answers| scale(&mut answers.scores, place));
            }
        }
    }
}

fn scale(scores: &mut Scores, place: usize) {
    if let Some(mean) = scores.get_mut(place) {
        mean.sum = mean.sum.times(20);
    }
}
