//! Tables → slabs: one a row, its head repeated where it goes on over the page.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::format;
use crate::report::document::{Cell, Column, ColumnKind, Table, Text};
use crate::value::Value;
use crate::words::Lang;

use super::cells::{DOT, PADDING, Placed, aligned, row_height, row_padding, side};
use super::columns::{Demand, Place, placed, squeezed, widths};
use super::display::{NodeId, Owner, Role};
use super::flow::Slab;
use super::paragraph::{Line, Paragraph};
use super::setter::{Setter, Style, kept, rule, spaced};

/// A cell with a bullet chart: its least and its preferred width.
const BULLET: (f64, f64) = (64.0, 150.0);

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
    let printed = table.excerpt(setter.lang);
    let table = &*printed;
    let mut slabs = Vec::new();
    if table.show_caption && !table.caption.is_empty() {
        let node = setter.tree.add(parent, Role::Paragraph);
        let caption = Text::plain(&table.caption);
        slabs = kept(setter.paragraph(&caption, setter.caption(), 0.0, node));
    }
    let node = setter.tree.add(parent, Role::Table);
    let broken = fit(setter, table);
    let columns = &broken.columns;
    let mut head = head_slab(setter, table, &broken, node);
    head.before = if slabs.is_empty() { 8.0 } else { 1.0 };
    let repeated = Rc::new(Slab {
        before: 0.0,
        ..head.clone()
    });
    let mut rows = Vec::new();
    for (index, lines) in broken.rows.into_iter().enumerate() {
        let room = setter.frame.height - repeated.height;
        rows.extend(row_slabs(
            setter,
            table,
            index,
            (lines, broken.style),
            columns,
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

/// A short table is not parted; in a long one three rows stay together at its beginning and two at its end,
/// and totals with the row above.
fn keep_rows(setter: &Setter, table: &Table, rows: &mut [Slab]) {
    let height: f64 = rows.iter().map(|row| row.height).sum();
    let short = height <= setter.frame.height * 0.3;
    let count = rows.len();
    let whole = table.rows.len() == count;
    for (index, row) in rows.iter_mut().enumerate() {
        let total_next = whole && table.rows.get(index + 1).is_some_and(|row| row.total);
        let edge = index < 2 || index + 2 == count;
        row.keep |= index + 1 < count && (short || edge || total_next);
    }
}

/// A table's cells broken into lines, and where its columns stand.
struct Broken {
    style: Style,
    columns: Vec<Place>,
    heads: Vec<Vec<Line>>,
    rows: Vec<Vec<Vec<Line>>>,
}

/// Measures and breaks the cells, with heads that wrap where the columns do not fit otherwise, and at a
/// smaller size where they do not fit even then or would be far higher.
fn fit(setter: &Setter, table: &Table) -> Broken {
    /// A smaller size is taken where it leaves this share of the lines: small print for every table
    /// with a long text would be worse than a second line.
    const FEWER: f64 = 0.6;
    let room = setter.frame.width;
    let full = setter.theme.sizes.table;
    let mut best: Option<(Measured, Vec<f64>, f64)> = None;
    for size in [full, full * 0.93, full * 0.86, full * 0.79] {
        let measured = measure(setter, table, size);
        let asked = demands(setter, table, &measured);
        let mut lines = Lines::new(table, &measured);
        let Some(columns) = widths(&asked, room, |widths| lines.total(widths)) else {
            continue;
        };
        let count = lines.total(&columns);
        if best
            .as_ref()
            .is_none_or(|(_, _, least)| count < least * FEWER)
        {
            best = Some((measured, columns, count));
        }
        if asked.iter().map(|d| d.natural).sum::<f64>() <= room {
            break;
        }
    }
    let (measured, columns) = if let Some((measured, columns, _)) = best {
        (measured, columns)
    } else {
        let measured = measure(setter, table, full * 0.79);
        let columns = squeezed(&demands(setter, table, &measured), room);
        (measured, columns)
    };
    broken(table, &measured, &columns, room)
}

/// Breaks the cells at `widths` and sets the columns apart by what their lines leave free.
fn broken(table: &Table, measured: &Measured, widths: &[f64], room: f64) -> Broken {
    let break_row = |texts: &[Paragraph], dots: &[f64]| -> Vec<Vec<Line>> {
        texts
            .iter()
            .enumerate()
            .map(|(index, text)| {
                let width = widths.get(index).copied().unwrap_or(0.0);
                let dot = dots.get(index).copied().unwrap_or(0.0);
                text.lines(width - 2.0 * PADDING - dot)
            })
            .collect()
    };
    let heads = break_row(&measured.heads, &[]);
    let mut used: Vec<f64> = heads.iter().map(|lines| widest(lines)).collect();
    let mut rows = Vec::with_capacity(measured.rows.len());
    for (row, texts) in table.rows.iter().zip(&measured.rows) {
        let dots: Vec<f64> = row.cells.iter().map(dot).collect();
        let lines = break_row(texts, &dots);
        for ((used, lines), dot) in used.iter_mut().zip(&lines).zip(&dots) {
            *used = used.max(widest(lines) + dot);
        }
        rows.push(lines);
    }
    let columns: Vec<(f64, bool)> = table
        .columns
        .iter()
        .zip(used)
        .zip(widths)
        .map(|((column, used), &width)| match column.kind {
            ColumnKind::Bullet => (width, true),
            _ => (used.max(measured.style.size) + 2.0 * PADDING, false),
        })
        .collect();
    Broken {
        style: measured.style,
        columns: placed(&columns, room),
        heads,
        rows,
    }
}

fn widest(lines: &[Line]) -> f64 {
    lines.iter().map(|line| line.width).fold(0.0, f64::max)
}

/// The room a cell's dot takes.
fn dot(cell: &Cell) -> f64 {
    if cell.dot.is_some() { DOT } else { 0.0 }
}

/// How many lines a table's rows have at given widths, each width of a column tried once.
struct Lines<'a> {
    table: &'a Table,
    measured: &'a Measured,
    /// Of a long table every so manieth row stands for all.
    every: usize,
    known: BTreeMap<(usize, u64), Vec<usize>>,
}

impl<'a> Lines<'a> {
    /// As many rows are looked at as tell how a long table runs.
    const LOOKED_AT: usize = 60;

    fn new(table: &'a Table, measured: &'a Measured) -> Self {
        Self {
            table,
            measured,
            every: measured.rows.len().div_ceil(Self::LOOKED_AT).max(1),
            known: BTreeMap::new(),
        }
    }

    /// The lines of the head and of all rows, each as many as its highest cell has, and a little for
    /// every cell of many lines: a row that waits for its highest cell is read better with the others low.
    fn total(&mut self, widths: &[f64]) -> f64 {
        /// Far below a line, so that no row is made higher for it but where many cells gain.
        const LITTLE: f64 = 0.01;
        let mut highest: Vec<usize> = Vec::new();
        let mut squares = 0;
        for (column, width) in widths.iter().enumerate() {
            let (table, measured, every) = (self.table, self.measured, self.every);
            let counts = self
                .known
                .entry((column, width.to_bits()))
                .or_insert_with(|| {
                    let room = width - 2.0 * PADDING;
                    let head = measured.heads.get(column);
                    let rows = table.rows.iter().zip(&measured.rows).step_by(every);
                    let cells = rows.map(|(row, texts)| {
                        let room = room - row.cells.get(column).map_or(0.0, dot);
                        texts.get(column).map_or(1, |text| text.line_count(room))
                    });
                    std::iter::once(head.map_or(1, |text| text.line_count(room)))
                        .chain(cells)
                        .collect()
                });
            highest.resize(counts.len(), 1);
            squares += counts.iter().map(|count| count * count).sum::<usize>();
            for (most, count) in highest.iter_mut().zip(counts) {
                *most = (*most).max(*count);
            }
        }
        let head = highest.first().copied().unwrap_or(1);
        let rows: usize = highest.iter().skip(1).sum();
        (head + rows * self.every) as f64 + LITTLE * (squares * self.every) as f64
    }
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

/// What each column asks for. Heads may wrap.
fn demands(setter: &Setter, table: &Table, measured: &Measured) -> Vec<Demand> {
    let size = measured.style.size;
    let column = |(index, column): (usize, &Column)| {
        let head = measured.heads.get(index);
        let mut least = head.map_or(0.0, |p| p.unbreakable(3.0));
        let mut natural = head.map_or(least, Paragraph::natural);
        for (row, texts) in table.rows.iter().zip(&measured.rows) {
            let (Some(cell), Some(text)) = (row.cells.get(index), texts.get(index)) else {
                continue;
            };
            let dot = dot(cell);
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
        }
    };
    table.columns.iter().enumerate().map(column).collect()
}

fn head_slab(setter: &mut Setter, table: &Table, broken: &Broken, parent: NodeId) -> Slab {
    let colours = setter.theme.colours;
    let style = Style {
        colour: colours.muted,
        ..broken.style
    };
    let row = setter.tree.add(parent, Role::Row);
    let count = broken.heads.iter().map(Vec::len).max().unwrap_or(1);
    let height = row_height(style, count);
    let mut items = Vec::new();
    for ((column, lines), place) in table.columns.iter().zip(&broken.heads).zip(&broken.columns) {
        let cell = Owner::Node(setter.tree.add(row, Role::ColumnHead));
        // Heads stand on the rule below them.
        let top = (count - lines.len()) as f64 * style.leading + row_padding(style);
        let place = (place.left, top, place.width);
        items.extend(aligned(lines, style, place, side(column.kind), cell));
    }
    items.push(rule(0.0, height, right(&broken.columns), 0.8, colours.ink));
    Slab {
        height: height + 0.4,
        items,
        ..Slab::default()
    }
}

/// Where the last column ends, and so the rules.
fn right(columns: &[Place]) -> f64 {
    columns.last().map_or(0.0, |place| place.left + place.width)
}

/// One row; as several slabs only where it is taller than `room`.
fn row_slabs(
    setter: &mut Setter,
    table: &Table,
    index: usize,
    (lines, style): (Vec<Vec<Line>>, Style),
    columns: &[Place],
    parent: NodeId,
    room: f64,
) -> Vec<Slab> {
    let Some(row) = table.rows.get(index) else {
        return Vec::new();
    };
    let node = setter.tree.add(parent, Role::Row);
    let mut cells = Vec::new();
    for (((cell, column), lines), place) in
        row.cells.iter().zip(&table.columns).zip(lines).zip(columns)
    {
        let role = if cells.is_empty() && column.kind == ColumnKind::Text {
            Role::RowHead
        } else {
            Role::Cell
        };
        let mut owner = setter.tree.add(node, role);
        if let (ColumnKind::Bullet, Some(bullet)) = (column.kind, cell.bullet) {
            let alt = if bullet.met {
                crate::say!(setter.lang, "page.bar_met")
            } else {
                crate::say!(setter.lang, "page.bar_missed")
            };
            owner = setter.tree.figure(owner, alt.to_owned());
        }
        cells.push(Placed {
            cell,
            column,
            lines,
            place: *place,
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
        for placed in &cells {
            placed.draw(setter, style, (from, to), height, &mut items);
        }
        let right = right(columns);
        let colours = setter.theme.colours;
        if to == count && !(row.total && last_row) {
            let (thickness, colour) = if total_next {
                (0.8, colours.ink)
            } else {
                (0.5, colours.rule)
            };
            items.push(rule(0.0, height, right, thickness, colour));
        }
        if row.total && index == 0 {
            items.push(rule(0.0, 0.0, right, 0.8, colours.ink));
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
