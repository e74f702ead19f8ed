//! Credentials: what thieves have got and not yet tried, as a stock: what comes in, what is taken up, what is thrown away.
//!
//! A credential is a run's, and stands for as many people as the run does. It leaves the stock once: *used* when it is tried for the first
//! time and still works, *stale* when it is given up before: not worth its price, replaced, shut, past its time, or turned away where it
//! was to be put on an account. An owner who is talked into paying hands no credential over. Nothing is told once trading has ended.

use super::branch::Branch;
use super::desk::Desk;
use super::rules::Rules;
use crate::domain::threat::Vector;
use crate::kernel::time::Time;
use crate::protocol::{CredentialFact, CredentialStage, CredentialsHeldFact, Fact, Observer};

const SECOND: i64 = 1_000_000;

impl<O: Observer> Desk<'_, O> {
    /// A run has begun on a credential.
    pub(super) fn stock_credential(&mut self, slot: u32) {
        let vector = self.branch.runs.get(slot).vector;
        if vector.is_by_owner() || !self.day.is_trading {
            return;
        }
        self.branch.runs.get_mut(slot).is_in_stock = true;
        self.tell_credential(vector, CredentialStage::Got);
    }

    /// A credential is tried, or given up; whatever was in stock is no more.
    pub fn take_from_stock(&mut self, slot: u32, stage: CredentialStage) {
        let run = self.branch.runs.get_mut(slot);
        let (vector, was_there) = (run.vector, std::mem::replace(&mut run.is_in_stock, false));
        if was_there && self.day.is_trading {
            self.tell_credential(vector, stage);
        }
    }

    fn tell_credential(&mut self, vector: Vector, stage: CredentialStage) {
        let people = i64::from(self.rules.people_of(vector));
        self.observer.fact(Fact::Credential(CredentialFact { at: self.now, vector, stage, people }));
    }
}

/// A month is over: counts the district's stock, by vector, from the runs themselves and not from what was told.
pub fn tell_stock<O: Observer>(rules: &Rules, branch: &Branch, at: Time, observer: &mut O) {
    let mut stock = [(0, 0); Vector::ALL.len()];
    for run in branch.runs.slots().filter(|run| run.is_in_stock) {
        let people = i64::from(rules.people_of(run.vector));
        let (count, seconds) = &mut stock[run.vector as usize];
        (*count, *seconds) = (*count + people, *seconds + people * ((at - run.got_at).micros() / SECOND));
    }
    for (vector, (people, age_seconds)) in Vector::ALL.into_iter().zip(stock).filter(|(_, (people, _))| *people > 0) {
        observer.fact(Fact::CredentialsHeld(CredentialsHeldFact { at, vector, people, age_seconds }));
    }
}
