//! Rare events: boosted events that are real or ghosts give unbiased sums although victims react; worlds are mixed by their chance.

use crate::determinism::BUSY;
use crate::support::{order, plan};
use paycosm::actors::Struck;
use paycosm::experiment::simulate::{With, simulate_with};
use paycosm::experiment::worlds::{chances, expected, worlds};
use paycosm::kernel::random::{Key, Purpose, Seed, below, unit};
use std::ops::ControlFlow;

/// Periods of the toy.
const PERIODS: u32 = 40;
/// Chance that somebody is robbed in a period, while something is left to rob.
const HAZARD: f64 = 0.01;
const AGENTS: u32 = 40_000;

/// How an agent who is robbed goes on.
#[derive(Clone, Copy)]
enum Feedback {
    /// Every event changes the agent, whatever it stands for: plain importance weights.
    Always,
    /// One in `boost` does, the others are measured only.
    OneInBoost,
}

/// A toy with feedback: who is robbed is more careful afterwards, and is robbed half as often; who was robbed twice stays at home. Returns
/// robberies per agent, each counted with one over `boost`.
fn robberies(key: Key, boost: u32, feedback: Feedback) -> f64 {
    let mut sum = 0_u32;
    for agent in 0..AGENTS {
        let mut suffered = 0;
        for period in 0..PERIODS {
            let care = [1.0, 0.5, 0.0][suffered.min(2)];
            let [happens, counts, ..] = key.block(agent, period, 0, 0);
            if unit(happens) < HAZARD * f64::from(boost) * care {
                sum += 1;
                let is_real = match feedback {
                    Feedback::Always => true,
                    Feedback::OneInBoost => below(counts, boost) == 0,
                };
                suffered += usize::from(is_real);
            }
        }
    }
    f64::from(sum) / f64::from(boost) / f64::from(AGENTS)
}

/// What the toy comes to: with hazards h and h / 2 a Markov chain of three states.
fn expected_robberies() -> f64 {
    let (mut fresh, mut careful, mut sum) = (1.0, 0.0, 0.0);
    for _ in 0..PERIODS {
        let (first, second) = (fresh * HAZARD, careful * HAZARD / 2.0);
        sum += first + second;
        (fresh, careful) = (fresh - first, careful + first - second);
    }
    sum
}

#[test]
fn real_and_ghost_events_are_unbiased_where_plain_weights_are_not() {
    let expected = expected_robberies();
    for boost in [1, 4, 16, 64] {
        let means = |feedback| {
            let runs: Vec<f64> = (0..8).map(|r| robberies(Seed { seed: 7, replicate: r }.key(Purpose(9)), boost, feedback)).collect();
            paycosm::experiment::statistics::Estimate::of(&runs)
        };
        let (ghosts, plain) = (means(Feedback::OneInBoost), means(Feedback::Always));
        // Over all boosts and seeds an interval of 99.9 %, and a bias of one in a hundred would be seen.
        let within = 2.5 * ghosts.half_width();
        assert!((ghosts.mean - expected).abs() < within && within < 0.02 * expected, "boost {boost}: {ghosts:?}, {expected}");
        if boost > 1 {
            let bias = 1.0 - plain.mean / expected;
            assert!(bias > 0.05 * f64::from(boost).log2().min(4.0), "boost {boost}: plain weights are {bias} too low");
            println!(
                "boost {boost}: real and ghost {:+.2} %, plain weights {:+.1} %",
                100.0 * (ghosts.mean / expected - 1.0),
                -100.0 * bias
            );
        }
    }
}

/// The market with a boost of its own.
fn boosted(boost: u32) -> String {
    format!("{BUSY}[threats]\nboost = {boost}\nlost_device_per_year = 0.6\nopened_share = 0.5\n")
}

#[test]
fn a_boost_changes_the_noise_of_attempted_fraud_and_not_its_level() {
    let attempted = |boost| {
        let plan = plan(&boosted(boost));
        let arm = plan.arm("go-cloud-no-monitoring").unwrap();
        let run = |replicate| {
            let run = crate::support::run(&plan, order(&plan, arm, replicate), 2);
            let sums = run.tables.fraud.iter().map(|row| row.sums.attempted());
            sums.sum::<i64>() as f64
        };
        paycosm::experiment::statistics::Estimate::of(&(1..=4).map(run).collect::<Vec<f64>>())
    };
    let (plain, many) = (attempted(1), attempted(20));
    assert!(plain.mean > 0.0 && many.half_width() < plain.half_width(), "{plain:?} {many:?}");
    let apart = (plain.mean - many.mean).abs();
    assert!(apart < plain.half_width() + many.half_width(), "{plain:?} {many:?}");
}

const WORLDS: &str = "[worlds]\nbreaches_up_to = 3\nreplicates = 5\n";

#[test]
fn worlds_have_the_poisson_chances_of_their_breaches_and_dates_in_every_part_of_the_horizon() {
    let plan = plan(&format!("{BUSY}{WORLDS}[threats]\nbreaches_per_year = 2.0\n"));
    let asked = plan.worlds.clone().unwrap();
    let mean = expected(&plan);
    assert!((mean - 2.0 * 92.0 / 365.25).abs() < 1e-9, "one operator has a vault: {mean}");
    let chances = chances(&plan, &asked);
    assert!((chances.iter().sum::<f64>() - 1.0).abs() < 1e-12 && chances.len() == 4);
    assert!((chances[1] - mean * libm::exp(-mean)).abs() < 1e-12 && (chances[2] - mean * mean / 2.0 * libm::exp(-mean)).abs() < 1e-12);
    let all = worlds(&plan, &asked, plan.seed);
    assert_eq!(all.len(), 4 * 5);
    for world in &all {
        assert_eq!(world.struck.len(), world.breaches as usize);
        assert!(world.struck.iter().all(|struck| struck.day < 92 && struck.operator == "google"));
    }
    // One date in each fifth.
    let mut fifths: Vec<u32> = all.iter().filter(|world| world.breaches == 1).map(|world| world.struck[0].day * 5 / 92).collect();
    fifths.sort_unstable();
    assert_eq!(fifths, [0, 1, 2, 3, 4]);
    assert_eq!(worlds(&plan, &asked, plan.seed), all);
    assert_ne!(worlds(&plan, &asked, plan.seed + 1), all);
}

#[test]
fn a_world_has_the_breaches_it_is_told_and_the_luck_of_its_replicate() {
    let plan = plan(&format!("{BUSY}[threats]\nbreaches_per_year = 0.0\n"));
    let arm = plan.arm("go-cloud").unwrap();
    let run = |days: Option<&[u32]>| {
        let struck = |day: &u32| Struck { day: *day, operator: "google".into() };
        let with = With { breaches: days.map(|days| days.iter().map(struck).collect()), ..With::default() };
        simulate_with(&plan, order(&plan, arm, 1), 2, || (), |_| ControlFlow::Continue(()), with).unwrap()
    };
    let by_breach = |run: &paycosm::experiment::RunSummary| {
        let rows = run.tables.fraud.iter().filter(|row| row.vector.name() == "cloud-breach");
        rows.map(|row| row.sums.attempted()).sum::<i64>()
    };
    let (usual, none, one, two) = (run(None), run(Some(&[])), run(Some(&[40])), run(Some(&[40, 50])));
    assert_eq!(usual.tables, none.tables, "no breach is no breach, however it comes about");
    assert_eq!(by_breach(&none), 0);
    assert!(by_breach(&one) > 0 && by_breach(&two) > by_breach(&one), "{} {}", by_breach(&one), by_breach(&two));
    // Before the breach nothing differs.
    let july =
        |run: &paycosm::experiment::RunSummary| run.tables.products.iter().filter(|row| row.month.month == 7).copied().collect::<Vec<_>>();
    assert_eq!(july(&none), july(&one));
    assert!(one.findings.iter().chain(&two.findings).all(|finding| finding.1));
}
