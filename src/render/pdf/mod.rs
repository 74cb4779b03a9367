//! The report as PDF.
//!
//! Input: a [`Document`], a [`Theme`] and [`Fonts`]. Output: the bytes of a tagged PDF 1.7 with embedded
//! subsets, bookmarks, contents and metadata; the same for the same input. The way: blocks → slabs
//! (`blocks`, `cards`, `table`, `contents`), slabs → pages (`flow`, `pages`), pages → operations
//! (`paint`, `embed`), then what printpdf does not write (`tags`, `outline`, `metadata`).
//! It refuses fonts that cannot be cut down; a character that no font has is drawn as a box and told.

mod blocks;
mod cards;
mod cells;
mod columns;
#[cfg(test)]
mod conformance;
mod contents;
mod display;
mod embed;
mod file;
mod finding;
mod flow;
mod linebreak;
mod lists;
mod metadata;
mod outline;
mod pages;
mod paint;
mod paragraph;
mod save;
mod setter;
mod srgb;
mod table;
mod tags;
#[cfg(test)]
mod tests;

use lopdf::{Object, ObjectId, Stream, StringFormat, dictionary};
use printpdf::{Mm, PdfDocument, PdfPage, PdfSaveOptions};

use crate::font::Fonts;
use crate::report::document::Document;
use crate::theme::Theme;

use display::{Layout, NodeId};
use embed::Embedded;

/// A PDF and what is to be said about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Rendered {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// Characters that no font has, in the order of the pages, each once a page.
    pub warnings: Vec<Warning>,
}

/// A character that no font has; a box is drawn for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// The character.
    pub character: char,
    /// The page it stands on, from 1.
    pub page: usize,
    /// That page's section; empty on the cover.
    pub section: String,
    /// The text it stands in.
    pub text: String,
}

/// Why no PDF could be made.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// A font cannot be embedded.
    #[error("a font cannot be embedded: {0}")]
    Font(&'static str),
    /// The file's parts do not fit together.
    #[error("the PDF cannot be put together: {0}")]
    Write(#[from] lopdf::Error),
}

/// Renders the whole document.
///
/// Lengths come from the theme: millimetres for the page, points for type. Charts are laid out at the
/// measure's width; a table too wide for it is set smaller, then its words are broken, never cut off.
///
/// # Errors
/// Where a font cannot be cut down to the characters used, or the file cannot be put together.
pub fn pdf(document: &Document, theme: &Theme, fonts: &Fonts) -> Result<Rendered, PdfError> {
    let document = &*document.for_pages();
    let layout = pages::layout(document, theme, fonts);
    let mut used = embed::Used::default();
    let mut warnings: Vec<Warning> = Vec::new();
    let mut owners = Vec::with_capacity(layout.pages.len());
    let mut printed = Vec::with_capacity(layout.pages.len());
    for (index, page) in layout.pages.iter().enumerate() {
        let mut lacking = Vec::new();
        let painted = paint::page(page, &layout, fonts, &mut used, &mut lacking);
        for lack in lacking {
            let known = warnings
                .iter()
                .any(|w| w.character == lack.character && w.page == index + 1);
            if !known {
                warnings.push(Warning {
                    character: lack.character,
                    page: index + 1,
                    section: page.section.clone(),
                    text: lack.text,
                });
            }
        }
        owners.push(painted.owners);
        let (width, height) = (theme.page.width_mm as f32, theme.page.height_mm as f32);
        printed.push(PdfPage::new(Mm(width), Mm(height), painted.ops));
    }
    let embedded = embed::fonts(&used, fonts)?;
    let bytes = write(document, theme, &layout, printed, &owners, embedded, fonts)?;
    Ok(Rendered {
        bytes,
        pages: layout.pages.len(),
        warnings,
    })
}

/// printpdf writes pages and fonts; the rest is added to its objects.
fn write(
    document: &Document,
    theme: &Theme,
    layout: &Layout,
    pages: Vec<PdfPage>,
    owners: &[Vec<NodeId>],
    embedded: Vec<Embedded>,
    fonts: &Fonts,
) -> Result<Vec<u8>, PdfError> {
    let mut source = PdfDocument::new("");
    source.pages = pages;
    let mut glyph_maps = Vec::new();
    for font in embedded {
        glyph_maps.push((font.font.parsed_font.font_name.clone(), font.glyph_map));
        source.resources.fonts.map.insert(font.id, font.font);
    }
    let mut pdf = source.to_lopdf_document(&PdfSaveOptions::default(), &mut Vec::new());
    "1.7".clone_into(&mut pdf.version);
    file::map_glyphs(&mut pdf, glyph_maps);
    let page_ids: Vec<ObjectId> = pdf.get_pages().into_values().collect();
    file::share_resources(&mut pdf, &page_ids, theme.logo.as_ref());
    let structure = tags::write(&mut pdf, layout, owners, &page_ids, fonts);
    let outline = outline::write(&mut pdf, layout, &page_ids);
    let intent = metadata::output_intent(&mut pdf);
    let packet = Stream::new(
        dictionary! { "Type" => "Metadata", "Subtype" => "XML" },
        metadata::xmp(document).into_bytes(),
    );
    // Programs that search files for XMP do not inflate it.
    let packet = pdf.add_object(packet.with_compression(false));
    let info = pdf.add_object(metadata::info(document));
    let catalog = pdf.catalog_mut()?;
    catalog.remove(b"PageLayout");
    catalog.set("Lang", metadata::text_string(document.lang.code()));
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    catalog.set("StructTreeRoot", structure);
    catalog.set(
        "ViewerPreferences",
        dictionary! { "DisplayDocTitle" => true },
    );
    catalog.set("Metadata", packet);
    catalog.set("OutputIntents", vec![Object::Dictionary(intent)]);
    if let Some(outline) = outline {
        catalog.set("Outlines", outline);
        catalog.set("PageMode", "UseOutlines");
    }
    pdf.trailer.set("Info", info);
    let id = Object::String(file::identity(&pdf), StringFormat::Hexadecimal);
    pdf.trailer.set("ID", vec![id.clone(), id]);
    Ok(save::bytes(pdf))
}
