//! Purse: stored value on a SIM that pays without asking anybody, and what goes wrong with that.

use super::money::Money;

/// The terms of an offline purse; its loadings are those of a prepaid card.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PurseTerms {
    /// The most a purse can hold.
    pub capacity: Money,
    /// Share of terminals' daily batches that are lost.
    pub lost_batch_share: f64,
    /// Days until terminals know that a purse was reported lost.
    pub blacklist_days: f64,
}
