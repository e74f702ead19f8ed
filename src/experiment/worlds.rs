//! Worlds: runs in which a given number of breaches strikes at drawn dates, and what losses they tell of once each number counts as
//! often as it comes about.
//!
//! A breach of 3 % a year and operator is in one of a dozen runs, and then at one date: a mean over runs says nothing of it. So worlds are
//! stratified by the number of breaches, and dates within a stratum by a Latin hypercube; strata are mixed by the Poisson law of the hazards.
//! Invariants: a world has the same breaches in every strategy, and the same luck but for them as any other world of its replicate; chances of
//! the strata sum to one.

use super::RunSummary;
use crate::actors::Struck;
use crate::domain::market::Market;
use crate::domain::threat::Vector;
use crate::kernel::hazard::permutation;
use crate::kernel::random::{Purpose, Seed, unit};
use crate::metrics::{Decimal, RunTables};
use crate::scenario::{Plan, Worlds};

/// Dates of breaches, whose draws nothing in a world has.
const DATES: Purpose = Purpose(1_001);
/// Resampling.
const RESAMPLE: Purpose = Purpose(1_002);
const DAYS_PER_YEAR: f64 = 365.25;

/// One world to run, whatever the strategy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct World {
    /// Breaches in it: its stratum.
    pub breaches: u32,
    /// Which world of its stratum, from one, and the replicate whose luck it has.
    pub replicate: u32,
    /// When, and whom, in order of date.
    pub struck: Vec<Struck>,
}

/// The chance of each number of breaches over the horizon, the last standing for all above it too.
#[must_use]
pub fn chances(plan: &Plan, worlds: &Worlds) -> Vec<f64> {
    let expected = expected(plan);
    let mut chance = libm::exp(-expected);
    let mut chances = Vec::new();
    for breaches in 0..worlds.breaches_up_to {
        chances.push(chance);
        chance *= expected / f64::from(breaches + 1);
    }
    chances.push((1.0 - chances.iter().sum::<f64>()).max(0.0));
    chances
}

/// Breaches to be expected over the horizon, over all operators that have a vault under some strategy.
#[must_use]
pub fn expected(plan: &Plan) -> f64 {
    let rate = markets(plan).map(|market| market.threats.breaches_per_year).next().unwrap_or(0.0);
    rate * operators(plan).len() as f64 * f64::from(plan.days()) / DAYS_PER_YEAR
}

fn markets(plan: &Plan) -> impl Iterator<Item = &Market> {
    plan.arms.iter().flat_map(|arm| &arm.stages).map(|stage| &stage.market)
}

/// Operators that have a vault at some time under some strategy.
fn operators(plan: &Plan) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for market in markets(plan) {
        for product in market.products.iter().filter(|product| product.flow.is_proxied()) {
            let name = &market.parties[product.operator.index()].name;
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
    }
    names
}

/// All worlds, by number of breaches and replicate. Each breach of a stratum falls into each part of the horizon once.
#[must_use]
pub fn worlds(plan: &Plan, worlds: &Worlds, seed: u64) -> Vec<World> {
    let operators = operators(plan);
    let key = Seed { seed, replicate: 0 }.key(DATES);
    let mut all = Vec::new();
    for breaches in 0..=worlds.breaches_up_to {
        // By breach: which part of the horizon it falls into in which replicate.
        let parts: Vec<Vec<u32>> = (0..breaches).map(|b| permutation(&mut key.stream(breaches, b, 0), worlds.replicates)).collect();
        for replicate in 1..=worlds.replicates {
            let mut struck: Vec<Struck> = Vec::new();
            for (breach, parts) in (0..).zip(&parts) {
                let [when, whom, ..] = key.child(1).block(breaches, breach, replicate, 0);
                let part = f64::from(parts[replicate as usize - 1]) + unit(when);
                let day = (part / f64::from(worlds.replicates) * f64::from(plan.days())) as u32;
                let place = (unit(whom) * operators.len() as f64) as usize;
                if let Some(operator) = operators.get(place) {
                    struck.push(Struck { day: day.min(plan.days().saturating_sub(1)), operator: operator.clone() });
                }
            }
            struck.sort_by_key(|struck| struck.day);
            all.push(World { breaches, replicate, struck });
        }
    }
    all
}

/// What is lost in a world, minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// What thieves keep of the focus product's people, whoever bears it.
    Fraud,
    /// Of that, what breaches account for.
    Breach,
    /// What the focus product's operator earns less than in the world of the same luck without a breach.
    Operator,
    /// What thieves keep above what they would keep of the same volume at the baseline's rate, in its world of the same luck without a breach;
    /// below zero where something is saved.
    Excess,
}

impl Measure {
    /// Every measure, in the order of tables.
    pub const ALL: [Self; 4] = [Self::Fraud, Self::Breach, Self::Operator, Self::Excess];

    /// The name in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fraud => "fraud-net",
            Self::Breach => "breach-net",
            Self::Operator => "operator-profit-lost",
            Self::Excess => "fraud-above-baseline",
        }
    }

    /// The words for readers.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Fraud => "lost to thieves, whoever bears it",
            Self::Breach => "of that by breaches",
            Self::Operator => "profit the operator loses by breaches",
            Self::Excess => "lost to thieves above the baseline's rate on the same volume; below zero: saved",
        }
    }
}

/// What became of one world under one strategy.
#[derive(Clone, Debug, PartialEq)]
pub struct WorldRun {
    /// The strategy.
    pub strategy: String,
    /// The world.
    pub world: World,
    /// Thieves' net take from the focus product's people over the horizon, and that of breaches, minor units.
    pub fraud: [i64; 2],
    /// Volume of the focus product, minor units.
    pub volume: i64,
    /// The operator's profit over the horizon, minor units.
    pub profit: i64,
    /// Checks that failed, in words.
    pub failed: Vec<String>,
}

impl WorldRun {
    /// What is kept of a run in `world`.
    #[must_use]
    pub fn of(run: &RunSummary, world: World, focus: &str) -> Self {
        let tables = &run.tables;
        let product = tables.frame.product_named(focus);
        let fraud = tables.fraud.iter().filter(|row| Some(row.product) == product);
        let net = |rows: &mut dyn Iterator<Item = &crate::metrics::FraudRow>| rows.map(|row| row.sums.net()).sum();
        let all = net(&mut fraud.clone());
        let of_breaches = net(&mut fraud.filter(|row| row.vector == Vector::CloudBreach));
        let operator = product.and_then(|product| tables.frame.products().get(product.index())).map(|product| product.operator);
        let failed = run.findings.iter().filter(|finding| !finding.1);
        Self {
            strategy: run.strategy.clone(),
            fraud: [all, of_breaches],
            volume: tables.product_years.iter().filter(|row| Some(row.product) == product).map(|row| row.counts.volume).sum(),
            profit: profit(tables, |party| Some(party) == operator),
            failed: failed
                .map(|(check, _, detail)| {
                    format!("{check} in {} with {} breaches, replicate {}: {detail}", run.strategy, world.breaches, world.replicate)
                })
                .collect(),
            world,
        }
    }
}

fn profit(tables: &RunTables, is_meant: impl Fn(crate::domain::party::PartyId) -> bool) -> i64 {
    tables.parties.iter().filter(|row| is_meant(row.party)).map(|row| row.amount).sum()
}

/// All worlds beside the runs, and what they tell.
#[derive(Clone, Debug, PartialEq)]
pub struct Beside {
    /// Breaches to be expected over the horizon.
    pub expected: f64,
    /// The chance of each number of breaches, the last for more too.
    pub chances: Vec<f64>,
    /// Worlds of each number.
    pub replicates: u32,
    /// Levels of values at risk.
    pub levels: Vec<f64>,
    /// Resamples behind standard errors.
    pub resamples: u32,
    /// Every world under every strategy.
    pub runs: Vec<WorldRun>,
    /// Each strategy's losses by each measure.
    pub losses: Vec<Losses>,
}

impl Beside {
    /// What `runs` tell, of the worlds that `asked` asks for; `baseline` is the strategy that others are held against.
    #[must_use]
    pub fn of(plan: &Plan, asked: &Worlds, runs: Vec<WorldRun>, baseline: Option<&str>, seed: u64) -> Self {
        let chances = chances(plan, asked);
        let losses = losses(&runs, baseline, &chances, asked, seed);
        let Worlds { replicates, levels, resamples, .. } = asked.clone();
        Self { expected: expected(plan), chances, replicates, levels, resamples, runs, losses }
    }
}

/// A figure with its standard error, millions of major units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// The figure.
    pub value: f64,
    /// Its standard error, by resampling worlds within strata.
    pub error: f64,
}

/// A loss that is exceeded in some share of worlds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tail {
    /// The share of worlds below it.
    pub level: f64,
    /// The least loss that at least that share of worlds does not exceed.
    pub value_at_risk: Figure,
    /// The mean loss in the worst worlds that make up the rest.
    pub expected_shortfall: Figure,
}

/// The losses of one strategy by one measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Losses {
    /// The strategy.
    pub strategy: String,
    /// The measure.
    pub measure: Measure,
    /// The mean over worlds, mixed.
    pub mean: Figure,
    /// The mean in worlds with each number of breaches, from none on; the error is over the worlds of the stratum.
    pub by_breaches: Vec<Figure>,
    /// Value at risk and expected shortfall at the levels asked for.
    pub tails: Vec<Tail>,
    /// The exceedance curve: losses in descending order, each with the chance that a world's loss is at least as large.
    pub exceedance: Vec<(f64, f64)>,
}

/// Each strategy's losses by each measure, in order of strategy.
#[must_use]
pub fn losses(runs: &[WorldRun], baseline: Option<&str>, chances: &[f64], worlds: &Worlds, seed: u64) -> Vec<Losses> {
    let mut strategies: Vec<&str> = Vec::new();
    for run in runs {
        if !strategies.contains(&run.strategy.as_str()) {
            strategies.push(&run.strategy);
        }
    }
    let of = |strategy: &str, measure| -> Losses {
        let strata = strata(runs, strategy, baseline, measure, chances.len());
        // The same worlds are drawn for every strategy, so that a difference of two has no more noise than it must.
        let draws = Seed { seed, replicate: 0 }.key(RESAMPLE);
        summary(strategy, measure, &strata, chances, worlds, |resample, stratum, at, count| {
            (unit(draws.block(resample, stratum, at, 0)[0]) * count as f64) as usize
        })
    };
    let measures = || Measure::ALL.into_iter().filter(|measure| *measure != Measure::Excess || baseline.is_some());
    strategies.iter().flat_map(|strategy| measures().map(|measure| of(strategy, measure))).collect()
}

/// By number of breaches: what each world lost, millions.
fn strata(runs: &[WorldRun], strategy: &str, baseline: Option<&str>, measure: Measure, count: usize) -> Vec<Vec<f64>> {
    let calm =
        |of: &str, replicate| runs.iter().find(|run| run.strategy == of && run.world.breaches == 0 && run.world.replicate == replicate);
    let at_baseline = |run: &WorldRun| {
        let base = baseline.and_then(|baseline| calm(baseline, run.world.replicate)).filter(|base| base.volume > 0);
        base.map_or(0.0, |base| base.fraud[0] as f64 / base.volume as f64 * run.volume as f64) as i64
    };
    let loss = |run: &WorldRun| match measure {
        Measure::Fraud => run.fraud[0],
        Measure::Breach => run.fraud[1],
        Measure::Operator => calm(strategy, run.world.replicate).map_or(0, |calm| calm.profit - run.profit),
        Measure::Excess => run.fraud[0] - at_baseline(run),
    };
    let runs: Vec<&WorldRun> = runs.iter().filter(|run| run.strategy == strategy).collect();
    let of = |breaches: usize| {
        let stratum = runs.iter().filter(|run| run.world.breaches as usize == breaches);
        stratum.map(|run| Decimal::money_millions(loss(run)).value()).collect()
    };
    (0..count).map(of).collect()
}

/// Draws a world's place among `count`: by resample, stratum and place.
fn summary(
    strategy: &str,
    measure: Measure,
    strata: &[Vec<f64>],
    chances: &[f64],
    worlds: &Worlds,
    draw: impl Fn(u32, u32, u32, usize) -> usize,
) -> Losses {
    let mixed = |strata: &[Vec<f64>]| {
        let mut mixed: Vec<(f64, f64)> = Vec::new();
        for (stratum, chance) in strata.iter().zip(chances) {
            mixed.extend(stratum.iter().map(|loss| (*loss, chance / stratum.len() as f64)));
        }
        mixed.sort_by(|a, b| b.0.total_cmp(&a.0));
        mixed
    };
    let figures = |strata: &[Vec<f64>]| {
        let worst_first = mixed(strata);
        let mean = worst_first.iter().map(|(loss, weight)| loss * weight).sum::<f64>();
        let tails = worlds.levels.iter().flat_map(|&level| tail(&worst_first, level));
        std::iter::once(mean).chain(tails).collect::<Vec<f64>>()
    };
    let seen = figures(strata);
    let mut sums = vec![(0.0, 0.0); seen.len()];
    for resample in 0..worlds.resamples {
        let again: Vec<Vec<f64>> = (0..)
            .zip(strata)
            .map(|(at, stratum)| (0..stratum.len() as u32).map(|place| stratum[draw(resample, at, place, stratum.len())]).collect())
            .collect();
        for (sum, figure) in sums.iter_mut().zip(figures(&again)) {
            *sum = (sum.0 + figure, sum.1 + figure * figure);
        }
    }
    let n = f64::from(worlds.resamples);
    let error = |(sum, squares): (f64, f64)| libm::sqrt((squares / n - (sum / n) * (sum / n)).max(0.0) * n / (n - 1.0));
    let figure = |at: usize| Figure { value: seen[at], error: error(sums[at]) };
    let by_breaches = strata.iter().map(|stratum| {
        let n = stratum.len() as f64;
        let mean = stratum.iter().sum::<f64>() / n;
        let variance = stratum.iter().map(|loss| (loss - mean) * (loss - mean)).sum::<f64>() / (n - 1.0);
        Figure { value: mean, error: libm::sqrt(variance / n) }
    });
    let tails = worlds.levels.iter().enumerate().map(|(at, &level)| Tail {
        level,
        value_at_risk: figure(1 + 2 * at),
        expected_shortfall: figure(2 + 2 * at),
    });
    let mut reached = 0.0;
    let exceedance = mixed(strata).into_iter().map(|(loss, weight)| {
        reached += weight;
        (loss, reached.min(1.0))
    });
    Losses {
        strategy: strategy.to_owned(),
        measure,
        mean: figure(0),
        by_breaches: by_breaches.collect(),
        tails: tails.collect(),
        exceedance: exceedance.collect(),
    }
}

/// Value at risk and expected shortfall of weighted losses, the largest first; a loss that lies across the level counts with the part beyond it.
fn tail(worst_first: &[(f64, f64)], level: f64) -> [f64; 2] {
    const SLACK: f64 = 1e-12;
    let beyond = 1.0 - level;
    let (mut reached, mut sum) = (0.0, 0.0);
    for (loss, weight) in worst_first {
        if reached + weight > beyond + SLACK {
            return [*loss, (sum + (beyond - reached) * loss) / beyond];
        }
        reached += weight;
        sum += weight * loss;
    }
    let last = worst_first.last().map_or(0.0, |last| last.0);
    [last, (sum + (beyond - reached) * last) / beyond]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked() -> Worlds {
        Worlds { breaches_up_to: 1, replicates: 4, levels: vec![0.8, 0.9, 0.95], resamples: 2_000 }
    }

    fn of(strata: &[Vec<f64>], chances: &[f64]) -> Losses {
        let key = Seed { seed: 1, replicate: 0 }.key(RESAMPLE);
        summary("s", Measure::Fraud, strata, chances, &asked(), |resample, stratum, at, count| {
            (unit(key.block(resample, stratum, at, 0)[0]) * count as f64) as usize
        })
    }

    /// Nine in ten worlds lose 1, one in ten 10, 20, 30 or 40.
    #[test]
    fn strata_are_mixed_by_their_chance() {
        let losses = of(&[vec![1.0; 4], vec![10.0, 20.0, 30.0, 40.0]], &[0.9, 0.1]);
        assert!((losses.mean.value - (0.9 + 2.5)).abs() < 1e-12);
        let [low, middle, high] = &losses.tails[..] else { panic!("three levels") };
        // The worst fifth: all of the bad stratum and as much again of the good one.
        assert!((low.value_at_risk.value - 1.0).abs() < 1e-12 && (low.expected_shortfall.value - 13.0).abs() < 1e-9);
        assert!((middle.value_at_risk.value - 1.0).abs() < 1e-12 && (middle.expected_shortfall.value - 25.0).abs() < 1e-9);
        assert!((high.value_at_risk.value - 20.0).abs() < 1e-12 && (high.expected_shortfall.value - 35.0).abs() < 1e-9);
        assert_eq!(losses.exceedance[0], (40.0, 0.025));
        assert!((losses.exceedance[3].1 - 0.1).abs() < 1e-12 && (losses.exceedance[7].1 - 1.0).abs() < 1e-12);
    }

    /// The error of a stratified mean: each stratum's, by its chance.
    #[test]
    fn the_standard_error_of_the_mean_is_that_of_a_stratified_sample() {
        let losses = of(&[vec![1.0; 4], vec![10.0, 20.0, 30.0, 40.0]], &[0.9, 0.1]);
        // Resampling divides by n, not by n - 1.
        let expected = 0.1 * (125.0_f64 / 4.0).sqrt();
        assert!((losses.mean.error / expected - 1.0).abs() < 0.05, "{} {expected}", losses.mean.error);
        assert!((losses.by_breaches[1].error - (500.0_f64 / 3.0 / 4.0).sqrt()).abs() < 1e-12 && losses.by_breaches[0].error == 0.0);
    }
}
