//! Simulate: the commands `run` and `compare`: runs a batch, writes the folder, prints the answer.

use super::args::{Compare, How, Run};
use super::batch::{self, Done};
use super::failure::Failure;
use super::files;
use super::folder::{Folder, MANIFEST};
use super::interrupt::Interrupt;
use super::manifest::{self, Facts};
use super::printer::{complain, print};
use super::progress::Progress;
use crate::experiment::simulate::{Order, SimulateError};
use crate::experiment::{Comparison, RunSummary, TargetRow, compare as hold_against, targets};
use crate::report::figures::{Story, Told};
use crate::report::page::{self, Page};
use crate::report::{baskets, chart, csv, figures, json, movements, panel, terminal};
use crate::scenario::Plan;
use crate::world::Scale;
use std::path::{Path, PathBuf};
use std::sync::Arc;

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
    let job = Job { path: &run.scenario, command: "run", plan: Arc::new(plan), arms: vec![arm], baseline: None, target };
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
        jobs.push(Job { path, command: "compare", plan: Arc::new(plan), arms, baseline: Some(baseline), target });
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
        if let Err(refused) = Scale::new(market.people.count, persons_per_agent, market.parties.len()) {
            return Err(Failure::Argument(format!("{}: {}", job.path.display(), SimulateError::TooLarge(refused))));
        }
    }
    Ok(())
}

fn carry_out(job: &Job<'_>, how: &How, threads: usize, interrupt: &Interrupt) -> Result<(), Failure> {
    let plan = &job.plan;
    let folder = Folder::open(&job.target)?;
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
    let done = batch::run(plan, &orders, threads, progress, interrupt)?;
    let comparison = job.baseline.and_then(|baseline| hold(plan, &done.runs, baseline).transpose()).transpose()?;
    let targets = targets(&done.runs, &plan.targets);
    let answer = Answer { comparison: comparison.as_ref(), targets: &targets };
    let (command, scenario) = (job.command, job.path);
    let facts = Facts { plan, orders: &orders, done: &done, command, scenario, how, baseline: job.baseline, threads };
    write_tables(&folder, &done.runs, &answer, interrupt)?;
    write_report(&folder, &facts, &answer, interrupt)?;
    folder.write(MANIFEST, &manifest::json(&facts)?)?;
    interrupt.check()?;
    let place = folder.finish()?;
    show(plan, &done, &answer, how)?;
    if !how.quiet {
        complain(&format!("written to {} in {:.1} s", place.display(), done.cost.wall_seconds));
    }
    audit(&done.runs)
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
        ("trial_balance.csv", csv::trial_balance(runs)),
    ];
    for (name, table) in tables {
        interrupt.check()?;
        folder.write(name, &table.map_err(|e| broken(&e))?)?;
    }
    let at_times =
        [("purposes.csv", movements::purposes(runs)), ("funds.csv", movements::funds(runs)), ("baskets.csv", baskets::by_year(runs))];
    for (name, table) in at_times {
        if let Some(bytes) = table.map_err(|e| broken(&e))? {
            folder.write(name, &bytes)?;
        }
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
    let told = story.as_ref().map(|story| Told { runs, comparison, targets: answer.targets, story });
    let charts = told.as_ref().map(figures::charts).unwrap_or_default();
    for (stem, figure) in &charts {
        interrupt.check()?;
        folder.write(&format!("charts/{stem}.svg"), &chart::svg(figure).map_err(|e| broken(&e))?)?;
        folder.write(&format!("charts/{stem}.png"), &chart::png(figure).map_err(|e| broken(&e))?)?;
    }
    let origin = manifest::origin(facts)?;
    let page = Page { plan, runs, comparison, story: story.as_ref(), charts: &charts, origin: &origin };
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
    let parts = [told, groups, bridge, terminal::targets(answer.targets, plan.currency)];
    print(&parts.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join("\n"))
}

fn pretty(value: &serde_json::Value) -> String {
    format!("{value:#}\n")
}

/// A failed check is told last, so that nobody overlooks it.
fn audit(runs: &[RunSummary]) -> Result<(), Failure> {
    let mut failed = Vec::new();
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
