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
}
