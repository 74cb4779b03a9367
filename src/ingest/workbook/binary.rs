//! Numbers, texts and error codes as XLS and XLSB write them, little end first.

use encoding_rs::UTF_16LE;

/// A number of two bytes.
pub(super) fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    let bytes = data.get(at..at.checked_add(2)?)?;
    bytes.try_into().ok().map(u16::from_le_bytes)
}

/// A number of four bytes.
pub(super) fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    let bytes = data.get(at..at.checked_add(4)?)?;
    bytes.try_into().ok().map(u32::from_le_bytes)
}

/// A number of eight bytes.
pub(super) fn f64_at(data: &[u8], at: usize) -> Option<f64> {
    let bytes = data.get(at..at.checked_add(8)?)?;
    let number = bytes.try_into().ok().map(f64::from_le_bytes)?;
    number.is_finite().then_some(number)
}

/// A text of XLSB: its length in UTF-16 units in four bytes, then the units. Also gives the place after it.
pub(super) fn utf16_at(data: &[u8], at: usize) -> Option<(String, usize)> {
    let units = u32_at(data, at)? as usize;
    let start = at.checked_add(4)?;
    // A length of all ones is a text that is not there.
    if units == u32::MAX as usize {
        return Some((String::new(), start));
    }
    let end = start.checked_add(units.checked_mul(2)?)?;
    let (text, _) = UTF_16LE.decode_without_bom_handling(data.get(start..end)?);
    Some((text.into_owned(), end))
}

/// A number in 30 bits: a whole number or the upper bits of an `f64`, perhaps in hundredths (MS-XLS 2.5.217).
pub(super) fn rk_number(rk: u32) -> f64 {
    let number = if rk & 2 == 2 {
        f64::from(rk.cast_signed() >> 2)
    } else {
        f64::from_bits(u64::from(rk & !3) << 32)
    };
    if rk & 1 == 1 { number / 100.0 } else { number }
}

/// An error's name by its code (MS-XLS 2.5.10).
pub(super) fn error_name(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2A => "#N/A",
        0x2B => "#GETTING_DATA",
        _ => "#ERROR",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_thirty_bits() {
        // The four examples of OpenOffice's documentation of the Excel file format, 2.5.5.
        assert_eq!(rk_number(0x3FF0_0000), 1.0);
        assert_eq!(rk_number(0x004B_5646), 1_234_321.0);
        assert_eq!(rk_number(0x3FF0_0001), 0.01);
        assert_eq!(rk_number(0x004B_5647), 12_343.21);
        assert_eq!(rk_number(0xFFFF_FFFE), -1.0);
    }

    #[test]
    fn texts_that_do_not_fit_are_none() {
        assert_eq!(
            utf16_at(&[2, 0, 0, 0, 0x08, 0x67, 0x31, 0], 0),
            Some(("月1".to_owned(), 8))
        );
        assert_eq!(utf16_at(&[3, 0, 0, 0, 0x08, 0x67, 0x31, 0], 0), None);
        assert_eq!(utf16_at(&[0xFF, 0xFF, 0xFF, 0x7F], 0), None);
        assert_eq!(
            utf16_at(&[0xFF, 0xFF, 0xFF, 0xFF], 0),
            Some((String::new(), 4))
        );
        assert_eq!(u32_at(&[1, 2, 3], 0), None);
        assert_eq!(u16_at(&[1, 2], usize::MAX), None);
    }
}
