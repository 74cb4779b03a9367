//! The tables of an explanation: a figure's parts by hall, by kind and by day.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::layout::{Columns, width};
use super::parts::{self, Parts};
use super::{Page, Question};
use crate::findings::decompose::{self, Group, Leaf};
use crate::format;
use crate::metrics::Figure;
use crate::value::{NumberStyle, Scale, Unit, Value};
use crate::words::LangTag;

/// The most parts of a kind that are listed; the others are added up.
const LISTED: usize = 12;

/// The longest bar of a day, in cells.
const BAR: f64 = 30.0;

/// How many of so many parts are listed: all where only one would be left over.
const fn listed(parts: usize) -> usize {
    if parts <= LISTED + 1 { parts } else { LISTED }
}

/// The halls that the figure is told of one by one; none where it is of one alone.
pub(super) fn halls_asked(question: &Question<'_>) -> Vec<String> {
    let mut halls = match question.halls {
        [] => question.all_halls.to_vec(),
        halls => halls.to_vec(),
    };
    if question.halls.is_empty() && !halls.is_empty() {
        // Rows that name no hall count over all.
        halls.push(String::new());
    }
    if halls.len() < 2 {
        halls.clear();
    }
    halls
}

impl Page<'_> {
    pub(super) fn halls(&self, own: &[parts::HallFigures], out: &mut String) {
        let Question { metric, month, .. } = self.q;
        if own.len() < 2 {
            return;
        }
        let title = self.t("按营业厅", "By hall");
        let whole = |month| self.figures.at(metric, month).ok();
        let (now, base) = (whole(month), whole(month.previous()));
        let split = |of: fn(&parts::HallFigures) -> Option<Figure>, whole: Option<Figure>| {
            parts::as_parts(metric, own, of, whole?)
        };
        let parts = split(|hall| hall.now, now);
        match (parts, split(|hall| hall.base, base)) {
            (Some(now), base) if base.is_some() || own.iter().all(|hall| hall.base.is_none()) => {
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
                for hall in own {
                    columns.row([self.name(&hall.hall), print(hall.now), print(hall.base)]);
                }
                columns.write(out);
            }
        }
    }

    pub(super) fn kinds(&self, out: &mut String) {
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

    /// What the parts beyond those listed are called.
    fn others(&self, n: usize) -> String {
        match self.q.lang.tag() {
            LangTag::Zh => format!("其余 {n} 项"),
            LangTag::En => format!("{n} others"),
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
        let known = now.names().chain(base.iter().flat_map(|base| base.names()));
        if known.collect::<BTreeSet<&str>>().len() < 2 {
            return;
        }
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
        let leaves = current.chain(before);
        let leaves: Vec<Leaf<'_, 1>> = leaves
            .filter(|leaf| leaf.base != 0 || leaf.current != 0)
            .collect();
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
        // Parts are small beside the whole: in 万元 a place more keeps them from reading 0.0.
        let style = match style.scale {
            Scale::One => style,
            _ => style.places(2),
        };
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
        let listed = listed(whole.parts.len());
        let few = whole.parts.iter().take(listed);
        for part in few {
            row(
                self.name(&part.name),
                (part.current, part.base),
                part.points,
            );
        }
        if let Some(rest) = whole.parts.get(listed..).filter(|rest| !rest.is_empty()) {
            let name = self.others(rest.len());
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
            let _ = match lang.tag() {
                LangTag::Zh => writeln!(out, "  比上月 {change}，主要来自：{}", named.join("、")),
                LangTag::En => writeln!(
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
        let listed = listed(change.groups.len());
        let mut rest = (0, 0.0, 0.0, 0.0, 0.0);
        for (n, group) in change.groups.iter().enumerate() {
            if n >= listed {
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
            let name = self.others(rest.0);
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

    pub(super) fn days(&self, out: &mut String) {
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
        let widest = numbers.iter().map(|number| width(number)).max();
        let widest = widest.unwrap_or(0);
        for ((n, day), number) in days.iter().enumerate().zip(&numbers) {
            let cells = if most > 0.0 {
                (day / most * BAR).round().max(0.0) as usize
            } else {
                0
            };
            let line = format!(
                "  {:>2}  {}{number}  {}",
                n + 1,
                " ".repeat(widest - width(number)),
                "█".repeat(cells)
            );
            out.push_str(line.trim_end());
            out.push('\n');
        }
    }
}
