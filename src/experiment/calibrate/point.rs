//! Point: the parameters that fit best, looked for on the emulator by CMA-ES (Hansen 2016, arXiv:1604.00772), then once more on one that
//! was fitted to new points close around it.

use super::design::{Region, fill};
use super::emulator::Emulator;
use super::fit::Study;
use super::goal::Goal;
use super::model::Model;
use cmaes::{CMAESOptions, DVector};

/// Points simulated around the first answer, by the number of parameters.
const AROUND: [usize; 3] = [5, 7, 9];

/// Share of the region's width that they are laid in.
const CLOSER: f64 = 1.0 / 3.0;

/// A box is no thinner, as a share of the range.
const THINNEST: f64 = 0.01;

/// Times that new points are laid, at most: again if the answer lies on the edge of their box.
const ROUNDS: u32 = 2;

/// Points at which the emulator is asked for a place to begin.
const ASKED: u32 = 1_024;

/// The optimiser's seed; it decides how a smooth bowl is walked down, not what is simulated.
const SEED: u64 = 1;

/// Evaluations of the emulator, at most.
const EVALUATIONS: usize = 4_000;

/// The pull to the middle of the box, in squares of a tolerance per square of half its width: where nothing else decides, the middle does.
const PULL: f64 = 1e-4;

/// What a half width outside the box costs, squares of a tolerance.
const OUTSIDE: f64 = 1e4;

/// Points that are simulated around the answer for so many parameters, at least.
pub(super) fn points(parameters: usize) -> u32 {
    AROUND[parameters.clamp(1, 3) - 1] as u32
}

/// The point, and the emulator fitted around it.
pub(super) struct Best {
    pub place: Vec<f64>,
    pub emulator: Emulator,
}

/// Looks for the best point in `region`, simulating new points around it.
pub(super) fn look_for<M: Model>(study: &mut Study<'_, M>, region: &Region) -> Result<Best, M::Error> {
    let mut emulator = Emulator::fit(&study.scored, region);
    let mut place = optimum(&emulator, study.goals, region);
    for round in 0..ROUNDS {
        let closer = region.shrunk_to(&place, CLOSER, THINNEST);
        let mut places = fill(&closer, AROUND[place.len().clamp(1, 3) - 1] as u32 - 1, 1_000 + round);
        places.push(place.clone());
        study.simulate(if round == 0 { "around the best point" } else { "around the better point" }, &places)?;
        emulator = Emulator::fit(&study.scored, &closer);
        place = optimum(&emulator, study.goals, &closer);
        if !is_on_edge(&place, &closer) {
            break;
        }
    }
    Ok(Best { place, emulator })
}

/// Where the emulator expects the least misfit in `region`.
fn optimum(emulator: &Emulator, goals: &[Goal], region: &Region) -> Vec<f64> {
    let unscaled = |x: &[f64]| -> Vec<f64> {
        region.0.iter().zip(x).map(|((low, high), x)| 0.5 * (low + high) + 0.5 * (high - low) * x.clamp(-1.0, 1.0)).collect()
    };
    let cost = |x: &[f64]| {
        let outside: f64 = x.iter().map(|x| (x.abs() - 1.0).max(0.0)).map(|over| over * over).sum();
        let pull: f64 = x.iter().map(|x| x * x).sum();
        misfit(emulator, goals, &unscaled(x)) + PULL * pull + OUTSIDE * outside
    };
    let asked = fill(region, ASKED, 2_000).into_iter().map(|place| region.scaled(&place));
    let begin = asked.fold(vec![0.0; region.0.len()], |best, x| if cost(&x) < cost(&best) { x } else { best });
    let objective = |x: &DVector<f64>| cost(x.as_slice());
    let options = CMAESOptions::new(begin.clone(), 0.2).seed(SEED).max_function_evals(EVALUATIONS).tol_fun(1e-9).tol_x(1e-6);
    let found = options.build(objective).ok().and_then(|mut search| search.run().overall_best);
    let best = found.map(|best| best.point.as_slice().to_vec()).filter(|x| cost(x) < cost(&begin)).unwrap_or(begin);
    unscaled(&best)
}

/// The sum over fitted goals of squared deviations in tolerances.
fn misfit(emulator: &Emulator, goals: &[Goal], place: &[f64]) -> f64 {
    let of_goal = |(g, goal): (usize, &Goal)| {
        let missed = emulator.expected(g, place).mean / goal.tolerance;
        missed * missed
    };
    goals.iter().enumerate().filter(|(_, goal)| goal.is_fitted).map(of_goal).sum()
}

/// True if the point lies on an edge of the box that is no end of the range.
fn is_on_edge(place: &[f64], region: &Region) -> bool {
    let near = |(x, (low, high)): (&f64, &(f64, f64))| {
        let slack = 0.02 * (high - low);
        (*low > 0.0 && x - low < slack) || (*high < 1.0 && high - x < slack)
    };
    place.iter().zip(&region.0).any(near)
}

#[cfg(test)]
mod tests {
    use super::super::goal::goal;
    use super::super::model::Scored;
    use super::*;

    #[test]
    fn the_optimum_of_a_bowl_is_found_and_is_the_same_each_time() {
        let goals = [goal("a", 1.0, 0.05), goal("b", 1.0, 0.05)];
        let trial = |p: Vec<f64>| {
            let projections = vec![vec![libm::exp(p[0] - 0.3), libm::exp(p[1] + p[0] - 1.0)]];
            Scored::new(p.clone(), p, projections, &goals)
        };
        let region = Region::whole(2);
        let scored: Vec<Scored> = fill(&region, 16, 0).into_iter().map(trial).collect();
        let emulator = Emulator::fit(&scored, &region);
        let best = optimum(&emulator, &goals, &region);
        assert!((best[0] - 0.3).abs() < 1e-3 && (best[1] - 0.7).abs() < 1e-3, "{best:?}");
        assert_eq!(best, optimum(&emulator, &goals, &region));
        let corner = Region(vec![(0.5, 1.0), (0.0, 1.0)]);
        let best = optimum(&emulator, &goals, &corner);
        assert!((best[0] - 0.5).abs() < 1e-3 && is_on_edge(&best, &corner), "{best:?}");
    }

    #[test]
    fn one_parameter_is_enough() {
        let goals = [goal("a", 1.0, 0.05)];
        let trial = |p: Vec<f64>| Scored::new(p.clone(), p.clone(), vec![vec![libm::exp(2.0 * p[0] - 1.5)]], &goals);
        let region = Region::whole(1);
        let scored: Vec<Scored> = fill(&region, 8, 0).into_iter().map(trial).collect();
        let best = optimum(&Emulator::fit(&scored, &region), &goals, &region);
        assert!((best[0] - 0.75).abs() < 1e-3, "{best:?}");
    }
}
