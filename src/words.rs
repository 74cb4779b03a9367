//! Words: everything that a reader sees, by language and key.
//!
//! Short texts stand in `templates/<lang>/words/*.toml`, prose in the Tera templates beside them. A key is the file's name and the
//! path in it: `units.noun.orders` is `orders` under `[noun]` in `units.toml`. A text may hold named values, `{name}`, and
//! plurals, `{n|order|orders}`: the first form where the number given as `n` is exactly 1.
//!
//! A [`Lang`] is a language together with the texts it is spoken in: the built-in ones, or those of somebody's own files laid over them
//! ([`Lang::with`]). It is small and is passed by value.

mod phrase;
mod saying;
mod table;

use std::fmt;
use std::sync::LazyLock;

pub use phrase::{Said, Value};
pub(crate) use saying::fill;
pub use saying::{Filling, Saying, Speak, Values};
pub use table::{Table, WordsError};

/// Which language, as flags and the config name it.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    clap::ValueEnum,
    serde::Deserialize,
)]
pub enum LangTag {
    /// Simplified Chinese.
    #[default]
    #[value(name = "zh-CN", alias = "zh")]
    #[serde(rename = "zh-CN")]
    Zh,
    /// English.
    #[value(name = "en")]
    #[serde(rename = "en")]
    En,
}

impl LangTag {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Zh, Self::En];

    /// The BCP 47 tag: `zh-CN` or `en`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }
}

/// A language and its texts.
#[derive(Clone, Copy)]
pub struct Lang {
    tag: LangTag,
    /// Somebody's own texts; none: the built-in ones.
    own: Option<&'static Table>,
}

static ZH: LazyLock<Table> = LazyLock::new(|| Table::built_in(LangTag::Zh));
static EN: LazyLock<Table> = LazyLock::new(|| Table::built_in(LangTag::En));

impl Lang {
    /// Simplified Chinese in the built-in texts.
    pub const ZH: Self = Self::of(LangTag::Zh);
    /// English in the built-in texts.
    pub const EN: Self = Self::of(LangTag::En);

    /// A language in the built-in texts.
    #[must_use]
    pub const fn of(tag: LangTag) -> Self {
        Self { tag, own: None }
    }

    /// A language with somebody's own texts, (file name without `.toml`, its text), laid over the built-in ones: a file may
    /// restate any of the keys of the built-in file of its name. The texts are kept for the rest of the process.
    ///
    /// # Errors
    /// A file that is no TOML, a key that there is not, a text whose named values the built-in one does not have; with file and line.
    pub fn with(tag: LangTag, own: &[(String, String)]) -> Result<Self, WordsError> {
        if own.is_empty() {
            return Ok(Self::of(tag));
        }
        let table = Table::built_in(tag).overlaid(own)?;
        Ok(Self {
            tag,
            own: Some(Box::leak(Box::new(table))),
        })
    }

    /// Which language it is.
    #[must_use]
    pub const fn tag(self) -> LangTag {
        self.tag
    }

    /// The BCP 47 tag: `zh-CN` or `en`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.tag.code()
    }

    /// The text of this language.
    #[must_use]
    pub const fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self.tag {
            LangTag::Zh => zh,
            LangTag::En => en,
        }
    }

    /// The text of a key that takes no values. [`say!`](crate::say) is the short way to write it.
    #[must_use]
    pub fn text(self, key: &str) -> &'static str {
        self.table().text(key)
    }

    /// The text of a key with values put in.
    #[must_use]
    pub fn fill(self, key: &str, values: &[(&str, Value<'_>)]) -> String {
        self.table().fill(key, values)
    }

    /// Whether there is a text of a key.
    #[must_use]
    pub fn has(self, key: &str) -> bool {
        self.table().has(key)
    }

    fn table(self) -> &'static Table {
        self.own.unwrap_or_else(|| match self.tag {
            LangTag::Zh => &ZH,
            LangTag::En => &EN,
        })
    }
}

impl Default for Lang {
    fn default() -> Self {
        Self::ZH
    }
}

impl PartialEq for Lang {
    fn eq(&self, other: &Self) -> bool {
        self.tag == other.tag && std::ptr::eq(self.table(), other.table())
    }
}

impl Eq for Lang {}

impl fmt::Debug for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The text of a key: `say!(lang, "stock.total")` is a `&'static str`; `say!(lang, "stock.orders", n = 3, cost = cost)` a `String` with
/// the values put in. A value is a number or a text; `n = (3.0, text)` is a number that prints as `text`.
#[macro_export]
macro_rules! say {
    ($lang:expr, $key:expr $(,)?) => {
        $lang.text($key)
    };
    ($lang:expr, $key:expr, $($name:ident = $value:expr),+ $(,)?) => {
        $lang.fill($key, &[$((stringify!($name), $crate::words::Value::from(&$value))),+])
    };
}
