//! Landscape: what strikes many at once: vault breaches, outages, hijacks and points of compromise, drawn before the window they fall into.
//!
//! Hears nothing. Says the breaches, outages, hijacks and compromised shops of the day. Keeps those that have not ended. Draws are keyed by the institution's name
//! and the day, so every strategy meets the same weather.

use super::stage::Purposes;
use crate::domain::market::Market;
use crate::domain::product::Product;
use crate::domain::threat::Vector;
use crate::kernel::random::{exponential, name_key, unit};
use crate::kernel::time::{Span, Time};
use crate::protocol::{Breach, Compromised, Hijack, Outage};

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
    hijacks: Vec<Hijack>,
    compromised: Vec<Compromised>,
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
                let until = from + Span::from_secs_f64(exponential(block[2]) * bank.outage_hours * (1.0 - bank.failover_share) * 3600.0);
                self.outages.push(Outage { party: bank.party, from, until });
            }
        }
        self.hijack(market, keys, day, midnight);
        self.compromise(market, keys, day, midnight);
    }

    /// Operators whose name leads elsewhere from some time of today on. One registrar serves many: a hijack may strike others with it.
    fn hijack(&mut self, market: &Market, keys: &Purposes, day: u32, midnight: Time) {
        self.hijacks.retain(|hijack| hijack.until > midnight);
        let Some(terms) = market.threats.hijack else { return };
        let key = keys.threat.child(Vector::DomainHijack as u32);
        let operators = || market.processors.iter().map(|processor| processor.party);
        for struck in operators() {
            let block = key.block(name_key(&market.parties[struck.index()].name), day, 0, 0);
            let roll = unit(block[0]) * DAYS_PER_YEAR / terms.hijacks_per_year.max(1e-12);
            if roll >= 1.0 {
                continue;
            }
            let from = midnight + Span::from_secs_f64(unit(block[1]) * DAY_SECONDS);
            let seconds = exponential(block[2]) * terms.hours * 3600.0;
            for operator in operators() {
                let (hazard, duration) = market.protections.name_cloud.map_or((1.0, 1.0), |cloud| cloud.factors(operator));
                let (one, other) = (name_key(&market.parties[struck.index()].name), name_key(&market.parties[operator.index()].name));
                // What the registry's cloud keeps away it keeps away by itself, whoever else is struck.
                let resists = if operator == struck { roll } else { unit(key.block(one, day, 1, other)[1]) };
                let is_reached = operator == struck || unit(key.block(one, day, 1, other)[0]) < terms.spreads_share;
                if is_reached && resists < hazard {
                    self.hijacks.push(Hijack { operator, from, until: from + Span::from_secs_f64(seconds * duration) });
                }
            }
        }
    }

    /// Groups of shops at which thieves begin to copy cards today.
    fn compromise(&mut self, market: &Market, keys: &Purposes, day: u32, midnight: Time) {
        self.compromised.retain(|copied| copied.until > midnight);
        let Some(terms) = market.threats.compromise else { return };
        let key = keys.threat.child(Vector::MerchantBreach as u32);
        for (group, merchant) in market.merchants.iter().enumerate() {
            let block = key.block(name_key(&market.parties[merchant.party.index()].name), day, 0, 0);
            if unit(block[0]) < terms.compromises_per_year / DAYS_PER_YEAR {
                let until = midnight + Span::from_secs_f64(exponential(block[1]) * terms.copies_days * DAY_SECONDS);
                self.compromised.push(Compromised { group: group as u16, until });
            }
        }
    }

    /// Hijacks under way or starting today.
    #[must_use]
    pub fn hijacks(&self) -> &[Hijack] {
        &self.hijacks
    }

    /// Groups of shops whose cards are copied today.
    #[must_use]
    pub fn compromised(&self) -> &[Compromised] {
        &self.compromised
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
