//! The roster: who works in which hall, as the staff table stands.
//!
//! The table is a snapshot and has no month: it holds for every month that is asked for.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::Merge;
use crate::dataset::Dataset;
use crate::dataset::staff::{STAFF, StaffMember};
use crate::ingest::{Cells, Fold};
use crate::mergeable;
use crate::money::Money;

mergeable! {
    /// All staff, by staff id and hall.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Roster {
        /// By staff id, then hall (`""` where the row names none): a person may work in several halls.
        members: BTreeMap<Box<str>, BTreeMap<Box<str>, Entry>>,
        rows: u64,
    }
}

/// One member of staff, as one hall's roster has them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Member {
    /// The name.
    pub name: Box<str>,
    /// The role, where given.
    pub role: Option<Box<str>>,
    /// The day they were hired.
    pub hired_on: Option<Date>,
    /// What they are to sell in a month.
    pub sales_target: Option<Money>,
}

impl Member {
    /// Rows that say more come later.
    fn order(&self) -> (usize, &Self) {
        let given = [
            self.role.is_some(),
            self.hired_on.is_some(),
            self.sales_target.is_some(),
        ];
        (given.into_iter().filter(|given| *given).count(), self)
    }

    /// The sales target, where it is above 0: of another nobody can say how far it is reached.
    #[must_use]
    pub fn target(&self) -> Option<Money> {
        self.sales_target.filter(|target| *target > Money::ZERO)
    }
}

/// The row that counts of those that a hall has for a staff id, and whether they differ.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Entry {
    member: Member,
    differ: bool,
}

impl Merge for Entry {
    fn absorb(&mut self, other: Self) {
        self.differ |= other.differ || self.member != other.member;
        if other.member.order() > self.member.order() {
            self.member = other.member;
        }
    }
}

impl Roster {
    /// Adds a row. Of differing rows for one staff id and hall the one that gives most counts; of those, the
    /// last by name, role, day hired and target.
    pub fn add(&mut self, row: &StaffMember<'_>) {
        self.rows += 1;
        let entry = Entry {
            member: Member {
                name: row.name.into(),
                role: row.role.map(Into::into),
                hired_on: row.hired_on,
                sales_target: row.sales_target,
            },
            differ: false,
        };
        let halls = self.members.entry(row.staff_id.into()).or_default();
        halls.absorb(BTreeMap::from([(row.hall.unwrap_or("").into(), entry)]));
    }

    /// Rows read.
    #[must_use]
    pub const fn rows(&self) -> u64 {
        self.rows
    }

    /// Whether there is no roster.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// What is known of a member of staff seen in a hall: the hall's own entry, else that of the first hall by name
    /// that has one.
    #[must_use]
    pub fn member(&self, staff_id: &str, hall: &str) -> Option<&Member> {
        let halls = self.members.get(staff_id)?;
        let entry = halls.get(hall).or_else(|| halls.values().next())?;
        Some(&entry.member)
    }

    /// The one hall that a member of staff belongs to; none where the roster names none or several.
    #[must_use]
    pub fn hall_of(&self, staff_id: &str) -> Option<&str> {
        let mut named = self.members.get(staff_id)?.keys();
        let (first, more) = (named.next()?, named.next());
        (more.is_none() && !first.is_empty()).then_some(first)
    }

    /// Whether a member of staff belongs to a hall (`""`: none named) that `chosen` takes.
    pub fn belongs(&self, staff_id: &str, chosen: impl Fn(&str) -> bool) -> bool {
        let halls = self.members.get(staff_id);
        halls.is_some_and(|halls| halls.keys().any(|hall| chosen(hall)))
    }

    /// The staff ids of the halls that `chosen` takes, each once, in order.
    pub fn staff_ids(&self, chosen: impl Fn(&str) -> bool) -> impl Iterator<Item = &str> {
        let of_halls = self.members.iter();
        of_halls
            .filter(move |(_, halls)| halls.keys().any(|hall| chosen(hall)))
            .map(|(staff_id, _)| &**staff_id)
    }

    /// Everybody, by staff id and hall (`""`: none named).
    pub fn members(&self) -> impl Iterator<Item = (&str, &str, &Member)> {
        self.members.iter().flat_map(|(staff_id, halls)| {
            let of_staff = halls.iter();
            of_staff.map(move |(hall, entry)| (&**staff_id, &**hall, &entry.member))
        })
    }

    /// The halls named.
    #[must_use]
    pub fn halls(&self) -> BTreeSet<&str> {
        let named = self.members().map(|(_, hall, _)| hall);
        named.filter(|hall| !hall.is_empty()).collect()
    }

    /// The staff ids and halls that several rows say different things of.
    pub fn contradictions(&self) -> impl Iterator<Item = (&str, &str)> {
        self.members.iter().flat_map(|(staff_id, halls)| {
            let differing = halls.iter().filter(|(_, entry)| entry.differ);
            differing.map(move |(hall, _)| (&**staff_id, &**hall))
        })
    }
}

impl Fold for Roster {
    fn dataset() -> &'static Dataset {
        &STAFF
    }

    fn row<'a>(&mut self, row: &mut impl Cells<'a>) -> bool {
        let Some(member) = StaffMember::read(row) else {
            return false;
        };
        self.add(&member);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(
        staff_id: &'static str,
        name: &'static str,
        hall: Option<&'static str>,
        target: Option<i64>,
    ) -> StaffMember<'static> {
        StaffMember {
            staff_id,
            name,
            hall,
            role: None,
            hired_on: None,
            sales_target: target.map(|yuan| Money::from_fen(yuan * 100)),
        }
    }

    fn roster(rows: &[StaffMember<'_>]) -> Roster {
        let mut roster = Roster::default();
        for row in rows {
            roster.add(row);
        }
        roster
    }

    #[test]
    fn of_differing_rows_the_fuller_counts_in_any_order() {
        let rows = [
            row("E01", "王芳", Some("城南"), None),
            row("E01", "王芳", Some("城南"), Some(8_000)),
            row("E01", "王方", Some("城南"), None),
            row("E02", "李强", Some("城南"), Some(0)),
            row("E02", "李强", Some("城南"), Some(0)),
        ];
        let whole = roster(&rows);
        let member = whole.member("E01", "城南").unwrap();
        assert_eq!(&*member.name, "王芳");
        assert_eq!(member.target(), Some(Money::from_fen(800_000)));
        assert_eq!(
            whole.contradictions().collect::<Vec<_>>(),
            [("E01", "城南")]
        );
        assert_eq!(whole.member("E02", "城南").unwrap().target(), None);
        for cut in 0..=rows.len() {
            let mut last = roster(&rows[cut..]);
            last.absorb(roster(&rows[..cut]));
            assert_eq!(last, whole);
        }
    }

    #[test]
    fn knows_who_works_in_several_halls() {
        let roster = roster(&[
            row("E01", "王芳", Some("城南"), Some(1)),
            row("E01", "王芳", Some("城北"), Some(2)),
            row("E02", "李强", Some("城北"), None),
            row("E03", "赵敏", None, None),
        ]);
        let target = |hall| roster.member("E01", hall).unwrap().target();
        assert_eq!(target("城南"), Some(Money::from_fen(100)));
        assert_eq!(target("城北"), Some(Money::from_fen(200)));
        assert_eq!(target("城东"), Some(Money::from_fen(200)));
        assert_eq!(roster.hall_of("E01"), None);
        assert_eq!(roster.hall_of("E02"), Some("城北"));
        assert_eq!(roster.hall_of("E03"), None);
        let south: Vec<_> = roster.staff_ids(|hall| hall == "城南").collect();
        assert_eq!(south, ["E01"]);
        assert_eq!(roster.staff_ids(|_| true).count(), 3);
        assert!(roster.belongs("E02", |hall| hall == "城北"));
        assert!(!roster.belongs("E02", |hall| hall == "城南"));
    }
}
