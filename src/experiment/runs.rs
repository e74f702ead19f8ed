//! Runs: what is kept of each simulated run, and the runs of each strategy together.

use super::statistics::Estimate;
use crate::metrics::RunTables;

/// What one independent check found: its name, whether it passed, and the figures.
pub type Finding = (String, bool, String);

/// One run of one strategy.
#[derive(Clone, Debug, PartialEq)]
pub struct RunSummary {
    /// The strategy.
    pub strategy: String,
    /// Which replicate, from 1; runs of one replicate share their luck.
    pub replicate: u32,
    /// Its results.
    pub tables: RunTables,
    /// Messages handled.
    pub messages: u64,
    /// Candidate points looked at.
    pub candidate_points: u64,
    /// Payments simulated as messages.
    pub payments_simulated: u64,
    /// Cases that stood open when trading ended.
    pub cases_open: u64,
    /// What the checks found.
    pub findings: Vec<Finding>,
}

/// The runs of one strategy.
#[derive(Clone, Debug)]
pub struct Arm<'a> {
    /// The strategy.
    pub strategy: &'a str,
    /// Its runs by replicate.
    pub runs: Vec<&'a RunSummary>,
}

impl Arm<'_> {
    /// The mean of a value over the runs.
    pub fn mean(&self, value: impl Fn(&RunTables) -> f64) -> Estimate {
        Estimate::of(&self.values(value))
    }

    /// The mean of a value less the same under `base`, over the replicates that both have.
    pub fn change(&self, base: &Self, value: impl Fn(&RunTables) -> f64) -> Estimate {
        let pairs = self.runs.iter().filter_map(|run| {
            let other = base.runs.iter().find(|other| other.replicate == run.replicate)?;
            Some((value(&run.tables), value(&other.tables)))
        });
        let (ours, theirs): (Vec<f64>, Vec<f64>) = pairs.unzip();
        Estimate::of_differences(&ours, &theirs)
    }

    /// One value per run.
    pub fn values(&self, value: impl Fn(&RunTables) -> f64) -> Vec<f64> {
        self.runs.iter().map(|run| value(&run.tables)).collect()
    }
}

/// The runs by strategy, in the order in which strategies first appear, each by replicate.
#[must_use]
pub fn arms(runs: &[RunSummary]) -> Vec<Arm<'_>> {
    let mut arms: Vec<Arm<'_>> = Vec::new();
    for run in runs {
        match arms.iter_mut().find(|arm| arm.strategy == run.strategy) {
            Some(arm) => arm.runs.push(run),
            None => arms.push(Arm { strategy: &run.strategy, runs: vec![run] }),
        }
    }
    for arm in &mut arms {
        arm.runs.sort_by_key(|run| run.replicate);
    }
    arms
}
