//! PDF/UA-1 and the "a" of PDF/A-2a: every mark is tagged or an artifact, and the tags make sense. Numbers in comments
//! are checkpoints of the Matterhorn protocol 1.02.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::decode_text_string;

use super::*;

/// The structure types of PDF 1.7 that are used; none needs a role map.
const TYPES: &str =
    "Document Sect Div H1 H2 H3 H4 H5 H6 P L LI Lbl LBody Table TR TH TD Figure TOC TOCI Link";

/// What a structure element holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kid {
    /// Marked content: its page and its number there.
    Content(ObjectId, i64),
    /// An annotation.
    Annotation(ObjectId),
    Element(ObjectId),
}

/// One structure element read back.
struct Element<'a> {
    kind: &'a str,
    object: &'a Dictionary,
    kids: Vec<Kid>,
}

/// The elements in reading order, each checked to know its parent.
fn tree(case: &Case) -> Vec<(ObjectId, Element<'_>)> {
    let root_id = case
        .catalog()
        .get(b"StructTreeRoot")
        .unwrap()
        .as_reference()
        .unwrap();
    let root = case.dictionary(case.catalog(), "StructTreeRoot");
    assert_eq!(name(root, "Type"), "StructTreeRoot");
    let mut waiting: Vec<(ObjectId, ObjectId)> = root
        .get(b"K")
        .unwrap()
        .as_array()
        .unwrap()
        .iter()
        .map(|kid| (kid.as_reference().unwrap(), root_id))
        .collect();
    let mut elements = Vec::new();
    while let Some((id, parent)) = waiting.pop() {
        let object = case.pdf.get_dictionary(id).unwrap();
        assert_eq!(object.get(b"P").unwrap().as_reference().unwrap(), parent);
        let kids = kids(object);
        let below = kids.iter().rev().filter_map(|kid| match kid {
            Kid::Element(kid) => Some((*kid, id)),
            _ => None,
        });
        waiting.extend(below);
        let kind = name(object, "S");
        elements.push((id, Element { kind, object, kids }));
    }
    elements
}

fn kids(object: &Dictionary) -> Vec<Kid> {
    let page = object.get(b"Pg").and_then(Object::as_reference).ok();
    let kid = |kid: &Object| match kid {
        Object::Integer(number) => Kid::Content(page.unwrap(), *number),
        Object::Reference(id) => Kid::Element(*id),
        Object::Dictionary(kid) => {
            let page = kid.get(b"Pg").unwrap().as_reference().unwrap();
            match name(kid, "Type") {
                "MCR" => Kid::Content(page, kid.get(b"MCID").unwrap().as_i64().unwrap()),
                "OBJR" => Kid::Annotation(kid.get(b"Obj").unwrap().as_reference().unwrap()),
                other => panic!("a kid of type {other}"),
            }
        }
        other => panic!("a kid {other:?}"),
    };
    match object.get(b"K") {
        Ok(Object::Array(items)) => items.iter().map(kid).collect(),
        Ok(one) => vec![kid(one)],
        Err(_) => Vec::new(),
    }
}

/// The parent tree: by key, one element (of an annotation) or those of a page's marked contents.
fn parents(case: &Case) -> BTreeMap<i64, Vec<ObjectId>> {
    let root = case.dictionary(case.catalog(), "StructTreeRoot");
    let tree = case.dictionary(root, "ParentTree");
    let entries = case.get(tree, "Nums").unwrap().as_array().unwrap();
    let parents: BTreeMap<i64, Vec<ObjectId>> = entries
        .chunks_exact(2)
        .map(|entry| {
            let list = match case.pdf.dereference(&entry[1]).unwrap().1 {
                Object::Array(items) => items.iter().map(|i| i.as_reference().unwrap()).collect(),
                _ => vec![entry[1].as_reference().unwrap()],
            };
            (entry[0].as_i64().unwrap(), list)
        })
        .collect();
    let keys: Vec<i64> = entries
        .iter()
        .step_by(2)
        .map(|key| key.as_i64().unwrap())
        .collect();
    assert!(keys.is_sorted_by(|a, b| a < b));
    let next = root.get(b"ParentTreeNextKey").unwrap().as_i64().unwrap();
    assert!(keys.last().is_some_and(|last| *last < next));
    parents
}

/// 01-003 to 01-005: marks are in tagged content or in artifacts, which do not hold each other.
#[test]
fn every_mark_is_tagged_or_an_artifact() {
    for case in cases() {
        let parents = parents(case);
        let elements: BTreeMap<ObjectId, Element> = tree(case).into_iter().collect();
        let mut owned = BTreeSet::new();
        for (page_id, page) in case.pages() {
            // What surrounds a mark: artifact, tagged content or a mere span with its actual text.
            let mut around: Vec<(&str, bool)> = Vec::new();
            let mut seen: Vec<i64> = Vec::new();
            let mut in_text: Option<usize> = None;
            for operation in case.operations(page) {
                match operation.operator.as_str() {
                    "BMC" | "BDC" => {
                        let tag = operation.operands[0].as_name().unwrap();
                        let properties = operation.operands.get(1).and_then(|o| o.as_dict().ok());
                        let number = properties.and_then(|p| p.get(b"MCID").ok());
                        let kind = match (tag, number) {
                            (b"Artifact", None) => "artifact",
                            (b"Span", None) => "span",
                            (_, Some(number)) => {
                                seen.push(number.as_i64().unwrap());
                                "tagged"
                            }
                            other => panic!("{other:?}"),
                        };
                        let outer = around.last().map_or("page", |(kind, _)| *kind);
                        let nests = outer == "page" || (outer != "span" && kind == "span");
                        assert!(nests, "{}: {kind} in {outer}", case.name);
                        around.push((kind, in_text.is_some()));
                    }
                    "EMC" => {
                        // A text object and a marked content lie one within the other.
                        let (_, began_in_text) = around.pop().unwrap();
                        assert_eq!(began_in_text, in_text.is_some());
                    }
                    "BT" => assert_eq!(in_text.replace(around.len()), None),
                    "ET" => assert_eq!(in_text.take(), Some(around.len())),
                    "f" | "f*" | "S" | "Do" => {
                        assert!(!around.is_empty() && in_text.is_none(), "{}", case.name);
                    }
                    "Tj" | "TJ" => assert!(!around.is_empty() && in_text.is_some()),
                    _ => {}
                }
            }
            assert!(around.is_empty() && in_text.is_none());
            assert!(seen.iter().zip(0..).all(|(number, place)| *number == place));
            let key = page.get(b"StructParents").unwrap().as_i64().unwrap();
            let list = &parents[&key];
            assert_eq!(list.len(), seen.len());
            for (number, parent) in (0..).zip(list) {
                let kid = Kid::Content(page_id, number);
                assert!(
                    elements[parent].kids.contains(&kid),
                    "{}: {kid:?}",
                    case.name
                );
                owned.insert(kid);
            }
        }
        let held = elements.values().flat_map(|element| &element.kids);
        let held: Vec<Kid> = held
            .filter(|kid| matches!(kid, Kid::Content(..)))
            .copied()
            .collect();
        assert_eq!(held.len(), owned.len(), "each content has one element");
    }
}

/// 02-001, 09: types of the standard set, each where it may stand.
#[test]
fn elements_are_of_standard_types_and_stand_where_they_may() {
    for case in cases() {
        let elements = tree(case);
        let kinds: BTreeMap<ObjectId, &str> =
            elements.iter().map(|(id, e)| (*id, e.kind)).collect();
        for (_, element) in &elements {
            let kind = element.kind;
            assert!(TYPES.split(' ').any(|known| known == kind), "{kind}");
            let below: Vec<&str> = element
                .kids
                .iter()
                .map(|kid| match kid {
                    Kid::Element(id) => kinds[id],
                    Kid::Content(..) => "content",
                    Kid::Annotation(_) => "annotation",
                })
                .collect();
            let only = |allowed: &[&str]| {
                assert!(
                    below.iter().all(|kid| allowed.contains(kid)),
                    "{kind} holds {below:?}"
                );
                assert!(!below.is_empty(), "an empty {kind}");
            };
            match kind {
                "L" => only(&["LI"]),
                "LI" => only(&["Lbl", "LBody"]),
                "Table" => only(&["TR"]),
                "TR" => only(&["TH", "TD"]),
                "TOC" => only(&["TOCI"]),
                "TOCI" => only(&["Link"]),
                "Link" => {
                    only(&["content", "annotation"]);
                    assert_eq!(below.iter().filter(|kid| **kid == "annotation").count(), 1);
                }
                "H1" | "H2" | "H3" | "H4" | "P" | "Lbl" | "Figure" => only(&["content"]),
                "Document" | "Sect" | "Div" => {
                    assert!(
                        !below
                            .iter()
                            .any(|k| ["LI", "TR", "TH", "TD", "TOCI", "content"].contains(k))
                    );
                }
                _ => {}
            }
        }
    }
}

/// 13-004 alternative texts, and PDF/UA-1 7.3: a figure's place on its page.
#[test]
fn figures_tell_what_they_show_and_where() {
    for case in cases() {
        let mut figures = 0;
        for (_, element) in tree(case).iter().filter(|(_, e)| e.kind == "Figure") {
            figures += 1;
            let alt = decode_text_string(element.object.get(b"Alt").unwrap()).unwrap();
            assert!(alt.chars().count() > 3, "{alt}");
            let layout = case.dictionary(element.object, "A");
            assert_eq!(name(layout, "O"), "Layout");
            let place = numbers(layout.get(b"BBox").unwrap());
            let Kid::Content(page, _) = element.kids[0] else {
                panic!("a figure of no content")
            };
            let page = case.pdf.get_dictionary(page).unwrap();
            let sides = numbers(page.get(b"MediaBox").unwrap());
            assert!(place[0] < place[2] && place[1] < place[3], "{place:?}");
            assert!(
                place[0] >= 0.0 && place[1] >= 0.0 && place[2] <= sides[2] && place[3] <= sides[3]
            );
        }
        assert!(figures > 4);
    }
}

/// 14-002, 14-003: headings begin with H1 and skip no level.
#[test]
fn headings_skip_no_level() {
    for case in cases() {
        let elements = tree(case);
        let levels: Vec<u8> = elements
            .iter()
            .filter_map(|(_, e)| e.kind.strip_prefix('H')?.parse().ok())
            .collect();
        assert_eq!(levels[0], 1);
        assert!(
            levels.windows(2).all(|pair| pair[1] <= pair[0] + 1),
            "{levels:?}"
        );
    }
}

/// 15: header cells say what they head; every row has as many cells as the others.
#[test]
fn tables_have_scoped_heads_and_even_rows() {
    for case in cases() {
        let elements: BTreeMap<ObjectId, Element> = tree(case).into_iter().collect();
        let below = |element: &Element| -> Vec<ObjectId> {
            let kids = element.kids.iter().filter_map(|kid| match kid {
                Kid::Element(id) => Some(*id),
                _ => None,
            });
            kids.collect()
        };
        let mut tables = 0;
        for table in elements.values().filter(|e| e.kind == "Table") {
            tables += 1;
            let rows: Vec<Vec<ObjectId>> = below(table)
                .iter()
                .map(|row| below(&elements[row]))
                .collect();
            for (number, row) in rows.iter().enumerate() {
                assert_eq!(row.len(), rows[0].len());
                for cell in row {
                    let cell = &elements[cell];
                    if cell.kind == "TH" {
                        let scope = name(case.dictionary(cell.object, "A"), "Scope");
                        assert_eq!(scope, if number == 0 { "Column" } else { "Row" });
                    } else {
                        assert!(number > 0, "a head that is no TH");
                    }
                }
            }
        }
        assert!(tables > 0);
    }
}

/// 28: links are described, in the tree, printed, and reached in the tree's order.
#[test]
fn links_are_described_and_in_the_tree() {
    for case in cases() {
        let parents = parents(case);
        let elements: BTreeMap<ObjectId, Element> = tree(case).into_iter().collect();
        let pages: Vec<ObjectId> = case.pages().iter().map(|(id, _)| *id).collect();
        let mut links = 0;
        for (_, page) in case.pages() {
            assert_eq!(name(page, "Tabs"), "S");
            let Some(annotations) = case.get(page, "Annots") else {
                continue;
            };
            for reference in annotations.as_array().unwrap() {
                links += 1;
                let id = reference.as_reference().unwrap();
                let annotation = case.pdf.get_dictionary(id).unwrap();
                assert_eq!(name(annotation, "Subtype"), "Link");
                let words = decode_text_string(annotation.get(b"Contents").unwrap()).unwrap();
                assert!(!words.is_empty());
                // Printed; neither hidden, invisible nor without a view.
                assert_eq!(annotation.get(b"F").unwrap().as_i64().unwrap(), 4);
                let key = annotation.get(b"StructParent").unwrap().as_i64().unwrap();
                let [parent] = parents[&key][..] else {
                    panic!("one element an annotation")
                };
                assert_eq!(elements[&parent].kind, "Link");
                assert!(elements[&parent].kids.contains(&Kid::Annotation(id)));
                let target = annotation.get(b"Dest").unwrap().as_array().unwrap();
                assert!(pages.contains(&target[0].as_reference().unwrap()));
            }
        }
        assert!(links > 4);
    }
}

/// 06, 07, 11: the title is shown, the language is known, the tags may be trusted.
#[test]
fn the_catalog_tells_title_language_and_tags() {
    for case in cases() {
        let marks = case.dictionary(case.catalog(), "MarkInfo");
        assert!(marks.get(b"Marked").unwrap().as_bool().unwrap());
        assert!(!marks.has(b"Suspects"));
        let preferences = case.dictionary(case.catalog(), "ViewerPreferences");
        assert!(
            preferences
                .get(b"DisplayDocTitle")
                .unwrap()
                .as_bool()
                .unwrap()
        );
        let lang = decode_text_string(case.catalog().get(b"Lang").unwrap()).unwrap();
        assert_eq!(
            lang,
            if case.name == "english" {
                "en"
            } else {
                "zh-CN"
            }
        );
        // Every outline entry leads to a page.
        let pages: Vec<ObjectId> = case.pages().iter().map(|(id, _)| *id).collect();
        let outline = case.dictionary(case.catalog(), "Outlines");
        let mut waiting = vec![case.dictionary(outline, "First")];
        let mut entries = 0;
        while let Some(entry) = waiting.pop() {
            entries += 1;
            assert!(
                !decode_text_string(entry.get(b"Title").unwrap())
                    .unwrap()
                    .is_empty()
            );
            let target = entry.get(b"Dest").unwrap().as_array().unwrap();
            assert!(pages.contains(&target[0].as_reference().unwrap()));
            for key in ["First", "Next"] {
                if entry.has(key.as_bytes()) {
                    waiting.push(case.dictionary(entry, key));
                }
            }
        }
        assert!(entries > 4);
    }
}
