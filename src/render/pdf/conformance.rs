//! Whether the file is what its XMP claims: what PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1, the Matterhorn
//! protocol) ask, as far as a machine can check it and it applies to what is written here.
//!
//! Everything is read back from the bytes, knowing nothing of how they were made. `archive` looks at the file, its
//! metadata, fonts and colours; `access` at tagged content, the structure tree and annotations.

mod access;
mod archive;

use std::sync::OnceLock;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document as Pdf, Object, ObjectId, Stream};

use super::*;
use crate::logo::Logo;
use crate::report::specimen;
use crate::words::Lang;

/// A rendered document and what a reader makes of it.
struct Case {
    name: &'static str,
    bytes: Vec<u8>,
    pdf: Pdf,
}

/// The specimen in both languages, with a logo that is partly transparent, and on a screen.
fn cases() -> &'static [Case] {
    static CASES: OnceLock<Vec<Case>> = OnceLock::new();
    CASES.get_or_init(|| {
        let mut english = specimen::document();
        english.lang = Lang::EN;
        english.hall = "South & \"North\" <Hall>".to_owned();
        english.presenter = Some("王敏 & Co.".to_owned());
        english.date = None;
        let pictured = Theme {
            logo: Some(Logo::read(&picture()).unwrap()),
            ..Theme::default()
        };
        let mut screen = Theme::default();
        screen.page.width_mm = 254.0;
        screen.page.height_mm = 142.9;
        let plain = specimen::document();
        [
            ("plain", &plain, &Theme::default()),
            ("english", &english, &Theme::default()),
            ("pictured", &plain, &pictured),
            ("screen", &plain, &screen),
        ]
        .map(|(name, document, theme)| {
            let bytes = pdf(document, theme, &Fonts::default()).unwrap().bytes;
            let pdf = Pdf::load_mem(&bytes).unwrap();
            Case { name, bytes, pdf }
        })
        .into()
    })
}

/// A PNG of two pixels, one of them half transparent.
fn picture() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 2, 1);
    encoder.set_color(png::ColorType::Rgba);
    let mut writer = encoder.write_header().unwrap();
    writer
        .write_image_data(&[20, 60, 90, 255, 20, 60, 90, 128])
        .unwrap();
    writer.finish().unwrap();
    bytes
}

impl Case {
    fn catalog(&self) -> &Dictionary {
        self.pdf.catalog().unwrap()
    }

    fn pages(&self) -> Vec<(ObjectId, &Dictionary)> {
        let ids = self.pdf.get_pages().into_values();
        ids.map(|id| (id, self.pdf.get_dictionary(id).unwrap()))
            .collect()
    }

    /// What a key leads to, through a reference where there is one.
    fn get<'a>(&'a self, dictionary: &'a Dictionary, key: &str) -> Option<&'a Object> {
        let value = dictionary.get(key.as_bytes()).ok()?;
        Some(self.pdf.dereference(value).unwrap().1)
    }

    fn dictionary<'a>(&'a self, parent: &'a Dictionary, key: &str) -> &'a Dictionary {
        let value = self.get(parent, key);
        value
            .unwrap_or_else(|| panic!("{}: no {key}", self.name))
            .as_dict()
            .unwrap()
    }

    fn stream<'a>(&'a self, parent: &'a Dictionary, key: &str) -> &'a Stream {
        let value = self.get(parent, key);
        value
            .unwrap_or_else(|| panic!("{}: no {key}", self.name))
            .as_stream()
            .unwrap()
    }

    fn operations(&self, page: &Dictionary) -> Vec<Operation> {
        let content = plain(self.stream(page, "Contents"));
        Content::decode(&content).unwrap().operations
    }
}

/// A stream's bytes as they were before they were deflated.
fn plain(stream: &Stream) -> Vec<u8> {
    if stream.dict.has(b"Filter") {
        stream.decompressed_content().unwrap()
    } else {
        stream.content.clone()
    }
}

fn name<'a>(dictionary: &'a Dictionary, key: &str) -> &'a str {
    let name = dictionary.get(key.as_bytes()).and_then(Object::as_name);
    name.map_or("", |name| std::str::from_utf8(name).unwrap())
}

fn numbers(object: &Object) -> Vec<f32> {
    let items = object.as_array().unwrap();
    items.iter().map(|n| n.as_float().unwrap()).collect()
}
