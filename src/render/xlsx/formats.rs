//! The workbook's look: cell formats, number formats by unit, and texts made fit for cells.

use std::borrow::Cow;

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder};

use crate::format::unit_word;
use crate::say;
use crate::theme::Colours;
use crate::value::{NumberStyle, Tone, Unit};
use crate::words::Lang;

/// Excel holds 32,767 UTF-16 units a cell; a longer text ends in `…`.
const LONGEST_TEXT: usize = 32_000;

/// Colours and typeface, from which every cell format is made.
#[derive(Debug)]
pub(super) struct Look {
    pub(super) colours: Colours,
    pub(super) face: &'static str,
    pub(super) lang: Lang,
}

impl Look {
    pub(super) fn new(lang: Lang, colours: Colours) -> Self {
        Self {
            colours,
            // The faces Excel and WPS ship for the language; others substitute a like one.
            face: say!(lang, "workbook.face"),
            lang,
        }
    }

    /// The body text every other format starts from.
    pub(super) fn body(&self) -> Format {
        Format::new()
            .set_font_name(self.face)
            .set_font_size(10)
            .set_font_color(self.colours.ink)
            .set_align(FormatAlign::VerticalCenter)
    }

    /// The workbook's title.
    pub(super) fn title(&self) -> Format {
        self.body()
            .set_font_size(18)
            .set_bold()
            .set_font_color(self.colours.navy)
    }

    /// A sheet's heading, ruled below.
    pub(super) fn sheet_head(&self) -> Format {
        self.body()
            .set_font_size(16)
            .set_bold()
            .set_font_color(self.colours.navy)
            .set_border_bottom(FormatBorder::Thin)
            .set_border_bottom_color(self.colours.navy)
    }

    /// A heading in a sheet; `level` 3 or lower.
    pub(super) fn heading(&self, level: u8) -> Format {
        self.body()
            .set_font_size(if level <= 3 { 12 } else { 11 })
            .set_bold()
            .set_font_color(self.colours.navy)
    }

    /// The opening sentences: a teal bar on the left.
    pub(super) fn lead(&self) -> Format {
        self.prose()
            .set_font_size(11)
            .set_indent(1)
            .set_border_left(FormatBorder::Thick)
            .set_border_left_color(self.colours.teal)
    }

    /// A paragraph.
    pub(super) fn prose(&self) -> Format {
        self.body().set_text_wrap()
    }

    /// Small print.
    pub(super) fn small(&self) -> Format {
        self.prose()
            .set_font_size(9)
            .set_font_color(self.colours.muted)
    }

    /// A link.
    /// A remark on one line, however long.
    pub(super) fn remark(&self) -> Format {
        self.body().set_font_color(self.colours.muted)
    }

    pub(super) fn link(&self) -> Format {
        self.body().set_font_color(self.colours.teal)
    }

    /// A column head.
    pub(super) fn column_head(&self, align: FormatAlign) -> Format {
        self.body()
            .set_font_color(self.colours.muted)
            .set_bold()
            .set_align(align)
            .set_align(FormatAlign::Bottom)
            .set_text_wrap()
            .set_border_bottom(FormatBorder::Thin)
            .set_border_bottom_color(self.colours.ink)
    }

    /// A table's cell.
    pub(super) fn cell(&self, align: FormatAlign, tone: Tone, bold: bool, total: bool) -> Format {
        let mut format = self
            .body()
            .set_align(align)
            .set_font_color(self.tone(tone))
            .set_border_bottom(FormatBorder::Hair)
            .set_border_bottom_color(self.colours.rule);
        if total {
            format = format
                .set_border_top(FormatBorder::Thin)
                .set_border_top_color(self.colours.ink);
        }
        if bold || total {
            format = format.set_bold();
        }
        format
    }

    /// The colour of a tone's text.
    pub(super) const fn tone(&self, tone: Tone) -> u32 {
        match tone {
            Tone::Neutral => self.colours.ink,
            Tone::Good => self.colours.green,
            Tone::Bad => self.colours.red,
            Tone::Warning => self.colours.amber,
        }
    }
}

/// What a number in base units is multiplied by before it stands in a cell: percentage points are
/// held as points, since Excel's `%` would make them look like ratios; everything else as it is.
pub(super) fn cell_number(number: f64, unit: Unit) -> f64 {
    if unit == Unit::PercentPoints {
        // 0.028 × 100 = 2.8000000000000003; the cell should hold 2.8.
        format!("{:.13e}", number * 100.0).parse().unwrap_or(number)
    } else {
        number
    }
}

/// The style of a column as cells hold it: base units, money to the fen.
pub(super) fn base_style(style: NumberStyle) -> NumberStyle {
    NumberStyle {
        scale: crate::value::Scale::One,
        places: if style.unit == Unit::Money {
            2
        } else {
            style.places
        },
        ..style
    }
}

/// The number format of a column whose head bears the unit.
pub(super) fn number_format(style: NumberStyle) -> String {
    with_sign(&digits(base_style(style)), style.signed)
}

/// The number format of a number that stands alone: its unit in the format.
pub(super) fn own_format(unit: Unit, number: f64, lang: Lang) -> String {
    format!("{}{}", digits(fitted(unit, number)), suffix(unit, lang))
}

/// The number format of a number whose unit stands in the cell beside.
pub(super) fn bare_format(unit: Unit, number: f64) -> String {
    digits(fitted(unit, number))
}

/// The number format of a change: an arrow, the size, the unit.
pub(super) fn change_format(unit: Unit, number: f64, lang: Lang) -> String {
    let style = fitted(unit, number);
    let number_format = format!("{}{}", digits(style), suffix(unit, lang));
    let shown = crate::format::number(number, style, lang);
    if !shown.contains(|c: char| ('1'..='9').contains(&c)) {
        // What rounds to nothing has no direction.
        return number_format;
    }
    format!("\"▲ \"{number_format};\"▼ \"{number_format};{number_format}")
}

/// The number format of a change that stands alone: its sign, and its unit but for percent.
pub(super) fn signed_format(unit: Unit, lang: Lang) -> String {
    match unit {
        Unit::Ratio => "+0.0%;-0.0%;0.0%".to_owned(),
        unit => {
            let word = suffix(unit, lang);
            format!("+0.00{word};-0.00{word};0.00{word}")
        }
    }
}

/// How a number of this format is about as wide as shown.
pub(super) fn fitted(unit: Unit, number: f64) -> NumberStyle {
    base_style(NumberStyle::fit(unit, number))
}

fn suffix(unit: Unit, lang: Lang) -> String {
    match unit {
        Unit::Ratio | Unit::Bare => String::new(),
        _ => format!("\" {}\"", unit_word(unit, lang)),
    }
}

fn digits(style: NumberStyle) -> String {
    let mut format = String::from(if style.unit == Unit::Ratio {
        "0"
    } else {
        "#,##0"
    });
    if style.places > 0 {
        format.push('.');
        format.push_str(&"0".repeat(usize::from(style.places)));
    }
    if style.unit == Unit::Ratio {
        format.push('%');
    }
    format
}

fn with_sign(format: &str, signed: bool) -> String {
    if signed {
        format!("+{format};-{format};{format}")
    } else {
        format.to_owned()
    }
}

/// A text as a cell can hold it: control characters, which XML cannot hold, become spaces.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    let odd = |c: char| c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    if text.contains(odd) {
        cut(&text.replace(odd, " "), LONGEST_TEXT)
            .into_owned()
            .into()
    } else {
        cut(text, LONGEST_TEXT)
    }
}

/// The text, or its first `longest` UTF-16 units with `…` as the last.
pub(super) fn cut(text: &str, longest: usize) -> Cow<'_, str> {
    if text.len() <= longest || text.encode_utf16().count() <= longest {
        return Cow::Borrowed(text);
    }
    let mut units = 1;
    let mut kept = String::new();
    for c in text.chars() {
        units += c.len_utf16();
        if units > longest {
            break;
        }
        kept.push(c);
    }
    kept.push('…');
    Cow::Owned(kept)
}

/// A text as a chart can hold it, where `=` and `SHEET!A1` would be taken for a reference.
pub(super) fn chart_text(text: &str) -> String {
    let text = clean(text.trim()).replace('!', "！");
    let text = match text.strip_prefix('=') {
        Some(rest) => format!("＝{rest}"),
        None => text,
    };
    cut(&text, 255).into_owned()
}

/// Whether a program that reads the cell back as typed input would take it for a formula.
pub(super) fn looks_like_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Noun;
    use crate::value::Scale;

    #[test]
    fn formats_follow_the_unit() {
        let style = |unit, scale, places, signed| {
            number_format(NumberStyle {
                unit,
                scale,
                places,
                signed,
            })
        };
        assert_eq!(style(Unit::Money, Scale::Large, 1, false), "#,##0.00");
        assert_eq!(style(Unit::Ratio, Scale::One, 1, true), "+0.0%;-0.0%;0.0%");
        assert_eq!(
            style(Unit::Count(Noun::Tickets), Scale::One, 0, false),
            "#,##0"
        );
        assert_eq!(
            own_format(Unit::Minutes, 11.8, Lang::ZH),
            "#,##0.0\" 分钟\""
        );
        assert_eq!(
            change_format(Unit::Ratio, 0.05, Lang::ZH),
            "\"▲ \"0.0%;\"▼ \"0.0%;0.0%"
        );
        assert_eq!(change_format(Unit::Ratio, 0.0002, Lang::ZH), "0.0%");
    }

    #[test]
    fn percentage_points_are_held_as_points() {
        assert_eq!(cell_number(0.028, Unit::PercentPoints), 2.8);
        assert_eq!(cell_number(-0.004, Unit::PercentPoints), -0.4);
        assert_eq!(cell_number(0.028, Unit::Ratio), 0.028);
    }

    #[test]
    fn texts_become_fit_for_cells_and_charts() {
        assert_eq!(clean("a\u{1}b\nc\u{FFFF}"), "a b c ");
        assert_eq!(chart_text("=SUM(A1)!"), "＝SUM(A1)！");
        assert_eq!(cut("中文字符", 3), "中文…");
        assert_eq!(cut("😀😀", 3), "😀…");
        assert_eq!(clean(&"长".repeat(40_000)).chars().count(), LONGEST_TEXT);
    }
}
