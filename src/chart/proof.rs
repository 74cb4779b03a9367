//! What holds for every chart: marks lie inside the area, texts do not overlap, the same chart
//! gives the same marks. Charts are generated with short and long names, gaps, negative, huge and
//! impossible numbers, lists of unequal length and every kind.

use jiff::ToSpan;
use jiff::civil::date;
use proptest::prelude::*;

use crate::chart::display::{Colour, DisplayList, Mark, TextMeasure};
use crate::chart::*;
use crate::font::Fonts;
use crate::theme::Theme;
use crate::value::{Noun, NumberStyle, Tone, Unit};
use crate::words::Lang;

/// Asserts that every mark lies inside the area and that no two texts overlap.
pub(crate) fn assert_sound(list: &DisplayList, measure: &dyn TextMeasure) {
    let mut texts = Vec::new();
    for mark in &list.marks {
        let bounds = mark.bounds(measure);
        assert!(
            bounds.is_within(list.width, list.height),
            "{mark:?} leaves {} × {}",
            list.width,
            list.height
        );
        if matches!(mark, Mark::Text { .. }) {
            for (other, taken) in &texts {
                assert!(!bounds.overlaps(taken), "{mark:?} touches {other:?}");
            }
            texts.push((mark, bounds));
        }
    }
}

/// Every Chinese character is as wide as the type size, every ASCII one half as wide.
pub(crate) struct HalfEm;

impl TextMeasure for HalfEm {
    fn width(&self, text: &str, size: f64, _bold: bool) -> f64 {
        let halves: usize = text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
        halves as f64 * size / 2.0
    }
}

/// Lays a chart out as wide as a page's text, in Chinese.
pub(crate) fn on_page(kind: ChartKind) -> DisplayList {
    let list = layout(&chart(kind), 480.0, &Theme::default(), &HalfEm, Lang::ZH);
    assert_sound(&list, &HalfEm);
    list
}

/// The texts of a list in the order painted.
pub(crate) fn texts(list: &DisplayList) -> Vec<&str> {
    let texts = list.marks.iter().filter_map(|mark| match mark {
        Mark::Text { text, .. } => Some(text.as_str()),
        _ => None,
    });
    texts.collect()
}

/// The rectangles of a colour as (x, y, width, height), rounded to a thousandth of a point.
pub(crate) fn rects(list: &DisplayList, colour: Colour) -> Vec<[f64; 4]> {
    let round = |n: f64| (n * 1000.0).round() / 1000.0;
    let rect = |mark: &Mark| match *mark {
        Mark::Rect {
            x,
            y,
            width,
            height,
            fill,
            ..
        } if fill == colour => Some([x, y, width, height].map(round)),
        _ => None,
    };
    list.marks.iter().filter_map(rect).collect()
}

/// Names as a chart holds them.
pub(crate) fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// A series without gaps.
pub(crate) fn whole(name: &str, values: &[f64], emphasis: Emphasis) -> Series {
    Series {
        name: name.to_owned(),
        values: values.iter().copied().map(Some).collect(),
        emphasis,
    }
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[一-龥]{0,6}",
        1 => "[一-龥a-zA-Z0-9，。（）% ]{0,40}",
        1 => "[a-zA-Z]{0,30}",
        1 => "\\PC{0,8}",
        1 => Just("a\u{0}\t\n b".to_owned()),
    ]
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        6 => -100.0..1000.0_f64,
        2 => 0.0..1.0_f64,
        1 => Just(0.0),
        1 => 1e5..1e7_f64,
        1 => any::<f64>(),
    ]
}

fn style() -> impl Strategy<Value = NumberStyle> {
    let unit = prop_oneof![
        Just(Unit::Money),
        Just(Unit::Ratio),
        Just(Unit::Hours),
        Just(Unit::Count(Noun::Tickets))
    ];
    (unit, number()).prop_map(|(unit, largest)| NumberStyle::fit(unit, largest))
}

fn values(most: usize) -> impl Strategy<Value = Vec<Option<f64>>> {
    prop::collection::vec(prop::option::weighted(0.9, number()), 0..most)
}

fn series(most: usize) -> impl Strategy<Value = Series> {
    (name(), values(most), any::<bool>()).prop_map(|(name, values, main)| Series {
        name,
        values,
        emphasis: if main { Emphasis::Main } else { Emphasis::Base },
    })
}

fn labels(most: usize) -> impl Strategy<Value = Vec<String>> {
    prop_oneof![
        prop::collection::vec(name(), 0..most),
        (0..most).prop_map(|n| (1..=n).map(|day| format!("{day}日")).collect()),
    ]
}

fn tone() -> impl Strategy<Value = Tone> {
    prop_oneof![
        Just(Tone::Neutral),
        Just(Tone::Good),
        Just(Tone::Bad),
        Just(Tone::Warning)
    ]
}

fn line() -> impl Strategy<Value = ChartKind> {
    let notes = prop::collection::vec((0..4_usize, 0..40_usize, name()), 0..4);
    let parts = (labels(40), prop::collection::vec(series(40), 0..5), style());
    (parts, name(), notes, any::<bool>()).prop_map(
        |((labels, series, style), unit_label, annotations, from_zero)| {
            ChartKind::Line(LineChart {
                labels,
                series,
                style,
                unit_label,
                annotations,
                from_zero,
            })
        },
    )
}

fn bar() -> impl Strategy<Value = ChartKind> {
    let parts = (labels(40), prop::collection::vec(series(40), 0..3), style());
    let reference = prop::option::of((number(), name()));
    let highlight = prop::collection::vec(0..9_usize, 0..3);
    (parts, name(), any::<bool>(), reference, highlight).prop_map(
        |((labels, series, style), unit_label, horizontal, reference, highlight)| {
            ChartKind::Bars(BarChart {
                labels,
                series,
                style,
                unit_label,
                horizontal,
                reference,
                highlight,
            })
        },
    )
}

fn stacked() -> impl Strategy<Value = ChartKind> {
    let segment = (name(), prop::collection::vec(number(), 0..8), tone());
    (labels(8), prop::collection::vec(segment, 0..6), style()).prop_map(
        |(labels, segments, style)| {
            ChartKind::Stacked(StackedChart {
                labels,
                segments,
                style,
            })
        },
    )
}

fn pareto() -> impl Strategy<Value = ChartKind> {
    let items = prop::collection::vec((name(), number()), 0..60);
    (items, style(), name(), 0..4_usize, (name(), name())).prop_map(
        |(items, style, unit_label, vital, column_heads)| {
            ChartKind::Pareto(ParetoChart {
                items,
                style,
                unit_label,
                vital,
                column_heads,
            })
        },
    )
}

fn waterfall() -> impl Strategy<Value = ChartKind> {
    let step = (name(), number(), any::<bool>()).prop_map(|(label, value, total)| Step {
        label,
        value,
        total,
    });
    (prop::collection::vec(step, 0..20), style(), name()).prop_map(|(steps, style, unit_label)| {
        ChartKind::Waterfall(WaterfallChart {
            steps,
            style,
            unit_label,
        })
    })
}

fn bullet() -> impl Strategy<Value = ChartKind> {
    let row = (name(), name(), name(), number(), any::<bool>()).prop_map(
        |(label, actual_text, target_text, actual_over_target, met)| BulletRow {
            label,
            actual_text,
            target_text,
            actual_over_target,
            met,
        },
    );
    (prop::collection::vec(row, 0..70), name())
        .prop_map(|(rows, target_label)| ChartKind::Bullet(BulletChart { rows, target_label }))
}

fn heatmap() -> impl Strategy<Value = ChartKind> {
    let grid = prop::collection::vec(values(26), 0..50);
    (labels(9), labels(26), grid, style(), name()).prop_map(
        |(rows, columns, values, style, unit_label)| {
            ChartKind::Heatmap(HeatmapChart {
                rows,
                columns,
                values,
                style,
                unit_label,
            })
        },
    )
}

fn timeline() -> impl Strategy<Value = ChartKind> {
    let day = || {
        prop_oneof![-400..400_i64, 0..40_i64]
            .prop_map(|days| date(2025, 5, 1).saturating_add(days.days()))
    };
    let item = (name(), name(), day(), day(), prop::option::of(number())).prop_map(
        |(label, owner, start, end, progress)| TimelineItem {
            label,
            owner,
            start,
            end,
            progress,
        },
    );
    let end = prop_oneof![day(), Just(date(9999, 12, 31)), Just(date(-9999, 1, 1))];
    (day(), end, prop::collection::vec(item, 0..30))
        .prop_map(|(start, end, items)| ChartKind::Timeline(TimelineChart { start, end, items }))
}

fn kind() -> impl Strategy<Value = ChartKind> {
    prop_oneof![
        line(),
        bar(),
        stacked(),
        pareto(),
        waterfall(),
        bullet(),
        heatmap(),
        timeline()
    ]
}

/// A chart of a kind.
pub(crate) fn chart(kind: ChartKind) -> Chart {
    Chart {
        id: "c".to_owned(),
        title: "题".to_owned(),
        alt: String::new(),
        kind,
    }
}

fn width() -> impl Strategy<Value = f64> {
    prop_oneof![3 => 300.0..520.0, 1 => 0.0..300.0, 1 => 520.0..1200.0]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(160))]

    #[test]
    fn no_mark_leaves_and_no_texts_touch(kind in kind(), width in width(), english in any::<bool>(), size in 4.0..16.0) {
        let (fonts, mut theme, chart) = (Fonts::default(), Theme::default(), chart(kind));
        theme.sizes.axis = if english { 7.0 } else { size };
        let lang = if english { Lang::EN } else { Lang::ZH };
        let list = layout(&chart, width, &theme, &fonts, lang);
        prop_assert_eq!(list.width, width);
        prop_assert!((0.0..742.0).contains(&list.height), "{} is higher than a page", list.height);
        assert_sound(&list, &fonts);
        prop_assert_eq!(layout(&chart, width, &theme, &fonts, lang), list);
    }

    #[test]
    fn small_charts_stay_inside(values in values(20), width in 0.0..80.0, height in 0.0..20.0, tone in tone(),
        actual in number(), target in number(), met in any::<bool>()) {
        let (fonts, theme) = (Fonts::default(), Theme::default());
        assert_sound(&sparkline(&values, width, height, &theme, tone), &fonts);
        assert_sound(&bullet_cell(&Bullet { actual, target, met }, width, height, &theme), &fonts);
    }
}
