//! The machine's fonts, for characters that the built-in ones lack.
//!
//! Input: [`Fonts`] and the characters lacking. Output: the fonts with as few of the machine's added as give them.
//! The fonts are looked for once, at the first character lacking. Which one is taken depends on which are installed
//! alone, not on the order the file system lists them in: upright before slanted, regular before other weights,
//! then by family and path. Of a font collection the first face alone is asked.

use std::path::PathBuf;
use std::sync::OnceLock;

use ttf_parser::{Face, GlyphId, OutlineBuilder};

use super::Fonts;

/// The machine's font files, found when first asked for.
#[derive(Default)]
pub struct SystemFonts {
    files: OnceLock<Vec<PathBuf>>,
}

impl SystemFonts {
    /// The fonts with those of the machine added that have the characters; none where no font of the machine that may be
    /// embedded has any of them.
    #[must_use]
    pub fn add(&self, fonts: &Fonts, lacking: &[char]) -> Option<Fonts> {
        let mut fonts = fonts.clone();
        let mut wanted: Vec<char> = lacking.to_vec();
        wanted.sort_unstable();
        wanted.dedup();
        let before = wanted.len();
        for path in self.files.get_or_init(files) {
            wanted.retain(|c| !fonts.has(*c));
            if wanted.is_empty() {
                break;
            }
            let Ok(data) = std::fs::read(path) else {
                continue;
            };
            if wanted.iter().any(|c| draws(&data, *c))
                && let Ok(more) = fonts.clone().with_fallback(data)
            {
                fonts = more;
            }
        }
        wanted.retain(|c| !fonts.has(*c));
        (wanted.len() < before).then_some(fonts)
    }
}

/// The machine's font files, the best first.
fn files() -> Vec<PathBuf> {
    let mut found = fontdb::Database::new();
    found.load_system_fonts();
    let mut files: Vec<_> = found
        .faces()
        .filter(|face| face.index == 0)
        .filter_map(|face| match &face.source {
            fontdb::Source::File(path) | fontdb::Source::SharedFile(path, _) => {
                let family = face.families.first().map_or("", |(name, _)| name);
                let slanted = face.style != fontdb::Style::Normal;
                let weight = face.weight.0.abs_diff(400);
                Some((slanted, weight, family.to_owned(), path.clone()))
            }
            fontdb::Source::Binary(_) => None,
        })
        .collect();
    files.sort();
    files.into_iter().map(|(.., path)| path).collect()
}

/// Whether the font has an outline for the character; fonts of coloured pictures have none that a page could show.
fn draws(data: &[u8], character: char) -> bool {
    struct Nothing;
    impl OutlineBuilder for Nothing {
        fn move_to(&mut self, _: f32, _: f32) {}
        fn line_to(&mut self, _: f32, _: f32) {}
        fn quad_to(&mut self, _: f32, _: f32, _: f32, _: f32) {}
        fn curve_to(&mut self, _: f32, _: f32, _: f32, _: f32, _: f32, _: f32) {}
        fn close(&mut self) {}
    }
    Face::parse(data, 0).is_ok_and(|face| {
        face.glyph_index(character)
            .filter(|glyph| *glyph != GlyphId(0))
            .and_then(|glyph| face.outline_glyph(glyph, &mut Nothing))
            .is_some()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::font::REGULAR;
    use crate::render::pdf::pdf;
    use crate::report::specimen;
    use crate::theme::Theme;

    fn machine(names: &[(&str, &[u8])]) -> (tempfile::TempDir, SystemFonts) {
        let folder = tempfile::tempdir().unwrap();
        let paths = names.iter().map(|(name, data)| {
            let path = folder.path().join(name);
            std::fs::write(&path, data).unwrap();
            path
        });
        let files = OnceLock::from(paths.collect::<Vec<_>>());
        (folder, SystemFonts { files })
    }

    #[test]
    fn a_character_with_an_outline_is_drawn() {
        assert!(draws(REGULAR, '月'));
        assert!(!draws(REGULAR, '😀'));
        assert!(!draws(b"no font", '月'));
    }

    /// The built-in font with its last character, 𬺓, under another code: 𰻞, which the built-in ones lack.
    fn with_biang() -> Vec<u8> {
        let group = |code: u32| [code, code, 9055].map(u32::to_be_bytes).concat();
        let (known, wanted) = (group(0x2_CE93), group(0x3_0EDE));
        let mut font = REGULAR.to_vec();
        let places: Vec<usize> = (0..font.len() - known.len())
            .filter(|&at| font[at..].starts_with(&known))
            .collect();
        assert_eq!(places.len(), 1, "one map of characters");
        font[places[0]..places[0] + wanted.len()].copy_from_slice(&wanted);
        font
    }

    #[test]
    fn a_font_of_the_machine_gives_what_the_built_in_ones_lack() {
        let (_folder, machine) = machine(&[("a.ttf", REGULAR), ("b.ttf", &with_biang())]);
        let mut document = specimen::document();
        document.hall = "𰻞𰻞面营业厅".to_owned();
        let theme = Theme::default();
        let own = Fonts::default();
        let lacking = pdf(&document, &theme, &own).unwrap().warnings;
        let first = &lacking[0];
        assert_eq!(
            (first.character, first.page, first.text.as_str()),
            ('𰻞', 1, "𰻞𰻞面营业厅")
        );
        // The font that has nothing to give is not taken.
        let fonts = machine.add(&own, &['𰻞', '面']).unwrap();
        assert_eq!(fonts.faces().len(), 3);
        assert_eq!(fonts.glyph('𰻞', true).map(|glyph| glyph.face), Some(2));
        let rendered = pdf(&document, &theme, &fonts).unwrap();
        assert_eq!(rendered.warnings, []);
        let file = lopdf::Document::load_mem(&rendered.bytes).unwrap();
        let maps: Vec<String> = file
            .objects
            .values()
            .filter_map(|object| object.as_dict().ok()?.get(b"ToUnicode").ok())
            .map(|id| file.get_object(id.as_reference().unwrap()).unwrap())
            .map(|map| map.as_stream().unwrap().decompressed_content().unwrap())
            .map(|map| String::from_utf8(map).unwrap().to_uppercase())
            .collect();
        assert_eq!(maps.len(), 3);
        let telling = maps.iter().filter(|map| map.contains("<D883DEDE>"));
        assert_eq!(telling.count(), 1);
    }

    #[test]
    fn what_no_font_has_stays_lacking() {
        let (_folder, machine) = machine(&[("a.ttf", REGULAR), ("b.ttf", b"no font")]);
        assert!(machine.add(&Fonts::default(), &['😀']).is_none());
    }
}
