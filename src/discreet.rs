//! Free text from the exports as a report may print it: numbers that may be a customer's are masked.

use crate::diagnostic::mask;

/// From how many digits in a row on a number may be a customer's, a subscriber's or a phone number.
const DIGITS: usize = 7;

/// The text with every run of seven or more digits masked, and mobile numbers written in groups: `客户 138****8000 来电`.
#[must_use]
pub fn discreet(text: &str) -> String {
    let runs = runs(text);
    let mut printed = String::with_capacity(text.len());
    let mut rest = runs.as_slice();
    while let [run, more @ ..] = rest {
        if let [first, gap, _, gap2, last, more @ ..] = rest
            && is_mobile(rest)
        {
            for part in [first, gap, "****", gap2, last] {
                printed.push_str(part);
            }
            rest = more;
            continue;
        }
        if is_number(run) && run.chars().count() >= DIGITS {
            printed.push_str(&mask(run));
        } else {
            printed.push_str(run);
        }
        rest = more;
    }
    printed
}

/// The text as runs of digits and of other characters in turn.
fn runs(text: &str) -> Vec<&str> {
    let mut runs = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let digits = first.is_numeric();
        let end = rest.find(|c: char| c.is_numeric() != digits);
        let (run, more) = rest.split_at(end.unwrap_or(rest.len()));
        runs.push(run);
        rest = more;
    }
    runs
}

fn is_number(run: &str) -> bool {
    run.starts_with(char::is_numeric)
}

/// Whether runs begin with three, four and four digits a character apart, as `138-0013-8000`. A date has two at its end.
fn is_mobile(runs: &[&str]) -> bool {
    let count = |at: usize| runs.get(at).map_or(0, |run| run.chars().count());
    let gap = |at: usize| matches!(runs.get(at), Some(&("-" | " ")));
    is_number(runs.first().unwrap_or(&""))
        && [count(0), count(2), count(4)] == [3, 4, 4]
        && gap(1)
        && gap(3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_long_numbers_and_no_others() {
        assert_eq!(
            discreet("客户13800138000反映5G套餐129元，号码"),
            "客户138****8000反映5G套餐129元，号码"
        );
        assert_eq!(discreet("１３８００１３８０００"), "１３８****８０００");
        assert_eq!(discreet("2025-04-01 机柜3号"), "2025-04-01 机柜3号");
        assert_eq!(
            discreet("138-0013-8000、138 0013 8000"),
            "138-****-8000、138 **** 8000"
        );
        assert_eq!(discreet("100 2025-04-01"), "100 2025-04-01");
        assert_eq!(discreet("工单1234567"), "工单1****7");
    }
}
