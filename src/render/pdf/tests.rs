//! The whole document laid out, painted and read back.

mod reading;

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document as Pdf};
use proptest::prelude::*;

use super::display::{Node, Owner, Role};
use super::*;
use crate::chart::{Bounds, Mark};
use crate::format;
use crate::report::document::{Block, Cell, Column, ColumnKind, Row, Section, Table, Text};
use crate::report::specimen;
use crate::value::{NumberStyle, Tone, Unit};
use crate::words::Lang;

fn laid(document: &Document, theme: &Theme) -> Layout {
    pages::layout(document, theme, &Fonts::default())
}

fn rendered(document: &Document) -> Rendered {
    pdf(document, &Theme::default(), &Fonts::default()).unwrap()
}

/// A4, US Letter and a screen.
fn themes() -> [Theme; 3] {
    [(210.0, 297.0), (215.9, 279.4), (254.0, 142.9)].map(|(width, height)| {
        let mut theme = Theme::default();
        theme.page.width_mm = width;
        theme.page.height_mm = height;
        theme
    })
}

/// The texts of each element in the order painted, without spaces.
fn texts_by_node(layout: &Layout) -> BTreeMap<NodeId, String> {
    let mut texts: BTreeMap<NodeId, String> = BTreeMap::new();
    for item in layout.pages.iter().flat_map(|page| &page.items) {
        if let (Owner::Node(node), Mark::Text { text, .. }) = (item.owner, &item.mark) {
            texts.entry(node).or_default().push_str(&squeezed(text));
        }
    }
    texts
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Asserts that every mark lies on its page and no two texts share room.
fn assert_tidy(layout: &Layout) {
    let fonts = Fonts::default();
    for (number, page) in layout.pages.iter().enumerate() {
        let mut boxes: Vec<(Bounds, &str)> = Vec::new();
        for item in &page.items {
            let bounds = item.mark.bounds(&fonts);
            assert!(
                bounds.is_within(layout.width, layout.height),
                "page {}: {:?} lies outside",
                number + 1,
                item.mark
            );
            let Mark::Text { text, size, .. } = &item.mark else {
                continue;
            };
            // The blank half of a full-width mark may reach into the room to its right.
            let ink = Bounds {
                right: bounds.right
                    - if text.ends_with(crate::font::hangs) {
                        size / 2.0
                    } else {
                        0.0
                    },
                ..bounds
            };
            if text.trim().is_empty() {
                continue;
            }
            for (other, earlier) in &boxes {
                assert!(
                    !ink.overlaps(other),
                    "page {}: `{text}` touches `{earlier}`",
                    number + 1
                );
            }
            boxes.push((ink, text));
        }
    }
}

#[test]
#[ignore = "writes a file to look at"]
fn write_specimen() {
    let document = specimen::document();
    rendered(&document);
    let now = std::time::Instant::now();
    let rendered = rendered(&document);
    eprintln!(
        "{} pages, {} bytes, {:?} {:?}",
        rendered.pages,
        rendered.bytes.len(),
        now.elapsed(),
        rendered.warnings
    );
    std::fs::write(std::env::var("YUEBAO_SPECIMEN").unwrap(), rendered.bytes).unwrap();
}

#[test]
fn nothing_overlaps_or_leaves_the_page_on_any_paper() {
    for theme in themes() {
        assert_tidy(&laid(&specimen::document(), &theme));
    }
}

#[test]
fn each_section_begins_a_page_and_the_contents_say_which() {
    let layout = laid(&specimen::document(), &Theme::default());
    let sections: Vec<(&str, usize)> = layout
        .entries
        .iter()
        .filter(|e| e.level == 2)
        .map(|e| (e.title.as_str(), e.page))
        .collect();
    assert_eq!(
        sections,
        [
            ("本月摘要", 2),
            ("业绩回顾", 3),
            ("客户服务情况", 5),
            ("问题与对策", 6),
            ("附录", 7)
        ]
    );
    for (title, page) in &sections {
        let first = layout.pages[*page]
            .items
            .iter()
            .find_map(|i| match &i.mark {
                Mark::Text { text, size, .. } if *size > 16.0 && text.trim().len() > 2 => {
                    Some(text)
                }
                _ => None,
            });
        assert_eq!(first.map(String::as_str), Some(*title));
    }
    let contents: String = texts_of(&layout.pages[1]).concat();
    assert!(squeezed(&contents).contains("01业绩回顾4整体销售额统计4"));
    assert_eq!(layout.pages[1].links.len(), layout.entries.len());
}

fn texts_of(page: &display::Page) -> Vec<String> {
    page.items
        .iter()
        .filter_map(|item| match &item.mark {
            Mark::Text { text, .. } => Some(text.clone()),
            _ => None,
        })
        .collect()
}

#[test]
fn a_table_with_a_limit_shows_its_first_rows_its_totals_and_how_many_more() {
    let mut rows: Vec<Row> = (1..=200)
        .map(|n| Row::new(vec![Cell::text(format!("第{n}厅"))]))
        .collect();
    rows.push(Row::total(vec![Cell::text("全体")]));
    let table = |printed| Table {
        id: "halls".into(),
        caption: String::new(),
        show_caption: false,
        columns: vec![Column::text("hall", "营业厅")],
        rows: rows.clone(),
        note: String::new(),
        printed,
        ..Table::default()
    };
    let texts = |table| {
        let layout = laid(&table_document(table), &Theme::default());
        texts_by_node(&layout).into_values().collect::<Vec<_>>()
    };
    let short = texts(table(Some(3)));
    for text in [
        "第1厅",
        "第3厅",
        "全体",
        "以上为前3行，另有197行；全部200行见工作簿。",
    ] {
        assert!(short.iter().any(|shown| shown == text), "{text}");
    }
    assert!(!short.iter().any(|shown| shown == "第4厅"));
    let whole = texts(table(None));
    assert_eq!(
        whole
            .iter()
            .filter(|shown| shown.ends_with('厅') && shown.starts_with('第'))
            .count(),
        200
    );
    assert!(!whole.iter().any(|shown| shown.contains("工作簿")));
}

#[test]
fn a_long_table_repeats_its_head_and_loses_no_row() {
    let layout = laid(&specimen::document(), &Theme::default());
    let appendix = layout.pages.iter().filter(|page| page.section == "附录");
    let mut rows = 0;
    let mut count = 0;
    for page in appendix {
        let texts = texts_of(page);
        let here = texts.iter().filter(|t| t.starts_with("SKU-")).count();
        if here > 0 {
            assert!(texts.iter().any(|t| t == "编码"), "no head");
            count += 1;
        }
        rows += here;
    }
    assert_eq!(rows, 200);
    assert!(count > 4, "{count} pages");
}

#[test]
fn a_change_printed_as_nothing_has_no_colour() {
    let change = |number: f64| {
        let cell = Cell::number(Some(number), Unit::Ratio).tone(Tone::Bad);
        let table = Table {
            id: "any".to_owned(),
            caption: String::new(),
            show_caption: false,
            columns: vec![Column::of("mom", "环比", ColumnKind::Mixed)],
            rows: vec![Row::new(vec![cell])],
            note: String::new(),
            ..Table::default()
        };
        let layout = laid(&table_document(table), &Theme::default());
        let items = layout.pages.into_iter().flat_map(|page| page.items);
        items
            .filter_map(|item| match item.mark {
                Mark::Text { text, fill, .. } if text.ends_with('%') => Some((text, fill)),
                _ => None,
            })
            .next_back()
    };
    let colours = Theme::default().colours;
    let printed = |text: &str, colour| Some((text.to_owned(), colour));
    assert_eq!(change(-0.000_4), printed("0.0%", colours.ink));
    assert_eq!(change(-0.000_6), printed("−0.1%", colours.red));
}

#[test]
fn every_mark_of_content_is_in_the_tree_and_headings_skip_no_level() {
    let layout = laid(&specimen::document(), &Theme::default());
    let nodes = &layout.tree.nodes;
    let mut order = Vec::new();
    let mut stack = vec![0];
    while let Some(node) = stack.pop() {
        order.push(node);
        stack.extend(nodes[node].children.iter().rev());
    }
    for item in layout.pages.iter().flat_map(|page| &page.items) {
        if let Owner::Node(node) = item.owner {
            assert!(order.contains(&node), "{:?} is in no element", item.mark);
        }
    }
    let mut level = 0;
    for &node in &order {
        if let Node {
            role: Role::Heading(here),
            ..
        } = nodes[node]
        {
            assert!(here <= level + 1, "H{here} after H{level}");
            level = here;
        }
        if nodes[node].role == Role::Figure {
            assert!(nodes[node].alt.as_ref().is_some_and(|alt| !alt.is_empty()));
        }
    }
}

#[test]
fn same_input_same_bytes() {
    let document = specimen::document();
    assert_eq!(rendered(&document).bytes, rendered(&document).bytes);
}

fn dictionary<'a>(pdf: &'a Pdf, parent: &'a Dictionary, key: &[u8]) -> &'a Dictionary {
    pdf.get_dict_in_dict(parent, key).unwrap()
}

#[test]
fn reads_back_tagged_titled_and_bookmarked() {
    let rendered = rendered(&specimen::document());
    assert_eq!(rendered.warnings, []);
    let pdf = Pdf::load_mem(&rendered.bytes).unwrap();
    assert_eq!(pdf.get_pages().len(), rendered.pages);
    let catalog = pdf.catalog().unwrap();
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"zh-CN");
    assert_eq!(
        catalog.get(b"PageMode").unwrap().as_name().unwrap(),
        b"UseOutlines"
    );
    let preferences = dictionary(&pdf, catalog, b"ViewerPreferences");
    assert!(
        preferences
            .get(b"DisplayDocTitle")
            .unwrap()
            .as_bool()
            .unwrap()
    );
    let outline = dictionary(&pdf, catalog, b"Outlines");
    assert_eq!(outline.get(b"Count").unwrap().as_i64().unwrap(), 5);
    let second = dictionary(&pdf, dictionary(&pdf, outline, b"First"), b"Next");
    assert_eq!(second.get(b"Count").unwrap().as_i64().unwrap(), -3);
    assert_eq!(
        lopdf::decode_text_string(second.get(b"Title").unwrap()).unwrap(),
        "01 业绩回顾"
    );
    let tree = dictionary(&pdf, catalog, b"StructTreeRoot");
    let parents = dictionary(&pdf, tree, b"ParentTree");
    let numbers = parents.get(b"Nums").unwrap().as_array().unwrap();
    let links: usize = laid(&specimen::document(), &Theme::default())
        .pages
        .iter()
        .map(|page| page.links.len())
        .sum();
    assert_eq!(numbers.len(), 2 * (rendered.pages + links));
}

#[test]
fn fonts_are_subsets_whose_codes_tell_every_character() {
    let rendered = rendered(&specimen::document());
    let pdf = Pdf::load_mem(&rendered.bytes).unwrap();
    let mut seen = 0;
    for object in pdf.objects.values() {
        let Ok(font) = object.as_dict() else { continue };
        if !font
            .get(b"Subtype")
            .is_ok_and(|s| s.as_name().is_ok_and(|n| n == b"Type0"))
        {
            continue;
        }
        seen += 1;
        let name = font.get(b"BaseFont").unwrap().as_name().unwrap();
        assert_eq!(name[6], b'+', "{}", String::from_utf8_lossy(name));
        let id = font.get(b"ToUnicode").unwrap().as_reference().unwrap();
        let stream = pdf.get_object(id).unwrap().as_stream().unwrap();
        let map = String::from_utf8(stream.decompressed_content().unwrap()).unwrap();
        // The minus sign and the en dash are drawn with one glyph and stay two characters.
        assert_eq!(map.matches("<2212>\n").count(), 1);
        assert_eq!(map.matches("<2013>\n").count(), 1);
    }
    assert_eq!(seen, 2);
}

#[test]
fn a_character_no_font_has_is_told_with_its_place() {
    let mut document = specimen::document();
    document.sections[1].title = "业绩🦀回顾".to_owned();
    let rendered = rendered(&document);
    let places: Vec<(char, usize)> = rendered
        .warnings
        .iter()
        .map(|w| (w.character, w.page))
        .collect();
    assert_eq!(places, [('🦀', 2), ('🦀', 4), ('🦀', 5)]);
    assert_eq!(rendered.warnings[1].section, "01 业绩🦀回顾");
    assert_eq!(rendered.warnings[1].text, "业绩🦀回顾");
}

#[test]
fn english_has_its_own_running_texts() {
    let mut document = specimen::document();
    document.lang = Lang::EN;
    document.hall = "South Hall".to_owned();
    let layout = laid(&document, &Theme::default());
    let texts = texts_of(&layout.pages[3]);
    assert!(texts.contains(&"South Hall · Monthly report, April 2025".to_owned()));
    assert!(texts.contains(&"Sources in the appendix; — means no data".to_owned()));
    assert!(texts.contains(&format!("4 / {}", layout.pages.len())));
}

#[test]
fn an_empty_document_is_a_cover() {
    let mut document = specimen::document();
    document.sections.clear();
    document.cover.clear();
    let rendered = rendered(&document);
    assert_eq!(rendered.pages, 1);
    assert!(Pdf::load_mem(&rendered.bytes).is_ok());
}

/// A document that is one table.
fn table_document(table: Table) -> Document {
    let mut document = specimen::document();
    document.sections = vec![Section {
        id: "appendix",
        number: None,
        title: "附录".to_owned(),
        blocks: vec![Block::Table(table)],
    }];
    document
}

fn any_table() -> impl Strategy<Value = Table> {
    let text = "[一-鿿a-zA-Z0-9，。（）“” %-]{0,60}";
    let word = "[a-z]{0,90}";
    (1_usize..9, 0_usize..30).prop_flat_map(move |(columns, rows)| {
        let cell = prop_oneof![
            text.prop_map(Cell::text),
            word.prop_map(Cell::text),
            (-1e9..1e9f64).prop_map(|n| Cell::number(Some(n), Unit::Money)),
        ];
        let kinds = prop_oneof![
            Just(ColumnKind::Text),
            Just(ColumnKind::Word),
            Just(ColumnKind::Mixed),
            Just(ColumnKind::Number(NumberStyle::fit(Unit::Money, 1e9))),
        ];
        let row = proptest::collection::vec(cell, columns).prop_map(Row::new);
        (
            proptest::collection::vec(("[一-鿿]{1,9}", kinds), columns),
            proptest::collection::vec(row, rows),
        )
            .prop_map(|(heads, rows)| Table {
                id: "any".to_owned(),
                caption: String::new(),
                show_caption: false,
                columns: heads
                    .into_iter()
                    .map(|(label, kind)| Column::of("column", label, kind))
                    .collect(),
                rows,
                note: String::new(),
                ..Table::default()
            })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn no_table_loses_a_cells_text(table in any_table(), paper in 0..3_usize) {
        let document = table_document(table.clone());
        let layout = laid(&document, &themes()[paper]);
        assert_tidy(&layout);
        let texts = texts_by_node(&layout);
        let nodes = &layout.tree.nodes;
        let node = nodes.iter().find(|n| n.role == Role::Table).unwrap();
        // The first row holds the heads.
        prop_assert_eq!(node.children.len(), table.rows.len() + 1);
        for (row, &tagged) in table.rows.iter().zip(&node.children[1..]) {
            for ((cell, column), tagged) in
                row.cells.iter().zip(&table.columns).zip(&nodes[tagged].children)
            {
                let style = match column.kind {
                    ColumnKind::Number(style) => Some(style),
                    _ => None,
                };
                let expected = squeezed(&format::cell(&cell.value, style, document.lang));
                let shown = texts.get(tagged).cloned().unwrap_or_default();
                prop_assert_eq!(shown, expected);
            }
        }
    }
}

#[test]
#[ignore = "writes files to look at"]
fn write_other_papers() {
    let mut document = specimen::document();
    document.lang = Lang::EN;
    document.hall = "South Hall".to_owned();
    document.title = "Monthly Work Report of the Telecom Service Hall".to_owned();
    document.sections[1].title = "Performance review of the month".to_owned();
    document.sections[1].blocks[2] = Block::Prose(Text::plain(
        "Basic services brought 261.0 thousand yuan, 30.2% of the total, up 2.3% on the month; value-added services 114.0 thousand yuan, down 3.9%, which took 0.6 percentage points off the total; devices brought 489.0 thousand yuan.",
    ));
    let [_, _, mut screen] = themes();
    screen.page.margin_top_mm = 16.0;
    let out = std::env::var("YUEBAO_SPECIMEN").unwrap();
    std::fs::write(format!("{out}.en.pdf"), rendered(&document).bytes).unwrap();
    let wide = pdf(&specimen::document(), &screen, &Fonts::default()).unwrap();
    std::fs::write(format!("{out}.wide.pdf"), wide.bytes).unwrap();
}
