//! 协作问题反馈: problems raised between departments, by category, and the oldest still open.

use serde_json::{Value as Json, json};

use super::{Exhibits, discreet::discreet};
use crate::facts::Merge;
use crate::facts::issues::{IssueMonth, ToldIssue};
use crate::metrics::ledger::Formulas;
use crate::report::desk::Desk;
use crate::report::document::{Cell, Column, ColumnKind, Table};
use crate::report::draft::Draft;
use crate::report::phrases;
use crate::value::{Noun, Unit, Value};
use crate::words::LangTag;

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
    let categories: Vec<(&str, IssueMonth)> = {
        let mut all: Vec<_> = books.issue_categories(desk.month()).into_iter().collect();
        // The most open first, then the most opened; ties by name.
        all.sort_by(|a, b| (b.1.open, b.1.opened, a.0).cmp(&(a.1.open, a.1.opened, b.0)));
        all
    };
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
    let mut names: Vec<String> = categories.iter().map(|(name, _)| discreet(name)).collect();
    let mut seen: Vec<IssueMonth> = categories.iter().map(|(_, seen)| *seen).collect();
    let several = names.len() > 1;
    if several {
        names.push(desk.t("合计", "Total").to_owned());
        seen.push(total);
    }
    let column = |of: &dyn Fn(&IssueMonth) -> Option<f64>| -> Vec<Option<f64>> {
        seen.iter().map(of).collect()
    };
    let of = |amount: &str| {
        let keys = categories.iter().map(|(name, _)| *name);
        Formulas::with_sum(&format!("issues.{amount}"), keys)
    };
    let oldest = seen
        .iter()
        .map(|seen| Cell::new(seen.oldest.map_or(Value::Absent, Value::Date)));
    let mut draft = Draft::new("issues", desk.t("协作问题", "Problems between departments"))
        .texts("category", desk.t("类别", "Category"), names)
        .numbers(
            "opened",
            desk.t("本月提出", "Opened"),
            ITEMS,
            &column(&|seen| Some(seen.opened as f64)),
        )
        .formulas(of("raised"))
        .numbers(
            "closed",
            desk.t("本月关闭", "Closed"),
            ITEMS,
            &column(&|seen| Some(seen.closed as f64)),
        )
        .formulas(of("closed"))
        .numbers(
            "open",
            desk.t("月末未关闭", "Open at month end"),
            ITEMS,
            &column(&|seen| Some(seen.open as f64)),
        )
        .formulas(of("standing"))
        .numbers(
            "days",
            desk.t("平均关闭", "Mean time to close"),
            Unit::Days,
            &column(&|seen| seen.days.mean()),
        )
        .formulas(of("days").over(&of("closed")))
        .cells(
            Column::of(
                "oldest",
                desk.t("最早未关闭", "Oldest open"),
                ColumnKind::Date,
            ),
            oldest.collect(),
        );
    if several {
        draft = draft.total_last();
    }
    draft.done()
}

fn open_table(desk: &Desk<'_>, open: &[&ToldIssue], all: u64) -> Option<Table> {
    let end = desk.month().last_day();
    let listed = open.get(..LISTED).unwrap_or(open);
    let days: Vec<Option<f64>> = listed
        .iter()
        .map(|issue| Some((end.duration_since(issue.raised).as_hours() / 24) as f64))
        .collect();
    let text = |of: fn(&ToldIssue) -> Option<&str>| -> Vec<Cell> {
        let texts = listed.iter().map(|issue| of(issue).map(discreet));
        texts
            .map(|text| Cell::new(text.map_or(Value::Absent, Value::Text)))
            .collect()
    };
    let caption = desk.t("月末未关闭的问题", "Problems open at month end");
    let mut draft = Draft::new("open_issues", caption)
        .captioned()
        .cells(
            Column::text("description", desk.t("问题", "Problem")),
            text(|issue| Some(&issue.description)),
        )
        .cells(
            Column::text("category", desk.t("类别", "Category")),
            text(|issue| Some(&issue.category)),
        )
        .cells(
            Column::text("department", desk.t("部门", "Department")),
            text(|issue| issue.department.as_deref()),
        )
        .cells(
            Column::text("owner", desk.t("负责人", "Owner")),
            text(|issue| issue.owner.as_deref()),
        )
        .cells(
            Column::of("raised", desk.t("提出", "Raised"), ColumnKind::Date),
            listed
                .iter()
                .map(|issue| Cell::new(Value::Date(issue.raised)))
                .collect(),
        )
        .numbers(
            "days",
            desk.t("至月末", "Open at month end"),
            Unit::Days,
            &days,
        );
    if all > listed.len() as u64 {
        draft = draft.note(match desk.lang.tag() {
            LangTag::Zh => format!("共 {all} 项，列出最早的 {} 项。", listed.len()),
            LangTag::En => format!("The {} oldest of {all}.", listed.len()),
        });
    }
    super::inspections::whole_days(draft.done())
}
