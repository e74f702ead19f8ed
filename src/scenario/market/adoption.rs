//! Adoption: `[adoption]`, what makes people consider, choose, use, trust and leave a product.

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
        taste_scale: reader.number_or("taste_scale", 1.0, 0.0..=20.0),
        habit_start: reader.number("habit_start", 0.0..=1.0),
        habit_cap: reader.number("habit_cap", 0.0..=1.0),
        habit_gain: reader.number("habit_gain", 0.0..=1.0),
        habit_loss: reader.number("habit_loss", 0.0..=1.0),
        trust_loss_fraud: reader.number("trust_loss_fraud", 0.0..=1.0),
        trust_loss_alarm: reader.number("trust_loss_alarm", 0.0..=1.0),
        trust_gain: reader.number("trust_gain", 0.0..=1.0),
        news_per_bp: reader.number("news_per_bp", 0.0..=1.0),
        news_breach: reader.number("news_breach", 0.0..=1.0),
        news_half_life_months: reader.number("news_half_life_months", 0.1..=120.0),
        leave_after_fraud: reader.number("leave_after_fraud", 0.0..=1.0),
        leave_after_alarm: reader.number("leave_after_alarm", 0.0..=1.0),
        leave_after_decline: reader.number("leave_after_decline", 0.0..=1.0),
        leave_dormant_per_year: reader.number("leave_dormant_per_year", 0.0..=20.0),
        dormant_days: reader.whole("dormant_days", 1..=3_660),
    }
}
