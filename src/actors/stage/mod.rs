//! Stage: what every actor stands on. The rules of the market, a district's state, and the desk an actor works at while it handles
//! one message. Actors import the stage and never each other.

mod balances;
mod bills;
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
mod lapses;
mod luck;
mod monitor;
mod outlook;
mod partners;
mod posting;
mod posting_balance;
mod posting_bill;
mod posting_purse;
mod purses;
mod rules;
mod runs;
mod shop;
mod slab;

pub use balances::{Balances, Trait};
pub use bills::Bills;
pub use branch::{Branch, Case, Cause, Run, Tally, Theft, category_bit};
pub use cases::Sides;
pub use complaints::shows_up;
pub use debts::Debts;
pub use desk::Desk;
pub use earned::Earned;
pub use lapses::Lapses;
pub use luck::{Draw, Luck, habit_mark, looks_mark, mark};
pub use partners::post_partnership;
pub use posting::{outer_entry, post_charge, post_cleared, post_plastic, post_written_off};
pub use posting_purse::{post_lapses, post_lost_record};
pub use rules::{Compiled, Conditions, Contest, Purposes, Rules};
pub use shop::{Shop, Shops};
pub use slab::Slab;
