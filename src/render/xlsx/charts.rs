//! A chart of the Document → a native chart over its rows on the data sheet.
//!
//! What Excel cannot draw is drawn as the nearest it can: a waterfall as stacked columns on hidden
//! ones, a bullet as bars of attainment beside the target's, a timeline as stacked bars over dates,
//! a Pareto as falling bars. A heat map is no chart here but a shaded range (see the sections).

mod axes;
mod bars;
mod spans;

use rust_xlsxwriter::{
    Chart as Native, ChartDataLabel, ChartDataLabelPosition, ChartFont, ChartFormat,
    ChartLegendPosition, ChartLine, ChartMarker, ChartMarkerType, ChartSeries, ChartSolidFill,
    ChartType,
};

use super::data::{Data, Placed};
use super::formats::{Look, chart_text};
use crate::chart::{Chart, ChartKind, Emphasis, LineChart, Series};
use axes::{axis_format, category, category_axis, value, value_axis};

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
        ChartKind::Bars(bars) => bars::bar_chart(bars, on),
        ChartKind::Stacked(stacked) => bars::stacked_chart(stacked, on),
        ChartKind::Pareto(pareto) => bars::pareto_chart(pareto, on),
        ChartKind::Bullet(bullet) => bars::bullet_chart(bullet, on),
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
