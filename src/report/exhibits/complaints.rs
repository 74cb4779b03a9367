//! 投诉处理时效: categories, the three-level standard, late tickets, departments, open tickets by age.

mod charts;

use serde_json::{Value as Json, json};

use super::{Exhibits, part};
use crate::dataset::complaints::Severity;
use crate::facts::complaints::{CategoryTickets, ComplaintFacts};
use crate::metrics::books::Books;
use crate::metrics::catalog::Better;
use crate::metrics::ledger::{self, Formula, When};
use crate::month::Month;
use crate::report::columns::Columns;
use crate::report::desk::Desk;
use crate::report::document::{Cell, ColumnKind, Dot, Table};
use crate::say;
use crate::value::{Noun, Tone, Unit, Value};
use crate::words::Lang;

const TICKETS: Unit = Unit::Count(Noun::Tickets);
const HOUR: f64 = 3_600.0;
/// How many late tickets the report lists; the workbook and the JSON take the same.
const LATE_LISTED: usize = 10;

/// The tickets of a category or department by its name; those of all, or of several departments, have none.
type Part<'a> = (Option<&'a str>, &'a CategoryTickets);

/// Works the section's exhibits out and gives what its prose needs.
pub fn build(desk: &Desk<'_>, exhibits: &mut Exhibits) -> Json {
    let now = desk.figures.view(desk.month()).complaints().ok();
    let some = now.filter(|facts| facts.rows > 0);
    exhibits.table(
        "complaint_categories",
        some.and_then(|n| categories(desk, n)),
    );
    exhibits.drawn("complaint_pareto", some.map(|n| charts::pareto(desk, n)));
    exhibits.drawn("daily_complaints", some.map(|n| charts::daily(desk, n)));
    exhibits.table("levels", some.and_then(|n| levels(desk, n)));
    exhibits.table("late_tickets", some.and_then(|n| late(desk, n)));
    exhibits.table("departments", some.and_then(|n| departments(desk, n)));
    exhibits.table("open_tickets", now.and_then(|_| open(desk)));
    let Some(facts) = now else {
        return Json::Null;
    };
    let late_count: u64 = facts.levels.iter().map(|level| level.of - level.yes).sum();
    let slower = hours(&facts.cross).zip(hours(&facts.single));
    let slower = slower.map(|(cross, single)| cross - single);
    let under: Vec<String> = Severity::ALL
        .iter()
        .filter_map(|level| {
            let ratio = facts.levels[*level as usize].ratio()?;
            (ratio < desk.config.thresholds.in_time).then(|| {
                let id = rate_id(*level);
                format!("{} {}", desk.metric(id).name(desk.lang), desk.fig(id))
            })
        })
        .collect();
    json!({
        "count": facts.rows,
        "judged_levels": facts.levels.iter().any(|level| level.of > 0),
        "late": late_count,
        "late_listed": late_count.min(LATE_LISTED as u64),
        "under": under.join(say!(desk.lang, "phrases.and_comma")),
        "standard": desk.print(Some(desk.config.thresholds.in_time), Unit::Ratio),
        "cross": facts.cross.rows,
        "cross_slower": slower.is_some_and(|hours| hours > 0.0),
        "cross_gap": desk.print(slower.map(f64::abs), Unit::Hours),
        "has_gap": slower.is_some(),
        "departments": facts.departments.len(),
    })
}

const fn rate_id(severity: Severity) -> &'static str {
    match severity {
        Severity::Red => "complaints.red.in_time_rate",
        Severity::Yellow => "complaints.yellow.in_time_rate",
        Severity::Blue => "complaints.blue.in_time_rate",
    }
}

/// A level with its colour.
fn level_cell(severity: Severity, lang: Lang) -> Cell {
    let mut cell = Cell::text(severity.name(lang));
    cell.dot = Some(match severity {
        Severity::Red => Dot::Red,
        Severity::Yellow => Dot::Yellow,
        Severity::Blue => Dot::Blue,
    });
    cell
}

/// Categories, most tickets first, ties by name.
fn ranked(facts: &ComplaintFacts) -> Vec<(&str, &CategoryTickets)> {
    let mut all = facts.categories.sorted();
    all.sort_by_key(|(_, tickets)| std::cmp::Reverse(tickets.rows));
    all
}

fn hours(tickets: &CategoryTickets) -> Option<f64> {
    Some(tickets.close_time().mean()? / HOUR)
}

fn categories(desk: &Desk<'_>, now: &ComplaintFacts) -> Option<Table> {
    let total = now.all();
    let rows: Vec<Part<'_>> = ranked(now)
        .into_iter()
        .map(|(name, tickets)| (Some(name), tickets))
        .chain([(None, &total)])
        .collect();
    let of =
        |amount: &str, (name, _): &Part<'_>| part(&format!("complaints.category_{amount}"), *name);
    let count = |row: &Part<'_>| of("count", row);
    desk.table("complaint_categories", &rows)
        .named("category", |(name, _)| *name)
        .number("count", TICKETS, count)
        .number("share", Unit::Ratio, |row| {
            count(row) / Formula::metric("complaints.count")
        })
        .change("mom", (Unit::Ratio, Better::Lower), |row| {
            count(row).growth_since(When::LastMonth)
        })
        .number("hours", Unit::Hours, |row| {
            (hours(row.1), of("hours", row) / of("closed", row))
        })
        .number("p90", Unit::Hours, |(name, _)| match name {
            Some(_) => part("complaints.category_p90", *name),
            None => Formula::metric("complaints.p90_close_hours"),
        })
        .number("first_contact", Unit::Ratio, |row| {
            of("solved", row) / of("answered", row)
        })
        .done()
}

fn levels(desk: &Desk<'_>, now: &ComplaintFacts) -> Option<Table> {
    if now.level_rows.iter().sum::<u64>() == 0 {
        return None;
    }
    let standard = desk.config.thresholds.in_time;
    let of = |group: &str, level: &Severity| part(group, Some(level.id()));
    desk.table("levels", Severity::ALL)
        .cells("level", ColumnKind::Text, |level| {
            level_cell(*level, desk.lang)
        })
        .text("limit", |level| {
            desk.lang.text(&format!("choices.limit.{}", level.id()))
        })
        .number("due", TICKETS, |level| of("complaints.due", level))
        .number("in_time", TICKETS, |level| of("complaints.in_time", level))
        .number("rate", Unit::Ratio, |level| {
            Formula::metric(rate_id(*level))
        })
        .toned(|rate, _| rate.is_some_and(|rate| rate < standard))
        .change("mom", (Unit::PercentPoints, Better::Higher), |level| {
            ledger::change(desk.metric(rate_id(*level)), When::LastMonth)
        })
        .done()
}

fn late(desk: &Desk<'_>, now: &ComplaintFacts) -> Option<Table> {
    let worst = now.late.worst();
    let undone = say!(desk.lang, "tables.late_tickets.undone");
    desk.table("late_tickets", &worst[..worst.len().min(LATE_LISTED)])
        .captioned()
        .text("ticket", |ticket| ticket.ticket.clone())
        .cells("level", ColumnKind::Text, |ticket| {
            level_cell(ticket.severity, desk.lang)
        })
        .text("category", |ticket| ticket.category.to_string())
        .text("department", |ticket| ticket.department.to_string())
        .cells("created", ColumnKind::Date, |ticket| {
            Cell::new(Value::Moment(ticket.created))
        })
        .cells("over", ColumnKind::Mixed, |ticket| match ticket.over {
            Some(seconds) => Cell::number(Some(seconds as f64 / HOUR), Unit::Hours),
            None => Cell::text(undone).tone(Tone::Bad),
        })
        .done()
}

/// The departments, most tickets first; those of several departments come last, from entries of their own.
fn departments(desk: &Desk<'_>, now: &ComplaintFacts) -> Option<Table> {
    let mut all = now.departments.sorted();
    all.sort_by_key(|(_, tickets)| std::cmp::Reverse(tickets.rows));
    let mut rows: Vec<Part<'_>> = all
        .into_iter()
        .map(|(name, tickets)| (Some(name), tickets))
        .collect();
    if rows.is_empty() {
        return None;
    }
    let crossed = now.cross.rows > 0;
    rows.extend(crossed.then_some((None, &now.cross)));
    let of = |amount: &str, name: Option<&str>| match name {
        Some(name) => Formula::entry(format!("complaints.department_{amount}.{name}")),
        None => Formula::entry(format!("complaints.cross.{amount}")),
    };
    let given = of("count", None) + Formula::entry("complaints.single.count");
    let cross = say!(desk.lang, "tables.departments.cross");
    desk.table("departments", &rows)
        .text("department", |(name, _)| name.unwrap_or(cross))
        .number("count", TICKETS, |(name, _)| of("count", *name))
        .number("share", Unit::Ratio, |(name, _)| {
            of("count", *name) / given.clone()
        })
        .number("hours", Unit::Hours, |(name, tickets)| {
            (hours(tickets), of("hours", *name) / of("closed", *name))
        })
        .number("first_contact", Unit::Ratio, |(name, _)| {
            of("solved", *name) / of("answered", *name)
        })
        .when(crossed, Columns::noted)
        .done()
}

/// How many ages open tickets are told apart by.
pub(crate) const AGES: usize = 4;

/// The name of an age.
pub(crate) fn age_name(age: usize, lang: Lang) -> &'static str {
    lang.text(&format!("choices.age.{age}"))
}

/// The tickets open at a month's end by age in whole days: up to 3, 7, 30, more.
pub(crate) fn open_by_age(books: &Books, month: Month) -> [u64; AGES] {
    let end = month.next().first_day();
    let mut counts = [0; AGES];
    for ticket in books.open_tickets(month) {
        let days = end.duration_since(ticket.created.date()).as_hours() / 24;
        let age = match days {
            ..=3 => 0,
            4..=7 => 1,
            8..=30 => 2,
            _ => 3,
        };
        counts[age] += 1;
    }
    counts
}

/// Open tickets at the month's end by age.
fn open(desk: &Desk<'_>) -> Option<Table> {
    let counts = open_by_age(desk.figures.books(), desk.month());
    if counts.iter().sum::<u64>() == 0 {
        return None;
    }
    let ages: [usize; AGES] = std::array::from_fn(|age| age);
    desk.table("open_tickets", &ages)
        .captioned()
        .text("age", |age| age_name(*age, desk.lang))
        .number("count", TICKETS, |age| {
            Formula::entry(format!("complaints.open_age.{age}"))
        })
        .done()
}
