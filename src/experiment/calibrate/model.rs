//! Model: whatever projects the goals at given values of the parameters, with luck.

use super::goal::Goal;
use std::ops::RangeInclusive;

/// Which stock of luck a trial draws from; the two have nothing in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Luck {
    /// That of the fit.
    Fit,
    /// That by which the fit is scored.
    Fresh,
}

/// A point to simulate.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    /// A value for each parameter, in its own unit.
    pub values: Vec<f64>,
    /// The replicates, which no other trial of the same luck has.
    pub replicates: RangeInclusive<u32>,
    /// Their luck.
    pub luck: Luck,
}

/// Projects the goals.
pub trait Model {
    /// Why it cannot.
    type Error;

    /// For each trial, for each of its replicates, a projection of each goal; `what` says what the trials are for.
    ///
    /// # Errors
    /// Whatever keeps a trial from being simulated.
    fn project(&mut self, what: &str, trials: &[Trial]) -> Result<Vec<Vec<Vec<f64>>>, Self::Error>;
}

/// A trial and what it gave.
#[derive(Clone, Debug, PartialEq)]
pub struct Scored {
    /// The values of the parameters.
    pub values: Vec<f64>,
    /// The same as places between 0 and 1.
    pub places: Vec<f64>,
    /// For each replicate, a projection of each goal.
    pub projections: Vec<Vec<f64>>,
    /// The deviation of each goal's mean.
    pub deviations: Vec<f64>,
}

impl Scored {
    pub(super) fn new(values: Vec<f64>, places: Vec<f64>, projections: Vec<Vec<f64>>, goals: &[Goal]) -> Self {
        let deviations = goals.iter().enumerate().map(|(g, goal)| goal.deviation(mean(&projections, g))).collect();
        Self { values, places, projections, deviations }
    }

    /// The projections of one goal, a replicate each.
    #[must_use]
    pub fn of_goal(&self, goal: usize) -> Vec<f64> {
        self.projections.iter().map(|replicate| replicate[goal]).collect()
    }
}

fn mean(projections: &[Vec<f64>], goal: usize) -> f64 {
    projections.iter().map(|replicate| replicate[goal]).sum::<f64>() / projections.len() as f64
}

/// What luck does to one replicate: the variance of each goal's deviation, pooled over all trials; zero if none has two replicates.
pub(super) fn luck_variances(scored: &[Scored], goals: &[Goal]) -> Vec<f64> {
    let of_goal = |g: usize| {
        let (mut sum, mut freedom) = (0.0, 0.0);
        for trial in scored.iter().filter(|trial| trial.projections.len() > 1) {
            let middle = mean(&trial.projections, g);
            let squares: f64 = trial.projections.iter().map(|replicate| (replicate[g] - middle) * (replicate[g] - middle)).sum();
            sum += goals[g].deviation_variance(middle, squares);
            freedom += (trial.projections.len() - 1) as f64;
        }
        if freedom > 0.0 { sum / freedom } else { 0.0 }
    };
    (0..goals.len()).map(of_goal).collect()
}

#[cfg(test)]
mod tests {
    use super::super::goal::goal;
    use super::*;

    #[test]
    fn luck_is_pooled_over_trials_as_a_share() {
        let goals = [goal("users", 10.0, 0.05)];
        let trial = |a: f64, b: f64| Scored::new(vec![1.0], vec![0.5], vec![vec![a], vec![b]], &goals);
        let scored = [trial(9.0, 11.0), trial(20.0, 20.0)];
        assert_eq!(scored[0].deviations, [0.0]);
        assert!((luck_variances(&scored, &goals)[0] - 0.01).abs() < 1e-12, "a fiftieth and nothing, over two degrees of freedom");
        let alone = Scored::new(vec![1.0], vec![0.5], vec![vec![9.0]], &goals);
        assert_eq!(luck_variances(&[alone], &goals), [0.0]);
    }
}
