//! Draw: lays a figure out on a sheet, words first, then the data, then the note.

use super::figure::{Figure, Kind};
use super::palette;
use super::sheet::{Anchor, MARGIN, Sheet, WIDTH};
use super::text::{Face, wrap};
use super::{bars, intervals, lines, ratios};

const TITLE: Face = Face::bold(20.0);
const SUBTITLE: Face = Face::regular(14.0);
const NOTE: Face = Face::regular(11.5);

/// Label of an axis, names of rows.
pub(super) const LABEL: Face = Face::regular(12.5);

/// Room between the outer margins, in pixels.
pub(super) const ROOM: f64 = WIDTH - 2.0 * MARGIN;

/// The figure as shapes. Each kind draws from a top edge down and returns its bottom edge.
pub(super) fn sheet(figure: &Figure) -> Sheet {
    let mut sheet = Sheet::default();
    let top = heading(&mut sheet, figure);
    let left_out = match &figure.kind {
        Kind::Lines(_) => 0,
        Kind::Bars(bars) => bars::left_out(bars),
        Kind::Intervals(intervals) => intervals::left_out(intervals),
        Kind::Ratios(ratios) => ratios::left_out(ratios),
    };
    let bottom = match &figure.kind {
        Kind::Lines(data) => lines::draw(&mut sheet, data, top),
        Kind::Bars(data) => bars::draw(&mut sheet, data, top),
        Kind::Intervals(data) => intervals::draw(&mut sheet, data, top),
        Kind::Ratios(data) => ratios::draw(&mut sheet, data, top),
    };
    let mut note = figure.note.clone();
    if left_out > 0 {
        note = format!("{left_out} more not drawn. {note}");
    }
    let lines = wrap(&note, NOTE, ROOM, 8);
    sheet.lines((MARGIN, bottom + 24.0), &lines, 16.0, NOTE, Anchor::Left, palette::GREY);
    sheet.height = (bottom + 24.0 + 16.0 * lines.len() as f64 + 8.0).ceil();
    sheet
}

/// Title and subtitle; returns where the data may begin.
fn heading(sheet: &mut Sheet, figure: &Figure) -> f64 {
    let mut baseline = 40.0;
    let title = wrap(&figure.title, TITLE, ROOM, 4);
    sheet.lines((MARGIN, baseline), &title, 26.0, TITLE, Anchor::Left, palette::BLACK);
    baseline += 26.0 * title.len() as f64 - 2.0;
    let subtitle = wrap(&figure.subtitle, SUBTITLE, ROOM, 4);
    sheet.lines((MARGIN, baseline), &subtitle, 20.0, SUBTITLE, Anchor::Left, palette::GREY);
    baseline + 20.0 * subtitle.len() as f64
}

/// A panel that says there is nothing to show; returns its bottom edge.
pub(super) fn no_data(sheet: &mut Sheet, top: f64) -> f64 {
    let bottom = top + 220.0;
    for y in [top, bottom] {
        sheet.rule((MARGIN, y), (WIDTH - MARGIN, y), palette::GRID);
    }
    let middle = (WIDTH / 2.0, top + 115.0);
    sheet.text(middle, "no data", Face::regular(16.0), Anchor::Middle, palette::GREY);
    bottom
}
