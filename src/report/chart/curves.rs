//! Curves: one number over another, a curve per series, with single points on them.

use super::axis::{TICK, range};
use super::draw::{LABEL, no_data};
use super::figure::{Curve, CurveAxis, Curves};
use super::lines::axis_label;
use super::rise::Rise;
use super::sheet::{Anchor, Point, Sheet};
use super::text::{Face, clip, width};
use super::{key, palette};

const WORDS: Face = Face::regular(12.5);
const DASH: (f64, f64) = (6.0, 4.0);
/// How far under a dot the baseline of its words is tried, nearest first.
const RISES: [f64; 8] = [20.0, -10.0, 38.0, -28.0, 56.0, -46.0, 74.0, -64.0];

/// Both scales, over the panel.
struct Plot {
    x: Rise,
    y: Rise,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

impl Plot {
    fn at(&self, (x, y): (f64, f64)) -> Point {
        (self.x.at(x), self.y.at(y))
    }
}

impl CurveAxis {
    /// True if the value has a place on it.
    fn has_place(&self, value: f64) -> bool {
        value.is_finite() && (!self.is_log || value > 0.0)
    }

    fn scale(&self, values: impl Iterator<Item = f64>) -> Option<Rise> {
        let seen = range(values.filter(|value| self.has_place(*value)))?;
        if self.is_log {
            return Some(Rise::log(seen));
        }
        let near_zero = seen.0 > 0.0 && seen.0 <= 0.5 * seen.1;
        Some(Rise::linear(if near_zero { (0.0, seen.1) } else { seen }))
    }
}

fn shown<'a>(data: &'a Curves, curve: &'a Curve) -> impl Iterator<Item = (f64, f64)> + 'a {
    curve.points.iter().copied().filter(|(x, y)| data.x.has_place(*x) && data.y.has_place(*y))
}

/// Draws from `top` down; returns the bottom edge.
pub(super) fn draw(sheet: &mut Sheet, data: &Curves, top: f64) -> f64 {
    let spots = || data.spots.iter().map(|spot| spot.at).filter(|(x, y)| data.x.has_place(*x) && data.y.has_place(*y));
    let all = || data.series.iter().flat_map(|curve| shown(data, curve)).chain(spots());
    let scales = data.x.scale(all().map(|point| point.0)).zip(data.y.scale(all().map(|point| point.1)));
    let Some((x, y)) = scales else { return no_data(sheet, top) };
    let paper = sheet.paper;
    let top = key::draw(sheet, data.series.iter().map(|curve| curve.name.as_str()), |place| place, top);
    sheet.text((paper.margin, top + 16.0), &axis_label(&data.y.label, paper), LABEL, Anchor::Left, palette::GREY);
    let top = top + 30.0;
    let tick_width = y.ticks().into_iter().map(|tick| width(&y.label(tick), TICK)).fold(0.0, f64::max);
    let (left, right) = (paper.margin + tick_width + 10.0, paper.right() - 12.0);
    let bottom = top + if paper.is_narrow() { 260.0 } else { 360.0 };
    let plot = Plot { x: x.over(left, right), y: y.over(bottom, top), left, right, top, bottom };
    grid(sheet, &plot);
    sheet.text((right, bottom + 34.0), &axis_label(&data.x.label, paper), LABEL, Anchor::Right, palette::GREY);
    for (place, curve) in data.series.iter().enumerate() {
        stroke(sheet, data, curve, place, &plot);
    }
    write_spots(sheet, data, &plot);
    bottom + 42.0
}

/// A rectangle: left, top, right, bottom.
type Box4 = [f64; 4];

/// Room between words and a line, in pixels.
const CLEAR: f64 = 2.0;

/// True if the way from `a` to `b` comes closer to the rectangle than [`CLEAR`].
fn touches(place: &Box4, a: Point, b: Point) -> bool {
    let [left, top, right, bottom] = [place[0] - CLEAR, place[1] - CLEAR, place[2] + CLEAR, place[3] + CLEAR];
    let (mut from, mut to) = (0.0_f64, 1.0_f64);
    for (start, change, low, high) in [(a.0, b.0 - a.0, left, right), (a.1, b.1 - a.1, top, bottom)] {
        if change.abs() < 1e-9 {
            if !(low..=high).contains(&start) {
                return false;
            }
            continue;
        }
        let (enters, leaves) = ((low - start) / change, (high - start) / change);
        (from, to) = (from.max(enters.min(leaves)), to.min(enters.max(leaves)));
    }
    from <= to
}

/// Dots, and beside each its words where there is room that no other's words take and no line crosses; where there is none, over a line. A dot
/// without room for words stays without.
fn write_spots(sheet: &mut Sheet, data: &Curves, plot: &Plot) {
    let spots = || data.spots.iter().filter(|spot| data.x.has_place(spot.at.0) && data.y.has_place(spot.at.1));
    let mut taken: Vec<Box4> = Vec::new();
    let lines: Vec<Vec<Point>> = data.series.iter().map(|curve| corners(data, curve, plot)).collect();
    let is_off_lines = |place: &Box4| !lines.iter().any(|line| line.windows(2).any(|way| touches(place, way[0], way[1])));
    for spot in spots() {
        let at = plot.at(spot.at);
        taken.push([at.0 - 6.5, at.1 - 6.5, at.0 + 6.5, at.1 + 6.5]);
        sheet.disc(at, 6.5, palette::WHITE);
        sheet.disc(at, 5.0, spot.series.map_or(palette::BLACK, palette::series));
    }
    for spot in spots() {
        let at = plot.at(spot.at);
        let text = clip(&spot.text, WORDS, 0.45 * (plot.right - plot.left));
        let wide = width(&text, WORDS);
        let beside = |(rise, is_left): (f64, bool)| {
            let left = if is_left { at.0 - 10.0 - wide } else { at.0 + 10.0 };
            [left, at.1 + rise - 12.0, left + wide, at.1 + rise + 5.0]
        };
        let tried = || RISES.into_iter().flat_map(|rise| [(rise, false), (rise, true)]).map(beside);
        let is_free = |place: &Box4| {
            let is_inside = place[0] >= plot.left + 2.0 && place[2] <= plot.right && place[1] >= plot.top && place[3] <= plot.bottom - 2.0;
            let meets = |other: &Box4| place[0] < other[2] && other[0] < place[2] && place[1] < other[3] && other[1] < place[3];
            is_inside && !taken.iter().any(meets)
        };
        if let Some(place) = tried().find(|place| is_free(place) && is_off_lines(place)).or_else(|| tried().find(is_free)) {
            sheet.text_on_paper((place[0], place[3] - 5.0), &text, WORDS, Anchor::Left, palette::BLACK);
            taken.push(place);
        }
    }
}

fn grid(sheet: &mut Sheet, plot: &Plot) {
    for tick in plot.y.ticks() {
        let y = plot.y.at(tick);
        sheet.rule((plot.left, y), (plot.right, y), if y >= plot.bottom - 0.5 { palette::AXIS } else { palette::GRID });
        sheet.text((plot.left - 8.0, y + 4.3), &plot.y.label(tick), TICK, Anchor::Right, palette::GREY);
    }
    let mut taken = f64::NEG_INFINITY;
    for tick in plot.x.ticks() {
        let (x, label) = (plot.x.at(tick), plot.x.label(tick));
        let half = width(&label, TICK) / 2.0;
        sheet.rule((x, plot.top), (x, plot.bottom), if x <= plot.left + 0.5 { palette::AXIS } else { palette::GRID });
        if x - half > taken {
            sheet.text((x, plot.bottom + 16.0), &label, TICK, Anchor::Middle, palette::GREY);
            taken = x + half + 8.0;
        }
    }
}

/// The corners of a curve as it is drawn.
fn corners(data: &Curves, curve: &Curve, plot: &Plot) -> Vec<Point> {
    let mut points: Vec<Point> = Vec::new();
    for point in shown(data, curve) {
        let (x, y) = plot.at(point);
        if let (true, Some(last)) = (curve.is_stepped, points.last().copied()) {
            points.push((x, last.1));
        }
        points.push((x, y));
    }
    points
}

fn stroke(sheet: &mut Sheet, data: &Curves, curve: &Curve, place: usize, plot: &Plot) {
    let (colour, points) = (palette::series(place), corners(data, curve, plot));
    match points.as_slice() {
        [] => {}
        [only] => sheet.disc(*only, 3.0, colour),
        many if curve.is_dashed || palette::starts_over(place) => sheet.dashes(many, 2.0, colour, DASH),
        _ => sheet.path(points, 2.5, colour),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_touches_a_rectangle_that_it_crosses_enters_or_grazes() {
        let place = [10.0, 10.0, 30.0, 20.0];
        assert!(touches(&place, (0.0, 15.0), (40.0, 15.0)), "straight through");
        assert!(touches(&place, (20.0, 15.0), (21.0, 16.0)), "inside");
        assert!(touches(&place, (0.0, 9.0), (40.0, 9.0)), "too close above");
        assert!(touches(&place, (0.0, 0.0), (40.0, 30.0)), "aslant");
        assert!(!touches(&place, (0.0, 7.0), (40.0, 7.0)), "clear above");
        assert!(!touches(&place, (0.0, 15.0), (7.0, 15.0)), "ends before");
        assert!(!touches(&place, (0.0, 40.0), (60.0, 15.0)), "passes the corner");
    }
}
