//! Column widths from what the cells hold, and the columns' places from their widths.
//!
//! Two steps, since a table is read best where equal gaps part its columns: [`widths`] says how far
//! each text may run, [`placed`] sets what came of it apart.

/// What a column asks for, in points, padding included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Demand {
    /// Narrower than this it would break words or numbers.
    pub(super) least: f64,
    /// At this width nothing wraps.
    pub(super) natural: f64,
}

/// Where a column stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Place {
    pub(super) left: f64,
    pub(super) width: f64,
}

/// The widest gap between two columns: across a wider one the eye loses its row.
const GAP: f64 = 96.0;

/// The gap beside a column that takes the spare room.
const BESIDE: f64 = 10.0;

/// Widths that add up to `room` or less; `None` where not even the least widths fit.
///
/// Where all fit without wrapping, these are the natural widths. Else the columns that ask for most give
/// way, down to a common width, and then room goes from column to column as long as that makes the
/// table lower; `height` tells how high it is at given widths.
pub(super) fn widths(
    demands: &[Demand],
    room: f64,
    height: impl FnMut(&[f64]) -> f64,
) -> Option<Vec<f64>> {
    let least: f64 = demands.iter().map(|d| d.least).sum();
    let natural: f64 = demands.iter().map(|d| d.natural).sum();
    if least > room + 1e-6 {
        return None;
    }
    if natural <= room {
        return Some(demands.iter().map(|d| d.natural).collect());
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
    Some(balanced(cut(low).collect(), demands, height))
}

/// Hands room from one column to another while that lowers the table, in ever smaller portions.
fn balanced(
    mut widths: Vec<f64>,
    demands: &[Demand],
    mut height: impl FnMut(&[f64]) -> f64,
) -> Vec<f64> {
    let mut lowest = height(&widths);
    for portion in [48.0_f64, 24.0, 12.0, 6.0] {
        // Every move lowers the table by something, so there is an end; the bound is for time.
        for _ in 0..12 {
            let mut best = None;
            for (from, giving) in demands.iter().enumerate() {
                for (to, taking) in demands.iter().enumerate() {
                    let mut tried = widths.clone();
                    let (Some(gives), Some(takes)) =
                        (widths.get(from).copied(), widths.get(to).copied())
                    else {
                        continue;
                    };
                    let moved = portion.min(taking.natural - takes);
                    if from == to || moved < 1.0 || gives - moved < giving.least {
                        continue;
                    }
                    if let Some(width) = tried.get_mut(from) {
                        *width -= moved;
                    }
                    if let Some(width) = tried.get_mut(to) {
                        *width += moved;
                    }
                    let found = height(&tried);
                    if found < lowest - 1e-6 {
                        lowest = found;
                        best = Some(tried);
                    }
                }
            }
            match best {
                Some(better) => widths = better,
                None => break,
            }
        }
    }
    widths
}

/// Widths in proportion to the least ones, for a table that fits in no other way: its words are broken.
pub(super) fn squeezed(demands: &[Demand], room: f64) -> Vec<f64> {
    let least: f64 = demands.iter().map(|d| d.least).sum();
    demands
        .iter()
        .map(|d| d.least * room / least.max(1e-9))
        .collect()
}

/// Columns of these widths with equal gaps between them, over all of `room` unless the gaps would be too
/// wide; where some columns `grow`, they take what the others leave.
pub(super) fn placed(columns: &[(f64, bool)], room: f64) -> Vec<Place> {
    let spare = (room - columns.iter().map(|(width, _)| width).sum::<f64>()).max(0.0);
    let gaps = columns.len().saturating_sub(1).max(1) as f64;
    let growing = columns.iter().filter(|(_, grows)| *grows).count();
    let widest = if growing > 0 { BESIDE } else { GAP };
    let gap = (spare / gaps).min(widest);
    let growth = match growing {
        // A lone column is as wide as the text around it.
        0 if columns.len() == 1 => spare,
        0 => 0.0,
        some => (spare - gap * gaps).max(0.0) / some as f64,
    };
    let mut left = 0.0;
    columns
        .iter()
        .map(|&(width, grows)| {
            let more = if grows || columns.len() == 1 {
                growth
            } else {
                0.0
            };
            let place = Place {
                left,
                width: width + more,
            };
            left += place.width + gap;
            place
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn demand(least: f64, natural: f64) -> Demand {
        Demand { least, natural }
    }

    fn near(found: &[f64], wanted: &[f64]) {
        assert_eq!(found.len(), wanted.len());
        for (a, b) in found.iter().zip(wanted) {
            assert!((a - b).abs() < 1e-6, "{found:?} {wanted:?}");
        }
    }

    #[test]
    fn what_fits_is_as_wide_as_it_asks() {
        let demands = [demand(10.0, 20.0), demand(10.0, 60.0)];
        assert_eq!(widths(&demands, 160.0, |_| 0.0), Some(vec![20.0, 60.0]));
    }

    #[test]
    fn a_long_text_gives_way_first() {
        let demands = [demand(30.0, 30.0), demand(20.0, 220.0)];
        near(&widths(&demands, 100.0, |_| 0.0).unwrap(), &[30.0, 70.0]);
    }

    #[test]
    fn only_the_widest_gives_way() {
        let demands = [demand(20.0, 60.0), demand(20.0, 200.0), demand(20.0, 200.0)];
        near(
            &widths(&demands, 200.0, |_| 0.0).unwrap(),
            &[60.0, 70.0, 70.0],
        );
    }

    #[test]
    fn room_goes_where_it_lowers_the_table() {
        // One column holds 290 points of text a row and the other 100, each row as high as its higher cell.
        let demands = [demand(20.0, 100.0), demand(20.0, 290.0)];
        let height = |widths: &[f64]| {
            let lines = |text: f64, width: f64| (text / width).ceil();
            lines(100.0, widths[0]).max(lines(290.0, widths[1]))
        };
        let found = widths(&demands, 200.0, height).unwrap();
        assert!((found.iter().sum::<f64>() - 200.0).abs() < 1e-6);
        // 100 and 100 would take three lines; two need 145 for the longer text.
        assert_eq!(height(&found), 2.0);
    }

    #[test]
    fn tells_when_nothing_fits() {
        let demands = [demand(80.0, 80.0), demand(40.0, 90.0)];
        assert_eq!(widths(&demands, 100.0, |_| 0.0), None);
        assert_eq!(squeezed(&demands, 60.0), [40.0, 20.0]);
    }

    #[test]
    fn gaps_are_equal_up_to_a_bound() {
        let lefts = |columns: &[(f64, bool)], room: f64| -> Vec<(f64, f64)> {
            let places = placed(columns, room);
            places.iter().map(|p| (p.left, p.width)).collect()
        };
        let three = [(50.0, false), (30.0, false), (20.0, false)];
        assert_eq!(
            lefts(&three, 200.0),
            [(0.0, 50.0), (100.0, 30.0), (180.0, 20.0)]
        );
        assert_eq!(
            lefts(&three, 900.0),
            [(0.0, 50.0), (146.0, 30.0), (272.0, 20.0)]
        );
        let growing = [(50.0, false), (30.0, true), (20.0, false)];
        assert_eq!(
            lefts(&growing, 200.0),
            [(0.0, 50.0), (60.0, 110.0), (180.0, 20.0)]
        );
        assert_eq!(lefts(&[(50.0, false)], 200.0), [(0.0, 200.0)]);
    }
}
