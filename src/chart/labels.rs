//! Text in little room: lines broken and cut to a width, labels thinned along an axis or pushed apart.

use unicode_linebreak::{BreakOpportunity, linebreaks};

use crate::chart::canvas::{Setting, printable};

/// What ends a text that was cut.
const ELLIPSIS: char = '…';

impl Setting<'_> {
    /// The text cut to `room` points with an ellipsis; empty where not even that fits.
    pub(super) fn cut(&self, text: &str, room: f64, bold: bool) -> String {
        let text = printable(text);
        if self.text_width(&text, bold) <= room {
            return text;
        }
        let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let cut = |end: usize| {
            let mut short = text.get(..end).unwrap_or("").trim_end().to_owned();
            short.push(ELLIPSIS);
            short
        };
        // Widths grow with the number of characters, so the longest that fits is found by halving.
        let fitting = ends.partition_point(|&end| self.text_width(&cut(end), bold) <= room);
        match fitting.checked_sub(1).and_then(|i| ends.get(i)) {
            Some(&end) => cut(end),
            None => String::new(),
        }
    }

    /// The text broken into at most `lines` lines of `room` points, the last one cut if need be.
    ///
    /// Lines break where UAX #14 allows, and inside a word only where it is longer than a line.
    pub(super) fn wrap(&self, text: &str, room: f64, lines: usize, bold: bool) -> Vec<String> {
        let text = printable(text);
        let breaks: Vec<usize> = linebreaks(&text)
            .filter(|&(at, kind)| kind == BreakOpportunity::Allowed || at == text.len())
            .map(|(at, _)| at)
            .collect();
        let fits = |from: usize, to: usize| {
            text.get(from..to)
                .is_some_and(|part| self.text_width(part.trim_end(), bold) <= room)
        };
        let mut out = Vec::new();
        let mut from = 0;
        while from < text.len() && out.len() + 1 < lines {
            if fits(from, text.len()) {
                break;
            }
            let end = breaks
                .iter()
                .copied()
                .filter(|&at| at > from)
                .take_while(|&at| fits(from, at))
                .last()
                .or_else(|| {
                    text.char_indices()
                        .map(|(at, _)| at)
                        .filter(|&at| at > from)
                        .take_while(|&at| fits(from, at))
                        .last()
                });
            let Some(end) = end else { break };
            out.push(text.get(from..end).unwrap_or("").trim().to_owned());
            from = end;
        }
        let rest = self.cut(text.get(from..).unwrap_or(""), room, bold);
        if !rest.is_empty() {
            out.push(rest);
        }
        out
    }
}

/// Which labels to set at the places `at` (ascending) so that none touch.
///
/// Consecutive numbers (days) keep the first, the last and round ones between; other labels keep
/// the last and every second, third … before it.
pub(super) fn thin(setting: Setting<'_>, labels: &[String], at: &[f64]) -> Vec<usize> {
    let widths: Vec<f64> = labels
        .iter()
        .map(|l| setting.text_width(l, false))
        .collect();
    let count = labels.len().min(at.len());
    let Some(last) = count.checked_sub(1) else {
        return Vec::new();
    };
    let touch =
        |a: usize, b: usize, gap: f64| match (at.get(a), at.get(b), widths.get(a), widths.get(b)) {
            (Some(xa), Some(xb), Some(wa), Some(wb)) => {
                (xb - xa).abs() < f64::midpoint(*wa, *wb) + gap
            }
            _ => true,
        };
    let open = |chosen: &[usize], gap: f64| {
        chosen
            .windows(2)
            .all(|w| !matches!(w, [a, b] if touch(*a, *b, gap)))
    };
    let widest = widths.iter().copied().fold(0.0, f64::max);
    let steps = (0..6).flat_map(|power| [1, 2, 5].map(|factor| factor * 10_usize.pow(power)));
    if let Some(first) = first_of_run(labels) {
        for step in steps {
            let round: Vec<usize> = (0..count)
                .filter(|i| (first + i).is_multiple_of(step))
                .collect();
            let gap = if step == 1 {
                widest * 0.35
            } else {
                widest * 1.2
            };
            if open(&round, gap) {
                let mut chosen: Vec<usize> = round
                    .into_iter()
                    .filter(|&i| i == 0 || i == last || (!touch(0, i, 3.0) && !touch(i, last, 3.0)))
                    .collect();
                chosen.extend([0, last]);
                chosen.sort_unstable();
                chosen.dedup();
                return if open(&chosen, 3.0) { chosen } else { vec![0] };
            }
        }
        return vec![last];
    }
    for step in 1..=count {
        let chosen: Vec<usize> = (0..count)
            .filter(|i| (last - i).is_multiple_of(step))
            .collect();
        if open(&chosen, setting.size() * 1.2) {
            return chosen;
        }
    }
    vec![last]
}

/// The first number where the labels are consecutive numbers with one ending (`1日`, `2日` …).
pub(super) fn first_of_run(labels: &[String]) -> Option<usize> {
    let parse = |label: &String| {
        let end = label
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(label.len());
        let (digits, ending) = label.split_at(end);
        digits
            .parse::<usize>()
            .ok()
            .filter(|n| *n < 100_000)
            .map(|n| (n, ending.to_owned()))
    };
    let (first, ending) = parse(labels.first()?)?;
    let run = labels
        .iter()
        .enumerate()
        .all(|(i, label)| parse(label).is_some_and(|(n, e)| n == first + i && e == ending));
    (run && labels.len() > 2).then_some(first)
}

/// Moves places apart until neighbours are `gap` from one another, as little as possible in sum of
/// squares, and keeps them between `low` and `high` where they fit. The order of the answer is that
/// of `wanted`.
pub(super) fn push_apart(wanted: &[f64], gap: f64, low: f64, high: f64) -> Vec<f64> {
    struct Group {
        sum: f64,
        members: Vec<usize>,
    }
    // With member k of a group standing k gaps after its first, the best first place is the mean of
    // (wanted − k gaps): pooled neighbours, as in isotonic regression (Barlow et al. 1972).
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    let place = |i: usize| wanted.get(i).copied().unwrap_or(0.0);
    order.sort_by(|&a, &b| place(a).total_cmp(&place(b)).then(a.cmp(&b)));
    let first = |group: &Group| {
        let span = gap * (group.members.len() as f64 - 1.0);
        (group.sum / group.members.len() as f64)
            .min(high - span)
            .max(low)
    };
    let mut groups: Vec<Group> = Vec::new();
    for i in order {
        let mut group = Group {
            sum: place(i),
            members: vec![i],
        };
        while let Some(before) = groups.pop() {
            let end = first(&before) + gap * before.members.len() as f64;
            if end <= first(&group) {
                groups.push(before);
                break;
            }
            let offset = gap * (before.members.len() * group.members.len()) as f64;
            let mut members = before.members;
            members.extend(&group.members);
            group = Group {
                sum: before.sum + group.sum - offset,
                members,
            };
        }
        groups.push(group);
    }
    let mut placed = vec![0.0; wanted.len()];
    for group in &groups {
        let first = first(group);
        for (k, &i) in group.members.iter().enumerate() {
            if let Some(slot) = placed.get_mut(i) {
                *slot = first + gap * k as f64;
            }
        }
    }
    placed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::display::TextMeasure;
    use crate::theme::Theme;
    use crate::words::Lang;

    /// Every character is as wide as the type size.
    struct Em;

    impl TextMeasure for Em {
        fn width(&self, text: &str, size: f64, _bold: bool) -> f64 {
            text.chars().count() as f64 * size
        }
    }

    fn with_setting(test: impl Fn(Setting<'_>)) {
        test(Setting {
            width: 400.0,
            share: 1.0,
            theme: &Theme::default(),
            measure: &Em,
            lang: Lang::ZH,
        });
    }

    #[test]
    fn cuts_to_the_room() {
        with_setting(|s| {
            assert_eq!(s.cut("城南营业厅", 35.0, false), "城南营业厅");
            assert_eq!(s.cut("城南营业厅", 34.0, false), "城南营…");
            assert_eq!(s.cut("城南营业厅", 7.0, false), "…");
            assert_eq!(s.cut("城南营业厅", 6.9, false), "");
        });
    }

    #[test]
    fn wraps_and_cuts_the_last_line() {
        with_setting(|s| {
            assert_eq!(
                s.wrap("资费争议，服务", 28.0, 2, false),
                ["资费争", "议，服务"]
            );
            assert_eq!(
                s.wrap("network signal", 50.0, 2, false),
                ["network", "signal"]
            );
            assert_eq!(s.wrap("abcdefghij", 28.0, 2, false), ["abcd", "efg…"]);
            assert_eq!(s.wrap("", 28.0, 2, false), Vec::<String>::new());
        });
    }

    #[test]
    fn days_keep_first_last_and_round_ones() {
        with_setting(|s| {
            let labels: Vec<String> = (1..=30).map(|d| format!("{d}日")).collect();
            let at: Vec<f64> = (0..30).map(|i| f64::from(i) * 14.0).collect();
            let days: Vec<usize> = thin(s, &labels, &at).iter().map(|i| i + 1).collect();
            assert_eq!(days, [1, 5, 10, 15, 20, 25, 30]);
        });
    }

    #[test]
    fn months_keep_the_last() {
        with_setting(|s| {
            let labels: Vec<String> = (1..=12).map(|m| format!("2024-{m:02}")).collect();
            let at: Vec<f64> = (0..12).map(|i| f64::from(i) * 30.0).collect();
            assert_eq!(thin(s, &labels, &at), [1, 3, 5, 7, 9, 11]);
        });
    }

    #[test]
    fn pushes_apart_as_little_as_needed() {
        assert_eq!(push_apart(&[10.0, 40.0], 8.0, 0.0, 100.0), [10.0, 40.0]);
        assert_eq!(push_apart(&[20.0, 20.0], 8.0, 0.0, 100.0), [16.0, 24.0]);
        assert_eq!(push_apart(&[22.0, 20.0], 8.0, 0.0, 100.0), [25.0, 17.0]);
        assert_eq!(push_apart(&[99.0, 98.0], 8.0, 0.0, 100.0), [100.0, 92.0]);
        assert_eq!(push_apart(&[], 8.0, 0.0, 100.0), Vec::<f64>::new());
    }
}
