//! Characters used → subset fonts that printpdf writes.
//!
//! Every character has a code of its own, also where two share a glyph (a minus drawn as an en dash, a
//! box for what no face has), so that text extracts as it was written; a CIDToGIDMap leads from codes
//! to glyphs.

use std::collections::{BTreeMap, BTreeSet};

use printpdf::{FontId, FontMetrics, ParsedFont, PdfFont};
use subsetter::{GlyphRemapper, subset};

use crate::font::{Fonts, Glyph, Typeface};

use super::PdfError;

/// Drawn for a character that no face has.
const BOX: char = '□';

/// The characters each face is used for, a bit a character: every character on every page is noted.
#[derive(Debug, Default)]
pub(super) struct Used {
    faces: BTreeMap<usize, Vec<u64>>,
}

impl Used {
    pub(super) fn add(&mut self, face: usize, character: char) {
        let code = character as usize;
        let bits = self
            .faces
            .entry(face)
            .or_insert_with(|| vec![0; 0x0011_0000 / 64]);
        if let Some(word) = bits.get_mut(code / 64) {
            *word |= 1 << (code % 64);
        }
    }

    /// The characters of each face, in order.
    fn characters(&self) -> impl Iterator<Item = (usize, BTreeSet<char>)> {
        self.faces.iter().map(|(&face, bits)| {
            // Most words are empty, whole planes of them.
            let words = (0_u32..).zip(bits).filter(|(_, word)| **word != 0);
            let codes = words.flat_map(|(place, &word)| {
                (0..64)
                    .filter(move |bit| word >> bit & 1 == 1)
                    .map(move |bit| place * 64 + bit)
            });
            (face, codes.filter_map(char::from_u32).collect())
        })
    }
}

/// A font ready to be written.
pub(super) struct Embedded {
    pub(super) id: FontId,
    pub(super) font: PdfFont,
    /// From code to glyph, two bytes each; empty where codes are glyphs.
    pub(super) glyph_map: Vec<u8>,
}

/// The face and glyph a character is drawn with; the flag tells that it is only a box.
pub(super) fn drawn(fonts: &Fonts, character: char, bold: bool) -> (Glyph, bool) {
    let known = fonts.glyph(character, bold);
    let glyph = known.or_else(|| fonts.glyph(BOX, bold)).unwrap_or(Glyph {
        face: usize::from(bold),
        id: 0,
        advance: 1.0,
    });
    (glyph, known.is_none())
}

/// The name of a face in the page's resources.
pub(super) fn font_id(face: usize) -> FontId {
    FontId(format!("N{face}"))
}

/// Cuts each face down to the characters used.
pub(super) fn fonts(used: &Used, fonts: &Fonts) -> Result<Vec<Embedded>, PdfError> {
    let mut embedded = Vec::new();
    for (index, characters) in used.characters() {
        let Some(face) = fonts.faces().get(index) else {
            continue;
        };
        embedded.push(embed(index, face, &characters, fonts)?);
    }
    Ok(embedded)
}

fn embed(
    index: usize,
    face: &Typeface,
    characters: &BTreeSet<char>,
    fonts: &Fonts,
) -> Result<Embedded, PdfError> {
    let mut remapper = GlyphRemapper::new();
    let mut glyphs = Vec::new();
    for &character in characters {
        let glyph = [false, true]
            .into_iter()
            .map(|bold| drawn(fonts, character, bold).0)
            .find(|glyph| glyph.face == index)
            .ok_or(PdfError::Font("a character changed its face"))?;
        let width = (glyph.advance * f64::from(face.units)).round();
        glyphs.push((character, remapper.remap(glyph.id), width as u16));
    }
    let program =
        subset(&face.data, 0, &remapper).map_err(|_| PdfError::Font("it cannot be cut down"))?;
    // Glyphs of PostScript outlines are found by their own numbers: no map can stand between.
    let mapped = !program.starts_with(b"OTTO");
    let mut codes = BTreeMap::new();
    let mut widths = BTreeMap::new();
    let mut glyph_map = Vec::new();
    if mapped {
        glyph_map.extend([0, 0]);
    }
    for (place, (character, glyph, width)) in (1_u16..).zip(glyphs) {
        let code = if mapped { place } else { glyph };
        if mapped {
            glyph_map.extend(glyph.to_be_bytes());
        }
        codes.insert(u32::from(character), code);
        widths.insert(code, width);
    }
    let [x_min, y_min, x_max, y_max] = face.bounds;
    let mut font = ParsedFont::with_glyph_data(
        program,
        0,
        Some(format!("{}+{}", tag(index, characters), face.name)),
        codes,
        widths,
        face.units,
        FontMetrics {
            ascent: face.ascent,
            descent: face.descent,
        },
    );
    font.pdf_font_metrics.x_min = x_min;
    font.pdf_font_metrics.y_min = y_min;
    font.pdf_font_metrics.x_max = x_max;
    font.pdf_font_metrics.y_max = y_max;
    font.pdf_font_metrics.us_weight_class = face.weight;
    Ok(Embedded {
        id: font_id(index),
        font: PdfFont::new(font),
        glyph_map,
    })
}

/// Six capitals that differ with the face and the characters, as a subset's name needs.
fn tag(index: usize, characters: &BTreeSet<char>) -> String {
    // FNV-1a: stable over versions and machines.
    let mut hash = 0xCBF2_9CE4_8422_2325_u64 ^ index as u64;
    for &character in characters {
        hash = (hash ^ u64::from(u32::from(character))).wrapping_mul(0x0100_0000_01B3);
    }
    (0..6)
        .map(|place| {
            let digit = (hash >> (place * 9)) % 26;
            char::from(b'A' + digit as u8)
        })
        .collect()
}
