//! Lines: values over months, each line named at its right end; single values to hold them against are dots.

use super::axis::{Numbers, TICK, range};
use super::draw::{LABEL, no_data};
use super::figure::{Dot, Line, Lines};
use super::rise::Rise;
use super::sheet::{Anchor, Ink, Paper, Point, Sheet};
use super::spread::spread;
use super::text::{Face, clip, widest, width, wrap};
use super::{marks, months, palette};

const NAME: Face = Face::bold(13.0);
const VALUE: Face = Face::regular(13.0);
const LEADING: f64 = 16.0;
/// From the end of the lines to their names, in pixels.
const LEADER: f64 = 22.0;

/// Dashes of lines that are dashed, and of lines whose colour is used twice.
const DASHES: [(f64, f64); 2] = [(7.0, 5.0), (2.5, 5.0)];

/// The panel and its scales.
pub(super) struct Plot {
    pub(super) paper: Paper,
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
    /// Pixel of the first label, and from one label to the next.
    pub(super) first: f64,
    pub(super) pitch: f64,
    y: Rise,
}

impl Plot {
    pub(super) fn x(&self, index: usize) -> f64 {
        self.first + index as f64 * self.pitch
    }

    fn point(&self, index: usize, value: f64) -> Point {
        (self.x(index), self.y.at(value))
    }
}

/// The name at the end of a line.
struct EndLabel {
    place: usize,
    end: usize,
    value: f64,
    name: Vec<String>,
    number: String,
}

impl EndLabel {
    fn width(&self) -> f64 {
        let last = self.name.last().map_or(0.0, |line| width(line, NAME) + 7.0);
        widest(&self.name, NAME).max(last + width(&self.number, VALUE))
    }

    fn height(&self) -> f64 {
        LEADING * self.name.len().max(1) as f64 + 3.0
    }
}

/// Draws from `top` down; returns the bottom edge.
pub(super) fn draw(sheet: &mut Sheet, data: &Lines, top: f64) -> f64 {
    let Some(y) = y_scale(data) else { return no_data(sheet, top) };
    let labels = end_labels(data, sheet.paper);
    let plot = plan(data, y, &labels, sheet.paper, top);
    marks::draw(sheet, data, &plot, top);
    grid(sheet, &plot);
    months::draw(sheet, &data.x, plot.first, plot.pitch, plot.bottom);
    for (place, line) in data.series.iter().enumerate() {
        band(sheet, data, line, place, &plot);
    }
    let hidden: Vec<bool> = (0..data.series.len()).map(|place| hides_another(data, place, &plot)).collect();
    let is_dashed = |place: &usize| data.series[*place].dashed || hidden[*place] || palette::starts_over(*place);
    let (dashed, solid): (Vec<usize>, Vec<usize>) = (0..data.series.len()).partition(is_dashed);
    for place in solid {
        stroke(sheet, data, place, None, &plot);
    }
    for place in dashed {
        let dash = DASHES[usize::from(palette::starts_over(place))];
        stroke(sheet, data, place, Some(dash), &plot);
    }
    draw_dots(sheet, data, &plot);
    name_lines(sheet, &labels, &plot);
    plot.bottom + months::HEIGHT
}

/// Values of a line that have a place on the x axis.
fn shown<'a>(data: &'a Lines, line: &'a Line) -> impl Iterator<Item = (usize, f64)> + 'a {
    line.values.iter().copied().take(data.x.len()).enumerate().filter(|(_, value)| data.has_place(*value))
}

/// Dots that have a place on both axes.
fn shown_dots(data: &Lines) -> impl Iterator<Item = &Dot> {
    data.dots.iter().filter(|dot| dot.at < data.x.len() && data.has_place(dot.value))
}

impl Lines {
    /// True if the value can be drawn.
    fn has_place(&self, value: f64) -> bool {
        value.is_finite() && (!self.is_log || value > 0.0)
    }
}

/// The scale over all values and bands; from zero unless that would waste more than half of the panel.
fn y_scale(data: &Lines) -> Option<Rise> {
    let lines = data.series.iter().flat_map(|line| shown(data, line).map(|(_, value)| value));
    let values = lines.chain(shown_dots(data).map(|dot| dot.value));
    let seen = range(values)?;
    let bands = data.series.iter().flat_map(|line| line.band.iter().flatten().take(data.x.len()));
    if data.is_log {
        // A band may run off the scale.
        return Some(Rise::log(seen));
    }
    let (low, high) = range(bands.flat_map(|(low, high)| [*low, *high]).chain([seen.0, seen.1]))?;
    let near_zero = |near: f64, far: f64| near.abs() <= 0.5 * far.abs();
    let low = if low > 0.0 && near_zero(low, high) { 0.0 } else { low };
    let high = if high < 0.0 && near_zero(high, low) { 0.0 } else { high };
    Some(Rise::linear((low, high)))
}

fn end_labels(data: &Lines, paper: Paper) -> Vec<EndLabel> {
    let end = |(place, line): (usize, &Line)| shown(data, line).last().map(|last| (place, last));
    let ends: Vec<_> = data.series.iter().enumerate().filter_map(end).collect();
    let numbers = Numbers::of_values(ends.iter().map(|(_, (_, value))| *value));
    let label = |(place, (end, value)): (usize, (usize, f64))| {
        let name = wrap(&data.series[place].name, NAME, paper.share(190.0), if paper.is_narrow() { 3 } else { 2 });
        EndLabel { place, end, value, name, number: numbers.show(value) }
    };
    ends.into_iter().map(label).collect()
}

/// Chooses margins so that tick labels, names and marks fit on the sheet.
fn plan(data: &Lines, y: Rise, labels: &[EndLabel], paper: Paper, top: f64) -> Plot {
    let tick_width = y.ticks().into_iter().map(|tick| width(&y.label(tick), TICK)).fold(0.0, f64::max);
    let left = paper.margin + tick_width + 10.0;
    let names = labels.iter().map(EndLabel::width).fold(0.0, f64::max);
    let wanted = paper.right() - LEADER - names;
    let steps = data.x.len().saturating_sub(1).max(1) as f64;
    let right = marks::right_edge(data, paper, left, wanted);
    let (first, pitch) = if data.x.len() > 1 { (left, (right - left) / steps) } else { ((left + right) / 2.0, 0.0) };
    let mut plot = Plot { paper, left, right, top, bottom: top, first, pitch, y };
    plot.top = top + marks::height(data, &plot) + 14.0;
    let stacked_names: f64 = labels.iter().map(EndLabel::height).sum();
    plot.bottom = plot.top + stacked_names.max(if paper.is_narrow() { 240.0 } else { 340.0 });
    plot.y = y.over(plot.bottom, plot.top);
    plot
}

fn grid(sheet: &mut Sheet, plot: &Plot) {
    let bottom = plot.y.ticks().first().copied();
    for tick in plot.y.ticks() {
        let y = plot.y.at(tick);
        let is_axis = tick == 0.0 || Some(tick) == bottom;
        sheet.rule((plot.left, y), (plot.right, y), if is_axis { palette::AXIS } else { palette::GRID });
        sheet.text((plot.left - 8.0, y + 4.3), &plot.y.label(tick), TICK, Anchor::Right, palette::GREY);
    }
}

/// Runs of neighbouring points, split at gaps.
fn runs<T>(points: impl Iterator<Item = (usize, T)>) -> Vec<Vec<(usize, T)>> {
    let mut runs: Vec<Vec<(usize, T)>> = Vec::new();
    for (index, value) in points {
        match runs.last_mut() {
            Some(run) if run.last().is_some_and(|(last, _)| last + 1 == index) => run.push((index, value)),
            _ => runs.push(vec![(index, value)]),
        }
    }
    runs
}

fn band(sheet: &mut Sheet, data: &Lines, line: &Line, place: usize, plot: &Plot) {
    let Some(band) = &line.band else { return };
    let finite = |(_, (low, high)): &(usize, (f64, f64))| low.is_finite() && high.is_finite();
    for run in runs(band.iter().copied().take(data.x.len()).enumerate().filter(finite)) {
        let over = run.iter().map(|(index, (_, high))| plot.point(*index, *high));
        let under = run.iter().rev().map(|(index, (low, _))| plot.point(*index, *low));
        let points: Vec<Point> = over.chain(under).collect();
        sheet.area(points, Ink { rgb: palette::series(place), alpha: 0.16 });
    }
}

/// Whether a line runs on top of an earlier one for much of its way, so that it would hide it.
fn hides_another(data: &Lines, place: usize, plot: &Plot) -> bool {
    let line = &data.series[place];
    data.series[..place].iter().any(|earlier| {
        let both = shown(data, line).filter_map(|(index, value)| {
            let other = earlier.values.get(index).copied().filter(|other| other.is_finite())?;
            Some((plot.y.at(value) - plot.y.at(other)).abs())
        });
        let (close, all) = both.fold((0, 0), |(close, all), apart| (close + u32::from(apart < 2.5), all + 1));
        all > 0 && close * 2 > all
    })
}

fn stroke(sheet: &mut Sheet, data: &Lines, place: usize, dash: Option<(f64, f64)>, plot: &Plot) {
    let colour = palette::series(place);
    for run in runs(shown(data, &data.series[place])) {
        let points: Vec<Point> = run.into_iter().map(|(index, value)| plot.point(index, value)).collect();
        match (points.as_slice(), dash) {
            ([only], _) => sheet.disc(*only, 3.0, colour),
            (many, Some(dash)) => sheet.dashes(many, 2.5, colour, dash),
            (_, None) => sheet.path(points, 2.5, colour),
        }
    }
}

/// Single values, dark over everything, each with its words.
fn draw_dots(sheet: &mut Sheet, data: &Lines, plot: &Plot) {
    for dot in shown_dots(data) {
        let (x, y) = plot.point(dot.at, dot.value);
        sheet.disc((x, y), 6.0, palette::WHITE);
        sheet.disc((x, y), 4.5, palette::BLACK);
        // Beside the dot, where another one over or under it leaves room.
        let is_at_the_edge = x + 12.0 + width(&dot.text, VALUE) > plot.right;
        let (beside, anchor) = if is_at_the_edge { (x - 10.0, Anchor::Right) } else { (x + 10.0, Anchor::Left) };
        sheet.text((beside, y + 4.6), &dot.text, VALUE, anchor, palette::BLACK);
    }
}

/// Names and last values at the right, moved apart where lines end close together, then joined to their line by a leader.
fn name_lines(sheet: &mut Sheet, labels: &[EndLabel], plot: &Plot) {
    let ends: Vec<Point> = labels.iter().map(|label| plot.point(label.end, label.value)).collect();
    let wanted: Vec<f64> = ends.iter().map(|end| end.1).collect();
    let heights: Vec<f64> = labels.iter().map(EndLabel::height).collect();
    let centres = spread(&wanted, &heights, plot.top - 8.0, plot.bottom + 8.0);
    let x = plot.right + LEADER;
    for ((label, end), centre) in labels.iter().zip(ends).zip(centres) {
        let colour = palette::series(label.place);
        sheet.disc(end, 3.5, colour);
        let is_moved = (centre - end.1).abs() > 1.5 || end.0 < plot.right - 1.0;
        if is_moved {
            let bend = (plot.right + 7.0, end.1);
            sheet.path(vec![end, bend, (x - 4.0, centre)], 1.0, Ink { rgb: colour, alpha: 0.7 });
        }
        let baseline = centre - LEADING * (label.name.len().max(1) as f64 - 1.0) / 2.0 + 4.6;
        sheet.lines((x, baseline), &label.name, LEADING, NAME, Anchor::Left, palette::ink(label.place));
        let last = label.name.last().map_or(0.0, |line| width(line, NAME) + 7.0);
        let below = baseline + LEADING * label.name.len().saturating_sub(1) as f64;
        sheet.text((x + last, below), &label.number, VALUE, Anchor::Left, palette::GREY);
    }
}

/// The axis' label on one line, cut if it is longer than the sheet is wide.
pub(super) fn axis_label(text: &str, paper: Paper) -> String {
    clip(text, LABEL, paper.room())
}
