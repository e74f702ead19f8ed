//! Books: what the auditor expects on each account of each party, credits less debits, full scale.
//!
//! Invariants: every rule leaves the entries of each party it touches at a sum of zero; a last row takes what names no known party, and
//! must stay empty.

use crate::domain::party::PartyId;
use crate::ledger::Account;

/// The expected accounts of one party.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Row([i64; Account::COUNT]);

impl Row {
    const EMPTY: Self = Self([0; Account::COUNT]);

    /// `minor` more on the credit side.
    #[inline]
    pub(super) fn credit(&mut self, account: Account, minor: i64) -> &mut Self {
        self.0[account.slot()] += minor;
        self
    }

    /// `minor` more on the debit side.
    #[inline]
    pub(super) fn debit(&mut self, account: Account, minor: i64) -> &mut Self {
        self.0[account.slot()] -= minor;
        self
    }

    /// Credits less debits of one account.
    pub(super) fn net(&self, account: Account) -> i64 {
        self.0[account.slot()]
    }
}

/// The expected accounts of all parties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Books {
    rows: Vec<Row>,
}

impl Books {
    pub(super) fn new(parties: usize) -> Self {
        Self { rows: vec![Row::EMPTY; parties + 1] }
    }

    /// The row of `party`, or the one that must stay empty.
    #[inline]
    pub(super) fn of(&mut self, party: PartyId) -> &mut Row {
        let at = party.index().min(self.rows.len() - 1);
        &mut self.rows[at]
    }

    pub(super) fn row(&self, party: usize) -> &Row {
        &self.rows[party]
    }

    /// True while every entry named a known party.
    pub(super) fn knows_all(&self) -> bool {
        self.rows.last() == Some(&Row::EMPTY)
    }

    pub(super) fn absorb(&mut self, other: &Self) {
        for (mine, theirs) in self.rows.iter_mut().zip(&other.rows) {
            for (to, from) in mine.0.iter_mut().zip(theirs.0) {
                *to += from;
            }
        }
    }
}
