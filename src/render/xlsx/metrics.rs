//! The sheet 指标 (Metrics): every metric of the catalog in the three months, its changes, its target and how far that is
//! reached, each figure a formula over the sheets 数据_* with its value beside it.
//!
//! Each metric's cell of the month reported on bears a name: `m_sales_total`.

use rust_xlsxwriter::utility::{row_col_to_cell, row_col_to_cell_absolute};
use rust_xlsxwriter::{
    ConditionalFormatFormula, Format, FormatAlign, Table, TableStyle, Workbook, Worksheet,
    XlsxError,
};

use super::cells::{At, write_text, write_value};
use super::formats::{Look, bare_format, clean, signed_format};
use super::kpis::unit_of;
use super::ledger::{head, month_heads};
use super::names::{metric_name, quoted};
use super::print::headed;
use super::refs::{ATTAINMENT, FIRST_ROW, MOM, NOW, Refs, TARGET, YOY, write_live};
use crate::metrics::catalog::{Better, Metric};
use crate::metrics::figures;
use crate::metrics::ledger::{self, MetricLine, When};
use crate::month::Month;
use crate::say;
use crate::value::{Tone, Unit, Value};

const MET: u16 = 10;
const ROWS: u16 = 11;
const REMARK: u16 = 12;

/// The widths of the columns, in characters.
const WIDTHS: [f64; 13] = [
    24.0, 34.0, 9.0, 16.0, 16.0, 16.0, 15.0, 15.0, 15.0, 10.0, 9.0, 11.0, 40.0,
];

/// Writes every metric to its sheet.
pub(super) fn write(
    sheet: &mut Worksheet,
    refs: &Refs<'_>,
    month: Month,
    look: &Look,
) -> Result<(), XlsxError> {
    let lang = look.lang;
    let note = say!(lang, "workbook.metrics_note");
    headed(
        sheet,
        &WIDTHS,
        (say!(lang, "workbook.sheet.metrics"), note),
        look,
    )?;

    let mut row = FIRST_ROW;
    for line in &refs.ledger.metrics {
        write_line(sheet, row, line, refs, look)?;
        row += 1;
    }
    let last = row.max(FIRST_ROW + 1) - 1;
    let left = look.column_head(FormatAlign::Left);
    let right = look.column_head(FormatAlign::Right);
    let centre = look.column_head(FormatAlign::Center);
    let mut columns = vec![
        head(say!(lang, "workbook.metric.name"), &left),
        head(say!(lang, "workbook.metric.id"), &left),
        head(say!(lang, "workbook.metric.unit"), &left),
    ];
    let months = month_heads(month, lang);
    columns.extend(months.iter().map(|month| head(month, &right)));
    columns.extend([
        head(say!(lang, "workbook.metric.mom"), &right),
        head(say!(lang, "workbook.metric.yoy"), &right),
        head(say!(lang, "workbook.metric.target"), &right),
        head(say!(lang, "workbook.metric.attainment"), &right),
        head(say!(lang, "workbook.metric.met"), &centre),
        head(say!(lang, "workbook.metric.rows"), &right),
        head(
            say!(lang, "workbook.metric.remark"),
            &left.clone().set_indent(1),
        ),
    ]);
    let table = Table::new()
        .set_name("metrics")
        .set_style(TableStyle::None)
        .set_columns(&columns);
    sheet.add_table(FIRST_ROW - 1, 0, last, REMARK, &table)?;
    colour(sheet, refs, look)?;
    sheet.set_freeze_panes(FIRST_ROW, 1)?;
    sheet.set_repeat_rows(FIRST_ROW - 1, FIRST_ROW - 1)?;
    sheet.set_print_area(0, 0, last, REMARK)?;
    sheet.set_landscape();
    Ok(())
}

/// Gives each metric's cell of the month reported on its name.
pub(super) fn define(workbook: &mut Workbook, refs: &Refs<'_>) -> Result<(), XlsxError> {
    for (line, row) in refs.ledger.metrics.iter().zip(FIRST_ROW..) {
        let cell = row_col_to_cell_absolute(row, NOW);
        let of = format!("={}!{cell}", quoted(&refs.metrics));
        workbook.define_name(metric_name(line.metric.id), &of)?;
    }
    Ok(())
}

fn write_line(
    sheet: &mut Worksheet,
    row: u32,
    line: &MetricLine,
    refs: &Refs<'_>,
    look: &Look,
) -> Result<(), XlsxError> {
    let lang = look.lang;
    let metric = line.metric;
    let text = look.cell(FormatAlign::Left, Tone::Neutral, false, false);
    let muted = text.clone().set_font_color(look.colours.muted);
    let number = look.cell(FormatAlign::Right, Tone::Neutral, false, false);
    let centre = look.cell(FormatAlign::Center, Tone::Neutral, false, false);
    write_text(sheet, (row, 0), metric.name(lang), &text)?;
    write_text(sheet, (row, 1), metric.id, &muted)?;
    write_text(sheet, (row, 2), &unit_of(metric.unit, lang), &muted)?;

    for (when, col) in When::ALL.into_iter().zip(NOW..) {
        let value = line.values[when as usize];
        let formula = line.formulas[when as usize].as_ref();
        let formula = formula.and_then(|formula| refs.print(formula, &refs.metrics));
        let format = if when == When::Now {
            number.clone().set_bold()
        } else {
            number.clone()
        };
        live(
            sheet,
            (row, col),
            formula.as_deref(),
            value,
            metric.unit,
            &format,
            look,
        )?;
    }
    let cell = |col| row_col_to_cell(row, col);
    for (base, col) in [(When::LastMonth, MOM), (When::LastYear, YOY)] {
        let change = line.change(base);
        let unit = figures::change_unit(metric);
        let formula = refs.print_in(unit, &ledger::change(metric, base), &refs.metrics);
        let shown = signed_format(unit, lang);
        let value = (change, unit);
        written(
            sheet,
            (row, col),
            formula.as_deref(),
            value,
            &shown,
            &number,
            look,
        )?;
    }
    match line.target {
        Some(target) => {
            let value = Value::number(Some(target), metric.unit);
            let shown = bare_format(metric.unit, target);
            write_value(sheet, (row, TARGET), &value, &shown, &number, look)?;
        }
        None => write_value(sheet, (row, TARGET), &Value::Absent, "", &number, look)?,
    }
    let reached = attainment(metric, refs, (&cell(NOW), &cell(TARGET)));
    live(
        sheet,
        (row, ATTAINMENT),
        reached.as_deref(),
        line.attainment,
        Unit::Ratio,
        &number,
        look,
    )?;
    let yes = say!(lang, "workbook.metric.is_met");
    let no = say!(lang, "workbook.metric.is_missed");
    match line.attainment {
        Some(ratio) => {
            let formula = format!("=IF({}>=1,\"{yes}\",\"{no}\")", cell(ATTAINMENT));
            let formula = rust_xlsxwriter::Formula::new(formula).set_result(if ratio >= 1.0 {
                yes
            } else {
                no
            });
            sheet.write_formula_with_format(row, MET, formula, &centre)?;
        }
        None => write_value(sheet, (row, MET), &Value::Absent, "", &centre, look)?,
    }
    let counted = number.clone().set_num_format("#,##0");
    sheet.write_number_with_format(row, ROWS, line.rows as f64, &counted)?;
    let remark = line.absent_because.as_deref().unwrap_or_default();
    write_text(sheet, (row, REMARK), &clean(remark), &muted.set_indent(1))
}

/// A number with its formula; the number alone where there is none; a dash where there is no number.
fn live(
    sheet: &mut Worksheet,
    at: At,
    formula: Option<&str>,
    value: Option<f64>,
    unit: Unit,
    format: &Format,
    look: &Look,
) -> Result<(), XlsxError> {
    let shown = value.map_or(String::new(), |value| bare_format(unit, value));
    written(sheet, at, formula, (value, unit), &shown, format, look)
}

/// The same in a number format of its own.
fn written(
    sheet: &mut Worksheet,
    at: At,
    formula: Option<&str>,
    (value, unit): (Option<f64>, Unit),
    shown: &str,
    format: &Format,
    look: &Look,
) -> Result<(), XlsxError> {
    let value = Value::number(value, unit);
    write_live(sheet, at, (&value, formula), shown, format, look)
}

/// How far a metric reaches its target; of a target of 0, which nothing is divided by, as [`figures::attainment`] has it.
fn attainment(metric: &Metric, refs: &Refs<'_>, (now, target): (&str, &str)) -> Option<String> {
    let reached = refs.print(&ledger::attainment(metric), &refs.metrics)?;
    Some(match metric.better {
        Better::Higher | Better::Neither => reached,
        Better::Lower => format!("IF({target}=0,IF({now}=0,1,0),{reached})"),
    })
}

/// Colours changes that are bad news and targets that are missed, by formula, so that the colours follow the numbers.
fn colour(sheet: &mut Worksheet, refs: &Refs<'_>, look: &Look) -> Result<(), XlsxError> {
    let red = Format::new().set_font_color(look.tone(Tone::Bad));
    for (line, row) in refs.ledger.metrics.iter().zip(FIRST_ROW..) {
        let sign = match line.metric.better {
            Better::Higher => '<',
            Better::Lower => '>',
            Better::Neither => continue,
        };
        // What prints as zero is no news.
        let places = if figures::change_unit(line.metric) == Unit::Ratio {
            3
        } else {
            2
        };
        for col in [MOM, YOY] {
            let cell = row_col_to_cell(row, col);
            let rule = format!("=IF(ISNUMBER({cell}),ROUND({cell},{places}){sign}0)");
            let rule = ConditionalFormatFormula::new()
                .set_rule(rule.as_str())
                .set_format(&red);
            sheet.add_conditional_format(row, col, row, col, &rule)?;
        }
    }
    let count = u32::try_from(refs.ledger.metrics.len()).unwrap_or(0);
    if count > 0 {
        let cell = format!("${}", row_col_to_cell(FIRST_ROW, ATTAINMENT));
        let rule = format!("=AND(ISNUMBER({cell}),{cell}<1)");
        let rule = ConditionalFormatFormula::new()
            .set_rule(rule.as_str())
            .set_format(&red);
        let last = FIRST_ROW + count - 1;
        sheet.add_conditional_format(FIRST_ROW, ATTAINMENT, last, MET, &rule)?;
    }
    Ok(())
}
