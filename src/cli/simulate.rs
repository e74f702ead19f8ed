//! Simulate: the commands `run` and `compare`: runs a batch, writes the folder, prints the answer.

use super::args::{Compare, How, Run};
use super::batch::{self, Done};
use super::failure::Failure;
use super::files;
use super::folder::{Folder, MANIFEST};
use super::interrupt::Interrupt;
use super::manifest::{self, Facts, Sampled};
use super::payments_file::PaymentsFile;
use super::printer::{complain, print};
use super::progress::Progress;
use crate::experiment::simulate::{Order, SimulateError};
use crate::experiment::worlds::{self, Beside, World};
use crate::experiment::{Comparison, RunSummary, TargetRow, Watching, compare as hold_against, targets, watching};
use crate::report::figures::{Story, Told};
use crate::report::page::{self, Page};
use crate::report::{baskets, chart, csv, figures, json, losses, movements, panel, security, terminal};
use crate::scenario::{Plan, Worlds};
use crate::world::Scale;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// One strategy.
///
/// # Errors
/// See [`Failure`].
pub fn run(run: &Run) -> Result<(), Failure> {
    let plan = files::plan(&run.scenario)?;
    let arm = match &run.strategy {
        Some(name) => arm(&plan, name)?,
        None => plan.baseline,
    };
    let target = run.how.out.clone().unwrap_or_else(|| default_target(&plan));
    let payments = run.payments.as_deref().map(|path| (path, run.payments_sample.unwrap_or(1)));
    let job = Job { path: &run.scenario, command: "run", plan: Arc::new(plan), arms: vec![arm], baseline: None, target, payments };
    carry_out_all(&[job], &run.how)
}

/// All strategies of each scenario.
///
/// # Errors
/// See [`Failure`]. Scenarios before the one that failed are written.
pub fn compare(compare: &Compare) -> Result<(), Failure> {
    let plans: Vec<Plan> = compare.scenarios.iter().map(|path| files::plan(path)).collect::<Result<_, _>>()?;
    let is_alone = plans.len() == 1;
    let mut jobs: Vec<Job<'_>> = Vec::new();
    for (path, plan) in compare.scenarios.iter().zip(plans) {
        let baseline = match &compare.baseline {
            Some(name) => arm(&plan, name)?,
            None => plan.baseline,
        };
        let target = match &compare.how.out {
            Some(folder) if is_alone => folder.clone(),
            Some(folder) => folder.join(&plan.name),
            None => default_target(&plan),
        };
        if jobs.iter().any(|job| job.target == target) {
            return Err(Failure::Argument(format!("two scenarios would write {}; give them different names", target.display())));
        }
        let arms = (0..plan.arms.len()).collect();
        jobs.push(Job { path, command: "compare", plan: Arc::new(plan), arms, baseline: Some(baseline), target, payments: None });
    }
    carry_out_all(&jobs, &compare.how)
}

/// One scenario to simulate.
struct Job<'a> {
    path: &'a Path,
    command: &'static str,
    plan: Arc<Plan>,
    arms: Vec<usize>,
    /// The strategy to hold the others against; nothing for a single one.
    baseline: Option<usize>,
    target: PathBuf,
    /// Where its payments go, and the people of whom one is kept.
    payments: Option<(&'a Path, u32)>,
}

/// The strategy's ordinal.
///
/// # Errors
/// If the scenario has none of that name.
pub(super) fn arm(plan: &Plan, name: &str) -> Result<usize, Failure> {
    plan.arms.iter().position(|arm| arm.name == name).ok_or_else(|| {
        let names: Vec<&str> = plan.arms.iter().map(|a| a.name.as_str()).collect();
        Failure::Argument(format!("scenario {} has no strategy `{name}`; it has {}", plan.name, names.join(", ")))
    })
}

fn default_target(plan: &Plan) -> PathBuf {
    Path::new("output").join(&plan.name)
}

/// Carries out all jobs, after checking them all.
fn carry_out_all(jobs: &[Job<'_>], how: &How) -> Result<(), Failure> {
    for job in jobs {
        Folder::check(&job.target)?;
        if let Some((path, _)) = job.payments {
            PaymentsFile::check(path, &job.target)?;
        }
        check_scale(job, how)?;
    }
    let threads = how.threads.map_or_else(cores, usize::from);
    let interrupt = Interrupt::listen(threads)?;
    jobs.iter().try_for_each(|job| carry_out(job, how, threads, &interrupt))
}

/// Refuses a population that does not fit into memory.
fn check_scale(job: &Job<'_>, how: &How) -> Result<(), Failure> {
    let persons_per_agent = how.persons_per_agent.unwrap_or(job.plan.persons_per_agent);
    for &arm in &job.arms {
        let market = &job.plan.arms[arm].stages[0].market;
        if let Err(refused) = Scale::of(market, persons_per_agent) {
            return Err(Failure::Argument(format!("{}: {}", job.path.display(), SimulateError::TooLarge(refused))));
        }
    }
    Ok(())
}

fn carry_out(job: &Job<'_>, how: &How, threads: usize, interrupt: &Interrupt) -> Result<(), Failure> {
    let plan = &job.plan;
    let folder = Folder::open(&job.target)?;
    let payments = job.payments.map(|(path, _)| PaymentsFile::open(path, &job.target)).transpose()?.map(|file| Arc::new(Mutex::new(file)));
    let replicates = how.replicates.unwrap_or(plan.replicates);
    let order = |arm, replicate| Order {
        arm,
        replicate,
        seed: how.seed.unwrap_or(plan.seed),
        persons_per_agent: how.persons_per_agent.unwrap_or(plan.persons_per_agent),
    };
    let orders: Vec<Order> = job.arms.iter().flat_map(|&arm| (1..=replicates).map(move |r| order(arm, r))).collect();
    if !how.quiet {
        let (strategies, days) = (job.arms.len(), plan.days());
        complain(&format!("{}: strategies {strategies}, replicates {replicates}, days {days}, threads {threads}", plan.name));
    }
    let progress = Progress::new(orders.len() as u64 * u64::from(plan.days()), how.quiet);
    let done = match (&payments, job.payments) {
        (Some(file), Some((_, sample))) => {
            let done = batch::run_logged(plan, &orders, threads, progress, interrupt, (file, sample));
            // A disk that took no more has stopped the run, which says only that it was stopped.
            let failure = file.lock().ok().and_then(|mut file| file.failure());
            failure.map_or(done, Err)?
        }
        _ => batch::run(plan, &orders, threads, progress, interrupt)?,
    };
    let payments = payments.map(taken_back).transpose()?;
    let comparison = job.baseline.and_then(|baseline| hold(plan, &done.runs, baseline).transpose()).transpose()?;
    let targets = targets(&done.runs, &plan.targets);
    let beside = worlds_beside(job, how, threads, interrupt)?;
    let watched = watching(plan, &done.runs);
    let answer = Answer { comparison: comparison.as_ref(), targets: &targets, watching: &watched, beside: beside.as_ref() };
    let (command, scenario) = (job.command, job.path);
    let sampled = job.payments.zip(payments.as_ref()).map(|((path, sample), file)| Sampled { path, sample, rows: file.rows() });
    let facts = Facts { plan, orders: &orders, done: &done, command, scenario, how, baseline: job.baseline, threads, payments: sampled };
    write_tables(&folder, &done.runs, &answer, interrupt)?;
    write_report(&folder, &facts, &answer, interrupt)?;
    folder.write(MANIFEST, &manifest::json(&facts)?)?;
    interrupt.check()?;
    let place = folder.finish()?;
    if let Some(file) = payments {
        file.finish()?;
    }
    show(plan, &done, &answer, how)?;
    if !how.quiet {
        complain(&format!("written to {} in {:.1} s", place.display(), done.cost.wall_seconds));
    }
    audit(&done.runs, beside.as_ref())
}

/// The worlds that the scenario asks for beside its runs, under the strategies that are simulated.
fn worlds_beside(job: &Job<'_>, how: &How, threads: usize, interrupt: &Interrupt) -> Result<Option<Beside>, Failure> {
    let plan = &job.plan;
    let Some(asked) = &plan.worlds else { return Ok(None) };
    let asked = Worlds { replicates: how.replicates.map_or(asked.replicates, |replicates| replicates.max(2)), ..asked.clone() };
    let seed = how.seed.unwrap_or(plan.seed);
    let persons_per_agent = how.persons_per_agent.unwrap_or(plan.persons_per_agent);
    let order = |arm, world: &World| Order { arm, replicate: world.replicate, seed, persons_per_agent };
    let all = worlds::worlds(plan, &asked, seed);
    let orders: Vec<(Order, World)> =
        job.arms.iter().flat_map(|&arm| all.iter().map(move |world| (order(arm, world), world.clone()))).collect();
    if !how.quiet {
        complain(&format!("{}: {} worlds with up to {} breaches", plan.name, orders.len(), asked.breaches_up_to));
    }
    let progress = Progress::new(orders.len() as u64 * u64::from(plan.days()), how.quiet);
    let done = batch::run_worlds(plan, &orders, threads, progress, interrupt)?;
    let baseline = job.baseline.map(|baseline| plan.arms[baseline].name.as_str());
    Ok(Some(Beside::of(plan, &asked, done.runs, baseline, seed)))
}

/// The file once no run writes to it any more, with all of it on the disk.
fn taken_back(file: Arc<Mutex<PaymentsFile>>) -> Result<PaymentsFile, Failure> {
    let held = Arc::into_inner(file).and_then(|file| file.into_inner().ok());
    let mut file = held.ok_or_else(|| Failure::Broken("a run still writes payments".to_owned()))?;
    file.flush()?;
    Ok(file)
}

fn hold(plan: &Plan, runs: &[RunSummary], baseline: usize) -> Result<Option<Comparison>, Failure> {
    let Some(focus) = plan.focus_name() else { return Ok(None) };
    let held = hold_against(runs, focus, &plan.arms[baseline].name, plan.materiality);
    held.map(Some).map_err(|e| Failure::Broken(e.to_string()))
}

/// What the runs say together.
struct Answer<'a> {
    comparison: Option<&'a Comparison>,
    targets: &'a [TargetRow],
    watching: &'a [Watching],
    beside: Option<&'a Beside>,
}

fn broken(error: &dyn std::fmt::Display) -> Failure {
    Failure::Broken(error.to_string())
}

fn write_tables(folder: &Folder, runs: &[RunSummary], answer: &Answer<'_>, interrupt: &Interrupt) -> Result<(), Failure> {
    let tables = [
        ("annual.csv", csv::annual(runs)),
        ("monthly.csv", csv::monthly(runs)),
        ("products.csv", csv::products(runs)),
        ("parties.csv", csv::parties(runs)),
        ("fraud.csv", csv::fraud(runs)),
        ("bridge.csv", csv::bridge(runs)),
        ("targets.csv", csv::targets(answer.targets)),
        ("gates.csv", csv::gates(runs)),
        ("funding.csv", panel::funding(runs)),
        ("ladder.csv", panel::ladder(runs)),
        ("acceptance.csv", panel::acceptance(runs)),
        ("licences.csv", panel::licences(runs)),
        ("channels.csv", movements::channels(runs)),
        ("disputes.csv", csv::disputes(runs)),
        ("trust.csv", security::trust(runs)),
        ("credentials.csv", security::credentials(runs)),
        ("thefts.csv", security::thefts(runs)),
        ("trial_balance.csv", csv::trial_balance(runs)),
    ];
    for (name, table) in tables {
        interrupt.check()?;
        folder.write(name, &table.map_err(|e| broken(&e))?)?;
    }
    let at_times = [
        ("purposes.csv", movements::purposes(runs)),
        ("funds.csv", movements::funds(runs)),
        ("baskets.csv", baskets::by_year(runs)),
        ("monitoring.csv", security::monitoring(answer.watching)),
    ];
    for (name, table) in at_times {
        if let Some(bytes) = table.map_err(|e| broken(&e))? {
            folder.write(name, &bytes)?;
        }
    }
    if let Some(beside) = answer.beside {
        folder.write("worlds.csv", &losses::worlds(beside).map_err(|e| broken(&e))?)?;
        folder.write("losses.csv", &losses::losses(beside).map_err(|e| broken(&e))?)?;
    }
    if let Some(comparison) = answer.comparison {
        folder.write("comparison.csv", &csv::comparison(comparison).map_err(|e| broken(&e))?)?;
    }
    Ok(())
}

/// The charts, and the page that holds them.
fn write_report(folder: &Folder, facts: &Facts<'_>, answer: &Answer<'_>, interrupt: &Interrupt) -> Result<(), Failure> {
    let (plan, runs, comparison) = (facts.plan, &facts.done.runs, answer.comparison);
    let focus = plan.focus_name().map(str::to_owned);
    let story = focus.map(|focus| Story { scenario: plan.name.clone(), focus, currency: plan.currency, marks: plan.marks() });
    let told = story.as_ref().map(|story| Told {
        runs,
        comparison,
        targets: answer.targets,
        watching: answer.watching,
        beside: answer.beside,
        story,
    });
    let charts = told.as_ref().map(figures::charts).unwrap_or_default();
    for (stem, figure) in &charts {
        interrupt.check()?;
        folder.write(&format!("charts/{stem}.svg"), &chart::svg(figure).map_err(|e| broken(&e))?)?;
        folder.write(&format!("charts/{stem}.png"), &chart::png(figure).map_err(|e| broken(&e))?)?;
    }
    let origin = manifest::origin(facts)?;
    let page = Page {
        plan,
        runs,
        comparison,
        watching: answer.watching,
        beside: answer.beside,
        story: story.as_ref(),
        charts: &charts,
        origin: &origin,
    };
    folder.write("report.html", &page::html(&page).map_err(|e| broken(&e))?)
}

/// The answer on standard output.
fn show(plan: &Plan, done: &Done, answer: &Answer<'_>, how: &How) -> Result<(), Failure> {
    if how.json {
        let mut value = answer.comparison.map_or_else(|| json::run(&done.runs), json::comparison);
        value["targets"] = json::targets(answer.targets);
        if !plan.baskets.is_empty() {
            value["groups"] = json::groups(&done.runs);
        }
        return print(&pretty(&value));
    }
    let told = match answer.comparison {
        Some(comparison) => format!("{}\n\n{}", plan.question, terminal::comparison(&done.runs, comparison, plan.currency)),
        None => terminal::run(&done.runs, plan.currency),
    };
    let bridge = plan.focus_name().map_or_else(String::new, |focus| terminal::bridge(&done.runs, focus, plan.currency));
    let groups = terminal::groups(&done.runs, plan.currency);
    let rare = answer.beside.map_or_else(String::new, |beside| losses::told(beside, plan.focus_name().unwrap_or_default(), plan.currency));
    let parts = [told, groups, bridge, rare, terminal::targets(answer.targets, plan.currency)];
    print(&parts.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join("\n"))
}

fn pretty(value: &serde_json::Value) -> String {
    format!("{value:#}\n")
}

/// A failed check is told last, so that nobody overlooks it.
fn audit(runs: &[RunSummary], beside: Option<&Beside>) -> Result<(), Failure> {
    let mut failed: Vec<String> = beside.into_iter().flat_map(|beside| &beside.runs).flat_map(|run| run.failed.clone()).collect();
    for run in runs {
        for (check, is_passed, detail) in &run.findings {
            if !is_passed {
                failed.push(format!("{check} in {} replicate {}: {detail}", run.strategy, run.replicate));
            }
        }
    }
    if failed.is_empty() { Ok(()) } else { Err(Failure::Audit(failed.join("\n              "))) }
}

/// Threads that the machine has.
pub(super) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}
