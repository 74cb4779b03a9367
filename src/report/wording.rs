//! The words of findings: the files of `templates/<lang>/findings/`, one a rule and one that all share, in pieces.
//!
//! A piece is headed by a line `## title` and is a Tera template; what it is for may follow its name: `## why peak`. A rule's own
//! piece comes before the shared one, one for something before one for anything. Somebody's own files are laid over the built-in
//! ones, a piece at a time. A piece that cannot be said leaves its place empty and its fault behind, for the report to be refused.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, LazyLock, Mutex};

use serde_json::Value as Json;
use tera::{Context, Tera};

use super::parse::close_up;
use super::template::TemplateError;
use crate::findings::finding::Rule;
use crate::findings::rules;
use crate::nearest::nearest;
use crate::value::{Noun, Unit, Value};
use crate::words::{Lang, LangTag};

/// The file of what rules share.
const SHARED: (&str, &str, &str) = (
    "_shared",
    include_str!("../../templates/zh-CN/findings/_shared.md"),
    include_str!("../../templates/en/findings/_shared.md"),
);

/// The words of findings in one language.
#[derive(Debug)]
pub struct Wording {
    tera: Tera,
    lang: Lang,
    /// The text of each piece by the name it has in Tera.
    pieces: BTreeMap<String, Piece>,
    /// By file, the words of both languages by which an action answers a finding.
    answers: HashMap<&'static str, Vec<String>>,
    /// The first piece that could not be said.
    fault: Mutex<Option<TemplateError>>,
}

/// A piece of a file.
#[derive(Debug, Clone)]
struct Piece {
    file: String,
    /// The line of its head, from 1.
    line: usize,
    /// Its text after as many empty lines as stand before it, so that faults are told with their lines.
    text: String,
}

static ZH: LazyLock<Arc<Wording>> = LazyLock::new(|| built_in(Lang::ZH));
static EN: LazyLock<Arc<Wording>> = LazyLock::new(|| built_in(Lang::EN));

fn built_in(lang: Lang) -> Arc<Wording> {
    #[allow(clippy::expect_used)] // a test reads the built-in files
    let wording = Wording::new(lang, &BTreeMap::new()).expect("the built-in words of findings");
    Arc::new(wording)
}

/// The built-in files: (name, Chinese, English).
fn files() -> impl Iterator<Item = &'static (&'static str, &'static str, &'static str)> {
    std::iter::once(&SHARED).chain(rules::WORDS)
}

impl Wording {
    /// The built-in words.
    #[must_use]
    pub fn built_in(tag: LangTag) -> &'static Arc<Self> {
        match tag {
            LangTag::Zh => &ZH,
            LangTag::En => &EN,
        }
    }

    /// The built-in words where nothing of somebody's own is laid over them, else [`new`](Self::new) ones.
    ///
    /// # Errors
    /// As `new`.
    pub fn of(lang: Lang, own: &BTreeMap<String, String>) -> Result<Arc<Self>, TemplateError> {
        let overlaid = own.keys().any(|path| path.starts_with("findings/"));
        if overlaid || lang != Lang::of(lang.tag()) {
            return Self::new(lang, own).map(Arc::new);
        }
        Ok(Arc::clone(Self::built_in(lang.tag())))
    }

    /// The words with those of `own` (`findings/peak_hour` → text) laid over.
    ///
    /// # Errors
    /// A file or piece that there is not, a piece that is no template; with file and line.
    pub fn new(lang: Lang, own: &BTreeMap<String, String>) -> Result<Self, TemplateError> {
        let mut pieces = BTreeMap::new();
        let mut answers: HashMap<&'static str, Vec<String>> = HashMap::new();
        for (name, zh, en) in files() {
            for (tag, text) in [(LangTag::Zh, zh), (LangTag::En, en)] {
                for (piece, text) in pieces_of(name, text) {
                    if piece == "answered_by" {
                        let words = text.text.trim().to_lowercase();
                        let words = words.split('|').map(str::to_owned);
                        answers.entry(name).or_default().extend(words);
                    } else if tag == lang.tag() {
                        pieces.insert(key(name, &piece), text);
                    }
                }
            }
        }
        for (path, text) in own {
            let Some(name) = path.strip_prefix("findings/") else {
                continue;
            };
            for (piece, text) in pieces_of(name, text) {
                if let Some(reason) = unknown(name, &piece, &pieces) {
                    return Err(TemplateError {
                        file: text.file,
                        lang,
                        line: Some(text.line),
                        reason,
                    });
                }
                pieces.insert(key(name, &piece), text);
            }
        }
        let mut tera = Tera::default();
        register(&mut tera, lang);
        let texts = pieces.iter().map(|(key, piece)| (key, &piece.text));
        if tera.add_raw_templates(texts).is_err() {
            // Which of them it is, tells each by itself.
            for piece in pieces.values() {
                Tera::default()
                    .add_raw_template(&piece.file, &piece.text)
                    .map_err(|error| TemplateError::at(&piece.file, lang, &piece.text, &error))?;
            }
        }
        Ok(Self {
            tera,
            lang,
            pieces,
            answers,
            fault: Mutex::new(None),
        })
    }

    /// Says a piece of a rule, the first there is for one of `of`, else for anything.
    #[must_use]
    pub fn say(&self, rule: &Rule, piece: &str, of: &[&str], values: Json) -> String {
        self.first_of(&[&rule.file(), SHARED.0], piece, of, values)
    }

    /// Says a piece that all rules share.
    #[must_use]
    pub fn shared(&self, piece: &str, of: &[&str], values: Json) -> String {
        self.first_of(&[SHARED.0], piece, of, values)
    }

    fn first_of(&self, files: &[&str], piece: &str, of: &[&str], values: Json) -> String {
        let names = of.iter().map(|of| format!("{piece} {of}"));
        let names: Vec<String> = names.chain([piece.to_owned()]).collect();
        let mut keys = files
            .iter()
            .flat_map(|file| names.iter().map(|name| key(file, name)));
        let Some((key, piece)) = keys.find_map(|key| self.pieces.get_key_value(&key)) else {
            debug_assert!(false, "no piece {names:?} in {files:?}");
            return String::new();
        };
        let said = Context::from_value(values).and_then(|values| self.tera.render(key, &values));
        match said {
            Ok(said) => said.trim().to_owned(),
            Err(error) => {
                let fault = TemplateError::at(&piece.file, self.lang, &piece.text, &error);
                if let Ok(mut first) = self.fault.lock() {
                    first.get_or_insert(fault);
                }
                String::new()
            }
        }
    }

    /// The words, in lower case and of both languages, by which an action answers a rule's findings.
    #[must_use]
    pub fn answers(&self, rule: &Rule) -> &[String] {
        let answers = self.answers.get(rule.file().as_str());
        answers.map_or(&[], Vec::as_slice)
    }

    /// The first piece that could not be said since this was asked before.
    #[must_use]
    pub fn fault(&self) -> Option<TemplateError> {
        self.fault.lock().ok()?.take()
    }
}

/// What a piece is called in Tera.
fn key(file: &str, piece: &str) -> String {
    format!("{file}#{piece}")
}

/// The pieces of a file by name. What stands before the first is for those who edit it.
fn pieces_of(file: &str, text: &str) -> Vec<(String, Piece)> {
    let mut pieces: Vec<(String, Piece)> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if let Some(name) = line.strip_prefix("## ") {
            let piece = Piece {
                file: format!("findings/{file}.md"),
                line: number + 1,
                text: "\n".repeat(number + 1),
            };
            pieces.push((name.trim().to_owned(), piece));
        } else if let Some((_, piece)) = pieces.last_mut() {
            piece.text.push_str(line);
            piece.text.push('\n');
        }
    }
    pieces
}

/// Why a piece of somebody's own file is none; nothing where it is one.
fn unknown(file: &str, piece: &str, pieces: &BTreeMap<String, Piece>) -> Option<String> {
    let meant = |near: Option<&str>| {
        near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
    };
    if !files().any(|(name, ..)| *name == file) {
        let near = nearest(file, files().map(|(name, ..)| *name));
        return Some(format!("no rule has the words `{file}`{}", meant(near)));
    }
    let name = |piece: &'_ str| piece.split(' ').next().unwrap_or_default().to_owned();
    let mut known: Vec<String> = pieces
        .keys()
        .filter_map(|key| key.split('#').nth(1).map(name))
        .collect();
    known.push("answered_by".to_owned());
    known.sort_unstable();
    if known.contains(&name(piece)) {
        return None;
    }
    let near = nearest(&name(piece), known.iter().map(String::as_str));
    Some(format!("there is no piece `{piece}`{}", meant(near)))
}

/// The filters by which templates print numbers.
fn register(tera: &mut Tera, lang: Lang) {
    type Args = HashMap<String, Json>;
    let number = |value: &Json| {
        value
            .as_f64()
            .ok_or_else(|| tera::Error::msg(format!("{value} is no number")))
    };
    tera.register_filter("print", move |value: &Json, args: &Args| {
        let name = args.get("unit").and_then(Json::as_str).unwrap_or("");
        let unit =
            unit(name).ok_or_else(|| tera::Error::msg(format!("there is no unit `{name}`")))?;
        let value = Value::number(Some(number(value)?), unit);
        Ok(Json::from(crate::format::value(&value, lang)))
    });
    tera.register_filter("percent", move |value: &Json, _: &Args| {
        Ok(Json::from(percent(number(value)?, lang)))
    });
    tera.register_filter("decimal", move |value: &Json, args: &Args| {
        let places = args.get("places").and_then(Json::as_u64).unwrap_or(0);
        let places = usize::try_from(places).unwrap_or(0);
        Ok(Json::from(crate::format::decimal(
            number(value)?,
            places,
            false,
        )))
    });
    tera.register_filter("close_up", |value: &Json, _: &Args| {
        Ok(Json::from(close_up(value.as_str().unwrap_or_default())))
    });
}

/// A share; a round one (a threshold, a progress) without places.
pub fn percent(ratio: f64, lang: Lang) -> String {
    let hundredths = ratio * 100.0;
    if (hundredths - hundredths.round()).abs() < 1e-9 {
        format!("{}%", crate::format::decimal(hundredths.round(), 0, false))
    } else {
        crate::format::value(&Value::number(Some(ratio), Unit::Ratio), lang)
    }
}

/// The unit that templates name so.
fn unit(name: &str) -> Option<Unit> {
    Some(match name {
        "money" => Unit::Money,
        "ratio" => Unit::Ratio,
        "percent_points" => Unit::PercentPoints,
        "points" => Unit::Points,
        "hours" => Unit::Hours,
        "minutes" => Unit::Minutes,
        "days" => Unit::Days,
        "times" => Unit::Times,
        "per_10k" => Unit::Per10k,
        "subscribers" => Unit::Count(Noun::Subscribers),
        "people" => Unit::Count(Noun::People),
        "orders" => Unit::Count(Noun::Orders),
        "tickets" => Unit::Count(Noun::Tickets),
        "visits" => Unit::Count(Noun::Visits),
        "items" => Unit::Count(Noun::Items),
        "pieces" => Unit::Count(Noun::Pieces),
        "rows" => Unit::Count(Noun::Rows),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::json;

    use super::*;

    fn own(file: &str, text: &str) -> Result<Wording, TemplateError> {
        let own = BTreeMap::from([(format!("findings/{file}"), text.to_owned())]);
        Wording::new(Lang::ZH, &own)
    }

    #[test]
    fn both_languages_have_the_same_pieces() {
        for (name, zh, en) in files() {
            let of = |text| -> BTreeSet<String> {
                let pieces = pieces_of(name, text).into_iter();
                pieces.map(|(piece, _)| piece).collect()
            };
            assert_eq!(of(zh), of(en), "{name}");
            assert!(!of(zh).is_empty(), "{name}");
        }
    }

    #[test]
    fn every_rule_can_be_told() {
        for tag in LangTag::ALL {
            let words = Wording::built_in(tag);
            for rule in rules::ALL {
                for piece in ["name", "title", "evidence"] {
                    let there = words.pieces.contains_key(&key(&rule.file(), piece));
                    assert!(there, "{piece} of {rule:?}");
                }
            }
        }
    }

    #[test]
    fn a_rules_own_piece_comes_first_and_own_files_are_laid_over() {
        let words = own("peak_hour", "说明\n\n## title\n高峰{{ n | percent }}\n").unwrap();
        let rule = rules::ALL
            .iter()
            .find(|rule| rule.id == "peak-hour")
            .unwrap();
        assert_eq!(
            words.say(rule, "title", &[], json!({ "n": 0.5 })),
            "高峰50%"
        );
        assert_eq!(
            words.say(rule, "step", &["service"], json!({})),
            "按 15 分钟到达量排班"
        );
        assert_eq!(
            words.shared("step", &["nps", "x"], json!({})),
            "回访打 0 至 6 分的客户，记录原因"
        );
        assert_eq!(words.answers(rule), ["高峰", "peak"]);
    }

    #[test]
    fn faults_are_told_with_file_and_line() {
        let told = |file, text| own(file, text).unwrap_err().to_string();
        assert!(
            told("peak_hour", "\n## title\n\n{% if %}\n")
                .starts_with("findings/peak_hour.md, line 4")
        );
        assert_eq!(
            told("peak_hour", "\n## titel\n高峰\n"),
            "findings/peak_hour.md, line 2 (zh-CN): there is no piece `titel`; did you mean `title`?"
        );
        assert_eq!(
            told("peak_hours", "## title\n高峰\n"),
            "findings/peak_hours.md, line 1 (zh-CN): no rule has the words `peak_hours`; did you mean `peak_hour`?"
        );
        let words = own("_shared", "## not_judged\n一\n{{ nothing }}\n").unwrap();
        assert_eq!(words.shared("not_judged", &[], json!({})), "");
        let fault = words.fault().unwrap().to_string();
        assert!(
            fault.starts_with("findings/_shared.md, line 3 (zh-CN): "),
            "{fault}"
        );
        assert!(words.fault().is_none());
    }
}
