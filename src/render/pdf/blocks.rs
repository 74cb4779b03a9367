//! Blocks → slabs: headings, prose, lists, charts, panels, findings.

use crate::chart::{self, Anchor, Chart, Mark, TextMeasure};
use crate::report::document::{Block, FindingBlock, Panel, Section, Severity, Text, Tone};

use super::cards;
use super::display::{Entry, Item, NodeId, Owner, Role, scale};
use super::flow::Slab;
use super::setter::{Setter, Style, block, joined, kept, line_items, rule, spaced, text_at};
use super::table;

/// A section: its heading, then its blocks.
pub(super) fn section(setter: &mut Setter, section: &Section) -> Vec<Slab> {
    let node = setter.tree.add(0, Role::Section);
    let mut slabs = vec![section_head(setter, section, node)];
    setter.level = 2;
    for block in &section.blocks {
        slabs.extend(set(setter, block, node));
    }
    slabs
}

fn section_head(setter: &mut Setter, section: &Section, parent: NodeId) -> Slab {
    let colours = setter.theme.colours;
    let node = setter.tree.add(parent, Role::Heading(2));
    let size = setter.theme.sizes.h2;
    let style = Style {
        size,
        leading: size * 1.4,
        bold: true,
        colour: colours.navy,
    };
    let entry = setter.entries.len();
    setter.entries.push(Entry {
        level: 2,
        number: section.number.unwrap_or_default().to_owned(),
        title: section.title.clone(),
        page: 0,
        top: 0.0,
    });
    let mut items = Vec::new();
    let mut x = 0.0;
    let mut top = 2.6;
    if let Some(number) = section.number {
        top = 4.6;
        let teal = Style {
            colour: colours.teal,
            ..style
        };
        items.push(text_at(
            number,
            teal,
            (0.0, top),
            Anchor::Start,
            Owner::Node(node),
        ));
        x = size * 1.86;
    }
    let lines = setter.lines(&Text::plain(&section.title), style, setter.frame.width - x);
    for line in &lines {
        items.extend(line_items(line, style, x, top, Owner::Node(node)));
        top += style.leading;
    }
    let mut height = top + 11.2;
    if section.number.is_some() {
        items.push(rule(0.0, top + 7.6, setter.frame.width, 1.0, colours.navy));
        height = top + 17.3;
    }
    Slab {
        height,
        keep: true,
        items,
        entry: Some(entry),
        ..Slab::default()
    }
}

fn set(setter: &mut Setter, block: &Block, parent: NodeId) -> Vec<Slab> {
    match block {
        Block::Heading(level, text) => heading(setter, *level, text, parent),
        Block::Lead(text) => lead(setter, text, parent),
        Block::Prose(text) => {
            let node = setter.tree.add(parent, Role::Paragraph);
            spaced(setter.paragraph(text, setter.body(), 0.0, node), 4.7)
        }
        Block::Kpis(cards) => cards::rows(setter, cards, parent),
        Block::Table(table) => table::slabs(setter, table, parent),
        Block::Chart(chart) => figure(setter, chart, parent),
        Block::List(numbered, items) => {
            let width = setter.frame.width;
            spaced(list(setter, *numbered, items, width, parent), 4.7)
        }
        Block::Panels(panels) => panel_row(setter, panels, parent),
        Block::Finding(finding) => self::finding(setter, finding, parent),
        Block::Note(text) => {
            let node = setter.tree.add(parent, Role::Paragraph);
            spaced(setter.paragraph(text, setter.small(), 0.0, node), 5.0)
        }
    }
}

fn heading(setter: &mut Setter, level: u8, text: &Text, parent: NodeId) -> Vec<Slab> {
    let third = level <= 3;
    let size = if third {
        setter.theme.sizes.h3
    } else {
        setter.theme.sizes.body + 0.6
    };
    let style = Style {
        size,
        leading: size * 1.4,
        bold: true,
        colour: setter.theme.colours.navy,
    };
    let tagged = if third { 3 } else { 4.min(setter.level + 1) };
    setter.level = tagged;
    let node = setter.tree.add(parent, Role::Heading(tagged));
    let mut slabs = kept(setter.paragraph(text, style, 0.0, node));
    if third && let Some(first) = slabs.first_mut() {
        first.entry = Some(setter.entries.len());
        setter.entries.push(Entry {
            level: 3,
            number: String::new(),
            title: text.to_plain(),
            page: 0,
            top: 0.0,
        });
    }
    spaced(slabs, if third { 16.0 } else { 11.0 })
}

/// The section's opening sentences beside a teal bar.
fn lead(setter: &mut Setter, text: &Text, parent: NodeId) -> Vec<Slab> {
    const INDENT: f64 = 10.6;
    let size = setter.theme.sizes.lead;
    let style = Style {
        size,
        leading: size * 1.7,
        bold: false,
        colour: setter.theme.colours.ink,
    };
    let node = setter.tree.add(parent, Role::Paragraph);
    let lines = setter.lines(text, style, setter.frame.width - INDENT);
    // So many lines share a slab that an ordinary lead is never parted, and any lead fits on pages.
    let share = ((setter.frame.height / style.leading / 2.0) as usize).max(1);
    let mut slabs: Vec<Slab> = lines
        .chunks(share)
        .map(|lines| {
            let height = style.leading * lines.len() as f64;
            let mut items = vec![block(0.0, 0.0, 2.4, height, setter.theme.colours.teal)];
            for (index, line) in lines.iter().enumerate() {
                let top = style.leading * index as f64;
                items.extend(line_items(line, style, INDENT, top, Owner::Node(node)));
            }
            Slab {
                height,
                items,
                ..Slab::default()
            }
        })
        .collect();
    slabs.push(gap(1.8));
    slabs
}

fn gap(height: f64) -> Slab {
    Slab {
        before: height,
        ..Slab::default()
    }
}

fn figure(setter: &mut Setter, chart: &Chart, parent: NodeId) -> Vec<Slab> {
    let title = setter.tree.add(parent, Role::Paragraph);
    if !chart.is_worth_drawing() {
        // A chart that would show nothing is the sentence it was to prove.
        let text = Text::plain(&chart.title);
        return spaced(setter.paragraph(&text, setter.body(), 0.0, title), 4.7);
    }
    let mut slabs = setter.paragraph(&Text::plain(&chart.title), setter.caption(), 0.0, title);
    slabs = spaced(slabs, 8.0);
    let drawn = chart::layout(
        chart,
        setter.frame.width,
        setter.theme,
        setter.fonts,
        setter.lang,
    );
    if drawn.marks.is_empty() {
        return slabs;
    }
    let node = setter.tree.figure(parent, chart.alt.clone());
    // On a low page (a screen's) a tall chart is made smaller rather than cut off.
    let room = setter.frame.height * 0.82;
    let by = (room / drawn.height.max(1.0)).min(1.0);
    let items = drawn.marks.into_iter().map(|mut mark| {
        scale(&mut mark, by);
        Item {
            mark,
            owner: Owner::Node(node),
        }
    });
    let drawing = Slab {
        height: drawn.height * by,
        before: 2.0,
        items: items.collect(),
        ..Slab::default()
    };
    slabs = kept(slabs);
    slabs.push(drawing);
    slabs.push(gap(3.0));
    slabs
}

/// A list set `width` wide.
fn list(
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
fn panel_row(setter: &mut Setter, panels: &[Panel], parent: NodeId) -> Vec<Slab> {
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
            super::display::shift(&mut item.mark, dx, 0.0);
            whole.items.push(item);
        }
    }
    vec![whole]
}

/// A problem: bar, title and severity, then its entries with their labels.
fn finding(setter: &mut Setter, finding: &FindingBlock, parent: NodeId) -> Vec<Slab> {
    const BADGE: (f64, f64) = (22.0, 12.8);
    let colours = setter.theme.colours;
    let (colour, word) = match finding.severity {
        Severity::High => (colours.red, setter.lang.pick("高", "High")),
        Severity::Medium => (colours.amber, setter.lang.pick("中", "Medium")),
        Severity::Low => (colours.grey_dark, setter.lang.pick("低", "Low")),
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
