//! Transfers: money that people send each other, by what was paid, what was sent and what arrived, and what that leaves on the accounts.
//!
//! Invariants: every transfer that a sender paid sets off once and arrives once, at the receiver it was for and for the amount it was sent
//! with. Sums of digests say so for all districts together, in whatever order they are added.

use super::books::Books;
use super::losses::Misfit;
use super::plan::AuditProduct;
use super::rounding::share;
use crate::domain::line::Line;
use crate::domain::party::PartyId;
use crate::ledger::Account::{self, Bills, Cardholders, Cash, InTransit, Outside, OwedToIssuers, Settlement, StoredBalance, UnderWay};
use crate::protocol::{Payment, TransferFact, TransferStage};

/// What sending costs, in parts per million and minor units.
#[derive(Clone, Copy, Debug)]
pub(super) struct AuditTransfer {
    pub(super) ppm: i64,
    pub(super) least: i64,
    pub(super) most: i64,
}

impl AuditTransfer {
    fn fee_on(self, minor: i64) -> i64 {
        match self.ppm {
            0 => 0,
            ppm => share(ppm, minor).max(self.least).min(self.most),
        }
    }
}

/// A number of transfers, what they sum to at full scale, and whom they are for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Post {
    pub(super) count: u64,
    pub(super) minor: i64,
    pub(super) digest: u64,
}

impl Post {
    fn add(&mut self, fact: TransferFact) {
        let whom = u64::from(fact.district) << 32 | u64::from(fact.person);
        let what = fact.amount.minor().unsigned_abs() << 8 | u64::from(fact.product.0);
        self.count += 1;
        self.minor += fact.amount.minor() * i64::from(fact.people);
        self.digest = self.digest.wrapping_add(scattered(whom ^ scattered(what)));
    }

    fn absorb(&mut self, other: Self) {
        self.count += other.count;
        self.minor += other.minor;
        self.digest = self.digest.wrapping_add(other.digest);
    }
}

/// Any bit moves all: the finishing step of MurmurHash3.
const fn scattered(word: u64) -> u64 {
    let word = (word ^ word >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
    let word = (word ^ word >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    word ^ word >> 33
}

/// Transfers so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct TransferTally {
    /// Paid by their senders; nothing is known of their receivers.
    pub(super) paid: Post,
    pub(super) sent: Post,
    pub(super) arrived: Post,
}

impl TransferTally {
    pub(super) fn absorb(&mut self, other: &Self) {
        self.paid.absorb(other.paid);
        self.sent.absorb(other.sent);
        self.arrived.absorb(other.arrived);
    }

    /// A sender paid: the operator owes the money to whom it is for, and the fee is billed.
    pub(super) fn paid(&mut self, books: &mut Books, people: PartyId, product: AuditProduct, payment: &Payment) {
        let times = i64::from(payment.weight);
        let (amount, fee) = (payment.amount.minor() * times, product.transfer.fee_on(payment.amount.minor()) * times);
        self.paid.count += 1;
        self.paid.minor += amount;
        books.of(people).debit(UnderWay, amount).credit(InTransit, amount).debit(Account::Line(Line::Fees), fee).credit(Bills, fee);
        books
            .of(product.operator)
            .debit(InTransit, amount)
            .credit(UnderWay, amount)
            .debit(Bills, fee)
            .credit(Account::Line(Line::Withdrawal), fee);
    }

    /// A transfer set off or arrived.
    ///
    /// # Errors
    /// It arrived with an operator who sends nobody's money.
    pub(super) fn told(&mut self, books: &mut Books, people: PartyId, product: AuditProduct, fact: TransferFact) -> Result<(), Misfit> {
        let amount = fact.amount.minor() * i64::from(fact.people);
        if fact.stage == TransferStage::Sent {
            self.sent.add(fact);
            return Ok(());
        }
        self.arrived.add(fact);
        books.of(people).credit(UnderWay, amount);
        books.of(product.operator).debit(UnderWay, amount);
        match fact.stage {
            TransferStage::Sent => {}
            TransferStage::OnBalance => {
                books.of(people).debit(StoredBalance, amount);
                books.of(product.operator).credit(StoredBalance, amount);
            }
            TransferStage::AtBank(bank) => {
                let terms = product.terms.ok_or("a transfer by nobody who keeps accounts")?;
                let cost = terms.transfer_millicents * i64::from(fact.people) / 1_000;
                books.of(people).debit(OwedToIssuers, amount);
                books.of(product.operator).credit(Settlement, amount).debit(Account::Line(Line::FreeTransfers), cost).credit(Outside, cost);
                books.of(bank).debit(Settlement, amount).credit(Cardholders, amount);
            }
            TransferStage::PaidOut => {
                books.of(people).debit(Cash, amount);
                books.of(product.operator).credit(Cash, amount);
            }
        }
        Ok(())
    }
}
