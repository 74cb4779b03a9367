//! Display list → printpdf operations, with marked content for the structure tree.

use std::collections::BTreeMap;

use printpdf::{
    Color, CurTransMat, DictItem, Line, LineDashPattern, LinePoint, Op, PaintMode, PdfFontHandle,
    Point, Polygon, PolygonRing, Pt, Rgb, TextItem, WindingOrder, XObjectId, XObjectTransform,
};

use crate::chart::{Mark, TextMeasure};
use crate::font::Fonts;

use super::display::{Item, Layout, NodeId, Owner, Page, lean};
use super::embed::{self, Used};
use super::file;

/// A page's operations and, by marked-content id, the elements they belong to.
pub(super) struct Painted {
    pub(super) ops: Vec<Op>,
    pub(super) owners: Vec<NodeId>,
}

/// A character that no face has.
pub(super) struct Lacking {
    pub(super) character: char,
    /// The text it stands in.
    pub(super) text: String,
}

/// Paints one page of a layout.
pub(super) fn page(
    page: &Page,
    layout: &Layout,
    fonts: &Fonts,
    used: &mut Used,
    lacking: &mut Vec<Lacking>,
) -> Painted {
    let mut painter = Painter {
        ops: Vec::with_capacity(page.items.len() * 5),
        layout,
        fonts,
        used,
        lacking,
        fill: None,
        stroke: None,
        thickness: None,
        dash: None,
        font: None,
        origin: None,
    };
    let mut owners = Vec::new();
    if let Some(fill) = layout.ground {
        painter.begin(Owner::Decoration, &mut owners);
        painter.mark(&Mark::Rect {
            x: 0.0,
            y: 0.0,
            width: layout.width,
            height: layout.height,
            radius: 0.0,
            fill,
        });
        painter.ops.push(Op::EndMarkedContent);
    }
    if let Some(picture) = page.picture {
        painter.begin(Owner::Node(picture.node), &mut owners);
        painter.picture(picture.area);
        painter.ops.push(Op::EndMarkedContent);
    }
    for group in page.items.chunk_by(|a, b| a.owner == b.owner) {
        let Some(Item { owner, .. }) = group.first() else {
            continue;
        };
        // A text object lies either around a marked content or in it: the texts of neighbouring cells
        // share one, and each is told by its distance from the last, which repeats from row to row.
        let texts = |item: &Item| matches!(item.mark, Mark::Text { .. });
        let around = group.iter().all(texts);
        if around {
            painter.open_text();
        } else {
            painter.close_text();
        }
        painter.begin(*owner, &mut owners);
        for item in group {
            painter.mark(&item.mark);
        }
        if !around {
            painter.close_text();
        }
        painter.ops.push(Op::EndMarkedContent);
    }
    painter.close_text();
    Painted {
        ops: painter.ops,
        owners,
    }
}

struct Painter<'a> {
    ops: Vec<Op>,
    layout: &'a Layout,
    fonts: &'a Fonts,
    used: &'a mut Used,
    lacking: &'a mut Vec<Lacking>,
    fill: Option<u32>,
    stroke: Option<u32>,
    thickness: Option<f64>,
    /// Lengths of dash and gap; none, as a page begins, for solid.
    dash: Option<(f64, f64)>,
    font: Option<(usize, f64)>,
    /// In a text object, where its last line begins, in hundredths of a point.
    origin: Option<(i64, i64)>,
}

/// Hundredths of a point are finer than any printer, and keep the file small.
fn round(length: f64) -> f32 {
    real(hundredths(length))
}

fn hundredths(length: f64) -> i64 {
    (length * 100.0).round() as i64
}

fn real(hundredths: i64) -> f32 {
    (hundredths as f64 / 100.0) as f32
}

fn colour(colour: u32) -> Color {
    let part = |shift: u32| {
        let value = f64::from((colour >> shift) & 0xFF) / 255.0;
        // Three places tell all 256 shades apart.
        ((value * 1000.0).round() / 1000.0) as f32
    };
    Color::Rgb(Rgb::new(part(16), part(8), part(0), None))
}

impl Painter<'_> {
    fn begin(&mut self, owner: Owner, owners: &mut Vec<NodeId>) {
        let (tag, map) = match owner {
            Owner::Node(node) => {
                let id = owners.len();
                owners.push(node);
                let id = DictItem::Int(i64::try_from(id).unwrap_or(0));
                let element = self.layout.tree.nodes.get(node);
                let tag = element.map_or_else(|| "Span".to_owned(), |n| n.role.name());
                (tag, BTreeMap::from([("MCID".to_owned(), id)]))
            }
            Owner::Decoration => {
                self.ops.push(Op::BeginMarkedContent {
                    tag: "Artifact".to_owned(),
                });
                return;
            }
            Owner::Pagination => {
                let kind = DictItem::Name(b"Pagination".to_vec());
                (
                    "Artifact".to_owned(),
                    BTreeMap::from([("Type".to_owned(), kind)]),
                )
            }
        };
        self.ops.push(Op::BeginMarkedContentWithProperties {
            tag,
            properties: DictItem::Dict { map },
        });
    }

    /// Stretches the logo, which is one unit wide and high, over its area.
    fn picture(&mut self, (left, top, width, height): (f64, f64, f64, f64)) {
        let bottom = self.layout.height - top - height;
        let matrix = [width, 0.0, 0.0, height, left, bottom].map(round);
        self.ops.extend([
            Op::SaveGraphicsState,
            Op::SetTransformationMatrix {
                matrix: CurTransMat::Raw(matrix),
            },
            Op::UseXobject {
                id: XObjectId(file::LOGO.to_owned()),
                transform: XObjectTransform {
                    no_auto_scale: true,
                    ..XObjectTransform::default()
                },
            },
            Op::RestoreGraphicsState,
        ]);
    }

    fn mark(&mut self, mark: &Mark) {
        if !matches!(mark, Mark::Text { .. }) {
            self.close_text();
        }
        match mark {
            Mark::Rect {
                x,
                y,
                width,
                height,
                radius,
                fill,
            } => {
                self.set_fill(*fill);
                let outline = if *radius > 0.0 {
                    rounded(*x, *y, *width, *height, *radius)
                } else {
                    straight(&[
                        (*x, *y),
                        (x + width, *y),
                        (x + width, y + height),
                        (*x, y + height),
                    ])
                };
                self.polygon(&outline);
            }
            Mark::Line {
                from,
                to,
                width,
                stroke,
                dash,
            } => {
                self.set_stroke(*stroke, *width, *dash);
                self.line(&straight(&[*from, *to]));
            }
            Mark::Path {
                points,
                stroke,
                fill,
            } => {
                if points.len() < 2 {
                    return;
                }
                if let Some(fill) = fill {
                    self.set_fill(*fill);
                    self.polygon(&straight(points));
                }
                if let Some((stroke, width)) = stroke {
                    self.set_stroke(*stroke, *width, None);
                    self.line(&straight(points));
                }
            }
            Mark::Circle {
                centre,
                radius,
                fill,
            } => {
                self.set_fill(*fill);
                let (x, y) = (centre.0 - radius, centre.1 - radius);
                self.polygon(&rounded(x, y, radius * 2.0, radius * 2.0, *radius));
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
                let left = match lean(*anchor) {
                    0.0 => *x,
                    share => x - share * self.fonts.width(text, *size, *bold),
                };
                self.set_fill(*fill);
                self.text(text, (left, *y), *size, *bold);
            }
        }
    }

    fn set_fill(&mut self, fill: u32) {
        if self.fill != Some(fill) {
            self.fill = Some(fill);
            self.ops.push(Op::SetFillColor { col: colour(fill) });
        }
    }

    fn set_stroke(&mut self, stroke: u32, width: f64, dash: Option<(f64, f64)>) {
        if self.stroke != Some(stroke) {
            self.stroke = Some(stroke);
            let col = colour(stroke);
            self.ops.push(Op::SetOutlineColor { col });
        }
        if self.thickness != Some(width) {
            self.thickness = Some(width);
            let pt = Pt(round(width));
            self.ops.push(Op::SetOutlineThickness { pt });
        }
        if self.dash != dash {
            self.dash = dash;
            let pattern: Vec<f32> =
                dash.map_or_else(Vec::new, |(on, off)| vec![round(on), round(off)]);
            let dash = LineDashPattern::new(0.0, &pattern);
            self.ops.push(Op::SetLineDashPattern { dash });
        }
    }

    fn points(&self, outline: &[(f64, f64, bool)]) -> Vec<LinePoint> {
        outline
            .iter()
            .map(|&(x, y, bezier)| LinePoint {
                p: Point {
                    x: Pt(round(x)),
                    y: Pt(round(self.layout.height - y)),
                },
                bezier,
            })
            .collect()
    }

    fn polygon(&mut self, outline: &[(f64, f64, bool)]) {
        let points = self.points(outline);
        self.ops.push(Op::DrawPolygon {
            polygon: Polygon {
                rings: vec![PolygonRing { points }],
                mode: PaintMode::Fill,
                winding_order: WindingOrder::NonZero,
            },
        });
    }

    fn line(&mut self, outline: &[(f64, f64, bool)]) {
        let points = self.points(outline);
        self.ops.push(Op::DrawLine {
            line: Line {
                points,
                is_closed: false,
            },
        });
    }

    /// Sets a line of text, changing face where a character needs it, with the space between
    /// neighbours as kerns.
    fn text(&mut self, text: &str, (x, y): (f64, f64), size: f64, bold: bool) {
        let pieces = self.pieces(text, bold);
        if pieces.is_empty() {
            return;
        }
        self.open_text();
        let mut placed = false;
        for piece in pieces {
            if self.font != Some((piece.face, size)) {
                self.font = Some((piece.face, size));
                self.ops.push(Op::SetFont {
                    font: PdfFontHandle::External(embed::font_id(piece.face)),
                    size: Pt(round(size)),
                });
            }
            if !placed {
                placed = true;
                self.move_to((hundredths(x), hundredths(self.layout.height - y)));
            }
            let items = piece.items;
            if piece.tight.is_empty() {
                self.ops.push(Op::ShowText { items });
            } else {
                self.tight(&piece.tight, items);
            }
        }
    }

    fn open_text(&mut self) {
        if self.origin.is_none() {
            self.ops.push(Op::StartTextSection);
            self.origin = Some((0, 0));
        }
    }

    fn close_text(&mut self) {
        if self.origin.take().is_some() {
            self.ops.push(Op::EndTextSection);
        }
    }

    /// Begins a line of text.
    fn move_to(&mut self, (x, y): (i64, i64)) {
        let (left, bottom) = self.origin.replace((x, y)).unwrap_or((0, 0));
        let pos = Point {
            x: Pt(real(x - left)),
            y: Pt(real(y - bottom)),
        };
        self.ops.push(Op::SetTextCursor { pos });
    }

    /// Full-width marks closed up overlap, which programs that extract text take for the start of
    /// another line; the marks are therefore told as actual text.
    fn tight(&mut self, marks: &str, items: Vec<TextItem>) {
        let units = marks.encode_utf16().flat_map(u16::to_be_bytes);
        let text = DictItem::String {
            data: [0xFE, 0xFF].into_iter().chain(units).collect(),
            literal: false,
        };
        self.ops.push(Op::BeginMarkedContentWithProperties {
            tag: "Span".to_owned(),
            properties: DictItem::Dict {
                map: BTreeMap::from([("ActualText".to_owned(), text)]),
            },
        });
        self.ops.push(Op::ShowText { items });
        self.ops.push(Op::EndMarkedContent);
    }

    /// A line cut where the face changes and around marks that are closed up.
    fn pieces(&mut self, text: &str, bold: bool) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        let characters: Vec<char> = text.chars().collect();
        for (index, &character) in characters.iter().enumerate() {
            let (glyph, missing) = embed::drawn(self.fonts, character, bold);
            if missing {
                self.lacking.push(Lacking {
                    character,
                    text: text.to_owned(),
                });
            }
            self.used.add(glyph.face, character);
            let before = index.checked_sub(1).and_then(|i| characters.get(i));
            let kern = before.map_or(0.0, |before| self.fonts.kern(*before, character, bold));
            let next = characters.get(index + 1);
            let opens = kern >= 0.0
                && next.is_some_and(|next| self.fonts.kern(character, *next, bold) < 0.0);
            let tight = kern < 0.0 || opens;
            let goes_on = pieces.last().is_some_and(|piece| {
                piece.face == glyph.face && piece.tight.is_empty() != tight && !opens
            });
            if let Some(piece) = pieces.last_mut()
                && kern != 0.0
            {
                piece.items.push(TextItem::Offset(round(-kern * 1000.0)));
            }
            if !goes_on {
                pieces.push(Piece {
                    face: glyph.face,
                    items: Vec::new(),
                    tight: String::new(),
                });
            }
            if let Some(piece) = pieces.last_mut() {
                if tight {
                    piece.tight.push(character);
                }
                match piece.items.last_mut() {
                    Some(TextItem::Text(text)) => text.push(character),
                    _ => piece.items.push(TextItem::Text(character.to_string())),
                }
            }
        }
        pieces
    }
}

/// Part of a line in one face.
struct Piece {
    face: usize,
    items: Vec<TextItem>,
    /// The characters where they are marks closed up; else empty.
    tight: String,
}

fn straight(points: &[(f64, f64)]) -> Vec<(f64, f64, bool)> {
    points.iter().map(|&(x, y)| (x, y, false)).collect()
}

/// A rectangle with round corners (a circle where they meet), as lines and curves: point, then
/// two control points and the end of each curve.
fn rounded(x: f64, y: f64, width: f64, height: f64, radius: f64) -> Vec<(f64, f64, bool)> {
    /// How far the control points of a quarter circle lie from its ends, in radii.
    const ARC: f64 = 0.552_284_75;
    let r = radius.min(width / 2.0).min(height / 2.0);
    let k = r * (1.0 - ARC);
    let (right, bottom) = (x + width, y + height);
    vec![
        (x + r, y, false),
        (right - r, y, false),
        (right - k, y, true),
        (right, y + k, true),
        (right, y + r, false),
        (right, bottom - r, false),
        (right, bottom - k, true),
        (right - k, bottom, true),
        (right - r, bottom, false),
        (x + r, bottom, false),
        (x + k, bottom, true),
        (x, bottom - k, true),
        (x, bottom - r, false),
        (x, y + r, false),
        (x, y + k, true),
        (x + k, y, true),
        (x + r, y, false),
    ]
}
