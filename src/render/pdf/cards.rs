//! KPI cards: name, value with its unit, change in words and colour, trend.

use crate::chart::{self, Anchor, Mark, TextMeasure};
use crate::format;
use crate::report::document::{Kpi, Text};
use crate::say;
use crate::value::{Tone, Value};
use crate::words::Lang;

use super::display::{Item, NodeId, Owner, Role, shift};
use super::flow::Slab;
use super::paragraph::Line;
use super::setter::{Setter, Style, block, line_items, text_at};

/// Cards in a row.
const COLUMNS: usize = 4;
const GUTTER: f64 = 8.6;
const PADDING: f64 = 8.4;
/// Height of the trend's line.
const TREND: f64 = 15.0;

/// One slab a row of cards.
pub(super) fn rows(setter: &mut Setter, kpis: &[Kpi], parent: NodeId) -> Vec<Slab> {
    let columns = match kpis.len() {
        0 | 1 => 2,
        // Two even rows rather than a full one and a stump.
        5 | 6 => 3,
        count => COLUMNS.min(count),
    };
    let width = (setter.frame.width - GUTTER * (columns as f64 - 1.0)) / columns as f64;
    let mut slabs = Vec::new();
    for row in kpis.chunks(columns) {
        let cards: Vec<Card> = row
            .iter()
            .map(|kpi| Card::new(setter, kpi, width))
            .collect();
        let heads = cards.iter().map(|c| c.name.len()).max().unwrap_or(1);
        let feet = cards.iter().map(Card::foot_lines).max().unwrap_or(0);
        let trend = row.iter().any(|kpi| points(&kpi.trend).len() > 1);
        let mut slab = Slab {
            height: 0.0,
            before: 8.0,
            ..Slab::default()
        };
        for (index, (card, kpi)) in cards.iter().zip(row).enumerate() {
            let left = (width + GUTTER) * index as f64;
            let height = card.draw(
                setter,
                kpi,
                parent,
                &mut slab.items,
                left,
                heads,
                feet,
                trend,
            );
            slab.height = height;
        }
        slabs.push(slab);
    }
    slabs
}

/// A card's texts, broken to its width.
struct Card {
    width: f64,
    name: Vec<Line>,
    digits: String,
    unit: String,
    value_style: Style,
    unit_style: Style,
    small: Style,
    /// The coloured change.
    change: Option<(String, u32)>,
    /// Basis and note after it: on its line where they fit, else below.
    rest: Vec<Line>,
    rest_beside: bool,
}

impl Card {
    fn new(setter: &Setter, kpi: &Kpi, width: f64) -> Self {
        let inner = width - 2.0 * PADDING;
        let colours = setter.theme.colours;
        let small = Style {
            size: 8.1,
            leading: 11.4,
            bold: false,
            colour: colours.muted,
        };
        let (digits, unit) = format::parts(&kpi.value, setter.lang);
        let mut value_style = Style {
            size: 18.6,
            leading: 26.0,
            bold: true,
            colour: colours.navy,
        };
        let mut unit_style = small;
        // A long value is set smaller rather than cut off.
        let full = setter.fonts.width(&digits, value_style.size, true)
            + setter.fonts.width(&unit, unit_style.size, false)
            + 4.0;
        if full > inner {
            value_style.size *= inner / full;
            unit_style.size *= inner / full;
        }
        let change = kpi.change.as_ref().map(|change| {
            let colour = match change.tone {
                Tone::Neutral => colours.muted,
                tone => setter.tone(tone),
            };
            (change_text(&change.value, setter.lang), colour)
        });
        let basis = kpi.change.as_ref().map_or("", |change| &change.basis);
        let rest = match (basis, kpi.note.as_str()) {
            ("", note) => note.to_owned(),
            (basis, "") => basis.to_owned(),
            (basis, note) => format!("{basis} · {note}"),
        };
        let beside = change.as_ref().map_or(0.0, |(text, _)| {
            setter.fonts.width(text, small.size, false) + 2.2
        });
        let rest_beside =
            rest.is_empty() || beside + setter.fonts.width(&rest, small.size, false) <= inner;
        let rest = if rest.is_empty() {
            Vec::new()
        } else {
            setter.lines(&Text::plain(rest), small, inner)
        };
        Self {
            width,
            name: setter.lines(&Text::plain(&kpi.name), small, inner),
            digits,
            unit,
            value_style,
            unit_style,
            small,
            change,
            rest,
            rest_beside,
        }
    }

    fn foot_lines(&self) -> usize {
        match (&self.change, self.rest_beside) {
            (Some(_), true) => 1,
            (Some(_), false) => 1 + self.rest.len(),
            (None, _) => self.rest.len(),
        }
    }

    /// Draws the card with room for `heads` lines of name and `feet` lines below the value; its height.
    #[allow(clippy::too_many_arguments)]
    fn draw(
        &self,
        setter: &mut Setter,
        kpi: &Kpi,
        parent: NodeId,
        items: &mut Vec<Item>,
        left: f64,
        heads: usize,
        feet: usize,
        trend: bool,
    ) -> f64 {
        let colours = setter.theme.colours;
        let foot = self.small.leading * feet as f64;
        let value_top = 10.0 + self.small.leading * heads as f64;
        let foot_top = value_top + self.value_style.leading - 1.0;
        let trend_top = foot_top + foot + 1.8;
        let height = if trend {
            trend_top + TREND + 6.0
        } else {
            foot_top + foot + 8.0
        };
        let card = setter.tree.add(parent, Role::Division);
        items.push(block(left, 0.0, self.width, height, colours.panel));
        items.push(block(left, 0.0, self.width, 1.5, colours.navy));
        let x = left + PADDING;
        let name = Owner::Node(setter.tree.add(card, Role::Paragraph));
        for (index, line) in self.name.iter().enumerate() {
            let top = 10.0 + self.small.leading * index as f64;
            items.extend(line_items(line, self.small, x, top, name));
        }
        let value = Owner::Node(setter.tree.add(card, Role::Paragraph));
        items.push(text_at(
            &self.digits,
            self.value_style,
            (x, value_top),
            Anchor::Start,
            value,
        ));
        if !self.unit.is_empty() {
            let digits = setter
                .fonts
                .width(&self.digits, self.value_style.size, true);
            let mut unit = text_at(
                &self.unit,
                self.unit_style,
                (x + digits + 3.0, value_top),
                Anchor::Start,
                value,
            );
            // On the baseline of the digits.
            if let Mark::Text { y, .. } = &mut unit.mark {
                *y = value_top + super::setter::baseline(self.value_style);
            }
            items.push(unit);
        }
        self.draw_foot(setter, card, items, x, foot_top);
        let known = points(&kpi.trend);
        if known.len() > 1 {
            let node = setter.tree.figure(card, trend_alt(kpi, setter.lang));
            let tone = kpi.change.as_ref().map_or(Tone::Neutral, |c| c.tone);
            let width = (self.width * 0.6).min(70.0);
            for mut mark in chart::sparkline(&kpi.trend, width, TREND, setter.theme, tone).marks {
                shift(&mut mark, x, trend_top);
                items.push(Item {
                    mark,
                    owner: Owner::Node(node),
                });
            }
        }
        height
    }

    fn draw_foot(
        &self,
        setter: &mut Setter,
        card: NodeId,
        items: &mut Vec<Item>,
        x: f64,
        mut top: f64,
    ) {
        if self.change.is_none() && self.rest.is_empty() {
            return;
        }
        let owner = Owner::Node(setter.tree.add(card, Role::Paragraph));
        let mut beside = 0.0;
        if let Some((text, colour)) = &self.change {
            let style = Style {
                colour: *colour,
                ..self.small
            };
            items.push(text_at(text, style, (x, top), Anchor::Start, owner));
            beside = setter.fonts.width(text, self.small.size, false) + 2.2;
            if !self.rest_beside {
                beside = 0.0;
                top += self.small.leading;
            }
        }
        for line in &self.rest {
            items.extend(line_items(line, self.small, x + beside, top, owner));
            top += self.small.leading;
        }
    }
}

/// `▲ 5.2%`: the arrow tells the direction, the colour whether it is good.
fn change_text(value: &Value, lang: Lang) -> String {
    let Value::Number(number, unit) = value else {
        return format::value(value, lang);
    };
    let size = format::value(&Value::Number(number.abs(), *unit), lang);
    if size.chars().all(|c| !c.is_ascii_digit() || c == '0') {
        return say!(lang, "page.card.unchanged").to_owned();
    }
    let arrow = if *number < 0.0 { '▼' } else { '▲' };
    format!("{arrow} {size}")
}

/// The months that are known: (position, value).
fn points(trend: &[Option<f64>]) -> Vec<(usize, f64)> {
    trend
        .iter()
        .enumerate()
        .filter_map(|(index, value)| value.filter(|v| v.is_finite()).map(|v| (index, v)))
        .collect()
}

fn trend_alt(kpi: &Kpi, lang: Lang) -> String {
    let known = points(&kpi.trend);
    let unit = match kpi.value {
        Value::Number(_, unit) => unit,
        _ => crate::value::Unit::Bare,
    };
    let print = |at: Option<&(usize, f64)>| {
        at.map_or_else(String::new, |(_, v)| {
            format::value(&Value::Number(*v, unit), lang)
        })
    };
    let (first, last) = (print(known.first()), print(known.last()));
    let (name, months) = (&kpi.name, kpi.trend.len());
    say!(
        lang,
        "page.card.trend",
        name = *name,
        months = months,
        first = first,
        last = last
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Unit;

    #[test]
    fn a_change_tells_its_direction_by_a_sign() {
        let text = |n, unit| change_text(&Value::Number(n, unit), Lang::ZH);
        assert_eq!(text(0.052, Unit::Ratio), "▲ 5.2%");
        assert_eq!(text(-0.004, Unit::PercentPoints), "▼ 0.4 个百分点");
        assert_eq!(text(-0.0001, Unit::Ratio), "持平");
    }
}
