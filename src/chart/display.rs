//! The display list: marks in points on a page or a chart, painted in order.

pub use crate::theme::Colour;

/// Where a text's x lies in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Anchor {
    /// At its left edge.
    #[default]
    Start,
    /// In its middle.
    Middle,
    /// At its right edge.
    End,
}

/// One mark. Lengths are in points; x grows to the right, y grows downwards from the top edge.
#[derive(Debug, Clone, PartialEq)]
pub enum Mark {
    /// A filled rectangle with corners rounded by `radius`.
    Rect {
        /// Left edge.
        x: f64,
        /// Top edge.
        y: f64,
        /// Width.
        width: f64,
        /// Height.
        height: f64,
        /// Corner radius.
        radius: f64,
        /// Its colour.
        fill: Colour,
    },
    /// A straight line.
    Line {
        /// Start.
        from: (f64, f64),
        /// End.
        to: (f64, f64),
        /// Width.
        width: f64,
        /// Its colour.
        stroke: Colour,
        /// Lengths of dash and gap; none for a solid line.
        dash: Option<(f64, f64)>,
    },
    /// A line through points, or a filled polygon.
    Path {
        /// The points.
        points: Vec<(f64, f64)>,
        /// Line colour and width, where it is drawn.
        stroke: Option<(Colour, f64)>,
        /// Fill colour, where it is filled (the path is then closed).
        fill: Option<Colour>,
    },
    /// A filled circle.
    Circle {
        /// Its centre.
        centre: (f64, f64),
        /// Its radius.
        radius: f64,
        /// Its colour.
        fill: Colour,
    },
    /// One line of text.
    Text {
        /// Where `anchor` lies.
        x: f64,
        /// The baseline.
        y: f64,
        /// The characters.
        text: String,
        /// Font size.
        size: f64,
        /// Whether it is set bold.
        bold: bool,
        /// Its colour.
        fill: Colour,
        /// Which part of the text lies at x.
        anchor: Anchor,
    },
}

/// The box a mark fills, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// Left edge.
    pub left: f64,
    /// Top edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Bottom edge.
    pub bottom: f64,
}

impl Bounds {
    /// How far boxes may reach into one another or over an edge before it counts, in points.
    const SLACK: f64 = 0.01;

    /// Whether the two share more than an edge.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right - Self::SLACK
            && other.left < self.right - Self::SLACK
            && self.top < other.bottom - Self::SLACK
            && other.top < self.bottom - Self::SLACK
    }

    /// Whether it lies in an area of this size whose top left corner is (0, 0).
    #[must_use]
    pub fn is_within(&self, width: f64, height: f64) -> bool {
        self.left >= -Self::SLACK
            && self.top >= -Self::SLACK
            && self.right <= width + Self::SLACK
            && self.bottom <= height + Self::SLACK
    }
}

impl Mark {
    /// The box it fills, line widths included.
    ///
    /// A text reaches from 0.88 of its size above the baseline (the top of Chinese glyphs) to 0.22
    /// below it (the descenders of Latin ones).
    #[must_use]
    pub fn bounds(&self, measure: &dyn TextMeasure) -> Bounds {
        let around = |points: &[(f64, f64)], reach: f64| {
            let none = Bounds {
                left: f64::INFINITY,
                top: f64::INFINITY,
                right: f64::NEG_INFINITY,
                bottom: f64::NEG_INFINITY,
            };
            points.iter().fold(none, |b, &(x, y)| Bounds {
                left: b.left.min(x - reach),
                top: b.top.min(y - reach),
                right: b.right.max(x + reach),
                bottom: b.bottom.max(y + reach),
            })
        };
        match self {
            Self::Rect {
                x,
                y,
                width,
                height,
                ..
            } => around(&[(*x, *y), (x + width, y + height)], 0.0),
            Self::Line {
                from, to, width, ..
            } => around(&[*from, *to], width / 2.0),
            Self::Path { points, stroke, .. } => {
                around(points, stroke.map_or(0.0, |(_, width)| width / 2.0))
            }
            Self::Circle { centre, radius, .. } => around(&[*centre], *radius),
            Self::Text {
                x,
                y,
                text,
                size,
                bold,
                anchor,
                ..
            } => {
                let width = measure.width(text, *size, *bold);
                let left = match anchor {
                    Anchor::Start => *x,
                    Anchor::Middle => x - width / 2.0,
                    Anchor::End => x - width,
                };
                Bounds {
                    left,
                    top: y - size * 0.88,
                    right: left + width,
                    bottom: y + size * 0.22,
                }
            }
        }
    }
}

/// Marks on an area.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DisplayList {
    /// Width of the area in points.
    pub width: f64,
    /// Height of the area in points.
    pub height: f64,
    /// The marks, the first painted lowest.
    pub marks: Vec<Mark>,
}

/// How wide text is. The fonts implement it; tests may use a fixed advance.
pub trait TextMeasure {
    /// The advance width in points of `text` set in one line at `size`.
    fn width(&self, text: &str, size: f64, bold: bool) -> f64;
}
