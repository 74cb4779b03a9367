//! Blocks → slabs: headings, prose, lists, charts, panels, findings.

use crate::chart::{self, Anchor, Chart, DisplayList};
use crate::report::document::{Block, Section, Text};

use super::cards;
use super::display::{Entry, Item, NodeId, Owner, Role, scale};
use super::finding;
use super::flow::Slab;
use super::lists;
use super::setter::{Setter, Style, block, kept, line_items, rule, spaced, text_at};
use super::table;

/// A section: its heading, then its blocks.
pub(super) fn section(setter: &mut Setter, section: &Section) -> Vec<Slab> {
    let node = setter.tree.add(0, Role::Section);
    let mut slabs = vec![section_head(setter, section, node)];
    setter.level = 2;
    for (index, block) in section.blocks.iter().enumerate() {
        let mut here = set(setter, block, node);
        // A short sentence introduces the table or chart that follows.
        let introduces = matches!(block, Block::Prose(_))
            && matches!(
                section.blocks.get(index + 1),
                Some(Block::Table(_) | Block::Chart(_) | Block::Kpis(_))
            );
        if introduces && here.len() <= 2 {
            here = kept(here);
        }
        // What introduces is moved only with what it introduces.
        let part = index + if introduces { 2 } else { 1 };
        for slab in &mut here {
            slab.block = part;
        }
        if matches!(
            block,
            Block::Heading(..) | Block::Finding(_) | Block::Lead(_)
        ) && let Some(first) = here.first_mut()
        {
            first.opens = true;
        }
        slabs.append(&mut here);
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
            spaced(lists::list(setter, *numbered, items, width, parent), 4.7)
        }
        Block::Panels(panels) => lists::panel_row(setter, panels, parent),
        Block::Finding(finding) => finding::slabs(setter, finding, parent),
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

/// How high a chart is drawn, beside its full height, where the page has not the room.
const SHARES: [f64; 3] = [0.9, 0.8, 0.7];

fn figure(setter: &mut Setter, chart: &Chart, parent: NodeId) -> Vec<Slab> {
    let title = setter.tree.add(parent, Role::Paragraph);
    if !chart.is_worth_drawing() {
        // A chart that would show nothing is the sentence it was to prove.
        let text = Text::plain(&chart.title);
        return spaced(setter.paragraph(&text, setter.body(), 0.0, title), 4.7);
    }
    let mut slabs = setter.paragraph(&Text::plain(&chart.title), setter.caption(), 0.0, title);
    slabs = spaced(slabs, 8.0);
    let draw = |share: f64| {
        let (width, theme, fonts) = (setter.frame.width, setter.theme, setter.fonts);
        chart::layout_lower(chart, width, share, theme, fonts, setter.lang)
    };
    let drawn = draw(1.0);
    if drawn.marks.is_empty() {
        return slabs;
    }
    // On a low page (a screen's) a tall chart is made smaller rather than cut off.
    let room = setter.frame.height * 0.82;
    let lower: Vec<DisplayList> = SHARES.into_iter().map(draw).collect();
    let node = setter.tree.figure(parent, chart.alt.clone());
    let items = |drawn: DisplayList| -> (f64, Vec<Item>) {
        let by = (room / drawn.height.max(1.0)).min(1.0);
        let items = drawn.marks.into_iter().map(|mut mark| {
            scale(&mut mark, by);
            Item {
                mark,
                owner: Owner::Node(node),
            }
        });
        (drawn.height * by, items.collect())
    };
    let (height, marks) = items(drawn);
    let mut drawing = Slab {
        height,
        before: 2.0,
        items: marks,
        drawing: true,
        keep: true,
        ..Slab::default()
    };
    for (lower, marks) in lower.into_iter().map(items) {
        // A chart of two bars gains nothing.
        if lower < height - 4.0 {
            drawing.lower.push_back((lower, marks));
        }
    }
    slabs = kept(slabs);
    slabs.push(drawing);
    slabs.push(gap(3.0));
    slabs
}
