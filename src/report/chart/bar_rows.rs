//! Bar rows: bars that lie, a row per group, for long names and for amounts on both sides of zero.
//!
//! Up to four series get a panel each, side by side on one scale, so that each strategy reads as one picture.

use super::axis::{Numbers, Scale};
use super::bars::{MOST_ROWS, PART, VALUE, error, numbers, scale, spans, total, value, whisker, written};
use super::draw::{LABEL, no_data};
use super::figure::Bars;
use super::palette;
use super::sheet::{Anchor, Paper, Sheet};
use super::text::{Face, widest, width, wrap};
use super::{key, lines::axis_label};

const HEADING: Face = Face::bold(13.0);
/// Room for row names on a file's paper, in pixels.
const NAMES: f64 = 230.0;
/// Most panels side by side on a file's paper.
const MOST_PANELS: usize = 4;
/// Between panels, in pixels.
const GUTTER: f64 = 20.0;

/// Rows from top to bottom, each as high as its name or its bars need.
struct Rows {
    names: Vec<Vec<String>>,
    tops: Vec<f64>,
    bottom: f64,
}

/// Row names, broken into lines.
fn row_names(data: &Bars, paper: Paper) -> Vec<Vec<String>> {
    let most = if paper.is_narrow() { 3 } else { 2 };
    data.groups.iter().take(MOST_ROWS).map(|name| wrap(name, LABEL, paper.share(NAMES), most)).collect()
}

/// Whether each series gets a panel.
fn has_panels(data: &Bars, paper: Paper) -> bool {
    let most = if paper.is_narrow() { 1 } else { MOST_PANELS };
    !data.stacked && data.series.len() <= most
}

impl Rows {
    fn new(names: Vec<Vec<String>>, abreast: usize, top: f64) -> Self {
        let bars = if abreast > 1 { 13.0 * abreast as f64 + 10.0 } else { 25.0 };
        let mut bottom = top;
        let mut tops = Vec::with_capacity(names.len());
        for name in &names {
            tops.push(bottom);
            bottom += f64::max(bars, 15.0 * name.len() as f64 + 8.0);
        }
        Self { names, tops, bottom }
    }

    fn count(&self) -> usize {
        self.names.len()
    }

    /// Middle and height of a row.
    fn row(&self, at: usize) -> (f64, f64) {
        let end = self.tops.get(at + 1).copied().unwrap_or(self.bottom);
        ((self.tops[at] + end) / 2.0, end - self.tops[at])
    }
}

/// Draws from `top` down; returns the bottom edge.
pub(super) fn draw(sheet: &mut Sheet, data: &Bars, top: f64) -> f64 {
    let groups = data.groups.len().min(MOST_ROWS);
    let has_panels = has_panels(data, sheet.paper);
    let ticks = if sheet.paper.is_narrow() || (has_panels && data.series.len() > 1) { 5 } else { 8 };
    let Some((scale, seen)) = scale(data, groups, ticks) else { return no_data(sheet, top) };
    let scale = scale.ending(seen);
    let numbers = numbers(data, groups);
    let names = data.series.iter().map(|series| series.name.as_str());
    let top = if has_panels { top } else { key::draw(sheet, names, |place| data.colour(place), top) };
    let (margin, right) = (sheet.paper.margin, sheet.paper.right());
    sheet.text((margin, top + 14.0), &axis_label(&data.y_label, sheet.paper), LABEL, Anchor::Left, palette::GREY);

    let panels = if has_panels { data.series.len() } else { 1 };
    let names = row_names(data, sheet.paper);
    let name_width = names.iter().map(|name| widest(name, LABEL)).fold(0.0, f64::max);
    let left = margin + name_width + 14.0;
    let panel = (right - left - GUTTER * (panels - 1) as f64) / panels as f64;
    let headings: Vec<Vec<String>> = data.series.iter().map(|series| wrap(&series.name, HEADING, panel, 2)).collect();
    let heading_lines = if panels > 1 { headings.iter().map(Vec::len).max().unwrap_or(0) } else { 0 };
    let rows_top = top + 26.0 + 17.0 * heading_lines as f64;
    let abreast = if has_panels || data.stacked { 1 } else { data.series.len() };
    let rows = Rows::new(names, abreast, rows_top);

    name_rows(sheet, &rows, left);
    for (at, heading) in headings.iter().enumerate().take(panels) {
        let start = left + (panel + GUTTER) * at as f64;
        let scale = inset(scale, data, &numbers, (start, start + panel));
        if panels > 1 {
            let centre = (scale.at(seen.0) + scale.at(seen.1)) / 2.0;
            let half = widest(heading, HEADING) / 2.0;
            let middle = centre.clamp(start + half.min(panel / 2.0), start + panel - half.min(panel / 2.0));
            let ink = palette::ink(data.colour(at));
            sheet.lines((middle, top + 34.0), heading, 17.0, HEADING, Anchor::Middle, ink);
        }
        scale.draw_below(sheet, rows.tops.first().copied().unwrap_or(rows_top), rows.bottom);
        for group in 0..rows.count() {
            let only = has_panels.then_some(at);
            draw_row(sheet, data, group, only, &scale, &numbers, rows.row(group));
        }
    }
    rows.bottom + 22.0
}

/// The scale between two pixels, less the room for values written beyond the bars.
fn inset(scale: Scale, data: &Bars, numbers: &Numbers, (from, to): (f64, f64)) -> Scale {
    let groups = || 0..data.groups.len().min(MOST_ROWS);
    if data.stacked {
        let written_total = |group| total(data, group).map_or(0.0, |total| width(&numbers.show(total), VALUE) + 14.0);
        return scale.over(from + 10.0, to - groups().map(written_total).fold(0.0, f64::max));
    }
    let labels = data.series.iter().flat_map(|series| groups().filter_map(move |group| Some((series, group, value(series, group)?))));
    let (mut left, mut right) = (10.0_f64, 34.0_f64);
    for (series, group, value) in labels {
        let room = width(&written(series, group, value, numbers), VALUE).max(26.0) + 8.0;
        let side = if value < 0.0 { &mut left } else { &mut right };
        *side = side.max(room);
    }
    scale.over(from + left, to - right)
}

/// Row names at the left, and hairlines that lead the eye from a name to its bars.
fn name_rows(sheet: &mut Sheet, rows: &Rows, left: f64) {
    for (at, name) in rows.names.iter().enumerate() {
        let (middle, height) = rows.row(at);
        let baseline = middle + 4.4 - 7.5 * (name.len().max(1) - 1) as f64;
        sheet.lines((left - 14.0, baseline), name, 15.0, LABEL, Anchor::Right, palette::BLACK);
        if at > 0 {
            let y = middle - height / 2.0;
            sheet.rule((left - 10.0, y), (sheet.paper.right(), y), palette::mix(palette::GRID, palette::WHITE, 0.45));
        }
    }
}

/// The bars of one group in a row; of one series only, if `only` names it.
fn draw_row(sheet: &mut Sheet, data: &Bars, group: usize, only: Option<usize>, x: &Scale, numbers: &Numbers, (middle, height): (f64, f64)) {
    let is_single = only.is_some() || data.stacked;
    let abreast = if is_single { 1.0 } else { data.series.len() as f64 };
    let bar = ((height - 8.0) / abreast).min(18.0);
    let first = middle - bar * abreast / 2.0;
    for (place, span) in spans(data, group).into_iter().enumerate() {
        let Some(span) = span.filter(|_| only.is_none_or(|only| only == place)) else { continue };
        let y = first + if is_single { 0.0 } else { bar * place as f64 };
        let (from, to) = (x.at(span.from), x.at(span.to));
        let seam = if data.stacked && (from - to).abs() > 3.0 { 0.5 } else { 0.0 };
        let (start, end) = (from.min(to) + seam, from.max(to) - seam);
        sheet.rect((start, y + 0.5), (end, y + bar - 0.5), palette::fill(data.colour(place)));
        let baseline = y + bar / 2.0 + 4.0;
        if data.stacked {
            let text = numbers.show(span.value);
            if width(&text, PART) + 6.0 <= (to - from).abs() {
                let ink = palette::text_on(palette::fill(data.colour(place)));
                sheet.text(((from + to) / 2.0, baseline), &text, PART, Anchor::Middle, ink);
            }
            continue;
        }
        let text = written(&data.series[place], group, span.value, numbers);
        let (mut low, mut high) = (to, to);
        if let Some(interval) = error(&data.series[place], group) {
            (low, high) = (x.at(interval.0).min(to), x.at(interval.1).max(to));
            let line = y + bar / 2.0;
            whisker(sheet, (x.at(interval.0), line), (x.at(interval.1), line), (bar / 4.0).min(4.0));
        }
        if span.value < 0.0 {
            sheet.text_on_paper((low - 5.0, baseline), &text, VALUE, Anchor::Right, palette::BLACK);
        } else {
            sheet.text_on_paper((high + 5.0, baseline), &text, VALUE, Anchor::Left, palette::BLACK);
        }
    }
    if data.stacked
        && let Some(total) = total(data, group)
    {
        let end = spans(data, group).into_iter().flatten().map(|span| x.at(span.to)).fold(x.at(0.0), f64::max);
        sheet.text_on_paper((end + 6.0, middle + 4.0), &numbers.show(total), Face::bold(11.0), Anchor::Left, palette::BLACK);
    }
}
