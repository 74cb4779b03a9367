//! The sheet 分厅 (Halls): every metric of each hall, a row a hall; below them what adds up, beside the report's own figure.

use rust_xlsxwriter::utility::row_col_to_cell;
use rust_xlsxwriter::{
    ConditionalFormatTop, ConditionalFormatTopRule, Format, FormatAlign, Worksheet, XlsxError,
};

use super::cells::write_text;
use super::formats::{Look, base_style, cell_number, number_format};
use super::print::headed;
use super::refs::{FIRST_ROW, Refs, write_formula};
use crate::metrics::archive::HallFigures;
use crate::metrics::catalog::{self, Better, Metric};
use crate::say;
use crate::value::{NumberStyle, Tone};

/// From so many halls on the worst tenth is coloured.
const MANY: usize = 10;

/// How many metrics are printed side by side on a page.
const COLUMNS: usize = 10;

/// A metric that some hall has a value of, with its place in the catalog.
type Shown = (usize, &'static Metric);

/// Writes the halls to their sheet.
pub(super) fn write(
    sheet: &mut Worksheet,
    halls: &[HallFigures],
    refs: &Refs<'_>,
    look: &Look,
) -> Result<(), XlsxError> {
    let lang = look.lang;
    let shown: Vec<Shown> = catalog::all()
        .enumerate()
        .filter(|(place, _)| halls.iter().any(|hall| value(hall, *place).is_some()))
        .collect();
    let note = say!(lang, "workbook.halls_note");
    let mut widths = vec![26.0];
    widths.resize(1 + shown.len(), 15.0);
    headed(
        sheet,
        &widths,
        (say!(lang, "workbook.sheet.halls"), note),
        look,
    )?;
    let left = look.cell(FormatAlign::Left, Tone::Neutral, false, false);
    let head = look.column_head(FormatAlign::Left);
    write_text(
        sheet,
        (FIRST_ROW - 1, 0),
        say!(lang, "workbook.hall.hall"),
        &head,
    )?;
    for (hall, row) in halls.iter().zip(FIRST_ROW..) {
        let name = match hall.hall.as_str() {
            "" => say!(lang, "workbook.hall.unnamed"),
            name => name,
        };
        write_text(sheet, (row, 0), name, &left)?;
    }
    let last = FIRST_ROW + u32::try_from(halls.len()).unwrap_or(u32::MAX - FIRST_ROW - 9) - 1;
    let total = look.cell(FormatAlign::Left, Tone::Neutral, true, true);
    write_text(
        sheet,
        (last + 1, 0),
        say!(lang, "workbook.hall.sum"),
        &total,
    )?;
    let whole = look.cell(FormatAlign::Left, Tone::Neutral, true, false);
    write_text(
        sheet,
        (last + 2, 0),
        say!(lang, "workbook.hall.report"),
        &whole,
    )?;
    for (column, col) in shown.iter().zip(1..) {
        self::column(sheet, col, *column, halls, last, refs, look)?;
    }
    let last_col = u16::try_from(shown.len()).unwrap_or(u16::MAX);
    sheet.set_row_height(FIRST_ROW - 1, 34)?;
    sheet.autofilter(FIRST_ROW - 1, 0, last, last_col)?;
    sheet.set_freeze_panes(FIRST_ROW, 1)?;
    sheet.set_repeat_rows(FIRST_ROW - 1, FIRST_ROW - 1)?;
    sheet.set_repeat_columns(0, 0)?;
    sheet.set_print_area(0, 0, last + 2, last_col)?;
    sheet.set_landscape();
    // On one page a column for each of ninety metrics could not be read.
    sheet.set_print_fit_to_pages(shown.len().div_ceil(COLUMNS).try_into().unwrap_or(1), 0);
    Ok(())
}

fn value(hall: &HallFigures, place: usize) -> Option<f64> {
    hall.values.get(place).copied().flatten()
}

fn column(
    sheet: &mut Worksheet,
    col: u16,
    (place, metric): Shown,
    halls: &[HallFigures],
    last: u32,
    refs: &Refs<'_>,
    look: &Look,
) -> Result<(), XlsxError> {
    let lang = look.lang;
    let values = halls.iter().filter_map(|hall| value(hall, place));
    let style = base_style(NumberStyle::fit_all(metric.unit, values));
    let head = look.column_head(FormatAlign::Right);
    let label = style.head(metric.name(lang), lang);
    write_text(sheet, (FIRST_ROW - 1, col), &label, &head)?;
    let number = look
        .cell(FormatAlign::Right, Tone::Neutral, false, false)
        .set_num_format(number_format(style));
    for (hall, row) in halls.iter().zip(FIRST_ROW..) {
        match value(hall, place) {
            Some(value) => {
                let value = cell_number(value, metric.unit);
                sheet.write_number_with_format(row, col, value, &number)?;
            }
            None => {
                sheet.write_blank(row, col, &number)?;
            }
        }
    }
    let total = look
        .cell(FormatAlign::Right, Tone::Neutral, true, true)
        .set_num_format(number_format(style));
    if metric.adds() {
        let sum: f64 = halls.iter().filter_map(|hall| value(hall, place)).sum();
        let (first, last_cell) = (row_col_to_cell(FIRST_ROW, col), row_col_to_cell(last, col));
        let formula = format!("SUM({first}:{last_cell})");
        write_formula(sheet, (last + 1, col), &formula, (sum, metric.unit), &total)?;
    } else {
        sheet.write_blank(last + 1, col, &total)?;
    }
    let whole = number.clone().set_bold();
    let line = refs.ledger.metrics.get(place);
    let figure = line.and_then(|line| line.values[0]);
    if let (Some(name), Some(figure)) = (refs.figure(metric.id, ""), figure) {
        write_formula(sheet, (last + 2, col), &name, (figure, metric.unit), &whole)?;
    }
    if halls.len() >= MANY {
        worst(sheet, col, metric, last, look)?;
    }
    Ok(())
}

/// Colours the tenth of the halls that is furthest on the bad side.
fn worst(
    sheet: &mut Worksheet,
    col: u16,
    metric: &Metric,
    last: u32,
    look: &Look,
) -> Result<(), XlsxError> {
    let rule = match metric.better {
        Better::Higher => ConditionalFormatTopRule::BottomPercent(10),
        Better::Lower => ConditionalFormatTopRule::TopPercent(10),
        Better::Neither => return Ok(()),
    };
    let red = Format::new().set_font_color(look.tone(Tone::Bad));
    let rule = ConditionalFormatTop::new().set_rule(rule).set_format(red);
    sheet.add_conditional_format(FIRST_ROW, col, last, col, &rule)?;
    Ok(())
}
