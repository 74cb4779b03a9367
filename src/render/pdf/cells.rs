//! One cell of a table: its text on its side, its dot, its bullet, its colour.

use crate::chart::{self, Anchor, Mark};
use crate::report::document::{Cell, Column, ColumnKind, Dot};
use crate::value::{Tone, Value};

use super::columns::Place;
use super::display::{Item, NodeId, Owner, lean, shift};
use super::paragraph::Line;
use super::setter::{Setter, Style, line_items};

/// Space left and right of a cell's text.
pub(super) const PADDING: f64 = 3.8;
/// A dot and the space after it.
pub(super) const DOT: f64 = 11.0;
const BULLET_HEIGHT: f64 = 9.0;

/// A cell with its text broken to its column.
pub(super) struct Placed<'a> {
    pub(super) cell: &'a Cell,
    pub(super) column: &'a Column,
    pub(super) lines: Vec<Line>,
    pub(super) place: Place,
    pub(super) node: NodeId,
}

impl Placed<'_> {
    /// Draws the lines `from..to` of a row `height` points high.
    pub(super) fn draw(
        &self,
        setter: &Setter,
        style: Style,
        (from, to): (usize, usize),
        height: f64,
        items: &mut Vec<Item>,
    ) {
        let owner = Owner::Node(self.node);
        let Place { left, width } = self.place;
        let top = row_padding(style);
        let mut indent = 0.0;
        if let Some(dot) = self.cell.dot {
            indent = DOT;
            if from == 0 {
                items.push(Item {
                    mark: Mark::Circle {
                        centre: (left + PADDING + 3.4, top + style.leading / 2.0),
                        radius: 3.4,
                        fill: dot_colour(dot, setter),
                    },
                    owner: Owner::Decoration,
                });
            }
        }
        if let Some(bullet) = self.cell.bullet
            && self.column.kind == ColumnKind::Bullet
            && from == 0
        {
            let width = width - 2.0 * PADDING;
            let list = chart::bullet_cell(&bullet, width, BULLET_HEIGHT, setter.theme);
            for mut mark in list.marks {
                shift(&mut mark, left + PADDING, (height - BULLET_HEIGHT) / 2.0);
                items.push(Item { mark, owner });
            }
        }
        let colour = Style {
            colour: self.colour(setter),
            ..style
        };
        let lines = self
            .lines
            .get(from..to.min(self.lines.len()))
            .unwrap_or(&[]);
        let place = (left + indent, top, width - indent);
        items.extend(aligned(lines, colour, place, side(self.column.kind), owner));
    }

    /// Whether it is a change too small to be printed: `0.0%` in red would be a riddle.
    fn is_no_change(&self) -> bool {
        let runs = self.lines.iter().flat_map(|line| &line.runs);
        let mut digits = runs
            .flat_map(|run| run.text.chars())
            .filter(char::is_ascii_digit)
            .peekable();
        matches!(self.column.key.as_str(), "mom" | "yoy")
            && digits.peek().is_some()
            && digits.all(|digit| digit == '0')
    }

    fn colour(&self, setter: &Setter) -> u32 {
        let colours = setter.theme.colours;
        match (&self.cell.value, self.cell.tone) {
            (Value::Absent, _) => colours.muted,
            _ if self.is_no_change() => setter.tone(Tone::Neutral),
            (_, tone) => setter.tone(tone),
        }
    }
}

fn dot_colour(dot: Dot, setter: &Setter) -> u32 {
    match dot {
        Dot::Red => setter.theme.colours.red,
        Dot::Yellow => 0x00D9_9A00,
        Dot::Blue => 0x002F_6DB5,
    }
}

/// Which side a column's texts stand on.
pub(super) fn side(kind: ColumnKind) -> Anchor {
    match kind {
        ColumnKind::Text | ColumnKind::Bullet => Anchor::Start,
        ColumnKind::Word => Anchor::Middle,
        ColumnKind::Number(_)
        | ColumnKind::Mixed
        | ColumnKind::Bare
        | ColumnKind::Change
        | ColumnKind::Date => Anchor::End,
    }
}

/// Space above and below a row's text.
pub(super) fn row_padding(style: Style) -> f64 {
    style.size * 0.43
}

/// The height of a row of so many lines.
pub(super) fn row_height(style: Style, lines: usize) -> f64 {
    style.leading * lines.max(1) as f64 + 2.0 * row_padding(style)
}

/// Lines set on a side of a cell.
pub(super) fn aligned(
    lines: &[Line],
    style: Style,
    (left, top, width): (f64, f64, f64),
    side: Anchor,
    owner: Owner,
) -> Vec<Item> {
    let mut items = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let spare = width - 2.0 * PADDING - line.width;
        let x = left + PADDING + spare * lean(side);
        let top = top + style.leading * index as f64;
        items.extend(line_items(line, style, x, top, owner));
    }
    items
}
