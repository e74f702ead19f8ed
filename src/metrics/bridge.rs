//! Bridge: what a wallet earns and pays on what its customers buy, by the kind of card behind it.
//!
//! Hears cleared legs, write-offs and closed fraud. Keeps full-scale sums by year, product and funding, as they were posted. Invariant: over all
//! fundings each of these sums is the operator's line of the same name in that year, but for an operator with several products, whose lines
//! are the sum over its products.

use super::frame::Frame;
use crate::domain::card::Funding;
use crate::domain::money::Money;
use crate::domain::party::PartyId;
use crate::domain::payment::Leg;
use crate::domain::product::{Flow, ProductId};
use crate::protocol::{DisputeFact, LegFees, Payment};
use std::collections::BTreeMap;

/// What one kind of funding card brings and takes, minor units, full scale; costs are negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BridgeSums {
    /// What cleared at shops, less refunds.
    pub volume: i64,
    /// Purchases and refunds that cleared, people.
    pub payments: i64,
    /// Interchange of the virtual card that its issuer passes on.
    pub interchange_share: i64,
    /// Interchange to the funding card's bank.
    pub funding_interchange: i64,
    /// What the funding card's network takes.
    pub assessments: i64,
    /// What it takes from wallets that stand between.
    pub staged_wallet_fee: i64,
    /// Honoured and not collected.
    pub credit_loss: i64,
    /// Charged back by funding banks and left with the wallet.
    pub fraud: i64,
}

impl BridgeSums {
    /// The lines, with their names in tables.
    #[must_use]
    pub fn lines(&self) -> [(&'static str, i64); 6] {
        [
            ("interchange_share", self.interchange_share),
            ("funding_interchange", self.funding_interchange),
            ("assessments", self.assessments),
            ("staged_wallet_fee", self.staged_wallet_fee),
            ("credit_loss", self.credit_loss),
            ("fraud", self.fraud),
        ]
    }

    /// What is left of them.
    #[must_use]
    pub fn margin(&self) -> i64 {
        self.lines().iter().map(|line| line.1).sum()
    }

    /// Adds other sums.
    pub fn add(&mut self, other: &Self) {
        self.volume += other.volume;
        self.payments += other.payments;
        self.interchange_share += other.interchange_share;
        self.funding_interchange += other.funding_interchange;
        self.assessments += other.assessments;
        self.staged_wallet_fee += other.staged_wallet_fee;
        self.credit_loss += other.credit_loss;
        self.fraud += other.fraud;
    }
}

/// The sums of one district, or of several.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Bridge {
    pub(super) sums: BTreeMap<(u16, ProductId, Funding), BridgeSums>,
}

impl Bridge {
    fn at(&mut self, frame: &Frame, year: u16, payment: &Payment) -> Option<&mut BridgeSums> {
        frame.product_row(payment.product).filter(|row| *row != frame.plastic_row())?;
        if payment.flow.is_account() || payment.flow == Flow::OfflinePurse {
            // A processor keeps what its sources cost on one line.
            return None;
        }
        let funding = if payment.is_prepaid() { Funding::Prepaid } else { frame.funding(payment.card)? };
        Some(self.sums.entry((year, payment.product, funding)).or_default())
    }

    pub(super) fn cleared(&mut self, frame: &Frame, year: u16, payment: &Payment, leg: Leg, fees: &LegFees) {
        let is_proxied = payment.flow.is_proxied();
        let Some(sums) = self.at(frame, year, payment) else { return };
        match leg {
            Leg::Outer => {
                sums.volume += fees.value.minor();
                sums.payments += i64::from(payment.weight);
                sums.interchange_share += if is_proxied { fees.interchange.minor() } else { 0 };
            }
            Leg::Inner => {
                sums.funding_interchange -= fees.interchange.minor();
                sums.assessments -= fees.network.minor();
                sums.staged_wallet_fee -= fees.staged.minor();
            }
        }
    }

    /// Interchange of a contested leg went back, or came again.
    pub(super) fn contested(&mut self, frame: &Frame, year: u16, fact: &DisputeFact<'_>) {
        if fact.returned == Money::ZERO || !fact.payment.flow.is_proxied() {
            return;
        }
        let Some(sums) = self.at(frame, year, fact.payment) else { return };
        match fact.leg {
            Leg::Outer => sums.interchange_share -= fact.returned.minor(),
            Leg::Inner => sums.funding_interchange += fact.returned.minor(),
        }
    }

    pub(super) fn written_off(&mut self, frame: &Frame, year: u16, payment: &Payment) {
        if let Some(sums) = self.at(frame, year, payment) {
            let lost = payment.given_up().minor() * i64::from(payment.weight);
            *if payment.thief.is_some() { &mut sums.fraud } else { &mut sums.credit_loss } -= lost;
        }
    }

    pub(super) fn fraud_closed(&mut self, frame: &Frame, year: u16, payment: &Payment, shares: &[(PartyId, Money); 3]) {
        let Some(operator) = frame.products().get(payment.product.index()).map(|product| product.operator) else { return };
        let borne: i64 = shares.iter().filter(|(bearer, _)| *bearer == operator).map(|(_, share)| share.minor()).sum();
        if borne != 0
            && let Some(sums) = self.at(frame, year, payment)
        {
            sums.fraud -= borne;
        }
    }

    pub(super) fn absorb(&mut self, other: &Self) {
        for (key, sums) in &other.sums {
            self.sums.entry(*key).or_default().add(sums);
        }
    }
}
