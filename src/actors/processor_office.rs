//! Processor office: what a processor pays to be allowed to keep other people's money.
//!
//! Hears nothing. Says the month's part of its licences' cost. Keeps nothing.

use crate::domain::line::Line;
use crate::domain::market::Market;
use crate::domain::money::{Money, Rate};
use crate::domain::party::PartyId;
use crate::kernel::time::Time;
use crate::protocol::Charge;

/// The month's part of the licences of `operator`, if it is a processor, for the part of the month in which its product was open.
pub fn close_month(market: &Market, operator: PartyId, at: Time, open_share: Rate, mut book: impl FnMut(Charge)) {
    let Some(terms) = market.processor(operator) else { return };
    let month = Money::from_minor(terms.licence_per_year.minor() / 12);
    let amount = open_share.of(month);
    if amount != Money::ZERO {
        book(Charge { at, payer: Some((operator, Line::Licence)), payee: None, amount });
    }
}
