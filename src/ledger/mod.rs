//! Ledger: double entry; the only place where money moves.
//!
//! Every party has books of its own; each posting debits and credits within one party's books, so each party's books balance, and
//! therefore all do. What one party owes another stands in both books (for example [`Account::MerchantsPayable`] and
//! [`Account::OwedByAcquirer`]); the auditor checks that the mirrors agree. Amounts are full scale: one agent's payment is posted
//! times the people the agent stands for.

mod account;
mod book;
mod mandate;

pub use account::Account;
pub use book::{Balance, Imbalance, Ledger};
pub use mandate::{Mandates, NoMandate};
