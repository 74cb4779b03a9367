//! Where the cells and records of a block end, found for 64 bytes at a time.
//!
//! In: a block that begins at a record's start. Out: the places of its delimiters and line ends outside quotes. Refused: a block
//! whose quotes stand anywhere but at the borders of cells, which [`Records`](super::records::Records) alone knows how to read.

use super::records::Dialect;

/// Bytes looked at together: one bit of a word each.
const LANE: usize = 64;

/// A block's cells and records by their ends. The lists are kept from block to block.
#[derive(Debug, Default)]
pub(crate) struct Ends {
    /// Where each cell ends: at a delimiter, a line end, or the end of the block.
    pub(crate) cells: Vec<u32>,
    /// By record, the place of its last cell's end in `cells`.
    pub(crate) records: Vec<u32>,
    /// Whether the block holds quotes.
    pub(crate) quoted: bool,
}

impl Ends {
    /// Finds the ends of a block. Gives whether its quotes allow it.
    pub(crate) fn find(&mut self, bytes: &[u8], dialect: Dialect) -> bool {
        self.cells.clear();
        self.records.clear();
        self.quoted = memchr::memchr(b'"', bytes).is_some();
        if u32::try_from(bytes.len()).is_err() {
            return false;
        }
        let mut quotes = Quotes::default();
        let mut at = 0;
        let mut rest = bytes;
        while !rest.is_empty() {
            let lane = if let Some((lane, after)) = rest.split_first_chunk() {
                rest = after;
                Lane::of(lane)
            } else {
                // What is filled up with is no delimiter, line end or quote.
                let mut last = [0; LANE];
                for (to, from) in last.iter_mut().zip(rest) {
                    *to = *from;
                }
                rest = &[];
                Lane::of(&last)
            };
            let (delimiters, lines) = (lane.mask(dialect.delimiter), lane.mask(dialect.line_end));
            let outside = if self.quoted {
                let Some(outside) = quotes.outside(&lane, delimiters | lines) else {
                    return false;
                };
                outside
            } else {
                !0
            };
            self.push(at, (delimiters | lines) & outside, lines & outside);
            at += LANE;
        }
        if self.quoted && !(quotes.end(bytes, dialect) && self.are_short(dialect)) {
            return false;
        }
        // What follows the last line end is a record too.
        let length = bytes.len() as u32;
        let told = self.records.last().map_or(0, |last| *last as usize + 1);
        let ended = bytes.last() == Some(&dialect.line_end) && told == self.cells.len();
        if !ended && !bytes.is_empty() {
            self.records.push(self.cells.len() as u32);
            self.cells.push(length);
        }
        true
    }

    fn push(&mut self, at: usize, mut ends: u64, mut lines: u64) {
        let before = self.cells.len() as u32;
        while lines != 0 {
            let line = lines & lines.wrapping_neg();
            self.records.push(before + (ends & (line - 1)).count_ones());
            lines ^= line;
        }
        let base = at as u32;
        while ends != 0 {
            self.cells.push(base + ends.trailing_zeros());
            ends &= ends - 1;
        }
    }

    /// Whether no cell is so long that its quote would be taken for unclosed.
    fn are_short(&self, dialect: Dialect) -> bool {
        let mut start = 0;
        self.cells.iter().all(|end| {
            let length = *end as usize - start;
            start = *end as usize;
            length <= dialect.cell_bytes
        })
    }
}

/// The quotes of a block, from lane to lane.
#[derive(Debug)]
struct Quotes {
    /// All bits where the lane before ends within quotes.
    inside: u64,
    /// Whether the byte before the lane ends a cell or record.
    border: u64,
    /// Whether the byte before the lane is a closing quote.
    closed: u64,
}

impl Default for Quotes {
    fn default() -> Self {
        Self {
            inside: 0,
            border: 1,
            closed: 0,
        }
    }
}

impl Quotes {
    /// The bytes outside quotes; none where a quote opens or closes within a cell. A carriage return after a closing quote
    /// is looked at here only as far as the lane shows what follows it.
    fn outside(&mut self, lane: &Lane, borders: u64) -> Option<u64> {
        let quotes = lane.mask(b'"');
        let inside = within(quotes) ^ self.inside;
        let (opening, closing) = (quotes & inside, quotes & !inside);
        let borders = borders & !inside;
        let after_border = borders << 1 | self.border;
        let after_close = closing << 1 | self.closed;
        if opening & !after_border != 0 || after_close & !(borders | lane.mask(b'\r')) != 0 {
            // The bytes that the last lane is filled up with follow no quote but the last one.
            let filled = after_close & !(borders | lane.mask(b'\r')) & !lane.mask(0);
            if opening & !after_border != 0 || filled != 0 {
                return None;
            }
        }
        // A return after a closing quote must itself be followed by a line's end.
        let after_return = (after_close & lane.mask(b'\r') & !borders) << 1;
        if after_return & !borders & !lane.mask(0) != 0 {
            return None;
        }
        self.inside = ((inside.cast_signed()) >> 63).cast_unsigned();
        self.border = borders >> 63;
        self.closed = closing >> 63;
        Some(!inside)
    }

    /// Whether the block ends outside quotes, and no return that a lane ends with parts a quote from the cell's end.
    fn end(&self, bytes: &[u8], dialect: Dialect) -> bool {
        let returns = dialect.line_end != b'\r'
            && (LANE - 1..bytes.len()).step_by(LANE).any(|last| {
                bytes.get(last - 1..last + 2).is_some_and(
                    |around| matches!(around, [b'"', b'\r', next] if *next != dialect.line_end),
                )
            });
        self.inside == 0 && !returns && memchr::memchr(0, bytes).is_none()
    }
}

/// From the bits of quotes, those of the bytes from an opening one up to a closing one.
const fn within(quotes: u64) -> u64 {
    let mut inside = quotes;
    let mut step = 1;
    while step < 64 {
        inside ^= inside << step;
        step *= 2;
    }
    inside
}

/// 64 bytes as eight words.
struct Lane([u64; 8]);

impl Lane {
    fn of(bytes: &[u8; LANE]) -> Self {
        let (words, _) = bytes.as_chunks::<8>();
        Self(std::array::from_fn(|place| {
            words.get(place).map_or(0, |word| u64::from_le_bytes(*word))
        }))
    }

    /// A bit for each byte that is `byte`, the first byte's the lowest.
    fn mask(&self, byte: u8) -> u64 {
        const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
        let pattern = u64::from_ne_bytes([byte; 8]);
        let mut mask = 0;
        for (place, word) in self.0.iter().enumerate() {
            let differs = word ^ pattern;
            // The highest bit of each byte: set where the byte does not differ.
            let same = !(((differs & LOW) + LOW) | differs | LOW);
            // Those eight bits side by side, by one multiplication.
            let bits = (same >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56;
            mask |= bits << (place * 8);
        }
        mask
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ingest::cell::Cell;
    use crate::ingest::records::Records;

    const COMMA: Dialect = Dialect {
        delimiter: b',',
        line_end: b'\n',
        cell_bytes: 100,
    };

    /// The records as the ends tell them; none where they refuse.
    fn by_ends(text: &str, dialect: Dialect) -> Option<Vec<Vec<String>>> {
        let mut ends = Ends::default();
        if !ends.find(text.as_bytes(), dialect) {
            return None;
        }
        let (mut start, mut first) = (0, 0);
        let mut all = Vec::new();
        for last in &ends.records {
            let mut cells = Vec::new();
            for end in &ends.cells[first..=*last as usize] {
                let end = *end as usize;
                let mut cell = &text[start..end];
                if cells.len() == *last as usize - first {
                    cell = cell.strip_suffix('\r').unwrap_or(cell);
                }
                if let Some(inner) = cell.strip_prefix('"') {
                    cell = inner.strip_suffix('"').unwrap();
                }
                cells.push(cell.to_owned());
                start = end + 1;
            }
            first = *last as usize + 1;
            all.push(cells);
        }
        assert_eq!(first, ends.cells.len());
        Some(all)
    }

    fn by_records(text: &str, dialect: Dialect) -> Option<Vec<Vec<String>>> {
        let mut records = Records::new(text, dialect, 1, 1_000);
        let (mut cells, mut all) = (Vec::new(), Vec::new());
        while let Some(record) = records.next(&mut cells) {
            if record.unclosed.is_some() {
                return None;
            }
            let texts = cells.iter().map(|cell| match cell {
                Cell::Text(text) => (*text).to_owned(),
                _ => String::new(),
            });
            all.push(texts.collect());
        }
        Some(all)
    }

    #[test]
    fn finds_cells_and_refuses_odd_quotes() {
        let cells = |text| by_ends(text, COMMA);
        assert_eq!(
            cells("a,b\r\n\n1").unwrap(),
            [vec!["a", "b"], vec![""], vec!["1"]]
        );
        assert_eq!(
            cells("\"a,\nb\",\"\"\r\nc").unwrap(),
            [vec!["a,\nb", ""], vec!["c"]]
        );
        assert_eq!(cells("").unwrap(), Vec::<Vec<String>>::new());
        for odd in [
            "5\" screen,b\n",
            "\"a\"\"b\"\n",
            "\"a\" ,b",
            "a,\"b",
            "\"a\"\rb\n",
            " \"a\"\n",
        ] {
            assert_eq!(cells(odd), None, "{odd}");
        }
        let long = format!("\"{}\"\n", "a".repeat(101));
        assert_eq!(cells(&long), None);
    }

    proptest! {
        #[test]
        fn agrees_with_the_exact_reader(
            pieces in proptest::collection::vec(0_usize..12, 0..120),
            returns in any::<bool>(),
        ) {
            let pieces = pieces.iter().map(|piece| {
                ["a", ",", "\n", "\r\n", "\"", "\"b,\nc\"", "\"\"", "东城营业厅", ",,", "\r", "1234567", "\",\""][*piece]
            });
            let text: String = pieces.collect();
            let line_end = if returns { b'\r' } else { b'\n' };
            let dialect = Dialect { line_end, ..COMMA };
            if let Some(found) = by_ends(&text, dialect) {
                prop_assert_eq!(Some(found), by_records(&text, dialect));
            }
        }
    }
}
