//! Escrow: what operators must be holding for shops, by the day on which it falls due, worked out from the payments that cleared.

use super::books::Books;
use super::losses::Misfit;
use super::plan::{AuditMarket, AuditProduct};
use crate::ledger::Account;
use crate::protocol::{EscrowFact, Payment, PaymentKind};
use std::collections::BTreeMap;

/// Days after which something that is due and still held is a fault.
const LATE: u32 = 30;
/// No market has longer holidays: what has been due for more days was paid out, or netted to nothing.
const HOLIDAYS: u32 = 15;

/// What is held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct EscrowBook {
    /// By product, shop and day due, minor units.
    held: BTreeMap<(u8, u8, u32), i64>,
    /// Nothing is held that was due before this day.
    none_before: u32,
}

impl EscrowBook {
    /// A shop's part of a payment that cleared `today`: held, or due at once.
    pub(super) fn shop_is_owed(&mut self, product: AuditProduct, payment: &Payment, today: u32, minor: i64) -> [Account; 2] {
        let bought = if payment.kind == PaymentKind::Refund { payment.promised_at.day() } else { today };
        let due = bought + product.escrow_days;
        if product.escrow_days == 0 || due <= today {
            return [Account::MerchantsPayable, Account::OwedByAcquirer];
        }
        *self.held.entry((payment.product.0, payment.merchant.0, due)).or_default() += minor;
        self.none_before = self.none_before.min(due);
        [Account::Escrow; 2]
    }

    /// An operator lets go of what it held for a shop.
    ///
    /// # Errors
    /// The product is unknown, or that is not what was due.
    pub(super) fn released(&mut self, books: &mut Books, market: &AuditMarket, fact: EscrowFact) -> Result<(), Misfit> {
        let operator = market.product(fact.product).ok_or("escrow of an unknown product")?.operator;
        let (today, amount) = (fact.at.day(), fact.amount.minor());
        let shop = |day| (fact.product.0, fact.merchant.0, day);
        let mut due = 0;
        while let Some((&key, _)) = self.held.range(shop(0)..=shop(today)).next() {
            due += self.held.remove(&key).unwrap_or(0);
        }
        books.of(operator).debit(Account::Escrow, amount).credit(Account::MerchantsPayable, amount);
        books.of(fact.merchant).debit(Account::OwedByAcquirer, amount).credit(Account::Escrow, amount);
        if due == amount { Ok(()) } else { Err("escrow was released that was not due, or not all that was") }
    }

    /// At the end of `day`: nothing may have been due for long.
    ///
    /// # Errors
    /// Something has.
    pub(super) fn look(&mut self, day: u32) -> Result<(), Misfit> {
        if self.none_before + LATE >= day {
            return Ok(());
        }
        // What nets to nothing over the days that are paid out together is released without a word.
        let mut left: BTreeMap<(u8, u8), i64> = BTreeMap::new();
        self.held.retain(|&(product, shop, due), minor| {
            let is_over = due + HOLIDAYS < day;
            if is_over {
                *left.entry((product, shop)).or_default() += *minor;
            }
            !is_over
        });
        self.none_before = self.held.keys().map(|&(_, _, due)| due).min().unwrap_or(day);
        if left.values().any(|minor| *minor != 0) { Err("escrow that was due long ago is still held") } else { Ok(()) }
    }

    pub(super) fn absorb(&mut self, other: &Self) {
        for (key, minor) in &other.held {
            *self.held.entry(*key).or_default() += minor;
        }
        self.none_before = self.none_before.min(other.none_before);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book(entries: &[(u32, i64)]) -> EscrowBook {
        EscrowBook { held: entries.iter().map(|&(due, minor)| ((1, 2, due), minor)).collect(), none_before: 0 }
    }

    #[test]
    fn money_that_is_long_due_is_late_unless_it_nets_to_nothing() {
        let looked = |entries: &[(u32, i64)]| book(entries).look(40).is_ok();
        assert!(looked(&[(8, 500), (9, -500)]), "a sale and its return, due on two days of one weekend");
        assert!(!looked(&[(8, 500), (9, -499)]) && !looked(&[(8, 500)]));
        assert!(looked(&[(30, 500)]), "holidays may last that long");
        let mut kept = book(&[(8, 0), (30, 500)]);
        assert_eq!((kept.look(40), kept.none_before, kept.held.len()), (Ok(()), 30, 1));
    }
}
