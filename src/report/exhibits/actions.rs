//! 服务优化举措: what was done for better service, how far it is, what it brought.

use serde_json::{Value as Json, json};

use super::{Exhibits, PRINTED, discreet::discreet, groups};
use crate::dataset::actions::{ActionKind, Status};
use crate::facts::actions::Measure;
use crate::report::desk::Desk;
use crate::report::document::{Cell, Column, ColumnKind, Table};
use crate::report::draft::Draft;
use crate::report::phrases;
use crate::value::{Noun, NumberStyle, Tone, Unit, Value};
use crate::words::LangTag;

const ITEMS: Unit = Unit::Count(Noun::Items);

/// Works the table out and gives what its prose needs.
pub fn build(desk: &Desk<'_>, exhibits: &mut Exhibits) -> Json {
    let measures = of_month(desk);
    exhibits.table("service_action_groups", summary(desk, &measures));
    exhibits.table("service_actions", table(desk, &measures));
    let count = |n: usize| desk.print(Some(n as f64), ITEMS);
    let end = desk.month().next().first_day();
    let late: Vec<&Measure> = measures
        .iter()
        .filter(|measure| measure.is_late(end))
        .copied()
        .collect();
    let parts: Vec<String> = [
        (State::Done, "完成", "done"),
        (State::Doing, "进行中", "under way"),
        (State::Planned, "未开始", "not begun"),
        (State::Unknown, "未登记状态", "without a status"),
    ]
    .into_iter()
    .filter_map(|(state, zh, en)| {
        let n = measures.iter().filter(|m| self::state(m) == state).count();
        let word = desk.t(zh, en);
        (n > 0).then(|| match desk.lang.tag() {
            LangTag::Zh => format!("{word} {}", count(n)),
            LangTag::En => format!("{n} {word}"),
        })
    })
    .collect();
    let silent = measures
        .iter()
        .filter(|measure| measure.is_done() && measure.result.is_none())
        .count();
    json!({
        "count": measures.len(),
        "count_text": count(measures.len()),
        "parts": parts.join(desk.t("，", ", ")),
        "late": late.len(),
        "late_text": count(late.len()),
        "late_titles": late_titles(desk, &late),
        "silent": silent,
        "silent_text": count(silent),
    })
}

/// The late measures by title, each with its owner or, of several, how many they are; at most a few titles.
fn late_titles(desk: &Desk<'_>, late: &[&Measure]) -> String {
    /// How many titles are told.
    const TOLD: usize = 8;
    let groups = groups::by(late, |measure| &measure.title);
    let told = groups.iter().take(TOLD).filter_map(|group| {
        let first = group.first()?;
        let title = discreet(&first.title);
        let owner = first.owner.as_deref().map(discreet);
        let note = match group.len() {
            1 => owner,
            n => Some(desk.print(Some(n as f64), ITEMS)),
        };
        Some(match (desk.lang.tag(), note) {
            (LangTag::Zh, Some(note)) => format!("{title}（{}）", note.trim_end()),
            (LangTag::En, Some(note)) => format!("{title} ({note})"),
            (_, None) => title,
        })
    });
    let mut told: Vec<String> = told.collect();
    let more = groups.len().saturating_sub(TOLD);
    if more > 0 {
        told.push(match desk.lang.tag() {
            LangTag::Zh => format!("其他 {more} 种"),
            LangTag::En => format!("{more} more"),
        });
    }
    phrases::list(&told, desk.lang)
}

/// How far a measure is, as the report counts it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Done,
    Doing,
    Planned,
    Unknown,
}

/// Its status; without one, what its progress says.
fn state(measure: &Measure) -> State {
    if measure.is_done() {
        return State::Done;
    }
    match (measure.status, measure.progress) {
        (Some(Status::Planned), _) => State::Planned,
        (Some(_), _) => State::Doing,
        (None, Some(progress)) if progress.to_f64() > 0.0 => State::Doing,
        (None, Some(_)) => State::Planned,
        (None, None) => State::Unknown,
    }
}

/// The service measures that the month has to do with: not those done and due before it began.
fn of_month<'a>(desk: &Desk<'a>) -> Vec<&'a Measure> {
    let first = desk.month().first_day();
    let over = |m: &Measure| m.is_done() && m.due.is_some_and(|due| due < first);
    let all = desk.figures.books().actions.iter();
    all.filter(|measure| measure.kind == ActionKind::Service && !over(measure))
        .collect()
}

/// The measures of the same title together, where there are more than their table prints.
fn summary(desk: &Desk<'_>, measures: &[&Measure]) -> Option<Table> {
    if measures.len() <= PRINTED {
        return None;
    }
    let end = desk.month().next().first_day();
    let groups = groups::by(measures, |measure| &measure.title);
    let titles = groups.iter().map(|group| {
        let first = group.first();
        first.map_or(String::new(), |measure| discreet(&measure.title))
    });
    let counts = |of: &dyn Fn(&Measure) -> bool| -> Vec<Option<f64>> {
        let counts = groups
            .iter()
            .map(|group| group.iter().filter(|measure| of(measure)).count());
        counts.map(|n| Some(n as f64)).collect()
    };
    let style = NumberStyle::fit(Unit::Bare, 1.0).places(0);
    let caption = desk.t("服务优化举措汇总", "Measures for better service by title");
    Draft::new("service_action_groups", caption)
        .texts("title", desk.t("举措", "Measure"), titles)
        .styled("count", desk.t("项数", "All"), style, &counts(&|_| true))
        .styled(
            "done",
            desk.t("完成", "Done"),
            style,
            &counts(&Measure::is_done),
        )
        .styled(
            "late",
            desk.t("逾期未完成", "Overdue"),
            style,
            &counts(&|measure| measure.is_late(end)),
        )
        .captioned()
        .printed(PRINTED)
        .done()
}

fn table(desk: &Desk<'_>, measures: &[&Measure]) -> Option<Table> {
    let end = desk.month().next().first_day();
    let text = |of: fn(&Measure) -> Option<&str>| -> Vec<Cell> {
        let texts = measures.iter().map(|measure| of(measure));
        texts
            .map(|text| text.map_or(Cell::new(Value::Absent), |text| Cell::text(discreet(text))))
            .collect()
    };
    let column = |key: &str, label: &str| Column::text(key, label);
    let words = measures.iter().map(|measure| {
        let late = measure.is_late(end);
        let word = match state(measure) {
            State::Done => desk.t("完成", "Done"),
            State::Doing => desk.t("进行中", "Under way"),
            State::Planned => desk.t("未开始", "Not begun"),
            State::Unknown => crate::format::ABSENT,
        };
        if late {
            let overdue = desk.t("逾期，", "Overdue, ").to_owned() + word;
            (overdue, Tone::Bad)
        } else {
            (word.to_owned(), Tone::Neutral)
        }
    });
    let progress: Vec<Option<f64>> = measures
        .iter()
        .map(|measure| measure.progress.map(crate::money::Money::to_f64))
        .collect();
    let due = measures
        .iter()
        .map(|measure| Cell::new(measure.due.map_or(Value::Absent, Value::Date)));
    let caption = desk.t("服务优化举措", "Measures for better service");
    Draft::new("service_actions", caption)
        .cells(
            column("title", desk.t("举措", "Measure")),
            text(|measure| Some(&measure.title)),
        )
        .cells(
            column("owner", desk.t("责任人", "Owner")),
            text(|measure| measure.owner.as_deref()),
        )
        .words("status", desk.t("状态", "Status"), words.collect())
        .styled(
            "progress",
            desk.t("进度", "Progress"),
            NumberStyle::fit(Unit::Ratio, 1.0).places(0),
            &progress,
        )
        .cells(
            Column::of("due", desk.t("截止", "Due"), ColumnKind::Date),
            due.collect(),
        )
        .cells(
            column("expected", desk.t("预期效果", "Expected")),
            text(|measure| measure.expected.as_deref()),
        )
        .cells(
            column("result", desk.t("实际效果", "Result")),
            text(|measure| measure.result.as_deref()),
        )
        .printed(PRINTED)
        .done()
}

#[cfg(test)]
mod tests {
    use crate::words::Lang;
    use jiff::civil::date;

    use super::*;
    use crate::config::Config;
    use crate::dataset::actions::Action;
    use crate::facts::Facts;
    use crate::metrics::books::Scope;
    use crate::metrics::{Books, Figures, Settings};

    fn facts(halls: usize) -> Facts {
        let mut facts = Facts::default();
        for n in 0..halls {
            for (title, status) in [
                ("老年专席", Status::Done),
                ("话术上墙", Status::Doing),
                ("引导员", Status::Doing),
            ] {
                facts.actions.add(&Action {
                    title,
                    kind: ActionKind::Service,
                    hall: Some(&format!("第{n:02}厅")),
                    problem: None,
                    owner: Some("周欣"),
                    start: None,
                    due: Some(date(2025, if title == "引导员" { 4 } else { 5 }, 10)),
                    status: Some(status),
                    progress: None,
                    expected: None,
                    result: None,
                    budget: None,
                });
            }
        }
        facts
    }

    fn at_desk<T>(halls: usize, lang: Lang, ask: impl FnOnce(&Desk<'_>) -> T) -> T {
        let books = Books::new(facts(halls), Scope::All);
        let figures = Figures::new(&books, "2025-04".parse().unwrap(), Settings::default());
        let config = Config::default();
        ask(&Desk {
            figures: &figures,
            config: &config,
            lang,
        })
    }

    #[test]
    fn measures_of_many_halls_are_summed_up_by_title() {
        at_desk(8, Lang::ZH, |desk| {
            let measures = of_month(desk);
            let table = table(desk, &measures).unwrap();
            assert_eq!((table.rows.len(), table.printed), (24, Some(20)));
            let summary = summary(desk, &measures).unwrap();
            let print = |cell: &Cell| crate::format::cell(&cell.value, None, Lang::ZH);
            let rows: Vec<Vec<String>> = summary
                .rows
                .iter()
                .map(|row| row.cells.iter().map(print).collect())
                .collect();
            let count = |title: &str, done: &str, late: &str| {
                [title, "8.0", done, late].map(str::to_owned).to_vec()
            };
            assert_eq!(
                rows,
                [
                    count("引导员", "0.0", "8.0"),
                    count("老年专席", "8.0", "0.0"),
                    count("话术上墙", "0.0", "0.0"),
                ]
            );
        });
        at_desk(6, Lang::ZH, |desk| {
            assert_eq!(summary(desk, &of_month(desk)), None);
        });
    }

    #[test]
    fn late_measures_of_many_halls_are_told_once() {
        for (halls, lang, said) in [
            (1, Lang::ZH, "引导员（周欣）"),
            (8, Lang::ZH, "引导员（8 项）"),
            (8, Lang::EN, "引导员 (8 items)"),
        ] {
            at_desk(halls, lang, |desk| {
                let facts = build(desk, &mut Exhibits::default());
                assert_eq!(facts["late_titles"], said);
            });
        }
    }
}
