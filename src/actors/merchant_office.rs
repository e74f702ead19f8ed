//! Merchant office: decides for a national group's shops, and pays for every terminal that shops put up.
//!
//! Hears how many use phones and which terminals were bought. Says which national groups take phones. Keeps that.

use super::stage::{Compiled, Purposes};
use crate::domain::line::Line;
use crate::domain::merchant::{MerchantGroup, Technologies, Technology};
use crate::domain::money::Money;
use crate::kernel::random::{name_key, unit};
use crate::kernel::time::Time;
use crate::policy::acceptance;
use crate::protocol::{Charge, Report};

const DAYS_PER_YEAR: f64 = 365.25;

/// The merchants' head offices.
#[derive(Clone, Debug)]
pub struct MerchantOffice {
    takes: Vec<Technologies>,
    /// By group: what the terminals bought so far cost, minor units; written off over their life.
    installed: Vec<i64>,
}

impl MerchantOffice {
    /// National groups start as the scenario says; a share of at least one half means that all its shops take the technology.
    #[must_use]
    pub fn new(market: &Compiled) -> Self {
        let groups = &market.market.merchants;
        let installed = vec![0; groups.len()];
        let starts = |group: &MerchantGroup, technology: Technology| group.is_national && group.taken_share[technology as usize] >= 0.5;
        let set = |group| Technology::ALL.into_iter().filter(|&t| starts(group, t)).fold(Technologies::NONE, Technologies::with);
        Self { takes: groups.iter().map(set).collect(), installed }
    }

    /// Today's acceptance by national groups.
    #[must_use]
    pub fn acceptance(&self) -> &[Technologies] {
        &self.takes
    }

    /// Lets the groups whose review falls on `day` decide, and notes the terminals that were bought.
    pub fn turn(&mut self, market: &Compiled, keys: &Purposes, day: u32, seen: Seen<'_>) {
        let rules = &market.market.acceptance;
        for (ordinal, group) in market.market.merchants.iter().enumerate() {
            self.installed[ordinal] += seen.total.terminal_cost[ordinal];
            let key = name_key(&market.market.parties[group.party.index()].name);
            let block = keys.national.block(key, day, 0, 0);
            if !group.is_national || unit(block[0]) >= rules.reviews_per_year / DAYS_PER_YEAR {
                continue;
            }
            let (mean_ticket, wear) = (market.mean_ticket[group.category], acceptance::wear(rules, unit(block[1])));
            for technology in Technology::ALL.into_iter().filter(|&t| !self.takes[ordinal].has(t)).collect::<Vec<_>>() {
                let users_share = seen.technology_users[technology as usize];
                let prospect = acceptance::prospect(&market.market, group, mean_ticket, users_share, group.belief, wear);
                if acceptance::buys(rules, technology, &prospect) {
                    self.takes[ordinal] = self.takes[ordinal].with(technology);
                    let price = acceptance::price(rules, technology, prospect.replaces_anyway, group.locations as f64);
                    self.installed[ordinal] += price.minor();
                }
            }
        }
    }

    /// Locations with contactless terminals: all of a national group or none, and of the others as many as their shops stand for; the districts
    /// have told how many of those do.
    #[must_use]
    pub fn contactless_locations(&self, market: &Compiled, total: &Report, districts: u32) -> i64 {
        let groups = market.market.merchants.iter().enumerate();
        let of_group = groups.map(|(ordinal, group)| {
            let shops = i128::from(group.shops_per_district.max(1)) * i128::from(districts.max(1));
            let taking = match (group.is_national, self.takes[ordinal].has(Technology::Contactless)) {
                (true, all) => i128::from(all) * shops,
                (false, _) => i128::from(total.contactless_shops[ordinal]),
            };
            i64::try_from(i128::from(group.locations) * taking / shops).unwrap_or(i64::MAX)
        });
        of_group.sum()
    }

    /// The month's part of what terminals cost, over their life.
    pub fn close_month(&self, market: &Compiled, at: Time, mut book: impl FnMut(Charge)) {
        let months = 12.0 * market.market.acceptance.terminal_life_years;
        for (group, &installed) in market.market.merchants.iter().zip(&self.installed) {
            let amount = Money::from_minor((installed as f64 / months + 0.5) as i64);
            if amount != Money::ZERO {
                book(Charge { at, payer: Some((group.party, Line::Terminal)), payee: None, amount });
            }
        }
    }
}

/// What merchants' head offices look at in the evening.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// All districts' reports.
    pub total: &'a Report,
    /// By technology: users of the products that need it, over all people.
    pub technology_users: [f64; Technology::ALL.len()],
}
