//! Figures: what the charts of a run or a comparison show, as data.
//!
//! Invariants: every number is from the same tables as the result files; a title states what the numbers show and calls a difference
//! one only where its interval excludes zero; partial months at the edges are not drawn, for they would look like a fall.
//!
//! To add a chart: a function here or in a file beside this one, and a line in [`comparison`] or [`run`].

mod bridge;
mod fraud;
mod gates;
mod intervals;
mod monthly;
mod parties;
mod targets;

use super::chart::Figure;
use super::wording::replicates;
use crate::experiment::{Bridge, Comparison, Passed, RunSummary, TargetRow, arms};

/// What the figures are about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    /// The scenario's name.
    pub scenario: String,
    /// The focus product.
    pub focus: String,
    /// Dated events to mark: month such as `2012-08`, and a few words.
    pub marks: Vec<(String, String)>,
}

/// A chart with the stem of its file's name.
pub type Named = (&'static str, Figure);

/// The charts of a comparison of strategies.
#[must_use]
pub fn comparison(runs: &[RunSummary], comparison: &Comparison, story: &Story) -> Vec<Named> {
    vec![
        ("adoption", monthly::adoption(runs, Some(comparison), story)),
        ("volume", monthly::volume(runs, Some(comparison), story)),
        ("fraud-loss-by-bearer", fraud::loss_by_bearer(runs, Some(&comparison.baseline), story)),
        ("profit-by-party", parties::changes(runs, comparison, story)),
        ("comparison", intervals::comparison(comparison, story, count(runs))),
    ]
}

/// The charts of one strategy's runs.
#[must_use]
pub fn run(runs: &[RunSummary], story: &Story) -> Vec<Named> {
    vec![
        ("adoption", monthly::adoption(runs, None, story)),
        ("volume", monthly::volume(runs, None, story)),
        ("fraud-loss-by-bearer", fraud::loss_by_bearer(runs, None, story)),
        ("profit-by-party", parties::profits(runs, story)),
    ]
}

/// The chart of projections against published figures, if there are any.
#[must_use]
pub fn targets(rows: &[TargetRow], runs: &[RunSummary], story: &Story) -> Option<Named> {
    targets::against_published(rows, story, count(runs)).map(|figure| ("targets", figure))
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
