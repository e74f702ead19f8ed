//! Adoption: what makes people consider a product, choose it, use it, trust it and leave it.

/// Rates and weights of adoption; one set for the market.
#[derive(Clone, Debug, PartialEq)]
pub struct Adoption {
    /// First considerations per person and year that come from outside (innovation, p).
    pub p_per_year: f64,
    /// First considerations per person and year when everybody uses it (imitation, q), market-wide.
    pub q_per_year: f64,
    /// Considerations per year that each using neighbour causes.
    pub neighbour_per_year: f64,
    /// Second thoughts per year of people who stayed away or met a closed gate.
    pub reconsider_per_year: f64,
    /// Utility of having the product at all, against staying with plastic.
    pub attraction: f64,
    /// Utility when all of one's shops take it.
    pub weight_shops: f64,
    /// Utility when all of one's neighbours use it.
    pub weight_friends: f64,
    /// Utility lost by a fully risk-averse person who trusts nothing.
    pub weight_risk: f64,
    /// Utility of visible protection.
    pub weight_protection: f64,
    /// Utility of every further card that works in it.
    pub weight_choice: f64,
    /// Utility of the incentive expected over the first year, for each factor e by which it exceeds its scale.
    pub weight_incentive: f64,
    /// Scale of that: the response is to ln(1 + money / scale), so it diminishes with the amount; minor units.
    pub incentive_scale_minor: f64,
    /// Yearly rate at which those who came for an incentive notice that it has stopped, and leave.
    pub leave_hunter_per_year: f64,
    /// Utility of funding with the everyday card, against the other one.
    pub funding_preference: f64,
    /// Utility of each percent of the ticket that a card or the operator pays back.
    pub weight_reward_per_pct: f64,
    /// Occasions a year on which a user thinks the funding card over.
    pub funding_reviews_per_year: f64,
    /// Chance that a payment declined for want of money makes the payer fund with the other card.
    pub switch_after_decline: f64,
    /// Spread of the taste shock that belongs to (person, product): scale of the logistic.
    pub taste_scale: f64,
    /// Share of eligible spending at first use.
    pub habit_start: f64,
    /// Share that habit grows to.
    pub habit_cap: f64,
    /// Part of the way to the cap gained with each payment.
    pub habit_gain: f64,
    /// Part of the habit lost with each failed payment.
    pub habit_loss: f64,
    /// Part of the habit lost at a terminal that has a reader and does not take the phone.
    pub habit_loss_dead: f64,
    /// Days in which half of a dormant user's habit fades.
    pub habit_half_life_days: f64,
    /// Trust lost by a victim of fraud.
    pub trust_loss_fraud: f64,
    /// Trust lost after a false alarm.
    pub trust_loss_alarm: f64,
    /// What somebody loses who hears of a neighbour's fraud, as a share of what the victim loses.
    pub trust_loss_neighbour_share: f64,
    /// Chance that a neighbour hears of a fraud.
    pub neighbour_hears_share: f64,
    /// Part of the way back to the starting trust gained with each payment.
    pub trust_gain: f64,
    /// Perceived market risk per basis point of reported fraud.
    pub news_per_bp: f64,
    /// Perceived market risk after a reported breach, 0 to 1.
    pub news_breach: f64,
    /// Months in which half of that is forgotten.
    pub news_half_life_months: f64,
    /// Chance that a victim of fraud gives the product up.
    pub leave_after_fraud: f64,
    /// Chance that a falsely stopped payer gives it up.
    pub leave_after_alarm: f64,
    /// Chance that somebody declined for another reason gives it up.
    pub leave_after_decline: f64,
    /// Yearly chance that somebody who has not paid for `dormant_days` gives it up.
    pub leave_dormant_per_year: f64,
    /// Occasions a year on which a dormant user thinks of the product again.
    pub returns_per_year: f64,
    /// Trouble of picking it up again, in units of utility.
    pub return_trouble: f64,
    /// Days without a payment after which a user is dormant.
    pub dormant_days: u32,
}
