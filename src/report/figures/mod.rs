//! Figures: what the charts of a run or a comparison show, as data.
//!
//! Invariants: every number is from the same tables as the result files; a title states what the numbers show and calls a difference
//! one only where its interval excludes zero; partial months at the edges are not drawn, for they would look like a fall.
//!
//! To add a chart: a function in a file beside this one, and a line in `CHARTS`.

mod bridge;
mod courses;
mod exceedance;
mod fraud;
mod gates;
mod intervals;
mod monthly;
mod parties;
mod targets;
mod trust;
mod vectors;
mod watching;

use super::chart::Figure;
use super::wording::replicates;
use crate::domain::currency::Currency;
use crate::experiment::worlds::Beside;
use crate::experiment::{Bridge, Comparison, Passed, RunSummary, TargetRow, Watching, arms};

/// What the figures are about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    /// The scenario's name.
    pub scenario: String,
    /// The focus product.
    pub focus: String,
    /// The money of all amounts.
    pub currency: Currency,
    /// Dated events to mark: month such as `2012-08`, and a few words.
    pub marks: Vec<(String, String)>,
}

/// A chart with the stem of its file's name.
pub type Named = (String, Figure);

/// What charts are drawn from.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// All runs.
    pub runs: &'a [RunSummary],
    /// How strategies compare; nothing for a single one.
    pub comparison: Option<&'a Comparison>,
    /// Projections beside published figures.
    pub targets: &'a [TargetRow],
    /// What monitoring stops and costs; nothing where nobody watches.
    pub watching: &'a [Watching],
    /// What worlds with breaches tell, where there are any.
    pub beside: Option<&'a Beside>,
    /// What it is all about.
    pub story: &'a Story,
}

/// Draws one chart, or nothing where there is nothing to show.
type Drawn = fn(&Told<'_>) -> Option<Figure>;

/// Every chart under the stem of its file's name, in the order of files.
const CHARTS: [(&str, Drawn); 12] = [
    ("adoption", |told| Some(monthly::adoption(told.runs, told.comparison, told.story))),
    ("volume", |told| Some(monthly::volume(told.runs, told.comparison, told.story))),
    ("fraud-loss-by-bearer", |told| Some(fraud::loss_by_bearer(told.runs, told.comparison.map(|held| held.baseline.as_str()), told.story))),
    ("fraud-by-vector", |told| vectors::loss_by_vector(told.runs, told.story)),
    ("fraud-prevented", |told| vectors::prevented(told.runs, told.story)),
    ("monitoring-roc", |told| watching::roc(told.watching, told.story, count(told.runs))),
    ("monitoring-cost", |told| watching::cost(told.watching, told.story, count(told.runs))),
    ("trust", |told| trust::security(told.runs, told.story)),
    ("loss-exceedance", |told| told.beside.map(|beside| exceedance::curve(beside, told.story))),
    ("profit-by-party", |told| {
        Some(match told.comparison {
            Some(held) => parties::changes(told.runs, held, told.story),
            None => parties::profits(told.runs, told.story),
        })
    }),
    ("comparison", |told| told.comparison.map(|held| intervals::comparison(held, told.story, count(told.runs)))),
    ("targets", |told| targets::against_published(told.targets, told.story, count(told.runs))),
];

/// The charts that these results have; series of published figures have one each, `targets_` and what they are of, and come last.
#[must_use]
pub fn charts(told: &Told<'_>) -> Vec<Named> {
    let drawn = CHARTS.into_iter().filter_map(|(stem, draw)| draw(told).map(|figure| (stem.to_string(), figure)));
    drawn.chain(courses::beside_published(told)).collect()
}

/// How the crowd narrows on the way to the focus product; only the page shows it. `year` in words.
pub(super) fn gates(runs: &[RunSummary], rows: &[Passed], baseline: &str, story: &Story, year: &str) -> Figure {
    gates::passed(runs, rows, baseline, story, year)
}

/// How 100 of volume lead to the operator's profit under one strategy; only the page shows it. `year` in words.
pub(super) fn bridge(runs: &[RunSummary], bridge: &Bridge, operator: &str, story: &Story, year: &str) -> Figure {
    bridge::steps(bridge, operator, story, year, count(runs))
}

/// The fewest replicates that any strategy has.
fn count(runs: &[RunSummary]) -> usize {
    arms(runs).iter().map(|arm| arm.runs.len()).min().unwrap_or(0)
}

/// Where the figures come from and what their intervals cover.
fn source(story: &Story, file: &str, what: &str, count: usize) -> String {
    let origin = format!("Source: this run of {}, {file}.", story.scenario);
    match count {
        0 | 1 => format!("{origin} One replicate: no interval."),
        _ => format!(
            "{origin} {what}: 95 % interval of the mean over {}; it covers chance, not the uncertainty of the parameters.",
            replicates(count)
        ),
    }
}

#[cfg(test)]
#[path = "../figures_tests.rs"]
mod tests;
