//! The file read back as a reading machine does: the structure tree in order, each piece of marked
//! content by its page and number, its codes made characters by the fonts' own maps.

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Dictionary, Document as Pdf, Object, ObjectId};

use super::*;

/// The characters of each marked content, by page and number.
type Contents = BTreeMap<(ObjectId, i64), String>;

/// What a font's codes stand for.
fn characters(pdf: &Pdf, font: &Dictionary) -> BTreeMap<u16, String> {
    let id = font.get(b"ToUnicode").unwrap().as_reference().unwrap();
    let stream = pdf.get_object(id).unwrap().as_stream().unwrap();
    let map = String::from_utf8(stream.decompressed_content().unwrap()).unwrap();
    let mut found = BTreeMap::new();
    let mut single = false;
    for line in map.lines() {
        if line.ends_with("beginbfchar") {
            single = true;
        } else if line.starts_with("endbfchar") {
            single = false;
        } else if single {
            let hex: Vec<&str> = line.split(['<', '>']).collect();
            let units: Vec<u16> = (0..hex[3].len() / 4)
                .map(|i| u16::from_str_radix(&hex[3][4 * i..4 * i + 4], 16).unwrap())
                .collect();
            let code = u16::from_str_radix(hex[1], 16).unwrap();
            found.insert(code, String::from_utf16(&units).unwrap());
        }
        assert!(!line.ends_with("beginbfrange"), "a range of codes");
    }
    found
}

fn contents(pdf: &Pdf) -> Contents {
    let mut contents = Contents::new();
    for page in pdf.get_pages().into_values() {
        let fonts: BTreeMap<Vec<u8>, BTreeMap<u16, String>> = pdf
            .get_page_fonts(page)
            .unwrap()
            .into_iter()
            .map(|(name, font)| (name, characters(pdf, font)))
            .collect();
        let mut font = None;
        // A span that tells its actual text stands in the content of its element.
        let mut marked: Vec<Option<i64>> = Vec::new();
        let operations = Content::decode(&pdf.get_page_content(page)).unwrap();
        for operation in operations.operations {
            let operands = &operation.operands;
            match operation.operator.as_str() {
                "BMC" | "BDC" => {
                    let properties = operands.get(1).and_then(|o| o.as_dict().ok());
                    let id = properties.and_then(|p| p.get(b"MCID").ok()?.as_i64().ok());
                    marked.push(id);
                }
                "EMC" => assert!(marked.pop().is_some()),
                "Tf" => font = fonts.get(operands[0].as_name().unwrap()),
                "Tj" | "TJ" => {
                    assert!(!marked.is_empty(), "text outside marked content");
                    let id = marked.iter().flatten().next_back().copied();
                    let mut shown = String::new();
                    let pieces = match &operands[0] {
                        Object::Array(pieces) => pieces.as_slice(),
                        _ => operands.as_slice(),
                    };
                    for piece in pieces.iter().filter_map(|piece| piece.as_str().ok()) {
                        for code in piece.chunks_exact(2) {
                            let code = u16::from_be_bytes([code[0], code[1]]);
                            shown.push_str(&font.unwrap()[&code]);
                        }
                    }
                    if let Some(id) = id {
                        contents.entry((page, id)).or_default().push_str(&shown);
                    }
                }
                _ => {}
            }
        }
    }
    contents
}

/// Adds what an element holds, its children in order.
fn read(
    pdf: &Pdf,
    element: &Dictionary,
    page: Option<ObjectId>,
    contents: &Contents,
    out: &mut String,
) {
    let page = element
        .get(b"Pg")
        .ok()
        .map_or(page, |pg| pg.as_reference().ok());
    let Ok(kids) = element.get(b"K") else { return };
    let kids = match kids {
        Object::Array(kids) => kids.as_slice(),
        kid => std::slice::from_ref(kid),
    };
    for kid in kids {
        let kid = pdf.dereference(kid).unwrap().1;
        match kid {
            Object::Integer(id) => {
                out.push_str(contents.get(&(page.unwrap(), *id)).map_or("", |t| t));
            }
            Object::Dictionary(kid) if kid.has(b"MCID") => {
                let id = kid.get(b"MCID").unwrap().as_i64().unwrap();
                let page = kid
                    .get(b"Pg")
                    .ok()
                    .map_or(page, |pg| pg.as_reference().ok());
                out.push_str(contents.get(&(page.unwrap(), id)).map_or("", |t| t));
            }
            Object::Dictionary(kid) => read(pdf, kid, page, contents, out),
            _ => {}
        }
    }
}

/// The whole text in the order of the structure tree, without spaces.
fn heard(bytes: &[u8]) -> String {
    let pdf = Pdf::load_mem(bytes).unwrap();
    let tree = dictionary(&pdf, pdf.catalog().unwrap(), b"StructTreeRoot");
    let mut out = String::new();
    read(&pdf, tree, None, &contents(&pdf), &mut out);
    squeezed(&out)
}

/// The texts a block holds, in reading order; numbers of a table as they are printed.
fn said(block: &Block, lang: Lang) -> Vec<String> {
    let plain = |texts: &[Text]| texts.iter().map(Text::to_plain).collect::<Vec<_>>();
    match block {
        Block::Heading(_, text) | Block::Lead(text) | Block::Prose(text) | Block::Note(text) => {
            vec![text.to_plain()]
        }
        Block::Kpis(cards) => cards.iter().map(|card| card.name.clone()).collect(),
        Block::Table(table) => {
            let cells = table.rows.iter().flat_map(|row| {
                row.cells.iter().zip(&table.columns).map(|(cell, column)| {
                    let style = match column.kind {
                        ColumnKind::Number(style) => Some(style),
                        ColumnKind::Bullet if cell.bullet.is_some() => return String::new(),
                        _ => None,
                    };
                    format::cell(&cell.value, style, lang)
                })
            });
            let heads = table.columns.iter().map(|column| column.label.clone());
            heads.chain(cells).chain([table.note.clone()]).collect()
        }
        Block::Chart(chart) => vec![chart.title.clone()],
        Block::List(_, items) => plain(items),
        Block::Panels(panels) => panels
            .iter()
            .flat_map(|panel| [vec![panel.title.clone()], plain(&panel.items)].concat())
            .collect(),
        Block::Finding(finding) => {
            let entries = finding.entries.iter();
            let entries = entries.flat_map(|(label, text)| [label.clone(), text.to_plain()]);
            [finding.title.to_plain()]
                .into_iter()
                .chain(entries)
                .collect()
        }
    }
}

/// Asserts that `heard` holds every text of the document, each after the one before.
fn assert_in_order(heard: &str, document: &Document) {
    let mut rest = heard;
    for section in &document.sections {
        let texts = section
            .blocks
            .iter()
            .flat_map(|block| said(block, document.lang));
        for text in [section.title.clone()].into_iter().chain(texts) {
            let text = squeezed(&text);
            let at = rest.find(&text);
            assert!(at.is_some(), "`{text}` is not heard in its place");
            rest = &rest[at.unwrap() + text.len()..];
        }
    }
}

#[test]
fn the_file_is_heard_in_the_order_of_the_document() {
    let mut document = specimen::document();
    let heard_first = heard(&rendered(&document).bytes);
    let cover = squeezed(&format!("{}{}", document.hall, document.title));
    assert!(heard_first.starts_with(&cover), "{heard_first}");
    // What the contents say comes before.
    let contents = heard_first.find("目录").unwrap();
    assert_in_order(&heard_first[contents..], &document);
    // A drawing that makes way for what follows it is still heard in its place.
    let blocks = document.sections.iter().flat_map(|s| s.blocks.clone());
    let mut blocks: Vec<Block> = blocks
        .filter(|b| !matches!(b, Block::Heading(..)))
        .collect();
    blocks.retain(|block| !matches!(block, Block::Table(table) if table.rows.len() > 60));
    document.sections.truncate(1);
    document.sections[0].blocks = blocks;
    let painted: Vec<NodeId> = laid(&document, &Theme::default())
        .pages
        .iter()
        .flat_map(|page| &page.items)
        .filter_map(|item| match item.owner {
            Owner::Node(node) => Some(node),
            _ => None,
        })
        .collect();
    let drawn = painted.windows(2).any(|pair| pair[1] + 10 < pair[0]);
    assert!(drawn, "no drawing stands after what follows it");
    assert_in_order(&heard(&rendered(&document).bytes), &document);
}

fn words() -> impl Strategy<Value = Text> {
    let span = ("[一-十][一-十a-z0-9，。（）“” %]{0,50}", any::<bool>());
    proptest::collection::vec(span, 1..4).prop_map(|spans| {
        let span = |(text, bold)| crate::report::document::Span { text, bold };
        Text(spans.into_iter().map(span).collect())
    })
}

fn any_block() -> impl Strategy<Value = Block> {
    let texts = || proptest::collection::vec(words(), 1..5);
    let severity = prop_oneof![
        Just(crate::value::Severity::High),
        Just(crate::value::Severity::Low)
    ];
    let chart = specimen::document()
        .sections
        .into_iter()
        .flat_map(|section| section.blocks)
        .filter(|block| matches!(block, Block::Chart(_)))
        .collect::<Vec<_>>();
    prop_oneof![
        1 => words().prop_map(|text| Block::Heading(3, text)),
        1 => words().prop_map(Block::Lead),
        3 => words().prop_map(Block::Prose),
        1 => words().prop_map(Block::Note),
        1 => (any::<bool>(), texts()).prop_map(|(numbered, items)| Block::List(numbered, items)),
        1 => (texts(), texts()).prop_map(|(left, right)| {
            let panel = |title: &str, items| crate::report::document::Panel {
                title: title.to_owned(),
                tone: crate::value::Tone::Neutral,
                items,
            };
            Block::Panels(vec![panel("左", left), panel("右", right)])
        }),
        1 => (words(), severity, words()).prop_map(|(title, severity, text)| {
            Block::Finding(crate::report::document::FindingBlock {
                title,
                severity,
                entries: vec![("依据".to_owned(), text)],
            })
        }),
        3 => any_table().prop_map(Block::Table),
        3 => proptest::sample::select(chart),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn no_block_loses_its_text_or_its_place(
        blocks in proptest::collection::vec(any_block(), 1..14),
        paper in 0..3_usize,
    ) {
        let mut document = specimen::document();
        document.sections = vec![Section {
            id: "any",
            number: Some("01"),
            title: "任意".to_owned(),
            blocks,
        }];
        let layout = laid(&document, &themes()[paper]);
        assert_tidy(&layout);
        let texts = texts_by_node(&layout);
        let mut heard = String::new();
        let mut stack = vec![0];
        while let Some(node) = stack.pop() {
            heard.push_str(texts.get(&node).map_or("", |text| text));
            stack.extend(layout.tree.nodes[node].children.iter().rev());
        }
        // The contents say the headings once before.
        let from = heard.rfind("任意").unwrap();
        assert_in_order(&heard[from..], &document);
    }
}
