//! The page display list: what layout makes and painting replays.
//!
//! Marks are those of the charts; each is owned by an element of the structure tree or is an artifact
//! (a rule, a running head). Lengths in points, y downwards from the top edge of the page.

use crate::chart::{Anchor, Mark};

/// An element of the structure tree, by its place in [`Tree::nodes`].
pub(super) type NodeId = usize;

/// What a structure element is; the names are the standard ones of PDF 1.7.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Document,
    Section,
    Division,
    Heading(u8),
    Paragraph,
    /// With its numbering: `Decimal`, `Disc` or `None`.
    List(&'static str),
    Item,
    Label,
    Body,
    Table,
    Row,
    ColumnHead,
    RowHead,
    Cell,
    Figure,
    Contents,
    ContentsItem,
    Link,
}

/// One element of the structure tree.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    pub(super) role: Role,
    pub(super) parent: Option<NodeId>,
    pub(super) children: Vec<NodeId>,
    /// What a figure shows, in words.
    pub(super) alt: Option<String>,
}

/// The structure tree; node 0 is the document.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
}

impl Tree {
    pub(super) fn new() -> Self {
        Self {
            nodes: vec![Node {
                role: Role::Document,
                parent: None,
                children: Vec::new(),
                alt: None,
            }],
        }
    }

    /// Adds an element as the last child of `parent`.
    pub(super) fn add(&mut self, parent: NodeId, role: Role) -> NodeId {
        let id = self.nodes.len();
        self.nodes.push(Node {
            role,
            parent: Some(parent),
            children: Vec::new(),
            alt: None,
        });
        if let Some(parent) = self.nodes.get_mut(parent) {
            parent.children.push(id);
        }
        id
    }

    /// Takes the children of an element away; they own nothing afterwards.
    pub(super) fn clear(&mut self, parent: NodeId) {
        if let Some(parent) = self.nodes.get_mut(parent) {
            parent.children.clear();
        }
    }

    /// Adds a figure with its text alternative.
    pub(super) fn figure(&mut self, parent: NodeId, alt: String) -> NodeId {
        let id = self.add(parent, Role::Figure);
        if let Some(node) = self.nodes.get_mut(id) {
            node.alt = Some(alt);
        }
        id
    }
}

/// Who owns a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    /// Content of a structure element.
    Node(NodeId),
    /// A rule, a background or another thing that says nothing.
    Decoration,
    /// A running head or foot, or a table head repeated on a further page.
    Pagination,
}

/// One mark and its owner.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Item {
    pub(super) mark: Mark,
    pub(super) owner: Owner,
}

/// An area that leads elsewhere: left, top, width, height, and the entry it leads to.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Link {
    pub(super) area: (f64, f64, f64, f64),
    /// The outline entry, by its place in [`Layout::entries`].
    pub(super) entry: usize,
    pub(super) node: NodeId,
}

/// The logo's place: left, top, width and height, and the figure it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Picture {
    pub(super) area: (f64, f64, f64, f64),
    pub(super) node: NodeId,
}

/// One page.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Page {
    pub(super) items: Vec<Item>,
    pub(super) links: Vec<Link>,
    /// The logo, on the cover.
    pub(super) picture: Option<Picture>,
    /// The title of the section the page belongs to; empty on the cover.
    pub(super) section: String,
}

/// A heading that the outline and the contents name.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    /// 2 for a section, 3 for a heading in it.
    pub(super) level: u8,
    /// A section's number, or empty.
    pub(super) number: String,
    pub(super) title: String,
    /// The page, counted from 0, and the heading's top edge on it.
    pub(super) page: usize,
    pub(super) top: f64,
}

/// The whole document laid out.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Layout {
    pub(super) width: f64,
    pub(super) height: f64,
    /// What every page is painted with first, where the paper is to have a colour.
    pub(super) ground: Option<u32>,
    pub(super) pages: Vec<Page>,
    pub(super) entries: Vec<Entry>,
    pub(super) tree: Tree,
}

/// Moves a mark.
pub(super) fn shift(mark: &mut Mark, dx: f64, dy: f64) {
    match mark {
        Mark::Rect { x, y, .. } | Mark::Text { x, y, .. } => {
            *x += dx;
            *y += dy;
        }
        Mark::Line { from, to, .. } => {
            for point in [from, to] {
                point.0 += dx;
                point.1 += dy;
            }
        }
        Mark::Path { points, .. } => {
            for point in points {
                point.0 += dx;
                point.1 += dy;
            }
        }
        Mark::Circle { centre, .. } => {
            centre.0 += dx;
            centre.1 += dy;
        }
    }
}

/// Enlarges or shrinks a mark about the origin.
pub(super) fn scale(mark: &mut Mark, by: f64) {
    let point = |p: &mut (f64, f64)| {
        p.0 *= by;
        p.1 *= by;
    };
    match mark {
        Mark::Rect {
            x,
            y,
            width,
            height,
            radius,
            ..
        } => {
            for length in [x, y, width, height, radius] {
                *length *= by;
            }
        }
        Mark::Text { x, y, size, .. } => {
            for length in [x, y, size] {
                *length *= by;
            }
        }
        Mark::Line {
            from, to, width, ..
        } => {
            point(from);
            point(to);
            *width *= by;
        }
        Mark::Path { points, stroke, .. } => {
            points.iter_mut().for_each(point);
            if let Some((_, width)) = stroke {
                *width *= by;
            }
        }
        Mark::Circle { centre, radius, .. } => {
            point(centre);
            *radius *= by;
        }
    }
}

/// The share of a text's width that lies left of its x.
pub(super) fn lean(anchor: Anchor) -> f64 {
    match anchor {
        Anchor::Start => 0.0,
        Anchor::Middle => 0.5,
        Anchor::End => 1.0,
    }
}
