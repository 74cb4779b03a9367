//! Bookmarks: sections, and their third-level headings inside them.

use lopdf::{Document, Object, ObjectId, dictionary};

use super::display::{Entry, Layout};
use super::metadata::text_string;
use super::tags::destination;

/// Adds the outline; `None` where there is no heading.
pub(super) fn write(
    pdf: &mut Document,
    layout: &Layout,
    page_ids: &[ObjectId],
) -> Option<ObjectId> {
    let entries = &layout.entries;
    if entries.is_empty() {
        return None;
    }
    let root = pdf.new_object_id();
    let ids: Vec<ObjectId> = entries.iter().map(|_| pdf.new_object_id()).collect();
    let top: Vec<usize> = (0..entries.len())
        .filter(|&index| entries.get(index).is_some_and(|e| e.level == 2))
        .collect();
    for (place, &section) in top.iter().enumerate() {
        let end = top.get(place + 1).copied().unwrap_or(entries.len());
        let children: Vec<usize> = (section + 1..end).collect();
        for (place, &child) in children.iter().enumerate() {
            let before = place.checked_sub(1).and_then(|p| children.get(p));
            let family = Family {
                parent: ids.get(section).copied().unwrap_or(root),
                before: before.and_then(|i| ids.get(*i)).copied(),
                after: children.get(place + 1).and_then(|i| ids.get(*i)).copied(),
                children: None,
            };
            item(pdf, layout, child, &ids, page_ids, &family);
        }
        let before = place.checked_sub(1).and_then(|p| top.get(p));
        let ends = children.first().zip(children.last());
        let family = Family {
            parent: root,
            before: before.and_then(|i| ids.get(*i)).copied(),
            after: top.get(place + 1).and_then(|i| ids.get(*i)).copied(),
            children: ends.and_then(|(first, last)| {
                Some((*ids.get(*first)?, *ids.get(*last)?, children.len()))
            }),
        };
        item(pdf, layout, section, &ids, page_ids, &family);
    }
    let first = top.first().and_then(|i| ids.get(*i)).copied()?;
    let last = top.last().and_then(|i| ids.get(*i)).copied()?;
    let count = i64::try_from(top.len()).unwrap_or(0);
    pdf.set_object(
        root,
        dictionary! { "Type" => "Outlines", "First" => first, "Last" => last, "Count" => count },
    );
    Some(root)
}

struct Family {
    parent: ObjectId,
    before: Option<ObjectId>,
    after: Option<ObjectId>,
    /// First and last child and how many there are.
    children: Option<(ObjectId, ObjectId, usize)>,
}

fn item(
    pdf: &mut Document,
    layout: &Layout,
    index: usize,
    ids: &[ObjectId],
    page_ids: &[ObjectId],
    family: &Family,
) {
    let (Some(entry), Some(&id)) = (layout.entries.get(index), ids.get(index)) else {
        return;
    };
    let mut object = dictionary! {
        "Title" => text_string(&title(entry)),
        "Parent" => family.parent,
    };
    if let Some(page) = page_ids.get(entry.page) {
        object.set("Dest", destination(layout, *page, entry.top));
    }
    if let Some(before) = family.before {
        object.set("Prev", before);
    }
    if let Some(after) = family.after {
        object.set("Next", after);
    }
    if let Some((first, last, count)) = family.children {
        object.set("First", first);
        object.set("Last", last);
        // Negative: closed until the reader opens it, so that the sections are seen at a glance.
        object.set("Count", -i64::try_from(count).unwrap_or(0));
    }
    pdf.set_object(id, Object::Dictionary(object));
}

fn title(entry: &Entry) -> String {
    if entry.number.is_empty() {
        entry.title.clone()
    } else {
        format!("{} {}", entry.number, entry.title)
    }
}
