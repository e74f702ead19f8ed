//! Intervals: differences to a baseline, a dot and a whisker per strategy, a panel per metric.
//!
//! A filled dot stands for an interval that excludes zero, a ring for one that does not; the verdict is also written out.

use super::axis::{Scale, range};
use super::draw::{LABEL, ROOM, no_data};
use super::figure::{IntervalRow, Intervals, Verdict};
use super::palette::{self, Rgb};
use super::sheet::{Anchor, MARGIN, Sheet, WIDTH};
use super::text::{Face, clip, widest, width, wrap};

const HEADING: Face = Face::bold(13.0);
const VERDICT: Face = Face::bold(12.5);
const KEY: Face = Face::regular(12.0);
const ROW: f64 = 25.0;
/// Most rows one figure shows.
const MOST_ROWS: usize = 60;

/// How many rows the drawing leaves out for want of room.
pub(super) fn left_out(data: &Intervals) -> usize {
    data.rows.len().saturating_sub(MOST_ROWS)
}

/// The columns, in pixels: names, panel, verdict, words.
struct Columns {
    panel: (f64, f64),
    verdict: f64,
    words: f64,
}

impl Columns {
    fn new(rows: &[IntervalRow]) -> Self {
        let names = rows.iter().map(|row| widest(&wrap(&row.label, LABEL, 220.0, 1), LABEL)).fold(0.0, f64::max);
        let words = rows.iter().map(|row| width(&row.text, LABEL)).fold(0.0, f64::max).min(260.0);
        let verdicts = [Verdict::Better, Verdict::Worse, Verdict::Unclear];
        let verdict = verdicts.map(|verdict| width(verdict.word(), VERDICT)).into_iter().fold(0.0, f64::max);
        let words_left = WIDTH - MARGIN - words;
        let verdict_left = words_left - verdict - if words > 0.0 { 12.0 } else { 0.0 };
        Self { panel: (MARGIN + names + 22.0, verdict_left - 22.0), verdict: verdict_left, words: words_left }
    }
}

/// Draws from `top` down; returns the bottom edge.
pub(super) fn draw(sheet: &mut Sheet, data: &Intervals, top: f64) -> f64 {
    let rows = &data.rows[..data.rows.len().min(MOST_ROWS)];
    if !rows.iter().any(is_drawn) {
        return no_data(sheet, top);
    }
    let columns = Columns::new(rows);
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

/// What the dots mean, in one line; returns the bottom edge.
fn key(sheet: &mut Sheet, data: &Intervals, top: f64) -> f64 {
    let baseline = top + 16.0;
    let label = clip(&data.x_label, KEY, ROOM);
    sheet.text((MARGIN, baseline), &label, KEY, Anchor::Left, palette::GREY);
    let after = MARGIN + width(&label, KEY) + if label.is_empty() { 0.0 } else { 26.0 };
    let words = ["clear and material", "unclear or too small to matter"];
    let needed = words.map(|word| width(word, KEY) + 38.0).into_iter().sum::<f64>();
    let (mut x, baseline) = if after + needed > WIDTH - MARGIN { (MARGIN, baseline + 20.0) } else { (after, baseline) };
    for (word, is_filled) in words.into_iter().zip([true, false]) {
        dot(sheet, (x + 5.0, baseline - 4.0), is_filled, palette::GREY);
        sheet.text((x + 15.0, baseline), word, KEY, Anchor::Left, palette::GREY);
        x += width(word, KEY) + 38.0;
    }
    baseline + 14.0
}

fn dot(sheet: &mut Sheet, centre: (f64, f64), is_filled: bool, ink: Rgb) {
    if is_filled { sheet.disc(centre, 5.0, ink) } else { sheet.ring(centre, 5.0, ink) }
}

/// One metric: heading, rows, scale; returns the bottom edge.
fn draw_group(sheet: &mut Sheet, rows: &[IntervalRow], columns: &Columns, top: f64) -> f64 {
    let heading = clip(&rows[0].group, HEADING, ROOM);
    sheet.rule((MARGIN, top + 4.0), (WIDTH - MARGIN, top + 4.0), palette::GRID);
    sheet.text((MARGIN, top + 23.0), &heading, HEADING, Anchor::Left, palette::BLACK);
    let panel_top = top + 30.0;
    let bottom = panel_top + ROW * rows.len() as f64 + 2.0;
    let ends = rows.iter().filter(|row| is_drawn(row)).flat_map(|row| [row.low, row.value, row.high]);
    let scale = range(ends.chain([0.0])).map(|seen| Scale::round(seen, 5).over(columns.panel.0, columns.panel.1));
    let drawn = rows.iter().any(is_drawn);
    if let Some(scale) = scale.filter(|_| drawn) {
        scale.draw_below(sheet, panel_top, bottom);
    }
    for (at, row) in rows.iter().enumerate() {
        let middle = panel_top + ROW * (at as f64 + 0.5) + 1.0;
        let name = clip(&row.label, LABEL, 220.0);
        sheet.text((MARGIN, middle + 4.4), &name, LABEL, Anchor::Left, palette::BLACK);
        match scale.filter(|_| is_drawn(row)) {
            Some(scale) => draw_row(sheet, row, columns, &scale, middle),
            None => {
                let centre = (columns.panel.0 + columns.panel.1) / 2.0;
                sheet.text((centre, middle + 4.4), "no data", LABEL, Anchor::Middle, palette::GREY);
            }
        }
    }
    bottom + if drawn { 26.0 } else { 8.0 }
}

fn draw_row(sheet: &mut Sheet, row: &IntervalRow, columns: &Columns, x: &Scale, middle: f64) {
    let ink = colour(row.verdict);
    if row.low.is_finite() && row.high.is_finite() {
        let (low, high) = (x.at(row.low), x.at(row.high));
        sheet.path(vec![(low, middle), (high, middle)], 2.0, ink);
        for end in [low, high] {
            sheet.path(vec![(end, middle - 4.0), (end, middle + 4.0)], 2.0, ink);
        }
    }
    dot(sheet, (x.at(row.value), middle), row.verdict != Verdict::Unclear, ink);
    let dark = palette::mix(ink, palette::BLACK, 0.25);
    sheet.text((columns.verdict, middle + 4.4), row.verdict.word(), VERDICT, Anchor::Left, dark);
    let words = clip(&row.text, LABEL, WIDTH - MARGIN - columns.words);
    sheet.text((columns.words, middle + 4.4), &words, LABEL, Anchor::Left, palette::GREY);
}
