//! The look shared by the PDF and the SVG charts: colours, page and type sizes, read from `templates/theme.toml`.

use serde::{Deserialize, Deserializer};

/// A colour, 0xRRGGBB.
pub type Colour = u32;

/// Colours, page and type sizes.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// The colours.
    pub colours: Colours,
    /// The page.
    pub page: Page,
    /// The type sizes.
    #[serde(rename = "type")]
    pub sizes: Sizes,
    /// The picture on the cover.
    #[serde(skip)]
    pub logo: Option<Logo>,
}

/// A picture's pixels, rows from the top, eight bits a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    /// Pixels across; at least 1.
    pub width: u32,
    /// Pixels down; at least 1.
    pub height: u32,
    /// Red, green and blue of each pixel; its grey alone where [`Logo::grey`] is set.
    pub colours: Vec<u8>,
    /// Whether a pixel is one grey instead of three parts.
    pub grey: bool,
    /// How opaque each pixel is, 0 to 255; none where all are opaque.
    pub opacity: Option<Vec<u8>>,
    /// Whether it has no size of its own and fills the room there is: one drawn from an SVG.
    pub scalable: bool,
}

/// The colours, 0xRRGGBB.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)] // each is told in templates/theme.toml
pub struct Colours {
    #[serde(deserialize_with = "colour")]
    pub navy: Colour,
    #[serde(deserialize_with = "colour")]
    pub teal: Colour,
    #[serde(deserialize_with = "colour")]
    pub grey: Colour,
    #[serde(deserialize_with = "colour")]
    pub grey_dark: Colour,
    #[serde(deserialize_with = "colour")]
    pub ink: Colour,
    #[serde(deserialize_with = "colour")]
    pub muted: Colour,
    #[serde(deserialize_with = "colour")]
    pub rule: Colour,
    #[serde(deserialize_with = "colour")]
    pub panel: Colour,
    #[serde(deserialize_with = "colour")]
    pub red: Colour,
    #[serde(deserialize_with = "colour")]
    pub green: Colour,
    #[serde(deserialize_with = "colour")]
    pub amber: Colour,
    #[serde(deserialize_with = "colour")]
    pub paper: Colour,
}

/// The page, in millimetres.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)] // the names say it
pub struct Page {
    pub width_mm: f64,
    pub height_mm: f64,
    pub margin_side_mm: f64,
    pub margin_top_mm: f64,
    pub margin_bottom_mm: f64,
}

/// Type sizes and the body's line distance, in points.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)] // the names say it
pub struct Sizes {
    pub body: f64,
    pub leading: f64,
    pub lead: f64,
    pub h2: f64,
    pub h3: f64,
    pub table: f64,
    pub axis: f64,
    pub running: f64,
}

impl Default for Theme {
    fn default() -> Self {
        #[allow(clippy::expect_used)] // the file is part of the program; a test reads it
        toml::from_str(include_str!("../templates/theme.toml")).expect("the built-in theme")
    }
}

/// Points a millimetre.
pub const POINTS_PER_MM: f64 = 72.0 / 25.4;

impl Page {
    /// The width of the text between the side margins, in points; never under 120, so that absurd margins
    /// still leave a column.
    #[must_use]
    pub fn measure(&self) -> f64 {
        ((self.width_mm - 2.0 * self.margin_side_mm) * POINTS_PER_MM).max(120.0)
    }
}

impl Colours {
    /// The names of the colours, as a theme or a config writes them.
    pub const NAMES: [&'static str; 12] = [
        "navy",
        "teal",
        "grey",
        "grey_dark",
        "ink",
        "muted",
        "rule",
        "panel",
        "red",
        "green",
        "amber",
        "paper",
    ];

    /// The colour of a name; none where no colour has it.
    pub fn named_mut(&mut self, name: &str) -> Option<&mut Colour> {
        Some(match name {
            "navy" => &mut self.navy,
            "teal" => &mut self.teal,
            "grey" => &mut self.grey,
            "grey_dark" => &mut self.grey_dark,
            "ink" => &mut self.ink,
            "muted" => &mut self.muted,
            "rule" => &mut self.rule,
            "panel" => &mut self.panel,
            "red" => &mut self.red,
            "green" => &mut self.green,
            "amber" => &mut self.amber,
            "paper" => &mut self.paper,
            _ => return None,
        })
    }
}

/// Six hexadecimal digits, with or without `#` before them.
pub(crate) fn colour<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Colour, D::Error> {
    let text = String::deserialize(deserializer)?;
    let digits = text.strip_prefix('#').unwrap_or(&text);
    if digits.len() == 6
        && let Ok(colour) = u32::from_str_radix(digits, 16)
    {
        return Ok(colour);
    }
    Err(serde::de::Error::custom(format!(
        "`{text}` is not a colour: write six hexadecimal digits, as 14365C"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_theme_reads() {
        assert_eq!(Theme::default().colours.navy, 0x0014_365C);
    }
}
