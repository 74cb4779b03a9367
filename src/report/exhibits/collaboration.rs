//! 协作问题反馈: problems raised between departments, by category, and the oldest still open.

use serde_json::{Value as Json, json};

use super::{Exhibits, discreet::discreet, part};
use crate::facts::Merge;
use crate::facts::issues::{IssueMonth, ToldIssue};
use crate::report::desk::Desk;
use crate::report::document::Table;
use crate::report::phrases;
use crate::say;
use crate::value::{Noun, Unit};

const ITEMS: Unit = Unit::Count(Noun::Items);
/// How many open problems are listed; all are counted.
const LISTED: usize = 10;

/// Works both tables out and gives what their prose needs.
pub fn build(desk: &Desk<'_>, exhibits: &mut Exhibits) -> Json {
    let covered = desk.figures.view(desk.month()).issues().is_ok();
    if !covered {
        exhibits.table("issues", None);
        exhibits.table("open_issues", None);
        return Json::Null;
    }
    let books = desk.figures.books();
    let mut categories: Vec<(&str, IssueMonth)> =
        books.issue_categories(desk.month()).into_iter().collect();
    // The most open first, then the most opened; ties by name.
    categories.sort_by(|a, b| (b.1.open, b.1.opened, a.0).cmp(&(a.1.open, a.1.opened, b.0)));
    let total = sum(categories.iter().map(|(_, seen)| *seen));
    let open = books.open_issues(desk.month());
    exhibits.table("issues", table(desk, &categories, total));
    exhibits.table("open_issues", open_table(desk, &open, total.open));
    let last = desk
        .figures
        .value_at("issues.opened", desk.month().previous());
    let count = |n: u64| desk.print(Some(n as f64), ITEMS);
    let oldest = open.first();
    let most = categories.first().filter(|(_, seen)| seen.open > 0);
    json!({
        "opened": total.opened,
        "opened_text": count(total.opened),
        "opened_against": last.map(|last| {
            phrases::against(total.opened, last as u64, Noun::Items, desk.lang)
        }),
        "closed": total.closed,
        "closed_text": count(total.closed),
        "days": total.days.mean().map(|days| desk.print(Some(days), Unit::Days)),
        "open": total.open,
        "open_text": count(total.open),
        "most": most.filter(|_| categories.len() > 1).map(|(name, _)| discreet(name)),
        "most_text": most.map(|(_, seen)| count(seen.open)),
        "oldest": oldest.map(|issue| discreet(&issue.description)),
        "oldest_day": oldest.map(|issue| crate::format::date(issue.raised, desk.lang)),
        "oldest_with": oldest.and_then(|issue| issue.department.as_deref().map(discreet)),
    })
}

fn sum(all: impl Iterator<Item = IssueMonth>) -> IssueMonth {
    all.fold(IssueMonth::default(), |mut sum, seen| {
        sum.opened += seen.opened;
        sum.closed += seen.closed;
        sum.open += seen.open;
        sum.days.absorb(seen.days);
        sum.oldest = match (sum.oldest, seen.oldest) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        sum
    })
}

fn table(desk: &Desk<'_>, categories: &[(&str, IssueMonth)], total: IssueMonth) -> Option<Table> {
    let categories = categories.iter().map(|(name, seen)| (Some(*name), *seen));
    let mut rows: Vec<(Option<&str>, IssueMonth)> = categories.collect();
    if rows.len() > 1 {
        rows.push((None, total));
    }
    let of = |amount: &str, name: Option<&str>| part(&format!("issues.{amount}"), name);
    desk.table("issues", &rows)
        .named("category", |(name, _)| name.map(discreet))
        .number("opened", ITEMS, |(name, _)| of("raised", *name))
        .number("closed", ITEMS, |(name, _)| of("closed", *name))
        .number("open", ITEMS, |(name, _)| of("standing", *name))
        .number("days", Unit::Days, |(name, _)| {
            of("days", *name) / of("closed", *name)
        })
        .date("oldest", |(_, seen)| seen.oldest)
        .done()
}

fn open_table(desk: &Desk<'_>, open: &[&ToldIssue], all: u64) -> Option<Table> {
    let end = desk.month().last_day();
    let listed = open.get(..LISTED).unwrap_or(open);
    let table = desk
        .table("open_issues", listed)
        .captioned()
        .text("description", |issue| discreet(&issue.description))
        .text("category", |issue| discreet(&issue.category))
        .known("department", |issue| {
            issue.department.as_deref().map(discreet)
        })
        .known("owner", |issue| issue.owner.as_deref().map(discreet))
        .date("raised", |issue| Some(issue.raised))
        .places("days", (Unit::Days, 0), |issue| {
            end.duration_since(issue.raised).as_hours() / 24
        });
    if all > listed.len() as u64 {
        let listed = listed.len();
        let note = say!(
            desk.lang,
            "tables.open_issues.remark",
            all = all,
            listed = listed
        );
        return table.note(note).done();
    }
    table.done()
}
