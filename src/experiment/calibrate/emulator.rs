//! Emulator: a quadratic in the parameters, one for each goal's deviation, that stands for the model between simulated points.
//!
//! Points inside its region count in full, those outside the less the further they are. Its variance holds both what luck leaves unknown of
//! the mean and how badly a quadratic fits.

use super::design::Region;
use super::least_squares::{Solved, solve};
use super::model::Scored;

/// Points beyond the coefficients by which a quadratic is fitted, at least, by weight.
const SPARE: f64 = 3.0;

/// How much of the region's half width beyond its edge still counts in full.
const EDGE: f64 = 1.2;

/// One goal's deviation as a quadratic.
#[derive(Clone, Debug)]
struct Surface {
    solved: Solved,
    /// Variance of what it leaves over, at weight one.
    residual: f64,
}

/// The deviations of all goals between points.
#[derive(Clone, Debug)]
pub(super) struct Emulator {
    region: Region,
    /// True if there are points enough for squares and products; else it is flat in them.
    is_quadratic: bool,
    surfaces: Vec<Surface>,
}

/// A deviation that the emulator expects.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Expected {
    /// The mean.
    pub mean: f64,
    /// The variance of the model's mean at that point about it.
    pub variance: f64,
}

impl Emulator {
    /// Fits it to `scored`, for use in `region`. Of at least one trial.
    pub fn fit(scored: &[Scored], region: &Region) -> Self {
        let quadratic = terms(&vec![0.0; region.0.len()], true).len() as f64;
        let is_quadratic = scored.len() as f64 >= quadratic + 1.0;
        let rows: Vec<Vec<f64>> = scored.iter().map(|trial| terms(&region.scaled(&trial.places), is_quadratic)).collect();
        let weights = weights(scored, region, rows[0].len() as f64);
        let goals = scored[0].deviations.len();
        let surface = |g: usize| {
            let values: Vec<f64> = scored.iter().map(|trial| trial.deviations[g]).collect();
            let solved = solve(&rows, &values, &weights);
            let left = |(row, value): (&Vec<f64>, &f64)| value - dot(row, &solved.coefficients);
            let squares: f64 = rows.iter().zip(&values).map(left).zip(&weights).map(|(left, weight)| weight * left * left).sum();
            let freedom = (weights.iter().sum::<f64>() - rows[0].len() as f64).max(1.0);
            Surface { solved, residual: squares / freedom }
        };
        Self { region: region.clone(), is_quadratic, surfaces: (0..goals).map(surface).collect() }
    }

    /// What it expects of one goal at `place`.
    pub fn expected(&self, goal: usize, place: &[f64]) -> Expected {
        let row = terms(&self.region.scaled(place), self.is_quadratic);
        let Surface { solved, residual } = &self.surfaces[goal];
        Expected { mean: dot(&row, &solved.coefficients), variance: residual * (1.0 + solved.leverage(&row)) }
    }

    /// How one goal's deviation changes with the place of each parameter.
    pub fn slopes(&self, goal: usize, place: &[f64]) -> Vec<f64> {
        const STEP: f64 = 1e-4;
        let at = |j: usize, step: f64| {
            let mut moved = place.to_vec();
            moved[j] += step;
            self.expected(goal, &moved).mean
        };
        (0..place.len()).map(|j| (at(j, STEP) - at(j, -STEP)) / (2.0 * STEP)).collect()
    }
}

/// One, each parameter, and their squares and products.
fn terms(scaled: &[f64], is_quadratic: bool) -> Vec<f64> {
    let mut terms = vec![1.0];
    terms.extend(scaled);
    if is_quadratic {
        for i in 0..scaled.len() {
            terms.extend((0..=i).map(|j| scaled[i] * scaled[j]));
        }
    }
    terms
}

/// The weight of each trial; the edge is let out until they suffice for `coefficients`.
fn weights(scored: &[Scored], region: &Region, coefficients: f64) -> Vec<f64> {
    let distances: Vec<f64> =
        scored.iter().map(|trial| region.scaled(&trial.places).iter().fold(0.0, |most: f64, x| most.max(x.abs()))).collect();
    let enough = (coefficients + SPARE).min(scored.len() as f64);
    let mut edge = EDGE;
    loop {
        let weights: Vec<f64> =
            distances.iter().map(|distance| if *distance <= edge { 1.0 } else { sixth_power(edge / distance) }).collect();
        if weights.iter().sum::<f64>() >= enough - 1e-9 {
            return weights;
        }
        edge *= 1.25;
    }
}

fn sixth_power(x: f64) -> f64 {
    let cube = x * x * x;
    cube * cube
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

#[cfg(test)]
mod tests {
    use super::super::design::fill;
    use super::super::goal::goal;
    use super::*;

    fn scored(surface: impl Fn(&[f64]) -> f64, count: u32) -> Vec<Scored> {
        let goals = [goal("users", 1.0, 0.05)];
        let trial = |place: Vec<f64>| Scored::new(place.clone(), place.clone(), vec![vec![libm::exp(surface(&place))]], &goals);
        fill(&Region::whole(2), count, 3).into_iter().map(trial).collect()
    }

    #[test]
    fn a_quadratic_is_met_exactly_and_so_are_its_slopes() {
        let emulator = Emulator::fit(&scored(|p| 0.3 - p[0] + 0.5 * p[0] * p[1] + p[1] * p[1], 12), &Region::whole(2));
        let expected = emulator.expected(0, &[0.2, 0.9]);
        assert!((expected.mean - (0.3 - 0.2 + 0.09 + 0.81)).abs() < 1e-6 && expected.variance < 1e-10, "{expected:?}");
        let slopes = emulator.slopes(0, &[0.2, 0.9]);
        assert!((slopes[0] + 0.55).abs() < 1e-5 && (slopes[1] - 1.9).abs() < 1e-5, "{slopes:?}");
    }

    #[test]
    fn it_knows_how_badly_it_fits_and_fits_its_own_region_best() {
        let wave = |p: &[f64]| libm::sin(8.0 * p[0]);
        let whole = Emulator::fit(&scored(wave, 60), &Region::whole(2));
        assert!(whole.expected(0, &[0.5, 0.5]).variance > 0.05, "a wave is no quadratic");
        let near = Region(vec![(0.1, 0.3), (0.0, 1.0)]);
        let there = Emulator::fit(&scored(wave, 60), &near).expected(0, &[0.2, 0.5]);
        assert!((there.mean - libm::sin(1.6)).abs() < 0.05, "{there:?}");
    }

    #[test]
    fn a_few_points_give_a_plane() {
        let emulator = Emulator::fit(&scored(|p| p[0], 5), &Region::whole(2));
        assert!((emulator.expected(0, &[0.75, 0.1]).mean - 0.75).abs() < 1e-6);
    }
}
