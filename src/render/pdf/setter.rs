//! What every block is set with: theme, fonts, language, the measure, the structure tree so far.

use crate::chart::{Anchor, Mark, TextMeasure};
use crate::font::Fonts;
use crate::report::document::Text;
use crate::theme::Theme;
use crate::value::Tone;
use crate::words::Lang;

use super::display::{Entry, Item, NodeId, Owner, Tree, shift};
use super::flow::{Frame, Slab};
use super::paragraph::{Line, Paragraph};

/// How a paragraph is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Style {
    pub(super) size: f64,
    /// Distance of baselines.
    pub(super) leading: f64,
    pub(super) bold: bool,
    pub(super) colour: u32,
}

/// The state that blocks share.
pub(super) struct Setter<'a> {
    pub(super) theme: &'a Theme,
    pub(super) fonts: &'a Fonts,
    pub(super) lang: Lang,
    pub(super) frame: Frame,
    pub(super) tree: Tree,
    pub(super) entries: Vec<Entry>,
    /// The level of the heading last set, so that tags never skip one.
    pub(super) level: u8,
}

impl Setter<'_> {
    pub(super) fn body(&self) -> Style {
        Style {
            size: self.theme.sizes.body,
            leading: self.theme.sizes.leading,
            bold: false,
            colour: self.theme.colours.ink,
        }
    }

    /// Small print.
    pub(super) fn small(&self) -> Style {
        let size = self.theme.sizes.body * 0.83;
        Style {
            size,
            leading: size * 1.55,
            bold: false,
            colour: self.theme.colours.muted,
        }
    }

    /// The line above a chart or a table.
    pub(super) fn caption(&self) -> Style {
        let size = self.theme.sizes.table + 0.4;
        Style {
            size,
            leading: size * 1.55,
            bold: true,
            colour: self.theme.colours.ink,
        }
    }

    pub(super) fn tone(&self, tone: Tone) -> u32 {
        let colours = &self.theme.colours;
        match tone {
            Tone::Neutral => colours.ink,
            Tone::Good => colours.green,
            Tone::Bad => colours.red,
            Tone::Warning => colours.amber,
        }
    }

    pub(super) fn lines(&self, text: &Text, style: Style, width: f64) -> Vec<Line> {
        Paragraph::new(text, style.bold, style.size, self.fonts).lines(width)
    }

    /// A paragraph as one slab a line, its first and last two lines kept together.
    pub(super) fn paragraph(&self, text: &Text, style: Style, x: f64, node: NodeId) -> Vec<Slab> {
        let lines = self.lines(text, style, self.frame.width - x);
        let count = lines.len();
        lines
            .iter()
            .enumerate()
            .map(|(index, line)| Slab {
                height: style.leading,
                keep: index + 1 < count && (index == 0 || index + 2 >= count),
                items: line_items(line, style, x, 0.0, Owner::Node(node)),
                ..Slab::default()
            })
            .collect()
    }

    /// The longest beginning of `text` that fits, with an ellipsis where something is left out.
    pub(super) fn fitted(&self, text: &str, style: Style, width: f64) -> String {
        let fits = |text: &str| self.fonts.width(text, style.size, style.bold) <= width;
        if fits(text) {
            return text.to_owned();
        }
        let mut kept: String = text.to_owned();
        while kept.pop().is_some() {
            let shown = format!("{}…", kept.trim_end());
            if fits(&shown) {
                return shown;
            }
        }
        String::new()
    }
}

/// One line of text that is known to fit, its box beginning at `top`.
pub(super) fn text_at(
    text: &str,
    style: Style,
    (x, top): (f64, f64),
    anchor: Anchor,
    owner: Owner,
) -> Item {
    Item {
        mark: Mark::Text {
            x,
            y: top + baseline(style),
            text: text.to_owned(),
            size: style.size,
            bold: style.bold,
            fill: style.colour,
            anchor,
        },
        owner,
    }
}

/// Where the baseline lies in a line's box: the em square of Chinese is centred in it.
pub(super) fn baseline(style: Style) -> f64 {
    style.leading / 2.0 + style.size * 0.37
}

/// The marks of one line whose box begins at `top`.
pub(super) fn line_items(line: &Line, style: Style, x: f64, top: f64, owner: Owner) -> Vec<Item> {
    line.runs
        .iter()
        .filter(|run| !run.text.is_empty())
        .map(|run| Item {
            mark: Mark::Text {
                x: x + run.x,
                y: top + baseline(style),
                text: run.text.clone(),
                size: style.size,
                bold: run.bold,
                fill: style.colour,
                anchor: Anchor::Start,
            },
            owner,
        })
        .collect()
}

/// A filled rectangle that says nothing.
pub(super) fn block(x: f64, y: f64, width: f64, height: f64, fill: u32) -> Item {
    Item {
        mark: Mark::Rect {
            x,
            y,
            width,
            height,
            radius: 0.0,
            fill,
        },
        owner: Owner::Decoration,
    }
}

/// A level rule that says nothing.
pub(super) fn rule(x: f64, y: f64, width: f64, thickness: f64, stroke: u32) -> Item {
    Item {
        mark: Mark::Line {
            from: (x, y),
            to: (x + width, y),
            width: thickness,
            stroke,
            dash: None,
        },
        owner: Owner::Decoration,
    }
}

/// Slabs joined into one that is never parted.
pub(super) fn joined(slabs: Vec<Slab>) -> Slab {
    let mut whole = Slab::default();
    for (index, slab) in slabs.into_iter().enumerate() {
        if index == 0 {
            whole.before = slab.before;
        } else {
            whole.height += slab.before;
        }
        whole.entry = whole.entry.or(slab.entry);
        for mut item in slab.items {
            shift(&mut item.mark, 0.0, whole.height);
            whole.items.push(item);
        }
        for mut link in slab.links {
            link.area.1 += whole.height;
            whole.links.push(link);
        }
        whole.height += slab.height;
    }
    whole
}

/// Sets the space above the first slab.
pub(super) fn spaced(mut slabs: Vec<Slab>, before: f64) -> Vec<Slab> {
    if let Some(first) = slabs.first_mut() {
        first.before = before;
    }
    slabs
}

/// Keeps every slab with the next, the last one too.
pub(super) fn kept(mut slabs: Vec<Slab>) -> Vec<Slab> {
    for slab in &mut slabs {
        slab.keep = true;
    }
    slabs
}
