//! Lists, and panels of lists side by side.

use crate::chart::{Anchor, TextMeasure};
use crate::report::document::{Panel, Text};
use crate::value::Tone;

use super::display::{NodeId, Owner, Role, shift};
use super::flow::Slab;
use super::setter::{Setter, Style, joined, line_items, spaced, text_at};

/// A list set `width` wide.
pub(super) fn list(
    setter: &mut Setter,
    numbered: bool,
    texts: &[Text],
    width: f64,
    parent: NodeId,
) -> Vec<Slab> {
    let style = setter.body();
    let widest = setter
        .fonts
        .width(&format!("{}.", texts.len()), style.size, false);
    let indent = if numbered {
        (widest + 4.6).max(12.4)
    } else {
        12.4
    };
    let numbering = if numbered { "Decimal" } else { "Disc" };
    let node = setter.tree.add(parent, Role::List(numbering));
    let mut slabs = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        let item = setter.tree.add(node, Role::Item);
        let label = setter.tree.add(item, Role::Label);
        let body = setter.tree.add(item, Role::Body);
        let lines = setter.lines(text, style, width - indent);
        let count = lines.len();
        for (row, line) in lines.iter().enumerate() {
            let mut items = Vec::new();
            if row == 0 {
                let (sign, x, anchor) = if numbered {
                    (format!("{}.", index + 1), indent - 3.2, Anchor::End)
                } else {
                    ("•".to_owned(), 5.4, Anchor::Middle)
                };
                let sign_style = Style {
                    bold: !numbered,
                    ..style
                };
                items.push(text_at(
                    &sign,
                    sign_style,
                    (x, 0.0),
                    anchor,
                    Owner::Node(label),
                ));
            }
            items.extend(line_items(line, style, indent, 0.0, Owner::Node(body)));
            slabs.push(Slab {
                height: style.leading,
                before: if row == 0 && index > 0 { 3.6 } else { 0.0 },
                keep: row + 1 < count && (row == 0 || row + 2 >= count),
                items,
                ..Slab::default()
            });
        }
    }
    slabs
}

/// Short titled lists side by side; one below the other where they are too long for a page.
pub(super) fn panel_row(setter: &mut Setter, panels: &[Panel], parent: NodeId) -> Vec<Slab> {
    const GUTTER: f64 = 21.0;
    let count = panels.len().max(1) as f64;
    let width = (setter.frame.width - GUTTER * (count - 1.0)) / count;
    let mut columns = Vec::new();
    for panel in panels {
        let node = setter.tree.add(parent, Role::Division);
        let title = setter.tree.add(node, Role::Paragraph);
        let style = Style {
            size: 10.4,
            leading: 16.0,
            bold: true,
            colour: match panel.tone {
                Tone::Neutral => setter.theme.colours.navy,
                tone => setter.tone(tone),
            },
        };
        let lines = setter.lines(&Text::plain(&panel.title), style, width);
        let mut slabs: Vec<Slab> = lines
            .iter()
            .map(|line| Slab {
                height: style.leading,
                keep: true,
                items: line_items(line, style, 0.0, 0.0, Owner::Node(title)),
                ..Slab::default()
            })
            .collect();
        slabs.extend(spaced(list(setter, true, &panel.items, width, node), 2.6));
        columns.push(slabs);
    }
    let tall = |slabs: &[Slab]| slabs.iter().map(|s| s.before + s.height).sum::<f64>();
    if columns.iter().any(|c| tall(c) > setter.frame.height * 0.8) {
        return columns
            .into_iter()
            .flat_map(|slabs| spaced(slabs, 14.0))
            .collect();
    }
    let mut whole = Slab {
        before: 14.0,
        ..Slab::default()
    };
    for (index, slabs) in columns.into_iter().enumerate() {
        let dx = (width + GUTTER) * index as f64;
        let column = joined(slabs);
        whole.height = whole.height.max(column.height);
        for mut item in column.items {
            shift(&mut item.mark, dx, 0.0);
            whole.items.push(item);
        }
    }
    vec![whole]
}
