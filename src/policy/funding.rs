//! Funding: which of a person's cards stands behind a product?
//!
//! A binary logit between the credit and the debit card. The taste shock is a uniform that belongs to the person, so that every strategy
//! and every review meet the same taste: what changes the choice is what the cards pay and how the operator steers.

use crate::domain::adoption::Adoption;

/// What a person looks at who has two cards that work; rates are shares of the ticket.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cards {
    /// True if credit is the everyday card.
    pub likes_credit: bool,
    /// What the credit card pays in rewards.
    pub credit_rewards: f64,
    /// What the operator pays for funding with debit.
    pub debit_rebate: f64,
    /// The operator's pull towards debit, in utility.
    pub nudge: f64,
}

/// Utility of credit over debit.
#[must_use]
pub fn utility_of_credit(rules: &Adoption, cards: &Cards) -> f64 {
    let habit = if cards.likes_credit { rules.funding_preference } else { -rules.funding_preference };
    habit + rules.weight_reward_per_pct * 100.0 * (cards.credit_rewards - cards.debit_rebate) - cards.nudge
}

/// True if somebody with `taste` (uniform in (0, 1), the quantile of a logistic shock) funds with credit.
#[must_use]
pub fn chooses_credit(rules: &Adoption, cards: &Cards, taste: f64) -> bool {
    utility_of_credit(rules, cards) + libm::log(taste / (1.0 - taste)) > 0.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::choice::tests::plain;

    #[test]
    fn rewards_pull_to_credit_and_steering_to_debit() {
        let rules = Adoption { funding_preference: 2.0, weight_reward_per_pct: 0.8, ..plain() };
        let plain = Cards { likes_credit: true, credit_rewards: 0.0, debit_rebate: 0.0, nudge: 0.0 };
        let share = |cards: &Cards| (0..1_000).filter(|i| chooses_credit(&rules, cards, (f64::from(*i) + 0.5) / 1_000.0)).count();
        let base = share(&plain);
        assert_eq!(base, 881, "1 / (1 + e^-2)");
        assert!(share(&Cards { credit_rewards: 0.01, ..plain }) > base);
        assert!(share(&Cards { debit_rebate: 0.01, ..plain }) < base && share(&Cards { nudge: 1.0, ..plain }) < base);
        assert_eq!(share(&Cards { likes_credit: false, ..plain }), 1_000 - base);
    }
}
