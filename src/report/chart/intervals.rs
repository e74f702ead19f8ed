//! Intervals: differences to a baseline, a dot and a whisker per strategy, a panel per metric.
//!
//! On narrow paper name, verdict and figures stand over the whisker instead of beside it.
//!
//! A filled dot stands for an interval that excludes zero, a ring for one that does not; the verdict is also written out.

use super::axis::{Scale, range};
use super::draw::{LABEL, no_data};
use super::figure::{IntervalRow, Intervals, Verdict};
use super::palette::{self, Rgb};
use super::sheet::{Anchor, Paper, Point, Sheet};
use super::text::{Face, clip, widest, width, wrap};

const HEADING: Face = Face::bold(13.0);
const VERDICT: Face = Face::bold(12.5);
const KEY: Face = Face::regular(12.0);
const ROW: f64 = 25.0;
/// Height of a row whose words stand over its whisker.
const TALL_ROW: f64 = 62.0;
/// Most rows one figure shows.
const MOST_ROWS: usize = 60;

/// How many rows the drawing leaves out for want of room.
pub(super) fn left_out(data: &Intervals) -> usize {
    data.rows.len().saturating_sub(MOST_ROWS)
}

/// Where the parts of a row go, in pixels.
struct Columns {
    panel: (f64, f64),
    name: f64,
    verdict: f64,
    words: f64,
    row: f64,
}

/// Where the words of one row go, and the height of its whisker.
struct Places {
    name: Point,
    verdict: (Point, Anchor),
    words: Point,
    middle: f64,
}

impl Columns {
    fn new(rows: &[IntervalRow], paper: Paper) -> Self {
        if paper.is_narrow() {
            let (left, right) = (paper.margin, paper.right());
            return Self { panel: (left + 24.0, right - 24.0), name: left, verdict: right, words: left, row: TALL_ROW };
        }
        let names = rows.iter().map(|row| widest(&wrap(&row.label, LABEL, 220.0, 1), LABEL)).fold(0.0, f64::max);
        let words = rows.iter().map(|row| width(&row.text, LABEL)).fold(0.0, f64::max).min(260.0);
        let verdicts = [Verdict::Better, Verdict::Worse, Verdict::Unclear];
        let verdict = verdicts.map(|verdict| width(verdict.word(), VERDICT)).into_iter().fold(0.0, f64::max);
        let words_left = paper.right() - words;
        let verdict_left = words_left - verdict - if words > 0.0 { 12.0 } else { 0.0 };
        let panel = (paper.margin + names + 22.0, verdict_left - 22.0);
        Self { panel, name: paper.margin, verdict: verdict_left, words: words_left, row: ROW }
    }

    /// The places of the row whose upper edge is `top`.
    fn places(&self, top: f64) -> Places {
        if self.row > ROW {
            let verdict = ((self.verdict, top + 16.0), Anchor::Right);
            return Places { name: (self.name, top + 16.0), verdict, words: (self.words, top + 33.0), middle: top + 48.0 };
        }
        let middle = top + ROW / 2.0 + 1.0;
        let baseline = middle + 4.4;
        Places { name: (self.name, baseline), verdict: ((self.verdict, baseline), Anchor::Left), words: (self.words, baseline), middle }
    }
}

/// Draws from `top` down; returns the bottom edge.
pub(super) fn draw(sheet: &mut Sheet, data: &Intervals, top: f64) -> f64 {
    let rows = &data.rows[..data.rows.len().min(MOST_ROWS)];
    if !rows.iter().any(is_drawn) {
        return no_data(sheet, top);
    }
    let columns = Columns::new(rows, sheet.paper);
    let mut y = key(sheet, data, top);
    for group in rows.chunk_by(|a, b| a.group == b.group) {
        y = draw_group(sheet, group, &columns, y);
    }
    y
}

fn is_drawn(row: &IntervalRow) -> bool {
    row.value.is_finite()
}

fn colour(verdict: Verdict) -> Rgb {
    match verdict {
        Verdict::Better => palette::BETTER,
        Verdict::Worse => palette::WORSE,
        Verdict::Unclear => palette::GREY,
    }
}

/// What the dots mean, in as few lines as fit; returns the bottom edge.
fn key(sheet: &mut Sheet, data: &Intervals, top: f64) -> f64 {
    let (left, right) = (sheet.paper.margin, sheet.paper.right());
    let mut baseline = top + 16.0;
    let label = wrap(&data.x_label, KEY, sheet.paper.room(), 2);
    sheet.lines((left, baseline), &label, 17.0, KEY, Anchor::Left, palette::GREY);
    baseline += 17.0 * label.len().saturating_sub(1) as f64;
    let mut x = label.last().map_or(left, |last| left + width(last, KEY) + 26.0);
    for (word, is_filled) in [("clear and material", true), ("unclear or too small to matter", false)] {
        let room = width(word, KEY) + 15.0;
        if x + room > right {
            (x, baseline) = (left, baseline + 20.0);
        }
        dot(sheet, (x + 5.0, baseline - 4.0), is_filled, palette::GREY);
        sheet.text((x + 15.0, baseline), word, KEY, Anchor::Left, palette::GREY);
        x += room + 23.0;
    }
    baseline + 14.0
}

fn dot(sheet: &mut Sheet, centre: (f64, f64), is_filled: bool, ink: Rgb) {
    if is_filled { sheet.disc(centre, 5.0, ink) } else { sheet.ring(centre, 5.0, ink) }
}

/// One metric: heading, rows, scale; returns the bottom edge.
fn draw_group(sheet: &mut Sheet, rows: &[IntervalRow], columns: &Columns, top: f64) -> f64 {
    let (left, right) = (sheet.paper.margin, sheet.paper.right());
    let heading = clip(&rows[0].group, HEADING, sheet.paper.room());
    sheet.rule((left, top + 4.0), (right, top + 4.0), palette::GRID);
    sheet.text((left, top + 23.0), &heading, HEADING, Anchor::Left, palette::BLACK);
    let panel_top = top + 30.0;
    let bottom = panel_top + columns.row * rows.len() as f64 + 2.0;
    let ends = rows.iter().filter(|row| is_drawn(row)).flat_map(|row| [row.low, row.value, row.high]);
    let scale = range(ends.chain([0.0])).map(|seen| Scale::round(seen, 5).over(columns.panel.0, columns.panel.1));
    let drawn = rows.iter().any(is_drawn);
    if let Some(scale) = scale.filter(|_| drawn) {
        scale.draw_below(sheet, panel_top, bottom);
    }
    for (at, row) in rows.iter().enumerate() {
        let places = columns.places(panel_top + columns.row * at as f64);
        let name = clip(&row.label, LABEL, 220.0);
        sheet.text_on_paper(places.name, &name, LABEL, Anchor::Left, palette::BLACK);
        match scale.filter(|_| is_drawn(row)) {
            Some(scale) => draw_row(sheet, row, &places, &scale),
            None => {
                let centre = (columns.panel.0 + columns.panel.1) / 2.0;
                sheet.text((centre, places.middle + 4.4), "no data", LABEL, Anchor::Middle, palette::GREY);
            }
        }
    }
    bottom + if drawn { 26.0 } else { 8.0 }
}

fn draw_row(sheet: &mut Sheet, row: &IntervalRow, places: &Places, x: &Scale) {
    let (ink, middle) = (colour(row.verdict), places.middle);
    if row.low.is_finite() && row.high.is_finite() {
        let (low, high) = (x.at(row.low), x.at(row.high));
        sheet.path(vec![(low, middle), (high, middle)], 2.0, ink);
        for end in [low, high] {
            sheet.path(vec![(end, middle - 4.0), (end, middle + 4.0)], 2.0, ink);
        }
    }
    dot(sheet, (x.at(row.value), middle), row.verdict != Verdict::Unclear, ink);
    let dark = palette::mix(ink, palette::BLACK, 0.25);
    let (at, anchor) = places.verdict;
    sheet.text_on_paper(at, row.verdict.word(), VERDICT, anchor, dark);
    let words = clip(&row.text, LABEL, sheet.paper.right() - places.words.0);
    sheet.text_on_paper(places.words, &words, LABEL, Anchor::Left, palette::GREY);
}
