//! Fit: the whole calibration in order, and what comes of it.

use super::goal::Goal;
use super::implausibility::simulated;
use super::model::{Luck, Model, Scored, Trial, luck_variances};
use super::parameter::Parameter;
use super::plausible::Plausible;
use super::point::{self, look_for};
use super::trade::{Trade, weakest};
use super::waves::{self, Wave, match_history};
use crate::experiment::statistics::Estimate;

/// Runs at the chosen point with the fit's luck, in replicates of another point.
const CONFIRMED: u32 = 2;

/// How much is simulated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// Replicates of each point, at least one.
    pub replicates: u32,
    /// Replicates with fresh luck at the chosen point, at least two.
    pub fresh: u32,
}

impl Effort {
    /// Runs that fitting so many parameters takes, if the best point is found at the first try.
    #[must_use]
    pub fn runs(&self, parameters: usize) -> u32 {
        (waves::points(parameters) + point::points(parameters) + CONFIRMED) * self.replicates.max(1) + self.fresh
    }
}

/// What a calibration found.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    /// What was fitted.
    pub parameters: Vec<Parameter>,
    /// What it was held against.
    pub goals: Vec<Goal>,
    /// The waves.
    pub waves: Vec<Wave>,
    /// What they left; nothing if every point is ruled out.
    pub plausible: Option<Plausible>,
    /// Of all simulated points the least implausible.
    pub nearest: Scored,
    /// Its implausibility, standard deviations.
    pub nearest_implausibility: f64,
    /// The chosen point, a value for each parameter.
    pub values: Vec<f64>,
    /// What each goal's projection is there, with luck of the fit.
    pub on_fit: Vec<Estimate>,
    /// The same with fresh luck.
    pub on_fresh: Vec<Estimate>,
    /// Which parameters trade off there.
    pub trade: Trade,
    /// Runs simulated.
    pub runs: u32,
}

/// The trials done so far.
pub(super) struct Study<'a, M> {
    model: &'a mut M,
    pub parameters: &'a [Parameter],
    pub goals: &'a [Goal],
    replicates: u32,
    /// Replicates used; each trial has its own.
    used: u32,
    pub scored: Vec<Scored>,
}

impl<M: Model> Study<'_, M> {
    /// Simulates the model at `places`.
    pub fn simulate(&mut self, what: &str, places: &[Vec<f64>]) -> Result<(), M::Error> {
        self.simulate_times(what, places, self.replicates)
    }

    fn simulate_times(&mut self, what: &str, places: &[Vec<f64>], times: u32) -> Result<(), M::Error> {
        let mut trials = Vec::new();
        for place in places {
            let values = self.parameters.iter().zip(place).map(|(parameter, x)| parameter.value(*x)).collect();
            trials.push(Trial { values, replicates: self.used + 1..=self.used + times, luck: Luck::Fit });
            self.used += times;
        }
        let projections = self.model.project(what, &trials)?;
        for (trial, projections) in trials.into_iter().zip(projections) {
            // The place of the value as it was rounded, not of the one that was meant.
            let places = self.parameters.iter().zip(&trial.values).map(|(parameter, value)| parameter.place(*value)).collect();
            self.scored.push(Scored::new(trial.values, places, projections, self.goals));
        }
        Ok(())
    }

    /// The places simulated so far.
    pub fn places(&self) -> Vec<Vec<f64>> {
        self.scored.iter().map(|trial| trial.places.clone()).collect()
    }
}

/// Fits `parameters` (one to three) to the fitted ones of `goals` (one at least).
///
/// # Errors
/// Those of the model.
pub fn calibrate<M: Model>(model: &mut M, parameters: &[Parameter], goals: &[Goal], effort: Effort) -> Result<Calibration, M::Error> {
    let mut study = Study { model, parameters, goals, replicates: effort.replicates.max(1), used: 0, scored: Vec::new() };
    let history = match_history(&mut study)?;
    let best = look_for(&mut study, &history.region)?;
    study.simulate_times("the chosen point", std::slice::from_ref(&best.place), CONFIRMED * effort.replicates.max(1))?;
    let values: Vec<f64> = parameters.iter().zip(&best.place).map(|(parameter, x)| parameter.value(*x)).collect();
    let fresh = Trial { values: values.clone(), replicates: 1..=effort.fresh, luck: Luck::Fresh };
    let fresh = study.model.project("fresh luck", std::slice::from_ref(&fresh))?.into_iter().next().unwrap_or_default();
    let fresh = Scored::new(values.clone(), best.place.clone(), fresh, goals);
    let luck = luck_variances(&study.scored, goals);
    let implausibility = |trial: &Scored| simulated(trial, goals, &luck);
    let chosen = study.scored.last().cloned().unwrap_or_else(|| fresh.clone());
    let nearest = study.scored.iter().fold(&chosen, |near, trial| if implausibility(trial) < implausibility(near) { trial } else { near });
    let estimates = |trial: &Scored| (0..goals.len()).map(|g| Estimate::of(&trial.of_goal(g))).collect();
    Ok(Calibration {
        parameters: parameters.to_vec(),
        goals: goals.to_vec(),
        waves: history.waves,
        plausible: history.plausible,
        nearest_implausibility: implausibility(nearest),
        nearest: nearest.clone(),
        values,
        on_fit: estimates(&chosen),
        on_fresh: estimates(&fresh),
        trade: weakest(&best.emulator, parameters, goals, &best.place),
        runs: study.used + effort.fresh,
    })
}
