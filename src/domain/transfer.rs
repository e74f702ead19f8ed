//! Transfer: what sending money to somebody else costs, and whom it makes think of the product.

use super::money::{Money, Rate};

/// The terms on which the holders of a product send money.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TransferTerms {
    /// What the sender pays, as a rate of the amount; nothing where sending is free.
    pub fee: Rate,
    /// The least that is, where there is a fee.
    pub least: Money,
    /// The most.
    pub most: Money,
    /// Share of transfers to somebody without the product that make the receiver think of it.
    pub invitation_share: f64,
}

impl TransferTerms {
    /// What the sender of `amount` pays for it.
    #[must_use]
    pub fn fee_on(&self, amount: Money) -> Money {
        if self.fee == Rate::ZERO { Money::ZERO } else { self.fee.of(amount).max(self.least).min(self.most) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fee_of_a_thousandth_is_half_a_yuan_at_least_and_ten_at_most() {
        let terms = TransferTerms {
            fee: Rate::from_ppm(1_000),
            least: Money::from_minor(50),
            most: Money::from_minor(1_000),
            invitation_share: 0.0,
        };
        let fees = [1_000, 50_000, 50_500, 123_400, 1_000_000, 9_000_000].map(|minor| terms.fee_on(Money::from_minor(minor)).minor());
        assert_eq!(fees, [50, 50, 50, 123, 1_000, 1_000]);
        assert_eq!(TransferTerms { fee: Rate::ZERO, ..terms }.fee_on(Money::from_minor(1_000)), Money::ZERO, "free is free");
    }
}
