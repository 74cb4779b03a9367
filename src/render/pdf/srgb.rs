//! A colour profile of sRGB, put together from its definition (IEC 61966-2-1) as ICC.1:2004-10 lays it out.

/// Primaries adapted to the profile connection space's white (D50) by Bradford, from the ICC's own sRGB profile.
const RED: [f64; 3] = [0.436_035, 0.222_488, 0.013_916];
const GREEN: [f64; 3] = [0.385_117, 0.716_904, 0.097_061];
const BLUE: [f64; 3] = [0.143_051, 0.060_608, 0.713_928];
/// D50.
const WHITE: [f64; 3] = [0.964_203, 1.0, 0.824_905];
/// Bradford's adaptation from D65 to D50, by rows.
const ADAPTATION: [f64; 9] = [
    1.047_882, 0.022_918, -0.050_217, 0.029_587, 0.990_479, -0.017_059, -0.009_232, 0.015_076,
    0.751_678,
];
/// The transfer curve: gamma, a, b, c, d of `(a·x + b)^gamma` from d on, `c·x` below.
const CURVE: [f64; 5] = [2.4, 0.947_867, 0.052_133, 0.077_399, 0.040_450];

/// A number as s15Fixed16.
fn fixed(number: f64) -> [u8; 4] {
    ((number * 65536.0).round() as i32).to_be_bytes()
}

fn numbers(kind: [u8; 4], numbers: &[f64]) -> Vec<u8> {
    let mut tag = kind.to_vec();
    tag.extend([0; 4]);
    tag.extend(numbers.iter().flat_map(|n| fixed(*n)));
    tag
}

/// One text in one language.
fn text(text: &str) -> Vec<u8> {
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let mut tag = b"mluc\0\0\0\0".to_vec();
    for number in [1_u32, 12] {
        tag.extend(number.to_be_bytes());
    }
    tag.extend(b"enUS");
    tag.extend((units.len() as u32).to_be_bytes());
    tag.extend(28_u32.to_be_bytes());
    tag.extend(units);
    tag
}

/// The profile's bytes.
pub(super) fn profile() -> Vec<u8> {
    let mut curve = b"para\0\0\0\0\0\x03\0\0".to_vec();
    curve.extend(CURVE.iter().flat_map(|n| fixed(*n)));
    let tags: [([u8; 4], Vec<u8>); 10] = [
        (*b"desc", text("sRGB IEC61966-2.1")),
        (*b"cprt", text("CC0")),
        (*b"wtpt", numbers(*b"XYZ ", &WHITE)),
        (*b"chad", numbers(*b"sf32", &ADAPTATION)),
        (*b"rXYZ", numbers(*b"XYZ ", &RED)),
        (*b"gXYZ", numbers(*b"XYZ ", &GREEN)),
        (*b"bXYZ", numbers(*b"XYZ ", &BLUE)),
        (*b"rTRC", curve.clone()),
        (*b"gTRC", curve.clone()),
        (*b"bTRC", curve),
    ];
    let mut table = (tags.len() as u32).to_be_bytes().to_vec();
    let mut data: Vec<u8> = Vec::new();
    let first = 128 + 4 + 12 * tags.len();
    for (name, mut bytes) in tags {
        while !bytes.len().is_multiple_of(4) {
            bytes.push(0);
        }
        table.extend(name);
        table.extend(((first + data.len()) as u32).to_be_bytes());
        table.extend((bytes.len() as u32).to_be_bytes());
        data.extend(bytes);
    }
    let mut head = ((first + data.len()) as u32).to_be_bytes().to_vec();
    head.extend([0; 4]); // no preferred module
    head.extend([4, 0x20, 0, 0]); // version 4.2
    head.extend(b"mntrRGB XYZ ");
    // The profile's date is that of the standard's amendment, not of the run.
    head.extend(
        [2003_u16, 1, 1, 0, 0, 0]
            .iter()
            .flat_map(|n| n.to_be_bytes()),
    );
    head.extend(b"acsp");
    head.resize(68, 0); // platform, flags, device, attributes, perceptual intent
    head.extend(WHITE.iter().flat_map(|n| fixed(*n)));
    head.resize(128, 0);
    head.extend(table);
    head.extend(data);
    head
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_as_long_as_it_says_and_white_adds_up() {
        let profile = profile();
        assert_eq!(
            u32::from_be_bytes([profile[0], profile[1], profile[2], profile[3]]) as usize,
            profile.len()
        );
        assert_eq!(&profile[36..40], b"acsp");
        for channel in 0..3 {
            let sum = RED[channel] + GREEN[channel] + BLUE[channel];
            assert!((sum - WHITE[channel]).abs() < 2e-4, "{sum}");
        }
    }
}
