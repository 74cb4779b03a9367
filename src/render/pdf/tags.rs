//! Structure tree, parent tree and link annotations: what makes the file readable aloud.

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use crate::chart::Bounds;
use crate::font::Fonts;

use super::display::{Layout, Link, NodeId, Owner, Role};
use super::metadata::text_string;

impl Role {
    /// The structure type's name, of the standard set.
    pub(super) fn name(self) -> String {
        match self {
            Self::Document => "Document",
            Self::Section => "Sect",
            Self::Division => "Div",
            Self::Heading(level) => return format!("H{}", level.clamp(1, 6)),
            Self::Paragraph => "P",
            Self::List(_) => "L",
            Self::Item => "LI",
            Self::Label => "Lbl",
            Self::Body => "LBody",
            Self::Table => "Table",
            Self::Row => "TR",
            Self::ColumnHead | Self::RowHead => "TH",
            Self::Cell => "TD",
            Self::Figure => "Figure",
            Self::Contents => "TOC",
            Self::ContentsItem => "TOCI",
            Self::Link => "Link",
        }
        .to_owned()
    }

    fn attributes(self) -> Option<Dictionary> {
        let scope = |scope: &str| dictionary! { "O" => "Table", "Scope" => scope };
        match self {
            Self::ColumnHead => Some(scope("Column")),
            Self::RowHead => Some(scope("Row")),
            Self::List(numbering) => {
                Some(dictionary! { "O" => "List", "ListNumbering" => numbering })
            }
            _ => None,
        }
    }
}

/// What a structure element's object is put together from.
struct Element {
    id: ObjectId,
    /// Marked content of its own: page and id on it.
    content: Vec<(usize, i64)>,
    /// Annotations it owns: page and object.
    annotations: Vec<(usize, ObjectId)>,
    /// The box around its marks on its first page.
    area: Option<(usize, Bounds)>,
}

/// Adds annotations, structure tree and parent tree. `owners` tells for each page the elements of its
/// marked contents, by id.
pub(super) fn write(
    pdf: &mut Document,
    layout: &Layout,
    owners: &[Vec<NodeId>],
    page_ids: &[ObjectId],
    fonts: &Fonts,
) -> ObjectId {
    let root_id = pdf.new_object_id();
    // A page's list of parents names its elements in nearly the order their parents do: standing next
    // to them, it deflates to little.
    let mut ends: Vec<(NodeId, usize)> = owners
        .iter()
        .enumerate()
        .map(|(page, owners)| (owners.iter().max().copied().unwrap_or(0), page))
        .collect();
    ends.sort_unstable();
    let mut ends = ends.into_iter().peekable();
    let mut lists = vec![root_id; owners.len()];
    let mut elements: Vec<Element> = Vec::with_capacity(layout.tree.nodes.len());
    for node in 0..layout.tree.nodes.len() {
        elements.push(Element {
            id: pdf.new_object_id(),
            content: Vec::new(),
            annotations: Vec::new(),
            area: None,
        });
        while let Some((_, page)) = ends.next_if(|(last, _)| *last == node) {
            if let Some(list) = lists.get_mut(page) {
                *list = pdf.new_object_id();
            }
        }
    }
    for (page, owners) in owners.iter().enumerate() {
        for (id, &node) in (0_i64..).zip(owners) {
            if let Some(element) = elements.get_mut(node) {
                element.content.push((page, id));
            }
        }
    }
    find_areas(layout, fonts, &mut elements);
    let mut parents: Vec<Object> = Vec::new();
    for ((page, owners), id) in (0_i64..).zip(owners).zip(lists) {
        let list: Vec<Object> = owners
            .iter()
            .filter_map(|&node| elements.get(node).map(|e| e.id.into()))
            .collect();
        pdf.set_object(id, list);
        parents.extend([page.into(), id.into()]);
    }
    let mut key = i64::try_from(owners.len()).unwrap_or(i64::MAX);
    for (index, page) in layout.pages.iter().enumerate() {
        let mut annotations: Vec<Object> = Vec::new();
        for link in &page.links {
            let Some(annotation) = annotation(layout, link, page_ids, key) else {
                continue;
            };
            let id = pdf.add_object(annotation);
            annotations.push(id.into());
            if let Some(element) = elements.get_mut(link.node) {
                element.annotations.push((index, id));
                parents.extend([key.into(), element.id.into()]);
            }
            key += 1;
        }
        let dictionary = page_ids
            .get(index)
            .and_then(|id| pdf.get_object_mut(*id).ok())
            .and_then(|page| page.as_dict_mut().ok());
        if let Some(page) = dictionary {
            page.remove(b"Annots");
            page.set("StructParents", i64::try_from(index).unwrap_or(0));
            page.set("Tabs", "S");
            if !annotations.is_empty() {
                page.set("Annots", annotations);
            }
        }
    }
    let mut stack: Vec<NodeId> = vec![0];
    while let Some(node) = stack.pop() {
        stack.extend(layout.tree.nodes.get(node).map_or(&[][..], |n| &n.children));
        if let (Some(id), Some(object)) = (
            elements.get(node).map(|e| e.id),
            element(layout, node, &elements, page_ids, root_id),
        ) {
            pdf.set_object(id, object);
        }
    }
    let parent_tree = pdf.add_object(dictionary! { "Nums" => parents });
    let document = elements.first().map_or(root_id, |e| e.id);
    pdf.set_object(
        root_id,
        dictionary! {
            "Type" => "StructTreeRoot",
            "K" => vec![document.into()],
            "ParentTree" => parent_tree,
            "ParentTreeNextKey" => key,
        },
    );
    root_id
}

fn find_areas(layout: &Layout, fonts: &Fonts, elements: &mut [Element]) {
    for (index, page) in layout.pages.iter().enumerate() {
        if let Some(picture) = page.picture
            && let Some(element) = elements.get_mut(picture.node)
        {
            let (left, top, width, height) = picture.area;
            let area = Bounds {
                left,
                top,
                right: left + width,
                bottom: top + height,
            };
            element.area = Some((index, area));
        }
        for item in &page.items {
            let Owner::Node(node) = item.owner else {
                continue;
            };
            let figure = layout
                .tree
                .nodes
                .get(node)
                .is_some_and(|n| n.role == Role::Figure);
            let Some(element) = elements.get_mut(node).filter(|_| figure) else {
                continue;
            };
            let b = item.mark.bounds(fonts);
            match &mut element.area {
                None => element.area = Some((index, b)),
                Some((at, a)) if *at == index => {
                    *a = Bounds {
                        left: a.left.min(b.left),
                        top: a.top.min(b.top),
                        right: a.right.max(b.right),
                        bottom: a.bottom.max(b.bottom),
                    };
                }
                Some(_) => {}
            }
        }
    }
}

fn real(length: f64) -> Object {
    Object::Real(((length * 100.0).round() / 100.0) as f32)
}

fn annotation(layout: &Layout, link: &Link, page_ids: &[ObjectId], key: i64) -> Option<Dictionary> {
    let entry = layout.entries.get(link.entry)?;
    let page = *page_ids.get(entry.page)?;
    let (x, y, width, height) = link.area;
    let bottom = layout.height - y - height;
    Some(dictionary! {
        "Type" => "Annot",
        "Subtype" => "Link",
        "Rect" => vec![real(x), real(bottom), real(x + width), real(bottom + height)],
        "Border" => vec![0.into(), 0.into(), 0.into()],
        "F" => 4,
        "Contents" => text_string(&entry.title),
        "StructParent" => key,
        "Dest" => destination(layout, page, entry.top),
    })
}

/// A destination that shows a height of a page at the window's top, leaving the zoom as it is.
pub(super) fn destination(layout: &Layout, page: ObjectId, top: f64) -> Object {
    let y = (layout.height - top + 12.0).min(layout.height);
    Object::Array(vec![
        page.into(),
        "XYZ".into(),
        Object::Null,
        real(y),
        Object::Null,
    ])
}

fn element(
    layout: &Layout,
    node: NodeId,
    elements: &[Element],
    page_ids: &[ObjectId],
    root: ObjectId,
) -> Option<Dictionary> {
    let source = layout.tree.nodes.get(node)?;
    let element = elements.get(node)?;
    let parent = source
        .parent
        .and_then(|parent| elements.get(parent))
        .map_or(root, |parent| parent.id);
    let mut object = dictionary! {
        "S" => Object::Name(source.role.name().into_bytes()),
        "P" => parent,
    };
    let own_page = element
        .content
        .first()
        .map(|c| c.0)
        .or(element.annotations.first().map(|a| a.0));
    if let Some(page) = own_page.and_then(|page| page_ids.get(page)) {
        object.set("Pg", *page);
    }
    let mut kids: Vec<Object> = Vec::new();
    for &(page, id) in &element.content {
        if Some(page) == own_page {
            kids.push(id.into());
        } else if let Some(page) = page_ids.get(page) {
            kids.push(dictionary! { "Type" => "MCR", "Pg" => *page, "MCID" => id }.into());
        }
    }
    for (page, annotation) in &element.annotations {
        if let Some(page) = page_ids.get(*page) {
            kids.push(dictionary! { "Type" => "OBJR", "Pg" => *page, "Obj" => *annotation }.into());
        }
    }
    for child in &source.children {
        if let Some(child) = elements.get(*child) {
            kids.push(child.id.into());
        }
    }
    match (kids.len(), kids.pop()) {
        (1, Some(only)) => object.set("K", only),
        (_, Some(last)) => {
            kids.push(last);
            object.set("K", kids);
        }
        _ => {}
    }
    if let Some(alt) = &source.alt {
        object.set("Alt", text_string(alt));
    }
    if let Some(attributes) = source.role.attributes() {
        object.set("A", attributes);
    }
    if let Some((_, area)) = element.area {
        let height = layout.height;
        let bbox = vec![
            real(area.left),
            real(height - area.bottom),
            real(area.right),
            real(height - area.top),
        ];
        object.set(
            "A",
            dictionary! { "O" => "Layout", "Placement" => "Block", "BBox" => bbox },
        );
    }
    Some(object)
}
