//! Training by member of staff and the month it was held in.
//!
//! Training rows name no hall, so that the groups of the table are those of staff ids in place of halls; the
//! roster tells whose training belongs to the halls reported on. Whether a score passes is judged when it is
//! asked for, against the config's pass mark.

use std::collections::{BTreeMap, BTreeSet};

use super::{Mean, Merge, Share, Table};
use crate::dataset::Dataset;
use crate::dataset::training::{TRAINING, TrainingRow};
use crate::ingest::{Cells, Fold};
use crate::mergeable;
use crate::money::Money;
use crate::month::Month;

mergeable! {
    /// The training of a month.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct TrainingFacts {
        /// By course.
        pub courses: BTreeMap<Box<str>, CourseTraining>,
    }

    /// One course in a month.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct CourseTraining {
        /// By staff id: who took it, and with what result.
        pub staff: BTreeMap<Box<str>, Results>,
    }

    /// The results of one member of staff in a course, or of many.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Results {
        /// Rows.
        pub rows: u64,
        /// Hours, where given.
        pub hours: Mean,
        /// Scores, where given.
        pub scores: Mean,
        /// Score less score before, where both are given.
        pub uplift: Mean,
        /// Passed, of the rows that say so or not.
        pub flagged: Share,
        /// How many have which score, of the rows that do not say whether they passed.
        pub unflagged: BTreeMap<Money, u64>,
    }
}

impl Results {
    fn add(&mut self, row: &TrainingRow<'_>) {
        self.rows += 1;
        if let Some(hours) = row.hours {
            self.hours.add(hours);
        }
        if let Some(score) = row.score {
            self.scores.add(score);
            if let Some(before) = row.score_before {
                self.uplift.add(score - before);
            }
            if row.passed.is_none() {
                *self.unflagged.entry(score).or_default() += 1;
            }
        }
        self.flagged.add(row.passed);
    }

    /// Passed, of the rows with a result: the flag where there is one, else a score of at least `pass_mark`
    /// (points of 100); rows with neither have none.
    #[must_use]
    pub fn passed(&self, pass_mark: f64) -> Share {
        let mut passed = self.flagged;
        for (score, n) in &self.unflagged {
            passed.of += n;
            passed.yes += if score.to_f64() >= pass_mark { *n } else { 0 };
        }
        passed
    }
}

impl CourseTraining {
    /// How many different people took it.
    #[must_use]
    pub fn people(&self) -> usize {
        self.staff.len()
    }

    /// Everybody's results.
    #[must_use]
    pub fn results(&self) -> Results {
        let mut all = Results::default();
        for results in self.staff.values() {
            all.absorb(results.clone());
        }
        all
    }
}

impl TrainingFacts {
    /// The staff ids that took any course.
    #[must_use]
    pub fn staff(&self) -> BTreeSet<&str> {
        let courses = self.courses.values();
        courses
            .flat_map(|course| course.staff.keys().map(|id| &**id))
            .collect()
    }

    /// The results of every course.
    #[must_use]
    pub fn results(&self) -> Results {
        let mut all = Results::default();
        for course in self.courses.values() {
            all.absorb(course.results());
        }
        all
    }

    fn add(&mut self, row: &TrainingRow<'_>) {
        let course = self.courses.entry(row.course.into()).or_default();
        course
            .staff
            .entry(row.staff_id.into())
            .or_default()
            .add(row);
    }
}

impl Table<TrainingFacts> {
    /// Adds a row to the group of its staff id.
    pub fn add(&mut self, row: &TrainingRow<'_>) {
        self.cover(row.date);
        self.group(Some(row.staff_id), Month::of(row.date)).add(row);
    }
}

impl Fold for Table<TrainingFacts> {
    fn dataset() -> &'static Dataset {
        &TRAINING
    }

    fn row<'a>(&mut self, row: &mut impl Cells<'a>) -> bool {
        let Some(training) = TrainingRow::read(row) else {
            return false;
        };
        self.add(&training);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn row(
        staff_id: &'static str,
        before: Option<i64>,
        score: Option<i64>,
        passed: Option<bool>,
    ) -> TrainingRow<'static> {
        let points = |score: Option<i64>| score.map(|points| Money::from_fen(points * 100));
        TrainingRow {
            date: date(2025, 4, 8),
            staff_id,
            course: "5G套餐",
            hours: Some(Money::from_fen(150)),
            score_before: points(before),
            score: points(score),
            passed,
        }
    }

    #[test]
    fn a_flag_outweighs_the_score() {
        let mut facts = TrainingFacts::default();
        for row in [
            row("E01", Some(50), Some(70), None),
            row("E01", None, Some(59), None),
            row("E02", Some(61), Some(58), Some(true)),
            row("E03", Some(40), None, Some(false)),
            row("E04", None, None, None),
        ] {
            facts.add(&row);
        }
        let course = &facts.courses["5G套餐"];
        assert_eq!(course.people(), 4);
        let all = facts.results();
        assert_eq!(all.passed(60.0), Share { yes: 2, of: 4 });
        assert_eq!(all.passed(59.0), Share { yes: 3, of: 4 });
        // (70 − 50 + 58 − 61) / 2
        assert_eq!(all.uplift.mean(), Some(8.5));
        assert_eq!(all.hours.total(), 7.5);
        assert_eq!(course.staff["E01"].scores.mean(), Some(64.5));
    }
}
