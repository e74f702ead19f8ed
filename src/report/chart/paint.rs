//! Paint: puts a sheet's shapes on any surface of the drawing library.
//!
//! Surfaces count whole units, so a pixel is divided into [`UNITS`] of them: lines stay smooth and text stays where it was measured.

use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, RGBAColor, ShapeStyle, TextStyle};
use plotters_backend::{BackendCoord, DrawingBackend, DrawingErrorKind};

use super::ChartError;
use super::sheet::{Anchor, Ink, Point, Shape, Sheet};
use super::text::{FAMILY, Face};

/// Units per pixel of a sheet.
pub(super) const UNITS: f64 = 8.0;

/// From the top of a text to its baseline, per em. The surfaces agree on it.
pub(super) const ASCENT: f64 = 0.76;

/// Font sizes of the drawing library per em.
pub(super) const SIZE_PER_EM: f64 = 1.24;

/// Width and height of a sheet in units.
pub(super) fn size(sheet: &Sheet) -> (u32, u32) {
    ((sheet.paper.width * UNITS) as u32, (sheet.height * UNITS) as u32)
}

/// Paints the paper, then the shapes in order, on a surface [`UNITS`] times as wide and high as the sheet.
pub(super) fn paint<S: DrawingBackend>(sheet: &Sheet, surface: &mut S) -> Result<(), ChartError> {
    paint_all(sheet, surface).map_err(|error| ChartError::Draw(error.to_string()))
}

fn paint_all<S: DrawingBackend>(sheet: &Sheet, surface: &mut S) -> Result<(), DrawingErrorKind<S::ErrorType>> {
    surface.ensure_prepared()?;
    let (width, height) = size(sheet);
    let paper = RGBAColor(255, 255, 255, 1.0);
    surface.draw_rect((0, 0), (width as i32, height as i32), &paper.filled(), true)?;
    for shape in &sheet.shapes {
        paint_shape(shape, surface)?;
    }
    surface.present()
}

fn paint_shape<S: DrawingBackend>(shape: &Shape, surface: &mut S) -> Result<(), DrawingErrorKind<S::ErrorType>> {
    match shape {
        Shape::Path { points, width, ink } => {
            let stroke_width = (width * UNITS).round() as u32;
            let style = ShapeStyle { color: colour(*ink), filled: false, stroke_width };
            surface.draw_path(points.iter().map(|point| units(*point)), &style)
        }
        Shape::Area { points, ink } => surface.fill_polygon(points.iter().map(|point| units(*point)), &colour(*ink).filled()),
        Shape::Rect { from, to, ink } => surface.draw_rect(units(*from), units(*to), &colour(*ink).filled(), true),
        Shape::Disc { centre, radius, ink } => {
            let radius = (radius * UNITS).round() as u32;
            surface.draw_circle(units(*centre), radius, &colour(*ink).filled(), true)
        }
        Shape::Text { at, text, face, anchor, ink } => {
            let top = (at.0, at.1 - ASCENT * face.size);
            surface.draw_text(text, &text_style(*face, *anchor, *ink), units(top))
        }
    }
}

fn units((x, y): Point) -> BackendCoord {
    ((x * UNITS).round() as i32, (y * UNITS).round() as i32)
}

fn colour(ink: Ink) -> RGBAColor {
    RGBAColor(ink.rgb.0, ink.rgb.1, ink.rgb.2, ink.alpha)
}

fn text_style(face: Face, anchor: Anchor, ink: Ink) -> TextStyle<'static> {
    let horizontal = match anchor {
        Anchor::Left => HPos::Left,
        Anchor::Middle => HPos::Center,
        Anchor::Right => HPos::Right,
    };
    let weight = if face.bold { FontStyle::Bold } else { FontStyle::Normal };
    let font = FontDesc::new(FontFamily::Name(FAMILY), face.size * UNITS * SIZE_PER_EM, weight);
    TextStyle { font, color: colour(ink).to_backend_color(), pos: Pos::new(horizontal, VPos::Top) }
}
