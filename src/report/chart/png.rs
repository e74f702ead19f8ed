//! PNG: a figure as pixels, two for each pixel of the sheet, smooth enough for print.

use std::convert::Infallible;

use plotters_backend::text_anchor::HPos;
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle};
use tiny_skia::{FillRule, LineJoin, Paint, Path, PathBuilder, Pixmap, PremultipliedColorU8, Rect, Stroke, Transform};

use super::ChartError;
use super::draw::sheet;
use super::figure::Figure;
use super::paint::{ASCENT, SIZE_PER_EM, UNITS, paint, size};
use super::text::{Face, load_fonts, rasterise, width};

/// Pixels of the picture per pixel of the sheet.
const SCALE: f64 = 2.0;
/// Units of the sheet along one pixel of the picture.
const GRAIN: i32 = (UNITS / SCALE) as i32;

/// The figure as a PNG file, 1,920 pixels wide. The same figure gives the same bytes.
///
/// # Errors
///
/// [`ChartError`] if the typeface, the drawing library or the encoder fails; no content of a figure does.
pub fn png(figure: &Figure) -> Result<Vec<u8>, ChartError> {
    load_fonts()?;
    let sheet = sheet(figure);
    let (width, height) = ((sheet.paper.width * SCALE) as u32, (sheet.height * SCALE) as u32);
    let pixels = Pixmap::new(width, height).ok_or_else(|| ChartError::Draw("no room for the picture".into()))?;
    let mut canvas = Canvas { pixels, size: size(&sheet) };
    paint(&sheet, &mut canvas)?;
    canvas.pixels.encode_png().map_err(|error| ChartError::Encode(error.to_string()))
}

/// A surface of pixels. It takes coordinates in units of the sheet.
struct Canvas {
    pixels: Pixmap,
    size: (u32, u32),
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

fn to_pixels() -> Transform {
    let scale = 1.0 / GRAIN as f32;
    Transform::from_scale(scale, scale)
}

fn ink(colour: BackendColor) -> Paint<'static> {
    let (r, g, b) = colour.rgb;
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    paint.set_color_rgba8(r, g, b, (colour.alpha * 255.0).round() as u8);
    paint
}

fn outline(points: impl IntoIterator<Item = BackendCoord>, is_closed: bool) -> Option<Path> {
    let mut builder = PathBuilder::new();
    for (x, y) in points {
        let (x, y) = (x as f32, y as f32);
        if builder.is_empty() { builder.move_to(x, y) } else { builder.line_to(x, y) }
    }
    if is_closed {
        builder.close();
    }
    builder.finish()
}

impl Canvas {
    fn stroke(&mut self, path: Option<Path>, colour: BackendColor, width: u32) {
        let stroke = Stroke { width: width as f32, line_join: LineJoin::Round, ..Stroke::default() };
        if let Some(path) = path {
            self.pixels.stroke_path(&path, &ink(colour), &stroke, to_pixels(), None);
        }
    }

    fn fill(&mut self, path: Option<Path>, colour: BackendColor) {
        if let Some(path) = path {
            self.pixels.fill_path(&path, &ink(colour), FillRule::Winding, to_pixels(), None);
        }
    }

    /// Lays a colour over one pixel of the picture; `cover` is in 0..=1.
    fn blend(&mut self, x: i32, y: i32, (r, g, b): (u8, u8, u8), cover: f32) {
        let (Ok(column), Ok(row)) = (u32::try_from(x), u32::try_from(y)) else { return };
        let width = self.pixels.width();
        if column >= width || row >= self.pixels.height() {
            return;
        }
        let pixel = &mut self.pixels.pixels_mut()[(row * width + column) as usize];
        let cover = cover.clamp(0.0, 1.0);
        let over = |new: u8, old: u8| (f32::from(new) * cover + f32::from(old) * (1.0 - cover)).round() as u8;
        let alpha = over(255, pixel.alpha());
        let mixed = (over(r, pixel.red()), over(g, pixel.green()), over(b, pixel.blue()));
        let mixed = PremultipliedColorU8::from_rgba(mixed.0.min(alpha), mixed.1.min(alpha), mixed.2.min(alpha), alpha);
        *pixel = mixed.unwrap_or(*pixel);
    }
}

impl DrawingBackend for Canvas {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, colour: BackendColor) -> Drawn {
        let cover = colour.alpha as f32 / (GRAIN * GRAIN) as f32;
        self.blend(x.div_euclid(GRAIN), y.div_euclid(GRAIN), colour.rgb, cover);
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        self.stroke(outline(path, false), style.color(), style.stroke_width());
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(&mut self, a: BackendCoord, b: BackendCoord, style: &S, fill: bool) -> Drawn {
        let rect = Rect::from_ltrb(a.0 as f32, a.1 as f32, b.0 as f32, b.1 as f32);
        let path = rect.map(PathBuilder::from_rect);
        if fill {
            self.fill(path, style.color())
        } else {
            self.stroke(path, style.color(), style.stroke_width())
        }
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(&mut self, centre: BackendCoord, radius: u32, style: &S, fill: bool) -> Drawn {
        let path = PathBuilder::from_circle(centre.0 as f32, centre.1 as f32, radius as f32);
        if fill {
            self.fill(path, style.color())
        } else {
            self.stroke(path, style.color(), style.stroke_width())
        }
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        self.fill(outline(path, true), style.color());
        Ok(())
    }

    /// Draws the text with the layer's own rasteriser: the library's leaves out the space before each glyph.
    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, pos: BackendCoord) -> Drawn {
        let grain = f64::from(GRAIN);
        let em = style.size() / SIZE_PER_EM / grain;
        let face = Face { size: em, bold: matches!(style.style(), FontStyle::Bold) };
        let before = match style.anchor().h_pos {
            HPos::Left => 0.0,
            HPos::Center => width(text, face) / 2.0,
            HPos::Right => width(text, face),
        };
        let start = (f64::from(pos.0) / grain - before, f64::from(pos.1) / grain + ASCENT * em);
        let colour = style.color();
        rasterise(text, face, start, |x, y, cover| self.blend(x, y, colour.rgb, cover * colour.alpha as f32));
        Ok(())
    }
}
