//! Series: the counts of one district, or of several added up.
//!
//! Hears facts. Keeps integers by month, never a payment. Invariants: adding districts in any order gives the same numbers; what a
//! payment counts for stands under the day it was authorized on, however late it is told.
//!
//! People who hold a product on the first day have to be told as status facts too.

use super::actives::Actives;
use super::baskets::StudiedBasket;
use super::bridge::Bridge;
use super::channels::Channels;
use super::credentials::Credentials;
use super::disputes::DisputeTally;
use super::frame::Frame;
use super::movements::Movements;
use super::panel::Panel;
use super::sums::Sums;
use super::thefts::Thefts;
use super::trust::Trust;
use crate::domain::gate::Gate;
use crate::domain::party::PartyId;
use crate::domain::payment::{Leg, LegState, Outcome};
use crate::domain::product::ProductId;
use crate::domain::threat::Vector;
use crate::kernel::time::Time;
use crate::protocol::{Fact, FraudFact, FraudStage, GatesFact, Observer, Payment, PaymentKind, PlasticFact, StatusFact, Watched};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Payments with one product in one month, at full scale.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Purchases tried.
    pub attempts: i64,
    /// Purchases approved, thieves' included.
    pub payments: i64,
    /// What those sum to, minor units.
    pub volume: i64,
    /// Declined for want of money or credit.
    pub declined_funds: i64,
    /// Declined by a risk rule, a freeze or a block.
    pub declined_risk: i64,
    /// Nobody answered in time.
    pub declined_timeout: i64,
    /// Declined for any other reason.
    pub declined_other: i64,
    /// Purchases whose outer leg ended reversed.
    pub reversed: i64,
    /// Refunds that cleared.
    pub refunded: i64,
    /// Honest payers stopped by a risk rule.
    pub false_alarms: i64,
    /// Of those, stopped by the operator's monitoring.
    pub monitor_alarms: i64,
    /// Of those, stopped by a limit of the operator's; the others by a bank's score.
    pub limit_alarms: i64,
}

impl Counts {
    /// Adds another month, product or district.
    pub fn add(&mut self, other: &Self) {
        self.attempts += other.attempts;
        self.payments += other.payments;
        self.volume += other.volume;
        self.declined_funds += other.declined_funds;
        self.declined_risk += other.declined_risk;
        self.declined_timeout += other.declined_timeout;
        self.declined_other += other.declined_other;
        self.reversed += other.reversed;
        self.refunded += other.refunded;
        self.false_alarms += other.false_alarms;
        self.monitor_alarms += other.monitor_alarms;
        self.limit_alarms += other.limit_alarms;
    }
}

/// Thieves' payments in minor units, full scale.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FraudSums {
    /// Stopped.
    pub prevented: i64,
    /// Went through.
    pub gross: i64,
    /// Of those, what came back.
    pub recovered: i64,
}

impl FraudSums {
    /// What thieves tried to take.
    #[must_use]
    pub fn attempted(&self) -> i64 {
        self.prevented + self.gross
    }

    /// What stays lost.
    #[must_use]
    pub fn net(&self) -> i64 {
        self.gross - self.recovered
    }

    /// Adds other sums.
    pub fn add(&mut self, other: &Self) {
        self.prevented += other.prevented;
        self.gross += other.gross;
        self.recovered += other.recovered;
    }
}

/// Where a fraud fact is counted: month, vector, product, bearer.
pub(super) type FraudKey = (u16, Vector, ProductId, PartyId);

/// The counts of one district, or of several added up.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    pub(super) frame: Arc<Frame>,
    /// By (month, row).
    pub(super) counts: Sums<(u16, u8), Counts>,
    /// Agents who enrolled after the first moment, by (month, row).
    pub(super) enrolments: BTreeMap<(u16, u8), i64>,
    /// Change of the number of agents who use the product, by (month, row); then a row for any counted product, and one for each basket.
    pub(super) users: BTreeMap<(u16, u8), i64>,
    pub(super) fraud: BTreeMap<FraudKey, FraudSums>,
    pub(super) bridge: Bridge,
    /// The day that is running.
    today: u32,
    /// People by gate, by (year, product) at the year's end.
    pub(super) gates: BTreeMap<(u16, ProductId), [i64; Gate::COUNTED]>,
    pub(super) disputes: DisputeTally,
    pub(super) by_month: Actives,
    pub(super) by_year: Actives,
    pub(super) panel: Panel,
    pub(super) movements: Movements,
    pub(super) channels: Channels,
    pub(super) credentials: Credentials,
    pub(super) thefts: Thefts,
    pub(super) trust: Trust,
    /// A bit per product and person: uses it now. Empty unless several products count, or are in a basket.
    holders: Vec<u64>,
}

impl Series {
    /// The counts of a district in which nothing has happened yet.
    #[must_use]
    pub fn new(frame: Arc<Frame>) -> Self {
        let people = frame.people_per_district();
        let rows = frame.products().len() + usize::from(frame.counted() > 1);
        let holders = if frame.counted() > 1 || frame.baskets().iter().any(|basket| basket.products.len() > 1) {
            frame.products().len() * words(people)
        } else {
            0
        };
        let (by_month, by_year) = (Actives::new(people, rows), Actives::new(people, rows));
        Self { by_month, by_year, holders: vec![0; holders], ..Self::total(frame) }
    }

    /// An empty sum for districts to be added to; it hears no facts about people.
    #[must_use]
    pub fn total(frame: Arc<Frame>) -> Self {
        Self {
            frame,
            counts: Sums::default(),
            enrolments: BTreeMap::new(),
            users: BTreeMap::new(),
            fraud: BTreeMap::new(),
            bridge: Bridge::default(),
            today: 0,
            gates: BTreeMap::new(),
            disputes: DisputeTally::default(),
            by_month: Actives::default(),
            by_year: Actives::default(),
            panel: Panel::default(),
            movements: Movements::default(),
            channels: Channels::default(),
            credentials: Credentials::default(),
            thefts: Thefts::default(),
            trust: Trust::default(),
            holders: Vec::new(),
        }
    }

    /// Adds another district of the same run. Both orders give the same; the sum hears no more facts about people.
    pub fn absorb(&mut self, other: &Self) {
        self.holders = Vec::new();
        self.by_month.absorb(&other.by_month);
        self.by_year.absorb(&other.by_year);
        self.add(other);
    }

    /// Moves what is counted so far into `total` and keeps only what the open periods need, so that a district's memory does not
    /// grow with the run. A district that is drained is added with [`Series::absorb`] at the end as usual.
    pub fn drain_into(&mut self, total: &mut Self) {
        total.add(self);
        total.by_month.take(&mut self.by_month);
        total.by_year.take(&mut self.by_year);
        self.counts.clear();
        self.enrolments.clear();
        self.users.clear();
        self.fraud.clear();
        self.bridge = Bridge::default();
        self.gates.clear();
        self.panel = Panel::default();
        self.movements = Movements::default();
        self.channels = Channels::default();
        self.credentials = Credentials::default();
        self.thefts = Thefts::default();
        self.trust = Trust::default();
        self.disputes = DisputeTally::default();
    }

    /// What it counts by.
    #[must_use]
    pub fn frame(&self) -> &Arc<Frame> {
        &self.frame
    }

    /// Cases that stood open when trading ended.
    #[must_use]
    pub fn cases_open(&self) -> u64 {
        self.disputes.open
    }

    fn add(&mut self, other: &Self) {
        for (key, counts) in other.counts.iter() {
            self.counts.at(key).add(counts);
        }
        for (key, agents) in &other.enrolments {
            *self.enrolments.entry(*key).or_default() += agents;
        }
        for (key, agents) in &other.users {
            *self.users.entry(*key).or_default() += agents;
        }
        for (key, sums) in &other.fraud {
            self.fraud.entry(*key).or_default().add(sums);
        }
        self.bridge.absorb(&other.bridge);
        for (key, people) in &other.gates {
            self.add_gates(*key, people);
        }
        self.panel.add(&other.panel);
        self.movements.add(&other.movements);
        self.channels.add(&other.channels);
        self.credentials.add(&other.credentials);
        self.thefts.add(&other.thefts);
        self.trust.add(&other.trust);
        self.disputes.add(&other.disputes);
    }

    /// The year in which what happens now is booked.
    fn this_year(&self) -> u16 {
        self.frame.year_of(self.frame.month_of(self.today))
    }

    fn add_gates(&mut self, key: (u16, ProductId), people: &[i64; Gate::COUNTED]) {
        for (sum, people) in self.gates.entry(key).or_default().iter_mut().zip(people) {
            *sum += people;
        }
    }

    fn gates(&mut self, fact: &GatesFact) {
        let year = self.frame.year_of(self.frame.month(fact.at));
        self.add_gates((year, fact.product), &fact.people);
    }

    fn payment(&mut self, payment: &Payment) {
        // What comes out of a fund was counted as it went in, and counts again as it is paid.
        if payment.kind == PaymentKind::Redemption {
            return;
        }
        let Some(row) = self.frame.row(payment) else { return };
        let month = self.frame.month(payment.at);
        let counts = self.counts.at((month, row as u8));
        let people = i64::from(payment.weight);
        if row == self.frame.plastic_row() {
            // Nearly all plastic is tallied and takes no part in declines and refunds; the few sent by message are counted alike.
            if !payment.is_refund() {
                counts.attempts += people;
                counts.payments += people;
                counts.volume += payment.full().minor();
            }
            return;
        }
        if payment.is_refund() {
            counts.refunded += if payment.leg(Leg::Outer) == LegState::Cleared { people } else { 0 };
            return;
        }
        counts.attempts += people;
        match payment.outcome {
            Outcome::Approved => {
                counts.payments += people;
                counts.volume += payment.full().minor();
            }
            Outcome::DeclinedFunds => counts.declined_funds += people,
            Outcome::DeclinedRisk => counts.declined_risk += people,
            // A payment that is over without an answer got none in time.
            Outcome::DeclinedTimeout | Outcome::Pending => counts.declined_timeout += people,
            Outcome::DeclinedOther => counts.declined_other += people,
        }
        counts.reversed += if payment.leg(Leg::Outer) == LegState::Reversed { people } else { 0 };
        if payment.is_false_alarm {
            counts.false_alarms += people;
            counts.monitor_alarms += if payment.watched == Watched::Stopped { people } else { 0 };
            counts.limit_alarms += if payment.watched == Watched::OverLimit { people } else { 0 };
        }
        let is_use = payment.kind.pays_somebody() && payment.thief.is_none() && payment.outcome == Outcome::Approved;
        if is_use {
            self.used(month, row, payment.person);
        }
    }

    fn used(&mut self, month: u16, row: usize, person: u32) {
        let year = self.frame.year_of(month);
        self.by_month.mark(month, row, person);
        self.by_year.mark(year, row, person);
        if self.frame.counted() > 1 && self.frame.products()[row].is_counted {
            let any = self.frame.products().len();
            self.by_month.mark(month, any, person);
            self.by_year.mark(year, any, person);
        }
    }

    fn status(&mut self, fact: &StatusFact) {
        let Some(row) = self.frame.product_row(fact.product) else { return };
        let change = i64::from(fact.to.is_user()) - i64::from(fact.from.is_user());
        if change == 0 || row == self.frame.plastic_row() {
            return;
        }
        let month = self.frame.month(fact.at);
        *self.users.entry((month, row as u8)).or_default() += change;
        // Whoever holds the product when the run begins enrolled before it.
        if change > 0 && fact.at > Time::ZERO {
            *self.enrolments.entry((month, row as u8)).or_default() += 1;
        }
        if self.holders.is_empty() {
            return;
        }
        let before = self.held_of(row, fact.person);
        let place = row * words(self.frame.people_per_district()) + fact.person as usize / 64;
        let bit = 1 << (fact.person % 64);
        self.holders[place] = if fact.to.is_user() { self.holders[place] | bit } else { self.holders[place] & !bit };
        let after = self.held_of(row, fact.person);
        let mut changed = before ^ after;
        while changed != 0 {
            let group = changed.trailing_zeros();
            let change = if after >> group & 1 == 1 { 1 } else { -1 };
            *self.users.entry((month, self.frame.products().len() as u8 + group as u8)).or_default() += change;
            changed &= changed - 1;
        }
    }

    /// A bit for each group of products that `row` is in and of which the person holds one: the counted ones first, then the baskets.
    fn held_of(&self, row: usize, person: u32) -> u64 {
        let words = words(self.frame.people_per_district());
        let is_held = |row: usize| self.holders[row * words + person as usize / 64] >> (person % 64) & 1 == 1;
        let products = self.frame.products();
        let any = self.frame.counted() > 1 && products.iter().enumerate().any(|(row, product)| product.is_counted && is_held(row));
        let of_basket = |(at, basket): (usize, &StudiedBasket)| {
            let is_in = basket.products.iter().any(|product| product.index() == row);
            u64::from(is_in && basket.products.iter().any(|product| is_held(product.index()))) << (at + 1)
        };
        u64::from(any) | self.frame.baskets().iter().enumerate().map(of_basket).sum::<u64>()
    }

    /// Tallied payments are priced in the last moment of the last day on which they were made.
    fn plastic(&mut self, fact: &PlasticFact) {
        let month = self.frame.month(fact.at);
        let counts = self.counts.at((month, self.frame.plastic_row() as u8));
        counts.attempts += fact.count;
        counts.payments += fact.count;
        counts.volume += fact.value.minor();
    }

    fn fraud(&mut self, fact: &FraudFact) {
        let sums = self.fraud.entry((self.frame.month(fact.at), fact.vector, fact.product, fact.bearer)).or_default();
        match fact.stage {
            FraudStage::Prevented => sums.prevented += fact.amount.minor(),
            FraudStage::Taken => sums.gross += fact.amount.minor(),
            FraudStage::Recovered => sums.recovered += fact.amount.minor(),
        }
    }
}

fn words(people: u32) -> usize {
    people.div_ceil(64) as usize
}

impl Observer for Series {
    fn fact(&mut self, fact: Fact<'_>) {
        match fact {
            Fact::Cleared { payment, leg, fees, .. } => {
                let year = self.this_year();
                self.bridge.cleared(&self.frame, year, payment, leg, &fees);
                self.movements.cleared(self.frame.month_of(self.today), payment, leg);
            }
            Fact::Dispute(fact) => {
                let year = self.this_year();
                self.bridge.contested(&self.frame, year, &fact);
            }
            Fact::WrittenOff(payment) => {
                let year = self.this_year();
                self.bridge.written_off(&self.frame, year, payment);
            }
            Fact::FraudClosed { payment, shares, .. } => {
                let year = self.this_year();
                self.bridge.fraud_closed(&self.frame, year, payment, &shares);
            }
            Fact::Payment(payment) => {
                self.payment(payment);
                self.panel.payment(&self.frame, payment);
                self.movements.payment(&self.frame, payment);
                self.channels.payment(&self.frame, payment);
                self.thefts.payment(&self.frame, payment);
            }
            Fact::Trust(fact) => self.trust.told(self.frame.month(fact.at), &fact),
            Fact::Ladder(fact) => self.panel.ladder(&self.frame, &fact),
            Fact::Acceptance(fact) => self.panel.acceptance(&self.frame, &fact),
            Fact::Queue(fact) => self.panel.queue(&self.frame, &fact),
            Fact::Status(fact) => self.status(&fact),
            Fact::Plastic(fact, _) => {
                self.plastic(&fact);
                self.channels.plastic(&self.frame, &fact);
            }
            Fact::Fraud(fact) => self.fraud(&fact),
            Fact::Gates(fact) => self.gates(&fact),
            Fact::Credential(fact) => self.credentials.moved(self.frame.month(fact.at), &fact),
            Fact::CredentialsHeld(fact) => self.credentials.held(self.frame.month(fact.at), &fact),
            Fact::Fund(fact) => self.movements.moved(self.frame.month(fact.at), &fact),
            Fact::FundHeld(fact) => self.movements.held(self.frame.month(fact.at), &fact),
            Fact::CaseClosed(fact) => self.disputes.closed(&self.frame, &fact),
            _ => {}
        }
    }

    fn day_closed(&mut self, day: u32) {
        self.today = day + 1;
    }
}

#[cfg(test)]
#[path = "series_tests.rs"]
mod tests;
