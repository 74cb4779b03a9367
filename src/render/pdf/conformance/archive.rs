//! PDF/A-2a: the file, its metadata, its colours, its fonts. Numbers in comments are clauses of ISO 19005-2.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::decode_text_string;
use ttf_parser::{Face, GlyphId};

use super::*;

fn find(bytes: &[u8], what: &[u8], from: usize) -> Option<usize> {
    let place = bytes
        .get(from..)?
        .windows(what.len())
        .position(|w| w == what);
    place.map(|place| from + place)
}

/// 6.1.2 header, 6.1.3 trailer, 6.1.7 streams.
#[test]
fn the_file_is_laid_out_as_an_archive_needs_it() {
    for case in cases() {
        let bytes = &case.bytes;
        assert!(bytes.starts_with(b"%PDF-1.7\n%"));
        assert!(bytes[10..14].iter().all(|byte| *byte > 127));
        assert_eq!(bytes[14], b'\n');
        assert!(bytes.ends_with(b"\n%%EOF\n"));
        assert!(!case.pdf.trailer.has(b"Encrypt"));
        let id = case.pdf.trailer.get(b"ID").unwrap().as_array().unwrap();
        assert_eq!(id.len(), 2);
        assert!(id.iter().all(|part| part.as_str().unwrap().len() == 16));

        let mut streams = 0;
        let mut at = 0;
        while let Some(start) = find(bytes, b">>stream\n", at) {
            let head = &bytes[..start];
            let key = head.windows(8).rposition(|w| w == b"/Length ").unwrap();
            let digits = bytes[key + 8..].iter().take_while(|b| b.is_ascii_digit());
            let length: usize = String::from_utf8(digits.copied().collect())
                .unwrap()
                .parse()
                .unwrap();
            at = start + 9 + length;
            assert!(
                bytes[at..].starts_with(b"\nendstream\nendobj\n"),
                "{length} at {start}"
            );
            streams += 1;
        }
        assert!(streams > case.pages().len() + 6, "{}: {streams}", case.name);
        for object in case.pdf.objects.values() {
            if let Object::Stream(stream) = object {
                assert!(["", "FlateDecode"].contains(&name(&stream.dict, "Filter")));
                assert!(
                    !["F", "FFilter", "FDecodeParms"]
                        .iter()
                        .any(|key| stream.dict.has(key.as_bytes()))
                );
            }
        }
    }
}

/// 6.1.13: limits of what a reader must be able to hold.
#[test]
fn no_object_is_larger_than_a_reader_holds() {
    fn check(object: &Object) {
        match object {
            Object::Integer(number) => assert!(i32::try_from(*number).is_ok()),
            Object::Real(number) => assert!(number.abs() <= 32_767.0),
            Object::Name(text) => assert!(text.len() <= 127),
            Object::String(text, _) => assert!(text.len() <= 32_767),
            Object::Array(items) => items.iter().for_each(check),
            Object::Dictionary(entries) => entries.iter().for_each(|(_, value)| check(value)),
            Object::Stream(stream) => stream.dict.iter().for_each(|(_, value)| check(value)),
            _ => {}
        }
    }
    for case in cases() {
        assert!(case.pdf.objects.len() < 8_388_607);
        case.pdf.objects.values().for_each(check);
        for (_, page) in case.pages() {
            let sides = numbers(case.get(page, "MediaBox").unwrap());
            assert!(
                sides[2..]
                    .iter()
                    .all(|side| (3.0..=14_400.0).contains(side))
            );
            let mut depth = 0;
            for operation in case.operations(page) {
                operation.operands.iter().for_each(check);
                depth += match operation.operator.as_str() {
                    "q" => 1,
                    "Q" => -1,
                    _ => 0,
                };
                assert!((0..=28).contains(&depth));
            }
            assert_eq!(depth, 0);
        }
    }
}

/// The text of an XMP property, its markup taken away.
fn property(xmp: &str, tag: &str) -> Option<String> {
    let (_, rest) = xmp.split_once(&format!("<{tag}>"))?;
    let (inner, _) = rest.split_once(&format!("</{tag}>"))?;
    let text: String = inner
        .split('<')
        .map(|part| part.split_once('>').map_or(part, |(_, text)| text))
        .collect();
    Some(
        text.replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&"),
    )
}

/// 6.6: the claims, and the same said in XMP and Info.
#[test]
fn the_metadata_claims_both_standards_and_agrees_with_the_info() {
    for case in cases() {
        let stream = case.stream(case.catalog(), "Metadata");
        assert_eq!(
            (name(&stream.dict, "Type"), name(&stream.dict, "Subtype")),
            ("Metadata", "XML")
        );
        assert!(!stream.dict.has(b"Filter"));
        let xmp = std::str::from_utf8(&stream.content).unwrap();
        let mut reader = quick_xml::Reader::from_str(xmp);
        while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
        let said = |tag: &str| property(xmp, tag);
        assert_eq!(said("pdfaid:part").unwrap(), "2");
        assert_eq!(said("pdfaid:conformance").unwrap(), "A");
        assert_eq!(said("pdfuaid:part").unwrap(), "1");
        // 6.6.2.3: a property of a schema that PDF/A does not know is described.
        assert_eq!(
            said("pdfaSchema:namespaceURI").unwrap(),
            "http://www.aiim.org/pdfua/ns/id/"
        );
        assert_eq!(said("pdfaProperty:name").unwrap(), "part");

        let info = case.dictionary(&case.pdf.trailer, "Info");
        for (key, tag) in [
            ("Title", "dc:title"),
            ("Author", "dc:creator"),
            ("Creator", "xmp:CreatorTool"),
            ("Producer", "pdf:Producer"),
        ] {
            let informed = case
                .get(info, key)
                .map(|text| decode_text_string(text).unwrap());
            assert_eq!(informed, said(tag), "{}: {key}", case.name);
            assert!(informed.is_some_and(|text| !text.is_empty()));
        }
        for (key, tag) in [
            ("CreationDate", "xmp:CreateDate"),
            ("ModDate", "xmp:ModifyDate"),
        ] {
            let stamp = decode_text_string(case.get(info, key).unwrap()).unwrap();
            let digits: String = said(tag)
                .unwrap()
                .chars()
                .filter(char::is_ascii_digit)
                .collect();
            assert_eq!(stamp, format!("D:{digits}Z"));
            assert_eq!(digits.len(), 14);
        }
    }
}

/// 6.2.3 output intent, 6.2.4 colours, 6.2.2 operators, 6.2.9 and 6.2.10 graphics state and transparency.
#[test]
fn colours_are_those_of_the_output_intent() {
    for case in cases() {
        let intents = case
            .get(case.catalog(), "OutputIntents")
            .unwrap()
            .as_array()
            .unwrap();
        let intent = intents[0].as_dict().unwrap();
        assert_eq!(intents.len(), 1);
        assert_eq!(name(intent, "S"), "GTS_PDFA1");
        let profile = case.stream(intent, "DestOutputProfile");
        assert_eq!(profile.dict.get(b"N").unwrap().as_i64().unwrap(), 3);
        let profile = plain(profile);
        assert_eq!(&profile[12..20], b"mntrRGB ");
        assert_eq!(&profile[36..40], b"acsp");
        assert!(profile[8] <= 4);

        for (_, page) in case.pages() {
            // Nothing but fonts and pictures: no graphics states, patterns, shadings or groups.
            assert!(!page.has(b"Group"));
            let resources = case.dictionary(page, "Resources");
            let kinds: BTreeSet<&[u8]> = resources.iter().map(|(key, _)| key.as_slice()).collect();
            assert!(
                kinds.is_subset(&[&b"Font"[..], b"XObject"].into()),
                "{kinds:?}"
            );
            for operation in case.operations(page) {
                let known = "q Q cm w d m l c h re f f* S rg RG BT ET Tf Td Tj TJ BMC BDC EMC Do";
                let operator = operation.operator.as_str();
                assert!(known.split(' ').any(|o| o == operator), "{operator}");
                if matches!(operator, "rg" | "RG") {
                    let parts = operation.operands.iter().map(|o| o.as_float().unwrap());
                    assert!(parts.filter(|part| (0.0..=1.0).contains(part)).count() == 3);
                }
            }
        }
        for object in case.pdf.objects.values() {
            let Object::Stream(image) = object else {
                continue;
            };
            if name(&image.dict, "Subtype") == "Image" {
                assert!(["DeviceRGB", "DeviceGray"].contains(&name(&image.dict, "ColorSpace")));
                assert!(
                    !["Alternates", "OPI", "Interpolate"]
                        .iter()
                        .any(|key| image.dict.has(key.as_bytes()))
                );
            }
        }
    }
}

/// 6.5, 6.10 and others: what must not be there.
#[test]
fn nothing_acts_hides_or_is_attached() {
    for case in cases() {
        let keys = [
            "OpenAction",
            "AA",
            "AcroForm",
            "OCProperties",
            "Names",
            "Requirements",
            "Perms",
        ];
        for key in keys {
            assert!(!case.catalog().has(key.as_bytes()), "{key}");
        }
        for object in case.pdf.objects.values() {
            let Ok(dictionary) = object.as_dict() else {
                continue;
            };
            for key in ["A", "AA"] {
                let action = dictionary.get(key.as_bytes()).and_then(Object::as_dict);
                assert!(!action.is_ok_and(|action| action.has(b"S")), "an action");
            }
        }
    }
}

/// The two-byte codes shown in each font, over all pages.
fn codes(case: &Case) -> BTreeMap<String, BTreeSet<u16>> {
    let mut codes: BTreeMap<String, BTreeSet<u16>> = BTreeMap::new();
    for (_, page) in case.pages() {
        let mut font = String::new();
        for operation in case.operations(page) {
            let shown = match (operation.operator.as_str(), operation.operands.first()) {
                ("Tf", Some(name)) => {
                    font = String::from_utf8(name.as_name().unwrap().to_vec()).unwrap();
                    continue;
                }
                ("Tj", Some(text)) => std::slice::from_ref(text),
                ("TJ", Some(items)) => items.as_array().unwrap(),
                _ => continue,
            };
            for text in shown.iter().filter_map(|item| item.as_str().ok()) {
                assert!(text.len().is_multiple_of(2));
                let pairs = text
                    .chunks_exact(2)
                    .map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
                codes.entry(font.clone()).or_default().extend(pairs);
            }
        }
    }
    codes
}

/// Widths by code from an array of a first code and the widths from there on.
fn widths(array: &[Object]) -> BTreeMap<u16, f32> {
    let mut widths = BTreeMap::new();
    for pair in array.chunks_exact(2) {
        let first = pair[0].as_i64().unwrap() as u16;
        widths.extend((first..).zip(numbers(&pair[1])));
    }
    widths
}

/// Characters by code, from a ToUnicode map that has one line a code.
fn characters(map: &str) -> BTreeMap<u16, String> {
    let hex = |text: &str| {
        text.trim_start_matches('<')
            .trim_end_matches('>')
            .to_owned()
    };
    let mut characters = BTreeMap::new();
    for part in map.split("beginbfchar").skip(1) {
        let (lines, _) = part.split_once("endbfchar").unwrap();
        for line in lines.lines().filter(|line| !line.trim().is_empty()) {
            let (code, units) = line.split_once(' ').unwrap();
            let units = hex(units);
            let units: Vec<u16> = (0..units.len() / 4)
                .map(|at| u16::from_str_radix(&units[at * 4..at * 4 + 4], 16).unwrap())
                .collect();
            let code = u16::from_str_radix(&hex(code), 16).unwrap();
            characters.insert(code, String::from_utf16(&units).unwrap());
        }
    }
    characters
}

/// 6.2.11: embedded, with the program's widths, no missing glyph, and Unicode for every code.
#[test]
fn every_code_shown_has_a_glyph_its_width_and_its_character() {
    for case in cases() {
        let (_, page) = case.pages()[0];
        let fonts = case.dictionary(case.dictionary(page, "Resources"), "Font");
        let codes = codes(case);
        assert_eq!(codes.len(), 2, "regular and bold");
        for (resource, codes) in codes {
            let font = case.dictionary(fonts, &resource);
            assert_eq!(
                (name(font, "Subtype"), name(font, "Encoding")),
                ("Type0", "Identity-H")
            );
            let descendant = case
                .get(font, "DescendantFonts")
                .unwrap()
                .as_array()
                .unwrap();
            let descendant = case
                .pdf
                .dereference(&descendant[0])
                .unwrap()
                .1
                .as_dict()
                .unwrap();
            assert_eq!(name(descendant, "Subtype"), "CIDFontType2");
            let descriptor = case.dictionary(descendant, "FontDescriptor");
            for named in [name(descendant, "BaseFont"), name(descriptor, "FontName")] {
                assert_eq!(named, name(font, "BaseFont"));
            }
            let program = plain(case.stream(descriptor, "FontFile2"));
            let length = case
                .stream(descriptor, "FontFile2")
                .dict
                .get(b"Length1")
                .unwrap();
            assert_eq!(length.as_i64().unwrap() as usize, program.len());
            let face = Face::parse(&program, 0).unwrap();
            let glyphs = plain(case.stream(descendant, "CIDToGIDMap"));
            let widths = widths(case.get(descendant, "W").unwrap().as_array().unwrap());
            let map = String::from_utf8(plain(case.stream(font, "ToUnicode"))).unwrap();
            let characters = characters(&map);
            for code in codes {
                let at = usize::from(code) * 2;
                let glyph = GlyphId(u16::from_be_bytes([glyphs[at], glyphs[at + 1]]));
                assert!(glyph.0 > 0 && glyph.0 < face.number_of_glyphs());
                let advance = f32::from(face.glyph_hor_advance(glyph).unwrap());
                let advance = advance * 1000.0 / f32::from(face.units_per_em());
                assert!((advance - widths[&code]).abs() < 1.0, "code {code}");
                let text = &characters[&code];
                assert!(!text.contains(['\0', '\u{FEFF}', '\u{FFFE}']) && !text.is_empty());
            }
        }
    }
}
