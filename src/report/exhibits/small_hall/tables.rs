//! The tables and charts of the small hall, cell by cell.

use super::{APRIL, hall};
use crate::config::Config;
use crate::facts::Facts;
use crate::format;
use crate::metrics::books::Scope;
use crate::metrics::{Books, Figures, Settings, score};
use crate::money::Money;
use crate::month::Month;
use crate::report::desk::Desk;
use crate::report::document::{Block, ColumnKind};
use crate::report::exhibits::{
    Exhibits, actions, collaboration, hours, inspections, team, training,
};
use crate::words::Lang;

/// The cells of a table as printed, and the titles of charts.
fn shown(facts: Facts, name: &str) -> Vec<String> {
    let books = Books::new(facts, Scope::All);
    let figures = Figures::new(&books, Month::of(APRIL), Settings::default());
    let config = Config::default();
    let desk = Desk::new(&figures, &config, Lang::ZH);
    let mut exhibits = Exhibits::default();
    let staff = score::scores(desk.figures.books(), desk.month(), desk.config.score);
    team::build(&desk, &staff, &mut exhibits);
    training::build(&desk, &mut exhibits);
    collaboration::build(&desk, &mut exhibits);
    hours::build(&desk, &mut exhibits);
    inspections::build(&desk, &mut exhibits);
    actions::build(&desk, &mut exhibits);
    let mut lines = Vec::new();
    for block in exhibits.named(name).unwrap() {
        match block {
            Block::Table(table) => {
                for row in table.rows {
                    let cells = row.cells.iter().zip(&table.columns).map(|(cell, column)| {
                        let style = match column.kind {
                            ColumnKind::Number(style) => Some(style),
                            _ => None,
                        };
                        format::cell(&cell.value, style, Lang::ZH)
                    });
                    lines.push(cells.collect::<Vec<_>>().join(" "));
                }
            }
            Block::Chart(chart) => lines.push(chart.title),
            Block::Prose(text) => lines.push(text.to_plain()),
            _ => panic!("{name} holds another kind of block"),
        }
    }
    lines
}

#[test]
fn inspections_by_area() {
    let lines = |name| shown(hall(APRIL), name);
    assert_eq!(
        lines("table network_inspections"),
        [
            "核心网络 1 0 0.0% 0 — 0 —",
            "光缆线路 2 2 100.0% 1 4.0 2 0.0%",
            "合计 3 2 66.7% 1 4.0 2 0.0%",
        ]
    );
    assert_eq!(
        lines("table network_faults"),
        [
            "光缆乙 光缆线路 已联系138****8000 2025-03-20 41",
            "光缆乙 光缆线路 已联系138****8000 2025-04-20 10",
        ]
    );
    assert_eq!(
        lines("table device_inspections"),
        [
            "营业厅终端 1 0 0.0% 0 — 0 —",
            "老旧设备 1 0 0.0% 0 — 0 —",
            "合计 2 0 0.0% 0 — 0 —",
        ]
    );
    assert_eq!(
        lines("table replacements"),
        [
            "第一批 旧POS机 老旧设备 2019-10-15 2024-10-15 −197",
            "第二批 叫号机 营业厅终端 2020-08-15 2025-08-15 107",
        ]
    );
    assert_eq!(lines("table spare_parts"), ["电源 2 5 3 — 低于安全库存"]);
}

#[test]
fn staff_by_score_and_by_part() {
    let lines = |name| shown(hall(APRIL), name);
    // Who is not on the roster goes by the staff id, and makes sales count plain.
    assert_eq!(
        lines("table staff_top"),
        [
            "1 王芳 3 20.0 5.00 1.2 120.0% 100.0",
            "2 E02 1 30.0 4.00 0.8 — 0.0",
        ]
    );
    assert_eq!(lines("table staff_all"), [""; 0]);
    assert_eq!(
        lines("table staff_best"),
        [
            "效率（平均办理时长） 1 王芳 20.0 分钟 1",
            "效率（平均办理时长） 2 E02 30.0 分钟 2",
            "服务（评分） 1 王芳 5.00 分 1",
            "服务（评分） 2 E02 4.00 分 2",
            "销售（销售额） 1 王芳 1.2 万元 1",
            "销售（销售额） 2 E02 8,000.00 元 2",
        ]
    );
    assert_eq!(
        lines("chart staff_scores"),
        ["王芳得分最高，100.0 分，高出平均 50.0 分"]
    );
}

#[test]
fn those_who_tie_are_named_together() {
    let mut facts = hall(APRIL);
    facts.services = Facts::default().services;
    let sales = &mut facts.sales.group(None, Month::of(APRIL)).staff;
    let first = *sales.of("E01");
    *sales.of("E02") = first;
    *sales.of("E03") = first;
    assert_eq!(
        shown(facts.clone(), "chart staff_scores"),
        ["王芳、E02和陈静得分相同，均为 100.0 分"]
    );
    let sales = &mut facts.sales.group(None, Month::of(APRIL)).staff;
    sales.of("E03").amount = Money::ZERO;
    assert_eq!(
        shown(facts, "chart staff_scores"),
        ["王芳和E02得分最高，100.0 分，高出平均 33.3 分"]
    );
}

#[test]
fn training_and_issues() {
    let lines = |name| shown(hall(APRIL), name);
    assert_eq!(
        lines("table training"),
        [
            "5G套餐 1 1 0.0% 50.0 10.0",
            "反诈 1 1 100.0% 80.0 20.0",
            "合计（人数不重复计） 1 2 50.0% 65.0 15.0",
        ]
    );
    assert_eq!(
        lines("table issues"),
        [
            "系统 1 0 2 — 2025-03-02",
            "物资 1 1 0 2.0 —",
            "合计 2 1 2 2.0 2025-03-02",
        ]
    );
    assert_eq!(
        lines("table open_issues"),
        [
            "客户138****8000无法开户 系统 — — 2025-03-02 59",
            "客户138****8000无法开户 系统 — — 2025-04-02 28",
        ]
    );
}

#[test]
fn hours_against_staff() {
    let lines = |name| shown(hall(APRIL), name);
    // Two days open: three arrivals and two people at 10, one of each at 14.
    assert_eq!(
        lines("table hour_load"),
        ["10:00–11:00 1.5 1.0 1.5 1.7", "14:00–15:00 0.5 0.5 1.0 0.0"]
    );
    assert_eq!(
        lines("chart hour_load"),
        ["10:00–11:00 人均接待 1.5 笔，是全天平均的 1.1 倍"]
    );
    // 1 April was a Tuesday; five visits over two days and three hours of the day.
    assert_eq!(
        lines("chart visit_heatmap"),
        ["周二 10:00–11:00 最忙，平均 3.0 笔，是各时段平均的 3.6 倍"]
    );
}

#[test]
fn service_measures_with_the_overdue_marked() {
    assert_eq!(
        shown(hall(APRIL), "table service_actions"),
        [
            "专席 — 完成 100% 2025-04-10 — —",
            "驻点 王芳 逾期，进行中 50% 2025-04-20 — —",
            "话术 — 未开始 0% 2025-05-10 — —",
        ]
    );
}
