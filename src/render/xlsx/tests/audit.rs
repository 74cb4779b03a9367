//! The auditor's sheets, cell by cell; the scores of a small hall worked out by hand.

mod staff;

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data as Read, Reader};
use jiff::civil::date;

use super::reading::{Workbook, day, number_format_of, parts, rows_below, text};
use crate::config::ScoreWeights;
use crate::diagnostic::{Diagnostic, Place};
use crate::findings::cause::Of;
use crate::findings::finding::Judgement;
use crate::metrics::ledger::Ledger;
use crate::metrics::score::StaffScore;
use crate::money::Money;
use crate::render::specimen;
use crate::render::xlsx::xlsx;
use crate::report::document::{Block, Section, Text};
use crate::report::problem_list::{MeasureLine, PartLine, Problem, ProblemList, Unjudged};
use crate::report::sheets::{self, Lists};
use crate::report::sources::{SourceFile, Sources};
use crate::report::{MetricRow, Report};
use crate::theme::Theme;
use crate::value::{Severity, Unit};
use crate::words::Lang;

fn person(
    staff_id: &str,
    hall: &str,
    records: u64,
    [minutes, rating, sales, target]: [Option<f64>; 4],
    parts: [Option<f64>; 4],
    (rank, score): (Option<usize>, Option<f64>),
) -> StaffScore {
    let yuan = |amount: f64| Money::from_fen((amount * 100.0) as i64);
    StaffScore {
        rank,
        staff_id: staff_id.to_owned(),
        name: (staff_id != "E04").then(|| format!("员工{staff_id}")),
        hall: hall.to_owned(),
        role: Some("营业员".to_owned()),
        hired_on: None,
        records,
        minutes,
        rating,
        sales: sales.map(yuan),
        target: target.map(yuan),
        attainment: sales.zip(target).map(|(sales, target)| sales / target),
        parts,
        score,
    }
}

/// The hall of `metrics::score`'s tests, against targets of 10,000; and one without a name, where one of two who sold has
/// no target, so that sales count plain.
fn staff() -> Vec<StaffScore> {
    let all = |parts: [f64; 4]| parts.map(Some);
    let target = Some(10_000.0);
    vec![
        person(
            "E01",
            "城南*",
            10,
            [Some(6.0), Some(4.8), Some(12_000.0), target],
            all([100.0, 100.0, 0.0, 100.0]),
            (Some(1), Some(80.0)),
        ),
        person(
            "N01",
            "",
            0,
            [None, None, Some(3_000.0), None],
            [None, None, None, Some(100.0)],
            (Some(1), Some(80.0)),
        ),
        person(
            "E03",
            "城南*",
            15,
            [Some(8.0), None, Some(10_500.0), target],
            [Some(50.0), None, Some(50.0), Some(75.0)],
            // (25 × 50 + 20 × 50 + 25 × 75) / 70 = 4,125 / 70
            (Some(3), Some(4_125.0 / 70.0)),
        ),
        person(
            "E02",
            "城南*",
            20,
            [Some(10.0), Some(4.4), Some(9_000.0), target],
            all([0.0, 0.0, 100.0, 50.0]),
            (Some(4), Some(32.5)),
        ),
        person(
            "E04",
            "城南*",
            0,
            [None, None, Some(6_000.0), target],
            [None, None, None, Some(0.0)],
            (Some(5), Some(0.0)),
        ),
        person(
            "N02",
            "",
            0,
            [None, None, Some(1_000.0), Some(2_000.0)],
            [None, None, None, Some(0.0)],
            (Some(5), Some(0.0)),
        ),
    ]
}

fn problems() -> ProblemList {
    let waiting = Problem {
        number: 1,
        likewise: false,
        severity: Severity::High,
        title: "平均等候时长高于目标".to_owned(),
        metric: "service.avg_wait_minutes",
        name: "平均等候时长",
        unit: Unit::Minutes,
        value: 10.0,
        held_against: "目标",
        threshold: 8.0,
        previous: Some(5.0),
        rows: 1_806,
        cause: Some("比上月上升 5.0 分钟。".to_owned()),
        measures: Some("=动态排班。".to_owned()),
    };
    let rate = Problem {
        likewise: true,
        severity: Severity::Low,
        title: "一次性通过率比上月下降".to_owned(),
        metric: "service.one_pass_rate",
        name: "一次性通过率",
        unit: Unit::Ratio,
        value: 0.9,
        threshold: 0.95,
        held_against: "上月",
        previous: Some(0.95),
        cause: None,
        measures: None,
        ..waiting.clone()
    };
    let action = MeasureLine {
        number: 1,
        problem: waiting.title.clone(),
        origin: "已定举措",
        what: "高峰增开窗口".to_owned(),
        owner: Some("王敏".to_owned()),
        due: Some(date(2025, 5, 13)),
        progress: Some(0.4),
        effect: None,
        expected: Some("降到 8 分钟".to_owned()),
    };
    let roster = MeasureLine {
        origin: "测算建议",
        what: "动态排班：……。".to_owned(),
        owner: None,
        due: None,
        progress: None,
        effect: Some((20.75, "窗口小时／日")),
        expected: None,
        ..action.clone()
    };
    let peak = PartLine {
        number: 1,
        problem: waiting.title.clone(),
        by: "时段",
        of: Of::Change,
        level: 1,
        part: "11–12 时".to_owned(),
        effect: 4.0,
        effect_unit: Unit::Minutes,
        own_and_mix: Some((3.5, 0.5)),
        base: Some(6.0),
        current: Some(19.0),
        unit: Unit::Minutes,
    };
    let within = PartLine {
        level: 2,
        part: "11–12 时 › 补卡".to_owned(),
        effect: 3.0,
        own_and_mix: None,
        ..peak.clone()
    };
    let others = PartLine {
        part: "其余合计".to_owned(),
        effect: 1.0,
        own_and_mix: None,
        base: None,
        current: None,
        ..peak.clone()
    };
    ProblemList {
        problems: vec![waiting, rate],
        measures: vec![action, roster],
        parts: vec![peak, within, others],
        not_judged: vec![Unjudged {
            rule: "用户流失率上升".to_owned(),
            metric: "subs.churn_rate",
            name: "用户流失率",
            why: "没有 subscribers 数据".to_owned(),
        }],
        rules: 13,
    }
}

fn sources() -> Sources {
    let file = |name: &str, sheet: Option<&str>, rows, rejected| SourceFile {
        name: name.to_owned(),
        sheet: sheet.map(str::to_owned),
        dataset: "sales",
        rows,
        rejected,
        sha256: "0123456789abcdef".repeat(4),
    };
    let mut sources = Sources {
        files: vec![
            file("销售.csv", None, 30, 3),
            file("=2.xlsx", Some("四月"), 70, 0),
        ],
        ..Sources::default()
    };
    let bad = |row: u64, told: Diagnostic| {
        told.value("138****8000").at(Place {
            file: "销售.csv".to_owned(),
            sheet: None,
            row: Some(row),
            column: Some(2),
            field: Some("客户号码".to_owned()),
        })
    };
    // One more of a code than is kept.
    for row in 0..=1_000 {
        sources
            .diagnostics
            .add(bad(row + 2, Diagnostic::error("bad-date")));
    }
    sources
        .diagnostics
        .add(bad(9, Diagnostic::warning("bad-text")));
    sources
}

fn metric(id: &'static str, target: Option<f64>) -> MetricRow {
    MetricRow {
        id,
        value: None,
        mom: None,
        yoy: None,
        target,
        attainment: None,
        met: None,
        rows: 0,
        absent_because: None,
    }
}

fn report(lang: Lang) -> Report {
    let mut document = specimen::document();
    document.lang = lang;
    document.sections.push(Section {
        id: "appendix",
        number: None,
        title: "附录".to_owned(),
        blocks: vec![
            Block::Heading(3, Text::plain("数据质量")),
            Block::Prose(Text::plain("没有发现数据质量问题。")),
            Block::Heading(3, Text::plain("分析方法")),
            Block::Prose(Text::plain("根因按变化的来源分解。")),
        ],
    });
    let metrics = vec![metric("sales.total", Some(9e5)), metric("nps", None)];
    document.sheets = sheets::build(Lists {
        lang,
        month: document.month,
        ledger: &Ledger::default(),
        problems: &problems(),
        staff: &staff(),
        weights: ScoreWeights::default(),
        metrics: &metrics,
        sources: &sources(),
        besides: &[
            Block::Heading(3, Text::plain("分析方法")),
            Block::Prose(Text::plain("根因按变化的来源分解。")),
        ],
    });
    Report {
        document,
        metrics,
        judgement: Judgement::default(),
        ledger: Ledger::default(),
        chart_formulas: crate::metrics::ledger::ChartFormulas::new(),
    }
}

fn bytes(lang: Lang) -> Vec<u8> {
    xlsx(&report(lang), &Theme::default()).unwrap()
}

fn book() -> Workbook {
    calamine::open_workbook_from_rs(Cursor::new(bytes(Lang::ZH))).unwrap()
}

fn number(number: f64) -> Read {
    Read::Float(number)
}

/// The formulas of a sheet by cell.
fn formulas(workbook: &mut Workbook, sheet: &str) -> BTreeMap<String, String> {
    let range = workbook.worksheet_formula(sheet).unwrap();
    let (top, left) = range.start().unwrap_or_default();
    range
        .used_cells()
        .map(|(row, col, formula)| {
            let (row, col) = (top + row as u32, left + col as u32);
            let at = rust_xlsxwriter::utility::row_col_to_cell(row, col as u16);
            (at, formula.clone())
        })
        .collect()
}

#[test]
fn the_sheets_follow_the_report_and_the_overview_leads_to_them() {
    let mut workbook = book();
    let names = workbook.sheet_names();
    assert_eq!(
        names[5..],
        [
            "问题清单",
            "对策清单",
            "原因分解",
            "员工排名",
            "质量",
            "口径",
            "来源",
            "数据_图表"
        ],
        "the appendix is left out: {names:?}"
    );
    let overview = workbook.worksheet_range("概览").unwrap();
    let shown: Vec<String> = overview.used_cells().map(|(.., c)| c.to_string()).collect();
    for name in &names[5..12] {
        assert!(shown.contains(name), "{name}");
    }
    let english = calamine::open_workbook_from_rs(Cursor::new(bytes(Lang::EN)));
    let english: Workbook = english.unwrap();
    assert_eq!(
        english.sheet_names()[5..12],
        [
            "Problem list",
            "Measures",
            "Causes in parts",
            "Staff ranking",
            "Data quality",
            "Definitions",
            "Sources"
        ]
    );
}

#[test]
fn problems_measures_and_parts_are_typed_lines() {
    let mut workbook = book();
    let rows = rows_below(&mut workbook, "问题清单", 1, "序号");
    let head = [
        number(1.0),
        text("高"),
        text("主要"),
        text("平均等候时长高于目标"),
        text("平均等候时长"),
        text("service.avg_wait_minutes"),
        number(10.0),
        text("分钟"),
        text("目标"),
        number(8.0),
        number(5.0),
        number(1.0),
        number(1_806.0),
        text("比上月上升 5.0 分钟。"),
        text("=动态排班。"),
    ];
    assert_eq!(rows[0], head);
    // 90 % after 95 %: five points down.
    assert_eq!(
        rows[1][6..13],
        [
            number(0.9),
            text("%"),
            text("上月"),
            number(0.95),
            number(0.95),
            number(-5.0),
            number(1_806.0)
        ]
    );
    assert_eq!(
        formulas(&mut workbook, "问题清单"),
        BTreeMap::from(
            [
                ("M5", "IF(N(L5)<>0,(H5-L5)/ABS(L5),\"—\")"),
                ("M6", "IF(ISNUMBER(L6),(H6-L6)*100,\"—\")"),
            ]
            .map(|(cell, formula)| (cell.to_owned(), formula.to_owned()))
        )
    );
    let unjudged = rows_below(&mut workbook, "问题清单", 1, "规则");
    assert_eq!(unjudged[0][0], text("用户流失率上升"));
    assert_eq!(
        unjudged[0][4..7],
        [
            text("用户流失率"),
            text("subs.churn_rate"),
            text("没有 subscribers 数据")
        ]
    );

    let rows = rows_below(&mut workbook, "对策清单", 1, "问题序号");
    // 13 May 2025 is day 45,790 of Excel's calendar.
    assert_eq!(
        rows[0][2..],
        [
            text("已定举措"),
            text("高峰增开窗口"),
            text("王敏"),
            day(45_790.0),
            number(0.4),
            text("—"),
            Read::Empty,
            text("降到 8 分钟")
        ]
    );
    assert_eq!(rows[1][7..], [number(20.75), text("窗口小时／日")]);

    let rows = rows_below(&mut workbook, "原因分解", 1, "问题序号");
    let told: Vec<_> = rows.iter().map(|row| row[5..10].to_vec()).collect();
    let unit = || text("分钟");
    assert_eq!(
        told,
        [
            vec![
                text("11–12 时"),
                number(4.0),
                unit(),
                number(5.0),
                number(0.8)
            ],
            vec![
                text("11–12 时 › 补卡"),
                number(3.0),
                unit(),
                number(5.0),
                number(0.6)
            ],
            vec![
                text("其余合计"),
                number(1.0),
                unit(),
                number(5.0),
                number(0.2)
            ],
        ]
    );
    assert_eq!(
        formulas(&mut workbook, "原因分解")["J6"],
        "SUMIFS($H$5:$H$7,$B$5:$B$7,B6,$D$5:$D$7,D6,$F$5:$F$7,1)"
    );
}

#[test]
fn diagnostics_are_counted_and_listed_masked() {
    let mut workbook = book();
    let counts = rows_below(&mut workbook, "质量", 1, "级别");
    let row = |level, code, all, listed| vec![text(level), text(code), number(all), number(listed)];
    assert_eq!(
        counts,
        [
            row("错误", "bad-date", 1_001.0, 1_000.0),
            row("警告", "bad-text", 1.0, 1.0),
            vec![text("合计"), Read::Empty, number(1_002.0), number(1_001.0)],
        ]
    );
    // Title, of what, blank, small print, blank, counts' head, two, total, blank, the list's head.
    let range = workbook.worksheet_range("质量").unwrap();
    let at = |row, col| range.get_value((row, col)).cloned().unwrap_or_default();
    let listed: Vec<Read> = (1..12).map(|col| at(11, col)).collect();
    assert_eq!(
        listed,
        [
            text("错误"),
            text("bad-date"),
            text("销售.csv"),
            Read::Empty,
            number(2.0),
            number(2.0),
            text("客户号码"),
            text("138****8000"),
            text("日期，如 2025-04-01"),
            text("“客户号码”列的“138****8000”不对，应为日期，如 2025-04-01"),
            Read::Empty
        ]
    );
    assert_eq!((at(1_010, 1), at(1_011, 1)), (text("错误"), text("警告")));
    let formulas = formulas(&mut workbook, "质量");
    assert_eq!(
        formulas["E7"],
        "COUNTIFS($B$12:$B$1012,B7,$C$12:$C$1012,C7)"
    );
    assert_eq!(formulas["D9"], "SUM(D7:D8)");
    let sheet = &parts(&bytes(Lang::ZH))["xl/worksheets/sheet10.xml"];
    assert!(sheet.contains("<autoFilter ref=\"B11:L1012\"/>"));
}

#[test]
fn definitions_come_from_the_catalog_and_keep_the_method() {
    let mut workbook = book();
    let rows = rows_below(&mut workbook, "口径", 1, "标识");
    assert_eq!(
        rows,
        [
            vec![
                text("sales.total"),
                text("销售总额"),
                text("元"),
                text("↑ 高"),
                text("金额之和"),
                text("sales"),
                text("有")
            ],
            vec![
                text("nps"),
                text("NPS净推荐值"),
                text("分"),
                text("↑ 高"),
                text("（9–10 分占比 − 0–6 分占比）× 100，取已填的推荐意愿"),
                text("surveys"),
                text("—")
            ],
        ]
    );
    let range = workbook.worksheet_range("口径").unwrap();
    let shown: Vec<String> = range.used_cells().map(|(.., c)| c.to_string()).collect();
    assert!(shown.contains(&"根因按变化的来源分解。".to_owned()));
    assert!(!shown.contains(&"没有发现数据质量问题。".to_owned()));
}

#[test]
fn sources_add_up_and_their_names_are_no_formulas() {
    let mut workbook = book();
    let sha = "0123456789abcdef".repeat(4);
    let rows = rows_below(&mut workbook, "来源", 1, "文件");
    assert_eq!(
        rows,
        [
            vec![
                text("销售.csv"),
                Read::Empty,
                text("sales"),
                number(30.0),
                number(3.0),
                number(27.0),
                number(0.1),
                text(&sha)
            ],
            vec![
                text("=2.xlsx"),
                text("四月"),
                text("sales"),
                number(70.0),
                number(0.0),
                number(70.0),
                number(0.0),
                text(&sha)
            ],
            vec![
                text("合计"),
                Read::Empty,
                Read::Empty,
                number(100.0),
                number(3.0),
                number(97.0),
                number(0.03)
            ],
        ]
    );
    let formulas = formulas(&mut workbook, "来源");
    assert_eq!(formulas["E7"], "SUM(E5:E6)");
    assert_eq!(formulas["G5"], "E5-F5");
    assert!(formulas.values().all(|formula| !formula.contains("xlsx")));
}
