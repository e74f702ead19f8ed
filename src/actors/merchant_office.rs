//! Merchant office: decides for a national group's shops, and pays for what every group's terminals cost.
//!
//! Hears how many use phones, which terminals were bought and which are on, and what national groups' branches lost. Says what national
//! groups' terminals take. Keeps that, what it remembers of losses, and what has been spent, which is written off over a terminal's life.

use super::stage::{Compiled, Purposes};
use crate::domain::fee::Tariff;
use crate::domain::line::Line;
use crate::domain::merchant::{Acceptance, MerchantGroup, Technology};
use crate::domain::money::{Money, Rate};
use crate::domain::terminal::{Fitting, Fittings};
use crate::kernel::random::{name_key, unit};
use crate::kernel::time::Time;
use crate::policy::acceptance::{self, Decision, LossMemory, Prospect, Wear};
use crate::protocol::{AcceptanceFact, Charge, Report};

const DAYS_PER_YEAR: f64 = 365.25;
const TECHNOLOGIES: usize = Technology::ALL.len();

/// What a group and its acquirer have spent on its terminals so far, minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Spent {
    group: i64,
    acquirer: i64,
}

/// The merchants' head offices.
#[derive(Clone, Debug)]
pub struct MerchantOffice {
    fittings: Vec<Fittings>,
    spent: Vec<Spent>,
    /// Shop agents of a local group over all districts, by group.
    agents: Vec<f64>,
    /// What national groups remember of their losses, by (group, technology).
    losses: Vec<LossMemory>,
    /// What carriers bear of the day's terminals of national groups, by (carrier, technology), minor units.
    sponsored: Vec<i64>,
}

impl MerchantOffice {
    /// National groups start as the scenario says; a share of at least one half means all its shops.
    #[must_use]
    pub fn new(market: &Compiled, districts: u32) -> Self {
        let groups = &market.market.merchants;
        let start = |group: &MerchantGroup, technology: Technology| {
            let ordinal = technology as usize;
            match (group.is_national && group.taken_share[ordinal] >= 0.5, group.on_share[ordinal] >= 0.5) {
                (false, _) => Fitting::Absent,
                (true, false) => Fitting::Off,
                (true, true) => Fitting::On,
            }
        };
        let set = |group| Technology::ALL.into_iter().fold(Fittings::default(), |set, t| set.with(t, start(group, t)));
        Self {
            fittings: groups.iter().map(set).collect(),
            spent: vec![Spent::default(); groups.len()],
            losses: vec![LossMemory::default(); groups.len() * TECHNOLOGIES],
            sponsored: vec![0; market.market.carriers.len() * TECHNOLOGIES],
            agents: groups.iter().map(|group| f64::from(group.shops_per_district.max(1)) * f64::from(districts)).collect(),
        }
    }

    /// What national groups' terminals have today; nothing for local groups.
    #[must_use]
    pub fn fittings(&self) -> &[Fittings] {
        &self.fittings
    }

    /// Lets the groups whose review falls on `day` decide, and notes what was spent.
    pub fn turn(&mut self, market: &Compiled, keys: &Purposes, day: u32, seen: &Seen<'_>) {
        let rules = &market.market.acceptance;
        self.remember(rules, day, &seen.total.shop_losses);
        for (ordinal, group) in market.market.merchants.iter().enumerate() {
            self.spend(market, ordinal, seen.total.terminal_cost[ordinal], seen.total.switching_cost[ordinal]);
            let key = name_key(&market.market.parties[group.party.index()].name);
            let block = keys.national.block(key, day, 0, 0);
            if !group.is_national || unit(block[0]) >= rules.reviews_per_year / DAYS_PER_YEAR {
                continue;
            }
            let wear = acceptance::wear(rules, unit(block[1]));
            for technology in Technology::ALL {
                let roll = keys.terminals.block(key, day, technology as u32, 1);
                let delivery = acceptance::delivery(rules, group, technology, (unit(roll[0]), unit(roll[1])));
                self.review(market, (day, ordinal), technology, (wear, delivery), seen);
            }
        }
    }

    fn remember(&mut self, rules: &Acceptance, day: u32, lost: &[i64]) {
        for (memory, &minor) in self.losses.iter_mut().zip(lost).filter(|(_, minor)| **minor != 0) {
            memory.add(day, minor, rules.loss_half_life_days());
        }
    }

    fn review(
        &mut self,
        market: &Compiled,
        (day, ordinal): (u32, usize),
        technology: Technology,
        (wear, delivery): (Wear, acceptance::Delivery),
        seen: &Seen<'_>,
    ) {
        let (rules, group) = (&market.market.acceptance, &market.market.merchants[ordinal]);
        if group.blocks.has(technology) {
            return;
        }
        let (mean_ticket, users_share) = (market.mean_ticket[group.category], seen.technology_users[technology as usize]);
        let prospect = acceptance::prospect((&market.market, seen.tariff), group, mean_ticket, users_share, group.belief);
        let lost = self.losses[ordinal * TECHNOLOGIES + technology as usize].per_year(day, rules.loss_half_life_days());
        let prospect = Prospect { losses_per_year: lost / (group.locations as f64).max(1.0), ..prospect };
        let now = self.fittings[ordinal].of(technology);
        let decision = acceptance::review(rules, technology, now, &prospect, wear, delivery);
        self.fittings[ordinal] = self.fittings[ordinal].with(technology, decision.fitting);
        let locations = group.locations as f64;
        let terminals = terminal_cost(market, &decision, locations);
        let own = acceptance::sponsored(&market.market, technology, terminals, |carrier, minor| {
            self.sponsored[carrier * TECHNOLOGIES + technology as usize] += minor;
        });
        self.spend(market, ordinal, own, switching_cost(market, &decision, locations));
    }

    /// Hands out what carriers bear of the day's terminals of national groups, by (carrier, technology).
    pub fn take_sponsored(&mut self) -> Vec<i64> {
        let nothing = vec![0; self.sponsored.len()];
        std::mem::replace(&mut self.sponsored, nothing)
    }

    fn spend(&mut self, market: &Compiled, ordinal: usize, terminals: i64, switching: i64) {
        let share = Rate::from_ppm((market.market.acceptance.acquirer_share * 1e6 + 0.5) as i64);
        let acquirer = share.of(Money::from_minor(terminals)).minor();
        self.spent[ordinal].acquirer += acquirer;
        self.spent[ordinal].group += terminals - acquirer + switching;
    }

    /// The month's part of what terminals cost over their life, and the month's running cost of those that are on.
    pub fn close_month(&self, market: &Compiled, total: &Report, at: Time, mut book: impl FnMut(Charge)) {
        let rules = &market.market.acceptance;
        let months = 12.0 * rules.terminal_life_years;
        for (ordinal, (group, spent)) in market.market.merchants.iter().zip(&self.spent).enumerate() {
            let part = |minor: i64| (minor as f64 / months + 0.5) as i64;
            let running = |t: Technology| acceptance::running_cost(rules, t, self.locations(market, total, ordinal, t).1) / 12.0;
            let running: f64 = Technology::ALL.into_iter().map(running).sum();
            let mut cost = |party, line, minor: i64| {
                if minor != 0 {
                    book(Charge { at, payer: Some((party, line)), payee: None, amount: Money::from_minor(minor) });
                }
            };
            cost(group.party, Line::Terminal, part(spent.group) + (running + 0.5) as i64);
            cost(group.acquirer, Line::Terminals, part(spent.acquirer));
        }
    }

    /// Locations of a group that have the technology, and those that take it; `total` counts the shop agents of local groups.
    fn locations(&self, market: &Compiled, total: &Report, ordinal: usize, technology: Technology) -> (f64, f64) {
        let group = &market.market.merchants[ordinal];
        let all = group.locations as f64;
        if group.is_national {
            let is_on = self.fittings[ordinal].on.has(technology) && !group.blocks.has(technology);
            let share = |is_true: bool| if is_true { all } else { 0.0 };
            return (share(self.fittings[ordinal].installed.has(technology)), share(is_on));
        }
        let [installed, on] = total.fitted[ordinal * TECHNOLOGIES + technology as usize];
        (all * installed as f64 / self.agents[ordinal], all * on as f64 / self.agents[ordinal])
    }

    /// Where phones are taken at the month's end, by technology.
    #[must_use]
    pub fn acceptance(&self, market: &Compiled, total: &Report, at: Time) -> Vec<AcceptanceFact> {
        let told = market.told_technologies().iter();
        told.map(|technology| {
            let groups = (0..market.market.merchants.len()).map(|ordinal| self.locations(market, total, ordinal, technology));
            let (installed, on) = groups.fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
            let on = if market.suspended.has(technology) { 0.0 } else { on };
            AcceptanceFact { at, technology, installed: (installed + 0.5) as i64, on: (on + 0.5) as i64 }
        })
        .collect()
    }
}

/// What the terminals bought by `decision` cost `locations` locations and their acquirer, minor units.
#[must_use]
pub fn terminal_cost(market: &Compiled, decision: &Decision, locations: f64) -> i64 {
    acceptance::price(&market.market.acceptance, decision.each, locations).minor()
}

/// What switching on or off costs `locations` locations, minor units.
#[must_use]
pub fn switching_cost(market: &Compiled, decision: &Decision, locations: f64) -> i64 {
    if decision.is_switched { (market.market.acceptance.switching.minor() as f64 * locations + 0.5) as i64 } else { 0 }
}

/// What merchants' head offices look at in the evening.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// All districts' reports.
    pub total: &'a Report,
    /// What payments cost today.
    pub tariff: &'a Tariff,
    /// By technology: users of the products that need it, over all people.
    pub technology_users: [f64; TECHNOLOGIES],
}
