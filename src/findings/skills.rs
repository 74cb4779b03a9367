//! How new staff sell, against the others.
//!
//! Input: the month's sales by member of staff and the roster. Output: for value-added services and for bundles, the share
//! of lines that are such, of new staff and of the others. Refuses staff whom the roster does not know or gives no day hired
//! for: they are on neither side.

use serde::Serialize;

use crate::facts::sales::StaffSales;
use crate::metrics::Figures;
use crate::money::Money;

/// What is sold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Sold {
    /// Value-added services.
    Vas,
    /// Bundles.
    Bundles,
}

impl Sold {
    /// Its name in ids: `vas`, `bundles`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Vas => "vas",
            Self::Bundles => "bundles",
        }
    }

    /// Lines and amount of it that a member of staff sold.
    fn of(self, sales: &StaffSales) -> (u64, Money) {
        match self {
            Self::Vas => (sales.vas_rows, sales.vas_amount),
            Self::Bundles => (sales.bundle_rows, sales.bundle_amount),
        }
    }
}

/// A new member of staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Newcomer {
    /// The name.
    pub name: String,
    /// Lines sold of it.
    pub sold: u64,
    /// All lines sold.
    pub lines: u64,
}

/// New staff against the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkillGap {
    /// What is sold.
    pub what: Sold,
    /// The new staff with sales, by name.
    pub juniors: Vec<Newcomer>,
    /// Lines of it and all lines that the others sold.
    pub others: (u64, u64),
    /// What all lines of it brought in.
    pub amount: Money,
}

impl SkillGap {
    /// Lines of it and all lines that new staff sold.
    #[must_use]
    pub fn juniors_sold(&self) -> (u64, u64) {
        let each = self.juniors.iter();
        each.fold((0, 0), |(sold, lines), person| {
            (sold + person.sold, lines + person.lines)
        })
    }

    /// Of new staff's lines, the share that is such, 0–1.
    #[must_use]
    pub fn juniors_rate(&self) -> f64 {
        let (sold, lines) = self.juniors_sold();
        sold as f64 / lines.max(1) as f64
    }

    /// Of the others' lines, the share that is such, 0–1.
    #[must_use]
    pub fn others_rate(&self) -> f64 {
        self.others.0 as f64 / self.others.1.max(1) as f64
    }

    /// New staff's rate over the others'.
    #[must_use]
    pub fn ratio(&self) -> f64 {
        self.juniors_rate() / self.others_rate()
    }

    /// Lines on both sides.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.juniors_sold().1 + self.others.1
    }

    /// Lines of it that new staff would sell more if they sold at `rate`.
    #[must_use]
    pub fn lines_at(&self, rate: f64) -> f64 {
        let (sold, lines) = self.juniors_sold();
        (rate * lines as f64 - sold as f64).max(0.0)
    }

    /// What a line of it brings in, in yuan.
    #[must_use]
    pub fn yuan_a_line(&self) -> f64 {
        let lines = self.juniors_sold().0 + self.others.0;
        self.amount.to_f64() / lines.max(1) as f64
    }
}

/// The gaps in the month reported on: value-added services, bundles. One that has no new staff with sales, or of which the
/// others sold nothing, is left out. New are those hired less than `junior_months` before the month's end.
#[must_use]
pub fn skill_gap(figures: &Figures<'_>, junior_months: u32) -> Vec<SkillGap> {
    let books = figures.books();
    let Ok(sales) = figures.view(figures.month()).sales() else {
        return Vec::new();
    };
    let months = i32::try_from(junior_months).unwrap_or(i32::MAX / 2);
    let end = figures.month().next().first_day();
    let since = jiff::Span::new()
        .try_months(months)
        .ok()
        .and_then(|span| end.checked_sub(span).ok());
    let Some(since) = since else {
        return Vec::new();
    };
    let gap = |what: Sold| {
        let mut gap = SkillGap {
            what,
            juniors: Vec::new(),
            others: (0, 0),
            amount: Money::ZERO,
        };
        for (staff_id, sold) in sales.staff.sorted() {
            let Some(member) = books.staff.member(staff_id, "") else {
                continue;
            };
            let Some(hired) = member.hired_on else {
                continue;
            };
            let (lines, amount) = what.of(sold);
            gap.amount += amount;
            if hired > since {
                gap.juniors.push(Newcomer {
                    name: member.name.to_string(),
                    sold: lines,
                    lines: sold.rows,
                });
            } else {
                gap.others.0 += lines;
                gap.others.1 += sold.rows;
            }
        }
        gap
    };
    let known = |gap: &SkillGap| gap.juniors_sold().1 > 0 && gap.others.0 > 0;
    [gap(Sold::Vas), gap(Sold::Bundles)]
        .into_iter()
        .filter(known)
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::dataset::staff::StaffMember;
    use crate::facts::Facts;
    use crate::metrics::books::Scope;
    use crate::metrics::{Books, Settings};
    use crate::month::Month;

    /// Hired on 2 November 2024, six months before May less a day: still new. 2 of 10 lines are value-added; the others
    /// have 30 of 60, of 32 lines in all worth 640 yuan. At 70 % of their half, 3.5 lines would be: 1.5 more, 30 yuan.
    #[test]
    fn new_staff_are_held_against_the_others() {
        let mut facts = Facts::default();
        let month = Month::new(2025, 4).unwrap();
        for (id, hired) in [
            ("1", Some(date(2024, 11, 2))),
            ("2", Some(date(2024, 11, 1))),
            ("3", None),
        ] {
            facts.staff.add(&StaffMember {
                staff_id: id,
                name: id,
                hall: None,
                role: None,
                hired_on: hired,
                sales_target: None,
            });
        }
        facts.sales.cover(month.first_day());
        let sales = facts.sales.group(None, month);
        for (id, vas, rows, fen) in [("1", 2, 10, 4000), ("2", 30, 60, 60_000), ("3", 0, 99, 0)] {
            let sold = sales.staff.of(id);
            sold.vas_rows = vas;
            sold.rows = rows;
            sold.vas_amount = Money::from_fen(fen);
        }
        let books = Books::new(facts, Scope::All);
        let figures = Figures::new(&books, month, Settings::default());
        let gaps = skill_gap(&figures, 6);
        let [gap] = gaps.as_slice() else {
            panic!("nobody sells bundles")
        };
        assert_eq!(gap.what, Sold::Vas);
        assert_eq!((gap.juniors_sold(), gap.others), ((2, 10), (30, 60)));
        assert_eq!(gap.ratio(), 0.4);
        assert_eq!(gap.lines_at(0.35), 1.5);
        assert_eq!(gap.yuan_a_line(), 20.0);
    }
}
