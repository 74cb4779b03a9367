//! A logo: pixels as the PDF holds them, of a PNG file or drawn from an SVG one.
//!
//! Input: a file's bytes. Output: a [`Logo`]. Refused: what is neither PNG nor SVG, a picture of more than
//! [`MOST_PIXELS`], and an SVG of which something would be left out ([`svg`]).

mod svg;

pub use crate::theme::Logo;

/// Beyond this a picture is no logo, and would cost more memory than the report.
pub const MOST_PIXELS: u64 = 16_000_000;

/// The highest a logo is shown, in millimetres.
pub const HIGHEST_MM: f64 = 18.0;

/// The widest a logo is shown, in millimetres.
pub const WIDEST_MM: f64 = 60.0;

/// Why a file cannot be a logo.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LogoError {
    /// The bytes are no PNG, or a damaged one.
    #[error("not a PNG picture ({0}); a logo is a PNG or SVG file: save a JPEG as PNG")]
    Unreadable(String),
    /// The text is no SVG, or a damaged one.
    #[error("a damaged SVG ({0})")]
    Damaged(String),
    /// The SVG needs another file, which may be anywhere or nowhere.
    #[error(
        "the SVG refers to `{0}` outside the file; put it into the drawing, or save the logo as PNG"
    )]
    Outside(String),
    /// The SVG holds text.
    #[error(
        "the text `{0}` stands in the SVG without its font; turn text into paths where it was drawn"
    )]
    Text(String),
    /// The SVG holds something that is not drawn.
    #[error("the SVG holds what is not drawn (`{0}`); save the logo as PNG")]
    Inner(String),
    /// Nothing of the SVG is seen.
    #[error("the SVG draws nothing")]
    Empty,
    /// More pixels than a logo needs.
    #[error("a picture of {0} × {1} pixels, too large for a logo; save it smaller")]
    TooLarge(u32, u32),
}

impl Logo {
    /// Reads a PNG or SVG file's bytes; an SVG's may be UTF-8 only.
    ///
    /// # Errors
    /// Where they are neither, a PNG of more than [`MOST_PIXELS`], or an SVG of which something would be
    /// left out.
    pub fn read(bytes: &[u8]) -> Result<Self, LogoError> {
        let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        if text.trim_ascii_start().starts_with(b"<") {
            let text = std::str::from_utf8(text)
                .map_err(|_| LogoError::Damaged("it is not UTF-8".to_owned()))?;
            return svg::read(text);
        }
        Self::read_png(bytes)
    }

    fn read_png(bytes: &[u8]) -> Result<Self, LogoError> {
        let unreadable = |error: png::DecodingError| LogoError::Unreadable(error.to_string());
        let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
        decoder.set_transformations(png::Transformations::normalize_to_color8());
        let mut reader = decoder.read_info().map_err(unreadable)?;
        let (width, height) = (reader.info().width, reader.info().height);
        if u64::from(width) * u64::from(height) > MOST_PIXELS {
            return Err(LogoError::TooLarge(width, height));
        }
        let size = reader
            .output_buffer_size()
            .ok_or(LogoError::TooLarge(width, height))?;
        let mut pixels = vec![0; size];
        let frame = reader.next_frame(&mut pixels).map_err(unreadable)?;
        pixels.truncate(frame.buffer_size());
        let parts = frame.color_type.samples();
        let opaque_parts = if parts > 2 { 3 } else { 1 };
        let (mut colours, mut opacity) = (Vec::new(), Vec::new());
        for pixel in pixels.chunks_exact(parts) {
            let (colour, rest) = pixel.split_at(opaque_parts);
            colours.extend_from_slice(colour);
            opacity.extend_from_slice(rest);
        }
        let transparent = opacity.iter().any(|&a| a < 255);
        Ok(Self {
            width,
            height,
            colours,
            grey: opaque_parts == 1,
            opacity: transparent.then_some(opacity),
            scalable: false,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32, kind: png::ColorType, pixels: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, width, height);
        encoder.set_color(kind);
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(pixels).unwrap();
        writer.finish().unwrap();
        bytes
    }

    #[test]
    fn colours_and_opacity_are_parted() {
        let bytes = png(2, 1, png::ColorType::Rgba, &[1, 2, 3, 255, 4, 5, 6, 0]);
        let logo = Logo::read(&bytes).unwrap();
        assert_eq!(logo.colours, [1, 2, 3, 4, 5, 6]);
        assert_eq!(logo.opacity, Some(vec![255, 0]));
        assert!(!logo.grey);
    }

    #[test]
    fn an_opaque_grey_picture_needs_no_mask() {
        let bytes = png(1, 2, png::ColorType::GrayscaleAlpha, &[7, 255, 9, 255]);
        let logo = Logo::read(&bytes).unwrap();
        assert_eq!((logo.colours, logo.opacity), (vec![7, 9], None));
        assert!(logo.grey);
    }

    #[test]
    fn what_is_neither_is_told() {
        let error = Logo::read(b"\xFF\xD8\xFF\xE0").unwrap_err();
        let message = error.to_string();
        assert!(message.starts_with("not a PNG picture ("), "{message}");
        assert!(message.ends_with("save a JPEG as PNG"), "{message}");
        let error = Logo::read(b" <svg \xFF").unwrap_err();
        assert_eq!(error.to_string(), "a damaged SVG (it is not UTF-8)");
    }

    #[test]
    fn an_svg_is_told_by_its_bytes() {
        let text = "\u{FEFF}<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"4\"><circle r=\"4\"/></svg>";
        let logo = Logo::read(text.as_bytes()).unwrap();
        assert!(logo.scalable);
    }

    #[test]
    fn a_cut_picture_is_refused() {
        let bytes = png(2, 1, png::ColorType::Rgb, &[1, 2, 3, 4, 5, 6]);
        for end in 0..bytes.len() - 20 {
            assert!(Logo::read(&bytes[..end]).is_err(), "{end}");
        }
    }
}
