//! The sheet 分厅 (Halls): every metric of each hall, a row a hall; below them what adds up, beside the report's own figure.

use super::{Lines, Sheet, TEXT, given};
use crate::metrics::archive::HallFigures;
use crate::metrics::catalog::{self, Better, Metric};
use crate::metrics::ledger::{Formula, Ledger};
use crate::report::document::{Cell, Column, Layout, Shade};
use crate::say;
use crate::value::NumberStyle;
use crate::words::Lang;

/// From so many halls on the worst tenth is coloured.
const MANY: usize = 10;

/// How many metrics are printed side by side on a page: on one page a column for each of ninety could not be read.
const COLUMNS: usize = 10;

pub(super) fn sheet(lang: Lang, ledger: &Ledger, halls: &[HallFigures]) -> Sheet {
    let shown: Vec<(usize, &Metric)> = catalog::all()
        .enumerate()
        .filter(|(place, _)| halls.iter().any(|hall| value(hall, *place).is_some()))
        .collect();
    let mut lines = Lines::new(lang, "by_hall", halls).column(TEXT, "hall", 26.0, |hall| {
        Cell::text(match hall.hall.as_str() {
            "" => say!(lang, "workbook.unnamed_hall"),
            name => name,
        })
    });
    let mut sums = vec![Cell::text(say!(lang, "workbook.sum_of_halls"))];
    let mut report = vec![Cell::text(say!(lang, "workbook.whole_report"))];
    for (place, metric) in &shown {
        let values = || halls.iter().filter_map(|hall| value(hall, *place));
        let style = NumberStyle::fit_all(metric.unit, values());
        let worst = match metric.better {
            _ if halls.len() < MANY => None,
            Better::Higher => Some(Shade::LowestTenth),
            Better::Lower => Some(Shade::HighestTenth),
            Better::Neither => None,
        };
        let number = |number: Option<f64>| match number {
            Some(_) => Cell::number(number, metric.unit),
            None => given(None),
        };
        let column = Column::number(metric.id, metric.name(lang), style);
        lines = lines.labelled(column, 15.0, |hall| Cell {
            shade: worst,
            ..number(value(hall, *place))
        });
        sums.push(if metric.adds() {
            let id = metric.id;
            number(Some(values().sum())).live(format!("SUM({{{id}..}})"))
        } else {
            given(None)
        });
        let line = ledger.metrics.get(*place);
        let figure = line.and_then(|line| line.values[0]);
        report.push(number(figure).from(Formula::metric(metric.id)));
    }
    Sheet {
        title: say!(lang, "workbook.sheet.halls").to_owned(),
        link: Some(say!(lang, "workbook.link.halls").to_owned()),
        layout: Layout::Plain {
            heading: say!(lang, "workbook.sheet.halls").to_owned(),
            remark: say!(lang, "workbook.halls_note").to_owned(),
            table: None,
            pages: shown.len().div_ceil(COLUMNS).try_into().unwrap_or(1),
            is_source: false,
        },
        keeps: 1,
        ..lines.total(sums).total(report).sheet("halls", Vec::new())
    }
}

fn value(hall: &HallFigures, place: usize) -> Option<f64> {
    hall.values.get(place).copied().flatten()
}
