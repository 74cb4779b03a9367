//! Columns of formulas: what the rows of a table's column follow from.

use super::{Formula, When};

/// The formulas of a column, one a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Formulas(Vec<Formula>);

impl Formulas {
    /// Entries of a group in the month reported on.
    pub fn entries<S: AsRef<str>>(group: &str, items: impl IntoIterator<Item = S>) -> Self {
        let items = items.into_iter();
        items
            .map(|item| Formula::entry(format!("{group}.{}", item.as_ref())))
            .collect()
    }

    /// The same and then the sum of the whole group, as a table with a total has them.
    pub fn with_sum<S: AsRef<str>>(group: &str, items: impl IntoIterator<Item = S>) -> Self {
        Self::entries(group, items).and(Formula::sum(group))
    }

    /// One row more.
    #[must_use]
    pub fn and(mut self, last: Formula) -> Self {
        self.0.push(last);
        self
    }

    /// Two columns combined row by row.
    #[must_use]
    pub fn with(&self, other: &Self, combine: impl Fn(Formula, Formula) -> Formula) -> Self {
        let rows = self.0.iter().cloned().zip(other.0.iter().cloned());
        rows.map(|(a, b)| combine(a, b)).collect()
    }

    /// Each row over the same row of another column.
    #[must_use]
    pub fn over(&self, below: &Self) -> Self {
        self.with(below, |above, below| above / below)
    }

    /// Each row over the same whole.
    #[must_use]
    pub fn share_of(&self, whole: &Formula) -> Self {
        self.each(|part| part / whole.clone())
    }

    /// Each row in another month.
    #[must_use]
    pub fn at(&self, when: When) -> Self {
        self.each(|row| row.at(when))
    }

    /// Each row's [growth](Formula::growth_since) since a month.
    #[must_use]
    pub fn growth_since(&self, when: When) -> Self {
        self.each(|row| row.growth_since(when))
    }

    /// What each row [pulls](Formula::pull_since) of a whole's growth.
    #[must_use]
    pub fn pull_since(&self, whole: &Formula, when: When) -> Self {
        self.each(|part| part.pull_since(whole, when))
    }

    fn each(&self, of: impl Fn(Formula) -> Formula) -> Self {
        self.0.iter().cloned().map(of).collect()
    }
}

impl FromIterator<Formula> for Formulas {
    fn from_iter<I: IntoIterator<Item = Formula>>(rows: I) -> Self {
        Self(rows.into_iter().collect())
    }
}

impl IntoIterator for Formulas {
    type Item = Formula;
    type IntoIter = std::vec::IntoIter<Formula>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
