//! What the checks need to know of a file's rows, noted down while they are folded.

use std::collections::BTreeMap;

use super::amounts::Amounts;
use super::ids::Ids;
use super::stock::Stock;
use crate::dataset::Dataset;
use crate::dataset::{complaints, costs, inventory, sales, subscribers};
use crate::ingest::{Cells, Fold};
use crate::merge::Merge;
use crate::mergeable;

/// The fields of a dataset that are watched, by their places in [`Dataset::fields`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Watched {
    /// The id that no two rows may have alike.
    pub(super) id: Option<usize>,
    /// The amount, and the choice that tells the kind of row.
    pub(super) amount: Option<(usize, usize)>,
    /// Hall, item, month, opening and closing pieces. No two rows may have the first three alike.
    pub(super) stock: Option<[usize; 5]>,
}

/// What is watched of a dataset.
pub(super) fn watched(dataset: &Dataset) -> Watched {
    let id = dataset.id;
    if id == sales::SALES.id {
        Watched {
            id: None,
            amount: Some((12, 5)),
            stock: None,
        }
    } else if id == subscribers::SUBSCRIBERS.id {
        Watched {
            id: Some(0),
            amount: Some((12, 2)),
            stock: None,
        }
    } else if id == complaints::COMPLAINTS.id {
        Watched {
            id: Some(0),
            amount: None,
            stock: None,
        }
    } else if id == inventory::INVENTORY.id {
        Watched {
            id: None,
            amount: Some((9, 4)),
            stock: Some([1, 2, 0, 5, 8]),
        }
    } else if id == costs::COSTS.id {
        Watched {
            id: None,
            amount: Some((3, 2)),
            stock: None,
        }
    } else {
        Watched {
            id: None,
            amount: None,
            stock: None,
        }
    }
}

/// By field: its column, from 1, and that one's head as the file has it.
type Heads = BTreeMap<usize, (u32, String)>;

mergeable! {
    /// What was noted of a file's rows. Merging depends on no order.
    #[derive(Debug, Clone, Default)]
    pub struct Notes {
        pub(super) ids: Ids,
        pub(super) amounts: Amounts,
        pub(super) stock: Stock,
        pub(super) heads: Heads => |mine: Heads, more| if mine.is_empty() { more } else { mine },
    }
}

impl Notes {
    fn add<'a>(&mut self, dataset: &Dataset, row: &mut impl Cells<'a>) {
        // Fields of an accepted row are good: asking for them again tells nothing anew.
        let number = row.number();
        if self.heads.is_empty() {
            let fields = 0..dataset.fields.len();
            self.heads = fields
                .filter_map(|field| Some((field, row.column(field)?)))
                .collect();
        }
        let watched = watched(dataset);
        if let Some(id) = watched.id
            && let Some(id) = row.text(id)
        {
            self.ids.add(number, &[id.as_bytes()]);
        }
        if let Some((amount, kind)) = watched.amount
            && let Some(money) = row.money(amount)
        {
            let kind = row.choice(kind).unwrap_or(0);
            self.amounts.add(number, kind, money.ten_thousandths());
        }
        if let Some([hall, item, month, opening, closing]) = watched.stock
            && let Some(item) = row.text(item)
            && let Some(month) = row.month(month)
            && let (Some(opening), Some(closing)) = (row.int(opening), row.int(closing))
        {
            let hall = row.text(hall).unwrap_or("");
            let name = month.to_string();
            self.ids
                .add(number, &[item.as_bytes(), hall.as_bytes(), name.as_bytes()]);
            self.stock
                .add(number, hall, item, month, (opening, closing));
        }
    }
}

/// Rows folded into `F`, and noted.
#[derive(Debug, Default)]
pub struct Noted<F> {
    /// The facts.
    pub facts: F,
    /// The notes.
    pub notes: Notes,
}

impl<F> Noted<F> {
    /// Nothing noted yet.
    #[must_use]
    pub fn of(facts: F) -> Self {
        Self {
            facts,
            notes: Notes::default(),
        }
    }
}

impl<F: Merge> Merge for Noted<F> {
    fn absorb(&mut self, other: Self) {
        self.facts.absorb(other.facts);
        self.notes.absorb(other.notes);
    }
}

impl<F: Fold> Fold for Noted<F> {
    fn dataset() -> &'static Dataset {
        F::dataset()
    }

    fn row<'a>(&mut self, row: &mut impl Cells<'a>) -> bool {
        let accepted = self.facts.row(row);
        if accepted {
            self.notes.add(F::dataset(), row);
        }
        accepted
    }

    fn another(&self) -> Self {
        Self::of(self.facts.another())
    }

    fn finish_file(&mut self) {
        self.facts.finish_file();
    }
}
