//! The contents: sections and their third-level headings with page numbers, every row a link.

use crate::chart::{Anchor, Mark};
use crate::report::document::Text;

use super::display::{Link, NodeId, Owner, Role, shift};
use super::flow::{Filled, Frame, Slab, paginate};
use super::setter::{Setter, Style, line_items, rule, text_at};

/// Between the two columns on wide paper.
const GUTTER: f64 = 40.0;

/// Sets the contents from the entries known so far; on wide paper in two columns, across whose width no
/// eye has to carry a page number.
pub(super) fn pages(setter: &mut Setter, node: NodeId) -> Vec<Filled> {
    let title = title(setter, node);
    let list = setter.tree.add(node, Role::Contents);
    let page = setter.frame;
    if page.width < page.height * 1.2 {
        let mut slabs = vec![title];
        slabs.extend(rows(setter, list));
        return paginate(&slabs, page);
    }
    let column = Frame {
        top: page.top + title.height,
        width: (page.width - GUTTER) / 2.0,
        height: page.height - title.height,
        ..page
    };
    setter.frame = column;
    let columns = paginate(&rows(setter, list), column);
    setter.frame = page;
    let mut pages = Vec::new();
    let mut columns = columns.into_iter();
    while let Some(mut left) = columns.next() {
        if let Some(right) = columns.next() {
            let dx = column.width + GUTTER;
            for mut item in right.items {
                shift(&mut item.mark, dx, 0.0);
                left.items.push(item);
            }
            for mut link in right.links {
                link.area.0 += dx;
                left.links.push(link);
            }
        }
        pages.push(left);
    }
    if let Some(first) = pages.first_mut()
        && let Some(head) = paginate(&[title], page).into_iter().next()
    {
        first.items.splice(0..0, head.items);
    }
    pages
}

fn rows(setter: &mut Setter, list: NodeId) -> Vec<Slab> {
    (0..setter.entries.len())
        .filter_map(|index| row(setter, index, list))
        .collect()
}

fn title(setter: &mut Setter, parent: NodeId) -> Slab {
    let size = setter.theme.sizes.h2;
    let style = Style {
        size,
        leading: size * 1.4,
        bold: true,
        colour: setter.theme.colours.navy,
    };
    let node = setter.tree.add(parent, Role::Heading(2));
    let text = crate::say!(setter.lang, "page.contents");
    Slab {
        height: style.leading + 12.0,
        keep: true,
        items: vec![text_at(
            text,
            style,
            (0.0, 2.6),
            Anchor::Start,
            Owner::Node(node),
        )],
        ..Slab::default()
    }
}

fn row(setter: &mut Setter, index: usize, parent: NodeId) -> Option<Slab> {
    const NUMBER: f64 = 26.0;
    let entry = setter.entries.get(index)?.clone();
    let colours = setter.theme.colours;
    let section = entry.level == 2;
    let style = if section {
        Style {
            size: 11.5,
            leading: 18.0,
            bold: true,
            colour: colours.navy,
        }
    } else {
        setter.body()
    };
    let item = setter.tree.add(parent, Role::ContentsItem);
    let link = setter.tree.add(item, Role::Link);
    let owner = Owner::Node(link);
    let mut items = Vec::new();
    let room = setter.frame.width - NUMBER - 40.0;
    let lines = setter.lines(&Text::plain(&entry.title), style, room);
    // The spaces are for those who hear the page.
    if !entry.number.is_empty() {
        let teal = Style {
            colour: colours.teal,
            ..style
        };
        let number = format!("{} ", entry.number);
        items.push(text_at(&number, teal, (0.0, 0.0), Anchor::Start, owner));
    }
    // An unnumbered section stands at the edge; what belongs to a numbered one is set in.
    let x = if section && entry.number.is_empty() {
        0.0
    } else {
        NUMBER
    };
    for (place, line) in lines.iter().enumerate() {
        let top = style.leading * place as f64;
        let mut set = line_items(line, style, x, top, owner);
        if let Some(Mark::Text { text, .. }) = set.last_mut().map(|item| &mut item.mark) {
            text.push(' ');
        }
        items.append(&mut set);
    }
    let height = style.leading * lines.len() as f64;
    let number = Style {
        size: setter.theme.sizes.body,
        leading: style.leading,
        bold: section,
        colour: if section { colours.navy } else { colours.muted },
    };
    let right = setter.frame.width;
    items.push(text_at(
        &(entry.page + 1).to_string(),
        number,
        (right, height - style.leading),
        Anchor::End,
        owner,
    ));
    let below = if section { 4.0 } else { 1.0 };
    if section {
        items.push(rule(0.0, height + 2.4, right, 0.5, colours.rule));
    }
    Some(Slab {
        height: height + below,
        before: if section { 11.0 } else { 0.0 },
        // A section's rows stay together.
        keep: setter.entries.get(index + 1).is_some_and(|e| e.level > 2),
        items,
        links: vec![Link {
            area: (0.0, 0.0, right, height),
            entry: index,
            node: link,
        }],
        ..Slab::default()
    })
}
