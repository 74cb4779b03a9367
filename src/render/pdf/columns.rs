//! Column widths from what the cells hold, as CSS lays out tables.

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
/// Where all fit without wrapping, spare room goes by `stretch`; else every column has its least width
/// and the rest goes by how much more each would like.
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
    let wanted = (natural - least).max(1e-9);
    let share = (room - least) / wanted;
    Some(
        demands
            .iter()
            .map(|d| d.least + (d.natural - d.least) * share)
            .collect(),
    )
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
        assert_eq!(widths(&demands, 100.0), Some(vec![30.0, 70.0]));
    }

    #[test]
    fn tells_when_nothing_fits() {
        let demands = [demand(80.0, 80.0), demand(40.0, 90.0)];
        assert_eq!(widths(&demands, 100.0), None);
        let squeezed = squeezed(&demands, 60.0);
        assert_eq!(squeezed, [40.0, 20.0]);
    }
}
