//! Charts whose bars start away from 0: waterfalls and timelines, as stacks on a hidden series.

use rust_xlsxwriter::{
    Chart as Native, ChartDataLabelPosition, ChartFormat, ChartMarker, ChartType,
};

use super::axes::{category, category_axis, value, value_axis};
use super::{Drawn, On, lying_height};
use crate::chart::{TimelineChart, WaterfallChart};
use crate::format;
use crate::render::xlsx::cells::excel_day;
use crate::render::xlsx::data::{Bar, bars};
use crate::render::xlsx::formats::chart_text;
use crate::say;

/// Columns: a hidden base, then totals, increases and decreases, and parts below zero where there are.
pub(super) fn waterfall_chart(waterfall: &WaterfallChart, on: On) -> Drawn {
    let colours = &on.look.colours;
    let mut chart = Native::new(ChartType::ColumnStacked);
    let helper = on.place.helper;
    let mut base = on.series(helper);
    base.set_format(ChartFormat::new().set_no_fill().set_no_border())
        .set_gap(40)
        .delete_from_legend(true);
    chart.push_series(&base);

    let bars = bars(waterfall);
    let kinds = [colours.navy, colours.teal, colours.red];
    for (colour, offset) in kinds.into_iter().zip(1..) {
        let mut series = on.bars(helper + offset, colour);
        series.set_gap(40);
        chart.push_series(&series);
    }
    if bars.iter().any(|bar| bar.below != 0.0) {
        let mut below = on.bars(helper + 4, colours.red);
        below.set_gap(40);
        chart.push_series(&below);
    }

    // Labels inside stacked columns do not fit low ones: they stand on a hidden line along the tops.
    let mut tops = Native::new(ChartType::Line);
    let mut series = on.series(helper + 5);
    let label = on.labels("General", ChartDataLabelPosition::Above);
    let labels = waterfall.steps.iter().map(|step| {
        let style = if step.total {
            waterfall.style
        } else {
            waterfall.style.signed()
        };
        let text = format::number(step.value, style, on.look.lang);
        label.clone().set_value(&chart_text(&text)).to_custom()
    });
    series
        .set_format(ChartFormat::new().set_no_line())
        .set_marker(ChartMarker::new().set_none())
        .set_data_label(&label)
        .set_custom_data_labels(&labels.collect::<Vec<_>>());
    tops.push_series(&series);
    chart.combine(&tops);

    category_axis(category(&mut chart, false), on);
    let floor = axis_floor(waterfall, &bars);
    let name = if floor > 0.0 {
        let shown = format::number(floor, waterfall.style, on.look.lang);
        let note = say!(on.look.lang, "plot.axis_from", from = shown);
        [waterfall.unit_label.as_str(), note.as_str()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · ")
    } else {
        waterfall.unit_label.clone()
    };
    value_axis(value(&mut chart, false), on, waterfall.style, &name);
    if floor > 0.0 {
        value(&mut chart, false).set_min(floor);
    }
    chart.legend().set_hidden();
    Drawn { chart, height: 290 }
}

/// Where the axis starts: above 0 where the steps would be slivers on totals many times their size.
fn axis_floor(waterfall: &WaterfallChart, bars: &[Bar]) -> f64 {
    let ends = |keep: fn((f64, f64)) -> f64| {
        let steps = waterfall.steps.iter().zip(bars);
        steps.map(move |(step, bar)| {
            if step.total {
                step.value
            } else {
                keep(bar.ends)
            }
        })
    };
    let low = ends(|ends| ends.0).fold(f64::INFINITY, f64::min);
    let high = ends(|ends| ends.1).fold(f64::NEG_INFINITY, f64::max);
    let spread = high - low;
    if !(low > 0.0 && spread > 0.0 && low > 2.0 * spread) {
        return 0.0;
    }
    let unit = 10_f64.powf(spread.log10().floor());
    ((low - spread) / unit).floor() * unit
}

/// Lying bars from first to last day, what is done in teal; the topmost is the first action.
pub(super) fn timeline_chart(timeline: &TimelineChart, on: On) -> Drawn {
    let colours = &on.look.colours;
    let mut chart = Native::new(ChartType::BarStacked);
    let mut start = on.series(2);
    start
        .set_format(ChartFormat::new().set_no_fill().set_no_border())
        .set_gap(60)
        .delete_from_legend(true);
    chart.push_series(&start);
    let progress = timeline.items.iter().any(|item| item.progress.is_some());
    if progress {
        let mut done = on.bars(on.place.helper, colours.teal);
        done.set_gap(60);
        chart.push_series(&done);
    }
    let mut rest = on.bars(on.place.helper + 1, colours.navy);
    rest.set_gap(60);
    chart.push_series(&rest);

    category_axis(category(&mut chart, true), on);
    category(&mut chart, true).set_reverse();
    let style = crate::render::chart_table::PERCENT;
    // Not a legend: programs differ in which entry they drop for a hidden series.
    let remark = say!(on.look.lang, "plot.done");
    let remark = if progress { remark } else { "" };
    value_axis(value(&mut chart, true), on, style, remark);
    value(&mut chart, true).set_num_format("m-d");
    if let (Some(first), Some(last)) = (excel_day(timeline.start), excel_day(timeline.end)) {
        let (first, last) = (first.to_excel(), last.to_excel() + 1.0);
        let step = ((last - first) / 8.0).ceil().max(1.0);
        // Whole weeks read better than odd numbers of days.
        let step = if step > 3.0 {
            (step / 7.0).ceil() * 7.0
        } else {
            step
        };
        value(&mut chart, true)
            .set_min(first)
            .set_max(last)
            .set_major_unit(step);
    }
    chart.legend().set_hidden();
    Drawn {
        chart,
        height: lying_height(timeline.items.len()) + 20,
    }
}
