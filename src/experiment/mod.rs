//! Experiment: replicates of strategies, held against each other.

mod bridge;
mod compare;
mod profit;
mod runs;
pub mod simulate;
pub mod statistics;
mod targets;
#[cfg(test)]
pub(crate) mod testing;
pub mod trace;

pub use bridge::{Bridge, Span, bridges};
pub use compare::{CompareError, Comparison, ComparisonRow, Materiality, Metric, Verdict, compare};
pub use profit::{Profit, profits};
pub use runs::{Arm, Finding, RunSummary, arms};
pub use targets::{TargetRow, targets};
