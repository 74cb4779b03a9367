//! Cells as files hold them, and what their text means: numbers, dates, truth values, blanks.
//!
//! In: a cell's text as an export has it, full-width forms included. Out: an exact value, or the reason why there is none.
//! Refused rather than guessed: `1.234,50`, day-first dates without a configured format, two-digit years.

pub mod date;
pub mod number;

/// One cell. Text borrows from the block of the file that is being read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    /// Nothing there.
    Blank,
    /// Text as it stands, not trimmed.
    Text(&'a str),
    /// A workbook's number.
    Number(f64),
    /// A workbook's date or time, as a serial number of the 1900 date system (1904 already shifted).
    Serial(f64),
    /// A workbook's truth value.
    Bool(bool),
    /// A workbook's error: `#N/A`.
    Error(&'a str),
}

/// The text without the spaces around it: ASCII, full-width and no-break ones, byte order marks and zero-width marks.
#[must_use]
pub fn trim(text: &str) -> &str {
    let bytes = text.as_bytes();
    match (bytes.first(), bytes.last()) {
        // Printable ASCII at both ends: nothing to trim. Nearly every cell is so.
        (Some(b'!'..=b'~'), Some(b'!'..=b'~')) => text,
        _ => text.trim_matches(|c: char| {
            c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}')
        }),
    }
}

/// Whether a trimmed text stands for no value: empty, `-`, `—`, `/`, `NULL`, `N/A`, `无`.
#[must_use]
pub fn is_blank(trimmed: &str) -> bool {
    match trimmed.len() {
        0 => true,
        1 => matches!(trimmed, "-" | "/"),
        3 => {
            matches!(trimmed, "—" | "－" | "–" | "／" | "无") || trimmed.eq_ignore_ascii_case("n/a")
        }
        4 => trimmed.eq_ignore_ascii_case("null"),
        6 => trimmed == "——",
        _ => false,
    }
}

/// A truth value: `是/否` `有/无` `yes/no` `true/false` `Y/N` `1/0` `√/×`, in any case and width.
#[must_use]
pub fn truth(trimmed: &str) -> Option<bool> {
    match trimmed {
        "是" | "有" | "yes" | "true" | "1" | "√" | "✓" | "✔" => return Some(true),
        "否" | "无" | "no" | "false" | "0" | "×" | "✗" | "✘" => return Some(false),
        _ => {}
    }
    if trimmed.len() > 15 {
        return None;
    }
    let plain: String = trimmed
        .chars()
        .map(|c| narrow(c).to_ascii_lowercase())
        .collect();
    match plain.as_str() {
        "y" | "yes" | "true" | "1" => Some(true),
        "n" | "no" | "false" | "0" => Some(false),
        _ => None,
    }
}

/// Whether a text is a number in scientific notation, which is what a spreadsheet leaves of a long id: `1.38E+10`.
#[must_use]
pub fn is_scientific(trimmed: &str) -> bool {
    // Hardly an id holds one.
    if !trimmed.as_bytes().contains(&b'+') {
        return false;
    }
    let Some((mantissa, exponent)) = trimmed.split_once(['E', 'e']) else {
        return false;
    };
    let Some(exponent) = exponent.strip_prefix('+') else {
        return false;
    };
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    digits(whole) && digits(fraction) && digits(exponent)
}

/// The half-width form of a full-width character; any other as it is.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        '\u{2212}' => '-',
        '\u{ffe5}' => '¥',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trims_what_exports_leave_around_text() {
        assert_eq!(trim("  甲店\u{3000}"), "甲店");
        assert_eq!(trim("\u{feff}日期\r\n"), "日期");
        assert_eq!(trim("13800138000\t"), "13800138000");
        assert_eq!(trim("\u{a0}\u{200b}"), "");
        assert_eq!(trim("甲 店"), "甲 店");
    }

    #[test]
    fn knows_the_blanks() {
        for text in ["", "-", "—", "/", "NULL", "null", "N/A", "n/a", "无", "－"] {
            assert!(is_blank(text), "{text}");
        }
        for text in ["0", "--", "NA", "无线", "#N/A"] {
            assert!(!is_blank(text), "{text}");
        }
    }

    #[test]
    fn knows_the_truth_values() {
        for text in ["是", "有", "yes", "YES", "True", "Y", "y", "1", "１", "√"] {
            assert_eq!(truth(text), Some(true), "{text}");
        }
        for text in ["否", "无", "No", "FALSE", "n", "0", "×", "Ｎ"] {
            assert_eq!(truth(text), Some(false), "{text}");
        }
        for text in ["", "2", "ok", "不", "truee"] {
            assert_eq!(truth(text), None, "{text}");
        }
    }

    #[test]
    fn knows_what_a_spreadsheet_leaves_of_an_id() {
        assert!(is_scientific("1.38E+10"));
        assert!(is_scientific("1E+15"));
        for text in ["13800138000", "1E5", "E+10", "1.E+10", "A1E+10", "1.38E+"] {
            assert!(!is_scientific(text), "{text}");
        }
    }
}
