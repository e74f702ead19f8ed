//! Scenario: from the text of a file to a validated [`Plan`].
//!
//! ```text
//! text      files -> one tree, strategies and dated events laid over it, typed reads with exact places
//! header    what the whole scenario states: horizon, scale, question, materiality
//! fitted    numbers set by path, in a file that extends a scenario
//! basket    a group of products and parties, which no market sees
//! target    a published figure, which no market sees; published reads them
//! market    one tree -> one market on one day; a file for each kind of table
//! worlds    runs beside the others, for rare breaches
//! stages    the dated events of one strategy cut its horizon into markets
//! frozen    what neither a strategy nor an event may change
//! plan      all strategies together
//! ```
//!
//! Nothing here reads a file or stops at the first mistake, and no text makes it panic.

mod basket;
mod fitted;
mod frozen;
mod header;
mod market;
mod plan;
mod published;
mod section;
mod stages;
mod target;
pub mod text;
mod worlds;

#[cfg(test)]
mod tests;

pub use basket::Basket;
pub use fitted::{Fitted, Knob, Unset};
pub use header::Materiality;
pub use plan::{Arm, Milestone, Plan, Stage, load};
pub use target::{Confidence, Over, Target, TargetKind, TargetMetric};
pub use worlds::Worlds;
