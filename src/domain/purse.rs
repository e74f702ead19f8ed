//! Purse: stored value on a SIM that pays without asking anybody, and what goes wrong with that.

use super::money::Money;
use super::stored::Loading;

/// The terms of an offline purse.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PurseTerms {
    /// The most a purse can hold.
    pub capacity: Money,
    /// Share of terminals' daily batches that are lost.
    pub lost_batch_share: f64,
    /// Days until terminals know that a purse was reported lost.
    pub blacklist_days: f64,
    /// How its holder loads it, over the air, from a card.
    pub loading: Loading,
    /// Time that purse and terminal need to agree, milliseconds.
    pub tap_ms: f64,
    /// Days after which the operator may keep what a lost batch would have claimed.
    pub unclaimed_days: u32,
    /// True if what is left on a purse when terminals refuse it goes onto its owner's next SIM.
    pub restores_blacklisted: bool,
}
