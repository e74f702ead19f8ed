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
    /// Incentive expected over the first year, minor units.
    pub incentive: f64,
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
        + pull_of_money(weights, outlook.incentive)
}

/// True if somebody with `taste` (uniform in (0, 1), the quantile of a logistic shock) takes the product.
#[must_use]
pub fn takes(weights: &Adoption, outlook: &Outlook, taste: f64) -> bool {
    let shock = weights.taste_scale * libm::log(taste / (1.0 - taste));
    utility(weights, outlook) + shock > 0.0
}

/// What makes somebody take the product, if anything does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Stays away.
    Declines,
    /// Takes it for what it is.
    Takes,
    /// Takes it for the money, and would not without.
    TakesForMoney,
}

/// The verdict of somebody with `taste`: the same person with and without the incentive.
#[must_use]
pub fn weigh(weights: &Adoption, outlook: &Outlook, taste: f64) -> Verdict {
    let takes_free = takes(weights, &Outlook { incentive: 0.0, ..*outlook }, taste);
    match (takes_free, takes(weights, outlook, taste)) {
        (true, _) => Verdict::Takes,
        (false, true) => Verdict::TakesForMoney,
        (false, false) => Verdict::Declines,
    }
}

/// The response to money is logarithmic: each further dollar moves fewer people.
fn pull_of_money(weights: &Adoption, minor: f64) -> f64 {
    weights.weight_incentive * libm::log(1.0 + minor / weights.incentive_scale_minor)
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
            weight_incentive: 0.5,
            incentive_scale_minor: 1_000.0,
            leave_hunter_per_year: 6.0,
            funding_preference: 2.0,
            weight_reward_per_pct: 0.8,
            funding_reviews_per_year: 2.0,
            switch_after_decline: 0.5,
            taste_scale: 1.0,
            habit_start: 0.1,
            habit_cap: 0.5,
            habit_gain: 0.1,
            habit_loss: 0.2,
            habit_loss_dead: 0.05,
            habit_half_life_days: 180.0,
            trust_loss_fraud: 0.5,
            trust_loss_alarm: 0.1,
            trust_loss_neighbour_share: 0.2,
            neighbour_hears_share: 0.5,
            trust_gain: 0.02,
            news_per_bp: 0.005,
            news_breach: 0.5,
            news_half_life_months: 4.0,
            leave_after_fraud: 0.3,
            leave_after_alarm: 0.39,
            leave_after_decline: 0.02,
            leave_dormant_per_year: 0.5,
            returns_per_year: 1.0,
            return_trouble: 2.0,
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
            incentive: 0.0,
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
    fn money_wins_fewer_people_the_more_there_is_of_it_and_marks_them() {
        let weights = plain();
        let won = |minor| {
            let tastes = (0..10_000).map(|i| (f64::from(i) + 0.5) / 10_000.0);
            tastes.filter(|&t| weigh(&weights, &Outlook { incentive: minor, ..outlook() }, t) == Verdict::TakesForMoney).count()
        };
        let (none, ten, twenty) = (won(0.0), won(1_000.0), won(2_000.0));
        assert!(none == 0 && ten > 300 && twenty > ten, "{none}, {ten}, {twenty}");
        assert!(twenty - ten < ten, "the second ten dollars win fewer: {ten}, then {}", twenty - ten);
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
