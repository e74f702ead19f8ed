//! Calibrate: from published figures to a plausible set of parameters, a point in it, and what else would fit as well.
//!
//! ```text
//! parameter       a number of the scenario with its range, seen as a place between 0 and 1
//! goal            a published figure with its tolerance
//! model           whatever projects the figures; trials of it and what they gave
//! design          points that fill a box evenly
//! emulator        a quadratic in the parameters that stands for the model between points
//! implausibility  how far a projection is from a figure, in standard deviations of all that is unsure
//! waves           history matching: rule out, look closer, rule out again
//! point           the point that fits best, looked for on the emulator and then closer around it
//! trade           which parameters move together in the set, and which direction hardly matters
//! fit             all of it in order, scored on fresh luck
//! ```
//!
//! Every trial has luck of its own, so that no seed is fitted; the same order of trials gives the same result for any number of threads.

mod design;
mod emulator;
mod fit;
mod goal;
mod implausibility;
mod least_squares;
mod model;
mod parameter;
mod plausible;
mod point;
mod trade;
mod waves;

#[cfg(test)]
mod tests;

pub use fit::{Calibration, Effort, calibrate};
pub use goal::{Goal, Scale};
pub use implausibility::CUT;
pub use model::{Luck, Model, Scored, Trial};
pub use parameter::{Grain, Parameter};
pub use plausible::{Plausible, Span};
pub use trade::{Trade, correlations};
pub use waves::Wave;
