//! Findings: what is wrong and how much it matters, then evidence, cause and measure as definitions.

use crate::chart::{Anchor, Mark, TextMeasure};
use crate::report::document::{FindingBlock, Text};
use crate::say;
use crate::value::Severity;

use super::display::{Item, NodeId, Owner, Role};
use super::flow::Slab;
use super::setter::{Setter, Style, block, line_items, spaced, text_at};

/// A problem: bar, title and severity, then its entries with their labels.
pub(super) fn slabs(setter: &mut Setter, finding: &FindingBlock, parent: NodeId) -> Vec<Slab> {
    const BADGE: (f64, f64) = (22.0, 12.8);
    let colours = setter.theme.colours;
    let (colour, word) = match finding.severity {
        Severity::High => (colours.red, say!(setter.lang, "page.severity.badge_high")),
        Severity::Medium => (
            colours.amber,
            say!(setter.lang, "page.severity.badge_medium"),
        ),
        Severity::Low => (
            colours.grey_dark,
            say!(setter.lang, "page.severity.badge_low"),
        ),
    };
    let level = 4.min(setter.level + 1).max(3);
    let head = setter.tree.add(parent, Role::Heading(level));
    let badge = setter.tree.add(parent, Role::Paragraph);
    let size = setter.theme.sizes.h3;
    let style = Style {
        size,
        leading: size * 1.4,
        bold: true,
        colour: colours.ink,
    };
    let small = Style {
        size: 7.6,
        leading: BADGE.1,
        bold: true,
        // White on the light grey of a low severity could not be read.
        colour: if finding.severity == Severity::Low {
            colours.ink
        } else {
            colours.paper
        },
    };
    let word_width = setter.fonts.width(word, small.size, true);
    let badge_width = BADGE.0.max(word_width + 9.0);
    let lines = setter.lines(
        &finding.title,
        style,
        setter.frame.width - 11.2 - badge_width - 10.0,
    );
    let height = style.leading * lines.len() as f64 + 2.0;
    let mut items = vec![block(0.0, 0.0, 3.0, height, colour)];
    for (index, line) in lines.iter().enumerate() {
        let top = 1.0 + style.leading * index as f64;
        items.extend(line_items(line, style, 11.2, top, Owner::Node(head)));
    }
    let left = setter.frame.width - badge_width;
    items.push(Item {
        mark: Mark::Rect {
            x: left,
            y: 2.4,
            width: badge_width,
            height: BADGE.1,
            radius: 3.0,
            fill: colour,
        },
        owner: Owner::Decoration,
    });
    items.push(text_at(
        word,
        small,
        (left + badge_width / 2.0, 2.4),
        Anchor::Middle,
        Owner::Node(badge),
    ));
    let mut slabs = vec![Slab {
        height,
        before: 15.0,
        keep: true,
        items,
        ..Slab::default()
    }];
    slabs.extend(spaced(definitions(setter, &finding.entries, parent), 4.0));
    slabs
}

/// Labels in teal, their texts beside them.
fn definitions(setter: &mut Setter, entries: &[(String, Text)], parent: NodeId) -> Vec<Slab> {
    let style = setter.body();
    let label_style = Style {
        bold: true,
        colour: setter.theme.colours.teal,
        ..style
    };
    let widest = entries
        .iter()
        .map(|(label, _)| setter.fonts.width(label, style.size, true))
        .fold(0.0, f64::max);
    let indent = (widest + 11.6).max(31.0).min(setter.frame.width / 3.0);
    let list = setter.tree.add(parent, Role::List("None"));
    let mut slabs = Vec::new();
    for (label, text) in entries {
        let item = setter.tree.add(list, Role::Item);
        let label_node = setter.tree.add(item, Role::Label);
        let body = setter.tree.add(item, Role::Body);
        let mut rows = setter.paragraph(text, style, indent, body);
        let labels = setter.lines(&Text::plain(label), label_style, indent - 4.0);
        for (index, line) in labels.iter().enumerate() {
            let mut items = line_items(line, label_style, 0.0, 0.0, Owner::Node(label_node));
            if let Some(row) = rows.get_mut(index) {
                items.append(&mut row.items);
                row.items = items;
            } else {
                rows.push(Slab {
                    height: style.leading,
                    items,
                    ..Slab::default()
                });
            }
        }
        slabs.extend(spaced(rows, 2.6));
    }
    slabs
}
