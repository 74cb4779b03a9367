//! Names as numbers.
//!
//! In: the text of a hall, a product, a plan, a member of staff. Out: a number, the same for the same text throughout a run, which is
//! compared, hashed and kept in place of the text. Names are few and live as long as the program; ids of which each row has
//! its own (orders, customers) are no names.

use std::sync::{LazyLock, PoisonError, RwLock};

use hashbrown::HashMap;

/// A name's number. Numbers are given out as names come, so they tell nothing of the names' order: what is printed is sorted by
/// [`Name::text`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Name(u32);

#[derive(Default)]
struct Known {
    numbers: HashMap<&'static str, u32>,
    texts: Vec<&'static str>,
}

static KNOWN: LazyLock<RwLock<Known>> = LazyLock::new(RwLock::default);

impl Name {
    /// The name's number, given out where it is new.
    #[must_use]
    pub fn of(text: &str) -> Self {
        if let Some(name) = Self::known(text) {
            return name;
        }
        let mut known = KNOWN.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(number) = known.numbers.get(text) {
            return Self(*number);
        }
        let number = known.texts.len() as u32;
        let text: &'static str = Box::leak(text.into());
        known.texts.push(text);
        known.numbers.insert(text, number);
        Self(number)
    }

    /// The number of a name that has come before.
    #[must_use]
    pub fn known(text: &str) -> Option<Self> {
        let known = KNOWN.read().unwrap_or_else(PoisonError::into_inner);
        known.numbers.get(text).map(|number| Self(*number))
    }

    /// The name.
    #[must_use]
    pub fn text(self) -> &'static str {
        let known = KNOWN.read().unwrap_or_else(PoisonError::into_inner);
        known
            .texts
            .get(self.0 as usize)
            .copied()
            .unwrap_or_default()
    }

    /// For spreading names over so many places.
    pub(super) const fn place(self, of: usize) -> usize {
        self.0 as usize % of
    }
}

/// The names that one thread has met, so that it asks for each but once.
#[derive(Debug, Default)]
pub struct Names {
    met: HashMap<&'static str, Name>,
    /// By number, whether the text is what [`Names::is`] asked about: 0 not asked yet, 1 no, 2 yes.
    marks: Vec<u8>,
}

impl Names {
    /// The number of a name.
    pub fn of(&mut self, text: &str) -> Name {
        if let Some(name) = self.met.get(text) {
            return *name;
        }
        let name = Name::of(text);
        self.met.insert(name.text(), name);
        name
    }

    /// Whether `told` says so of a name. Asks once a name: it is always to be the same question.
    pub fn is(&mut self, name: Name, told: impl Fn(&str) -> bool) -> bool {
        let place = name.0 as usize;
        match self.marks.get(place) {
            Some(1) => return false,
            Some(2) => return true,
            Some(_) => {}
            None => self.marks.resize(place + 1, 0),
        }
        let told = told(name.text());
        if let Some(mark) = self.marks.get_mut(place) {
            *mark = 1 + u8::from(told);
        }
        told
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_one_number() {
        let (south, north) = (Name::of("城南营业厅"), Name::of("城北营业厅"));
        assert_ne!(south, north);
        assert_eq!(
            (Name::of("城南营业厅"), south.text()),
            (south, "城南营业厅")
        );
        assert_eq!(Name::known("没有的营业厅"), None);
        let mut names = Names::default();
        assert_eq!(
            (names.of("城北营业厅"), names.of("城北营业厅")),
            (north, north)
        );
        assert!(names.is(south, |text| text.contains('南')));
        assert!(names.is(south, |_| panic!("asked before")));
        assert!(!names.is(north, |text| text.contains('南')));
    }
}
