//! Choice: does a person who thinks about a product take it?
//!
//! A binary logit against staying with plastic. The taste shock is a uniform that belongs to (person, product), so second thoughts meet
//! the same taste, and every strategy meets the same person.

use crate::domain::adoption::Adoption;

/// What a person sees when weighing a product; shares are 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outlook {
    /// Share of the person's payments made at shops that take it.
    pub shops: f64,
    /// Share of neighbours who use it.
    pub friends: f64,
    /// How many of the person's cards work in it beyond the first.
    pub further_cards: f64,
    /// Risk aversion of the person.
    pub risk_aversion: f64,
    /// Trust of the person.
    pub trust: f64,
    /// Risk of the product as the news has it.
    pub news_risk: f64,
    /// Visible protection, 0 or 1.
    pub protection: f64,
    /// Trouble of enrolling, in utility.
    pub trouble: f64,
}

/// Utility of the product over plastic.
#[must_use]
pub fn utility(weights: &Adoption, outlook: &Outlook) -> f64 {
    weights.attraction
        + weights.weight_shops * outlook.shops
        + weights.weight_friends * outlook.friends
        + weights.weight_choice * outlook.further_cards
        + weights.weight_protection * outlook.protection
        - weights.weight_risk * perceived_risk(outlook)
        - outlook.trouble
}

/// True if somebody with `taste` (uniform in (0, 1), the quantile of a logistic shock) takes the product.
#[must_use]
pub fn takes(weights: &Adoption, outlook: &Outlook, taste: f64) -> bool {
    let shock = weights.taste_scale * libm::log(taste / (1.0 - taste));
    utility(weights, outlook) + shock > 0.0
}

fn perceived_risk(outlook: &Outlook) -> f64 {
    outlook.risk_aversion * (1.0 - outlook.trust * (1.0 - outlook.news_risk))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn plain() -> Adoption {
        Adoption {
            p_per_year: 0.1,
            q_per_year: 0.3,
            neighbour_per_year: 0.1,
            reconsider_per_year: 0.5,
            attraction: -1.0,
            weight_shops: 3.0,
            weight_friends: 1.0,
            weight_risk: 2.0,
            weight_protection: 0.3,
            weight_choice: 0.2,
            taste_scale: 1.0,
            habit_start: 0.1,
            habit_cap: 0.5,
            habit_gain: 0.1,
            habit_loss: 0.2,
            trust_loss_fraud: 0.5,
            trust_loss_alarm: 0.1,
            trust_gain: 0.02,
            news_per_bp: 0.005,
            news_breach: 0.5,
            news_half_life_months: 4.0,
            leave_after_fraud: 0.3,
            leave_after_alarm: 0.39,
            leave_after_decline: 0.02,
            leave_dormant_per_year: 0.5,
            dormant_days: 90,
        }
    }

    fn outlook() -> Outlook {
        Outlook {
            shops: 0.1,
            friends: 0.0,
            further_cards: 0.0,
            risk_aversion: 0.5,
            trust: 0.5,
            news_risk: 0.0,
            protection: 0.0,
            trouble: 0.5,
        }
    }

    #[test]
    fn more_shops_more_trust_and_less_trouble_win_people() {
        let weights = plain();
        let base = utility(&weights, &outlook());
        assert!(utility(&weights, &Outlook { shops: 0.5, ..outlook() }) > base);
        assert!(utility(&weights, &Outlook { trust: 0.9, ..outlook() }) > base);
        assert!(utility(&weights, &Outlook { news_risk: 0.9, ..outlook() }) < base);
        assert!(utility(&weights, &Outlook { trouble: 2.0, ..outlook() }) < base);
    }

    #[test]
    fn the_share_that_takes_it_is_the_logit() {
        let weights = plain();
        let u = utility(&weights, &outlook());
        let taken = (0..10_000).filter(|i| takes(&weights, &outlook(), (f64::from(*i) + 0.5) / 10_000.0)).count();
        let logit = 1.0 / (1.0 + libm::exp(-u));
        assert!((taken as f64 / 10_000.0 - logit).abs() < 1e-3, "{taken} of 10,000 against {logit}");
    }
}
