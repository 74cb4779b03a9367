//! Formulas as data: what a figure is worked out from, so that a workbook can work it out again.
//!
//! A [`Formula`] names cells of the [`Ledger`](super::Ledger) by key; it knows no sheet and no address. A ledger
//! evaluates it, the workbook prints it.

use std::ops::{Add, Div, Mul, Sub};

/// Which of the months that a ledger holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum When {
    /// The month reported on.
    Now,
    /// The month before.
    LastMonth,
    /// The same month a year before.
    LastYear,
}

impl When {
    /// All of them, as a ledger's columns stand.
    pub const ALL: [Self; 3] = [Self::Now, Self::LastMonth, Self::LastYear];
}

/// What is done with the values of a group's entries; absent ones are passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fold {
    /// Their sum.
    Sum,
    /// Their mean.
    Mean,
    /// The largest.
    Max,
    /// Their standard deviation as a whole population.
    Deviation,
}

/// An arithmetic operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// a + b
    Add,
    /// a − b
    Subtract,
    /// a × b
    Multiply,
    /// a / b; there is no value where b is 0.
    Divide,
}

/// How a number follows from others.
#[derive(Debug, Clone, PartialEq)]
pub enum Formula {
    /// A constant.
    Number(f64),
    /// An entry of the ledger by its key (`sales.category.basic`).
    Entry(String, When),
    /// The entries of a group (`sales.category`) folded.
    Group(Fold, String, When),
    /// A metric by its id.
    Metric(&'static str, When),
    /// The target of a metric in the month reported on.
    Target(&'static str),
    /// Two formulas combined.
    Binary(Operator, Box<(Formula, Formula)>),
    /// The absolute value.
    Absolute(Box<Formula>),
    /// The square root.
    Root(Box<Formula>),
    /// The larger of two.
    Larger(Box<(Formula, Formula)>),
}

impl Formula {
    /// An entry in the month reported on.
    pub fn entry(key: impl Into<String>) -> Self {
        Self::Entry(key.into(), When::Now)
    }

    /// The sum of a group in the month reported on.
    pub fn sum(group: impl Into<String>) -> Self {
        Self::Group(Fold::Sum, group.into(), When::Now)
    }

    /// A group folded, in the month reported on.
    pub fn fold(fold: Fold, group: impl Into<String>) -> Self {
        Self::Group(fold, group.into(), When::Now)
    }

    /// A metric in the month reported on.
    #[must_use]
    pub const fn metric(id: &'static str) -> Self {
        Self::Metric(id, When::Now)
    }

    /// The absolute value.
    #[must_use]
    pub fn absolute(self) -> Self {
        Self::Absolute(Box::new(self))
    }

    /// The square root.
    #[must_use]
    pub fn root(self) -> Self {
        Self::Root(Box::new(self))
    }

    /// The larger of this and another.
    #[must_use]
    pub fn or_larger(self, other: Self) -> Self {
        Self::Larger(Box::new((self, other)))
    }

    /// The same of another month: every entry, group and metric in it is taken of that month.
    #[must_use]
    pub fn at(&self, when: When) -> Self {
        let pair = |pair: &(Self, Self)| Box::new((pair.0.at(when), pair.1.at(when)));
        match self {
            Self::Number(_) | Self::Target(_) => self.clone(),
            Self::Entry(key, _) => Self::Entry(key.clone(), when),
            Self::Group(fold, group, _) => Self::Group(*fold, group.clone(), when),
            Self::Metric(id, _) => Self::Metric(id, when),
            Self::Binary(operator, both) => Self::Binary(*operator, pair(both)),
            Self::Absolute(of) => Self::Absolute(Box::new(of.at(when))),
            Self::Root(of) => Self::Root(Box::new(of.at(when))),
            Self::Larger(both) => Self::Larger(pair(both)),
        }
    }

    /// The relative change of this on a base: (this − base) / |base|.
    #[must_use]
    pub fn growth_on(self, base: Self) -> Self {
        (self - base.clone()) / base.absolute()
    }

    /// The relative change of this on the same of an earlier month.
    #[must_use]
    pub fn growth_since(self, when: When) -> Self {
        let base = self.at(when);
        self.growth_on(base)
    }

    /// The points of the growth of `whole` since a month that this part of it pulls: (part − its base) / |whole's base|.
    #[must_use]
    pub fn pull_since(self, whole: &Self, when: When) -> Self {
        let base = self.at(when);
        (self - base) / whole.at(when).absolute()
    }
}

macro_rules! operator {
    ($trait:ident $function:ident $operator:ident) => {
        impl $trait for Formula {
            type Output = Self;

            fn $function(self, other: Self) -> Self {
                Self::Binary(Operator::$operator, Box::new((self, other)))
            }
        }

        impl $trait<f64> for Formula {
            type Output = Self;

            fn $function(self, other: f64) -> Self {
                Self::Binary(Operator::$operator, Box::new((self, Self::Number(other))))
            }
        }
    };
}

operator!(Add add Add);
operator!(Sub sub Subtract);
operator!(Mul mul Multiply);
operator!(Div div Divide);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_month_reaches_every_part() {
        let formula = (Formula::sum("a") - Formula::entry("b")) / Formula::metric("nps") * 100.0;
        let before = (Formula::Group(Fold::Sum, "a".to_owned(), When::LastYear)
            - Formula::Entry("b".to_owned(), When::LastYear))
            / Formula::Metric("nps", When::LastYear)
            * 100.0;
        assert_eq!(formula.at(When::LastYear), before);
    }

    #[test]
    fn a_pull_is_a_share_of_the_wholes_base() {
        let part = Formula::entry("part");
        let pull = part
            .clone()
            .pull_since(&Formula::sum("all"), When::LastMonth);
        let base = Formula::Entry("part".to_owned(), When::LastMonth);
        let whole = Formula::Group(Fold::Sum, "all".to_owned(), When::LastMonth);
        assert_eq!(pull, (part - base) / whole.absolute());
    }
}
