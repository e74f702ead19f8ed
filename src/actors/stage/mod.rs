//! Stage: what every actor stands on. The rules of the market, a district's state, and the desk an actor works at while it handles
//! one message. Actors import the stage and never each other.

mod balances;
mod bank;
mod branch;
mod cases;
mod closures;
mod complaints;
mod debts;
mod desk;
mod dispute_posting;
mod earned;
mod gates;
mod incentive;
mod luck;
mod monitor;
mod orders;
mod outlook;
mod posting;
mod posting_balance;
mod posting_fund;
mod returns;
mod rules;
mod runs;
mod shop;
mod slab;
mod stakes;
mod transfers;

pub use balances::{Balances, Trait};
pub use branch::{Branch, Case, Cause, Pocket, Run, Tally, Theft};
pub use cases::Sides;
pub use complaints::shows_up;
pub use debts::Debts;
pub use desk::Desk;
pub use earned::Earned;
pub use luck::{Draw, Luck, habit_mark, looks_mark, mark};
pub use orders::{orderer, starts_at_shop};
pub use posting::{outer_entry, post_charge, post_cleared, post_plastic, post_written_off};
pub use rules::{Compiled, Conditions, Contest, Purposes, Rules, Saving};
pub use shop::{Shop, Shops};
pub use slab::Slab;
pub use stakes::Stakes;
pub use transfers::post_arrival;
