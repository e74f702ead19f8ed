//! Adoption: `[adoption]`, what makes people consider, choose, use, trust and leave a product.

use super::usd;
use crate::domain::adoption::Adoption;
use crate::scenario::text::Reader;

pub(super) fn read(reader: &mut Reader<'_, '_>) -> Adoption {
    Adoption {
        p_per_year: reader.number("p_per_year", 0.0..=5.0),
        q_per_year: reader.number("q_per_year", 0.0..=10.0),
        neighbour_per_year: reader.number("neighbour_per_year", 0.0..=20.0),
        reconsider_per_year: reader.number("reconsider_per_year", 0.0..=20.0),
        attraction: reader.number("attraction", -20.0..=20.0),
        weight_shops: reader.number("weight_shops", 0.0..=20.0),
        weight_friends: reader.number("weight_friends", 0.0..=20.0),
        weight_risk: reader.number("weight_risk", 0.0..=20.0),
        weight_protection: reader.number("weight_protection", 0.0..=20.0),
        weight_choice: reader.number("weight_choice", 0.0..=20.0),
        weight_incentive: reader.number_or("weight_incentive", 0.0, 0.0..=20.0),
        incentive_scale_minor: reader.money_or("incentive_scale_usd", usd(10), 1..=usd(10_000)) as f64,
        leave_hunter_per_year: reader.number_or("leave_hunter_per_year", 0.0, 0.0..=365.0),
        funding_preference: reader.number_or("funding_preference", 20.0, 0.0..=20.0),
        weight_reward_per_pct: reader.number_or("weight_reward_per_pct", 0.0, 0.0..=20.0),
        funding_reviews_per_year: reader.number_or("funding_reviews_per_year", 0.0, 0.0..=52.0),
        switch_after_decline: reader.number_or("switch_after_decline", 0.0, 0.0..=1.0),
        taste_scale: reader.number_or("taste_scale", 1.0, 0.0..=20.0),
        habit_start: reader.number("habit_start", 0.0..=1.0),
        habit_cap: reader.number("habit_cap", 0.0..=1.0),
        habit_gain: reader.number("habit_gain", 0.0..=1.0),
        habit_loss: reader.number("habit_loss", 0.0..=1.0),
        habit_loss_dead: reader.number_or("habit_loss_dead", 0.0, 0.0..=1.0),
        habit_half_life_days: reader.number_or("habit_half_life_days", 100_000.0, 1.0..=100_000.0),
        trust_loss_fraud: reader.number("trust_loss_fraud", 0.0..=1.0),
        trust_loss_alarm: reader.number("trust_loss_alarm", 0.0..=1.0),
        trust_loss_neighbour_share: reader.number_or("trust_loss_neighbour_share", 0.2, 0.0..=1.0),
        neighbour_hears_share: reader.number_or("neighbour_hears_share", 0.5, 0.0..=1.0),
        trust_gain: reader.number("trust_gain", 0.0..=1.0),
        news_per_bp: reader.number("news_per_bp", 0.0..=1.0),
        news_breach: reader.number("news_breach", 0.0..=1.0),
        news_half_life_months: reader.number("news_half_life_months", 0.1..=120.0),
        leave_after_fraud: reader.number("leave_after_fraud", 0.0..=1.0),
        leave_after_alarm: reader.number("leave_after_alarm", 0.0..=1.0),
        leave_after_decline: reader.number("leave_after_decline", 0.0..=1.0),
        leave_dormant_per_year: reader.number("leave_dormant_per_year", 0.0..=20.0),
        returns_per_year: reader.number_or("returns_per_year", 0.0, 0.0..=52.0),
        return_trouble: reader.number_or("return_trouble", 0.0, 0.0..=20.0),
        dormant_days: reader.whole("dormant_days", 31..=3_660),
    }
}
