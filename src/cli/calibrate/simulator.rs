//! Simulator: the scenario as a model to fit: reads it with the values of each trial, runs the batch, and keeps the figures asked for.

use super::asked::Fit;
use crate::cli::batch::{self, Job};
use crate::cli::failure::Failure;
use crate::cli::files::look;
use crate::cli::interrupt::Interrupt;
use crate::cli::printer::complain;
use crate::cli::progress::Progress;
use crate::experiment::calibrate::{Luck, Model, Trial};
use crate::experiment::simulate::Order;
use crate::experiment::{RunSummary, projected};
use crate::scenario::{Fitted, Knob, Plan, Target};
use std::sync::Arc;

/// The seeds of both stocks of luck.
#[derive(Clone, Copy, Debug)]
pub struct Seeds {
    /// That of the fit.
    pub fit: u64,
    /// That of the score.
    pub fresh: u64,
}

/// How trials are simulated.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    /// The strategy.
    pub strategy: &'a str,
    /// The seeds.
    pub seeds: Seeds,
    /// People that an agent stands for.
    pub persons_per_agent: u32,
    /// Threads to use.
    pub threads: usize,
    /// Runs there will be, about.
    pub about_runs: u32,
    /// True if nothing is said on the way.
    pub is_quiet: bool,
}

/// A scenario under one strategy.
pub struct Simulator<'a> {
    fitted: &'a Fitted<'a>,
    fits: &'a [Fit],
    targets: &'a [Target],
    setting: Setting<'a>,
    interrupt: &'a Interrupt,
    /// Runs done.
    runs: usize,
    /// Checks that failed.
    failed: Vec<String>,
}

/// What is kept of a run.
struct Kept {
    /// A projection for each target; nothing where the tables have none.
    figures: Vec<Option<f64>>,
    /// Checks that failed.
    failed: Vec<String>,
}

impl<'a> Simulator<'a> {
    /// A simulator of `fitted`, whose numbers are those of `fits`, that projects `targets`.
    pub fn new(fitted: &'a Fitted<'a>, fits: &'a [Fit], targets: &'a [Target], setting: Setting<'a>, interrupt: &'a Interrupt) -> Self {
        Self { fitted, fits, targets, setting, interrupt, runs: 0, failed: Vec::new() }
    }

    /// The checks that failed in any run, at most the first few.
    pub fn failed(&self) -> &[String] {
        &self.failed[..self.failed.len().min(10)]
    }

    fn plan(&self, trial: &Trial) -> Result<Plan, Failure> {
        let values: Vec<(&Knob, f64)> = self.fits.iter().map(|fit| &fit.knob).zip(trial.values.iter().copied()).collect();
        self.fitted.plan(&values).map_err(|rejected| Failure::Scenario(rejected.render(look())))
    }

    /// The runs of a trial.
    fn jobs(&self, trial: &Trial) -> Result<Vec<Job>, Failure> {
        let plan = Arc::new(self.plan(trial)?);
        let arm = plan.arm(self.setting.strategy).ok_or_else(|| Failure::Broken("the strategy is gone".to_owned()))?;
        let seed = match trial.luck {
            Luck::Fit => self.setting.seeds.fit,
            Luck::Fresh => self.setting.seeds.fresh,
        };
        let persons_per_agent = self.setting.persons_per_agent;
        let order = |replicate| Order { arm, replicate, seed, persons_per_agent };
        Ok(trial.replicates.clone().map(|replicate| (Arc::clone(&plan), order(replicate))).collect())
    }
}

impl Model for Simulator<'_> {
    type Error = Failure;

    fn project(&mut self, what: &str, trials: &[Trial]) -> Result<Vec<Vec<Vec<f64>>>, Failure> {
        let mut jobs: Vec<Job> = Vec::new();
        for trial in trials {
            self.interrupt.check()?;
            jobs.extend(self.jobs(trial)?);
        }
        let Setting { threads, is_quiet, .. } = self.setting;
        if !is_quiet {
            let points = if trials.len() == 1 { "1 point".to_owned() } else { format!("{} points", trials.len()) };
            let (from, to) = (self.runs + 1, self.runs + jobs.len());
            complain(&format!("{what}: {points}, runs {from} to {to} of about {}", self.setting.about_runs.max(to as u32)));
        }
        let days = jobs.iter().map(|(plan, _)| u64::from(plan.days())).sum();
        let targets = self.targets.to_vec();
        let keep = move |run: RunSummary| Kept {
            figures: targets.iter().map(|target| projected(&run.tables, target)).collect(),
            failed: run.findings.iter().filter(|f| !f.1).map(|f| format!("{} in replicate {}: {}", f.0, run.replicate, f.2)).collect(),
        };
        let done = batch::run_each(&jobs, threads, Progress::new(days, is_quiet), self.interrupt, keep)?;
        self.runs += jobs.len();
        let mut figures = Vec::new();
        for kept in done.runs {
            self.failed.extend(kept.failed);
            let missing = kept.figures.iter().position(Option::is_none).map(|at| self.targets[at].handle.as_str());
            figures.push(kept.figures.into_iter().collect::<Option<Vec<f64>>>().ok_or_else(|| nothing(missing))?);
        }
        let mut figures = figures.into_iter();
        Ok(trials.iter().map(|trial| figures.by_ref().take(trial.replicates.clone().count()).collect()).collect())
    }
}

fn nothing(target: Option<&str>) -> Failure {
    let target = target.unwrap_or_default();
    Failure::Argument(format!("nothing is projected for target `{target}` under this strategy; leave it out of the scenario"))
}
