//! File names from halls' names: input any text, output a name that every file system takes.

use std::collections::BTreeSet;

use crate::month::Month;

/// The most bytes of a hall's name in a file name: with the rest of the name well under the 255 that file systems take.
const LONGEST: usize = 120;

/// The stem of a report's files: `yuebao-2025-04`, or `yuebao-2025-04-城南营业厅` for one hall, whose name comes from
/// [`safe`] or [`distinct`].
#[must_use]
pub fn stem(month: Month, hall: Option<&str>) -> String {
    match hall {
        None => format!("yuebao-{month}"),
        Some(hall) => format!("yuebao-{month}-{hall}"),
    }
}

/// A name fit for a file: characters unfit for one replaced by `_`, no name that Windows keeps for a device, at most
/// 120 bytes of UTF-8, never empty.
#[must_use]
pub fn safe(text: &str) -> String {
    let mut name = String::new();
    for character in text.trim().chars() {
        let fit = if is_unfit(character) { '_' } else { character };
        if name.len() + fit.len_utf8() > LONGEST {
            break;
        }
        name.push(fit);
    }
    // Windows drops dots and spaces at the end, and then two names are one.
    let name = name.trim_end_matches(['.', ' ']);
    if name.is_empty() || name.starts_with('.') || is_device(name) {
        format!("_{name}")
    } else {
        name.to_owned()
    }
}

/// Safe names for several halls, in their order, no two alike even where the file system ignores case.
#[must_use]
pub fn distinct<'a>(halls: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut taken = BTreeSet::new();
    halls
        .into_iter()
        .map(|hall| {
            let name = safe(hall);
            let mut candidate = name.clone();
            let mut n = 2;
            while !taken.insert(candidate.to_lowercase()) {
                candidate = format!("{name}-{n}");
                n += 1;
            }
            candidate
        })
        .collect()
}

fn is_unfit(character: char) -> bool {
    matches!(
        character,
        '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|'
        // Marks that turn the direction of text, with which a name can pass for another.
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
    ) || character.is_control()
}

/// Whether Windows takes a name, whatever its extension, for a device.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end();
    let stem = stem.to_ascii_uppercase();
    match stem.as_str() {
        "CON" | "PRN" | "AUX" | "NUL" => true,
        _ => ["COM", "LPT"].iter().any(|port| {
            stem.strip_prefix(port)
                .is_some_and(|n| n.len() == 1 && n.chars().all(|c| c.is_ascii_digit()))
        }),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn replaces_what_file_systems_refuse() {
        for (hall, name) in [
            ("城南营业厅", "城南营业厅"),
            ("城南/一厅", "城南_一厅"),
            ("a:b*c?d\"e<f>g|h\\i", "a_b_c_d_e_f_g_h_i"),
            ("  厅. . ", "厅"),
            ("line\nbreak", "line_break"),
            ("..", "_"),
            (".hidden", "_.hidden"),
            ("", "_"),
            ("nul", "_nul"),
            ("COM1.x", "_COM1.x"),
            ("COM10", "COM10"),
            ("Console", "Console"),
        ] {
            assert_eq!(safe(hall), name, "{hall:?}");
        }
    }

    #[test]
    fn cuts_between_characters() {
        let name = safe(&"厅".repeat(100));
        assert_eq!(name, "厅".repeat(40));
    }

    #[test]
    fn names_that_become_alike_stay_apart() {
        assert_eq!(
            distinct(["a/b", "a:b", "A_B", "c", "a_b-2"]),
            ["a_b", "a_b-2", "A_B-3", "c", "a_b-2-2"]
        );
    }

    #[test]
    fn stems_name_month_and_hall() {
        let month = Month::new(2025, 4).unwrap();
        assert_eq!(stem(month, None), "yuebao-2025-04");
        assert_eq!(
            stem(month, Some(&safe("城南/厅"))),
            "yuebao-2025-04-城南_厅"
        );
    }

    proptest! {
        #[test]
        fn any_text_gives_a_name_that_is_safe_already(text in any::<String>()) {
            let name = safe(&text);
            prop_assert!(!name.is_empty() && name.len() <= LONGEST + 1);
            prop_assert!(!name.contains(['/', '\\', '\0']) && name != "." && name != "..");
        }
    }
}
