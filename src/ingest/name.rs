//! Names as exports write them, brought to one form: heads, sheet and file names, the values of a choice.

use unicode_normalization::UnicodeNormalization;

/// The form in which names are compared: no case, spaces, full-width forms, `_` or `-`.
#[must_use]
pub(crate) fn key(name: &str) -> String {
    name.nfkc()
        .flat_map(char::to_lowercase)
        .filter(|c| {
            !(c.is_whitespace()
                || c.is_control()
                || matches!(c, '_' | '-' | '\u{200b}'..='\u{200f}' | '\u{feff}'))
        })
        .collect()
}

/// The key of a head: as [`key`], without what stands in brackets at its end (`金额（元）` is `金额`).
#[must_use]
pub(crate) fn head_key(head: &str) -> String {
    let mut key = key(head);
    for (open, close) in [('(', ')'), ('[', ']'), ('【', '】')] {
        if key.ends_with(close)
            && let Some(at) = key.rfind(open)
            && at > 0
        {
            key.truncate(at);
            break;
        }
    }
    key
}

/// Of `names`, the one that a mistyped `name` most likely means: at most a third of its characters away.
#[must_use]
pub(crate) fn nearest<'n>(name: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let wanted: Vec<char> = key(name).chars().take(64).collect();
    let mut best: Option<(usize, &str)> = None;
    for candidate in names {
        let distance = distance(
            &wanted,
            &key(candidate).chars().take(64).collect::<Vec<_>>(),
        );
        if best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    let limit = (wanted.len() / 3).max(1);
    best.filter(|(distance, _)| *distance <= limit && *distance < wanted.len())
        .map(|(_, candidate)| candidate)
}

/// The Levenshtein distance.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (y, above) in b.iter().zip(row.iter_mut().skip(1)) {
            let cost = (diagonal + usize::from(x != y))
                .min(left + 1)
                .min(*above + 1);
            diagonal = *above;
            *above = cost;
            left = cost;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_differ_in_words_only() {
        for head in [
            "金额",
            " 金 额 ",
            "金额（元）",
            "金额(元)",
            "金额\n（元）",
            "金额[元]",
        ] {
            assert_eq!(head_key(head), "金额", "{head}");
        }
        for head in [
            "staff_id",
            "Staff ID",
            "STAFF-ID",
            "ｓｔａｆｆ＿ｉｄ",
            "\u{feff}staff_id",
        ] {
            assert_eq!(head_key(head), "staffid", "{head}");
        }
        assert_eq!(head_key("(元)"), "(元)");
        assert_eq!(key("金额（元）"), "金额(元)");
    }

    #[test]
    fn finds_the_near_name() {
        let names = ["date", "amount", "category", "实收金额"];
        assert_eq!(nearest("ammount", names), Some("amount"));
        assert_eq!(nearest("Catgory", names), Some("category"));
        assert_eq!(nearest("实收金颔", names), Some("实收金额"));
        assert_eq!(nearest("hall", names), None);
        assert_eq!(nearest("x", names), None);
    }
}
