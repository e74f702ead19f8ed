//! Tests of the whole calibration on models whose answer is known.

use super::*;
use std::convert::Infallible;

/// A closed form with luck.
struct Toy<F> {
    form: F,
    /// One standard deviation of a replicate, as a share.
    luck: f64,
    /// What was asked.
    asked: Vec<Trial>,
}

impl<F: Fn(&[f64]) -> Vec<f64>> Model for Toy<F> {
    type Error = Infallible;

    fn project(&mut self, _: &str, trials: &[Trial]) -> Result<Vec<Vec<Vec<f64>>>, Infallible> {
        self.asked.extend_from_slice(trials);
        let of = |trial: &Trial| {
            let replicate = |r: u32| {
                let figures = (self.form)(&trial.values).into_iter().enumerate();
                let stock = u64::from(trial.luck == Luck::Fresh);
                figures.map(|(g, figure)| figure * (1.0 + self.luck * bell(stock << 40 | u64::from(r) << 8 | g as u64))).collect()
            };
            trial.replicates.clone().map(replicate).collect()
        };
        Ok(trials.iter().map(of).collect())
    }
}

/// Twelve uniform numbers less six: about normal.
fn bell(key: u64) -> f64 {
    let uniform = |i: u64| {
        let mut x = (key << 4 | i).wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((x ^ (x >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    };
    (0..12).map(uniform).sum::<f64>() - 6.0
}

fn toy<F: Fn(&[f64]) -> Vec<f64>>(form: F, luck: f64) -> Toy<F> {
    Toy { form, luck, asked: Vec::new() }
}

fn parameter(path: &str, low: f64, high: f64) -> Parameter {
    Parameter { path: path.into(), low, high, grain: Grain::Significant(5) }
}

fn goal(name: &str, value: f64) -> Goal {
    super::goal::goal(name, value, 0.05)
}

const EFFORT: Effort = Effort { replicates: 3, fresh: 10 };

fn run<F: Fn(&[f64]) -> Vec<f64>>(toy: &mut Toy<F>, parameters: &[Parameter], goals: &[Goal]) -> Calibration {
    match calibrate(toy, parameters, goals, EFFORT) {
        Ok(found) => found,
    }
}

/// Diffusion after Bass: users of a market of 100 after so many years.
fn bass(p: f64, q: f64, years: f64) -> f64 {
    let gone = libm::exp(-(p + q) * years);
    100.0 * (1.0 - gone) / (1.0 + q / p * gone)
}

#[test]
fn a_known_answer_is_found_and_scored_on_luck_of_its_own() {
    let form = |v: &[f64]| vec![bass(v[0], v[1], 2.0), bass(v[0], v[1], 5.0), bass(v[0], v[1], 5.0) * v[2], bass(v[0], v[1], 4.0)];
    let truth = form(&[0.02, 0.5, 3.0]);
    let goals: Vec<Goal> = ["two", "five", "volume", "four"].iter().zip(&truth).map(|(name, value)| goal(name, *value)).collect();
    let mut goals = goals;
    goals[3].is_fitted = false;
    let parameters = [parameter("p", 0.002, 0.2), parameter("q", 0.1, 1.5), parameter("ticket", 1.0, 10.0)];
    let mut model = toy(form, 0.01);
    let found = run(&mut model, &parameters, &goals);
    for (value, right, within) in [(found.values[0], 0.02, 0.1), (found.values[1], 0.5, 0.05), (found.values[2], 3.0, 0.03)] {
        assert!((value / right - 1.0).abs() < within, "{:?}", found.values);
    }
    for (estimate, figure) in found.on_fresh.iter().zip(&truth) {
        assert!((estimate.mean / figure - 1.0).abs() < 0.015 && estimate.count == 10, "{estimate:?} {figure}");
    }
    let set = found.plausible.as_ref().expect("it can be met");
    for (span, right) in set.spans.iter().zip([0.02, 0.5, 3.0]) {
        assert!(span.low < right && right < span.high, "{set:?}");
    }
    assert!(set.share < 0.05 && found.waves[2].left < found.waves[0].left, "{:?}", found.waves);
    assert!(found.waves[2].survivors > 0 && found.waves[2].least < found.waves[0].least, "{:?}", found.waves);
    assert!((150..=250).contains(&found.runs) && found.runs >= EFFORT.runs(3), "{} runs", found.runs);
    let asked: u32 = model.asked.iter().map(|trial| trial.replicates.clone().count() as u32).sum();
    assert_eq!(asked, found.runs);
}

#[test]
fn no_two_points_share_their_luck_and_the_score_has_luck_of_its_own() {
    let mut model = toy(|v: &[f64]| vec![v[0]], 0.01);
    run(&mut model, &[parameter("p", 1.0, 10.0)], &[goal("users", 4.0)]);
    let (fresh, fit): (Vec<&Trial>, Vec<&Trial>) = model.asked.iter().partition(|trial| trial.luck == Luck::Fresh);
    let used: Vec<u32> = fit.iter().flat_map(|trial| trial.replicates.clone()).collect();
    assert_eq!(used, (1..=used.len() as u32).collect::<Vec<u32>>());
    assert_eq!((fresh.len(), fresh[0].replicates.clone()), (1, 1..=10));
}

#[test]
fn a_quadratic_in_one_parameter_is_met() {
    let mut model = toy(|v: &[f64]| vec![10.0 + (v[0] - 2.0) * (v[0] - 2.0)], 0.002);
    let found = run(&mut model, &[parameter("x", 2.0, 6.0)], &[goal("bowl", 14.0)]);
    assert!((found.values[0] - 4.0).abs() < 0.06, "{:?}", found.values);
    assert!((found.on_fresh[0].mean / 14.0 - 1.0).abs() < 0.01);
}

#[test]
fn a_ridge_is_told_as_a_trade() {
    // Only the product of the two shows.
    let found = run(
        &mut toy(|v: &[f64]| vec![v[0] * v[1]], 0.005),
        &[parameter("p", 1.0, 10.0), parameter("q", 1.0, 10.0)],
        &[goal("users", 10.0)],
    );
    let changes = &found.trade.changes;
    assert!(
        (changes[0] + changes[1]).abs() < 0.02 && (changes.iter().fold(0.0, |m: f64, x| m.max(x.abs())) - 0.1).abs() < 1e-9,
        "{changes:?}"
    );
    assert!(found.trade.fits_as_well() && found.trade.moved < 0.3, "{:?}", found.trade);
    assert!(found.trade.alone.iter().all(|alone| (alone - 2.0).abs() < 0.3), "{:?}", found.trade);
    let set = found.plausible.expect("many points are");
    assert!(set.correlations[0][1] < -0.9, "{:?}", set.correlations);
    assert!(set.spans.iter().all(|span| span.low < 1.5 && span.high > 6.5), "{:?}", set.spans);
    assert!((found.values[0] * found.values[1] / 10.0 - 1.0).abs() < 0.01, "{:?}", found.values);
}

#[test]
fn luck_alone_rules_nothing_out() {
    let found = run(&mut toy(|_: &[f64]| vec![10.0], 0.1), &[parameter("p", 1.0, 10.0), parameter("q", 0.0, 1.0)], &[goal("users", 10.0)]);
    let set = found.plausible.expect("all are");
    assert!(set.share > 0.9, "{set:?}");
    assert!(set.spans[0].low < 1.1 && set.spans[0].high > 9.0 && set.spans[1].low < 0.05 && set.spans[1].high > 0.95, "{set:?}");
    assert!(found.trade.fits_as_well());
}

#[test]
fn what_cannot_be_met_is_said_and_missed_by_as_little_as_can_be() {
    let found = run(&mut toy(|v: &[f64]| vec![v[0], v[0]], 0.005), &[parameter("p", 1.0, 10.0)], &[goal("low", 2.0), goal("high", 4.0)]);
    assert_eq!(found.plausible, None);
    assert!(found.nearest_implausibility > 5.0, "{}", found.nearest_implausibility);
    assert!((found.values[0] - libm::sqrt(8.0)).abs() < 0.2, "between the two by ratio: {:?}", found.values);
    assert!(found.waves[2].left == 0.0 && found.waves.iter().all(|wave| wave.survivors == 0));
    let beyond = run(&mut toy(|v: &[f64]| vec![v[0]], 0.005), &[parameter("p", 1.0, 10.0)], &[goal("users", 100.0)]);
    assert_eq!((beyond.plausible, beyond.values[0]), (None, 10.0), "the nearest end of the range");
}

#[test]
fn a_whole_number_is_fitted_whole() {
    let whole = Parameter { grain: Grain::Decimals(0), ..parameter("neighbours", 1.0, 20.0) };
    let found = run(&mut toy(|v: &[f64]| vec![3.0 * v[0]], 0.005), &[whole], &[goal("users", 21.2)]);
    assert_eq!(found.values, [7.0]);
}

#[test]
fn the_same_model_gives_the_same_calibration() {
    let fit = || run(&mut toy(|v: &[f64]| vec![bass(v[0], 0.4, 3.0)], 0.02), &[parameter("p", 0.001, 0.1)], &[goal("users", 9.0)]);
    assert_eq!(fit(), fit());
}
