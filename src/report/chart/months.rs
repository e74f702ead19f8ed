//! Months: the labels under a time axis, as many as fit.

use super::axis::TICK;
use super::palette;
use super::sheet::{Anchor, Sheet};
use super::text::{clip, width};

const NAMES: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Room the labels need under the axis, in pixels.
pub(super) const HEIGHT: f64 = 40.0;

/// Free paper between two labels, in pixels.
const GAP: f64 = 12.0;

/// A tick: the label's index, the text under it, and the year under that.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Tick {
    at: usize,
    text: String,
    year: Option<i32>,
}

/// Year and month, 0 to 11, of a label such as `2011-09`.
fn parse(label: &str) -> Option<(i32, usize)> {
    let (year, month) = label.split_once('-')?;
    if year.len() != 4 || month.len() != 2 {
        return None;
    }
    let (year, month) = (year.parse().ok()?, month.parse::<usize>().ok()?);
    (1..=12).contains(&month).then(|| (year, month - 1))
}

/// Whether every label is a month.
pub(super) fn are_months(labels: &[String]) -> bool {
    !labels.is_empty() && labels.iter().all(|label| parse(label).is_some())
}

/// The ticks for labels `pitch` pixels apart: months, quarters or years, the finest that fit.
fn ticks(labels: &[String], pitch: f64) -> Vec<Tick> {
    let months: Option<Vec<(i32, usize)>> = labels.iter().map(|label| parse(label)).collect();
    let Some(months) = months else { return thinned(labels, pitch) };
    if pitch >= width("May", TICK) + GAP {
        return with_years(&months, |(_, month)| Some(NAMES[month].to_string()));
    }
    if 3.0 * pitch >= width("Q4", TICK) + GAP && months.len() > 3 {
        return with_years(&months, |(_, month)| (month % 3 == 0).then(|| format!("Q{}", month / 3 + 1)));
    }
    let steps = [1, 2, 5, 10, 20, 50, 100];
    let fitting = steps.into_iter().find(|years| f64::from(*years) * 12.0 * pitch >= width("2000", TICK) + GAP);
    let step = fitting.unwrap_or(200);
    let shown = |(_, (year, month)): &(usize, &(i32, usize))| *month == 0 && year % step == 0;
    let years = months.iter().enumerate().filter(shown);
    years.map(|(at, (year, _))| Tick { at, text: year.to_string(), year: None }).collect()
}

/// Ticks for which `name` has a text; the first, and the first of each year, carry the year.
fn with_years(months: &[(i32, usize)], name: impl Fn((i32, usize)) -> Option<String>) -> Vec<Tick> {
    let mut written = None;
    let mut ticks = Vec::new();
    for (at, month) in months.iter().enumerate() {
        if let Some(text) = name(*month) {
            let year = (written != Some(month.0)).then_some(month.0);
            written = Some(month.0);
            ticks.push(Tick { at, text, year });
        }
    }
    ticks
}

/// Every so many labels, for labels that are not months.
fn thinned(labels: &[String], pitch: f64) -> Vec<Tick> {
    let texts: Vec<String> = labels.iter().map(|label| clip(label, TICK, 110.0)).collect();
    let widest = texts.iter().map(|text| width(text, TICK)).fold(0.0, f64::max);
    let every = ((widest + GAP) / pitch.max(1e-6)).ceil().clamp(1.0, 1e9) as usize;
    let shown = texts.into_iter().enumerate().step_by(every);
    shown.map(|(at, text)| Tick { at, text, year: None }).collect()
}

/// Ticks and labels under the line `y`; label `i` belongs under `first + i * pitch`.
pub(super) fn draw(sheet: &mut Sheet, labels: &[String], first: f64, pitch: f64, y: f64) {
    let ticks = ticks(labels, pitch);
    let mut year_taken = f64::NEG_INFINITY;
    for (place, tick) in ticks.iter().enumerate() {
        let x = first + tick.at as f64 * pitch;
        let starts_year = tick.year.is_some();
        sheet.rule((x, y), (x, y + if starts_year { 7.0 } else { 4.0 }), palette::AXIS);
        let half = width(&tick.text, TICK) / 2.0;
        let middle = x.clamp(half + 4.0, sheet.paper.width - half - 4.0);
        sheet.text((middle, y + 19.0), &tick.text, TICK, Anchor::Middle, palette::GREY);
        let Some(year) = tick.year else { continue };
        let text = year.to_string();
        let half = width(&text, TICK) / 2.0;
        let next = ticks.iter().skip(place + 1).find(|later| later.year.is_some());
        let crowded = next.is_some_and(|next| (next.at - tick.at) as f64 * pitch < 2.0 * half + GAP);
        if x - half > year_taken && !crowded {
            sheet.text((x, y + 34.0), &text, TICK, Anchor::Middle, palette::BLACK);
            year_taken = x + half + GAP;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::text::load_fonts;
    use super::*;

    fn months(count: usize) -> Vec<String> {
        (8..8 + count).map(|m| format!("{}-{:02}", 2011 + m / 12, m % 12 + 1)).collect()
    }

    fn texts(count: usize, pitch: f64) -> Vec<String> {
        load_fonts().expect("the typeface is built in");
        ticks(&months(count), pitch).into_iter().map(|tick| tick.text).collect()
    }

    #[test]
    fn a_short_run_shows_months_a_longer_one_quarters_a_long_one_years() {
        assert_eq!(texts(3, 100.0), ["Sep", "Oct", "Nov"]);
        assert_eq!(texts(9, 18.0), ["Q4", "Q1", "Q2"]);
        assert_eq!(texts(40, 5.0), ["2012", "2013", "2014"]);
    }

    #[test]
    fn the_year_is_written_once_a_year() {
        load_fonts().expect("the typeface is built in");
        let years: Vec<i32> = ticks(&months(40), 18.0).into_iter().filter_map(|tick| tick.year).collect();
        assert_eq!(years, [2011, 2012, 2013, 2014]);
    }

    #[test]
    fn other_labels_are_thinned() {
        load_fonts().expect("the typeface is built in");
        let labels: Vec<String> = (0..100).map(|i| format!("step {i}")).collect();
        assert!(ticks(&labels, 8.0).len() < 20);
        assert!(!are_months(&labels) && are_months(&months(3)));
    }
}
