//! Processor office: what a processor pays to be allowed to keep other people's money.
//!
//! Hears nothing. Says the month's part of its licences' cost. Keeps nothing.

use crate::domain::line::Line;
use crate::domain::money::{Money, Rate};
use crate::domain::stored::Processor;
use crate::kernel::time::Time;
use crate::protocol::Charge;

/// The month's part of the licences of `processor`, for the part of the month in which a product of its was open.
pub fn close_month(processor: &Processor, at: Time, open_share: Rate, mut book: impl FnMut(Charge)) {
    let month = Money::from_minor(processor.licence_per_year.minor() / 12);
    let amount = open_share.of(month);
    if amount != Money::ZERO {
        book(Charge { at, payer: Some((processor.party, Line::Licence)), payee: None, amount });
    }
}
