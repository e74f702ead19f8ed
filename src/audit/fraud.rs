//! Fraud: what thieves took, what came back and what was charged back, by the party that liability names.

use crate::domain::money::Money;
use crate::domain::party::PartyId;
use crate::protocol::{FraudFact, FraudStage};

/// One bearer's fraud, full-scale minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Borne {
    /// Told as taken.
    pub(super) taken: i64,
    /// Told as recovered.
    pub(super) recovered: i64,
    /// Borne in closed cases.
    pub(super) closed: i64,
}

/// Fraud by bearer; the last row takes bearers that are no known party.
#[derive(Clone, Debug)]
pub(super) struct FraudTally {
    bearers: Vec<Borne>,
}

impl FraudTally {
    pub(super) fn new(parties: usize) -> Self {
        Self { bearers: vec![Borne::default(); parties + 1] }
    }

    fn of(&mut self, party: PartyId) -> &mut Borne {
        let at = party.index().min(self.bearers.len() - 1);
        &mut self.bearers[at]
    }

    pub(super) fn told(&mut self, fact: FraudFact) {
        let minor = fact.amount.minor();
        match fact.stage {
            FraudStage::Prevented => {}
            FraudStage::Taken => self.of(fact.bearer).taken += minor,
            FraudStage::Recovered => self.of(fact.bearer).recovered += minor,
        }
    }

    pub(super) fn closed(&mut self, bearer: PartyId, share: Money) {
        self.of(bearer).closed += share.minor();
    }

    pub(super) fn bearers(&self) -> &[Borne] {
        &self.bearers
    }

    pub(super) fn absorb(&mut self, other: &Self) {
        for (mine, theirs) in self.bearers.iter_mut().zip(&other.bearers) {
            mine.taken += theirs.taken;
            mine.recovered += theirs.recovered;
            mine.closed += theirs.closed;
        }
    }
}
