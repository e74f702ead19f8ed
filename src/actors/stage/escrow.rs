//! Escrow: what processors hold for shops until the goods are there, by the day on which it falls due.
//!
//! Invariants: one word for each product that holds, group of shops and day; nothing is remembered of single payments. What is due on a
//! day when nobody pays out waits for the next business day. A day's words stand together, for a day is paid out at once.

use super::desk::Desk;
use crate::domain::money::Money;
use crate::domain::product::ProductId;
use crate::ledger::Account;
use crate::protocol::{EscrowFact, Fact, Observer, Payment};

/// Days that a ring has room for: the longest escrow, and as long a stretch of holidays after it.
const RING: usize = 128;

/// The escrow of one district.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Escrow {
    due: Vec<i64>,
    /// By product: where its words begin among those of a day, if it holds.
    first: Vec<Option<usize>>,
    groups: usize,
    words_a_day: usize,
    /// The first day that was not paid out yet.
    open_from: u32,
}

impl Escrow {
    /// An empty escrow for each product that `holds`, over `groups` groups of shops.
    #[must_use]
    pub fn new(holds: impl Iterator<Item = bool>, groups: usize) -> Self {
        let mut words = 0;
        let mut reserve = || {
            words += groups;
            words - groups
        };
        let first = holds.map(|holds| holds.then(&mut reserve)).collect();
        Self { due: vec![0; words * RING], first, groups, words_a_day: words, open_from: 0 }
    }

    fn word(&mut self, product: ProductId, group: usize, day: u32) -> Option<&mut i64> {
        let first = self.first[product.index()]?;
        debug_assert!(group < self.groups && (self.open_from..self.open_from + RING as u32).contains(&day));
        self.due.get_mut(day as usize % RING * self.words_a_day + first + group)
    }

    /// Adds what falls due on `day`, minor units; negative where it goes back to the payer.
    pub fn add(&mut self, product: ProductId, group: usize, day: u32, minor: i64) {
        if let Some(word) = self.word(product, group, day) {
            *word += minor;
        }
    }

    /// Takes out all that is due to a group up to `day`, since it was last closed.
    fn take(&mut self, product: ProductId, group: usize, day: u32) -> i64 {
        let from = self.open_from;
        (from..=day).map(|due| self.word(product, group, due).map_or(0, std::mem::take)).sum()
    }

    /// The sum of all that is held.
    #[must_use]
    pub fn sum(&self) -> i64 {
        self.due.iter().sum()
    }
}

impl<O: Observer> Desk<'_, O> {
    /// The day on which the shop's money is due, where the operator holds it: of a refund, its purchase's, if that is still to come.
    #[must_use]
    pub fn held_until(&self, payment: &Payment) -> Option<u32> {
        let days = self.product(payment.product).remote.map_or(0, |terms| terms.escrow_days);
        let bought = if payment.is_refund() { payment.promised_at } else { self.now };
        let due = bought.day() + days;
        (days > 0 && due > self.now.day()).then_some(due)
    }

    /// Notes what the operator of a product holds for the shop of `payment` until `due`.
    pub fn hold_for_shop(&mut self, payment: &Payment, due: u32, amount: Money) {
        let group = usize::from(self.branch.shops.list[usize::from(payment.shop)].group);
        self.branch.escrow.add(payment.product, group, due, amount.minor());
        self.branch.report.products[payment.product.index()].escrowed += amount.minor();
    }

    /// In the morning of a business day: what is due to shops is theirs, and paid out with the next day's payout.
    pub fn release_escrow(&mut self) {
        let today = self.day.day;
        let market = &self.market.market;
        for product in self.products().filter(|p| self.branch.escrow.first[p.index()].is_some()).collect::<Vec<_>>() {
            let operator = market.products[product.index()].operator;
            for (ordinal, group) in market.merchants.iter().enumerate() {
                let amount = Money::from_minor(self.branch.escrow.take(product, ordinal, today));
                if amount == Money::ZERO {
                    continue;
                }
                self.branch.ledger.post(operator, Account::Escrow, Account::MerchantsPayable, amount);
                self.branch.ledger.post(group.party, Account::OwedByAcquirer, Account::Escrow, amount);
                self.branch.report.products[product.index()].escrowed -= amount.minor();
                self.observer.fact(Fact::Released(EscrowFact { at: self.now, product, merchant: group.party, amount }));
            }
        }
        self.branch.escrow.open_from = today + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_due_waits_for_the_day_somebody_pays_out() {
        let mut escrow = Escrow::new([false, true].into_iter(), 2);
        escrow.add(ProductId(1), 1, 7, 300);
        escrow.add(ProductId(1), 1, 9, 50);
        escrow.add(ProductId(1), 0, 8, 20);
        escrow.add(ProductId(0), 1, 7, 999);
        assert_eq!(escrow.sum(), 370, "a product without escrow holds nothing");
        assert_eq!([escrow.take(ProductId(1), 1, 6), escrow.take(ProductId(1), 1, 8)], [0, 300]);
        escrow.open_from = 9;
        assert_eq!((escrow.take(ProductId(1), 1, 9), escrow.sum()), (50, 20));
    }

    #[test]
    fn the_longest_escrow_fits_beside_the_longest_holidays() {
        let mut escrow = Escrow::new(std::iter::once(true), 1);
        escrow.add(ProductId(0), 0, 60, 5);
        escrow.add(ProductId(0), 0, 60 + 67, 7);
        assert_eq!(escrow.take(ProductId(0), 0, 60), 5);
    }
}
