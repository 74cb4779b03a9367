//! A made-up document with every kind of block, for the renderers' tests.

mod charts;

use jiff::civil::Date;

use crate::month::Month;
use crate::report::document::{
    Block, Bullet, Cell, Change, Column, ColumnKind, Document, Dot, FindingBlock, Kpi, Panel, Row,
    Section, Span, Table, Text,
};
use crate::value::{Noun, NumberStyle, Severity, Tone, Unit, Value};
use crate::words::Lang;

fn kpi(
    name: &str,
    value: Value,
    change: Option<(f64, Unit, &str, Tone)>,
    note: &str,
    trend: &[f64],
) -> Kpi {
    Kpi {
        id: name.to_owned(),
        name: name.to_owned(),
        value,
        change: change.map(|(number, unit, basis, tone)| Change {
            value: Value::Number(number, unit),
            basis: basis.to_owned(),
            since: crate::metrics::ledger::When::LastMonth,
            tone,
        }),
        note: note.to_owned(),
        trend: trend.iter().map(|n| Some(*n)).collect(),
    }
}

fn kpis() -> Vec<Kpi> {
    const UP: [f64; 13] = [
        3.0, 3.1, 3.6, 3.6, 3.7, 4.2, 4.8, 4.9, 5.0, 4.8, 5.1, 5.1, 5.2,
    ];
    const DOWN: [f64; 13] = [
        5.0, 4.6, 4.5, 4.6, 4.4, 4.2, 4.4, 3.8, 3.8, 4.4, 3.9, 4.2, 4.1,
    ];
    let number = |n, unit| Value::Number(n, unit);
    vec![
        kpi(
            "销售总额",
            number(864_000.0, Unit::Money),
            Some((0.052, Unit::Ratio, "环比", Tone::Good)),
            "",
            &UP,
        ),
        kpi(
            "收入目标达成率",
            number(1.032, Unit::Ratio),
            Some((0.021, Unit::PercentPoints, "环比", Tone::Good)),
            "",
            &UP,
        ),
        kpi(
            "新增移动用户",
            number(312.0, Unit::Count(Noun::Subscribers)),
            Some((0.08, Unit::Ratio, "环比", Tone::Good)),
            "5G 62.8%",
            &UP,
        ),
        kpi(
            "用户保有率",
            number(0.978, Unit::Ratio),
            Some((-0.004, Unit::PercentPoints, "环比", Tone::Bad)),
            "",
            &DOWN,
        ),
        kpi(
            "NPS 净推荐值",
            number(41.5, Unit::Points),
            Some((3.1, Unit::Points, "", Tone::Good)),
            "±6.2（n=412）",
            &UP,
        ),
        kpi(
            "投诉平均处理时长",
            number(19.4, Unit::Hours),
            Some((-2.7, Unit::Hours, "环比", Tone::Good)),
            "",
            &DOWN,
        ),
        kpi(
            "平均等候时长",
            number(11.8, Unit::Minutes),
            Some((2.2, Unit::Minutes, "标准 10 分钟", Tone::Bad)),
            "",
            &UP,
        ),
        kpi(
            "库存周转天数",
            number(26.8, Unit::Days),
            None,
            "基本持平 环比",
            &[],
        ),
    ]
}

fn style(unit: Unit) -> NumberStyle {
    NumberStyle::fit(unit, 1.0)
}

fn categories() -> Table {
    let money = NumberStyle::fit(Unit::Money, 489_000.0);
    let row = |name: &str, amount: f64, share, mom: f64, yoy, pull: f64| {
        let tone = |n: f64| if n < 0.0 { Tone::Bad } else { Tone::Neutral };
        vec![
            Cell::text(name),
            Cell::number(Some(amount), Unit::Money),
            Cell::number(Some(share), Unit::Ratio),
            Cell::number(Some(mom), Unit::Ratio).tone(tone(mom)),
            Cell::number(yoy, Unit::Ratio),
            Cell::number(Some(pull), Unit::PercentPoints).tone(tone(pull)),
        ]
    };
    Table {
        id: "categories".to_owned(),
        caption: "按业务的销售额".to_owned(),
        show_caption: false,
        columns: vec![
            Column::text("category", "业务"),
            Column::number("amount", "本月", money),
            Column::number("share", "占比", style(Unit::Ratio)),
            Column::number("mom", "环比", style(Unit::Ratio)),
            Column::number("yoy", "同比", style(Unit::Ratio)),
            Column::number("pull", "拉动", style(Unit::PercentPoints)),
        ],
        rows: vec![
            Row::new(row("基础业务", 261_000.0, 0.302, 0.023, Some(0.04), 0.007)),
            Row::new(row("增值业务", 114_000.0, 0.132, -0.039, None, -0.006)),
            Row::new(row("终端", 489_000.0, 0.566, 0.091, Some(0.197), 0.05)),
            Row::total(row("合计", 864_000.0, 1.0, 0.052, Some(0.118), 0.052)),
        ],
        note: "同比缺数据时印为 —。".to_owned(),
        ..Table::default()
    }
}

fn attainment() -> Table {
    let row = |name: &str, target, actual, unit, rate: f64, met: bool, (bar, mark)| {
        let mut cell = Cell::new(Value::Absent);
        cell.bullet = Some(Bullet {
            actual: bar,
            target: mark,
            met,
        });
        let tone = if met { Tone::Good } else { Tone::Bad };
        Row::new(vec![
            Cell::text(name),
            Cell::number(Some(target), unit),
            Cell::number(Some(actual), unit).bold(),
            Cell::number(Some(rate), Unit::Ratio).tone(tone),
            cell,
            Cell::text(if met { "达成" } else { "未达成" }),
        ])
    };
    Table {
        id: "attainment".to_owned(),
        caption: "目标与实际".to_owned(),
        show_caption: false,
        columns: vec![
            Column::text("metric", "指标"),
            Column::of("target", "目标", ColumnKind::Mixed),
            Column::of("actual", "实际", ColumnKind::Mixed),
            Column::number("rate", "达成率", style(Unit::Ratio)),
            Column::of("bullet", "实际与目标", ColumnKind::Bullet),
            Column::of("met", "结果", ColumnKind::Word),
        ],
        rows: vec![
            row(
                "平均等候时长",
                10.0,
                11.8,
                Unit::Minutes,
                0.82,
                false,
                (0.79, 0.67),
            ),
            row(
                "用户流失率",
                0.02,
                0.022,
                Unit::Ratio,
                0.9,
                false,
                (0.73, 0.67),
            ),
            row(
                "新增移动用户",
                300.0,
                312.0,
                Unit::Count(Noun::Subscribers),
                1.04,
                true,
                (0.78, 0.75),
            ),
            row(
                "主营业务收入",
                837_000.0,
                864_000.0,
                Unit::Money,
                1.032,
                true,
                (0.86, 0.84),
            ),
        ],
        note: String::new(),
        ..Table::default()
    }
}

fn levels() -> Table {
    let row = |dot, name: &str, limit: &str, due, met, rate: f64, change: f64| {
        let mut level = Cell::text(name);
        level.dot = Some(dot);
        Row::new(vec![
            level,
            Cell::text(limit),
            Cell::number(Some(due), Unit::Count(Noun::Tickets)),
            Cell::number(Some(met), Unit::Count(Noun::Tickets)),
            Cell::number(Some(rate), Unit::Ratio).tone(if rate < 0.95 {
                Tone::Bad
            } else {
                Tone::Neutral
            }),
            Cell::number(Some(change), Unit::PercentPoints),
        ])
    };
    let count = style(Unit::Count(Noun::Tickets));
    Table {
        id: "levels".to_owned(),
        caption: "三级时限".to_owned(),
        show_caption: true,
        columns: vec![
            Column::text("level", "级别"),
            Column::text("limit", "时限"),
            Column::number("due", "应办", count),
            Column::number("met", "按时", count),
            Column::number("rate", "按时率", style(Unit::Ratio)),
            Column::number("change", "环比", style(Unit::PercentPoints)),
        ],
        rows: vec![
            row(Dot::Red, "红色", "2 小时内响应", 12.0, 12.0, 1.0, 0.083),
            row(
                Dot::Yellow,
                "黄色",
                "24 小时闭环",
                104.0,
                88.0,
                0.846,
                0.032,
            ),
            row(Dot::Blue, "蓝色", "72 小时跟进", 88.0, 86.0, 0.977, -0.011),
        ],
        note: String::new(),
        ..Table::default()
    }
}

/// A table of `count` rows with long names and a total.
pub(crate) fn long_table(count: usize) -> Table {
    let name = |i: usize| match i % 5 {
        0 => format!("融合套餐 5G 畅享 {i} 元档（含宽带 1000M、IPTV 高清、家庭云与安防看护）"),
        1 => format!("智能手表 Watch Ultra Pro Max Titanium Edition {i}"),
        _ => format!("产品{i}"),
    };
    let money = NumberStyle::fit(Unit::Money, 300_000.0);
    let mut rows: Vec<Row> = (1..=count)
        .map(|i| {
            Row::new(vec![
                Cell::text(name(i)),
                Cell::text(format!("SKU-{i:04}")),
                Cell::number(Some(1234.5 * i as f64), Unit::Money),
                Cell::number(Some(i as f64), Unit::Count(Noun::Pieces)),
                Cell::number((i % 7 != 0).then_some(0.01 * i as f64 - 0.3), Unit::Ratio),
                Cell::text("缺货时由区县仓调拨，三日内到厅"),
            ])
        })
        .collect();
    rows.push(Row::total(vec![
        Cell::text("合计"),
        Cell::text(""),
        Cell::number(Some(1e6), Unit::Money),
        Cell::number(Some(999.0), Unit::Count(Noun::Pieces)),
        Cell::new(Value::Absent),
        Cell::text(""),
    ]));
    Table {
        id: format!("long{count}"),
        caption: "全部产品".to_owned(),
        show_caption: true,
        columns: vec![
            Column::text("name", "产品"),
            Column::text("code", "编码"),
            Column::number("amount", "销售额", money),
            Column::number("count", "数量", style(Unit::Count(Noun::Pieces))),
            Column::number("change", "环比", style(Unit::Ratio)),
            Column::text("remark", "说明"),
        ],
        rows,
        note: String::new(),
        ..Table::default()
    }
}

fn findings() -> Vec<Block> {
    let entry = |label: &str, text: &str| (label.to_owned(), Text::plain(text));
    let finding = |title: &str, severity, entries: Vec<(String, Text)>| {
        Block::Finding(FindingBlock {
            title: Text::plain(title),
            severity,
            entries,
        })
    };
    vec![
        finding(
            "客流波动大，高峰等候超标",
            Severity::High,
            vec![
                entry(
                    "依据",
                    "高峰小时是平均的 2.1 倍（上限 2.0）；平均等候 11.8 分钟，目标 10 分钟；n = 3,614 笔。",
                ),
                entry(
                    "根因",
                    "等候增加的 2.2 分钟中，1.9 分钟来自 10–11 时（到达多 18%，窗口数未变），0.3 分钟来自合约机办理占比上升。属资源与流程。",
                ),
                entry(
                    "对策",
                    "按 15 分钟排班：10–11 时由 5 个窗口增至 7 个，13–15 时减为 3 个，可使八成客户在 10 分钟内办理，每日少用 6.5 个窗口小时，利用率由 58% 升至 74%（Erlang C，按本月到达与办理时长）。",
                ),
            ],
        ),
        finding(
            "用户流失率高于目标",
            Severity::Medium,
            vec![
                entry("依据", "流失率 2.2%，目标 2.0%，上月 1.8%。"),
                entry("对策", "对 186 名到期前 30 天的校园套餐用户回访。"),
            ],
        ),
        finding(
            "一个名称特别长的问题：营业厅自助终端与后台系统在月末结算时段反复出现超时并需要人工补单",
            Severity::Low,
            vec![entry("依据", "本月 14 次。")],
        ),
    ]
}

/// The document.
pub(crate) fn document() -> Document {
    let mut charts = charts::charts().into_iter();
    let mut chart = || Block::Chart(charts.next().expect("a chart"));
    let plain = |text: &str| Text::plain(text);
    let emphasis = Text(vec![
        Span {
            text: "基础业务 26.1 万元，占 30.2%，环比增长 2.3%；增值业务 11.4 万元，占 13.2%，环比".to_owned(),
            bold: false,
        },
        Span {
            text: "下降 3.9%".to_owned(),
            bold: true,
        },
        Span {
            text: "，拉低整体 0.6 个百分点；终端 48.9 万元，占 56.6%，环比增长 9.1%。客单价 481.7 元，其中终端客单价 2,999.5 元。".to_owned(),
            bold: false,
        },
    ]);
    let good = [
        "以旧换新带动终端销售 48.9 万元，占终端的 38.6%，环比提高 6.1 个百分点。",
        "24 小时办结率 86.9%，红色工单全部在 2 小时内响应。",
        "新装宽带 96 户，其中农村 39.5%，IPTV 捆绑率升至 44.4%。",
    ];
    let bad = [
        "流失率 2.2%，高于目标 2.0%；增量 71% 来自入网不满 6 个月的校园套餐。",
        "10–11 时受理量是平均的 2.1 倍，等候 11.8 分钟，超过标准 1.8 分钟。",
        "滞销终端占库存金额 23.4%，最大一项为智能手表（47 台，92 天）。",
    ];
    let panel = |title: &str, tone, items: &[&str]| Panel {
        title: title.to_owned(),
        tone,
        items: items.iter().map(|i| plain(i)).collect(),
    };
    let section = |id, number, title: &str, blocks| Section {
        id,
        number,
        title: title.to_owned(),
        blocks,
    };
    let one_row = Table {
        rows: categories().rows.into_iter().take(1).collect(),
        id: "one".to_owned(),
        note: String::new(),
        ..categories()
    };
    let mut problems = vec![
        Block::Lead(plain(
            "规则 19 条，判定 17 条（2 条缺数据），发现问题 4 项。前两项影响下月目标，须先处理。",
        )),
        Block::Heading(3, plain("现存运营难点")),
    ];
    let (daily, net, pareto, bars, heat) = (chart(), chart(), chart(), chart(), chart());
    problems.push(heat);
    problems.extend(findings());
    let mut cover = kpis();
    cover.swap(0, 1);
    cover.swap(1, 4);
    cover.swap(2, 3);
    cover.swap(3, 7);
    cover.truncate(4);
    Document {
        lang: Lang::ZH,
        title: "电信营业厅月工作总结".to_owned(),
        hall: "城南营业厅".to_owned(),
        month: Month::new(2025, 4).expect("a month"),
        presenter: Some("王敏".to_owned()),
        date: Some(Date::constant(2025, 5, 3)),
        cover,
        sheets: Vec::new(),
        sections: vec![
            section(
                "summary",
                None,
                "本月摘要",
                vec![
                    Block::Lead(plain(
                        "销售总额 86.4 万元，完成目标的 103.2%，环比增长 5.2%，主要由终端拉动 4.6 个百分点；用户流失率升至 2.2%，高峰时段等候超标，是下月首先要解决的两件事。",
                    )),
                    Block::Kpis(kpis()),
                    Block::Panels(vec![
                        panel("做得好的", Tone::Good, &good),
                        panel("要解决的", Tone::Bad, &bad),
                    ]),
                ],
            ),
            section(
                "performance",
                Some("01"),
                "业绩回顾",
                vec![
                    Block::Lead(plain(
                        "整体销售 86.4 万元，环比增长 5.2%（同比 11.8%）。终端贡献了增长的九成，基础业务小幅增长，增值业务回落。",
                    )),
                    Block::Heading(3, plain("整体销售额统计")),
                    Block::Prose(emphasis),
                    daily,
                    Block::Table(categories()),
                    Block::Heading(3, plain("用户增长数据")),
                    Block::Prose(plain(
                        "新增 449 户，其中移动 312 户（5G 占 62.8%，线上 36.3%，融合 38.1%）；离网 263 户，期末 12,028 户，净增 186 户。用户保有率 97.8%，高价值用户 98.2%。",
                    )),
                    net,
                    Block::Heading(3, plain("关键指标达成率")),
                    Block::Prose(plain(
                        "8 项有目标的指标达成 6 项。用户流失率与平均等候时长未达成。",
                    )),
                    Block::Table(attainment()),
                ],
            ),
            section(
                "service",
                Some("02"),
                "客户服务情况",
                vec![
                    Block::Lead(plain(
                        "投诉 204 件，环比减少 8.1%；平均处理时长缩短到 19.4 小时，三级时限中黄色 24 小时闭环率 84.6%，低于 95% 的要求。",
                    )),
                    Block::Heading(3, plain("投诉处理时效")),
                    pareto,
                    Block::Table(levels()),
                    bars,
                    Block::List(false, good.iter().map(|t| plain(t)).collect()),
                    Block::Heading(4, plain("只有一行的表")),
                    Block::Table(one_row),
                    Block::Note(plain("缺少 surveys.csv：满意度各维度不能计算。")),
                ],
            ),
            section("problems", Some("05"), "问题与对策", problems),
            section(
                "appendix",
                None,
                "附录",
                vec![
                    Block::Heading(3, plain("全部产品")),
                    Block::Table(long_table(200)),
                    Block::List(true, bad.iter().map(|t| plain(t)).collect()),
                ],
            ),
        ],
    }
}
