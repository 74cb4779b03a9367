//! Free text from the exports as a report may print it: numbers that may be a customer's are masked.

use crate::diagnostic::mask;

/// From how many digits in a row on a number may be a customer's, a subscriber's or a phone number.
const DIGITS: usize = 7;

/// The text with every run of seven or more digits masked: `客户 138****8000 来电`.
#[must_use]
pub fn discreet(text: &str) -> String {
    let mut printed = String::with_capacity(text.len());
    let mut digits = String::new();
    for character in text.chars() {
        if character.is_numeric() {
            digits.push(character);
            continue;
        }
        put(&mut printed, &mut digits);
        printed.push(character);
    }
    put(&mut printed, &mut digits);
    printed
}

fn put(printed: &mut String, digits: &mut String) {
    if digits.chars().count() < DIGITS {
        printed.push_str(digits);
    } else {
        printed.push_str(&mask(digits));
    }
    digits.clear();
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
        assert_eq!(discreet("工单1234567"), "工单1****7");
    }
}
