//! An SVG file as a logo: drawn once, finely enough for print.
//!
//! Input: the file's text. Output: a [`Logo`] of pixels at 600 an inch, for the largest size the cover
//! shows it at. Refused, each with what to do about it: a file that is no SVG, one that refers to other
//! files, one with text (its font would have to be in the file), one that holds a picture or a piece of
//! a page, and one that draws nothing.

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::roxmltree::{Document, Node, ParsingOptions};
use resvg::usvg::{Options, Tree};

use super::{HIGHEST_MM, Logo, LogoError, WIDEST_MM};

/// Pixels a millimetre: 600 an inch.
const DENSITY: f64 = 600.0 / 25.4;

/// More elements than any logo has, and deeper ones.
const MOST_NODES: u32 = 100_000;
const DEEPEST: usize = 200;

/// Draws an SVG file.
pub(super) fn read(text: &str) -> Result<Logo, LogoError> {
    if deepest(text) > DEEPEST {
        return Err(LogoError::Damaged(format!(
            "elements more than {DEEPEST} deep"
        )));
    }
    let options = ParsingOptions {
        allow_dtd: true,
        nodes_limit: MOST_NODES,
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(text, options)
        .map_err(|error| LogoError::Damaged(error.to_string()))?;
    check(&document)?;
    let tree = Tree::from_xmltree(&document, &Options::default())
        .map_err(|error| LogoError::Damaged(error.to_string()))?;
    draw(&tree)
}

/// How deep elements stand in one another, by their tags alone: what parses the file goes as deep as it does.
fn deepest(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for piece in text.split('<').skip(1) {
        let tag = piece.split('>').next().unwrap_or("");
        if tag.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else if !tag.starts_with(['!', '?']) && !tag.ends_with('/') {
            depth += 1;
            deepest = deepest.max(depth);
        }
    }
    deepest
}

/// Refuses what would be left out of the drawing without a word.
fn check(document: &Document<'_>) -> Result<(), LogoError> {
    if document.root_element().tag_name().name() != "svg" {
        let name = document.root_element().tag_name().name();
        return Err(LogoError::Damaged(format!("its root is `{name}`")));
    }
    for node in document.descendants() {
        if node.is_pi() && node.pi().is_some_and(|pi| pi.target == "xml-stylesheet") {
            return Err(LogoError::Outside("a style sheet".to_owned()));
        }
        let name = node.tag_name().name();
        match name {
            "text" => {
                let words: Vec<&str> = node
                    .descendants()
                    .filter(Node::is_text)
                    .filter_map(|part| part.text())
                    .flat_map(str::split_whitespace)
                    .collect();
                if !words.is_empty() {
                    return Err(LogoError::Text(words.join(" ")));
                }
            }
            "image" | "feImage" | "foreignObject" => {
                return Err(
                    match link(&node).filter(|link| !link.starts_with("data:")) {
                        Some(link) => LogoError::Outside(link.to_owned()),
                        None => LogoError::Inner(name.to_owned()),
                    },
                );
            }
            "style" => {
                let sheet = node.text().unwrap_or("");
                if sheet.contains("@import") {
                    return Err(LogoError::Outside("a style sheet".to_owned()));
                }
                outside(sheet)?;
            }
            // A link leads away from the picture and loads nothing into it.
            "a" => {}
            _ => {
                if let Some(link) = link(&node).filter(|link| !link.starts_with('#')) {
                    return Err(LogoError::Outside(link.to_owned()));
                }
            }
        }
        for attribute in node.attributes() {
            outside(attribute.value())?;
        }
        if name == "use" {
            single(&node)?;
        }
    }
    Ok(())
}

/// What a reference names, with or without the old prefix.
fn link<'a>(node: &Node<'a, '_>) -> Option<&'a str> {
    node.attributes()
        .find(|attribute| attribute.name() == "href")
        .map(|attribute| attribute.value().trim())
}

/// Refuses `url(…)` that does not name a part of the same file.
fn outside(style: &str) -> Result<(), LogoError> {
    for piece in style.split("url(").skip(1) {
        let target = piece.split(')').next().unwrap_or("");
        let target = target.trim().trim_matches(['"', '\'']);
        if !target.starts_with('#') {
            return Err(LogoError::Outside(target.to_owned()));
        }
    }
    Ok(())
}

/// Refuses a copy of something that holds copies: a few such lines draw millions of shapes.
fn single(node: &Node<'_, '_>) -> Result<(), LogoError> {
    let target = link(node).and_then(|link| link.strip_prefix('#'));
    let copied = target.and_then(|id| {
        node.document()
            .descendants()
            .find(|other| other.attribute("id") == Some(id))
    });
    let nested = copied.is_some_and(|copied| {
        copied
            .descendants()
            .any(|inner| inner.tag_name().name() == "use")
    });
    if nested {
        return Err(LogoError::Inner("use of a use".to_owned()));
    }
    Ok(())
}

/// The tree's pixels at the largest size the cover shows a logo at.
fn draw(tree: &Tree) -> Result<Logo, LogoError> {
    let size = (
        f64::from(tree.size().width()),
        f64::from(tree.size().height()),
    );
    let scale = (HIGHEST_MM * DENSITY / size.1).min(WIDEST_MM * DENSITY / size.0);
    let across = |length: f64| ((length * scale).round() as u32).max(1);
    let (width, height) = (across(size.0), across(size.1));
    let mut pixels = Pixmap::new(width, height).ok_or(LogoError::TooLarge(width, height))?;
    let stretch = Transform::from_scale(
        (f64::from(width) / size.0) as f32,
        (f64::from(height) / size.1) as f32,
    );
    resvg::render(tree, stretch, &mut pixels.as_mut());
    let mut drawn: Vec<[u8; 4]> = pixels
        .pixels()
        .iter()
        .map(|pixel| {
            let pixel = pixel.demultiply();
            [pixel.red(), pixel.green(), pixel.blue(), pixel.alpha()]
        })
        .collect();
    if drawn.iter().all(|[.., opacity]| *opacity == 0) {
        return Err(LogoError::Empty);
    }
    bleed(&mut drawn, width as usize);
    let opacity: Vec<u8> = drawn.iter().map(|[.., opacity]| *opacity).collect();
    let transparent = opacity.iter().any(|&a| a < 255);
    Ok(Logo {
        width,
        height,
        colours: drawn.iter().flat_map(|[r, g, b, _]| [*r, *g, *b]).collect(),
        grey: false,
        opacity: transparent.then_some(opacity),
        scalable: true,
    })
}

/// Gives pixels that are not seen the colour of the nearest seen one in their row: a viewer that blends
/// neighbours would else draw a dark seam around every shape.
fn bleed(pixels: &mut [[u8; 4]], width: usize) {
    let spread = |last: &mut Option<[u8; 4]>, pixel: &mut [u8; 4]| match (*last, pixel[3]) {
        (Some([r, g, b, _]), 0) => *pixel = [r, g, b, 0],
        (_, opacity) if opacity > 0 => *last = Some(*pixel),
        _ => {}
    };
    for row in pixels.chunks_mut(width.max(1)) {
        let mut last = None;
        for pixel in row.iter_mut() {
            spread(&mut last, pixel);
        }
        // What lies before the first seen pixel takes its colour; the rest has one already.
        let first = row.iter().position(|pixel| pixel[3] > 0);
        if let Some((before, seen)) = first.and_then(|first| row.split_at_mut_checked(first))
            && let Some([r, g, b, _]) = seen.first().copied()
        {
            before.fill([r, g, b, 0]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn svg(body: &str) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 20 10\">{body}</svg>"
        )
    }

    fn told(body: &str) -> String {
        read(&svg(body)).unwrap_err().to_string()
    }

    #[test]
    fn is_drawn_at_six_hundred_pixels_an_inch() {
        let logo = read(&svg("<rect width=\"10\" height=\"10\" fill=\"#14365C\"/>")).unwrap();
        // 18 mm are 425.2 pixels; twice as wide as high.
        assert_eq!((logo.width, logo.height), (850, 425));
        assert!(logo.scalable && !logo.grey);
        let opacity = logo.opacity.unwrap();
        assert_eq!((opacity[0], opacity[849]), (255, 0));
        assert_eq!(logo.colours[..3], [0x14, 0x36, 0x5C]);
        // The half that is not seen has the colour of its neighbour.
        assert_eq!(logo.colours[849 * 3..850 * 3], [0x14, 0x36, 0x5C]);
    }

    #[test]
    fn a_very_wide_logo_is_bounded_by_its_width() {
        let logo = read("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1000\" height=\"10\"><rect width=\"1000\" height=\"10\"/></svg>").unwrap();
        assert_eq!((logo.width, logo.height), (1417, 14));
        assert_eq!(logo.opacity, None);
    }

    #[test]
    fn gradients_copies_and_clips_of_the_same_file_are_drawn() {
        let body = "<defs><linearGradient id=\"g\"><stop stop-color=\"#f00\"/><stop offset=\"1\" stop-color=\"#00f\"/></linearGradient>\
            <rect id=\"r\" width=\"5\" height=\"10\" fill=\"url(#g)\"/></defs><use href=\"#r\"/><use xlink:href=\"#r\" x=\"10\"/>";
        let logo = read(&svg(body)).unwrap();
        let opacity = logo.opacity.unwrap();
        assert_eq!((opacity[100], opacity[300], opacity[500]), (255, 0, 255));
    }

    #[test]
    fn what_would_be_left_out_is_told() {
        assert_eq!(
            told("<text x=\"1\"><tspan>中国\n电信</tspan></text>"),
            "the text `中国 电信` stands in the SVG without its font; turn text into paths where it was drawn"
        );
        assert_eq!(
            told("<image href=\"photo.png\"/>"),
            "the SVG refers to `photo.png` outside the file; put it into the drawing, or save the logo as PNG"
        );
        assert_eq!(
            told("<use xlink:href=\"other.svg#a\"/>"),
            "the SVG refers to `other.svg#a` outside the file; put it into the drawing, or save the logo as PNG"
        );
        let styles = [
            "<rect fill=\"url(other.svg#g)\"/>",
            "<rect style=\"fill:url('http://a.b/c')\"/>",
            "<style>@import 'a.css';</style>",
            "<style>rect { fill: url(b.svg#c) }</style>",
        ];
        for style in styles {
            assert!(told(style).contains("outside the file"), "{style}");
        }
        assert_eq!(
            told("<image href=\"data:image/png;base64,AAAA\"/>"),
            "the SVG holds what is not drawn (`image`); save the logo as PNG"
        );
        assert_eq!(told("<defs/>"), "the SVG draws nothing");
    }

    #[test]
    fn damaged_files_are_told_and_deep_ones_do_no_harm() {
        for text in ["<svg", "<svg></g>", "<html/>", "<svg xmlns=\"x\"/>"] {
            let told = read(text).unwrap_err().to_string();
            assert!(told.starts_with("a damaged SVG ("), "{text}: {told}");
        }
        let deep = svg(&("<g>".repeat(100_000) + &"</g>".repeat(100_000)));
        assert!(read(&deep).unwrap_err().to_string().contains("deep"));
        let a = "<g id=\"a\"><rect width=\"1\" height=\"1\"/></g>";
        let copies = "<g id=\"b\"><use href=\"#a\"/><use href=\"#a\"/></g><use href=\"#b\"/>";
        assert!(told(&format!("{a}{copies}")).contains("use of a use"));
    }
}
