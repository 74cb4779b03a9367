//! Slabs → pages: what may not be parted, what keeps to what follows, table heads repeated.

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
pub(super) fn paginate(slabs: Vec<Slab>, frame: Frame) -> Vec<Filled> {
    let mut filler = Filler {
        frame,
        pages: vec![Filled::default()],
        used: 0.0,
    };
    let mut group: Vec<Slab> = Vec::new();
    for slab in slabs {
        let last = !slab.keep;
        group.push(slab);
        if last {
            filler.place_group(std::mem::take(&mut group));
        }
    }
    filler.place_group(group);
    filler.pages
}

struct Filler {
    frame: Frame,
    pages: Vec<Filled>,
    used: f64,
}

impl Filler {
    fn place_group(&mut self, mut group: Vec<Slab>) {
        let tall = |slabs: &[Slab]| -> f64 {
            let above = slabs.first().map_or(0.0, |s| s.before);
            slabs.iter().map(|s| s.before + s.height).sum::<f64>() - above
        };
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
        let end = group.split_off(start);
        for slab in group {
            self.place(slab);
        }
        let above = end.first().map_or(0.0, |s| s.before);
        let height = tall(&end) + above;
        if self.used > 0.0 && self.used + height > self.frame.height + 1e-6 {
            self.turn();
        }
        for slab in end {
            self.place(slab);
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

    fn places(slabs: Vec<Slab>) -> Vec<Vec<(usize, f64)>> {
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
        assert_eq!(places(slabs), [vec![(0, 0.0)], vec![(1, 0.0), (2, 20.0)]]);
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
            places(slabs),
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
            places(slabs),
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
        assert_eq!(places(rows), [vec![(0, 20.0), (1, 60.0)], vec![(2, 20.0)]]);
    }
}
