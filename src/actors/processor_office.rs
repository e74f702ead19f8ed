//! Processor office: what a processor pays to be allowed to keep other people's money.
//!
//! Hears where its firms stand in the queue for licences. Says the month's part of its licences' cost. Keeps nothing.

use crate::domain::line::Line;
use crate::domain::market::Market;
use crate::domain::money::Money;
use crate::domain::stored::Processor;
use crate::protocol::{Charge, LicenceFact};

/// The month of `processor`: its part of licences paid by the year, for the part of the month in which a product of its was open; what
/// new applications cost; and what the capital costs that its applicants have paid in, full from the month in which they apply.
pub fn close_month(market: &Market, processor: &Processor, month: &LicenceFact, mut book: impl FnMut(Charge)) {
    let yearly = Money::from_minor(processor.licence_per_year.minor() / 12);
    let amounts = [month.open_share.of(yearly), application(market, month), capital(market, month)];
    for amount in amounts.into_iter().filter(|amount| *amount != Money::ZERO) {
        book(Charge { at: month.at, payer: Some((processor.party, Line::Licence)), payee: None, amount });
    }
}

fn application(market: &Market, month: &LicenceFact) -> Money {
    market.licensing.as_ref().map_or(Money::ZERO, |licensing| licensing.application_cost * i64::from(month.newly_applied))
}

/// A month of the capital that is asked for: by the firm, and at least a share of what customers keep.
fn capital(market: &Market, month: &LicenceFact) -> Money {
    let Some(licensing) = market.licensing.as_ref().filter(|_| month.applied > 0) else { return Money::ZERO };
    let paid_in = licensing.capital * i64::from(month.applied);
    let wanted = paid_in.max(licensing.balances_capital.of(month.stored));
    Money::from_minor(licensing.capital_cost.of(wanted).minor() / 12)
}
