//! A chart of the Document → a native chart over its rows on the data sheet.
//!
//! What Excel cannot draw is drawn as the nearest it can: a waterfall as stacked columns on hidden
//! ones, a bullet as bars of attainment beside the target's, a timeline as stacked bars over dates,
//! a Pareto as falling bars. A heat map is no chart here but a shaded range (see the sections).

mod axes;
mod spans;

use rust_xlsxwriter::{
    Chart as Native, ChartDataLabel, ChartDataLabelPosition, ChartFont, ChartFormat,
    ChartLegendPosition, ChartLine, ChartLineDashType, ChartMarker, ChartMarkerType, ChartPoint,
    ChartSeries, ChartSolidFill, ChartType,
};

use super::data::{Data, Placed};
use super::formats::{Look, chart_text};
use crate::chart::{
    BarChart, BulletChart, Chart, ChartKind, Emphasis, LineChart, ParetoChart, Series, StackedChart,
};
use crate::report::document::{NumberStyle, Tone};
use axes::{
    axis_format, category, category_axis, hidden_value_axis, label_format, value, value_axis,
};

/// Above this many marks their labels would touch; the data sheet has the numbers.
const LABELLED: usize = 16;

/// A native chart and the height that suits it, in pixels.
pub(super) struct Drawn {
    pub(super) chart: Native,
    pub(super) height: u32,
}

/// The native chart of `chart`, or none for a heat map or a chart without numbers.
pub(super) fn native(chart: &Chart, data: &Data, look: &Look) -> Option<Drawn> {
    let place = data.chart(&chart.id)?;
    let on = On {
        sheet: &data.sheet,
        place,
        look,
    };
    let mut drawn = match &chart.kind {
        ChartKind::Line(line) => lines(line, on),
        ChartKind::Bars(bars) => bar_chart(bars, on),
        ChartKind::Stacked(stacked) => stacked_chart(stacked, on),
        ChartKind::Pareto(pareto) => pareto_chart(pareto, on),
        ChartKind::Bullet(bullet) => bullet_chart(bullet, on),
        ChartKind::Waterfall(waterfall) => spans::waterfall_chart(waterfall, on),
        ChartKind::Timeline(timeline) => spans::timeline_chart(timeline, on),
        ChartKind::Heatmap(_) => return None,
    };
    let mut font = on.font(11.0, look.colours.navy);
    font.set_bold();
    let title = chart_text(&chart.title);
    if title.is_empty() {
        drawn.chart.title().set_hidden();
    } else {
        drawn.chart.title().set_name(&title).set_font(&font);
    }
    drawn.chart.set_alt_text(chart_text(&chart.alt));
    let mut frame = ChartFormat::new();
    frame.set_no_border();
    drawn.chart.chart_area().set_format(&mut frame);
    Some(drawn)
}

/// What every series needs: the sheet its numbers are on, their rows, the look.
#[derive(Clone, Copy)]
struct On<'a> {
    sheet: &'a str,
    place: Placed,
    look: &'a Look,
}

impl On<'_> {
    fn rows(&self) -> usize {
        (self.place.last - self.place.head) as usize
    }

    /// The same under a name: a head would add the base unit to it, where the axis may have another.
    fn named(&self, col: u16, name: &str) -> ChartSeries {
        let mut series = self.series(col);
        let name = chart_text(name);
        if !name.is_empty() {
            series.set_name(&name);
        }
        series
    }

    /// A series over data column `col`, named by its head.
    fn series(&self, col: u16) -> ChartSeries {
        let Placed {
            head, first, last, ..
        } = self.place;
        let mut series = ChartSeries::new();
        series
            .set_name((self.sheet, head, col))
            .set_categories((self.sheet, first, 0, last, 0))
            .set_values((self.sheet, first, col, last, col));
        series
    }

    /// A series of filled bars.
    fn bars(&self, col: u16, colour: u32) -> ChartSeries {
        let mut series = self.series(col);
        series.set_format(&mut fill(colour));
        series
    }

    fn font(&self, size: f64, colour: u32) -> ChartFont {
        let mut font = ChartFont::new();
        font.set_name(self.look.face)
            .set_size(size)
            .set_color(colour)
            .unset_bold();
        font
    }

    /// Value labels printed as `number_format`.
    fn labels(&self, number_format: &str, position: ChartDataLabelPosition) -> ChartDataLabel {
        let mut label = ChartDataLabel::new();
        label
            .show_value()
            .set_num_format(number_format)
            .set_position(position)
            .set_font(&self.font(8.0, self.look.colours.ink));
        label
    }

    /// Shows the legend below where there is more than one series to tell apart.
    fn legend(&self, chart: &mut Native, series: usize) {
        if series > 1 {
            chart
                .legend()
                .set_position(ChartLegendPosition::Bottom)
                .set_font(&self.font(9.0, self.look.colours.muted));
        } else {
            chart.legend().set_hidden();
        }
    }
}

fn fill(colour: u32) -> ChartFormat {
    let mut format = ChartFormat::new();
    format
        .set_solid_fill(ChartSolidFill::new().set_color(colour))
        .set_no_border();
    format
}

fn stroke(colour: u32, width: f64) -> ChartFormat {
    let mut format = ChartFormat::new();
    format.set_line(ChartLine::new().set_color(colour).set_width(width));
    format
}

/// The height for so many lying bars.
fn lying_height(bars: usize) -> u32 {
    (90 + 30 * u32::try_from(bars).unwrap_or(20)).clamp(180, 560)
}

fn lines(line: &LineChart, on: On) -> Drawn {
    let colours = &on.look.colours;
    let mut chart = Native::new(ChartType::Line);
    // The main series is drawn last, on top of what it is compared with.
    let mut order: Vec<usize> = (0..line.series.len()).collect();
    order.sort_by_key(|i| {
        line.series
            .get(*i)
            .map(|one| one.emphasis == Emphasis::Main)
    });
    let accents = [colours.navy, colours.teal, colours.amber];
    for i in order {
        let (Some(one), Some(col)) = (line.series.get(i), column(1 + i)) else {
            continue;
        };
        let (colour, width) = match one.emphasis {
            Emphasis::Main => {
                let before = line.series.iter().take(i);
                let mains = before.filter(|one| one.emphasis == Emphasis::Main).count();
                (accents.get(mains).copied().unwrap_or(colours.navy), 2.25)
            }
            Emphasis::Base => (colours.grey, 1.5),
        };
        let mut series = on.named(col, &one.name);
        series.set_format(&mut stroke(colour, width));
        // A point with no neighbour would not show as a line.
        let mut marker = ChartMarker::new();
        if has_lone_point(one) {
            marker
                .set_type(ChartMarkerType::Circle)
                .set_size(5)
                .set_format(&mut fill(colour));
        } else {
            marker.set_none();
        }
        series.set_marker(&marker);
        let notes: Vec<(usize, &str)> = line
            .annotations
            .iter()
            .filter(|(of, ..)| *of == i)
            .map(|(_, position, label)| (*position, label.as_str()))
            .collect();
        if !notes.is_empty() {
            let mut label = on.labels(
                &axis_format(line.style, on.look.lang),
                ChartDataLabelPosition::Above,
            );
            label.set_font(on.font(9.0, colour).set_bold());
            series.set_data_label(&label);
            series.set_custom_data_labels(&texts_at(&notes, line.labels.len(), &label));
        }
        chart.push_series(&series);
    }
    category_axis(category(&mut chart, false), on);
    let interval = line.labels.len().div_ceil(15);
    if interval > 1 {
        category(&mut chart, false)
            .set_label_interval(u16::try_from(interval).unwrap_or(1))
            .set_tick_interval(u16::try_from(interval).unwrap_or(1));
    }
    value_axis(value(&mut chart, false), on, line.style, &line.unit_label);
    let below_zero = any_negative(&line.series);
    if line.from_zero && !below_zero {
        value(&mut chart, false).set_min(0);
    }
    on.legend(&mut chart, line.series.len());
    Drawn { chart, height: 280 }
}

fn has_lone_point(series: &Series) -> bool {
    let known = |i: Option<usize>| {
        i.and_then(|i| series.values.get(i))
            .is_some_and(Option::is_some)
    };
    (0..series.values.len())
        .any(|i| known(Some(i)) && !known(i.checked_sub(1)) && !known(Some(i + 1)))
}

fn any_negative(series: &[Series]) -> bool {
    let mut values = series.iter().flat_map(|one| one.values.iter().flatten());
    values.any(|value| *value < 0.0)
}

fn column(number: usize) -> Option<u16> {
    u16::try_from(number).ok()
}

/// Labels that show the texts at their positions and nothing elsewhere.
fn texts_at(notes: &[(usize, &str)], points: usize, like: &ChartDataLabel) -> Vec<ChartDataLabel> {
    let label = |i: usize| match notes.iter().find(|(position, _)| *position == i) {
        Some((_, text)) => like.clone().set_value(&chart_text(text)).to_custom(),
        None => ChartDataLabel::new().set_hidden().to_custom(),
    };
    (0..points).map(label).collect()
}

fn bar_chart(bars: &BarChart, on: On) -> Drawn {
    let colours = &on.look.colours;
    let mut chart = Native::new(if bars.horizontal {
        ChartType::Bar
    } else {
        ChartType::Column
    });
    let marks = bars.labels.len() * bars.series.len();
    for (i, one) in bars.series.iter().enumerate() {
        let Some(col) = column(1 + i) else { continue };
        let colour = match one.emphasis {
            Emphasis::Main => colours.navy,
            Emphasis::Base => colours.grey,
        };
        let mut series = on.named(col, &one.name);
        series
            .set_format(&mut fill(colour))
            .set_gap(60)
            .set_overlap(0);
        if one.emphasis == Emphasis::Main && !bars.highlight.is_empty() {
            let points = (0..bars.labels.len()).map(|i| {
                let colour = if bars.highlight.contains(&i) {
                    colours.navy
                } else {
                    colours.grey_dark
                };
                ChartPoint::new().set_format(&mut fill(colour))
            });
            series.set_points(&points.collect::<Vec<_>>());
        }
        if marks <= LABELLED {
            let format = label_format(bars.style, on.look.lang);
            series.set_data_label(&on.labels(&format, ChartDataLabelPosition::OutsideEnd));
        }
        chart.push_series(&series);
    }
    category_axis(category(&mut chart, bars.horizontal), on);
    let mut shown = bars.series.len();
    if bars.horizontal {
        category(&mut chart, bars.horizontal).set_reverse();
        let reference = bars.reference.as_ref().map(|(value, label)| {
            let value = crate::format::number(*value, bars.style, on.look.lang);
            format!("{label} {value} {}", bars.unit_label)
        });
        hidden_value_axis(
            value(&mut chart, bars.horizontal),
            on,
            reference.as_deref(),
            marks > LABELLED,
            bars.style,
        );
    } else {
        value_axis(
            value(&mut chart, bars.horizontal),
            on,
            bars.style,
            &bars.unit_label,
        );
        // A lying reference line has no native counterpart; a standing one is a line chart laid over.
        if let Some((_, label)) = &bars.reference
            && let Some(col) = column(1 + bars.series.len())
        {
            let mut line = Native::new(ChartType::Line);
            let mut series = on.named(col, label);
            let mut format = ChartFormat::new();
            format.set_line(
                ChartLine::new()
                    .set_color(colours.amber)
                    .set_width(1.25)
                    .set_dash_type(ChartLineDashType::Dash),
            );
            series.set_format(&mut format);
            series.set_marker(ChartMarker::new().set_none());
            line.push_series(&series);
            chart.combine(&line);
            shown += 1;
        }
    }
    if !any_negative(&bars.series) {
        value(&mut chart, bars.horizontal).set_min(0);
    }
    on.legend(&mut chart, shown);
    let height = if bars.horizontal {
        lying_height(marks)
    } else {
        280
    };
    Drawn { chart, height }
}

fn stacked_chart(stacked: &StackedChart, on: On) -> Drawn {
    let colours = &on.look.colours;
    let mut chart = Native::new(ChartType::BarStacked);
    let mut greys = [
        (colours.grey, colours.ink),
        (colours.navy, colours.paper),
        (colours.teal, colours.paper),
        (colours.grey_dark, colours.ink),
        (colours.amber, colours.paper),
    ]
    .into_iter()
    .cycle();
    let whole = |i: usize| -> f64 {
        let segments = stacked.segments.iter();
        segments.filter_map(|(_, values, _)| values.get(i)).sum()
    };
    for (i, (name, values, tone)) in stacked.segments.iter().enumerate() {
        let Some(col) = column(1 + i) else { continue };
        let (colour, text) = match tone {
            Tone::Good => (colours.green, colours.paper),
            Tone::Bad => (colours.red, colours.paper),
            Tone::Warning => (colours.amber, colours.paper),
            Tone::Neutral => greys.next().unwrap_or((colours.grey, colours.ink)),
        };
        let mut series = on.named(col, name);
        series.set_format(&mut fill(colour)).set_gap(50);
        let mut label = on.labels(
            &label_format(stacked.style, on.look.lang),
            ChartDataLabelPosition::Center,
        );
        label.set_font(&on.font(8.0, text));
        series.set_data_label(&label);
        // A sliver has no room for its number.
        let slim = |(i, value): (usize, &f64)| *value < 0.06 * whole(i);
        if values.iter().enumerate().any(slim) {
            let labels = values.iter().enumerate().map(|point| {
                if slim(point) {
                    ChartDataLabel::new().set_hidden().to_custom()
                } else {
                    label.clone().to_custom()
                }
            });
            series.set_custom_data_labels(&labels.collect::<Vec<_>>());
        }
        chart.push_series(&series);
    }
    category_axis(category(&mut chart, true), on);
    category(&mut chart, true).set_reverse();
    hidden_value_axis(value(&mut chart, true), on, None, false, stacked.style);
    let most = (0..stacked.labels.len()).map(whole).fold(0.0, f64::max);
    if most > 0.0 {
        value(&mut chart, true).set_min(0).set_max(most);
    }
    on.legend(&mut chart, stacked.segments.len());
    Drawn {
        chart,
        height: lying_height(stacked.labels.len()) + 30,
    }
}

fn pareto_chart(pareto: &ParetoChart, on: On) -> Drawn {
    let colours = &on.look.colours;
    let mut chart = Native::new(ChartType::Bar);
    let mut series = on.bars(1, colours.grey_dark);
    let points = (0..on.rows()).map(|i| {
        let colour = if i < pareto.vital {
            colours.navy
        } else {
            colours.grey_dark
        };
        ChartPoint::new().set_format(&mut fill(colour))
    });
    series
        .set_points(&points.collect::<Vec<_>>())
        .set_gap(40)
        .set_data_label(&on.labels(
            &with_unit(
                &label_format(pareto.style, on.look.lang),
                &pareto.unit_label,
            ),
            ChartDataLabelPosition::OutsideEnd,
        ));
    chart.push_series(&series);
    category_axis(category(&mut chart, true), on);
    category(&mut chart, true).set_reverse();
    hidden_value_axis(value(&mut chart, true), on, None, false, pareto.style);
    value(&mut chart, true).set_min(0);
    chart.legend().set_hidden();
    Drawn {
        chart,
        height: lying_height(on.rows()),
    }
}

/// The number format with a unit after the number.
fn with_unit(number_format: &str, unit: &str) -> String {
    let unit = chart_text(unit).replace('"', "”");
    if unit.is_empty() {
        return number_format.to_owned();
    }
    format!("{number_format}\" {unit}\"")
}

/// Actual over target as bars; the grid line at 100 % is the target of every row.
fn bullet_chart(bullet: &BulletChart, on: On) -> Drawn {
    let colours = &on.look.colours;
    let mut chart = Native::new(ChartType::Bar);
    let mut series = on.bars(3, colours.navy);
    let points = bullet.rows.iter().map(|row| {
        ChartPoint::new().set_format(&mut fill(if row.met { colours.navy } else { colours.red }))
    });
    let labels = bullet.rows.iter().map(|row| {
        ChartDataLabel::new()
            .set_value(&chart_text(&row.actual_text))
            .set_font(&on.font(8.0, colours.ink))
            .to_custom()
    });
    series
        .set_points(&points.collect::<Vec<_>>())
        .set_gap(80)
        .set_data_label(&on.labels("0%", ChartDataLabelPosition::OutsideEnd))
        .set_custom_data_labels(&labels.collect::<Vec<_>>());
    chart.push_series(&series);
    category_axis(category(&mut chart, true), on);
    category(&mut chart, true).set_reverse();
    let percent = NumberStyle {
        places: 0,
        ..crate::render::chart_table::PERCENT
    };
    let name = format!("{} = 100%", bullet.target_label);
    value_axis(value(&mut chart, true), on, percent, &name);
    let most = bullet
        .rows
        .iter()
        .map(|row| row.actual_over_target)
        .filter(|ratio| ratio.is_finite())
        .fold(1.0, f64::max);
    // Room on the right for the labels; a grid line on the target.
    let top = ((most * 1.2 * 2.0).ceil() / 2.0).max(1.5);
    value(&mut chart, true)
        .set_min(0)
        .set_max(top)
        .set_major_unit(0.5);
    chart.legend().set_hidden();
    Drawn {
        chart,
        height: lying_height(bullet.rows.len()) + 30,
    }
}
