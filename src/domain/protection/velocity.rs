//! Velocity limits: an operator refuses what one credential pays beyond a number or a sum a day, whoever holds it.

use crate::domain::iso8583::ResponseCode;
use crate::domain::money::Money;
use crate::domain::product::{ProductId, ProductSet};

/// Limits on what a credential pays within a calendar day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Velocity {
    /// Products whose operators keep them.
    pub products: ProductSet,
    /// Payments a day; one more is refused.
    pub payments_per_day: Option<u32>,
    /// Sum a day; what would exceed it is refused.
    pub amount_per_day: Option<Money>,
}

/// What a credential has paid today, one person's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pace {
    /// Payments.
    pub payments: u32,
    /// Their sum.
    pub amount: Money,
}

impl Pace {
    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { payments: self.payments + other.payments, amount: self.amount + other.amount }
    }
}

impl Velocity {
    /// True where the operator of `product` keeps the limits.
    #[must_use]
    pub const fn covers(&self, product: ProductId) -> bool {
        self.products.has(product)
    }

    /// Why a credential that has paid `so_far` today may not pay `amount` more, if it may not.
    #[must_use]
    pub fn refusal(&self, so_far: Pace, amount: Money) -> Option<ResponseCode> {
        if self.payments_per_day.is_some_and(|most| so_far.payments >= most) {
            return Some(ResponseCode::ExceedsFrequency);
        }
        self.amount_per_day.is_some_and(|most| so_far.amount + amount > most).then_some(ResponseCode::ExceedsAmount)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pace(payments: u32, minor: i64) -> Pace {
        Pace { payments, amount: Money::from_minor(minor) }
    }

    #[test]
    fn the_payment_after_the_last_one_is_refused_and_so_is_one_cent_too_much() {
        let limits =
            Velocity { products: ProductSet::default(), payments_per_day: Some(3), amount_per_day: Some(Money::from_minor(10_000)) };
        let cent = Money::from_minor(1);
        assert_eq!(limits.refusal(pace(2, 9_999), cent), None);
        assert_eq!(limits.refusal(pace(3, 0), cent), Some(ResponseCode::ExceedsFrequency));
        assert_eq!(limits.refusal(pace(2, 10_000), cent), Some(ResponseCode::ExceedsAmount));
        assert_eq!(limits.refusal(pace(0, 0), Money::from_minor(10_001)), Some(ResponseCode::ExceedsAmount), "even the first");
    }

    #[test]
    fn a_limit_that_is_not_set_binds_nobody() {
        let limits = Velocity { products: ProductSet::default(), payments_per_day: None, amount_per_day: None };
        assert_eq!(limits.refusal(pace(1_000, 1_000_000_000), Money::from_minor(1_000_000)), None);
    }
}
