mod audit;
mod reading;

use super::*;
use crate::render::specimen;
use crate::report::document::{Cell, Column, Row, Text};
use calamine::{Data as Read, Reader};
use proptest::prelude::*;
use reading::{
    Workbook, assert_well_formed, day, number_format_of, opened, parts, rows_below, text,
};
use std::io::Cursor;

/// The workbook of a Document alone, without ledger and sources.
fn bare(document: &Document) -> Result<Vec<u8>, XlsxError> {
    let report = Report {
        document: document.clone(),
        metrics: Vec::new(),
        judgement: crate::findings::finding::Judgement::default(),
        ledger: crate::metrics::ledger::Ledger::default(),
        chart_formulas: crate::metrics::ledger::ChartFormulas::new(),
    };
    xlsx(&report, &Theme::default())
}

#[test]
fn sheets_follow_the_report_in_its_language() {
    let mut document = specimen::document();
    assert_eq!(
        opened(&document).sheet_names(),
        [
            "概览",
            "01 业绩回顾",
            "02 客户服务情况",
            "05 问题与对策",
            "06 下月工作计划",
            "数据_图表"
        ]
    );
    document.lang = Lang::EN;
    let names = opened(&document).sheet_names();
    assert_eq!(
        (names[0].as_str(), names[5].as_str()),
        ("Overview", "Data_Charts")
    );
}

#[test]
fn tables_are_typed_cells_in_base_units() {
    let mut workbook = opened(&specimen::document());
    let rows = rows_below(&mut workbook, "01 业绩回顾", 1, "分类销售额");
    assert_eq!(
        rows[..5],
        [
            vec![
                text("类别"),
                text("金额（元）"),
                text("占比"),
                text("环比"),
                text("拉动（个百分点）")
            ],
            vec![
                text("终端"),
                Read::Float(489_123.45),
                Read::Float(0.566),
                Read::Float(0.084),
                Read::Float(4.6)
            ],
            vec![
                text("基础业务"),
                Read::Float(250_000.0),
                Read::Float(0.2893),
                Read::Float(-0.021),
                Read::Float(-0.66)
            ],
            vec![
                text("增值|业务"),
                Read::Float(125_000.0),
                Read::Float(0.1447),
                text("—"),
                Read::Float(1.26)
            ],
            vec![
                text("合计"),
                Read::Float(864_123.45),
                Read::Float(1.0),
                Read::Float(0.052),
                Read::Float(5.2)
            ],
        ]
    );
    let rows = rows_below(&mut workbook, "01 业绩回顾", 1, "关键指标达成");
    assert_eq!(
        rows,
        [
            vec![
                text("指标"),
                text("目标"),
                text("实际"),
                text("达成率"),
                text("实际与目标（目标 = 100%）"),
                text("结果")
            ],
            vec![
                text("平均等候时长"),
                Read::Float(10.0),
                Read::Float(11.8),
                Read::Float(0.82),
                Read::Float(0.787 / 0.667),
                text("未达成")
            ],
            vec![
                text("主营业务收入"),
                Read::Float(837_000.0),
                Read::Float(864_123.45),
                Read::Float(1.032),
                Read::Float(0.688 / 0.667),
                text("达成")
            ],
        ]
    );
    let rows = rows_below(&mut workbook, "02 客户服务情况", 1, "级别");
    assert_eq!(
        rows,
        [
            vec![text("● 红色"), Read::Float(1.0), text("—")],
            // 28 April 2025 is day 45,775 of Excel's calendar; 17:05 is 1,025 minutes of 1,440.
            vec![text("● 黄色"), Read::Float(0.846), day(45_775.0)],
            vec![
                text("● 蓝色"),
                Read::Float(0.977),
                day(45_777.0 + 1_025.0 / 1_440.0)
            ],
        ]
    );
}

#[test]
fn number_formats_follow_units() {
    let parts = parts(&bare(&specimen::document()).unwrap());
    let of = |sheet, cell| number_format_of(&parts, sheet, cell);
    // 概览: value, change of the first two cards.
    assert_eq!(of(1, "C10"), "#,##0.00");
    assert_eq!(of(1, "E10"), "&quot;▲ &quot;0.0%;&quot;▼ &quot;0.0%;0.0%");
    assert_eq!(of(1, "C11"), "0.0%");
    assert_eq!(
        of(1, "E11"),
        "&quot;▲ &quot;#,##0.0&quot; 个百分点&quot;;&quot;▼ &quot;#,##0.0&quot; 个百分点&quot;;#,##0.0&quot; 个百分点&quot;"
    );
    // 01: the table of categories starts in row 11.
    assert_eq!(of(2, "C11"), "#,##0.00");
    assert_eq!(of(2, "D11"), "0.0%");
    assert_eq!(of(2, "E11"), "+0.0%;-0.0%;0.0%");
    assert_eq!(of(2, "F11"), "+#,##0.0;-#,##0.0;#,##0.0");
}

#[test]
fn the_overview_holds_particulars_links_figures_and_lists() {
    let mut workbook = opened(&specimen::document());
    let range = workbook.worksheet_range("概览").unwrap();
    let at = |row, col| range.get_value((row, col)).cloned().unwrap_or_default();
    assert_eq!(at(0, 1), text("电信营业厅月工作总结"));
    assert_eq!((at(2, 1), at(2, 2)), (text("营业厅"), text("城南营业厅")));
    assert_eq!((at(3, 1), at(3, 2)), (text("月份"), day(45_748.0)));
    assert_eq!((at(5, 1), at(5, 2)), (text("日期"), day(45_780.0)));
    assert_eq!(
        (at(2, 5), at(2, 7)),
        (text("01 业绩回顾"), text("06 下月工作计划"))
    );
    let rows = rows_below(&mut workbook, "概览", 1, "关键指标");
    assert_eq!(
        rows[1..],
        [
            vec![
                text("销售总额"),
                Read::Float(864_123.45),
                text("元"),
                Read::Float(0.052),
                text("环比"),
                text("向好")
            ],
            vec![
                text("用户保有率"),
                Read::Float(0.978),
                Read::Empty,
                Read::Float(-0.4),
                text("环比"),
                text("变差")
            ],
            vec![
                text("NPS 净推荐值"),
                Read::Float(41.5),
                text("分"),
                Read::Float(3.1),
                text("环比"),
                text("向好"),
                text("±6.2（n=412）")
            ],
            vec![text("员工评分"), text("—"), Read::Empty, text("—")],
        ]
    );
    let rows = rows_below(&mut workbook, "概览", 1, "做得好的");
    assert_eq!(rows[0][0], text("1. 以旧换新带动终端。"));
    assert_eq!(rows[0][4], text("1. 流失率 2.2%。"));
}

#[test]
fn charts_refer_to_their_numbers() {
    let document = specimen::document();
    let mut workbook = opened(&document);
    let rows = rows_below(&mut workbook, "数据_图表", 0, "指标走势");
    assert_eq!(
        rows[1],
        [
            text("销售总额"),
            Read::Float(790_000.0),
            Read::Empty,
            Read::Float(803_000.0),
            Read::Float(821_410.0),
            Read::Float(864_123.45)
        ]
    );
    let rows = rows_below(
        &mut workbook,
        "数据_图表",
        0,
        "新增 312 户，离网 264 户，净增 48 户",
    );
    let number = Read::Float;
    assert_eq!(
        rows[1..],
        [
            vec![
                text("期初"),
                number(12_012.0),
                Read::Empty,
                number(12_012.0),
                Read::Empty,
                Read::Empty,
                Read::Empty,
                number(12_012.0),
                number(12_012.0)
            ],
            vec![
                text("新增"),
                number(312.0),
                number(12_012.0),
                Read::Empty,
                number(312.0),
                Read::Empty,
                Read::Empty,
                number(12_324.0),
                number(12_324.0)
            ],
            vec![
                text("离网"),
                number(-264.0),
                number(12_060.0),
                Read::Empty,
                Read::Empty,
                number(264.0),
                Read::Empty,
                number(12_324.0),
                number(12_060.0)
            ],
            vec![
                text("期末"),
                number(12_060.0),
                Read::Empty,
                number(12_060.0),
                Read::Empty,
                Read::Empty,
                Read::Empty,
                number(12_060.0),
                number(12_060.0)
            ],
        ]
    );
    let rows = rows_below(&mut workbook, "数据_图表", 0, "五月三项行动");
    // 6 to 12 May is seven days, a quarter of them done.
    assert_eq!(
        rows[1],
        [
            text("错峰排班"),
            text("李敏"),
            day(45_783.0),
            day(45_789.0),
            number(0.25),
            number(1.75),
            number(5.25)
        ]
    );
    let parts = parts(&bare(&document).unwrap());
    let charts = parts
        .keys()
        .filter(|name| name.starts_with("xl/charts/chart"));
    // Eight of the sections (the heat map is a range), two of them again on the overview.
    assert_eq!(charts.count(), 10);
    let daily = &parts["xl/charts/chart1.xml"];
    assert!(
        daily.contains("<c:f>数据_图表!$B$13:$B$42</c:f>"),
        "{daily}"
    );
    assert!(daily.contains("formatCode=\"0\\.0,\""), "{daily}");
    assert!(parts["xl/worksheets/sheet3.xml"].contains("<colorScale>"));
    assert!(parts["xl/worksheets/sheet1.xml"].contains("<xm:f>数据_图表!B7:F7</xm:f>"));
}

#[test]
fn pages_are_set_up() {
    let parts = parts(&bare(&specimen::document()).unwrap());
    let book = &parts["xl/workbook.xml"];
    for name in [
        "<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"1\">'01 业绩回顾'!$1:$1</definedName>",
        "<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"2\">'02 客户服务情况'!$1:$1</definedName>",
    ] {
        assert!(book.contains(name), "{name}\n{book}");
    }
    for i in 1..=6 {
        let sheet = &parts[&format!("xl/worksheets/sheet{i}.xml")];
        assert!(
            sheet.contains("<pageSetUpPr fitToPage=\"1\"/>"),
            "sheet {i}"
        );
        assert!(sheet.contains("paperSize=\"9\""), "sheet {i}");
        assert!(sheet.contains("fitToHeight=\"0\""), "sheet {i}");
    }
    let core = &parts["docProps/core.xml"];
    assert!(core.contains("<dc:title>电信营业厅月工作总结</dc:title>"));
    assert!(core.contains("<dc:creator>李敏</dc:creator>"));
    assert!(
        core.contains(">2025-05-03T00:00:00Z</dcterms:created>"),
        "{core}"
    );
}

#[test]
fn without_a_date_the_file_is_of_the_months_last_day() {
    let mut document = specimen::document();
    document.date = None;
    let core = parts(&bare(&document).unwrap())["docProps/core.xml"].clone();
    assert!(
        core.contains(">2025-04-30T00:00:00Z</dcterms:created>"),
        "{core}"
    );
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let document = specimen::document();
    let bytes = bare(&document).unwrap();
    assert_eq!(bytes, bare(&document).unwrap());
    let mut zip = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    for i in 0..zip.len() {
        let entry = zip.by_index(i).unwrap();
        let date = entry.last_modified().unwrap();
        assert_eq!((date.year(), date.month(), date.day()), (1980, 1, 1), "{i}");
    }
}

fn with_blocks(blocks: Vec<Block>) -> Document {
    let mut document = specimen::document();
    document.sections.truncate(2);
    document.sections[1].blocks = blocks;
    document
}

fn names_table(names: impl Iterator<Item = String>) -> Table {
    Table {
        id: "t".to_owned(),
        caption: String::new(),
        show_caption: false,
        columns: vec![Column::text("name", "姓名"), Column::text("b", "=1+1")],
        rows: names
            .map(|name| Row::new(vec![Cell::text(&name), Cell::text(name)]))
            .collect(),
        note: String::new(),
        ..Table::default()
    }
}

#[test]
fn a_long_table_leads_its_sheet_with_head_and_filter() {
    let table = names_table((0..40).map(|i| format!("员工{i}")));
    let parts = parts(&bare(&with_blocks(vec![Block::Table(table)])).unwrap());
    let sheet = &parts["xl/worksheets/sheet2.xml"];
    assert!(sheet.contains("<autoFilter ref=\"B4:C44\"/>"), "{sheet}");
    assert!(
        sheet.contains("<pane ySplit=\"4\" topLeftCell=\"A5\""),
        "{sheet}"
    );
    assert!(parts["xl/workbook.xml"].contains("'01 业绩回顾'!$4:$4"));
}

#[test]
fn the_workbook_keeps_the_rows_that_print_leaves_out() {
    let mut table = names_table((0..40).map(|i| format!("员工{i}")));
    let whole = parts(&bare(&with_blocks(vec![Block::Table(table.clone())])).unwrap());
    table.printed = Some(5);
    let limited = parts(&bare(&with_blocks(vec![Block::Table(table)])).unwrap());
    assert_eq!(
        limited["xl/worksheets/sheet2.xml"],
        whole["xl/worksheets/sheet2.xml"]
    );
    assert!(limited["xl/sharedStrings.xml"].contains("员工39"));
}

#[test]
fn nothing_from_input_is_a_formula() {
    let texts = [
        "=1+1",
        "+86 138",
        "-5",
        "@SUM(A1)",
        "=HYPERLINK(\"http://x\")",
    ];
    let mut document = with_blocks(vec![Block::Table(names_table(
        texts.iter().map(|&text| text.to_owned()),
    ))]);
    document.title = "=1".to_owned();
    document.hall = "=cmd|' /C calc'!A0".to_owned();
    let mut workbook = opened(&document);
    for sheet in workbook.sheet_names() {
        assert!(
            workbook.worksheet_formula(&sheet).unwrap().is_empty(),
            "{sheet}"
        );
    }
    let rows = rows_below(&mut workbook, "01 业绩回顾", 1, "姓名");
    let found: Vec<String> = rows.iter().map(|row| row[0].to_string()).collect();
    assert_eq!(found, texts);
}

#[test]
fn an_empty_report_is_one_sheet() {
    let mut document = specimen::document();
    document.sections.clear();
    document.cover.clear();
    assert_eq!(opened(&document).sheet_names(), ["概览"]);
}

/// Texts that break XML, formulas, sheet names, headers and references.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[\\x00-\\x1f<>&'\"=!:*?/\\\\\\[\\]|;_x0-9A-D ]{0,8}",
        "[一二三％，。—±\u{FFFE}\u{FFFF}😀]{0,4}",
        Just("_x000D_".to_owned()),
        Just("数据!A1".to_owned()),
        Just("&P&[Page]".to_owned()),
        Just("长".repeat(300)),
    ];
    prop::collection::vec(piece, 0..4).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn hostile_texts_leave_the_workbook_readable(text in hostile(), name in hostile()) {
        let mut document = specimen::document();
        document.title = text.clone();
        document.hall = name.clone();
        document.presenter = Some(text.clone());
        for section in &mut document.sections {
            section.title = text.clone();
            for block in &mut section.blocks {
                match block {
                    Block::Heading(_, heading) => *heading = Text::plain(&*name),
                    Block::Lead(prose) | Block::Prose(prose) => prose.0.push(crate::report::document::Span {
                        text: text.clone(),
                        bold: true,
                    }),
                    Block::Chart(chart) => {
                        chart.title = text.clone();
                        chart.alt = name.clone();
                    }
                    Block::Kpis(kpis) => kpis.iter_mut().for_each(|kpi| kpi.name = text.clone()),
                    Block::Panels(panels) => panels.iter_mut().for_each(|panel| panel.title = name.clone()),
                    _ => {}
                }
            }
        }
        document.sections[1].blocks.push(Block::Table(names_table(std::iter::once(text.clone()))));
        let bytes = bare(&document).unwrap();
        assert_well_formed(&parts(&bytes));
        let mut workbook: Workbook = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        let sheet = workbook.sheet_names()[1].clone();
        let rows = rows_below(&mut workbook, &sheet, 1, "姓名");
        let expected = formats::clean(&text);
        if expected.is_empty() {
            prop_assert!(rows.is_empty());
        } else {
            prop_assert_eq!(rows[0][0].to_string(), expected);
        }
    }
}

#[test]
fn every_part_is_well_formed() {
    assert_well_formed(&parts(&bare(&specimen::document()).unwrap()));
}

/// Where LibreOffice is installed, it shows the figures as the formats say; elsewhere the test says so.
#[test]
fn libreoffice_shows_the_overview() {
    let Ok(version) = std::process::Command::new("soffice")
        .arg("--version")
        .output()
    else {
        println!("skipped: LibreOffice is not installed");
        return;
    };
    assert!(version.status.success());
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.xlsx");
    std::fs::write(&book, bare(&specimen::document()).unwrap()).unwrap();
    let profile = format!(
        "-env:UserInstallation=file://{}/profile",
        folder.path().display()
    );
    let status = std::process::Command::new("soffice")
        .args([profile.as_str(), "--headless", "--convert-to"])
        // Comma, double quote, UTF-8; cells as shown.
        .arg("csv:Text - txt - csv (StarCalc):44,34,76")
        .arg("--outdir")
        .arg(folder.path())
        .arg(&book)
        .output()
        .unwrap();
    assert!(status.status.success(), "{status:?}");
    let shown = std::fs::read_to_string(folder.path().join("book.csv")).unwrap();
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(lines[3], ",月份,2025年4月,,,02 客户服务情况,,图表数据,");
    assert_eq!(
        lines[9..13],
        [
            ",销售总额,\"864,123.45\",元,▲ 5.2%,环比,向好,,",
            ",用户保有率,97.8%,,▼ 0.4 个百分点,环比,变差,,",
            ",NPS 净推荐值,41.5,分,▲ 3.1 分,环比,向好,±6.2（n=412）,",
            ",员工评分,—,,—,,,,",
        ]
    );
}
