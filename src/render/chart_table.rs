//! Chart → the table of its numbers, for readers of text and for the cells native charts refer to.
//!
//! The rows come in the order drawn; numbers stay in base units. Nothing is left out: what a chart
//! shows by place or colour (the vital few, the highlighted bars) stands in the numbers anyway.

use crate::chart::{
    BarChart, BulletChart, Chart, ChartKind, HeatmapChart, LineChart, ParetoChart, Series,
    StackedChart, TimelineChart, WaterfallChart,
};
use crate::report::document::{Cell, Column, ColumnKind, Row, Table};
use crate::say;
use crate::value::{NumberStyle, Scale, Tone, Unit, Value};
use crate::words::Lang;

/// The style of shares, progress and attainment.
pub(super) const PERCENT: NumberStyle = NumberStyle {
    unit: Unit::Ratio,
    scale: Scale::One,
    places: 1,
    signed: false,
};

/// The numbers of `chart` as a table that bears its id and its title as caption.
pub(crate) fn chart_table(chart: &Chart, lang: Lang) -> Table {
    let (columns, rows) = match &chart.kind {
        ChartKind::Line(line) => lines(line, lang),
        ChartKind::Bars(bars) => bars_table(bars, lang),
        ChartKind::Stacked(stacked) => stacked_table(stacked, lang),
        ChartKind::Pareto(pareto) => pareto_table(pareto, lang),
        ChartKind::Waterfall(waterfall) => waterfall_table(waterfall, lang),
        ChartKind::Bullet(bullet) => bullet_table(bullet, lang),
        ChartKind::Heatmap(heatmap) => heatmap_table(heatmap, lang),
        ChartKind::Timeline(timeline) => timeline_table(timeline, lang),
    };
    Table {
        id: chart.id.clone(),
        caption: chart.title.clone(),
        columns,
        rows,
        // As many as are drawn.
        printed: matches!(chart.kind, ChartKind::Timeline(_)).then_some(40),
        ..Table::default()
    }
}

type Parts = (Vec<Column>, Vec<Row>);

/// A label column and one number column a series. A series shorter than the labels ends in dashes.
fn series_table(head: &str, labels: &[String], series: &[Series], style: NumberStyle) -> Parts {
    let mut columns = vec![Column::text("label", head)];
    for (i, one) in series.iter().enumerate() {
        columns.push(Column::number(&format!("series_{i}"), &one.name, style));
    }
    let rows = labels.iter().enumerate().map(|(i, label)| {
        let numbers = series
            .iter()
            .map(|one| Cell::number(one.values.get(i).copied().flatten(), style.unit));
        Row::new(std::iter::once(Cell::text(label)).chain(numbers).collect())
    });
    (columns, rows.collect())
}

fn lines(line: &LineChart, lang: Lang) -> Parts {
    let (mut columns, mut rows) = series_table(
        say!(lang, "plot.head.period"),
        &line.labels,
        &line.series,
        line.style,
    );
    if !line.annotations.is_empty() {
        columns.push(Column::text("note", say!(lang, "plot.head.note")));
        for (i, row) in rows.iter_mut().enumerate() {
            let notes: Vec<&str> = line
                .annotations
                .iter()
                .filter(|(_, position, _)| *position == i)
                .map(|(_, _, label)| label.as_str())
                .collect();
            row.cells.push(Cell::text(notes.join("; ")));
        }
    }
    (columns, rows)
}

fn bars_table(bars: &BarChart, lang: Lang) -> Parts {
    let (mut columns, mut rows) = series_table(
        say!(lang, "plot.head.item"),
        &bars.labels,
        &bars.series,
        bars.style,
    );
    if let Some((value, label)) = &bars.reference {
        columns.push(Column::number("reference", label, bars.style));
        for row in &mut rows {
            row.cells.push(Cell::number(Some(*value), bars.style.unit));
        }
    }
    (columns, rows)
}

fn stacked_table(stacked: &StackedChart, lang: Lang) -> Parts {
    let series: Vec<Series> = stacked
        .segments
        .iter()
        .map(|(name, values, _)| Series {
            name: name.clone(),
            values: values.iter().copied().map(Some).collect(),
            emphasis: crate::chart::Emphasis::Main,
        })
        .collect();
    series_table(
        say!(lang, "plot.head.item"),
        &stacked.labels,
        &series,
        stacked.style,
    )
}

fn pareto_table(pareto: &ParetoChart, lang: Lang) -> Parts {
    let columns = vec![
        Column::text("label", say!(lang, "plot.head.item")),
        Column::number("value", say!(lang, "plot.head.value"), pareto.style),
        Column::number("share", &pareto.column_heads.0, PERCENT),
        Column::number("cumulative", &pareto.column_heads.1, PERCENT),
    ];
    let whole: f64 = pareto.items.iter().map(|(_, value)| value).sum();
    let share = |part: f64| (whole > 0.0).then(|| part / whole);
    let mut sum = 0.0;
    let rows = pareto.items.iter().map(|(label, value)| {
        sum += value;
        Row::new(vec![
            Cell::text(label),
            Cell::number(Some(*value), pareto.style.unit),
            Cell::number(share(*value), Unit::Ratio),
            Cell::number(share(sum), Unit::Ratio),
        ])
    });
    let rows = rows.collect();
    (columns, rows)
}

fn waterfall_table(waterfall: &WaterfallChart, lang: Lang) -> Parts {
    let columns = vec![
        Column::text("label", say!(lang, "plot.head.step")),
        Column::number("value", say!(lang, "plot.head.value"), waterfall.style),
    ];
    let rows = waterfall.steps.iter().map(|step| {
        let cells = vec![
            Cell::text(&step.label),
            Cell::number(Some(step.value), waterfall.style.unit),
        ];
        if step.total {
            Row::total(cells)
        } else {
            Row::new(cells)
        }
    });
    (columns, rows.collect())
}

fn bullet_table(bullet: &BulletChart, lang: Lang) -> Parts {
    let columns = vec![
        Column::text("label", say!(lang, "plot.head.metric")),
        Column::of("actual", say!(lang, "plot.head.actual"), ColumnKind::Mixed),
        Column::of("target", &bullet.target_label, ColumnKind::Mixed),
        Column::number("ratio", say!(lang, "plot.head.over_target"), PERCENT),
        Column::of("met", say!(lang, "plot.head.result"), ColumnKind::Word),
    ];
    let rows = bullet.rows.iter().map(|row| {
        let (word, tone) = if row.met {
            (say!(lang, "plot.head.met"), Tone::Good)
        } else {
            (say!(lang, "plot.head.missed"), Tone::Bad)
        };
        Row::new(vec![
            Cell::text(&row.label),
            Cell::text(&row.actual_text),
            Cell::text(&row.target_text),
            Cell::number(Some(row.actual_over_target), Unit::Ratio),
            Cell::text(word).tone(tone),
        ])
    });
    (columns, rows.collect())
}

/// Upright where the grid is wide (24 hours by 7 weekdays): the longer side runs down the page.
fn heatmap_table(heatmap: &HeatmapChart, lang: Lang) -> Parts {
    let upright = heatmap.columns.len() > 12 && heatmap.rows.len() <= 12;
    let (across, down) = if upright {
        (&heatmap.rows, &heatmap.columns)
    } else {
        (&heatmap.columns, &heatmap.rows)
    };
    let unit = heatmap.unit_label.trim();
    let head = match unit {
        "" => say!(lang, "plot.head.item").to_owned(),
        unit => say!(lang, "plot.head.in_unit", unit = unit),
    };
    let mut columns = vec![Column::text("label", head)];
    // The unit stands in the first head: a grid's heads are too narrow to repeat it.
    let bare = NumberStyle {
        unit: match heatmap.style.unit {
            Unit::Ratio => Unit::Ratio,
            _ => Unit::Bare,
        },
        ..heatmap.style
    };
    let scaled = heatmap.style.scale != Scale::One;
    for (i, label) in across.iter().enumerate() {
        let style = if scaled || heatmap.style.unit == Unit::PercentPoints {
            heatmap.style
        } else {
            bare
        };
        columns.push(Column::number(&format!("column_{i}"), label, style));
    }
    let rows = down.iter().enumerate().map(|(i, label)| {
        let numbers = (0..across.len()).map(|j| {
            let (row, column) = if upright { (j, i) } else { (i, j) };
            let number = heatmap.values.get(row).and_then(|row| row.get(column));
            Cell::number(number.copied().flatten(), heatmap.style.unit)
        });
        Row::new(std::iter::once(Cell::text(label)).chain(numbers).collect())
    });
    (columns, rows.collect())
}

fn timeline_table(timeline: &TimelineChart, lang: Lang) -> Parts {
    let progress = timeline.items.iter().any(|item| item.progress.is_some());
    let mut columns = vec![
        Column::text("label", say!(lang, "plot.head.action")),
        Column::text("owner", say!(lang, "plot.head.owner")),
        Column::of("start", say!(lang, "plot.head.start"), ColumnKind::Date),
        Column::of("end", say!(lang, "plot.head.end"), ColumnKind::Date),
    ];
    if progress {
        columns.push(Column::number(
            "progress",
            say!(lang, "plot.head.progress"),
            PERCENT.places(0),
        ));
    }
    let rows = timeline.items.iter().map(|item| {
        let mut cells = vec![
            Cell::text(&item.label),
            Cell::text(&item.owner),
            Cell::new(Value::Date(item.start)),
            Cell::new(Value::Date(item.end)),
        ];
        if progress {
            cells.push(Cell::number(item.progress, Unit::Ratio));
        }
        Row::new(cells)
    });
    (columns, rows.collect())
}
