//! The display list: marks in points on a page or a chart, painted in order.

/// A colour, 0xRRGGBB.
pub type Colour = u32;

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
