//! XML events of a part, with bounds on the length of a tag or text and on the depth of nesting.
//!
//! Document types are passed over and their entities are not expanded.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};

use super::WorkbookError;
use super::package::{Part, from_io};

/// Office files nest about twenty deep.
const MAX_DEPTH: usize = 256;

/// A part read as XML. An empty element comes as a start and an end.
pub(super) struct Xml<'p> {
    reader: Reader<Part<'p>>,
    buffer: Vec<u8>,
    depth: usize,
}

impl<'p> Xml<'p> {
    pub(super) fn new(part: Part<'p>) -> Self {
        let mut reader = Reader::from_reader(part);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.check_comments = false;
        Self {
            reader,
            buffer: Vec::with_capacity(1024),
            depth: 0,
        }
    }

    /// The next event.
    pub(super) fn next(&mut self) -> Result<Event<'_>, WorkbookError> {
        self.buffer.clear();
        self.reader.get_mut().start_event();
        let event = match self.reader.read_event_into(&mut self.buffer) {
            Ok(event) => event,
            Err(fault) => return Err(from_xml(fault, self.reader.get_ref().name())),
        };
        match &event {
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            Event::Eof if self.depth > 0 => {
                return Err(WorkbookError::Truncated {
                    detail: format!("{} ends inside an element", self.reader.get_ref().name()),
                });
            }
            _ => {}
        }
        if self.depth > MAX_DEPTH {
            return Err(WorkbookError::damaged(
                self.reader.get_ref().name(),
                format!("elements nest more than {MAX_DEPTH} deep"),
            ));
        }
        Ok(event)
    }

    /// How deep the last event's element lies; 1 for the start of the root.
    pub(super) fn depth(&self) -> usize {
        self.depth
    }
}

fn from_xml(fault: quick_xml::Error, name: &str) -> WorkbookError {
    match fault {
        quick_xml::Error::Io(fault) => {
            let kind = fault.kind();
            let excess = fault
                .get_ref()
                .and_then(|inner| inner.downcast_ref::<super::package::Excess>());
            match excess {
                Some(excess) => excess.error(name),
                None => from_io(std::io::Error::new(kind, fault.to_string()), name),
            }
        }
        quick_xml::Error::Syntax(fault) => WorkbookError::Truncated {
            detail: format!("{name}: {fault}"),
        },
        other => WorkbookError::damaged(name, other.to_string()),
    }
}

/// The value of an attribute, by its name without prefix (`id` finds `r:id`).
pub(super) fn local_attribute<'e>(element: &'e BytesStart<'_>, name: &str) -> Option<Cow<'e, str>> {
    attributes(element)
        .flatten()
        .find(|(key, _)| key.rsplit(':').next() == Some(name))
        .map(|(_, value)| plain(value))
}

/// The attributes of a tag, each a name and a value with its references as they stand; an error where one is malformed.
///
/// Every cell has two or three, so this is made for speed: it allocates nothing and does not look for doubles.
pub(super) fn attributes<'e>(element: &'e BytesStart<'_>) -> Attributes<'e> {
    attributes_in(element.attributes_raw())
}

/// As [`attributes`], of what stands in a tag after its name.
pub(super) fn attributes_in(rest: &str) -> Attributes<'_> {
    Attributes { rest }
}

/// See [`attributes`].
pub(super) struct Attributes<'e> {
    rest: &'e str,
}

impl<'e> Iterator for Attributes<'e> {
    type Item = Result<(&'e str, &'e str), WorkbookError>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.rest.trim_ascii_start();
        if rest.is_empty() {
            return None;
        }
        let split = rest.split_once('=').and_then(|(name, value)| {
            let value = value.trim_ascii_start();
            let quote = value
                .chars()
                .next()
                .filter(|quote| matches!(quote, '"' | '\''))?;
            let (value, rest) = value.get(1..)?.split_once(quote)?;
            Some((name.trim_ascii_end(), value, rest))
        });
        let Some((name, value, after)) = split else {
            self.rest = "";
            return Some(Err(WorkbookError::damaged(
                "a tag",
                format!(
                    "the attribute {} is malformed",
                    rest.chars().take(40).collect::<String>()
                ),
            )));
        };
        self.rest = after;
        Some(Ok((name, value)))
    }
}

/// Replaces the references in an attribute's value; leaves it as it stands where they are unknown.
pub(super) fn plain(value: &str) -> Cow<'_, str> {
    unescape(value).unwrap_or(Cow::Borrowed(value))
}
