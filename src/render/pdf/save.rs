//! Objects → the bytes of the file: header, streams, object streams, cross-reference stream.
//!
//! lopdf's own way writes the cross-reference stream as it is, seven bytes an object, which comes to more than the text
//! of six pages where tables have thousands of tagged cells; deflated as differences it comes to next to nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use rayon::prelude::*;

/// The most objects an object stream holds: a reader inflates the whole of one to get at any.
const OBJECTS_A_STREAM: usize = 1000;
/// The bytes of a row of the cross-reference stream, by field: kind, place, index.
const FIELDS: [usize; 3] = [1, 4, 2];
/// The bytes of a whole row.
const WIDTH: usize = 7;

/// Where an object is found, as the cross-reference stream tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// An object number that is not used.
    Free,
    /// By its first byte's offset in the file.
    At(usize),
    /// In an object stream, by that stream's number and the index in it.
    In(u32, usize),
}

impl Place {
    fn row(self) -> [u8; WIDTH] {
        let (kind, place, index) = match self {
            Self::Free => (0_u8, 0, 0),
            Self::At(offset) => (1, offset, 0),
            Self::In(stream, index) => (2, stream as usize, index),
        };
        let [a, b, c, d] = (place as u32).to_be_bytes();
        let [high, low] = (index as u16).to_be_bytes();
        [kind, a, b, c, d, high, low]
    }
}

/// Writes the whole file. Only what the trailer leads to is written, numbered anew without gaps in the order of the old
/// numbers; streams are deflated unless they say that they are not to be.
pub(super) fn bytes(mut pdf: Document) -> Vec<u8> {
    keep_reached(&mut pdf);
    let mut streams: Vec<(u32, Stream)> = Vec::new();
    let mut others: Vec<(u32, Object)> = Vec::new();
    for ((number, _), object) in std::mem::take(&mut pdf.objects) {
        match object {
            Object::Stream(stream) => streams.push((number, stream)),
            object => others.push((number, object)),
        }
    }
    let mut next = 1 + (streams.len() + others.len()) as u32;
    let mut places = vec![Place::Free; next as usize];
    for chunk in others.chunks(OBJECTS_A_STREAM) {
        for (index, (number, _)) in chunk.iter().enumerate() {
            if let Some(place) = places.get_mut(*number as usize) {
                *place = Place::In(next, index);
            }
        }
        streams.push((next, object_stream(chunk)));
        places.push(Place::Free);
        next += 1;
    }
    // Side by side: no stream depends on another, so the bytes are the same.
    streams.par_iter_mut().for_each(|(_, stream)| {
        if stream.allows_compression {
            // A stream that does not deflate is written as it is.
            let _ = stream.compress();
        }
    });
    // Four bytes above 127 in the second line tell programs that the file is not text.
    let mut out = format!("%PDF-{}\n", pdf.version).into_bytes();
    out.extend(b"%\xE6\x9C\x88\xE6\n");
    for (number, stream) in streams {
        if let Some(place) = places.get_mut(number as usize) {
            *place = Place::At(out.len());
        }
        indirect(&mut out, number, &stream);
    }
    let start = out.len();
    places.push(Place::At(start));
    let mut table = cross_references(&places);
    for key in [&b"Root"[..], b"Info", b"ID"] {
        if let Ok(value) = pdf.trailer.get(key) {
            table.dict.set(key, value.clone());
        }
    }
    indirect(&mut out, next, &table);
    out.extend(format!("startxref\n{start}\n%%EOF\n").into_bytes());
    out
}

fn indirect(out: &mut Vec<u8>, number: u32, stream: &Stream) {
    integer(out, number.into());
    out.extend(b" 0 obj\n");
    dictionary(out, &stream.dict);
    out.extend(b"stream\n");
    out.extend(&stream.content);
    out.extend(b"\nendstream\nendobj\n");
}

/// Some objects one after the other, with their numbers and offsets ahead.
fn object_stream(objects: &[(u32, Object)]) -> Stream {
    let mut head = Vec::new();
    let mut body = Vec::new();
    for (number, object) in objects {
        for number in [i64::from(*number), count(body.len())] {
            integer(&mut head, number);
            head.push(b' ');
        }
        write(&mut body, object);
        body.push(b'\n');
    }
    let first = head.len();
    head.extend(body);
    let dictionary = dictionary! {
        "Type" => "ObjStm",
        "N" => count(objects.len()),
        "First" => count(first),
    };
    Stream::new(dictionary, head)
}

/// The cross-reference stream; each row as its difference from the one above (PNG's filter Up), where that deflates to less.
fn cross_references(places: &[Place]) -> Stream {
    let mut rows: Vec<[u8; WIDTH]> = places.iter().map(|place| place.row()).collect();
    if let Some([.., high, low]) = rows.first_mut() {
        // The head of the list of free objects, which has no other, is of the last generation.
        (*high, *low) = (0xFF, 0xFF);
    }
    let mut differences = Vec::with_capacity(rows.len() * (WIDTH + 1));
    let mut above = [0; WIDTH];
    for row in &rows {
        differences.push(2);
        differences.extend(
            row.iter()
                .zip(above)
                .map(|(byte, above)| byte.wrapping_sub(above)),
        );
        above = *row;
    }
    let mut stream = Stream::new(
        dictionary! {
            "Type" => "XRef",
            "Size" => count(places.len()),
            "W" => FIELDS.map(|bytes| Object::from(count(bytes))).to_vec(),
        },
        differences,
    );
    // Where deflating gains nothing, as in a file of a few objects, the rows stand as they are.
    if stream.compress().is_ok() && stream.dict.has(b"Filter") {
        let parameters = dictionary! { "Predictor" => 12, "Columns" => count(WIDTH) };
        stream.dict.set("DecodeParms", parameters);
    } else {
        stream.set_content(rows.concat());
    }
    stream
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Drops the objects that nothing leads to and numbers the others without gaps, in the same order.
///
/// lopdf's own way looks each reference up in a list, which takes longer than the rest of the writing
/// where a table has a thousand tagged cells.
fn keep_reached(pdf: &mut Document) {
    let mut known: BTreeSet<ObjectId> = BTreeSet::new();
    let mut waiting: Vec<ObjectId> = Vec::new();
    for (_, value) in &mut pdf.trailer {
        visit(value, &mut |id| waiting.push(*id));
    }
    while let Some(id) = waiting.pop() {
        if known.insert(id)
            && let Some(object) = pdf.objects.get_mut(&id)
        {
            visit(object, &mut |id| waiting.push(*id));
        }
    }
    known.retain(|id| pdf.objects.contains_key(id));
    let numbers: BTreeMap<ObjectId, u32> = known.into_iter().zip(1..).collect();
    let mut objects = BTreeMap::new();
    let renumber = &mut |id: &mut ObjectId| {
        // A reference to no object stands for null.
        *id = (numbers.get(id).copied().unwrap_or(0), 0);
    };
    for (id, mut object) in std::mem::take(&mut pdf.objects) {
        if let Some(number) = numbers.get(&id) {
            visit(&mut object, renumber);
            objects.insert((*number, 0), object);
        }
    }
    pdf.objects = objects;
    for (_, value) in &mut pdf.trailer {
        visit(value, renumber);
    }
}

/// Shows every reference in an object.
fn visit(object: &mut Object, see: &mut impl FnMut(&mut ObjectId)) {
    match object {
        Object::Reference(id) => see(id),
        Object::Array(items) => items.iter_mut().for_each(|item| visit(item, see)),
        Object::Dictionary(dictionary) => {
            for (_, value) in dictionary {
                visit(value, see);
            }
        }
        Object::Stream(stream) => {
            for (_, value) in &mut stream.dict {
                visit(value, see);
            }
        }
        _ => {}
    }
}

/// Writes one object as PDF has it, with no white space that is not needed.
fn write(out: &mut Vec<u8>, object: &Object) {
    match object {
        // No object has the number 0: what referred to none.
        Object::Null | Object::Reference((0, _)) => out.extend(b"null"),
        Object::Boolean(value) => out.extend(if *value { &b"true"[..] } else { b"false" }),
        Object::Integer(value) => integer(out, *value),
        Object::Real(value) => out.extend(value.to_string().into_bytes()),
        Object::Name(text) => name(out, text),
        Object::String(text, _) => string(out, text),
        Object::Array(items) => {
            out.push(b'[');
            for (place, item) in items.iter().enumerate() {
                if place > 0 && !delimits_itself(item) {
                    out.push(b' ');
                }
                write(out, item);
            }
            out.push(b']');
        }
        Object::Dictionary(entries) => dictionary(out, entries),
        // A stream is an object of its own and is never inside another.
        Object::Stream(stream) => dictionary(out, &stream.dict),
        Object::Reference((number, generation)) => {
            integer(out, (*number).into());
            out.push(b' ');
            integer(out, (*generation).into());
            out.extend(b" R");
        }
    }
}

fn dictionary(out: &mut Vec<u8>, entries: &Dictionary) {
    out.extend(b"<<");
    for (key, value) in entries {
        name(out, key);
        if !delimits_itself(value) {
            out.push(b' ');
        }
        write(out, value);
    }
    out.extend(b">>");
}

/// Whether an object begins with a delimiter, so that no space is needed ahead of it.
fn delimits_itself(object: &Object) -> bool {
    matches!(
        object,
        Object::Name(_) | Object::String(..) | Object::Array(_) | Object::Dictionary(_)
    )
}

fn integer(out: &mut Vec<u8>, number: i64) {
    // Writing to memory does not fail.
    let _ = write!(out, "{number}");
}

fn name(out: &mut Vec<u8>, text: &[u8]) {
    out.push(b'/');
    for &byte in text {
        if byte.is_ascii_graphic() && !b"()<>[]{}/%#".contains(&byte) {
            out.push(byte);
        } else {
            out.extend(format!("#{byte:02X}").into_bytes());
        }
    }
}

/// A literal string: what has a meaning in one is escaped, and the end of a line, which a reader makes a line feed.
fn string(out: &mut Vec<u8>, text: &[u8]) {
    out.push(b'(');
    for &byte in text {
        match byte {
            b'(' | b')' | b'\\' => out.extend([b'\\', byte]),
            b'\r' => out.extend(b"\\r"),
            byte => out.push(byte),
        }
    }
    out.push(b')');
}

#[cfg(test)]
mod tests {
    use super::*;

    use lopdf::StringFormat;

    fn written(object: &Object) -> String {
        let mut out = Vec::new();
        write(&mut out, object);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn objects_are_written_without_needless_space() {
        let object = dictionary! {
            "S" => "TD",
            "K" => vec![3.into(), Object::Null, (12, 0).into(), Object::Real(-0.25), "a b#".into()],
            "Alt" => Object::String(b"1) \\ (2\r\n".to_vec(), StringFormat::Hexadecimal),
            "Marked" => true,
        };
        assert_eq!(
            written(&object.into()),
            "<</S/TD/K[3 null 12 0 R -0.25/a#20b#23]/Alt(1\\) \\\\ \\(2\\r\n)/Marked true>>"
        );
    }

    #[test]
    fn only_what_is_reached_is_written_and_numbered_anew() {
        let mut pdf = Document::with_version("1.7");
        let catalog = dictionary! { "Type" => "Catalog", "Pages" => (9, 0), "Lang" => (8, 0) };
        pdf.set_object((5, 0), catalog);
        pdf.set_object((7, 0), dictionary! { "Type" => "Font", "Next" => (9, 0) });
        let pages = dictionary! { "Type" => "Pages", "Kids" => Vec::<Object>::new(), "Count" => 0 };
        pdf.set_object((9, 0), pages);
        pdf.trailer.set("Root", (5, 0));
        let bytes = bytes(pdf);
        let (head, rest) = bytes.split_at(15);
        assert_eq!(head, b"%PDF-1.7\n%\xE6\x9C\x88\xE6\n");
        let text = String::from_utf8_lossy(rest);
        let objects = "3 0 obj\n<</Type/ObjStm/N 2/First 9/Length 80>>stream\n1 0 2 40 \
            <</Type/Catalog/Pages 2 0 R/Lang null>>\n<</Type/Pages/Kids[]/Count 0>>\n\
            \nendstream\nendobj\n";
        assert!(text.starts_with(objects), "{text}");
        // Five rows: the free one, two in the stream, the stream, the table.
        let table = "4 0 obj\n<</Type/XRef/Size 5/W[1 4 2]/Length 35/Root 1 0 R>>stream\n";
        assert!(text[objects.len()..].starts_with(table), "{text}");
        let at = 15 + objects.len() as u8;
        let rows = [
            [0, 0, 0, 0, 0, 0xFF, 0xFF],
            [2, 0, 0, 0, 3, 0, 0],
            [2, 0, 0, 0, 3, 0, 1],
            [1, 0, 0, 0, 15, 0, 0],
            [1, 0, 0, 0, at, 0, 0],
        ];
        let start = 15 + objects.len() + table.len();
        assert_eq!(bytes[start..start + 35], rows.concat());
        let end = format!("\nendstream\nendobj\nstartxref\n{at}\n%%EOF\n");
        assert_eq!(&bytes[start + 35..], end.as_bytes());
    }

    #[test]
    fn a_reader_finds_every_one_of_thousands_of_objects() {
        let mut pdf = Document::with_version("1.7");
        let numbers: Vec<Object> = (0..2500).map(|n| pdf.add_object(n * 7).into()).collect();
        let root = pdf.add_object(dictionary! { "Type" => "Catalog", "Numbers" => numbers });
        pdf.trailer.set("Root", root);
        let bytes = bytes(pdf);
        assert!(bytes.len() < 25_000, "{}", bytes.len());
        let read = Document::load_mem(&bytes).unwrap();
        let numbers = read.catalog().unwrap().get(b"Numbers").unwrap();
        for (n, number) in (0..).zip(numbers.as_array().unwrap()) {
            let id = number.as_reference().unwrap();
            assert_eq!(read.get_object(id).unwrap().as_i64().unwrap(), n * 7);
        }
    }
}
