//! What stands at a month's end beyond the month's own rows: open faults, open issues, assets to replace.
//!
//! In: the months of [`Books`] up to the one asked for. Out: lists for the report, in an order that depends on no
//! order of rows. A row is as it stands in the exports: what was closed later than the month still stood at its end.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime};
use jiff::{Span, ToSpan};

use super::books::Books;
use crate::dataset::inspections::Area;
use crate::facts::Merge;
use crate::facts::inspections::{Asset, AssetKey, Fault, stands_after};
use crate::facts::issues::{IssueMonth, ToldIssue};
use crate::month::Month;

/// A fault not fixed at a month's end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenFault<'a> {
    /// The fault.
    pub fault: &'a Fault,
    /// The last day up to the month's end, and after the report, on which the asset was found in order: then the fault is
    /// gone and only the time of its repair is missing.
    pub ok_since: Option<Date>,
}

/// When an asset is to be replaced, seen from a month's end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Batch {
    /// Past its service life.
    First,
    /// Within 6 months.
    Second,
    /// Within 12 months.
    Third,
}

/// An asset whose service life ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Replacement<'a> {
    /// When it is to be replaced.
    pub batch: Batch,
    /// The day its service life ends.
    pub end_of_life: Date,
    /// The day it was put into use.
    pub installed_on: Date,
    /// Its hall, or nothing.
    pub hall: &'a str,
    /// Its area.
    pub area: Area,
    /// Its name.
    pub asset: &'a str,
}

impl Books {
    /// The issues of every category that had any in a month: raised, closed, or standing at its end.
    #[must_use]
    pub fn issue_categories(&self, month: Month) -> BTreeMap<&str, IssueMonth> {
        let mut categories: BTreeMap<&str, IssueMonth> = BTreeMap::new();
        for (_, facts) in self
            .issues
            .months()
            .take_while(|(raised, _)| *raised <= month)
        {
            for (category, lives) in &facts.categories {
                let seen = categories.entry(category).or_default();
                for (life, n) in lives {
                    seen.add(*life, *n, month);
                }
            }
        }
        categories.retain(|_, seen| !seen.is_empty());
        categories
    }

    /// The issues standing at a month's end, the oldest first. Of each month they were raised in, no more than are
    /// [kept](crate::facts::issues::TOLD_KEPT); [`Self::issue_categories`] counts them all.
    #[must_use]
    pub fn open_issues(&self, month: Month) -> Vec<&ToldIssue> {
        let raised = self
            .issues
            .months()
            .take_while(|(raised, _)| *raised <= month);
        let mut open: Vec<&ToldIssue> = raised
            .flat_map(|(_, facts)| facts.told.items())
            .filter(|issue| issue.life().stands_after(month))
            .collect();
        open.sort_by_key(|issue| (issue.raised, *issue));
        open
    }

    /// How many faults were not fixed at a month's end.
    #[must_use]
    pub fn open_fault_count(&self, month: Month) -> u64 {
        let reported = self
            .inspections
            .months()
            .take_while(|(day, _)| *day <= month);
        let carried = reported.flat_map(|(_, facts)| &facts.carried);
        carried
            .filter(|(fixed, _)| stands_after(**fixed, month))
            .map(|(_, n)| n)
            .sum()
    }

    /// The faults not fixed at a month's end, the oldest first. Of each month they were reported in, no more than are
    /// [kept](crate::facts::inspections::FAULTS_KEPT); [`Self::open_fault_count`] counts them all.
    #[must_use]
    pub fn open_faults(&self, month: Month) -> Vec<OpenFault<'_>> {
        let assets = self.assets(month);
        let reported = self
            .inspections
            .months()
            .take_while(|(day, _)| *day <= month);
        let mut open: Vec<OpenFault<'_>> = reported
            .flat_map(|(_, facts)| facts.faults.items())
            .filter(|fault| stands_after(fault.fixed.map(DateTime::date), month))
            .map(|fault| {
                let asset = assets.get(&fault.asset_key());
                let ok = asset.and_then(|asset| asset.last_ok);
                OpenFault {
                    fault,
                    ok_since: ok.filter(|ok| *ok > fault.reported),
                }
            })
            .collect();
        open.sort_by_key(|open| (open.fault.since(), open.fault));
        open
    }

    /// The assets whose service life is over at a month's end or ends within 12 months, by batch, then by day and name.
    /// What the last inspection that gives it says counts; an asset without a day of use or a service life is in no batch.
    #[must_use]
    pub fn replacements(&self, month: Month) -> Vec<Replacement<'_>> {
        let end = month.next().first_day();
        let after = |span: Span| end.checked_add(span).unwrap_or(Date::MAX);
        let (half_year, year) = (after(6.months()), after(12.months()));
        let mut due: Vec<Replacement<'_>> = Vec::new();
        for ((hall, area, name), asset) in self.assets(month) {
            let (Some(end_of_life), Some((_, installed_on))) =
                (asset.end_of_life(), asset.installed_on)
            else {
                continue;
            };
            let batch = match end_of_life {
                day if day < end => Batch::First,
                day if day < half_year => Batch::Second,
                day if day < year => Batch::Third,
                _ => continue,
            };
            due.push(Replacement {
                batch,
                end_of_life,
                installed_on,
                hall,
                area: *area,
                asset: name,
            });
        }
        due.sort_by_key(|r| (r.batch, r.end_of_life, r.hall, r.area, r.asset));
        due
    }

    /// What is known of every asset at a month's end.
    fn assets(&self, month: Month) -> BTreeMap<&AssetKey, Asset> {
        let mut assets: BTreeMap<&AssetKey, Asset> = BTreeMap::new();
        for (_, facts) in self
            .inspections
            .months()
            .take_while(|(day, _)| *day <= month)
        {
            for (key, asset) in &facts.assets {
                assets.entry(key).or_default().absorb(*asset);
            }
        }
        assets
    }
}

#[cfg(test)]
mod tests;
