//! Sheet: the laid-out picture, a list of shapes in pixels, before it becomes SVG or PNG.
//!
//! Layout ends here: whatever paints a sheet makes no decision of its own, so both formats show the same picture.

use super::palette::{self, Rgb};
use super::text::{Face, clean, width};

/// What a figure is laid out for: its width and the free paper on the left and right, in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Paper {
    /// From edge to edge.
    pub(super) width: f64,
    /// Free on either side.
    pub(super) margin: f64,
}

impl Paper {
    /// A file of its own.
    pub const FILE: Self = Self { width: 960.0, margin: 28.0 };
    /// A page on a desk, which has its own margins.
    pub const DESK: Self = Self { width: 920.0, margin: 4.0 };
    /// A page in a hand.
    pub const PHONE: Self = Self { width: 340.0, margin: 2.0 };

    /// Where the right margin begins.
    pub(super) fn right(self) -> f64 {
        self.width - self.margin
    }

    /// Room between the margins.
    pub(super) fn room(self) -> f64 {
        self.width - 2.0 * self.margin
    }

    /// Whether names and drawing fit side by side only if names are cut short.
    pub(super) fn is_narrow(self) -> bool {
        self.width < 600.0
    }

    /// What `pixels` of a file's width are here; a name needs some room on any paper.
    pub(super) fn share(self, pixels: f64) -> f64 {
        (pixels * self.width / Self::FILE.width).max(96.0).min(pixels)
    }
}

/// A place on the sheet: pixels from the left and from the top.
pub(super) type Point = (f64, f64);

/// A colour and how much of it covers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ink {
    pub(super) rgb: Rgb,
    pub(super) alpha: f64,
}

impl From<Rgb> for Ink {
    fn from(rgb: Rgb) -> Self {
        Self { rgb, alpha: 1.0 }
    }
}

/// Which end of a text its place holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Left,
    Middle,
    Right,
}

/// One thing to paint.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shape {
    Path { points: Vec<Point>, width: f64, ink: Ink },
    Area { points: Vec<Point>, ink: Ink },
    Rect { from: Point, to: Point, ink: Ink },
    Disc { centre: Point, radius: f64, ink: Ink },
    Text { at: Point, text: String, face: Face, anchor: Anchor, ink: Ink },
}

/// A page of shapes, painted in order.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sheet {
    pub(super) paper: Paper,
    pub(super) height: f64,
    pub(super) shapes: Vec<Shape>,
}

impl Sheet {
    /// A bare sheet.
    pub(super) fn new(paper: Paper) -> Self {
        Self { paper, height: 0.0, shapes: Vec::new() }
    }

    /// A line through the points; fewer than two leave no trace.
    pub(super) fn path(&mut self, points: Vec<Point>, width: f64, ink: impl Into<Ink>) {
        if points.len() > 1 {
            self.shapes.push(Shape::Path { points, width, ink: ink.into() });
        }
    }

    /// A hairline from one point to another, set between pixels so that it is crisp.
    pub(super) fn rule(&mut self, from: Point, to: Point, ink: impl Into<Ink>) {
        let crisp = |(x, y): Point| (x.floor() + 0.5, y.floor() + 0.5);
        self.path(vec![crisp(from), crisp(to)], 1.0, ink);
    }

    /// A line of dashes through the points; `dash` and `gap` in pixels.
    pub(super) fn dashes(&mut self, points: &[Point], width: f64, ink: impl Into<Ink>, (dash, gap): (f64, f64)) {
        let ink = ink.into();
        let (mut drawing, mut left) = (true, dash);
        let mut piece: Vec<Point> = points.first().copied().into_iter().collect();
        for pair in points.windows(2) {
            let (mut from, to) = (pair[0], pair[1]);
            loop {
                let (dx, dy) = (to.0 - from.0, to.1 - from.1);
                let length = (dx * dx + dy * dy).sqrt();
                if length <= left {
                    left -= length;
                    piece.push(to);
                    break;
                }
                from = (from.0 + dx * left / length, from.1 + dy * left / length);
                piece.push(from);
                if drawing {
                    self.path(std::mem::take(&mut piece), width, ink);
                }
                piece = vec![from];
                drawing = !drawing;
                left = if drawing { dash } else { gap };
            }
        }
        if drawing {
            self.path(piece, width, ink);
        }
    }

    /// A filled outline.
    pub(super) fn area(&mut self, points: Vec<Point>, ink: Ink) {
        if points.len() > 2 {
            self.shapes.push(Shape::Area { points, ink });
        }
    }

    /// A filled rectangle between two corners, in any order.
    pub(super) fn rect(&mut self, a: Point, b: Point, ink: impl Into<Ink>) {
        let (from, to) = ((a.0.min(b.0), a.1.min(b.1)), (a.0.max(b.0), a.1.max(b.1)));
        self.shapes.push(Shape::Rect { from, to, ink: ink.into() });
    }

    /// A filled dot.
    pub(super) fn disc(&mut self, centre: Point, radius: f64, ink: impl Into<Ink>) {
        self.shapes.push(Shape::Disc { centre, radius, ink: ink.into() });
    }

    /// A dot with a white middle.
    pub(super) fn ring(&mut self, centre: Point, radius: f64, ink: impl Into<Ink>) {
        self.disc(centre, radius, ink);
        self.disc(centre, radius - 2.0, palette::WHITE);
    }

    /// One line of text on its baseline.
    pub(super) fn text(&mut self, at: Point, text: &str, face: Face, anchor: Anchor, ink: impl Into<Ink>) {
        let text = clean(text);
        if !text.is_empty() {
            self.shapes.push(Shape::Text { at, text, face, anchor, ink: ink.into() });
        }
    }

    /// One line of text with bare paper behind it, so that grid lines do not run through.
    pub(super) fn text_on_paper(&mut self, at: Point, text: &str, face: Face, anchor: Anchor, ink: impl Into<Ink>) {
        let shape = Shape::Text { at, text: clean(text), face, anchor, ink: ink.into() };
        if let Some((left, top, right, bottom)) = shape.text_box() {
            self.rect((left - 1.5, top - 1.0), (right + 1.5, bottom - 1.0), palette::WHITE);
            self.shapes.push(shape);
        }
    }

    /// Lines of text, the first on the baseline given, the others `leading` apart.
    pub(super) fn lines(&mut self, at: Point, lines: &[String], leading: f64, face: Face, anchor: Anchor, ink: impl Into<Ink>) {
        let ink = ink.into();
        let mut baseline = at.1;
        for line in lines {
            self.text((at.0, baseline), line, face, anchor, ink);
            baseline += leading;
        }
    }
}

impl Shape {
    /// Left, top, right and bottom of a text, from its capitals' height to its descenders; nothing for other shapes.
    pub(super) fn text_box(&self) -> Option<(f64, f64, f64, f64)> {
        let Self::Text { at, text, face, anchor, .. } = self else { return None };
        let wide = width(text, *face);
        let left = match anchor {
            Anchor::Left => at.0,
            Anchor::Middle => at.0 - wide / 2.0,
            Anchor::Right => at.0 - wide,
        };
        Some((left, at.1 - 0.73 * face.size, left + wide, at.1 + 0.2 * face.size))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_cover_their_share_of_a_line() {
        let mut sheet = Sheet::new(Paper::FILE);
        sheet.dashes(&[(0.0, 0.0), (35.0, 0.0), (100.0, 0.0)], 2.0, palette::BLACK, (6.0, 4.0));
        let drawn: f64 = sheet
            .shapes
            .iter()
            .map(|shape| match shape {
                Shape::Path { points, .. } => points[points.len() - 1].0 - points[0].0,
                _ => 0.0,
            })
            .sum();
        assert!((drawn - 60.0).abs() < 1e-9, "{drawn}");
    }
}
