//! The specimen's charts, one of each of five kinds.

use crate::chart::{
    BarChart, Chart, ChartKind, Emphasis, HeatmapChart, LineChart, ParetoChart, Series, Step,
    WaterfallChart,
};
use crate::value::{Noun, NumberStyle, Unit};

use super::style;

pub(super) fn charts() -> Vec<Chart> {
    let days: Vec<String> = (1..=30).map(|d| format!("{d}日")).collect();
    let wave = |shift: f64, height: f64| -> Vec<Option<f64>> {
        (0..30)
            .map(|d| Some(height + 90_000.0 * (f64::from(d) * 0.7 + shift).sin().abs()))
            .collect()
    };
    let line = LineChart {
        labels: days,
        series: vec![
            Series {
                name: "4月".to_owned(),
                values: wave(0.0, 150_000.0),
                emphasis: Emphasis::Main,
            },
            Series {
                name: "3月".to_owned(),
                values: wave(1.0, 130_000.0),
                emphasis: Emphasis::Base,
            },
        ],
        style: NumberStyle::fit(Unit::Money, 240_000.0).places(0),
        unit_label: "万元/日".to_owned(),
        annotations: vec![(0, 25, "以旧换新专场 23.9".to_owned())],
        from_zero: true,
    };
    let step = |label: &str, value, total| Step {
        label: label.to_owned(),
        value,
        total,
    };
    let waterfall = WaterfallChart {
        steps: vec![
            step("期初", 11_842.0, true),
            step("新增移动", 312.0, false),
            step("新增宽带", 96.0, false),
            step("新增其他", 41.0, false),
            step("离网", -263.0, false),
            step("期末", 12_028.0, true),
        ],
        style: style(Unit::Count(Noun::Subscribers)),
        unit_label: "户".to_owned(),
    };
    let pareto = ParetoChart {
        items: [
            ("资费争议", 74.0),
            ("网络信号", 61.0),
            ("宽带故障", 38.0),
            ("业务办理", 22.0),
        ]
        .map(|(label, n)| (label.to_owned(), n))
        .to_vec(),
        style: style(Unit::Count(Noun::Tickets)),
        unit_label: " 件".to_owned(),
        vital: 2,
        column_heads: ("占比".to_owned(), "累计".to_owned()),
    };
    let bars = BarChart {
        labels: ["等候时间", "业务能力", "服务态度", "环境设施"]
            .map(str::to_owned)
            .to_vec(),
        series: vec![Series {
            name: "4月".to_owned(),
            values: vec![Some(82.1), Some(88.4), Some(91.0), Some(90.2)],
            emphasis: Emphasis::Main,
        }],
        style: style(Unit::PointsOf100),
        unit_label: "分".to_owned(),
        horizontal: true,
        reference: Some((87.9, "平均 87.9".to_owned())),
        highlight: vec![0],
    };
    let heat = HeatmapChart {
        rows: ["周一", "周二", "周三", "周四", "周五", "周六", "周日"]
            .map(str::to_owned)
            .to_vec(),
        columns: (9..=18).map(|h| format!("{h}时")).collect(),
        values: (0..7)
            .map(|r| {
                (0..10)
                    .map(|c| Some(f64::from((r * 7 + c * 5) % 46)))
                    .collect()
            })
            .collect(),
        style: style(Unit::Count(Noun::Visits)),
        unit_label: "笔".to_owned(),
    };
    let chart = |id: &str, title: &str, kind| Chart {
        id: id.to_owned(),
        title: title.to_owned(),
        alt: format!("图：{title}"),
        kind,
    };
    vec![
        chart(
            "daily",
            "终端专场日把销售推到日均的 2.1 倍，其余时间与上月相近",
            ChartKind::Line(line),
        ),
        chart(
            "net",
            "净增 186 户：新增移动 312 户抵消离网 263 户",
            ChartKind::Waterfall(waterfall),
        ),
        chart(
            "pareto",
            "资费争议与网络信号合计占三分之二",
            ChartKind::Pareto(pareto),
        ),
        chart("bars", "等候时间是最弱的一项", ChartKind::Bars(bars)),
        chart(
            "heat",
            "压力集中在每天 10–11 时和周末",
            ChartKind::Heatmap(heat),
        ),
    ]
}
