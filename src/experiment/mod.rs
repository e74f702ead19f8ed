//! Experiment: replicates of strategies, held against each other.

mod approval;
mod baskets;
mod borne;
mod bridge;
pub mod calibrate;
mod compare;
pub mod contest;
mod gates;
pub mod payment_log;
mod profit;
mod runs;
pub mod simulate;
pub mod statistics;
mod targets;
#[cfg(test)]
pub(crate) mod testing;
pub mod trace;
mod watching;
pub mod worlds;

pub use approval::{Answer, Answered, answers};
pub use baskets::{Group, groups};
pub use borne::{Borne, Stage, borne};
pub use bridge::{Bridge, Common, Span, bridges};
pub use compare::{CompareError, Comparison, ComparisonRow, Metric, Verdict, compare};
pub use gates::{Passed, passed};
pub use profit::{LineProfit, Profit, profit_lines, profits};
pub use runs::{Arm, Finding, RunSummary, arms};
pub use targets::{TargetRow, projected, targets};
pub use watching::{Watching, detected, watching};
