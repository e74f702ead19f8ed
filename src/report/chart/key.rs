//! Key: names of bar colours, in a row over the panel.

use super::palette;
use super::sheet::{Anchor, Sheet};
use super::text::{Face, clip, width};

const NAME: Face = Face::regular(13.0);
const SWATCH: f64 = 11.0;
const ROW: f64 = 21.0;

/// Draws names with their swatches from `top` down, as many rows as it takes; a single series needs no key.
/// Returns the bottom edge.
pub(super) fn draw<'a>(sheet: &mut Sheet, names: impl ExactSizeIterator<Item = &'a str>, colour: impl Fn(usize) -> usize, top: f64) -> f64 {
    if names.len() < 2 {
        return top;
    }
    let (left, right) = (sheet.paper.margin, sheet.paper.right());
    let (mut x, mut baseline) = (left, top + 18.0);
    for (place, name) in names.enumerate() {
        let name = clip(name, NAME, 260.0);
        let item = SWATCH + 6.0 + width(&name, NAME);
        if x > left && x + item > right {
            x = left;
            baseline += ROW;
        }
        sheet.rect((x, baseline - SWATCH + 1.0), (x + SWATCH, baseline + 1.0), palette::fill(colour(place)));
        sheet.text((x + SWATCH + 6.0, baseline), &name, NAME, Anchor::Left, palette::BLACK);
        x += item + 22.0;
    }
    baseline + 12.0
}
