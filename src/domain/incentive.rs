//! Incentive: what an operator pays people for joining and paying, and what it pays and does to have them fund with debit.

use super::money::{Money, Rate};

/// Money for joining and for paying; held up to a cap a user, and to a budget over all.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Incentive {
    /// Paid once, when the product is bound.
    pub sign_up: Money,
    /// Paid back of each payment.
    pub cash_back: Rate,
    /// The most that one user gets in all.
    pub user_cap: Money,
    /// The most that is paid in all, full scale; the head office stops the incentive on the evening it is spent.
    pub budget: Option<Money>,
}

impl Incentive {
    /// What is left of the cap for a user who has got `earned`.
    #[must_use]
    pub fn left(&self, earned: Money) -> Money {
        Money::from_minor((self.user_cap.minor() - earned.minor()).max(0))
    }

    /// What a payment of `amount` earns a user who has got `earned`.
    #[must_use]
    pub fn on(&self, amount: Money, earned: Money) -> Money {
        self.cash_back.of(amount).min(self.left(earned))
    }

    /// True if a user who has got `earned` can still get something for paying.
    #[must_use]
    pub fn still_pays(&self, earned: Money) -> bool {
        self.cash_back > Rate::ZERO && self.left(earned) > Money::ZERO
    }
}

/// How an operator moves people from credit to debit, whose interchange is lower.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Steering {
    /// Paid back of each payment that a debit card funds.
    pub debit_rebate: Rate,
    /// Pull towards debit by default and by friction on credit, in units of utility.
    pub nudge: f64,
}

/// What one person is promised for one payment, minor units; paid when the payment clears.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Promise {
    /// Cash-back, under the user's cap.
    pub cash_back: u32,
    /// Rebate for funding with debit.
    pub rebate: u32,
}

/// What the money is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Occasion {
    /// Joining.
    SignUp,
    /// Paying.
    CashBack,
    /// Funding a payment with debit.
    Rebate,
}

impl Occasion {
    /// What a ladder calls it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SignUp => "sign-up bonus",
            Self::CashBack => "cash-back",
            Self::Rebate => "debit rebate",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payment_earns_its_rate_until_the_cap_is_reached() {
        let money = Money::from_minor;
        let incentive = Incentive { sign_up: money(500), cash_back: Rate::from_ppm(20_000), user_cap: money(1_000), budget: None };
        assert_eq!(incentive.on(money(5_000), money(500)), money(100));
        assert_eq!(incentive.on(money(5_000), money(960)), money(40));
        assert_eq!(incentive.on(money(5_000), money(1_000)), Money::ZERO);
        assert!(incentive.still_pays(money(999)) && !incentive.still_pays(money(1_000)));
    }
}
