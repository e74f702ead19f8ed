//! Bank office: pays for what its branches processed, and agrees or not to an integration project.
//!
//! Hears counts of payments, cases and cards. Says charges. Keeps nothing.

use crate::domain::line::Line;
use crate::domain::market::Market;
use crate::domain::money::Money;
use crate::kernel::time::Time;
use crate::protocol::{Charge, Report};

/// Thousandths of a cent in a cent.
const MILLI: i64 = 1_000;

/// What the day's work cost the banks, each line from its own count.
pub fn costs(market: &Market, at: Time, total: &Report, mut book: impl FnMut(Charge)) {
    for (ordinal, bank) in market.banks.iter().enumerate() {
        let mut cost = |line, minor: i64| {
            if minor != 0 {
                book(Charge { at, payer: Some((bank.party, line)), payee: None, amount: Money::from_minor(minor) });
            }
        };
        cost(Line::Processing, total.processed[ordinal] * bank.processing_millicents / MILLI);
        cost(Line::Handling, total.cases[ordinal] * bank.handling_cost.minor());
        cost(Line::Reissue, total.reissued[ordinal] * bank.reissue_cost.minor());
    }
}
