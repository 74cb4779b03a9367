//! Tables → slabs: one a row, its head repeated where it goes on over the page.

use std::rc::Rc;

use crate::format;
use crate::report::document::{Cell, Column, ColumnKind, Lang, Table, Text};
use crate::value::Value;

use super::cells::{DOT, PADDING, Placed, aligned, row_height, row_padding, side};
use super::columns::{Demand, squeezed, widths};
use super::display::{NodeId, Owner, Role};
use super::flow::Slab;
use super::paragraph::{Line, Paragraph};
use super::setter::{Setter, Style, kept, rule, spaced};

/// A cell with a bullet chart: its least and its preferred width.
const BULLET: (f64, f64) = (70.0, 190.0);

/// A table's cells measured at one type size.
struct Measured {
    style: Style,
    heads: Vec<Paragraph>,
    rows: Vec<Vec<Paragraph>>,
}

pub(super) fn slabs(setter: &mut Setter, table: &Table, parent: NodeId) -> Vec<Slab> {
    if table.columns.is_empty() {
        return Vec::new();
    }
    let mut slabs = Vec::new();
    if table.show_caption && !table.caption.is_empty() {
        let node = setter.tree.add(parent, Role::Paragraph);
        let caption = Text::plain(&table.caption);
        slabs = kept(setter.paragraph(&caption, setter.caption(), 0.0, node));
    }
    let node = setter.tree.add(parent, Role::Table);
    let (measured, columns) = fit(setter, table);
    let mut head = head_slab(setter, table, &measured, &columns, node);
    head.before = if slabs.is_empty() { 8.0 } else { 1.0 };
    let repeated = Rc::new(Slab {
        before: 0.0,
        ..head.clone()
    });
    let mut rows = Vec::new();
    for (index, texts) in measured.rows.iter().enumerate() {
        let room = setter.frame.height - repeated.height;
        rows.extend(row_slabs(
            setter,
            table,
            index,
            (texts, measured.style),
            &columns,
            node,
            room,
        ));
    }
    for row in &mut rows {
        row.head = Some(Rc::clone(&repeated));
    }
    head.keep = !rows.is_empty();
    keep_rows(setter, table, &mut rows);
    slabs.push(head);
    slabs.extend(rows);
    if table.note.is_empty() {
        slabs.push(Slab {
            before: 5.0,
            ..Slab::default()
        });
    } else {
        if let Some(last) = slabs.last_mut() {
            last.keep = true;
        }
        let note = setter.tree.add(parent, Role::Paragraph);
        let text = Text::plain(&table.note);
        slabs.extend(spaced(
            setter.paragraph(&text, setter.small(), 0.0, note),
            4.0,
        ));
    }
    spaced(slabs, 8.0)
}

/// A short table is not parted; in a long one two rows stay together at both ends, and totals with the row above.
fn keep_rows(setter: &Setter, table: &Table, rows: &mut [Slab]) {
    let height: f64 = rows.iter().map(|row| row.height).sum();
    let short = height <= setter.frame.height * 0.3;
    let count = rows.len();
    let whole = table.rows.len() == count;
    for (index, row) in rows.iter_mut().enumerate() {
        let total_next = whole && table.rows.get(index + 1).is_some_and(|row| row.total);
        let edge = index == 0 || index + 2 == count;
        row.keep |= index + 1 < count && (short || edge || total_next);
    }
}

/// Measures the cells, with heads that wrap and then at a smaller size where the columns do not fit
/// otherwise.
fn fit(setter: &Setter, table: &Table) -> (Measured, Vec<f64>) {
    let room = setter.frame.width;
    let full = setter.theme.sizes.table;
    for size in [full, full * 0.93, full * 0.86, full * 0.79] {
        let measured = measure(setter, table, size);
        let whole = demands(setter, table, &measured, true);
        let fits = whole.iter().map(|d| d.natural).sum::<f64>() <= room;
        let asked = if fits {
            whole
        } else {
            demands(setter, table, &measured, false)
        };
        if let Some(columns) = widths(&asked, room) {
            return (measured, columns);
        }
    }
    let measured = measure(setter, table, full * 0.79);
    let columns = squeezed(&demands(setter, table, &measured, false), room);
    (measured, columns)
}

fn measure(setter: &Setter, table: &Table, size: f64) -> Measured {
    let fonts = setter.fonts;
    let heads = table
        .columns
        .iter()
        .map(|column| Paragraph::plain(&head_text(column, setter.lang), false, size, fonts));
    let rows = table.rows.iter().map(|row| {
        let cells = row.cells.iter().zip(&table.columns);
        cells
            .map(|(cell, column)| {
                let text = cell_text(cell, column, setter.lang);
                Paragraph::plain(&text, cell.bold || row.total, size, fonts)
            })
            .collect()
    });
    Measured {
        style: Style {
            size,
            leading: size * 1.32,
            bold: false,
            colour: setter.theme.colours.ink,
        },
        heads: heads.collect(),
        rows: rows.collect(),
    }
}

fn head_text(column: &Column, lang: Lang) -> String {
    match column.kind {
        ColumnKind::Number(style) => style.head(&column.label, lang),
        _ => column.label.clone(),
    }
}

/// What a cell shows, printed.
fn cell_text(cell: &Cell, column: &Column, lang: Lang) -> String {
    match column.kind {
        ColumnKind::Bullet if cell.bullet.is_some() => String::new(),
        ColumnKind::Number(style) => format::cell(&cell.value, Some(style), lang),
        _ => format::cell(&cell.value, None, lang),
    }
}

/// What each column asks for; `whole` heads would rather not wrap.
fn demands(setter: &Setter, table: &Table, measured: &Measured, whole: bool) -> Vec<Demand> {
    let size = measured.style.size;
    let column = |(index, column): (usize, &Column)| {
        let head = measured.heads.get(index);
        let mut least = head.map_or(0.0, |p| p.unbreakable(3.0));
        let mut natural = head.filter(|_| whole).map_or(least, Paragraph::natural);
        for (row, texts) in table.rows.iter().zip(&measured.rows) {
            let (Some(cell), Some(text)) = (row.cells.get(index), texts.get(index)) else {
                continue;
            };
            let dot = if cell.dot.is_some() { DOT } else { 0.0 };
            let unwrapped = text.natural() + dot;
            natural = natural.max(unwrapped);
            // Numbers, dates and verdicts are read at a glance and stay on one line; a text may
            // narrow to eight characters.
            let unbroken = match (column.kind, &cell.value) {
                (ColumnKind::Text, _) | (_, Value::Text(_)) => {
                    text.unbreakable(8.0).min(setter.frame.width / 3.0) + dot
                }
                _ => unwrapped,
            };
            least = least.max(unbroken);
        }
        if column.kind == ColumnKind::Bullet {
            least = least.max(BULLET.0);
            natural = natural.max(BULLET.1);
        }
        least = least.max(size) + 2.0 * PADDING;
        natural = natural.max(size) + 2.0 * PADDING;
        Demand {
            least,
            natural: natural.max(least),
            stretch: if column.kind == ColumnKind::Bullet {
                natural * 2.0
            } else {
                natural
            },
        }
    };
    table.columns.iter().enumerate().map(column).collect()
}

fn head_slab(
    setter: &mut Setter,
    table: &Table,
    measured: &Measured,
    columns: &[f64],
    parent: NodeId,
) -> Slab {
    let colours = setter.theme.colours;
    let style = Style {
        colour: colours.muted,
        ..measured.style
    };
    let row = setter.tree.add(parent, Role::Row);
    let texts: Vec<Vec<Line>> = measured
        .heads
        .iter()
        .zip(columns)
        .map(|(text, width)| text.lines(width - 2.0 * PADDING))
        .collect();
    let count = texts.iter().map(Vec::len).max().unwrap_or(1);
    let height = row_height(style, count);
    let mut items = Vec::new();
    let mut left = 0.0;
    for ((column, lines), width) in table.columns.iter().zip(&texts).zip(columns) {
        let cell = Owner::Node(setter.tree.add(row, Role::ColumnHead));
        // Heads stand on the rule below them.
        let top = (count - lines.len()) as f64 * style.leading + row_padding(style);
        let place = (left, top, *width);
        items.extend(aligned(lines, style, place, side(column.kind), cell));
        left += width;
    }
    items.push(rule(0.0, height, left, 0.8, colours.ink));
    Slab {
        height: height + 0.4,
        items,
        ..Slab::default()
    }
}

/// One row; as several slabs only where it is taller than `room`.
fn row_slabs(
    setter: &mut Setter,
    table: &Table,
    index: usize,
    (texts, style): (&[Paragraph], Style),
    columns: &[f64],
    parent: NodeId,
    room: f64,
) -> Vec<Slab> {
    let Some(row) = table.rows.get(index) else {
        return Vec::new();
    };
    let node = setter.tree.add(parent, Role::Row);
    let mut cells = Vec::new();
    for (place, ((cell, column), text)) in
        row.cells.iter().zip(&table.columns).zip(texts).enumerate()
    {
        let width = columns.get(place).copied().unwrap_or(0.0);
        let dot = if cell.dot.is_some() { DOT } else { 0.0 };
        let role = if place == 0 && column.kind == ColumnKind::Text {
            Role::RowHead
        } else {
            Role::Cell
        };
        let mut owner = setter.tree.add(node, role);
        if let (ColumnKind::Bullet, Some(bullet)) = (column.kind, cell.bullet) {
            let alt = if bullet.met {
                setter
                    .lang
                    .pick("条形达到目标线", "the bar reaches the target")
            } else {
                setter
                    .lang
                    .pick("条形未达目标线", "the bar misses the target")
            };
            owner = setter.tree.figure(owner, alt.to_owned());
        }
        cells.push(Placed {
            cell,
            column,
            lines: text.lines(width - 2.0 * PADDING - dot),
            width,
            node: owner,
        });
    }
    let count = cells.iter().map(|c| c.lines.len()).max().unwrap_or(1);
    let most = ((room - 2.0 * row_padding(style)) / style.leading) as usize;
    let share = most.max(1);
    let last_row = index + 1 == table.rows.len();
    let total_next = table.rows.get(index + 1).is_some_and(|row| row.total);
    let mut slabs = Vec::new();
    let mut from = 0;
    while from < count {
        let to = (from + share).min(count);
        let height = row_height(style, to - from);
        let mut items = Vec::new();
        let mut left = 0.0;
        for placed in &cells {
            placed.draw(setter, style, left, (from, to), height, &mut items);
            left += placed.width;
        }
        let colours = setter.theme.colours;
        if to == count && !(row.total && last_row) {
            let (thickness, colour) = if total_next {
                (0.8, colours.ink)
            } else {
                (0.5, colours.rule)
            };
            items.push(rule(0.0, height, left, thickness, colour));
        }
        if row.total && index == 0 {
            items.push(rule(0.0, 0.0, left, 0.8, colours.ink));
        }
        slabs.push(Slab {
            height,
            items,
            ..Slab::default()
        });
        from = to;
    }
    slabs
}
