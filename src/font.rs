//! The report's faces and how wide text is in them.
//!
//! Job: give every character a face, a glyph and an advance. Input: the two built-in faces and any the
//! caller adds for characters they lack. Output: [`Fonts`], which the charts and the page measure with
//! and the PDF embeds subsets of. Refuses a font file that cannot be parsed.

pub mod system;

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use ttf_parser::Face;

use crate::chart::display::TextMeasure;

/// Noto Sans SC Regular, cut down to GB2312, the 8,105 standard characters, Latin-1 and common symbols.
pub const REGULAR: &[u8] = include_bytes!("../templates/fonts/NotoSansSC-Regular.ttf");
/// The same in bold.
pub const BOLD: &[u8] = include_bytes!("../templates/fonts/NotoSansSC-Bold.ttf");

/// The space set between Chinese and Latin letters or digits where the text has none, in em.
///
/// A little under an eighth: programs that extract text take a gap of a tenth of an em for a space
/// between words, and `2025年4月` must still be found as it was written.
pub const AUTOSPACE: f64 = 0.098;

/// Characters that look the same as another: where a face lacks the first, the second's glyph is drawn.
/// Extracted text keeps the first. The built-in faces lack the minus sign that every negative number needs.
const STAND_INS: [(char, char); 4] = [
    ('−', '–'),
    ('\u{2011}', '-'),
    ('\u{A0}', ' '),
    ('\u{202F}', ' '),
];

/// Glyph and advance of 256 neighbouring characters; a glyph of 0 is none.
type Block = Option<Box<[(u16, u16); 256]>>;

/// Why a font file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FontError {
    /// The bytes are no font of a kind that can be read.
    #[error("not a TrueType or OpenType font: {0}")]
    Unreadable(String),
    /// The licence bits in the file forbid embedding.
    #[error("the font's licence forbids embedding it in a document")]
    NotEmbeddable,
}

/// One face: its file, its measures and the glyph of every character it has.
#[derive(Debug)]
pub(crate) struct Typeface {
    /// The whole font file.
    pub(crate) data: Cow<'static, [u8]>,
    /// Its PostScript name.
    pub(crate) name: String,
    /// Font units an em.
    pub(crate) units: u16,
    /// Highest and lowest point of the line in font units.
    pub(crate) ascent: i16,
    pub(crate) descent: i16,
    /// Left, bottom, right and top edge of all glyphs in font units.
    pub(crate) bounds: [i16; 4],
    /// Weight as OS/2 tells it, 100–900.
    pub(crate) weight: u16,
    /// Glyph and advance by character, in blocks of 256.
    blocks: Vec<Block>,
}

impl Typeface {
    /// Reads a face and looks up all its characters once, since text is measured many times.
    fn read(data: Cow<'static, [u8]>) -> Result<Self, FontError> {
        let face =
            Face::parse(&data, 0).map_err(|error| FontError::Unreadable(error.to_string()))?;
        if !face.is_subsetting_allowed() {
            return Err(FontError::NotEmbeddable);
        }
        let mut blocks: Vec<Block> = vec![None; 0x1100];
        let subtables = face.tables().cmap.into_iter().flat_map(|t| t.subtables);
        for subtable in subtables.filter(ttf_parser::cmap::Subtable::is_unicode) {
            subtable.codepoints(|code| {
                let Some(glyph) = subtable.glyph_index(code).filter(|glyph| glyph.0 != 0) else {
                    return;
                };
                if let Some(block) = blocks.get_mut((code >> 8) as usize) {
                    let block = block.get_or_insert_with(|| Box::new([(0, 0); 256]));
                    let advance = face.glyph_hor_advance(glyph).unwrap_or(0);
                    block[(code & 0xFF) as usize] = (glyph.0, advance);
                }
            });
        }
        for (character, stand_in) in STAND_INS {
            alias(&mut blocks, character, stand_in);
        }
        let bounds = face.global_bounding_box();
        let name = face
            .names()
            .into_iter()
            .filter(|name| name.name_id == ttf_parser::name_id::POST_SCRIPT_NAME)
            .find_map(|name| name.to_string())
            .unwrap_or_else(|| "Fallback".to_owned());
        Ok(Self {
            // A PDF name must be free of white space and delimiters.
            name: name
                .chars()
                .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
                .collect(),
            units: face.units_per_em(),
            ascent: face.ascender(),
            descent: face.descender(),
            bounds: [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max],
            weight: face.weight().to_number(),
            blocks,
            data,
        })
    }

    fn glyph(&self, character: char) -> Option<(u16, u16)> {
        look_up(&self.blocks, character)
    }
}

fn look_up(blocks: &[Block], character: char) -> Option<(u16, u16)> {
    let code = character as usize;
    let block = blocks.get(code >> 8)?.as_ref()?;
    block
        .get(code & 0xFF)
        .copied()
        .filter(|(glyph, _)| *glyph != 0)
}

/// Lets `character` be drawn as `stand_in` where the face lacks it.
fn alias(blocks: &mut [Block], character: char, stand_in: char) {
    if look_up(blocks, character).is_some() {
        return;
    }
    let code = character as usize;
    if let Some(glyph) = look_up(blocks, stand_in)
        && let Some(block) = blocks.get_mut(code >> 8)
        && let Some(entry) = block
            .get_or_insert_with(|| Box::new([(0, 0); 256]))
            .get_mut(code & 0xFF)
    {
        *entry = glyph;
    }
}

/// Where a character's glyph is found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Glyph {
    /// The face: 0 regular, 1 bold, then the added ones.
    pub(crate) face: usize,
    /// The glyph's number in that face.
    pub(crate) id: u16,
    /// Its advance in em.
    pub(crate) advance: f64,
}

/// The faces text is set in.
#[derive(Debug, Clone)]
pub struct Fonts {
    faces: Vec<Arc<Typeface>>,
}

impl Default for Fonts {
    /// The built-in faces; they are read once a process.
    fn default() -> Self {
        static BUILT_IN: OnceLock<[Arc<Typeface>; 2]> = OnceLock::new();
        #[allow(clippy::expect_used)] // the files are part of the program; a test reads them
        let faces = BUILT_IN.get_or_init(|| {
            [REGULAR, BOLD]
                .map(|data| Arc::new(Typeface::read(Cow::Borrowed(data)).expect("a built-in font")))
        });
        Self {
            faces: faces.to_vec(),
        }
    }
}

impl Fonts {
    /// The same faces and one more, asked last, for characters the others lack (in either weight).
    ///
    /// `data` is a whole TrueType or OpenType file; of a collection the first face is used.
    ///
    /// # Errors
    /// Where the file cannot be read as a font or forbids embedding.
    pub fn with_fallback(mut self, data: Vec<u8>) -> Result<Self, FontError> {
        self.faces.push(Arc::new(Typeface::read(Cow::Owned(data))?));
        Ok(self)
    }

    /// Whether some face has the character.
    #[must_use]
    pub fn has(&self, character: char) -> bool {
        self.glyph(character, false).is_some()
    }

    /// The glyph of a character: from the face of its weight, else from the other, else from an added one.
    pub(crate) fn glyph(&self, character: char, bold: bool) -> Option<Glyph> {
        let first = usize::from(bold);
        let order = [first, 1 - first].into_iter().chain(2..self.faces.len());
        for index in order {
            let face = self.faces.get(index)?;
            if let Some((id, advance)) = face.glyph(character) {
                return Some(Glyph {
                    face: index,
                    id,
                    advance: f64::from(advance) / f64::from(face.units.max(1)),
                });
            }
        }
        None
    }

    /// The faces in the order that [`Glyph::face`] counts.
    pub(crate) fn faces(&self) -> &[Arc<Typeface>] {
        &self.faces
    }

    /// The advance of one character in em; unknown ones count as one em, the width of the box drawn for them.
    #[must_use]
    pub fn advance(&self, character: char, bold: bool) -> f64 {
        self.glyph(character, bold)
            .map_or(1.0, |glyph| glyph.advance)
    }
}

impl Fonts {
    /// [`kern`] as it applies in a weight: marks that are not full-width there are left alone.
    #[must_use]
    pub fn kern(&self, before: char, after: char, bold: bool) -> f64 {
        let kern = kern(before, after);
        let full = |c| self.advance(c, bold) > 0.99;
        let holds = if is_beside_western(before, after) {
            full(before) || full(after)
        } else {
            full(before) && full(after)
        };
        if kern < 0.0 && !holds { 0.0 } else { kern }
    }
}

impl TextMeasure for Fonts {
    /// Includes the [`kern`] between neighbours.
    fn width(&self, text: &str, size: f64, bold: bool) -> f64 {
        let mut em = 0.0;
        let mut before = None;
        for character in text.chars() {
            em += before.map_or(0.0, |before| self.kern(before, character, bold));
            em += self.advance(character, bold);
            before = Some(character);
        }
        em * size
    }
}

/// The space between two neighbours beyond their advances, in em: [`AUTOSPACE`] where Chinese meets
/// Latin, a digit or a sign of a number; half an em less where two full-width marks meet, or a full-width
/// quotation mark turns its blank half to Latin text: the blanks would add up to a hole.
#[must_use]
pub fn kern(before: char, after: char) -> f64 {
    let closing = |c| hangs(c) || matches!(c, '？' | '！' | '”' | '’');
    let opening = |c| {
        matches!(
            c,
            '（' | '《' | '「' | '『' | '【' | '〈' | '〔' | '“' | '‘'
        )
    };
    if (is_ideograph(before) && is_western(after)) || (is_western(before) && is_ideograph(after)) {
        AUTOSPACE
    } else if (closing(before) && (closing(after) || opening(after)))
        || (opening(before) && opening(after))
        || is_beside_western(before, after)
    {
        -0.5
    } else {
        0.0
    }
}

/// Whether an opening quotation mark follows, or a closing one precedes, a space or Latin text.
fn is_beside_western(before: char, after: char) -> bool {
    let western = |c: char| is_western(c) || c == ' ' || c.is_ascii_punctuation();
    (matches!(after, '“' | '‘') && western(before))
        || (matches!(before, '”' | '’') && western(after))
}

/// Whether the right half of a character's em square is blank, so that it may hang over a line's end.
#[must_use]
pub const fn hangs(c: char) -> bool {
    matches!(
        c,
        '，' | '。' | '、' | '；' | '：' | '）' | '》' | '」' | '』' | '】' | '〉' | '〕'
    )
}

/// Whether a character is written in the em square of Chinese, without being punctuation.
#[must_use]
pub fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{3041}'..='\u{30FA}' | '〇' | '々' | '\u{20000}'..='\u{323AF}')
}

fn is_western(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(
            c,
            '%' | '+' | '−' | '±' | '$' | '¥' | '€' | '°' | '≥' | '≤' | '&' | '#' | '@'
        )
        || matches!(c, '\u{C0}'..='\u{24F}' | '\u{370}'..='\u{3FF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_is_one_em_and_digits_are_tabular() {
        let fonts = Fonts::default();
        assert!((fonts.width("月报", 10.0, false) - 20.0).abs() < 1e-9);
        let digits: Vec<f64> = "0123456789"
            .chars()
            .map(|c| fonts.width(&c.to_string(), 10.0, true))
            .collect();
        assert!(digits.iter().all(|w| (w - digits[0]).abs() < 1e-9));
    }

    #[test]
    fn spaces_chinese_from_latin_once_a_boundary() {
        let fonts = Fonts::default();
        let apart = fonts.width("年", 10.0, false) + fonts.width("4", 10.0, false);
        let joined = fonts.width("年4", 10.0, false);
        assert!((joined - apart - 10.0 * AUTOSPACE).abs() < 1e-9);
        assert_eq!(
            [('占', '6'), ('%', '来'), ('，', '6'), ('月', '报')].map(|(a, b)| kern(a, b)),
            [AUTOSPACE, AUTOSPACE, 0.0, 0.0]
        );
    }

    #[test]
    fn marks_that_meet_share_their_blank_halves() {
        let fonts = Fonts::default();
        assert!((fonts.width("）；", 10.0, false) - 15.0).abs() < 1e-9);
        assert!((fonts.width("）（", 10.0, false) - 15.0).abs() < 1e-9);
        assert!((fonts.width("（）", 10.0, false) - 20.0).abs() < 1e-9);
    }

    #[test]
    fn quotation_marks_leave_no_hole_beside_latin() {
        let fonts = Fonts::default();
        let width = |text: &str| fonts.width(text, 10.0, false);
        // Half an em less than its parts on either side; beside Chinese nothing changes.
        assert!(
            (width("a “b” c")
                - (width("a ") + width("“") + width("b") + width("”") + width(" c") - 10.0))
                .abs()
                < 1e-9
        );
        assert!((width("叫“好”的") - 50.0).abs() < 1e-9);
    }

    #[test]
    fn signs_the_report_prints_are_in_both_faces() {
        let fonts = Fonts::default();
        for c in "−—–▲▼±×≥≤·•…％（）“”‘’、。□".chars() {
            for bold in [false, true] {
                assert_eq!(
                    fonts.glyph(c, bold).map(|g| g.face),
                    Some(usize::from(bold)),
                    "{c}"
                );
            }
        }
    }

    #[test]
    fn refuses_what_is_no_font() {
        let result = Fonts::default().with_fallback(b"not a font".to_vec());
        assert!(matches!(result, Err(FontError::Unreadable(_))));
    }
}
