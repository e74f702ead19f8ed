//! Ratios: projections over published figures on a log scale, a dot and a whisker per series, a band per figure.
//!
//! The line in the middle stands for the published figures; a step to the right is ten times as much, one to the left a tenth. What is
//! nothing or less has no place on the scale: its mark stands at the left edge, empty. The dots make the scale; a whisker may run off it.
//! On narrow paper the words stand over their band and over their dot, not beside them.

use super::axis::Numbers;
use super::draw::{LABEL, no_data};
use super::figure::{RatioPoint, RatioRow, Ratios};
use super::lines::axis_label;
use super::sheet::{Anchor, Paper, Sheet};
use super::text::{Face, clip, width, wrap};
use super::{key, palette};

const HEADING: Face = Face::bold(13.0);
const DETAIL: Face = Face::regular(11.0);
const TICK: Face = Face::regular(12.0);
/// Height of a series' line, in pixels.
const LINE: f64 = 19.0;
/// Height of a series' words where they stand over its line, in pixels.
const OVER: f64 = 15.0;
/// Width of the words at the left, in pixels.
const WORDS: f64 = 304.0;
/// Most rows one figure shows.
const MOST_ROWS: usize = 24;
/// Most decades to either side.
const MOST_DECADES: f64 = 6.0;

/// How many rows the drawing leaves out for want of room.
pub(super) fn left_out(data: &Ratios) -> usize {
    data.rows.len().saturating_sub(MOST_ROWS)
}

/// A log scale over whole decades.
struct Decades {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

impl Decades {
    /// The decades that hold all positive values, one at least to each side.
    fn holding(values: impl Iterator<Item = f64>) -> Self {
        let logs = values.filter(|value| value.is_finite() && *value > 0.0).map(libm::log10);
        let (low, high) = logs.fold((-1.0_f64, 1.0_f64), |(low, high), log| (low.min(log.floor()), high.max(log.ceil())));
        Self { low: low.max(-MOST_DECADES), high: high.min(MOST_DECADES), from: 0.0, to: 1.0 }
    }

    /// The pixel of a ratio; what lies off the scale is put at its end.
    fn at(&self, ratio: f64) -> f64 {
        let log = if ratio > 0.0 { libm::log10(ratio).clamp(self.low, self.high) } else { self.low };
        self.from + (log - self.low) / (self.high - self.low) * (self.to - self.from)
    }

    /// True if the ratio is not off the scale.
    fn holds(&self, ratio: f64) -> bool {
        ratio > 0.0 && (self.low..=self.high).contains(&libm::log10(ratio))
    }

    /// Grid lines and their labels; labels that would touch one nearer to the middle are left out.
    fn draw_below(&self, sheet: &mut Sheet, top: f64, bottom: f64) {
        let mut powers: Vec<i32> = (self.low as i32..=self.high as i32).collect();
        powers.sort_by_key(|power| power.abs());
        let mut taken: Vec<(f64, f64)> = Vec::new();
        for power in powers {
            let x = self.at(libm::exp10(f64::from(power)));
            sheet.rule((x, top), (x, bottom), if power == 0 { palette::AXIS } else { palette::GRID });
            let size = libm::exp10(f64::from(power.abs())).round();
            let size = Numbers::new(size, size).show(size);
            let label = match power {
                0 => "published".to_string(),
                _ if power > 0 => format!("×{size}"),
                _ => format!("÷{size}"),
            };
            let half = width(&label, TICK) / 2.0 + 4.0;
            // The outermost labels stay on narrow paper.
            let x = x.clamp(half, (sheet.paper.width - half).max(half));
            if taken.iter().all(|(from, to)| x + half < *from || *to < x - half) {
                sheet.text((x, bottom + 15.0), &label, TICK, Anchor::Middle, palette::GREY);
                taken.push((x - half, x + half));
            }
        }
    }
}

/// Draws from `top` down; returns the bottom edge.
pub(super) fn draw(sheet: &mut Sheet, data: &Ratios, top: f64) -> f64 {
    let rows = &data.rows[..data.rows.len().min(MOST_ROWS)];
    if !rows.iter().flat_map(|row| &row.points).any(|point| point.value.is_finite()) {
        return no_data(sheet, top);
    }
    let top = key::draw(sheet, data.series.iter().map(String::as_str), |place| place, top);
    sheet.text((sheet.paper.margin, top + 14.0), &axis_label(&data.x_label, sheet.paper), LABEL, Anchor::Left, palette::GREY);
    let columns = Columns::new(rows, sheet.paper);
    let dots = rows.iter().flat_map(|row| &row.points).map(|point| point.value);
    let scale = Decades { from: columns.scale.0, to: columns.scale.1, ..Decades::holding(dots) };
    let rows_top = top + 26.0;
    let bands: Vec<Band<'_>> = rows.iter().map(|row| Band::new(row, &columns)).collect();
    let bottom = rows_top + bands.iter().map(|band| band.height).sum::<f64>();
    scale.draw_below(sheet, rows_top, bottom);
    let mut y = rows_top;
    for band in &bands {
        band.draw(sheet, &scale, &columns, y);
        y += band.height;
    }
    bottom + 22.0
}

/// What stands where from left to right.
struct Columns {
    /// Room for the words about a figure.
    room: f64,
    /// The scale's ends.
    scale: (f64, f64),
    /// Where the words about a dot begin.
    words: f64,
    is_narrow: bool,
}

impl Columns {
    fn new(rows: &[RatioRow], paper: Paper) -> Self {
        if paper.is_narrow() {
            let scale = (paper.margin + 10.0, paper.right() - 10.0);
            return Self { room: paper.room(), scale, words: paper.margin, is_narrow: true };
        }
        let written = rows.iter().flat_map(|row| &row.points).map(|point| width(&point.text, LABEL)).fold(0.0, f64::max).min(290.0);
        let words = paper.right() - written;
        Self { room: WORDS, scale: (paper.margin + WORDS + 34.0, words - 34.0), words, is_narrow: false }
    }

    /// Height of a series' line, with its words where they stand over it.
    fn line(&self) -> f64 {
        LINE + if self.is_narrow { OVER } else { 0.0 }
    }
}

/// One published figure with its words wrapped.
struct Band<'a> {
    row: &'a RatioRow,
    heading: Vec<String>,
    detail: Vec<String>,
    height: f64,
}

impl<'a> Band<'a> {
    fn new(row: &'a RatioRow, columns: &Columns) -> Self {
        let (heading, detail) = (wrap(&row.label, HEADING, columns.room, 2), wrap(&row.detail, DETAIL, columns.room, 2));
        let lines = columns.line() * row.points.len() as f64;
        let mut band = Self { row, heading, detail, height: 0.0 };
        band.height = 16.0 + if columns.is_narrow { band.said() + lines } else { band.said().max(lines) };
        band
    }

    /// Height of the words about the figure.
    fn said(&self) -> f64 {
        17.0 * self.heading.len() as f64 + 15.0 * self.detail.len() as f64
    }

    fn draw(&self, sheet: &mut Sheet, x: &Decades, columns: &Columns, top: f64) {
        let pale = palette::mix(palette::GRID, palette::WHITE, 0.45);
        let (left, right) = (sheet.paper.margin, sheet.paper.right());
        if columns.is_narrow {
            sheet.rect((left, top + 1.0), (right, top + 12.0 + self.said()), palette::WHITE);
        }
        sheet.rule((left, top), (right, top), pale);
        sheet.lines((left, top + 20.0), &self.heading, 17.0, HEADING, Anchor::Left, palette::BLACK);
        let below = top + 20.0 + 17.0 * self.heading.len() as f64;
        sheet.lines((left, below), &self.detail, 15.0, DETAIL, Anchor::Left, palette::GREY);
        let first = top + 8.0 + if columns.is_narrow { self.said() } else { 0.0 };
        for (place, point) in self.row.points.iter().enumerate() {
            draw_point(sheet, point, place, x, columns, first + columns.line() * place as f64);
        }
    }
}

fn draw_point(sheet: &mut Sheet, point: &RatioPoint, place: usize, x: &Decades, columns: &Columns, top: f64) {
    let middle = top + columns.line() - LINE / 2.0;
    let text = clip(&point.text, LABEL, sheet.paper.right() - columns.words);
    if columns.is_narrow {
        sheet.text_on_paper((columns.words, top + OVER - 1.0), &text, DETAIL, Anchor::Left, palette::ink(place));
    } else {
        sheet.text((columns.words, middle + 4.4), &text, LABEL, Anchor::Left, palette::ink(place));
    }
    if !point.value.is_finite() {
        return;
    }
    let colour = palette::series(place);
    if point.low.is_finite() && point.high.is_finite() {
        let (low, high) = (x.at(point.low), x.at(point.high));
        sheet.path(vec![(low, middle), (high, middle)], 2.0, colour);
        for end in [point.low, point.high].into_iter().filter(|end| x.holds(*end)).map(|end| x.at(end)) {
            sheet.path(vec![(end, middle - 4.0), (end, middle + 4.0)], 2.0, colour);
        }
    }
    let centre = (x.at(point.value), middle);
    if point.value > 0.0 { sheet.disc(centre, 5.0, colour) } else { sheet.ring(centre, 5.0, colour) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decade_is_as_wide_as_the_next_and_nothing_stands_at_the_left_edge() {
        let scale = Decades { from: 0.0, to: 300.0, ..Decades::holding([0.03, 4.0, f64::NAN, 0.0, -2.0].into_iter()) };
        let places = [0.0, -5.0, 0.01, 0.1, 1.0, 10.0, 1e9].map(|ratio| scale.at(ratio).round());
        assert_eq!(places, [0.0, 0.0, 0.0, 100.0, 200.0, 300.0, 300.0]);
    }
}
