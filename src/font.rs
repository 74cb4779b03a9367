//! The report's two faces and how wide text is in them.

use ttf_parser::{Face, GlyphId};

use crate::chart::display::TextMeasure;

/// Noto Sans SC Regular, cut down to GB2312, the 8,105 standard characters, Latin-1 and common symbols.
pub const REGULAR: &[u8] = include_bytes!("../templates/fonts/NotoSansSC-Regular.ttf");
/// The same in bold.
pub const BOLD: &[u8] = include_bytes!("../templates/fonts/NotoSansSC-Bold.ttf");

/// The faces text is set in.
#[derive(Debug, Clone)]
pub struct Fonts {
    regular: Face<'static>,
    bold: Face<'static>,
}

impl Default for Fonts {
    fn default() -> Self {
        #[allow(clippy::expect_used)] // the files are part of the program; a test reads them
        let face = |data| Face::parse(data, 0).expect("a built-in font");
        Self {
            regular: face(REGULAR),
            bold: face(BOLD),
        }
    }
}

impl Fonts {
    /// The face of a weight.
    #[must_use]
    pub fn face(&self, bold: bool) -> &Face<'static> {
        if bold { &self.bold } else { &self.regular }
    }

    /// The glyph of a character, where the face has one.
    #[must_use]
    pub fn glyph(&self, character: char, bold: bool) -> Option<GlyphId> {
        self.face(bold).glyph_index(character)
    }
}

impl TextMeasure for Fonts {
    /// Unknown characters count as one em, the width of the box drawn for them.
    fn width(&self, text: &str, size: f64, bold: bool) -> f64 {
        let face = self.face(bold);
        let em = u32::from(face.units_per_em());
        let units: u32 = text
            .chars()
            .map(|character| {
                face.glyph_index(character)
                    .and_then(|glyph| face.glyph_hor_advance(glyph))
                    .map_or(em, u32::from)
            })
            .sum();
        f64::from(units) * size / f64::from(em)
    }
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
}
