//! How a figure comes about, as text for a terminal.
//!
//! In: the facts, a metric, a month, the halls, the files read. Out: formula and sources; numerator and denominator; the rows and
//! files behind it; its value in the month, the month before and the year before, against its target; its parts by
//! hall, kind and day, and what each contributed to the change: to the whole's growth for totals, as rate and mix effects for means and
//! rates (see [`crate::findings::decompose`]).

mod layout;
mod parts;
mod tables;

use std::fmt::Write;

use layout::{Columns, width};

use crate::facts::Facts;
use crate::format;
use crate::metrics::books::Scope;
use crate::metrics::figures::Past;
use crate::metrics::figures::{change_unit, change_value};
use crate::metrics::{Archive, Better, Figures, Metric, Settings};
use crate::month::Month;
use crate::report::sources::SourceFile;
use crate::value::{Noun, NumberStyle, Unit, Value};
use crate::words::Lang;

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The metric.
    pub metric: &'static Metric,
    /// The month.
    pub month: Month,
    /// The halls chosen; none: all.
    pub halls: &'a [String],
    /// Every hall that any table names, in order.
    pub all_halls: &'a [String],
    /// What the config sets for the formulas.
    pub settings: Settings,
    /// The language.
    pub lang: Lang,
}

impl Question<'_> {
    /// The halls chosen.
    #[must_use]
    pub fn scope(&self) -> Scope {
        match self.halls {
            [] => Scope::All,
            halls => Scope::Halls(halls.to_vec()),
        }
    }
}

/// A file behind the figure.
#[derive(Debug, Clone)]
pub struct Behind {
    /// The file.
    pub file: SourceFile,
    /// The first and the last month of its rows.
    pub months: Option<(Month, Month)>,
}

/// Explains a metric. `files`: every file that was read; `past`: what is kept of months before those of the files.
#[must_use]
pub fn explain(facts: Facts, question: Question<'_>, files: &[Behind], past: Past) -> String {
    let archive = Archive::new(facts);
    let of_halls = tables::halls_asked(&question);
    let (metric, month) = (question.metric, question.month);
    let own = parts::of_halls(&archive, &of_halls, metric, month, question.settings);
    let books = archive.into_books(question.scope());
    let figures = Figures::new(&books, question.month, question.settings).with_past(past);
    let page = Page {
        q: question,
        figures: &figures,
    };
    let mut out = String::new();
    page.head(&mut out);
    page.values(&mut out);
    page.files(files, &mut out);
    page.halls(&own, &mut out);
    page.kinds(&mut out);
    page.days(&mut out);
    out
}

struct Page<'a> {
    q: Question<'a>,
    figures: &'a Figures<'a>,
}

impl Page<'_> {
    fn t<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        self.q.lang.pick(zh, en)
    }

    fn value(&self, number: f64) -> String {
        format::value(&Value::Number(number, self.q.metric.unit), self.q.lang)
    }

    fn head(&self, out: &mut String) {
        let Question { metric, lang, .. } = self.q;
        let halls = match self.q.halls {
            [] => self.t("全部营业厅", "all halls").to_owned(),
            halls => halls.join(self.t("、", ", ")),
        };
        let month = format::month(self.q.month, lang);
        let _ = writeln!(out, "{} · {}", metric.name(lang), metric.id);
        let _ = writeln!(out, "{month} · {halls}\n");
        let better = match metric.better {
            Better::Higher => self.t("越高越好", "higher"),
            Better::Lower => self.t("越低越好", "lower"),
            Better::Neither => self.t("不分高低", "neither"),
        };
        let unit = format::unit_word(metric.unit, lang);
        let mut lines = vec![
            (
                self.t("公式", "formula"),
                metric.formula(self.q.lang).to_owned(),
            ),
            (self.t("来源", "from"), metric.needs.join(", ")),
            (self.t("方向", "better"), better.to_owned()),
        ];
        if !unit.is_empty() {
            lines.push((self.t("单位", "unit"), unit));
        }
        match self.figures.now(metric) {
            Err(absent) => {
                lines.push((self.t("没有数值", "no value"), absent.reason(lang)));
            }
            Ok(figure) => {
                if let (Some(above), Some(below)) = (figure.numerator, figure.denominator) {
                    lines.push((self.t("分子", "numerator"), plain(above)));
                    lines.push((self.t("分母", "denominator"), plain(below)));
                }
                let rows = Value::Number(figure.rows as f64, Unit::Count(Noun::Rows));
                lines.push((self.t("计入", "counted"), format::value(&rows, lang)));
            }
        }
        // Labels are padded as the terminal shows them.
        let widest = lines.iter().map(|(label, _)| width(label)).max();
        let widest = widest.unwrap_or(0);
        for (label, text) in lines {
            let pad = " ".repeat(widest - width(label));
            let _ = writeln!(out, "  {label}{pad}  {text}");
        }
    }

    fn values(&self, out: &mut String) {
        let Question {
            metric,
            month,
            lang,
            ..
        } = self.q;
        out.push('\n');
        let mut columns = Columns::default();
        let print = |month| match self.figures.at(metric, month) {
            Ok(figure) => self.value(figure.value),
            Err(absent) => format!("{}（{}）", format::ABSENT, absent.reason(lang))
                .replace('（', self.t("（", " ("))
                .replace('）', self.t("）", ")")),
        };
        columns.row([
            self.t("本月", "this month").to_owned(),
            month.to_string(),
            print(month),
        ]);
        for (name, base) in [
            (self.t("上月", "last month"), month.previous()),
            (self.t("上年同月", "last year"), month.year_ago()),
        ] {
            let change = self.figures.change(metric, base);
            columns.row([
                name.to_owned(),
                base.to_string(),
                print(base),
                self.change(change),
            ]);
        }
        if let Some(target) = self.figures.target(metric, month) {
            let attainment = self.figures.attainment(metric);
            let ratio = attainment.and_then(|attainment| attainment.ratio);
            let met = match attainment.and_then(|attainment| attainment.met()) {
                Some(true) => self.t("，已达成", ", met"),
                Some(false) => self.t("，未达成", ", not met"),
                None => "",
            };
            let ratio = format::value(&Value::number(ratio, Unit::Ratio), lang);
            let reached = format!("{} {ratio}{met}", self.t("达成率", "attained"));
            columns.row([
                self.t("目标", "target").to_owned(),
                month.to_string(),
                self.value(target),
                reached,
            ]);
        }
        columns.write(out);
    }

    /// A change with its sign and unit.
    fn change(&self, change: Option<f64>) -> String {
        let unit = change_unit(self.q.metric);
        match change_value(self.q.metric, change) {
            Value::Number(change, _) => self.signed(change, unit),
            _ => format::ABSENT.to_owned(),
        }
    }

    fn signed(&self, number: f64, unit: Unit) -> String {
        let style = NumberStyle::fit(unit, number).signed();
        let digits = format::number(number, style, self.q.lang);
        match style.unit_label(self.q.lang).as_str() {
            "" | "%" => digits,
            label => format!("{digits} {label}"),
        }
    }

    fn files(&self, files: &[Behind], out: &mut String) {
        let needs = self.q.metric.needs;
        let _ = writeln!(out, "\n{}", self.t("文件", "Files"));
        let mut columns = Columns::default();
        let rows = |n: u64| {
            format::value(
                &Value::Number(n as f64, Unit::Count(Noun::Rows)),
                self.q.lang,
            )
        };
        for behind in files
            .iter()
            .filter(|behind| needs.contains(&behind.file.dataset))
        {
            let file = &behind.file;
            let name = match &file.sheet {
                Some(sheet) => format!("{} [{sheet}]", file.name),
                None => file.name.clone(),
            };
            let months = match behind.months {
                None => String::new(),
                Some((first, last)) if first == last => first.to_string(),
                Some((first, last)) => format!("{first} {} {last}", self.t("至", "to")),
            };
            let left_out = match file.rejected {
                0 => String::new(),
                n => format!("{} {}", self.t("剔除", "left out"), rows(n)),
            };
            columns.row([
                name,
                file.dataset.to_owned(),
                rows(file.rows),
                months,
                left_out,
            ]);
        }
        let known = |dataset: &str| files.iter().any(|behind| behind.file.dataset == dataset);
        for dataset in needs.iter().filter(|dataset| !known(dataset)) {
            columns.row([format!("{} {dataset}", self.t("没有", "no"))]);
        }
        columns.write(out);
    }
}

/// A number as it is, whole or with two places.
fn plain(number: f64) -> String {
    let places = if number.fract() == 0.0 { 0 } else { 2 };
    format::decimal(number, places, false)
}
