//! Bars: amounts per group. This file holds what upright and lying bars share, and draws the upright ones.

use super::axis::{Numbers, Scale, TICK, range};
use super::draw::{LABEL, no_data};
use super::figure::{BarSeries, Bars};
use super::palette;
use super::sheet::{Anchor, Paper, Point, Sheet};
use super::text::{Face, widest, width, wrap};
use super::{bar_rows, months};
use super::{key, lines::axis_label};

/// Type of the values written at bars.
pub(super) const VALUE: Face = Face::regular(11.0);
/// Type of the values written inside the parts of a stack.
pub(super) const PART: Face = Face::bold(11.0);
/// Most groups one figure shows when bars lie.
pub(super) const MOST_ROWS: usize = 60;
/// Height of an upright panel, in pixels.
const HEIGHT: f64 = 340.0;
/// Widest bar, in pixels.
const WIDEST: f64 = 110.0;

/// One bar, or one part of a stack: where it begins and ends on the value axis.
pub(super) struct Span {
    pub(super) from: f64,
    pub(super) to: f64,
    pub(super) value: f64,
}

/// A finite value, or nothing for a gap.
pub(super) fn value(series: &BarSeries, group: usize) -> Option<f64> {
    series.values.get(group).copied().filter(|value| value.is_finite())
}

/// A finite interval, or nothing.
pub(super) fn error(series: &BarSeries, group: usize) -> Option<(f64, f64)> {
    let interval = series.error.as_ref()?.get(group).copied()?;
    (interval.0.is_finite() && interval.1.is_finite()).then_some(interval)
}

/// The bars of one group, in series order; stacks grow away from zero on both sides.
pub(super) fn spans(data: &Bars, group: usize) -> Vec<Option<Span>> {
    let (mut above, mut below) = (0.0, 0.0);
    let span = |series: &BarSeries| {
        let value = value(series, group)?;
        if !data.stacked {
            return Some(Span { from: 0.0, to: value, value });
        }
        let top = if value < 0.0 { &mut below } else { &mut above };
        let from = *top;
        *top += value;
        Some(Span { from, to: *top, value })
    };
    data.series.iter().map(span).collect()
}

/// The scale over all bars and whiskers, zero included; nothing if there is no bar.
pub(super) fn scale(data: &Bars, groups: usize, ticks: u32) -> Option<(Scale, (f64, f64))> {
    let ends = || (0..groups).flat_map(|group| spans(data, group)).flatten().map(|span| span.to);
    range(ends())?;
    let whiskers = data.series.iter().flat_map(|series| (0..groups).filter_map(|group| error(series, group)));
    let whiskers = whiskers.filter(|_| !data.stacked).flat_map(|(low, high)| [low, high]);
    let seen = range(ends().chain(whiskers).chain([0.0]))?;
    Some((Scale::round(seen, ticks), seen))
}

/// How values are written: with a plus if there are losses too.
pub(super) fn numbers(data: &Bars, groups: usize) -> Numbers {
    let shown = |series| (0..groups).filter_map(move |group| value(series, group));
    let totals = (0..groups).filter(|_| data.stacked).filter_map(|group| total(data, group));
    let values: Vec<f64> = data.series.iter().flat_map(shown).chain(totals).collect();
    let has_losses = values.iter().any(|value| *value < 0.0);
    let numbers = Numbers::of_values(values);
    if has_losses { numbers.with_plus() } else { numbers }
}

/// What is written at a bar.
pub(super) fn written(series: &BarSeries, group: usize, value: f64, numbers: &Numbers) -> String {
    series.texts.get(group).cloned().unwrap_or_else(|| numbers.show(value))
}

/// Sum of a group's values, or nothing if all are gaps.
pub(super) fn total(data: &Bars, group: usize) -> Option<f64> {
    let values = data.series.iter().filter_map(|series| value(series, group));
    values.fold(None, |sum, value| Some(sum.unwrap_or(0.0) + value))
}

/// How many groups the drawing leaves out for want of room.
pub(super) fn left_out(data: &Bars, paper: Paper) -> usize {
    if lies(data, paper) { data.groups.len().saturating_sub(MOST_ROWS) } else { 0 }
}

/// Whether bars lie: because they should, or because group names do not fit under upright ones.
fn lies(data: &Bars, paper: Paper) -> bool {
    let slot = (paper.room() - 60.0) / data.groups.len().max(1) as f64;
    let crowded = data.series.len() as f64 * 3.0 > slot;
    let fits = |group: &String| {
        let longest_word = group.split([' ', '-', '/']).map(|word| width(word, TICK)).fold(0.0, f64::max);
        longest_word <= slot - 10.0 && wrap(group, TICK, slot - 8.0, 9).len() <= 3
    };
    data.horizontal || (!months::are_months(&data.groups) && (crowded || !data.groups.iter().all(fits)))
}

/// Draws from `top` down; returns the bottom edge.
pub(super) fn draw(sheet: &mut Sheet, data: &Bars, top: f64) -> f64 {
    if lies(data, sheet.paper) { bar_rows::draw(sheet, data, top) } else { draw_upright(sheet, data, top) }
}

fn draw_upright(sheet: &mut Sheet, data: &Bars, top: f64) -> f64 {
    let Some((y, seen)) = scale(data, data.groups.len(), 5) else { return no_data(sheet, top) };
    let top = key::draw(sheet, data.series.iter().map(|series| series.name.as_str()), |place| data.colour(place), top);
    sheet.text((sheet.paper.margin, top + 14.0), &axis_label(&data.y_label, sheet.paper), LABEL, Anchor::Left, palette::GREY);
    let panel_top = top + 38.0;
    let bottom = panel_top + HEIGHT;
    // Values of losses are written under their bars.
    let foot = if seen.0 < 0.0 { 16.0 } else { 0.0 };
    let y = y.over(bottom - foot, panel_top);
    let labels = y.numbers();
    let tick_width = y.ticks().into_iter().map(|tick| width(&labels.show(tick), TICK)).fold(0.0, f64::max);
    let (left, right) = (sheet.paper.margin + tick_width + 10.0, sheet.paper.right());
    for tick in y.ticks() {
        let at = y.at(tick);
        sheet.rule((left, at), (right, at), if tick == 0.0 { palette::AXIS } else { palette::GRID });
        sheet.text((left - 8.0, at + 4.3), &labels.show(tick), TICK, Anchor::Right, palette::GREY);
    }
    let slot = (right - left) / data.groups.len() as f64;
    let numbers = numbers(data, data.groups.len());
    for group in 0..data.groups.len() {
        draw_group(sheet, data, group, (&y, &numbers), (left + slot * group as f64, slot));
    }
    name_groups(sheet, data, left, slot, bottom)
}

/// The bars of one group in the slot that begins at `start` and is `slot` wide.
fn draw_group(sheet: &mut Sheet, data: &Bars, group: usize, (y, numbers): (&Scale, &Numbers), (start, slot): (f64, f64)) {
    let abreast = if data.stacked { 1 } else { data.series.len().max(1) } as f64;
    let bar = (slot * 0.76 / abreast).min(WIDEST);
    let first = start + (slot - bar * abreast) / 2.0;
    for (place, span) in spans(data, group).into_iter().enumerate() {
        let Some(span) = span else { continue };
        let x = first + if data.stacked { 0.0 } else { bar * place as f64 };
        let gap = if bar > 8.0 { 1.0 } else { 0.0 };
        let (from, to) = (y.at(span.from), y.at(span.to));
        let seam = if data.stacked && (from - to).abs() > 3.0 { 0.5 } else { 0.0 };
        let (upper, lower) = (from.min(to) + seam, from.max(to) - seam);
        sheet.rect((x + gap, upper), (x + bar - gap, lower), palette::fill(data.colour(place)));
        let text = if data.stacked { numbers.show(span.value) } else { written(&data.series[place], group, span.value, numbers) };
        let middle = x + bar / 2.0;
        let fits = width(&text, VALUE) <= bar + 2.0;
        if data.stacked {
            part_of_stack(sheet, (middle, from, to), &text, data.colour(place), fits);
            continue;
        }
        let interval = error(&data.series[place], group).map(|(low, high)| (y.at(low), y.at(high)));
        if let Some((low, high)) = interval {
            whisker(sheet, (middle, low), (middle, high), (bar / 4.0).min(5.0));
        }
        if fits {
            let (low, high) = interval.unwrap_or((to, to));
            let baseline = if span.value < 0.0 { to.max(low) + 13.0 } else { to.min(high) - 5.0 };
            sheet.text_on_paper((middle, baseline), &text, VALUE, Anchor::Middle, palette::BLACK);
        }
    }
    if data.stacked
        && let Some(total) = total(data, group)
    {
        let text = numbers.show(total);
        let top = spans(data, group).into_iter().flatten().map(|span| y.at(span.to)).fold(y.at(0.0), f64::min);
        if width(&text, VALUE) <= slot - 2.0 {
            let bold = Face::bold(12.0);
            sheet.text_on_paper((first + bar / 2.0, top - 6.0), &text, bold, Anchor::Middle, palette::BLACK);
        }
    }
}

/// The value and the edge of one part of a stack that runs from pixel `from` to pixel `to`.
fn part_of_stack(sheet: &mut Sheet, (middle, from, to): (f64, f64, f64), text: &str, place: usize, fits: bool) {
    if fits && (from - to).abs() >= 15.0 {
        let ink = palette::text_on(palette::fill(place));
        sheet.text((middle, (from + to) / 2.0 + 4.0), text, PART, Anchor::Middle, ink);
    }
}

/// An interval with caps of half length `cap`, upright or lying.
pub(super) fn whisker(sheet: &mut Sheet, low: Point, high: Point, cap: f64) {
    sheet.path(vec![low, high], 1.5, palette::BLACK);
    let is_upright = low.0 == high.0;
    for end in [low, high] {
        let (dx, dy) = if is_upright { (cap, 0.0) } else { (0.0, cap) };
        sheet.path(vec![(end.0 - dx, end.1 - dy), (end.0 + dx, end.1 + dy)], 1.5, palette::BLACK);
    }
}

/// Group names under the panel; returns the bottom edge.
fn name_groups(sheet: &mut Sheet, data: &Bars, left: f64, slot: f64, bottom: f64) -> f64 {
    let is_dense = months::are_months(&data.groups) && slot < 64.0;
    if is_dense {
        months::draw(sheet, &data.groups, left + slot / 2.0, slot, bottom);
        return bottom + months::HEIGHT;
    }
    let mut most = 1;
    for (group, name) in data.groups.iter().enumerate() {
        let lines = wrap(name, TICK, slot - 8.0, 3);
        debug_assert!(widest(&lines, TICK) <= slot);
        let middle = left + slot * (group as f64 + 0.5);
        sheet.lines((middle, bottom + 19.0), &lines, 15.0, TICK, Anchor::Middle, palette::BLACK);
        most = most.max(lines.len());
    }
    bottom + 10.0 + 15.0 * most as f64
}
