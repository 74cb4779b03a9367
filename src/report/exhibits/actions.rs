//! 服务优化举措: what was done for better service, how far it is, what it brought.

use serde_json::{Value as Json, json};

use super::{Exhibits, PRINTED, discreet::discreet, groups};
use crate::dataset::actions::{ActionKind, Status};
use crate::facts::actions::Measure;
use crate::format;
use crate::money::Money;
use crate::report::desk::Desk;
use crate::report::document::Table;
use crate::report::phrases;
use crate::say;
use crate::value::{Noun, Tone, Unit};

const ITEMS: Unit = Unit::Count(Noun::Items);

/// Works the table out and gives what its prose needs.
pub fn build(desk: &Desk<'_>, exhibits: &mut Exhibits) -> Json {
    let lang = desk.lang;
    let measures = of_month(desk);
    exhibits.table("service_action_groups", summary(desk, &measures));
    exhibits.table("service_actions", table(desk, &measures));
    let count = |n: usize| desk.print(Some(n as f64), ITEMS);
    let end = desk.month().next().first_day();
    let late = measures.iter().filter(|measure| measure.is_late(end));
    let late: Vec<&Measure> = late.copied().collect();
    let parts = State::ALL.into_iter().filter_map(|state| {
        let n = measures.iter().filter(|m| State::of(m) == state).count();
        let text = count(n);
        let key = format!("phrases.actions.{}", state.id());
        (n > 0).then(|| lang.fill(&key, &[("n", (&n).into()), ("count", (&text).into())]))
    });
    let parts: Vec<String> = parts.collect();
    let silent = measures
        .iter()
        .filter(|measure| measure.is_done() && measure.result.is_none())
        .count();
    json!({
        "count": measures.len(),
        "count_text": count(measures.len()),
        "parts": parts.join(say!(lang, "phrases.comma")),
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
    let lang = desk.lang;
    let groups = groups::by(late, |measure| &measure.title);
    let told = groups.iter().take(TOLD).filter_map(|group| {
        let first = group.first()?;
        let title = discreet(&first.title);
        let note = match group.len() {
            1 => first.owner.as_deref().map(discreet),
            n => Some(desk.print(Some(n as f64), ITEMS)),
        };
        Some(match note {
            Some(note) => phrases::aside(&title, &note, lang),
            None => title,
        })
    });
    let mut told: Vec<String> = told.collect();
    let more = groups.len().saturating_sub(TOLD);
    if more > 0 {
        told.push(say!(lang, "phrases.more_kinds", more = more));
    }
    phrases::list(&told, lang)
}

/// How far a measure is, as the report counts it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Done,
    Doing,
    Planned,
    Unknown,
}

impl State {
    const ALL: [Self; 4] = [Self::Done, Self::Doing, Self::Planned, Self::Unknown];

    /// Its status; without one, what its progress says.
    fn of(measure: &Measure) -> Self {
        if measure.is_done() {
            return Self::Done;
        }
        match (measure.status, measure.progress) {
            (Some(Status::Planned), _) => Self::Planned,
            (Some(_), _) => Self::Doing,
            (None, Some(progress)) if progress.to_f64() > 0.0 => Self::Doing,
            (None, Some(_)) => Self::Planned,
            (None, None) => Self::Unknown,
        }
    }

    /// Its name among the words.
    const fn id(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Doing => "doing",
            Self::Planned => "planned",
            Self::Unknown => "unknown",
        }
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
    let whole = (Unit::Bare, 0);
    desk.table("service_action_groups", &groups)
        .text("title", |group| {
            let first = group.first();
            first.map_or(String::new(), |measure| discreet(&measure.title))
        })
        .places("count", whole, Vec::len)
        .places("done", whole, |group| {
            group.iter().filter(|measure| measure.is_done()).count()
        })
        .places("late", whole, |group| {
            group.iter().filter(|measure| measure.is_late(end)).count()
        })
        .captioned()
        .printed(PRINTED)
        .done()
}

fn table(desk: &Desk<'_>, measures: &[&Measure]) -> Option<Table> {
    let end = desk.month().next().first_day();
    let text = |text: &Option<Box<str>>| text.as_deref().map(discreet);
    desk.table("service_actions", measures)
        .text("title", |measure| discreet(&measure.title))
        .known("owner", |measure| text(&measure.owner))
        .words("status", |measure| {
            let state = State::of(measure);
            let word = match state {
                State::Unknown => format::ABSENT,
                _ => desk.lang.text(&format!("choices.state.{}", state.id())),
            };
            if measure.is_late(end) {
                (say!(desk.lang, "choices.overdue", state = word), Tone::Bad)
            } else {
                (word.to_owned(), Tone::Neutral)
            }
        })
        .places("progress", (Unit::Ratio, 0), |measure| {
            measure.progress.map(Money::to_f64)
        })
        .date("due", |measure| measure.due)
        .known("expected", |measure| text(&measure.expected))
        .known("result", |measure| text(&measure.result))
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
    use crate::report::document::Cell;

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
        ask(&Desk::new(&figures, &config, lang))
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
