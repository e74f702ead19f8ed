//! Merchant office: decides for a national group's shops, and pays for every terminal that shops put up.
//!
//! Hears phone payments and terminals bought. Says which national groups take phones. Keeps that, and how much custom phones brought.

use super::stage::{Compiled, Purposes};
use crate::domain::line::Line;
use crate::kernel::normal::lognormal_quantile;
use crate::kernel::random::{name_key, unit};
use crate::kernel::time::Time;
use crate::policy::acceptance::{self, Prospect};
use crate::protocol::{Charge, Report};

const DAYS_PER_YEAR: f64 = 365.25;

/// The merchants' head offices.
#[derive(Clone, Debug)]
pub struct MerchantOffice {
    takes_phones: Vec<bool>,
    phone_payments: Vec<i64>,
    days: u32,
}

impl MerchantOffice {
    /// National groups start as the scenario says; a share of at least one half means that all its shops take phones.
    #[must_use]
    pub fn new(market: &Compiled) -> Self {
        let groups = &market.market.merchants;
        Self {
            takes_phones: groups.iter().map(|g| g.is_national && g.contactless_share >= 0.5).collect(),
            phone_payments: vec![0; groups.len()],
            days: 0,
        }
    }

    /// Today's acceptance by national groups.
    #[must_use]
    pub fn acceptance(&self) -> &[bool] {
        &self.takes_phones
    }

    /// Reads the day's reports, lets groups whose review falls on `day` decide, and charges the terminals bought.
    pub fn turn(&mut self, market: &Compiled, keys: &Purposes, day: u32, at: Time, total: &Report, users_share: f64, mut book: impl FnMut(Charge)) {
        self.days += 1;
        for (seen, new) in self.phone_payments.iter_mut().zip(&total.phone_payments) {
            *seen += new;
        }
        let rules = &market.market.acceptance;
        for (ordinal, group) in market.market.merchants.iter().enumerate() {
            let mut locations = total.terminals_bought[ordinal];
            let key = name_key(&market.market.parties[group.party.index()].name);
            let block = keys.national.block(key, day, 0, 0);
            let is_due = group.is_national && !self.takes_phones[ordinal] && unit(block[0]) < rules.reviews_per_year / DAYS_PER_YEAR;
            if is_due {
                let prospect = self.prospect(market, ordinal, users_share, unit(block[1]) < 1.0 / (rules.terminal_life_years * rules.reviews_per_year), key, keys);
                if acceptance::buys(rules, &prospect) {
                    self.takes_phones[ordinal] = true;
                    locations += group.locations as i64;
                }
            }
            if locations > 0 {
                let amount = acceptance::price(rules, true, locations);
                book(Charge { at, payer: Some((group.party, Line::Terminal)), payee: None, amount });
            }
        }
    }

    fn prospect(&self, market: &Compiled, ordinal: usize, users_share: f64, replaces_anyway: bool, key: u32, keys: &Purposes) -> Prospect {
        let group = &market.market.merchants[ordinal];
        let category = &market.market.categories[group.category];
        let people = market.market.people.count as f64;
        let yearly = people * category.payments_per_year * group.share / group.locations.max(1) as f64;
        Prospect {
            phone_payments_per_year: yearly * users_share * market.market.adoption.habit_cap,
            ticket_minor: market.mean_ticket[group.category],
            cash_share: category.cash_share,
            belief: lognormal_quantile(keys.shops.uniform(u32::MAX, key, 1).max(1e-9), 1.0, market.market.acceptance.belief_sigma),
            margin: group.margin,
            replaces_anyway,
        }
    }
}
