//! Helper columns of charts whose bars start away from 0: they only place the bars.

use rust_xlsxwriter::utility::row_col_to_cell;
use rust_xlsxwriter::{FormatAlign, Worksheet, XlsxError};

use super::{Placed, body_formats};
use crate::chart::{TimelineChart, WaterfallChart};
use crate::render::xlsx::formats::{Look, number_format};
use crate::render::xlsx::refs::write_formula;
use crate::say;

/// The helper columns of a waterfall: what lies under each bar, the bar by its kind, its top, the level it ends at.
///
/// A stacked column grows from 0 both ways, so a bar that crosses 0 has its part below 0 in a column
/// of its own.
const WATERFALL_COLUMNS: [&str; 7] = [
    "workbook.waterfall.base",
    "workbook.waterfall.total",
    "workbook.waterfall.increase",
    "workbook.waterfall.decrease",
    "workbook.waterfall.below",
    "workbook.waterfall.top",
    "workbook.waterfall.level",
];

/// The column of a step's number, and the helper column of the level it ends at.
const VALUE: u16 = 1;
const LEVEL: u16 = 6;

pub(super) fn write_waterfall(
    waterfall: &WaterfallChart,
    placed: Placed,
    look: &Look,
    sheet: &mut Worksheet,
) -> Result<(), XlsxError> {
    for (label, col) in WATERFALL_COLUMNS.iter().zip(placed.helper..) {
        let format = look.column_head(FormatAlign::Right);
        let label = look.lang.text(label);
        sheet.write_string_with_format(placed.head, col, label, &format)?;
    }
    let (_, number) = body_formats(look);
    let format = number.set_num_format(number_format(waterfall.style));
    let unit = waterfall.style.unit;
    let level = placed.helper + LEVEL;
    let mut standing = 0.0;
    for ((step, bar), row) in waterfall
        .steps
        .iter()
        .zip(bars(waterfall))
        .zip(placed.first..)
    {
        let kind = match (step.total, step.value < 0.0) {
            (true, _) => 1,
            (false, false) => 2,
            (false, true) => 3,
        };
        let (value, here) = (row_col_to_cell(row, VALUE), row_col_to_cell(row, level));
        let before = if step.total || row == placed.first {
            "0".to_owned()
        } else {
            row_col_to_cell(row - 1, level)
        };
        let (low, high) = (
            format!("MIN({before},{here})"),
            format!("MAX({before},{here})"),
        );
        standing = if step.total {
            step.value
        } else {
            standing + step.value
        };
        // Columns by WATERFALL_COLUMNS; a zero base needs no cell.
        let cells = [
            (0, bar.base, format!("IF({low}>=0,{low},MIN({high},0))")),
            (
                kind,
                bar.shown,
                format!("IF({low}>=0,{high}-{low},IF({high}<=0,{low}-{high},{high}))"),
            ),
            (4, bar.below, format!("IF({high}>0,MIN({low},0),0)")),
        ];
        for (offset, size, formula) in cells {
            if size != 0.0 && size.is_finite() {
                let at = (row, placed.helper + offset);
                write_formula(sheet, at, &formula, (size, unit), &format)?;
            }
        }
        if bar.ends.1.is_finite() {
            write_formula(
                sheet,
                (row, placed.helper + 5),
                &high,
                (bar.ends.1, unit),
                &format,
            )?;
            let formula = if step.total {
                value
            } else {
                format!("{before}+{value}")
            };
            write_formula(sheet, (row, level), &formula, (standing, unit), &format)?;
        }
    }
    Ok(())
}

/// A bar of a waterfall: hidden from 0 to `base`, then `shown`; `below` where it crosses 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::render::xlsx) struct Bar {
    pub(in crate::render::xlsx) base: f64,
    pub(in crate::render::xlsx) shown: f64,
    pub(in crate::render::xlsx) below: f64,
    /// Its lower and upper end.
    pub(in crate::render::xlsx) ends: (f64, f64),
}

/// The bars of the steps, in order.
pub(in crate::render::xlsx) fn bars(waterfall: &WaterfallChart) -> Vec<Bar> {
    let mut level = 0.0;
    let bars = waterfall.steps.iter().map(|step| {
        let (from, to) = if step.total {
            (0.0, step.value)
        } else {
            (level, level + step.value)
        };
        level = to;
        let (low, high) = (f64::min(from, to), f64::max(from, to));
        let (base, shown, below) = if low >= 0.0 {
            (low, high - low, 0.0)
        } else if high <= 0.0 {
            (high, low - high, 0.0)
        } else {
            (0.0, high, low)
        };
        Bar {
            base,
            shown,
            below,
            ends: (low, high),
        }
    });
    bars.collect()
}

/// The helper columns of a timeline: days done and days to come, or all days where none says.
pub(super) fn write_timeline(
    timeline: &TimelineChart,
    placed: Placed,
    look: &Look,
    sheet: &mut Worksheet,
) -> Result<(), XlsxError> {
    let heads = [
        say!(look.lang, "workbook.timeline.done"),
        say!(look.lang, "workbook.timeline.rest"),
    ];
    let (_, number) = body_formats(look);
    for (head, col) in heads.iter().zip(placed.helper..) {
        let format = look.column_head(FormatAlign::Right);
        sheet.write_string_with_format(placed.head, col, *head, &format)?;
    }
    for (item, row) in timeline.items.iter().zip(placed.first..) {
        // Both ends count, so a one-day action is one day wide.
        let days = item.end.duration_since(item.start).as_hours() as f64 / 24.0 + 1.0;
        let days = days.max(0.0);
        let done = days * item.progress.unwrap_or(0.0).clamp(0.0, 1.0);
        for (value, col) in [done, days - done].into_iter().zip(placed.helper..) {
            let format = number.clone().set_num_format("0.0");
            sheet.write_number_with_format(row, col, value, &format)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::Step;
    use crate::render::specimen;

    #[test]
    fn bars_float_cross_zero_and_hang() {
        let step = |value, total| Step {
            label: String::new(),
            value,
            total,
        };
        let waterfall = WaterfallChart {
            steps: vec![
                step(10.0, true),
                step(-4.0, false),
                step(-9.0, false),
                step(-2.0, false),
                step(-5.0, true),
            ],
            style: specimen::WAN,
            unit_label: String::new(),
        };
        let found: Vec<(f64, f64, f64)> = bars(&waterfall)
            .iter()
            .map(|bar| (bar.base, bar.shown, bar.below))
            .collect();
        assert_eq!(
            found,
            [
                (0.0, 10.0, 0.0),
                (6.0, 4.0, 0.0),
                (0.0, 6.0, -3.0),
                (-3.0, -2.0, 0.0),
                (0.0, -5.0, 0.0),
            ]
        );
    }
}
