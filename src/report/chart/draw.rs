//! Draw: lays a figure out on a sheet, words first, then the data, then the note.

use super::figure::{Figure, Kind};
use super::palette;
use super::sheet::{Anchor, Paper, Sheet};
use super::text::{Face, wrap};
use super::{bars, curves, intervals, lines, ratios, steps};

const TITLE: Face = Face::bold(20.0);
const SUBTITLE: Face = Face::regular(14.0);
const NOTE: Face = Face::regular(11.5);

/// Label of an axis, names of rows.
pub(super) const LABEL: Face = Face::regular(12.5);

/// The figure as shapes. Each kind draws from a top edge down and returns its bottom edge.
pub(super) fn sheet(figure: &Figure) -> Sheet {
    let mut sheet = Sheet::new(Paper::FILE);
    let top = heading(&mut sheet, figure);
    let bottom = data(&mut sheet, &figure.kind, top);
    let mut note = figure.note.clone();
    let left_out = left_out(&figure.kind, sheet.paper);
    if left_out > 0 {
        note = format!("{left_out} more not drawn. {note}");
    }
    let (left, lines) = (sheet.paper.margin, wrap(&note, NOTE, sheet.paper.room(), 8));
    sheet.lines((left, bottom + 24.0), &lines, 16.0, NOTE, Anchor::Left, palette::GREY);
    sheet.height = (bottom + 24.0 + 16.0 * lines.len() as f64 + 8.0).ceil();
    sheet
}

/// The figure's data alone, for a page that sets the words itself.
pub(super) fn bare_sheet(figure: &Figure, paper: Paper) -> Sheet {
    let mut sheet = Sheet::new(paper);
    sheet.height = (data(&mut sheet, &figure.kind, 4.0) + 4.0).ceil();
    sheet
}

/// Draws the data from `top` down; returns the bottom edge.
fn data(sheet: &mut Sheet, kind: &Kind, top: f64) -> f64 {
    match kind {
        Kind::Lines(data) => lines::draw(sheet, data, top),
        Kind::Bars(data) => bars::draw(sheet, data, top),
        Kind::Intervals(data) => intervals::draw(sheet, data, top),
        Kind::Ratios(data) => ratios::draw(sheet, data, top),
        Kind::Steps(data) => steps::draw(sheet, data, top),
        Kind::Curves(data) => curves::draw(sheet, data, top),
    }
}

/// How many rows the drawing leaves out for want of room.
pub(super) fn left_out(kind: &Kind, paper: Paper) -> usize {
    match kind {
        Kind::Lines(_) | Kind::Curves(_) => 0,
        Kind::Bars(bars) => bars::left_out(bars, paper),
        Kind::Intervals(intervals) => intervals::left_out(intervals),
        Kind::Ratios(ratios) => ratios::left_out(ratios),
        Kind::Steps(steps) => steps::left_out(steps),
    }
}

/// Title and subtitle; returns where the data may begin.
fn heading(sheet: &mut Sheet, figure: &Figure) -> f64 {
    let (left, room) = (sheet.paper.margin, sheet.paper.room());
    let mut baseline = 40.0;
    let title = wrap(&figure.title, TITLE, room, 6);
    sheet.lines((left, baseline), &title, 26.0, TITLE, Anchor::Left, palette::BLACK);
    baseline += 26.0 * title.len() as f64 - 2.0;
    let subtitle = wrap(&figure.subtitle, SUBTITLE, room, 4);
    sheet.lines((left, baseline), &subtitle, 20.0, SUBTITLE, Anchor::Left, palette::GREY);
    baseline + 20.0 * subtitle.len() as f64
}

/// A panel that says there is nothing to show; returns its bottom edge.
pub(super) fn no_data(sheet: &mut Sheet, top: f64) -> f64 {
    let bottom = top + 220.0;
    for y in [top, bottom] {
        sheet.rule((sheet.paper.margin, y), (sheet.paper.right(), y), palette::GRID);
    }
    let middle = (sheet.paper.width / 2.0, top + 115.0);
    sheet.text(middle, "no data", Face::regular(16.0), Anchor::Middle, palette::GREY);
    bottom
}
