//! surveys · 满意度调查: one row an answered questionnaire.

use jiff::civil::Date;

use super::{Dataset, Field, Kind};
use crate::choice;
use crate::ingest::Cells;
use crate::money::Money;

choice! {
    /// Which customers were asked.
    Segment {
        /// High value.
        High = "high" ["高端", "VIP"],
        /// All others.
        Standard = "standard" ["普通"],
        /// The old.
        Senior = "senior" ["老年"],
    }
}

const SCORE: Kind = Kind::Num { min: 0, max: 100 };

/// The dataset. [`Survey::read`] takes its fields by their places.
pub const SURVEYS: Dataset = Dataset {
    id: "surveys",
    names: &["满意度调查", "调查问卷"],
    row_is: ("one answered questionnaire", "一行一份有效问卷"),
    fields: &[
        Field::new("date", Kind::Date, &["日期", "调查日期"]).required(),
        Field::hall(),
        Field::new("segment", Kind::Choice(Segment::VALUES), &["客群"]),
        Field::new("channel", Kind::Text, &["渠道"]),
        Field::new(
            "nps_score",
            Kind::Int { min: 0, max: 10 },
            &["推荐意愿", "NPS", "NPS评分"],
        ),
        Field::new("overall", SCORE, &["综合满意度"]),
        Field::new("attitude", SCORE, &["服务态度"]),
        Field::new("efficiency", SCORE, &["办理效率"]),
        Field::new("environment", SCORE, &["环境设施"]),
        Field::new("queueing", SCORE, &["排队时长"]),
        Field::new("proficiency", SCORE, &["业务熟练度"]),
        Field::new("comment", Kind::Text, &["意见", "建议"]),
    ],
};

/// One answered questionnaire. Texts borrow from the row.
///
/// Scores are as the file has them, 0–100 or 1–5: which of the two a column means only the whole file shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // the fields are told in the dataset above
pub struct Survey<'a> {
    pub date: Date,
    pub hall: Option<&'a str>,
    pub segment: Option<Segment>,
    pub channel: Option<&'a str>,
    pub nps_score: Option<i64>,
    pub overall: Option<Money>,
    pub attitude: Option<Money>,
    pub efficiency: Option<Money>,
    pub environment: Option<Money>,
    pub queueing: Option<Money>,
    pub proficiency: Option<Money>,
    pub comment: Option<&'a str>,
}

impl<'a> Survey<'a> {
    /// Reads a row of [`SURVEYS`]. `None` where a cell is bad or a required one blank: the row has then
    /// been told to the diagnostics.
    pub fn read(row: &mut impl Cells<'a>) -> Option<Self> {
        let date = row.date(0);
        let hall = row.text(1);
        let segment = row.choice(2).and_then(Segment::at);
        let channel = row.text(3);
        let nps_score = row.int(4);
        let overall = row.num(5);
        let attitude = row.num(6);
        let efficiency = row.num(7);
        let environment = row.num(8);
        let queueing = row.num(9);
        let proficiency = row.num(10);
        let comment = row.text(11);
        row.accept(Self {
            date: date?,
            hall,
            segment,
            channel,
            nps_score,
            overall,
            attitude,
            efficiency,
            environment,
            queueing,
            proficiency,
            comment,
        })
    }

    /// The five scores beside the overall one: attitude, efficiency, environment, queueing, proficiency.
    #[must_use]
    pub const fn dimensions(&self) -> [Option<Money>; 5] {
        [
            self.attitude,
            self.efficiency,
            self.environment,
            self.queueing,
            self.proficiency,
        ]
    }
}
