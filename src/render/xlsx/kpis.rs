//! KPI cards as rows: name, value, unit, change, what against, verdict, remark, sparkline.

use rust_xlsxwriter::{
    ChartEmptyCells, ConditionalFormatFormula, Format, FormatAlign, Sparkline, SparklineType,
    XlsxError,
};

use super::cells::{write_text, write_value};
use super::formats::{bare_format, change_format};
use super::grid::{FIRST, lines};
use super::page::Page;
use crate::format::unit_word;
use crate::report::document::Kpi;
use crate::say;
use crate::value::{Tone, Unit, Value};
use crate::words::Lang;

/// The least widths of the columns, in characters.
pub(super) const WIDTHS: [f64; 8] = [20.0, 15.0, 9.0, 15.0, 9.0, 9.0, 20.0, 20.0];

fn heads(lang: Lang) -> [(&'static str, FormatAlign); 8] {
    [
        (say!(lang, "workbook.card.metric"), FormatAlign::Left),
        (say!(lang, "workbook.card.value"), FormatAlign::Right),
        (say!(lang, "workbook.card.unit"), FormatAlign::Left),
        (say!(lang, "workbook.card.change"), FormatAlign::Right),
        (say!(lang, "workbook.card.against"), FormatAlign::Left),
        (say!(lang, "workbook.card.verdict"), FormatAlign::Center),
        (say!(lang, "workbook.card.remark"), FormatAlign::Left),
        (say!(lang, "workbook.card.trend"), FormatAlign::Left),
    ]
}

impl Page<'_> {
    /// Writes the cards, a row each.
    pub(super) fn kpis(&mut self, kpis: &[Kpi]) -> Result<(), XlsxError> {
        if kpis.is_empty() {
            return Ok(());
        }
        for ((head, align), col) in heads(self.look.lang).into_iter().zip(FIRST..) {
            let mut format = self.look.column_head(align);
            if after_number(col) {
                format = format.set_indent(1);
            }
            self.sheet
                .write_string_with_format(self.row, col, head, &format)?;
        }
        self.row += 1;
        let first = self.row;
        for kpi in kpis {
            self.kpi(kpi)?;
            self.row += 1;
        }
        self.colour_verdicts(first, self.row - 1)?;
        self.row += 1;
        Ok(())
    }

    fn kpi(&mut self, kpi: &Kpi) -> Result<(), XlsxError> {
        let (row, look) = (self.row, self.look);
        let format = |align| look.cell(align, Tone::Neutral, false, false);
        let (left, right) = (format(FormatAlign::Left), format(FormatAlign::Right));
        let centre = format(FormatAlign::Center);
        // Words after a right-aligned number: a space between.
        let beside = left.clone().set_indent(1);
        let [name, value, unit, change, basis, verdict, remark, trend] = columns();

        write_text(self.sheet, (row, name), &kpi.name, &left)?;
        let (shown, word) = match &kpi.value {
            Value::Number(number, unit) => (bare_format(*unit, *number), unit_of(*unit, look.lang)),
            _ => (String::new(), String::new()),
        };
        let bold = right.clone().set_bold();
        let formula = self.refs.figure(&kpi.id, self.name);
        let at = (row, value);
        self.number(at, &kpi.value, formula.as_deref(), &shown, &bold)?;
        self.sheet
            .write_string_with_format(row, unit, word, &beside)?;
        if let Some(moved) = &kpi.change {
            let shown = match &moved.value {
                Value::Number(number, unit) => change_format(*unit, *number, look.lang),
                _ => String::new(),
            };
            let formula = self.refs.change(&kpi.id, moved.since, self.name);
            self.number(
                (row, change),
                &moved.value,
                formula.as_deref(),
                &shown,
                &right,
            )?;
            write_text(self.sheet, (row, basis), &moved.basis, &beside)?;
            let word = tone_word(moved.tone, look.lang);
            self.sheet
                .write_string_with_format(row, verdict, word, &centre)?;
        } else {
            write_value(self.sheet, (row, change), &Value::Absent, "", &right, look)?;
            self.sheet.write_blank(row, basis, &beside)?;
            self.sheet.write_blank(row, verdict, &centre)?;
        }
        let wrapped = left.clone().set_text_wrap();
        write_text(self.sheet, (row, remark), &kpi.note, &wrapped)?;
        self.set_lines(lines(&kpi.note, self.grid.width(remark, remark)), 15.0)?;
        self.sheet.write_blank(row, trend, &left)?;
        self.sparkline(kpi, trend)
    }

    fn sparkline(&mut self, kpi: &Kpi, col: u16) -> Result<(), XlsxError> {
        let Some(trend) = self.data.trend(&kpi.id) else {
            return Ok(());
        };
        let colours = &self.look.colours;
        let tone = kpi
            .change
            .as_ref()
            .map_or(Tone::Neutral, |moved| moved.tone);
        let last = match tone {
            Tone::Neutral => colours.navy,
            tone => self.look.tone(tone),
        };
        let sheet = self.data.sheet.as_str();
        let line = Sparkline::new()
            .set_range((sheet, trend.row, trend.first, trend.row, trend.last))
            .set_type(SparklineType::Line)
            .set_sparkline_color(colours.muted)
            .show_last_point(true)
            .set_last_point_color(last)
            .set_line_weight(1.25)
            .show_empty_cells_as(ChartEmptyCells::Gaps);
        self.sheet.add_sparkline(self.row, col, &line)?;
        Ok(())
    }

    /// Colours change and verdict by the verdict's word, so that whoever edits the word sees it follow.
    fn colour_verdicts(&mut self, first: u32, last: u32) -> Result<(), XlsxError> {
        let [_, _, _, change, _, verdict, ..] = columns();
        let cell = rust_xlsxwriter::utility::row_col_to_cell(first, verdict);
        // `$` before the column alone: both columns look at the verdict of their own row.
        let cell = format!("${cell}");
        for tone in [Tone::Good, Tone::Bad, Tone::Warning] {
            let word = tone_word(tone, self.look.lang);
            let rule = ConditionalFormatFormula::new()
                .set_rule(format!("={cell}=\"{word}\"").as_str())
                .set_format(Format::new().set_font_color(self.look.tone(tone)));
            for col in [change, verdict] {
                self.sheet
                    .add_conditional_format(first, col, last, col, &rule)?;
            }
        }
        Ok(())
    }
}

const fn columns() -> [u16; 8] {
    [
        FIRST,
        FIRST + 1,
        FIRST + 2,
        FIRST + 3,
        FIRST + 4,
        FIRST + 5,
        FIRST + 6,
        FIRST + 7,
    ]
}

/// Whether the column's words stand after right-aligned numbers.
const fn after_number(col: u16) -> bool {
    let [_, _, unit, _, basis, ..] = columns();
    col == unit || col == basis
}

/// The unit beside a value; a ratio's is in its number format already.
pub(super) fn unit_of(unit: Unit, lang: Lang) -> String {
    match unit {
        Unit::Ratio => String::new(),
        _ => unit_word(unit, lang),
    }
}

/// The word that stands for a colour.
fn tone_word(tone: Tone, lang: Lang) -> &'static str {
    match tone {
        Tone::Good => say!(lang, "workbook.tone.good"),
        Tone::Bad => say!(lang, "workbook.tone.bad"),
        Tone::Warning => say!(lang, "workbook.tone.warning"),
        Tone::Neutral => crate::format::ABSENT,
    }
}
