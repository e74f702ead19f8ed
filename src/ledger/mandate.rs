//! Mandate: a payer's standing consent that a wallet may draw on a card.
//!
//! Invariants: a pull without a live mandate is refused; revoking stops the next pull. One bit per (person, product).

use crate::domain::product::ProductId;

/// A pull that no mandate covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoMandate;

/// The mandates that a district's people have given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mandates {
    live: Vec<u64>,
    products: usize,
}

impl Mandates {
    /// No mandate by any of `people` for any of `products`.
    #[must_use]
    pub fn new(people: usize, products: usize) -> Self {
        Self { live: vec![0; (people * products).div_ceil(64)], products }
    }

    /// `person` lets the operator of `product` draw on the funding card.
    pub fn grant(&mut self, person: u32, product: ProductId) {
        let (word, bit) = self.place(person, product);
        self.live[word] |= bit;
    }

    /// `person` takes that back.
    pub fn revoke(&mut self, person: u32, product: ProductId) {
        let (word, bit) = self.place(person, product);
        self.live[word] &= !bit;
    }

    /// Checks that a pull is covered.
    ///
    /// # Errors
    /// [`NoMandate`] if the person gave none or took it back.
    #[inline]
    pub fn check(&self, person: u32, product: ProductId) -> Result<(), NoMandate> {
        let (word, bit) = self.place(person, product);
        if self.live[word] & bit != 0 { Ok(()) } else { Err(NoMandate) }
    }

    #[inline]
    fn place(&self, person: u32, product: ProductId) -> (usize, u64) {
        let at = person as usize * self.products + product.index();
        (at / 64, 1 << (at % 64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_revoked_mandate_covers_nothing() {
        let mut mandates = Mandates::new(100, 2);
        assert_eq!(mandates.check(63, ProductId(1)), Err(NoMandate));
        mandates.grant(63, ProductId(1));
        assert!(mandates.check(63, ProductId(1)).is_ok() && mandates.check(63, ProductId(0)).is_err());
        mandates.revoke(63, ProductId(1));
        assert_eq!(mandates.check(63, ProductId(1)), Err(NoMandate));
    }
}
