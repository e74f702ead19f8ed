//! Marks: dated events over a line chart, in rows so that no text crosses another or a line.

use super::draw::LABEL;
use super::figure::{Lines, Mark};
use super::lines::{Plot, axis_label};
use super::palette;
use super::sheet::{Anchor, Paper, Sheet};
use super::text::{Face, clip, width};

const FACE: Face = Face::regular(12.0);
const ROW: f64 = 18.0;
/// From a mark's line to its text, in pixels.
const GAP: f64 = 5.0;

/// A mark with its place: row 0 is the one next to the panel.
struct Placed {
    x: f64,
    text: String,
    row: usize,
}

impl Placed {
    fn right(&self) -> f64 {
        self.x + GAP + width(&self.text, FACE) + 10.0
    }
}

/// Where the panel may end so that the text of every mark fits right of its line: at most `wanted`, at least two thirds of it.
pub(super) fn right_edge(data: &Lines, paper: Paper, left: f64, wanted: f64) -> f64 {
    let steps = data.x.len().saturating_sub(1).max(1) as f64;
    let fits = |mark: &Mark| {
        let share = mark.at as f64 / steps;
        let limit = paper.right() - GAP - width(&mark.text, FACE);
        if share > 0.0 { left + (limit - left) / share } else { f64::INFINITY }
    };
    let limit = data.marks.iter().filter(|mark| mark.at < data.x.len()).map(fits).fold(f64::INFINITY, f64::min);
    wanted.min(limit.max(left + (wanted - left) * 2.0 / 3.0))
}

/// Marks right to left, each in the lowest row where its text is clear of those already placed and of their lines.
fn place(data: &Lines, plot: &Plot) -> Vec<Placed> {
    let mut marks: Vec<&Mark> = data.marks.iter().filter(|mark| mark.at < data.x.len()).collect();
    marks.sort_by_key(|mark| std::cmp::Reverse(mark.at));
    let mut placed: Vec<Placed> = Vec::new();
    for mark in marks {
        let x = plot.x(mark.at);
        let text = clip(&mark.text, FACE, (plot.paper.right() - x - GAP).max(40.0));
        let mut new = Placed { x, text, row: 0 };
        let right = new.right();
        new.row = placed.iter().filter(|other| other.x < right).map(|other| other.row + 1).max().unwrap_or(0);
        placed.push(new);
    }
    placed
}

/// Whether the axis' label must go over the rows of marks, being in their way.
fn label_is_above(data: &Lines, paper: Paper, placed: &[Placed]) -> bool {
    let label = paper.margin + width(&axis_label(&data.y_label, paper), LABEL) + 12.0;
    placed.iter().any(|mark| mark.x < label)
}

/// Height of the label and the rows, in pixels.
pub(super) fn height(data: &Lines, plot: &Plot) -> f64 {
    let placed = place(data, plot);
    let rows = placed.iter().map(|mark| mark.row + 1).max().unwrap_or(0);
    let label_row = usize::from(rows == 0 || label_is_above(data, plot.paper, &placed));
    ROW * (rows + label_row) as f64
}

/// Draws the axis' label and the marks between `top` and the panel.
pub(super) fn draw(sheet: &mut Sheet, data: &Lines, plot: &Plot, top: f64) {
    let placed = place(data, plot);
    let row_baseline = |row: usize| plot.top - 12.0 - ROW * row as f64;
    let above = label_is_above(data, plot.paper, &placed);
    let baseline = if above { top + ROW - 4.0 } else { row_baseline(0) };
    sheet.text((plot.paper.margin, baseline), &axis_label(&data.y_label, plot.paper), LABEL, Anchor::Left, palette::GREY);
    for mark in placed {
        let text = row_baseline(mark.row);
        sheet.dashes(&[(mark.x, text - 10.0), (mark.x, plot.bottom)], 1.0, palette::AXIS, (3.0, 3.0));
        sheet.text((mark.x + GAP, text), &mark.text, FACE, Anchor::Left, palette::BLACK);
    }
}
