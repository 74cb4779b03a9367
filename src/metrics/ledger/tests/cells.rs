//! The formulas of the report's cells held against the numbers that stand in them.

use std::collections::BTreeMap;

use super::{books, month};
use crate::config::Config;
use crate::metrics::{Books, Figures, Settings};
use crate::render::chart_table::chart_table;
use crate::report::document::{Block, Table};
use crate::report::sources::Sources;
use crate::report::{Cover, Report, build};
use crate::words::Lang;

/// Every table of the example with the columns whose numbers follow from the ledger.
const LIVE: &[(&str, &str)] = &[
    ("categories", "amount share mom yoy pull"),
    ("products", "quantity amount share mom"),
    ("channels", "amount share mom pull"),
    (
        "services",
        "opening new new_mom churned closing closing_mom",
    ),
    ("subscriber_quality", "value mom yoy"),
    ("targets", "target actual attainment mom yoy"),
    ("segments", "amount share mom pull"),
    ("margins", "value mom yoy gap"),
    ("service_levels", "value mom yoy"),
    ("satisfaction", "answers score mom yoy"),
    ("satisfaction_segments", "answers score mom yoy"),
    ("satisfaction_channels", "answers overall nps"),
    (
        "complaint_categories",
        "count share mom hours p90 first_contact",
    ),
    ("levels", "due in_time rate mom"),
    ("departments", "count share hours first_contact"),
    ("open_tickets", "count"),
    (
        "network_inspections",
        "rows faults fault_rate fixed fix_hours last_faults mom",
    ),
    (
        "device_inspections",
        "rows faults fault_rate fixed fix_hours last_faults mom",
    ),
    ("spare_parts", "closing safety short"),
    (
        "stock_categories",
        "opening received issued closing value turnover days",
    ),
    ("device_movers", "issued closing cover returned"),
    ("reorder", "closing safety cover lead"),
    ("slow_stock", "issued closing value"),
    ("marketing", "received issued closing"),
    ("training", "people hours results pass_rate score uplift"),
    ("issues", "opened closed open days"),
    ("hour_load", "visits staff load wait"),
    ("next_targets", "actual target"),
    ("metrics", "value mom yoy"),
];

/// A report with a benchmark, so that there is a gap to it.
fn report(books: &Books, settings: Settings, reported: &str, lang: Lang) -> Report {
    let mut config = Config::default();
    config.benchmarks.insert("profit.margin".to_owned(), 0.2);
    build(
        &Figures::new(books, month(reported), settings),
        &config,
        lang,
        Cover::default(),
        &Sources::default(),
        &BTreeMap::new(),
    )
    .unwrap()
}

fn tables(report: &Report) -> impl Iterator<Item = &Table> {
    let blocks = report.document.sections.iter().flat_map(|s| &s.blocks);
    blocks.filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    })
}

/// The columns whose every number has a formula; each formula comes to its number.
fn live(report: &Report) -> Vec<(String, String)> {
    let mut live = Vec::new();
    for table in tables(report) {
        let mut columns = Vec::new();
        for (place, column) in table.columns.iter().enumerate() {
            let at = format!("{}.{}", table.id, column.key);
            let cells = table.rows.iter().map(|row| &row.cells[place]);
            let mut formulas = 0;
            let mut plain = 0;
            for cell in cells {
                let Some(number) = cell.value.as_number() else {
                    assert_eq!(cell.formula, None, "{at}");
                    continue;
                };
                let Some(formula) = &cell.formula else {
                    plain += 1;
                    continue;
                };
                let found = report.ledger.value(formula);
                let found = found.unwrap_or_else(|| panic!("{at}: {formula:?}"));
                assert!(
                    (found - number).abs() <= 1e-9 * number.abs().max(1.0),
                    "{at}: {found} against {number}"
                );
                formulas += 1;
            }
            if formulas > 0 {
                assert_eq!(plain, 0, "{at}: some numbers follow from nothing");
                columns.push(column.key.as_str());
            }
        }
        if !columns.is_empty() {
            live.push((table.id.clone(), columns.join(" ")));
        }
    }
    live
}

#[test]
fn the_example_s_tables_follow_from_the_ledger() {
    let (books, settings) = books("examples/chengnan");
    for lang in [Lang::ZH, Lang::EN] {
        let report = report(&books, settings, "2025-04", lang);
        let live = live(&report);
        let live: Vec<(&str, &str)> = live.iter().map(|(t, c)| (&**t, &**c)).collect();
        assert_eq!(live, LIVE);
    }
}

#[test]
fn formulas_come_to_their_numbers_in_every_month_of_several_halls() {
    let (books, settings) = books("tests/cases/three-halls");
    for reported in ["2025-04", "2025-03", "2024-04"] {
        let report = report(&books, settings, reported, Lang::ZH);
        assert!(live(&report).len() > 15);
    }
}

/// Nothing is divided by a target of 0: the attainment stands as a number.
/// Every number of a chart that has a formula is what that comes to; how many there are, by chart.
fn drawn(report: &Report) -> BTreeMap<&str, usize> {
    let blocks = report
        .document
        .sections
        .iter()
        .flat_map(|section| &section.blocks);
    let charts = blocks.filter_map(|block| match block {
        Block::Chart(chart) => Some(chart),
        _ => None,
    });
    let mut counts = BTreeMap::new();
    for chart in charts {
        let Some(formulas) = report.chart_formulas.get(&chart.id) else {
            continue;
        };
        let table = chart_table(chart, report.document.lang);
        for ((row, column), formula) in formulas {
            let cell = table.rows.get(*row).and_then(|row| row.cells.get(*column));
            let Some(number) = cell.and_then(|cell| cell.value.as_number()) else {
                continue;
            };
            let value = report.ledger.value(formula).unwrap();
            assert!(
                (value - number).abs() <= 1e-9 * number.abs().max(1.0),
                "{} {row} {column}: {value}, not {number}",
                chart.id
            );
            *counts.entry(chart.id.as_str()).or_default() += 1;
        }
    }
    counts
}

#[test]
fn charts_follow_from_the_ledger() {
    let (example, settings) = books("examples/chengnan");
    let april = report(&example, settings, "2025-04", Lang::ZH);
    let wanted = [
        ("attainment", 14),
        ("category_bars", 6),
        ("complaint_pareto", 21),
        ("daily_complaints", 61),
        ("daily_sales", 61),
        ("nps_bar", 6),
        ("sales_trend", 3),
        ("satisfaction_bars", 10),
        ("stock_days", 15),
        ("subscriber_waterfall", 6),
    ];
    assert_eq!(drawn(&april), wanted.into_iter().collect());
    let (halls, settings) = books("tests/cases/three-halls");
    for reported in ["2025-04", "2025-03", "2024-04"] {
        drawn(&report(&halls, settings, reported, Lang::EN));
    }
}

#[test]
fn what_comes_to_no_value_is_not_a_formula() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write(
        "complaints.csv",
        "ticket_id,created_at,category\nT1,2025-04-02 09:00,资费\n",
    );
    write(
        "targets.csv",
        "month,metric,target\n2025-04,complaints.count,0\n2025-04,complaints.open,2\n",
    );
    let (books, settings) = books(folder.path().to_str().unwrap());
    let report = report(&books, settings, "2025-04", Lang::EN);
    let targets = tables(&report).find(|table| table.id == "targets").unwrap();
    let at = targets.columns.iter().position(|c| c.key == "attainment");
    let cells = targets.rows.iter().map(|row| &row.cells[at.unwrap()]);
    let told: Vec<_> = cells
        .map(|cell| (cell.value.as_number(), cell.formula.is_some()))
        .collect();
    // One ticket of none and one open of two: 0, and 2 − 1/2.
    assert_eq!(told, [(Some(0.0), false), (Some(1.5), true)]);
}
