//! A phrase: a text with named values and plurals, and what is put in.

use std::borrow::Cow;
use std::fmt::Write as _;

/// A piece of a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    /// Characters as they are.
    Text(String),
    /// A named value.
    Named(String),
    /// One form where the named number is 1, else the other.
    Plural(String, String, String),
}

/// A text with places for values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pieces: Vec<Piece>,
}

/// A value put into a phrase.
#[derive(Debug, Clone)]
pub struct Value<'a> {
    text: Cow<'a, str>,
    /// The number it is, which decides between singular and plural.
    number: Option<f64>,
}

impl Said {
    /// Reads a text. `{{` and `}}` stand for braces.
    ///
    /// # Errors
    /// A brace that does not close, a plural without its two forms.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            plain.push_str(&rest[..at]);
            let brace = &rest[at..=at];
            rest = &rest[at + 1..];
            if let Some(after) = rest.strip_prefix(brace) {
                plain.push_str(brace);
                rest = after;
                continue;
            }
            if brace == "}" {
                return Err(format!("a `}}` closes nothing in `{text}`"));
            }
            let end = rest
                .find('}')
                .ok_or_else(|| format!("a `{{` does not close in `{text}`"))?;
            let inside = &rest[..end];
            rest = &rest[end + 1..];
            if !plain.is_empty() {
                pieces.push(Piece::Text(std::mem::take(&mut plain)));
            }
            let parts: Vec<&str> = inside.split('|').collect();
            pieces.push(match parts[..] {
                [name] => Piece::Named(name.to_owned()),
                [name, one, many] => {
                    Piece::Plural(name.to_owned(), one.to_owned(), many.to_owned())
                }
                _ => {
                    return Err(format!(
                        "`{{{inside}}}` is neither {{name}} nor {{name|one|many}}"
                    ));
                }
            });
        }
        plain.push_str(rest);
        if !plain.is_empty() {
            pieces.push(Piece::Text(plain));
        }
        Ok(Self { pieces })
    }

    /// The text, where it takes no values.
    pub(super) fn plain(&self) -> Option<&str> {
        match &self.pieces[..] {
            [] => Some(""),
            [Piece::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// The names of the values it takes, each once, in order.
    pub(super) fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self
            .pieces
            .iter()
            .filter_map(|piece| match piece {
                Piece::Text(_) => None,
                Piece::Named(name) | Piece::Plural(name, ..) => Some(name.as_str()),
            })
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The text with values put in; one that is not given leaves its place empty.
    pub(super) fn fill(&self, values: &[(&str, Value<'_>)]) -> String {
        let of = |name: &str| {
            values
                .iter()
                .find(|(n, _)| *n == name)
                .map(|(_, value)| value)
        };
        let mut out = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Named(name) => {
                    let value = of(name);
                    debug_assert!(value.is_some(), "no value {name} given");
                    out.push_str(value.map_or("", |value| &value.text));
                }
                Piece::Plural(name, one, many) => {
                    let value = of(name);
                    debug_assert!(value.is_some(), "no number {name} given");
                    let single = value.and_then(|value| value.number) == Some(1.0);
                    out.push_str(if single { one } else { many });
                }
            }
        }
        out
    }
}

impl Value<'_> {
    /// A number that prints as a text.
    pub(super) const fn numbered(number: f64, text: String) -> Self {
        Self {
            text: Cow::Owned(text),
            number: Some(number),
        }
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self {
            text: Cow::Owned(text),
            number: None,
        }
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self {
            text: Cow::Borrowed(text),
            number: None,
        }
    }
}

impl<'a> From<&'a &str> for Value<'a> {
    fn from(text: &'a &str) -> Self {
        Self {
            text: Cow::Borrowed(text),
            number: None,
        }
    }
}

impl<'a> From<&'a &String> for Value<'a> {
    fn from(text: &'a &String) -> Self {
        Self {
            text: Cow::Borrowed(text),
            number: None,
        }
    }
}

impl<'a> From<&'a Cow<'_, str>> for Value<'a> {
    fn from(text: &'a Cow<'_, str>) -> Self {
        Self {
            text: Cow::Borrowed(text),
            number: None,
        }
    }
}

/// A number that prints as a text: the number decides the plural, the text is shown.
impl<'a, S: AsRef<str>> From<&'a (f64, S)> for Value<'a> {
    fn from((number, text): &'a (f64, S)) -> Self {
        Self {
            text: Cow::Borrowed(text.as_ref()),
            number: Some(*number),
        }
    }
}

macro_rules! numbers {
    ($($type:ty),+) => {
        $(#[allow(clippy::cast_lossless)] // the macro serves both kinds
        impl From<&$type> for Value<'_> {
            fn from(number: &$type) -> Self {
                let mut text = String::new();
                let _ = write!(text, "{number}");
                Self { text: Cow::Owned(text), number: Some(*number as f64) }
            }
        })+
    };
}

numbers!(usize, u64, u32, u16, u8, i64, i32, i16, i8);

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(text: &str, values: &[(&str, Value<'_>)]) -> String {
        Said::parse(text).unwrap().fill(values)
    }

    #[test]
    fn values_and_plurals_are_put_in() {
        let text = "{n} {n|order|orders} of {{{who}}}";
        let orders = |n: usize| filled(text, &[("n", (&n).into()), ("who", (&"A").into())]);
        assert_eq!(orders(1), "1 order of {A}");
        assert_eq!(orders(2), "2 orders of {A}");
        let priced = filled("{n|costs|cost} {n}", &[("n", (&(1.0, "1.0 万")).into())]);
        assert_eq!(priced, "costs 1.0 万");
        assert_eq!(Said::parse(text).unwrap().names(), ["n", "who"]);
    }

    #[test]
    fn a_bad_brace_is_told() {
        assert!(Said::parse("{n").is_err());
        assert!(Said::parse("n}").is_err());
        assert!(Said::parse("{n|one}").is_err());
    }
}
