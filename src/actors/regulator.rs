//! Regulator: whose dated rules decide what may be charged; publishes the tariff of the day.
//!
//! Hears of opened vaults. Says the tariff that holds today, with the caps on regulated debit from their date on, and fines. Keeps the
//! tariff until it changes.

use crate::domain::fee::Tariff;
use crate::domain::line::Line;
use crate::domain::market::Market;
use crate::domain::money::Money;
use crate::domain::party::PartyId;
use crate::kernel::time::Time;
use crate::protocol::Charge;
use std::sync::Arc;

/// The regulator's head office.
#[derive(Clone, Debug)]
pub struct Regulator {
    today: Arc<Tariff>,
}

impl Regulator {
    /// Opens with the tariff of day zero.
    #[must_use]
    pub fn new(market: &Market) -> Self {
        Self { today: Arc::new(market.fees.tariff(market.date(0), market.parties.len())) }
    }

    /// Moves to `day`.
    pub fn turn(&mut self, market: &Market, day: u32) {
        let date = market.date(day);
        if day > 0 && market.fees.changes_on(date) {
            self.today = Arc::new(market.fees.tariff(date, market.parties.len()));
        }
    }

    /// Today's tariff.
    #[must_use]
    pub fn today(&self) -> Arc<Tariff> {
        Arc::clone(&self.today)
    }
}

/// What a month of supervision costs.
pub fn close_month(market: &Market, at: Time, mut book: impl FnMut(Charge)) {
    for regulator in market.regulators.iter().filter(|r| r.supervision != Money::ZERO) {
        book(Charge { at, payer: Some((regulator.party, Line::Supervision)), payee: None, amount: regulator.supervision });
    }
}

/// Fines an operator whose vault was opened.
pub fn fine(market: &Market, at: Time, operator: PartyId, mut book: impl FnMut(Charge)) {
    for regulator in market.regulators.iter().filter(|r| r.breach_fine != Money::ZERO) {
        let (payer, payee) = (Some((operator, Line::Fines)), Some((regulator.party, Line::Fines)));
        book(Charge { at, payer, payee, amount: regulator.breach_fine });
    }
}
