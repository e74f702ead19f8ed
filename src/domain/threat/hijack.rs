//! Hijacking: for some hours an operator's name on the internet leads to pages of a thief: rare, and all sessions of one operator at once.

/// Hazard, length and reach of hijacks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hijacking {
    /// Hijacks per operator and year.
    pub hijacks_per_year: f64,
    /// Mean hours that one lasts.
    pub hours: f64,
    /// Share of the operator's sessions that are led astray in that time.
    pub diverted_share: f64,
    /// Chance that each other operator is struck in the same hours, as by way of one registrar.
    pub spreads_share: f64,
    /// Perceived risk that the news of one leaves with its operator's product, 0 to 1.
    pub news_risk: f64,
}
