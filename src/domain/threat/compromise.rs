//! Compromise: thieves copy the cards that a group of shops reads, for weeks, and sell them in one batch.

/// Hazard, length and reach of points of compromise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Compromise {
    /// Points of compromise per group of shops and year.
    pub compromises_per_year: f64,
    /// Mean days for which cards are copied.
    pub copies_days: f64,
    /// Share of the cards read in that time that are ever misused.
    pub misused_share: f64,
    /// Mean days from the end of copying, when the batch is sold, to a card's misuse.
    pub misuse_days: f64,
    /// Days from that end until the banks find what the cards have in common.
    pub detection_days: f64,
    /// Share of the cards that they then replace.
    pub reissue_share: f64,
}
