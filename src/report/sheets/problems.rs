//! The sheets 问题清单, 对策清单 and 原因分解 (Problem list, Measures, Causes in parts): section 05 line by line.
//!
//! What changes with the numbers is a formula: the change on last month, the whole that parts add up to, each part's share
//! of it.

use super::{Lines, Lists, Sheet, TEXT, WORD, given, heading, percent, plain, whole};
use crate::findings::cause::Of;
use crate::format::unit_word;
use crate::report::document::{Cell, ColumnKind};
use crate::report::problem_list::{PartLine, Problem};
use crate::say;
use crate::value::{Noun, Severity, Tone, Unit, Value};
use crate::words::Lang;

/// The three sheets, where there is anything to say.
pub(super) fn sheets(lists: &Lists<'_>) -> [Option<Sheet>; 3] {
    let list = lists.problems;
    [
        (list.rules > 0).then(|| problems(lists)),
        (!list.measures.is_empty()).then(|| measures(lists)),
        (!list.parts.is_empty()).then(|| parts(lists)),
    ]
}

/// The findings, and below them what was not judged.
fn problems(lists: &Lists<'_>) -> Sheet {
    let (lang, list) = (lists.lang, lists.problems);
    let number = |number: Option<f64>, problem: &Problem| Cell::number(number, problem.unit);
    let mut lines = Lines::new(lang, "problem_list", &list.problems)
        .column(plain(0), "number", 6.0, |p| whole(p.number as u64))
        .column(WORD, "severity", 8.0, |p| severity(p.severity, lang))
        .column(WORD, "kind", 8.0, |p| {
            Cell::text(if p.likewise {
                say!(lang, "workbook.kind.likewise")
            } else {
                say!(lang, "workbook.kind.main")
            })
        })
        .column(TEXT, "problem", 24.0, |p| Cell::text(&p.title))
        .column(TEXT, "metric", 20.0, |p| Cell::text(p.name))
        .column(TEXT, "id", 32.0, |p| Cell::text(p.metric))
        .column(ColumnKind::Bare, "value", 12.0, |p| {
            number(Some(p.value), p)
        })
        .column(TEXT, "unit", 13.0, |p| Cell::text(unit_word(p.unit, lang)))
        .column(WORD, "held_against", 9.0, |p| Cell::text(p.held_against))
        .column(ColumnKind::Bare, "threshold", 12.0, |p| {
            number(Some(p.threshold), p)
        })
        .column(ColumnKind::Bare, "previous", 12.0, |p| {
            number(p.previous, p)
        })
        .column(ColumnKind::Change, "change", 12.0, change)
        .column(plain(0), "rows", 10.0, |p| whole(p.rows))
        .column(TEXT, "cause", 48.0, |p| given(p.cause.as_deref()))
        .column(TEXT, "measures", 58.0, |p| given(p.measures.as_deref()));
    if list.problems.is_empty() {
        lines = lines.note(say!(lang, "workbook.no_problem", rules = list.rules));
    }
    let mut sheet = lines.sheet("problem_list", Vec::new());
    if !list.not_judged.is_empty() {
        // Under a head of its own over some columns of the list above.
        let unjudged = Lines::new(lang, "not_judged", &list.not_judged)
            .column(TEXT, "rule", 0.0, |u| Cell::text(u.rule.as_str()))
            .spans(4)
            .column(TEXT, "metric", 0.0, |u| Cell::text(u.name))
            .column(TEXT, "id", 0.0, |u| Cell::text(u.metric))
            .column(TEXT, "why", 0.0, |u| Cell::text(&u.why))
            .spans(7);
        sheet
            .blocks
            .push(heading(4, say!(lang, "workbook.not_judged_head")));
        sheet.blocks.push(unjudged.block());
    }
    sheet
}

/// The change on last month as reports tell it: of rates and scores the difference, of all else the ratio.
fn change(problem: &Problem) -> Cell {
    let difference = problem.previous.map(|previous| problem.value - previous);
    match problem.unit {
        Unit::Ratio => Cell::number(difference, Unit::PercentPoints)
            .live("IF(ISNUMBER({previous}),({value}-{previous})*100,\"—\")"),
        unit @ (Unit::Points | Unit::PointsOf100 | Unit::PointsOf5 | Unit::PercentPoints) => {
            Cell::number(difference, unit).live("IF(ISNUMBER({previous}),{value}-{previous},\"—\")")
        }
        _ => {
            let base = problem.previous.filter(|previous| *previous != 0.0);
            let change = base.map(|base| (problem.value - base) / base.abs());
            Cell::number(change, Unit::Ratio)
                .live("IF(N({previous})<>0,({value}-{previous})/ABS({previous}),\"—\")")
        }
    }
}

/// The measures, one a row.
fn measures(lists: &Lists<'_>) -> Sheet {
    Lines::new(lists.lang, "measure_list", &lists.problems.measures)
        .column(plain(0), "number", 9.0, |m| whole(m.number as u64))
        .column(TEXT, "problem", 26.0, |m| Cell::text(&m.problem))
        .column(WORD, "origin", 10.0, |m| Cell::text(m.origin))
        .column(TEXT, "what", 70.0, |m| Cell::text(&m.what))
        .column(TEXT, "owner", 14.0, |m| given(m.owner.as_deref()))
        .column(ColumnKind::Date, "due", 12.0, |m| {
            Cell::new(m.due.map_or(Value::Absent, Value::Date))
        })
        .column(percent(0), "progress", 9.0, |m| {
            Cell::number(m.progress, Unit::Ratio)
        })
        .column(ColumnKind::Bare, "effect", 12.0, |m| {
            let effect = m.effect.map(|(effect, _)| effect);
            // Whole effects without places.
            let unit = match effect {
                Some(effect) if effect.fract() == 0.0 => Unit::Count(Noun::Items),
                _ => Unit::Bare,
            };
            Cell::number(effect, unit)
        })
        .column(TEXT, "effect_unit", 15.0, |m| {
            given(m.effect.map(|(_, unit)| unit))
        })
        .column(TEXT, "expected", 30.0, |m| given(m.expected.as_deref()))
        .sheet("measure_list", Vec::new())
}

/// The parts of the causes, one a row; those of a split add up to its whole.
fn parts(lists: &Lists<'_>) -> Sheet {
    let (lang, lines) = (lists.lang, &lists.problems.parts);
    let whole_of = |line: &PartLine| -> f64 {
        let of_whole = lines
            .iter()
            .filter(|other| (other.number, other.by, other.level) == (line.number, line.by, 1));
        of_whole.map(|other| other.effect).sum()
    };
    // An empty cell where there is nothing to tell.
    let number = |number: Option<f64>, unit: Unit| match number {
        Some(_) => Cell::number(number, unit),
        None => given(None),
    };
    let bare = ColumnKind::Bare;
    Lines::new(lang, "cause_parts", lines)
        .column(plain(0), "number", 9.0, |l| whole(l.number as u64))
        .column(TEXT, "problem", 26.0, |l| Cell::text(&l.problem))
        .column(TEXT, "by", 20.0, |l| Cell::text(l.by))
        .column(WORD, "of", 9.0, |l| {
            Cell::text(match l.of {
                Of::Change => say!(lang, "workbook.of.change"),
                Of::Level(_) => say!(lang, "workbook.of.level"),
            })
        })
        .column(plain(0), "level", 7.0, |l| whole(l.level as u64))
        .column(TEXT, "part", 36.0, |l| Cell::text(&l.part))
        .column(bare, "effect", 13.0, |l| {
            number(Some(l.effect), l.effect_unit)
        })
        .column(TEXT, "unit", 13.0, |l| {
            Cell::text(unit_word(l.effect_unit, lang))
        })
        .column(bare, "whole", 13.0, |l| {
            number(Some(whole_of(l)), l.effect_unit)
                .live("SUMIFS({effect:},{number:},{number},{by:},{by},{level:},1)")
        })
        .column(percent(1), "share", 10.0, |l| {
            let whole = Some(whole_of(l)).filter(|whole| *whole != 0.0);
            Cell::number(whole.map(|whole| l.effect / whole), Unit::Ratio)
                .live("IF({whole}<>0,{effect}/{whole},\"—\")")
        })
        .column(bare, "own", 11.0, |l| {
            number(l.own_and_mix.map(|(own, _)| own), l.effect_unit)
        })
        .column(bare, "mix", 11.0, |l| {
            number(l.own_and_mix.map(|(_, mix)| mix), l.effect_unit)
        })
        .column(bare, "base", 13.0, |l| number(l.base, l.unit))
        .column(bare, "current", 13.0, |l| number(l.current, l.unit))
        .sheet("cause_parts", Vec::new())
}

fn severity(severity: Severity, lang: Lang) -> Cell {
    let (word, tone) = match severity {
        Severity::High => (say!(lang, "page.severity.high"), Tone::Bad),
        Severity::Medium => (say!(lang, "page.severity.medium"), Tone::Warning),
        Severity::Low => (say!(lang, "page.severity.low"), Tone::Neutral),
    };
    Cell::text(word).tone(tone)
}
