//! Movements: what payments were made for, and what lies in money funds.
//!
//! Hears payments that are over, cleared legs and moves of funds. Keeps full-scale sums by month. Invariant: the stock of a fund at a month's
//! end is the last one's, plus what went in and was credited, less what came out.

use super::frame::{Frame, Month};
use super::sums::Sums;
use crate::domain::payment::{Leg, Outcome};
use crate::domain::product::ProductId;
use crate::protocol::{FundFact, FundHeldFact, FundMove, Payment, PaymentKind};
use std::collections::BTreeMap;

/// Approved payments of one kind with one product in one month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PurposeRow {
    /// The month.
    pub month: Month,
    /// The product.
    pub product: ProductId,
    /// What they were made for.
    pub purpose: &'static str,
    /// How many, thieves' included.
    pub payments: i64,
    /// What they sum to, minor units.
    pub volume: i64,
}

/// What moved in and out of one product's fund in one month, minor units, full scale.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FundSums {
    /// What people put in, or had there on the first day.
    pub subscribed: i64,
    /// What they took out, to pay or to their banks.
    pub redeemed: i64,
    /// What they were credited.
    pub credited: i64,
    /// What lay there at the month's end.
    pub stock: i64,
    /// People who had something there then.
    pub holders: i64,
}

/// One product's fund in one month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FundRow {
    /// The month.
    pub month: Month,
    /// The product.
    pub product: ProductId,
    /// What moved and what lay there.
    pub sums: FundSums,
}

/// The sums of one district, or of several added up; months by ordinal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Movements {
    purposes: Sums<(u16, u8, PaymentKind), (i64, i64)>,
    funds: BTreeMap<(u16, u8), FundSums>,
}

/// What a kind of payment is made for, as `purposes.csv` has it; none for what undoes or misuses another.
const fn purpose(kind: PaymentKind) -> Option<&'static str> {
    match kind {
        PaymentKind::Purchase => Some("purchase"),
        PaymentKind::Transfer => Some("transfer"),
        PaymentKind::Repayment => Some("card-repayment"),
        PaymentKind::Subscription => Some("fund-subscription"),
        PaymentKind::Redemption => Some("fund-redemption"),
        PaymentKind::Refund | PaymentKind::Remote | PaymentKind::TopUp => None,
    }
}

impl Movements {
    /// A payment is over.
    pub(super) fn payment(&mut self, frame: &Frame, payment: &Payment) {
        let is_told = purpose(payment.kind).is_some() && payment.outcome == Outcome::Approved;
        let Some(row) = frame.row(payment).filter(|&row| is_told && row != frame.plastic_row()) else { return };
        let sums = self.purposes.at((frame.month(payment.at), row as u8, payment.kind));
        sums.0 += i64::from(payment.weight);
        sums.1 += payment.full().minor();
    }

    /// A leg cleared on a day of `month`.
    pub(super) fn cleared(&mut self, month: u16, payment: &Payment, leg: Leg) {
        let full = payment.full().minor();
        match (payment.kind, leg) {
            (PaymentKind::Subscription, Leg::Outer) => self.fund(month, payment.product).subscribed += full,
            (PaymentKind::Redemption, Leg::Outer) => self.fund(month, payment.product).redeemed += full,
            _ => {}
        }
    }

    /// Somebody's part of a fund moved without a payment.
    pub(super) fn moved(&mut self, month: u16, fact: &FundFact) {
        let sums = self.fund(month, fact.product);
        let full = fact.amount.minor() * i64::from(fact.people);
        match fact.what {
            FundMove::Opened => sums.subscribed += full,
            FundMove::Drawn => sums.redeemed += full,
            FundMove::Yield => sums.credited += full,
        }
    }

    /// A month is over.
    pub(super) fn held(&mut self, month: u16, fact: &FundHeldFact) {
        let sums = self.fund(month, fact.product);
        sums.stock += fact.stock.minor();
        sums.holders += fact.holders;
    }

    fn fund(&mut self, month: u16, product: ProductId) -> &mut FundSums {
        self.funds.entry((month, product.0)).or_default()
    }

    /// Adds another district.
    pub(super) fn add(&mut self, other: &Self) {
        for (key, sums) in other.purposes.iter() {
            let mine = self.purposes.at(key);
            (mine.0, mine.1) = (mine.0 + sums.0, mine.1 + sums.1);
        }
        for (key, sums) in &other.funds {
            let mine = self.funds.entry(*key).or_default();
            mine.subscribed += sums.subscribed;
            mine.redeemed += sums.redeemed;
            mine.credited += sums.credited;
            mine.stock += sums.stock;
            mine.holders += sums.holders;
        }
    }

    /// What payments were made for, where it was more than to buy.
    pub(super) fn purpose_rows(&self, frame: &Frame) -> Vec<PurposeRow> {
        if self.purposes.iter().all(|(key, _)| key.2 == PaymentKind::Purchase) {
            return Vec::new();
        }
        let row = |((month, product, kind), &(payments, volume)): (_, &(i64, i64))| {
            let (month, product) = (frame.months()[usize::from(month)], ProductId(product));
            Some(PurposeRow { month, product, purpose: purpose(kind)?, payments, volume })
        };
        self.purposes.iter().filter_map(row).collect()
    }

    pub(super) fn fund_rows(&self, frame: &Frame) -> Vec<FundRow> {
        let row = |(&(month, product), &sums)| FundRow { month: frame.months()[usize::from(month)], product: ProductId(product), sums };
        self.funds.iter().map(row).collect()
    }
}
