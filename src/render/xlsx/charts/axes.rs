//! Axes of native charts: light grid lines, muted labels, numbers scaled by their format.

use rust_xlsxwriter::{
    Chart as Native, ChartAxis, ChartAxisLabelPosition, ChartAxisTickType, ChartFormat, ChartLine,
};

use super::On;
use crate::render::xlsx::formats::{chart_text, number_format};
use crate::value::{NumberStyle, Scale, Unit};
use crate::words::{Lang, LangTag};

/// The categories' axis of a chart; the library counts axes by direction, so lying bars swap them.
pub(super) fn category(chart: &mut Native, lying: bool) -> &mut ChartAxis {
    if lying {
        chart.y_axis()
    } else {
        chart.x_axis()
    }
}

/// The values' axis.
pub(super) fn value(chart: &mut Native, lying: bool) -> &mut ChartAxis {
    if lying {
        chart.x_axis()
    } else {
        chart.y_axis()
    }
}

/// Sets up the categories' axis: no ticks or grid, the labels below the plot.
pub(super) fn category_axis(axis: &mut ChartAxis, on: On) {
    let colours = &on.look.colours;
    axis.set_font(&on.font(9.0, colours.ink))
        .set_major_tick_type(ChartAxisTickType::None)
        .set_major_gridlines(false)
        // Below the plot also where bars hang under 0.
        .set_label_position(ChartAxisLabelPosition::Low)
        .set_format(
            ChartFormat::new().set_line(ChartLine::new().set_color(colours.rule).set_width(0.75)),
        );
}

/// A value axis with its unit.
pub(super) fn value_axis(axis: &mut ChartAxis, on: On, style: NumberStyle, unit: &str) {
    let colours = &on.look.colours;
    axis.set_font(&on.font(8.0, colours.muted))
        .set_num_format(axis_format(style, on.look.lang))
        .set_major_tick_type(ChartAxisTickType::None)
        .set_major_gridlines(true)
        .set_major_gridlines_line(ChartLine::new().set_color(colours.rule).set_width(0.5))
        .set_format(ChartFormat::new().set_no_line());
    let unit = chart_text(unit);
    if !unit.is_empty() {
        axis.set_name(&unit)
            .set_name_font(&on.font(8.0, colours.muted));
    }
}

/// No value axis, since the numbers stand at the bars; a remark in its place, where there is one.
pub(super) fn hidden_value_axis(
    axis: &mut ChartAxis,
    on: On,
    remark: Option<&str>,
    labels: bool,
    style: NumberStyle,
) {
    if labels || remark.is_some() {
        value_axis(axis, on, style, remark.unwrap_or(""));
        if !labels {
            axis.set_label_position(ChartAxisLabelPosition::None);
        }
        axis.set_major_gridlines(labels);
    } else {
        axis.set_hidden(true).set_major_gridlines(false);
    }
}

/// The number format at an axis: what the style says, its scale done by the format.
///
/// A comma at the end of a number format divides by 1,000. 万 and 亿 are no powers of 1,000, so the
/// decimal point is set as a literal before the last digits: `0\.0,` shows 864,123 as 86.4.
pub(super) fn axis_format(style: NumberStyle, lang: Lang) -> String {
    match (style.unit, style.scale, lang.tag()) {
        (Unit::Ratio | Unit::PercentPoints, ..) | (_, Scale::One, _) => {
            number_format(NumberStyle {
                signed: false,
                ..unscaled(style)
            })
        }
        (_, Scale::Large, LangTag::Zh) => "0\\.0,".to_owned(),
        (_, Scale::Huge, LangTag::Zh) => "0\\.00,,".to_owned(),
        (_, Scale::Large, LangTag::En) => format!("{},", places("#,##0", style.places)),
        (_, Scale::Huge, LangTag::En) => format!("{},,", places("#,##0", style.places)),
    }
}

/// The number format of labels at marks: the same, with a sign where the style has one.
pub(super) fn label_format(style: NumberStyle, lang: Lang) -> String {
    let format = axis_format(style, lang);
    if style.signed {
        format!("+{format};-{format};{format}")
    } else {
        format
    }
}

/// Money at an axis needs no fen, which `number_format` gives to cells.
fn unscaled(style: NumberStyle) -> NumberStyle {
    if style.unit == Unit::Money {
        NumberStyle {
            unit: Unit::Bare,
            ..style
        }
    } else {
        style
    }
}

fn places(whole: &str, places: u8) -> String {
    if places == 0 {
        whole.to_owned()
    } else {
        format!("{whole}.{}", "0".repeat(usize::from(places)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::specimen::{PERCENT, WAN};

    #[test]
    fn formats_scale_as_the_style_says() {
        let huge = NumberStyle {
            scale: Scale::Huge,
            places: 2,
            ..WAN
        };
        assert_eq!(axis_format(WAN, Lang::ZH), "0\\.0,");
        assert_eq!(axis_format(huge, Lang::ZH), "0\\.00,,");
        assert_eq!(axis_format(WAN, Lang::EN), "#,##0.0,");
        assert_eq!(axis_format(huge, Lang::EN), "#,##0.00,,");
        assert_eq!(axis_format(PERCENT, Lang::ZH), "0.0%");
        assert_eq!(label_format(PERCENT.signed(), Lang::ZH), "+0.0%;-0.0%;0.0%");
    }
}
