//! Lapses: what lost batches would have claimed, until it is too late to claim it.
//!
//! Invariants: one entry for each day, product and shop; the sum is what shops still carry as a claim on operators.

use crate::domain::money::Money;
use crate::domain::party::PartyId;
use crate::domain::product::ProductId;
use std::collections::BTreeMap;

/// Claims of a district's shops that nobody can prove, by the day on which they lapse.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lapses(BTreeMap<(u32, ProductId, PartyId), Money>);

impl Lapses {
    /// `merchant` could have claimed `amount` of the operator of `product` until `day`; full scale.
    pub fn add(&mut self, day: u32, product: ProductId, merchant: PartyId, amount: Money) {
        *self.0.entry((day, product, merchant)).or_default() += amount;
    }

    /// Hands out a claim that has lapsed by `today`.
    pub fn next(&mut self, today: u32) -> Option<(ProductId, PartyId, Money)> {
        let entry = self.0.first_entry().filter(|entry| entry.key().0 <= today)?;
        let ((_, product, merchant), amount) = entry.remove_entry();
        Some((product, merchant, amount))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_lapses_on_its_day_once_for_each_shop() {
        let mut lapses = Lapses::default();
        let (product, shop, other) = (ProductId(0), PartyId(1), PartyId(2));
        lapses.add(5, product, shop, Money::from_minor(30));
        lapses.add(5, product, shop, Money::from_minor(12));
        lapses.add(4, product, other, Money::from_minor(7));
        assert_eq!(lapses.next(3), None);
        assert_eq!(lapses.next(5), Some((product, other, Money::from_minor(7))));
        assert_eq!(lapses.next(5), Some((product, shop, Money::from_minor(42))));
        assert_eq!(lapses.next(100), None);
    }
}
