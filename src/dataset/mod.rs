//! The datasets: each one's names, fields and aliases as data, and its record.
//!
//! [`ALL`] is what `ingest` recognises files by and what `yuebao datasets` prints.

pub mod actions;
pub mod complaints;
pub mod costs;
pub mod inspections;
pub mod inventory;
pub mod issues;
mod names;
pub mod sales;
pub mod services;
pub mod staff;
pub mod subscribers;
pub mod surveys;
pub mod targets;
pub mod training;

/// No count, amount or other number of a cell is larger, whichever its sign: a thousand times the yearly
/// revenue of a large hall. What is larger is two numbers run together, or a code in the wrong column.
pub const MOST: i64 = 1_000_000_000_000;

/// One kind of table.
#[derive(Debug, Clone, Copy)]
pub struct Dataset {
    /// Its id: `sales`.
    pub id: &'static str,
    /// Its names in file and sheet names, the Chinese ones most specific first: `销售明细`, `销售` …
    pub names: &'static [&'static str],
    /// What one row is, in English and Chinese.
    pub row_is: (&'static str, &'static str),
    /// Its fields.
    pub fields: &'static [Field],
}

/// One field of a dataset.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its canonical name: `staff_id`.
    pub name: &'static str,
    /// The heads it may bear in exports.
    pub aliases: &'static [&'static str],
    /// Its type.
    pub kind: Kind,
    /// Whether a table without it cannot be read, and a row with it blank is an error.
    pub required: bool,
    /// Whether it may name a customer or subscriber, so that its values are masked wherever they are printed.
    pub private: bool,
    /// Whether `95%` is a value of it: 0.95. Elsewhere it is a bad cell: on a scale of 0–100 it could mean two things.
    pub percent: bool,
}

/// The type of a field.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// Text.
    Text,
    /// Text that identifies: digits are kept as they stand, `00123` with its zeros.
    Id,
    /// A whole number within bounds (inclusive).
    Int {
        /// The least allowed.
        min: i64,
        /// The most allowed.
        max: i64,
    },
    /// A decimal within bounds (in units, inclusive).
    Num {
        /// The least allowed.
        min: i64,
        /// The most allowed.
        max: i64,
    },
    /// An amount of money.
    Money,
    /// A day.
    Date,
    /// A moment; a date alone is its midnight.
    DateTime,
    /// Yes or no.
    Bool,
    /// A month.
    Month,
    /// One of a few values.
    Choice(&'static [ChoiceValue]),
}

/// One value of a choice: its canonical name and what exports call it.
#[derive(Debug, Clone, Copy)]
pub struct ChoiceValue {
    /// The canonical name.
    pub name: &'static str,
    /// What exports call it.
    pub aliases: &'static [&'static str],
}

/// Declares an enum whose values a [`Kind::Choice`] field holds, with the names exports use.
#[macro_export]
macro_rules! choice {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $id:literal [$($alias:literal),*]),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vmeta])* $variant),+ }

        impl $name {
            /// Every value, in the order of the enum.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The names of every value, in the same order.
            pub const VALUES: &'static [$crate::dataset::ChoiceValue] =
                &[$($crate::dataset::ChoiceValue { name: $id, aliases: &[$($alias),*] }),+];

            /// The value at a place in [`Self::VALUES`].
            #[must_use]
            pub fn at(index: usize) -> Option<Self> {
                Self::ALL.get(index).copied()
            }

            /// The canonical name.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => $id),+ }
            }
        }
    };
}

impl Field {
    /// A field that may be blank.
    #[must_use]
    pub const fn new(name: &'static str, kind: Kind, aliases: &'static [&'static str]) -> Self {
        Self {
            name,
            aliases,
            kind,
            required: false,
            private: false,
            percent: false,
        }
    }

    /// The same field, required.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The same field, its values masked in print.
    #[must_use]
    pub const fn private(mut self) -> Self {
        self.private = true;
        self
    }

    /// The same field, which also takes `95%` for 0.95.
    #[must_use]
    pub const fn percent(mut self) -> Self {
        self.percent = true;
        self
    }

    /// The month of a table that has one row a month.
    #[must_use]
    pub const fn month() -> Self {
        Self::new("month", Kind::Month, &["月份", "统计月份", "账期"]).required()
    }

    /// The staff id, which tables of sales, visits, staff and training share.
    #[must_use]
    pub const fn staff_id() -> Self {
        Self::new(
            "staff_id",
            Kind::Id,
            &["工号", "员工工号", "受理工号", "营业员"],
        )
    }

    /// The optional hall every dataset may have.
    #[must_use]
    pub const fn hall() -> Self {
        Self::new("hall", Kind::Text, &["营业厅", "门店", "网点", "厅店"])
    }
}

/// Every dataset, core ones first.
pub const ALL: &[&Dataset] = &[
    &sales::SALES,
    &subscribers::SUBSCRIBERS,
    &complaints::COMPLAINTS,
    &inventory::INVENTORY,
    &targets::TARGETS,
    &surveys::SURVEYS,
    &services::SERVICES,
    &staff::STAFF,
    &training::TRAINING,
    &costs::COSTS,
    &inspections::INSPECTIONS,
    &issues::ISSUES,
    &actions::ACTIONS,
];

/// The dataset of an id.
#[must_use]
pub fn by_id(id: &str) -> Option<&'static Dataset> {
    ALL.iter().copied().find(|dataset| dataset.id == id)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn ids_names_fields_and_heads_are_unique() {
        let mut names = BTreeSet::new();
        for dataset in ALL {
            for name in std::iter::once(&dataset.id).chain(dataset.names) {
                assert!(names.insert(*name), "{name}");
            }
            let mut heads = BTreeSet::new();
            for field in dataset.fields {
                for head in std::iter::once(&field.name).chain(field.aliases) {
                    assert!(heads.insert(*head), "{} {head}", dataset.id);
                }
                if let Kind::Choice(values) = field.kind {
                    let mut choices = BTreeSet::new();
                    for value in values {
                        for name in std::iter::once(&value.name).chain(value.aliases) {
                            assert!(choices.insert(*name), "{} {name}", field.name);
                        }
                    }
                }
            }
        }
        assert_eq!(ALL.len(), 13);
    }
}
