//! Slabs → pages: what may not be parted, what keeps to what follows, table heads repeated.

use std::collections::VecDeque;
use std::rc::Rc;

use super::display::{Item, Link, Owner, shift};

/// A piece that is never parted, its marks relative to its own top left corner.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Slab {
    pub(super) height: f64,
    /// Space above it, dropped at the top of a page.
    pub(super) before: f64,
    /// Whether it must share a page with the next slab.
    pub(super) keep: bool,
    pub(super) items: Vec<Item>,
    pub(super) links: Vec<Link>,
    /// The outline entry that begins here.
    pub(super) entry: Option<usize>,
    /// What is set again above it where it begins a page.
    pub(super) head: Option<Rc<Slab>>,
    /// The block it is of, by its place in the section.
    pub(super) block: usize,
    /// Whether it begins what is under a heading, which nothing is moved across.
    pub(super) opens: bool,
    /// Whether it is a drawing, which may stand after what follows it.
    pub(super) drawing: bool,
    /// The same drawing less high: heights and marks, ever lower.
    pub(super) lower: VecDeque<(f64, Vec<Item>)>,
}

impl Slab {
    /// Takes the next lower drawing, and says whether there was one.
    fn draw_lower(&mut self) -> bool {
        let Some((height, items)) = self.lower.pop_front() else {
            return false;
        };
        self.height = height;
        self.items = items;
        true
    }
}

/// The part of a page that slabs fill.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Frame {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// One filled page: marks in page coordinates and the entries that begin on it with their tops.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Filled {
    pub(super) items: Vec<Item>,
    pub(super) links: Vec<Link>,
    pub(super) entries: Vec<(usize, f64)>,
}

/// Fills pages. At least one comes out; slabs that must stay together move to the next page together
/// unless they are taller than a page.
///
/// A drawing that has not the room is drawn lower where that helps; else, up to the next heading, what
/// follows it fills the page and the drawing opens the next one. Where the last page would hold little,
/// spaces are made closer and drawings lower if that saves it.
pub(super) fn paginate(slabs: &[Slab], frame: Frame) -> Vec<Filled> {
    let lower = slabs.iter().map(|slab| slab.lower.len()).max().unwrap_or(0);
    let first = fill(slabs.to_vec(), frame, 0, 1.0);
    if first.pages.len() < 2 || first.used > frame.height * SPARSE {
        return first.pages;
    }
    (0..=lower)
        .flat_map(|level| [1.0, CLOSER].map(|spacing| (level, spacing)))
        .skip(1)
        .map(|(level, spacing)| fill(slabs.to_vec(), frame, level, spacing))
        .find(|tried| tried.pages.len() < first.pages.len())
        .unwrap_or(first)
        .pages
}

/// A last page filled less than this share is worth saving.
const SPARSE: f64 = 0.35;

/// The share of the spaces between slabs that is left where it saves a page.
const CLOSER: f64 = 0.75;

/// Fills pages with the drawings at the `level`th of their heights and a share of the `spacing`.
fn fill(mut slabs: Vec<Slab>, frame: Frame, level: usize, spacing: f64) -> Filler {
    for slab in &mut slabs {
        slab.before *= spacing;
        for _ in 0..level {
            slab.draw_lower();
        }
    }
    let mut filler = Filler {
        frame,
        pages: vec![Filled::default()],
        used: 0.0,
    };
    let mut groups: VecDeque<Vec<Slab>> = VecDeque::new();
    let mut group: Vec<Slab> = Vec::new();
    for slab in slabs {
        let last = !slab.keep;
        group.push(slab);
        if last {
            groups.push_back(std::mem::take(&mut group));
        }
    }
    groups.push_back(group);
    while let Some(group) = groups.pop_front() {
        filler.place_group(group, &mut groups);
    }
    filler
}

/// The height of slabs that follow one another, without the space above the first.
fn tall(slabs: &[Slab]) -> f64 {
    let above = slabs.first().map_or(0.0, |s| s.before);
    slabs.iter().map(|s| s.before + s.height).sum::<f64>() - above
}

/// How many of the groups at the front make up whole blocks, the fewest; 0 where there is none.
fn whole_blocks(groups: &VecDeque<Vec<Slab>>) -> usize {
    let ends = |index: usize| {
        let last = groups.get(index)?.last()?.block;
        let next = groups.get(index + 1).and_then(|group| group.first());
        Some(next.is_none_or(|next| next.block != last))
    };
    (0..groups.len())
        .find(|&index| ends(index) == Some(true))
        .map_or(0, |index| index + 1)
}

struct Filler {
    frame: Frame,
    pages: Vec<Filled>,
    used: f64,
}

impl Filler {
    fn fits(&self, height: f64) -> bool {
        self.used + height <= self.frame.height + 1e-6
    }

    fn place_group(&mut self, mut group: Vec<Slab>, rest: &mut VecDeque<Vec<Slab>>) {
        // Of a group taller than a page the end stays together, as much of it as a page holds: the
        // caption and its chart rather than the heading and the sentence before them.
        let mut start = 0;
        while start + 1 < group.len()
            && group
                .get(start..)
                .is_some_and(|end| tall(end) > self.frame.height)
        {
            start += 1;
        }
        let mut end = group.split_off(start);
        for slab in group {
            self.place(slab);
        }
        let above = end.first().map_or(0.0, |s| s.before);
        if self.used > 0.0 && !self.fits(above + tall(&end)) {
            let mut lower = end.clone();
            while lower.iter_mut().any(Slab::draw_lower) {
                if self.fits(above + tall(&lower)) {
                    end = lower;
                    break;
                }
            }
        }
        if self.used > 0.0 && !self.fits(above + tall(&end)) {
            let block = end.first().map(|slab| slab.block);
            let drawing = end.iter().any(|slab| slab.drawing)
                && end.iter().all(|slab| Some(slab.block) == block);
            if drawing {
                self.fill_up(rest);
            }
            self.turn();
        }
        for slab in end {
            self.place(slab);
        }
    }

    /// Sets the whole blocks that follow and still fit, up to a heading or another drawing.
    fn fill_up(&mut self, rest: &mut VecDeque<Vec<Slab>>) {
        loop {
            let count = whole_blocks(rest);
            let slabs = || rest.iter().take(count).flatten();
            let height: f64 = slabs().map(|slab| slab.before + slab.height).sum();
            if slabs().next().is_none()
                || slabs().any(|slab| slab.drawing || slab.opens)
                || !self.fits(height)
            {
                return;
            }
            for group in rest.drain(..count) {
                for slab in group {
                    self.place(slab);
                }
            }
        }
    }

    fn turn(&mut self) {
        self.pages.push(Filled::default());
        self.used = 0.0;
    }

    fn place(&mut self, slab: Slab) {
        if self.used > 0.0 && self.used + slab.before + slab.height > self.frame.height + 1e-6 {
            self.turn();
        }
        if self.used == 0.0 {
            if let Some(head) = slab.head.clone() {
                let mut head = Slab::clone(&head);
                for item in &mut head.items {
                    item.owner = Owner::Pagination;
                }
                self.set(head);
            }
        } else {
            self.used += slab.before;
        }
        self.set(slab);
    }

    fn set(&mut self, slab: Slab) {
        let (dx, dy) = (self.frame.left, self.frame.top + self.used);
        self.used += slab.height;
        let Some(page) = self.pages.last_mut() else {
            return;
        };
        if let Some(entry) = slab.entry {
            page.entries.push((entry, dy));
        }
        for mut item in slab.items {
            shift(&mut item.mark, dx, dy);
            page.items.push(item);
        }
        for mut link in slab.links {
            link.area.0 += dx;
            link.area.1 += dy;
            page.links.push(link);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Frame = Frame {
        left: 0.0,
        top: 0.0,
        width: 100.0,
        height: 100.0,
    };

    fn slab(height: f64, keep: bool, entry: usize) -> Slab {
        Slab {
            height,
            keep,
            before: 10.0,
            entry: Some(entry),
            ..Slab::default()
        }
    }

    fn of(block: usize, mut slab: Slab) -> Slab {
        slab.block = block;
        slab
    }

    fn drawing(height: f64, entry: usize, lower: &[f64]) -> Slab {
        Slab {
            drawing: true,
            lower: lower.iter().map(|&height| (height, Vec::new())).collect(),
            ..slab(height, false, entry)
        }
    }

    #[test]
    fn a_drawing_is_drawn_lower_where_that_makes_it_fit() {
        let slabs = vec![
            of(0, slab(50.0, false, 0)),
            of(1, drawing(50.0, 1, &[45.0, 40.0, 35.0])),
            of(2, slab(100.0, false, 2)),
        ];
        assert_eq!(places(&slabs), [vec![(0, 0.0), (1, 60.0)], vec![(2, 0.0)]]);
    }

    #[test]
    fn what_follows_a_drawing_fills_the_page_up_to_a_heading() {
        let mut slabs = vec![
            of(0, slab(50.0, false, 0)),
            of(1, drawing(60.0, 1, &[])),
            of(2, slab(10.0, false, 2)),
            of(2, slab(10.0, false, 3)),
            of(3, slab(5.0, false, 4)),
        ];
        // The block of two slabs moves whole; 50 + 20 + 20 leave no room for 15 more.
        let filled = [
            vec![(0, 0.0), (2, 60.0), (3, 80.0)],
            vec![(1, 0.0), (4, 70.0)],
        ];
        assert_eq!(places(&slabs), filled);
        slabs[2].opens = true;
        let parted = [
            vec![(0, 0.0)],
            vec![(1, 0.0), (2, 70.0), (3, 90.0)],
            vec![(4, 0.0)],
        ];
        assert_eq!(places(&slabs), parted);
    }

    #[test]
    fn a_block_that_does_not_fit_whole_stays_behind_its_drawing() {
        let slabs = vec![
            of(0, slab(50.0, false, 0)),
            of(1, drawing(60.0, 1, &[])),
            of(2, slab(10.0, false, 2)),
            of(2, slab(45.0, false, 3)),
        ];
        assert_eq!(
            places(&slabs),
            [vec![(0, 0.0)], vec![(1, 0.0), (2, 70.0)], vec![(3, 0.0)]]
        );
    }

    #[test]
    fn drawings_are_lower_where_that_saves_a_page_with_little_on_it() {
        let slabs = vec![
            of(0, drawing(60.0, 0, &[50.0])),
            of(1, slab(25.0, false, 1)),
            of(2, slab(5.0, false, 2)),
        ];
        assert_eq!(places(&slabs), [vec![(0, 0.0), (1, 60.0), (2, 95.0)]]);
    }

    fn places(slabs: &[Slab]) -> Vec<Vec<(usize, f64)>> {
        paginate(slabs, FRAME)
            .into_iter()
            .map(|page| page.entries)
            .collect()
    }

    #[test]
    fn a_heading_moves_with_what_follows() {
        let slabs = vec![
            slab(50.0, false, 0),
            slab(10.0, true, 1),
            slab(30.0, false, 2),
        ];
        assert_eq!(places(&slabs), [vec![(0, 0.0)], vec![(1, 0.0), (2, 20.0)]]);
    }

    #[test]
    fn of_a_group_taller_than_a_page_the_end_stays_together() {
        let slabs = vec![
            slab(30.0, false, 0),
            slab(40.0, true, 1),
            slab(20.0, true, 2),
            slab(60.0, false, 3),
        ];
        assert_eq!(
            places(&slabs),
            [vec![(0, 0.0), (1, 40.0)], vec![(2, 0.0), (3, 30.0)]]
        );
    }

    #[test]
    fn slabs_that_fill_a_page_each_are_parted() {
        let slabs = vec![
            slab(60.0, true, 0),
            slab(60.0, true, 1),
            slab(60.0, false, 2),
        ];
        assert_eq!(
            places(&slabs),
            [vec![(0, 0.0)], vec![(1, 0.0)], vec![(2, 0.0)]]
        );
    }

    #[test]
    fn a_table_head_is_repeated_above_what_begins_a_page() {
        let mut rows: Vec<Slab> = (0..3).map(|i| slab(40.0, false, i)).collect();
        for row in &mut rows {
            row.before = 0.0;
            row.head = Some(Rc::new(Slab {
                height: 20.0,
                ..Slab::default()
            }));
        }
        assert_eq!(places(&rows), [vec![(0, 20.0), (1, 60.0)], vec![(2, 20.0)]]);
    }
}
