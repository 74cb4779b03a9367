//! `[theme]`: how the PDF and the SVG charts look.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Deserializer};

use super::ConfigError;
use crate::theme::{self, Colour, Colours, Theme};

/// `[theme]`: colours, paper, margins, logo and fonts.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ThemeConfig {
    /// The paper: `A4`, `Letter`, or `16:9` for a screen. Default: `A4`.
    pub paper: Paper,
    /// A PNG or SVG file for the cover, relative to the config; shown at most 18 mm high and 60 mm wide, a PNG no
    /// larger than at 96 pixels an inch. Default: none.
    pub logo: Option<PathBuf>,
    /// Fonts for characters that the built-in ones and `report.font` lack, relative to the config, asked in this
    /// order. Default: none.
    pub font: Vec<PathBuf>,
    /// Whether the machine's fonts are asked for characters that all those lack; the PDF's bytes may then differ from
    /// machine to machine. Default: true.
    pub system_fonts: bool,
    /// `[theme.margins]`.
    pub margins: Margins,
    /// `[theme.colours]`: colours by name, six hexadecimal digits. Default: those of `templates/theme.toml`.
    pub colours: BTreeMap<String, Hex>,
}

impl Default for ThemeConfig {
    fn default() -> Self {
        Self {
            paper: Paper::default(),
            logo: None,
            font: Vec::new(),
            system_fonts: true,
            margins: Margins::default(),
            colours: BTreeMap::new(),
        }
    }
}

/// A page's size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
pub enum Paper {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 215.9 × 279.4 mm.
    Letter,
    /// 338.7 × 190.5 mm, for a screen.
    #[serde(rename = "16:9")]
    Screen,
}

impl Paper {
    /// Width and height in millimetres.
    #[must_use]
    pub fn size_mm(self) -> (f64, f64) {
        match self {
            Self::A4 => (210.0, 297.0),
            Self::Letter => (215.9, 279.4),
            Self::Screen => (960.0 * 25.4 / 72.0, 540.0 * 25.4 / 72.0),
        }
    }
}

/// `[theme.margins]`: the margins in millimetres.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Margins {
    /// Above the text; 15 to 60. Default: 20.
    pub top: f64,
    /// Below the text; 10 to 60. Default: 16.
    pub bottom: f64,
    /// Left and right of the text; 5 to 60. Default: 19.
    pub side: f64,
}

impl Default for Margins {
    fn default() -> Self {
        Self {
            top: 20.0,
            bottom: 16.0,
            side: 19.0,
        }
    }
}

/// A colour as a config writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hex(pub Colour);

impl<'de> Deserialize<'de> for Hex {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        theme::colour(deserializer).map(Self)
    }
}

impl ThemeConfig {
    /// The built-in theme with what is said here in its place; the logo is left to who can read files.
    #[must_use]
    pub fn theme(&self) -> Theme {
        let mut theme = Theme::default();
        (theme.page.width_mm, theme.page.height_mm) = self.paper.size_mm();
        theme.page.margin_top_mm = self.margins.top;
        theme.page.margin_bottom_mm = self.margins.bottom;
        theme.page.margin_side_mm = self.margins.side;
        for (name, Hex(colour)) in &self.colours {
            if let Some(own) = theme.colours.named_mut(name) {
                *own = *colour;
            }
        }
        theme
    }

    pub(super) fn check(&self, text: &str, path: &Path) -> Result<(), ConfigError> {
        for name in self.colours.keys() {
            if !Colours::NAMES.contains(&name.as_str()) {
                let keys = ["theme", "colours", name];
                return Err(ConfigError::unknown(
                    text,
                    path,
                    &keys,
                    "colour",
                    &Colours::NAMES,
                ));
            }
        }
        let m = self.margins;
        // The running head and foot stand in the margins.
        for (key, margin, least) in [
            ("top", m.top, 15.0),
            ("bottom", m.bottom, 10.0),
            ("side", m.side, 5.0),
        ] {
            if !(least..=60.0).contains(&margin) {
                let keys = ["theme", "margins", key];
                let expected = format!("millimetres from {least} to 60");
                return Err(ConfigError::out_of_bounds(text, path, &keys, &expected));
            }
        }
        if let Some(logo) = &self.logo
            && !logo
                .extension()
                .is_some_and(|e| e.eq_ignore_ascii_case("png") || e.eq_ignore_ascii_case("svg"))
        {
            let expected = "a PNG or SVG file; save a JPEG as PNG";
            return Err(ConfigError::out_of_bounds(
                text,
                path,
                &["theme", "logo"],
                expected,
            ));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn read(text: &str) -> Result<Config, ConfigError> {
        Config::parse(text, Path::new("halls/yuebao.toml"))
    }

    fn error(text: &str) -> String {
        read(text).unwrap_err().to_string()
    }

    #[test]
    fn without_a_word_the_theme_is_the_built_in_one() {
        assert_eq!(Config::default().theme.theme(), Theme::default());
    }

    #[test]
    fn what_is_said_takes_the_places_of_the_defaults() {
        let text = "[theme]\npaper = \"Letter\"\nlogo = \"logo.PNG\"\nfont = [\"a.ttf\"]\n\
            [theme.margins]\ntop = 25\n[theme.colours]\nnavy = \"#102030\"\ngrey_dark = \"405060\"\n";
        let config = read(text).unwrap().theme;
        assert_eq!(config.logo, Some(PathBuf::from("halls/logo.PNG")));
        assert_eq!(config.font, [PathBuf::from("halls/a.ttf")]);
        let mut expected = Theme::default();
        expected.page.width_mm = 215.9;
        expected.page.height_mm = 279.4;
        expected.page.margin_top_mm = 25.0;
        expected.colours.navy = 0x0010_2030;
        expected.colours.grey_dark = 0x0040_5060;
        assert_eq!(config.theme(), expected);
    }

    #[test]
    fn every_colour_has_a_name() {
        let mut theme = Theme::default();
        for name in Colours::NAMES {
            *theme.colours.named_mut(name).unwrap() = 1;
        }
        assert_eq!(format!("{:?}", theme.colours).matches(": 1").count(), 12);
    }

    #[test]
    fn mistakes_are_told_with_their_line() {
        assert_eq!(
            error("[theme.colours]\nink = \"000000\"\nnavy = \"blue\""),
            "halls/yuebao.toml:3:8: `blue` is not a colour: write six hexadecimal digits, as 14365C"
        );
        assert_eq!(
            error("[theme.colours]\nnavi = \"14365C\""),
            "halls/yuebao.toml:2:1: there is no colour `navi`; did you mean `navy`?"
        );
        assert_eq!(
            error("[theme]\npapers = \"A4\""),
            "halls/yuebao.toml:2:1: there is no key `papers`; did you mean `paper`?"
        );
        assert_eq!(
            error("[theme]\npaper = \"A5\""),
            "halls/yuebao.toml:2:9: unknown variant `A5`, expected one of `A4`, `Letter`, `16:9`"
        );
        assert_eq!(
            error("[theme]\nlogo = \"logo.jpg\""),
            "halls/yuebao.toml:2:1: `theme.logo` must be a PNG or SVG file; save a JPEG as PNG"
        );
        assert_eq!(
            error("[theme.margins]\ntop = 14"),
            "halls/yuebao.toml:2:1: `theme.margins.top` must be millimetres from 15 to 60"
        );
    }
}
