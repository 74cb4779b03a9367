//! Text with emphasis → lines of a width.
//!
//! Greedy lines between the places [`breaks`] allows; a word wider than the line is broken by
//! character; a last line of one or two characters is filled up from the line before.

use crate::font::{Fonts, hangs, is_ideograph};
use crate::report::document::Text;

use super::linebreak::{Break, breaks};

/// Characters of one weight, set from `x` on.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Run {
    pub(super) x: f64,
    pub(super) text: String,
    pub(super) bold: bool,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Line {
    pub(super) runs: Vec<Run>,
    /// Without the blank half of a full-width mark at its end, which may hang over the measure.
    pub(super) width: f64,
}

/// A character with its weight and advances in em.
struct Sort {
    character: char,
    bold: bool,
    advance: f64,
    /// Space before it, or less, unless it begins a line.
    gap: f64,
    before: Break,
}

impl Sort {
    /// Its advance at a line's end, in em: the blank half of a full-width mark hangs over.
    fn set_width(&self) -> f64 {
        if hangs(self.character) && self.advance > 0.99 {
            0.5
        } else {
            self.advance
        }
    }
}

/// Text measured once, to be broken at any width.
pub(super) struct Paragraph {
    sorts: Vec<Sort>,
    size: f64,
}

impl Paragraph {
    /// Measures `text` at `size`; `bold` sets all of it bold.
    pub(super) fn new(text: &Text, bold: bool, size: f64, fonts: &Fonts) -> Self {
        let mut plain = String::new();
        let mut weights = Vec::new();
        for span in &text.0 {
            for character in span.text.chars().filter_map(printable) {
                plain.push(character);
                weights.push(bold || span.bold);
            }
        }
        let places = breaks(&plain);
        let mut previous = None;
        let sorts = plain
            .chars()
            .zip(weights)
            .zip(places)
            .map(|((character, bold), before)| {
                let gap = previous.map_or(0.0, |p| fonts.kern(p, character, bold));
                previous = Some(character);
                Sort {
                    character,
                    bold,
                    advance: if character == '\n' {
                        0.0
                    } else {
                        fonts.advance(character, bold)
                    },
                    gap,
                    before,
                }
            })
            .collect();
        Self { sorts, size }
    }

    /// Measures plain text.
    pub(super) fn plain(text: &str, bold: bool, size: f64, fonts: &Fonts) -> Self {
        Self::new(&Text::plain(text), bold, size, fonts)
    }

    /// The width of the widest line where nothing but line ends in the text breaks it.
    pub(super) fn natural(&self) -> f64 {
        let mut widest: f64 = 0.0;
        let mut width = 0.0;
        for sort in &self.sorts {
            if sort.before == Break::Must {
                width = 0.0;
            }
            width += (sort.gap + sort.advance) * self.size;
            widest = widest.max(width);
        }
        widest
    }

    /// The width of the widest piece that no rule lets part, with runs of Chinese counted as pieces of
    /// up to `han` characters, since a column one character wide cannot be read.
    pub(super) fn unbreakable(&self, han: f64) -> f64 {
        let mut widest: f64 = 0.0;
        let mut width = 0.0;
        for sort in &self.sorts {
            let soft = is_ideograph(sort.character) && width + sort.advance < han + 0.01;
            if sort.before != Break::Never && !soft {
                width = 0.0;
            }
            if sort.character != ' ' {
                width += sort.gap + sort.advance;
            }
            widest = widest.max(width);
        }
        widest * self.size
    }

    /// The lines at a width. An empty text has one empty line.
    pub(super) fn lines(&self, width: f64) -> Vec<Line> {
        let mut best = self.cut(width / self.size);
        // A paragraph that ends in a line of a character or two is set a little narrower.
        let short = |ends: &[(usize, usize)]| {
            ends.last()
                .is_some_and(|&(start, end)| self.extent(start, end) < 2.3)
        };
        if best.len() > 1 && short(&best) {
            for narrower in [1.0, 2.0, 3.0] {
                let again = self.cut(width / self.size - narrower);
                if again.len() == best.len() && !short(&again) {
                    best = again;
                    break;
                }
            }
        }
        best.into_iter()
            .map(|(start, end)| self.line(start, end))
            .collect()
    }

    /// How many lines it has at a width.
    pub(super) fn line_count(&self, width: f64) -> usize {
        self.cut(width / self.size).len()
    }

    fn extent(&self, start: usize, end: usize) -> f64 {
        let sorts = self.sorts.get(start..end).unwrap_or(&[]);
        let gaps: f64 = sorts.iter().skip(1).map(|s| s.gap).sum();
        gaps + sorts.iter().map(|s| s.advance).sum::<f64>()
    }

    /// Where lines of `measure` em begin and end; spaces at a line's end are left out.
    fn cut(&self, measure: f64) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        let mut start = 0;
        let mut width = 0.0;
        let mut chance = None;
        let mut index = 0;
        while let Some(sort) = self.sorts.get(index) {
            if index > start {
                match sort.before {
                    Break::Must => {
                        found.push(self.trim(start, index));
                        (start, width, chance) = (index, 0.0, None);
                    }
                    Break::Allowed => chance = Some(index),
                    Break::Never => {}
                }
            }
            let gap = if index == start { 0.0 } else { sort.gap };
            let fits = width + gap + sort.set_width() <= measure + 1e-6;
            if fits || index == start || sort.character == ' ' {
                width += gap + sort.advance;
                index += 1;
                continue;
            }
            let mut at = chance.unwrap_or(index);
            if chance.is_none() {
                at = self.split_word(start, index);
            }
            found.push(self.trim(start, at));
            while self.sorts.get(at).is_some_and(|s| s.character == ' ') {
                at += 1;
            }
            (start, index, width, chance) = (at, at, 0.0, None);
        }
        if start < self.sorts.len() || found.is_empty() {
            found.push(self.trim(start, self.sorts.len()));
        }
        found
    }

    /// Where to break inside a word that fills the line from `start`: before `index`, or a character
    /// earlier so that no closing mark begins the next line.
    fn split_word(&self, start: usize, index: usize) -> usize {
        let closing = |i: usize| {
            self.sorts
                .get(i)
                .is_some_and(|s| "，。、；：？！）》」』】”’%".contains(s.character))
        };
        let mut at = index;
        while closing(at) && at > start + 1 {
            at -= 1;
        }
        if closing(at) { index } else { at }
    }

    fn trim(&self, start: usize, mut end: usize) -> (usize, usize) {
        let blank = |i: usize| {
            self.sorts
                .get(i)
                .is_some_and(|s| matches!(s.character, ' ' | '\n'))
        };
        while end > start && blank(end - 1) {
            end -= 1;
        }
        (start, end)
    }

    fn line(&self, start: usize, end: usize) -> Line {
        let mut line = Line::default();
        for (index, sort) in self.sorts.get(start..end).unwrap_or(&[]).iter().enumerate() {
            if index > 0 {
                line.width += sort.gap * self.size;
            }
            match line.runs.last_mut() {
                Some(run) if run.bold == sort.bold => run.text.push(sort.character),
                _ => line.runs.push(Run {
                    x: line.width,
                    text: sort.character.to_string(),
                    bold: sort.bold,
                }),
            }
            line.width += sort.advance * self.size;
        }
        if let Some(last) = end.checked_sub(1).and_then(|i| self.sorts.get(i))
            && end > start
        {
            line.width -= (last.advance - last.set_width()) * self.size;
        }
        line
    }
}

/// The character as it is set: control characters become spaces, what has no shape is left out.
fn printable(character: char) -> Option<char> {
    match character {
        '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}' | '\u{FE00}'..='\u{FE0F}' => {
            None
        }
        '\n' | '\u{2028}' | '\u{2029}' => Some('\n'),
        c if c.is_control() => Some(' '),
        c => Some(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::TextMeasure;
    use proptest::prelude::*;

    fn set(text: &str, width: f64) -> Vec<String> {
        let fonts = Fonts::default();
        Paragraph::plain(text, false, 10.0, &fonts)
            .lines(width)
            .iter()
            .map(|line| line.runs.iter().map(|r| r.text.as_str()).collect())
            .collect()
    }

    #[test]
    fn no_line_begins_with_closing_punctuation() {
        assert_eq!(set("一二三四五，六七八", 50.0), ["一二三四", "五，六七八"]);
        assert_eq!(
            set("一二三（四五）六七八", 40.0),
            ["一二三", "（四五）", "六七八"]
        );
    }

    #[test]
    fn words_too_long_are_broken_by_character() {
        let lines = set(&"x".repeat(40), 50.0);
        assert!(lines.len() > 2);
        assert_eq!(lines.concat(), "x".repeat(40));
    }

    #[test]
    fn a_last_line_of_one_character_is_filled_up() {
        assert_eq!(
            set("一二三四五六七八九十一", 100.0),
            ["一二三四五六七八", "九十一"]
        );
    }

    #[test]
    fn bold_spans_are_runs_of_their_own() {
        let fonts = Fonts::default();
        let mut text = Text::plain("增长 ");
        text.0.push(crate::report::document::Span {
            text: "5.2%".into(),
            bold: true,
        });
        let lines = Paragraph::new(&text, false, 10.0, &fonts).lines(500.0);
        let line = &lines[0];
        assert_eq!(line.runs.len(), 2);
        assert!((line.runs[1].x - fonts.width("增长 ", 10.0, false)).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn lines_keep_every_character_and_the_width(text in "[一-三a-c，。（）“” 0-9%]{0,80}", width in 12.0..200.0f64) {
            let fonts = Fonts::default();
            let lines = Paragraph::plain(&text, false, 10.0, &fonts).lines(width);
            let squeeze = |s: &str| s.replace(' ', "");
            let joined: String = lines.iter().flat_map(|l| l.runs.iter().map(|r| r.text.as_str())).collect();
            prop_assert_eq!(squeeze(&joined), squeeze(&text));
            for line in lines {
                prop_assert!(line.width <= width + 1e-6, "{} > {width}", line.width);
            }
        }
    }
}
