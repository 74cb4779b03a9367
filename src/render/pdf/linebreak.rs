//! Where a line may end: UAX #14 and the Chinese rules it leaves open.

use unicode_linebreak::{BreakOpportunity, linebreaks};

use crate::font::is_ideograph;

/// Whether a line may end before a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Break {
    Never,
    Allowed,
    Must,
}

/// Characters that may not begin a line.
const CLOSING: &str = "，。、；：？！）》」』】〉〕｝”’…％%‰·),.;:?!]}°℃";
/// Characters that may not end a line.
const OPENING: &str = "（《「『【〈〔｛“‘([{￥¥$#№";

/// For each character of `text` whether a line may break before it; the first never.
pub(super) fn breaks(text: &str) -> Vec<Break> {
    let chars: Vec<char> = text.chars().collect();
    let mut found = vec![Break::Never; chars.len()];
    let mut opportunities = linebreaks(text).peekable();
    for (index, (offset, _)) in text.char_indices().enumerate() {
        while opportunities.next_if(|(at, _)| *at < offset).is_some() {}
        if let Some((_, kind)) = opportunities.next_if(|(at, _)| *at == offset)
            && let Some(slot) = found.get_mut(index)
        {
            *slot = match kind {
                BreakOpportunity::Mandatory => Break::Must,
                BreakOpportunity::Allowed => Break::Allowed,
            };
        }
    }
    for (index, pair) in chars.windows(2).enumerate() {
        let &[before, after] = pair else { continue };
        let earlier = index.checked_sub(1).and_then(|i| chars.get(i)).copied();
        if let Some(slot) = found.get_mut(index + 1)
            && *slot != Break::Must
        {
            *slot = adjust(*slot, earlier, before, after);
        }
    }
    found
}

/// UAX #14 knows quotation marks only as ambiguous, and lets a number part from its measure word.
fn adjust(found: Break, earlier: Option<char>, before: char, after: char) -> Break {
    let wide = |c| is_ideograph(c) || "，。、；：？！）》".contains(c);
    if CLOSING.contains(after) || OPENING.contains(before) {
        return Break::Never;
    }
    if matches!(after, '“' | '‘') && wide(before) {
        return Break::Allowed;
    }
    if matches!(before, '”' | '’') && wide(after) {
        return Break::Allowed;
    }
    let number = earlier.is_some_and(|c| c.is_ascii_digit());
    if before == ' ' && number && is_ideograph(after) {
        return Break::Never;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with `|` where a line may end.
    fn shown(text: &str) -> String {
        text.chars()
            .zip(breaks(text))
            .map(|(c, b)| match b {
                Break::Never => c.to_string(),
                Break::Allowed => format!("|{c}"),
                Break::Must => format!("!{c}"),
            })
            .collect()
    }

    #[test]
    fn punctuation_keeps_to_its_neighbour() {
        assert_eq!(shown("增长（同比），是"), "增|长|（同|比），|是");
        assert_eq!(shown("叫“好”的"), "叫|“好”|的");
    }

    #[test]
    fn numbers_keep_their_units() {
        assert_eq!(shown("占 86.4 万元"), "占 |86.4 万|元");
        assert_eq!(shown("降3.9%，低"), "降|3.9%，|低");
    }

    #[test]
    fn latin_breaks_at_spaces_only() {
        assert_eq!(shown("new users, all"), "new |users, |all");
        assert_eq!(shown("a\nb"), "a\n!b");
    }
}
