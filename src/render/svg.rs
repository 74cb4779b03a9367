//! A chart as a standalone SVG file: its title, its marks, and a text for those who cannot see it.
//!
//! Takes a laid-out [`DisplayList`]; gives the same bytes for the same marks. The ground is painted
//! in the paper's colour, so that the picture can be read on a dark page.

use std::fmt::Write as _;

use unicode_linebreak::linebreaks;

use crate::chart::{Anchor, Chart, DisplayList, Mark, TextMeasure};
use crate::theme::Theme;

/// The space around the marks, in points.
const PADDING: f64 = 12.0;

/// How much larger than its points the picture is shown where the reader sets no size: a page in a
/// browser is read from farther away than paper.
const ZOOM: f64 = 1.5;

const FONTS: &str = "'Noto Sans SC','PingFang SC','Microsoft YaHei','Hiragino Sans GB','Noto Sans CJK SC',sans-serif";

/// Writes the chart whose marks are `list`, with its title above them.
///
/// The title is wrapped to the width of the marks; the picture grows as it needs.
#[must_use]
pub fn svg(chart: &Chart, list: &DisplayList, theme: &Theme, measure: &dyn TextMeasure) -> String {
    let size = theme.sizes.table.max(1.0) * 1.1;
    let leading = size * 1.4;
    let lines = wrap(&chart.title, list.width, |line| {
        measure.width(line, size, true)
    });
    let top =
        PADDING + leading * lines.len() as f64 + if lines.is_empty() { 0.0 } else { size * 0.4 };
    let (width, height) = (list.width + 2.0 * PADDING, top + list.height + PADDING);

    let mut out = Svg(String::new());
    out.raw(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"title desc\"",
    );
    out.number("width", width * ZOOM);
    out.number("height", height * ZOOM);
    let _ = write!(
        out.0,
        " viewBox=\"0 0 {} {}\"",
        compact(width),
        compact(height)
    );
    let _ = writeln!(out.0, " font-family=\"{FONTS}\">");
    out.raw("<title id=\"title\">");
    out.text(&chart.title);
    out.raw("</title>\n<desc id=\"desc\">");
    out.text(&chart.alt);
    out.raw("</desc>\n<rect");
    out.number("width", width);
    out.number("height", height);
    out.colour("fill", theme.colours.paper);
    out.raw("/>\n");
    for (i, line) in lines.iter().enumerate() {
        let y = PADDING + leading * i as f64 + size;
        out.mark(&Mark::Text {
            x: PADDING,
            y,
            text: line.clone(),
            size,
            bold: true,
            fill: theme.colours.ink,
            anchor: Anchor::Start,
        });
    }
    let _ = writeln!(
        out.0,
        "<g transform=\"translate({} {})\">",
        compact(PADDING),
        compact(top)
    );
    for mark in &list.marks {
        out.mark(mark);
    }
    out.raw("</g>\n</svg>\n");
    out.0
}

/// The file being written.
struct Svg(String);

impl Svg {
    fn raw(&mut self, text: &str) {
        self.0.push_str(text);
    }

    fn number(&mut self, name: &str, number: f64) {
        let _ = write!(self.0, " {name}=\"{}\"", compact(number));
    }

    fn colour(&mut self, name: &str, colour: u32) {
        let _ = write!(self.0, " {name}=\"#{:06X}\"", colour & 0xFF_FFFF);
    }

    /// Escapes what XML reserves; characters it forbids become the replacement character.
    fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\t' | '\n' | '\r' => self.0.push(' '),
                '\u{0}'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{FFFE}' | '\u{FFFF}' => {
                    self.0.push('\u{FFFD}');
                }
                _ => self.0.push(c),
            }
        }
    }

    fn points(&mut self, points: &[(f64, f64)]) {
        for (i, (x, y)) in points.iter().enumerate() {
            let command = if i == 0 { "M" } else { "L" };
            let _ = write!(self.0, "{command}{} {}", compact(*x), compact(*y));
        }
    }

    fn mark(&mut self, mark: &Mark) {
        match mark {
            Mark::Rect {
                x,
                y,
                width,
                height,
                radius,
                fill,
            } => {
                self.raw("<rect");
                self.number("x", *x);
                self.number("y", *y);
                self.number("width", *width);
                self.number("height", *height);
                if *radius > 0.0 {
                    self.number("rx", *radius);
                }
                self.colour("fill", *fill);
            }
            Mark::Line {
                from,
                to,
                width,
                stroke,
                dash,
            } => {
                self.raw("<path d=\"");
                self.points(&[*from, *to]);
                self.raw("\"");
                self.colour("stroke", *stroke);
                self.number("stroke-width", *width);
                if let Some((dash, gap)) = dash {
                    let _ = write!(
                        self.0,
                        " stroke-dasharray=\"{} {}\"",
                        compact(*dash),
                        compact(*gap)
                    );
                }
            }
            Mark::Path {
                points,
                stroke,
                fill,
            } => {
                self.raw("<path d=\"");
                self.points(points);
                self.raw(if fill.is_some() { "Z\"" } else { "\"" });
                match fill {
                    Some(fill) => self.colour("fill", *fill),
                    None => self.raw(" fill=\"none\""),
                }
                if let Some((colour, width)) = stroke {
                    self.colour("stroke", *colour);
                    self.number("stroke-width", *width);
                    self.raw(" stroke-linejoin=\"round\" stroke-linecap=\"round\"");
                }
            }
            Mark::Circle {
                centre,
                radius,
                fill,
            } => {
                self.raw("<circle");
                self.number("cx", centre.0);
                self.number("cy", centre.1);
                self.number("r", *radius);
                self.colour("fill", *fill);
            }
            Mark::Text {
                x,
                y,
                text,
                size,
                bold,
                fill,
                anchor,
            } => {
                self.raw("<text");
                self.number("x", *x);
                self.number("y", *y);
                self.number("font-size", *size);
                if *bold {
                    self.raw(" font-weight=\"bold\"");
                }
                match anchor {
                    Anchor::Start => {}
                    Anchor::Middle => self.raw(" text-anchor=\"middle\""),
                    Anchor::End => self.raw(" text-anchor=\"end\""),
                }
                self.colour("fill", *fill);
                self.raw(">");
                self.text(text);
                self.raw("</text>\n");
                return;
            }
        }
        self.raw("/>\n");
    }
}

/// A number with at most two places, without needless zeros or a negative zero.
fn compact(number: f64) -> String {
    if !number.is_finite() {
        return "0".to_owned();
    }
    let text = format!("{number:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}

/// Breaks a text into lines of `room`, at UAX #14's places or, in a word longer than a line, anywhere.
fn wrap(text: &str, room: f64, width: impl Fn(&str) -> f64) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut from = 0;
    for (to, _) in linebreaks(text) {
        let piece: String = text
            .get(from..to)
            .unwrap_or("")
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        from = to;
        if !line.is_empty() && width(format!("{line}{piece}").trim_end()) > room {
            lines.push(std::mem::take(&mut line));
        }
        for c in piece.chars() {
            if !line.is_empty() && width(format!("{line}{c}").trim_end()) > room {
                lines.push(std::mem::take(&mut line));
            }
            line.push(c);
        }
    }
    lines.push(line);
    lines.retain(|line| !line.trim().is_empty());
    lines.iter().map(|line| line.trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::{ChartKind, TimelineChart};
    use jiff::civil::date;

    /// Every character is as wide as the type size.
    struct Em;

    impl TextMeasure for Em {
        fn width(&self, text: &str, size: f64, _bold: bool) -> f64 {
            text.chars().count() as f64 * size
        }
    }

    fn chart(title: &str) -> Chart {
        Chart {
            id: "t".to_owned(),
            title: title.to_owned(),
            alt: "a < b & c\u{1}".to_owned(),
            kind: ChartKind::Timeline(TimelineChart {
                start: date(2025, 5, 1),
                end: date(2025, 5, 31),
                items: Vec::new(),
            }),
        }
    }

    #[test]
    fn numbers_are_compact() {
        let printed = [0.0, -0.001, 1.0, 12.3456, -7.5, f64::NAN].map(compact);
        assert_eq!(printed, ["0", "0", "1", "12.35", "-7.5", "0"]);
    }

    #[test]
    fn writes_every_mark() {
        let list = DisplayList {
            width: 100.0,
            height: 50.0,
            marks: vec![
                Mark::Rect {
                    x: 1.0,
                    y: 2.0,
                    width: 3.0,
                    height: 4.0,
                    radius: 0.5,
                    fill: 0x14_365C,
                },
                Mark::Line {
                    from: (0.0, 1.0),
                    to: (2.0, 1.0),
                    width: 0.5,
                    stroke: 0xD8_DEE4,
                    dash: Some((2.0, 1.6)),
                },
                Mark::Path {
                    points: vec![(0.0, 0.0), (1.0, 1.005)],
                    stroke: Some((0, 1.5)),
                    fill: None,
                },
                Mark::Circle {
                    centre: (5.0, 6.0),
                    radius: 2.0,
                    fill: 0xFF_0000,
                },
                Mark::Text {
                    x: 5.0,
                    y: 6.0,
                    text: "<5%> \"&\"".to_owned(),
                    size: 7.0,
                    bold: true,
                    fill: 0,
                    anchor: Anchor::End,
                },
            ],
        };
        let text = svg(&chart("题"), &list, &Theme::default(), &Em);
        let body: Vec<&str> = text.lines().collect();
        assert_eq!(
            body,
            [
                "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"title desc\" width=\"186\" height=\"136.54\" viewBox=\"0 0 124 91.03\" font-family=\"'Noto Sans SC','PingFang SC','Microsoft YaHei','Hiragino Sans GB','Noto Sans CJK SC',sans-serif\">",
                "<title id=\"title\">题</title>",
                "<desc id=\"desc\">a &lt; b &amp; c\u{FFFD}</desc>",
                "<rect width=\"124\" height=\"91.03\" fill=\"#FFFFFF\"/>",
                "<text x=\"12\" y=\"21.46\" font-size=\"9.46\" font-weight=\"bold\" fill=\"#1D2733\">题</text>",
                "<g transform=\"translate(12 29.03)\">",
                "<rect x=\"1\" y=\"2\" width=\"3\" height=\"4\" rx=\"0.5\" fill=\"#14365C\"/>",
                "<path d=\"M0 1L2 1\" stroke=\"#D8DEE4\" stroke-width=\"0.5\" stroke-dasharray=\"2 1.6\"/>",
                "<path d=\"M0 0L1 1\" fill=\"none\" stroke=\"#000000\" stroke-width=\"1.5\" stroke-linejoin=\"round\" stroke-linecap=\"round\"/>",
                "<circle cx=\"5\" cy=\"6\" r=\"2\" fill=\"#FF0000\"/>",
                "<text x=\"5\" y=\"6\" font-size=\"7\" font-weight=\"bold\" text-anchor=\"end\" fill=\"#000000\">&lt;5%&gt; &quot;&amp;&quot;</text>",
                "</g>",
                "</svg>",
            ]
        );
    }

    #[test]
    fn a_long_title_wraps_and_the_picture_grows() {
        let list = DisplayList {
            width: 60.0,
            height: 10.0,
            marks: Vec::new(),
        };
        let text = svg(
            &chart("终端专场日，推高销售"),
            &list,
            &Theme::default(),
            &Em,
        );
        let titles: Vec<&str> = text.lines().filter(|l| l.starts_with("<text")).collect();
        assert_eq!(titles.len(), 2);
        assert!(titles[0].ends_with(">终端专场日，</text>"), "{}", titles[0]);
        assert!(titles[1].ends_with(">推高销售</text>"), "{}", titles[1]);
        // Two lines of 1.4 × 9.46 more than the padding, the marks and the space below the title.
        assert!(text.contains("viewBox=\"0 0 84 64.27\""), "{text}");
    }
}
