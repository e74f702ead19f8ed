//! Waves: history matching. Each wave simulates points in what is left, fits an emulator there, and rules out more.
//!
//! What no emulator of any wave rules out is left. If nothing is, the next wave goes to where least is wrong, and the outcome says so.

use super::design::{Region, fill, spread};
use super::emulator::Emulator;
use super::fit::Study;
use super::goal::Goal;
use super::implausibility::{CUT, emulated, simulated};
use super::model::{Model, luck_variances};
use super::plausible::{Plausible, Span, spans};
use super::trade::correlations;

/// Points of each wave, by the number of parameters.
const POINTS: [[usize; 3]; 3] = [[8, 6, 5], [14, 10, 8], [24, 16, 12]];

/// Points at which emulators are asked.
const ASKED: u32 = 4_096;

/// Points left, at least, that show a set's shape; with fewer, a smaller box is asked again.
const SHOWN: usize = 256;

/// Times that a smaller box is asked.
const ZOOMS: u32 = 4;

/// Points around which the search goes on if fewer are left: those least implausible.
const NEAREST: usize = 80;

/// A box is let out by this share of its width on each side.
const LET_OUT: f64 = 0.05;

/// A box is no thinner, as a share of the range.
const THINNEST: f64 = 0.02;

/// Points that all waves simulate for so many parameters.
pub(super) fn points(parameters: usize) -> u32 {
    POINTS[parameters.clamp(1, 3) - 1].iter().sum::<usize>() as u32
}

/// One wave.
#[derive(Clone, Debug, PartialEq)]
pub struct Wave {
    /// Points simulated.
    pub points: usize,
    /// Of these, how many are not ruled out by what they gave.
    pub survivors: usize,
    /// The least implausibility among them, standard deviations.
    pub least: f64,
    /// Where they were laid: the span of each parameter.
    pub spans: Vec<Span>,
    /// Share of the range that is left after it, 0 to 1.
    pub left: f64,
}

/// What all waves left.
pub(super) struct History {
    pub waves: Vec<Wave>,
    /// The box to look closer in.
    pub region: Region,
    /// What is left; nothing if every point is ruled out.
    pub plausible: Option<Plausible>,
}

/// Carries the waves out.
pub(super) fn match_history<M: Model>(study: &mut Study<'_, M>) -> Result<History, M::Error> {
    let count = study.parameters.len();
    let mut left = Left { places: Vec::new(), found: 0, region: Region::whole(count), share: 1.0 };
    let mut emulators: Vec<Emulator> = Vec::new();
    let mut waves = Vec::new();
    for (wave, &points) in POINTS[count.clamp(1, 3) - 1].iter().enumerate() {
        let places = match wave {
            0 => fill(&left.region, points as u32, 0),
            _ => spread(&left.places, &study.places(), points, &left.region),
        };
        let before = study.scored.len();
        study.simulate(&format!("wave {}", wave + 1), &places)?;
        emulators.push(Emulator::fit(&study.scored, &left.region));
        left = left.after(&emulators, study.goals, wave as u32 + 1);
        let luck = luck_variances(&study.scored, study.goals);
        let outcomes = study.scored[before..].iter().map(|trial| simulated(trial, study.goals, &luck));
        let (survivors, least) =
            outcomes.fold((0, f64::INFINITY), |(n, least), outcome| (n + usize::from(outcome <= CUT), least.min(outcome)));
        let (points, spans) = (places.len(), spans(study.parameters, &places));
        waves.push(Wave { points, survivors, least, spans, left: left.share });
    }
    let plausible = left.plausible(study);
    Ok(History { waves, region: left.region, plausible })
}

/// What emulators leave.
struct Left {
    /// Points asked, the least implausible first: all that are left, and others if those are few.
    places: Vec<Vec<f64>>,
    /// How many of them are left.
    found: usize,
    /// A box around them.
    region: Region,
    /// The share of the range that is left.
    share: f64,
}

impl Left {
    /// What of this is left by all of `emulators`.
    fn after(&self, emulators: &[Emulator], goals: &[Goal], wave: u32) -> Self {
        let worst = |place: &Vec<f64>| emulators.iter().map(|emulator| emulated(emulator, goals, place)).fold(0.0, f64::max);
        let mut region = self.region.clone();
        let mut zoom = 0;
        loop {
            let asked = fill(&region, ASKED, 16 * wave + zoom);
            let mut judged: Vec<(f64, Vec<f64>)> = asked.into_iter().map(|place| (worst(&place), place)).collect();
            let found = judged.iter().filter(|(worst, _)| *worst <= CUT).count();
            judged.sort_by(|a, b| a.0.total_cmp(&b.0));
            judged.truncate(found.max(NEAREST));
            let share = region.size() * found as f64 / f64::from(ASKED);
            let places: Vec<Vec<f64>> = judged.into_iter().map(|(_, place)| place).collect();
            let next = Region::around(&places, LET_OUT, THINNEST);
            zoom += 1;
            // A box as thin as a box may be shows no more by being asked again.
            if found >= SHOWN || zoom > ZOOMS || next.size() > 0.9 * region.size() {
                return Self { places, found, region: next, share };
            }
            region = next;
        }
    }

    /// The set, from what was asked or, if emulators leave nothing, from simulated points that survive.
    fn plausible<M>(&self, study: &Study<'_, M>) -> Option<Plausible> {
        let luck = luck_variances(&study.scored, study.goals);
        let places = match self.found {
            0 => {
                let survivors = study.scored.iter().filter(|trial| simulated(trial, study.goals, &luck) <= CUT);
                survivors.map(|trial| trial.places.clone()).collect()
            }
            found => self.places[..found].to_vec(),
        };
        let Self { share, .. } = self;
        (!places.is_empty()).then(|| Plausible {
            spans: spans(study.parameters, &places),
            share: *share,
            correlations: correlations(&places),
        })
    }
}
