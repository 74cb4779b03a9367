//! The document → pages: cover, contents, sections each on a fresh page, running heads and feet.

use crate::chart::{Anchor, TextMeasure};
use crate::font::Fonts;
use crate::format;
use crate::logo;
use crate::report::document::{Document, Kpi, Text};
use crate::say;
use crate::theme::{POINTS_PER_MM, Theme};
use crate::value::{Unit, Value};

use super::blocks;
use super::contents;
use super::display::{Item, Layout, NodeId, Owner, Page, Picture, Role, Tree};
use super::flow::{Filled, Frame, paginate};
use super::setter::{Setter, Style, block, line_items, rule, text_at};

/// The colour that paper and screens have by themselves, and that need not be painted.
const WHITE: u32 = 0x00FF_FFFF;

/// Lays the whole document out.
pub(super) fn layout(document: &Document, theme: &Theme, fonts: &Fonts) -> Layout {
    let page = theme.page;
    let (width, height) = (
        page.width_mm * POINTS_PER_MM,
        page.height_mm * POINTS_PER_MM,
    );
    let side = page.margin_side_mm * POINTS_PER_MM;
    let top = page.margin_top_mm * POINTS_PER_MM + 10.0;
    let bottom = page.margin_bottom_mm * POINTS_PER_MM + 7.0;
    let frame = Frame {
        left: side,
        top,
        width: page.measure(),
        height: (height - top - bottom).max(120.0),
    };
    let mut setter = Setter {
        theme,
        fonts,
        lang: document.lang,
        frame,
        tree: Tree::new(),
        entries: Vec::new(),
        level: 1,
    };
    let mut pages = vec![cover(&mut setter, document, width, height)];
    let contents_node = setter.tree.add(0, Role::Section);
    let sections: Vec<(String, Vec<Filled>)> = document
        .sections
        .iter()
        .map(|section| {
            let label = section.number.map_or_else(
                || section.title.clone(),
                |number| format!("{number} {}", section.title),
            );
            (
                label,
                paginate(&blocks::section(&mut setter, section), frame),
            )
        })
        .collect();
    if !sections.is_empty() {
        // The contents' length does not depend on the numbers in them, so one trial tells where the
        // sections begin.
        let trial = contents::pages(&mut setter, contents_node).len();
        number_entries(&mut setter, &sections, 1 + trial);
        let title = say!(document.lang, "page.contents").to_owned();
        setter.tree.clear(contents_node);
        pages.extend(
            contents::pages(&mut setter, contents_node)
                .into_iter()
                .map(|filled| page_of(filled, &title)),
        );
    }
    for (label, filled) in sections {
        pages.extend(filled.into_iter().map(|filled| page_of(filled, &label)));
    }
    let count = pages.len();
    for (index, page) in pages.iter_mut().enumerate().skip(1) {
        running(&setter, document, page, (width, height), (index + 1, count));
    }
    Layout {
        width,
        height,
        ground: Some(theme.colours.paper).filter(|paper| *paper != WHITE),
        pages,
        entries: setter.entries,
        tree: setter.tree,
    }
}

fn page_of(filled: Filled, section: &str) -> Page {
    Page {
        items: filled.items,
        picture: None,
        links: filled.links,
        section: section.to_owned(),
    }
}

/// Tells every entry its page, the first section beginning on page `first` (counted from 0).
fn number_entries(setter: &mut Setter, sections: &[(String, Vec<Filled>)], first: usize) {
    let filled = sections.iter().flat_map(|(_, pages)| pages);
    for (index, page) in filled.enumerate() {
        for &(entry, top) in &page.entries {
            if let Some(entry) = setter.entries.get_mut(entry) {
                entry.page = first + index;
                entry.top = top;
            }
        }
    }
}

/// Hall and month on the left, section on the right, a hairline below; the foot with page of pages.
fn running(
    setter: &Setter,
    document: &Document,
    page: &mut Page,
    (width, height): (f64, f64),
    (number, count): (usize, usize),
) {
    let lang = document.lang;
    let colours = setter.theme.colours;
    let size = setter.theme.sizes.running;
    let style = Style {
        size,
        leading: size * 1.5,
        bold: false,
        colour: colours.muted,
    };
    let (left, right) = (setter.frame.left, setter.frame.left + setter.frame.width);
    let head = setter.frame.top - 27.8 - size * 1.5;
    let month = format::month(document.month, lang);
    let title = say!(
        lang,
        "page.running_head",
        hall = document.hall,
        month = month
    );
    let section = setter.fitted(&page.section, style, setter.frame.width * 0.45);
    let rest = setter.frame.width - setter.fonts.width(&section, size, false) - 16.0;
    let title = setter.fitted(&title, style, rest);
    let note = say!(lang, "page.running_foot");
    let foot = height - setter.theme.page.margin_bottom_mm * POINTS_PER_MM + 8.0;
    let mut set = |text: &str, x: f64, top: f64, anchor: Anchor| {
        if !text.is_empty() {
            page.items
                .push(text_at(text, style, (x, top), anchor, Owner::Pagination));
        }
    };
    set(&title, left, head, Anchor::Start);
    set(&section, right, head, Anchor::End);
    set(note, left, foot, Anchor::Start);
    let pages = format!("{number} / {count}");
    set(&pages, right, foot, Anchor::End);
    let mut line = rule(
        left,
        setter.frame.top - 21.3,
        width - 2.0 * left,
        0.5,
        colours.rule,
    );
    line.owner = Owner::Pagination;
    page.items.push(line);
}

fn cover(setter: &mut Setter, document: &Document, width: f64, height: f64) -> Page {
    let colours = setter.theme.colours;
    let lang = document.lang;
    let mut items = vec![block(0.0, 0.0, 31.5, height, colours.navy)];
    let left = 90.7_f64.min(width * 0.2);
    let right = width - setter.frame.left;
    let node = setter.tree.add(0, Role::Division);
    let picture = logo(setter, document, (left, right), height, node);
    // The optical middle of the page lies a little above its true one.
    let mut top = height * 0.282;
    let style = |size: f64, leading: f64, bold: bool, colour: u32| Style {
        size,
        leading,
        bold,
        colour,
    };
    let hall = style(13.0, 19.0, true, colours.teal);
    let title = style(30.5, 42.0, true, colours.navy);
    let month = style(18.0, 26.0, false, colours.ink);
    let month_text = format::month(document.month, lang);
    let lines = [
        (document.hall.as_str(), hall, Role::Paragraph, 9.0),
        (document.title.as_str(), title, Role::Heading(1), 3.0),
        (month_text.as_str(), month, Role::Paragraph, 44.0),
    ];
    for (text, style, role, after) in lines {
        let owner = Owner::Node(setter.tree.add(node, role));
        for line in setter.lines(&Text::plain(text), style, right - left) {
            items.extend(line_items(&line, style, left, top, owner));
            top += style.leading;
        }
        top += after;
    }
    let small = style(10.5, 19.5, false, colours.muted);
    let facts = [
        (say!(lang, "page.presenter"), document.presenter.clone()),
        (
            say!(lang, "page.date"),
            document.date.map(|date| format::date(date, lang)),
        ),
    ];
    let indent = facts
        .iter()
        .map(|(label, _)| setter.fonts.width(label, small.size, false))
        .fold(0.0, f64::max)
        + 10.8;
    for (label, fact) in facts {
        let Some(fact) = fact else { continue };
        let owner = Owner::Node(setter.tree.add(node, Role::Paragraph));
        // The space is for those who hear the page.
        let label = format!("{label} ");
        items.push(text_at(&label, small, (left, top), Anchor::Start, owner));
        for line in setter.lines(&Text::plain(fact), small, right - left - indent) {
            items.extend(line_items(&line, small, left + indent, top, owner));
            top += small.leading;
        }
    }
    cover_figures(
        setter,
        &document.cover,
        (left, right),
        height,
        node,
        &mut items,
    );
    Page {
        items,
        picture,
        ..Page::default()
    }
}

/// The logo at the top of the cover's column, at most 18 mm high; one of pixels no larger than it is at 96 an inch.
fn logo(
    setter: &mut Setter,
    document: &Document,
    (left, right): (f64, f64),
    height: f64,
    parent: NodeId,
) -> Option<Picture> {
    const HIGHEST: f64 = logo::HIGHEST_MM * POINTS_PER_MM;
    const WIDEST: f64 = logo::WIDEST_MM * POINTS_PER_MM;
    let logo = setter.theme.logo.as_ref()?;
    let size = (f64::from(logo.width), f64::from(logo.height));
    let own = if logo.scalable { f64::INFINITY } else { 0.75 };
    let scale = (HIGHEST / size.1)
        .min(WIDEST.min(right - left) / size.0)
        .min(own);
    let alt = if document.hall.is_empty() {
        say!(document.lang, "page.logo").to_owned()
    } else {
        say!(document.lang, "page.logo_of", hall = document.hall)
    };
    // A low page has its titles nearer to its top edge.
    let top = (setter.theme.page.margin_top_mm * POINTS_PER_MM)
        .min(height * 0.282 - HIGHEST - 14.0)
        .max(0.0);
    Some(Picture {
        area: (left, top, size.0 * scale, size.1 * scale),
        node: setter.tree.figure(parent, alt),
    })
}

/// Up to four figures at the foot of the cover, under a rule.
fn cover_figures(
    setter: &mut Setter,
    kpis: &[Kpi],
    (left, right): (f64, f64),
    height: f64,
    parent: usize,
    items: &mut Vec<Item>,
) {
    if kpis.is_empty() {
        return;
    }
    let colours = setter.theme.colours;
    let top = height * 0.829;
    items.push(rule(left, top, right - left, 0.9, colours.navy));
    let column = (right - left) / 4.0;
    for (index, kpi) in kpis.iter().take(4).enumerate() {
        let x = left + column * index as f64;
        let node = setter.tree.add(parent, Role::Paragraph);
        let (digits, unit) = format::parts(&kpi.value, setter.lang);
        let percent = unit == "%";
        let digits = if percent {
            format!("{digits}%")
        } else {
            digits
        };
        let unspoken = matches!(
            kpi.value,
            Value::Number(_, Unit::Points | Unit::PointsOf100 | Unit::PointsOf5)
        );
        let name = if percent || unspoken || unit.is_empty() {
            kpi.name.clone()
        } else {
            let label = &kpi.name;
            say!(
                setter.lang,
                "units.head.with_unit",
                label = *label,
                unit = unit
            )
        };
        let mut value = Style {
            size: 18.4,
            leading: 24.0,
            bold: true,
            colour: colours.navy,
        };
        let wide = setter.fonts.width(&digits, value.size, true);
        if wide > column - 8.0 {
            value.size *= (column - 8.0) / wide;
        }
        let owner = Owner::Node(node);
        items.push(text_at(
            &digits,
            value,
            (x, top + 11.0),
            Anchor::Start,
            owner,
        ));
        let small = Style {
            size: 8.2,
            leading: 11.6,
            bold: false,
            colour: colours.muted,
        };
        let lines = setter.lines(&Text::plain(name), small, column - 8.0);
        for (row, line) in lines.iter().enumerate() {
            let top = top + 33.8 + small.leading * row as f64;
            items.extend(line_items(line, small, x, top, owner));
        }
    }
}
