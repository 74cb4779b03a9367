//! Measures taken and planned, as the actions table lists them.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::dataset::Dataset;
use crate::dataset::actions::{ACTIONS, Action, ActionKind, Status};
use crate::ingest::{Cells, Fold};
use crate::mergeable;
use crate::money::Money;

mergeable! {
    /// The measures of all halls.
    #[derive(Debug, Clone, Default)]
    pub struct Actions {
        measures: Vec<Measure>,
    }
}

/// One measure.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Measure {
    /// Which part of the report it belongs to.
    pub kind: ActionKind,
    /// When it is due.
    pub due: Option<Date>,
    /// When it starts.
    pub start: Option<Date>,
    /// What is done.
    pub title: Box<str>,
    /// Its hall, or nothing.
    pub hall: Box<str>,
    /// The problem it is for.
    pub problem: Option<Box<str>>,
    /// Who sees to it.
    pub owner: Option<Box<str>>,
    /// How far it is.
    pub status: Option<Status>,
    /// How much of it is done, 0–1.
    pub progress: Option<Money>,
    /// What it is to bring.
    pub expected: Option<Box<str>>,
    /// What it brought.
    pub result: Option<Box<str>>,
    /// What it costs.
    pub budget: Option<Money>,
}

impl Measure {
    /// Whether it is done: it says so or, where it gives no status, is done in full.
    #[must_use]
    pub fn is_done(&self) -> bool {
        match self.status {
            Some(status) => status == Status::Done,
            None => self.progress == Some(Money::from_fen(100)),
        }
    }

    /// Whether it was due before a day and is not done.
    #[must_use]
    pub fn is_late(&self, day: Date) -> bool {
        !self.is_done() && self.due.is_some_and(|due| due < day)
    }

    /// By kind, then day due (those without one last), then the rest of the fields.
    fn order(&self) -> (ActionKind, bool, &Self) {
        (self.kind, self.due.is_none(), self)
    }
}

impl Actions {
    /// Adds a row.
    pub fn add(&mut self, action: &Action<'_>) {
        let text = |text: Option<&str>| text.map(Into::into);
        self.measures.push(Measure {
            kind: action.kind,
            due: action.due,
            start: action.start,
            title: action.title.into(),
            hall: action.hall.unwrap_or("").into(),
            problem: text(action.problem),
            owner: text(action.owner),
            status: action.status,
            progress: action.progress,
            expected: text(action.expected),
            result: text(action.result),
            budget: action.budget,
        });
    }

    /// Rows read.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.measures.len() as u64
    }

    /// The halls named.
    #[must_use]
    pub fn halls(&self) -> BTreeSet<&str> {
        let named = self.measures.iter().map(|measure| &*measure.hall);
        named.filter(|hall| !hall.is_empty()).collect()
    }

    /// A copy of a hall's rows alone.
    #[must_use]
    pub fn only(&self, hall: &str) -> Self {
        let of_hall = self
            .measures
            .iter()
            .filter(|measure| &*measure.hall == hall);
        Self {
            measures: of_hall.cloned().collect(),
        }
    }

    /// The measures of the halls (`""`: none named) that `chosen` takes, by kind, day due, start and title, in
    /// an order that does not depend on that of the rows.
    #[must_use]
    pub fn into_measures(self, chosen: impl Fn(&str) -> bool) -> Vec<Measure> {
        let mut measures = self.measures;
        measures.retain(|measure| chosen(&measure.hall));
        measures.sort_unstable_by(|a, b| a.order().cmp(&b.order()));
        measures
    }
}

impl Fold for Actions {
    fn dataset() -> &'static Dataset {
        &ACTIONS
    }

    fn row<'a>(&mut self, row: &mut impl Cells<'a>) -> bool {
        let Some(action) = Action::read(row) else {
            return false;
        };
        self.add(&action);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn action(title: &'static str, kind: ActionKind, due: Option<Date>) -> Action<'static> {
        Action {
            title,
            kind,
            hall: None,
            problem: None,
            owner: None,
            start: None,
            due,
            status: None,
            progress: None,
            expected: None,
            result: None,
            budget: None,
        }
    }

    #[test]
    fn lists_by_kind_and_day_due_whatever_the_order_of_rows() {
        let rows = [
            action("乙", ActionKind::Plan, Some(date(2025, 5, 9))),
            action("甲", ActionKind::Plan, None),
            action("丙", ActionKind::Service, None),
            action("丁", ActionKind::Plan, Some(date(2025, 5, 3))),
        ];
        let titles = |rows: &mut dyn Iterator<Item = &Action<'_>>| {
            let mut actions = Actions::default();
            rows.for_each(|row| actions.add(row));
            let measures = actions.into_measures(|_| true);
            let titles = measures.into_iter().map(|measure| measure.title);
            titles.collect::<Vec<_>>().join("")
        };
        assert_eq!(titles(&mut rows.iter()), "丙丁乙甲");
        assert_eq!(titles(&mut rows.iter().rev()), "丙丁乙甲");
    }

    #[test]
    fn is_late_when_due_and_not_done() {
        let mut actions = Actions::default();
        let row = action("甲", ActionKind::Service, Some(date(2025, 4, 30)));
        actions.add(&row);
        actions.add(&Action {
            status: Some(Status::Done),
            ..row
        });
        actions.add(&Action {
            progress: Some(Money::from_fen(100)),
            ..row
        });
        actions.add(&Action {
            status: Some(Status::Doing),
            progress: Some(Money::from_fen(100)),
            ..row
        });
        let late = |day: Date| {
            actions
                .measures
                .iter()
                .map(|m| m.is_late(day))
                .collect::<Vec<_>>()
        };
        assert_eq!(late(date(2025, 5, 1)), [true, false, false, true]);
        assert_eq!(late(date(2025, 4, 30)), [false; 4]);
    }
}
