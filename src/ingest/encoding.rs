//! The encoding of a text file, and its bytes as text.
//!
//! A byte order mark decides; else strict UTF-8 where the whole file is that; else GB18030. The other order would take UTF-8 for
//! Chinese of another kind without an error.

use std::borrow::Cow;
use std::io::{self, Read};

use encoding_rs::{CoderResult, Decoder, GB18030, UTF_16BE, UTF_16LE};

use super::options::Encoding;

/// What the first bytes of a file say about its encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Guess {
    pub(crate) encoding: Encoding,
    /// Bytes of the byte order mark.
    pub(crate) mark: usize,
    /// Whether later bytes may still say otherwise: there was no mark, and all was ASCII so far.
    pub(crate) open: bool,
}

/// What is wrong with a file's first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoText {
    /// Every other byte is 0, as in UTF-16, but there is no byte order mark.
    UnmarkedUtf16,
    /// UTF-32 by its mark.
    Utf32,
}

/// Looks at the first bytes of a file. `whole`: they are all of it.
pub(crate) fn guess(bytes: &[u8], whole: bool, told: Option<Encoding>) -> Result<Guess, NoText> {
    let marked = |encoding, mark| Guess {
        encoding,
        mark,
        open: false,
    };
    let by_mark = match bytes {
        [0xef, 0xbb, 0xbf, ..] => Some(marked(Encoding::Utf8, 3)),
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => return Err(NoText::Utf32),
        [0xff, 0xfe, ..] => Some(marked(Encoding::Utf16Le, 2)),
        [0xfe, 0xff, ..] => Some(marked(Encoding::Utf16Be, 2)),
        _ => None,
    };
    if let Some(encoding) = told {
        // The mark of the encoding that was told is still no text.
        let mark = by_mark.filter(|guess| guess.encoding == encoding);
        return Ok(marked(encoding, mark.map_or(0, |guess| guess.mark)));
    }
    if let Some(guess) = by_mark {
        return Ok(guess);
    }
    let nuls = memchr::memchr_iter(0, bytes).count();
    if bytes.len() >= 4 && nuls * 5 >= bytes.len() * 2 {
        return Err(NoText::UnmarkedUtf16);
    }
    let utf8 = match std::str::from_utf8(bytes) {
        Ok(_) => true,
        // Cut within a character.
        Err(error) => error.error_len().is_none() && !whole,
    };
    Ok(Guess {
        encoding: if utf8 {
            Encoding::Utf8
        } else {
            Encoding::Gb18030
        },
        mark: 0,
        open: utf8 && bytes.is_ascii(),
    })
}

/// A block that begins and ends at record ends, as text. `None` where it is not of that encoding and `strict`; else what
/// cannot be read becomes U+FFFD. Blocks of UTF-16 files come as UTF-8 already.
pub(crate) fn decode(bytes: &[u8], encoding: Encoding, strict: bool) -> Option<Cow<'_, str>> {
    match encoding {
        Encoding::Gb18030 if strict => {
            GB18030.decode_without_bom_handling_and_without_replacement(bytes)
        }
        Encoding::Gb18030 => Some(GB18030.decode_without_bom_handling(bytes).0),
        _ => match simdutf8::basic::from_utf8(bytes) {
            Ok(text) => Some(Cow::Borrowed(text)),
            Err(_) if strict => None,
            Err(_) => Some(String::from_utf8_lossy(bytes)),
        },
    }
}

/// The first bytes of a file as text, for looking at its header; what is cut at the end is left out.
pub(crate) fn decode_start(bytes: &[u8], guess: Guess) -> String {
    let bytes = bytes.get(guess.mark..).unwrap_or_default();
    let decoder = match guess.encoding {
        Encoding::Utf8 => encoding_rs::UTF_8,
        Encoding::Gb18030 => GB18030,
        Encoding::Utf16Le => UTF_16LE,
        Encoding::Utf16Be => UTF_16BE,
    };
    let mut decoder = decoder.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(0));
    // Not the last call, so that a cut character waits for its rest instead of becoming U+FFFD.
    let _ = decoder.decode_to_string(bytes, &mut text, false);
    text
}

/// UTF-16 read as UTF-8. Lone surrogates become U+FFFD.
pub(crate) struct Utf16Reader<R> {
    inner: R,
    decoder: Decoder,
    bytes: Vec<u8>,
    /// Decoded, and how much of it has been given out.
    text: Vec<u8>,
    given: usize,
    ended: bool,
}

impl<R: Read> Utf16Reader<R> {
    pub(crate) fn new(inner: R, encoding: Encoding) -> Self {
        let encoding = if encoding == Encoding::Utf16Be {
            UTF_16BE
        } else {
            UTF_16LE
        };
        Self {
            inner,
            decoder: encoding.new_decoder_without_bom_handling(),
            bytes: vec![0; 64 << 10],
            text: Vec::new(),
            given: 0,
            ended: false,
        }
    }

    fn decode_more(&mut self) -> io::Result<()> {
        let filled = self.inner.read(&mut self.bytes)?;
        self.ended = filled == 0;
        let mut source = self.bytes.get(..filled).unwrap_or_default();
        self.given = 0;
        self.text.clear();
        let room = self.decoder.max_utf8_buffer_length(filled).unwrap_or(0);
        self.text.resize(room.max(16), 0);
        let mut written = 0;
        loop {
            let out = self.text.get_mut(written..).unwrap_or_default();
            let (result, read, more, _) = self.decoder.decode_to_utf8(source, out, self.ended);
            source = source.get(read..).unwrap_or_default();
            written += more;
            if result == CoderResult::InputEmpty {
                break;
            }
            self.text.resize(self.text.len() + 64, 0);
        }
        self.text.truncate(written);
        Ok(())
    }
}

impl<R: Read> Read for Utf16Reader<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.given == self.text.len() && !self.ended {
            self.decode_more()?;
        }
        let rest = self.text.get(self.given..).unwrap_or_default();
        let n = rest.len().min(out.len());
        if let (Some(to), Some(from)) = (out.get_mut(..n), rest.get(..n)) {
            to.copy_from_slice(from);
        }
        self.given += n;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoding(bytes: &[u8]) -> (Encoding, bool) {
        let guess = guess(bytes, true, None).unwrap();
        (guess.encoding, guess.open)
    }

    #[test]
    fn marks_and_bytes_tell_the_encoding() {
        assert_eq!(encoding("\u{feff}日期".as_bytes()), (Encoding::Utf8, false));
        assert_eq!(encoding("日期".as_bytes()), (Encoding::Utf8, false));
        assert_eq!(encoding(b"date"), (Encoding::Utf8, true));
        assert_eq!(
            encoding(&GB18030.encode("日期").0),
            (Encoding::Gb18030, false)
        );
        assert_eq!(encoding(b"\xff\xfed\0"), (Encoding::Utf16Le, false));
        assert_eq!(encoding(b"\xfe\xff\0d"), (Encoding::Utf16Be, false));
        assert_eq!(
            guess(b"d\0a\0t\0e\0", true, None),
            Err(NoText::UnmarkedUtf16)
        );
        assert_eq!(
            guess(b"\xff\xfe\0\0d\0\0\0", true, None),
            Err(NoText::Utf32)
        );
        // Cut within 期.
        let cut = &"日期".as_bytes()[..5];
        assert_eq!(
            guess(cut, false, None).map(|g| g.encoding),
            Ok(Encoding::Utf8)
        );
        assert_eq!(
            guess(cut, true, None).map(|g| g.encoding),
            Ok(Encoding::Gb18030)
        );
    }

    #[test]
    fn reads_utf16_in_pieces() {
        let text = "日期,金额\r\n2025-04-01,𠮷\n".repeat(9_000);
        for (encoding, bytes) in [
            (
                Encoding::Utf16Le,
                text.encode_utf16()
                    .flat_map(u16::to_le_bytes)
                    .collect::<Vec<_>>(),
            ),
            (
                Encoding::Utf16Be,
                text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            ),
        ] {
            let mut out = Vec::new();
            let mut reader = Utf16Reader::new(bytes.as_slice(), encoding);
            let mut buffer = [0; 3];
            loop {
                let n = reader.read(&mut buffer).unwrap();
                if n == 0 {
                    break;
                }
                out.extend_from_slice(&buffer[..n]);
            }
            assert!(out == text.as_bytes());
        }
    }

    #[test]
    fn strictness_tells_a_wrong_encoding() {
        let gbk = GB18030.encode("日期").0;
        assert_eq!(decode(&gbk, Encoding::Utf8, true), None);
        assert_eq!(
            decode(&gbk, Encoding::Gb18030, true).as_deref(),
            Some("日期")
        );
        assert_eq!(decode(b"\xff,", Encoding::Gb18030, true), None);
        assert_eq!(
            decode(b"a\xff", Encoding::Utf8, false).as_deref(),
            Some("a\u{fffd}")
        );
    }
}
