//! Names that Excel accepts: of sheets, and of cells that hold a metric.

use std::collections::BTreeSet;

use super::formats::clean;

/// Sheet names given so far; each at most 31 UTF-16 units, no two alike but for case.
#[derive(Debug, Default)]
pub(super) struct SheetNames(BTreeSet<String>);

impl SheetNames {
    /// The name for a sheet called `title`; a number is added where it is taken.
    pub(super) fn give(&mut self, title: &str) -> String {
        let fit: String = clean(title)
            .chars()
            .map(|c| match c {
                '*' | '?' | ':' | '[' | ']' | '\\' | '/' => ' ',
                _ => c,
            })
            .collect();
        let mut base = fit.split_whitespace().collect::<Vec<_>>().join(" ");
        base = base.trim_matches('\'').trim().to_owned();
        if base.is_empty() || base.eq_ignore_ascii_case("history") {
            // Excel keeps "History" for itself.
            base.push('_');
        }
        let mut number = 1;
        loop {
            let suffix = if number == 1 {
                String::new()
            } else {
                format!(" {number}")
            };
            let name = format!("{}{suffix}", shorten(&base, 31 - suffix.len()));
            if self.0.insert(name.to_lowercase()) {
                return name;
            }
            number += 1;
        }
    }
}

/// The first `longest` UTF-16 units, without a blank or an apostrophe at the end.
fn shorten(text: &str, longest: usize) -> String {
    let mut units = 0;
    let kept: String = text
        .chars()
        .take_while(|c| {
            units += c.len_utf16();
            units <= longest
        })
        .collect();
    kept.trim_end_matches(['\'', ' ']).to_owned()
}

/// The defined name of a metric's cell: `m_sales_total` for `sales.total`.
pub(super) fn metric_name(id: &str) -> String {
    let id: String = id
        .chars()
        .take(200)
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect();
    format!("m_{id}")
}

/// A sheet's name as formulas and links write it.
pub(super) fn quoted(sheet: &str) -> String {
    format!("'{}'", sheet.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheet_names_are_safe_and_unique() {
        let mut names = SheetNames::default();
        let given: Vec<String> = [
            "01 业绩回顾",
            "01 业绩回顾",
            "a/b:c*d?[e]\\f",
            "'quoted'",
            "",
            "History",
            "A very long section title that goes on",
            "a very LONG section title that goes on",
        ]
        .map(|title| names.give(title))
        .into();
        assert_eq!(
            given,
            [
                "01 业绩回顾",
                "01 业绩回顾 2",
                "a b c d e f",
                "quoted",
                "_",
                "History_",
                "A very long section title that",
                "a very LONG section title tha 2",
            ]
        );
        for name in &given {
            rust_xlsxwriter::utility::check_sheet_name(name).unwrap();
        }
    }

    #[test]
    fn metric_names_hold_no_dots() {
        assert_eq!(
            metric_name("subs.mobile.new.5g_share"),
            "m_subs_mobile_new_5g_share"
        );
        rust_xlsxwriter::utility::check_name(&metric_name("nps")).unwrap();
    }
}
