//! Chart → display list.

use crate::chart::canvas::{Canvas, Setting};
use crate::chart::{
    Chart, ChartKind, DisplayList, TextMeasure, bars, bullet, columns, heatmap, line, pareto,
    stacked, timeline, waterfall,
};
use crate::theme::Theme;
use crate::words::Lang;

/// The narrowest area anything is drawn on, and the widest, in points.
const WIDTHS: std::ops::RangeInclusive<f64> = 24.0..=10_000.0;

/// Lays a chart out `width` points wide; its height follows from its kind and data.
///
/// The title is not among the marks: the page sets it as text above the chart. Every mark lies
/// inside the area, and no text touches another; where there is room for only some of the labels,
/// those that matter less are left out. Numbers that are not finite are gaps. A width under 24
/// points, over 10,000 or not finite gives an empty list.
#[must_use]
pub fn layout(
    chart: &Chart,
    width: f64,
    theme: &Theme,
    measure: &dyn TextMeasure,
    lang: Lang,
) -> DisplayList {
    layout_lower(chart, width, 1.0, theme, measure, lang)
}

/// As [`layout()`], with plots and rows `share` (0.5 to 1) as high as there and type of the same size:
/// for a page that has not quite the room.
#[must_use]
pub fn layout_lower(
    chart: &Chart,
    width: f64,
    share: f64,
    theme: &Theme,
    measure: &dyn TextMeasure,
    lang: Lang,
) -> DisplayList {
    let setting = Setting {
        width,
        share: if share.is_finite() {
            share.clamp(0.5, 1.0)
        } else {
            1.0
        },
        theme,
        measure,
        lang,
    };
    if !WIDTHS.contains(&width) {
        return Canvas::new(setting, 0.0).finish();
    }
    match &chart.kind {
        ChartKind::Line(chart) => line::lay(setting, chart),
        ChartKind::Bars(chart) if chart.horizontal => bars::lay(setting, chart),
        ChartKind::Bars(chart) => columns::lay(setting, chart),
        ChartKind::Stacked(chart) => stacked::lay(setting, chart),
        ChartKind::Pareto(chart) => pareto::lay(setting, chart),
        ChartKind::Waterfall(chart) => waterfall::lay(setting, chart),
        ChartKind::Bullet(chart) => bullet::lay(setting, chart),
        ChartKind::Heatmap(chart) => heatmap::lay(setting, chart),
        ChartKind::Timeline(chart) => timeline::lay(setting, chart),
    }
}
