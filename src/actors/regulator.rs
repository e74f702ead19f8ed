//! Regulator: whose dated rules decide what may be charged; publishes the tariff of the day.
//!
//! Hears nothing in this market. Says the tariff that holds today, with the caps on regulated debit from their date on. Keeps it
//! until it changes.

use crate::domain::fee::Tariff;
use crate::domain::market::Market;
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
