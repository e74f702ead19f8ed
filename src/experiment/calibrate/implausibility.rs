//! Implausibility: how far a projection is from the figures, in standard deviations of all that is unsure: the figure and the model's reach
//! (tolerance), and the projection itself (luck, or the emulator's variance).
//!
//! That of a point is that of its worst goal. Points above [`CUT`] are ruled out: no bell-shaped law, whatever its shape, puts more than one
//! in twenty beyond three standard deviations (Pukelsheim 1994, American Statistician 48:88).

use super::emulator::Emulator;
use super::goal::Goal;
use super::model::Scored;

/// The implausibility above which a point is ruled out, standard deviations.
pub const CUT: f64 = 3.0;

/// That of one goal's deviation whose variance is `variance`.
pub(super) fn of_goal(goal: &Goal, deviation: f64, variance: f64) -> f64 {
    deviation.abs() / libm::sqrt(goal.tolerance * goal.tolerance + variance)
}

/// That of a simulated point; `luck` is the variance of one replicate for each goal.
pub(super) fn simulated(trial: &Scored, goals: &[Goal], luck: &[f64]) -> f64 {
    let replicates = trial.projections.len() as f64;
    worst(goals, |g| of_goal(&goals[g], trial.deviations[g], luck[g] / replicates))
}

/// That of a point as the emulator expects it.
pub(super) fn emulated(emulator: &Emulator, goals: &[Goal], place: &[f64]) -> f64 {
    worst(goals, |g| {
        let expected = emulator.expected(g, place);
        of_goal(&goals[g], expected.mean, expected.variance)
    })
}

/// The worst of the fitted goals.
fn worst(goals: &[Goal], of: impl Fn(usize) -> f64) -> f64 {
    (0..goals.len()).filter(|&g| goals[g].is_fitted).map(of).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::super::goal::goal;
    use super::*;

    #[test]
    fn it_is_the_worst_fitted_goals_in_standard_deviations() {
        let held_out = Goal { is_fitted: false, ..goal("payments", 1.0, 0.01) };
        let goals = [goal("users", 10.0, 0.03), goal("volume", 1.0, 0.05), held_out];
        let projections = vec![vec![10.0, libm::exp(0.1), 9.0]; 4];
        let trial = Scored::new(vec![], vec![], projections, &goals);
        assert!((simulated(&trial, &goals, &[0.0; 3]) - 2.0).abs() < 1e-9);
        // Luck of 4 x 0.0075 in one replicate is 0.0075 in the mean of four: the root of 0.0025 + 0.0075 is 0.1.
        assert!((simulated(&trial, &goals, &[0.0, 0.03, 0.0]) - 1.0).abs() < 1e-9);
    }
}
