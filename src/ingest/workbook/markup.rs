//! The tags and texts of an XML part, lent and not copied: what the scanner of XLSX stands on.
//!
//! In: a part as it is unpacked. Out: one tag or text after the other, each a piece of the part's buffer, which holds no more
//! than that. Tags that do not close each other and a part that ends too soon are errors. Comments, processing instructions
//! and document types are passed over and entities of a file's own are not expanded. Bytes are held against UTF-8 where a
//! text is asked for.

use memchr::memmem;
use memchr::{memchr, memchr2, memchr3};

use super::WorkbookError;
use super::package::Part;
use super::xml::attributes_in;

/// Office files nest about twenty deep.
const MAX_DEPTH: usize = 256;

/// A part read tag by tag.
pub(super) struct Markup<'p> {
    part: Part<'p>,
    max: usize,
    /// The names of the open elements one after the other, that of the last one closed behind them.
    names: Vec<u8>,
    /// Where each of them begins.
    open: Vec<usize>,
    /// The length of the names of the open ones.
    named: usize,
    /// The last tag was an empty element's: its end is due.
    end_due: bool,
}

/// A tag or text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'t> {
    /// The start of an element. An empty element comes as a start and an end.
    Start(Tag<'t>),
    /// The end of an element, with its name without prefix.
    End(&'t [u8]),
    /// Text with its references as they stand.
    Text(&'t [u8]),
    /// Text that stands for itself.
    Literal(&'t [u8]),
    /// The end of the part.
    Eof,
}

/// The start of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tag<'t> {
    /// Its name without prefix.
    pub(super) name: &'t [u8],
    attributes: &'t [u8],
}

impl<'t> Tag<'t> {
    /// What stands after the name.
    pub(super) fn attributes(&self) -> Result<&'t str, WorkbookError> {
        simdutf8::basic::from_utf8(self.attributes)
            .map_err(|_| WorkbookError::damaged("a tag", "it is not UTF-8"))
    }

    fn preserves_space(&self) -> bool {
        !self.attributes.is_empty()
            && self.attributes().is_ok_and(|attributes| {
                attributes_in(attributes)
                    .flatten()
                    .any(|found| found == ("xml:space", "preserve"))
            })
    }
}

/// What begins a piece of markup, and how long it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    Start,
    End,
    Text,
    Literal,
    Other,
}

impl<'p> Markup<'p> {
    pub(super) fn new(part: Part<'p>, max_cell_bytes: u64) -> Self {
        Self {
            part,
            max: usize::try_from(max_cell_bytes).unwrap_or(usize::MAX),
            names: Vec::with_capacity(128),
            open: Vec::with_capacity(16),
            named: 0,
            end_due: false,
        }
    }

    /// The part's name, for messages.
    pub(super) fn name(&self) -> &str {
        self.part.name()
    }

    /// How many elements are open.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// What has been unpacked and not yet read, from the end of the last tag or text on; nothing while an end is due.
    pub(super) fn ahead(&self) -> &[u8] {
        if self.end_due {
            return &[];
        }
        self.part.ahead()
    }

    /// Goes past whole elements that were read from [`Markup::ahead`].
    pub(super) fn skip(&mut self, length: usize) {
        self.part.skip(length);
    }

    /// The next tag or text.
    pub(super) fn next(&mut self) -> Result<Token<'_>, WorkbookError> {
        self.names.truncate(self.named);
        if std::mem::take(&mut self.end_due) {
            return Ok(Token::End(self.close()));
        }
        let (piece, length) = loop {
            match measure(self.part.ahead()) {
                Some((_, length)) if length > self.max => return Err(self.part.excess()),
                Some((Piece::Other, length)) => {
                    self.part.skip(length);
                }
                Some(found) => break found,
                None if self.part.more()? => {}
                None => {
                    let rest = self.part.ahead();
                    let inside = match (rest.first(), self.open.is_empty()) {
                        (Some(b'<'), _) => "a tag",
                        (_, false) => "an element",
                        (None, true) => return Ok(Token::Eof),
                        // Text after the last tag.
                        (Some(_), true) => break (Piece::Text, rest.len()),
                    };
                    return Err(WorkbookError::Truncated {
                        detail: format!("{} ends inside {inside}", self.part.name()),
                    });
                }
            }
        };
        match piece {
            Piece::Start => {
                if self.open.len() >= MAX_DEPTH {
                    return Err(WorkbookError::damaged(
                        self.part.name(),
                        format!("elements nest more than {MAX_DEPTH} deep"),
                    ));
                }
                let inside = inside(self.part.skip(length), 1, 1);
                let (inside, empty) = match inside.strip_suffix(b"/") {
                    Some(inside) => (inside, true),
                    None => (inside, false),
                };
                let end = inside.iter().position(u8::is_ascii_whitespace);
                let (name, attributes) = inside.split_at(end.unwrap_or(inside.len()));
                self.open.push(self.named);
                self.names.extend_from_slice(name);
                self.named = self.names.len();
                self.end_due = empty;
                Ok(Token::Start(Tag {
                    name: local(name),
                    attributes,
                }))
            }
            Piece::End => {
                let name = inside(self.part.skip(length), 2, 1).trim_ascii_end();
                let opened = self.open.last().and_then(|&start| self.names.get(start..));
                if opened != Some(name) {
                    let name = String::from_utf8_lossy(name).into_owned();
                    return Err(WorkbookError::damaged(
                        self.part.name(),
                        format!("</{name}> closes another element"),
                    ));
                }
                Ok(Token::End(self.close()))
            }
            Piece::Literal => Ok(Token::Literal(inside(self.part.skip(length), 9, 3))),
            Piece::Text | Piece::Other => Ok(Token::Text(self.part.skip(length))),
        }
    }

    /// Closes the innermost element and gives its name without prefix.
    fn close(&mut self) -> &[u8] {
        self.named = self.open.pop().unwrap_or(0);
        local(self.names.get(self.named..).unwrap_or_default())
    }

    /// Reads on to the end of an element that has begun, and puts the text in it on `out`. `place` names it in an error.
    pub(super) fn text(
        &mut self,
        out: &mut String,
        place: &dyn Fn() -> String,
    ) -> Result<(), WorkbookError> {
        let outside = self.depth().saturating_sub(1);
        let (start, max) = (out.len(), self.max);
        while self.depth() > outside {
            let read = match self.next()? {
                Token::Text(raw) => decode(raw, out),
                Token::Literal(raw) => push(raw, out),
                _ => Ok(()),
            };
            read.map_err(|detail| WorkbookError::damaged(place(), detail))?;
            bound(out.len() - start, max, place)?;
        }
        Ok(())
    }

    /// Reads on to the end of an `si` or `is` element that has begun, and puts its text on `out`: all its runs, and no
    /// phonetic hints.
    pub(super) fn rich_text(
        &mut self,
        out: &mut String,
        place: &dyn Fn() -> String,
    ) -> Result<(), WorkbookError> {
        let outside = self.depth().saturating_sub(1);
        let (start, max) = (out.len(), self.max);
        let mut phonetic = false;
        while self.depth() > outside {
            match self.next()? {
                Token::Start(tag) if tag.name == b"t" && !phonetic => {
                    let preserve = tag.preserves_space();
                    let start = out.len();
                    self.text(out, place)?;
                    settle(out, start, preserve);
                }
                Token::Start(tag) if tag.name == b"rPh" => phonetic = true,
                Token::End(b"rPh") => phonetic = false,
                _ => {}
            }
            bound(out.len() - start, max, place)?;
        }
        Ok(())
    }
}

/// Refuses a text of more bytes than a cell may have.
fn bound(bytes: usize, max: usize, place: &dyn Fn() -> String) -> Result<(), WorkbookError> {
    if bytes <= max {
        return Ok(());
    }
    Err(WorkbookError::bytes(
        format!("the text of {}", place()),
        bytes as u64,
        "max_cell_bytes",
        max as u64,
    ))
}

/// What is between the first and the last bytes of a piece.
fn inside(piece: &[u8], first: usize, last: usize) -> &[u8] {
    let end = piece.len().saturating_sub(last);
    piece.get(first..end).unwrap_or_default()
}

/// A name without its prefix.
fn local(name: &[u8]) -> &[u8] {
    match memchr(b':', name) {
        Some(colon) => name.get(colon + 1..).unwrap_or_default(),
        None => name,
    }
}

/// What comes next and its length; `None` where its end is not there yet.
fn measure(bytes: &[u8]) -> Option<(Piece, usize)> {
    if *bytes.first()? != b'<' {
        return Some((Piece::Text, memchr(b'<', bytes)?));
    }
    let closed_by = |end: &[u8], from: usize| {
        let rest = bytes.get(from..)?;
        Some(from + memmem::find(rest, end)? + end.len())
    };
    match *bytes.get(1)? {
        b'/' => Some((Piece::End, memchr(b'>', bytes)? + 1)),
        b'?' => Some((Piece::Other, closed_by(b"?>", 2)?)),
        b'!' => match bytes.get(..9) {
            Some(b"<![CDATA[") => Some((Piece::Literal, closed_by(b"]]>", 9)?)),
            Some(start) if start.starts_with(b"<!--") => {
                Some((Piece::Other, closed_by(b"-->", 4)?))
            }
            Some(_) => Some((Piece::Other, declaration_end(bytes)?)),
            None => None,
        },
        _ => Some((Piece::Start, after(b'>', bytes, 1)?)),
    }
}

/// The place after the first such byte outside of quotes.
fn after(byte: u8, bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let found = at + memchr3(byte, b'"', b'\'', bytes.get(at..)?)?;
        match *bytes.get(found)? {
            other if other == byte => return Some(found + 1),
            quote => at = found + 1 + memchr(quote, bytes.get(found + 1..)?)? + 1,
        }
    }
}

/// The end of a document type, with the declarations in its brackets.
fn declaration_end(bytes: &[u8]) -> Option<usize> {
    let end = after(b'>', bytes, 1)?;
    match after(b'[', bytes, 1) {
        Some(bracket) if bracket < end => after(b'>', bytes, after(b']', bytes, bracket)?),
        _ => Some(end),
    }
}

/// Puts bytes on that must be UTF-8.
fn push(raw: &[u8], out: &mut String) -> Result<(), String> {
    let text = simdutf8::basic::from_utf8(raw).map_err(|_| "a text is not UTF-8".to_owned())?;
    out.push_str(text);
    Ok(())
}

/// Puts a text on with its references replaced, and line feeds for all line ends.
pub(super) fn decode(raw: &[u8], out: &mut String) -> Result<(), String> {
    let mut rest = raw;
    while let Some(at) = memchr2(b'&', b'\r', rest) {
        let (before, after) = rest.split_at(at);
        push(before, out)?;
        let after = after.get(1..).unwrap_or_default();
        if rest.get(at) == Some(&b'\r') {
            out.push('\n');
            rest = after.strip_prefix(b"\n").unwrap_or(after);
            continue;
        }
        let end = memchr(b';', after.get(..after.len().min(32)).unwrap_or_default());
        let name = after
            .get(..end.unwrap_or(after.len().min(12)))
            .unwrap_or_default();
        let Some((end, character)) = end.zip(reference(name)) else {
            let name = String::from_utf8_lossy(name);
            return Err(format!("unrecognized entity `&{name};`"));
        };
        out.push(character);
        rest = after.get(end + 1..).unwrap_or_default();
    }
    push(rest, out)
}

/// The character that a reference stands for: `lt`, `#26085`, `#x65E5`.
fn reference(name: &[u8]) -> Option<char> {
    let number = |digits: &[u8], radix| {
        let digits = std::str::from_utf8(digits).ok()?;
        let code = u32::from_str_radix(digits, radix).ok()?;
        char::from_u32(code).filter(|&character| character != '\0')
    };
    match name {
        b"amp" => Some('&'),
        b"lt" => Some('<'),
        b"gt" => Some('>'),
        b"quot" => Some('"'),
        b"apos" => Some('\''),
        [b'#', b'x' | b'X', digits @ ..] => number(digits, 16),
        [b'#', digits @ ..] => number(digits, 10),
        _ => None,
    }
}

/// Settles a text from `start` on, as it stands in a `t` element: without the spaces around it, unless they are to be
/// preserved, and without escapes.
pub(super) fn settle(out: &mut String, start: usize, preserve: bool) {
    if !preserve {
        let blank = |c: char| matches!(c, ' ' | '\t' | '\r' | '\n');
        let text = out.get(start..).unwrap_or_default();
        let (left, kept) = (
            text.len() - text.trim_start_matches(blank).len(),
            text.trim_end_matches(blank).len(),
        );
        out.truncate(start + kept);
        if left > 0 && kept > 0 {
            out.drain(start..start + left);
        }
    }
    unescape(out, start);
}

/// Replaces Excel's escapes from `start` on: `_x000D_` is a carriage return, `_x005F_x000D_` the text `_x000D_`. They number
/// UTF-16 units; half a pair becomes U+FFFD.
pub(super) fn unescape(out: &mut String, start: usize) {
    let escaped = |text: &str| {
        let digits = text.strip_prefix("_x")?.get(..4)?;
        let ends = text.as_bytes().get(6) == Some(&b'_');
        (ends && digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
            .then(|| u16::from_str_radix(digits, 16).ok())
            .flatten()
    };
    let text = out.get(start..).unwrap_or_default();
    if memmem::find(text.as_bytes(), b"_x").is_none() {
        return;
    }
    let mut plain = String::with_capacity(text.len());
    let mut units: Vec<u16> = Vec::new();
    let mut rest = text;
    loop {
        if let Some(unit) = escaped(rest) {
            units.push(unit);
            rest = rest.get(7..).unwrap_or_default();
            continue;
        }
        plain.extend(
            char::decode_utf16(units.drain(..))
                .map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)),
        );
        let Some(first) = rest.chars().next() else {
            break;
        };
        let next = rest.get(first.len_utf8()..).unwrap_or_default();
        let end = rest.len() - next.len() + memchr(b'_', next.as_bytes()).unwrap_or(next.len());
        let (before, after) = rest.split_at(end);
        plain.push_str(before);
        rest = after;
    }
    out.truncate(start);
    out.push_str(&plain);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_measured_to_their_ends() {
        for (bytes, expected) in [
            (&b"text<c>"[..], Some((Piece::Text, 4))),
            (b"text", None),
            (b"<c r=\"a>b\">x", Some((Piece::Start, 11))),
            (b"<c r='>\"'/>", Some((Piece::Start, 11))),
            (b"<c r=\"a>", None),
            (b"</c >x", Some((Piece::End, 5))),
            (b"<!-- > -->x", Some((Piece::Other, 10))),
            (b"<!-- > --", None),
            (b"<?xml version=\"1.0\"?><a>", Some((Piece::Other, 21))),
            (b"<![CDATA[a<b]]>x", Some((Piece::Literal, 15))),
            (
                b"<!DOCTYPE x [<!ENTITY a \"]>\">]><a>",
                Some((Piece::Other, 31)),
            ),
            (b"<!DOCTYPE x><a>", Some((Piece::Other, 12))),
        ] {
            let shown = String::from_utf8_lossy(bytes);
            assert_eq!(measure(bytes), expected, "{shown}");
        }
    }

    #[test]
    fn references_and_line_ends_are_replaced() {
        let decoded = |raw: &[u8]| {
            let mut out = String::from("|");
            decode(raw, &mut out).map(|()| out)
        };
        assert_eq!(
            decoded("a&amp;&lt;&#26085;&#x65e5;\r\nb\rc月".as_bytes()).unwrap(),
            "|a&<日日\nb\nc月"
        );
        for raw in [&b"&b;"[..], b"&#0;", b"&#xD800;", b"&amp", b"&"] {
            let fault = decoded(raw).unwrap_err();
            assert!(fault.starts_with("unrecognized entity `&"), "{fault}");
        }
        assert_eq!(decoded(b"a\xff").unwrap_err(), "a text is not UTF-8");
    }

    #[test]
    fn escapes_are_replaced() {
        for (text, expected) in [
            ("a_x000A_b", "a\nb"),
            ("_x005F_x000D_ _x", "_x000D_ _x"),
            ("_xD83D__xDCF7_月", "📷月"),
            ("_xD83D_a", "\u{fffd}a"),
            ("__x0041__", "_A_"),
            ("_x00g1_ _x0041", "_x00g1_ _x0041"),
            ("plain_text", "plain_text"),
        ] {
            let mut out = format!("_x0041_{text}");
            unescape(&mut out, 7);
            assert_eq!(out, format!("_x0041_{expected}"));
        }
        let mut out = "x \n a b ".to_owned();
        settle(&mut out, 1, false);
        assert_eq!(out, "xa b");
        let mut out = "x   ".to_owned();
        settle(&mut out, 1, false);
        assert_eq!(out, "x");
    }
}
