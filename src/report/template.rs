//! Section templates: Tera in, Markdown out.
//!
//! A template states the prose; its figures come through functions (`fig`, `mom`, `yoy`, `goal` …) that print them
//! by the rules of [`phrases`](super::phrases), and facts worked out for the section come in its context. Texts that
//! come from the data are escaped, so that a product named `*5G*` stays a name.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use tera::{Context, Tera, Value as Json};

use crate::words::{Lang, LangTag};

/// The built-in templates: (section, Chinese, English).
macro_rules! sections {
    ($($name:literal),+ $(,)?) => {
        const BUILT_IN: &[(&str, &str, &str)] = &[$((
            $name,
            include_str!(concat!("../../templates/zh-CN/", $name, ".md")),
            include_str!(concat!("../../templates/en/", $name, ".md")),
        )),+];
    };
}

sections![
    "summary",
    "performance",
    "service",
    "operations",
    "team",
    "problems",
    "plan",
    "appendix",
];

/// The built-in templates of a language: (section, text).
fn built_in(tag: LangTag) -> impl Iterator<Item = (&'static str, &'static str)> {
    BUILT_IN.iter().map(move |(section, zh, en)| match tag {
        LangTag::Zh => (*section, *zh),
        LangTag::En => (*section, *en),
    })
}

/// A template that cannot be rendered.
#[derive(Debug, thiserror::Error)]
#[error("{file}{} ({}): {reason}", line.map_or(String::new(), |line| format!(", line {line}")), lang.code())]
pub struct TemplateError {
    /// The file, below the folder of templates: `plan.md`.
    pub file: String,
    /// Its language.
    pub lang: Lang,
    /// The line, from 1, where it can be told.
    pub line: Option<usize>,
    /// What is wrong.
    pub reason: String,
}

impl TemplateError {
    /// What Tera tells of a file with a text.
    pub(super) fn at(file: &str, lang: Lang, text: &str, error: &tera::Error) -> Self {
        let reason = chain(error);
        let line = parsed_to(&reason).or_else(|| named_in(text, &reason));
        Self {
            file: file.to_owned(),
            lang,
            line,
            reason,
        }
    }
}

/// The line to which Tera could parse: ` --> 3:5`.
fn parsed_to(reason: &str) -> Option<usize> {
    let (_, place) = reason.split_once("--> ")?;
    place.split(':').next()?.parse().ok()
}

/// The first line that holds a name which Tera quotes; it tells no line of what fails as it is rendered.
fn named_in(text: &str, reason: &str) -> Option<usize> {
    let quoted = reason.split(['`', '\'']).skip(1).step_by(2);
    let mut lines = quoted.filter_map(|name| {
        let found = text.lines().position(|line| line.contains(name));
        found.filter(|_| !name.is_empty()).map(|line| line + 1)
    });
    lines.next()
}

/// What templates may ask of the figures. All answers are ready to print.
#[derive(Debug, Default)]
pub struct Printed {
    /// Values by metric id: `86.4 万元`; ids that are absent are missing.
    pub values: BTreeMap<String, String>,
    /// Changes on the month: `环比增长 5.2%`.
    pub mom: BTreeMap<String, String>,
    /// Changes on the year.
    pub yoy: BTreeMap<String, String>,
    /// Target phrases: `完成目标的 103.2%`.
    pub goals: BTreeMap<String, String>,
    /// Datasets that cover the month.
    pub datasets: BTreeSet<String>,
}

/// Renders the section templates of one language.
#[derive(Debug)]
pub struct Templates {
    tera: Tera,
    lang: Lang,
    /// By file.
    texts: BTreeMap<String, String>,
}

impl Templates {
    /// The built-in templates; those in `own` (section → text) take their places.
    pub fn new(
        lang: Lang,
        own: &BTreeMap<String, String>,
        printed: Printed,
    ) -> Result<Self, TemplateError> {
        let mut tera = Tera::default();
        tera.autoescape_on(vec![".md"]);
        tera.set_escape_fn(escape);
        let mut texts = BTreeMap::new();
        for (section, text) in built_in(lang.tag()) {
            let text = own.get(section).map_or(text, String::as_str);
            let file = format!("{section}.md");
            tera.add_raw_template(&file, text)
                .map_err(|error| TemplateError::at(&file, lang, text, &error))?;
            texts.insert(file, text.to_owned());
        }
        let printed = Arc::new(printed);
        register(&mut tera, &printed);
        Ok(Self { tera, lang, texts })
    }

    /// The Markdown of a section.
    pub fn render(&self, section: &str, context: &Context) -> Result<String, TemplateError> {
        let file = format!("{section}.md");
        let text = self.texts.get(&file).map_or("", String::as_str);
        self.tera
            .render(&file, context)
            .map_err(|error| TemplateError::at(&file, self.lang, text, &error))
    }
}

/// Tera's error with all that caused it.
fn chain(error: &tera::Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(deeper) = cause {
        text.push_str(": ");
        text.push_str(&deeper.to_string());
        cause = deeper.source();
    }
    text
}

type Lookup = fn(&Printed) -> &BTreeMap<String, String>;

fn register(tera: &mut Tera, printed: &Arc<Printed>) {
    let lookups: [(&str, Lookup, &str); 4] = [
        ("fig", |p| &p.values, crate::format::ABSENT),
        ("mom", |p| &p.mom, ""),
        ("yoy", |p| &p.yoy, ""),
        ("goal", |p| &p.goals, ""),
    ];
    for (name, lookup, otherwise) in lookups {
        let printed = Arc::clone(printed);
        tera.register_function(name, move |args: &HashMap<String, Json>| {
            let id = metric_id(args)?;
            let Some(text) = lookup(&printed).get(id) else {
                return Ok(Json::from(otherwise));
            };
            // A phrase that may be missing brings its comma along.
            let before = args.get("before").and_then(Json::as_str).unwrap_or("");
            let after = args.get("after").and_then(Json::as_str).unwrap_or("");
            Ok(Json::from(format!("{before}{text}{after}")))
        });
    }
    let known = Arc::clone(printed);
    tera.register_function("has", move |args: &HashMap<String, Json>| {
        if let Some(dataset) = args.get("dataset").and_then(Json::as_str) {
            return Ok(Json::from(known.datasets.contains(dataset)));
        }
        Ok(Json::from(known.values.contains_key(metric_id(args)?)))
    });
}

/// The `id` argument, refused where it is no metric's.
fn metric_id(args: &HashMap<String, Json>) -> tera::Result<&str> {
    let id = args.get("id").and_then(Json::as_str).unwrap_or("");
    if crate::metrics::catalog::by_id(id).is_some() {
        return Ok(id);
    }
    let near = crate::metrics::catalog::suggest(id);
    let near = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
    Err(tera::Error::msg(format!("`{id}` is no metric{near}")))
}

/// Escapes what Markdown would take for markup; line breaks become spaces.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\r' | '\t' => escaped.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '~' | '|' | '#' | '$' => {
                escaped.push('\\');
                escaped.push(character);
            }
            _ => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_from_the_data_stay_text() {
        assert_eq!(escape("*5G*_x_\n# 1"), "\\*5G\\*\\_x\\_ \\# 1");
    }

    #[test]
    fn an_unknown_metric_is_refused_with_the_nearest() {
        let own = BTreeMap::from([(
            "summary".to_owned(),
            "{{ fig(id=\"sales.totl\") }}".to_owned(),
        )]);
        let templates = Templates::new(Lang::ZH, &own, Printed::default()).unwrap();
        let error = templates.render("summary", &Context::new()).unwrap_err();
        let text = error.to_string();
        assert!(
            text.contains("`sales.totl` is no metric; did you mean `sales.total`?"),
            "{text}"
        );
        assert!(text.starts_with("summary.md, line 1 (zh-CN): "), "{text}");
    }

    /// A template's exhibits, as its fences name them, in order.
    fn exhibits(text: &str) -> Vec<&str> {
        let fences = text.lines().filter_map(|line| line.strip_prefix("```"));
        fences.filter(|name| !name.is_empty()).collect()
    }

    #[test]
    fn both_languages_name_the_same_exhibits_in_the_same_order() {
        let of = |tag| -> Vec<(&str, Vec<&str>)> {
            let sections = built_in(tag);
            sections
                .map(|(section, text)| (section, exhibits(text)))
                .collect()
        };
        let zh = of(LangTag::Zh);
        assert_eq!(zh, of(LangTag::En));
        let count: usize = zh.iter().map(|(_, names)| names.len()).sum();
        assert!(count > 50, "{count}");
    }

    #[test]
    fn english_templates_hold_no_chinese() {
        for (section, text) in built_in(LangTag::En) {
            // Ideographs, their punctuation and full-width forms.
            let chinese = text.chars().find(|c| {
                matches!(c, '\u{3000}'..='\u{303F}' | '\u{3400}'..='\u{9FFF}' | '\u{FF00}'..='\u{FFEF}')
            });
            assert_eq!(chinese, None, "{section}");
        }
    }
}
