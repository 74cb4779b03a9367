//! How a figure comes about, as text for a terminal.
//!
//! In: the facts, a metric, a month, the halls, the files read. Out: formula and sources; numerator and denominator; the rows and
//! files behind it; its value in the month, the month before and the year before, against its target; its parts by
//! hall, kind and day, and what each contributed to the change: to the whole's growth for totals, as rate and mix effects for means and
//! rates (see [`crate::findings::decompose`]).

mod layout;
mod parts;

use std::fmt::Write;

use layout::Columns;
use parts::Parts;

use crate::facts::Facts;
use crate::findings::decompose::{self, Group, Leaf};
use crate::format;
use crate::metrics::books::Scope;
use crate::metrics::figures::{change_unit, change_value};
use crate::metrics::{Better, Books, Figure, Figures, Metric, Settings};
use crate::month::Month;
use crate::report::document::{Lang, NumberStyle};
use crate::report::sources::SourceFile;
use crate::value::{Noun, Unit, Value};

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

/// A file behind the figure.
#[derive(Debug, Clone)]
pub struct Behind {
    /// The file.
    pub file: SourceFile,
    /// The first and the last month of its rows.
    pub months: Option<(Month, Month)>,
}

/// The most parts of a kind that are listed; the others are added up.
const LISTED: usize = 12;

/// The longest bar of a day, in cells.
const BAR: f64 = 30.0;

/// Explains a metric. `files`: every file that was read.
#[must_use]
pub fn explain(facts: &Facts, question: Question<'_>, files: &[Behind]) -> String {
    let scope = match question.halls {
        [] => Scope::All,
        halls => Scope::Halls(halls.to_vec()),
    };
    let books = Books::new(facts.clone(), scope);
    let figures = Figures::new(&books, question.month, question.settings);
    let page = Page {
        q: question,
        figures: &figures,
    };
    let mut out = String::new();
    page.head(&mut out);
    page.values(&mut out);
    page.files(files, &mut out);
    page.halls(facts, &mut out);
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
            (self.t("公式", "formula"), metric.formula.to_owned()),
            (self.t("来源", "from"), metric.needs.join(", ")),
            (self.t("方向", "better"), better.to_owned()),
        ];
        if !unit.is_empty() {
            lines.push((self.t("单位", "unit"), unit.to_owned()));
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
        let width = lines
            .iter()
            .map(|(label, _)| width(label))
            .max()
            .unwrap_or(0);
        for (label, text) in lines {
            let pad = " ".repeat(width - self::width(label));
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

    fn halls(&self, facts: &Facts, out: &mut String) {
        let Question { metric, month, .. } = self.q;
        let mut halls = match self.q.halls {
            [] => self.q.all_halls.to_vec(),
            halls => halls.to_vec(),
        };
        if self.q.halls.is_empty() && !halls.is_empty() {
            // Rows that name no hall count over all.
            halls.push(String::new());
        }
        if halls.len() < 2 {
            return;
        }
        let own = parts::of_halls(facts, &halls, metric, month, self.q.settings);
        if own.len() < 2 {
            return;
        }
        let title = self.t("按营业厅", "By hall");
        let whole = |month| self.figures.at(metric, month).ok();
        let (now, base) = (whole(month), whole(month.previous()));
        let split = |of: fn(&parts::HallFigures) -> Option<Figure>, whole: Option<Figure>| {
            parts::as_parts(metric, &own, of, whole?)
        };
        let parts = split(|hall| hall.now, now);
        match (parts, split(|hall| hall.base, base)) {
            (Some(now), base) if base.is_some() || whole(month.previous()).is_none() => {
                self.parts(title, &now, base.as_ref(), out);
            }
            _ => {
                // They do not add up to the whole: each stands for itself.
                let _ = writeln!(
                    out,
                    "\n{title}{}",
                    self.t(
                        "（各厅之和不等于合计）",
                        " (they do not add up to the whole)"
                    )
                );
                let mut columns = Columns::default();
                columns.row([
                    String::new(),
                    month.to_string(),
                    month.previous().to_string(),
                ]);
                let print = |figure: Option<Figure>| {
                    figure.map_or(format::ABSENT.to_owned(), |f| self.value(f.value))
                };
                for hall in &own {
                    columns.row([self.name(&hall.hall), print(hall.now), print(hall.base)]);
                }
                columns.write(out);
            }
        }
    }

    fn kinds(&self, out: &mut String) {
        let Question {
            metric,
            month,
            lang,
            ..
        } = self.q;
        let at = |month| parts::by_kind(metric, &self.figures.view(month), lang);
        if let Some((title, now)) = at(month) {
            let base = at(month.previous()).map(|(_, base)| base);
            self.parts(title, &now, base.as_ref(), out);
        }
    }

    /// What a part without a name is called.
    fn name(&self, name: &str) -> String {
        if name.is_empty() {
            self.t("未注明", "not given").to_owned()
        } else {
            name.to_owned()
        }
    }

    fn parts(&self, title: &str, now: &Parts, base: Option<&Parts>, out: &mut String) {
        match (now, base) {
            (Parts::Sum { scale, parts }, base) => {
                let before = match base {
                    Some(Parts::Sum { parts, .. }) => Some(parts.as_slice()),
                    _ => None,
                };
                self.sum(title, *scale, parts, before, out);
            }
            (Parts::Rate { factor, parts }, Some(Parts::Rate { parts: before, .. })) => {
                self.rate(title, *factor, parts, before, out);
            }
            (Parts::Rate { factor, parts }, _) => {
                let _ = writeln!(out, "\n{title}");
                let mut columns = Columns::default();
                for (name, fraction) in parts {
                    let rate = fraction.rate().map(|rate| rate * factor);
                    columns.row([
                        self.name(name),
                        rate.map_or(format::ABSENT.to_owned(), |rate| self.value(rate)),
                    ]);
                }
                columns.write(out);
            }
        }
    }

    fn sum(
        &self,
        title: &str,
        scale: f64,
        now: &[(String, i128)],
        base: Option<&[(String, i128)]>,
        out: &mut String,
    ) {
        let Question {
            metric,
            month,
            lang,
            ..
        } = self.q;
        let leaf = |name, base, current| Leaf {
            path: [name],
            base,
            current,
        };
        let current = now
            .iter()
            .map(|(name, amount)| leaf(name.as_str(), 0, *amount));
        let before = base.unwrap_or_default().iter();
        let before = before.map(|(name, amount)| leaf(name.as_str(), *amount, 0));
        let leaves: Vec<Leaf<'_, 1>> = current.chain(before).collect();
        let whole = decompose::contributions(&leaves);
        let amount = |n: i128| n as f64 / scale;
        let sizes = || {
            whole
                .parts
                .iter()
                .flat_map(|part| [part.current, part.base])
        };
        let style = NumberStyle::fit_all(
            metric.unit,
            sizes().chain([whole.current, whole.base]).map(amount),
        );
        let print = |n: i128| format::number(amount(n), style, lang);
        let signed = |n: i128| format::number(amount(n), style.signed(), lang);
        let points = |points: Option<f64>| match points {
            Some(points) => format::number(
                points,
                NumberStyle::fit(Unit::PercentPoints, points).signed(),
                lang,
            ),
            None => format::ABSENT.to_owned(),
        };
        let share = |n: i128| {
            let share = (whole.current != 0).then(|| n as f64 / whole.current as f64);
            format::value(&Value::number(share, Unit::Ratio), lang)
        };
        let unit = style.unit_label(lang);
        let unit = if unit.is_empty() {
            unit
        } else {
            format!("{}{unit}{}", self.t("（", " ("), self.t("）", ")"))
        };
        let _ = writeln!(out, "\n{title}{unit}");
        let mut columns = Columns::default();
        let mut head = vec![
            String::new(),
            month.to_string(),
            self.t("占比", "share").to_owned(),
        ];
        if base.is_some() {
            head.extend([
                month.previous().to_string(),
                self.t("变化", "change").to_owned(),
                self.t("拉动（百分点）", "growth (pp)").to_owned(),
            ]);
        }
        columns.row(head);
        let mut row = |name: String, part: (i128, i128), pull: Option<f64>| {
            let mut cells = vec![name, print(part.0), share(part.0)];
            if base.is_some() {
                cells.extend([print(part.1), signed(part.0 - part.1), points(pull)]);
            }
            columns.row(cells);
        };
        let few = whole.parts.iter().take(LISTED);
        for part in few {
            row(
                self.name(&part.name),
                (part.current, part.base),
                part.points,
            );
        }
        if let Some(rest) = whole.parts.get(LISTED..).filter(|rest| !rest.is_empty()) {
            let name = match lang {
                Lang::Zh => format!("其余 {} 项", rest.len()),
                Lang::En => format!("{} others", rest.len()),
            };
            let sum = |of: fn(&decompose::Contribution) -> i128| rest.iter().map(of).sum::<i128>();
            let (current, before) = (sum(|part| part.current), sum(|part| part.base));
            let pull = whole
                .points
                .map(|_| (current - before) as f64 / whole.base.unsigned_abs() as f64);
            row(name, (current, before), pull);
        }
        row(
            self.t("合计", "all").to_owned(),
            (whole.current, whole.base),
            whole.points,
        );
        columns.write(out);
        if base.is_some() && whole.change != 0 {
            let pulled = whole.pulled_most();
            let named = pulled.iter().map(|part| {
                format!(
                    "{} {}",
                    self.name(&part.name),
                    self.signed(amount(part.change), metric.unit)
                )
            });
            let named: Vec<String> = named.collect();
            let change = self.signed(amount(whole.change), metric.unit);
            let _ = match lang {
                Lang::Zh => writeln!(out, "  比上月 {change}，主要来自{}", named.join("、")),
                Lang::En => writeln!(
                    out,
                    "  {change} on last month, most of it from {}",
                    named.join(", ")
                ),
            };
        }
    }

    fn rate(
        &self,
        title: &str,
        factor: f64,
        now: &[(String, decompose::Fraction)],
        base: &[(String, decompose::Fraction)],
        out: &mut String,
    ) {
        let Question {
            metric,
            month,
            lang,
            ..
        } = self.q;
        let mut names: Vec<&str> = now
            .iter()
            .chain(base)
            .map(|(name, _)| name.as_str())
            .collect();
        names.sort_unstable();
        names.dedup();
        let of = |parts: &[(String, decompose::Fraction)], name: &str| {
            parts
                .iter()
                .find(|(other, _)| other == name)
                .map(|(_, fraction)| *fraction)
                .unwrap_or_default()
        };
        let groups: Vec<Group<'_>> = names
            .iter()
            .map(|name| Group {
                name,
                base: of(base, name),
                current: of(now, name),
            })
            .collect();
        let Some(change) = decompose::rate_change(&groups) else {
            return;
        };
        // A relative change is not what effects add up to: they are told in the figure's own unit.
        let unit = if metric.unit == Unit::Ratio {
            Unit::PercentPoints
        } else {
            metric.unit
        };
        let rates = change
            .groups
            .iter()
            .flat_map(|group| [group.current_rate, group.base_rate]);
        let style = NumberStyle::fit_all(metric.unit, rates.flatten().map(|rate| rate * factor));
        let own = NumberStyle::fit_all(unit, [change.current * factor, change.base * factor]);
        let effects = own.places(own.places.max(2)).signed();
        let rate = |rate: Option<f64>| {
            rate.map_or(format::ABSENT.to_owned(), |rate| {
                format::number(rate * factor, style, lang)
            })
        };
        let weight = |weight: f64| format::value(&Value::Number(weight, Unit::Ratio), lang);
        let effect = |effect: f64| format::number(effect * factor, effects, lang);
        let label = effects.unit_label(lang);
        let _ = writeln!(
            out,
            "\n{title}{}{label}{}",
            self.t("（影响：", " (effects: "),
            self.t("）", ")")
        );
        let mut columns = Columns::default();
        columns.row([
            String::new(),
            month.to_string(),
            month.previous().to_string(),
            self.t("权重", "weight").to_owned(),
            self.t("上月权重", "before").to_owned(),
            self.t("自身变化", "rate").to_owned(),
            self.t("结构变化", "mix").to_owned(),
            self.t("合计影响", "both").to_owned(),
        ]);
        let mut rest = (0, 0.0, 0.0, 0.0, 0.0);
        for (n, group) in change.groups.iter().enumerate() {
            if n >= LISTED {
                rest = (
                    rest.0 + 1,
                    rest.1 + group.current_weight,
                    rest.2 + group.base_weight,
                    rest.3 + group.rate,
                    rest.4 + group.mix,
                );
                continue;
            }
            columns.row([
                self.name(&group.name),
                rate(group.current_rate),
                rate(group.base_rate),
                weight(group.current_weight),
                weight(group.base_weight),
                effect(group.rate),
                effect(group.mix),
                effect(group.effect),
            ]);
        }
        if rest.0 > 0 {
            let name = match lang {
                Lang::Zh => format!("其余 {} 项", rest.0),
                Lang::En => format!("{} others", rest.0),
            };
            columns.row([
                name,
                String::new(),
                String::new(),
                weight(rest.1),
                weight(rest.2),
                effect(rest.3),
                effect(rest.4),
                effect(rest.3 + rest.4),
            ]);
        }
        columns.row([
            self.t("合计", "all").to_owned(),
            rate(Some(change.current)),
            rate(Some(change.base)),
            weight(1.0),
            weight(1.0),
            effect(change.rate),
            effect(change.mix),
            effect(change.change),
        ]);
        columns.write(out);
    }

    fn days(&self, out: &mut String) {
        let Question {
            metric,
            month,
            lang,
            ..
        } = self.q;
        let Some(days) = parts::by_day(metric, &self.figures.view(month)) else {
            return;
        };
        let most = days.iter().copied().fold(0.0, f64::max);
        let style = NumberStyle::fit_all(metric.unit, days.iter().copied());
        let _ = writeln!(out, "\n{}", style.head(self.t("按日", "By day"), lang));
        let numbers: Vec<String> = days
            .iter()
            .map(|day| format::number(*day, style, lang))
            .collect();
        let width = numbers
            .iter()
            .map(|number| self::width(number))
            .max()
            .unwrap_or(0);
        for ((n, day), number) in days.iter().enumerate().zip(&numbers) {
            let cells = if most > 0.0 {
                (day / most * BAR).round().max(0.0) as usize
            } else {
                0
            };
            let line = format!(
                "  {:>2}  {}{number}  {}",
                n + 1,
                " ".repeat(width - self::width(number)),
                "█".repeat(cells)
            );
            out.push_str(line.trim_end());
            out.push('\n');
        }
    }
}

fn width(text: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(text)
}

/// A number as it is, whole or with two places.
fn plain(number: f64) -> String {
    let places = if number.fract() == 0.0 { 0 } else { 2 };
    format::decimal(number, places, false)
}
