//! Colours derived from the theme: series, tones, shades, and text that can be read on them.

use crate::chart::Emphasis;
use crate::chart::display::Colour;
use crate::theme::Colours;
use crate::value::Tone;

/// The theme's colours by what they mean in a chart.
#[derive(Debug, Clone, Copy)]
pub(super) struct Palette<'a>(pub(super) &'a Colours);

impl Palette<'_> {
    /// The fill of the `nth` series of an emphasis, 0 the first.
    ///
    /// Navy, teal and amber differ in lightness too, so they are told apart without colour.
    pub(super) fn series(self, emphasis: Emphasis, nth: usize) -> Colour {
        let Self(c) = self;
        match (emphasis, nth) {
            (Emphasis::Base, _) => c.grey,
            (Emphasis::Main, n) => match n % 3 {
                0 => c.navy,
                1 => c.teal,
                _ => c.amber,
            },
        }
    }

    /// The colour of a series' name: greys are too light for text.
    pub(super) fn series_text(self, emphasis: Emphasis, nth: usize) -> Colour {
        match emphasis {
            Emphasis::Base => self.0.muted,
            Emphasis::Main => self.series(emphasis, nth),
        }
    }

    /// The colour of a dot or a word of a tone.
    pub(super) fn tone(self, tone: Tone) -> Colour {
        match tone {
            Tone::Neutral => self.0.muted,
            Tone::Good => self.0.green,
            Tone::Bad => self.0.red,
            Tone::Warning => self.0.amber,
        }
    }

    /// The text colour, ink or paper, that can be read on `ground`; black where neither reaches a
    /// contrast of 4.5 to 1.
    pub(super) fn text_on(self, ground: Colour) -> Colour {
        let Self(c) = self;
        [c.ink, c.paper]
            .into_iter()
            .find(|&text| contrast(text, ground) >= 4.5)
            .unwrap_or(if contrast(0xFF_FFFF, ground) > contrast(0, ground) {
                0xFF_FFFF
            } else {
                0
            })
    }
}

/// The colour a share `part` (0–1) of the way from one to the other.
pub(super) fn mix(from: Colour, to: Colour, part: f64) -> Colour {
    let part = part.clamp(0.0, 1.0);
    [16, 8, 0].into_iter().fold(0, |colour, shift| {
        let (a, b) = (channel(from, shift), channel(to, shift));
        colour | (((a + (b - a) * part).round() as u32).min(255) << shift)
    })
}

/// The contrast of two colours, 1–21, by WCAG 2.2 (contrast ratio).
pub(super) fn contrast(a: Colour, b: Colour) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// The relative luminance, 0–1, by WCAG 2.2.
fn luminance(colour: Colour) -> f64 {
    let linear = |shift| {
        let c = channel(colour, shift) / 255.0;
        if c <= 0.04045 {
            c / 12.92
        } else {
            ((c + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * linear(16) + 0.7152 * linear(8) + 0.0722 * linear(0)
}

fn channel(colour: Colour, shift: u32) -> f64 {
    f64::from((colour >> shift) & 0xFF)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::Theme;

    #[test]
    fn contrast_of_black_and_white_is_21() {
        assert!((contrast(0, 0xFF_FFFF) - 21.0).abs() < 1e-9);
        // #767676 is the well-known lightest grey that passes on white: 4.54.
        assert!((contrast(0x76_7676, 0xFF_FFFF) - 4.54).abs() < 0.01);
    }

    #[test]
    fn mixes_channel_by_channel() {
        assert_eq!(mix(0x00_0000, 0xFF_8040, 0.5), 0x80_4020);
        assert_eq!(mix(0x12_3456, 0xFF_FFFF, 0.0), 0x12_3456);
        assert_eq!(mix(0x12_3456, 0xFF_FFFF, 2.0), 0xFF_FFFF);
    }

    #[test]
    fn text_can_be_read_on_every_shade() {
        let theme = Theme::default();
        let palette = Palette(&theme.colours);
        for i in 0..=100 {
            for dark in [theme.colours.navy, theme.colours.red] {
                let ground = mix(0xFF_FFFF, dark, f64::from(i) / 100.0);
                assert!(
                    contrast(palette.text_on(ground), ground) >= 4.5,
                    "{ground:06X}"
                );
            }
        }
    }
}
