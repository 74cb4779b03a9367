//! What is set right among the objects that printpdf wrote, before they are saved.

use std::collections::BTreeSet;

use lopdf::{Document, Object, ObjectId, Stream, dictionary};
use rayon::prelude::*;
use sha2::{Digest, Sha256};

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
    let mut hash = Sha256::new();
    for object in pdf.objects.values() {
        if let Object::Stream(stream) = object {
            hash.update(&stream.content);
        }
    }
    hash.finalize().iter().take(16).copied().collect()
}

/// Drops the objects that nothing leads to.
///
/// lopdf's own way looks each reference up in a list, which takes longer than the rest of the writing
/// where a table has a thousand tagged cells.
pub(super) fn prune(pdf: &mut Document) {
    let mut known: BTreeSet<ObjectId> = BTreeSet::new();
    let mut waiting: Vec<ObjectId> = Vec::new();
    for (_, value) in &pdf.trailer {
        references(value, &mut waiting);
    }
    while let Some(id) = waiting.pop() {
        if known.insert(id)
            && let Some(object) = pdf.objects.get(&id)
        {
            references(object, &mut waiting);
        }
    }
    pdf.objects.retain(|id, _| known.contains(id));
}

/// Adds what an object refers to.
fn references(object: &Object, found: &mut Vec<ObjectId>) {
    match object {
        Object::Reference(id) => found.push(*id),
        Object::Array(items) => items.iter().for_each(|item| references(item, found)),
        Object::Dictionary(dictionary) => {
            for (_, value) in dictionary {
                references(value, found);
            }
        }
        Object::Stream(stream) => {
            for (_, value) in &stream.dict {
                references(value, found);
            }
        }
        _ => {}
    }
}

/// Deflates the streams, side by side: no stream depends on another, so the bytes are the same.
pub(super) fn compress(pdf: &mut Document) {
    let mut streams: Vec<&mut Stream> = pdf
        .objects
        .values_mut()
        .filter_map(|object| match object {
            Object::Stream(stream) if stream.allows_compression => Some(stream),
            _ => None,
        })
        .collect();
    streams.par_iter_mut().for_each(|stream| {
        // A stream that does not deflate is written as it is.
        let _ = stream.compress();
    });
}
