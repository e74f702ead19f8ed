//! Credentials: what thieves hold untried, by month and vector, and what a credential brings them.
//!
//! Hears what comes into their stock and leaves it, and what lies there at a month's end. Keeps full-scale sums. Invariant: the stock at a
//! month's end is the last one's, plus what was got, less what was used and what went stale.

use super::frame::{Frame, Month};
use super::series::{FraudKey, FraudSums};
use crate::domain::threat::Vector;
use crate::protocol::{CredentialFact, CredentialStage, CredentialsHeldFact};
use std::collections::BTreeMap;

/// Months, the present one included, over which it is told what a credential brings.
const LATELY: u16 = 3;

/// One way of theft in one month; people whose credentials they are, full scale.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CredentialSums {
    /// Fell into thieves' hands.
    pub got: i64,
    /// Were tried for the first time, and worked.
    pub used: i64,
    /// Were given up before.
    pub stale: i64,
    /// Lay there at the month's end.
    pub stock: i64,
    /// Their age then, summed over people, seconds.
    pub age_seconds: i64,
}

impl CredentialSums {
    fn add(&mut self, other: &Self) {
        self.got += other.got;
        self.used += other.used;
        self.stale += other.stale;
        self.stock += other.stock;
        self.age_seconds += other.age_seconds;
    }

    /// Those that left the stock.
    const fn gone(&self) -> i64 {
        self.used + self.stale
    }
}

/// One way of theft in one month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CredentialRow {
    /// The month.
    pub month: Month,
    /// How the credentials were got.
    pub vector: Vector,
    /// What came, went and lay there.
    pub sums: CredentialSums,
    /// What thieves keep of what they paid with such credentials in the month, minor units.
    pub kept: i64,
    /// Lately: what thieves keep, minor units, and the credentials that left the stock.
    pub lately: [i64; 2],
}

/// The sums of one district, or of several added up; months by ordinal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Credentials {
    sums: BTreeMap<(u16, Vector), CredentialSums>,
}

impl Credentials {
    /// A credential came or went.
    pub(super) fn moved(&mut self, month: u16, fact: &CredentialFact) {
        let sums = self.sums.entry((month, fact.vector)).or_default();
        match fact.stage {
            CredentialStage::Got => sums.got += fact.people,
            CredentialStage::Used => sums.used += fact.people,
            CredentialStage::Stale => sums.stale += fact.people,
        }
    }

    /// A month is over.
    pub(super) fn held(&mut self, month: u16, fact: &CredentialsHeldFact) {
        let sums = self.sums.entry((month, fact.vector)).or_default();
        sums.stock += fact.people;
        sums.age_seconds += fact.age_seconds;
    }

    /// Adds another district.
    pub(super) fn add(&mut self, other: &Self) {
        for (key, sums) in &other.sums {
            self.sums.entry(*key).or_default().add(sums);
        }
    }

    /// Months in which credentials came, went or lay there, with what thieves took with them.
    pub(super) fn rows(&self, frame: &Frame, fraud: &BTreeMap<FraudKey, FraudSums>) -> Vec<CredentialRow> {
        let mut kept: BTreeMap<(u16, Vector), i64> = BTreeMap::new();
        for ((month, vector, ..), sums) in fraud {
            *kept.entry((*month, *vector)).or_default() += sums.net();
        }
        let kept = |month: u16, vector| kept.get(&(month, vector)).copied().unwrap_or(0);
        let gone = |month: u16, vector| self.sums.get(&(month, vector)).map_or(0, CredentialSums::gone);
        let row = |(&(month, vector), &sums): (&(u16, Vector), &CredentialSums)| {
            let window = month.saturating_sub(LATELY - 1)..=month;
            let lately = window.fold([0, 0], |[money, people], at| [money + kept(at, vector), people + gone(at, vector)]);
            CredentialRow { month: frame.months()[usize::from(month)], vector, sums, kept: kept(month, vector), lately }
        };
        self.sums.iter().map(row).collect()
    }
}
