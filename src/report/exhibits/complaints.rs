//! 投诉处理时效: categories, the three-level standard, late tickets, departments, open tickets by age.

use serde_json::{Value as Json, json};

use super::{Exhibits, day_labels, in_series, line, series};
use crate::chart::{Chart, ChartKind, Emphasis, ParetoChart};
use crate::dataset::complaints::Severity;
use crate::facts::complaints::{CategoryTickets, ComplaintFacts};
use crate::metrics::books::Books;
use crate::metrics::catalog::Better;
use crate::metrics::ledger::{self, Formula, Formulas, When};
use crate::month::Month;
use crate::report::desk::Desk;
use crate::report::document::{Cell, Column, ColumnKind, Dot, Table};
use crate::report::draft::Draft;
use crate::value::{Noun, NumberStyle, Tone, Unit, Value};
use crate::words::{Lang, LangTag};

const TICKETS: Unit = Unit::Count(Noun::Tickets);
/// How many categories the Pareto chart draws one by one.
const DRAWN: usize = 8;
/// How many late tickets the report lists; the workbook and the JSON take the same.
const LATE_LISTED: usize = 10;

/// Works the section's exhibits out and gives what its prose needs.
pub fn build(desk: &Desk<'_>, exhibits: &mut Exhibits) -> Json {
    let now = desk.figures.view(desk.month()).complaints().ok();
    let last = desk.figures.view(desk.month().previous()).complaints().ok();
    let some = now.filter(|facts| facts.rows > 0);
    exhibits.table(
        "complaint_categories",
        some.and_then(|n| categories(desk, n, last)),
    );
    exhibits.chart("complaint_pareto", some.map(|n| pareto(desk, n)));
    exhibits.chart_follows("complaint_pareto", some.map_or(Vec::new(), pareto_follows));
    let days = Formulas::entries("complaints.day", (1..=31).map(|day| day.to_string()));
    exhibits.chart_follows("daily_complaints", in_series(days, last.is_some()));
    exhibits.chart("daily_complaints", some.map(|n| daily(desk, n, last)));
    exhibits.table("levels", some.and_then(|n| levels(desk, n)));
    exhibits.table("late_tickets", some.and_then(|n| late(desk, n)));
    exhibits.table("departments", some.and_then(|n| departments(desk, n)));
    exhibits.table("open_tickets", open(desk));
    let Some(facts) = now else {
        return Json::Null;
    };
    let late_count: u64 = facts.levels.iter().map(|level| level.of - level.yes).sum();
    let mean = |tickets: &CategoryTickets| tickets.close_time().mean();
    let slower = match (mean(&facts.cross), mean(&facts.single)) {
        (Some(cross), Some(single)) => Some((cross - single) / 3_600.0),
        _ => None,
    };
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
        "under": under.join(desk.t("、", ", ")),
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

const fn dot(severity: Severity) -> Dot {
    match severity {
        Severity::Red => Dot::Red,
        Severity::Yellow => Dot::Yellow,
        Severity::Blue => Dot::Blue,
    }
}

/// The name of a level.
pub(crate) fn level_name(severity: Severity, lang: Lang) -> &'static str {
    match severity {
        Severity::Red => lang.pick("红色", "Red"),
        Severity::Yellow => lang.pick("黄色", "Yellow"),
        Severity::Blue => lang.pick("蓝色", "Blue"),
    }
}

/// Categories, most tickets first, ties by name.
fn ranked(facts: &ComplaintFacts) -> Vec<(&str, &CategoryTickets)> {
    let mut all = facts.categories.sorted();
    all.sort_by_key(|(_, tickets)| std::cmp::Reverse(tickets.rows));
    all
}

fn hours(tickets: &CategoryTickets) -> Option<f64> {
    Some(tickets.close_time().mean()? / 3_600.0)
}

fn categories(
    desk: &Desk<'_>,
    now: &ComplaintFacts,
    last: Option<&ComplaintFacts>,
) -> Option<Table> {
    let all = ranked(now);
    let total = now.all();
    let with_total = |of: &dyn Fn(&CategoryTickets) -> Option<f64>| -> Vec<Option<f64>> {
        let parts = all.iter().map(|(_, tickets)| of(tickets));
        parts.chain([of(&total)]).collect()
    };
    let counts = with_total(&|t| Some(t.rows as f64));
    let shares = with_total(&|t| Some(t.rows as f64 / now.rows as f64));
    let means = with_total(&hours);
    let p90 = with_total(&|t| t.p90_seconds().map(|s| s as f64 / 3_600.0));
    let first = with_total(&|t| t.first_contact.ratio());
    let moms: Vec<Option<f64>> = all
        .iter()
        .map(|(name, tickets)| {
            let base = last?.categories.get(name).map_or(0, |t| t.rows);
            Desk::growth(tickets.rows as f64, Some(base as f64))
        })
        .chain([last.and_then(|l| Desk::growth(now.rows as f64, Some(l.rows as f64)))])
        .collect();
    let mut names: Vec<&str> = all.iter().map(|(name, _)| *name).collect();
    names.push(desk.t("合计", "Total"));
    let of = |amount: &str| {
        let group = format!("complaints.category_{amount}");
        Formulas::with_sum(&group, all.iter().map(|(name, _)| *name))
    };
    let count_of = of("count");
    let p90_of = Formulas::entries("complaints.category_p90", all.iter().map(|(name, _)| *name));
    let caption = desk.t("各类投诉的数量与处理时长", "Complaints by category");
    Draft::new("complaint_categories", caption)
        .texts("category", desk.t("类型", "Category"), names)
        .numbers("count", desk.t("投诉", "Tickets"), TICKETS, &counts)
        .formulas(count_of.clone())
        .numbers("share", desk.t("占比", "Share"), Unit::Ratio, &shares)
        .formulas(count_of.share_of(&Formula::metric("complaints.count")))
        .changes(
            "mom",
            desk.t("环比", "On month"),
            Unit::Ratio,
            Better::Lower,
            &moms,
        )
        .formulas(count_of.growth_since(When::LastMonth))
        .numbers(
            "hours",
            desk.t("平均处理", "Mean to close"),
            Unit::Hours,
            &means,
        )
        .formulas(of("hours").over(&of("closed")))
        .numbers(
            "p90",
            desk.t("90分位", "90th percentile"),
            Unit::Hours,
            &p90,
        )
        .formulas(p90_of.and(Formula::metric("complaints.p90_close_hours")))
        .numbers(
            "first_contact",
            desk.t("首次解决率", "First contact"),
            Unit::Ratio,
            &first,
        )
        .formulas(of("solved").over(&of("answered")))
        .total_last()
        .done()
}

/// What the bars of the Pareto chart follow from: count, share, running share.
fn pareto_follows(now: &ComplaintFacts) -> Vec<((usize, usize), Formula)> {
    const COUNT: &str = "complaints.category_count";
    let all = ranked(now);
    let entry = |(name, _): &(&str, &CategoryTickets)| Formula::entry(format!("{COUNT}.{name}"));
    let mut bars: Vec<Formula> = all.iter().take(DRAWN).map(entry).collect();
    let rest = all.iter().skip(DRAWN).map(entry);
    bars.extend(rest.reduce(|a, b| a + b));
    let mut running: Option<Formula> = None;
    let mut formulas = Vec::new();
    for (row, bar) in bars.into_iter().enumerate() {
        let sum = match running {
            None => bar.clone(),
            Some(sum) => sum + bar.clone(),
        };
        formulas.extend([
            ((row, 1), bar.clone()),
            ((row, 2), bar / Formula::sum(COUNT)),
            ((row, 3), sum.clone() / Formula::sum(COUNT)),
        ]);
        running = Some(sum);
    }
    formulas
}

fn pareto(desk: &Desk<'_>, now: &ComplaintFacts) -> Chart {
    let all = ranked(now);
    let mut items: Vec<(String, f64)> = all
        .iter()
        .take(DRAWN)
        .map(|(name, tickets)| ((*name).to_owned(), tickets.rows as f64))
        .collect();
    let rest: u64 = all
        .iter()
        .skip(DRAWN)
        .map(|(_, tickets)| tickets.rows)
        .sum();
    if rest > 0 {
        items.push((desk.t("其他", "Others").to_owned(), rest as f64));
    }
    let total = now.rows as f64;
    // The vital few: the fewest categories that make up half of all, three at most.
    let mut vital = 0;
    let mut sum = 0.0;
    for (_, count) in items.iter().take(3) {
        vital += 1;
        sum += count;
        if sum * 2.0 >= total {
            break;
        }
    }
    let names: Vec<String> = items
        .iter()
        .take(vital)
        .map(|(name, _)| name.clone())
        .collect();
    let names = crate::report::phrases::list(&names, desk.lang);
    let share = desk.print((total > 0.0).then_some(sum / total), Unit::Ratio);
    let title = match (desk.lang.tag(), vital) {
        (LangTag::Zh, 1) => format!("{names}占全部投诉的 {share}"),
        (LangTag::Zh, _) => format!("{names}合计占全部投诉的 {share}"),
        (LangTag::En, _) => format!("{names} make up {share} of all complaints"),
    };
    let style = NumberStyle::fit(TICKETS, 0.0);
    Chart {
        id: "complaint_pareto".into(),
        alt: title.clone(),
        title,
        kind: ChartKind::Pareto(ParetoChart {
            items,
            style,
            unit_label: style.unit_label(desk.lang),
            vital,
            column_heads: (
                desk.t("占比", "Share").to_owned(),
                desk.t("累计", "Running").to_owned(),
            ),
        }),
    }
}

fn daily(desk: &Desk<'_>, now: &ComplaintFacts, last: Option<&ComplaintFacts>) -> Chart {
    let lang = desk.lang;
    let days = desk.month().days() as usize;
    let previous = desk.month().previous();
    let longest = last.map_or(days, |_| days.max(previous.days() as usize));
    let values = |facts: &ComplaintFacts, days: usize| -> Vec<Option<f64>> {
        let counts = facts.days.iter().enumerate().take(longest);
        counts
            .map(|(day, n)| (day < days).then_some(*n as f64))
            .collect()
    };
    let mut all = vec![series(
        desk.month_name(desk.month()),
        values(now, days),
        Emphasis::Main,
    )];
    if let Some(last) = last {
        let base = values(last, previous.days() as usize);
        all.push(series(desk.month_name(previous), base, Emphasis::Base));
    }
    let labels = day_labels(longest, lang);
    let style = NumberStyle::fit(TICKETS, 0.0);
    let mean = now.rows as f64 / days as f64;
    let most = (0..days).max_by(|a, b| now.days[*a].cmp(&now.days[*b]).then(b.cmp(a)));
    let peak = most.map_or(0, |day| now.days[day]);
    let peaks = now.days.iter().filter(|n| **n == peak).count();
    let mean = crate::format::decimal(mean, 1, false);
    let title = match (lang.tag(), most, peaks) {
        (LangTag::Zh, Some(day), 1) => format!("日均 {mean} 件，{} 日最多，{peak} 件", day + 1),
        (LangTag::Zh, ..) => format!("日均 {mean} 件，单日最多 {peak} 件"),
        (LangTag::En, Some(day), 1) => {
            format!("{mean} tickets a day; most on day {}: {peak}", day + 1)
        }
        (LangTag::En, ..) => format!("{mean} tickets a day, {peak} at most"),
    };
    let unit = match lang.tag() {
        LangTag::Zh => "件/日",
        LangTag::En => "tickets a day",
    };
    Chart {
        id: "daily_complaints".into(),
        alt: title.clone(),
        title,
        kind: ChartKind::Line(line(labels, all, style, unit.to_owned())),
    }
}

fn levels(desk: &Desk<'_>, now: &ComplaintFacts) -> Option<Table> {
    if now.level_rows.iter().sum::<u64>() == 0 {
        return None;
    }
    let standard = desk.config.thresholds.in_time;
    let all = Severity::ALL;
    let names = all
        .iter()
        .map(|severity| {
            let mut cell = Cell::text(level_name(*severity, desk.lang));
            cell.dot = Some(dot(*severity));
            cell
        })
        .collect();
    let limits = all.iter().map(|severity| match severity {
        Severity::Red => desk.t("2 小时内响应", "answered within 2 hours"),
        Severity::Yellow => desk.t("24 小时内闭环", "closed within 24 hours"),
        Severity::Blue => desk.t("72 小时内跟进", "followed up within 72 hours"),
    });
    let level = |severity: &Severity| now.levels[*severity as usize];
    let due: Vec<Option<f64>> = all.iter().map(|s| Some(level(s).of as f64)).collect();
    let in_time: Vec<Option<f64>> = all.iter().map(|s| Some(level(s).yes as f64)).collect();
    let rates = all
        .iter()
        .map(|severity| {
            let rate = level(severity).ratio();
            let tone = if rate.is_some_and(|rate| rate < standard) {
                Tone::Bad
            } else {
                Tone::Neutral
            };
            Cell::number(rate, Unit::Ratio).tone(tone)
        })
        .collect();
    let moms: Vec<Option<f64>> = all
        .iter()
        .map(|severity| desk.figures.mom(desk.metric(rate_id(*severity))))
        .collect();
    let of = |group: &str| Formulas::entries(group, all.iter().map(|s| s.id()));
    let change = |s: &Severity| ledger::change(desk.metric(rate_id(*s)), When::LastMonth);
    let caption = desk.t("三级投诉的时限达成", "The three levels and their limits");
    Draft::new("levels", caption)
        .cells(Column::text("level", desk.t("级别", "Level")), names)
        .texts("limit", desk.t("时限", "Limit"), limits)
        .numbers("due", desk.t("应办", "Due"), TICKETS, &due)
        .formulas(of("complaints.due"))
        .numbers("in_time", desk.t("按时", "In time"), TICKETS, &in_time)
        .formulas(of("complaints.in_time"))
        .cells(
            Column::number(
                "rate",
                desk.t("按时率", "Rate"),
                NumberStyle::fit(Unit::Ratio, 1.0),
            ),
            rates,
        )
        .formulas(all.iter().map(|s| Formula::metric(rate_id(*s))))
        .changes(
            "mom",
            desk.t("环比", "On month"),
            Unit::PercentPoints,
            Better::Higher,
            &moms,
        )
        .formulas(all.iter().map(change))
        .done()
}

fn late(desk: &Desk<'_>, now: &ComplaintFacts) -> Option<Table> {
    let worst = now.late.worst();
    let shown = &worst[..worst.len().min(LATE_LISTED)];
    let levels = shown
        .iter()
        .map(|ticket| {
            let mut cell = Cell::text(level_name(ticket.severity, desk.lang));
            cell.dot = Some(dot(ticket.severity));
            cell
        })
        .collect();
    let over = shown
        .iter()
        .map(|ticket| match ticket.over {
            Some(seconds) => Cell::number(Some(seconds as f64 / 3_600.0), Unit::Hours),
            None => Cell::text(desk.t("尚未完成", "not yet done")).tone(Tone::Bad),
        })
        .collect();
    let created = shown
        .iter()
        .map(|ticket| Cell::new(Value::Moment(ticket.created)))
        .collect();
    let caption = desk.t("超时最久的工单", "Tickets latest beyond their limit");
    Draft::new("late_tickets", caption)
        .captioned()
        .texts(
            "ticket",
            desk.t("工单号", "Ticket"),
            shown.iter().map(|t| t.ticket.clone()),
        )
        .cells(Column::text("level", desk.t("级别", "Level")), levels)
        .texts(
            "category",
            desk.t("类型", "Category"),
            shown.iter().map(|t| t.category.to_string()),
        )
        .texts(
            "department",
            desk.t("部门", "Department"),
            shown.iter().map(|t| t.department.to_string()),
        )
        .cells(
            Column::of("created", desk.t("受理时间", "Created"), ColumnKind::Date),
            created,
        )
        .cells(
            Column::of("over", desk.t("超时", "Late by"), ColumnKind::Mixed),
            over,
        )
        .done()
}

fn departments(desk: &Desk<'_>, now: &ComplaintFacts) -> Option<Table> {
    let mut all = now.departments.sorted();
    all.sort_by_key(|(_, tickets)| std::cmp::Reverse(tickets.rows));
    let given = (now.single.rows + now.cross.rows) as f64;
    let mut rows: Vec<(&str, &CategoryTickets)> = all;
    if rows.is_empty() {
        return None;
    }
    // Those of several departments come last, from entries of their own.
    let names: Vec<&str> = rows.iter().map(|(name, _)| *name).collect();
    let of = |amount: &str| {
        let own = Formulas::entries(&format!("complaints.department_{amount}"), &names);
        own.and(Formula::entry(format!("complaints.cross.{amount}")))
    };
    let given_of = ["cross", "single"].map(|all| Formula::entry(format!("complaints.{all}.count")));
    let [cross_of, single_of] = given_of;
    let count_of = of("count");
    let cross = desk.t("其中：跨部门", "of which cross-department");
    if now.cross.rows > 0 {
        rows.push((cross, &now.cross));
    }
    let counts: Vec<Option<f64>> = rows.iter().map(|(_, t)| Some(t.rows as f64)).collect();
    let shares: Vec<Option<f64>> = rows
        .iter()
        .map(|(_, t)| Some(t.rows as f64 / given))
        .collect();
    let means: Vec<Option<f64>> = rows.iter().map(|(_, t)| hours(t)).collect();
    let first: Vec<Option<f64>> = rows.iter().map(|(_, t)| t.first_contact.ratio()).collect();
    let caption = desk.t("责任部门的投诉处理", "Complaints by department");
    let mut draft = Draft::new("departments", caption)
        .texts(
            "department",
            desk.t("部门", "Department"),
            rows.iter().map(|(name, _)| *name),
        )
        .numbers("count", desk.t("投诉", "Tickets"), TICKETS, &counts)
        .formulas(count_of.clone())
        .numbers("share", desk.t("占比", "Share"), Unit::Ratio, &shares)
        .formulas(count_of.share_of(&(cross_of + single_of)))
        .numbers(
            "hours",
            desk.t("平均处理", "Mean to close"),
            Unit::Hours,
            &means,
        )
        .formulas(of("hours").over(&of("closed")))
        .numbers(
            "first_contact",
            desk.t("首次解决率", "First contact"),
            Unit::Ratio,
            &first,
        )
        .formulas(of("solved").over(&of("answered")));
    if now.cross.rows > 0 {
        draft = draft.note(desk.t(
            "跨部门工单计入每个责任部门，各部门占比之和因此大于 100%。",
            "A ticket of several departments counts for each of them, so the shares add up to more than 100%.",
        ));
    }
    draft.done()
}

/// How many ages open tickets are told apart by.
pub(crate) const AGES: usize = 4;

/// The name of an age.
pub(crate) const fn age_name(age: usize, lang: Lang) -> &'static str {
    match age {
        0 => lang.pick("3 天以内", "up to 3 days"),
        1 => lang.pick("4–7 天", "4–7 days"),
        2 => lang.pick("8–30 天", "8–30 days"),
        _ => lang.pick("30 天以上", "over 30 days"),
    }
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
    desk.figures.view(desk.month()).complaints().ok()?;
    let counts = open_by_age(desk.figures.books(), desk.month());
    if counts.iter().sum::<u64>() == 0 {
        return None;
    }
    let names = (0..AGES).map(|age| age_name(age, desk.lang));
    let numbers: Vec<Option<f64>> = counts.iter().map(|n| Some(*n as f64)).collect();
    let ages = (0..AGES).map(|age| age.to_string());
    let caption = desk.t("月末未结投诉的时长", "Open complaints at month end by age");
    Draft::new("open_tickets", caption)
        .captioned()
        .texts("age", desk.t("已开时长", "Age"), names)
        .numbers("count", desk.t("未结", "Open"), TICKETS, &numbers)
        .formulas(Formulas::entries("complaints.open_age", ages))
        .done()
}
