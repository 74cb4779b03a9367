//! Text → Markdown that reads back as that text: only what would be taken for markup is escaped.
//!
//! Line breaks, tabs and other control characters become one space, since every text is printed on one line.

use std::fmt::Write as _;

use crate::report::document::Text;

/// Where a text stands, which decides what can be taken for markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// At the start of a paragraph, quotation or list item.
    Block,
    /// In a heading, after its `#`s.
    Heading,
    /// After other text of its line.
    Inline,
    /// In a table's cell.
    Cell,
    /// Between the brackets of a link or an image.
    Alt,
    /// Between the `_`s of small print.
    Small,
}

/// A text without emphasis.
pub(super) fn plain(text: &str, place: Place) -> String {
    let text = one_line(text);
    let paired = Paired::of(&[text.as_str()], false, place);
    guard_edges(escape(&text, place, paired, follower(place)), place)
}

/// A text with its bold spans.
pub(super) fn rich(text: &Text, place: Place) -> String {
    let spans = merged(text);
    let any_bold = spans.iter().any(|(_, bold)| *bold);
    let texts: Vec<&str> = spans.iter().map(|(span, _)| span.as_str()).collect();
    let paired = Paired::of(&texts, any_bold, place);
    let mut out = String::new();
    for (i, (span, bold)) in spans.iter().enumerate() {
        // A bold span ends, and any but the last is followed by, `**` or a tag.
        let last = i + 1 == spans.len();
        let after = if *bold || !last {
            Some('*')
        } else {
            follower(place)
        };
        let escaped = escape(span, place, paired, after);
        if !bold {
            out.push_str(&escaped);
            continue;
        }
        // Escaping can put a backslash before the next text; both it and the character count.
        let next = spans
            .get(i + 1)
            .and_then(|(next, _)| escape(next, place, paired, None).chars().next());
        if opens(out.chars().next_back(), &escaped) && closes(&escaped, next) {
            let _ = write!(out, "**{escaped}**");
        } else {
            // CommonMark takes no `**` between punctuation and a letter (`**86.4%**环比`).
            let _ = write!(out, "<strong>{escaped}</strong>");
        }
    }
    guard_edges(out, place)
}

/// A path or an anchor as a link's destination.
pub(super) fn path(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() || c.is_whitespace() || "()<>%\\\"#?*[]`~|&$".contains(c) {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                let _ = write!(out, "%{byte:02X}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

fn blank(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

/// The mark that follows a text of this place at once.
const fn follower(place: Place) -> Option<char> {
    match place {
        Place::Small => Some('_'),
        _ => None,
    }
}

/// Runs of blanks and control characters become one space; the ends are trimmed.
fn one_line(text: &str) -> String {
    text.split(blank)
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Spans of alternating weight, on one line, with blanks at a bold span's ends moved out of it.
fn merged(text: &Text) -> Vec<(String, bool)> {
    let mut spans: Vec<(String, bool)> = Vec::new();
    let mut pending_space = false;
    for span in &text.0 {
        let line = one_line(&span.text);
        if line.is_empty() {
            pending_space |= !span.text.is_empty();
            continue;
        }
        let space_before = pending_space || span.text.starts_with(blank);
        pending_space = span.text.ends_with(blank);
        let first = spans.is_empty();
        match spans.last_mut() {
            Some((last, bold)) if *bold == span.bold => {
                if space_before {
                    last.push(' ');
                }
                last.push_str(&line);
            }
            Some((last, false)) if space_before => {
                last.push(' ');
                spans.push((line, span.bold));
            }
            _ if space_before && !first => spans.push((format!(" {line}"), span.bold)),
            _ => spans.push((line, span.bold)),
        }
    }
    spans
}

/// Whether `**` may open before `inner`, with `before` to its left.
fn opens(before: Option<char>, inner: &str) -> bool {
    let first = inner.chars().next();
    first.is_some_and(char::is_alphanumeric) || before.is_none_or(parts_words)
}

/// Whether `**` may close after `inner`, with `after` to its right.
fn closes(inner: &str, after: Option<char>) -> bool {
    let last = inner.chars().next_back();
    last.is_some_and(char::is_alphanumeric) || after.is_none_or(parts_words)
}

/// White space, or punctuation in every version of CommonMark (symbols are so in some only).
fn parts_words(c: char) -> bool {
    c.is_whitespace()
        || (c.is_ascii_punctuation() && c != '*' && c != '_')
        || "，。；：！？、（）《》〈〉「」『』【】“”‘’—…·".contains(c)
}

/// Which marks can be markup at all: emphasis needs two runs of a mark, so one alone (`138****8000`,
/// `10~11`) stays as it is.
#[derive(Debug, Clone, Copy)]
struct Paired {
    star: bool,
    tilde: bool,
    underscore: bool,
}

impl Paired {
    fn of(texts: &[&str], any_bold: bool, place: Place) -> Self {
        let runs = |mark: char| {
            let mut before = None;
            let mut runs = 0;
            for c in texts.iter().flat_map(|text| text.chars()) {
                if c == mark && before != Some(mark) {
                    runs += 1;
                }
                before = Some(c);
            }
            runs
        };
        Self {
            star: any_bold || runs('*') > 1,
            tilde: runs('~') > 1,
            underscore: place == Place::Small || runs('_') > 1,
        }
    }
}

/// Escapes what could be markup; `after` is the character that follows the text, if any.
fn escape(text: &str, place: Place, paired: Paired, after: Option<char>) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len() + 8);
    for (i, &c) in chars.iter().enumerate() {
        let before = i.checked_sub(1).and_then(|i| chars.get(i)).copied();
        let next = chars.get(i + 1).copied().or(after);
        let alone =
            before.is_none_or(char::is_whitespace) && next.is_none_or(char::is_whitespace) && i > 0;
        let escaped = match c {
            '\\' => next.is_none_or(|next| next.is_ascii_punctuation()),
            '`' | '[' | '$' => true,
            ']' => place == Place::Alt,
            // At the start of a line a run alone is a bullet, a rule or a fence.
            '*' => !alone && (paired.star || i == 0),
            '~' => !alone && (paired.tilde || i == 0),
            '_' => !alone && (paired.underscore || i == 0) && !inside_word(&chars, i, after),
            '<' => next.is_some_and(|next| next.is_ascii_alphabetic() || "/!?".contains(next)),
            '&' => next.is_some_and(|next| next.is_ascii_alphanumeric() || next == '#'),
            '|' => place == Place::Cell,
            _ => false,
        };
        if escaped {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Whether the run of underscores at `i` has a letter or digit on both sides, where none is markup.
fn inside_word(chars: &[char], i: usize, after: Option<char>) -> bool {
    let left = chars.iter().take(i).rev().find(|c| **c != '_');
    let right = chars.iter().skip(i).find(|c| **c != '_').copied().or(after);
    left.is_some_and(|c| c.is_alphanumeric()) && right.is_some_and(char::is_alphanumeric)
}

/// Escapes what means something only at a line's start, and a heading's closing `#`s.
fn guard_edges(text: String, place: Place) -> String {
    match place {
        Place::Block => guard_start(text),
        Place::Heading => {
            let body = text.trim_end_matches('#');
            if body.len() < text.len() && (body.is_empty() || body.ends_with(' ')) {
                let hashes = text.len() - body.len();
                return format!("{body}{}", "\\#".repeat(hashes));
            }
            text
        }
        Place::Inline | Place::Cell | Place::Alt | Place::Small => text,
    }
}

fn guard_start(text: String) -> String {
    let escape_at = |at: usize| {
        let (head, tail) = text.split_at(at);
        format!("{head}\\{tail}")
    };
    let ends_or_blank = |rest: &str| rest.is_empty() || rest.starts_with(' ');
    match text.chars().next() {
        Some('#') => {
            let rest = text.trim_start_matches('#');
            if text.len() - rest.len() <= 6 && ends_or_blank(rest) {
                return escape_at(0);
            }
        }
        Some('>') => return escape_at(0),
        Some('-' | '+' | '=') => {
            let rest = text.get(1..).unwrap_or("");
            let rule = text.chars().all(|c| "-= ".contains(c));
            if (ends_or_blank(rest) && !text.starts_with('=')) || rule {
                return escape_at(0);
            }
        }
        Some('0'..='9') => {
            let digits = text.bytes().take_while(u8::is_ascii_digit).count();
            let rest = text.get(digits..).unwrap_or("");
            if digits <= 9
                && rest.starts_with(['.', ')'])
                && ends_or_blank(rest.get(1..).unwrap_or(""))
            {
                return escape_at(digits);
            }
        }
        _ => {}
    }
    text
}
