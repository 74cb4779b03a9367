//! Column widths from what the cells hold.

/// What a column asks for, in points, padding included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Demand {
    /// Narrower than this it would break words or numbers.
    pub(super) least: f64,
    /// At this width nothing wraps.
    pub(super) natural: f64,
    /// Its share of spare room, beside the others'.
    pub(super) stretch: f64,
}

/// Widths that add up to `room`; `None` where not even the least widths fit.
///
/// Where all fit without wrapping, spare room goes by `stretch`; else the columns that ask for most give
/// way, down to a common width, so that long texts wrap and short ones do not.
pub(super) fn widths(demands: &[Demand], room: f64) -> Option<Vec<f64>> {
    let least: f64 = demands.iter().map(|d| d.least).sum();
    let natural: f64 = demands.iter().map(|d| d.natural).sum();
    if least > room + 1e-6 {
        return None;
    }
    if natural <= room {
        let stretch: f64 = demands.iter().map(|d| d.stretch).sum();
        let spare = (room - natural) / stretch.max(1e-9);
        return Some(
            demands
                .iter()
                .map(|d| d.natural + spare * d.stretch)
                .collect(),
        );
    }
    let cut = |level: f64| {
        demands
            .iter()
            .map(move |d| d.natural.min(d.least.max(level)))
    };
    let (mut low, mut high) = (0.0, natural);
    // The total grows with the level; sixty halvings find it to the last bit that matters.
    for _ in 0..60 {
        let level = f64::midpoint(low, high);
        if cut(level).sum::<f64>() > room {
            high = level;
        } else {
            low = level;
        }
    }
    Some(cut(low).collect())
}

/// Widths in proportion to the least ones, for a table that fits in no other way: its words are broken.
pub(super) fn squeezed(demands: &[Demand], room: f64) -> Vec<f64> {
    let least: f64 = demands.iter().map(|d| d.least).sum();
    demands
        .iter()
        .map(|d| d.least * room / least.max(1e-9))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn demand(least: f64, natural: f64) -> Demand {
        Demand {
            least,
            natural,
            stretch: natural,
        }
    }

    #[test]
    fn spare_room_goes_by_stretch() {
        let demands = [demand(10.0, 20.0), demand(10.0, 60.0)];
        assert_eq!(widths(&demands, 160.0), Some(vec![40.0, 120.0]));
    }

    #[test]
    fn a_long_text_gives_way_first() {
        let demands = [demand(30.0, 30.0), demand(20.0, 220.0)];
        let found = widths(&demands, 100.0).unwrap();
        assert!((found[0] - 30.0).abs() < 1e-6 && (found[1] - 70.0).abs() < 1e-6);
    }

    #[test]
    fn only_the_widest_gives_way() {
        let demands = [demand(20.0, 60.0), demand(20.0, 200.0), demand(20.0, 200.0)];
        let found = widths(&demands, 200.0).unwrap();
        assert!(
            found
                .iter()
                .zip([60.0, 70.0, 70.0])
                .all(|(a, b)| (a - b).abs() < 1e-6)
        );
    }

    #[test]
    fn tells_when_nothing_fits() {
        let demands = [demand(80.0, 80.0), demand(40.0, 90.0)];
        assert_eq!(widths(&demands, 100.0), None);
        let squeezed = squeezed(&demands, 60.0);
        assert_eq!(squeezed, [40.0, 20.0]);
    }
}
