//! Text: the typeface, its measure, and the breaking of lines.
//!
//! The typeface travels inside the program, so that widths and pictures are the same on every machine.

use std::sync::OnceLock;

use ab_glyph::{Font, FontRef, Glyph, PxScale, ScaleFont, point};

use super::ChartError;

/// The families named in an SVG, best first; the metrics of the second are close to the first's.
pub(super) const FAMILY: &str = "DejaVu Sans, Verdana, sans-serif";

/// Height of a line of the typeface, ascent to descent, per em: (1901 + 483) / 2048 font units.
pub(super) const LINE_PER_EM: f64 = 2384.0 / 2048.0;

/// Size in pixels per em, and weight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Face {
    pub(super) size: f64,
    pub(super) bold: bool,
}

impl Face {
    pub(super) const fn regular(size: f64) -> Self {
        Self { size, bold: false }
    }

    pub(super) const fn bold(size: f64) -> Self {
        Self { size, bold: true }
    }
}

/// The typeface in its two weights.
struct Typeface {
    regular: FontRef<'static>,
    bold: FontRef<'static>,
}

/// The typeface, read once per process.
fn typeface() -> Option<&'static Typeface> {
    static TYPEFACE: OnceLock<Option<Typeface>> = OnceLock::new();
    let read = || {
        let regular = FontRef::try_from_slice(dejavu::sans::regular()).ok()?;
        let bold = FontRef::try_from_slice(dejavu::sans::bold()).ok()?;
        Some(Typeface { regular, bold })
    };
    TYPEFACE.get_or_init(read).as_ref()
}

/// Reads the typeface, so that what follows can rely on it.
pub(super) fn load_fonts() -> Result<(), ChartError> {
    typeface().map(|_| ()).ok_or(ChartError::Font)
}

/// A font at a size, and its glyphs for one line of text with the line's width.
fn set(text: &str, face: Face) -> Option<(&'static FontRef<'static>, Vec<Glyph>, f32)> {
    let typeface = typeface()?;
    let font = if face.bold { &typeface.bold } else { &typeface.regular };
    let scale = PxScale::from((face.size * LINE_PER_EM) as f32);
    let scaled = font.as_scaled(scale);
    let mut glyphs: Vec<Glyph> = Vec::new();
    let mut x = 0.0;
    for c in text.chars() {
        let id = font.glyph_id(c);
        if let Some(last) = glyphs.last() {
            x += scaled.kern(last.id, id);
        }
        glyphs.push(id.with_scale_and_position(scale, point(x, 0.0)));
        x += scaled.h_advance(id);
    }
    Some((font, glyphs, x))
}

/// Width of one line of text, in pixels.
pub(super) fn width(text: &str, face: Face) -> f64 {
    set(text, face).map_or(0.0, |(_, _, width)| f64::from(width))
}

/// Calls `pixel` with column, row and cover (0..=1) of each pixel of a line of text that starts at `(x, baseline)`.
pub(super) fn rasterise(text: &str, face: Face, (x, baseline): (f64, f64), mut pixel: impl FnMut(i32, i32, f32)) {
    let Some((font, glyphs, _)) = set(text, face) else { return };
    for mut glyph in glyphs {
        glyph.position += point(x as f32, baseline as f32);
        let Some(outline) = font.outline_glyph(glyph) else { continue };
        let corner = outline.px_bounds().min;
        outline.draw(|column, row, cover| pixel(corner.x as i32 + column as i32, corner.y as i32 + row as i32, cover));
    }
}

/// Text without control characters, which XML forbids and no font draws.
pub(super) fn clean(text: &str) -> String {
    let spaced = text.replace(|c: char| c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}'), " ");
    spaced.trim().to_string()
}

/// One line no wider than `room`, cut with an ellipsis if need be.
pub(super) fn clip(text: &str, face: Face, room: f64) -> String {
    let text = clean(text);
    if width(&text, face) <= room {
        return text;
    }
    let fits = |count: usize| {
        let cut: String = text.chars().take(count).collect();
        width(&format!("{}…", cut.trim_end()), face) <= room
    };
    let mut count = longest(text.chars().count(), fits).max(1);
    while count > 1 && text.chars().nth(count - 1).is_some_and(char::is_whitespace) {
        count -= 1;
    }
    format!("{}…", text.chars().take(count).collect::<String>())
}

/// The largest count up to `all` for which `fits` holds, taking it to hold for all smaller ones.
fn longest(all: usize, fits: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, all);
    while low < high {
        let middle = (low + high).div_ceil(2);
        if fits(middle) { low = middle } else { high = middle - 1 }
    }
    low
}

/// Lines no wider than `room`, broken at spaces, or after hyphens, or within a word too long for a line.
/// What goes beyond `most` lines is cut with an ellipsis. Empty text has no lines.
pub(super) fn wrap(text: &str, face: Face, room: f64, most: usize) -> Vec<String> {
    let text = clean(text);
    let mut lines = Vec::new();
    let mut rest = text.as_str();
    while !rest.is_empty() {
        if lines.len() + 1 >= most {
            lines.push(clip(rest, face, room));
            break;
        }
        let (line, after) = split_line(rest, face, room);
        lines.push(line.trim_end().to_string());
        rest = after.trim_start();
    }
    lines
}

/// The part of `text` that fills one line, and what is left.
fn split_line(text: &str, face: Face, room: f64) -> (&str, &str) {
    let ends: Vec<usize> = text.char_indices().map(|(at, c)| at + c.len_utf8()).collect();
    let fits = |count: usize| count == 0 || width(text[..ends[count - 1]].trim_end(), face) <= room;
    let count = longest(ends.len(), fits).max(1);
    if count == ends.len() {
        return (text, "");
    }
    let full = ends[count - 1];
    let at_space = text[full..].starts_with(' ');
    let broken = text[..full].rfind([' ', '-', '/']).map(|at| at + 1);
    match broken {
        Some(at) if !at_space && at > 1 => text.split_at(at),
        _ => text.split_at(full),
    }
}

/// Width of the widest line.
pub(super) fn widest(lines: &[String], face: Face) -> f64 {
    lines.iter().map(|line| width(line, face)).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FACE: Face = Face::regular(12.0);

    #[test]
    fn lines_fit_their_room() {
        load_fonts().expect("the typeface is built in");
        let text = "Losses are borne by issuers, acquirers, merchants and a Donaudampfschifffahrtsgesellschaft";
        for room in [60.0, 100.0, 300.0] {
            let lines = wrap(text, FACE, room, 20);
            assert!(lines.iter().all(|line| width(line, FACE) <= room), "{lines:?}");
            assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
        }
    }

    #[test]
    fn text_beyond_the_last_line_ends_in_an_ellipsis() {
        load_fonts().expect("the typeface is built in");
        let lines = wrap("one two three four five six seven", FACE, 60.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…') && width(&lines[1], FACE) <= 60.0);
        assert!(wrap("", FACE, 60.0, 2).is_empty());
    }

    #[test]
    fn control_characters_are_dropped() {
        assert_eq!(clean("a\u{0}b\n"), "a b");
    }
}
