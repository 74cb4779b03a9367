//! The sheets 问题清单, 对策清单 and 原因分解 (Problem list, Measures, Causes in parts): section 05 line by line.
//!
//! In: the [`ProblemList`], whose words are those of the section. What changes with the numbers is a formula: the change on
//! last month, the whole that parts add up to, each part's share of it.

use rust_xlsxwriter::XlsxError;

use super::cells::write_text;
use super::formats::{bare_format, cell_number};
use super::grid::{FIRST, Grid, lines};
use super::list::{Column, Item, List, grid};
use super::page::Page;
use super::print::Lead;
use crate::findings::causes::Of;
use crate::format::unit_word;
use crate::report::problem_list::{MeasureLine, PartLine, Problem, ProblemList};
use crate::value::{Severity, Tone, Unit};
use crate::words::{Lang, LangTag};

fn problem_columns(lang: Lang) -> [Column; 15] {
    let t = |zh, en| lang.pick(zh, en);
    [
        Column::number(t("序号", "No."), 6.0),
        Column::word(t("级别", "Severity"), 8.0),
        Column::word(t("主次", "Kind"), 8.0),
        Column::text(t("问题", "Problem"), 24.0),
        Column::text(t("指标", "Metric"), 20.0),
        Column::text(t("标识", "Id"), 32.0),
        Column::number(t("本月", "This month"), 12.0),
        Column::text(t("单位", "Unit"), 13.0),
        Column::word(t("比照", "Held against"), 9.0),
        Column::number(t("比照值", "Its value"), 12.0),
        Column::number(t("上月", "Last month"), 12.0),
        Column::number(t("变化", "Change"), 12.0),
        Column::number(t("数据行数", "Rows behind it"), 10.0),
        Column::text(t("根因", "Cause"), 48.0),
        Column::text(t("对策", "Measures"), 58.0),
    ]
}

fn measure_columns(lang: Lang) -> [Column; 10] {
    let t = |zh, en| lang.pick(zh, en);
    [
        Column::number(t("问题序号", "Problem no."), 9.0),
        Column::text(t("问题", "Problem"), 26.0),
        Column::word(t("来源", "Origin"), 10.0),
        Column::text(t("对策", "Measure"), 70.0),
        Column::text(t("责任人", "Owner"), 14.0),
        Column::number(t("截止", "Due"), 12.0),
        Column::number(t("进度", "Progress"), 9.0),
        Column::number(t("预期效果", "Expected effect"), 12.0),
        Column::text(t("效果单位", "Effect in"), 15.0),
        Column::text(t("效果说明", "Expected in words"), 30.0),
    ]
}

fn part_columns(lang: Lang) -> [Column; 14] {
    let t = |zh, en| lang.pick(zh, en);
    [
        Column::number(t("问题序号", "Problem no."), 9.0),
        Column::text(t("问题", "Problem"), 26.0),
        Column::text(t("分解口径", "Split by"), 20.0),
        Column::word(t("分解对象", "Split is"), 9.0),
        Column::word(t("层级", "Level"), 7.0),
        Column::text(t("部分", "Part"), 36.0),
        Column::number(t("贡献", "Contribution"), 13.0),
        Column::text(t("贡献单位", "In"), 13.0),
        Column::number(t("合计", "Whole"), 13.0),
        Column::number(t("占合计", "Share of whole"), 10.0),
        Column::number(t("自身变化", "Own change"), 11.0),
        Column::number(t("结构变化", "Change of mix"), 11.0),
        Column::number(t("上月值", "Last month"), 13.0),
        Column::number(t("本月值", "This month"), 13.0),
    ]
}

/// The grids of the three sheets.
pub(super) fn grids(lang: Lang) -> [Grid; 3] {
    [
        grid(&problem_columns(lang)),
        grid(&measure_columns(lang)),
        grid(&part_columns(lang)),
    ]
}

/// Writes the findings, and below them what was not judged.
pub(super) fn sheet(page: &mut Page, list: &ProblemList) -> Result<Lead, XlsxError> {
    let lang = page.look.lang;
    let columns = problem_columns(lang);
    let mut rows = List::begin(page, &columns)?;
    for problem in &list.problems {
        let row = problem_items(problem, page.row + 1, lang);
        rows.row(page, &row)?;
    }
    let lead = rows.end(page);
    if list.problems.is_empty() {
        let rules = list.rules;
        let text = match lang.tag() {
            LangTag::Zh => format!("规则 {rules} 类，没有发现问题。"),
            LangTag::En => format!("{rules} kinds of rule found no problem."),
        };
        page.small(&text)?;
    }
    not_judged(page, list)?;
    Ok(lead)
}

fn problem_items(problem: &Problem, r: u32, lang: Lang) -> [Item<'_>; 15] {
    let unit = problem.unit;
    let number = |value: Option<f64>| in_unit(value, unit);
    let (word, tone) = severity(problem.severity, lang);
    let kind = if problem.likewise {
        lang.pick("同类", "likewise")
    } else {
        lang.pick("主要", "main")
    };
    [
        Item::whole(problem.number as u64),
        Item::Toned(word.into(), tone),
        Item::Text(kind.into()),
        Item::Text(problem.title.as_str().into()),
        Item::Text(problem.name.into()),
        Item::Text(problem.metric.into()),
        number(Some(problem.value)),
        Item::Text(unit_word(unit, lang).into()),
        Item::Text(problem.held_against.into()),
        number(Some(problem.threshold)),
        number(problem.previous),
        change(problem, r, lang),
        Item::whole(problem.rows),
        words(problem.cause.as_deref()),
        words(problem.measures.as_deref()),
    ]
}

/// The change on last month as reports tell it: of rates and scores the difference, of all else the ratio.
fn change(problem: &Problem, r: u32, lang: Lang) -> Item<'static> {
    let (now, before) = (format!("H{r}"), format!("L{r}"));
    let previous = problem.previous;
    let difference = previous.map(|previous| problem.value - previous);
    let given = format!("ISNUMBER({before})");
    match problem.unit {
        Unit::Ratio => Item::Formula(
            format!("=IF({given},({now}-{before})*100,\"—\")"),
            difference.map(|change| cell_number(change, Unit::PercentPoints)),
            match lang.tag() {
                LangTag::Zh => "+0.0\" 个百分点\";-0.0\" 个百分点\";0.0\" 个百分点\"",
                LangTag::En => "+0.0\" pp\";-0.0\" pp\";0.0\" pp\"",
            }
            .into(),
        ),
        Unit::Points | Unit::PointsOf100 | Unit::PointsOf5 | Unit::PercentPoints => Item::Formula(
            format!("=IF({given},{now}-{before},\"—\")"),
            difference.map(|change| cell_number(change, problem.unit)),
            "+0.0;-0.0;0.0".into(),
        ),
        _ => Item::Formula(
            format!("=IF(N({before})<>0,({now}-{before})/ABS({before}),\"—\")"),
            previous
                .filter(|previous| *previous != 0.0)
                .map(|previous| (problem.value - previous) / previous.abs()),
            "+0.0%;-0.0%;0.0%".into(),
        ),
    }
}

/// What was not judged and why, under a head of its own over some columns of the list above.
fn not_judged(page: &mut Page, list: &ProblemList) -> Result<(), XlsxError> {
    if list.not_judged.is_empty() {
        return Ok(());
    }
    let lang = page.look.lang;
    page.row += 1;
    page.heading(
        4,
        lang.pick(
            "因缺数据未判定（不视为通过）",
            "Not judged for want of data (not counted as passed)",
        ),
    )?;
    let heads = [
        (FIRST, FIRST + 3, lang.pick("规则", "Rule")),
        (FIRST + 4, FIRST + 4, lang.pick("指标", "Metric")),
        (FIRST + 5, FIRST + 5, lang.pick("标识", "Id")),
        (FIRST + 6, FIRST + 12, lang.pick("原因", "Why")),
    ];
    let head = page.look.column_head(rust_xlsxwriter::FormatAlign::Left);
    for (from, to, text) in heads {
        for col in from..=to {
            page.sheet.write_blank(page.row, col, &head)?;
        }
        write_text(page.sheet, (page.row, from), text, &head)?;
    }
    page.row += 1;
    let format = page
        .look
        .cell(
            rust_xlsxwriter::FormatAlign::Left,
            Tone::Neutral,
            false,
            false,
        )
        .set_text_wrap();
    for rule in &list.not_judged {
        let mut tallest = 1;
        let texts = [rule.rule, rule.name, rule.metric, rule.why.as_str()];
        for ((from, to, _), text) in heads.into_iter().zip(texts) {
            if from < to {
                page.sheet
                    .merge_range(page.row, from, page.row, to, "", &format)?;
            }
            write_text(page.sheet, (page.row, from), text, &format)?;
            tallest = tallest.max(lines(text, page.grid.width(from, to)));
        }
        page.set_lines(tallest, 15.0)?;
        page.row += 1;
    }
    Ok(())
}

/// Writes the measures, one a row.
pub(super) fn measures(page: &mut Page, lines: &[MeasureLine]) -> Result<Lead, XlsxError> {
    let columns = measure_columns(page.look.lang);
    let mut rows = List::begin(page, &columns)?;
    for line in lines {
        let (effect, unit) = match line.effect {
            Some((value, unit)) => {
                let places = if value.fract() == 0.0 {
                    "#,##0"
                } else {
                    "#,##0.0"
                };
                (
                    Item::Number(Some(value), places.into()),
                    Item::Text(unit.into()),
                )
            }
            None => (Item::Absent, Item::Blank),
        };
        let items = [
            Item::whole(line.number as u64),
            Item::Text(line.problem.as_str().into()),
            Item::Text(line.origin.into()),
            Item::Text(line.what.as_str().into()),
            words(line.owner.as_deref()),
            line.due.map_or(Item::Absent, Item::Day),
            Item::Number(line.progress, "0%".into()),
            effect,
            unit,
            words(line.expected.as_deref()),
        ];
        rows.row(page, &items)?;
    }
    Ok(rows.end(page))
}

/// Writes the parts of the causes, one a row; those of a split add up to its whole.
pub(super) fn parts(page: &mut Page, lines: &[PartLine]) -> Result<Lead, XlsxError> {
    let lang = page.look.lang;
    let columns = part_columns(lang);
    let mut rows = List::begin(page, &columns)?;
    let first = page.row + 1;
    let last = page.row + u32::try_from(lines.len()).unwrap_or(u32::MAX);
    for line in lines {
        let r = page.row + 1;
        let of_whole = lines
            .iter()
            .filter(|other| (other.number, other.by, other.level) == (line.number, line.by, 1));
        let whole: f64 = of_whole.map(|other| other.effect).sum();
        let effect = |effect: f64| in_unit(Some(effect), line.effect_unit);
        let own = line.own_and_mix.map_or(Item::Blank, |(own, _)| effect(own));
        let mix = line.own_and_mix.map_or(Item::Blank, |(_, mix)| effect(mix));
        let value = |value: Option<f64>| match value {
            Some(_) => in_unit(value, line.unit),
            None => Item::Blank,
        };
        let of = match line.of {
            Of::Change => lang.pick("变化", "change"),
            Of::Level => lang.pick("水平", "level"),
        };
        let items = [
            Item::whole(line.number as u64),
            Item::Text(line.problem.as_str().into()),
            Item::Text(line.by.into()),
            Item::Text(of.into()),
            Item::whole(line.level as u64),
            Item::Text(line.part.as_str().into()),
            effect(line.effect),
            Item::Text(unit_word(line.effect_unit, lang).into()),
            Item::Formula(
                format!(
                    "=SUMIFS($H${first}:$H${last},$B${first}:$B${last},B{r},$D${first}:$D${last},D{r},$F${first}:$F${last},1)"
                ),
                Some(cell_number(whole, line.effect_unit)),
                bare_format(line.effect_unit, whole).into(),
            ),
            Item::Formula(
                format!("=IF(J{r}<>0,H{r}/J{r},\"—\")"),
                (whole != 0.0).then(|| line.effect / whole),
                "0.0%".into(),
            ),
            own,
            mix,
            value(line.base),
            value(line.current),
        ];
        rows.row(page, &items)?;
    }
    Ok(rows.end(page))
}

fn in_unit(value: Option<f64>, unit: Unit) -> Item<'static> {
    let shown = bare_format(unit, value.unwrap_or(0.0));
    Item::Number(value.map(|value| cell_number(value, unit)), shown.into())
}

/// Words, or an empty cell: a dash would claim that something was looked for.
fn words(text: Option<&str>) -> Item<'_> {
    text.map_or(Item::Blank, |text| Item::Text(text.into()))
}

const fn severity(severity: Severity, lang: Lang) -> (&'static str, Tone) {
    match severity {
        Severity::High => (lang.pick("高", "high"), Tone::Bad),
        Severity::Medium => (lang.pick("中", "medium"), Tone::Warning),
        Severity::Low => (lang.pick("低", "low"), Tone::Neutral),
    }
}
