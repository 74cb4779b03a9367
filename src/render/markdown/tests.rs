use super::*;
use crate::chart::{ChartKind, Step, WaterfallChart};
use crate::month::Month;
use crate::render::specimen;
use crate::report::document::{Cell, Column, Row, Span, Table};
use crate::value::{Noun, NumberStyle, Scale, Tone, Unit};
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

fn small_document(lang: Lang, blocks: Vec<Block>) -> Document {
    Document {
        lang,
        title: "Report".to_owned(),
        hall: "H".to_owned(),
        month: Month::new(2025, 4).unwrap(),
        presenter: None,
        date: None,
        cover: Vec::new(),
        sheets: Vec::new(),
        sections: vec![Section {
            id: "performance",
            number: Some("01"),
            title: "S".to_owned(),
            blocks,
        }],
    }
}

/// What a section with these blocks prints below its heading.
fn printed(blocks: Vec<Block>) -> String {
    let text = markdown(&small_document(Lang::ZH, blocks), ChartLinks::Tables);
    let (_, body) = text.split_once("\n## 01 S\n").unwrap();
    body.trim_start().to_owned()
}

#[test]
fn prints_cover_contents_and_sections() {
    let text = markdown(
        &specimen::document(),
        ChartLinks::Folder("yuebao-2025-04-charts"),
    );
    let head = "\
# 电信营业厅月工作总结

- 营业厅：城南营业厅
- 月份：2025年4月
- 汇报人：李敏
- 日期：2025年5月3日

## 目录

- [本月摘要](#本月摘要)
- [01 业绩回顾](#01-业绩回顾)
  - [整体销售额统计](#整体销售额统计)
  - [关键指标达成率](#关键指标达成率)
- [02 客户服务情况](#02-客户服务情况)
  - [投诉处理时效](#投诉处理时效)
- [05 问题与对策](#05-问题与对策)
  - [现存运营难点](#现存运营难点)
- [06 下月工作计划](#06-下月工作计划)
  - [重点行动步骤](#重点行动步骤)

## 本月摘要

| 指标         |      数值 |                变化 | 备注          |
| :----------- | --------: | ------------------: | :------------ |
| 销售总额     | 86.4 万元 |         ▲ 5.2% 环比 |               |
| 用户保有率   |     97.8% | ▼ 0.4 个百分点 环比 |               |
| NPS 净推荐值 |   41.5 分 |       ▲ 3.1 分 环比 | ±6.2（n=412） |
| 员工评分     |         — |                   — |               |

### 做得好的

1. 以旧换新带动终端。
2. 红色工单全部按时。

### 要解决的

1. 流失率 2.2%。

## 01 业绩回顾

> 销售总额 **86.4 万元**，环比增长 <strong>5.2%</strong>主要由终端拉动。

### 整体销售额统计

终端占 56.6%；1_000 元以上机型 3*2 台 <不含> 退货。

**分类销售额**

| 类别       | 金额（万元） |       占比 |      环比 | 拉动（个百分点） |
| :--------- | -----------: | ---------: | --------: | ---------------: |
| 终端       |         48.9 |      56.6% |     +8.4% |             +4.6 |
| 基础业务   |         25.0 |      28.9% |     −2.1% |             −0.7 |
| 增值\\|业务 |         12.5 |      14.5% |         — |             +1.3 |
| **合计**   |     **86.4** | **100.0%** | **+5.2%** |         **+5.2** |

_不含退货。_

**月末三天销售抬升，其余日子与上月接近**

![图：月末三天销售抬升，其余日子与上月接近](yuebao-2025-04-charts/daily_sales.svg)

";
    assert_eq!(text.get(..head.len()), Some(head));
    let tail = "\
#### 流失率升至 2.2%

- **严重程度**：高
- **依据**：高于目标 2.0%。
- **对策**：回访校园套餐用户。

## 06 下月工作计划

### 重点行动步骤

1. 错峰排班
2. 校园套餐回访

**五月三项行动**

![图：五月三项行动](yuebao-2025-04-charts/timeline.svg)

- \\- 无
- =1+1
";
    assert!(text.ends_with(tail), "{text}");
}

#[test]
fn prints_bullets_words_dots_and_dates() {
    let text = markdown(&specimen::document(), ChartLinks::Folder("c"));
    for table in [
        "\
| 指标         |      目标 |          实际 | 达成率 | 实际与目标    |  结果  |
| :----------- | --------: | ------------: | -----: | :------------ | :----: |
| 平均等候时长 | 10.0 分钟 | **11.8 分钟** |  82.0% | ████████│█░░░ | 未达成 |
| 主营业务收入 | 83.7 万元 | **86.4 万元** | 103.2% | ████████│░░░░ |  达成  |
",
        "\
| 级别    | 按时率 |         最近逾期 |
| :------ | -----: | ---------------: |
| 🔴 红色 | 100.0% |                — |
| 🟡 黄色 |  84.6% |       2025-04-28 |
| 🔵 蓝色 |  97.7% | 2025-04-30 17:05 |
",
    ] {
        assert!(text.contains(table), "{text}");
    }
}

#[test]
fn sets_tables_in_the_charts_place() {
    let text = markdown(&specimen::document(), ChartLinks::Tables);
    assert!(!text.contains(".svg"));
    for table in [
        "\
**新增 312 户，离网 264 户，净增 48 户**

| 项目     | 数值（户） |
| :------- | ---------: |
| **期初** | **12,012** |
| 新增     |        312 |
| 离网     |       −264 |
| **期末** | **12,060** |
",
        "\
| 项目     | 数值（件） |  占比 |   累计 |
| :------- | ---------: | ----: | -----: |
| 资费争议 |         74 | 36.3% |  36.3% |
| 网络信号 |         61 | 29.9% |  66.2% |
",
        "\
| 行动         | 责任人 |       开始 |       完成 | 进度 |
| :----------- | :----- | ---------: | ---------: | ---: |
| 错峰排班     | 李敏   | 2025-05-06 | 2025-05-12 |  25% |
| 校园套餐回访 | 王磊   | 2025-05-08 | 2025-05-23 |   0% |
| 清理滞销终端 |        | 2025-05-12 | 2025-05-31 |    — |
",
        "\
| 单位：笔 | 周一 | 周二 | 周三 | 周四 | 周五 | 周六 | 周日 |
| :------- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
| 8时      |    0 |   13 |   26 |   39 |    5 |    — |    — |
",
    ] {
        assert!(text.contains(table), "{text}");
    }
}

#[test]
fn escapes_what_would_be_markup_and_nothing_else() {
    for (text, expected) in [
        ("# 标题", "\\# 标题"),
        ("#话题", "#话题"),
        ("1. 首先", "1\\. 首先"),
        ("1.5 倍", "1.5 倍"),
        ("2025-04-01", "2025-04-01"),
        ("- 无", "\\- 无"),
        ("-3.2%", "-3.2%"),
        ("---", "\\---"),
        ("> 5 天", "\\> 5 天"),
        ("占比 < 5% 且 > 3%", "占比 < 5% 且 > 3%"),
        ("<b>粗</b>", "\\<b>粗\\</b>"),
        ("a & b；AT&T &amp;", "a & b；AT\\&T \\&amp;"),
        ("snake_case 与 _斜_", "snake_case 与 \\_斜\\_"),
        ("3 * 4 与 *重点*", "3 * 4 与 \\*重点\\*"),
        ("10~11 时，14~15 时", "10\\~11 时，14\\~15 时"),
        ("138****8000 与 10~11 时", "138****8000 与 10~11 时"),
        ("***", "\\***"),
        ("`代码`", "\\`代码\\`"),
        ("[x](http://a)", "\\[x](http://a)"),
        ("C:\\数据\\*", "C:\\数据\\\\*"),
        ("两\n行\t文字 ", "两 行 文字"),
        ("a | b", "a | b"),
    ] {
        assert_eq!(
            printed(vec![Block::Prose(Text::plain(text))]),
            format!("{expected}\n")
        );
    }
}

#[test]
fn english_singulars_signs_and_marks() {
    let kpi = Kpi {
        id: "complaints.total".to_owned(),
        name: "Complaints".to_owned(),
        value: Value::Number(1.0, Unit::Count(Noun::Tickets)),
        change: Some(Change {
            value: Value::Number(-0.000_2, Unit::Ratio),
            basis: "MoM".to_owned(),
            since: crate::metrics::ledger::When::LastMonth,
            tone: Tone::Neutral,
        }),
        note: String::new(),
        trend: Vec::new(),
    };
    let mut document = small_document(Lang::EN, vec![]);
    document.cover = vec![kpi];
    let expected = "\
# Report

- Hall: H
- Month: April 2025

| Metric     |    Value |   Change |
| :--------- | -------: | -------: |
| Complaints | 1 ticket | 0.0% MoM |

## Contents

- [01 S](#01-s)

## 01 S
";
    assert_eq!(markdown(&document, ChartLinks::Tables), expected);
}

#[test]
fn leaves_large_tables_unpadded() {
    let table = Table {
        id: "t".to_owned(),
        caption: String::new(),
        show_caption: false,
        columns: vec![Column::text("a", "列")],
        rows: (0..101)
            .map(|i| Row::new(vec![Cell::text(format!("第 {i} 行"))]))
            .collect(),
        note: String::new(),
        ..Table::default()
    };
    let text = printed(vec![Block::Table(table)]);
    assert!(text.starts_with("| 列 |\n| :-- |\n| 第 0 行 |\n"), "{text}");
}

#[test]
fn an_empty_report_is_a_title_and_its_particulars() {
    let mut document = small_document(Lang::ZH, vec![]);
    document.sections.clear();
    assert_eq!(
        markdown(&document, ChartLinks::Tables),
        "# Report\n\n- 营业厅：H\n- 月份：2025年4月\n"
    );
}

#[test]
fn empty_blocks_print_nothing() {
    let waterfall = Chart {
        id: "w".to_owned(),
        title: String::new(),
        alt: String::new(),
        kind: ChartKind::Waterfall(WaterfallChart {
            steps: vec![Step {
                label: "a".to_owned(),
                value: f64::NAN,
                total: true,
            }],
            style: NumberStyle {
                unit: Unit::Bare,
                scale: Scale::One,
                places: 0,
                signed: false,
            },
            unit_label: String::new(),
        }),
    };
    let text = printed(vec![
        Block::Prose(Text::default()),
        Block::Note(Text::plain(" ")),
        Block::Kpis(vec![]),
        Block::List(true, vec![]),
        Block::Chart(waterfall),
    ]);
    assert_eq!(
        text,
        "| 项目  | 数值 |\n| :---- | ---: |\n| **a** |    — |\n"
    );
}

/// The rows of the first table, as a reader of GFM sees them: plain texts, and whether each is all bold.
fn parsed_cells(text: &str) -> Vec<Vec<(String, bool)>> {
    let mut rows = Vec::new();
    let (mut cell, mut bold, mut any_light) = (String::new(), false, false);
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(Tag::TableHead | Tag::TableRow) => rows.push(Vec::new()),
            Event::Start(Tag::TableCell) => (cell, any_light) = (String::new(), false),
            Event::Start(Tag::Strong) => bold = true,
            Event::End(TagEnd::Strong) => bold = false,
            Event::InlineHtml(html) if &*html == "<strong>" => bold = true,
            Event::InlineHtml(html) if &*html == "</strong>" => bold = false,
            Event::Text(text) => {
                cell.push_str(&text);
                any_light |= !bold;
            }
            Event::End(TagEnd::TableCell) => {
                rows.last_mut().unwrap().push((cell.clone(), !any_light));
            }
            Event::Start(Tag::Table(_)) | Event::End(_) => {}
            other => panic!("markup from a cell: {other:?}"),
        }
    }
    rows
}

/// What is left of a text on one line.
fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Texts full of what Markdown gives a meaning, with letters, digits and Chinese between.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[-*_`~|<>\\[\\](){}#+.!&;:/\\\\$=\"'0-9a-c \n]{0,6}",
        "[一二三％，。（）—±]{0,3}",
        Just("<b>".to_owned()),
        Just("&lt;".to_owned()),
        Just("https://a.b".to_owned()),
        Just("**".to_owned()),
        Just("![x](y)".to_owned()),
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn cells_read_back(
        rows in prop::collection::vec(prop::collection::vec((hostile(), any::<bool>()), 3), 1..4),
    ) {
        let table = Table {
            id: "t".to_owned(),
            caption: String::new(),
            show_caption: false,
            columns: vec![Column::text("a", "甲"), Column::text("b", "b|*"), Column::text("c", "c")],
            rows: rows.iter().map(|row| Row::new(row.iter().map(|(text, bold)| Cell {
                bold: *bold,
                ..Cell::text(text)
            }).collect())).collect(),
            note: String::new(),
            ..Table::default()
        };
        let parsed = parsed_cells(&table::table(&table, Lang::ZH));
        prop_assert_eq!(parsed.len(), rows.len() + 1);
        prop_assert_eq!(&parsed[0][1].0, "b|*");
        for (parsed, row) in parsed[1..].iter().zip(&rows) {
            for ((text, all_bold), (expected, bold)) in parsed.iter().zip(row) {
                prop_assert_eq!(text, &one_line(expected));
                prop_assert!(text.is_empty() || all_bold == bold);
            }
        }
    }

    #[test]
    fn prose_lists_headings_and_notes_read_back(
        spans in prop::collection::vec((hostile(), any::<bool>()), 1..4),
        hall in hostile(),
    ) {
        let text = Text(spans.iter().map(|(text, bold)| Span { text: text.clone(), bold: *bold }).collect());
        let whole = one_line(&text.to_plain());
        let document = Document {
            hall: hall.clone(),
            ..small_document(Lang::ZH, vec![
                Block::Lead(text.clone()),
                Block::Prose(text.clone()),
                Block::Heading(3, text.clone()),
                Block::List(true, vec![text.clone()]),
                Block::List(false, vec![text.clone()]),
                Block::Note(text.clone()),
            ])
        };
        let printed = markdown(&document, ChartLinks::Tables);
        prop_assert!(!printed.contains("\n\n\n") && printed.ends_with('\n') && !printed.ends_with("\n\n"));
        let mut texts = vec![String::new()];
        for event in Parser::new_ext(&printed, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
            match event {
                Event::Text(text) => texts.last_mut().unwrap().push_str(&text),
                Event::Start(Tag::Strong | Tag::Emphasis | Tag::Link { .. })
                | Event::End(TagEnd::Strong | TagEnd::Emphasis | TagEnd::Link) => {}
                Event::InlineHtml(html) if html.ends_with("strong>") => {}
                Event::Start(Tag::Heading { .. } | Tag::Paragraph | Tag::List(_) | Tag::Item | Tag::BlockQuote(_))
                | Event::End(_) => if !texts.last().unwrap().is_empty() { texts.push(String::new()) },
                other => panic!("markup from a text: {other:?} in {printed}"),
            }
        }
        texts.pop();
        let hall_line = one_line(&format!("营业厅：{}", one_line(&hall)));
        let mut expected: Vec<String> = ["Report", &hall_line, "月份：2025年4月", "目录", "01 S"].map(str::to_owned).into();
        if !whole.is_empty() {
            expected.push(whole.clone());
        }
        expected.push("01 S".to_owned());
        if !whole.is_empty() {
            expected.extend(std::iter::repeat_n(whole, 6));
        }
        prop_assert_eq!(texts, expected, "{}", printed);
    }
}

#[test]
fn a_table_with_a_limit_prints_its_first_rows_its_totals_and_how_many_more() {
    let mut rows: Vec<Row> = (1..=30)
        .map(|i| Row::new(vec![Cell::text(format!("第 {i} 厅"))]))
        .collect();
    rows.push(Row::total(vec![Cell::text("合计")]));
    let table = |printed| Table {
        id: "t".to_owned(),
        caption: String::new(),
        show_caption: false,
        columns: vec![Column::text("a", "营业厅")],
        rows: rows.clone(),
        note: String::new(),
        printed,
        ..Table::default()
    };
    let text = printed(vec![Block::Table(table(Some(2)))]);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines,
        [
            "| 营业厅   |",
            "| :------- |",
            "| 第 1 厅  |",
            "| 第 2 厅  |",
            "| **合计** |",
            "",
            "_以上为前 2 行，另有 28 行；全部 30 行见工作簿。_",
        ]
    );
    let whole = printed(vec![Block::Table(table(None))]);
    assert_eq!(whole.lines().count(), 33);
}
