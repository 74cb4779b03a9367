//! A saying: a text whose key and values are known before the language is.

use std::{fmt, io};

use super::{Lang, Value};

/// A text to be said once it is known in which language: its key, and the values put in.
///
/// [`saying!`](crate::saying) is the short way to write one. It prints in English, so that an error may bear it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Saying {
    key: &'static str,
    values: Values,
}

/// Named values of a saying.
pub type Values = Vec<(&'static str, Filling)>;

/// What is put into a saying.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Filling {
    /// A text as it is: a name, a path, a date.
    Text(String),
    /// A number, which decides between singular and plural.
    Number(i128),
    /// Texts parted as the language parts them: `a, b, c`.
    List(Vec<Filling>),
    /// Texts joined by an "and".
    And(Vec<Filling>),
    /// Another saying.
    Saying(Box<Saying>),
}

/// What can be said in either language: every error is.
pub trait Speak {
    /// What to say.
    fn saying(&self) -> Saying;
}

/// `Display` of types that [`Speak`]: their English.
#[macro_export]
macro_rules! displays_as_said {
    ($($type:ty),+ $(,)?) => { $(
        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::words::Speak::saying(self).fmt(f)
            }
        }
    )+ };
}

/// A [`Saying`]: `saying!("errors.cannot_read", path = path)`. A value is whatever is a [`Filling`].
#[macro_export]
macro_rules! saying {
    ($key:expr $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::words::Saying::new($key, vec![$((stringify!($name), $crate::words::Filling::from($value))),*])
    };
}

impl Saying {
    /// The text of a key with values.
    #[must_use]
    pub const fn new(key: &'static str, values: Values) -> Self {
        Self { key, values }
    }

    /// The text in a language.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        fill(lang, self.key, &self.values)
    }
}

/// The text of a key with fillings put in.
pub fn fill(lang: Lang, key: &str, values: &[(&'static str, Filling)]) -> String {
    let values: Vec<(&str, Value<'_>)> = values
        .iter()
        .map(|(name, filling)| (*name, filling.value(lang)))
        .collect();
    lang.fill(key, &values)
}

impl Speak for Saying {
    fn saying(&self) -> Saying {
        self.clone()
    }
}

impl Speak for io::Error {
    fn saying(&self) -> Saying {
        let key = match self.kind() {
            io::ErrorKind::NotFound => "errors.system.missing",
            io::ErrorKind::PermissionDenied => "errors.system.denied",
            io::ErrorKind::IsADirectory => "errors.system.folder",
            _ => "errors.system.other",
        };
        Saying::new(key, vec![("error", Filling::shown(self))])
    }
}

impl fmt::Display for Saying {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Lang::EN))
    }
}

impl std::error::Error for Saying {}

impl Filling {
    fn value(&self, lang: Lang) -> Value<'_> {
        match self {
            Self::Text(text) => text.into(),
            Self::Number(number) => Value::numbered(*number as f64, number.to_string()),
            _ => self.text(lang).into(),
        }
    }

    fn text(&self, lang: Lang) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::List(all) => joined(all, lang.text("units.list.comma"), lang),
            Self::And(all) => joined(all, lang.text("units.list.and"), lang),
            Self::Saying(saying) => saying.say(lang),
        }
    }

    /// Texts parted by commas.
    pub fn list<T: Into<Self>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self::List(texts.into_iter().map(Into::into).collect())
    }

    /// Texts joined by an "and".
    pub fn and<T: Into<Self>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self::And(texts.into_iter().map(Into::into).collect())
    }

    /// What prints: a month, a path, an error of another program.
    pub fn shown(it: impl fmt::Display) -> Self {
        Self::Text(it.to_string())
    }
}

fn joined(all: &[Filling], between: &str, lang: Lang) -> String {
    let said: Vec<String> = all.iter().map(|one| one.text(lang)).collect();
    said.join(between)
}

impl From<&str> for Filling {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Filling {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<String> for Filling {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&std::path::Path> for Filling {
    fn from(path: &std::path::Path) -> Self {
        Self::shown(path.display())
    }
}

impl From<&std::path::PathBuf> for Filling {
    fn from(path: &std::path::PathBuf) -> Self {
        Self::shown(path.display())
    }
}

impl From<Saying> for Filling {
    fn from(saying: Saying) -> Self {
        Self::Saying(Box::new(saying))
    }
}

macro_rules! numbers {
    ($($type:ty),+) => { $(#[allow(clippy::cast_lossless)] // the macro serves both kinds
    impl From<$type> for Filling {
        fn from(number: $type) -> Self {
            Self::Number(number as i128)
        }
    })+ };
}

numbers!(usize, u64, u32, u16, u8, i64, i32);
