//! Disputes: contested payments by year of the payment, product, leg, reason and how it ended.
//!
//! Invariants: a leg that was raised counts once, when its case is over; what is over only after the last trading day stood open, or was
//! not yet raised, on that day.

use super::frame::Frame;
use crate::domain::dispute::{Reason, Stage};
use crate::domain::payment::Leg;
use crate::domain::product::ProductId;
use crate::protocol::CaseFact;
use std::collections::BTreeMap;

/// How a leg's dispute stands when trading ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ending {
    /// It ended in this stage.
    At(Stage),
    /// It was raised and is not over.
    Open,
    /// The payment will be contested later.
    NotRaised,
}

impl Ending {
    /// The name in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::At(stage) => stage.name(),
            Self::Open => "open",
            Self::NotRaised => "not-yet-raised",
        }
    }
}

/// Where a contested payment is counted: month, product, leg, reason, ending.
type Key = (u16, ProductId, Leg, Reason, Ending);

/// Disputes of one year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DisputeRow {
    /// The year of the payments.
    pub year: i16,
    /// The product.
    pub product: ProductId,
    /// The leg.
    pub leg: Leg,
    /// Why they were contested.
    pub reason: Reason,
    /// How they ended.
    pub ending: Ending,
    /// How many, people's.
    pub count: i64,
    /// What they sum to, minor units.
    pub amount: i64,
}

/// The count of disputes.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct DisputeTally {
    sums: BTreeMap<Key, (i64, i64)>,
    /// Cases that stood open when trading ended.
    pub(super) open: u64,
}

impl DisputeTally {
    /// A case is over.
    pub(super) fn closed(&mut self, frame: &Frame, fact: &CaseFact<'_>) {
        let is_open = frame.is_trading(fact.raised_at) && !frame.is_trading(fact.at);
        self.open += u64::from(is_open);
        for leg in [Leg::Outer, Leg::Inner] {
            let stage = fact.stages[leg as usize];
            if stage == Stage::Unraised {
                continue;
            }
            let ending = match (frame.is_trading(fact.raised_at), is_open) {
                (false, _) => Ending::NotRaised,
                (true, true) => Ending::Open,
                (true, false) => Ending::At(stage),
            };
            let key = (frame.month(fact.payment.at), fact.payment.product, leg, fact.reason, ending);
            let sum = self.sums.entry(key).or_default();
            sum.0 += i64::from(fact.payment.weight);
            sum.1 += fact.payment.full().minor();
        }
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.open += other.open;
        for (key, (count, amount)) in &other.sums {
            let sum = self.sums.entry(*key).or_default();
            sum.0 += count;
            sum.1 += amount;
        }
    }

    /// The rows by year, in order of the key.
    pub(super) fn rows(&self, frame: &Frame) -> Vec<DisputeRow> {
        let mut years: BTreeMap<_, (i64, i64)> = BTreeMap::new();
        for ((month, product, leg, reason, ending), (count, amount)) in &self.sums {
            let year = frame.months()[usize::from(*month)].year;
            let sum = years.entry((year, *product, *leg, *reason, *ending)).or_default();
            sum.0 += count;
            sum.1 += amount;
        }
        let row =
            |((year, product, leg, reason, ending), (count, amount))| DisputeRow { year, product, leg, reason, ending, count, amount };
        years.into_iter().map(row).collect()
    }
}
