//! Rules: what holds for a whole run, compiled once: markets, keys, links, front offices, thresholds.

use crate::domain::card::CardId;
use crate::domain::dispute::Grounds;
use crate::domain::market::{LinkKind, Market};
use crate::domain::merchant::{MerchantGroup, Place, Technologies, Technology};
use crate::domain::money::{Money, Rate};
use crate::domain::party::PartyId;
use crate::domain::person::{Person, liquidities};
use crate::domain::product::{ProductId, ProductSet};
use crate::domain::threat::Vector;
use crate::kernel::link::Link;
use crate::kernel::office::{FrontOffice, Waiting};
use crate::kernel::random::{Key, Purpose, Seed};
use crate::kernel::time::{Span, Time};
use crate::policy::funds::after_payday;
use crate::policy::risk::{Rule, chance};
use crate::protocol::Actor;
use std::sync::Arc;

/// Keys of everything that is drawn, one for each purpose.
#[derive(Clone, Copy, Debug)]
pub struct Purposes {
    /// Purchases: who, when.
    pub purchase: Key,
    /// Roots of payments.
    pub luck: Key,
    /// Tickets.
    pub ticket: Key,
    /// Order and time of first considerations.
    pub consideration: Key,
    /// Second thoughts.
    pub reconsideration: Key,
    /// Pushes along edges between neighbours.
    pub neighbour: Key,
    /// Taste for a product.
    pub taste: Key,
    /// Drop-outs of the enrolment funnel.
    pub funnel: Key,
    /// Static traits of people.
    pub traits: Key,
    /// Shops: first acceptance and beliefs.
    pub shops: Key,
    /// Shop reviews.
    pub review: Key,
    /// Lost phones.
    pub theft: Key,
    /// Roots of thieves' runs.
    pub run: Key,
    /// Looking at dormant users.
    pub dormancy: Key,
    /// Vault breaches.
    pub breach: Key,
    /// Outages.
    pub outage: Key,
    /// National head offices' reviews.
    pub national: Key,
    /// Where people live, as far as pilots go.
    pub home: Key,
    /// Looking at those who came for an incentive.
    pub hunting: Key,
    /// Thinking about the card behind a product.
    pub funding_review: Key,
    /// Taste for credit or debit.
    pub funding_taste: Key,
    /// What new terminals come with.
    pub terminals: Key,
    /// Occasions on which dormant users think of a product again.
    pub returning: Key,
    /// Shops that go out of business.
    pub closure: Key,
    /// What people differ in as account holders.
    pub account_traits: Key,
    /// Looks at a balance.
    pub looks: Key,
    /// Attempts to guess a PIN.
    pub guesses: Key,
    /// Who moves which category to the phone.
    pub migration: Key,
    /// What carriers' subscribers differ in: who pays afterwards, how much airtime the others buy.
    pub subscriptions: Key,
    /// Who is stopped for a bill that was not paid.
    pub arrears: Key,
    /// Shops' batches of offline payments that get lost.
    pub lost_batches: Key,
    /// Purses that are lost, and what becomes of them.
    pub lost_purses: Key,
    /// Who comes for a new SIM, and when.
    pub reswaps: Key,
    /// Thoughts of a money fund, and roots of payments into it.
    pub paydays: Key,
    /// Occasions on which somebody draws all of a fund.
    pub redemptions: Key,
    /// Whom money that arrives makes think of the product that sent it.
    pub invitations: Key,
    /// Threats that a scenario may leave out; each has a part of its own.
    pub threat: Key,
}

impl Purposes {
    /// The keys of one replicate.
    #[must_use]
    pub fn new(seed: Seed) -> Self {
        let key = |number| seed.key(Purpose(number));
        Self {
            purchase: key(1),
            luck: key(2),
            ticket: key(3),
            consideration: key(4),
            reconsideration: key(5),
            neighbour: key(6),
            taste: key(7),
            funnel: key(8),
            traits: key(9),
            shops: key(10),
            review: key(11),
            theft: key(12),
            run: key(13),
            dormancy: key(14),
            breach: key(15),
            outage: key(16),
            national: key(17),
            home: key(33),
            hunting: key(28),
            funding_review: key(29),
            funding_taste: key(30),
            terminals: key(31),
            returning: key(32),
            closure: key(25),
            account_traits: key(20),
            looks: key(21),
            guesses: key(22),
            migration: key(34),
            subscriptions: key(40),
            arrears: key(41),
            lost_batches: key(55),
            lost_purses: key(56),
            reswaps: key(57),
            paydays: key(50),
            redemptions: key(51),
            invitations: key(52),
            threat: key(70),
        }
    }
}

/// Circumstances that a trace forces on its one payment; a run forces none.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Conditions {
    /// Nobody has money.
    pub is_broke: bool,
    /// This kind of actor does not hear what it is asked online.
    pub is_silent: Option<Actor>,
    /// The goods come back: this share of them.
    pub comes_back: Option<f64>,
    /// Answers to this kind of actor are lost.
    pub loses_answers_to: Option<Actor>,
    /// The written-down payment is a thief's, with a lost phone; a wallet that monitors stops it.
    pub pays_as_thief: bool,
    /// The written-down payment is contested, and takes this course.
    pub contest: Option<Contest>,
    /// The batch of an offline payment never arrives.
    pub loses_batches: bool,
    /// What the written-down payment is for.
    pub pays: crate::domain::merchant::Purpose,
    /// Money that is sent goes to somebody without the product.
    pub sends_to_bank: bool,
    /// The written-down payment goes into a money fund, or all of it comes out.
    pub saves: Option<Saving>,
    /// Chance takes no part: links take their median, offices have no queue, nothing leaks, comes back or is falsely stopped.
    pub is_plain: bool,
}

/// Which way money moves between a bank account and a fund.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Saving {
    /// A payday's money goes in.
    In,
    /// All of it comes out.
    Out,
}

/// The course of a dispute that a trace forces.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contest {
    /// What would have been drawn.
    pub grounds: Grounds,
    /// Days after the payment on which the cardholder complains.
    pub after_days: i64,
    /// True if the shop is out of business by then.
    pub is_shop_gone: bool,
}

/// One market, compiled.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The market.
    pub market: Market,
    /// The party that stands for all people.
    pub people: PartyId,
    links: Vec<Link>,
    waiting: Vec<Vec<Waiting>>,
    risk: Vec<Rule>,
    monitoring: Vec<Rule>,
    bank_of: Vec<u16>,
    network_of: Vec<u16>,
    /// By category: mean ticket, minor units.
    pub mean_ticket: Vec<f64>,
    /// Spending of an average person a year, minor units.
    pub spending_per_year: f64,
    /// By merchant group: what a phone payment really brings it, as a rate of the ticket.
    pub incremental: Vec<Rate>,
    /// By category: share of all payments.
    pub category_share: Vec<f64>,
    hours: Vec<Vec<Span>>,
    /// By segment and step of liquidity: money just after payday, minor units.
    after_payday: Vec<[f64; 16]>,
    refund: Vec<u32>,
    technologies: Vec<Technologies>,
    /// What the regulators have suspended.
    pub suspended: Technologies,
    /// By category: the products that are used for it.
    used_for: Vec<ProductSet>,
}

const HOUR_STEPS: usize = 256;
const NOBODY: u16 = u16::MAX;

impl Compiled {
    /// Compiles `market`; nothing is drawn here.
    #[must_use]
    pub fn new(market: Market) -> Self {
        let patience = Span::from_millis(market.limits.stand_in_ms);
        let links = market.links.iter().map(|law| Link::lognormal(law.median_ms, law.sigma, law.loss_ppm)).collect();
        let place = |party: usize, list: Vec<PartyId>| list.iter().position(|p| p.index() == party).map_or(NOBODY, |i| i as u16);
        let banks: Vec<PartyId> = market.banks.iter().map(|b| b.party).collect();
        let networks: Vec<PartyId> = market.networks.iter().map(|n| n.party).collect();
        let suspended = market.regulators.iter().fold(Technologies::NONE, |set, regulator| set.or(regulator.suspends));
        let payments: f64 = market.categories.iter().map(|c| c.payments_per_year).sum();
        let seen = market.threats.deception.map_or(0.0, |deception| deception.seen_share);
        let rule = |separation, false_alarms| Rule::with_deception(separation, false_alarms, seen);
        Self {
            people: market.people_party(),
            links,
            waiting: market.banks.iter().map(|bank| waiting(&market, bank, patience)).collect(),
            risk: market.banks.iter().map(|bank| rule(bank.risk_separation, bank.risk_false_positive_rate)).collect(),
            monitoring: market
                .products
                .iter()
                .map(|p| p.monitoring.as_ref().map_or(Rule::default(), |m| rule(m.separation, m.false_positive_rate)))
                .collect(),
            bank_of: (0..market.parties.len()).map(|p| place(p, banks.clone())).collect(),
            network_of: (0..market.parties.len()).map(|p| place(p, networks.clone())).collect(),
            mean_ticket: market.categories.iter().map(crate::domain::merchant::Category::mean_ticket_minor).collect(),
            spending_per_year: market.categories.iter().map(|c| c.payments_per_year * c.mean_ticket_minor()).sum(),
            incremental: market.merchants.iter().map(|group| incremental(&market, group)).collect(),
            category_share: market.categories.iter().map(|c| if payments > 0.0 { c.payments_per_year / payments } else { 0.0 }).collect(),
            after_payday: market.segments.iter().map(|s| liquidities().map(|l| after_payday(s.funds_median_minor, l))).collect(),
            hours: market.categories.iter().map(|c| hour_quantiles(&c.hour_weights)).collect(),
            technologies: market.products.iter().map(|product| product.technologies.except(suspended)).collect(),
            suspended,
            used_for: (0..market.categories.len() as u8).map(|category| used_for(&market, category)).collect(),
            refund: market.categories.iter().map(|c| chance(c.refund_share)).collect(),
            market,
        }
    }

    /// The technologies by which shops can take `product`: what it is made for, less what the regulator has suspended.
    #[must_use]
    #[inline]
    pub fn technologies(&self, product: ProductId) -> Technologies {
        self.technologies[product.index()]
    }

    /// Technologies whose acceptance is told month by month: the usual two, and those of the market's products.
    #[must_use]
    pub fn told_technologies(&self) -> Technologies {
        let usual = Technologies::only(Technology::Contactless).with(Technology::PhonePin);
        self.market.products.iter().fold(usual, |set, product| set.or(product.technologies))
    }

    /// True where the operator of the product with this ordinal holds what shops are paid.
    #[must_use]
    pub fn holds_for_shops(&self, product: usize) -> bool {
        self.market.products[product].remote.is_some_and(|terms| terms.escrow_days > 0)
    }

    /// True where somebody who does not pay by phone pays in a way that is followed: in a shop, or at a computer for those who do, whose
    /// ranks are below `computer_limit`.
    #[must_use]
    #[inline]
    pub fn is_followed(&self, category: u8, person: u32, computer_limit: u32) -> bool {
        Person::pays_at_computer(person, self.followed_below(category, computer_limit))
    }

    /// The limit of ranks at the computer below which payments of `category` are followed where no phone comes out; see
    /// [`Self::is_followed`].
    #[must_use]
    #[inline]
    pub fn followed_below(&self, category: u8, computer_limit: u32) -> u32 {
        let category = &self.market.categories[category as usize];
        match category.place {
            _ if !category.purpose.has_shop() => 0,
            Place::Shop => u32::MAX,
            Place::Computer => computer_limit,
            Place::Counter => 0,
        }
    }

    /// The products that are used for a category.
    #[must_use]
    #[inline]
    pub fn used_for(&self, category: u8) -> ProductSet {
        self.used_for[category as usize]
    }

    /// Money of a person of this segment just after payday, minor units.
    #[must_use]
    #[inline]
    pub fn after_payday(&self, segment: usize, person: Person) -> f64 {
        self.after_payday[segment][person.liquidity_step()]
    }

    /// The link of `kind`.
    #[must_use]
    #[inline]
    pub fn link(&self, kind: LinkKind) -> &Link {
        &self.links[kind as usize]
    }

    /// The ordinal of the bank with this party.
    #[must_use]
    #[inline]
    pub fn bank_ordinal(&self, party: PartyId) -> Option<usize> {
        Some(self.bank_of[party.index()]).filter(|&b| b != NOBODY).map(usize::from)
    }

    /// Up to which ticket the network stands in.
    #[must_use]
    pub fn stand_in_limit(&self, network: PartyId) -> Money {
        let at = self.network_of[network.index()];
        self.market.networks.get(usize::from(at)).map_or(Money::ZERO, |n| n.stand_in_limit)
    }

    /// Waiting at a bank's front office in this hour of the day.
    #[must_use]
    #[inline]
    pub fn waiting(&self, bank: usize, hour: usize) -> &Waiting {
        &self.waiting[bank][hour]
    }

    /// A bank's risk rule.
    #[must_use]
    #[inline]
    pub fn risk(&self, bank: usize) -> Rule {
        self.risk[bank]
    }

    /// A product's monitoring.
    #[must_use]
    #[inline]
    pub fn monitoring(&self, product: usize) -> Rule {
        self.monitoring[product]
    }

    /// The time of day of a payment of `category` whose uniform time of day is `at`.
    #[must_use]
    #[inline]
    pub fn time_of_day(&self, category: u8, at: Span) -> Span {
        const DAY: i64 = 86_400_000_000;
        let table = &self.hours[category as usize];
        let scaled = at.micros() * HOUR_STEPS as i64;
        let step = (scaled / DAY) as usize;
        let (low, high) = (table[step].micros(), table[step + 1].micros());
        Span::from_micros(low + (high - low) * (scaled % DAY / 1024) / (DAY / 1024))
    }

    /// Chance of a refund, in 1/2^32.
    #[must_use]
    #[inline]
    pub fn refund_chance(&self, category: u8) -> u32 {
        self.refund[category as usize]
    }

    /// The issuer of `card`.
    #[must_use]
    #[inline]
    pub fn issuer(&self, card: CardId) -> PartyId {
        self.market.cards[card.index()].issuer
    }
}

/// Everything fixed over a run.
#[derive(Clone, Debug)]
pub struct Rules {
    /// The strategy's markets, in order of their first day.
    pub markets: Vec<Compiled>,
    /// People an agent stands for.
    pub weight: u32,
    /// Thieves' runs stand for one person each; an agent meets this many times as many, and one in this many is real for it.
    pub boost: u32,
    /// The same by vector, for those that have one of their own.
    pub boosts: [u32; Vector::ALL.len()],
    /// An agent contests this many times as often as a person would; each case stands for one in this many of its people.
    pub dispute_boost: u32,
    /// Districts in all.
    pub districts: u32,
    /// Agents in all.
    pub agents: u64,
    /// When trading ends; nothing new is planned from then on.
    pub end: Time,
    /// Keys.
    pub keys: Purposes,
    /// Which shops purchases go to, by category; see [`super::shop::tables`].
    pub shop_tables: Arc<[u16]>,
    /// What a trace forces.
    pub conditions: Conditions,
}

impl Rules {
    /// How many times as many runs of this vector an agent meets as a person does; one in so many is real for it.
    #[must_use]
    pub const fn boost_of(&self, vector: Vector) -> u32 {
        self.boosts[vector as usize]
    }

    /// People that a run of this vector stands for.
    #[must_use]
    pub fn people_of(&self, vector: Vector) -> u32 {
        (self.weight / self.boost_of(vector).max(1)).max(1)
    }

    /// The district of an agent counted through all districts, and its ordinal there.
    #[must_use]
    pub fn place_of(&self, agent: u64) -> (u32, u32) {
        place_of(agent, self.agents, u64::from(self.districts))
    }
}

/// Where `agent` of so many agents in so many districts lives: districts differ by one agent at most, and no agent is left out.
fn place_of(agent: u64, agents: u64, districts: u64) -> (u32, u32) {
    let first = |district: u64| agents * district / districts.max(1);
    let mut district = agent * districts / agents.max(1);
    while first(district + 1) <= agent && district + 1 < districts {
        district += 1;
    }
    (district as u32, (agent - first(district)) as u32)
}

fn used_for(market: &Market, category: u8) -> ProductSet {
    let used = (0_u8..).zip(&market.products).filter(|(_, product)| product.serves(category));
    used.fold(ProductSet::default(), |set, (ordinal, _)| set.with(ProductId(ordinal)))
}

fn incremental(market: &Market, group: &MerchantGroup) -> Rate {
    Rate::from_ppm((group.margin * market.acceptance.realised_uplift * 1e6 + 0.5) as i64)
}

fn waiting(market: &Market, bank: &crate::domain::market::Bank, patience: Span) -> Vec<Waiting> {
    let customers = market.people.count as f64 * market.customer_share(bank);
    let office = FrontOffice { servers: bank.servers + bank.reserve_servers, service_rate_per_s: 1000.0 / bank.service_ms, patience };
    let weights = mean_hours(market);
    (0..24).map(|hour| office.at(customers * bank.background_per_day * weights[hour] / 3600.0)).collect()
}

/// Share of a day's payments in each hour, over all categories.
fn mean_hours(market: &Market) -> [f64; 24] {
    let mut shares = [0.0; 24];
    for category in &market.categories {
        let total: f64 = category.hour_weights.iter().sum();
        for (share, weight) in shares.iter_mut().zip(category.hour_weights) {
            *share += category.payments_per_year * weight / total;
        }
    }
    let total: f64 = shares.iter().sum();
    shares.map(|s| if total > 0.0 { s / total } else { 1.0 / 24.0 })
}

/// Times of day at equal steps of the distribution given by hourly weights.
fn hour_quantiles(weights: &[f64; 24]) -> Vec<Span> {
    let total: f64 = weights.iter().sum();
    let mut quantiles = Vec::with_capacity(HOUR_STEPS + 1);
    let (mut hour, mut before) = (0, 0.0);
    for step in 0..HOUR_STEPS {
        let wanted = step as f64 / HOUR_STEPS as f64 * total;
        while hour < 23 && before + weights[hour] <= wanted {
            before += weights[hour];
            hour += 1;
        }
        let part = if weights[hour] > 0.0 { (wanted - before) / weights[hour] } else { 0.0 };
        quantiles.push(Span::from_secs_f64((hour as f64 + part) * 3600.0));
    }
    quantiles.push(Span::from_micros(86_400_000_000 - 1));
    quantiles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_agent_is_found_where_it_lives() {
        for (agents, districts) in [(1, 1), (2, 2), (17, 8), (1_000, 8), (24_001, 9), (4_096 * 3 + 1, 4)] {
            let mut lived = Vec::new();
            for district in 0..districts {
                let here = agents * (district + 1) / districts - agents * district / districts;
                lived.extend((0..here).map(|person| (district as u32, person as u32)));
            }
            let found: Vec<(u32, u32)> = (0..agents).map(|agent| place_of(agent, agents, districts)).collect();
            assert_eq!(found, lived, "{agents} agents in {districts} districts");
        }
    }
}
