//! Batch: runs strategy x replicate side by side on blocking threads, stops them all on Ctrl-C, and keeps the order of results.

use super::failure::Failure;
use super::interrupt::Interrupt;
use super::payments_file::PaymentsFile;
use super::progress::Progress;
use crate::experiment::RunSummary;
use crate::experiment::simulate::{Log, Order, SimulateError, With, simulate, simulate_with};
use crate::experiment::worlds::{World, WorldRun};
use crate::scenario::Plan;
use crate::world::{MEMORY_LIMIT, Scale};
use cpu_time::{ProcessTime, ThreadTime};
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::sync::{Semaphore, watch};

/// What a batch took.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cost {
    /// CPU time of simulating, after the worlds were built, seconds.
    pub cpu_seconds: f64,
    /// Wall time of the whole batch, seconds.
    pub wall_seconds: f64,
}

/// The batch's results, in order of strategy and replicate.
pub struct Done<T = RunSummary> {
    /// What is kept of each run.
    pub runs: Vec<T>,
    /// What it took.
    pub cost: Cost,
}

/// Runs every order of `orders` with at most `threads` threads in all.
///
/// # Errors
/// [`Failure::Interrupted`] on Ctrl-C, or the first run that fails. Runs that are still at work then stop at their next day; nobody waits.
pub fn run(plan: &Arc<Plan>, orders: &[Order], threads: usize, progress: Progress, interrupt: &Interrupt) -> Result<Done, Failure> {
    let jobs: Vec<Job> = orders.iter().map(|order| (Arc::clone(plan), *order)).collect();
    run_each(&jobs, threads, progress, interrupt, |summary| summary)
}

/// The same, one run after the other, with all payments written to `file`, of which one person in `sample` is kept.
///
/// # Errors
/// As [`run`], or if the disk does not take the payments.
pub fn run_logged(
    plan: &Arc<Plan>,
    orders: &[Order],
    threads: usize,
    progress: Progress,
    interrupt: &Interrupt,
    (file, sample): (&Arc<Mutex<PaymentsFile>>, u32),
) -> Result<Done, Failure> {
    let progress = Arc::new(progress);
    let mut all = Done { runs: Vec::new(), cost: Cost::default() };
    for order in orders {
        let file = Arc::clone(file);
        let logged = move |_: usize, (plan, order): &Job, threads: usize, built: &dyn Fn(), day: &Day<'_>| {
            let mut write = |lines: &str| file.lock().map_or(ControlFlow::Break(()), |mut file| file.take(lines));
            simulate_with(plan, *order, threads, built, day, With { log: Some(Log { write: &mut write, sample }), ..With::default() })
        };
        let jobs = [(Arc::clone(plan), *order)];
        let mut done = interrupt.run(|pressed| drive(&jobs, threads, Arc::clone(&progress), Arc::new(logged), pressed))?;
        all.runs.append(&mut done.runs);
        all.cost.cpu_seconds += done.cost.cpu_seconds;
        all.cost.wall_seconds += done.cost.wall_seconds;
    }
    Ok(all)
}

/// Runs `order` in each of the worlds beside it, with at most `threads` threads in all.
///
/// # Errors
/// As [`run`].
pub fn run_worlds(
    plan: &Arc<Plan>,
    orders: &[(Order, World)],
    threads: usize,
    progress: Progress,
    interrupt: &Interrupt,
) -> Result<Done<WorldRun>, Failure> {
    let jobs: Vec<Job> = orders.iter().map(|(order, _)| (Arc::clone(plan), *order)).collect();
    let worlds: Vec<World> = orders.iter().map(|(_, world)| world.clone()).collect();
    let focus = plan.focus_name().unwrap_or_default().to_owned();
    let struck = move |at: usize, (plan, order): &Job, threads: usize, built: &dyn Fn(), day: &Day<'_>| {
        let with = With { breaches: Some(worlds[at].struck.clone()), ..With::default() };
        simulate_with(plan, *order, threads, built, day, with).map(|run| WorldRun::of(&run, worlds[at].clone(), &focus))
    };
    interrupt.run(|pressed| drive(&jobs, threads, Arc::new(progress), Arc::new(struck), pressed))
}

/// Hears each simulated day, and may stop the run.
type Day<'a> = dyn Fn(u32) -> ControlFlow<()> + 'a;

/// A run of one scenario.
pub type Job = (Arc<Plan>, Order);

/// Runs every job of `jobs`, which may be of different scenarios, with at most `threads` threads in all, and keeps of each run what `keep`
/// makes of it.
///
/// # Errors
/// As [`run`].
pub fn run_each<T: Send + 'static>(
    jobs: &[Job],
    threads: usize,
    progress: Progress,
    interrupt: &Interrupt,
    keep: impl Fn(RunSummary) -> T + Send + Sync + 'static,
) -> Result<Done<T>, Failure> {
    let plain = move |_: usize, (plan, order): &Job, threads: usize, built: &dyn Fn(), day: &Day<'_>| {
        Ok(keep(simulate(plan, *order, threads, built, day)?))
    };
    interrupt.run(|pressed| drive(jobs, threads, Arc::new(progress), Arc::new(plain), pressed))
}

/// Runs that go on at once: one a thread, but no more than fit into memory together.
fn side_by_side(jobs: &[Job], threads: usize) -> usize {
    let bytes = |(plan, order): &Job| {
        let market = &plan.arms[order.arm].stages[0].market;
        Some(Scale::of(market, order.persons_per_agent).ok()?.bytes)
    };
    let largest = jobs.iter().filter_map(bytes).max().unwrap_or(0);
    let fitting = usize::try_from(MEMORY_LIMIT / largest.max(1)).unwrap_or(usize::MAX);
    threads.min(jobs.len()).min(fitting).max(1)
}

async fn drive<T: Send + 'static>(
    jobs: &[Job],
    threads: usize,
    progress: Arc<Progress>,
    work: Arc<impl Fn(usize, &Job, usize, &dyn Fn(), &Day<'_>) -> Result<T, SimulateError> + Send + Sync + 'static>,
    mut pressed: watch::Receiver<bool>,
) -> Result<Done<T>, Failure> {
    let started = now();
    let cpu = ProcessTime::now();
    let side_by_side = side_by_side(jobs, threads);
    let inside = (threads / side_by_side).max(1);
    let permits = Arc::new(Semaphore::new(side_by_side));
    let stop = Arc::new(AtomicBool::new(false));
    let building = Arc::new(AtomicU64::new(0));
    let slots: Arc<Mutex<Vec<Option<T>>>> = Arc::new(Mutex::new(jobs.iter().map(|_| None).collect()));
    let mut tasks = tokio::task::JoinSet::new();
    for (slot, job) in jobs.iter().cloned().enumerate() {
        let (permits, stop, building) = (Arc::clone(&permits), Arc::clone(&stop), Arc::clone(&building));
        let (slots, progress, work) = (Arc::clone(&slots), Arc::clone(&progress), Arc::clone(&work));
        tasks.spawn(async move {
            let Ok(_permit) = permits.acquire_owned().await else { return Err(SimulateError::Halted) };
            let run = move || {
                let build = ThreadTime::now();
                let built = || {
                    building.fetch_add(micros(build.elapsed()), Ordering::Relaxed);
                };
                let day = |_: u32| {
                    progress.day();
                    if stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
                };
                if stop.load(Ordering::Relaxed) {
                    return Err(SimulateError::Halted);
                }
                let kept = work(slot, &job, inside, &built, &day)?;
                if let Ok(mut slots) = slots.lock() {
                    slots[slot] = Some(kept);
                }
                Ok(())
            };
            tokio::task::spawn_blocking(run).await.unwrap_or_else(|e| Err(SimulateError::Broken(e.to_string())))
        });
    }
    let ended = wait(&mut tasks, &stop, &mut pressed).await;
    progress.finish();
    ended?;
    let runs: Option<Vec<T>> = slots.lock().ok().and_then(|mut slots| slots.drain(..).collect());
    let runs = runs.ok_or_else(|| Failure::Broken("a run left no result".to_owned()))?;
    let built = Duration::from_micros(building.load(Ordering::Relaxed));
    let cost = Cost { cpu_seconds: cpu.elapsed().saturating_sub(built).as_secs_f64(), wall_seconds: started.elapsed().as_secs_f64() };
    Ok(Done { runs, cost })
}

async fn wait(
    tasks: &mut tokio::task::JoinSet<Result<(), SimulateError>>,
    stop: &AtomicBool,
    pressed: &mut watch::Receiver<bool>,
) -> Result<(), Failure> {
    loop {
        tokio::select! {
            Ok(_) = pressed.wait_for(|is_pressed| *is_pressed) => {
                stop.store(true, Ordering::Relaxed);
                return Err(Failure::Interrupted);
            }
            task = tasks.join_next() => match task {
                None => return Ok(()),
                Some(Ok(Ok(()))) => {}
                Some(Ok(Err(error))) => {
                    stop.store(true, Ordering::Relaxed);
                    return Err(failure(error));
                }
                Some(Err(error)) => {
                    stop.store(true, Ordering::Relaxed);
                    return Err(Failure::Broken(error.to_string()));
                }
            }
        }
    }
}

fn failure(error: SimulateError) -> Failure {
    match error {
        SimulateError::TooLarge(_) => Failure::Argument(error.to_string()),
        SimulateError::Halted => Failure::Interrupted,
        SimulateError::Broken(message) => Failure::Broken(message),
    }
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

#[expect(clippy::disallowed_methods, reason = "the manifest tells how long a batch took; no result depends on it")]
fn now() -> Instant {
    Instant::now()
}
