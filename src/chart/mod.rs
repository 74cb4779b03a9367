//! Charts: data and a kind in, marks on a display list out; no knowledge of any file format.
//!
//! A [`Chart`] is data. [`layout()`] turns it into a [`DisplayList`], which the SVG and PDF renderers
//! replay, so both show the same marks; [`sparkline()`] and [`bullet_cell()`] make the small ones of
//! KPI cards and table cells. One file a kind; what they share is `canvas` (no mark outside the
//! area, no text over another), `scale`, `labels`, `axis`, `rows` and `colour`.

mod axis;
mod bars;
mod bullet;
mod canvas;
mod colour;
mod columns;
mod curve;
pub mod display;
mod heatmap;
mod labels;
mod layout;
mod line;
mod pareto;
mod rows;
mod scale;
mod sparkline;
mod stacked;
mod timeline;
mod waterfall;
mod worth;

#[cfg(test)]
mod proof;

pub use bullet::bullet_cell;
pub use display::{Anchor, Bounds, DisplayList, Mark, TextMeasure};
pub use layout::{layout, layout_lower};
pub use sparkline::sparkline;

use jiff::civil::Date;

use crate::value::{NumberStyle, Tone};

/// A chart: what it says and the numbers that show it.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// A stable name, unique in the document; also the SVG's file name.
    pub id: String,
    /// Its message, in a sentence.
    pub title: String,
    /// What someone who cannot see it should know.
    pub alt: String,
    /// Its kind and data.
    pub kind: ChartKind,
}

/// The kinds of chart and what each needs.
#[derive(Debug, Clone, PartialEq)]
pub enum ChartKind {
    /// Lines over ordered positions (days, months).
    Line(LineChart),
    /// Bars of one or two series by category.
    Bars(BarChart),
    /// Bars parted into segments, each adding up to its whole.
    Stacked(StackedChart),
    /// Bars in falling order with share and cumulative share beside them.
    Pareto(ParetoChart),
    /// From an opening total by signed steps to a closing total.
    Waterfall(WaterfallChart),
    /// One row a metric: actual as a bar, target as a mark.
    Bullet(BulletChart),
    /// A grid of numbers shaded by size.
    Heatmap(HeatmapChart),
    /// Bars over dates.
    Timeline(TimelineChart),
}

/// Which series the eye should go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Emphasis {
    /// This month: navy, bold.
    #[default]
    Main,
    /// What it is compared with: grey.
    Base,
}

/// One series of a line or bar chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Its label, set at its end.
    pub name: String,
    /// One value a position, in base units; `None` leaves a gap.
    pub values: Vec<Option<f64>>,
    /// How it is drawn.
    pub emphasis: Emphasis,
}

/// Lines over ordered positions.
#[derive(Debug, Clone, PartialEq)]
pub struct LineChart {
    /// A label a position (`1日`, `2025-04`); thinned where they would touch.
    pub labels: Vec<String>,
    /// The series, the main one first.
    pub series: Vec<Series>,
    /// How the axis prints its numbers; its unit stands at the axis.
    pub style: NumberStyle,
    /// The axis' unit as text (`万元/日`).
    pub unit_label: String,
    /// Points that matter: (series, position, label).
    pub annotations: Vec<(usize, usize, String)>,
    /// Whether the axis must start at 0; else it may start above, and then says so.
    pub from_zero: bool,
}

/// Bars by category.
#[derive(Debug, Clone, PartialEq)]
pub struct BarChart {
    /// The categories.
    pub labels: Vec<String>,
    /// One or two series.
    pub series: Vec<Series>,
    /// How numbers are printed at the bars.
    pub style: NumberStyle,
    /// The unit as text.
    pub unit_label: String,
    /// Whether bars lie (categories on the left) or stand.
    pub horizontal: bool,
    /// A reference line with its label (an average, a standard).
    pub reference: Option<(f64, String)>,
    /// The categories that matter are navy, the others grey; empty: all navy.
    pub highlight: Vec<usize>,
}

/// Bars parted into segments.
#[derive(Debug, Clone, PartialEq)]
pub struct StackedChart {
    /// One bar a label, lying.
    pub labels: Vec<String>,
    /// The segments: name, one value a label, colour.
    pub segments: Vec<(String, Vec<f64>, Tone)>,
    /// How numbers are printed in the segments.
    pub style: NumberStyle,
}

/// Bars in falling order.
#[derive(Debug, Clone, PartialEq)]
pub struct ParetoChart {
    /// Label and value, largest first.
    pub items: Vec<(String, f64)>,
    /// How the values are printed.
    pub style: NumberStyle,
    /// The unit as text, printed after each value (`件`) with a space between, or empty.
    pub unit_label: String,
    /// How many of the first bars are navy (the vital few).
    pub vital: usize,
    /// Heads of the two columns beside the bars (`占比`, `累计`).
    pub column_heads: (String, String),
}

/// A step of a waterfall.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Its label.
    pub label: String,
    /// A total's height, or a signed change.
    pub value: f64,
    /// Whether it is a total.
    pub total: bool,
}

/// From total to total by steps. The axis may start above 0; then it says so.
#[derive(Debug, Clone, PartialEq)]
pub struct WaterfallChart {
    /// Totals and changes in order; the changes between two totals add up to their difference.
    pub steps: Vec<Step>,
    /// How the values are printed.
    pub style: NumberStyle,
    /// The unit as text.
    pub unit_label: String,
}

/// A bar of `actual` with a mark at `target`, both as fractions of the width (0–1).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bullet {
    /// The bar's length, 0–1.
    pub actual: f64,
    /// The target's place, 0–1.
    pub target: f64,
    /// Whether the target is met.
    pub met: bool,
}

/// A row of a bullet chart.
#[derive(Debug, Clone, PartialEq)]
pub struct BulletRow {
    /// The metric's name.
    pub label: String,
    /// Actual and target as printed beside the bar.
    pub actual_text: String,
    /// Target as printed.
    pub target_text: String,
    /// Actual / target on the metric's own scale (1 = on target); drawn on a shared axis.
    pub actual_over_target: f64,
    /// Whether it is met.
    pub met: bool,
}

/// Actual against target, one row a metric, the target marks aligned.
#[derive(Debug, Clone, PartialEq)]
pub struct BulletChart {
    /// The rows, worst first.
    pub rows: Vec<BulletRow>,
    /// What the mark means (`目标`).
    pub target_label: String,
}

/// A grid of numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatmapChart {
    /// Row labels (weekdays).
    pub rows: Vec<String>,
    /// Column labels (hours).
    pub columns: Vec<String>,
    /// One value a cell, row by row; `None` where there is none.
    pub values: Vec<Vec<Option<f64>>>,
    /// How the values are printed in the cells.
    pub style: NumberStyle,
    /// The unit as text, set above the grid.
    pub unit_label: String,
}

/// A bar of a timeline.
#[derive(Debug, Clone, PartialEq)]
pub struct TimelineItem {
    /// What is to be done.
    pub label: String,
    /// Who does it, or empty.
    pub owner: String,
    /// First day.
    pub start: Date,
    /// Last day.
    pub end: Date,
    /// Done so far, 0–1, where known.
    pub progress: Option<f64>,
}

/// Bars over dates.
#[derive(Debug, Clone, PartialEq)]
pub struct TimelineChart {
    /// The axis' first day.
    pub start: Date,
    /// The axis' last day.
    pub end: Date,
    /// The bars in the order drawn.
    pub items: Vec<TimelineItem>,
}
