//! Landscape: what strikes many at once: vault breaches and outages, drawn before the window they fall into.
//!
//! Hears nothing. Says the breaches and outages of the day. Keeps outages that have not ended. Draws are keyed by the institution's name
//! and the day, so every strategy meets the same weather.

use super::stage::Purposes;
use crate::domain::market::Market;
use crate::domain::product::Product;
use crate::kernel::random::{exponential, name_key, unit};
use crate::kernel::time::{Span, Time};
use crate::protocol::{Breach, Outage};

const DAY_SECONDS: f64 = 86_400.0;
const DAYS_PER_YEAR: f64 = 365.25;

/// A vault to be opened on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Struck {
    /// The day.
    pub day: u32,
    /// Whose, by name.
    pub operator: String,
}

/// The landscape's head office.
#[derive(Clone, Debug, Default)]
pub struct Landscape {
    outages: Vec<Outage>,
    /// Breaches that are to come about, instead of those that the hazards bring.
    breaches: Option<Vec<Struck>>,
}

impl Landscape {
    /// A landscape in which vaults are opened as said, or, if nothing is said, by their hazards.
    #[must_use]
    pub fn new(breaches: Option<Vec<Struck>>) -> Self {
        Self { breaches, ..Self::default() }
    }

    /// Draws what strikes on `day`; outages carry over until they end.
    pub fn turn(&mut self, market: &Market, keys: &Purposes, day: u32) {
        let midnight = Time::ZERO + Span::from_days(i64::from(day));
        self.outages.retain(|outage| outage.until > midnight);
        for bank in &market.banks {
            let name = name_key(&market.parties[bank.party.index()].name);
            let block = keys.outage.block(name, day, 0, 0);
            if unit(block[0]) < bank.outages_per_year / DAYS_PER_YEAR {
                let from = midnight + Span::from_secs_f64(unit(block[1]) * DAY_SECONDS);
                let until = from + Span::from_secs_f64(exponential(block[2]) * bank.outage_hours * 3600.0);
                self.outages.push(Outage { party: bank.party, from, until });
            }
        }
    }

    /// Outages under way or starting today.
    #[must_use]
    pub fn outages(&self) -> &[Outage] {
        &self.outages
    }

    /// The breach of this product's vault on `day`, if there is one; only a cloud has a vault to open.
    #[must_use]
    pub fn breach(&self, market: &Market, keys: &Purposes, product: &Product, day: u32) -> Option<Breach> {
        if !product.flow.is_proxied() {
            return None;
        }
        let name = &market.parties[product.operator.index()].name;
        let threats = &market.threats;
        let is_struck = match &self.breaches {
            Some(breaches) => breaches.iter().any(|struck| struck.day == day && struck.operator == *name),
            None => unit(keys.breach.block(name_key(name), day, 0, 0)[0]) < threats.breaches_per_year / DAYS_PER_YEAR,
        };
        is_struck.then_some(Breach { day, reach: threats.breach_reach_share, misuse: threats.breach_misuse_share })
    }
}
