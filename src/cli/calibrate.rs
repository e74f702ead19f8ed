//! Calibrate: the command that fits numbers of a scenario to its published figures and writes a file with them.

mod asked;
mod file;
mod goals;
mod simulator;

use super::args::Calibrate;
use super::failure::Failure;
use super::files::{self, Disk, look};
use super::interrupt::Interrupt;
use super::manifest::quoted;
use super::printer::{complain, print};
use super::simulate::{arm, cores};
use crate::experiment::calibrate::{Calibration, Effort, Goal, calibrate as fit_to};
use crate::experiment::simulate::SimulateError;
use crate::report::calibration::{self, Account};
use crate::scenario::{Fitted, Plan};
use crate::world::Scale;
use asked::Fit;
use file::OverlayFile;
use simulator::{Seeds, Setting, Simulator};

/// The seed of fresh runs is the fit's and this.
const FRESH: u64 = 1_000_000;

/// Fits, tells, and writes.
///
/// # Errors
/// See [`Failure`].
pub fn calibrate(asked: &Calibrate) -> Result<(), Failure> {
    let plan = files::plan(&asked.scenario)?;
    let arm = match &asked.strategy {
        Some(name) => arm(&plan, name)?,
        None => plan.baseline,
    };
    let file = asked.out.as_deref().map(|out| OverlayFile::check(out, &plan)).transpose()?;
    let persons_per_agent = check_scale(asked, &plan, arm)?;
    let (targets, goals) = goals::choose(asked, &plan, arm)?;
    let path = asked.scenario.to_string_lossy();
    let fitted = Fitted::open(&Disk, &path, &plan, arm).map_err(|rejected| Failure::Scenario(rejected.render(look())))?;
    let fits = asked::fits(&asked.fit, &fitted)?;
    let threads = asked.threads.map_or_else(cores, usize::from);
    let seed = asked.seed.unwrap_or(plan.seed);
    if !asked.quiet {
        let (parameters, figures) = (fits.len(), goals.iter().filter(|goal| goal.is_fitted).count());
        complain(&format!("{}, {}: parameters {parameters}, figures {figures}, threads {threads}", plan.name, plan.arms[arm].name));
    }
    let interrupt = Interrupt::listen(threads)?;
    let (scenario, strategy) = (plan.name.as_str(), plan.arms[arm].name.as_str());
    let fresh_seed = seed.wrapping_add(FRESH);
    let seeds = Seeds { fit: seed, fresh: fresh_seed };
    let effort = Effort { replicates: asked.replicates, fresh: asked.fresh };
    let about_runs = effort.runs(fits.len());
    let setting = Setting { strategy, seeds, persons_per_agent, threads, about_runs, is_quiet: asked.quiet };
    let mut simulator = Simulator::new(&fitted, &fits, &targets, setting, &interrupt);
    let found = find(&mut simulator, &fits, &goals, effort)?;
    let failed = simulator.failed();
    let account = Account {
        calibration: &found,
        targets: &targets,
        currency: plan.currency,
        scenario,
        strategy,
        persons_per_agent,
        seed,
        fresh_seed,
    };
    tell(&account, asked)?;
    if !failed.is_empty() {
        return Err(Failure::Audit(failed.join("\n              ")));
    }
    let Some(file) = file else { return Ok(()) };
    let values: Vec<_> = fits.iter().map(|fit| &fit.knob).zip(found.values.iter().copied()).collect();
    let comments = calibration::comments(&account, &again(asked, &account));
    interrupt.check()?;
    file.write(&comments, |extends, name| fitted.overlay(extends, name, &values))?;
    if !asked.quiet {
        complain(&format!("written to {}", file.path().display()));
    }
    Ok(())
}

fn find(simulator: &mut Simulator<'_>, fits: &[Fit], goals: &[Goal], effort: Effort) -> Result<Calibration, Failure> {
    let parameters: Vec<_> = fits.iter().map(|fit| fit.parameter.clone()).collect();
    fit_to(simulator, &parameters, goals, effort)
}

fn tell(account: &Account<'_>, asked: &Calibrate) -> Result<(), Failure> {
    if asked.json { print(&format!("{:#}\n", calibration::json(account))) } else { print(&calibration::terminal(account)) }
}

/// People that an agent stands for.
fn check_scale(asked: &Calibrate, plan: &Plan, arm: usize) -> Result<u32, Failure> {
    let persons_per_agent = asked.persons_per_agent.unwrap_or(plan.persons_per_agent);
    let market = &plan.arms[arm].stages[0].market;
    match Scale::of(market, persons_per_agent) {
        Ok(scale) => Ok(scale.persons_per_agent),
        Err(refused) => Err(Failure::Argument(format!("{}: {}", asked.scenario.display(), SimulateError::TooLarge(refused)))),
    }
}

/// The command that finds the same again.
fn again(asked: &Calibrate, account: &Account<'_>) -> String {
    let mut command = format!("paycosm calibrate {}", quoted(&asked.scenario.to_string_lossy()));
    for fit in &asked.fit {
        command += &format!(" --fit {}", quoted(fit));
    }
    let fitted = account.calibration.goals.iter().filter(|goal| goal.is_fitted);
    let names = fitted.map(|goal| goal.name.as_str()).collect::<Vec<_>>().join(",");
    let Account { strategy, seed, persons_per_agent, .. } = account;
    let (replicates, fresh) = (asked.replicates, asked.fresh);
    format!(
        "{command} --targets {names} --strategy {strategy} --replicates {replicates} --persons-per-agent {persons_per_agent} --seed {seed} --fresh {fresh}"
    )
}
