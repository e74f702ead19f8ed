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
mod scale;
mod season;
mod settle;
mod threats;

pub use population::branch;
pub use run::{Ended, Halted, World, WorldPlan};
pub use scale::{Footprint, MEMORY_LIMIT, Scale, TooLarge};
