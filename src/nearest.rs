//! The known name that a mistyped one was probably meant to be: halls, flags, keys, metrics, datasets.
//!
//! Input: the name given and the known ones, in order. Output: the nearest, or `None` where none is near; nothing is
//! refused. Case, full-width forms and the difference of `-`, `_` and space do not count.

use strsim::damerau_levenshtein;
use unicode_normalization::UnicodeNormalization;

/// The known name nearest to `given`; of equally near ones the first.
///
/// Near is, in this order:
/// 1. a typing mistake: insertions, deletions, substitutions and swaps of neighbours (the Damerau–Levenshtein distance, over
///    characters) up to a third of the longer name's characters, at least one — rustc's rule. Two characters of
///    which one differs are no mistake: 城南 is not a slip for 城北.
/// 2. a part left out: all characters of the one stand in the other in the same order (城南厅 in 城南营业厅), and it has at
///    least half as many of them; or the one stands in the other in one piece (`retention` in `subs.retention_rate`), of three
///    characters or more, or two if Chinese. Then the fewest characters left out are nearest.
#[must_use]
pub fn nearest<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let given: Vec<char> = folded(given);
    if given.is_empty() {
        return None;
    }
    let given_text: String = given.iter().collect();
    let mut best: Option<((u8, usize), &str)> = None;
    for name in known {
        let candidate = folded(name);
        if let Some(rank) = rank(&given, &given_text, &candidate)
            && best.is_none_or(|(least, _)| rank < least)
        {
            best = Some((rank, name));
        }
    }
    best.map(|(_, name)| name)
}

/// The name's characters, as far as they count.
fn folded(name: &str) -> Vec<char> {
    name.trim()
        .nfkc()
        .flat_map(char::to_lowercase)
        .map(|c| if matches!(c, '-' | ' ') { '_' } else { c })
        .collect()
}

/// How near two names are, the least the nearest: the kind of nearness, then the distance in it.
fn rank(given: &[char], given_text: &str, candidate: &[char]) -> Option<(u8, usize)> {
    let (shorter, longer) = if given.len() <= candidate.len() {
        (given, candidate)
    } else {
        (candidate, given)
    };
    let allowed = if longer.len() <= 2 && shorter.len() == longer.len() {
        0
    } else {
        longer.len().max(3) / 3
    };
    let left_out = longer.len() - shorter.len();
    // The distance is never below the difference of lengths: pasted pages are not compared.
    if left_out <= allowed {
        let candidate_text: String = candidate.iter().collect();
        let distance = damerau_levenshtein(given_text, &candidate_text);
        if distance <= allowed {
            return Some((0, distance));
        }
    }
    let chinese = shorter.iter().any(|c| !c.is_ascii());
    let in_order = shorter.len() >= 2 && shorter.len() * 2 >= longer.len() && {
        let mut rest = longer.iter();
        shorter.iter().all(|c| rest.any(|other| other == c))
    };
    let in_one_piece = shorter.len() >= if chinese { 2 } else { 3 }
        && longer.windows(shorter.len()).any(|piece| piece == shorter);
    (in_order || in_one_piece).then_some((1, left_out))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const METRICS: [&str; 6] = [
        "sales.total",
        "sales.vas",
        "subs.high_value.retention_rate",
        "subs.retention_rate",
        "complaints.count",
        "nps",
    ];
    const HALLS: [&str; 4] = ["城南营业厅", "城北营业厅", "高新营业厅", "老城中心厅"];

    #[test]
    fn finds_a_slip_of_the_keys() {
        for (given, wanted) in [
            ("sales.totla", "sales.total"),
            ("sale.total", "sales.total"),
            ("Sales.Total", "sales.total"),
            ("ｓａｌｅｓ.vas", "sales.vas"),
            ("subs.retention-rate", "subs.retention_rate"),
            ("nsp", "nps"),
            ("np", "nps"),
            ("complaint.counts", "complaints.count"),
        ] {
            assert_eq!(nearest(given, METRICS), Some(wanted), "{given}");
        }
    }

    #[test]
    fn finds_a_hall() {
        for (given, wanted) in [
            ("城南营业庁", "城南营业厅"),
            ("城北营业", "城北营业厅"),
            ("城南厅", "城南营业厅"),
            ("高新", "高新营业厅"),
            ("老城厅", "老城中心厅"),
            ("北城营业厅", "城北营业厅"),
        ] {
            assert_eq!(nearest(given, HALLS), Some(wanted), "{given}");
        }
    }

    #[test]
    fn finds_a_part_of_a_name_the_shortest_first() {
        assert_eq!(nearest("retention", METRICS), Some("subs.retention_rate"));
        assert_eq!(nearest("vas", METRICS), Some("sales.vas"));
    }

    #[test]
    fn finds_nothing_where_nothing_is_near() {
        for given in ["", "  ", "x", "zz", "st", "al", "turnover", "费用"] {
            assert_eq!(nearest(given, METRICS), None, "{given}");
        }
        assert_eq!(nearest("城南", ["城北", "城东"]), None);
        assert_eq!(nearest("a", ["b"]), None);
        assert_eq!(nearest("abc", []), None);
    }

    #[test]
    fn takes_the_first_of_equally_near_ones() {
        assert_eq!(nearest("城西营业厅", HALLS), Some("城南营业厅"));
        assert_eq!(
            nearest("--forma", ["--format", "--formal"]),
            Some("--format")
        );
    }

    proptest! {
        #[test]
        fn finds_a_name_itself(name in "\\PC{1,20}", others in proptest::collection::vec("\\PC{0,20}", 0..5)) {
            prop_assume!(!name.trim().is_empty());
            let found = nearest(&name, others.iter().map(String::as_str).chain([name.as_str()])).unwrap();
            prop_assert_eq!(folded(found), folded(&name));
        }
    }
}
