//! Page: a run or a comparison as one HTML file that opens offline, for readers who decide.
//!
//! Invariants: nothing is loaded from anywhere and no script runs; every text of a scenario is escaped; figures are shown as the terminal
//! shows them, and each carries the text that the files have; the same results give the same bytes.
//!
//! To add a section: a file here with a function from [`Page`] to a `Section`, and a line in `SECTIONS`.

mod again;
mod annual;
mod approval;
mod assumptions;
mod audits;
mod bridge;
mod comparison;
mod coverage;
mod document;
mod drawing;
mod fraud;
mod gates;
mod groups;
mod growth;
mod losses;
mod monitoring;
mod origin;
mod own_settings;
mod profit;
mod published;
mod question;
mod table;
mod trust;
mod verdict;

use super::ReportError;
use super::figures::{Named, Story};
use crate::experiment::worlds::Beside;
use crate::experiment::{Comparison, RunSummary, Watching, arms};
use crate::scenario::{Arm, Plan};
use maud::Markup;

pub use origin::Origin;

/// What a page is about.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// The scenario.
    pub plan: &'a Plan,
    /// All runs.
    pub runs: &'a [RunSummary],
    /// How strategies compare; nothing for a single one, or without a focus product.
    pub comparison: Option<&'a Comparison>,
    /// What monitoring stops and costs; nothing where nobody watches.
    pub watching: &'a [Watching],
    /// What worlds with breaches tell, where there are any.
    pub beside: Option<&'a Beside>,
    /// The focus product's story, if there is one.
    pub story: Option<&'a Story>,
    /// The charts that are files too.
    pub charts: &'a [Named],
    /// How the results came about.
    pub origin: &'a Origin,
}

/// A part of the page under a heading of its own.
struct Section {
    /// Its name in links.
    id: &'static str,
    title: &'static str,
    body: Markup,
}

/// A section, or nothing where the results have none.
type Written = Result<Option<Section>, ReportError>;

/// The sections, in the order of the page.
const SECTIONS: [fn(&Page<'_>) -> Written; 20] = [
    question::section,
    verdict::section,
    comparison::section,
    annual::section,
    growth::section,
    groups::section,
    gates::section,
    profit::section,
    bridge::section,
    fraud::section,
    monitoring::section,
    trust::section,
    losses::section,
    approval::section,
    published::section,
    assumptions::section,
    own_settings::section,
    coverage::section,
    audits::section,
    again::section,
];

/// The page as an HTML document in UTF-8.
///
/// # Errors
///
/// If a chart cannot be drawn; no content of a scenario or a result fails.
pub fn html(page: &Page<'_>) -> Result<Vec<u8>, ReportError> {
    let mut sections = Vec::new();
    for section in SECTIONS {
        sections.extend(section(page)?);
    }
    Ok(document::html(page, &sections).into_string().into_bytes())
}

impl<'a> Page<'a> {
    /// The strategies that were simulated, in the scenario's order.
    fn arms(&self) -> impl Iterator<Item = &'a Arm> {
        let names: Vec<&str> = arms(self.runs).iter().map(|arm| arm.strategy).collect();
        self.plan.arms.iter().filter(move |arm| names.contains(&arm.name.as_str()))
    }

    /// The strategy that others are held against; a single one's own name.
    fn baseline(&self) -> &'a str {
        let first = self.runs.first().map_or("", |run| run.strategy.as_str());
        self.comparison.map_or(first, |comparison| comparison.baseline.as_str())
    }

    /// The year that is looked at: the last full one; without one, the last.
    fn year(&self) -> Option<i16> {
        self.runs.first()?.tables.frame.last_full_year()
    }

    /// The year in words.
    fn year_words(&self) -> String {
        let Some(year) = self.year() else { return String::new() };
        let is_full = self.runs.first().is_some_and(|run| run.tables.frame.is_full_year(year));
        if is_full { year.to_string() } else { format!("{year} (a partial year: the run has no full one)") }
    }

    /// The charts whose stems begin so.
    fn charts(&self, stem: &str) -> impl Iterator<Item = &'a Named> {
        self.charts.iter().filter(move |(name, _)| name.starts_with(stem))
    }

    /// The chart with this stem.
    fn chart(&self, stem: &str) -> Option<&'a Named> {
        self.charts.iter().find(|(name, _)| *name == stem)
    }
}
