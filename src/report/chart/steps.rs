//! Steps: how amounts lead from nothing to a result, a bar per step that begins where the one above it ended.
//!
//! Gains and costs have a colour each, and their sign in figures; sums stand on the zero line.

use super::axis::{Scale, range};
use super::draw::{LABEL, no_data};
use super::figure::Steps;
use super::lines::axis_label;
use super::palette::{self, Rgb};
use super::sheet::{Anchor, Sheet};
use super::text::{Face, clip, widest, width, wrap};

const VALUE: Face = Face::regular(12.5);
const SUM: Face = Face::bold(12.5);
/// Room for names on a file's paper, in pixels.
const NAMES: f64 = 260.0;
/// Least height of a row, in pixels.
const ROW: f64 = 25.0;
/// Most rows that are drawn.
const MOST_ROWS: usize = 40;

/// How many rows the drawing leaves out for want of room.
pub(super) fn left_out(data: &Steps) -> usize {
    data.rows.len().saturating_sub(MOST_ROWS)
}

/// Where each row's bar begins and ends.
fn spans(data: &Steps) -> Vec<(f64, f64)> {
    let mut at = 0.0;
    let mut spans = Vec::with_capacity(data.rows.len());
    for row in data.rows.iter().take(MOST_ROWS) {
        let from = if row.is_sum { 0.0 } else { at };
        at = from + if row.value.is_finite() { row.value } else { 0.0 };
        spans.push((from, at));
    }
    spans
}

fn colour(data: &Steps, at: usize) -> Rgb {
    match &data.rows[at] {
        row if row.is_sum => palette::GREY,
        row if row.value < 0.0 => palette::WORSE,
        _ => palette::BETTER,
    }
}

/// Draws from `top` down; returns the bottom edge.
pub(super) fn draw(sheet: &mut Sheet, data: &Steps, top: f64) -> f64 {
    let spans = spans(data);
    let seen = range(spans.iter().flat_map(|(from, to)| [*from, *to]).chain([0.0]));
    let has_any = data.rows.iter().any(|row| row.value.is_finite());
    let Some(seen) = seen.filter(|_| has_any) else { return no_data(sheet, top) };
    let paper = sheet.paper;
    sheet.text((paper.margin, top + 14.0), &axis_label(&data.x_label, paper), LABEL, Anchor::Left, palette::GREY);
    let face = |at: usize| if data.rows[at].is_sum { SUM } else { VALUE };
    let names: Vec<Vec<String>> = (0..spans.len()).map(|at| wrap(&data.rows[at].label, face(at), paper.share(NAMES), 3)).collect();
    let left = paper.margin + names.iter().map(|name| widest(name, SUM)).fold(0.0, f64::max) + 14.0;
    let written = data.rows.iter().map(|row| width(&row.text, SUM)).fold(0.0, f64::max).min(90.0);
    let ticks = if paper.is_narrow() { 3 } else { 8 };
    let scale = Scale::round(seen, ticks).over(left + 10.0, paper.right() - written - 14.0);
    let rows_top = top + 26.0;
    let heights: Vec<f64> = names.iter().map(|name| ROW.max(15.0 * name.len() as f64 + 8.0)).collect();
    let bottom = rows_top + heights.iter().sum::<f64>();
    scale.draw_below(sheet, rows_top, bottom);
    let mut y = rows_top;
    for (at, (name, height)) in names.iter().zip(&heights).enumerate() {
        let middle = y + height / 2.0;
        let baseline = middle + 4.4 - 7.5 * (name.len().max(1) - 1) as f64;
        sheet.lines((left - 14.0, baseline), name, 15.0, face(at), Anchor::Right, palette::BLACK);
        let (from, to) = (scale.at(spans[at].0), scale.at(spans[at].1));
        // What is next to nothing still leaves a trace.
        let to = if (to - from).abs() < 1.5 { from + 1.5 } else { to };
        sheet.rect((from, middle - 8.0), (to, middle + 8.0), colour(data, at));
        if at + 1 < spans.len() {
            let end = scale.at(spans[at].1);
            sheet.rule((end, middle + 8.0), (end, y + height + heights[at + 1] / 2.0 - 8.0), palette::AXIS);
        }
        sheet.text((paper.right(), middle + 4.4), &clip(&data.rows[at].text, face(at), 90.0), face(at), Anchor::Right, palette::BLACK);
        y += height;
    }
    bottom + 22.0
}

#[cfg(test)]
mod tests {
    use super::super::figure::StepRow;
    use super::*;

    #[test]
    fn a_step_begins_where_the_last_ended_and_a_sum_at_nothing() {
        let row = |value: f64, is_sum| StepRow { value, is_sum, ..StepRow::default() };
        let rows = vec![row(3.0, false), row(-1.0, false), row(f64::NAN, false), row(2.0, true), row(-5.0, false)];
        let data = Steps { x_label: String::new(), rows };
        assert_eq!(spans(&data), [(0.0, 3.0), (3.0, 2.0), (2.0, 2.0), (0.0, 2.0), (2.0, -3.0)]);
    }
}
