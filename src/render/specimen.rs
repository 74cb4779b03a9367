//! A Document with every kind of block and chart, for the renderers' tests. Its figures are invented.

use jiff::civil::date;

use crate::chart::{
    BarChart, BulletChart, BulletRow, Chart, ChartKind, Emphasis, HeatmapChart, LineChart,
    ParetoChart, Series, StackedChart, Step, TimelineChart, TimelineItem, WaterfallChart,
};
use crate::month::Month;
use crate::report::document::{
    Block, Bullet, Cell, Change, Column, ColumnKind, Document, Dot, FindingBlock, Kpi, Panel, Row,
    Section, Span, Table, Text,
};
use crate::value::{Noun, NumberStyle, Scale, Severity, Tone, Unit, Value};
use crate::words::Lang;

pub(super) const WAN: NumberStyle = style(Unit::Money, Scale::Large, 1);
pub(super) const PERCENT: NumberStyle = style(Unit::Ratio, Scale::One, 1);
const COUNT: NumberStyle = style(Unit::Count(Noun::Tickets), Scale::One, 0);

const fn style(unit: Unit, scale: Scale, places: u8) -> NumberStyle {
    NumberStyle {
        unit,
        scale,
        places,
        signed: false,
    }
}

fn bold(text: &str) -> Span {
    Span {
        text: text.to_owned(),
        bold: true,
    }
}

fn light(text: &str) -> Span {
    Span {
        text: text.to_owned(),
        bold: false,
    }
}

pub(super) fn kpis() -> Vec<Kpi> {
    let trend = |values: &[f64]| {
        let mut trend: Vec<Option<f64>> = values.iter().copied().map(Some).collect();
        trend.insert(1, None);
        trend
    };
    let kpi =
        |id: &str, name: &str, value, change: Option<(Value, Tone)>, note: &str, months| Kpi {
            id: id.to_owned(),
            name: name.to_owned(),
            value,
            change: change.map(|(value, tone)| Change {
                value,
                basis: "环比".to_owned(),
                since: crate::metrics::ledger::When::LastMonth,
                tone,
            }),
            note: note.to_owned(),
            trend: months,
        };
    vec![
        kpi(
            "sales.total",
            "销售总额",
            Value::Number(864_123.45, Unit::Money),
            Some((Value::Number(0.052, Unit::Ratio), Tone::Good)),
            "",
            trend(&[790_000.0, 803_000.0, 821_410.0, 864_123.45]),
        ),
        kpi(
            "subs.retention_rate",
            "用户保有率",
            Value::Number(0.978, Unit::Ratio),
            Some((Value::Number(-0.004, Unit::PercentPoints), Tone::Bad)),
            "",
            trend(&[0.983, 0.982, 0.982, 0.978]),
        ),
        kpi(
            "nps",
            "NPS 净推荐值",
            Value::Number(41.5, Unit::Points),
            Some((Value::Number(3.1, Unit::Points), Tone::Good)),
            "±6.2（n=412）",
            trend(&[36.0, 39.1, 38.4, 41.5]),
        ),
        kpi(
            "staff.score",
            "员工评分",
            Value::Absent,
            None,
            "",
            Vec::new(),
        ),
    ]
}

fn chart(id: &str, title: &str, kind: ChartKind) -> Block {
    Block::Chart(Chart {
        id: id.to_owned(),
        title: title.to_owned(),
        alt: format!("图：{title}"),
        kind,
    })
}

fn series(name: &str, emphasis: Emphasis, values: &[f64]) -> Series {
    Series {
        name: name.to_owned(),
        values: values.iter().copied().map(Some).collect(),
        emphasis,
    }
}

fn labels(labels: &[&str]) -> Vec<String> {
    labels.iter().map(|&label| label.to_owned()).collect()
}

pub(super) fn categories() -> Table {
    let row = |name: &str, amount: f64, share: f64, mom: Option<f64>, points: f64| {
        vec![
            Cell::text(name),
            Cell::number(Some(amount), Unit::Money),
            Cell::number(Some(share), Unit::Ratio),
            Cell::number(mom, Unit::Ratio).tone(match mom {
                Some(mom) if mom < 0.0 => Tone::Bad,
                _ => Tone::Neutral,
            }),
            Cell::number(Some(points), Unit::PercentPoints),
        ]
    };
    Table {
        id: "categories".to_owned(),
        caption: "分类销售额".to_owned(),
        show_caption: true,
        columns: vec![
            Column::text("category", "类别"),
            Column::number("amount", "金额", WAN),
            Column::number("share", "占比", PERCENT),
            Column::number("mom", "环比", PERCENT.signed()),
            Column::number(
                "points",
                "拉动",
                style(Unit::PercentPoints, Scale::One, 1).signed(),
            ),
        ],
        rows: vec![
            Row::new(row("终端", 489_123.45, 0.566, Some(0.084), 0.046)),
            Row::new(row("基础业务", 250_000.0, 0.289_3, Some(-0.021), -0.0066)),
            Row::new(row("增值|业务", 125_000.0, 0.144_7, None, 0.0126)),
            Row::total(row("合计", 864_123.45, 1.0, Some(0.052), 0.052)),
        ],
        note: "不含退货。".to_owned(),
        ..Table::default()
    }
}

fn targets() -> Table {
    let row = |name: &str, target, actual, rate: f64, bullet, met: bool| {
        let tone = if met { Tone::Good } else { Tone::Bad };
        Row::new(vec![
            Cell::text(name),
            Cell::new(target),
            Cell::new(actual).bold(),
            Cell::number(Some(rate), Unit::Ratio).tone(tone),
            Cell {
                bullet: Some(bullet),
                ..Cell::new(Value::Absent)
            },
            Cell::text(if met { "达成" } else { "未达成" }).tone(tone),
        ])
    };
    Table {
        id: "targets".to_owned(),
        caption: "关键指标达成".to_owned(),
        show_caption: false,
        columns: vec![
            Column::text("metric", "指标"),
            Column::of("target", "目标", ColumnKind::Mixed),
            Column::of("actual", "实际", ColumnKind::Mixed),
            Column::number("rate", "达成率", PERCENT),
            Column::of("bullet", "实际与目标", ColumnKind::Bullet),
            Column::of("met", "结果", ColumnKind::Word),
        ],
        rows: vec![
            row(
                "平均等候时长",
                Value::Number(10.0, Unit::Minutes),
                Value::Number(11.8, Unit::Minutes),
                0.82,
                Bullet {
                    actual: 0.787,
                    target: 0.667,
                    met: false,
                },
                false,
            ),
            row(
                "主营业务收入",
                Value::Number(837_000.0, Unit::Money),
                Value::Number(864_123.45, Unit::Money),
                1.032,
                Bullet {
                    actual: 0.688,
                    target: 0.667,
                    met: true,
                },
                true,
            ),
        ],
        note: String::new(),
        ..Table::default()
    }
}

fn levels() -> Table {
    let row = |dot, name: &str, rate: f64, due| {
        Row::new(vec![
            Cell {
                dot: Some(dot),
                ..Cell::text(name)
            },
            Cell::number(Some(rate), Unit::Ratio),
            Cell::new(due),
        ])
    };
    Table {
        id: "levels".to_owned(),
        caption: "三级时限".to_owned(),
        show_caption: false,
        columns: vec![
            Column::text("level", "级别"),
            Column::number("rate", "按时率", PERCENT),
            Column::of("due", "最近逾期", ColumnKind::Date),
        ],
        rows: vec![
            row(Dot::Red, "红色", 1.0, Value::Absent),
            row(Dot::Yellow, "黄色", 0.846, Value::Date(date(2025, 4, 28))),
            row(
                Dot::Blue,
                "蓝色",
                0.977,
                Value::Moment(date(2025, 4, 30).at(17, 5, 0, 0)),
            ),
        ],
        note: String::new(),
        ..Table::default()
    }
}

fn performance_charts() -> Vec<Block> {
    let days: Vec<String> = (1..=30).map(|day| format!("{day}日")).collect();
    let now: Vec<f64> = (0..30)
        .map(|i| 26_000.0 + f64::from(i * 37 % 11) * 700.0)
        .collect();
    let before: Vec<f64> = (0..30)
        .map(|i| 25_000.0 + f64::from(i * 53 % 13) * 500.0)
        .collect();
    vec![
        chart(
            "daily_sales",
            "月末三天销售抬升，其余日子与上月接近",
            ChartKind::Line(LineChart {
                labels: days,
                series: vec![
                    series("4月", Emphasis::Main, &now),
                    series("3月", Emphasis::Base, &before),
                ],
                style: WAN,
                unit_label: "万元/日".to_owned(),
                annotations: vec![(0, 9, "促销首日".to_owned())],
                from_zero: true,
            }),
        ),
        chart(
            "category_bars",
            "终端拉动增长",
            ChartKind::Bars(BarChart {
                labels: labels(&["终端", "基础业务", "增值业务"]),
                series: vec![
                    series("4月", Emphasis::Main, &[489_123.45, 250_000.0, 125_000.0]),
                    series("3月", Emphasis::Base, &[451_000.0, 255_400.0, 115_010.0]),
                ],
                style: WAN,
                unit_label: "万元".to_owned(),
                horizontal: false,
                reference: Some((300_000.0, "均值".to_owned())),
                highlight: Vec::new(),
            }),
        ),
        chart(
            "users",
            "新增 312 户，离网 264 户，净增 48 户",
            ChartKind::Waterfall(WaterfallChart {
                steps: [
                    ("期初", 12_012.0, true),
                    ("新增", 312.0, false),
                    ("离网", -264.0, false),
                    ("期末", 12_060.0, true),
                ]
                .map(|(label, value, total)| Step {
                    label: label.to_owned(),
                    value,
                    total,
                })
                .into(),
                style: style(Unit::Count(Noun::Subscribers), Scale::One, 0),
                unit_label: "户".to_owned(),
            }),
        ),
        chart(
            "attainment",
            "等候时长未达成",
            ChartKind::Bullet(BulletChart {
                rows: vec![
                    BulletRow {
                        label: "平均等候时长".to_owned(),
                        actual_text: "11.8 分钟".to_owned(),
                        target_text: "10.0 分钟".to_owned(),
                        actual_over_target: 1.18,
                        met: false,
                    },
                    BulletRow {
                        label: "主营业务收入".to_owned(),
                        actual_text: "86.4 万元".to_owned(),
                        target_text: "83.7 万元".to_owned(),
                        actual_over_target: 1.032,
                        met: true,
                    },
                ],
                target_label: "目标".to_owned(),
            }),
        ),
    ]
}

fn service_charts() -> Vec<Block> {
    let hours: Vec<String> = (8..22).map(|hour| format!("{hour}时")).collect();
    let weekdays = labels(&["周一", "周二", "周三", "周四", "周五", "周六", "周日"]);
    let visits = (0..7)
        .map(|day| {
            (0..14)
                .map(|hour| (hour > 0 || day < 5).then(|| f64::from((day * 13 + hour * 29) % 47)))
                .collect()
        })
        .collect();
    vec![
        chart(
            "nps",
            "推荐者过半",
            ChartKind::Stacked(StackedChart {
                labels: labels(&["4月", "3月"]),
                segments: vec![
                    ("推荐者".to_owned(), vec![0.58, 0.55], Tone::Good),
                    ("中立者".to_owned(), vec![0.255, 0.27], Tone::Neutral),
                    ("贬损者".to_owned(), vec![0.165, 0.18], Tone::Bad),
                ],
                style: PERCENT,
            }),
        ),
        chart(
            "complaints",
            "资费争议与网络信号合计占三分之二",
            ChartKind::Pareto(ParetoChart {
                items: [
                    ("资费争议", 74.0),
                    ("网络信号", 61.0),
                    ("宽带故障", 38.0),
                    ("业务办理", 22.0),
                    ("服务态度", 9.0),
                ]
                .map(|(label, value)| (label.to_owned(), value))
                .into(),
                style: COUNT,
                unit_label: " 件".to_owned(),
                vital: 2,
                column_heads: ("占比".to_owned(), "累计".to_owned()),
            }),
        ),
        chart(
            "dimensions",
            "等候时间得分最低",
            ChartKind::Bars(BarChart {
                labels: labels(&["服务态度", "办理效率", "等候时间"]),
                series: vec![series("得分", Emphasis::Main, &[4.61, 4.32, 3.87])],
                style: style(Unit::PointsOf5, Scale::One, 2),
                unit_label: "分".to_owned(),
                horizontal: true,
                reference: Some((4.27, "总体".to_owned())),
                highlight: vec![2],
            }),
        ),
        chart(
            "visits",
            "周六上午最忙",
            ChartKind::Heatmap(HeatmapChart {
                rows: weekdays,
                columns: hours,
                values: visits,
                style: style(Unit::Count(Noun::Visits), Scale::One, 0),
                unit_label: "笔".to_owned(),
            }),
        ),
    ]
}

fn plan_charts() -> Vec<Block> {
    let item = |label: &str, owner: &str, from: i8, to: i8, progress| TimelineItem {
        label: label.to_owned(),
        owner: owner.to_owned(),
        start: date(2025, 5, from),
        end: date(2025, 5, to),
        progress,
    };
    vec![chart(
        "timeline",
        "五月三项行动",
        ChartKind::Timeline(TimelineChart {
            start: date(2025, 5, 1),
            end: date(2025, 5, 31),
            items: vec![
                item("错峰排班", "李敏", 6, 12, Some(0.25)),
                item("校园套餐回访", "王磊", 8, 23, Some(0.0)),
                item("清理滞销终端", "", 12, 31, None),
            ],
        }),
    )]
}

/// The Document.
pub(super) fn document() -> Document {
    let text = Text::plain;
    let lead = Text(vec![
        light("销售总额 "),
        bold("86.4 万元"),
        light("，环比增长 "),
        bold("5.2%"),
        light("主要由终端拉动。"),
    ]);
    let mut performance = vec![
        Block::Lead(lead),
        Block::Heading(3, text("整体销售额统计")),
        Block::Prose(text("终端占 56.6%；1_000 元以上机型 3*2 台 <不含> 退货。")),
        Block::Table(categories()),
    ];
    performance.extend(performance_charts());
    performance.push(Block::Heading(3, text("关键指标达成率")));
    performance.push(Block::Table(targets()));
    let mut service = vec![
        Block::Heading(3, text("投诉处理时效")),
        Block::Table(levels()),
        Block::Kpis(kpis().into_iter().skip(2).take(1).collect()),
    ];
    service.extend(service_charts());
    service.push(Block::Note(text("缺少 surveys 表时，本节只列投诉。")));
    let section = |id, number, title: &str, blocks| Section {
        id,
        number,
        title: title.to_owned(),
        blocks,
    };
    let mut plan = vec![
        Block::Heading(3, text("重点行动步骤")),
        Block::List(true, vec![text("错峰排班"), text("校园套餐回访")]),
    ];
    plan.extend(plan_charts());
    plan.push(Block::List(false, vec![text("- 无"), text("=1+1")]));
    Document {
        lang: Lang::ZH,
        title: "电信营业厅月工作总结".to_owned(),
        hall: "城南营业厅".to_owned(),
        month: Month::new(2025, 4).unwrap(),
        presenter: Some("李敏".to_owned()),
        date: Some(date(2025, 5, 3)),
        cover: kpis().into_iter().take(2).collect(),
        sheets: Vec::new(),
        sections: vec![
            section(
                "summary",
                None,
                "本月摘要",
                vec![
                    Block::Kpis(kpis()),
                    Block::Panels(vec![
                        Panel {
                            title: "做得好的".to_owned(),
                            tone: Tone::Good,
                            items: vec![text("以旧换新带动终端。"), text("红色工单全部按时。")],
                        },
                        Panel {
                            title: "要解决的".to_owned(),
                            tone: Tone::Bad,
                            items: vec![text("流失率 2.2%。")],
                        },
                    ]),
                ],
            ),
            section("performance", Some("01"), "业绩回顾", performance),
            section("service", Some("02"), "客户服务情况", service),
            section(
                "problems",
                Some("05"),
                "问题与对策",
                vec![
                    Block::Heading(3, text("现存运营难点")),
                    Block::Finding(FindingBlock {
                        title: text("流失率升至 2.2%"),
                        severity: Severity::High,
                        entries: vec![
                            ("依据".to_owned(), text("高于目标 2.0%。")),
                            ("对策".to_owned(), text("回访校园套餐用户。")),
                        ],
                    }),
                ],
            ),
            section("plan", Some("06"), "下月工作计划", plan),
        ],
    }
}
