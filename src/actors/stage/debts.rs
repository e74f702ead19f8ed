//! Debts: what people owe a wallet that approves on its own credit, until their funding card has paid.
//!
//! Invariants: one entry per (person, product), in their order; an entry of nothing is dropped. Few people owe at a time.

use crate::domain::money::Money;
use crate::domain::product::ProductId;

/// Who owes what.
#[derive(Clone, Debug, Default)]
pub struct Debts {
    entries: Vec<((u32, ProductId), Money)>,
}

impl Debts {
    /// What `person` owes on `product`.
    #[must_use]
    pub fn of(&self, person: u32, product: ProductId) -> Money {
        self.place(person, product).map_or(Money::ZERO, |at| self.entries[at].1)
    }

    /// `person` owes `amount` more, or less if it is negative.
    pub fn add(&mut self, person: u32, product: ProductId, amount: Money) {
        match self.place(person, product) {
            Ok(at) => {
                self.entries[at].1 += amount;
                if self.entries[at].1 == Money::ZERO {
                    self.entries.remove(at);
                }
            }
            Err(at) => self.entries.insert(at, ((person, product), amount)),
        }
    }

    fn place(&self, person: u32, product: ProductId) -> Result<usize, usize> {
        self.entries.binary_search_by_key(&(person, product), |entry| entry.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_debt_that_is_paid_is_forgotten() {
        let mut debts = Debts::default();
        let product = ProductId(0);
        debts.add(7, product, Money::from_minor(300));
        debts.add(3, product, Money::from_minor(100));
        debts.add(7, product, Money::from_minor(50));
        assert_eq!((debts.of(7, product), debts.of(3, product)), (Money::from_minor(350), Money::from_minor(100)));
        debts.add(7, product, Money::from_minor(-350));
        assert_eq!((debts.of(7, product), debts.entries.len()), (Money::ZERO, 1));
    }
}
