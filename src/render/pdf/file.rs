//! What is set right among the objects that printpdf wrote, before they are saved.

use lopdf::{Document, Object, ObjectId, Stream, dictionary};
use xxhash_rust::xxh3::Xxh3;

use crate::logo::Logo;

/// Gives each embedded font the map from its characters' codes to its glyphs.
pub(super) fn map_glyphs(pdf: &mut Document, maps: Vec<(Option<String>, Vec<u8>)>) {
    for (name, map) in maps {
        let Some(name) = name.filter(|_| !map.is_empty()) else {
            continue;
        };
        let stream = pdf.add_object(Stream::new(dictionary! {}, map));
        for object in pdf.objects.values_mut() {
            let Ok(font) = object.as_dict_mut() else {
                continue;
            };
            let named = font
                .get(b"BaseFont")
                .and_then(Object::as_name)
                .is_ok_and(|n| n == name.as_bytes());
            if !named {
                continue;
            }
            let descendant = font
                .get_mut(b"DescendantFonts")
                .and_then(Object::as_array_mut)
                .ok()
                .and_then(|fonts| fonts.first_mut())
                .and_then(|font| font.as_dict_mut().ok());
            if let Some(descendant) = descendant {
                descendant.set("CIDToGIDMap", stream);
            }
        }
    }
}

/// The logo's name in the pages' resources.
pub(super) const LOGO: &str = "Logo";

/// Adds the logo as an image, its opacity as a soft mask.
pub(super) fn image(pdf: &mut Document, logo: &Logo) -> ObjectId {
    let picture = |space: &str, content: &[u8]| {
        let dictionary = dictionary! {
            "Type" => "XObject",
            "Subtype" => "Image",
            "Width" => i64::from(logo.width),
            "Height" => i64::from(logo.height),
            "ColorSpace" => space,
            "BitsPerComponent" => 8,
        };
        Stream::new(dictionary, content.to_vec())
    };
    let space = if logo.grey { "DeviceGray" } else { "DeviceRGB" };
    let mut image = picture(space, &logo.colours);
    if let Some(opacity) = &logo.opacity {
        let mask = pdf.add_object(picture("DeviceGray", opacity));
        image.dict.set("SMask", mask);
    }
    pdf.add_object(image)
}

/// All pages use the same fonts, and the logo where there is one.
pub(super) fn share_resources(pdf: &mut Document, page_ids: &[ObjectId], logo: Option<&Logo>) {
    let fonts = page_ids
        .first()
        .and_then(|id| pdf.get_dictionary(*id).ok())
        .and_then(|page| page.get(b"Resources").ok())
        .and_then(|resources| resources.as_reference().ok())
        .and_then(|id| pdf.get_dictionary(id).ok())
        .and_then(|resources| resources.get(b"Font").ok())
        .cloned();
    let Some(fonts) = fonts else { return };
    let mut resources = dictionary! { "Font" => fonts };
    if let Some(logo) = logo {
        let image = image(pdf, logo);
        resources.set("XObject", dictionary! { LOGO => image });
    }
    let shared = pdf.add_object(resources);
    for id in page_ids {
        if let Ok(page) = pdf.get_object_mut(*id).and_then(Object::as_dict_mut) {
            page.set("Resources", shared);
        }
    }
}

/// The file's identity: a hash of what is on its pages, so that equal reports are equal files.
pub(super) fn identity(pdf: &Document) -> Vec<u8> {
    let mut hash = Xxh3::new();
    for object in pdf.objects.values() {
        if let Object::Stream(stream) = object {
            hash.update(&stream.content);
        }
    }
    hash.digest128().to_be_bytes().to_vec()
}
