//! World: a strategy's market brought to life: people and institutions from a plan, run day by day, yielding facts.

mod accounts;
mod candidates;
mod dispatch;
mod district;
mod gates;
mod head;
mod population;
mod purchases;
mod run;
mod savings;
mod season;
mod settle;
mod threats;

pub use population::{MEMORY_LIMIT, Scale, TooLarge, branch, estimate_bytes};
pub use run::{Ended, Halted, World, WorldPlan};
